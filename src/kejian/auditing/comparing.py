"""Two drafts of one report side by side: which figures changed, which facts came and went, which findings.

Statements are aligned by what they say (measure, subject, period, aspect, unit) and by their sentences
without the digits, never by their places alone, so that moved paragraphs and reworded sentences stay pairs.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

import regex

from kejian.auditing.audit import audit
from kejian.auditing.model import Finding, Read
from kejian.auditing.same import measure_key, period_key
from kejian.language.normal import normal
from kejian.model import Entity, Figure, Milestone, Passage, Role, Value

T = TypeVar("T")
_COMPARED = (Role.OBSERVATION, Role.TARGET, Role.TERM)
_DIGITS = regex.compile(r"[\d,.%‰]+|[一二三四五六七八九十百千万亿]+")
_MARKS = regex.compile(r"[\s\p{P}]+")
_ALIKE = 0.4  # of the pairs of characters of two sentences, before their figures are held for one
_CANDIDATES = 50  # statements that one is compared with


class What(StrEnum):
    """What became of a fact."""

    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


class Kind(StrEnum):
    """The sorts of facts that are compared."""

    FIGURE = "figure"
    EVENT = "event"
    NAME = "name"


class Change(Value, frozen=True, kw_only=True):
    """A fact that the drafts do not tell alike: ``about`` says of what, ``old`` and ``new`` what they say."""

    kind: Kind
    what: What
    about: str
    old: str = ""
    new: str = ""
    before: Passage | None = None
    after: Passage | None = None


class Comparison(Value, frozen=True, kw_only=True):
    """How a draft differs from the one before it.

    ``changes`` are in the order of the later draft, what is gone at the end of its kind; ``same`` counts the
    facts that both tell alike, wherever they stand.
    """

    changes: tuple[Change, ...]
    new_findings: tuple[Finding, ...]
    gone_findings: tuple[Finding, ...]
    same: int


def compare(before: Read, after: Read) -> Comparison:
    """Compare two drafts."""
    changes, same = changes_between(before, after)
    new, gone = findings_between(before, after)
    return Comparison(changes=changes, new_findings=new, gone_findings=gone, same=same)


def changes_between(before: Read, after: Read) -> tuple[tuple[Change, ...], int]:
    """The changes of a `Comparison`, and how many facts are the same; audits nothing."""
    figures, same = _figures(before, after)
    events, events_same = _events(before.facts.milestones, after.facts.milestones)
    names, names_same = _names(before.facts.entities, after.facts.entities)
    return (*figures, *events, *names), same + events_same + names_same


def findings_between(before: Read, after: Read) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The new and the gone findings of a `Comparison`: audits both drafts."""
    old, new = audit([before]), audit([after])
    return tuple(_without(new, old)), tuple(_without(old, new))


