"""Words told twice in a row, titles that return, marks of width and numbering in running text."""

from collections.abc import Iterator

import regex
import rjieba

from kejian.auditing.body import paragraphs, remark
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import BlockKind, Document

_NAME = "structure"
_TWICE = regex.compile(r"(?<w>\p{Han}{2,8})(?P=w)")
_TWICE_ONE = regex.compile(r"(?<!目)的的(?!确)|(?<!总)和和|(?<!实|内)在在|(?<!于)是是(?!非)|与与|将将")
_MEANT = regex.compile(
    r"^(?:研究|讨论|商量|等等|考虑|家家|人人|方方面面|点点|一\p{Han}|[〇零一二三四五六七八九十]+|.{1})$"
)
_PARTS = (
    ("（一）", regex.compile(r"^[（(](?<n>[一二三四五六七八九十]{1,3})[）)]")),
    ("一、", regex.compile(r"^(?<n>[一二三四五六七八九十]{1,3})、")),
    ("1.", regex.compile(r"^(?<n>\d{1,2})[.．、](?!\d)")),
    ("（1）", regex.compile(r"^[（(](?<n>\d{1,2})[）)]")),
)
_HAN = "零一二三四五六七八九"
_LONGEST_TITLE = 40
_NEAR = 12  # characters beside what is told twice that are cut into words
_INNER = regex.compile(r"^(\d{1,2})\.(\d{1,2})(?![\d.])")
_TOP = regex.compile(r"^第?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:[章、]|[.．](?!\d)|\s)")


def repeated(document: Document) -> Iterator[Finding]:
    """`全市全市`, `的的`."""
    for block, text in paragraphs(document):
        for pattern in (_TWICE, _TWICE_ONE):
            for match in pattern.finditer(text):
                if pattern is _TWICE and (_MEANT.match(match["w"]) or _across_words(text, match)):
                    continue
                span = (block.start + match.start(), block.start + match.end())
                yield remark(
                    _NAME, document, Severity.DOUBT, tell("structure.told_twice", words=match[0]), span
                )


def _across_words(text: str, match: regex.Match[str]) -> bool:
    """药品制品制造 holds 品制 twice, but as ends of other words."""
    start = max(match.start() - _NEAR, 0)
    ends, at = {start}, start
    for word in rjieba.cut(text[start : match.end() + _NEAR], False):
        at += len(word)
        ends.add(at)
    return not {match.start(), match.start() + len(match["w"]), match.end()} <= ends


def titles(document: Document) -> Iterator[Finding]:
    """Two headings of one level that are called the same under one heading."""
    seen: dict[tuple[int, int | None, str], tuple[int, int]] = {}
    for block in document.blocks:
        if block.kind is not BlockKind.HEADING:
            continue
        text = _unnumbered(normal(document.text[block.start : block.end]))
        key = (block.level, block.parent, text)
        if len(text) > 2 and key in seen:
            spans = (seen[key], (block.start, block.end))
            yield remark(_NAME, document, Severity.DOUBT, tell("structure.same_heading", title=text), *spans)
        seen.setdefault(key, (block.start, block.end))


def _unnumbered(text: str) -> str:
    for _, pattern in _PARTS:
        text = pattern.sub("", text)
    return regex.sub(r"^[\d.\s]+|\s+", "", text)[:_LONGEST_TITLE]


def numbered_paragraphs(document: Document) -> Iterator[Finding]:
    """Paragraphs or items that open with a number, where the next one skips a number."""
    last: dict[str, tuple[int, tuple[int, int]]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            last.clear()
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            continue
        text = document.text[block.start : block.end].strip()
        for form, pattern in _PARTS:
            match = pattern.match(text)
            if match is None:
                continue
            number, span = _number(match["n"]), (block.start, block.start + min(len(text), _LONGEST_TITLE))
            before = last.get(form)
            if before and number == before[0] + 2:
                case = tell("structure.number_skipped", number=number, before=before[0])
                yield remark(_NAME, document, Severity.DOUBT, case, before[1], span)
            last[form] = (number, span)
            break


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    return (_HAN.index(tens) * 10 if tens else 10 if ten else 0) + (_HAN.index(ones) if ones else 0)


def order_of_headings(document: Document) -> Iterator[Finding]:
    """`1.1` before the heading `1`: content that stands before the heading it belongs to."""
    early: dict[int, tuple[int, int]] = {}
    seen: set[int] = set()
    for block in document.blocks:
        if block.kind is not BlockKind.HEADING:
            continue
        text = normal(document.text[block.start : block.end]).strip()
        inner, top = _INNER.match(text), _TOP.match(text)
        if inner:
            if int(inner[1]) not in seen:
                early.setdefault(int(inner[1]), (block.start, block.end))
        elif top:
            number = _number(top[1])
            if number in early:
                spans = (early.pop(number), (block.start, block.end))
                yield remark(_NAME, document, Severity.DOUBT, tell("structure.before_heading"), *spans)
            seen.add(number)
