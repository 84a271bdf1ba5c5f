"""`kejian show`: a statement with the passage that states it."""

import json
from typing import Annotated, Any

import typer

from kejian.commands.common import BaseOption, Format, FormatOption, ViewerOption, opened
from kejian.commands.terminal import on_a_line, printable


def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The statement's id, or its first characters.")],
    base: BaseOption = None,
    viewer: ViewerOption = None,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Show a statement with its passage, its place in the original, and what people decided."""
    with opened(base, viewer=viewer) as found:
        shown = found.show(id_)
    if format_ is Format.JSONL:
        typer.echo(json.dumps(shown, ensure_ascii=False))
    else:
        _print(shown)


def _print(shown: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)

    def line(text: str, style: str = "") -> None:
        console.print(Text(printable(text), style=style))

    retired = " (retired: its work no longer says so)" if shown["status"] == "retired" else ""
    console.print(Text.assemble((shown["id"], "bold"), f" {shown['kind']}{retired}"))
    for name, value in shown["says"].items():
        line(f"  {name}: {value}")
    if "passage" in shown:
        console.print()
        console.print(_passage(shown["passage"]))
        console.print()
        document = shown["document"]
        line(f"{on_a_line(document['title'] or document['work'])} — {on_a_line(document['file'])}")
        line(f"  characters {shown['start']}–{shown['end']}{_places(shown['places'])}")
    line(f"  found by {shown['extractor'] or shown.get('person') or shown['source']}")
    for earlier in shown["earlier"]:
        line(f"  version {earlier['version']} read {earlier['quote']!r}", style="dim")
    for decision in shown["decisions"]:
        right = ", ".join(f"{name} = {value}" for name, value in decision["correction"].items())
        mark = "✓" if decision["holds"] else "–"
        what = f"{mark} {decision['verdict']} {right} by {decision['who']}, {decision['at']}:"
        line(f"{' '.join(what.split())} {decision['reason']}")


def _passage(passage: dict[str, Any]) -> Any:
    from rich.text import Text

    text = Text(printable(passage["text"]), style="dim")
    text.stylize("not dim", *passage["sentence"])
    text.stylize("bold not dim black on yellow", *passage["mark"])
    return text


def _places(places: list[dict[str, Any]]) -> str:
    """Where the words stand in the original, in short."""
    shown = []
    for place in places:
        match place["type"]:
            case "bytes":
                shown.append(f"bytes {place['start']}–{place['end']}")
            case "page":
                left, top = (place["boxes"] or [(0, 0, 0, 0)])[0][:2]
                shown.append(f"page {place['number']} at {left:.0f}, {top:.0f}")
            case "paragraph":
                shown.append(f"{place['part']}, paragraph {place['paragraph'] + 1}")
            case "node":
                shown.append(place["path"])
            case "cell":
                shown.append(f"{place['sheet']}!{place['address']}")
    return "".join(f", {place}" for place in dict.fromkeys(shown))
