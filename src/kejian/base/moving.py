"""What series state in which slots, by the stored values alone: what need not be read for an answer."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec
from django.db.models import F, QuerySet

from kejian.base.linking_models import Placed, Series
from kejian.base.models import Statement
from kejian.base.observations import COLUMNS
from kejian.base.rows import fact_of
from kejian.intervals import Interval
from kejian.linking.joining import bounds_of
from kejian.model import Aspect, Figure

_TOLD = (Aspect.GROWTH.value, Aspect.CHANGE.value)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of a series that say whether it can have moved."""

    key: str
    bundle_id: int
    family: str
    unit: str
    kind: str
    accumulation: str

    @property
    def can_move(self) -> bool:
        """Whether it is asked of it at all: not of ranks, nor of what adds up."""
        return self.kind != "rank" and self.unit != "rank" and not self.accumulation


def with_slots(rows: QuerySet[Series], slots: Collection[str], *, most: int, looked_at: int) -> list[Line]:
    """Those of the series, well-known indicators first, whose summary has values in all the slots."""
    for slot in set(slots):
        rows = rows.filter(trend__contains=f'["{slot}",')  # as `summing` writes it
    if slots:
        rows = rows.filter(slots__gte=len(set(slots)))
    columns = rows.order_by("-weight", "id").values_list(*Line.__struct_fields__, "trend")
    found = []
    for *values, trend in columns[:looked_at]:
        held = {slot for slot, _ in msgspec.json.decode(trend, type=list[tuple[str, str]])}
        if set(slots) <= held:
            found.append(Line(**dict(zip(Line.__struct_fields__, values, strict=True))))
    return found[:most]


def not_moved(
    alias: str, lines: Sequence[Line], ends: tuple[str, str], *, down: bool, scopes: Sequence[int]
) -> frozenset[str]:
    """Keys of series with values in two whole years that are not lower (or higher) in the later one.

    First told by all stated values, then, where documents differ, by the most exact ones, as an answer does.
    Where anything is unusual (other units, no stated level, a value that is not above 0, two equally exact
    ones, a decision) a series is not among them: then it has to be read.
    """
    if not all(end.isdigit() for end in ends):
        return frozenset()
    stated = Placed.objects.using(alias).filter(
        bundle__in=[one.bundle_id for one in lines], scope__in=scopes, slot__in=ends, main=True
    )
    held: dict[int, list[Stated]] = defaultdict(list)
    for bundle, *row in stated.values_list("bundle_id", *Stated.__struct_fields__):
        held[bundle].append(Stated(*row))
    sides = {one.key: each for one in lines if (each := _sides(one, held[one.bundle_id], ends))}
    still = {
        key
        for key, each in sides.items()
        if _stays(*([one.number for one in side] for side in each), down=down)
    }
    open_ = {key: each for key, each in sides.items() if key not in still}
    exact = _exact(alias, [one.statement_id for each in open_.values() for side in each for one in side])
    for key, each in open_.items():
        first, last = (_most_exact(side, exact) for side in each)
        if first is not None and last is not None and _stays([first], [last], down=down):
            still.add(key)
    return frozenset(still)


class Stated(msgspec.Struct, frozen=True):
    """A level that a statement gives, as it is placed."""

    statement_id: str
    family: str
    slot: str
    value: str
    unit: str

    @property
    def number(self) -> Decimal:
        """The value in its own unit."""
        return Decimal(self.value)


def _sides(
    line: Line, rows: Sequence[Stated], ends: tuple[str, str]
) -> tuple[list[Stated], list[Stated]] | None:
    """What is stated at both ends; None where that is not all of the same kind."""
    mine = [row for row in rows if row.family in (line.family, "")]
    early, late = ([row for row in mine if row.slot == end and row.value] for end in ends)
    if any(row.unit != line.unit for row in mine) or not early or not late:
        return None
    if line.unit != "1" and min(row.number for row in early) <= 0:
        return None
    return early, late


def _stays(early: Sequence[Decimal], late: Sequence[Decimal], *, down: bool) -> bool:
    return max(early) <= min(late) if down else min(early) >= max(late)


def _exact(alias: str, ids: Sequence[str]) -> dict[str, tuple[bool, Decimal, str]]:
    """How exact statements are, as `kejian.answering.values` sorts them; those decided on are left out."""
    if not ids:
        return {}
    rows = Statement.objects.using(alias).filter(pk__in=ids, decisions__isnull=True)
    found = {}
    for row in rows.values(*COLUMNS, file=F("document__edition__name")):
        figure = fact_of(row, text="", document=row["file"] or "")  # without its words
        bounds = bounds_of(figure) if isinstance(figure, Figure) else Interval()
        low, high = bounds.lower, bounds.upper
        width = None if low is None or high is None else high - low
        found[row["id"]] = (width is None, width or Decimal(0), row["file"] or "")
    return found


def _most_exact(side: Sequence[Stated], exact: Mapping[str, tuple[bool, Decimal, str]]) -> Decimal | None:
    """The value of the most exact statement; None where that is not one value."""
    if any(one.statement_id not in exact for one in side):
        return None
    best = min(exact[one.statement_id] for one in side)
    values = {one.number for one in side if exact[one.statement_id] == best}
    return values.pop() if len(values) == 1 else None


def telling(alias: str, lines: Sequence[Line], slot: str, *, scopes: Sequence[int]) -> list[str]:
    """Keys of those of the series of which a text says a growth or a change in the slot."""
    told = Placed.objects.using(alias).filter(
        bundle__in=[one.bundle_id for one in lines], scope__in=scopes, slot=slot, aspect__in=_TOLD
    )
    said = set(told.values_list("bundle_id", "family"))
    return [one.key for one in lines if {(one.bundle_id, one.family), (one.bundle_id, "")} & said]


def nearest_slots(
    alias: str, keys: Sequence[str], near: date | None, *, scopes: Sequence[int]
) -> frozenset[str]:
    """Slots among which for each of the series is the one that ends nearest to a day (None: the last).

    None at all where one of them states no level: its values are then not told apart here.
    """
    bundles = ["|".join(key.split("|")[:3]) for key in keys]
    stated = Placed.objects.using(alias).filter(
        bundle__key__in=bundles, scope__in=scopes, main=True, slot_end__isnull=False
    )
    ends: dict[str, dict[str, date]] = defaultdict(dict)
    for bundle, slot, end in stated.order_by().values_list("bundle__key", "slot", "slot_end").distinct():
        if end:
            ends[bundle][slot] = end
    if not all(ends[bundle] for bundle in bundles):
        return frozenset()
    return frozenset(slot for held in ends.values() for slot in _nearest(held, near))


def _nearest(ends: dict[str, date], near: date | None) -> list[str]:
    """All that end on the nearest days: of which of them a series makes a slot is decided when it is read."""
    if near is None:
        return [slot for slot, end in ends.items() if end == max(ends.values())]
    least = min(abs((end - near).days) for end in ends.values())
    return [slot for slot, end in ends.items() if abs((end - near).days) == least]
