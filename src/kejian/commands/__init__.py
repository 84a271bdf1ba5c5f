"""The command line: one module a command, listed here.

Imports what a command needs only when that command runs.
"""

import typer

from kejian.commands.backup import backup, move, restore
from kejian.commands.build import build
from kejian.commands.decide import decide, orphans
from kejian.commands.evaluate import evaluate
from kejian.commands.facts import facts
from kejian.commands.search import search
from kejian.commands.show import show
from kejian.commands.status import status

app = typer.Typer(name="kejian", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in (
    facts,
    evaluate,
    build,
    show,
    search,
    status,
    decide,
    orphans,
    backup,
    restore,
    move,
):
    app.command()(command)


def main() -> None:
    """Run the command line."""
    app()
