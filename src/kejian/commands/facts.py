"""`kejian facts`: what files state, as JSON lines, CSV or a table to read."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from kejian.commands.common import plain_errors
from kejian.commands.terminal import say

_COLUMNS = (
    "kind", "doc", "start", "end", "surface", "role", "value", "unit", "comparator", "lower", "upper",
    "aspect", "measure", "subject", "period", "base", "policy", "date", "actor", "action", "object", "claim",
    "domain", "type", "aliases", "sentence",
)  # fmt: skip
# a cell that a spreadsheet program would take for a formula is written as text
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class FactsFormat(StrEnum):
    """How facts are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def facts(
    files: Annotated[list[Path], typer.Argument(help="Files, folders and zip archives to read.")],
    format: Annotated[
        FactsFormat, typer.Option("--format", help="A table to read, JSON lines or CSV.")
    ] = FactsFormat.TABLE,
    meta: Annotated[Path | None, typer.Option(help="JSON that says what each document is.")] = None,
    year: Annotated[
        int | None, typer.Option(min=1000, max=9999, help="The year that the documents report on.")
    ] = None,
    first: Annotated[
        int | None, typer.Option(min=1, help="Of the table, only this many passages of each document.")
    ] = None,
) -> None:
    """Print what files state: figures, milestones, terms and names, each with its passage.

    A file that cannot be read costs that file: it is named on standard error, and the exit status is 1.
    """
    with plain_errors():
        from kejian.base.metadata import Said, read_metadata
        from kejian.extraction import extract
        from kejian.reading import ReadingFailure, read_all

        said = read_metadata(meta, others=Said(report_year=year))
        write = _WRITERS[format](sys.stdout, first)
        next(write)
        read = failed = 0
        for document in read_all(files):
            read += 1
            if isinstance(document, ReadingFailure):
                failed += 1
                say(f"kejian: {document.error}", err=True)
                continue
            for warning in document.warnings:
                place = f" ({warning.where})" if warning.where else ""
                say(f"kejian: {document.source}: {warning.message}{place}", err=True)
            write.send((document, extract(document, about=said.of(document.name).about)))
        write.close()
        if not read:
            say("kejian: no files there", err=True)
    if failed or not read:
        raise typer.Exit(1)


def _jsonl(out: TextIO, _: int | None) -> Any:
    import msgspec

    from kejian.extraction import rows

    encode = msgspec.json.Encoder().encode
    while True:
        _, found = yield
        for row in rows(found):
            out.write(encode(row).decode() + "\n")


def _csv(out: TextIO, _: int | None) -> Any:
    import csv

    from kejian.extraction import rows

    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    while True:
        _, found = yield
        for row in rows(found):
            writer.writerow({name: _cell(row.get(name)) for name in _COLUMNS})


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "；".join(value)
    if isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA):
        return "'" + value
    return value


def _table(out: TextIO, first: int | None) -> Any:
    from kejian.commands.reading_table import print_facts

    while True:
        document, found = yield
        print_facts(document, found, out=out, first=first)


_WRITERS = {FactsFormat.JSONL: _jsonl, FactsFormat.CSV: _csv, FactsFormat.TABLE: _table}
