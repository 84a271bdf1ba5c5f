"""The measures, subjects and things that a question names: the longest names first."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import regex

from kejian.answering.board import TAKEN, Board
from kejian.answering.evidence import Evidence, Thing
from kejian.answering.wording import grammatical, wording
from kejian.linking.indicators import Indicator, by_name
from kejian.linking.measures import match
from kejian.linking.regions import region
from kejian.linking.subjects import Subject, named
from kejian.linking.words import plain, words
from kejian.model import Value

_T = TypeVar("_T")
_GLUE = regex.compile(r"的?(?:中|里|内)?的?| of (?:the )?| in (?:the )?|(?:'s)? ")
_LEVELS = {"city": ("市",), "province": ("省", "自治区"), "county": ("县", "区")}
_SHORT = regex.compile(r"\p{Han}{2,3}")
_SUFFIXES = ("省", "区", "县", "地区", "高新技术产业开发区", "经济技术开发区")  # 云衡 of 云衡省
_KIND = regex.compile(r"(?:高新技术产业开发区|经济技术开发区|市)$")
_ZONES = {"高新区": "高新技术产业开发区", "经开区": "经济技术开发区", "开发区": "经济技术开发区"}
_LONGEST = 48  # characters of a name in its plain form


class Measure(Value, frozen=True, kw_only=True):
    """A measure that a question names, in its ``words``; ``others`` are the indicators of the same name.

    ``parts`` are part and whole of a ratio that follows from two measures: where no text gives the indicator
    itself, the share of the one in the other is looked for.
    """

    key: str
    name: str
    words: str
    indicator: Indicator | None = None
    others: tuple[Indicator, ...] = ()
    parts: tuple["Measure", ...] = ()

    def called(self, language: str) -> str:
        """The name in the language of the answer."""
        return self.indicator.en if self.indicator and language == "en" else self.name


class Names(Value, frozen=True, kw_only=True):
    """What was named, in the order of the question.

    ``compounds`` are two measures that stand together as one (高新技术企业研发经费), which is neither.
    """

    measures: tuple[Measure, ...] = ()
    subjects: tuple[Subject, ...] = ()
    things: tuple[Thing, ...] = ()
    compounds: tuple[str, ...] = ()


class _Found(NamedTuple):
    start: int  # on the board
    end: int
    rank: int  # among names of one length
    what: "Measure | Subject | Thing"


def read_names(board: Board, evidence: Evidence) -> Names:
    """Take the names off the board, the longest first."""
    text, at = board.squeezed()
    candidates = _candidates(text, board, at)
    taken: list[_Found] = []
    for one in sorted(_known(candidates, evidence), key=lambda one: (one.start - one.end, one.rank)):
        if TAKEN not in board.text[one.start : one.end]:
            kind = {Measure: "measure", Subject: "subject", Thing: "thing"}[type(one.what)]
            own = isinstance(one.what, Subject) and one.what.code is None and not one.what.key.startswith("?")
            board.take(one.start, one.end, "named" if own else kind)
            taken.append(one)
    ordered: list[Measure | Subject | Thing] = [one.what for one in sorted(taken)]
    ordered += _also_things(ordered, evidence)
    return Names(
        measures=_once(one for one in ordered if isinstance(one, Measure)),
        subjects=_once(one for one in ordered if isinstance(one, Subject)),
        things=_once(one for one in ordered if isinstance(one, Thing)),
        compounds=tuple(_compounds(board, sorted(taken))),
    )


def _also_things(found: Iterable[object], evidence: Evidence) -> Iterable[Thing]:
    """The things that subjects are: a company with figures of its own."""
    names = [plain(one.name) for one in found if isinstance(one, Subject) and one.code is None]
    return evidence.things(names).values()


def _compounds(board: Board, taken: list[_Found]) -> Iterable[str]:
    measures = [one for one in taken if isinstance(one.what, Measure)]
    for one, other in pairwise(measures):
        if _GLUE.fullmatch(board.whole[one.end : other.start]):
            yield board.raw[one.start : other.end]


def measure_of(phrase: str, evidence: Evidence, subjects: Iterable[str]) -> Measure | None:
    """The measure that a whole phrase names, its words in whatever order linking knows."""
    found = match(phrase)
    if found is None:
        return None
    if found.indicator is None and found.key[1:] not in evidence.measures([found.key[1:]], list(subjects)):
        return None
    return Measure(key=found.key, name=found.name, words=phrase, indicator=found.indicator)


def _candidates(text: str, board: Board, at: list[int]) -> dict[str, list[tuple[int, int]]]:
    """All stretches that can be a name, with their places on the board."""
    found: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(text)):
        if text[start] == TAKEN or _inside(board.text, at[start]):
            continue
        for end in range(start + 1, min(start + _LONGEST, len(text)) + 1):
            if text[end - 1] == TAKEN:
                break
            if end - start > 1 and not _inside(board.text, at[end - 1] + 1, plural=True):
                found.setdefault(text[start:end], []).append((at[start], at[end - 1] + 1))
    return found


def _inside(text: str, at: int, *, plural: bool = False) -> bool:
    """Whether ``at`` is within a Latin word or a number; an s may follow a name."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if (
        plural
        and after == "s"
        and not (at + 1 < len(text) and text[at + 1].isascii() and text[at + 1].isalpha())
    ):
        return False
    letters = before.isascii() and after.isascii() and before.isalpha() and after.isalpha()
    return letters or (before.isdigit() and after.isdigit())


