"""Facts for people: each passage with its numbers in colour, and under it what was read from it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kejian.commands.terminal import on_a_line, printable
from kejian.extraction.rows import MEASURING
from kejian.model import Document, Facts, Figure, Milestone, Role

_VALUE = 3  # the column of numbers
_WIDTH = 110  # columns where the output is no terminal
_STYLES = {Role.OBSERVATION: "bold green", Role.TERM: "bold magenta", Role.TARGET: "bold yellow"}


def print_facts(document: Document, found: Facts, *, out: TextIO, first: int | None = None) -> None:
    """Print the passages that state figures or milestones; with ``first``, only so many of them."""
    console = Console(file=out, width=None if out.isatty() else _WIDTH, highlight=False)
    console.rule(Text(on_a_line(_heading(document, found)), style="bold"), align="left")
    passages = _by_passage(found)
    for (start, end), (figures, milestones) in passages[:first]:
        console.print(_quoted(document, start, end, figures), soft_wrap=True)
        if rows := [*map(_figure, figures), *map(_milestone, milestones)]:
            with console.capture() as grid:
                console.print(Padding(_grid(rows), (0, 0, 0, 3), expand=False))
            out.writelines(f"{line.rstrip()}\n" for line in grid.get().splitlines())
    if first is not None and len(passages) > first:
        console.print(f"… and {len(passages) - first} passages more", style="dim")
    for kind, names in _names(found).items():
        shown = on_a_line("、".join(names[: first or None]))
        console.print(Text(f"{kind}: ", style="cyan").append(shown, style="none"), soft_wrap=True)
    console.print()


def _heading(document: Document, found: Facts) -> str:
    about = found.about
    known = [about.title or document.name, about.genre, about.report_year]
    return f"{document.source}  " + "，".join(str(x) for x in known if x)


Read = tuple[list[Figure], list[Milestone]]


def _by_passage(found: Facts) -> list[tuple[tuple[int, int], Read]]:
    passages: dict[tuple[int, int], Read] = defaultdict(lambda: ([], []))
    for figure in found.figures:
        if figure.role in MEASURING:
            passages[figure.sentence.start, figure.sentence.end][0].append(figure)
    for milestone in found.milestones:
        passages[milestone.sentence.start, milestone.sentence.end][1].append(milestone)
    return sorted(passages.items())


def _quoted(document: Document, start: int, end: int, figures: Iterable[Figure]) -> Text:
    text = Text(printable(document.text[start:end].replace("\t", " | ")))
    for figure in figures if "\t" not in document.text[start:end] else ():
        text.stylize(_STYLES[figure.role], figure.passage.start - start, figure.passage.end - start)
    return Text(f"[{start}–{end}] ", style="dim").append(text)


def _grid(rows: Sequence[tuple[str, ...]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    # an empty column behind the last would take the width of one character from it
    columns = max(k for row in rows for k, cell in enumerate(row, start=1) if cell)
    for column in range(columns):
        grid.add_column(justify="right" if column == _VALUE else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(Text(on_a_line(cell)) for cell in row[:columns]))
    return grid


def _figure(figure: Figure) -> tuple[str, ...]:
    kinds = (figure.role if figure.role is not Role.OBSERVATION else None, figure.aspect)
    aspect = " ".join(kind.value for kind in kinds if kind is not None)
    base = f"（{figure.base}）" if figure.base else ""
    measure = "：".join(part for part in (figure.subject, figure.measure) if part)
    return (figure.period or "", measure, aspect + base, _value(figure), figure.unit or "")


def _value(figure: Figure) -> str:
    if figure.value is None:
        return f"{_plain(figure.lower)}–{_plain(figure.upper)}"
    sign = "" if figure.comparator == "=" else figure.comparator + " "
    return sign + _plain(figure.value)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():,f}"


def _milestone(milestone: Milestone) -> tuple[str, ...]:
    who = "、".join(milestone.actor)
    claim = f"（{milestone.claim}）" if milestone.claim else ""
    return (milestone.date or "", f"{who} {milestone.action}".strip(), milestone.object + claim, "", "")


def _names(found: Facts) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for entity in found.entities:
        names[entity.type.value].append(entity.name)
    return names
