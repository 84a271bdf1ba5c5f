"""The command line: one module a command, listed here.

Imports what a command needs only when that command runs.
"""

import typer

from kejian.commands.evaluate import evaluate
from kejian.commands.facts import facts

app = typer.Typer(name="kejian", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in (facts, evaluate):
    app.command()(command)


def main() -> None:
    """Run the command line."""
    app()
