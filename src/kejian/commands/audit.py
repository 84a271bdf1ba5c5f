"""`kejian audit`: what in documents is wrong or doubtful, with the passages side by side."""

import json
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

if TYPE_CHECKING:
    from kejian.auditing import Finding, Read
    from kejian.model import Passage

_ERRORS_FOUND, _UNREADABLE = 1, 2
_STYLES = {"error": "bold red", "doubt": "bold yellow", "style": "bold cyan"}
_QUOTED = "bold black on yellow"
_WIDTH = 110  # columns where the output is no terminal
_FEW = 8  # passages of a finding shown to people


class AuditFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSONL = "jsonl"
    MD = "md"


def audit(
    files: Annotated[
        list[Path], typer.Argument(help="Files, folders and zip archives to audit as one body.")
    ],
    format_: Annotated[
        AuditFormat, typer.Option("--format", help="For people, JSON lines for programs, or Markdown.")
    ] = AuditFormat.TEXT,
    meta: Annotated[Path | None, typer.Option(help="JSON that says what each document is.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that the documents report on.")] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="CHECK", help="Run this check alone; may be repeated."),
    ] = None,
) -> None:
    """List what is wrong or doubtful in documents, worst first, each with the passages that show it.

    Exit status: 0 if nothing of severity error was found, 1 if something was, 2 if a file could not be read.
    """
    from kejian.auditing import audit as find
    from kejian.auditing.audit import NAMES
    from kejian.errors import KejianError

    names = NAMES
    if unknown := [name for name in only or () if name not in names]:
        raise typer.BadParameter(f"no check is called {unknown[0]!r}; there are {', '.join(names)}")
    try:
        reads, failed = _read(files, meta=meta, year=year)
    except KejianError as error:
        typer.echo(f"kejian: {error}", err=True)
        raise typer.Exit(_UNREADABLE) from error
    findings = find(reads, only=only)
    _WRITERS[format_](findings, sys.stdout)
    typer.echo(_summary(findings, len(reads)), err=True)
    if failed:
        raise typer.Exit(_UNREADABLE)
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(_ERRORS_FOUND)


def _read(files: list[Path], *, meta: Path | None, year: int | None) -> tuple[list["Read"], int]:
    from kejian.auditing import Read
    from kejian.base.metadata import Said, read_metadata
    from kejian.extraction import extract
    from kejian.reading import ReadingFailure, read_all

    said = read_metadata(meta, others=Said(report_year=year))
    reads, failed = [], 0
    for document in read_all(files):
        if isinstance(document, ReadingFailure):
            failed += 1
            typer.echo(f"kejian: {document.error}", err=True)
            continue
        for warning in document.warnings:
            place = f" ({warning.where})" if warning.where else ""
            typer.echo(f"kejian: {document.source}: {warning.message}{place}", err=True)
        reads.append(Read(document=document, facts=extract(document, about=said.of(document.name).about)))
    return reads, failed


def _summary(findings: Sequence["Finding"], documents: int) -> str:
    counts = {"error": 0, "doubt": 0, "style": 0}
    for finding in findings:
        counts[finding.severity] += 1
    said = ", ".join(f"{n} {word}{'s' if n != 1 and word != 'style' else ''}" for word, n in counts.items())
    return f"{documents} document{'s' if documents != 1 else ''}: {said}"


def _jsonl(findings: Sequence["Finding"], out: TextIO) -> None:
    for finding in findings:
        row = {
            "check": finding.check,
            "severity": finding.severity.value,
            "message": finding.message,
            "computed": finding.computed,
            "passages": [
                {"doc": p.document, "start": p.start, "end": p.end, "quote": p.quote}
                for p in finding.passages
            ],
        }
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _text(findings: Sequence["Finding"], out: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=out, width=None if out.isatty() else _WIDTH, highlight=False)
    for finding in findings:
        severity = finding.severity.value
        console.print(
            Text.assemble((severity, _STYLES[severity]), f" {finding.check}: {finding.message}"),
            soft_wrap=True,
        )
        if finding.computed:
            console.print(Text(f"  {finding.computed}", style="green"), soft_wrap=True)
        for passage in finding.passages[:_FEW]:
            line = Text(f"  {passage.document} {passage.start}–{passage.end}  ", style="dim")
            line.append(_flat(passage.before), style="not dim").append(
                _flat(passage.quote), style=f"not dim {_QUOTED}"
            )
            console.print(line.append(_flat(passage.after), style="not dim"), soft_wrap=True)
        if len(finding.passages) > _FEW:
            console.print(f"  … and {len(finding.passages) - _FEW} passages more", style="dim")
        console.print()


def _markdown(findings: Sequence["Finding"], out: TextIO) -> None:
    for finding in findings:
        out.write(f"- **{finding.severity.value}** `{finding.check}` {_escaped(finding.message)}\n")
        if finding.computed:
            out.write(f"  - {_escaped(finding.computed)}\n")
        for passage in finding.passages:
            out.write(f"  - {_escaped(passage.document)} {passage.start}–{passage.end}: {_marked(passage)}\n")


def _marked(passage: "Passage") -> str:
    before, quote, after = (_escaped(_flat(t)) for t in (passage.before, passage.quote, passage.after))
    return f"…{before}<mark>{quote}</mark>{after}…"


def _flat(text: str) -> str:
    """On one line, and without the control characters that would steer a terminal."""
    spaced = text.replace("\n", " ⏎ ").replace("\t", " | ")
    return "".join(c if c.isprintable() else "�" for c in spaced)


def _escaped(text: str) -> str:
    for mark in "&\\`*_[]<>|":
        text = text.replace(mark, f"&#{ord(mark)};" if mark in "<>&" else f"\\{mark}")
    return text


_WRITERS: dict[AuditFormat, Callable[[Sequence["Finding"], TextIO], None]] = {
    AuditFormat.TEXT: _text,
    AuditFormat.JSONL: _jsonl,
    AuditFormat.MD: _markdown,
}
