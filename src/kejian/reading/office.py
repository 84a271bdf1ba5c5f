"""Office Open XML packages (DOCX, XLSX): opened within limits, their parts parsed without danger."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from kejian.errors import LimitError, ReadingError
from kejian.reading.limits import Limits, within

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIG = 8 * 2**20  # bytes from which the ratio of compression is looked at
_CHUNK = 2**16
# the namespaces of the strict variant of the standard, and those that everyone else writes
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)

Element = etree._Element


class Package:
    """The parts of a package by name, read on demand.

    Raises `ReadingError` if ``data`` is encrypted, of an old format, damaged or no package; `LimitError` if
    it unpacks to more than ``limits`` grant.
    """

    def __init__(self, data: bytes, *, where: str, limits: Limits, kind: str) -> None:
        self.where = where
        if data.startswith(_OLE):
            raise _old(data, where, kind)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ReadingError(
                f"no {kind} file, or cut short: it is no whole zip archive",
                where=where,
                hint="get the file again, or open it and save it anew",
            ) from error
        members = self._zip.infolist()
        within(len(members), limits.max_members, what="members", where=where, option="max_members")
        total = 0
        for member in members:
            total += member.file_size
            bound, option = limits.max_member_bytes, "max_member_bytes"
            within(
                member.file_size, bound, what=f"bytes in {member.filename[:80]}", where=where, option=option
            )
            if member.file_size > max(_BIG, limits.max_ratio * member.compress_size):
                raise LimitError(
                    f"{member.filename[:80]} unpacks to over {limits.max_ratio:g} times its size",
                    where=where,
                    hint="this looks like an attack; open the file and save it anew if it is not",
                )
        within(
            total, limits.max_archive_bytes, what="bytes unpacked", where=where, option="max_archive_bytes"
        )
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        try:
            with self._zip.open(name) as part:
                chunks = iter(lambda: part.read(_CHUNK), b"")
                return b"".join(chunks)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            problem = "is encrypted" if "encrypted" in str(error) else "is damaged"
            raise ReadingError(
                f"the part {name[:80]} {problem}", where=self.where, hint="open the file and save it anew"
            ) from error
        except KeyError as error:
            raise ReadingError(
                f"the part {name[:80]} is missing", where=self.where, hint="open the file and save it anew"
            ) from error

    def checked(self, name: str) -> bytes:
        """The bytes of an XML part that declares no entities, with the usual namespaces."""
        data = self.read(name)
        if any("<!DOCTYPE".encode(code) in data for code in ("ascii", "utf-16-le", "utf-16-be")):
            raise ReadingError(
                f"the part {name[:80]} declares entities, which no office program writes",
                where=self.where,
                hint="this looks like an attack; open the file and save it anew if it is not",
            )
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return data

    def parse(self, name: str) -> Element:
        """The root of an XML part. Entities are never expanded, nothing outside is fetched."""
        data = self.checked(name)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReadingError(
                f"the part {name[:80]} is no well-formed XML ({str(error)[:120]})",
                where=self.where,
                hint="open the file and save it anew",
            ) from error

    def related(self, name: str = "") -> dict[str, str]:
        """The parts that a part (or the package itself) refers to, by the last word of their kind."""
        found: dict[str, str] = {}
        for _, kind, path in self._relations(name):
            found.setdefault(kind, path)
        return found

    def targets(self, name: str) -> dict[str, str]:
        """The parts that a part refers to, by the key it calls them."""
        return {key: path for key, _, path in self._relations(name)}

    def _relations(self, name: str) -> Iterator[tuple[str, str, str]]:
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        for relation in self.parse(rels) if rels in self.names else ():
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
                target = relation.get("Target") or ""
                path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                if path in self.names:
                    yield relation.get("Id") or "", (relation.get("Type") or "").rpartition("/")[2], path

    def title(self) -> str | None:
        """The title among the package's properties."""
        part = self.related().get("core-properties")
        if part is None:
            return None
        title = self.parse(part).findtext("{http://purl.org/dc/elements/1.1/}title")
        return (title or "").strip() or None


def _old(data: bytes, where: str, kind: str) -> ReadingError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ReadingError(
            f"the {kind} file is encrypted",
            where=where,
            hint="open it with its password and save it without one",
        )
    return ReadingError(
        "a file of Office 97–2003, which is not read", where=where, hint=f"open it and save it as {kind}"
    )
