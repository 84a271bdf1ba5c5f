"""Structure: brackets and quotes without their partner, gaps in numbering, headings without content,
foreign words left over, punctuation of mixed width (GB/T 15834)."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from kejian.auditing.body import Body, paragraphs, remark
from kejian.auditing.checks.repeats import numbered_paragraphs, order_of_headings, repeated, titles
from kejian.auditing.model import Finding, Severity
from kejian.auditing.same import small_number
from kejian.auditing.telling import Case, tell
from kejian.model import Block, BlockKind, Document

NAME = "structure"
_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "【": "】", "「": "」", "『": "』", "〔": "〕"}
_SAME = {")": "）", "）": "）"}  # brackets of mixed width close each other
_CLOSING = {_SAME.get(c, c) for c in _PAIRS.values()}
_LIST_MARK = regex.compile(
    r"(?:^|(?<=[。；，：:;,.\s]))\s*(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3})[)）]"
)
_HAN = "零一二三四五六七八九"
_NUMBERED: tuple[tuple[str, "regex.Pattern[str]"], ...] = (
    ("一、", regex.compile(r"^(?<n>[一二三四五六七八九十]{1,3})、")),
    ("（一）", regex.compile(r"^[（(](?<n>[一二三四五六七八九十]{1,3})[）)]")),
    ("第一章", regex.compile(r"^第(?<n>[一二三四五六七八九十]{1,3})[章节部编篇]")),
    ("1.", regex.compile(r"^(?<n>\d{1,2})(?:[.．、])(?!\d)")),
)
_MARKS = regex.compile(r"(?<![一二三四五六七八九十\p{Han}])(?<n>[一二三四五六七八九])是(?!否)")
_LEFT_OVER = "(?:and|or|the|of|with|from|to|in|by|for|but|which|that|is|are|as well as)"
_FOREIGN = regex.compile(
    rf"(?<=\p{{Han}}[，、 ]{{0,2}}){_LEFT_OVER}(?=[，、 ]{{0,2}}[\p{{Han}}\d])"
    rf"|(?<=[\d%][，、 ]{{1,2}}){_LEFT_OVER}(?=[，、 ]{{0,2}}\p{{Han}})"
)
_HALF_WIDTH = regex.compile(
    r"(?<=[\p{Han}”》）%\d])[,;:!?](?=[\p{Han}“《（])|(?<=[\p{Han}”》）])[,;:!?](?=\d)|(?<=\p{Han})[,;!?.](?=$|\n)|(?<=\p{Han})\.(?=\p{Han})"
)
_DOUBLED = regex.compile(r"，，|。。(?!。)|、、|；；|，。|。，|、。|；。|：：|、，|，、")
_ENOUGH = 3  # of one kind, before a document is said to mix widths


def check(body: Body) -> list[Finding]:
    """Look at the blocks of each document and their order."""
    found: list[Finding] = []
    for read in body.reads:
        document = read.document
        for block, text in paragraphs(document):
            found += [*_unmatched(document, block, text), *_words(document, block, text)]
            found += _enumeration(document, block, text)
        found += [*_gaps(document), *_empty(document), *_widths(document)]
        found += [*repeated(document), *titles(document)]
        found += [*numbered_paragraphs(document), *order_of_headings(document)]
    return found


def _unmatched(document: Document, block: Block, text: str) -> Iterator[Finding]:
    skip = {m.end() - 1 for m in _LIST_MARK.finditer(text)}
    open_: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for at, char in enumerate(text):
        if at in skip and not waiting[_SAME.get(char, char)]:
            continue  # the mark of a list: 1）
        closes = _SAME.get(char, char)
        if char in _PAIRS:
            mark = _SAME.get(_PAIRS[char], _PAIRS[char])
            open_.append((mark, at))
            waiting[mark] += 1
        elif closes in _CLOSING and waiting[closes]:
            while open_[-1][0] != closes:
                mark, place = open_.pop()
                waiting[mark] -= 1
                yield _alone(document, block, text, place, tell("structure.not_closed", mark=text[place]))
            _, place = open_.pop()
            waiting[closes] -= 1
            if _PAIRS[text[place]] != char and regex.search(r"\p{Han}", text[place + 1 : at]):
                case = tell("structure.half_width")
                half = place if text[place].isascii() else at
                yield remark(
                    NAME, document, Severity.STYLE, case, (block.start + half, block.start + half + 1)
                )
        elif closes in _CLOSING and (char != "”" or block.kind is not BlockKind.QUOTE):
            yield _alone(document, block, text, at, tell("structure.not_opened", mark=char))
    for _, place in open_:
        # speech that runs on opens each paragraph anew and closes at its end only
        if text[place] != "“" or place > 0 or not _speech(document, block):
            yield _alone(document, block, text, place, tell("structure.not_closed", mark=text[place]))


def _speech(document: Document, block: Block) -> bool:
    """Whether the paragraph opens like speech that runs on: the next one opens with a quote too."""
    after = document.text[block.end : block.end + 8].lstrip()
    return after.startswith("“")


def _alone(document: Document, block: Block, text: str, at: int, case: Case) -> Finding:
    left, right = max(at - 12, 0), min(at + 13, len(text))
    return remark(NAME, document, Severity.DOUBT, case, (block.start + left, block.start + right))


def _words(document: Document, block: Block, text: str) -> Iterator[Finding]:
    for match in _FOREIGN.finditer(text):
        span = (block.start + match.start(), block.start + match.end())
        yield remark(NAME, document, Severity.DOUBT, tell("structure.foreign", word=match[0]), span)
    for match in _DOUBLED.finditer(text):
        span = (block.start + match.start(), block.start + match.end())
        yield remark(NAME, document, Severity.STYLE, tell("structure.two_marks", marks=match[0]), span)


def _enumeration(document: Document, block: Block, text: str) -> Iterator[Finding]:
    """`一是 … 三是` without `二是`."""
    marks = list(_MARKS.finditer(text))
    numbers = [_HAN.index(m["n"]) for m in marks]
    for (before, after), mark in zip(itertools.pairwise(numbers), marks[1:], strict=False):
        if numbers[0] == 1 and after not in (before + 1, 1):
            span = (block.start + mark.start(), block.start + mark.end())
            case = tell("structure.enumeration", mark=mark[0], before=f"{_HAN[before]}是")
            yield remark(NAME, document, Severity.DOUBT, case, span)


def _gaps(document: Document) -> Iterator[Finding]:
    """Numbered headings of one form and level whose numbers jump."""
    headings = [(i, b) for i, b in enumerate(document.blocks) if b.kind is BlockKind.HEADING]
    last: dict[tuple[str, int | None], tuple[int, Block]] = {}
    for _, block in headings:
        text = document.text[block.start : block.end].strip()
        for form, pattern in _NUMBERED:
            match = pattern.match(text)
            if not match:
                continue
            number, key = small_number(match["n"]), (form, block.parent)
            before = last.get(key)
            if before and number not in (1, before[0] + 1):
                case = tell("structure.number_skipped", number=number, before=before[0])
                if number == before[0]:
                    case = tell("structure.number_again", number=number)
                spans = ((before[1].start, before[1].end), (block.start, block.end))
                yield remark(NAME, document, Severity.DOUBT, case, *spans)
            last[key] = (number, block)


def _empty(document: Document) -> Iterator[Finding]:
    """Numbered headings that nothing follows before the next heading of their level or above."""
    outer = [b for b in document.blocks if b.kind is not BlockKind.CELL]
    for block, following in zip(outer, [*outer[1:], None], strict=True):
        text = document.text[block.start : block.end]
        if block.kind is not BlockKind.HEADING or not any(p.match(text) for _, p in _NUMBERED):
            continue
        ends = following is None or (following.kind is BlockKind.HEADING and following.level <= block.level)
        if ends:
            case = tell("structure.empty_heading")
            yield remark(NAME, document, Severity.DOUBT, case, (block.start, block.end))


def _widths(document: Document) -> Iterator[Finding]:
    """Half-width punctuation between Chinese characters in a document that mostly uses full-width marks."""
    half: Sequence[regex.Match[str]] = list(_HALF_WIDTH.finditer(document.text))
    full = sum(document.text.count(c) for c in "，；：！？")
    if half and full >= _ENOUGH * len(half):
        spans = [(m.start(), m.end()) for m in half[:_ENOUGH]]
        case = tell("structure.half_width")
        if len(half) > 1:
            case = tell("structure.half_widths", times=len(half))
        yield remark(NAME, document, Severity.STYLE, case, *spans)
