"""Parts that a sentence says are all there are: `A类29名，B类163名，C类48名`, `…，其余5.3亿元由…`,
`45个…：15个…，22个…，还有8个…`, `三大科学城共83.0亿元。其中，北部…，南部…，滨江…`.

The whole stands before them, in the sentence or at the end of the one before.
"""

from collections.abc import Iterator, Sequence

import regex

from kejian.auditing.checks.share_beside import are_siblings
from kejian.auditing.checks.total_kinds import is_sector_beside
from kejian.auditing.neighbours import sum_of, words_between
from kejian.auditing.said import Said
from kejian.auditing.same import small_number
from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import Aspect, Value

_REST = regex.compile(r"^(?:[^，。；]{0,4})?(?:其余|其他|其它|余下|剩余|剩下|余额)")
_AND = regex.compile(r"(?:还有|另外|另有|以及|外加)")
_LETTER = regex.compile(r"(?:^|[^A-Za-z])([A-D])[类级档等型]|([甲乙丙丁一二三四])[类级档等]")
_COUNTED = regex.compile(
    r"(?<![第\d])(?P<n>[两二三四五六七八九]|\d)(?:大|个|类|家|所|支|座|者|区|市|县|园)(?P<what>[^，；。：\d]{0,12})"
)
_COLON = regex.compile(r"^[^，。；]{0,16}[：:][^，。；]{0,12}$")
_OPEN = regex.compile(
    r"(?<![高中初])等(?![级学教])|主要(?!类|按|指标|负责|来)|重点(?:是|有|包括|支持|为)|如|例如|包括但"
)
_NO_PART = regex.compile(
    r"新增|净增|累计|比上年|较上年|同比|增[至长加]|上年|去年|目标|计划|每|平均|占|总|合计|共|带动|服务(?!类|合同|业|型)|惠及|支持|以上|及以上"
)
_IN_TURN = regex.compile(r"分别|依次|各[有为]?$")
_OPENS = regex.compile(r"^(?:其中|按|从|分|包括|包含)")
_PLACES = regex.compile(r"[市区县州省园校院所镇]\s*$")
_FEWEST = 2


class Listed(Value, frozen=True, kw_only=True):
    """A whole and the parts that are said to be all of it; ``sure`` where nothing else can be meant."""

    whole: Said
    parts: tuple[Said, ...]
    sure: bool

    @property
    def added(self) -> Interval:
        """The parts together."""
        return sum_of(self.parts)


def closed_lists(sentence: Sequence[Said], before: Sequence[Said]) -> Iterator[Listed]:
    """The wholes of a sentence with all their parts."""
    inside = _levels(sentence)
    for unit in dict.fromkeys(s.figure.unit for s in inside):
        levels = [s for s in inside if s.figure.unit == unit]
        last = [s for s in _levels(before) if s.figure.unit == unit][-1:]
        if last and _OPENS.match(_text(sentence)) and _near(last[0], levels[0]):
            found = _all_of(last[0], levels, text=_text(before) + _text(sentence))
        else:
            lists = (_all_of(s, levels[place + 1 :], text=_text(sentence)) for place, s in enumerate(levels))
            found = next(filter(None, lists), None)
            if found is None and last and _near(last[0], levels[0]):
                found = _all_of(last[0], levels, text=_text(before) + _text(sentence))
        if found is not None:
            yield found


def _all_of(whole: Said, parts: Sequence[Said], *, text: str) -> Listed | None:
    """The parts behind a whole that are all there are."""
    if not all(p.exact for p in (whole, *parts)) or any(not p.hard.below(whole.hard) for p in parts):
        return None
    if _IN_TURN.search(whole.lead):
        return None  # the first of a list
    rest = [place for place, p in enumerate(parts) if _REST.match(p.lead.lstrip("，"))]
    counted = rest[0] + 1 if rest else len(parts)
    kept = tuple(parts[:counted])
    if len(kept) < _FEWEST or any(_NO_PART.search(p.lead) for p in kept) or text.count("其中") > 1:
        return None
    behind = _between(whole, kept[0])
    if "、" in behind:
        return None  # they stand in one row
    if is_sector_beside(whole, kept) or are_siblings(whole, kept[0]):
        return None
    if rest and _is_among(whole, kept):
        return None
    if rest and len(kept) >= _FEWEST:
        return Listed(whole=whole, parts=kept, sure=True)
    if _OPEN.search(text):
        return None
    if _lettered(kept) or len(kept) == _number_of(whole):
        return Listed(whole=whole, parts=kept, sure=True)
    if _COLON.match(behind) and (len(kept) > _FEWEST or _AND.search(kept[-1].lead)):
        return Listed(whole=whole, parts=kept, sure=bool(_AND.search(kept[-1].lead)))
    return None


def _is_among(whole: Said, parts: Sequence[Said]) -> bool:
    """`省会97项，滨海市41项，其余11个市78项`: the first is one of those whose rest is told."""
    return len({s.lead.rstrip()[-1:] for s in (whole, *parts)}) == 1 and bool(_PLACES.search(whole.lead))


def _lettered(parts: Sequence[Said]) -> bool:
    """Classes by letter, each once and from the first: `A类`, `B类`, `C类`."""
    found = [_LETTER.search(normal(p.lead)) for p in parts]
    letters = [m[1] or m[2] for m in found if m]
    orders = ("ABCD", "甲乙丙丁", "一二三四")
    return len(letters) == len(parts) and any("".join(letters) == o[: len(letters)] for o in orders)


def _number_of(whole: Said) -> int:
    """How many the whole is said to be of: `三大科学城共完成投资`; 0 where nothing is said."""
    found = _COUNTED.search(whole.lead)
    return small_number(found["n"]) if found else 0


def _near(last: Said, first: Said) -> bool:
    return last.document == first.document and 0 <= first.block - last.block <= 1


def _levels(sentence: Sequence[Said]) -> list[Said]:
    return [s for s in sentence if s.figure.aspect is Aspect.LEVEL and not s.cell]


def _text(sentence: Sequence[Said]) -> str:
    return normal(sentence[0].figure.sentence.quote) if sentence else ""


def _between(whole: Said, part: Said) -> str:
    return words_between(whole, part) if whole.sentence == part.sentence else ""
