"""`kejian search`: passages that hold words, and the statements in them."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kejian.commands.common import BaseOption, Format, FormatOption, ViewerOption, opened
from kejian.commands.terminal import on_a_line, printable

if TYPE_CHECKING:
    from kejian.base.searching import Hit

_AROUND = 30  # characters of a passage shown on either side of the words


def search(
    words: Annotated[list[str], typer.Argument(help='Words that a passage must hold; "in quotes" a phrase.')],
    base: BaseOption = None,
    viewer: ViewerOption = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="The most passages to show.")] = 20,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Find passages and the statements in them; simplified or traditional script, full or half width.

    Words that few passages hold are ranked by relevance; more frequent ones are listed with the newest
    report year first. The exit status is 1 when nothing is found.
    """
    import msgspec

    with opened(base, viewer=viewer) as found:
        wanted = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
        answer = found.search(wanted, limit=limit)
    if format_ is Format.JSONL:
        for hit in answer.hits:
            typer.echo(json.dumps(msgspec.to_builtins(hit), ensure_ascii=False))
    else:
        _print(answer.hits)
        order = "by relevance" if answer.ranked else "newest report year first"
        passages = "1 passage" if len(answer.hits) == 1 else f"{len(answer.hits)} passages"
        counted = f"{passages}{' and more' if answer.more else ''}, {order}"
        typer.echo(counted if answer.hits else "nothing found", err=True)
    if not answer.hits:
        raise typer.Exit(1)


def _print(hits: "tuple[Hit, ...]") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for hit in hits:
        console.print(Text(on_a_line(hit.work), style="bold"))
        if hit.heads:
            console.print(Text(on_a_line(" | ".join(hit.heads)), style="dim"))
        console.print(_snippet(hit))
        for statement in hit.statements:
            console.print(Text.assemble("  ", (statement["id"], "cyan"), f" {on_a_line(_line(statement))}"))
        console.print()


def _snippet(hit: "Hit") -> Any:
    from rich.text import Text

    first, last = (hit.marks[0][0], hit.marks[-1][1]) if hit.marks else (0, 0)
    start = max(first - _AROUND, 0)
    end = min(max(last, start + 3 * _AROUND) + _AROUND, start + 12 * _AROUND, len(hit.text))
    shown = printable(hit.text[start:end])
    text = Text(("…" if start else "") + shown + ("…" if end < len(hit.text) else ""))
    shift = bool(start) - start
    for a, b in hit.marks:
        if b + shift <= len(text):
            text.stylize("bold red", a + shift, b + shift)
    return text


def _line(statement: dict[str, Any]) -> str:
    says = [statement.get(name, "") for name in ("period", "subject", "measure", "action", "object", "name")]
    value = f"{statement.get('value', '')} {statement.get('unit', '')}".strip()
    return " · ".join(part for part in (*says, value) if part) or statement["quote"]
