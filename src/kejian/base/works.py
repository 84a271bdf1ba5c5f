"""Which work a document is an edition of.

Told in the metadata, or recognised: the same title, the same path or the same file name, and a text that
resembles the last edition's. A title or a name alone is not enough, for many reports are called the same;
and two documents that report on different years are never editions of one work.
"""

from collections.abc import Iterable
from heapq import nsmallest
from pathlib import Path
from struct import pack, unpack
from zlib import crc32

from kejian.base.metadata import Placing
from kejian.base.models import Document as StoredDocument
from kejian.base.models import Edition, Share, Work
from kejian.base.words import fold
from kejian.errors import BaseError
from kejian.model import About, Document

_SHINGLE, _HASHES = 5, 128
_LIKE, _ALIKE = 0.2, 0.4  # resemblance asked for with the title or path, and with the file name alone
_CANDIDATES = 200
_LONGEST = 500  # characters of a title or name; an index takes no more than some 2700 bytes


def sketch(text: str) -> bytes:
    """A fingerprint of a text by which its likeness to another can be estimated (bottom-k of shingles)."""
    bare = "".join(fold(text).split())
    pieces = {bare[i : i + _SHINGLE] for i in range(max(len(bare) - _SHINGLE + 1, 1))}
    lowest = nsmallest(_HASHES, {crc32(piece.encode("utf-8", "surrogatepass")) for piece in pieces})
    return pack(f">{len(lowest)}I", *lowest)


def resemblance(one: bytes, other: bytes) -> float:
    """Estimated share of shingles in common, 0…1.

    >>> resemblance(sketch("共认定企业71家，同比增长5%"), sketch("共认定企业71家，同比增长5%"))
    1.0
    """
    a, b = (set(unpack(f">{len(s) // 4}I", s)) for s in (one, other))
    lowest = nsmallest(_HASHES, a | b)
    return len(set(lowest) & a & b) / len(lowest)


def whole_path(source: str) -> str:
    """Where a file lies, from the root: whoever shows its pages was started somewhere else.

    >>> whole_path("/reports/2022.pdf") == whole_path("reports/2022.pdf")
    False
    """
    return str(Path(source).absolute())


def work_for(alias: str, document: Document, about: About, placing: Placing, text_sketch: bytes) -> Work:
    """The work of the document, made when there is none."""
    work = known_work(alias, document, about, placing, text_sketch)
    if work is None:
        work = Work(key=placing.work or free_key(alias, document, about, placing), **placing.visibility)
    _update(alias, work, document, about, placing)
    return work


def known_work(
    alias: str, document: Document, about: About, placing: Placing, text_sketch: bytes
) -> Work | None:
    """The stored work that the document is an edition of; None where it is the first of its own.

    Raises `BaseError` where the work that ``placing`` names and the one that has the file are two.
    """
    works = Work.objects.using(alias).filter(**placing.visibility)
    work = works.filter(editions__sha256=document.sha256).first()
    if placing.work:
        named = works.filter(key=placing.work).first()
        if work and named and work != named:
            raise BaseError(
                f"this file is an edition of {work.key!r}, and {placing.work!r} is another work",
                where=document.source,
                hint="give it the first name, or both works one name",
            )
        return work or named
    return work or _recognised(alias, works.values_list("pk", flat=True), document, about, text_sketch)


def _recognised(
    alias: str, works: Iterable[int], document: Document, about: About, text_sketch: bytes
) -> Work | None:
    readings = (
        StoredDocument.objects.using(alias)
        .filter(current=True, work__in=works)
        .select_related("work", "edition")
        .defer("text", "layout")
    )
    same_name = readings.filter(edition__name=document.name[:_LONGEST]).order_by("-pk")[:_CANDIDATES]
    same_title = (
        readings.filter(work__title=about.title[:_LONGEST]).order_by("-pk")[:_CANDIDATES]
        if about.title
        else []
    )
    best: tuple[float, int] | None = None
    found: dict[int, Work] = {}
    for reading in {*same_name, *same_title}:
        work, there = reading.work, whole_path(reading.edition.source) == whole_path(document.source)
        title = (about.title or "")[:_LONGEST]
        titled = bool(title) and work.title == title
        if None not in (years := (work.report_year, about.report_year)) and years[0] != years[1]:
            continue
        if not titled and not there and about.title and work.title:
            continue
        asked = _LIKE if titled or there else _ALIKE
        likeness = resemblance(bytes(reading.sketch), text_sketch)
        if likeness >= asked and (best is None or (likeness, work.pk) > best):
            best = (likeness, work.pk)
            found[work.pk] = work
    return found[best[1]] if best else None


def free_key(alias: str, document: Document, about: About, placing: Placing) -> str:
    """A name for a work that no other has."""
    name = (about.title or document.name)[:_LONGEST]
    key, number = name, 1
    while Work.objects.using(alias).filter(key=key, **placing.visibility).exists():
        number += 1
        key = f"{name} ({number})"
    return key


def _update(alias: str, work: Work, document: Document, about: About, placing: Placing) -> None:
    """Write what is known of the work, if it is not written yet."""
    known = {
        "key": placing.work or work.key,
        "title": (about.title or work.title)[:_LONGEST],
        "publisher": about.publisher or work.publisher,
        "genre": about.genre or work.genre,
        "report_year": about.report_year if about.report_year is not None else work.report_year,
        "published": about.published or work.published,
    }
    changed = {name: value for name, value in known.items() if getattr(work, name) != value}
    if changed or work.pk is None:
        for name, value in changed.items():
            setattr(work, name, value)
        work.save(using=alias)
    shared = set(Share.objects.using(alias).filter(work=work).values_list("viewer", flat=True))
    Share.objects.using(alias).bulk_create(
        Share(work=work, viewer=v) for v in placing.shared_with if v not in shared
    )


def is_known(alias: str, sha256: str, placing: Placing, *, extractor: str, given: str) -> str | None:
    """Why a file need not be read again: ``same`` or ``older edition``; None when it must."""
    editions = Edition.objects.using(alias).filter(
        sha256=sha256, **{f"work__{k}": v for k, v in placing.visibility.items()}
    )
    for edition in editions:
        if edition.superseded_by_id is not None:
            return "older edition"
        if edition.documents.filter(current=True, extractor__version=extractor, given=given).exists():
            return "same"
    return None
