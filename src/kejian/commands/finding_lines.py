"""Findings as commands print them: for people, as JSON lines, as Markdown."""

import json
import os
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple, TextIO

import typer

if TYPE_CHECKING:
    from kejian.auditing import Finding
    from kejian.model import Passage

_STYLES = {"error": "bold red", "doubt": "bold yellow", "style": "bold cyan"}
_QUOTED = "bold black on yellow"
_WIDTH = 110  # columns where the output is no terminal
_FEW = 8  # passages of a finding shown to people
_MORE = {"en": "… and {} passages more", "zh": "…… 另有{}处"}
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts


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


class Language(StrEnum):
    """In which language findings are told."""

    ZH = "zh"
    EN = "en"


LanguageOption = Annotated[
    Language | None,
    typer.Option("--lang", help="Tell findings in Chinese or English; default: as the locale (LANG) is."),
]


def spoken(language: Language | None) -> str:
    """The language asked for, else that of the terminal's locale if it is Chinese, else English."""
    if language is not None:
        return language.value
    locale = next(filter(None, (os.environ.get(name) for name in _LOCALE)), "")
    return "zh" if locale.casefold().startswith("zh") else "en"


def write(
    lines: Sequence[Line], out: TextIO, format_: AuditFormat, *, language: Language | None = None
) -> None:
    """Print findings, in ``language`` or that of the terminal."""
    _WRITERS[format_](lines, out, spoken(language))


def summary(lines: Sequence[Line]) -> str:
    """How many there are of each severity, in words."""
    counts = {"error": 0, "doubt": 0, "style": 0}
    for line in lines:
        counts[line.finding.severity] += 1
    return ", ".join(f"{n} {word}{'s' if n != 1 and word != 'style' else ''}" for word, n in counts.items())


def row(line: Line, language: str) -> dict[str, object]:
    """A finding as a JSON object; its words are in ``language``."""
    from kejian.auditing.telling import worded

    finding = line.finding
    words = worded(finding.case, language)
    return {
        **({"id": line.id} if line.id else {}),
        **({"state": line.state} if line.state else {}),
        "check": finding.check,
        "severity": finding.severity.value,
        "message": words.message,
        "computed": words.computed,
        "case": finding.case.key,
        "values": dict(finding.case.values),
        "passages": [
            {"doc": p.document, "start": p.start, "end": p.end, "quote": p.quote} for p in finding.passages
        ],
    }


def _jsonl(lines: Sequence[Line], out: TextIO, language: str) -> None:
    for line in lines:
        out.write(json.dumps(row(line, language), ensure_ascii=False) + "\n")


def _text(lines: Sequence[Line], out: TextIO, language: str) -> None:
    from rich.console import Console
    from rich.text import Text

    from kejian.auditing.telling import severity_called, state_called, worded

    console = Console(file=out, width=None if out.isatty() else _WIDTH, highlight=False)
    for finding, id_, state in lines:
        words = worded(finding.case, language)
        severity = severity_called(finding.severity, language), _STYLES[finding.severity]
        head = Text.assemble(severity, f" {_check(finding.check, language)}{flat(words.message)}")
        if id_ or state:
            head.append("  " + " ".join(filter(None, (id_, state_called(state, language)))), style="dim")
        console.print(head, soft_wrap=True)
        if words.computed:
            console.print(Text(f"  {flat(words.computed)}", style="green"), soft_wrap=True)
        for passage in finding.passages[:_FEW]:
            line = Text(f"  {flat(passage.document)} {passage.start}–{passage.end}  ", style="dim")
            line.append(flat(passage.before), style="not dim").append(
                flat(passage.quote), style=f"not dim {_QUOTED}"
            )
            console.print(line.append(flat(passage.after), style="not dim"), soft_wrap=True)
        if len(finding.passages) > _FEW:
            console.print(f"  {_MORE[language].format(len(finding.passages) - _FEW)}", style="dim")
        console.print()


def _markdown(lines: Sequence[Line], out: TextIO, language: str) -> None:
    from kejian.auditing.telling import check_called, severity_called, state_called, worded

    for finding, id_, state in lines:
        words = worded(finding.case, language)
        known = "".join(f" ({word})" for word in (id_, state_called(state, language)) if word)
        severity = severity_called(finding.severity, language)
        check = finding.check if language == "en" else check_called(finding.check, language)
        out.write(f"- **{severity}** `{check}`{known} {escaped(flat(words.message))}\n")
        if words.computed:
            out.write(f"  - {escaped(flat(words.computed))}\n")
        for passage in finding.passages:
            place = f"{escaped(passage.document)} {passage.start}–{passage.end}"
            out.write(f"  - {place}: {_marked(passage)}\n")


def _check(name: str, language: str) -> str:
    """The check as it opens a line; in Chinese with the name that ``--only`` asks for."""
    from kejian.auditing.telling import check_called

    return f"{name}: " if language == "en" else f"{check_called(name, language)}（{name}）："


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


_WRITERS: dict[AuditFormat, Callable[[Sequence[Line], TextIO, str], None]] = {
    AuditFormat.TEXT: _text,
    AuditFormat.JSONL: _jsonl,
    AuditFormat.MD: _markdown,
}
