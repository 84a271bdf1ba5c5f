"""Reading many files into a base: in parallel if wanted, in their order, each as soon as it is its turn.

Workers read and extract; one process stores, in the order of the files, so that the base does not depend
on how many workers there are. What is stored already is not read again, so a run that was interrupted is
continued by running it again.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from hashlib import file_digest, sha256
from importlib.resources import files
from pathlib import Path

import msgspec

from kejian.base.connection import StorageError
from kejian.base.keeping import Outcome
from kejian.base.metadata import Metadata
from kejian.base.models import Edition
from kejian.base.store import Reading, store
from kejian.base.works import is_known
from kejian.errors import BaseError, KejianError
from kejian.model import Document, Facts

_AHEAD = 3  # files a worker may be ahead of the storing
_FEW = 8  # files for which workers are not worth starting
_MOST_WORKERS = 8


class Item(msgspec.Struct, kw_only=True):
    """What came of one document: read and extracted, read only (known already), or an error."""

    source: str
    document: Document | None = None
    facts: Facts | None = None
    error: str | None = None


class Step(msgspec.Struct, kw_only=True):
    """How far a run is: after each document."""

    source: str
    outcome: Outcome | None
    error: str | None
    done: int
    files: int
    done_bytes: int
    bytes: int


class Report(msgspec.Struct, kw_only=True):
    """What a run did: outcomes by status, counts of statements, and the errors, in the order of the files."""

    files: int = 0
    stored: int = 0
    same: int = 0
    older: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    revived: int = 0
    retired: int = 0
    superseded: int = 0
    errors: list[tuple[str, str]] = []

    def add(self, source: str, outcome: Outcome | None, error: str | None) -> None:
        """Count one document."""
        if error is not None or outcome is None:
            self.errors.append((source, error or ""))
            return
        field = {"stored": "stored", "same": "same", "older edition": "older"}[outcome.status]
        setattr(self, field, getattr(self, field) + 1)
        self.superseded += outcome.superseded
        for name in ("new", "changed", "moved", "revived", "retired"):
            setattr(self, name, getattr(self, name) + getattr(outcome, name))


@cache
def extractor_version() -> str:
    """The version of reader and extraction: that of Kejian and a hash of their rules, code and models."""
    from kejian import __version__

    digest = sha256()
    for package in ("reading", "language", "extraction", "vocabulary", "model.py"):
        root = Path(str(files("kejian"))) / package
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and path.suffix not in (".pyc", ".pyo"):
                digest.update(path.relative_to(root.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files to read, folders replaced by what is below them in the order of names."""
    found: list[Path] = []
    for path in paths:
        pending = [path]
        while pending:
            here = pending.pop()
            if here.is_dir() and (here == path or not here.is_symlink()):
                try:
                    inside = sorted(
                        child for child in here.iterdir() if not child.name.startswith((".", "~$"))
                    )
                except OSError as error:
                    raise BaseError(f"cannot be listed: {error.strerror}", where=str(here)) from error
                pending += reversed(inside)
            else:
                found.append(here)
    return list(dict.fromkeys(found))


def build(
    alias: str,
    paths: Sequence[Path],
    *,
    metadata: Metadata | None = None,
    jobs: int | None = None,
    progress: Callable[[Step], None] = lambda _: None,
) -> Report:
    """Read files and folders, extract and store; a file that fails is listed and the others go on.

    ``jobs`` is the number of processes (None: the machine's cores, one for a few files). Raises
    `BaseError` when the database fails; what was stored until then stays, and running it again goes on.
    """
    metadata = metadata or Metadata()
    units = files_in(paths)
    sizes = {unit: unit.stat().st_size if unit.is_file() else 0 for unit in units}
    report, done = Report(files=len(units)), 0
    wanted: list[Path] = []
    skipped: dict[Path, Outcome] = {}
    for unit in units:
        reason = _known_file(alias, unit, metadata)
        if reason:
            skipped[unit] = Outcome(status=reason)
        else:
            wanted.append(unit)
    if jobs is None:
        jobs = 1 if len(wanted) <= _FEW else min(os.cpu_count() or 1, _MOST_WORKERS)
    stored = frozenset(Edition.objects.using(alias).values_list("sha256", flat=True))
    results = _results(wanted, metadata, stored, jobs=jobs)
    for number, unit in enumerate(units, 1):
        items = [Item(source=str(unit))] if unit in skipped else next(results)
        done += sizes[unit]
        for item in items:
            outcome, error = (skipped[unit], None) if unit in skipped else _keep(alias, item, metadata)
            report.add(item.source, outcome, error)
            progress(
                Step(
                    source=item.source,
                    outcome=outcome,
                    error=error,
                    done=number,
                    files=len(units),
                    done_bytes=done,
                    bytes=sum(sizes.values()),
                )
            )
    return report