def _without(findings: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    """Findings that the other draft does not give rise to."""
    known = {(f.check, tuple(sorted(p.quote for p in f.passages))) for f in others}
    return [f for f in findings if (f.check, tuple(sorted(p.quote for p in f.passages))) not in known]


# --- pairs ------------------------------------------------------------------------------------------


def _pair(
    old: list[T],
    new: list[T],
    key: Callable[[T], Hashable],
    *,
    likeness: Callable[[T, T], float],
    least: float = 0.0,
) -> list[tuple[T, T]]:
    """Pairs that share a key, the most alike first; what is paired is taken out of both lists."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(old):
        waiting[key(one)].append(place)
    scored = []
    for place, one in enumerate(new):
        for other in waiting.get(key(one), [])[:_CANDIDATES]:
            alike = likeness(old[other], one)
            if alike >= least:
                scored.append((-alike, abs(other - place), other, place))
    left, right = set[int](), set[int]()
    pairs = []
    for _, _, other, place in sorted(scored):
        if other not in left and place not in right:
            left.add(other)
            right.add(place)
            pairs.append((old[other], new[place]))
    old[:] = [one for place, one in enumerate(old) if place not in left]
    new[:] = [one for place, one in enumerate(new) if place not in right]
    return pairs


def _skeleton(text: str) -> str:
    """A sentence without its digits and marks."""
    return _MARKS.sub("", _DIGITS.sub("#", normal(text)))


def _likeness(one: str, other: str) -> float:
    """The share of pairs of characters that two texts have in common (Dice)."""
    a, b = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else float(one == other)


# --- figures ----------------------------------------------------------------------------------------


class _Figure(Value, frozen=True, kw_only=True):
    figure: Figure
    measure: str
    skeleton: str
    place: int  # among the figures of its sentence

    @property
    def said(self) -> tuple[Hashable, ...]:
        f = self.figure
        return (self.measure, f.subject, period_key(f.period), f.aspect, f.unit, f.accumulation, f.role)

    @property
    def amount(self) -> tuple[Hashable, ...]:
        f = self.figure
        return (f.value, f.lower, f.upper, f.comparator)


def _figures(before: Read, after: Read) -> tuple[list[Change], int]:
    old, new = _laid(before), _laid(after)

    def alike(a: _Figure, b: _Figure) -> float:
        return _likeness(a.skeleton, b.skeleton)

    same = len(_pair(old, new, lambda one: (one.said, one.amount), likeness=alike))
    # the same words around the same amount: what is read into the figure may differ, what is printed does not
    same += len(
        _pair(old, new, lambda one: (one.figure.passage.quote, one.skeleton, one.place), likeness=alike)
    )
    pairs = _pair(old, new, lambda one: one.said, likeness=alike)
    pairs += _pair(old, new, lambda one: (one.skeleton, one.place), likeness=alike)
    pairs += _pair(
        old, new, lambda one: (one.figure.aspect, one.figure.unit, one.measure), likeness=alike, least=_ALIKE
    )
    pairs += _pair(
        old,
        new,
        lambda one: (one.figure.aspect, one.figure.unit, one.place),
        likeness=alike,
        least=2 * _ALIKE,
    )
    changes = [_changed(a.figure, b.figure) for a, b in pairs if a.amount != b.amount or a.said != b.said]
    same += len(pairs) - len(changes)
    changes += [_only(one.figure, What.NEW) for one in new]
    changes.sort(key=lambda change: change.after.start if change.after else 0)
    return [*changes, *(_only(one.figure, What.GONE) for one in old)], same


def _laid(read: Read) -> list[_Figure]:
    found, sentence, place = [], -1, 0
    for figure in read.facts.figures:
        place = place + 1 if figure.sentence.start == sentence else 0
        sentence = figure.sentence.start
        if figure.role in _COMPARED:
            found.append(
                _Figure(
                    figure=figure,
                    measure=measure_key(figure.measure),
                    skeleton=_skeleton(figure.sentence.quote),
                    place=place,
                )
            )
    return found


def _about(figure: Figure) -> str:
    words = (figure.subject, figure.measure, figure.period, figure.aspect and figure.aspect.value)
    return " ".join(word for word in words if word)


def _changed(old: Figure, new: Figure) -> Change:
    return Change(
        kind=Kind.FIGURE,
        what=What.CHANGED,
        about=_about(new),
        old=_shown(old, new),
        new=_shown(new, old),
        before=old.passage,
        after=new.passage,
    )


def _shown(figure: Figure, other: Figure) -> str:
    """The printed figure, with what is read into it where the print is the same."""
    if figure.passage.quote != other.passage.quote:
        return figure.passage.quote
    return f"{figure.passage.quote} ({_about(figure)})"


def _only(figure: Figure, what: What) -> Change:
    gone = what is What.GONE
    return Change(
        kind=Kind.FIGURE,
        what=what,
        about=_about(figure),
        old=figure.passage.quote if gone else "",
        new="" if gone else figure.passage.quote,
        before=figure.passage if gone else None,
        after=None if gone else figure.passage,
    )


# --- events and names -------------------------------------------------------------------------------


def _events(before: Sequence[Milestone], after: Sequence[Milestone]) -> tuple[list[Change], int]:
    old, new = list(before), list(after)

    def alike(a: Milestone, b: Milestone) -> float:
        return _likeness(_skeleton(a.object + a.action), _skeleton(b.object + b.action))

    pairs = _pair(old, new, lambda one: (normal(one.object), one.action), likeness=alike)
    pairs += _pair(old, new, lambda one: normal(one.object), likeness=alike)
    pairs += _pair(old, new, lambda one: one.date, likeness=alike, least=_ALIKE)
    pairs += _pair(old, new, lambda one: one.action, likeness=alike, least=2 * _ALIKE)
    changes = [
        Change(
            kind=Kind.EVENT,
            what=What.CHANGED,
            about=b.object,
            old=_event(a),
            new=_event(b),
            before=a.sentence,
            after=b.sentence,
        )
        for a, b in pairs
        if _event(a) != _event(b)
    ]
    same = len(pairs) - len(changes)
    changes += [
        Change(kind=Kind.EVENT, what=What.NEW, about=one.object, new=_event(one), after=one.sentence)
        for one in new
    ]
    changes.sort(key=lambda change: change.after.start if change.after else 0)
    changes += [
        Change(kind=Kind.EVENT, what=What.GONE, about=one.object, old=_event(one), before=one.sentence)
        for one in old
    ]
    return changes, same


def _event(one: Milestone) -> str:
    return " ".join(filter(None, (one.date, "、".join(one.actor), one.action, one.object, one.claim)))


def _names(before: Sequence[Entity], after: Sequence[Entity]) -> tuple[list[Change], int]:
    old, new = _forms(before), _forms(after)
    changes = [
        Change(kind=Kind.NAME, what=What.NEW, about=one.type.value, new=one.name, after=one.passage)
        for one in after
        if not _known(one, old)
    ]
    same = len(after) - len(changes)
    changes += [
        Change(kind=Kind.NAME, what=What.GONE, about=one.type.value, old=one.name, before=one.passage)
        for one in before
        if not _known(one, new)
    ]
    return changes, same


def _forms(entities: Iterable[Entity]) -> set[str]:
    return {normal(form) for one in entities for form in (one.name, *one.aliases)}


def _known(one: Entity, forms: set[str]) -> bool:
    return any(normal(form) in forms for form in (one.name, *one.aliases))
