"""A number told again under other words of one thing: in the text, in headings and lines that stand out.

Only what a reader would ask about is reported, as a doubt: the words are alike, not the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from kejian.auditing.body import Body, main_subject
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.nouns import Counted, counted, slipped, stands_out
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import Block, BlockKind, Document

_OTHER_STANDING = regex.compile(
    r"初步|快报|预计|(?<!公共)预算|修订|调整后|核实|最终|口径|可比|不变价|截至\s*(?:\d{4}年)?(?!1?2月(?:底|末|31))\d{1,2}月|"
    r"按\S{2,30}统计|在内|前[一二三]季度|[上下]半年|前\d+个?月|1?\d月[底末份]|不含|[（(，]含|目标|力争|计划|年前|此前|曾"
)
_OWN = regex.compile(r"[本全我该这]")  # 本报告期公司: the one the text is about
_NAMED = regex.compile(
    r"“[^”\n]{2,16}”|《[^》\n]{4,60}》|(?<![A-Za-z0-9-])[A-Z]{1,4}-?\d{2,4}(?![A-Za-z0-9-])"
)
_DIGIT = regex.compile(r"\d")
_NARROWING = regex.compile(r"其中|另有|吸纳|输出|流向|其余|其他|分别|连续|平均|每")
_NEAR = Decimal("1.5")  # times the other value: beyond, words that are only alike are of two things
_SLIPS = Decimal(10_000)
_LONG = 6  # characters of nouns that are known without a year
_FEWEST, _CORE, _PAIRS = 2, 3, 0.5  # characters of nouns that are the same; of the pairs that are alike
_SHARED = 2  # pairs of a line that stands out and of the text
_MOST = 120  # numbers of one unit and year that are compared
_ROUND = regex.compile(r"^\D*(?P<number>\d[\d,]*?(?P<zeros>00+))(?![\d.,])")
_GENERIC_UNITS = frozenset(("家", "个", "项", "件", "人", "CNY", "1", "名", "次", "年"))


def retold(body: Body) -> Iterator[Finding]:
    """What each document says twice in other words, with other values."""
    for _, read in body.numbered():
        numbers = counted(read, main=main_subject(read.facts))
        yield from _out(read, numbers)
        yield from _again(read, numbers)


def _again(read: Read, numbers: Sequence[Counted]) -> Iterator[Finding]:
    blocks = read.document.blocks
    groups: dict[tuple[str, str, bool], list[Counted]] = defaultdict(list)
    for one in numbers:
        if len(one.core) >= _FEWEST and blocks[one.block].kind is not BlockKind.ROW:
            groups[one.unit, one.sort, one.added].append(one)
    for group in groups.values():
        told = {one.value for one in group}
        for a, b in _pairs(sorted(group[:_MOST], key=lambda one: one.passage.start)):
            if _one_thing(a, b, blocks) and not _each_again(a, b, group, told):
                yield finding(a, b)


def _pairs(group: list[Counted]) -> Iterator[tuple[Counted, Counted]]:
    for at, a in enumerate(group):
        for b in group[at + 1 :]:
            if (
                (a.period == b.period or not (a.period and b.period))
                and a.value != b.value
                and not a.hard.meets(b.hard)
                and not a.usual.meets(b.usual)
            ):
                yield a, b


def _one_thing(a: Counted, b: Counted, blocks: Sequence[Block]) -> bool:
    if a.figure.sentence == b.figure.sentence or not _of_one(a.subject, b.subject):
        return False
    if _of_others(a, b):
        return False
    low, high = sorted((abs(a.value), abs(b.value)))
    slip = slipped(low, high) and high <= _SLIPS * low
    same = not (Counter(a.core) - Counter(b.core) or Counter(b.core) - Counter(a.core))
    if same and not slip:
        told = (
            ((a.period and b.period) or len(a.core) >= _LONG)
            and len(a.core) >= _least(a)
            and not (_other(a) or _other(b))
        )
        return bool(told) and high <= _NEAR * low and a.block != b.block
    if same:
        return True
    if not slip or _NARROWING.search(_lead(a)) or _NARROWING.search(_lead(b)):
        return False
    shared = a.pairs & b.pairs
    return len(shared) >= max(int(_PAIRS * min(len(a.pairs), len(b.pairs))), 1)


def _of_others(a: Counted, b: Counted) -> bool:
    """Their sentences name things, and none that both name."""
    names = [set(_NAMED.findall(normal(one.figure.sentence.quote))) for one in (a, b)]
    return bool(names[0] and names[1]) and not names[0] & names[1]


def _least(one: Counted) -> int:
    """The characters by which a thing is known; fewer where its unit says much."""
    return _CORE if one.unit in _GENERIC_UNITS else _FEWEST


def _other(one: Counted) -> bool:
    """Of another standing, definition or day."""
    return _OTHER_STANDING.search(one.figure.sentence.quote) is not None


def _each_again(a: Counted, b: Counted, group: Sequence[Counted], told: set[Decimal]) -> bool:
    """Both values are told more than once, so that neither is a slip."""
    times = Counter(one.value for one in group)
    return len(told) < len(group) and times[a.value] > 1 and times[b.value] > 1


def _of_one(one: str, other: str) -> bool:
    return not one or not other or one in other or other in one or any(map(_OWN.search, (one, other)))


def _lead(one: Counted) -> str:
    sentence = one.figure.sentence
    return regex.split(r"[，。；]", sentence.quote[: one.passage.start - sentence.start])[-1]


def _out(read: Read, numbers: Sequence[Counted]) -> Iterator[Finding]:
    """What stands out and is told below or beside with another value."""
    document = read.document
    units: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for one in numbers:
        units[one.unit, one.sort].append(one)
    for one in numbers:
        if not stands_out(document, document.blocks[one.block]) or _OTHER_STANDING.search(
            document.text[document.blocks[one.block].start : document.blocks[one.block].end]
        ):
            continue
        others = [
            o
            for o in units[one.unit, one.sort]
            if o.block != one.block and (not one.period or not o.period or o.period == one.period)
        ]
        if any(_borne_out(one, o) for o in others):
            continue
        told = [o for o in others if _below(one, o, read)]
        if told and len({o.value for o in told}) == 1:
            yield finding(one, told[0])


def _borne_out(one: Counted, other: Counted) -> bool:
    """Whether the other may be the same number; 1200 in a heading stands for 1204 too."""
    if one.hard.meets(other.hard) or one.usual.meets(other.usual):
        return True
    printed = _ROUND.match(one.passage.quote)
    if not printed:
        return False
    step = Decimal(10) ** len(printed["zeros"]) * one.value / int(printed["number"].replace(",", ""))
    return abs(one.value - other.value) < step


def _below(one: Counted, other: Counted, read: Read) -> bool:
    low, high = sorted((abs(one.value), abs(other.value)))
    slip = slipped(low, high)
    if not slip and high > _NEAR * low:
        return False
    blocks = read.document.blocks
    if stands_out(read.document, blocks[other.block]) or _NARROWING.search(_lead(other)):
        return False
    if not slip and not _in_section(one.block, other.block, read.document):
        return False
    if _of_others(one, other):
        return False
    if not slip and (Counter(one.core) - Counter(other.core) or _other(other)):
        return False  # a heading is shorter than the text
    rare = one.unit not in _GENERIC_UNITS
    shared = len(one.pairs & other.pairs)
    return shared >= _SHARED or (shared > 0 and (slip or rare)) or (slip and rare)


def _in_section(one: int, other: int, document: Document) -> bool:
    """What stands under a heading, or under the heading of a line; a title and a pull-quote are of all."""
    blocks = document.blocks
    if blocks[one].kind is BlockKind.QUOTE:
        return True
    level = blocks[one].level if blocks[one].kind is BlockKind.HEADING else None
    if level == 1 or (level is not None and other < one):
        return level == 1
    first, last = sorted((one, other))
    between = blocks[first + 1 : last + 1]
    if level is not None:
        return not any(b.kind is BlockKind.HEADING and b.level <= level for b in between)
    return not any(
        stands_out(document, b) and not _DIGIT.search(document.text, b.start, b.end) for b in between
    )


def finding(one: Counted, other: Counted) -> Finding:
    """Two values of what seems one thing."""
    return Finding(
        check="agreement",
        severity=Severity.DOUBT,
        case=tell(
            "agreement.two_values",
            measure=other.figure.measure or one.figure.measure or one.core,
            period=other.figure.period or one.figure.period or "",
            one=one.passage.quote,
            other=other.passage.quote,
            bounds_one=one.hard,
            bounds_other=other.hard,
        ),
        passages=(one.passage, other.passage),
    )
