"""`kejian status`: what is in the base."""

import json

import typer

from kejian.commands.common import BaseOption, Format, FormatOption, ViewerOption, opened


def status(base: BaseOption = None, viewer: ViewerOption = None, format_: FormatOption = Format.TEXT) -> None:
    """Say what is in the base: documents, statements by kind, decisions."""
    with opened(base, viewer=viewer) as found:
        counts = found.status()
    if format_ is Format.JSONL:
        typer.echo(json.dumps(counts, ensure_ascii=False))
        return
    for name, value in counts.items():
        if isinstance(value, dict):
            value = ", ".join(f"{n} {word}" for word, n in value.items()) or "none"
        typer.echo(f"{name.replace('_', ' '):20} {value}")
