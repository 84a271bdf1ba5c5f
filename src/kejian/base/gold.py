"""Reviewed documents as gold: texts, and what they state as people decided it, in the form of the contract.

A document's records are those that `kejian facts --format jsonl` writes, with rejected statements left out
and corrected ones right.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from kejian.base.correcting import as_corrected
from kejian.base.models import Decision, Document, Statement
from kejian.base.observations import COLUMNS, about_of, decided_of
from kejian.base.queries import hidden_works, visible_documents
from kejian.base.rows import fact_of
from kejian.errors import BaseError
from kejian.extraction import rows
from kejian.model import Entity, Facts, Figure, Milestone

_WHEN = (1980, 1, 1, 0, 0, 0)  # of the members, so that the same review gives the same file
_ROWS = 500  # statements asked for by their ids at once
_LONGEST = 120  # characters of a file's name


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """A document that somebody reviewed: how many of its facts are decided, of how many."""

    document: int
    name: str
    title: str
    year: int | None
    facts: int
    decided: int
    people: tuple[str, ...]

    @property
    def share(self) -> float:
        """The part of the facts that is decided, 0…1."""
        return self.decided / self.facts if self.facts else 0.0


def reviewed(alias: str, *, viewer: str | None = None) -> list[Reviewed]:
    """Current documents with decisions, those reviewed furthest first.

    Numbers that measure nothing (dates, parts of names) are not counted.
    """
    last: dict[str, str] = {}
    by: dict[str, set[str]] = {}
    made = Decision.objects.using(alias).order_by("pk")
    for id_, verdict, who in made.values_list("statement", "verdict", "who").iterator(chunk_size=2000):
        last[id_] = verdict
        by.setdefault(id_, set()).add(who)
    decided: Counter[int] = Counter()
    people: dict[int, set[str]] = {}
    for id_, document in _measuring(alias, viewer, list(last)):
        people.setdefault(document, set()).update(by[id_])
        decided[document] += last[id_] != "withdraw"
    decided = +decided
    rows_ = (
        visible_documents(alias, viewer)
        .filter(pk__in=list(decided), current=True)
        .select_related("work", "edition")
    )
    found = [
        Reviewed(
            document=row.pk,
            name=row.edition.name,
            title=row.work.title or row.edition.name,
            year=row.work.report_year,
            facts=_facts(alias, row.pk),
            decided=decided[row.pk],
            people=tuple(sorted(people[row.pk])),
        )
        for row in rows_.defer("text", "layout", "sketch")
    ]
    return sorted(found, key=lambda one: (-one.share, one.document))


def _measuring(alias: str, viewer: str | None, ids: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Of these statements those that count, with their documents; asked for by id, never by a join."""
    hidden = hidden_works(alias, viewer)
    for at in range(0, len(ids), _ROWS):
        stated = Statement.objects.using(alias).filter(pk__in=ids[at : at + _ROWS]).exclude(work__in=hidden)
        for id_, document, kind, role, status in stated.values_list(
            "pk", "document", "kind", "role", "status"
        ):
            if status == "active" and document is not None and _counts(kind, role):
                yield id_, document


def _counts(kind: str, role: str) -> bool:
    return kind != "figure" or role in ("observation", "term", "target")


def _facts(alias: str, document: int) -> int:
    stated = Statement.objects.using(alias).filter(document=document)
    return sum(
        status == "active" and _counts(kind, role)
        for kind, role, status in stated.values_list("kind", "role", "status")
    )


def gold(alias: str, document: int, *, viewer: str | None = None) -> tuple[Document, Facts]:
    """A document and what it states as people decided it. Raises `BaseError`."""
    row = visible_documents(alias, viewer).select_related("work", "edition").filter(pk=document).first()
    if row is None:
        raise BaseError("no such document", where=str(document))
    decided = decided_of(alias, row)
    name = row.edition.name
    figures: list[Figure] = []
    milestones: list[Milestone] = []
    entities: list[Entity] = []
    stated = Statement.objects.using(alias).filter(document=row).order_by("start", "id")
    for values in stated.values(*COLUMNS, "status"):
        decision = decided.get(values["id"])
        if values["status"] != "active" or (decision is not None and decision.verdict == "reject"):
            continue
        fact = fact_of(values, text=row.text, document=name)
        fact = as_corrected(fact, decision.right if decision else {}, text=row.text)
        if isinstance(fact, Figure):
            figures.append(fact)
        elif isinstance(fact, Milestone):
            milestones.append(fact)
        else:
            entities.append(fact)
    return row, Facts(
        document=name,
        about=about_of(row),
        figures=tuple(figures),
        milestones=tuple(milestones),
        entities=tuple(entities),
    )


def archive(alias: str, documents: Iterable[int], *, viewer: str | None = None) -> bytes:
    """A zip of ``NAME.txt`` and ``NAME.jsonl`` of each document, and ``meta.json`` of them all.

    The same review gives the same bytes. Raises `BaseError`.
    """
    out, meta, names = io.BytesIO(), {}, Counter[str]()
    encode = msgspec.json.Encoder().encode
    counted = {one.document: one for one in reviewed(alias, viewer=viewer)}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for number in documents:
            row, facts = gold(alias, number, viewer=viewer)
            name = _free_name(row.edition.name, names)
            facts = msgspec.structs.replace(facts, document=name)
            _member(file, f"{name}.txt", row.text.encode())
            _member(file, f"{name}.jsonl", b"".join(encode(line) + b"\n" for line in rows(facts)))
            meta[name] = _meta(facts, counted.get(number))
        _member(file, "meta.json", msgspec.json.format(encode(meta), indent=1))
    return out.getvalue()


def _meta(facts: Facts, counted: Reviewed | None) -> dict[str, Any]:
    about = facts.about
    said = {
        "title": about.title,
        "genre": about.genre,
        "report_year": about.report_year,
        "published": about.published,
        "publisher": about.publisher,
    }
    known = {name: value for name, value in said.items() if value is not None}
    if counted is None:
        return known
    return known | {"facts": counted.facts, "decided": counted.decided, "reviewers": list(counted.people)}


def _free_name(name: str, names: Counter[str]) -> str:
    """A name for files: no folders, nothing that a system refuses, each once."""
    clean = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in name)[:_LONGEST]
    clean = clean.strip(". ") or "document"
    names[clean] += 1
    return clean if names[clean] == 1 else f"{clean}-{names[clean]}"


def _member(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    file.writestr(zipfile.ZipInfo(name, _WHEN), content, zipfile.ZIP_DEFLATED)
