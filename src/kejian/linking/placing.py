"""The observations of one document, each with its measure, subject and kind of quantity.

What a statement belongs to is decided from its own document alone, so a further document never takes a
statement out of its series.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import structs

from kejian.linking.measures import Match, match
from kejian.linking.model import Loose
from kejian.linking.notes import Note
from kejian.linking.periods import span
from kejian.linking.subjects import Subject, place_of, subject_of
from kejian.linking.wording import adds_up_years
from kejian.linking.words import family, plain
from kejian.model import Aspect, Facts, Figure, Role, Value

_SHARES = ("率", "比例", "占比", "比重", "强度")
_CURRENCY = frozenset(["CNY", "USD", "EUR", "HKD", "JPY", "GBP"])
_NO_FAMILY = frozenset(["pp", "位", "1", "名", None])


Bundle = tuple[str, str, str]


class Placed(Value, frozen=True, kw_only=True):
    """An observation with what it is of.

    ``main`` says that it states the measure itself rather than a growth, share or rank of it; ``family`` is
    the kind of quantity, None where the document does not show it. ``id`` is that of the statement in the
    base, empty outside one, ``notes`` are the footnotes on it.
    """

    id: str = ""
    figure: Figure
    measure: Match
    subject: Subject
    main: bool
    family: str | None = None
    accumulation: str | None = None
    kind: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def bundle(self) -> Bundle:
        """What makes one series but for the kind of quantity: subject, measure, what is cumulative or new."""
        return self.subject.key, self.measure.key, self.accumulation or ""


def place(facts: Facts, notes: Sequence[Note] = ()) -> tuple[list[Placed], list[Loose]]:
    """The observations of a document that a series can take, and those that none can.

    ``notes`` are the footnotes of the document, as `kejian.linking.notes` finds them.
    """
    figures = [figure for figure in facts.figures if figure.role is Role.OBSERVATION]
    about = place_of(facts.about, [figure.subject for figure in figures])
    loose, sides = [], []
    mains: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for figure in figures:
        subject = subject_of(figure.subject, place=about)
        measure = _measure(figure)
        if measure is None:
            said = f"“{figure.measure}” only points at a measure" if figure.measure else "no measure is said"
            loose.append(Loose(figure=figure, reason=said))
        elif _states(figure, measure):
            mains[_near(figure, subject)].append(_main(figure, measure, subject))
        else:
            sides.append((figure, subject))
    placed = [one for group in mains.values() for one in group]
    for figure, subject in sides:
        placed.append(_side(figure, subject, mains.get(_near(figure, subject), ())))
    return [_noted(one, notes) for one in placed] if notes else placed, loose


def _noted(one: Placed, notes: Sequence[Note]) -> Placed:
    """The observation with the notes on it."""
    known = one.measure.indicator
    names = (one.measure.name, *(known.names if known else ()))
    found = tuple(note.words for note in notes if note.is_on(one.figure, names))
    return structs.replace(one, notes=found) if found else one


def _measure(figure: Figure) -> Match | None:
    """The measure of a figure; of a ratio to a named whole, the indicator of that ratio if there is one."""
    if not figure.measure:
        return None
    if figure.aspect is Aspect.RATIO and figure.base and not span(figure.base):
        quotient = match(f"{figure.measure}占{figure.base}", unit=_unit(figure))
        if quotient and quotient.indicator and quotient.indicator.kind == "ratio":
            return quotient
    return match(figure.measure, unit=_unit(figure))


def _unit(figure: Figure) -> str | None:
    """The unit by which a measure can be told; a growth, share or rank has none."""
    if figure.aspect in (Aspect.LEVEL, None):
        return figure.unit
    if figure.aspect is Aspect.RATIO and figure.unit != "1":
        return figure.unit
    return figure.unit if figure.aspect is Aspect.CHANGE and figure.unit not in _NO_FAMILY else None


def _near(figure: Figure, subject: Subject) -> tuple[str, str]:
    return plain(figure.measure or ""), subject.key


def _states(figure: Figure, measure: Match) -> bool:
    """Whether a figure states the measure itself."""
    kind = measure.indicator.kind if measure.indicator else None
    if figure.aspect in (Aspect.LEVEL, None):
        return kind != "rank"
    if figure.aspect is Aspect.RANK:
        return kind == "rank"
    if figure.aspect is Aspect.RATIO:
        if span(figure.base):
            return False  # a multiple of an earlier level
        return kind == "ratio" or (kind is None and figure.base is None)
    if figure.aspect is Aspect.SHARE:
        said = figure.base is None and (figure.measure or "").endswith(_SHARES)
        return kind == "ratio" or (kind is None and said)
    return False


def _main(figure: Figure, measure: Match, subject: Subject) -> Placed:
    one = measure.indicator
    kind = one.kind if one else None
    accumulation = figure.accumulation
    if accumulation == "cumulative" and not adds_up_years(figure):
        accumulation = None
    if (kind, accumulation) in (("stock", "cumulative"), ("flow", "new")) or kind in ("ratio", "rank"):
        accumulation = (
            None  # of a stock the cumulative figure is the stock itself, of a flow the new one the flow
        )
    group = family(figure.unit)
    if one and group not in _CURRENCY:
        group = family(one.unit)
    elif not one and figure.aspect in (Aspect.RATIO, Aspect.SHARE):
        group, kind = f"ratio:{group}", "ratio"
    if accumulation:
        kind = "stock" if accumulation == "cumulative" else "flow"
    return Placed(
        figure=figure,
        measure=measure,
        subject=subject,
        main=True,
        family=group,
        accumulation=accumulation,
        kind=kind,
    )


def _side(figure: Figure, subject: Subject, mains: Iterable[Placed]) -> Placed:
    """A growth, change, share, rank or multiple: it goes with the level beside it."""
    beside = min(mains, key=lambda one: _distance(figure, one), default=None)
    if beside:
        return Placed(
            figure=figure,
            measure=beside.measure,
            subject=subject,
            main=False,
            family=beside.family,
            accumulation=beside.accumulation,
            kind=beside.kind,
        )
    measure = match(figure.measure or "", unit=_unit(figure))
    assert measure is not None
    one = measure.indicator
    if one:
        return Placed(
            figure=figure,
            measure=measure,
            subject=subject,
            main=False,
            family=family(one.unit),
            kind=one.kind,
        )
    group = family(figure.unit) if figure.aspect is Aspect.CHANGE and figure.unit not in _NO_FAMILY else None
    return Placed(figure=figure, measure=measure, subject=subject, main=False, family=group)


def _distance(figure: Figure, one: Placed) -> tuple[bool, bool, int, int]:
    """How far a level is: another sentence, another period, characters between, place."""
    other = one.figure
    return (
        other.sentence.start != figure.sentence.start,
        other.period != figure.period,
        abs(other.passage.start - figure.passage.start),
        other.passage.start,
    )
