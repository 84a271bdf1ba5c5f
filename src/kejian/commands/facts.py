"""`kejian facts`: the facts of files, as JSON lines, CSV or a table."""

import json
from pathlib import Path
from typing import Annotated

import typer


def facts(
    files: Annotated[list[Path], typer.Argument(help="Files to read.")],
    meta: Annotated[Path | None, typer.Option(help="JSON that says what each document is.")] = None,
    year: Annotated[int | None, typer.Option(help="The year the documents report on.")] = None,
) -> None:
    """Print the facts that files state, each with its sentence and place."""
    from kejian.extraction import extract, rows
    from kejian.model import About
    from kejian.reading import read

    known = json.loads(meta.read_text(encoding="utf-8")) if meta else {}
    for path in files:
        document = read(path)
        about = About(**({"report_year": year} | known.get(document.name, {})))
        for row in rows(extract(document, about=about)):
            print(json.dumps(row, ensure_ascii=False))
