"""Profiles of enterprises and results that are kept: each belongs to whoever entered it, and to nobody else.

Every function takes the owner; nothing here lists, counts or opens what another one entered, an
administrator's included. The audit log says that a profile was changed, never what it says.
"""

import secrets
from datetime import date
from typing import Any

import msgspec
from django.db import transaction
from django.http import Http404, HttpRequest

from kejian.model import Value
from kejian.policy.errors import ProfileError
from kejian.policy.fields import fields
from kejian.policy.keeping import Kept, as_entered, from_json, keep, to_json
from kejian.policy.loading import rules
from kejian.policy.profile import Profile, check_contradictions, parse_profile
from kejian.policy.verdicts import check
from kejian.workbench import audit
from kejian.workbench.models import KeptResult, StoredProfile

MOST_KEPT = 200  # results of one owner
MOST_PROJECTS = 100


class Entered(Value, frozen=True, kw_only=True):
    """A profile as it is stored.

    ``facts`` can be entered again as they are (money in yuan); ``unknown`` are fields that the enterprise
    does not know either, ``asked`` those that the questionnaire asked for, in order.
    """

    facts: dict[str, Any] = msgspec.field(default_factory=dict)
    confirmed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def given(self) -> dict[str, Any]:
        """What `parse_profile` takes."""
        return {**self.facts, "confirmed": list(self.confirmed)}

    @property
    def empty(self) -> bool:
        """Whether nothing is stated yet."""
        return not self.facts


def owner_of(request: HttpRequest) -> str:
    """Who enters and sees; a stranger has no profile."""
    owner: str = getattr(request, "viewer", None) or ""
    if not owner:
        raise Http404
    return owner


def entered_of(owner: str, *, lock: bool = False) -> Entered:
    """The profile of ``owner``; an empty one where there is none.

    What a newer Kejian cannot read any more is left out.
    """
    rows = StoredProfile.objects.select_for_update() if lock else StoredProfile.objects
    row = rows.filter(owner=owner).first()
    if row is None:
        return Entered()
    found = msgspec.json.decode(row.entered, type=Entered)
    facts = {name: value for name, value in found.facts.items() if name in fields() or name == "projects"}
    while facts:
        known = msgspec.structs.replace(found, facts=facts)
        try:
            parse_profile(known.given)
        except ProfileError as error:
            wrong = next((name for name in error.fields if name in facts), "projects")
            facts = {name: value for name, value in facts.items() if name != wrong} if wrong in facts else {}
        else:
            return known
    return msgspec.structs.replace(found, facts={})


def profile_of(owner: str) -> Profile:
    """The facts of ``owner``."""
    return parse_profile(entered_of(owner).given)


def bounded(profile: Profile) -> Profile:
    """The profile. Raises `ProfileError` where it states more projects than are computed at once."""
    if len(profile.projects) > MOST_PROJECTS:
        raise ProfileError(
            f"states {len(profile.projects)} projects", hint=f"state at most {MOST_PROJECTS} at once"
        )
    return profile


def save(
    request: HttpRequest,
    profile: Profile,
    *,
    unknown: tuple[str, ...] = (),
    asked: tuple[str, ...] = (),
) -> None:
    """Put ``profile`` in the place of the owner's."""
    owner = owner_of(request)
    check_contradictions(profile)
    entered = Entered(
        facts=as_entered(bounded(profile)),
        confirmed=tuple(sorted(profile.confirmed & set(fields().by_name))),
        unknown=tuple(name for name in dict.fromkeys(unknown) if name not in profile.facts),
        asked=tuple(dict.fromkeys(asked)),
    )
    text = msgspec.json.encode(entered).decode()
    with transaction.atomic():
        StoredProfile.objects.update_or_create(owner=owner, defaults={"entered": text})
        audit.record(request, "change profile", "profile")


def delete_profile(request: HttpRequest) -> bool:
    """Delete the owner's profile; whether there was one."""
    with transaction.atomic():
        gone, _ = StoredProfile.objects.filter(owner=owner_of(request)).delete()
        if gone:
            audit.record(request, "delete profile", "profile")
    return bool(gone)


def keep_result(request: HttpRequest, profile: Profile, *, day: date, name: str = "") -> KeptResult:
    """Keep the result of ``profile`` on ``day``. Raises `ProfileError` where too many are kept."""
    owner = owner_of(request)
    if KeptResult.objects.filter(owner=owner).count() >= MOST_KEPT:
        raise ProfileError(f"{MOST_KEPT} results are kept already", hint="delete one that is not needed")
    kept = keep(bounded(profile), check(profile, day=day, book=rules()), day=day)
    with transaction.atomic():
        row = KeptResult.objects.create(
            key=secrets.token_hex(8), owner=owner, name=name.strip()[:200], kept=to_json(kept).decode()
        )
        audit.record(request, "keep result", f"kept result {row.key}")
    return row


def kept_of(owner: str, key: str) -> tuple[KeptResult, Kept]:
    """A result that ``owner`` kept; another one's is not found."""
    row = KeptResult.objects.filter(owner=owner, key=key).first()
    if row is None:
        raise Http404
    return row, from_json(row.kept.encode(), where="kept result")


def delete_kept(request: HttpRequest, key: str) -> None:
    """Delete a result that the owner kept."""
    with transaction.atomic():
        gone, _ = KeptResult.objects.filter(owner=owner_of(request), key=key).delete()
        if not gone:
            raise Http404
        audit.record(request, "delete result", f"kept result {key}")
