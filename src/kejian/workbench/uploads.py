"""Files that come from outside: written piece by piece to a quarantine folder, bounded while they arrive.

Nothing of a file is held in memory, its own name is used nowhere as a path, and a file or a request that
becomes too large stops being read at once.
"""

import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest
from django.http.response import HttpResponseBase

LARGEST = 64 * 2**20  # bytes of one file
LARGEST_TOGETHER = 256 * 2**20  # bytes of one request's files
MOST = 100  # files of one request
# what may be sent, by the ending of its name; the readers look at the content whatever it says
KINDS = tuple(
    f".{ending}"
    for ending in (
        *("txt", "md", "markdown", "html", "htm", "xhtml", "docx", "doc", "odt", "pdf", "zip"),
        *("xlsx", "xls", "csv", "tsv", "png", "jpg", "jpeg", "tif", "tiff"),
    )
)
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


def files_folder() -> Path:
    """Where uploaded files wait: beside the base in a file, else in the user's own state folder."""
    given = os.environ.get("KEJIAN_FILES")
    if given:
        return Path(given)
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        base = Path(database["NAME"])
        return base.with_name(f".{base.name}-files")  # hidden: not read with a folder that the base is in
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "kejian" / safe_name(str(database["NAME"]))


def safe_name(name: str) -> str:
    r"""A file's name without folders, control characters and what some systems forbid, at most 120 long.

    >>> safe_name("../../etc/passwd"), safe_name("年报\u202e.pdf"), safe_name("..")
    ('passwd', '年报.pdf', 'file')
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    bare = _NOT_IN_NAMES.sub("_", "".join(c for c in last if c.isprintable())).strip(" .")
    stem, dot, ending = bare.rpartition(".")
    if not bare:
        return "file"
    if len(bare.encode()) <= 200 and len(bare) <= 120:
        return bare
    return (stem or bare)[:60] + (f".{ending[:10]}" if dot else "")


class Quarantined(UploadedFile):  # type: ignore[type-arg]  # only in the stubs
    """A file that lies in the quarantine folder under a name of our own."""

    def __init__(self, path: Path, name: str, size: int, digest: str) -> None:
        super().__init__(None, name, "", size)
        self.path, self.sha256 = path, digest


class NoFiles(FileUploadHandler):
    """Reads past files: for every page that asks for none."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Skip it."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing comes here."""

    def file_complete(self, file_size: int) -> None:
        """Nothing is complete."""


class Quarantine(FileUploadHandler):
    """Writes what arrives to the quarantine folder, and stops where it becomes too much.

    Then ``too_much`` says of what; a request that announces too much is not read at all.
    """

    too_much = ""
    _paths: tuple[Path, ...] = ()

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django calls it so
        content_length: int,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Look at how much is announced, and count from nothing."""
        if content_length > LARGEST_TOGETHER + 2**20:
            raise RequestDataTooBig
        self._together = self._count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open the next file."""
        from hashlib import sha256

        super().new_file(*args, **kwargs)
        self._count += 1
        if self._count > MOST:
            self._refuse("files")
        folder = files_folder() / "quarantine"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path = folder / secrets.token_hex(16)
        self._paths += (self._path,)
        self._size, self._digest = 0, sha256()
        self._out = self._path.open("xb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece, unless it is one too many."""
        self._size += len(raw_data)
        self._together += len(raw_data)
        if self._size > LARGEST or self._together > LARGEST_TOGETHER:
            self._refuse("bytes")
        self._digest.update(raw_data)
        self._out.write(raw_data)

    def file_complete(self, file_size: int) -> Quarantined:
        """The file as the view gets it."""
        self._out.close()
        return Quarantined(self._path, safe_name(self.file_name or ""), file_size, self._digest.hexdigest())

    def upload_interrupted(self) -> None:
        """Leave nothing of a file that did not arrive whole."""
        out = getattr(self, "_out", None)
        if out is not None:
            out.close()
            self._path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove what nobody took out of the quarantine."""
        for path in self._paths:
            path.unlink(missing_ok=True)

    def _refuse(self, what: str) -> None:
        self.too_much = what
        self.upload_interrupted()
        raise StopUpload(connection_reset=False)


def in_quarantine(
    request: HttpRequest, answer: Callable[[Any, Quarantine], HttpResponseBase]
) -> HttpResponseBase:
    """What ``answer`` makes of a request and its files, of which nothing is left in quarantine then."""
    quarantine = Quarantine(request)
    request.upload_handlers = [quarantine]
    try:
        return answer(request, quarantine)
    finally:
        quarantine.clear()
