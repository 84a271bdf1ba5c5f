"""Rows of facts from files of JSON lines."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kejian.errors import KejianError

Row = dict[str, Any]
KINDS = ("mention", "milestone", "entity")


def read_rows(path: Path) -> dict[str, dict[str, list[Row]]]:
    """The rows of a file of JSON lines, or of all such files of a folder, by document and kind.

    Raises `KejianError` naming file and line where a row is no JSON object of a known kind.
    """
    documents: dict[str, dict[str, list[Row]]] = defaultdict(lambda: {kind: [] for kind in KINDS})
    for file in _files(path):
        for place, row in _lines(file):
            if not isinstance(row, dict) or row.get("kind") not in KINDS:
                raise KejianError(
                    "expected an object whose kind is mention, milestone or entity", where=place
                )
            documents[str(row.get("doc"))][row["kind"]].append(row)
    return dict(documents)


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise KejianError("no such file or folder", where=str(path), hint="name a .jsonl file or a folder")
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise KejianError("no .jsonl file in this folder", where=str(path))
    return files


def _lines(file: Path) -> Iterator[tuple[str, Any]]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                place = f"{file}, line {number}"
                try:
                    yield place, msgspec.json.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                    raise KejianError(f"not JSON: {error}", where=place) from error
