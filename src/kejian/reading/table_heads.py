"""Which cells of a table are heads, where the format does not say."""

from collections.abc import Sequence

Row = Sequence[tuple[int, str]]  # of each cell its column and its text


def header_rows(rows: Sequence[Row]) -> int:
    """How many rows head the table: those above the first with a figure outside of the first column.

    Years and such heads as `2022年` are no figures. At most three; one where no cell holds a figure and there
    are two rows at least.

    >>> header_rows([[(0, "指标"), (1, "2022年")], [(0, "专利"), (1, "1,234")]])
    1
    """
    for index, cells in enumerate(rows[:4]):
        if any(column > 0 and is_figure(text) for column, text in cells):
            return index
    return 1 if len(rows) > 1 else 0


def heads_of_rows(rows: Sequence[Row]) -> bool:
    """Whether the first column heads the rows: words there, and figures in other columns."""
    first = [text for row in rows for column, text in row if column == 0 and text]
    others = [text for row in rows for column, text in row if column > 0 and text]
    return any(map(is_figure, others)) and sum(map(is_figure, first)) < 0.3 * max(len(first), 1)


def is_figure(text: str) -> bool:
    """Whether a cell holds a value and not a head.

    >>> is_figure("1,234.5"), is_figure("-3.2%"), is_figure("2022"), is_figure("2022年")
    (True, True, False, False)
    """
    plain = text.strip().lstrip("-+−–").replace(",", "").replace("，", "").rstrip("%‰")
    whole, point, digits = plain.partition(".")
    if not whole.isdecimal() or (point and not digits.isdecimal()):
        return False
    return not (not point and len(whole) == 4 and whole[:2] in ("19", "20") and plain == text.strip())
