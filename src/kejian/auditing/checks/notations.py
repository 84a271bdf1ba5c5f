"""Notations that are mixed: per cent within a paragraph, dates within a list, money within a column."""

from collections import defaultdict
from collections.abc import Iterator

import regex

from kejian.auditing.body import paragraphs, remark
from kejian.auditing.grids import grids
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import Block, BlockKind, Document

_NAME = "wording"
_FEWEST = 3  # dates of a list before an odd one out is told
_PERCENT = regex.compile(r"(?<![\d.])\d+(?:\.\d+)?%")
_PERCENT_WORDS = regex.compile(r"百分之[零一二三四五六七八九十百点\d]+(?!点)")
_DATES: tuple[tuple[str, "regex.Pattern[str]"], ...] = (
    ("2023年3月12日", regex.compile(r"(?<!\d)(?:19|20)\d{2}年\d{1,2}月\d{1,2}日")),
    ("2023-03-12", regex.compile(r"(?<![\d-])(?:19|20)\d{2}-\d{1,2}-\d{1,2}(?![\d-])")),
    ("2023/3/12", regex.compile(r"(?<![\d/])(?:19|20)\d{2}/\d{1,2}/\d{1,2}(?![\d/])")),
    ("2023.3.12", regex.compile(r"(?<![\d.])(?:19|20)\d{2}\.\d{1,2}\.\d{1,2}(?![\d.])")),
    ("二〇二三年三月", regex.compile(r"二[〇○零]\p{Han}{2}年[一二三四五六七八九十]{1,2}月")),
    ("23年3月", regex.compile(r"(?<![\d第])\d{2}年\d{1,2}月\d{1,2}日")),
)
# within an item the date opens it, or stands in brackets at its end
_OPENS = regex.compile(r"^[\s\-–•·●○*]*(?:[（(]?\d{1,2}[）).、]\s*)?$")
_MONTH_DAY: tuple[tuple[str, "regex.Pattern[str]"], ...] = (
    ("3月12日", regex.compile(r"(?<![\d年])\d{1,2}月\d{1,2}日")),
    ("3.12", regex.compile(r"(?<![\d.])(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])(?![\d.%])(?=[\s\t:：])")),
    ("03-12", regex.compile(r"(?<![\d-])(?:1[0-2]|0\d)-(?:3[01]|[0-2]\d)(?![\d-])")),
    ("3月12号", regex.compile(r"(?<![\d年])\d{1,2}月\d{1,2}号")),
    ("3/12", regex.compile(r"(?<![\d/])(?:1[0-2]|[1-9])/(?:3[01]|[12]\d|[1-9])(?![\d/])(?=[\s\t:：])")),
)
# a day behind 于 or before what happened on it, wherever it stands in an item
_WITHIN: tuple[tuple[str, "regex.Pattern[str]"], ...] = (
    *_DATES,
    ("3月12日", regex.compile(r"(?<!\d)\d{1,2}月\d{1,2}日")),
    ("3月12号", regex.compile(r"(?<!\d)\d{1,2}月\d{1,2}号")),
    (
        "3.12",
        regex.compile(
            r"(?:^|[于在已])(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])(?=[,，]|(?![万亿个家项倍])\p{Han})"
        ),
    ),
    ("3/12", regex.compile(r"(?:^|[于在已])(?:1[0-2]|[1-9])/(?:3[01]|[12]\d|[1-9])(?=[,，\p{Han}])")),
)
_CLASS = regex.compile(
    r"(?<![\dA-Za-z第这那各几多.])(?P<n>[1-4]|[一二三四]|[ⅠⅡⅢⅣ]|IV|I{1,3})类(?P<noun>医疗器械|创新药|新药|\p{Han}{4})"
)
_NUMERALS = ("1234", "一二三四", "ⅠⅡⅢⅣ", "IV")
_WRITTEN_OUT = "3月12日"
_COUNTED = regex.compile(
    r"(?<![\p{Han}\d.第])(?P<n>[三四五六七八九十]{1,3})(?P<unit>[家项件名台])(?=[\p{Han}，。；、])"
)
_MONEY = regex.compile(r"^\s*[\d,.]+\s*(?P<unit>[万百千]?亿?元)\s*$")


def mixed(document: Document) -> Iterator[Finding]:
    """Every kind of mixture, one finding for each place."""
    for block, text in paragraphs(document):
        yield from _percents(document, block, normal(text))
    yield from _dates(document)
    yield from _classes(document)
    yield from _money(document)


