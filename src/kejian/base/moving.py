"""What series state in which slots, by the stored values alone: what need not be read for an answer."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

import msgspec
from django.db.models import QuerySet

from kejian.base.linking_models import Placed, Series
from kejian.model import Aspect

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
    """Keys of series with values in two whole years, none of which is lower (or higher) in the later one.

    Where anything is unusual (other units, no stated level, a value that is not above 0 with nothing to
    compare it with) a series is not among them: then it has to be read.
    """
    if not all(end.isdigit() for end in ends):
        return frozenset()
    stated = Placed.objects.using(alias).filter(
        bundle__in=[one.bundle_id for one in lines], scope__in=scopes, slot__in=ends, main=True
    )
    values: dict[int, list[tuple[str, str, str, str]]] = defaultdict(list)
    for bundle, *row in stated.values_list("bundle_id", "family", "slot", "value", "unit"):
        values[bundle].append((row[0], row[1], row[2], row[3]))
    return frozenset(one.key for one in lines if _stays(one, values[one.bundle_id], ends, down=down))


def _stays(
    line: Line, rows: Sequence[tuple[str, str, str, str]], ends: tuple[str, str], *, down: bool
) -> bool:
    mine = [row for row in rows if row[0] in (line.family, "")]
    if any(unit != line.unit for *_, unit in mine):
        return False
    early, late = ([Decimal(row[2]) for row in mine if row[1] == end and row[2]] for end in ends)
    if not early or not late or (line.unit != "1" and min(early) <= 0):
        return False
    return max(early) <= min(late) if down else min(early) >= max(late)


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
