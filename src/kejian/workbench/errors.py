"""Errors as pages and as JSON: one shape, in both languages.

JSON is ``{"error": {"code", "message", "where", "hint"}}``. A page raises `Refused` (or any `KejianError`,
which is 400), `Http404` or `PermissionDenied`.
"""

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kejian.errors import KejianError
from kejian.workbench.refusals import mistaken, mistaken_at
from kejian.workbench.wording import tongue

# status → its code in JSON, what is said, what to do
_WORDS: dict[int, tuple[str, Any, Any]] = {
    400: ("bad_request", _("This request cannot be understood"), _("Go back and check what was entered.")),
    401: ("log_in", _("Please log in"), _("Log in and try again.")),
    403: (
        "not_allowed",
        _("Your role does not allow this"),
        _("Ask an administrator of this workbench for another role."),
    ),
    404: (
        "not_found",
        _("There is nothing at this address"),
        _("It may have been a draft that is not shared with you, or the address is incomplete."),
    ),
    405: ("method_not_allowed", _("This address does not take such a request"), ""),
    409: (
        "changed_meanwhile",
        _("Somebody else changed this meanwhile"),
        _("Look at what it says now, then decide again."),
    ),
    413: ("too_large", _("That is too much at once"), _("Send fewer or smaller files.")),
    429: ("too_many", _("Too many attempts"), _("Wait a few minutes and try again.")),
    500: (
        "failed",
        _("Something went wrong here"),
        _("It was written to the log of the server. Nothing that you saved before is lost."),
    ),
    503: ("not_ready", _("The workbench is not ready"), _("Try again in a moment.")),
}


class Refused(KejianError):  # noqa: N818 - said of a request
    """What a page refuses, with its HTTP status.

    >>> Refused("too long", status=413).status
    413
    """

    def __init__(
        self, message: str, *, status: int = 400, where: str | None = None, hint: str | None = None
    ) -> None:
        self.status = status
        super().__init__(message, where=where, hint=hint)


def wants_json(request: HttpRequest) -> bool:
    """Whether the answer goes to a program."""
    accepted = request.headers.get("Accept", "")
    return (
        request.path.startswith("/api/")
        or request.GET.get("format") == "json"
        or ("application/json" in accepted and "text/html" not in accepted)
    )


def response(
    request: HttpRequest, status: int, *, message: str = "", where: str = "", hint: str = ""
) -> HttpResponse:
    """The page or the JSON of an error."""
    code, title, advice = _WORDS.get(status, _WORDS[500])
    told, todo = mistaken(message, hint, language=tongue())
    said = {
        "code": code,
        "message": told or str(title),
        "where": where,
        "hint": todo or ("" if message else str(advice)),
    }
    # what was sent is quoted, and JSON may escape half a character, which no answer can hold
    said = {name: text.encode("utf-8", "replace").decode() for name, text in said.items()}
    if wants_json(request):
        return JsonResponse({"error": said}, status=status, json_dumps_params={"ensure_ascii": False})
    template = "workbench/_error.html" if request.headers.get("HX-Request") else "workbench/error.html"
    shown = {"status": status, "title": title, **said, "where": mistaken_at(where, language=tongue())}
    if status == 409 and request.path.endswith("/decide/"):
        shown["again"] = request.path.removesuffix("decide/")  # what the decision was on, as it is now
    return render(request, template, shown, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for a request that is too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent):
        return response(request, 413)
    return response(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return response(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; never says what was looked for, so that a draft is not given away."""
    return response(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500; a page that needs neither the database nor who asks."""
    code, title, advice = _WORDS[500]
    if wants_json(request):
        error = {"code": code, "message": str(title), "where": "", "hint": str(advice)}
        return JsonResponse({"error": error}, status=500)
    return render(request, "workbench/failed.html", {"title": title, "hint": advice}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this workbench, or is too old."""
    return response(
        request,
        403,
        message=gettext("This form has expired, or was sent from another site"),
        hint=gettext("Load the page again and send it once more."),
    )
