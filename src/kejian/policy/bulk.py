"""Verdicts on a table of enterprises, and what a changed parameter would change."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import polars as pl
from msgspec.structs import replace

from kejian.policy.columns import NUMBER, SHARE, read_columns
from kejian.policy.errors import ProfileError, RuleError
from kejian.policy.fields import fields
from kejian.policy.loading import read_parameter
from kejian.policy.model import Policy, RuleBook
from kejian.policy.places import compose
from kejian.policy.profile import field_named
from kejian.policy.reasons import reasons
from kejian.policy.vectors import Vectors
from kejian.policy.verdicts import Kind

_CHUNK = 200_000
_BATCH = 20_000  # rows of a workbook held as texts
_KINDS = pl.Enum([kind.value for kind in Kind])
_SURPLUS = "（多出的单元格）"
_CONFIRMED = "confirmed"


@dataclass
class Bulk:
    """A table of verdicts and the cells that could not be read.

    ``table``: the columns of the input that name an enterprise, ``error`` (null where the row was computed),
    and per policy ``ID.verdict`` and ``ID.amount_yuan`` (and ``ID.failing``, ``ID.needs``, ``ID.unverified``
    where asked for: names between ；). ``broken``: row (in the file, the heading is row
    1), column, found, expected.
    """

    table: pl.DataFrame
    broken: pl.DataFrame


def read_table(path: Path) -> pl.DataFrame:
    """A CSV, XLSX or Parquet file as a table; `ProfileError` where it is none of these or cannot be read."""
    readers: dict[str, Callable[[Path], pl.DataFrame]] = {".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ProfileError("not a table", where=str(path), hint="expected .csv, .xlsx or .parquet")
    try:
        return reader(path)
    except ProfileError:
        raise
    except (pl.exceptions.PolarsError, OSError, ValueError, KeyError) as error:
        raise ProfileError(
            f"cannot be read: {str(error).splitlines()[0][:200]}",
            where=str(path),
            hint="save the table again",
        ) from error


def _csv(path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(path, infer_schema=False)
    except pl.exceptions.ComputeError:
        return _ragged(path)


def _parquet(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path)


def _ragged(path: Path) -> pl.DataFrame:
    """A CSV whose rows differ in length: missing cells are empty, surplus ones have a column of their own."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        rows = csv.reader(file)
        heading = next(rows, [])
        columns: list[list[str | None]] = [[] for _ in range(len(heading) + 1)]
        for row in rows:
            for at in range(len(heading)):
                columns[at].append(row[at] if at < len(row) else None)
            columns[-1].append("; ".join(row[len(heading) :])[:60] or None)
    return pl.DataFrame(dict(zip([*heading, _SURPLUS], columns, strict=True)), strict=False)


def _xlsx(path: Path) -> pl.DataFrame:
    from kejian.policy.sheets import rows_of

    rows = rows_of(path)
    heading = next(rows, ())
    places = [at for at, name in enumerate(heading) if name is not None]
    schema = {str(heading[at]): pl.String for at in places}
    if len(schema) < len(places):
        raise ProfileError("two columns have one heading", where=str(path), hint="leave one of the two")
    empty = (None,) * len(heading)
    parts = [pl.DataFrame(schema=schema)]
    while some := list(islice(rows, _BATCH)):
        cells = [tuple((row + empty)[at] for at in places) for row in some]
        parts.append(pl.DataFrame(cells, schema=schema, orient="row"))
    table = pl.concat(parts)
    filled = table.select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_true()
    return table.head(filled[-1] + 1 if len(filled) else 0)


def evaluate(table: pl.DataFrame, *, day: date, book: RuleBook, explained: bool = False) -> Bulk:
    """The verdicts on every row of ``table`` on ``day``; ``explained`` adds why (`kejian.policy.reasons`).

    A column that is neither a field nor a label of one is kept as it is where it stands first, else ignored.
    A row with a cell that cannot be read, or that contradicts itself, is not computed; the others are.
    """
    headings = _headings(table)
    parts = [
        _evaluate(table.slice(start, _CHUNK), start, headings, day=day, book=book, explained=explained)
        for start in range(0, max(table.height, 1), _CHUNK)
    ]
    return Bulk(pl.concat([p.table for p in parts]), pl.concat([p.broken for p in parts]))


