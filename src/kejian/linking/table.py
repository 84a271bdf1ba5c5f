"""Series as a polars table, for notebooks and for CSV."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kejian.linking.model import Derived, Said, Series

if TYPE_CHECKING:
    import polars as pl

COLUMNS = (
    "series", "indicator", "measure", "subject", "code", "kind", "unit", "origin", "aspect", "slot", "start",
    "end", "as_of", "against", "value", "lower", "upper", "comparator", "status", "definition", "formula",
    "document", "from", "to", "quote", "sentence", "score", "reasons",
)  # fmt: skip


def table(series: Iterable[Series]) -> "pl.DataFrame":
    """Series as a table, a row a statement or a derived value.

    ``origin`` is ``stated`` or ``derived``. ``value``, ``lower`` and ``upper`` are exact decimal text in
    ``unit`` (growths and shares: 1); a derived row has bounds and a ``formula`` but no value. ``slot`` is
    canonical (``2022``, ``2022-Q3``), ``start`` and ``end`` its days; ``from`` and ``to`` are code points in
    the document.

    >>> table([]).width
    28
    """
    import polars as pl

    schema = dict.fromkeys(COLUMNS, pl.String) | {"from": pl.Int64, "to": pl.Int64, "score": pl.Float64}
    return pl.DataFrame(list(rows(series)), schema=schema)


def rows(series: Iterable[Series]) -> Iterator[dict[str, Any]]:
    """The rows of `table` as mappings."""
    for one in series:
        head = {
            "series": one.key,
            "indicator": one.measure.indicator.code if one.measure.indicator else None,
            "measure": one.name,
            "subject": one.subject.name,
            "code": one.subject.code,
            "kind": one.kind,
        }
        yield from ({**head, **_stated(said)} for said in one.said)
        yield from ({**head, **_derived(derived, one.unit)} for derived in one.derived)


def _stated(said: Said) -> dict[str, Any]:
    figure = said.figure
    return {
        "unit": said.unit,
        "origin": "stated",
        "aspect": said.aspect.value,
        "slot": said.slot.slot if said.slot else None,
        "start": said.slot.start.isoformat() if said.slot else None,
        "end": said.slot.end.isoformat() if said.slot else None,
        "as_of": said.as_of,
        "against": said.against.slot if said.against else None,
        "value": exact(said.value),
        "lower": exact(said.bounds.lower),
        "upper": exact(said.bounds.upper),
        "comparator": figure.comparator,
        "status": said.status,
        "definition": "；".join((*said.definition, *said.notes)) or None,
        "formula": None,
        "document": figure.passage.document,
        "from": figure.passage.start,
        "to": figure.passage.end,
        "quote": figure.passage.quote,
        "sentence": figure.sentence.quote,
        "score": said.score,
        "reasons": "；".join(said.reasons),
    }


def _derived(derived: Derived, unit: str | None) -> dict[str, Any]:
    blank = dict.fromkeys(COLUMNS[6:])
    documents = sorted({said.figure.passage.document for said in derived.sources})
    return blank | {
        "unit": unit,
        "origin": "derived",
        "aspect": "level",
        "slot": derived.slot.slot,
        "start": derived.slot.start.isoformat(),
        "end": derived.slot.end.isoformat(),
        "lower": exact(derived.bounds.lower),
        "upper": exact(derived.bounds.upper),
        "formula": derived.formula,
        "document": "；".join(documents),
        "score": min(said.score for said in derived.sources),
    }


def exact(value: Decimal | None) -> str | None:
    """Decimal text without an exponent and without superfluous zeros.

    >>> exact(Decimal("1.50E+3"))
    '1500'
    """
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
