"""Findings as commands print them: for people, as JSON lines, as Markdown."""

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from kejian.auditing import Finding
    from kejian.model import Passage

_STYLES = {"error": "bold red", "doubt": "bold yellow", "style": "bold cyan"}
_QUOTED = "bold black on yellow"
_WIDTH = 110  # columns where the output is no terminal
_FEW = 8  # passages of a finding shown to people


class AuditFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSONL = "jsonl"
    MD = "md"


class Line(NamedTuple):
    """A finding to print; of a base with its id and state, of a comparison with what became of it."""

    finding: "Finding"
    id: str = ""
    state: str = ""


def write(lines: Sequence[Line], out: TextIO, format_: AuditFormat) -> None:
    """Print findings."""
    _WRITERS[format_](lines, out)


def summary(lines: Sequence[Line]) -> str:
    """How many there are of each severity, in words."""
    counts = {"error": 0, "doubt": 0, "style": 0}
    for line in lines:
        counts[line.finding.severity] += 1
    return ", ".join(f"{n} {word}{'s' if n != 1 and word != 'style' else ''}" for word, n in counts.items())


def row(line: Line) -> dict[str, object]:
    """A finding as a JSON object."""
    finding = line.finding
    return {
        **({"id": line.id} if line.id else {}),
        **({"state": line.state} if line.state else {}),
        "check": finding.check,
        "severity": finding.severity.value,
        "message": finding.message,
        "computed": finding.computed,
        "passages": [
            {"doc": p.document, "start": p.start, "end": p.end, "quote": p.quote} for p in finding.passages
        ],
    }


def _jsonl(lines: Sequence[Line], out: TextIO) -> None:
    for line in lines:
        out.write(json.dumps(row(line), ensure_ascii=False) + "\n")


def _text(lines: Sequence[Line], out: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=out, width=None if out.isatty() else _WIDTH, highlight=False)
    for finding, id_, state in lines:
        severity = finding.severity.value
        head = Text.assemble((severity, _STYLES[severity]), f" {finding.check}: {flat(finding.message)}")
        if id_ or state:
            head.append("  " + " ".join(filter(None, (id_, state))), style="dim")
        console.print(head, soft_wrap=True)
        if finding.computed:
            console.print(Text(f"  {flat(finding.computed)}", style="green"), soft_wrap=True)
        for passage in finding.passages[:_FEW]:
            line = Text(f"  {flat(passage.document)} {passage.start}–{passage.end}  ", style="dim")
            line.append(flat(passage.before), style="not dim").append(
                flat(passage.quote), style=f"not dim {_QUOTED}"
            )
            console.print(line.append(flat(passage.after), style="not dim"), soft_wrap=True)
        if len(finding.passages) > _FEW:
            console.print(f"  … and {len(finding.passages) - _FEW} passages more", style="dim")
        console.print()


def _markdown(lines: Sequence[Line], out: TextIO) -> None:
    for finding, id_, state in lines:
        known = "".join(f" ({word})" for word in (id_, state) if word)
        out.write(f"- **{finding.severity.value}** `{finding.check}`{known} {escaped(finding.message)}\n")
        if finding.computed:
            out.write(f"  - {escaped(finding.computed)}\n")
        for passage in finding.passages:
            place = f"{escaped(passage.document)} {passage.start}–{passage.end}"
            out.write(f"  - {place}: {_marked(passage)}\n")


def _marked(passage: "Passage") -> str:
    before, quote, after = (escaped(flat(t)) for t in (passage.before, passage.quote, passage.after))
    return f"…{before}<mark>{quote}</mark>{after}…"


def flat(text: str) -> str:
    """On one line, and without the control characters that would steer a terminal."""
    spaced = text.replace("\n", " ⏎ ").replace("\t", " | ")
    return "".join(c if c.isprintable() else "�" for c in spaced)


def escaped(text: str) -> str:
    """Without what Markdown or HTML would take for markup."""
    for mark in "&\\`*_[]<>|":
        text = text.replace(mark, f"&#{ord(mark)};" if mark in "<>&" else f"\\{mark}")
    return text


_WRITERS: dict[AuditFormat, Callable[[Sequence[Line], TextIO], None]] = {
    AuditFormat.TEXT: _text,
    AuditFormat.JSONL: _jsonl,
    AuditFormat.MD: _markdown,
}
