"""Rows of `Series`: the names and the summary of every series of a bundle, of one scope at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Context, Decimal
from typing import Any

import msgspec
import regex
from django.db.models import F

from kejian.base import names_index
from kejian.base.bulk import update
from kejian.base.canonical import canonical
from kejian.base.linking_models import Bundle, Placed, Series
from kejian.base.words import fold
from kejian.linking.indicators import indicators
from kejian.linking.measures import Match
from kejian.linking.regions import by_code
from kejian.linking.words import factor
from kejian.model import Value

TABLE = "kejian_series"
_TREND = 24  # slots of a small chart
_TEXT = 500  # characters of a name that an index takes
_PRECISE = Context(prec=12)
_GRAINS = (
    ("year", regex.compile(r"\d{4}")),
    ("half", regex.compile(r"\d{4}-H\d")),
    ("quarter", regex.compile(r"\d{4}-Q\d")),
    ("month", regex.compile(r"\d{4}-\d\d")),
    ("day", regex.compile(r"\d{4}-\d\d-\d\d")),
)
_STATED = ("rank", "share")  # what makes the values of a series that nobody states a level of
_COLUMNS = (
    "statement_id", "work_id", "scope", "family", "main", "aspect", "kind", "slot", "slot_end", "value",
    "unit", "subject",
)  # fmt: skip


class Point(Value, frozen=True, kw_only=True):
    """A row of `Placed` as summaries see it; ``recent`` sorts works by when they were published."""

    family: str
    main: bool
    aspect: str
    kind: str
    slot: str
    end: date | None
    value: str
    unit: str
    subject: str
    work: int
    recent: tuple[int, str, int]


def summarise(alias: str, keys: Sequence[int]) -> None:
    """Make the rows of `Series` of these bundles what their statements say."""
    points: dict[tuple[int, int], list[Point]] = defaultdict(list)
    rows = Placed.objects.using(alias).filter(bundle__in=keys)
    columns = (*_COLUMNS, "bundle_id")
    values = rows.values(*columns, year=F("work__report_year"), published=F("work__published"))
    for row in values.iterator(chunk_size=5000):
        points[row["bundle_id"], row["scope"]].append(_point(row))
    named = dict(Bundle.objects.using(alias).filter(pk__in=keys).values_list("pk", "key"))
    wanted: dict[tuple[str, int], dict[str, Any]] = {}
    for (bundle, scope), members in points.items():
        for row in _rows(named[bundle], members):
            wanted[row["key"], scope] = row | {"bundle_id": bundle, "scope": scope}
    _write(alias, keys, wanted)


def _point(row: dict[str, Any]) -> Point:
    return Point(
        family=row["family"],
        main=row["main"],
        aspect=row["aspect"],
        kind=row["kind"],
        slot=row["slot"],
        end=row["slot_end"],
        value=row["value"],
        unit=row["unit"],
        subject=row["subject"],
        work=row["work_id"],
        recent=(row["year"] or 0, row["published"], row["work_id"]),
    )


def _write(alias: str, keys: Sequence[int], wanted: dict[tuple[str, int], dict[str, Any]]) -> None:
    stored = Series.objects.using(alias).filter(bundle__in=keys)
    before = {(one.key, one.scope): one for one in stored}
    gone = [one for each, one in before.items() if each not in wanted]
    changed, renamed, new = [], [], []
    for each, row in wanted.items():
        one = before.get(each)
        if one is None:
            new.append(Series(**row))
            continue
        if all(getattr(one, name) == value for name, value in row.items()):
            continue
        if one.words != row["words"]:
            renamed.append((one.pk, one.words, row["words"]))
        for name, value in row.items():
            setattr(one, name, value)
        changed.append(one)
    names_index.remove(
        alias, TABLE, [(one.pk, one.words) for one in gone] + [(key, old) for key, old, _ in renamed]
    )
    Series.objects.using(alias).filter(pk__in=[one.pk for one in gone]).delete()
    fields = [field.name for field in Series._meta.concrete_fields if field.name != "id"]
    update(alias, changed, fields)
    Series.objects.using(alias).bulk_create(new, batch_size=200)
    names_index.add(
        alias, TABLE, [(one.pk, one.words) for one in new] + [(key, words) for key, _, words in renamed]
    )


def _rows(bundle: str, members: list[Point]) -> Iterable[dict[str, Any]]:
    families = sorted({one.family for one in members if one.family}) or [""]
    for family in families:
        inside = [one for one in members if one.family in (family, "")]
        yield _row(bundle, family, inside)


def measure_of(key: str) -> Match:
    """The measure of the middle part of a bundle's key.

    >>> measure_of("rd-expenditure").name, measure_of(":量子比特数").name
    ('全社会研发经费', '量子比特数')
    """
    one = indicators().get(key)
    return Match(key=key, name=one.zh if one else key.removeprefix(":"), indicator=one)


def _row(bundle: str, family: str, members: list[Point]) -> dict[str, Any]:
    subject_key, measure_key, accumulation = bundle.split("|")
    measure = measure_of(measure_key)
    one = measure.indicator
    stated, kind = _stated(members)
    subject = min((each.subject for each in members), key=lambda name: (-len(name), name))
    code = subject_key if len(subject_key) == 6 and subject_key.isdigit() else ""
    mark = {"cumulative": "（累计）", "new": "（新增）"}.get(accumulation, "")
    units = Counter(each.unit for each in stated if each.unit)
    unit = min(units, key=lambda name: (-units[name], name), default="") or (one.unit if one else "")
    slots = _slots([_turned(each, unit) for each in stated])
    return {
        "family": family,
        "key": f"{bundle}|{family}",
        "name": (measure.name + mark)[:_TEXT],
        "name_en": one.en if one else "",
        "indicator": one.code if one else "",
        "subject": subject[:_TEXT],
        "subject_key": subject_key,
        "code": code,
        "unit": unit,
        "kind": kind,
        "accumulation": accumulation,
        "domain": one.domain if one else "",
        "force": one.force if one else "",
        "words": _words(measure, mark, subject, code),
        "weight": (10**12 if one else 0) + len(slots) * 10**7 + min(len(members), 10**7 - 1),
        "statements": len(members),
        "levels": len(stated),
        "slots": len(slots),
        "works": len({each.work for each in members}),
    } | _summary(slots, kind)


def _stated(members: list[Point]) -> tuple[list[Point], str]:
    """The members that are the series' values, and its kind, as `kejian.linking.joining` has it."""
    mains = [one for one in members if one.main]
    if mains:
        return mains, min((one.kind for one in mains if one.kind), default="")
    known = min((one.kind for one in members if one.kind), default="")
    if known:
        return [], known
    for aspect, kind in zip(_STATED, ("rank", "ratio"), strict=True):
        found = [one for one in members if one.aspect == aspect]
        if found:
            return found, kind
    return [], ""


