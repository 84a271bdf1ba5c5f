"""Zip archives: their members one by one, never unpacked to disk, within bounds."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from typing import BinaryIO

import msgspec

from kejian.errors import LimitError, ReadingError
from kejian.reading.limits import Limits, within

_CHUNK = 2**18
_SMALL = 2**20  # bytes; a member up to this size may shrink as well as it likes
_END = b"PK\x05\x06"
_ESCAPES = re.compile(r"^[A-Za-z]:|^/|(?:^|/)\.\.(?:/|$)")
_CLUTTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/.]|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member of an archive: its name as a reader sees it, and its bytes or why there are none."""

    name: str
    data: bytes = b""
    error: ReadingError | None = None


class Budget:
    """How many bytes may still be unpacked, from one archive and all archives inside it."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.left = limits, limits.max_archive_bytes

    def spend(self, count: int, *, where: str) -> None:
        """Take ``count`` bytes; `LimitError` if they are not there."""
        self.left -= count
        if self.left < 0:
            raise LimitError(
                f"unpacks to more than {self.limits.max_archive_bytes:,} bytes",
                where=where,
                hint="split the archive, or allow more with Limits(max_archive_bytes=…)",
            )


def members(file: BinaryIO, *, source: str, limits: Limits, budget: Budget) -> Iterator[Member]:
    """The files of a zip archive, sorted by name; a member that cannot be had carries its error.

    Folders and what systems leave behind (``.DS_Store``, ``__MACOSX``, ``~$…``) are passed over. After the
    budget is spent nothing more comes. Raises `ReadingError` if the archive itself cannot be read.
    """
    check_directory(file, source=source, limits=limits)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadingError(
            f"a damaged or truncated zip archive ({error})", where=source, hint="fetch or pack it again"
        ) from error
    with archive:
        entries = archive.infolist()
        within(len(entries), limits.max_members, what="members", where=source, option="max_members")
        named = sorted(
            ((_name(info), number, info) for number, info in enumerate(entries)), key=lambda e: e[:2]
        )
        seen: dict[str, int] = {}
        for name, _, info in named:
            if info.is_dir() or name.endswith("/") or _CLUTTER.search(name):
                continue
            seen[name] = count = seen.get(name, 0) + 1
            shown = name if count == 1 else f"{name}#{count}"
            where = f"{source}!/{shown}"
            try:
                yield Member(name=shown, data=_load(archive, info, name, where, limits, budget))
            except ReadingError as error:
                yield Member(name=shown, error=error)
                if budget.left < 0:
                    return


def check_directory(file: BinaryIO, *, source: str, limits: Limits) -> None:
    """Refuse a directory of members so large that reading it alone would fill the memory."""
    size = file.seek(0, 2)
    file.seek(max(size - 66_000, 0))
    tail = file.read()
    at = tail.rfind(_END)
    file.seek(0)
    if at >= 0:
        directory = int.from_bytes(tail[at + 12 : at + 16], "little")
        bound = limits.max_members * 512
        if directory != 0xFFFFFFFF:
            within(directory, bound, what="bytes of directory", where=source, option="max_members")
        else:
            within(size, bound, what="bytes with a 64-bit directory", where=source, option="max_members")


def _load(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, where: str, limits: Limits, budget: Budget
) -> bytes:
    if _ESCAPES.search(name):
        raise ReadingError("its name leads out of the archive", where=where, hint="pack it with a plain name")
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        kind = "a symbolic link" if stat.S_ISLNK(mode) else "no regular file"
        raise ReadingError(f"{kind}, not followed", where=where, hint="pack the file itself")
    if info.flag_bits & _ENCRYPTED:
        raise ReadingError("encrypted", where=where, hint="unpack it with its password, or pack it without")
    bound = {"where": where, "what": "bytes", "option": "max_member_bytes"}
    within(info.file_size, limits.max_member_bytes, **bound)
    if info.file_size > max(_SMALL, info.compress_size * limits.max_ratio):
        raise LimitError(
            f"unpacks to {info.file_size:,} bytes from {info.compress_size:,}",
            where=where,
            hint="this looks like a zip bomb; if it is not, allow more with Limits(max_ratio=…)",
        )
    parts, size = [], 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                within(size, limits.max_member_bytes, **bound)
                budget.spend(len(chunk), where=where)
                parts.append(chunk)
    except (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise ReadingError(
            f"damaged inside the archive ({error})", where=where, hint="fetch or pack it again"
        ) from error
    return b"".join(parts)


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name as its packer meant it, with forward slashes.

    Without the UTF-8 flag the bytes are in the packer's own encoding, on Chinese systems mostly GBK.
    """
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        name = _unicode_path(info.extra, raw) or _decode_name(raw)
    return "".join(c if c.isprintable() else "\ufffd" for c in name).replace("\\", "/")


def _decode_name(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030", "big5hkscs", "cp437"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp437" or all(c < "\ue000" or c > "\uf8ff" for c in name):
            return name
    return raw.decode("utf-8", "replace")


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in Info-ZIP's Unicode Path field, if it belongs to this name."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = (
            int.from_bytes(extra[at : at + 2], "little"),
            int.from_bytes(extra[at + 2 : at + 4], "little"),
        )
        field = extra[at + 4 : at + 4 + size]
        belongs = kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1
        if belongs and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return None
