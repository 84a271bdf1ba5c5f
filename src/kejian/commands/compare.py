"""`kejian compare`: two drafts of one report side by side."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from kejian.commands.audited_files import reads_of
from kejian.commands.finding_lines import (
    AuditFormat,
    Language,
    LanguageOption,
    Line,
    escaped,
    flat,
    row,
    spoken,
    write,
)
from kejian.commands.terminal import say

if TYPE_CHECKING:
    from kejian.auditing import Change, Comparison
    from kejian.model import Passage

_ERRORS_NEW, _UNREADABLE = 1, 2
_STYLES = {"changed": "yellow", "gone": "red", "new": "green"}
_WIDTH = 140  # columns where the output is no terminal


def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The earlier draft.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The later draft.")],
    format_: Annotated[
        AuditFormat, typer.Option("--format", help="A table for people, JSON lines, or Markdown.")
    ] = AuditFormat.TEXT,
    meta: Annotated[Path | None, typer.Option(help="JSON that says what each document is.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that the documents report on.")] = None,
    language: LanguageOption = None,
) -> None:
    """Show which figures changed between two drafts, which facts came and went, which findings are new.

    Figures are paired by what they say and by their sentences, so that moved paragraphs and reworded
    sentences stay pairs. Exit status: 0 if the later draft has no new finding of severity error, 1 if it
    has, 2 if a file could not be read.
    """
    from kejian.auditing import compare as set_beside
    from kejian.errors import KejianError

    try:
        (old, failed), (new, failed_too) = (
            reads_of([path], meta=meta, year=year) for path in (before, after)
        )
    except KejianError as error:
        say(f"kejian: {error}", err=True)
        raise typer.Exit(_UNREADABLE) from error
    if failed or failed_too or len(old) != 1 or len(new) != 1:
        if not failed and not failed_too:
            say("kejian: each side must be one document", err=True)
        raise typer.Exit(_UNREADABLE)
    found = set_beside(old[0], new[0])
    _WRITERS[format_](found, sys.stdout, Language(spoken(language)))
    counts = ", ".join(f"{sum(c.what == what for c in found.changes)} {what}" for what in _STYLES)
    say(
        f"{found.same} facts alike, {counts}; findings: {len(found.new_findings)} new, "
        f"{len(found.gone_findings)} gone",
        err=True,
    )
    if any(finding.severity == "error" for finding in found.new_findings):
        raise typer.Exit(_ERRORS_NEW)


def _lines(found: "Comparison") -> list[Line]:
    lines = [Line(finding, state="new") for finding in found.new_findings]
    return lines + [Line(finding, state="gone") for finding in found.gone_findings]


def _text(found: "Comparison", out: TextIO, language: Language) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out, width=None if out.isatty() else _WIDTH, highlight=False)
    if found.changes:
        table = Table(box=None, pad_edge=False)
        for head in ("", "", "of", "before", "after", "where"):
            table.add_column(head, overflow="fold")
        for change in found.changes:
            what = Text(change.what.value, style=_STYLES[change.what.value])
            words = (change.about, change.old, change.new, _where(change))
            table.add_row(what, change.kind.value, *(Text(flat(word)) for word in words))
        console.print(table)
        console.print()
    write(_lines(found), out, AuditFormat.TEXT, language=language)


def _where(change: "Change") -> str:
    places = [f"{p.start}–{p.end}" for p in (change.before, change.after) if p is not None]
    return " → ".join(places)


def _jsonl(found: "Comparison", out: TextIO, language: Language) -> None:
    for change in found.changes:
        said = {
            "kind": change.kind.value,
            "what": change.what.value,
            "about": change.about,
            "old": change.old,
            "new": change.new,
            "before": _passage(change.before),
            "after": _passage(change.after),
        }
        out.write(json.dumps(said, ensure_ascii=False) + "\n")
    for line in _lines(found):
        out.write(
            json.dumps({"kind": "finding", "what": line.state, **row(line, language)}, ensure_ascii=False)
            + "\n"
        )


def _passage(passage: "Passage | None") -> dict[str, object] | None:
    if passage is None:
        return None
    return {"doc": passage.document, "start": passage.start, "end": passage.end, "quote": passage.quote}


def _markdown(found: "Comparison", out: TextIO, language: Language) -> None:
    if found.changes:
        out.write("| | | of | before | after |\n| --- | --- | --- | --- | --- |\n")
        for change in found.changes:
            words = (change.what.value, change.kind.value, change.about, change.old, change.new)
            out.write("| " + " | ".join(escaped(flat(word)) for word in words) + " |\n")
        out.write("\n")
    write(_lines(found), out, AuditFormat.MD, language=language)


_WRITERS = {AuditFormat.TEXT: _text, AuditFormat.JSONL: _jsonl, AuditFormat.MD: _markdown}