def _classes(document: Document) -> Iterator[Finding]:
    """One sort of thing in classes that are counted in two ways: 3类医疗器械, Ⅲ类医疗器械."""
    found: dict[str, dict[int, tuple[int, int, str]]] = defaultdict(dict)
    for match in _CLASS.finditer(normal(document.text)):
        way = next(at for at, numerals in enumerate(_NUMERALS) if match["n"][0] in numerals)
        end = match.end() - len(match["noun"])
        found[match["noun"]].setdefault(way, (match.start(), end, match["n"]))
    for noun, ways in found.items():
        if len(ways) > 1:
            places = sorted(ways.values())
            case = tell("wording.classes", forms="、".join(f"{n}类" for _, _, n in places), noun=noun)
            yield remark(_NAME, document, Severity.STYLE, case, *((a, b) for a, b, _ in places))


def _percents(document: Document, block: Block, text: str) -> Iterator[Finding]:
    for match in _COUNTED.finditer(text):
        other = regex.search(rf"(?<![\d.])\d+{match['unit']}(?=[\p{{Han}}，。；、])", text)
        if other:
            spans = sorted((block.start + a, block.start + b) for a, b in (match.span(), other.span()))
            case = tell("wording.numerals", one=match[0], other=other[0])
            yield remark(_NAME, document, Severity.STYLE, case, *spans)
            break
    words, sign = _PERCENT_WORDS.search(text), _PERCENT.search(text)
    if words and sign:
        spans = sorted((block.start + a, block.start + b) for a, b in (words.span(), sign.span()))
        yield remark(_NAME, document, Severity.STYLE, tell("wording.percents"), *spans)


def _lists(document: Document) -> Iterator[tuple[bool, list[tuple[int, str]]]]:
    """The items of each list, the cells of each column and runs of lines, with their places.

    First whether they are items, in which a date counts wherever it stands.
    """
    groups: dict[tuple[str, int | None], list[tuple[int, str]]] = defaultdict(list)
    run, last = 0, ""
    for block in document.blocks:
        text = normal(document.text[block.start : block.end])
        if block.kind is BlockKind.ITEM:
            groups["items", block.parent].append((block.start, text))
        elif block.kind is BlockKind.CELL and block.table is not None and not block.header:
            groups[f"column {block.column}", block.table].append((block.start, text))
        elif block.kind is BlockKind.PARAGRAPH:
            if last != "paragraph" or not _opening_date(text):
                run += 1
            groups["run", run].append((block.start, text))
        if block.kind is not BlockKind.CELL:
            last = block.kind.value
    yield from ((kind == "items", group) for (kind, _), group in groups.items())


def _opening_date(text: str) -> bool:
    return any(p.match(text) for _, p in (*_DATES, *_MONTH_DAY))


def _dates(document: Document) -> Iterator[Finding]:
    for inside, items in _lists(document):
        if len(items) < _FEWEST:
            continue
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for start, text in items:
            for form, pattern in _WITHIN if inside else (*_DATES, *_MONTH_DAY):
                match = pattern.search(text)
                if match and (inside or _OPENS.match(text[: match.start()]) or _closes(text, match.end())):
                    family = _WRITTEN_OUT if form in ("2023年3月12日", "3月12日") else form
                    found[family].append((start + match.start(), start + match.end()))
                    break
        if len(found) > 1 and sum(map(len, found.values())) >= _FEWEST:
            firsts = sorted((spans[0] for spans in found.values()), key=lambda span: span[0])
            case = tell("wording.dates", forms="、".join(found))
            yield remark(_NAME, document, Severity.STYLE, case, *firsts)


def _closes(text: str, end: int) -> bool:
    return not text[end:].strip("）) 。；")


def _money(document: Document) -> Iterator[Finding]:
    """Cells of one column with 万元 and 亿元 by turns."""
    for grid in grids(document):
        columns: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        for row in grid.rows[1:]:
            for cell in row:
                match = _MONEY.match(cell.text)
                if match:
                    columns[cell.column].setdefault(match["unit"], (cell.passage.start, cell.passage.end))
        for units in columns.values():
            if len(units) > 1:
                case = tell("wording.money", units="、".join(units))
                yield remark(_NAME, document, Severity.STYLE, case, *sorted(units.values()))
