"""What an enterprise says of itself: a form of all fields, a file, and an end to it."""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import Any

import msgspec
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from kejian.policy.fields import fields
from kejian.policy.profile import Profile, parse_profile
from kejian.policy.reading import read_profile
from kejian.workbench import uploads
from kejian.workbench.accounts import Asked, needs
from kejian.workbench.downloads import attachment, csv_file
from kejian.workbench.errors import Refused
from kejian.workbench.pages import see_other, show
from kejian.workbench.policy_forms import day_of, parts, read, sent, stated
from kejian.workbench.profiles import Entered, delete_profile, entered_of, owner_of, save

KINDS = (".json", ".csv", ".xlsx")


def context(
    entered: Entered,
    *,
    day: date,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The form; with ``typed`` and ``errors`` as it was sent."""
    wrong = dict(errors or {})
    laid = parts(typed if typed is not None else entered.facts, wrong)
    profile = parse_profile(entered.given)
    return {
        "day": day.isoformat(),
        "facts": entered.facts,
        "confirmed": list(entered.confirmed),
        "errors": {name: error["text"] for name, error in wrong.items()},
        "_parts": laid,
        "_wrong": [one for part in laid for one in part["fields"] if one["error"]],
        "_projects": [stated(Profile(project)) for project in profile.projects],
        "_confirmed": entered.confirmed,
        "_accept": ",".join(KINDS),
    }


@require_http_methods(["GET", "POST"])
def view(request: Asked) -> HttpResponse:
    """The form, and what it sends."""
    owner, day = owner_of(request), day_of(request.GET)
    if request.method != "POST":
        return show(request, "workbench/policy_profile.html", context(entered_of(owner), day=day))
    typed = sent(request.POST)
    with transaction.atomic():
        entered = entered_of(owner, lock=True)
        confirmed = frozenset(
            name for name in (*entered.confirmed, *request.POST.getlist("confirmed")) if name in fields()
        )
        facts, wrong = read(typed, day=day, confirmed=confirmed)
        if not wrong:
            projects = parse_profile(entered.given).projects if "no_projects" not in request.POST else ()
            profile = Profile(facts, projects=projects, confirmed=confirmed)
            save(request, profile, unknown=entered.unknown, asked=entered.asked)
            return see_other(reverse("policies-result"))
    found = context(entered, day=day, typed=typed, errors=wrong)
    return show(request, "workbench/policy_profile.html", found, status=400)


@csrf_exempt  # for the moment: who may enter is asked before a byte of the file is read, see `_checked`
@needs("read")
@require_POST
def upload(request: Asked) -> HttpResponseBase:
    """A profile out of a file, in the place of the one there is."""
    return uploads.in_quarantine(request, _checked)


@csrf_protect
def _checked(request: Asked, quarantine: uploads.Quarantine) -> HttpResponseBase:
    files = [file for file in request.FILES.getlist("file") if isinstance(file, uploads.Quarantined)]
    if quarantine.too_much:
        raise Refused(gettext("That is too much at once"), status=413)
    if len(files) != 1:
        raise Refused(gettext("No file was chosen"), hint=gettext("Choose one file."))
    name = files[0].name or ""
    if PurePath(name).suffix.lower() not in KINDS:
        raise Refused(
            gettext("Files of this kind cannot be read"),
            where=name,
            hint=gettext("These can: ") + " ".join(KINDS),
        )
    save(request, read_profile(files[0].path, name=name))
    return see_other(reverse("policies-profile"))


@require_POST
def delete(request: Asked) -> HttpResponse:
    """Delete the profile."""
    delete_profile(request)
    return see_other(reverse("policies-profile"))


def view_json(request: Asked) -> HttpResponse:
    """The profile as a file that can be read in again."""
    entered = entered_of(owner_of(request))
    content = msgspec.json.format(msgspec.json.encode(entered.given), indent=1)
    return attachment("profile.json", content, "application/json")


def view_csv(request: Asked) -> HttpResponse:
    """The same as a table of two columns; several projects do not fit into it."""
    facts = entered_of(owner_of(request)).facts
    rows = [
        [name, ";".join(value) if isinstance(value, list) else _cell(value)]
        for name, value in facts.items()
        if name != "projects"
    ]
    return csv_file("profile", ["field", "value"], rows)


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


urls = [
    path("policies/profile/", view, name="policies-profile"),
    path("policies/profile/file/", upload, name="policies-upload"),
    path("policies/profile/delete/", delete, name="policies-delete"),
    path("policies/profile/profile.json", view_json, name="policies-profile-json"),
    path("policies/profile/profile.csv", view_csv, name="policies-profile-csv"),
]
