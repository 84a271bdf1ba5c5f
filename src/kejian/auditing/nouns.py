"""What numbers count by the words around them alone, so that a number told again in other words is known.

The words are stripped of times, verbs and all that says only that there is such a thing
(`vocabulary/retold.yaml`); what is left are the nouns that two tellings share.
"""

from bisect import bisect_right
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import regex

from kejian.auditing.model import Read
from kejian.auditing.same import alike, measure_key, period_key, place_key, residue, subject_key
from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import Aspect, Block, BlockKind, Document, Figure, Passage, Role
from kejian.vocabulary.loader import load

_FILE = "retold.yaml"
_EDGE = regex.compile(r"[，。；：！？;:!?“”‘’（）()\t\n|｜【】]|(?<!\d),|,(?!\d)")
_TAIL_END = regex.compile(
    r"[，。；：、！？,.;:!?“”（）()\s|｜《》\d]|(?<!目)的|里|中(?!心|小|试|医|药|介)|由|是"
    r"|在(?!孵|研|建|校|册|岗|线)|与|和|为|已|均|相当|占|达|超|同比|[比较](?=[上去]年)|都|全部"
)
_TIME_LEFT = regex.compile(
    r"(?:19|20)\d{2}年?(?:度|末|底|初)?|\d{1,2}月份?|\d{1,2}日|[上下]半年|[一二三四]季度"
    r"|同比|环比|[比较](?:上年|去年|上一?年度?|年初)(?:同期|[末底])?|(?:增长|增加|下降|减少|提高|上升)(?:了|到|至)?|增速|增幅|降幅"
)
_OWN = regex.compile(
    r"^(?:本|全)?(?:研究[院所]|学院|集团|园区|新区|高新区|中心|[台馆院所区市省校厂][里内])(?!\p{Han}?[家个所])"
)
_ADDED = regex.compile(r"新(?:增加?|认定|获批|建|设立|设|引进|培育|登记)|净增加?")
_LEADING = regex.compile(r"^(?:将|要|对|把|针对|面向|围绕|聚焦|这|那|该)+(?!象)")
_NUMBERED = regex.compile(r"^\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、]\s*")
_COUNT = regex.compile(r"(?<=\p{Han}{2})(?:人数|人次|数量|次数|量|数)$")
_MARK = regex.compile(r"[^\p{L}\p{N}]+")
_DIGIT = regex.compile(r"\d")
_MOST_LEAD, _MOST_TAIL, _FEWEST = 40, 12, 2
_LONGEST_LINE = 60  # characters of a line that stands out
_ROLES = (Role.OBSERVATION, Role.SPEC, Role.TARGET)
_OF_CHANGE = (Aspect.GROWTH, Aspect.CHANGE, Aspect.RANK)
_PER = regex.compile(r"(?<![其家户])[每占]|人均|户均|平均|比[上去]年|同比")


class Counted(NamedTuple):
    """A number of running text and what it counts.

    ``core`` are the characters of what is counted, ``pairs`` all two that stand side by side in the words
    around it. ``sort`` tells levels, quotients and growth apart. ``period`` is empty where the text leaves it
    open.
    """

    figure: Figure
    block: int
    core: str
    pairs: frozenset[str]
    sort: str
    period: str
    subject: str
    added: bool
    value: Decimal
    unit: str
    hard: Interval
    usual: Interval

    @property
    def passage(self) -> Passage:
        """Where it stands."""
        return self.figure.passage


def counted(read: Read, *, main: str) -> list[Counted]:
    """The numbers of a document that count or measure something, tables included, in reading order."""
    document = read.document
    text, place = normal(document.text), place_key(read.facts).rpartition(">")[2]
    outer = [(b.start, i) for i, b in enumerate(document.blocks) if b.kind is not BlockKind.CELL]
    starts = [start for start, _ in outer]
    found = []
    for figure in read.facts.figures:
        value, unit = (
            (figure.value, figure.unit) if figure.value else (figure.mention.value, figure.mention.unit)
        )
        if figure.role in _ROLES and value and unit and unit not in ("pp", "位"):
            at = max(bisect_right(starts, figure.passage.start) - 1, 0)
            found.append(_one(figure, document, text, outer[at][1], place, value, unit, main=main))
    return found


