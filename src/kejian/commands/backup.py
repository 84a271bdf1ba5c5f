"""`kejian backup`, `kejian restore` and `kejian move`: the whole base as one file, and from base to base."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kejian.commands.common import BaseOption, plain_errors

if TYPE_CHECKING:
    from kejian.base.archive import Manifest


def backup(file: Annotated[Path, typer.Argument(help="The file to write.")], base: BaseOption = None) -> None:
    """Write the whole base to one file, as it is at this moment, while others may go on writing."""
    with plain_errors():
        from kejian.base.connection import close, connect

        alias = connect(base, create=False, snapshot=True)
        from kejian.base.archive import backup as write

        try:
            _say("written", write(alias, file))
        finally:
            close(alias)


def restore(
    file: Annotated[Path, typer.Argument(help="The file that `kejian backup` wrote.")],
    base: BaseOption = None,
) -> None:
    """Fill an empty base from a backup; decisions, ids and superseded editions come back as they were."""
    with plain_errors():
        from kejian.base.connection import close, connect

        alias = connect(base)
        from kejian.base.archive import restore as read

        try:
            _say("restored", read(alias, file))
        finally:
            close(alias)


def move(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The base to copy: a file or a URL.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty or new base: a file or a URL.")],
) -> None:
    """Copy a base into another one, also from SQLite to PostgreSQL and back; FROM stays as it is."""
    with plain_errors():
        from kejian.base.connection import close, connect, same
        from kejian.errors import BaseError

        if same(source, target):
            raise BaseError("FROM and TO are the same base", where=source, hint="name another one")
        old = connect(source, create=False, snapshot=True)
        new = connect(target)
        from kejian.base.archive import move as copy

        try:
            _say("moved", copy(old, new))
        finally:
            close(old)
            close(new)


def _say(done: str, manifest: "Manifest") -> None:
    tables = manifest.tables
    typer.echo(
        f"{done}: {tables['document'].rows} documents, {tables['statement'].rows} statements, "
        f"{tables['decision'].rows} decisions"
    )
