"""Parts against their total: within a sentence, and in tables."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec
import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.table_sums import unnamed_sums
from kejian.auditing.checks.total_kinds import (
    are_parallel,
    are_sectors,
    are_sides,
    is_division,
    is_one_of_them,
)
from kejian.auditing.checks.total_lines import total_lines
from kejian.auditing.checks.total_lists import closed_lists
from kejian.auditing.grids import grids
from kejian.auditing.model import Finding, Severity
from kejian.auditing.neighbours import sum_of, words_between
from kejian.auditing.said import Said
from kejian.auditing.telling import tell
from kejian.intervals import Interval
from kejian.model import Aspect

NAME = "totals"
_TOTAL = regex.compile(
    r"^(?:两者|二者|三者|两项|三项|以上|上述)?(?:[两二三四五六七八九](?:大|个|类|项|种|者|地|市|区|县|校|家|院|所|企)[^，。；\d]{0,10})?(?:合计|共计|总计|一共|总共)"
    r"(?:成交额|产值|金额|数量|总额|规模|经费|投入)?(?:约?为|达到?|有)?$"
)
_NOT_PARTS = regex.compile(r"其中|新增|累计|净增|增加|比上年|较上年|同比|另有|增至|余")
_GREW_TO = regex.compile(r"增加?至|增加?到|达到?")
_IN_TURN = regex.compile(r"分别|依次")  # the first of a list
_COUNTED = regex.compile(r"([两二三四五六七八九])(?:大|个|类|项|种)[^，；。]{0,16}?$")
_NUMERALS = dict(zip("二三四五六七八九", range(2, 10), strict=True)) | {"两": 2}
_APART = regex.compile(r"(?:国家|省|市|区|县|校|院)级\p{Han}{0,6}$")  # kinds that do not overlap
_SPLIT = regex.compile(r"其中|，(?:包括|包含|分别为|分为|由)|按[^，。；]{1,12}(?:分|划分|看)(?=[，：:])")
_TOGETHER = regex.compile(r"共|合计|总")
_OPEN = regex.compile(
    r"(?<![高中初])等(?![级学教])|主要(?!类|按|指标|负责|来)|其他(?![^，。、；]{0,10}\d)|另有"
)
_ALONG = regex.compile(r"^(?:按|从|分)[^，。；\d]{1,14}(?:[分看]|划分|来看)")  # one breakdown beside another
_OF_LAST = regex.compile(r"^(?:其中|分|按|从|在)|^[^，。]{0,12}(?:分别|看)")
_OVERLAP = regex.compile(r"以上|及以上|含|另|又|同时|兼|两者|其余")
_HALF = Decimal("0.5")
_FAR_ABOVE = Decimal("1.7")  # times the whole: beyond, these are no parts of it
_LISTED = Decimal("0.3")  # of the whole: parts that are listed as all there are
_ROSE = regex.compile(r"^[^，；。]{0,8}?(?:到|至|为)(?:了)?(?:[12]\d{3}年的?|今年的?|去年的?)?$")
_MOVES = (Aspect.GROWTH, Aspect.CHANGE)
_DIVIDED_CLOSE = Decimal("0.5")  # of the whole
_PARALLEL = Decimal("0.35")  # of the whole
_BESIDE, _SAID_TOGETHER = Decimal("0.08"), Decimal("0.2")  # of the whole
_FEWEST = 2


def check(body: Body) -> list[Finding]:
    """Add up the parts that a sentence or a table lists with their total."""
    found: list[Finding] = []
    before: tuple[Said, ...] = ()
    for sentence in body.sentences():
        if not sentence[0].cell:
            told = (_at_the_end(sentence), _at_the_head(sentence) or _too_many(sentence))
            found += (
                [f for f in told if f is not None and not _made_up(f, sentence)]
                or _of_closed_lists(sentence, before)
                or _unmarked(sentence, before)
                or _halves(sentence, before)
            )
        before = sentence
    for read in body.reads:
        for grid in grids(read.document):
            found += total_lines(grid) or list(unnamed_sums(grid))
    return found


def _of_closed_lists(sentence: tuple[Said, ...], before: tuple[Said, ...]) -> list[Finding]:
    """Wholes that the parts which are said to be all of them do not add up to."""
    found = []
    for told in closed_lists(sentence, before):
        if told.added.meets(told.whole.hard) or not _possible(told.added, told.whole):
            continue
        severity = Severity.ERROR if told.sure else Severity.DOUBT
        one = _finding(told.whole, told.parts, told.added, severity)
        if not _made_up(one, (*before, *sentence)):
            found.append(one)
    return found


def _possible(added: Interval, whole: Said) -> bool:
    """Parts that are less than half of a whole, or far above it, are those of something else."""
    limits = whole.hard.times(_HALF), whole.hard.times(_FAR_ABOVE)
    return not added.below(limits[0]) and not limits[1].below(added)


def _unmarked(sentence: tuple[Said, ...], before: tuple[Said, ...]) -> list[Finding]:
    """A whole beside figures that all but add up to it, though no word says that they are its parts.

    `创新平台156家，国家级32家、省级134家`, `…8.96万人。其中，…`, `独角兽5家、瞪羚86家，两类共101家`.
    """
    stated = _of_now([s for s in sentence if s.figure.aspect is Aspect.LEVEL])
    text = sentence[0].figure.sentence.quote
    for unit in dict.fromkeys(s.figure.unit for s in stated):
        levels = [s for s in stated if s.figure.unit == unit]
        follows = bool(_OF_LAST.search(text)) or len(levels) > _FEWEST
        if before and not before[0].cell and follows:
            last = [s for s in before if s.figure.unit == unit and s.figure.aspect is Aspect.LEVEL]
            last = _of_now(last)
            near = bool(last) and last[0].block in (levels[0].block, levels[0].block - 1)
            near = near and not _divided(last)
            near = near and not (_ALONG.search(text) and _ALONG.search(last[0].figure.sentence.quote))
            levels = [*last[:1], *levels] if near else levels
        if len(levels) < _FEWEST + 1 or not all(s.exact for s in levels):
            continue
        first, second = levels[0].start, levels[1].start
        moved = [s for s in sentence if s.figure.aspect is not Aspect.LEVEL and s.start > first]
        if any(s.figure.aspect not in _MOVES or s.start > second for s in moved) and not is_division(
            levels[1:]
        ):
            continue  # told of the parts, or a share of the whole: these are figures beside each other
        for each in (levels, [s for s in levels if s.sentence == sentence[0].sentence]):
            found = _whole_beside(each, text) if len(each) > _FEWEST else None
            if found is not None and not _made_up(found, (*before, *sentence)):
                return [found]
    return []


def _halves(sentence: tuple[Said, ...], before: tuple[Said, ...]) -> list[Finding]:
    """`全年成交60.7亿元。上半年成交26.2亿元，下半年成交34.5亿元`."""
    if "下半年" not in sentence[0].figure.sentence.quote:
        return []
    levels = [s for s in sentence if s.figure.aspect is Aspect.LEVEL and s.exact]
    for first, second in pairwise(levels):
        if (
            "上半年" not in first.lead
            or "下半年" not in second.lead
            or first.figure.unit != second.figure.unit
        ):
            continue
        near = [s for s in (*before, *sentence) if s.block == first.block and s.start < first.start]
        wholes = [s for s in near if s.figure.aspect is Aspect.LEVEL and s.figure.unit == first.figure.unit]
        added = first.hard + second.hard
        if not wholes or not wholes[-1].exact or any(added.meets(s.hard) for s in wholes):
            continue
        told = set(first.measure) & set(wholes[-1].measure)
        if len(told) > 1 and _possible(added, wholes[-1]):
            return [_finding(wholes[-1], (first, second), added, Severity.DOUBT)]
    return []


def _divided(levels: Sequence[Said]) -> bool:
    """The others of the sentence are the parts of its first already."""
    return len(levels) > _FEWEST and sum_of(levels[1:]).meets(levels[0].hard)


def _of_now(levels: list[Said]) -> list[Said]:
    """Without what a level rose from: `由上年的210家增至231家`."""
    risen = {
        id(a)
        for a, b in pairwise(levels)
        if a.sentence == b.sentence and a.figure.unit == b.figure.unit and _ROSE.match(words_between(a, b))
    }
    return [s for s in levels if id(s) not in risen]


def _made_up(found: Finding, near: Sequence[Said]) -> bool:
    """The parts add up to another figure beside them: that is their whole."""
    parts = set(found.passages[1:])
    inside = [s for s in near if s.passage in parts]
    return any(
        sum_of(inside).meets(s.hard)
        for s in near
        if s.passage not in found.passages and inside and s.figure.unit == inside[0].figure.unit
    )


def _whole_beside(levels: list[Said], text: str) -> Finding | None:
    """The whole that stands first or last, if the others are its parts."""
    for whole, parts in ((levels[0], levels[1:]), (levels[-1], levels[:-1])):
        told = _TOGETHER.search(whole.lead) or _so_many(whole, parts) or is_division(parts)
        if whole is levels[-1] and not told:
            continue
        if not all(p.hard.below(whole.hard) for p in parts) or _nests(parts):
            continue
        if is_one_of_them(whole, parts):
            continue
        if are_sides(parts) and (found := _nearly(parts, whole, sum_of(parts), close=_DIVIDED_CLOSE)):
            above = whole.hard.below(sum_of(parts))
            return msgspec.structs.replace(found, severity=Severity.ERROR) if above else found
        if is_division(parts):
            found = _nearly(parts, whole, sum_of(parts), close=_DIVIDED_CLOSE)
            sure = not are_sectors(parts) or whole.hard.below(sum_of(parts))  # others may do the work too
            return msgspec.structs.replace(found, severity=Severity.ERROR) if found and sure else found
        if _OPEN.search(text) or any(_NOT_PARTS.search(p.lead.replace("其中", "")) for p in parts):
            continue
        close = _SAID_TOGETHER if whole is levels[-1] else _BESIDE
        if len(parts) > _FEWEST and (_OF_LAST.search(text) or "分别" in text) and "其中" not in text:
            close = _SAID_TOGETHER
        if whole is levels[0] and are_parallel(parts) and not _OVERLAP.search(text):
            close = _PARALLEL
        if (found := _nearly(parts, whole, sum_of(parts), close=close)) is not None:
            return found
    return None


def _so_many(whole: Said, parts: Sequence[Said]) -> bool:
    """`320场进校园、450场进社区、50场进企业，累计820场`: nothing but the word stands before the number."""
    return len(parts) > _FEWEST and whole.lead.strip() == "累计"


def _nests(parts: Sequence[Said]) -> bool:
    """`申报18件，其中获授权1件`: the later ones are parts of the first."""
    return any(a.sentence == b.sentence and "其中" in words_between(a, b) for a, b in pairwise(parts))


def _at_the_end(sentence: tuple[Said, ...]) -> Finding | None:
    """`甲9家，乙74家，合计83家`."""
    for place, total in enumerate(sentence):
        if not (total.exact and total.figure.aspect is Aspect.LEVEL and _TOTAL.match(total.lead.strip())):
            continue
        before = _run(sentence[:place], total.figure.unit)
        text = total.figure.sentence.quote
        if len(before) < _FEWEST:
            continue
        stretch = text[before[0].start - total.figure.sentence.start - len(before[0].lead) :]
        stretch = _GREW_TO.sub("", stretch[: total.start - total.figure.sentence.start])
        sums = [sum_of(before[first:]) for first in range(len(before) - 1)]
        if any(s.meets(total.hard) for s in sums) or _NOT_PARTS.search(stretch):
            continue
        return _finding(total, before, sums[0], Severity.ERROR)
    return None


def _run(said: Sequence[Said], unit: str | None) -> list[Said]:
    """The levels of one unit that stand last, without any other figure between."""
    run: list[Said] = []
    for one in reversed(said):
        if one.figure.aspect is not Aspect.LEVEL or one.figure.unit != unit or not one.exact:
            break
        run.insert(0, one)
    return run


def _at_the_head(sentence: tuple[Said, ...]) -> Finding | None:
    """`三大产业合计1196亿元，其中甲486亿元、乙298亿元、丙412亿元`: as many parts as are counted."""
    for place, total in enumerate(sentence):
        counted = _COUNTED.search(total.lead)
        if (
            not counted
            or _IN_TURN.search(total.lead)
            or not total.exact
            or total.figure.aspect is not Aspect.LEVEL
        ):
            continue
        parts = [
            s
            for s in sentence[place + 1 :]
            if s.figure.aspect is Aspect.LEVEL and s.figure.unit == total.figure.unit and s.exact
        ]
        if len(parts) != _NUMERALS[counted[1]] or any(_TOTAL.match(p.lead.strip()) for p in parts):
            continue
        if any(_NOT_PARTS.search(p.lead.replace("其中", "")) for p in parts):
            continue
        added = sum_of(parts)
        if not added.meets(total.hard):
            return _finding(total, parts, added, Severity.ERROR)
    return None


def _too_many(sentence: tuple[Said, ...]) -> Finding | None:
    """`310个，其中国家级42个、省级128个、市级150个`: parts that are together above their whole."""
    text, offset = sentence[0].figure.sentence.quote, sentence[0].figure.sentence.start
    split = _SPLIT.search(text)
    inner = split.start() if split else -1
    stop = offset + next((i for i, c in enumerate(text) if i > inner and c in "；;"), len(text))
    wholes = [s for s in sentence if s.start < offset + inner]
    if inner < 0 or not wholes or not wholes[-1].exact or wholes[-1].figure.aspect is not Aspect.LEVEL:
        return None
    unit = wholes[-1].figure.unit
    parts = []
    for one in sentence[len(wholes) :]:
        if (
            one.figure.aspect is not Aspect.LEVEL
            or one.figure.unit != unit
            or not one.exact
            or one.start > stop
        ):
            break
        parts.append(one)
    if len(parts) < _FEWEST or any(_NOT_PARTS.search(p.lead.replace("其中", "")) for p in parts):
        return None
    added = sum_of(parts)
    if _OPEN.search(text[inner:]):
        return None
    near = _nearly(parts, wholes[-1], added)
    if split is not None and split[0] != "其中":
        if near is not None:
            return msgspec.structs.replace(near, severity=Severity.ERROR)
        near = _nearly(parts, wholes[-1], added, close=_LISTED) if len(parts) > _FEWEST else None
    apart = all(_APART.search(p.lead.rstrip("有为 ")) for p in parts)
    apart = apart or is_division(parts) or are_sides(parts)
    if wholes[-1].hard.below(added) and apart:
        return _finding(wholes[-1], parts, added, Severity.ERROR)
    return near or _above(wholes[-1], parts, added, text)


def _above(whole: Said, parts: Sequence[Said], added: Interval, text: str) -> Finding | None:
    """Three parts or more that are together above their whole, though each is below."""
    if len(parts) <= _FEWEST or _OVERLAP.search(text) or not all(p.hard.below(whole.hard) for p in parts):
        return None
    limit = whole.hard.times(_FAR_ABOVE)
    return (
        _finding(whole, parts, added, Severity.DOUBT)
        if whole.hard.below(added) and added.below(limit)
        else None
    )


def _nearly(
    parts: Sequence[Said], whole: Said, added: Interval, *, close: Decimal = Decimal("0.06")
) -> Finding | None:
    """Parts of `其中` that all but add up to their whole: as likely a slip as a part that is left out."""
    if len(parts) < _FEWEST or whole.figure.value is None or added.meets(whole.hard):
        return None
    widened = whole.hard.widened(abs(whole.figure.value) * close)
    return _finding(whole, parts, added, Severity.DOUBT) if added.meets(widened) else None


def _finding(total: Said, parts: Sequence[Said], added: Interval, severity: Severity) -> Finding:
    first = min((*parts, total), key=lambda s: s.start)
    if first.start <= first.figure.sentence.start and not first.cell:
        severity = Severity.DOUBT  # the list was begun before: a line or page broken within it
    return Finding(
        check=NAME,
        severity=severity,
        case=tell(
            "totals.sentence",
            total=total.passage.quote,
            parts=" + ".join(p.passage.quote for p in parts),
            computed=added,
            unit=total.figure.unit or "",
        ),
        passages=(total.passage, *(p.passage for p in parts)),
    )
