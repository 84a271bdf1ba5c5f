"""The forms in which `kejian series` prints series: charts for people, CSV, JSON lines."""

import json
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kejian.linking import Series

CHARTS = 20  # series drawn for people
# a cell that a spreadsheet program would take for a formula is written as text
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class SeriesFormat(StrEnum):
    """How series are printed."""

    TEXT = "text"
    CSV = "csv"
    JSONL = "jsonl"


def _text(shown: Iterable["Series"], drawn: bool) -> None:
    from kejian.commands.series_chart import print_chart, print_list

    every = list(shown)
    if every and not drawn:
        print_list(every, out=sys.stdout)
    for one in every[:CHARTS] if drawn else ():
        print_chart(one, out=sys.stdout)


def _csv(shown: Iterable["Series"], _: bool) -> None:
    import csv

    from kejian.linking.table import COLUMNS, rows

    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows(shown):
        writer.writerow({name: _cell(value) for name, value in row.items()})


def _cell(value: Any) -> Any:
    """Text that a spreadsheet takes for a formula is quoted; plain numbers stay numbers."""
    if isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA):
        return value if _is_number(value) else "'" + value
    return value


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()


def _jsonl(shown: Iterable["Series"], _: bool) -> None:
    from kejian.linking.table import rows

    head = ("series", "indicator", "measure", "subject", "code", "kind")
    for one in shown:
        statements = list(rows([one]))
        line: dict[str, Any] = {name: statements[0][name] for name in head} | {"unit": one.unit}
        line["gaps"] = list(one.gaps)
        line["breaks"] = [{"slot": each.slot.slot, "words": each.words} for each in one.breaks]
        line["values"] = [
            {name: value for name, value in row.items() if name not in head and value is not None}
            for row in statements
        ]
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


WRITERS: dict[SeriesFormat, Callable[[Iterable["Series"], bool], None]] = {
    SeriesFormat.TEXT: _text,
    SeriesFormat.CSV: _csv,
    SeriesFormat.JSONL: _jsonl,
}
