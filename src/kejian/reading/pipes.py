"""Pipe tables of Markdown: where one ends, and where its cells stand."""

from collections.abc import Sequence

_RULE = frozenset("|:-+= \t")


def table_end(text: str, lines: Sequence[tuple[int, int]], at: int, first: int) -> int | None:
    """The line after the table that begins in line ``at`` (its text at ``first``); None if none begins.

    A table has a rule under its first line; or, lacking it, at least two lines that begin and end with a
    pipe. It goes on as long as the lines hold a pipe.
    """
    if at + 1 >= len(lines):
        return None
    if is_rule(text, *lines[at + 1]) and not is_rule(text, *lines[at]):
        columns = len(cell_spans(text, *lines[at]))
        if columns != len(cell_spans(text, *lines[at + 1])) and text[first] != "|":
            return None
        stop = at + 2
    elif _framed(text, *lines[at]) and _framed(text, *lines[at + 1]):
        stop = at + 1
    else:
        return None
    while stop < len(lines) and text.find("|", *lines[stop]) >= 0:
        stop += 1
    return stop


def is_rule(text: str, start: int, end: int) -> bool:
    """Whether a line is the rule under a table's head: ``| --- | :---: |``."""
    line = text[start:end]
    if "-" not in line or "|" not in line or not _RULE.issuperset(line):
        return False
    return all(set(cell.strip().strip(":")) <= {"-", "="} for cell in line.strip().strip("|").split("|"))


def cell_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    r"""Where the cells of a line stand. A pipe after a backslash or inside code does not end a cell.

    >>> cell_spans(r"| a | b\|c |", 0, 12)
    [(1, 4), (5, 11)]
    """
    spans = []
    at = begin = start
    code = False
    while at < end:
        character = text[at]
        if character == "\\":
            at += 1
        elif character == "`":
            code = not code and text.find("`", at + 1, end) >= 0
        elif character == "|" and not code:
            spans.append((begin, at))
            begin = at + 1
        at += 1
    spans.append((begin, end))
    if spans and not text[slice(*spans[0])].strip():
        del spans[0]
    if spans and len(spans) > 1 and not text[slice(*spans[-1])].strip():
        spans.pop()
    return spans


def _framed(text: str, start: int, end: int) -> bool:
    line = text[start:end].strip()
    return len(line) > 2 and line[0] == line[-1] == "|"
