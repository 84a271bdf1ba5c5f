"""Figures of headings and pull-quotes that the text below or beside them does not bear out."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import regex

from kejian.auditing.body import Body
from kejian.auditing.model import Finding, Severity
from kejian.auditing.readings import label_of
from kejian.auditing.said import Said
from kejian.auditing.same import alike, measure_key
from kejian.auditing.telling import tell
from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import Aspect, Block, BlockKind, Document

_LONGEST = 60  # characters of a line that stands out
_ENDS = regex.compile(r"[。；;]\s*$")
_NO_WEIGHT = regex.compile(
    r"^第?[一二三四五六七八九十]{1,3}[、章节]?|突破|领跑|[站迈登攀跃踏]上|[跨迈越闯]过|跨越|站稳|新?台阶|[大新]?关口?|跃升至?|升至|增至|规模|新高|总数|总量|总额|金额|[数量额]$|[▍▎▌■◆▲]|全市|全年|已|达到?|超过?|近|逾|破|的|了"
)
_CARDS = regex.compile(r"[|｜]|[ \u3000\t]{3,}")
_TAG = regex.compile(r"[〔【\[（(][^〕】\]）)]{0,12}[〕】\]）)]|[^\p{L}\p{N}]+")
_AFTER = regex.compile(
    r"^[^\p{L}\p{N}，。；（）()]*(?:(?:19|20)\d{2}年)?(?P<label>[\p{Han}A-Za-z&]{3,24})[^\p{L}\p{N}]*(?:[（(][^（）()]*[）)]\s*)?$"
)
_TOTAL = regex.compile(r"(?:合计|总计|共计|一共|总共)(?:达到?|为|有)?$")
_STEP = Decimal("1.15")  # times a step: the next one
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
            stated = (_closed(said, said.hard), _closed(said, said.usual))
            if any(stated[0].meets(s.hard) or stated[1].meets(s.usual) for s in others):
                continue
            words = _spelt(label_of(said, read.document) or _beside(said, read.document)) or _words(said)
            near = [s for s in others if s.exact and _close(said, s)]
            alike_words = [s for s in near if _holds(said, s, words)]
            below = _below(said, near, read.document)
            for told in (alike_words, _shortest(alike_words, below), _totals(below)):
                if told and len({s.figure.value for s in told}) == 1:
                    yield _finding(said, told[0])
                    break


def _beside(said: Said, document: Document) -> str:
    """`**1120.4亿元** · 科技贷款余额`: the label behind a number that opens its line or card."""
    block = document.blocks[said.block]
    before = _CARDS.split(document.text[block.start : said.start])[-1]
    after = _CARDS.split(document.text[said.passage.end : block.end])[0]
    label = _AFTER.match(normal(after))
    return label["label"] if label and not _TAG.sub("", before) else ""


def _below(said: Said, others: list[Said], document: Document) -> list[Said]:
    """Those of the text under a heading, up to the next one."""
    blocks = document.blocks
    if blocks[said.block].kind is not BlockKind.HEADING:
        return []
    end = next(
        (at for at in range(said.block + 1, len(blocks)) if blocks[at].kind is BlockKind.HEADING), len(blocks)
    )
    return [s for s in others if said.block < s.block < end and not s.cell]


def _shortest(alike_words: list[Said], below: list[Said]) -> list[Said]:
    """Of those under the heading what is said in the fewest words: 技术合同成交额, not 吸纳技术合同成交额."""
    inside = [s for s in alike_words if s in below]
    least = min((len(_words(s)) for s in inside), default=0)
    return [s for s in inside if len(_words(s)) == least]


def _totals(below: list[Said]) -> list[Said]:
    """`分别为28家、139家和97家，合计264家` under `重点实验室达到231家`, the first sentence alone."""
    first = [s for s in below if s.sentence == below[0].sentence]
    return [s for s in first if _TOTAL.search(s.lead)]


def _closed(said: Said, bounds: Interval) -> Interval:
    """A step that a heading passes is the last one below what was reached."""
    if bounds.upper is not None or said.figure.value is None or bounds.lower is None:
        return bounds
    return Interval(bounds.lower, said.figure.value * _STEP)


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
