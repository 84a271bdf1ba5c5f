"""Figures of headings and pull-quotes that the text below or beside them does not bear out."""

from collections import Counter
from collections.abc import Iterator

import regex

from kejian.auditing.body import Body, Said
from kejian.auditing.model import Finding, Severity
from kejian.auditing.readings import label_of
from kejian.auditing.same import alike, measure_key
from kejian.auditing.telling import tell
from kejian.model import Aspect, Block, BlockKind, Document

_LONGEST = 60  # characters of a line that stands out
_ENDS = regex.compile(r"[。；;]\s*$")
_NO_WEIGHT = regex.compile(
    r"^第?[一二三四五六七八九十]{1,3}[、章节]?|突破|领跑|[站迈登攀跃踏]上|[跨迈越闯]过|跨越|站稳|新?台阶|[大新]?关口?|跃升至?|升至|增至|规模|新高|总数|总量|总额|金额|[数量额]$|全市|全年|已|达到?|超过?|近|逾|破|的|了"
)
_NEAR = 2  # times more or less: beyond, it is hardly the same figure
_QUOTIENTS = (Aspect.SHARE, Aspect.RATIO)
_FEWEST, _LONG = 2, 4  # characters of the words of a heading, of the text's where those are the shorter
_ASPECTS = (Aspect.LEVEL, Aspect.RATIO, Aspect.SHARE, Aspect.GROWTH, Aspect.CHANGE)


def headlines(body: Body) -> Iterator[Finding]:
    """Each figure that stands out against those of the text under words that hold its own."""
    for number, read in body.numbered():
        figures = [s for s in body.said if s.document == number and s.figure.aspect in _ASPECTS]
        for said in figures:
            if not _stands_out(read.document, read.document.blocks[said.block]):
                continue
            others = [s for s in figures if s.block != said.block and _may_be(said, s)]
            if any(said.hard.meets(s.hard) or said.usual.meets(s.usual) for s in others):
                continue
            words = _spelt(label_of(said, read.document)) or _words(said)
            alike_words = [s for s in others if _holds(said, s, words) and s.exact and _close(said, s)]
            if alike_words and len({s.figure.value for s in alike_words}) == 1:
                yield _finding(said, alike_words[0])


def _stands_out(document: Document, block: Block) -> bool:
    if block.kind in (BlockKind.HEADING, BlockKind.QUOTE):
        return True
    text = document.text[block.start : block.end]
    return block.kind is BlockKind.PARAGRAPH and len(text) <= _LONGEST and not _ENDS.search(text)


def _may_be(said: Said, other: Said) -> bool:
    return (
        other.figure.unit == said.figure.unit
        and _sort(other) == _sort(said)
        and other.period[:4] == said.period[:4] != ""
        and other.figure.value is not None
    )


def _sort(said: Said) -> Aspect | None:
    """A card says no more than `5.29%` of what the text calls a share or an intensity."""
    told = said.figure.aspect
    return Aspect.SHARE if told in _QUOTIENTS and said.figure.unit == "1" else told


def _holds(said: Said, other: Said, words: str) -> bool:
    """The words of a heading are shorter than those of the text, 成交额 for 技术合同成交额; seldom longer."""
    if len(words) < _FEWEST or not other.plain:
        return False
    theirs = _words(other)
    return not Counter(words) - Counter(other.subject + theirs) or (
        len(theirs) >= _LONG and words.endswith(theirs)
    )


def _words(said: Said) -> str:
    return _spelt(said.figure.measure or "")


def _spelt(words: str) -> str:
    return measure_key(_NO_WEIGHT.sub("", _NO_WEIGHT.sub("", alike(words))))


def _close(said: Said, other: Said) -> bool:
    one, two = said.figure.value, other.figure.value
    return one is not None and two is not None and 0 < one < two * _NEAR and 0 < two < one * _NEAR


def _finding(said: Said, other: Said) -> Finding:
    return Finding(
        check="agreement",
        severity=Severity.DOUBT,
        case=tell(
            "agreement.two_values",
            measure=other.figure.measure or "",
            period=other.period,
            one=said.passage.quote,
            other=other.passage.quote,
            bounds_one=said.hard,
            bounds_other=other.hard,
        ),
        passages=(said.passage, other.passage),
    )
