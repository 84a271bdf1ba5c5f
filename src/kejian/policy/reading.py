"""A profile out of a file: a JSON object, or a CSV or XLSX of one enterprise."""

import json
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from kejian.policy.errors import ProfileError
from kejian.policy.profile import Profile, field_named, parse_profile

_LARGEST = 5_000_000  # bytes of a profile
_ROWS = 1000  # of a workbook that holds one
_UNPACKED = 50_000_000  # bytes of a part of such a workbook


def read_profile(path: Path, *, name: str | None = None) -> Profile:
    """The profile in ``path``; `ProfileError` names what is wrong and where.

    ``name`` is what the file is called where it lies under another name.

    A CSV or XLSX holds fields in its first row and their values in the second, or fields in its first column
    and their values in the second.
    """
    said = name or str(path)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ProfileError("cannot be read", where=said, hint="name a file that exists") from error
    if size > _LARGEST:
        raise ProfileError(f"has {size:,} bytes", where=said, hint="a table is for `kejian policy bulk`")
    reader = {".json": _json, ".csv": _csv, ".xlsx": _xlsx}.get(Path(said).suffix.lower())
    if reader is None:
        raise ProfileError("not a profile", where=said, hint="expected .json, .csv or .xlsx")
    where = Path(said).name
    return parse_profile(reader(path, where), where=where)


def _json(path: Path, where: str) -> dict[str, Any]:
    try:
        found = json.loads(
            path.read_text(encoding="utf-8-sig"),
            parse_float=Decimal,
            object_pairs_hook=lambda pairs: _once(pairs, where),
        )
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise ProfileError(f"not JSON: {error}", where=where, hint="expected an object { … }") from error
    if not isinstance(found, dict):
        raise ProfileError("holds no object", where=where, hint='expected {"staff": 120, …}')
    return found


def _once(pairs: list[tuple[str, Any]], where: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ProfileError(f"“{name}” is stated twice", where=where, hint="leave one of the two")
        found[name] = value
    return found


def _csv(path: Path, where: str) -> dict[str, Any]:
    import csv

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _pairs([tuple(row) for row in csv.reader(file) if any(row)], where)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ProfileError(f"not a CSV: {error}", where=where, hint="save it as UTF-8") from error


def _xlsx(path: Path, where: str) -> dict[str, Any]:
    from kejian.policy.sheets import rows_of

    rows = [row for row in islice(rows_of(path, name=where, largest=_UNPACKED), _ROWS) if any(row)]
    width = max(map(len, rows), default=0)
    return _pairs([row + (None,) * (width - len(row)) for row in rows], where)


def _pairs(rows: list[tuple[Any, ...]], where: str) -> dict[str, Any]:
    widths = {len(row) for row in rows}
    heads = len(rows) == 2 and all(field_named(str(head)) for head in rows[0])
    if len(rows) == 2 and (heads or widths != {2}):
        pairs = list(zip(*rows, strict=False))
    elif widths == {2}:
        pairs = [(row[0], row[1]) for row in rows]
    else:
        raise ProfileError(
            "is no profile of one enterprise",
            where=where,
            hint="expected two rows or two columns; a table of many is for `kejian policy bulk`",
        )
    return _once([(str(name), value) for name, value in pairs if name], where)
