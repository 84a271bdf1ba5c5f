"""`kejian audit`: what in documents or in a base is wrong or doubtful, with the passages side by side."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kejian.commands.audited_files import reads_of
from kejian.commands.common import BaseOption, ViewerOption, opened
from kejian.commands.finding_lines import AuditFormat, LanguageOption, Line, summary, write
from kejian.commands.terminal import on_a_line, say

if TYPE_CHECKING:
    from kejian.base.auditing import Step
    from kejian.base.findings import Entry

_ERRORS_FOUND, _UNREADABLE, _INTERRUPTED = 1, 2, 130
_PAGE = 500  # findings of a base that are asked for at once


def audit(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files, folders and zip archives to audit as one body; none: the base."),
    ] = None,
    format_: Annotated[
        AuditFormat, typer.Option("--format", help="For people, JSON lines for programs, or Markdown.")
    ] = AuditFormat.TEXT,
    meta: Annotated[Path | None, typer.Option(help="JSON that says what each document is.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that the documents report on.")] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="CHECK", help="List what this check finds; may be repeated."),
    ] = None,
    state: Annotated[
        str, typer.Option(help="Of a base: open, accepted, dismissed, fixed, gone or all findings.")
    ] = "open",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes that check a base; default: one a core.")
    ] = None,
    language: LanguageOption = None,
    base: BaseOption = None,
    viewer: ViewerOption = None,
) -> None:
    """List what is wrong or doubtful, worst first, each with the passages that show it.

    With files, these are audited as one body. Without, the evidence base is: what changed since the last
    audit is audited again, and its findings are listed with their ids; see `kejian finding`.

    Exit status: 0 if nothing of severity error was found, 1 if something was, 2 if a file could not be read.
    """
    from kejian.auditing.audit import NAMES

    if unknown := [name for name in only or () if name not in NAMES]:
        raise typer.BadParameter(f"no check is called {unknown[0]!r}; there are {', '.join(NAMES)}")
    if files:
        lines, failed = _of_files(files, meta=meta, year=year, only=only)
    else:
        lines, failed = _of_base(base, viewer=viewer, only=only, state=state, jobs=jobs), 0
    write(lines, sys.stdout, format_, language=language)
    if failed:
        raise typer.Exit(_UNREADABLE)
    if any(line.finding.severity == "error" for line in lines):
        raise typer.Exit(_ERRORS_FOUND)


def _of_files(
    files: list[Path], *, meta: Path | None, year: int | None, only: list[str] | None
) -> tuple[list[Line], int]:
    from kejian.auditing import audit as find
    from kejian.errors import KejianError

    try:
        reads, failed = reads_of(files, meta=meta, year=year)
    except KejianError as error:
        say(f"kejian: {error}", err=True)
        raise typer.Exit(_UNREADABLE) from error
    lines = [Line(finding) for finding in find(reads, only=only)]
    say(f"{len(reads)} document{'s' if len(reads) != 1 else ''}: {summary(lines)}", err=True)
    return lines, failed


def _of_base(
    base: str | None, *, viewer: str | None, only: list[str] | None, state: str, jobs: int | None
) -> list[Line]:
    with opened(base, viewer=viewer) as found:
        from kejian.base.auditing import audit_base
        from kejian.base.findings import FindingPage, list_findings
        from kejian.base.workers import cores

        def page(check: str | None, offset: int) -> FindingPage:
            return list_findings(
                found.alias, viewer=viewer, check=check, state=state, limit=_PAGE, offset=offset
            )

        page(None, 0)  # says what is wrong with the state before the work begins
        try:
            with _progress() as progress:
                report = audit_base(found.alias, jobs=jobs or cores(), progress=progress)
        except KeyboardInterrupt:
            say("kejian: interrupted; run the same command to go on where it stopped", err=True)
            raise typer.Exit(_INTERRUPTED) from None
        lines, hidden = [], 0
        for check in only or (None,):
            first = page(check, 0)
            hidden += first.hidden
            for offset in range(0, first.total, _PAGE):
                entries = first if offset == 0 else page(check, offset)
                lines += [line_of(entry) for entry in entries.findings]
    say(
        f"{report.documents} documents audited, {report.unchanged} unchanged; "
        f"{report.new} findings new, {report.gone} gone",
        err=True,
    )
    also = f"; {hidden} dismissed or fixed are not listed" if hidden and state == "open" else ""
    say(f"{state}: {summary(lines)}{also}", err=True)
    return lines


def line_of(entry: "Entry") -> Line:
    """A finding of a base as it is printed."""
    from kejian.auditing import Finding, Severity
    from kejian.base.findings import case_of
    from kejian.model import Passage

    passages = tuple(
        Passage(document=p.name, start=p.start, end=p.end, quote=p.quote, before=p.before, after=p.after)
        for p in entry.passages
    )
    finding = Finding(
        check=entry.check,
        severity=Severity(entry.severity),
        case=case_of(entry),
        passages=passages,
    )
    return Line(finding, entry.id, entry.state)


@contextmanager
def _progress() -> Iterator[Callable[["Step"], None]]:
    """A bar with an estimate on a terminal; elsewhere a line now and then."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _now_and_then
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (MofNCompleteColumn(), BarColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        tasks = {what: bar.add_task(what, total=None) for what in ("documents", "groups")}
        yield lambda step: bar.update(tasks[step.what], completed=step.done, total=step.total)


def _now_and_then(step: "Step") -> None:
    if step.done == step.total or step.done % 1000 == 0:
        say(f"{step.what}: {step.done} of {step.total} {on_a_line(step.name)}".rstrip(), err=True)
