"""Rows of the first sheet of a workbook, as texts."""

from collections.abc import Iterator
from pathlib import Path

from kejian.policy.errors import ProfileError


def rows_of(path: Path) -> Iterator[tuple[str | None, ...]]:
    """The rows of the first sheet of ``path``; empty ones are left out at the end only."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, OSError, KeyError, ValueError) as error:
        raise ProfileError(
            f"not a workbook: {error}", where=str(path), hint="save it as .xlsx again"
        ) from error
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield tuple(None if cell is None else _text(cell) for cell in row)
    finally:
        book.close()


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        from decimal import Decimal

        return f"{Decimal(repr(cell)):f}"
    return str(cell)
