"""The JSON API at ``/api/``: the pages' values for programs, described by OpenAPI (``/api/openapi.json``).

Who asks, and what they may see and change, is decided as for the pages: by the cookie of the session, and
what changes something needs the session's CSRF token too (`GET /api/session` says it). Errors have one shape
(`kejian.workbench.errors`).
A page adds its own operations as a `ninja.Router` in its module, named in `ROUTERS`.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer

from kejian.errors import KejianError
from kejian.workbench import errors
from kejian.workbench.pages import (
    as_json,
    ask,
    decisions_api,
    document,
    documents,
    entities,
    findings,
    indicators,
    milestones,
    overview,
    policy_api,
    review,
    search,
)
from kejian.workbench.pages import compare as comparing
from kejian.workbench.signed_in import Session


class Exact(BaseRenderer):
    """JSON whose decimals keep every digit."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The bytes of the answer."""
        return as_json(data).content


api = NinjaAPI(
    title="Kejian",
    version="1",
    description="Evidence for science and technology progress: every figure with the passage that states it.",
    docs_url=None,
    auth=Session(),
    renderer=Exact(),
)


ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/session", decisions_api.session),
    ("/overview", overview.router),
    ("/documents", documents.router),
    ("/documents", document.router),
    ("/documents", decisions_api.documents),
    ("/indicators", indicators.router),
    ("/milestones", milestones.router),
    ("/policies", policy_api.router),
    ("/review", review.router),
    ("/review", decisions_api.facts),
    ("/findings", findings.router),
    ("/findings", decisions_api.findings),
    ("/compare", comparing.router),
    ("/entities", entities.router),
    ("/entities", decisions_api.things),
    ("/ask", ask.router),
    ("/search", search.router),
)
for _prefix, _router in ROUTERS:
    api.add_router(_prefix, _router)


@api.exception_handler(KejianError)
def _mendable(request: HttpRequest, error: KejianError) -> HttpResponse:
    status = error.status if isinstance(error, errors.Refused) else 400
    return errors.response(
        request, status, message=error.message, where=error.where or "", hint=error.hint or ""
    )


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0] if error.errors else {}
    where = ".".join(str(part) for part in first.get("loc", ()))
    return errors.response(request, 400, message=str(first.get("msg", "")), where=where)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 403:  # of ninja's own there is one: no token, or another's
        return errors.csrf_failure(request)
    return errors.response(request, error.status_code)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return errors.response(request, 401)


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return errors.response(request, 403)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return errors.response(request, 404)
