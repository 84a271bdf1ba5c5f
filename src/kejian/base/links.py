"""What names have to do with each other: how like they are, what documents and people say of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from zlib import crc32

import msgspec
from django.db import connections
from django.db.models import Q, QuerySet

from kejian.base.linking_models import Likeness, Member, Name, NameKey, ThingDecision
from kejian.linking.likeness import JOINS, like
from kejian.linking.names import keys, parse
from kejian.linking.things import Link

_MANY = 400
_MOST_NAMES = 2000  # names joined at once; beyond that links are not followed further
_BLOCK = 60  # names of one key beyond which the key tells nothing
_GIVEN = 0.9  # score of a form that a document gives
_NOTED = 0.5  # score from which a likeness is kept


def compare(alias: str, names: Sequence[int]) -> None:
    """Work out the likeness of names that were not met before to all others."""
    have = NameKey.objects.using(alias).filter(name__in=names)
    met = set(have.order_by().values_list("name_id", flat=True).distinct())
    new = Name.objects.using(alias).filter(pk__in=[name for name in names if name not in met])
    parts = {one.pk: parse(one.shown, one.type) for one in new}
    hashes = {pk: sorted({_hash(key) for key in keys(one)}) for pk, one in parts.items()}
    with connections[alias].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO kejian_name_key (key, name_id) VALUES (%s, %s)",
            [(key, pk) for pk, found in hashes.items() for key in found],
        )
    pairs = _sharing(alias, hashes)
    others = Name.objects.using(alias).in_bulk({pk for pair in pairs for pk in pair} - parts.keys())
    parts |= {pk: parse(one.shown, one.type) for pk, one in others.items()}
    found = []
    for one, other in sorted(pairs):
        likeness = like(parts[one], parts[other])
        if likeness and likeness.score >= _NOTED:
            reasons = msgspec.json.encode(likeness.reasons).decode()
            short = min((one, other), key=lambda pk: (len(parts[pk].form), parts[pk].form))
            found.append(
                Likeness(
                    one_id=one,
                    other_id=other,
                    score=likeness.score,
                    reasons=reasons,
                    short=short if likeness.weak else None,
                )
            )
    Likeness.objects.using(alias).bulk_create(found, batch_size=_MANY, ignore_conflicts=True)


def _hash(key: str) -> int:
    data = key.encode()
    return crc32(data) | (crc32(data, 0x9E3779B9) & 0x7FFFFFFF) << 32


def _sharing(alias: str, hashes: dict[int, list[int]]) -> set[tuple[int, int]]:
    """Pairs of names, one of them new, that share a key which not too many have."""
    wanted = sorted({key for found in hashes.values() for key in found})
    holders: dict[int, list[int]] = defaultdict(list)
    for at in range(0, len(wanted), _MANY):
        rows = NameKey.objects.using(alias).filter(key__in=wanted[at : at + _MANY])
        for key, name in rows.values_list("key", "name_id"):
            holders[key].append(name)
    return {
        (min(pk, other), max(pk, other))
        for pk, found in hashes.items()
        for key in found
        if len(holders[key]) <= _BLOCK
        for other in holders[key]
        if other != pk
    }


def given(alias: str, names: Sequence[int], *, scopes: Sequence[int]) -> list[Link]:
    """The links by which documents give one name as a form of another."""
    found: dict[tuple[int, int], int] = {}
    for at in range(0, len(names), _MANY):
        part = list(names[at : at + _MANY])
        for column in ("b.name_id", "a.name_id"):
            with connections[alias].cursor() as cursor:
                cursor.execute(_GIVEN_SQL.format(column, _marks(part), _marks(scopes)), [*part, *scopes])
                found |= {(one, other): works for one, other, works in cursor.fetchall()}
    return [
        Link(
            one=one,
            other=other,
            score=_GIVEN,
            reasons=(f"given: by {works} {'work' if works == 1 else 'works'}",),
            short=other,
            given=True,
        )
        for (one, other), works in sorted(found.items())
    ]


def _marks(values: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(values))


_GIVEN_SQL = """
SELECT a.name_id, b.name_id, COUNT(DISTINCT a.work_id)
FROM kejian_naming a JOIN kejian_naming b ON a.statement_id = b.statement_id
WHERE a.role = 'name' AND b.role = 'alias' AND {} IN ({}) AND a.scope IN ({})
GROUP BY a.name_id, b.name_id"""


def closure(alias: str, touched: Sequence[int], *, scopes: Sequence[int] = (0,)) -> set[int]:
    """The names, all that links and decisions lead to, and all that shared a thing with one of them."""
    found, waiting = set(touched), list(touched)
    while waiting and len(found) < _MOST_NAMES:
        part, waiting = waiting[:_MANY], waiting[_MANY:]
        near: set[int] = set()
        for one, other in likenesses(alias, part).values_list("one_id", "other_id"):
            near |= {one, other}
        for link in given(alias, part, scopes=scopes):
            near |= {link.one, link.other}
        things = Member.objects.using(alias).filter(name__in=part, scope=0).values("thing")
        near |= set(
            Member.objects.using(alias).filter(thing__in=things, scope=0).values_list("name_id", flat=True)
        )
        near |= _decided_with(alias, part) | _of_one_code(alias, part)
        waiting += sorted(near - found)
        found |= near
    return found


def _of_one_code(alias: str, names: Sequence[int]) -> set[int]:
    coded = Name.objects.using(alias).filter(pk__in=names).exclude(code="").values("code")
    return set(Name.objects.using(alias).filter(code__in=coded).values_list("pk", flat=True))


def likenesses(alias: str, names: Collection[int]) -> QuerySet[Likeness]:
    """The likenesses of names by which they may be joined."""
    either = Q(one__in=list(names)) | Q(other__in=list(names))
    return Likeness.objects.using(alias).filter(either, score__gte=JOINS)


def _decided_with(alias: str, names: Sequence[int]) -> set[int]:
    """The names of the pairs that people decided on."""
    forms = Name.objects.using(alias).filter(pk__in=names).values_list("form", flat=True)
    rows = ThingDecision.objects.using(alias).exclude(verdict="name")
    near = rows.filter(Q(one__in=list(forms)) | Q(other__in=list(forms)))
    every = {form for pair in near.values_list("one", "other") for form in pair}
    return (
        set(Name.objects.using(alias).filter(form__in=every).values_list("pk", flat=True)) if every else set()
    )