def _headings(table: pl.DataFrame) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading in table.columns:
        name = field_named(heading)
        if name is None or fields()[name].kind == "age":
            continue
        if name in found.values():
            raise ProfileError(f"two columns state “{name}”", where=heading, hint="leave one of the two")
        found[heading] = name
    if not found:
        raise ProfileError("no column is a known field", hint="see the list of fields (kejian policy fields)")
    return found


def _evaluate(
    part: pl.DataFrame, start: int, headings: dict[str, str], *, day: date, book: RuleBook, explained: bool
) -> Bulk:
    columns = read_columns(part, headings)
    frame = columns.frame
    broken = pl.concat([columns.broken(), *_contradictions(frame, part, day), *_surplus(part)])
    vectors = Vectors(book, day=day, columns=frozenset(frame.columns))
    results = []
    for policy in book.policies.values():
        verdict, amount = vectors.verdict(policy)
        results.append(verdict.cast(_KINDS).alias(f"{policy.id}.verdict"))
        if amount is not None:
            results.append(_yuan(amount).alias(f"{policy.id}.amount_yuan"))
        if explained:
            results += [
                why.cast(pl.Categorical).alias(f"{policy.id}.{name}")
                for name, why in reasons(vectors, policy).items()
            ]
    first = broken.group_by("row", maintain_order=True).first()
    error = (first["column"] + "：" + first["found"].fill_null("")).alias("error")
    errors = pl.DataFrame({"row": first["row"], "error": error})
    names = [
        h for at, h in enumerate(part.columns) if (h not in headings and at == 0) or headings.get(h) == "name"
    ]
    computed = frame.select("row", *results) if results else frame.select("row")
    whole = computed.join(errors, on="row", how="left", maintain_order="left")
    bad = pl.col("error").is_not_null()
    kept = [c for c in computed.columns if c != "row"]
    whole = whole.select("error", *(pl.when(~bad).then(pl.col(c)).alias(c) for c in kept))
    broken = broken.sort("row", maintain_order=True).with_columns((pl.col("row") + start + 2).cast(pl.UInt32))
    return Bulk(pl.concat([part.select(names), whole], how="horizontal"), broken)


def _yuan(fen: pl.Expr) -> pl.Expr:
    return (fen.cast(pl.Decimal(20, 2)) / 100).cast(pl.Decimal(20, 2))


def _contradictions(frame: pl.DataFrame, given: pl.DataFrame, day: date) -> Iterator[pl.DataFrame]:
    unsaid = pl.lit(True)
    if _CONFIRMED in given.columns:
        frame = frame.with_columns(given[_CONFIRMED].cast(pl.String).fill_null("").alias(_CONFIRMED))
    for part, whole in fields().not_above:
        if part in frame.columns and whole in frame.columns:
            if _CONFIRMED in frame.columns:
                unsaid = ~pl.col(_CONFIRMED).str.contains(rf"\b{part}\b")
            yield _found(frame, (pl.col(part) > pl.col(whole)) & unsaid, part, f"not above {whole}")
    for name, bound in fields().share_bounds:
        if name in frame.columns:
            if _CONFIRMED in frame.columns:
                unsaid = ~pl.col(_CONFIRMED).str.contains(rf"\b{name}\b")
            above = (_plain(name) > bound) & unsaid
            yield _found(frame, above, name, "a share; 8 of 100 is 8% or 0.08")
    yield from _shares(frame)
    for name in frame.columns:
        kind = fields()[name].kind if name in fields() else None
        if kind == "date":
            yield _found(frame, pl.col(name) > day, name, f"not after {day}")
        if kind == "year":
            yield _found(frame, pl.col(name) > day.year, name, f"not after {day.year}")


