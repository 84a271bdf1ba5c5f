"""What worker processes do: read and extract. They know neither Django nor the base.

Results come in the order of the files, and workers are never far ahead of whoever takes the results, so
that memory does not grow with the number of files. A file whose reader crashes its process costs that file.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from hashlib import sha256
from importlib.resources import files
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread

import msgspec

from kejian.base.metadata import Metadata
from kejian.errors import KejianError
from kejian.model import Document, Facts

_AHEAD = 3  # files a worker may be ahead of the storing
_MOST = 8  # more wait for the one that stores


class Item(msgspec.Struct, kw_only=True):
    """What came of one document: read and extracted, read only (known already), or an error."""

    source: str
    document: Document | None = None
    facts: Facts | None = None
    error: str | None = None


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


def read_unit(path: Path, metadata: Metadata, stored: frozenset[str]) -> list[Item]:
    """Read a file (or what is in an archive) and extract, but not what the base has an edition of."""
    items: list[Item] = []
    try:
        for item in _read(path, metadata, stored):
            items.append(item)
    except Exception as error:  # a reader's own mistake costs that file, not the run
        message = f"{path}: reading failed ({type(error).__name__}: {error}); please report it"
        items.append(Item(source=str(path), error=message))
    return items


def _read(path: Path, metadata: Metadata, stored: frozenset[str]) -> Iterator[Item]:
    from kejian.reading import ReadingFailure, read_all

    for found in read_all([path]):
        if isinstance(found, ReadingFailure):
            yield Item(source=found.source, error=str(found.error))
        elif found.sha256 in stored and found.source != str(path):  # in an archive, perhaps read before
            yield Item(source=found.source, document=found)
        else:
            yield extracted(found, metadata)


def extracted(document: Document, metadata: Metadata) -> Item:
    """The document with its facts, or the error that the extraction made of it."""
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
    if parent := multiprocessing.parent_process():
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when the one it works for was killed: nobody else would tell it."""
    wait([parent])
    os._exit(1)


def results(
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
    processes = pool(jobs)
    try:
        while waiting or running:
            while waiting and len(running) < jobs * _AHEAD:
                unit = waiting.popleft()
                running.append((unit, processes.submit(_work, unit, said, stored)))
            unit, future = running.popleft()
            try:
                yield msgspec.msgpack.decode(future.result(), type=list[Item])
            except BrokenProcessPool:  # one of the files in work crashed its reader: which one is found alone
                waiting.extendleft(reversed([u for u, _ in running]))
                running.clear()
                processes = pool(jobs)
                yield _alone(unit, said, stored)
    finally:
        processes.shutdown(wait=False, cancel_futures=True)


def _alone(unit: Path, metadata: bytes, stored: frozenset[str]) -> list[Item]:
    with pool(1) as processes:
        try:
            return msgspec.msgpack.decode(
                processes.submit(_work, unit, metadata, stored).result(), type=list[Item]
            )
        except BrokenProcessPool:
            message = f"{unit}: its reader crashed or ran out of memory; the others were read"
            return [Item(source=str(unit), error=message)]


def cores() -> int:
    """How many processes are worth it on this machine."""
    return min(os.cpu_count() or 1, _MOST)


def pool(jobs: int) -> ProcessPoolExecutor:
    """Processes that leave an interrupt to the one that they work for."""
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start)
