"""The whole of a share that stands elsewhere in its document: `占全市的38.7%`, `占授权总量的28.3%`."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

import regex

from kejian.auditing.said import Said
from kejian.auditing.same import alike, measure_key
from kejian.language.normal import normal
from kejian.model import Aspect, Value

_NAMED = regex.compile(
    r"占(?:比|了|到|据)?(?P<whole>.{0,24}?)的?(?:比重|比例|份额|比)?(?:约?为|达到?|约|近|到|提高到|升至)?$"
    r"|在(?P<whole>[^，。；\d]{2,24}?)中的?(?:所?占(?:比|的?比重|的?比例|的?份额)?|比重|份额)(?:约?为|达到?|约|近)?$"
)
_ALL = regex.compile(r"全部|所有|^总|全社会|[全本我]市|[全本我]省|总(?=[量数额])|的")
_END = regex.compile(r"(?:总?[量数额]|规模)$")
_GDP = regex.compile(r"GDP|生产总值$(?<!地区生产总值)")
_OWNED = regex.compile(
    r"^(?:其|主营业务|营业|销售|总)?(?:收入|销售额|产值|支出|成本|利润|资产|面积|人数|职工)"
)
_OWNER = regex.compile(r"^(?:其中)?(?P<who>\p{Han}{2,10}?(?:企业|公司|工业|院|校|园区|区|所))")
_SHORTEST = 2

Place = tuple[int, str, str | None]


class Wholes(Value, frozen=True, kw_only=True):
    """The levels that a body states of whom it is about, by document, period and unit.

    ``parts`` are the ``id`` of levels that a share of their own follows: they are parts, not wholes.
    """

    at: dict[Place, list[Said]]
    parts: frozenset[int]

    def of(self, part: Said, share: Said) -> tuple[list[Said], bool]:
        """What the share can be of, and whether its words name that."""
        found = _NAMED.search(share.lead)
        words = found["whole"] if found else ""
        name = _key(words or (share.figure.base or ""))
        if not words and not name:
            return [], False  # of what, nothing says
        known = [
            s
            for s in self.at.get((part.document, part.period, part.figure.unit), ())
            if part.hard.below(s.hard) and s.accumulation == part.accumulation and one_owner(words, part, s)
        ]
        mine = Counter(f"{part.subject}{measure_key(part.measure)}")
        sure = [
            s
            for s in known
            if (_key(s.measure) == name and name)
            or (words and not name and _of_one_measure(s, part) and s.subject != part.subject)
        ]
        if sure or not words:
            return sure, bool(words)
        holding = [s for s in known if s.measure != part.measure and not _bag(s) - mine]
        named = [s for s in holding if len(name) < _SHORTEST or name in _key(s.measure)]
        if not named and len(name) >= _SHORTEST and name in part.measure:
            named = [s for s in known if s.measure != part.measure and name in _key(s.measure)]
        return named, False


def wholes(figures: Iterable[Said]) -> Wholes:
    """Collect the levels that shares can be of."""
    told = list(figures)
    parts = frozenset(id(a) for a, b in pairwise(told) if a.sentence == b.sentence and _is_share(b))
    kept = [
        s
        for s in told
        if s.figure.aspect is Aspect.LEVEL and s.exact and s.plain and s.period and id(s) not in parts
    ]
    main: dict[int, Counter[str]] = defaultdict(Counter)
    for said in kept:
        main[said.document][said.subject] += 1
    at: dict[Place, list[Said]] = defaultdict(list)
    for said in kept:
        if said.subject == main[said.document].most_common(1)[0][0]:
            at[said.document, said.period, said.figure.unit].append(said)
    return Wholes(at=at, parts=parts)


def _is_share(said: Said) -> bool:
    """What is followed by its own share is a part."""
    return said.figure.aspect is Aspect.SHARE and "占" in said.lead and not said.cell


def one_owner(words: str, part: Said, whole: Said) -> bool:
    """`规上企业研发经费98.3亿元，占营业收入的5.8%` is of the income of those firms, not of any other."""
    own = _OWNER.match(normal(part.lead)) if _OWNED.match(words) else None
    return own is None or set(own["who"]) <= set(normal(whole.clause + (whole.figure.measure or "")))


def _of_one_measure(one: Said, other: Said) -> bool:
    codes = {said.series.split("|")[1] for said in (one, other) if said.series}
    return one.measure == other.measure or (len(codes) == 1 and not codes.pop().startswith(":"))


def _key(words: str) -> str:
    words = _GDP.sub("地区生产总值", words)
    return _END.sub("", measure_key(_ALL.sub("", alike(words))))


def _bag(said: Said) -> Counter[str]:
    return Counter(_key(said.measure))
