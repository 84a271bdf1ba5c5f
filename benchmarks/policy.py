"""Verdicts on a million invented enterprises, and on one with its trace.

    python -m benchmarks.policy [ENTERPRISES]

Prints a table in Markdown: seconds, enterprises a second, the largest memory of the process.
"""

import random
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from kejian.policy.bulk import evaluate, read_table, write
from kejian.policy.fields import fields
from kejian.policy.loading import rules
from kejian.policy.profile import Profile
from kejian.policy.showing import as_json
from kejian.policy.verdicts import check

_DAY = date(2025, 6, 30)
_EMPTY = 0.1  # of the cells


def table(count: int) -> pl.DataFrame:
    """``count`` enterprises with every field that can be stated, a tenth of the cells empty."""
    draw = np.random.default_rng(7)
    columns: dict[str, pl.Series] = {"id": pl.Series(range(count))}
    for name, field in fields().by_name.items():
        if field.computed or field.kind == "text":
            continue
        if field.kind == "money":
            values = pl.Series(np.exp(draw.uniform(8, 19, count)).astype("int64"))
        elif field.kind in ("count", "number"):
            values = pl.Series(draw.integers(1, (field.most or 399) + 1, count))
        elif field.kind == "share":
            values = pl.Series(draw.integers(0, 1000, count) / 1000)
        elif field.kind == "year":
            values = pl.Series(draw.integers(2015, 2026, count))
        elif field.kind == "flag":
            values = pl.Series(draw.random(count) < 0.5)
        elif field.kind == "date":
            days = draw.integers(date(2015, 1, 1).toordinal(), _DAY.toordinal(), count)
            values = pl.Series(days - date(1970, 1, 1).toordinal()).cast(pl.Int32).cast(pl.Date)
        else:
            values = pl.Series(np.array(field.choices)[draw.integers(0, len(field.choices), count)])
        empty = pl.Series(draw.random(count) < _EMPTY)
        columns[name] = pl.select(pl.when(~empty).then(values)).to_series()
    for part, whole in fields().not_above:
        columns[whole] = pl.select(pl.max_horizontal(columns[whole], columns[part])).to_series()
    # what was raised last may be above what it is part of
    columns["revenue_3y"] = pl.select(
        pl.max_horizontal(columns["revenue_3y"], columns["revenue"], columns["rd_3y"])
    ).to_series()
    return pl.DataFrame(columns)


def one() -> tuple[float, float]:
    """Seconds for the verdicts of all policies on one enterprise with traces: median and largest of 200."""
    random.seed(7)
    times = []
    for _ in range(200):
        facts = {"staff": random.randint(1, 900), "rd_staff": 1, "revenue": 10**10, "high_tech": True}
        start = time.perf_counter()
        for verdict in check(Profile(facts), day=_DAY, book=rules()):
            as_json(verdict)
        times.append(time.perf_counter() - start)
    return sorted(times)[100], max(times)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rules()
    middle, longest = one()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        table(count).write_parquet(source)
        made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.perf_counter()
        result = evaluate(read_table(source), day=_DAY, book=rules())
        write(result.table, target)
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("\n## Policies\n\n| what | measured |\n| --- | --- |")
    print(f"| one enterprise × {len(rules().policies)} policies, with trace | "
          f"{middle * 1000:.2f} ms (largest {longest * 1000:.2f}) |")  # fmt: skip
    print(
        f"| {count:,} enterprises × {len(rules().policies)} policies, Parquet to Parquet | {seconds:.1f} s |"
    )
    print(f"| largest memory (making the table: {made:,.0f} MB) | {peak:,.0f} MB |")
    print(f"| broken rows | {result.broken['row'].n_unique():,} |")


if __name__ == "__main__":
    main()
