"""What an enterprise can get on a day, why, and what to take together; and the results that are kept."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kejian.policy.combining import combine, paths
from kejian.policy.keeping import Kept, KeptVerdict, changes
from kejian.policy.printing import as_html
from kejian.policy.profile import Profile, parse_profile
from kejian.policy.services import checked, explained
from kejian.policy.showing import percent, shown
from kejian.policy.verdicts import Kind, check
from kejian.policy.wording import label, say
from kejian.workbench.accounts import Asked
from kejian.workbench.downloads import attachment, csv_file
from kejian.workbench.models import KeptResult
from kejian.workbench.pages import number, see_other, show
from kejian.workbench.policy_forms import day_of, on_day, stated, told_rules
from kejian.workbench.profiles import (
    delete_kept,
    keep_result,
    kept_of,
    owner_of,
    profile_of,
    save,
)
from kejian.workbench.wording import tongue

ORDER = (Kind.ELIGIBLE, Kind.NEEDS, Kind.NOT_ELIGIBLE, Kind.LEAD, Kind.NOT_IN_FORCE)
_PAGE = 20


def context(profile: Profile, *, day: date) -> dict[str, Any]:
    """The whole result, the verdicts grouped by kind, each with what would change it."""
    book, language = told_rules(), tongue()
    found = checked(profile, book=book, day=day, language=language)
    titles = {policy.id: policy.title for policy in book.policies.values()}
    verdicts = [_line(profile, one, day) for one in found.verdicts]
    return {
        "day": day.isoformat(),
        "counts": found.counts,
        "verdicts": verdicts,
        "take": list(found.take),
        "choices": list(found.choices),
        "paths": list(found.paths),
        "_groups": [
            {"kind": kind.value, "label": say(kind, language), "verdicts": some}
            for kind in ORDER
            if (some := [one for one in verdicts if one["verdict"] == kind.value])
        ],
        "_take": [one for one in verdicts if one["id"] in found.take],
        "_choices": [
            {
                "id": one["taken"],
                "taken": titles[one["taken"]],
                "left": [titles[name] for name in one["left"]],
                "reason": one["reason"],
            }
            for one in found.choices
            if one["left"]
        ],
        "_paths": [
            {
                "id": one["policy"],
                "title": titles[one["policy"]],
                "opens": [{"id": name, "title": titles[name]} for name in one["opens"]],
                "lacks": one["failing"] or [label(name, language) for name in one["needs"]],
            }
            for one in found.paths
        ],
        "_stated": stated(profile),
        "_projects": [stated(Profile(project)) for project in profile.projects],
        "_name": str(profile.get("name") or ""),
        "_note": say("note", language),
    }


def _line(profile: Profile, verdict: dict[str, Any], day: date) -> dict[str, Any]:
    """A verdict with what would change it."""
    found = explained(profile, verdict["id"], book=told_rules(), day=day, language=tongue())
    told = [{**one, "verdict_label": say(one["verdict"], tongue())} for one in found.changes]
    return {**verdict, "changes": told, "turns_on": found.turns_on.isoformat() if found.turns_on else None}


def _asked(request: Asked) -> tuple[Profile, date]:
    day = day_of(request.GET)
    return on_day(profile_of(owner_of(request)), day), day


def view(request: Asked) -> HttpResponse:
    """The result for the reader's own profile; with ``open=1`` every trace is laid open."""
    profile, day = _asked(request)
    if not (profile.facts or profile.projects):
        return show(request, "workbench/policy_result.html", {"day": day.isoformat(), "verdicts": []})
    found = context(profile, day=day) | {"_open": request.GET.get("open") == "1", "_today": _today(day)}
    return show(request, "workbench/policy_result.html", found)


def _today(day: date) -> bool:
    return day == timezone.localdate()


def one(request: Asked, name: str) -> HttpResponse:
    """One verdict alone, its trace laid open."""
    profile, day = _asked(request)
    if name not in told_rules().policies:
        raise Http404
    verdict = explained(profile, name, book=told_rules(), day=day, language=tongue()).verdict
    found = {"day": day.isoformat(), "verdict": _line(profile, verdict, day)}
    return show(request, "workbench/policy_verdict.html", found)


def view_table(request: Asked) -> HttpResponse:
    """The verdicts as a CSV."""
    profile, day = _asked(request)
    found = checked(profile, book=told_rules(), day=day, language=tongue())
    columns = ("id", "title", "document", "verdict", "amount_yuan", "amount_of", "rate", "reason")
    rows = [[*(one[name] for name in columns), "; ".join(one["unverified"])] for one in found.verdicts]
    return csv_file(f"policies-{day}", [*columns, "unverified"], rows)


