"""The questionnaire of policies: one question after the other, as long as an answer can settle a verdict."""

from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from kejian.policy.fields import fields
from kejian.policy.profile import Fact, Profile, contradictions, parse_profile
from kejian.policy.sentence import read_sentence
from kejian.policy.services import QuestionShown, question, questionnaire
from kejian.workbench.accounts import Asked
from kejian.workbench.errors import Refused
from kejian.workbench.pages import see_other, show, words
from kejian.workbench.policy_forms import (
    LONGEST,
    day_of,
    fault,
    field,
    on_day,
    read,
    sent,
    stated,
    told_rules,
)
from kejian.workbench.profiles import Entered, entered_of, owner_of, save
from kejian.workbench.wording import tongue

_LONGEST = 400  # characters of a sentence


def context(
    entered: Entered,
    *,
    day: date,
    name: str = "",
    typed: Any = None,
    error: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The question ``name``, or the next one; how many verdicts are settled."""
    language, book = tongue(), told_rules()
    profile = on_day(parse_profile(entered.given), day)
    step = questionnaire(entered.given, book=book, day=day, language=language, skipped=entered.unknown)
    asked: QuestionShown | None = step.question
    if name and (asked is None or asked.field != name):
        asked = question(name, language=language)
    total = sum(step.counts.values())
    value = typed if error else entered.facts.get(asked.field) if asked else None
    return {
        "day": day.isoformat(),
        "question": asked,
        "left": step.left,
        "counts": step.counts,
        "settled": total - step.counts["needs"],
        "total": total,
        "back": _before(entered, asked.field if asked else ""),
        "unknown": list(entered.unknown),
        "_it": field(fields()[asked.field], value, error) if asked else None,
        "_unknown": bool(asked and asked.field in entered.unknown),
        "_concerns": [book.policies[one].title for one in asked.concerns] if asked else [],
        "_stated": stated(profile),
        "_skipped": [field(fields()[one], None)["label"] for one in entered.unknown],
    }


def _before(entered: Entered, name: str) -> str:
    """The question before ``name``."""
    asked = [one for one in entered.asked if one in fields()]
    if name in asked:
        asked = asked[: asked.index(name)]
    return asked[-1] if asked else ""


def _name(text: str) -> str:
    return text if text in fields() and fields()[text].kind != "age" else ""


@require_http_methods(["GET", "POST"])
def view(request: Asked) -> HttpResponse:
    """The question, and what is answered."""
    owner, day = owner_of(request), day_of(request.GET)
    if request.method == "POST":
        return _answered(request, owner, day)
    found = context(entered_of(owner), day=day, name=_name(words(request, "field")))
    return show(request, "workbench/policy_questions.html", found, fragment="workbench/_policy_question.html")


def _answered(request: Asked, owner: str, day: date) -> HttpResponse:
    name = _name(request.POST.get("field", ""))
    if not name:
        return _to(reverse("policies-questions"), request)
    with transaction.atomic():
        entered = entered_of(owner, lock=True)
        profile = parse_profile(entered.given)
        asked = (*entered.asked, name)
        unknown = tuple(one for one in entered.unknown if one != name)
        if "unknown" in request.POST:
            save(request, profile.with_facts(**{name: None}), unknown=(*unknown, name), asked=asked)
            return _to(reverse("policies-questions"), request)
        given = {one: value for one, value in sent(request.POST).items() if one == name}
        confirm = _name(request.POST.get("confirmed", ""))
        answer, error = _read(profile, name, given, confirm=confirm, day=day)
        if error is None and answer is not None:
            save(request, answer, unknown=unknown, asked=asked)
            return _to(reverse("policies-questions"), request)
    found = context(entered, day=day, name=name, typed=given.get(name), error=error)
    return show(
        request,
        "workbench/policy_questions.html",
        found,
        fragment="workbench/_policy_question.html",
        status=200 if request.headers.get("HX-Request") else 400,
    )


def _read(
    profile: Profile, name: str, given: dict[str, Any], *, confirm: str, day: date
) -> tuple[Profile | None, dict[str, Any] | None]:
    """The profile with the answer, or what is wrong with the answer."""
    if not given:
        hint = gettext("Answer, or say that you do not know: unknown is not the same as zero.")
        return None, {"text": hint, "confirm": ""}
    confirmed = profile.confirmed | ({confirm} if confirm else frozenset())
    facts, wrong = read(given, day=day)
    if wrong:
        return None, wrong[name]
    together: dict[str, Fact] = {**profile.facts, **facts}
    new = Profile(together, projects=profile.projects, confirmed=confirmed)
    error = next((e for e in contradictions(new) if name in e.fields), None)
    return (new, None) if error is None else (None, fault(error))


def _to(there: str, request: Asked) -> HttpResponse:
    if request.GET.get("day"):
        there += f"?day={day_of(request.GET).isoformat()}"
    if request.headers.get("HX-Request"):
        found = context(entered_of(owner_of(request)), day=day_of(request.GET))
        return show(
            request, "workbench/policy_questions.html", found, fragment="workbench/_policy_question.html"
        )
    return see_other(there)


@require_POST
def start(request: Asked) -> HttpResponse:
    """Begin with what a sentence says, as far as it was confirmed."""
    owner = owner_of(request)
    chosen = set(request.POST.getlist("take")[:LONGEST])
    text = "".join(c for c in request.POST.get("q", "") if c.isprintable())[:_LONGEST]
    facts = {one.field: one.value for one in read_sentence(text) if one.field in chosen}
    with transaction.atomic():
        entered = Entered() if request.POST.get("anew") else entered_of(owner, lock=True)
        before = parse_profile(entered.given)
        profile = Profile({**before.facts, **facts}, projects=before.projects, confirmed=before.confirmed)
        for error in contradictions(profile):
            raise Refused(fault(error)["text"], hint=gettext("Go back and leave out one of them."))
        unknown = tuple(one for one in entered.unknown if one not in facts)
        save(request, profile, unknown=unknown, asked=(*entered.asked, *facts))
    return see_other(reverse("policies-questions"))


urls = [
    path("policies/questionnaire/", view, name="policies-questions"),
    path("policies/questionnaire/start/", start, name="policies-start"),
]