def _one(
    figure: Figure,
    document: Document,
    text: str,
    block: int,
    place: str,
    value: Decimal,
    unit: str,
    *,
    main: str,
) -> Counted:
    start, end = document.blocks[block].start, document.blocks[block].end
    before = text[max(start, figure.passage.start - 3 * _MOST_LEAD) : figure.passage.start]
    clauses = _EDGE.split(before)
    lead = clauses[-1][-_MOST_LEAD:]
    tail = text[figure.passage.end : min(end, figure.passage.end + _MOST_TAIL)]
    noun = _TAIL_END.split(tail.lstrip(" 　多余的"))[0]
    sort = _sort(figure, lead)
    core = core_of(lead, place)
    if len(core) < _FEWEST and not sort:
        core = core_of(noun, place)
        if len(core) < _FEWEST and len(clauses) > 1 and not _DIGIT.search(clauses[-2]):
            core = core_of(clauses[-2][-_MOST_LEAD:], place)
            sort = _sort(figure, clauses[-2])
    around = core_of(lead, place) + "|" + core_of(noun, place)
    return Counted(
        figure=figure,
        block=block,
        core=core,
        pairs=pairs(around) | pairs(core),
        sort=sort,
        period=period_key(figure.period),
        subject=subject_key(figure.subject, main=main) if figure.subject else "",
        added=bool(_ADDED.search(lead) or (tail.startswith("新增") and not lead)),
        value=value,
        unit=unit,
        hard=_hard(figure),
        usual=_usual(figure),
    )


def _sort(figure: Figure, lead: str) -> str:
    if figure.aspect is Aspect.GROWTH:
        return f"growth {figure.base}"
    if figure.aspect in _OF_CHANGE:
        return str(figure.aspect)
    return "per" if _PER.search(lead) and figure.unit != "1" else ""


def _hard(figure: Figure) -> Interval:
    read = figure if figure.value else figure.mention
    return Interval(read.lower, read.upper)


def _usual(figure: Figure) -> Interval:
    mention = figure.mention
    if (mention.usual_lower is None and mention.usual_upper is None) or not mention.value or not figure.value:
        return _hard(figure)
    scale = figure.value / mention.value
    usual = Interval(mention.usual_lower, mention.usual_upper)
    return usual.times(scale) if scale > 0 else (-usual).times(-scale)


def core_of(words: str, place: str = "") -> str:
    """The nouns of a clause, without times, verbs and what says only that there is such a thing.

    >>> core_of("2022年全市知识产权质押贷款放款总额") == core_of("云湖市知识产权质押信贷发放额", "云湖")
    True
    """
    words = _OWN.sub(
        "", _TIME_LEFT.sub("", _LEADING.sub("", _NUMBERED.sub("", words))).rstrip("为达到至是约近超了")
    )
    if place:
        words = words.replace(f"{place}市", "").replace(f"{place}州", "").replace(place, "")
    words = _ADDED.sub("", words)
    for pattern, spelling in _alike():
        words = pattern.sub(spelling, words)
    words = residue(measure_key(alike(words)), known=())
    core = _MARK.sub("", _light().sub("", words))
    return _COUNT.sub("", core) or core


def pairs(words: str) -> frozenset[str]:
    """Each two characters side by side that say something of a thing."""
    return frozenset(
        pair for part in words.split("|") for a, b in pairwise(part) if (pair := a + b) not in _generic()
    )


@cache
def _light() -> "regex.Pattern[str]":
    words = sorted(load(_FILE)["light"], key=len, reverse=True)
    return regex.compile("|".join(words) + "|(?<!目)的|了|就|也|还")


@cache
def _alike() -> tuple[tuple["regex.Pattern[str]", str], ...]:
    named = load(_FILE)["alike"]
    return tuple(
        (regex.compile("|".join(sorted(words, key=len, reverse=True))), one) for one, words in named.items()
    )


@cache
def _generic() -> frozenset[str]:
    return frozenset(load(_FILE)["generic"])


def slipped(one: Decimal, other: Decimal) -> bool:
    """The same digits in another order, or with the point, 万 or 亿 elsewhere: as fingers slip.

    >>> slipped(Decimal(742), Decimal(724)), slipped(Decimal("6.35"), Decimal("63.5"))
    (True, True)
    >>> slipped(Decimal(742), Decimal(731))
    False
    """
    low, high = sorted((abs(one), abs(other)))
    if low == 0 or low == high:
        return False
    digits = [_digits(number) for number in (low, high)]
    if min(map(len, digits)) < _FEWEST:
        return False
    return digits[0] == digits[1] or (
        sorted(digits[0]) == sorted(digits[1]) and high < 10 * low and len(set(digits[0])) > 1
    )


def _digits(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", "").strip("0")


def stands_out(document: Document, block: Block) -> bool:
    """A heading, a pull-quote, or a short line that is no sentence."""
    if block.kind in (BlockKind.HEADING, BlockKind.QUOTE):
        return True
    text = document.text[block.start : block.end].rstrip()
    return (
        block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
        and len(text) <= _LONGEST_LINE
        and not text.endswith(("。", "；", ";"))
    )
