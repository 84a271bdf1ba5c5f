"""`kejian decide` and `kejian orphans`: what people say of statements."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from kejian.commands.common import BaseOption, Format, FormatOption, ViewerOption, opened, user
from kejian.commands.terminal import say


class Verdict(StrEnum):
    """What can be said of a statement."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


def decide(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The statement's id, or its first characters.")],
    verdict: Annotated[Verdict, typer.Argument(help="What you say of it.")],
    corrections: Annotated[
        list[str] | None, typer.Argument(metavar="FIELD=VALUE…", help="Of a correction: the right values.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why.", prompt=True)] = "",
    expect: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Decide only if the statement says this.")
    ] = None,
    who: Annotated[str | None, typer.Option(help="Who decides; default: the user of the system.")] = None,
    base: BaseOption = None,
    viewer: ViewerOption = None,
) -> None:
    """Confirm, reject or correct a statement, or withdraw what was decided. Nothing is overwritten.

    Values are exact and in the base unit: `kejian decide 4kq2 correct value=400351000000 --reason …`.
    """
    with opened(base, viewer=viewer) as found:
        from kejian.base.decisions import decide as add
        from kejian.base.showing import find

        statement = find(found.alias, id_, viewer=viewer).pk
        number = add(
            found.alias,
            statement,
            verdict.value,
            reason=reason,
            who=who or viewer or user(),
            correction=_fields(corrections),
            expected=_fields(expect),
            viewer=viewer,
        )
    typer.echo(f"decision {number} on {statement}: {verdict.value}")


def _fields(given: list[str] | None) -> dict[str, str]:
    fields = {}
    for text in given or []:
        name, equals, value = text.partition("=")
        if not equals:
            raise typer.BadParameter(f"{text!r} is not FIELD=VALUE")
        fields[name] = value
    return fields


def orphans(
    base: BaseOption = None, viewer: ViewerOption = None, format_: FormatOption = Format.TEXT
) -> None:
    """List decisions whose statement is gone or says something else, for somebody to decide again."""
    import msgspec

    with opened(base, viewer=viewer) as found:
        waiting = found.orphans()
    for orphan in waiting:
        if format_ is Format.JSONL:
            typer.echo(json.dumps(msgspec.to_builtins(orphan), ensure_ascii=False))
            continue
        say(f"{orphan.statement} {orphan.verdict} by {orphan.who} ({orphan.reason}): {orphan.why}")
        for name, value in orphan.now.items():
            if orphan.expected.get(name, "") != value:
                say(f"  {name} was {orphan.expected.get(name, '')!r}, is {value!r}")
        say(f"  made on: {orphan.sentence or orphan.quote}")
    if not waiting and format_ is Format.TEXT:
        typer.echo("every decision holds", err=True)
