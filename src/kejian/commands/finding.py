"""`kejian finding`: one finding of the base, and what is decided of it."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from kejian.commands.audit import line_of
from kejian.commands.common import BaseOption, ViewerOption, opened, user
from kejian.commands.finding_lines import AuditFormat, LanguageOption, write
from kejian.commands.terminal import say


class Verdict(StrEnum):
    """What can be said of a finding."""

    ACCEPT = "accept"
    DISMISS = "dismiss"
    FIXED = "fixed"
    REOPEN = "reopen"


def finding(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The finding's id, or its first characters.")],
    verdict: Annotated[
        Verdict | None,
        typer.Argument(help="accept: it is wrong; dismiss: it is not; fixed: it was mended; reopen."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; a dismissal needs one.")] = "",
    expect: Annotated[
        str | None, typer.Option(metavar="STATE", help="Decide only if the finding is in this state.")
    ] = None,
    who: Annotated[str | None, typer.Option(help="Who decides; default: the user of the system.")] = None,
    format_: Annotated[
        AuditFormat, typer.Option("--format", help="How the finding is shown.")
    ] = AuditFormat.TEXT,
    language: LanguageOption = None,
    base: BaseOption = None,
    viewer: ViewerOption = None,
) -> None:
    """Show a finding with its decisions, or accept, dismiss, mark as fixed or reopen it.

    Decisions are only ever added. A dismissed finding stays dismissed when its document is read again; one
    that is marked fixed and found in a later text is open again.
    """
    with opened(base, viewer=viewer) as found:
        from kejian.base.findings import decide_finding
        from kejian.base.findings import finding as look

        entry = look(found.alias, id_, viewer=viewer)
        if verdict is None:
            write([line_of(entry)], sys.stdout, format_, language=language)
            for made in entry.decisions:
                say(f"  {made.at} {made.verdict} by {made.who}: {made.reason}", err=True)
            return
        number = decide_finding(
            found.alias,
            entry.id,
            verdict.value,
            reason=reason,
            who=who or viewer or user(),
            expected_state=expect,
            viewer=viewer,
        )
    typer.echo(f"decision {number} on finding {entry.id}: {verdict.value}")
