"""Decisions on names from the pages: one thing's or not, and what a thing is to be called.

In one transaction with the audit log; nobody's decision is overwritten unseen.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from kejian.base.connection import writing
from kejian.base.linking_models import Member, Name, Naming, ThingDecision
from kejian.base.series import scopes
from kejian.base.things import FullThing, decide_things, thing
from kejian.errors import BaseError
from kejian.linking.names import form_of
from kejian.workbench import audit
from kejian.workbench.accounts import Asked, needs
from kejian.workbench.errors import Refused
from kejian.workbench.pages import see_other
from kejian.workbench.tasks import refresh_later

_VERDICTS = ("same", "different", "withdraw")
_LONGEST = 500


def decisions_on(viewer: str | None, forms: Sequence[str]) -> list[dict[str, Any]]:
    """What people decided of names, the newest first; ``open`` where it still counts.

    What names a thing of a draft that the viewer may not see is left out.
    """
    said = ThingDecision.objects.filter(Q(one__in=forms) | Q(other__in=forms, verdict__in=_VERDICTS))
    rows = list(said.order_by("-pk"))
    every = {form for row in rows for form in (row.one, row.other)}
    known = Name.objects.filter(form__in=every, namings__scope__in=scopes("default", viewer))
    visible = set(known.values_list("form", flat=True))
    found: list[dict[str, Any]] = []
    later: set[tuple[str, ...]] = set()
    for row in rows:
        # the last that was said of what the thing is called counts, by whichever of its names
        calls = row.verdict == "name" or row.one == row.other
        about = ("name",) if calls else (row.one, row.other)
        open_ = about not in later and row.verdict != "withdraw"
        later.add(about)
        if row.one in visible and (calls or row.other in visible):
            names = row.shown.split("\n")
            found.append(
                {
                    "number": row.pk,
                    "verdict": row.verdict if row.one != row.other or row.verdict == "name" else "unname",
                    "one": names[0],
                    "other": names[-1],
                    "reason": row.reason,
                    "who": row.who,
                    "at": row.at,
                    "open": open_,
                }
            )
    return found


@require_POST
@needs("link")
def decide_view(request: Asked, number: int) -> HttpResponseBase:
    """Say that a name of the thing and another are one thing's, that they are not, or take it back."""
    said = _said(request)
    one, other = _given(request, "one"), _given(request, "other")
    return _to_thing(decide_for(request, number, request.POST.get("verdict", ""), one, other, **said))


@require_POST
@needs("link")
def name_view(request: Asked, number: int) -> HttpResponseBase:
    """Say what the thing is to be called, or take back what was said of that."""
    if request.POST.get("verdict") == "withdraw":
        one = _given(request, "one")
        return _to_thing(decide_for(request, number, "withdraw", one, one, **_said(request)))
    return _to_thing(name_for(request, number, _given(request, "name"), **_said(request)))


def decide_for(
    request: Asked, number: int, verdict: str, one: str, other: str, *, reason: str, seen: int
) -> int | None:
    """Decide on a name of a thing and another; returns the number of the thing that has the name then.

    Without ``one`` it is what the thing is called. ``seen`` is the number of the last decision on any names
    that whoever decides had before their eyes: when there is another on these by now, they are told
    (`Refused`, 409). Raises `BaseError` and `Http404` besides.
    """
    if verdict not in _VERDICTS:
        raise Refused(f"{verdict[:40]!r} is no verdict", where="verdict", hint="same, different or withdraw")
    full = _thing(request, number)
    return _decide(request, full, verdict, one or full.entry.name, other, reason=reason, seen=seen)


def name_for(request: Asked, number: int, called: str, *, reason: str, seen: int) -> int | None:
    """Say what a thing is to be called; as `decide_for`. Raises `Refused` without a name."""
    full = _thing(request, number)
    if not called:
        raise Refused(gettext("A name is needed"), where="name")
    best = full.names[0].shown if full.names else full.entry.name
    return _decide(request, full, "name", best, called, reason=reason, seen=seen)


def _said(request: Asked) -> dict[str, Any]:
    seen = request.POST.get("seen", "")
    known = seen.isascii() and seen.isdigit() and len(seen) < 16
    return {"reason": _given(request, "reason"), "seen": int(seen) if known else -1}


def _to_thing(number: int | None) -> HttpResponseBase:
    there = reverse("entities-one", args=[number]) if number else reverse("entities")
    return see_other(there)


def _thing(request: Asked, number: int) -> FullThing:
    try:
        return thing("default", min(number, 2**62), viewer=request.viewer, limit=1)
    except BaseError as error:
        raise Http404 from error


def _given(request: Asked, field: str) -> str:
    return "".join(c for c in request.POST.get(field, "") if c.isprintable())[:_LONGEST].strip()


def _decide(
    request: Asked, full: FullThing, verdict: str, one: str, other: str, *, reason: str, seen: int
) -> int | None:
    forms = [form_of(one), form_of(other)]
    if verdict != "name" and not {forms[0], forms[1]} & {name.form for name in full.names}:
        raise Refused(gettext("Neither name is this thing's"), where="one", hint=full.entry.name)
    with writing("default"):
        _tell_of_others(request, forms if verdict != "name" else forms[:1], seen)
        made = decide_things(
            "default",
            verdict,
            one,
            other,
            type=full.entry.type,
            reason=reason,
            who=request.viewer or "",
            viewer=request.viewer,
        )
        after: dict[str, Any] = {"verdict": verdict, "decision": made}
        if _published(forms if verdict != "name" else forms[:1]):
            # administrators, who read the log, need not see a draft's words
            after |= {"one": one, "other": other, "reason": reason}
        audit.record(request, "decide names", f"thing {full.entry.id}", None, after)
        refresh_later()
    return _where_now(request, forms[0], full)


def _tell_of_others(request: Asked, forms: Sequence[str], seen: int) -> None:
    """Raises `Refused` when others decided on these names since the page was made."""
    later = ThingDecision.objects.filter(Q(one__in=forms) | Q(other__in=forms), pk__gt=seen).order_by("-pk")
    last = later.first()
    if seen >= 0 and last is None:
        return
    known = Name.objects.filter(form__in=forms, namings__scope__in=scopes("default", request.viewer))
    if last is None or not known.exists():
        raise Refused("the page that this came from is incomplete", where="seen", hint="load it again")
    raise Refused(
        f"{last.who} decided on these names meanwhile: {last.verdict} ({last.reason})",
        status=409,
        where=" / ".join(last.shown.split("\n")),
        hint=gettext("Look at what it says now, then decide again."),
    )


def _published(forms: Sequence[str]) -> bool:
    """Whether published works know all these names."""
    known = Naming.objects.filter(name__form__in=forms, scope=0).values_list("name__form", flat=True)
    return set(forms) <= set(known)


def _where_now(request: Asked, form: str, full: FullThing) -> int | None:
    """The number of the thing that has the name now."""
    rows = Member.objects.filter(name__form=form, scope__in=scopes("default", request.viewer))
    found = rows.filter(name__type=full.entry.type).order_by("scope").values_list("thing_id", flat=True)
    return found.first()
