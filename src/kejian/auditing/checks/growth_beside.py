"""Growth, increases and multiples against the levels that their own sentence sets beside them, whatever years
were read: `…件，增长1.1倍（上年同期37件）`, `…家，比2019年末的1538家增加1589家，三年翻了一番`,
`…家，较上年增加913家，增幅27.6%`, `约为全省平均水平（26.8件）的1.5倍`.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

import regex

from kejian.auditing.compared import by_change, compare
from kejian.auditing.mending import is_bare
from kejian.auditing.model import Finding
from kejian.auditing.neighbours import normal_between
from kejian.auditing.said import Said
from kejian.model import Aspect, Passage

_MOVES = (Aspect.GROWTH, Aspect.CHANGE)
_THEN = r"(?:上年|去年|上一年度?|前一年|(?:19|20)\d{2}年)[末底]?(?:同期)?"
_BEHIND = regex.compile(rf"^\({_THEN}[^,。;()\d]{{0,6}}$")
_THAN = regex.compile(rf"^,(?:比|较|相比|相较于?)(?:{_THEN})的?$")
_THAN_LEAD = regex.compile(rf"(?:比|较){_THEN}的?$")
_OF_IT = regex.compile(r"^\)的$")
_IS = regex.compile(r"^,(?:约|大约|已)?(?:是|为|相当于)[^,。;()\d]{2,16}\($")
_BRACKETS = regex.compile(r"\([^()]*\)")
# no base of its own: what it is told of is what stands before it
_OWN_BASE = regex.compile(r"比|较|上年|去年|年初|期初|上月|年均|平均|每年|其中|分别|累计|超过|以来|年前")
_BY_ITSELF = regex.compile(
    r"^,?(?:净?增[加长幅速]|净增|净?多|涨幅|降幅|下降|减少|降低)(?:[了达为出]|达到)?(?:约)?$"
)
_AS_MUCH = regex.compile(r"^(?:净?多|净?增加?)[了出]?$")
_OTHER_BASIS = regex.compile(r"可比|不变价|口径|扣除|剔除|名义|实际增[长速]|价格")
_ONE = Decimal(1)
_FEW = 8  # levels of a sentence that are tried


def growth_beside(sentence: Sequence[Said], known: set[Passage]) -> Iterator[Finding]:
    """What a sentence's own levels do not give; those ``known`` are judged already."""
    if sentence[0].cell or not any(s.figure.aspect is Aspect.LEVEL for s in sentence):
        return
    for at, said in enumerate(sentence):
        if at == 0 or said.passage in known or not _moves(said):
            continue
        if _OTHER_BASIS.search(said.figure.sentence.quote) or _fits(said, sentence):
            continue
        pair = _bracket_behind(sentence, at) or _compared(sentence, at) or _of_bracket(sentence, at)
        found = compare(said, *pair) if pair else _with_change(sentence, at)
        if found is not None:
            yield found


def _moves(said: Said) -> bool:
    figure = said.figure
    multiple = figure.aspect is Aspect.RATIO and "倍" in figure.mention.surface
    known = said.usual.bounded or said.hard.lower is not None
    return (figure.aspect in _MOVES or multiple) and figure.unit not in ("位", "pp") and known


def _level(said: Said) -> bool:
    return said.figure.aspect is Aspect.LEVEL and said.exact and said.hard.positive


def _fits(said: Said, sentence: Sequence[Said]) -> bool:
    """Some two levels of the sentence give it."""
    levels = [s for s in sentence if _level(s)][:_FEW]
    return any(
        a.figure.unit == b.figure.unit and a.hard != b.hard and compare(said, a, b) is None
        for a, b in permutations(levels, 2)
        if said.figure.aspect is not Aspect.CHANGE or said.figure.unit == a.figure.unit
    )


def _bracket_behind(sentence: Sequence[Said], at: int) -> tuple[Said, Said] | None:
    """`8214项，同比增长15.61%（上年同期7105项）`."""
    said, now = sentence[at], sentence[at - 1]
    if at + 1 >= len(sentence) or not (_level(now) and _level(sentence[at + 1])):
        return None
    earlier = sentence[at + 1]
    beside = now.figure.unit == earlier.figure.unit and _BEHIND.match(normal_between(said, earlier))
    own = normal_between(now, said)
    return (earlier, now) if beside and "环比" not in own and "年均" not in own and is_bare(own) else None


def _compared(sentence: Sequence[Said], at: int) -> tuple[Said, Said] | None:
    """`3127家，比2019年末的1538家增加1589家，三年翻了一番`."""
    first = at - 1
    while first > 0 and not _level(sentence[first]):
        own = normal_between(sentence[first], sentence[first + 1])
        if sentence[first].figure.aspect not in _MOVES or _OWN_BASE.search(own) or not is_bare(own):
            return None
        first -= 1
    if first < 1:
        return None
    earlier, now = sentence[first], sentence[first - 1]
    own = normal_between(earlier, sentence[first + 1])
    if not _level(earlier) or not _level(now) or now.figure.unit != earlier.figure.unit:
        return None
    bare = is_bare(own) and not _OWN_BASE.search(own)
    return (earlier, now) if bare and _THAN.match(normal_between(now, earlier)) else None


def _of_bracket(sentence: Sequence[Said], at: int) -> tuple[Said, Said] | None:
    """`40.3件（…），约为全省平均水平（26.8件）的1.5倍`."""
    said, base = sentence[at], sentence[at - 1]
    if said.figure.aspect is not Aspect.RATIO or not (
        base.figure.aspect is Aspect.LEVEL and base.hard.positive and _OF_IT.match(normal_between(base, said))
    ):
        return None
    for now in reversed(sentence[: at - 1]):
        alike = now.figure.unit == base.figure.unit and now.exact and now.hard.positive
        if alike and _IS.match(_BRACKETS.sub("", normal_between(now, base))):
            return base, now
    return None


def _with_change(sentence: Sequence[Said], at: int) -> Finding | None:
    """`4218家，较上年增加913家，增幅27.6%`, `比上年的868.2亿元多出218.2亿元，增幅25.1%`."""
    said, change = sentence[at], sentence[at - 1]
    if at < 2 or said.figure.aspect is not Aspect.GROWTH or change.figure.aspect is not Aspect.CHANGE:
        return None
    level = sentence[at - 2]
    told = normal_between(level, change)
    if (
        not _level(level)
        or not change.exact
        or level.figure.unit != change.figure.unit
        or not _BY_ITSELF.match(normal_between(change, said))
    ):
        return None
    if _AS_MUCH.match(told) and _THAN_LEAD.search(level.lead):
        before, now = level.hard, level.hard + change.hard
    elif told.startswith(",") and is_bare(told):
        before, now = level.hard - change.hard, level.hard
    else:
        return None
    return by_change(said, level, change, before=before, after=now)
