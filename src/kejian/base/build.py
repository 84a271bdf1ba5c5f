"""Reading many files into a base: in parallel if wanted, in their order, each as soon as it is its turn.

Workers read and extract; one process stores, in the order of the files, so that the base does not depend
on how many workers there are. What is stored already is not read again, so a run that was interrupted is
continued by running it again.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import file_digest
from pathlib import Path

import msgspec
from django.db import DataError, IntegrityError, connections

from kejian.base.connection import StorageError
from kejian.base.keeping import Outcome
from kejian.base.linking import settle
from kejian.base.metadata import Metadata
from kejian.base.models import Edition
from kejian.base.store import Reading, store
from kejian.base.workers import Item, cores, extracted, extractor_version, results
from kejian.base.works import is_known, whole_path
from kejian.errors import BaseError

_FEW = 8  # files for which workers are not worth starting
_SETTLE = 500  # files after which lists of series and things are made again


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


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files to read, folders replaced by what is below them in the order of names, each once.

    Hidden files, and those that a word processor has open, are left out; links to folders are not followed.
    Raises `BaseError` for a folder that cannot be listed.
    """
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
    own = _own_files(alias)  # of a base in the very folder that is read
    units = [unit for unit in files_in(paths) if unit.resolve() not in own]
    sizes = {unit: unit.stat().st_size if unit.is_file() else 0 for unit in units}
    report, done = Report(files=len(units)), 0
    stored = dict(Edition.objects.using(alias).values_list("sha256", "source"))
    wanted: list[Path] = []
    skipped: dict[Path, Outcome] = {}
    for unit in units:
        reason = _known_file(alias, unit, metadata, stored)
        if reason:
            skipped[unit] = Outcome(status=reason)
        else:
            wanted.append(unit)
    if jobs is None:
        jobs = 1 if len(wanted) <= _FEW else cores()
    found = results(wanted, metadata, frozenset(stored), jobs=jobs)
    for number, unit in enumerate(units, 1):
        items = [Item(source=str(unit))] if unit in skipped else next(found)
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
        if number % _SETTLE == 0:
            settle(alias)
    settle(alias)
    return report


def _own_files(alias: str) -> set[Path]:
    if connections[alias].vendor != "sqlite":
        return set()
    name = connections[alias].settings_dict["NAME"]
    return {Path(f"{name}{ending}") for ending in ("", "-wal", "-shm", "-journal", "-making")}


def _known_file(alias: str, path: Path, metadata: Metadata, stored: dict[str, str]) -> str | None:
    """Why a file need not be opened by a reader, by the hash of its bytes; None when it must.

    ``stored`` says where the file of each hash was read; where it is gone, it is from now on here.
    """
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # the reader says what is wrong with it
    if digest in stored and not (Path(stored[digest]).is_absolute() and Path(stored[digest]).is_file()):
        stored[digest] = whole_path(str(path))
        Edition.objects.using(alias).filter(sha256=digest).update(source=stored[digest])
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
            item = extracted(document, metadata)
            if item.facts is None:
                return None, item.error
            facts = item.facts
        return store(alias, document, facts, reading=reading, placing=said.placing, settled=False), None
    except StorageError as error:
        if isinstance(error.__cause__, IntegrityError | DataError):  # of this document, not of the database
            return None, str(error)
        raise
    except BaseError as error:
        return None, str(error)
