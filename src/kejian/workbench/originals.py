"""The files that documents were read from, where they are still at hand, and pages of PDFs as pictures.

What is uploaded is kept in the base, by its hash and up to a bound. What `kejian build` read stays where it
was: it is shown as long as the file there is still the very same, by its hash.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import file_digest
from hashlib import sha256 as sha256_of
from io import BytesIO
from pathlib import Path
from threading import Lock

from django.db import transaction
from django.db.models import Sum

from kejian.base.models import Edition
from kejian.errors import ReadingError
from kejian.reading.archives import Budget, members
from kejian.reading.limits import DEFAULT
from kejian.workbench.models import Original

LARGEST = 32 * 2**20  # bytes of a file that is kept
LARGEST_TOGETHER = 4 * 2**30  # bytes of all that are kept
_WIDE = 1400  # pixels of a page's picture
_MOST_PIXELS = 16_000_000
_pdfium = Lock()  # the library answers one thread at a time


def keep(path: Path, sha256: str) -> bool:
    """Keep a file with the base; False when it is too large, or there are too many already."""
    return path.stat().st_size <= LARGEST and _keep(path.read_bytes(), sha256)


def keep_members(path: Path) -> int:
    """Keep those files of a zip archive that documents of the base were read from; returns how many."""
    kept = 0
    for _, data in _members(path):
        digest = sha256_of(data).hexdigest()
        if len(data) <= LARGEST and Edition.objects.filter(sha256=digest).exists():
            kept += _keep(data, digest)
    return kept


def _keep(content: bytes, sha256: str) -> bool:
    with transaction.atomic():
        if Original.objects.filter(pk=sha256).exists():
            return True
        together = Original.objects.aggregate(all=Sum("size"))["all"] or 0
        if together + len(content) > LARGEST_TOGETHER:
            return False
        Original.objects.create(sha256=sha256, size=len(content), content=content)
    return True


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of what is in a zip archive, as far as the reader's bounds go."""
    with path.open("rb") as file:
        try:
            for member in members(file, source=str(path), limits=DEFAULT, budget=Budget(DEFAULT)):
                if member.error is None:
                    yield member.name, member.data
        except ReadingError:  # no archive: whoever read it said so
            return


def content_of(edition: Edition) -> bytes | None:
    """The bytes of an edition's file, or None where nobody has them any more."""
    kept = Original.objects.filter(pk=edition.sha256).values_list("content", flat=True).first()
    if kept is not None:
        return bytes(kept)
    archive, inside, member = edition.source.partition("!/")
    path = Path(archive)
    try:
        if inside:
            here = _members(path) if path.is_file() else ()
            return next((d for n, d in here if n == member and _is(d, edition.sha256)), None)
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        status = path.stat()
        if _digest(str(path), status.st_mtime_ns, status.st_size) != edition.sha256:
            return None
        return path.read_bytes()
    except OSError:
        return None


def _is(content: bytes, sha256: str) -> bool:
    return len(content) <= LARGEST and sha256_of(content).hexdigest() == sha256


@lru_cache(maxsize=256)
def _digest(path: str, changed: int, size: int) -> str:
    with Path(path).open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def page_sizes(edition: Edition) -> tuple[tuple[float, float], ...]:
    """Width and height in points of each page of a PDF; empty where its pages cannot be shown."""
    if edition.format != "pdf":
        return ()
    return _sizes(edition.sha256) or _measure(edition)


_known_sizes: dict[str, tuple[tuple[float, float], ...]] = {}


def _sizes(sha256: str) -> tuple[tuple[float, float], ...]:
    return _known_sizes.get(sha256, ())


def _measure(edition: Edition) -> tuple[tuple[float, float], ...]:
    import pypdfium2

    content = content_of(edition)
    if content is None:
        return ()
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(content)
            sizes = tuple(document.get_page_size(number) for number in range(len(document)))
            document.close()
        except pypdfium2.PdfiumError:
            return ()
    if len(_known_sizes) > 500:
        _known_sizes.clear()
    _known_sizes[edition.sha256] = sizes
    return sizes


def page_picture(edition: Edition, number: int) -> bytes | None:
    """Page ``number`` (from 1) of a PDF as PNG; None where there is none."""
    if edition.format != "pdf" or not 1 <= number <= len(page_sizes(edition)):
        return None
    found = _pictures.get((edition.sha256, number))
    if found is None:
        content = content_of(edition)
        if content is None:
            return None
        found = _draw(content, number)
        if len(_pictures) >= 64:
            _pictures.pop(next(iter(_pictures)), None)
        _pictures[edition.sha256, number] = found
    return found


_pictures: dict[tuple[str, int], bytes] = {}


def _draw(content: bytes, number: int) -> bytes:
    import pypdfium2

    with _pdfium:
        document = pypdfium2.PdfDocument(content)
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_WIDE / max(width, 1), (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
            picture = page.render(scale=scale).to_pil()
        finally:
            document.close()
    out = BytesIO()
    picture.convert("RGB").save(out, "PNG", optimize=False)
    return out.getvalue()
