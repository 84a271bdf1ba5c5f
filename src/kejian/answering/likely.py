"""Measures in other words than the documents': each word asked must be said there, no other may be left over.

The words of a question are looked for in the names of a series and in the clauses that state its values.
A candidate is taken where every one of them stands there, and where what its name says beyond them is no
thing of its own (技术服务 is one in 技术服务合同成交额, 登陆 is none in 企业登陆科创板). Of several that fit
equally nothing is taken: a guess would be presented as a fact.
"""

from collections.abc import Iterable
from functools import cache

import msgspec
import regex
import rjieba

from kejian.answering.evidence import Evidence
from kejian.answering.names import Measure
from kejian.answering.reading import Asked
from kejian.answering.wording import wording
from kejian.linking import Said, Series
from kejian.linking.subjects import Subject
from kejian.linking.words import family, plain
from kejian.model import Value

_VERBAL = ("v", "d", "p", "c", "u", "y", "f", "w", "t")  # tags that make no thing
_NOUN = ("vn", "vshi")
_MARKS = regex.compile(r"[\p{P}\p{S}\s]+")
_BREAK = regex.compile(r"[，。；：！？,;:!?\n|]")
_COUNTED = regex.compile(r"^(?:约|近|逾|超)?\d+(?:余|多)?(?:家|个|项|所|名|件|款|只|座|条|台)?")
_LATIN = regex.compile(r"[a-z0-9][a-z0-9.+_/-]*")
_MOST_WORDS = 12
_AMOUNT = regex.compile(r"(?:税|额|经费|资金|投入|收入|租金|产值|利润)$")
_AMOUNTS = ("经费", "资金", "收入", "产值", "利润", "租金", "所得税", "金额")
_HEADS = ("企业", "公司", "单位", "机构", "项目", "用户", "成果", "产品")  # what a name ends in is counted
_CLAUSES = 6  # statements of a series whose clauses are read


class _Fit(Value, frozen=True, kw_only=True):
    """A series that says all words; ``left`` are the characters of its name that were not asked."""

    series: Series
    left: int
    far: int


def likely(asked: Asked, evidence: Evidence) -> Asked | None:
    """The question with the one series that its words mean; None where there is none, or several."""
    words = _words(asked)
    if not words or len(words) > _MOST_WORDS or not any(len(one) > 1 for one in words):
        return None
    fits = _fits(asked, evidence, words)
    if not fits:
        return None
    fits.sort(key=lambda one: (one.left, one.far))
    best = [one for one in fits if (one.left, one.far) == (fits[0].left, fits[0].far)]
    if len({_what(one.series) for one in best}) != 1:
        return None
    series = best[0].series
    name = series.measure.indicator.zh if series.measure.indicator else series.measure.name
    meant = Measure(key=series.measure.key, name=name, words=name, indicator=series.measure.indicator)
    signs = asked.signs - {"share", "relative"} if series.unit == "1" else asked.signs  # a share is its level
    return msgspec.structs.replace(
        asked,
        signs=signs,
        measures=(meant,),
        subjects=(series.subject,),
        things=(),
        verbs=(),
        domain=None,
        words=(),
    )


def _may_be(asked: Asked, series: Series, names: set[str]) -> bool:
    """Whether a series can be meant where an indicator is named: by itself, or by words beside it too."""
    codes = {one.key for one in asked.measures if one.indicator}
    if series.measure.indicator is None or not codes or series.measure.key in codes:
        return True
    beside = [one for run in asked.words for one in _cut(_same(run)) if not wording().light.fullmatch(one)]
    own = "|".join((*names, *map(_same, series.measure.indicator.names)))
    return bool(beside) and all(one in own for one in beside)


def _what(series: Series) -> tuple[str, ...]:
    """What a series says, so that the same said twice is no doubt; else its key."""
    if len(series.levels) != 1 or series.others:
        return (series.measure.key, series.subject.key)
    said = series.levels[0]
    when = said.slot.slot if said.slot else ""
    return (str(said.figure.value), str(family(said.figure.unit)), when, series.subject.key)


