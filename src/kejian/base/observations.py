"""The observations of a stored document as figures again, with what people decided of them applied."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from kejian.base.decided import holds, last_decisions
from kejian.base.models import Decision, Document, Statement
from kejian.base.rows import fact_of
from kejian.model import About, Aspect, Facts, Figure, Role

COLUMNS = (
    "id", "kind", "record", "start", "end", "sentence_start", "sentence_end", "spans", "confidence"
)  # fmt: skip
_TEXTS = ("unit", "measure", "subject", "period", "base", "policy")
_MANY = 500  # statements asked for by their ids at once


def about_of(document: Document) -> About:
    """What the document's work says of it."""
    work = document.work
    return About(
        title=work.title or None,
        genre=work.genre or None,
        report_year=work.report_year,
        published=work.published or None,
        publisher=work.publisher or None,
    )


def observations(alias: str, document: Document) -> tuple[Facts, tuple[str, ...]]:
    """A document's observations, and the id of each; rejected ones are left out, corrected ones right."""
    # kinds are told apart here: SQLite would take the index of kinds rather than that of documents
    rows = Statement.objects.using(alias).filter(document=document).order_by("start", "id")
    decided = decided_of(alias, document)
    figures, ids, name = [], [], document.edition.name
    for row in rows.values(*COLUMNS, "status", "role"):
        if row["kind"] != "figure" or row["status"] != "active":
            continue
        if row["role"] != "observation" and row["id"] not in decided:
            continue
        figure = figure_of(row, decided.get(row["id"]), text=document.text, document=name)
        if figure is not None and figure.role is Role.OBSERVATION:
            figures.append(figure)
            ids.append(row["id"])
    return Facts(document=name, about=about_of(document), figures=tuple(figures)), tuple(ids)


def figure_of(
    row: dict[str, Any], decision: Decision | None, *, text: str, document: str, skipped: int = 0
) -> Figure | None:
    """The figure of a row of `COLUMNS` as it is decided to be; None when it was rejected."""
    if decision is not None and decision.verdict == "reject":
        return None
    fact = fact_of(row, text=text, document=document, skipped=skipped)
    assert isinstance(fact, Figure)
    return corrected(fact, decision.right) if decision else fact


def decided_of(alias: str, document: Document) -> dict[str, Decision]:
    """The decisions on a document's statements that hold."""
    of_document = Decision.objects.using(alias).filter(statement__document=document)
    ids = list(of_document.order_by().values_list("statement_id", flat=True).distinct())
    return holding(alias, ids)


def holding(alias: str, statements: Sequence[str]) -> dict[str, Decision]:
    """The decisions that hold, by statement."""
    found: dict[str, Decision] = {}
    for at in range(0, len(statements), _MANY):
        last = last_decisions(alias, statements[at : at + _MANY])
        said = Statement.objects.using(alias).in_bulk(list(last))
        found |= {id_: one for id_, one in last.items() if id_ in said and holds(one, said[id_])}
    return found


def corrected(figure: Figure, right: Mapping[str, str]) -> Figure:
    """The figure with the fields that a person corrected.

    A value that a person gives is exact: its bounds are the value itself.
    """
    changes: dict[str, Any] = {name: right[name] or None for name in _TEXTS if name in right}
    if "role" in right and right["role"] in list(Role):
        changes["role"] = Role(right["role"])
    if "aspect" in right and (not right["aspect"] or right["aspect"] in list(Aspect)):
        changes["aspect"] = Aspect(right["aspect"]) if right["aspect"] else None
    if "comparator" in right:
        changes["comparator"] = right["comparator"] or "="
    if "value" in right:
        try:
            value = Decimal(right["value"]) if right["value"] else None
        except InvalidOperation:  # a correction that is no number leaves the figure without a value
            value = None
        if value != figure.value:
            changes |= {"value": value, "lower": value, "upper": value}
    return msgspec.structs.replace(figure, **changes)