def _turned(one: Point, unit: str) -> Point:
    """The value in the unit of the series, where one can be turned into the other."""
    up, down = factor(one.unit, unit)
    if up == down or not one.value:
        return one
    return msgspec.structs.replace(
        one, value=canonical(_PRECISE.divide(Decimal(one.value) * up, down)), unit=unit
    )


def _slots(stated: list[Point]) -> dict[str, list[Point]]:
    """The values by slot, in the order of time."""
    found: dict[str, list[Point]] = defaultdict(list)
    for one in sorted(stated, key=lambda one: (one.end or date.min, one.slot)):
        if one.slot:
            found[one.slot].append(one)
    return found


def _summary(slots: dict[str, list[Point]], kind: str) -> dict[str, Any]:
    """First and last slot, and the values of the most frequent length of period: years beside years."""
    grains = {slot: grain for slot in slots for grain, form in _GRAINS if form.fullmatch(slot)}
    votes = Counter(grains.values())
    order = [name for name, _ in _GRAINS]
    grain = min(votes, key=lambda name: (-votes[name], order.index(name)), default=None)
    values = [(slot, _value(points)) for slot, points in slots.items() if grains.get(slot) == grain]
    known = [(slot, value) for slot, value in values if value is not None][-_TREND:]
    last = known[-1] if known else ("", None)
    previous = known[-2] if len(known) > 1 else ("", None)
    every = list(slots)
    return {
        "first_slot": every[0] if every else "",
        "last_slot": last[0] or (every[-1] if every else ""),
        "last_value": "" if last[1] is None else canonical(last[1]),
        "previous_slot": previous[0],
        "previous_value": "" if previous[1] is None else canonical(previous[1]),
        "change": _change(last[1], previous[1], kind),
        "trend": msgspec.json.encode(
            [(slot, canonical(value)) for slot, value in known if value is not None]
        ).decode(),
    }


def _value(points: list[Point]) -> Decimal | None:
    """What a slot's statements say: what most of them say, of equals what the latest work says."""
    votes = Counter(one.value for one in points if one.value)
    if not votes:
        return None
    latest = {one.value: max(o.recent for o in points if o.value == one.value) for one in points}
    return Decimal(max(votes, key=lambda value: (votes[value], latest[value], value)))


def _change(last: Decimal | None, previous: Decimal | None, kind: str) -> str:
    if last is None or previous is None:
        return ""
    if kind in ("ratio", "rank"):
        return canonical(last - previous)
    return canonical(_PRECISE.divide(last - previous, abs(previous))) if previous else ""


def _words(measure: Match, mark: str, subject: str, code: str) -> str:
    """All names of measure and subject in the normal form of the search, a line each."""
    place = by_code(code) if code else None
    names = [
        measure.name + mark,
        *(measure.indicator.names if measure.indicator else ()),
        *((measure.indicator.code,) if measure.indicator else ()),
        subject,
        *(place.names if place else ()),
        code,
    ]
    return "\n".join(dict.fromkeys(fold(name)[:_TEXT] for name in names if name))