def _fits(asked: Asked, evidence: Evidence, words: list[str]) -> list[_Fit]:
    place = evidence.place()
    raw = [one for run in asked.content for piece in _MARKS.split(plain(run)) for one in _cut(piece)]
    sought = [one for one in dict.fromkeys([*words, *_others(words), *raw]) if len(one) > 1]
    found = {
        one.key: one for one in evidence.likely([one for one in sought if not wording().light.fullmatch(one)])
    }
    keys = [one.key for one in asked.subjects] or ([place.key] if place else [])
    for measure in asked.measures:
        found |= {one.key: one for one in evidence.series(measure.key, keys)}
    text = _same(asked.text)
    fits = [_fit(asked, one, words, text, evidence) for one in found.values()]
    return [one for one in fits if one is not None]


def _fit(asked: Asked, series: Series, words: list[str], text: str, evidence: Evidence) -> _Fit | None:
    if not _in_unit(asked, series) or (series.kind == "rank" and "rank" not in asked.signs):
        return None
    place = evidence.place()
    near = _about(asked, series, words, evidence)
    if near is None:
        return None
    names = {_same(series.measure.name), *(_same(one.figure.measure or "") for one in series.said)} - {""}
    if not _may_be(asked, series, names):
        return None
    money = [*names, *(one for one in words if one in _AMOUNTS)]
    if family(series.unit) == "count" and asked.unit is None and any(map(_AMOUNT.search, money)):
        return None  # 3221家企业减免所得税: the firms were counted, the tax is asked for
    own = "|".join((*names, _same(series.subject.name)))
    rest = [one for one in words if one not in own]
    if rest:
        clauses = "|".join(_same(_clause(one)) for one in series.said[:_CLAUSES])
        light = wording().light
        if not all(one in clauses or light.fullmatch(one) or _carried(one, series) for one in rest):
            return None
    places = [*asked.subjects, *([place] if place else [])]
    whole = [_unplaced(name, places) for name in names]
    left = min((_left(name, text, words) for name in whole), key=lambda one: (one is None, one))
    if left is None:
        return None
    return _Fit(series=series, left=left + near, far=sum(map(len, rest)))


def _about(asked: Asked, series: Series, words: list[str], evidence: Evidence) -> int | None:
    """How far the subject is from the one asked for; None where it is another."""
    key, place = series.subject.key, evidence.place()
    wanted = asked.subjects[:1] if asked.signs & {"rank", "share"} else asked.subjects
    if any(one.key == key for one in wanted):
        return 0
    name = _COUNTED.sub("", _same(series.subject.name))
    named = [one for one in words if one in name]
    left = name
    for one in sorted(named, key=len, reverse=True):
        left = left.replace(one, "")
    for each in wanted:
        left = left.replace(plain(each.name).removesuffix("市"), "")
    told = bool(named) and (not left or wording().general.fullmatch(left) or len(left) * 2 <= len(name))
    if wanted:
        home = any(_tells_of(one, series, evidence) for one in wanted)
        own = any(plain(one.name).removesuffix("市") in name for one in wanted)
        return 1 if (told or wording().general.fullmatch(left)) and (home or own) else None
    if place is not None and key == place.key:
        return 0
    if told or (series.subject.code is None and (not name or wording().general.fullmatch(name))):
        return 1
    return 2 if key.startswith("?") else 3


def _tells_of(place: Subject, series: Series, evidence: Evidence) -> bool:
    """Whether a document about the place tells of the series."""
    sources = [evidence.source(one.figure.passage.document) for one in series.said[:_CLAUSES]]
    return any(one and one.place and one.place.key == place.key for one in sources)


def _unplaced(name: str, places: Iterable[Subject]) -> str:
    for one in places:
        name = name.replace(_same(one.name), "").replace(_same(one.name).removesuffix("市"), "")
    return name


def _left(name: str, text: str, words: list[str]) -> int | None:
    """How much of a name was not asked; None where that is a thing of its own, or all but nothing was."""
    covered, left = 0, 0
    words_of = rjieba.tag(_MARKS.sub("", name))
    for at, (word, tag) in enumerate(words_of):
        asked = word in text or any(word in one or _holds(word, one) for one in words)
        if asked:
            covered += len(word)
        elif _adds_nothing(word, tag, last=at == len(words_of) - 1):
            left += len(word)
        else:
            return None
    return left if covered >= 2 and covered * 2 >= left else None


