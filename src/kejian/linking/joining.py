"""From the facts of documents to series."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kejian.intervals import Interval
from kejian.linking.deriving import derive
from kejian.linking.model import Break, Linked, Said, Series
from kejian.linking.notes import Note, breaks, since
from kejian.linking.periods import slot, span
from kejian.linking.placing import Bundle, Placed, place
from kejian.linking.subjects import Subject
from kejian.linking.wording import break_of, definition_of, status_of
from kejian.linking.words import factor
from kejian.model import Aspect, Facts, Figure


def link(documents: Iterable[Facts], notes: Mapping[str, Sequence[Note]] | None = None) -> Linked:
    """Join the observations of documents into series; ``notes`` are their footnotes, by document.

    The result does not depend on the order of the documents, and with a further document no two statements
    that shared a series part. Series are sorted: well-known indicators first, then by the number of slots.

    >>> from kejian.model import About
    >>> link([Facts(document="a", about=About())]).series
    ()
    """
    bundles: dict[Bundle, list[Placed]] = defaultdict(list)
    loose = []
    for facts in sorted(documents, key=lambda one: one.document):
        placed, without = place(facts, (notes or {}).get(facts.document, ()))
        loose += without
        for one in placed:
            bundles[one.bundle].append(one)
    series = [each for members in bundles.values() for each in join(members)]
    return Linked(series=tuple(sorted(series, key=_rank)), loose=tuple(loose))


def _rank(series: Series) -> tuple[bool, int, int, str]:
    return (series.measure.indicator is None, -len(series.slots), -len(series.said), series.key)


def join(members: list[Placed]) -> Iterable[Series]:
    """The series of a bundle's observations, one a kind of quantity.

    What could be of several is said in each, with a lower score.
    """
    known = sorted({one.family for one in members if one.family is not None})
    families: list[str | None] = [*known] or [None]
    for family in families:
        inside = [one for one in members if one.family in (family, None)]
        yield _series(members[0].bundle, family, inside, share=1 / len(families))


def key_of(bundle: Bundle, family: str | None) -> str:
    """The key of a series.

    >>> key_of(("310000", "rd-expenditure", ""), "CNY")
    '310000|rd-expenditure||CNY'
    """
    return "|".join((*bundle, family or ""))


def _series(bundle: Bundle, family: str | None, members: list[Placed], *, share: float) -> Series:
    mains = [one for one in members if one.main]
    stated, kind = _stated(mains, members)
    stock = kind == "stock" if kind else None
    first = min(members, key=lambda one: (-one.measure.score, one.measure.name))
    unit = _unit(stated) or (first.measure.indicator.unit if first.measure.indicator else None)
    said = {id(one): _said(one, stock=stock, unit=unit, share=share) for one in members}
    chosen = {id(one) for one in stated}
    levels = tuple(sorted((said[id(one)] for one in stated), key=lambda one: one.order))
    others = tuple(
        sorted((said[id(one)] for one in members if id(one) not in chosen), key=lambda one: one.order)
    )
    return Series(
        key=key_of(bundle, family),
        measure=first.measure,
        subject=_best_name(members),
        unit=unit,
        kind=kind,
        accumulation=bundle[2] or None,
        levels=levels,
        others=others,
        derived=derive(levels, others, unit=unit),
        breaks=_breaks((*levels, *others)),
    )


def _stated(mains: list[Placed], members: list[Placed]) -> tuple[list[Placed], str | None]:
    """The members that are the series' values, and its kind; without levels, the ranks or the shares."""
    if mains:
        return mains, min((one.kind for one in mains if one.kind), default=None)
    known = min((one.kind for one in members if one.kind), default=None)
    if known:
        return [], known
    for aspect, kind in ((Aspect.RANK, "rank"), (Aspect.SHARE, "ratio")):
        found = [one for one in members if one.figure.aspect is aspect]
        if found:
            return found, kind
    return [], None


def _unit(stated: list[Placed]) -> str | None:
    units = [one.figure.unit for one in stated if one.figure.unit]
    return min(units, key=lambda unit: (-units.count(unit), unit), default=None)


def _best_name(members: list[Placed]) -> Subject:
    """The subject under its fullest name, and how sure the least sure statement is of it."""
    return min((one.subject for one in members), key=lambda one: (-len(one.name), one.name, -one.score))


def _said(one: Placed, *, stock: bool | None, unit: str | None, share: float) -> Said:
    figure = one.figure
    when, against = span(figure.period), span(figure.base)
    points = figure.unit == "pp" and unit == "1"
    up, down = (Decimal(1), Decimal(100)) if points else factor(figure.unit, unit)
    bounds, usual = (_turned(one, up, down) for one in (bounds_of(figure), usual_of(figure)))
    shared = one.family is None and share < 1
    reasons = [*one.measure.reasons, f"subject: {one.subject.reason}"]
    if shared:
        reasons.append("the text does not say of which quantity; it is kept with each")
    return Said(
        figure=figure,
        id=one.id,
        value=figure.value if figure.value is None or up == down else figure.value * up / down,
        unit=figure.unit if up == down else unit,
        aspect=figure.aspect or Aspect.LEVEL,
        slot=slot(when, stock=stock) if when else None,
        as_of=figure.period if when and when.day else None,
        against=slot(against, stock=stock) if against else None,
        bounds=bounds,
        usual=usual,
        status=status_of(figure),
        definition=definition_of(figure),
        notes=one.notes,
        score=round(one.measure.score * one.subject.score * (share if shared else 1), 3),
        reasons=tuple(reasons),
    )


def _breaks(said: Iterable[Said]) -> tuple[Break, ...]:
    found: dict[tuple[str, str], Break] = {}
    for one in said:
        words = break_of(one.figure)
        if words and one.slot:
            found.setdefault((one.slot.slot, words), Break(slot=one.slot, words=words, said=one))
        for note in filter(breaks, one.notes):
            year = since(note)
            slot_ = span(str(year)) if year else one.slot
            if slot_:
                found.setdefault((slot_.slot, note), Break(slot=slot_, words=note, said=one))
    return tuple(sorted(found.values(), key=lambda each: each.slot.order))


def bounds_of(figure: Figure) -> Interval:
    """The hard bounds of a figure in its unit.

    A whole number whose scale comes from the head of a table (486 under 亿元) is rounded there like any
    other: it has the width of its last digit.
    """
    value, printed = figure.value, figure.mention.value
    if value is None or not printed or figure.lower is None or figure.lower != figure.upper:
        return Interval(figure.lower, figure.upper)
    scale = abs(value / printed)
    if scale <= 1 or not isinstance(exponent := printed.as_tuple().exponent, int):
        return Interval(figure.lower, figure.upper)
    half = scale * Decimal((0, (5,), min(exponent, 0) - 1))
    return Interval(figure.lower - half, figure.upper + half) if figure.upper is not None else Interval()


def usual_of(figure: Figure) -> Interval:
    """The customary bounds of a figure in its unit; the hard ones where custom says no more."""
    mention, value = figure.mention, figure.value
    low, high = mention.usual_lower, mention.usual_upper
    if low is None and high is None:
        return bounds_of(figure)
    if value is None or not mention.value:
        return Interval(low, high)
    scale = value / mention.value
    ends = [None if end is None else end * scale for end in (low, high)]
    return Interval(ends[1], ends[0]) if scale < 0 else Interval(ends[0], ends[1])


def _turned(bounds: Interval, up: Decimal, down: Decimal) -> Interval:
    """Bounds in another unit; where the quotient has no end, they are a little wider."""
    return bounds if up == down else bounds.times(up).over(Interval.exactly(down))
