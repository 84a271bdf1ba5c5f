"""An evidence base of invented documents, of any size: to measure what is done with it, never to be believed.

    python -m benchmarks.synthetic --base FILE [--documents 10000] [--statements 1000000] [--seed 1]

The documents are those of `benchmarks.inventing`. Rows go through the same tables as stored documents do,
many documents a transaction, and are linked as stored ones are unless ``--unlinked``.
"""

import argparse
import time
from hashlib import sha256
from zlib import compress

import msgspec
from benchmarks.inventing import document, documents

from kejian.base.facade import open_base
from kejian.model import (
    Document,
    Facts,
)

__all__ = ["document", "documents", "fill", "keep"]
_TOGETHER = 50  # documents in a transaction


def fill(alias: str, count: int, statements: int, *, seed: int = 1, linked: bool = True) -> int:
    """Put invented documents into a base; returns how many statements they make."""
    from kejian.base.connection import writing
    from kejian.base.linking import link

    done = 0
    for at in range(0, count, _TOGETHER):
        with writing(alias):
            each = max(statements // count, 10)
            for number in range(at, min(at + _TOGETHER, count)):
                done += keep(alias, *document(number, each, seed))
    if linked:
        link(alias)
    return done


def keep(alias: str, document: Document, facts: Facts) -> int:
    """What storing a document of a new work does, without looking for what is there already."""
    from kejian.base.keeping import _insert, _new_ids
    from kejian.base.models import Document as Row
    from kejian.base.models import Edition, Extractor, Work
    from kejian.base.rows import content, kind_of, place
    from kejian.base.store import list_passages
    from kejian.base.works import sketch

    about = facts.about
    work = Work(
        key=about.title,
        title=about.title,
        publisher=about.publisher,
        genre=about.genre,
        report_year=about.report_year,
        published=about.published,
    )
    work.save(using=alias)
    edition = Edition(
        work=work, sha256=document.sha256, name=document.name, source=document.source, format=document.format
    )
    edition.save(using=alias)
    extractor, _ = Extractor.objects.using(alias).get_or_create(name="synthetic", version="1")
    row = Row(
        edition=edition,
        work=work,
        text=document.text,
        text_sha256=sha256(document.text.encode()).hexdigest(),
        encoding="utf-8",
        layout=compress(msgspec.msgpack.encode((document.blocks, document.segments, document.warnings))),
        sketch=sketch(document.text),
        extractor=extractor,
    )
    row.save(using=alias)
    every = [*facts.figures, *facts.milestones, *facts.entities]
    common = {"work_id": work.pk, "source": "passage", "document_id": row.pk, "extractor_id": extractor.pk}
    ids = _new_ids(alias, work, every)
    _insert(
        alias,
        [
            common | {"id": id_, "kind": kind_of(fact)} | place(fact) | content(fact)
            for id_, fact in zip(ids, every, strict=True)
        ],
    )
    list_passages(alias, row, about.report_year, document.blocks)
    return len(every)


def main() -> None:
    """Fill a base and say how long it took."""
    parser = argparse.ArgumentParser(description="Fill an empty evidence base with invented documents.")
    parser.add_argument("--base", required=True, help="a new file, or the URL of an empty database")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unlinked", action="store_true", help="leave linking to `kejian link`")
    given = parser.parse_args()
    started = time.perf_counter()
    with open_base(given.base) as base:
        count = fill(
            base.alias, given.documents, given.statements, seed=given.seed, linked=not given.unlinked
        )
        print(f"{given.documents} documents, {count} statements in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
