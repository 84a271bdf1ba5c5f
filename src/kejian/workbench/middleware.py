"""What every request passes: headers, who asks, and errors that a reader can mend."""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext

from kejian.errors import KejianError
from kejian.workbench import errors
from kejian.workbench.accounts import may, role_of

Handler = Callable[[HttpRequest], HttpResponseBase]

# nothing from another host, no script and no style in the page itself, no frame, no plug-in
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_BLIND = "/review/blind/"
_UNSEEN = ("/login/", "/logout/", "/language/", "/password/", "/healthz")  # which show nobody's decisions
_OPEN = ("/login/", "/language/", "/healthz")  # what may be asked without an account


def headers(get_response: Handler) -> Handler:
    """Security headers on every response; what was made for one reader is kept by no cache."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return handle


class Viewer:
    """``request.viewer`` is whose drafts are seen, ``request.role`` what they may do.

    Alone on this machine it is the owner, as administrator. In a team it is the account; without one
    there is the log-in and nothing else.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Say who asks, or send them to the log-in."""
        viewer, role = _who(request)
        request.viewer, request.role = viewer, role  # type: ignore[attr-defined]
        if viewer is None and not request.path.startswith((*_OPEN, settings.STATIC_URL)):
            return _to_login(request)
        return self.get_response(request)


def _who(request: HttpRequest) -> tuple[str | None, str]:
    if not settings.TEAM:
        return settings.OWNER, "administrator"
    user = request.user
    if not user.is_authenticated:
        return None, ""
    return user.get_username(), role_of(user)


def _to_login(request: HttpRequest) -> HttpResponse:
    if errors.wants_json(request):
        return errors.response(request, 401)
    there = f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": there})
    return HttpResponse(status=302, headers={"Location": there})


class Blindfold:
    """Whoever has a blind review open is shown it and nothing else: all else shows what others decided.

    ``request.blindfolded`` says so. To finish it opens everything again.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or say where the review is."""
        from kejian.workbench.blind import open_review  # which needs the tables of Django's applications

        viewer: str | None = getattr(request, "viewer", None)
        free = request.path.startswith((*_UNSEEN, settings.STATIC_URL)) or not may(request, "decide")
        blindfolded = not free and open_review(viewer) is not None
        request.blindfolded = blindfolded  # type: ignore[attr-defined]
        if not blindfolded or request.path.startswith(_BLIND):
            return self.get_response(request)
        if errors.wants_json(request):
            return errors.response(
                request,
                403,
                message=gettext("You have a blind review open"),
                hint=gettext("Finish it first: all else shows what others decided."),
            )
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": _BLIND})
        return HttpResponse(status=303, headers={"Location": _BLIND})


class Errors:
    """An error that Kejian raises on purpose becomes a page (or JSON) that says what to do."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; a method that an address does not take is an error like any other."""
        answer = self.get_response(request)
        if answer.status_code != 405:
            return answer
        told = errors.response(request, 405)
        told.headers["Allow"] = answer.headers.get("Allow", "")
        return told

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A `KejianError` as an answer; everything else is left to Django."""
        if not isinstance(error, KejianError):
            return None
        status = error.status if isinstance(error, errors.Refused) else 400
        return errors.response(
            request, status, message=error.message, where=error.where or "", hint=error.hint or ""
        )
