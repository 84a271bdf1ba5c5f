"""The pages: a module each, a template each, JSON at the same address.

A page module has ``context(…) -> dict`` of plain values (shared by template and JSON), a ``view`` and a list
``urls`` that `kejian.workbench.urls` names. `show` makes the answer.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kejian.errors import BaseError
from kejian.workbench.accounts import may

PAGE = 40  # lines of a page of a list

# the top navigation: name of the address, label, right; one that has no page yet is left out
NAVIGATION: tuple[tuple[str, Any, str], ...] = (
    ("overview", _("Overview"), "read"),
    ("documents", _("Documents"), "read"),
    ("review", _("Review"), "decide"),
    ("indicators", _("Indicators"), "read"),
    ("milestones", _("Milestones"), "read"),
    ("entities", _("Entities"), "read"),
    ("findings", _("Findings"), "read"),
    ("ask", _("Ask"), "read"),
    ("policies", _("Policies"), "read"),
    ("add", _("Add documents"), "add documents"),
)


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The context as a page, or as JSON for ``?format=json``.

    ``fragment`` is the template of the part that htmx asked for. Names of the context that begin with an
    underscore are for the template alone (forms, markup), which knows them without it.
    """
    if request.GET.get("format") == "json":
        return as_json(without_private(context))
    asked = fragment and request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    given = {name.removeprefix("_"): value for name, value in context.items()}
    answer = render(request, fragment if asked and fragment else template, given, status=status)
    answer.headers["Vary"] = "HX-Request, Accept-Language, Cookie"
    return answer


def see_other(there: str) -> HttpResponse:
    """The answer to what was sent: look there (303), so that to load the page again sends nothing again."""
    return HttpResponse(status=303, headers={"Location": there})


def without_private(context: dict[str, Any]) -> dict[str, Any]:
    """What of a context JSON may show: without the names that begin with an underscore."""
    return {name: value for name, value in context.items() if not name.startswith("_")}


def as_json(value: Any, *, status: int = 200) -> HttpResponse:
    """Plain values and structs as JSON; decimals as numbers that keep every digit."""
    encoder = msgspec.json.Encoder(enc_hook=_plain, decimal_format="number")
    return HttpResponse(encoder.encode(value), content_type="application/json", status=status)


def _plain(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} is no plain value")


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame around every page needs (a context processor)."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    links = []
    for name, label, right in NAVIGATION:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if may(request, right) and not getattr(request, "blindfolded", False):
            # a page's further addresses are called ``name-…``
            current = here == name or (here or "").startswith(f"{name}-")
            links.append({"name": name, "label": label, "href": address, "current": current})
    return {
        "navigation": links,
        "team": settings.TEAM,
        "viewer": getattr(request, "viewer", None),
        "role": getattr(request, "role", ""),
        "may_audit": may(request, "see the audit log"),
        "blindfolded": getattr(request, "blindfolded", False),
    }


def paged(make: Callable[..., Any], page: int, **asked: Any) -> tuple[Sequence[Any], dict[str, Any]]:
    """A page of a list of `kejian.base`, and what a template needs to go on; ``page`` counts from 1.

    Words without a letter or digit name nothing.
    """
    try:
        found = make("default", limit=PAGE, offset=(page - 1) * PAGE, **asked)
        entries, total = found.entries, found.total
    except BaseError:
        entries, total = (), 0
    before = page - 1 if page > 1 else ""
    after = page + 1 if page * PAGE < total else ""
    return entries, {"page": page, "total": total, "_before": before, "_after": after}


def number(request: HttpRequest, name: str, *, default: int, least: int = 0, most: int = 10**9) -> int:
    """A whole number of the address; the default where there is none or something else."""
    text = request.GET.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 10:
        return default
    return min(max(int(text), least), most)


def choice(request: HttpRequest, name: str, among: Any, *, default: str = "") -> str:
    """One of some words of the address; the default where there is none or something else."""
    text = request.GET.get(name, "")
    return text if text in among else default


def words(request: HttpRequest, name: str, *, most: int = 200) -> str:
    """Text of the address, without control characters and not longer than ``most``."""
    return "".join(c for c in request.GET.get(name, "") if c.isprintable())[:most].strip()
