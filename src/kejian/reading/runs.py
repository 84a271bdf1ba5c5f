"""Runs, cells and entries: what readers hand to the builder, and what it keeps of them."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from kejian.model import BlockKind, Place


class Run(NamedTuple):
    """Characters that stand together at ``place`` of the original; None if the reader added them.

    ``exact`` as in `Segment`: one character of the text is one of the place. A `Page` place has one box for
    each character of ``text``.
    """

    text: str
    place: Place | None = None
    exact: bool = True


class CellRuns(NamedTuple):
    """A cell for `Builder.row`. ``column`` None: the next free one."""

    runs: Sequence[Run]
    column: int | None = None
    row_span: int = 1
    column_span: int = 1
    header: bool = False


class Entry(msgspec.Struct, kw_only=True):
    """A block being built; ``runs`` are trimmed and clean. Cells follow their row."""

    kind: BlockKind
    runs: list[Run]
    text: str
    level: int = 0
    depth: int = 0
    guess: bool = False
    strong: bool = False
    table: int | None = None
    row: int | None = None
    column: int | None = None
    row_span: int = 1
    column_span: int = 1
    header: bool = False