def _known_file(alias: str, path: Path, metadata: Metadata) -> str | None:
    """Why a file need not be opened by a reader, by the hash of its bytes; None when it must."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # the reader says what is wrong with it
    said = metadata.of(path.stem)
    return is_known(alias, digest, said.placing, extractor=extractor_version(), given=said.given)


def _keep(alias: str, item: Item, metadata: Metadata) -> tuple[Outcome | None, str | None]:
    if item.document is None:
        return None, item.error
    document, facts = item.document, item.facts
    said = metadata.of(document.name)
    reading = Reading(extractor=extractor_version(), given=said.given)
    try:
        if facts is None:
            known = is_known(
                alias, document.sha256, said.placing, extractor=reading.extractor, given=reading.given
            )
            if known:
                return Outcome(status=known), None
            item = _extracted(document, metadata)
            if item.facts is None:
                return None, item.error
            facts = item.facts
        return store(alias, document, facts, reading=reading, placing=said.placing), None
    except StorageError:
        raise
    except BaseError as error:
        return None, str(error)


# --- in the workers ---------------------------------------------------------------------------------


def read_unit(path: Path, metadata: Metadata, stored: frozenset[str]) -> list[Item]:
    """Read a file (or what is in an archive) and extract, but not what the base has an edition of."""
    from kejian.reading import ReadingFailure, read_all

    items = []
    for found in read_all([path]):
        if isinstance(found, ReadingFailure):
            items.append(Item(source=found.source, error=str(found.error)))
        elif found.sha256 in stored and found.source != str(path):  # in an archive, perhaps read before
            items.append(Item(source=found.source, document=found))
        else:
            items.append(_extracted(found, metadata))
    return items


def _extracted(document: Document, metadata: Metadata) -> Item:
    from kejian.extraction import extract

    try:
        facts = extract(document, about=metadata.of(document.name).about)
    except KejianError as error:
        return Item(source=document.source, error=str(error))
    except Exception as error:  # whatever a rule makes of a hostile text costs that file, not the run
        message = f"the extraction failed on it ({type(error).__name__}: {error}); please report it"
        return Item(source=document.source, error=f"{document.source}: {message}")
    return Item(source=document.source, document=document, facts=facts)


def _work(path: Path, metadata: bytes, stored: frozenset[str]) -> bytes:
    said = msgspec.msgpack.decode(metadata, type=Metadata)
    return msgspec.msgpack.encode(read_unit(path, said, stored))


def _start() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who stores is interrupted, not the workers


def _results(
    units: Sequence[Path], metadata: Metadata, stored: frozenset[str], *, jobs: int
) -> Iterator[list[Item]]:
    """The items of each unit, in order."""
    if jobs <= 1:
        for unit in units:
            yield read_unit(unit, metadata, stored)
        return
    said = msgspec.msgpack.encode(metadata)
    waiting = deque(units)
    running: deque[tuple[Path, Future[bytes]]] = deque()
    pool = _pool(jobs)
    try:
        while waiting or running:
            while waiting and len(running) < jobs * _AHEAD:
                unit = waiting.popleft()
                running.append((unit, pool.submit(_work, unit, said, stored)))
            unit, future = running.popleft()
            try:
                yield msgspec.msgpack.decode(future.result(), type=list[Item])
            except BrokenProcessPool:  # one of the files in work crashed its reader: which one is found alone
                waiting.extendleft(reversed([u for u, _ in running]))
                running.clear()
                pool = _pool(jobs)
                yield _alone(unit, said, stored)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(unit: Path, metadata: bytes, stored: frozenset[str]) -> list[Item]:
    with _pool(1) as pool:
        try:
            return msgspec.msgpack.decode(
                pool.submit(_work, unit, metadata, stored).result(), type=list[Item]
            )
        except BrokenProcessPool:
            message = f"{unit}: its reader crashed or ran out of memory; the others were read"
            return [Item(source=str(unit), error=message)]


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start)
