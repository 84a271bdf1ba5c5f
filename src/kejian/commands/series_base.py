"""The observations of an evidence base as facts, with what people decided of them."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import msgspec

from kejian.model import Facts, Figure

if TYPE_CHECKING:
    from kejian.base import Base

_COLUMNS = ("id", "kind", "record", "start", "end", "sentence_start", "sentence_end", "spans", "confidence")
_TEXTS = ("unit", "measure", "subject", "period")


def stored(base: "Base") -> Iterator[Facts]:
    """The observations of each current document that the viewer may see; rejected ones are left out."""
    from kejian.base.queries import document_of, visible_documents, visible_statements
    from kejian.base.rows import fact_of

    decided = {row["id"]: row for row in base.statements(kind="figure", role="observation")}
    documents = visible_documents(base.alias, base.viewer).filter(current=True).order_by("pk")
    statements = visible_statements(base.alias, base.viewer).filter(
        kind="figure", role="observation", status="active"
    )
    for row in documents.select_related("work", "edition").iterator(chunk_size=20):
        document = document_of(row)
        figures = []
        for values in statements.filter(document=row.pk).order_by("start", "id").values(*_COLUMNS):
            fact = fact_of(values, text=document.text, document=document.name)
            if values["id"] in decided and isinstance(fact, Figure):
                figures.append(_corrected(fact, decided[values["id"]]))
        yield Facts(document=document.name, about=document.about, figures=tuple(figures))


def _corrected(figure: Figure, row: dict[str, Any]) -> Figure:
    """The figure with the fields that a person corrected."""
    if row["decision"] != "corrected":
        return figure
    changes: dict[str, Any] = {name: row[name] or None for name in _TEXTS}
    try:
        value = Decimal(row["value"]) if row["value"] else None
    except InvalidOperation:  # a correction that is no number leaves the figure without a value
        value = None
    if value != figure.value:
        changes |= {"value": value, "lower": value, "upper": value}
    return msgspec.structs.replace(figure, **changes)
