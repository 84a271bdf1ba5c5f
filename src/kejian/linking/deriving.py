"""What follows from a level and a growth, change or multiple said of it, with bounds that hold the truth."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from kejian.intervals import Interval, exactly
from kejian.linking.model import Derived, Said
from kejian.model import Aspect

_ONE = exactly(Decimal(1))
_MOST = 16  # levels of one slot and document that a growth is set against


def derive(levels: Iterable[Said], others: Iterable[Said], *, unit: str | None) -> tuple[Derived, ...]:
    """The values that growths, changes and multiples imply at the other end of their comparison.

    From the level of the later slot follows that of the earlier one; where no text states the later level,
    it follows from the earlier. Levels of the growth's own document are taken where it has any. Both ends
    are rounded by the writer, so each result is an interval.
    """
    found: dict[tuple[str, Interval], Derived] = {}
    index = _index(levels)
    for said in others:
        if said.slot is None or said.against is None or not _moves(said, unit):
            continue
        later, earlier = _at(index, said, said.slot.slot), _at(index, said, said.against.slot)
        for level in later[:_MOST]:
            _keep(found, said, level, back=True)
        if not later:
            for level in earlier[:_MOST]:
                _keep(found, said, level, back=False)
    return tuple(sorted(found.values(), key=lambda one: (one.slot.order, one.formula)))


def _moves(said: Said, unit: str | None) -> bool:
    """Whether the statement leads from one level to another in the unit of the series."""
    if said.aspect in (Aspect.GROWTH, Aspect.RATIO):
        return True
    if said.aspect is not Aspect.CHANGE:
        return False
    return said.unit == unit


def _index(levels: Iterable[Said]) -> dict[tuple[str, str | None], list[Said]]:
    """Levels by slot and document, and by slot alone."""
    index: dict[tuple[str, str | None], list[Said]] = defaultdict(list)
    for one in levels:
        if one.slot:
            index[(one.slot.slot, one.figure.passage.document)].append(one)
            index[(one.slot.slot, None)].append(one)
    return index


def _at(index: dict[tuple[str, str | None], list[Said]], said: Said, slot: str) -> list[Said]:
    own = index.get((slot, said.figure.passage.document))
    return own or index.get((slot, None), [])


def _keep(found: dict[tuple[str, Interval], Derived], said: Said, level: Said, *, back: bool) -> None:
    slot = said.against if back else said.slot
    assert slot is not None
    bounds = _step(level.bounds, said.bounds, said.aspect, back=back)
    usual = _step(level.usual, said.usual, said.aspect, back=back)
    if usual == Interval():
        return
    words = {Aspect.GROWTH: "(1 {} {})", Aspect.RATIO: "{1}", Aspect.CHANGE: "{1}"}[said.aspect]
    surface = said.figure.mention.surface
    sign = "−" if said.figure.value is not None and said.figure.value < 0 else "+"
    if said.aspect is Aspect.CHANGE:
        operator = ("−" if sign == "+" else "+") if back else sign
    else:
        operator = "÷" if back else "×"
    formula = f"{level.figure.mention.surface} {operator} {words.format(sign, surface)}"
    one = Derived(slot=slot, bounds=bounds, usual=usual, formula=formula, sources=(level, said))
    found.setdefault((slot.slot, bounds), one)


def _step(level: Interval, said: Interval, aspect: Aspect, *, back: bool) -> Interval:
    if aspect is Aspect.CHANGE:
        return level - said if back else level + said
    factor = _ONE + said if aspect is Aspect.GROWTH else said
    return level.over(factor) if back else level.times(factor)
