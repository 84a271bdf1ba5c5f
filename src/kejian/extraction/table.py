"""Facts as a polars table, for notebooks."""

from decimal import Decimal
from typing import Any

import polars as pl

from kejian.model import Facts, Figure

# column → type; what the columns mean is said by `table`
SCHEMA: dict[str, Any] = {
    "document": pl.String,
    "role": pl.String,
    "surface": pl.String,
    "value": pl.String,
    "number": pl.Float64,
    "unit": pl.String,
    "comparator": pl.String,
    "lower": pl.String,
    "upper": pl.String,
    "aspect": pl.String,
    "measure": pl.String,
    "subject": pl.String,
    "period": pl.String,
    "base": pl.String,
    "accumulation": pl.String,
    "policy": pl.String,
    "sentence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "confidence": pl.Float64,
}


def table(facts: Facts) -> pl.DataFrame:
    """The figures of a document as a table, one row a figure, in reading order.

    ``document`` is its name; ``role`` what the number is there for; ``surface`` the number as printed.
    ``value``, ``lower`` and ``upper`` are the exact numbers as text, in the base unit ``unit`` (money in
    whole currency units, shares 0…1; a decrease is negative); ``number`` is the float nearest to ``value``,
    for arithmetic and charts. ``comparator`` is one of ``= ~ > >= < <=``. ``aspect``, ``measure``,
    ``subject``, ``period`` (ISO 8601), ``base``, ``accumulation`` and ``policy`` say what is measured, null
    where the text does not. ``sentence`` states it; ``start`` and ``end`` are code points in the document's
    text.

    >>> from kejian.model import About
    >>> table(Facts(document="a", about=About())).shape
    (0, 20)
    """
    return pl.DataFrame(
        [_row(facts.document, figure) for figure in facts.figures], schema=SCHEMA, orient="row"
    )


def _row(document: str, figure: Figure) -> tuple[Any, ...]:
    return (
        document,
        figure.role.value,
        figure.mention.surface,
        _exact(figure.value),
        None if figure.value is None else float(figure.value),
        figure.unit,
        figure.comparator,
        _exact(figure.lower),
        _exact(figure.upper),
        figure.aspect.value if figure.aspect else None,
        figure.measure,
        figure.subject,
        figure.period,
        figure.base,
        figure.accumulation,
        figure.policy,
        figure.sentence.quote,
        figure.passage.start,
        figure.passage.end,
        figure.confidence,
    )


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
