"""Tables as files that a spreadsheet opens without obeying what stands in them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: Any) -> Any:
    """A cell that is text to a spreadsheet and never a formula; numbers stay numbers.

    >>> safe_cell("=1+1"), safe_cell("-3.5"), safe_cell("@x"), safe_cell(7)
    ("'=1+1", '-3.5', "'@x", 7)
    """
    if not isinstance(value, str) or not value.startswith(_DANGEROUS):
        return "" if value is None else value
    try:
        float(value.replace("_", "x"))
    except ValueError:
        return f"'{value}"
    return value


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A CSV in UTF-8 with a mark that spreadsheets know; ``name`` without its ending."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_cell(column) for column in columns])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return attachment(f"{name}.csv", b"\xef\xbb\xbf" + text.getvalue().encode(), "text/csv; charset=utf-8")


def attachment(name: str, content: bytes, kind: str) -> HttpResponse:
    """Bytes that the browser keeps as a file and never shows as a page."""
    answer = HttpResponse(content, content_type=kind)
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return answer
