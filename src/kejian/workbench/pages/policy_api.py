"""The policies for programs: what the pages show, with profiles that are posted and stored nowhere.

Checking, explaining and asking change nothing, so they take a request without a CSRF token; what is kept
belongs to whoever keeps it.
"""

from datetime import date
from typing import Any

import msgspec
from django.http import Http404
from django.utils import timezone
from ninja import Router, Schema

from kejian.policy.errors import RuleError
from kejian.policy.fields import fields
from kejian.policy.profile import Profile, parse_profile
from kejian.policy.services import checked, explained, questionnaire
from kejian.workbench.accounts import Asked
from kejian.workbench.pages.policies import context as list_context
from kejian.workbench.pages.policies import one_context, policy_named
from kejian.workbench.pages.policy_result import kept_context, kept_line, kept_one_context
from kejian.workbench.policy_forms import on_day, told_rules
from kejian.workbench.profiles import bounded, delete_kept, keep_result, kept_of, owner_of
from kejian.workbench.schemas import Error
from kejian.workbench.signed_in import Session
from kejian.workbench.wording import tongue


class Posted(Schema):
    """A profile as `kejian policy check --profile` takes it, and the day asked about (else today)."""

    profile: dict[str, Any]
    day: date | None = None


class Asking(Posted):
    """The same with the fields that the enterprise does not know either."""

    unknown: tuple[str, ...] = ()


class Keeping(Posted):
    """The same with a name to find it by."""

    name: str = ""


router = Router(tags=["policies"])
_WRONG = {400: Error, 401: Error, 403: Error, 404: Error}
_DONE: Any = {200: dict[str, Any], **_WRONG}
_LONGEST, _MOST_UNKNOWN = 400, 200


def _day(given: date | None) -> date:
    return given or timezone.localdate()


def _profile(posted: Posted) -> tuple[Profile, date]:
    day = _day(posted.day)
    profile = bounded(parse_profile(posted.profile, where="profile"))
    return (on_day(profile, day) if 1950 <= day.year <= 2200 else profile), day


def _public(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if not name.startswith("_")}


def _plain(found: msgspec.Struct) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(found)
    return plain


@router.get("", response=_DONE)
def policies(
    request: Asked, q: str = "", region: str = "", issuer: str = "", day: date | None = None
) -> dict[str, Any]:
    """All policies, or those that the words concern, with what the words say of the enterprise."""
    text = "".join(c for c in q if c.isprintable())[:_LONGEST].strip()
    return _public(list_context(None, q=text, region=region, issuer=issuer[:60], day=_day(day)))


@router.get("/search", response=_DONE)
def search(
    request: Asked, q: str, region: str = "", issuer: str = "", day: date | None = None
) -> dict[str, Any]:
    """The policies that a sentence concerns, and the facts that it says."""
    return policies(request, q=q, region=region, issuer=issuer, day=day)


@router.get("/fields", response=_DONE)
def known_fields(request: Asked) -> dict[str, Any]:
    """The fields that a profile may state."""
    return {"fields": [_plain(one) for one in fields().by_name.values()], "choices": fields().names}


@router.post("/questionnaire", response=_DONE, auth=Session(csrf=False))
def ask(request: Asked, posted: Asking) -> dict[str, Any]:
    """The next question after what is stated, and how many verdicts are settled."""
    profile, day = _profile(posted)
    skipped = frozenset(posted.unknown[:_MOST_UNKNOWN])
    given = {**posted.profile, "confirmed": list(profile.confirmed)}
    return _plain(questionnaire(given, book=told_rules(), day=day, language=tongue(), skipped=skipped))


@router.post("/check", response=_DONE, auth=Session(csrf=False))
def check(request: Asked, posted: Posted) -> dict[str, Any]:
    """The verdicts for a posted profile with the best combination and the paths; nothing is stored."""
    profile, day = _profile(posted)
    return _plain(checked(profile, book=told_rules(), day=day, language=tongue()))


@router.get("/kept", response=_DONE)
def kept(request: Asked, before: int = 0) -> dict[str, Any]:
    """The results that the reader keeps, newest first, each with what has changed since."""
    return kept_context(owner_of(request), before=max(0, min(before, 2**62)), today=timezone.localdate())


@router.post("/kept", response=_DONE)
def keep(request: Asked, posted: Keeping) -> dict[str, Any]:
    """Keep the result of a posted profile; only whoever keeps it sees it."""
    profile, day = _profile(posted)
    name = "".join(c for c in posted.name if c.isprintable())
    row = keep_result(request, profile, day=day, name=name)
    return kept_line(row, kept_of(owner_of(request), row.key)[1], today=timezone.localdate())


@router.get("/kept/{key}", response=_DONE)
def kept_one(request: Asked, key: str) -> dict[str, Any]:
    """One kept result with its facts and verdicts."""
    return _public(kept_one_context(owner_of(request), key, today=timezone.localdate()))


@router.delete("/kept/{key}", response=_DONE)
def forget(request: Asked, key: str) -> dict[str, Any]:
    """Delete a kept result."""
    delete_kept(request, key)
    return {"deleted": key}


@router.get("/{name}", response=_DONE)
def one(request: Asked, name: str, day: date | None = None) -> dict[str, Any]:
    """All that is known of one policy."""
    return _public(one_context(policy_named(name), None, day=_day(day)))


@router.post("/{name}/explain", response=_DONE, auth=Session(csrf=False))
def explain(request: Asked, name: str, posted: Posted) -> dict[str, Any]:
    """The verdict of one policy with its trace and what would change it."""
    profile, day = _profile(posted)
    policy_named(name)
    try:
        return _plain(explained(profile, name, book=told_rules(), day=day, language=tongue()))
    except RuleError as error:
        raise Http404 from error
