"""Storing a document with its statements: whole or not at all, and nothing that did not change.

One transaction a document. Passages are kept for the search from current documents only.
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from zlib import compress

import msgspec

from kejian.base import index
from kejian.base.connection import writing
from kejian.base.keeping import Keeping, Outcome
from kejian.base.linking import Marks, link_document, settle
from kejian.base.metadata import Placing
from kejian.base.models import Document as StoredDocument
from kejian.base.models import Edition, Extractor, Passage, Work
from kejian.base.passages import passages
from kejian.base.rows import Fact, check
from kejian.base.works import is_known, sketch, whole_path, work_for
from kejian.errors import BaseError
from kejian.model import About, Block, Document, Facts

_BATCH = 500
_LONGEST = 500  # characters of a name that an index takes
_SURROGATE = re.compile("[\ud800-\udfff]")


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """How a document came to be read: by which version, and what was said of it beforehand (JSON)."""

    extractor: str
    given: str = "{}"
    name: str = "kejian"


def store(
    alias: str,
    document: Document,
    facts: Facts,
    *,
    reading: Reading,
    placing: Placing | None = None,
    settled: bool = True,
) -> Outcome:
    """Store a document with what it states, and link it. Raises `BaseError` and leaves the base as it was.

    ``settled`` says whether the lists of series and things that it touches are made again at once; who
    stores many documents does that afterwards with `kejian.base.linking.settle`.
    """
    placing = placing or Placing()
    every: list[Fact] = [*facts.figures, *facts.milestones, *facts.entities]
    _check_text(document)
    for fact in every:
        check(fact, document)
    with writing(alias):
        outcome, touched = _store(alias, document, facts.about, every, reading=reading, placing=placing)
    if settled:
        settle(alias, only=touched)
    return outcome


def _store(
    alias: str, document: Document, about: About, every: list[Fact], *, reading: Reading, placing: Placing
) -> tuple[Outcome, Marks]:
    known = is_known(alias, document.sha256, placing, extractor=reading.extractor, given=reading.given)
    if known:
        return Outcome(status=known), Marks()
    fingerprint = sketch(document.text)
    work = work_for(alias, document, about, placing, fingerprint)
    edition, superseded = _edition(alias, document, work)
    before = StoredDocument.objects.using(alias).filter(work=work, current=True).first()
    row = _document(alias, document, edition, before, reading, fingerprint)
    outcome = Outcome(status="stored", work=work.key, superseded=superseded)
    Keeping(alias, work, row, before or row, outcome).keep(every)
    if before is None or row.pk != before.pk:
        _list_passages(alias, work, row, before, document)
    return outcome, link_document(alias, row)


def _check_text(document: Document) -> None:
    if not document.text.strip():
        raise BaseError(
            "nothing to read in it", where=document.source, hint="check that the file is complete"
        )
    for name, text in (("text", document.text), ("name", document.name), ("path", document.source)):
        if "\0" in text or _SURROGATE.search(text):
            raise BaseError(
                f"its {name} holds characters that no database keeps (NUL or half a surrogate pair)",
                where=document.source.encode("utf-8", "replace").decode().replace("\0", "?"),
                hint="save it as UTF-8 text",
            )


def _edition(alias: str, document: Document, work: Work) -> tuple[Edition, bool]:
    """The edition of this file, and whether it now supersedes another one."""
    edition, _ = Edition.objects.using(alias).get_or_create(
        work=work,
        sha256=document.sha256,
        defaults={
            "name": document.name[:_LONGEST],
            "source": whole_path(document.source),
            "format": document.format,
        },
    )
    others = Edition.objects.using(alias).filter(work=work, superseded_by=None).exclude(pk=edition.pk)
    return edition, bool(others.update(superseded_by=edition))


def _document(
    alias: str,
    document: Document,
    edition: Edition,
    before: StoredDocument | None,
    reading: Reading,
    fingerprint: bytes,
) -> StoredDocument:
    layout = compress(msgspec.msgpack.encode((document.blocks, document.segments, document.warnings)))
    digest = sha256(document.text.encode()).hexdigest()
    extractor, _ = Extractor.objects.using(alias).get_or_create(name=reading.name, version=reading.extractor)
    if before is not None:
        same = before.edition_id == edition.pk and before.text_sha256 == digest
        if same and bytes(before.layout) == layout:
            before.extractor, before.given = extractor, reading.given
            before.save(using=alias, update_fields=["extractor", "given"])
            return before
        StoredDocument.objects.using(alias).filter(pk=before.pk).update(current=False)
    return StoredDocument.objects.using(alias).create(
        edition=edition,
        work_id=edition.work_id,
        text=document.text,
        text_sha256=digest,
        encoding=document.encoding or "",
        layout=layout,
        sketch=fingerprint,
        given=reading.given,
        extractor=extractor,
    )


def _list_passages(
    alias: str, work: Work, row: StoredDocument, before: StoredDocument | None, document: Document
) -> None:
    if before is not None:
        unlist(alias, before.pk)
    list_passages(alias, row, work.report_year, document.blocks)


def unlist(alias: str, document: int) -> None:
    """Take a document's passages out of the search."""
    old = Passage.objects.using(alias).filter(document=document)
    index.remove(alias, [(p.id, p.indexed) for p in old.only("id", "text", "heads")])
    old.delete()


def list_passages(alias: str, row: StoredDocument, year: int | None, blocks: Sequence[Block]) -> None:
    """Put a document's passages into the search."""
    first = ((9999 - min(max(year or 0, 0), 9999)) * 10**7 + row.pk) * 10**7
    rows = [
        Passage(
            id=first + number,
            document=row,
            work_id=row.work_id,
            start=start,
            end=end,
            text=row.text[start:end],
            heads=heads,
        )
        for number, (start, end, heads) in enumerate(passages(row.text, blocks))
    ]
    Passage.objects.using(alias).bulk_create(rows, batch_size=_BATCH)
    index.add(alias, [(p.id, p.indexed) for p in rows])
