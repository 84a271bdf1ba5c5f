"""Each file under ``cases`` is read as its snapshot beside it says.

A file dropped in becomes a test; ``KEJIAN_WRITE_CASES=1 pytest tests/reading/test_cases.py`` writes the
snapshots that are missing. Read them before you keep them.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from kejian.model import BlockKind, Document
from kejian.reading import read

CASES = sorted(p for p in (Path(__file__).parent / "cases").glob("*/*") if p.suffix != ".yaml")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_is_read_as_its_snapshot_says(path: Path, check: Callable[..., None]) -> None:
    document = read(path)
    check(document, path.read_bytes())
    assert document.format == path.parent.name
    snapshot = path.with_suffix(".yaml")
    if not snapshot.exists() and os.environ.get("KEJIAN_WRITE_CASES"):
        snapshot.write_text(
            yaml.safe_dump(_summary(document), allow_unicode=True, sort_keys=False, width=100),
            encoding="utf-8",
        )
    assert _summary(document) == yaml.safe_load(snapshot.read_text(encoding="utf-8"))


def _summary(document: Document) -> dict[str, Any]:
    """What is compared: of each block its number, kind with level, parent, text; of a row its cells."""
    about = {key: value for key, value in msgspec.structs.asdict(document.about).items() if value is not None}
    blocks: list[str] = []
    for number, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        if block.kind is BlockKind.CELL:
            spans = f" {block.row_span}x{block.column_span}" if block.row_span * block.column_span > 1 else ""
            head = " head" if block.header else ""
            blocks.append(f"  {block.row},{block.column}{spans}{head}: {text}")
        else:
            level = f" {block.level}" if block.level else ""
            parent = "" if block.parent is None else f" under {block.parent}"
            shown = "" if block.kind is BlockKind.ROW else f": {text}"
            blocks.append(f"{number} {block.kind}{level}{parent}{shown}")
    return {"about": about, "blocks": blocks}