def view_page(request: Asked) -> HttpResponse:
    """The whole result as one file that needs nothing else, to print or to send."""
    profile, day = _asked(request)
    verdicts, book = check(profile, day=day, book=told_rules()), told_rules()
    page = as_html(
        profile,
        verdicts,
        day=day,
        book=book,
        combination=combine(verdicts, book=book),
        paths=paths(profile, verdicts, day=day, book=book),
        language=tongue(),
    )
    return attachment(f"policies-{day}.html", page.encode(), "text/html; charset=utf-8")


@require_POST
def keep(request: Asked) -> HttpResponse:
    """Keep the result for the day asked about."""
    day = day_of(request.POST)
    name = "".join(c for c in request.POST.get("name", "") if c.isprintable())[:200]
    row = keep_result(request, on_day(profile_of(owner_of(request)), day), day=day, name=name)
    return see_other(reverse("policies-kept-one", args=[row.key]))


def kept_line(row: KeptResult, kept: Kept, *, today: date) -> dict[str, Any]:
    """A kept result in a list: what it said, and what is not as it was."""
    language = tongue()
    names = [kind.value for kind in ORDER]
    return {
        "key": row.key,
        "at": row.at.isoformat(),
        "name": row.name or str(kept.profile.get("name") or ""),
        "day": kept.day.isoformat(),
        "counts": {name: sum(v.verdict == name for v in kept.verdicts.values()) for name in names},
        "changes": [
            {"policy": one.policy, "kind": one.kind, "text": one.text(language)}
            for one in changes(kept, told_rules(), today)
        ],
    }


def kept_context(owner: str, *, before: int = 0, today: date) -> dict[str, Any]:
    """What ``owner`` keeps, newest first."""
    rows = KeptResult.objects.filter(owner=owner).order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: _PAGE + 1])
    listed = [kept_line(row, kept_of(owner, row.key)[1], today=today) for row in found[:_PAGE]]
    return {
        "today": today.isoformat(),
        "kept": listed,
        "more": found[_PAGE - 1].pk if len(found) > _PAGE else "",
    }


def view_kept(request: Asked) -> HttpResponse:
    """The list of what is kept."""
    today = day_of(request.GET, "today")
    found = kept_context(owner_of(request), before=number(request, "before", default=0), today=today)
    return show(request, "workbench/policy_kept.html", found)


def kept_one_context(owner: str, key: str, *, today: date) -> dict[str, Any]:
    """One kept result: what has changed, the verdicts as they were, what was stated."""
    row, kept = kept_of(owner, key)
    book, language = told_rules(), tongue()
    return {
        "today": today.isoformat(),
        **kept_line(row, kept, today=today),
        "profile": kept.profile,
        "verdicts": [
            {
                "id": name,
                "title": book.policies[name].title if name in book.policies else verdict.title,
                "verdict": verdict.verdict,
                "label": say(verdict.verdict, language),
                "document": verdict.document,
                "worth": _worth(verdict),
                "known": name in book.policies,
            }
            for name, verdict in kept.verdicts.items()
        ],
        "_stated": stated(parse_profile({**kept.profile, "confirmed": list(kept.profile)})),
    }


def _worth(verdict: KeptVerdict) -> str:
    from fractions import Fraction

    parts = [] if verdict.amount is None else [shown(verdict.amount, "money", tongue())]
    return " · ".join(parts + ([] if verdict.rate is None else [percent(Fraction(verdict.rate))]))


def view_kept_one(request: Asked, key: str) -> HttpResponse:
    """One of them."""
    found = kept_one_context(owner_of(request), key, today=day_of(request.GET, "today"))
    return show(request, "workbench/policy_kept_one.html", found)


@require_POST
def delete(request: Asked, key: str) -> HttpResponse:
    """Delete one of them."""
    delete_kept(request, key)
    return see_other(reverse("policies-kept"))


@require_POST
def take_up(request: Asked, key: str) -> HttpResponse:
    """Make what was stated then the profile again."""
    _, kept = kept_of(owner_of(request), key)
    save(request, parse_profile({**kept.profile, "confirmed": list(kept.profile)}))
    return see_other(reverse("policies-result"))


urls = [
    path("policies/result/", view, name="policies-result"),
    path("policies/result/table.csv", view_table, name="policies-table"),
    path("policies/result/page.html", view_page, name="policies-page"),
    path("policies/result/keep/", keep, name="policies-keep"),
    path("policies/result/<slug:name>/", one, name="policies-verdict"),
    path("policies/kept/", view_kept, name="policies-kept"),
    path("policies/kept/<slug:key>/", view_kept_one, name="policies-kept-one"),
    path("policies/kept/<slug:key>/delete/", delete, name="policies-kept-delete"),
    path("policies/kept/<slug:key>/again/", take_up, name="policies-kept-again"),
]
