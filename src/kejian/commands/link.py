"""`kejian link`: make the series and things of a base that has documents which are not linked yet."""

import sys
from typing import Annotated

import typer

from kejian.commands.common import BaseOption, opened
from kejian.commands.terminal import say


def link(
    base: BaseOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Link every document anew, not only those that need it.")
    ] = False,
) -> None:
    """Join what documents say into series and things, where that was not done when they were stored.

    `kejian build` links what it stores. This is for bases of before there was linking, after an upgrade
    that links otherwise, and after a run that was killed; it can be interrupted and continued.
    """
    with opened(base) as found:
        from kejian.base.linking import link as run

        shown = sys.stderr.isatty()
        report = run(found.alias, again=again, progress=_line if shown else lambda _done, _of: None)
    if shown and report.documents:
        say("", err=True)
    say(f"{report.documents} documents linked, {report.settled} series and names brought up to date")


def _line(done: int, of: int) -> None:
    sys.stderr.write(f"\r{done}/{of} documents")
    sys.stderr.flush()
