"""One statement with all that is known of it, and the base at a glance."""

from collections import Counter
from typing import Any

import msgspec
from django.db.models import Count

from kejian.base.connection import explained
from kejian.base.decided import holds, last_decisions, said
from kejian.base.decisions import orphans
from kejian.base.models import Decision, Earlier, Edition, Statement
from kejian.base.queries import (
    document_of,
    hidden_works,
    visible_documents,
    visible_statements,
    visible_works,
)
from kejian.errors import BaseError

_SHORTEST = 4  # characters of an id that may stand for it
_AROUND = 120  # characters shown on either side of the sentence


def find(alias: str, id_: str, *, viewer: str | None = None) -> Statement:
    """The statement with this id or this beginning of one. Raises `BaseError`."""
    statements = visible_statements(alias, viewer).select_related(
        "document__edition", "document__work", "extractor"
    )
    exact = statements.filter(pk=id_).first()
    if exact is not None:
        return exact
    near = list(statements.filter(pk__startswith=id_)[:2]) if len(id_) >= _SHORTEST else []
    if len(near) == 1:
        return near[0]
    message = f"more than one statement begins with {id_!r}" if near else f"no statement {id_!r}"
    raise BaseError(message, hint="look ids up with `kejian search`")


def show(alias: str, id_: str, *, viewer: str | None = None) -> dict[str, Any]:
    """A statement as plain values: what it says, its passage, document, places in the original, history.

    ``passage`` has the text around the sentence, and ``sentence`` and ``mark`` as spans in it. ``places``
    are those of `kejian.model` as plain values.
    """
    with explained(alias):
        statement = find(alias, id_, viewer=viewer)
        counting = last_decisions(alias, [statement.pk]).get(statement.pk)
        return {
            "id": statement.pk,
            "kind": statement.kind,
            "status": statement.status,
            "version": statement.version,
            "says": {name: value for name, value in said(statement).items() if value},
            "record": msgspec.json.decode(statement.record),
            "source": statement.source,
            "extractor": f"{statement.extractor.name} {statement.extractor.version}"
            if statement.extractor
            else "",
            "confidence": statement.confidence,
            **_passage(statement),
            "decisions": [
                {
                    "number": d.pk,
                    "verdict": d.verdict,
                    "correction": msgspec.json.decode(d.correction),
                    "reason": d.reason,
                    "who": d.who,
                    "at": d.at.isoformat(timespec="seconds"),
                    "holds": counting is not None and d.pk == counting.pk and holds(d, statement),
                }
                for d in Decision.objects.using(alias).filter(statement=statement).order_by("pk")
            ],
            "earlier": [
                {"version": e.version, "quote": e.quote, "record": msgspec.json.decode(e.record)}
                for e in Earlier.objects.using(alias).filter(statement=statement).order_by("version")
            ],
        }


def _passage(statement: Statement) -> dict[str, Any]:
    row = statement.document
    if row is None or statement.start is None or statement.end is None:
        return {"person": statement.person, "query": statement.query, "derivation": statement.derivation}
    document = document_of(row)
    first, last = statement.sentence_start or 0, statement.sentence_end or 0
    start = max(document.text.rfind("\n", 0, first) + 1, first - _AROUND)
    line_end = document.text.find("\n", last)
    end = min(line_end if line_end >= 0 else len(document.text), last + _AROUND)
    return {
        "document": {
            "name": document.name,
            "title": document.about.title,
            "work": row.work.key,
            "file": document.source,
            "sha256": document.sha256,
            "format": document.format,
            "superseded": not row.current,
        },
        "start": statement.start,
        "end": statement.end,
        "passage": {
            "text": document.text[start:end],
            "sentence": [first - start, last - start],
            "mark": [statement.start - start, statement.end - start],
        },
        "places": [msgspec.to_builtins(place) for place in document.locate(statement.start, statement.end)],
    }


def statement_counts(alias: str, *, viewer: str | None = None) -> dict[str, Any]:
    """How many active statements a viewer may see: figures by role, milestones, entities; and retired ones.

    All are counted by an index alone, and what the viewer may not see is taken away: hidden works are few.
    """
    rows = Statement.objects.using(alias).order_by().values_list("status", "kind", "role")
    counted = _counter(rows)
    if hidden := hidden_works(alias, viewer):
        counted -= _counter(rows.filter(work__in=hidden))
    figures: dict[str, int] = {}
    known = {"milestone": 0, "entity": 0, "retired": 0}
    for (state, kind, role), n in sorted(counted.items()):
        if state == "retired":
            known["retired"] += n
        elif kind == "figure":
            figures[role] = n
        else:
            known[kind] += n
    active = sum(figures.values()) + known["milestone"] + known["entity"]
    return {
        "statements": active,
        "figures": figures,
        "milestones": known["milestone"],
        "entities": known["entity"],
        "retired": known["retired"],
    }


def _counter(rows: Any) -> Counter[tuple[str, str, str]]:
    # not of a column, which would be read from every row
    return Counter({(state, kind, role): n for state, kind, role, n in rows.annotate(n=Count("*"))})


def decision_counts(alias: str, *, viewer: str | None = None) -> dict[str, int]:
    """How many decisions were made on statements that a viewer may see, by verdict."""
    decisions = Decision.objects.using(alias)
    if hidden := hidden_works(alias, viewer):
        decisions = decisions.exclude(statement__work__in=hidden)
    verdicts = decisions.order_by().values_list("verdict").annotate(n=Count("*"))
    return dict(sorted(verdicts))


def status(alias: str, *, viewer: str | None = None) -> dict[str, Any]:
    """Counts of what the viewer may see: works, documents, editions, statements by kind, decisions."""
    with explained(alias):
        works = visible_works(alias, viewer)
        current = visible_documents(alias, viewer).filter(current=True)
        superseded = Edition.objects.using(alias).filter(superseded_by__isnull=False)
        return {
            "works": works.count(),
            "documents": current.count(),
            "superseded_editions": superseded.exclude(work__in=hidden_works(alias, viewer)).count(),
            **statement_counts(alias, viewer=viewer),
            "decisions": decision_counts(alias, viewer=viewer),
            "orphans": len(orphans(alias, viewer=viewer)),
        }
