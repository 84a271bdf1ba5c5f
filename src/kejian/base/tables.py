"""Rows of statements as a polars table."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from kejian.base.queries import COLUMNS

_OTHER: dict[str, Any] = {
    "period_start": pl.Date,
    "period_end": pl.Date,
    "start": pl.Int64,
    "end": pl.Int64,
    "confidence": pl.Float64,
}


def table(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """One row a statement, the columns of `kejian.base.queries.COLUMNS` and ``decision``.

    Text columns are null where nothing is said. ``value`` is the exact number as text, ``number`` the
    nearest float for arithmetic and charts.
    """
    schema = {name: _OTHER.get(name, pl.String) for name in (*COLUMNS, "decision")}
    plain = [{name: None if row[name] == "" else row[name] for name in schema} for row in rows]
    frame = pl.DataFrame(plain, schema=schema)
    return frame.with_columns(pl.col("value").cast(pl.Float64, strict=False).alias("number"))