def _known(candidates: dict[str, list[tuple[int, int]]], evidence: Evidence) -> Iterable[_Found]:
    subjects = {name: one for name in candidates if (one := _place(name, evidence))}
    subjects |= evidence.subjects([name for name in candidates if name not in subjects])
    longer = {full: name for name in candidates for full in _fuller(name)}
    more = evidence.subjects([one for one in longer if longer[one] not in subjects])
    subjects |= {longer[one]: subject for one, subject in more.items()}
    for name, subject in subjects.items():
        yield from (_Found(a, b, 1, subject) for a, b in candidates[name])
    keys = [one.key for one in subjects.values()]
    for name, places in candidates.items():
        indicators = wording().names.get(name)
        if indicators:
            measure = _indicator(name, indicators)
            yield from (_Found(a, b, 0, measure) for a, b in places)
    for name, key in evidence.measures(list(candidates), keys).items():
        if not grammatical(name) and not wording().general.fullmatch(name):
            own = Measure(key=key, name=name, words=name)
            yield from (_Found(a, b, 3, own) for a, b in candidates[name])
    for name, thing in evidence.things(list(candidates)).items():
        if not grammatical(name):
            yield from (_Found(a, b, 2, thing) for a, b in candidates[name])


def _fuller(name: str) -> Iterable[str]:
    """The full names that a short one may stand for."""
    if _SHORT.fullmatch(name):
        yield from (name + suffix for suffix in _SUFFIXES)
    for short, full in _ZONES.items():
        if name.endswith(short) and len(name) > len(short) + 1:
            yield name.removesuffix(short) + full


def stem(name: str) -> str:
    """The plain name of a place without what it is: what texts about it call it.

    >>> stem("栖川市"), stem("禾东高新技术产业开发区")
    ('栖川', '禾东')
    """
    return _KIND.sub("", plain(name)) or plain(name)


def _place(name: str, evidence: Evidence) -> Subject | None:
    """The place of a name, or what words like 全市 stand for where the base is about one place."""
    level = words().deictic.get(name)
    if level == "nation":
        return named("全国") if name in ("全国", "我国") else None
    if level is not None:
        place = evidence.place()
        own = place is not None and place.name.endswith(_LEVELS[level])
        return place if own else Subject(key=f"?{name}", name=name)
    return named(name) if region(name) else None


def _indicator(name: str, found: Sequence[Indicator]) -> Measure:
    first = found[0]
    parts = wording().quotients.get(first.code, ())
    return Measure(
        key=first.code,
        name=first.zh,
        words=name,
        indicator=first,
        others=tuple(found[1:]),
        parts=tuple(Measure(key=one.code, name=one.zh, words=one.zh, indicator=one) for one in parts),
    )


def _once(found: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(found))


def names_of(measure: Measure) -> tuple[str, ...]:
    """All names of a measure in their plain form."""
    if measure.indicator is None:
        return (measure.key.removeprefix(":"),)
    return tuple(name for name, found in wording().names.items() if measure.indicator in found) or tuple(
        name for name, found in by_name().items() if measure.indicator in found
    )


def quotient(one: Measure, whole: Measure) -> Measure | None:
    """The indicator that is the share of one measure in another, or their quotient, if there is one."""
    for a in names_of(one):
        for b in names_of(whole):
            for form in (
                "{}占{}",
                "{}占{}比重",
                "{}占{}的比重",
                "{}与{}之比",
                "{}相当于{}",
                "{}相当于{}的比例",
            ):
                found = wording().names.get(plain(form.format(a, b)))
                if found:
                    return _indicator(plain(form.format(a, b)), found)
    return None
