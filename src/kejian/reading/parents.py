"""Which block each block stands under."""

from collections.abc import Sequence

from kejian import kinds
from kejian.reading.runs import Entry

_SHORT = 40  # characters; a longer line introduces a list only with a colon
_ENDS = "。；！？…，、.;!?,"


def find_parents(entries: Sequence[Entry]) -> list[int | None]:
    """The parent of each entry, by index.

    A heading stands under the nearest higher heading above; an item under the outer item, else under the
    line that introduces its list, else under the heading; a row under the captions and unit lines directly
    above its table (each under the one before), else under an introducing line that ends in a colon, else
    under the heading; a cell under its row; what is inside an item under that item; all else under the
    heading.
    """
    parents: list[int | None] = []
    headings: list[tuple[int, int]] = []
    items: dict[int, int] = {}
    head: int | None = None  # of the list or table being read: its introducing line or captions
    row = table = None
    for index, entry in enumerate(entries):
        heading = headings[-1][1] if headings else None
        parent = heading
        if entry.kind is kinds.HEADING:
            while headings and headings[-1][0] >= entry.level:
                headings.pop()
            parent = headings[-1][1] if headings else None
            headings.append((entry.level, index))
            items, head = {}, None
        elif entry.kind is kinds.ITEM:
            if not items:
                head = _introduction(entries, index, short=True)
            if items:
                items = {level: item for level, item in items.items() if level < entry.level}
            outer = items[max(items)] if items else None
            parent = outer if outer is not None else head if head is not None else heading
            items[entry.level] = index
        elif entry.kind is kinds.CELL:
            parent = row
        else:
            if items:
                items = {level: item for level, item in items.items() if level <= entry.depth}
            inside = items[max(items)] if items else heading
            if entry.kind is kinds.ROW:
                if entry.table != table:
                    head, table = _introduction(entries, index, short=False), entry.table
                parent, row = (head if head is not None else inside), index
            elif entry.kind is kinds.CAPTION and index and entries[index - 1].kind is kinds.CAPTION:
                parent = index - 1 if _is_unit(entry.text) else inside
            else:
                parent = inside
        parents.append(parent)
    return parents


def _introduction(entries: Sequence[Entry], index: int, *, short: bool) -> int | None:
    if not index:
        return None
    before = entries[index - 1]
    if before.kind is kinds.CAPTION:
        return index - 1 if not short else None
    if before.kind is not kinds.PARAGRAPH or before.depth > entries[index].depth:
        return None
    if before.text[-1] in "：:":
        return index - 1
    if short and len(before.text) <= _SHORT and before.text[-1] not in _ENDS:
        return index - 1
    return None


def _is_unit(text: str) -> bool:
    return text.strip("（()） ").startswith(("单位", "計量單位", "计量单位", "單位"))
