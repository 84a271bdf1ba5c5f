"""Policies: the list, found by words; and all that is known of one.

What an enterprise says of itself is on further pages: `policy_questions`, `policy_profile`, `policy_result`.
"""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from kejian.policy.english import rules_for
from kejian.policy.model import Policy
from kejian.policy.outlining import figures_shown, outline, relations
from kejian.policy.profile import Profile, late_dates
from kejian.policy.services import list_policies, one_policy, searched
from kejian.policy.telling import opened, told
from kejian.policy.verdicts import check, judge
from kejian.policy.wording import label, say
from kejian.workbench.accounts import Asked
from kejian.workbench.pages import choice, show, words
from kejian.workbench.policy_forms import day_of, told_rules
from kejian.workbench.profiles import owner_of, profile_of
from kejian.workbench.wording import tongue

_LONGEST = 400  # characters of a sentence
_MOST_FOUND = 12
REGIONS: dict[str, Any] = {
    "national": _("The whole country"),
    "shanghai": _("Shanghai"),
    "lingang": _("Lin-gang"),
    "fengxian": _("Fengxian"),
}
STANDINGS: dict[str, Any] = {
    "in_force": _("In force"),
    "ended": _("Ended"),
    "not_yet": _("Not yet in force"),
    "lead": _("A lead: nothing verified"),
    "draft": _("A draft: not checked by an expert"),
}


def context(
    profile: Profile | None, *, q: str = "", region: str = "", issuer: str = "", day: date
) -> dict[str, Any]:
    """The policies that the words concern, best first, or all; and what the words say of the enterprise."""
    book, language = told_rules(), tongue()
    said: list[dict[str, Any]] = []
    if q:
        found = searched(
            q,
            book=rules_for(q),
            names=book,
            day=day,
            region=region or None,
            issuer=issuer or None,
            limit=_MOST_FOUND,
            language=language,
        )
        lines = [(hit.line, [book.policies[one].title for one in hit.alike]) for hit in found.hits]
        said = [
            {
                "field": one.field,
                "label": one.label,
                "value": one.value,
                "shown": one.shown,
                "words": one.words,
            }
            for one in found.profile
        ]
    else:
        lines = [
            (one, []) for one in list_policies(book, day=day, region=region or None, issuer=issuer or None)
        ]
    mine = {v.id: v.kind.value for v in check(profile, day=day, book=book)} if profile else {}
    regions = dict.fromkeys(p.region for p in (*book.policies.values(), *book.drafts.values()) if p.region)
    return {
        "q": q,
        "region": region,
        "issuer": issuer,
        "day": day.isoformat(),
        "policies": [
            {
                "id": one.id,
                "title": one.title,
                "document": one.document,
                "issuer": one.issuer,
                "region": one.region,
                "who": one.who,
                "standing": one.standing,
                "window": [at.isoformat() for at in one.window] if one.window else None,
                "versions": one.versions,
                "alike": alike,
                "mine": mine.get(one.id),
            }
            for one, alike in lines
        ],
        "said": said,
        "profile": bool(profile),
        "_regions": [(name, REGIONS.get(name, name)) for name in regions],
        "_standings": STANDINGS,
        "_region_names": REGIONS,
        "_verdicts": {kind: say(kind, language) for kind in set(mine.values())},
    }


def one_context(policy: Policy, profile: Profile | None, *, day: date) -> dict[str, Any]:
    """All that is known of one policy, and the verdict on it for the reader's own enterprise."""
    book, language = told_rules(), tongue()
    page = one_policy(book, policy.id, day=day)
    versions = [
        {
            "document": shown.document,
            "start": shown.start,
            "end": shown.end,
            "in_force": shown.in_force,
            "verified": shown.verified,
            "open": [opened(text, language) for text in shown.open],
            **outline(policy, version, book=book, day=day, language=language),
        }
        for version, shown in zip(policy.versions, page.versions, strict=True)
    ]
    mine = None
    if profile is not None and not policy.draft:
        mine = told(judge(policy, profile, day=day, book=book), language)
    return {
        "day": day.isoformat(),
        "id": policy.id,
        "title": policy.title,
        "issuer": policy.issuer,
        "region": policy.region,
        "who": policy.who,
        "standing": page.line.standing,
        "document": page.line.document,
        "grants": label(policy.grants, language) if policy.grants else None,
        "versions": sorted(versions, key=lambda one: not one["in_force"]),
        "figures": figures_shown(policy, language),
        "windows": [{"from": start, "to": end, "document": text} for start, end, text in page.windows],
        "materials": list(policy.materials) if policy.materials is not None else None,
        "apply_at": policy.apply_at,
        "note": policy.note,
        "keywords": list(policy.keywords),
        "year_cap": policy.year_cap,
        **relations(policy, book=book),
        "mine": mine,
        "_standings": STANDINGS,
        "_region": REGIONS.get(policy.region, policy.region),
    }


def policy_named(name: str) -> Policy:
    """The policy, a draft included; not found where there is none of that id."""
    book = told_rules()
    policy = book.policies.get(name) or book.drafts.get(name)
    if policy is None:
        raise Http404
    return policy


def _mine(request: Asked, day: date) -> Profile | None:
    """The reader's own profile where it states something, and nothing later than the day."""
    profile = profile_of(owner_of(request))
    stated = bool(profile.facts or profile.projects)
    return profile if stated and not any(late_dates(profile, day)) else None


def view(request: Asked) -> HttpResponse:
    """The list."""
    day = day_of(request.GET)
    regions = {policy.region for policy in told_rules().policies.values()}
    found = context(
        _mine(request, day),
        q=words(request, "q", most=_LONGEST),
        region=choice(request, "region", regions),
        issuer=words(request, "issuer", most=60),
        day=day,
    )
    return show(request, "workbench/policies.html", found, fragment="workbench/_policies_list.html")


def one(request: Asked, name: str) -> HttpResponse:
    """One policy."""
    policy = policy_named(name)
    day = day_of(request.GET)
    found = one_context(policy, _mine(request, day), day=day)
    return show(request, "workbench/policy.html", found)


urls = [
    path("policies/", view, name="policies"),
    path("policies/<slug:name>/", one, name="policies-one"),
]