def _shares(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for name, field in fields().by_name.items():
        if field.computed == "ratio" and {name, *field.parts} <= set(frame.columns):
            top, whole = map(pl.col, field.parts)
            apart = (pl.col(name) / SHARE - top / whole).abs() > 0.001
            yield _found(frame, (whole > 0) & apart, name, f"{field.parts[0]} ÷ {field.parts[1]}")


def _plain(name: str) -> pl.Expr:
    """A column in the units that people write: yuan, shares of one."""
    scale = {"money": 100, "share": SHARE, "number": NUMBER}
    kind = fields()[name].kind
    return pl.col(name) / scale[kind] if kind in scale else pl.col(name)


def _found(frame: pl.DataFrame, wrong: pl.Expr, column: str, expected: str) -> pl.DataFrame:
    return frame.filter(wrong).select(
        "row",
        pl.lit(column).alias("column"),
        _plain(column).cast(pl.String).alias("found"),
        pl.lit(expected).alias("expected"),
    )


def _surplus(part: pl.DataFrame) -> Iterator[pl.DataFrame]:
    if _SURPLUS in part.columns:
        rows = part.with_row_index("row").filter(pl.col(_SURPLUS).is_not_null())
        yield rows.select(
            "row",
            pl.lit(_SURPLUS).alias("column"),
            pl.col(_SURPLUS).alias("found"),
            pl.lit("no more cells than headings").alias("expected"),
        )


def summary(result: Bulk, book: RuleBook) -> pl.DataFrame:
    """Per policy: how many enterprises have each verdict, and the amounts of the eligible added up."""
    rows = []
    for policy in book.policies.values():
        counts = dict(result.table[f"{policy.id}.verdict"].drop_nulls().value_counts().iter_rows())
        amount = f"{policy.id}.amount_yuan"
        total = result.table[amount].sum() if amount in result.table.columns else None
        rows.append(
            {"policy": policy.id, **{k.value: counts.get(k.value, 0) for k in Kind}, "amount_yuan": total}
        )
    return pl.DataFrame(rows, schema_overrides={"amount_yuan": pl.Decimal(38, 2)})


def with_parameters(book: RuleBook, path: Path) -> RuleBook:
    """The rules with some parameters replaced by those of a file: ``{policy: {parameter: {values: …}}}``.

    The entries have the form of the rule files. `RuleError` for a policy or parameter that is not known.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError("cannot be read", where=str(path), hint="name a YAML file in UTF-8") from error
    changed: dict[str, Policy] = dict(book.policies)
    for name, entry in compose(text, file=path.name).mapping().items():
        if name not in changed:
            entry.wrong("is no policy", "the id of a policy")
        policy = changed[name]
        parameters = dict(policy.parameters)
        for key, spot in entry.mapping().items():
            if key not in parameters:
                spot.wrong("is no parameter of this policy", f"one of {', '.join(parameters)}")
            read = read_parameter(key, spot)
            if read.unit != parameters[key].unit:
                spot.wrong(f"has the unit {read.unit}", parameters[key].unit)
            parameters[key] = read
        changed[name] = replace(policy, parameters=parameters)
    return RuleBook(policies=changed)


def compared(now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """Two summaries side by side, only the policies that differ."""
    both = now.join(then, on="policy", suffix=".changed", maintain_order="left")
    wanted = ["eligible", "needs", "amount_yuan"]
    differ = pl.any_horizontal(*(pl.col(c).ne_missing(pl.col(f"{c}.changed")) for c in wanted))
    columns = [name for c in wanted for name in (c, f"{c}.changed")]
    return both.filter(differ).select("policy", *columns)


def write(table: pl.DataFrame, path: Path) -> None:
    """Write ``table`` to a Parquet file, or to a CSV whose texts no spreadsheet takes for a formula."""
    if path.suffix.lower() == ".parquet":
        table.write_parquet(path)
        return
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    risky = "^[=+\\-@\t\r]."
    safe = (
        pl.when(pl.col(name).str.contains(risky)).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    )
    table.with_columns(*safe).write_csv(path)
