"""The command line: one module a command, listed here.

Imports what a command needs only when that command runs.
"""

from collections.abc import Callable
from typing import Annotated

import typer

from kejian.commands.ask import ask
from kejian.commands.audit import audit
from kejian.commands.backup import backup, move, restore
from kejian.commands.build import build
from kejian.commands.compare import compare
from kejian.commands.decide import decide, orphans
from kejian.commands.evaluate import evaluate
from kejian.commands.export_gold import export_gold
from kejian.commands.facts import facts
from kejian.commands.finding import finding
from kejian.commands.link import link
from kejian.commands.policy import policy
from kejian.commands.search import search
from kejian.commands.series import series
from kejian.commands.serve import accounts, serve
from kejian.commands.show import show
from kejian.commands.status import status
from kejian.commands.terminal import speak_utf8


def _paragraphs(command: Callable[..., None]) -> str:
    """The command's docstring with a line a paragraph, which the terminal breaks at its own width."""
    return "\n\n".join(" ".join(part.split()) for part in (command.__doc__ or "").split("\n\n"))


def _version(wanted: bool) -> None:
    if wanted:
        from kejian import __version__

        typer.echo(f"kejian {__version__}")
        raise typer.Exit


app = typer.Typer(
    name="kejian",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts twice as fast
)
for command in (
    facts,
    audit,
    finding,
    compare,
    evaluate,
    build,
    link,
    show,
    search,
    series,
    ask,
    status,
    decide,
    orphans,
    export_gold,
    backup,
    restore,
    move,
    serve,
):
    app.command(help=_paragraphs(command))(command)
app.add_typer(policy, name="policy")
app.add_typer(accounts, name="accounts")


@app.callback()
def _all(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and end.")
    ] = False,
) -> None:
    """Read yearly reports; keep every figure, milestone, term and name with the passage that states it."""


def main() -> None:
    """Run the command line."""
    speak_utf8()
    app()
