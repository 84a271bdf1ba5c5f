"""Which measure a phrase names: a well-known indicator, or an automatic key; always with the reasons."""

from functools import cache, lru_cache

import ahocorasick

from kejian.linking.indicators import Indicator, by_name
from kejian.linking.words import bare, plain, words
from kejian.model import Value

_LONGEST = 80  # characters of a phrase that can still name a measure


class Match(Value, frozen=True, kw_only=True):
    """What a phrase names.

    ``key`` is the indicator's code, or of other measures the phrase in its bare form behind a colon.
    ``score`` (0…1) says how sure the match is, ``reasons`` why.
    """

    key: str
    name: str
    indicator: Indicator | None = None
    score: float = 1.0
    reasons: tuple[str, ...] = ()


@lru_cache(maxsize=100_000)
def match(phrase: str, *, unit: str | None = None) -> Match | None:
    """The measure that a phrase names; None for one that only points at another (``后者``) or says nothing.

    ``unit`` is that of the level, where it is known. Only a name of an indicator, or one with words around
    it that add nothing, is taken for the indicator; any other word makes another measure.

    >>> match("全社会研发经费支出", unit="CNY").key
    'rd-expenditure'
    >>> match("认定登记技术合同", unit="项").key, match("认定登记技术合同", unit="CNY").key
    ('tech-contracts', 'tech-contract-turnover')
    >>> other = match("民营企业发明专利授权量", unit="件")
    >>> other.key
    ':民营企业发明专利授权量'
    >>> other.reasons[0]
    'holds “发明专利授权量” (invention-patents-granted), but 民营企业 makes it another measure'
    >>> match("后者") is None
    True
    """
    text = bare(phrase[:_LONGEST])
    if len(text) < 2 or plain(phrase).startswith(words().pointing):
        return None
    reasons: list[str] = []
    for form in dict.fromkeys((plain(phrase), text)):
        named = _fitting(form, unit, reasons)
        if named:
            score = 1.0 if form == plain(phrase) else 0.95
            return _indicator(named, (f"“{form}” is a name of it",), score)
    name = _longest_name(text)
    if name:
        rest = text.replace(name, "", 1)
        added = _added(rest)
        one = by_name()[name][0]
        if added is None:
            named = _fitting(name, unit, reasons)
            if named:
                return _indicator(named, (f"“{name}” is a name of it", f"{rest} adds nothing"), 0.85)
        else:
            reasons.append(f"holds “{name}” ({one.code}), but {added} makes it another measure")
    return Match(
        key=f":{text}", name=text, score=0.9, reasons=tuple(reasons) or ("no indicator has the name",)
    )


def _fitting(name: str, unit: str | None, reasons: list[str]) -> Indicator | None:
    """The indicator of a name that can be in the unit."""
    named = by_name().get(name, ())
    for one in named:
        if one.measures(unit):
            return one
    reasons += [f"“{name}” is a name of {one.code}, but that is in {one.unit}, not {unit}" for one in named]
    return None


def _indicator(one: Indicator, reasons: tuple[str, ...], score: float) -> Match:
    return Match(key=one.code, name=one.zh, indicator=one, score=score, reasons=reasons)


def _added(rest: str) -> str | None:
    """What of the words around a name makes another measure; None where they all add nothing."""
    lists = words()
    if any(word in rest for word in lists.modifiers):
        return rest
    left = rest
    for word in lists.neutral:
        left = left.replace(word, "")
    return left or None


def _longest_name(text: str) -> str | None:
    found = [names for _, names in _automaton().iter(text)]
    return max(found, key=lambda name: (len(name), name), default=None)


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in by_name():
        if len(name) > 1:
            automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton
