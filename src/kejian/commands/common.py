"""What the commands on a base share: its option, opening it, and errors as one plain line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kejian.commands.terminal import say

if TYPE_CHECKING:
    from kejian.base import Base

BaseOption = Annotated[
    str | None,
    typer.Option(
        "--base",
        envvar="KEJIAN_BASE",
        metavar="FILE|URL",
        help="The evidence base: a file, or postgresql://USER:PASSWORD@HOST/NAME.",
        show_default="kejian.sqlite3",
    ),
]
ViewerOption = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Whose drafts to see; without it, what is published."),
]


class Format(StrEnum):
    """How a command prints what it found."""

    TEXT = "text"
    JSONL = "jsonl"


FormatOption = Annotated[Format, typer.Option("--format", help="For people, or JSON lines for programs.")]


@contextmanager
def opened(base: str | None, *, viewer: str | None = None, create: bool = False) -> Iterator["Base"]:
    """The base, open; an error that the user can mend is printed and ends the command with status 1."""
    from kejian.base import open_base

    with plain_errors(), open_base(base, viewer=viewer, create=create) as found:
        yield found


@contextmanager
def plain_errors() -> Iterator[None]:
    """Print a `KejianError` as a line on standard error and exit with status 1."""
    from kejian.errors import KejianError

    try:
        yield
    except KejianError as error:
        say(f"kejian: {error}", err=True)
        raise typer.Exit(1) from error


def user() -> str:
    """The name of who runs the command, as the system knows it."""
    return os.environ.get("USER") or os.environ.get("LOGNAME") or "somebody"
