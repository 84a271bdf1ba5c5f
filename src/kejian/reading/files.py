"""From paths to documents: single files, folders and archives; what the content is decides who reads it."""

import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from kejian.errors import LimitError, ReadingError
from kejian.model import Document
from kejian.reading.archives import Budget, members
from kejian.reading.limits import DEFAULT, Limits, within
from kejian.reading.sniff import sniff

Reader = Callable[..., Document]
# format → where its reader is; loaded when first needed
_READERS = {
    "markdown": ("kejian.reading.markdown", "read_markdown"),
    "text": ("kejian.reading.text", "read_text"),
    "html": ("kejian.reading.html", "read_html"),
    "docx": ("kejian.reading.docx", "read_docx"),
    "pdf": ("kejian.reading.pdf", "read_pdf"),
    "scan": ("kejian.reading.scan", "read_image"),
    "xlsx": ("kejian.reading.sheet", "read_xlsx"),
    "csv": ("kejian.reading.sheet", "read_csv"),
}
_CLUTTER = ("~$", ".")  # how names begin of what nobody means to read
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class ReadingFailure(msgspec.Struct, frozen=True, kw_only=True):
    """A file that could not be read, and why; the others are."""

    source: str
    error: ReadingError


def read(path: str | Path, *, limits: Limits = DEFAULT) -> Document:
    """Read one file, or an archive that holds one.

    Raises `ReadingError` (what, where, what to do) if it cannot be read, is a folder or holds several files,
    `LimitError` if it asks for more than ``limits``.
    """
    source = _shown(path)
    if Path(path).is_dir():
        raise ReadingError("a folder", where=source, hint="read what is in it with kejian.read_all")
    found: Document | None = None
    for result in read_all([path], limits=limits):
        if isinstance(result, ReadingFailure):
            raise result.error
        if found is not None:
            raise ReadingError(
                "an archive of several files", where=source, hint="read them with kejian.read_all"
            )
        found = result
    if found is None:
        raise ReadingError("an archive without files", where=source, hint="nothing can be read from it")
    return found


def read_all(paths: Iterable[str | Path], *, limits: Limits = DEFAULT) -> Iterator[Document | ReadingFailure]:
    """Read files, folders (with all below them) and zip archives (and those inside them), one at a time.

    In the order of ``paths``; what is in a folder or archive in the order of its names. A file that cannot be
    read yields a `ReadingFailure` and the run goes on. Symbolic links inside folders and archives are not
    followed; hidden files and the lock files of office programs are passed over. ``Document.source`` is the
    path, for a member of an archive ``archive.zip!/folder/name``.
    """
    for path in paths:
        yield from _read_path(Path(path), limits, named=True)


def read_bytes(data: bytes, *, source: str, limits: Limits = DEFAULT) -> Iterator[Document | ReadingFailure]:
    """Read a file that is in memory already (uploaded, fetched): one document, or those of an archive.

    ``source`` names it; its ending is cut off for ``Document.name``.
    """
    if len(data) > limits.max_bytes:
        try:
            within(len(data), limits.max_bytes, what="bytes", where=source, option="max_bytes")
        except LimitError as error:
            yield ReadingFailure(source=source, error=error)
        return
    yield from _read_data(data, source, limits, Budget(limits), nesting=0)


def _read_path(path: Path, limits: Limits, *, named: bool) -> Iterator[Document | ReadingFailure]:
    pending = [(path, named)]
    while pending:
        path, named = pending.pop()
        source = _shown(path)
        try:
            if path.is_symlink() and not named:
                raise ReadingError(
                    "a symbolic link, not followed", where=source, hint="name what it points to"
                )
            if path.is_dir():
                inside = sorted(child for child in path.iterdir() if not child.name.startswith(_CLUTTER))
                pending += [(child, False) for child in reversed(inside)]
                continue
            file = _open(path, source)
        except ReadingError as error:
            yield ReadingFailure(source=source, error=error)
        except (OSError, ValueError) as error:
            yield ReadingFailure(source=source, error=_cannot_open(error, source))
        else:
            with file:
                yield from _read_file(file, source, limits)


def _open(path: Path, source: str) -> BinaryIO:
    """Open a regular file; anything else (a pipe, a device) would block or never end."""
    number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    mode = os.fstat(number).st_mode
    if not stat.S_ISREG(mode):
        os.close(number)
        kind = next((name for test, name in _KINDS if test(mode)), "no regular file")
        raise ReadingError(f"{kind}, not a file", where=source, hint="give a regular file")
    return os.fdopen(number, "rb")


def _cannot_open(error: Exception, source: str) -> ReadingError:
    if isinstance(error, FileNotFoundError):
        return ReadingError("no such file", where=source, hint="check the path")
    if isinstance(error, PermissionError):
        return ReadingError("no permission to read it", where=source, hint="change its permissions or owner")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ReadingError(f"cannot be opened: {reason}", where=source, hint="check the path and the disk")


def _read_file(file: BinaryIO, source: str, limits: Limits) -> Iterator[Document | ReadingFailure]:
    budget = Budget(limits)
    try:
        if file.read(4) in (b"PK\x03\x04", b"PK\x05\x06") and _size(file) > limits.max_bytes:
            yield from _read_archive(file, source, limits, budget, nesting=1)  # too large for a document
            return
        file.seek(0)
        data = file.read(limits.max_bytes + 1)
        within(len(data), limits.max_bytes, what="bytes", where=source, option="max_bytes")
    except ReadingError as error:
        yield ReadingFailure(source=source, error=error)
    except OSError as error:
        yield ReadingFailure(source=source, error=_cannot_open(error, source))
    else:
        yield from _read_data(data, source, limits, budget, nesting=0)


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size


def _read_data(
    data: bytes, source: str, limits: Limits, budget: Budget, *, nesting: int
) -> Iterator[Document | ReadingFailure]:
    name = PurePosixPath(source.rpartition("!/")[2])
    try:
        format = sniff(data, where=source, ending=name.suffix)
        if format == "zip":
            within(
                nesting,
                limits.max_nesting - 1,
                what="archives in each other",
                where=source,
                option="max_nesting",
            )
            yield from _read_archive(io.BytesIO(data), source, limits, budget, nesting=nesting + 1)
        else:
            yield _read_document(data, format, name.stem, source, limits)
    except ReadingError as error:
        yield ReadingFailure(source=source, error=error)


def _read_archive(
    file: BinaryIO, source: str, limits: Limits, budget: Budget, *, nesting: int
) -> Iterator[Document | ReadingFailure]:
    for member in members(file, source=source, limits=limits, budget=budget):
        where = f"{source}!/{member.name}"
        if member.error:
            yield ReadingFailure(source=where, error=member.error)
        else:
            yield from _read_data(member.data, where, limits, budget, nesting=nesting)


def _read_document(data: bytes, format: str, name: str, source: str, limits: Limits) -> Document:
    module, function = _READERS[format]
    reader: Reader = getattr(import_module(module), function)
    try:
        return reader(data, name=name, source=source, digest=sha256(data).hexdigest(), limits=limits)
    except ReadingError:
        raise
    except (MemoryError, RecursionError) as error:
        raise LimitError(
            f"read as {format}, it asks for more memory or depth than there is", where=source, hint="split it"
        ) from error
    except Exception as error:  # whatever a library makes of a hostile file costs that file, not the run
        raise ReadingError(
            f"the {format} reader failed on it ({type(error).__name__}: {error})",
            where=source,
            hint="the file may be damaged: open it in the program that made it and save it again",
        ) from error


def _shown(path: str | Path) -> str:
    """A path as text, bytes that are no UTF-8 as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
