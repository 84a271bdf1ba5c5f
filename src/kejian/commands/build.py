"""`kejian build`: read files into the evidence base."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kejian.commands.common import BaseOption, opened
from kejian.commands.terminal import on_a_line, say

if TYPE_CHECKING:
    from kejian.base.build import Report, Step

_INTERRUPTED = 130


def build(
    files: Annotated[list[Path], typer.Argument(help="Files, folders and zip archives to read.")],
    base: BaseOption = None,
    meta: Annotated[Path | None, typer.Option(help="JSON that says what each document is.")] = None,
    year: Annotated[
        int | None, typer.Option(min=1000, max=9999, help="The year that the documents report on.")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that read; default: one a core.")] = None,
    draft_of: Annotated[
        str | None,
        typer.Option("--draft-of", metavar="NAME", help="Keep them as drafts that only NAME sees."),
    ] = None,
) -> None:
    """Read files into the evidence base, every statement with the passage that states it.

    What is stored already is not read again, so an interrupted run is continued by the same command. A file
    that cannot be read costs that file: it is listed at the end, the others are stored, and the exit status
    is 1. A new edition of a work takes the place of the old one, and what people decided stays with it.
    """
    with opened(base, create=True) as found:
        from kejian.base.build import build as run
        from kejian.base.metadata import Said, read_metadata

        metadata = read_metadata(meta, others=Said(report_year=year, draft_of=draft_of))
        try:
            with _progress() as progress:
                report = run(found.alias, files, metadata=metadata, jobs=jobs, progress=progress)
        except KeyboardInterrupt:
            say(
                "kejian: interrupted; what was stored until now is whole. Run the same command to go on.",
                err=True,
            )
            raise typer.Exit(_INTERRUPTED) from None
        _summary(report, orphans=len(found.orphans()))
    if report.errors or not report.files:
        raise typer.Exit(1)


def _summary(report: "Report", *, orphans: int) -> None:
    changes = [f"{report.new} new"]
    changes += [
        f"{n} {word}" for word in ("changed", "moved", "revived", "retired") if (n := getattr(report, word))
    ]
    say(f"{report.stored} stored, {report.same} unchanged, {len(report.errors)} failed")
    if report.older:
        say(f"{report.older} not read: a newer edition is stored")
    if report.superseded:
        say(f"{report.superseded} superseded an older edition")
    say(f"statements: {', '.join(changes)}")
    if orphans:
        say(f"{orphans} decisions wait for a person: see `kejian orphans`")
    if not report.files:
        say("kejian: no files there", err=True)
    for source, error in report.errors:
        say(f"failed: {error if source in error else f'{source}: {error}'}", err=True)


@contextmanager
def _progress() -> Iterator[Callable[["Step"], None]]:
    """A bar with an estimate on a terminal; elsewhere a line for each document."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (MofNCompleteColumn(), BarColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda step: bar.update(
            task, completed=step.done, total=step.files, description=_short(step.source)
        )


def _short(source: str, most: int = 40) -> str:
    """A path for the bar: its end, with brackets that rich would take for markup escaped."""
    from rich.markup import escape

    source = on_a_line(source)
    return escape(source if len(source) <= most else "…" + source[-most:])


def _lines() -> Callable[["Step"], None]:
    started = time.monotonic()

    def line(step: "Step") -> None:
        what = (step.error and "failed") or (step.outcome and _what(step)) or ""
        spent = time.monotonic() - started
        left = spent / step.done_bytes * (step.bytes - step.done_bytes) if step.done_bytes else 0
        estimate = f", about {left:.0f} s left" if left >= 1 and spent >= 1 else ""
        say(f"{step.done}/{step.files} {step.source}: {what}{estimate}", err=True)

    return line


def _what(step: "Step") -> str:
    outcome = step.outcome
    if outcome is None or outcome.status != "stored":
        return outcome.status if outcome else ""
    kept = outcome.new + outcome.same + outcome.moved + outcome.changed + outcome.revived
    return f"{kept} statements"