def _holds(word: str, asked: str) -> bool:
    """Whether a word is the one asked for and nothing more: no 民营企业 is meant by 企业."""
    rest = word.replace(asked, "", 1)
    lists = wording()
    return (
        len(asked) > 1 and rest != word and bool(lists.light.fullmatch(rest) or lists.general.fullmatch(rest))
    )


def _adds_nothing(word: str, tag: str, *, last: bool) -> bool:
    """Whether a word of a name makes it no other measure; 每 in 平均每项技术合同成交额 does."""
    if wording().light.fullmatch(word):
        return True
    if wording().parting.search(word):
        return False
    if wording().general.fullmatch(word):
        return not (last and word in _HEADS)
    return tag.startswith(_VERBAL) and not tag.startswith(_NOUN)


def _words(asked: Asked) -> list[str]:
    """The words that a series must say, apart from those that say nothing."""
    found: list[str] = []
    for run in asked.content:
        same = _same(run)
        for piece in _MARKS.split(same):
            found += _cut(piece)
    return [one for one in dict.fromkeys(found) if not wording().light.fullmatch(one)]


def _cut(piece: str) -> Iterable[str]:
    at = 0
    for match in _LATIN.finditer(piece):
        yield from rjieba.cut(piece[at : match.start()]) if match.start() > at else ()
        yield match.group()
        at = match.end()
    yield from rjieba.cut(piece[at:]) if at < len(piece) else ()


def _in_unit(asked: Asked, series: Series) -> bool:
    unit = asked.unit
    if unit is None or not unit.base or not series.unit or not series.levels:
        return True
    if asked.signs & {"share", "rank", "growth", "yoy"}:
        return True
    said = {family(one.figure.unit) for one in series.levels}
    return family(unit.base) in said or family(unit.base) == family(series.unit)


def _clause(said: Said) -> str:
    """The clause that states a value, with those before it that have no number of their own."""
    figure = said.figure
    sentence, start = figure.sentence.quote, figure.sentence.start
    at = max(figure.passage.start - start, 0)
    end = _BREAK.search(sentence, figure.passage.end - start)
    stop = end.start() if end else len(sentence)
    breaks = [match.end() for match in _BREAK.finditer(sentence, 0, at)]
    begin = breaks[-1] if breaks else 0
    for earlier in reversed([0, *breaks[:-1]] if breaks else []):
        if _NUMBERED.search(sentence[earlier:begin]) or sentence[begin - 1 : begin] in "。；;\n|":
            break
        begin = earlier
    return sentence[begin:stop]


def _carried(word: str, series: Series) -> bool:
    """Whether a word is what an enumeration counts, said with the first alone: 汽车产量5辆；机器人8套."""
    for said in series.said[:_CLAUSES]:
        figure = said.figure
        before = _same(figure.sentence.quote[: max(figure.passage.start - figure.sentence.start, 0)])
        heads = _COUNTS.findall(before)
        if heads and heads[-1] == word:
            return True
    return False


_COUNTS = regex.compile(r"产量|销量|产值|出货量|成交额|增加值|营业收入|授权量|装机量|投资额|进出口额")
_NUMBERED = regex.compile(r"\d(?!\d*年)")


@cache
def _said_for() -> tuple[regex.Pattern[str], dict[str, str]]:
    firsts = {one: group[0] for group in wording().same for one in group}
    longest = sorted(firsts, key=lambda one: (-len(one), one))
    return regex.compile("|".join(map(regex.escape, longest))), firsts


def _others(words: list[str]) -> list[str]:
    """The other words for what is said: names in the evidence have their own."""
    return [other for group in wording().same if group[0] in words for other in group[1:]]


def _same(text: str) -> str:
    """The plain form, words that mean the same said by the first of them."""
    pattern, firsts = _said_for()
    return pattern.sub(lambda match: firsts[match.group()], plain(text))
