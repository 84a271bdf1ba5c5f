"""Logging in and out, with a limit on failures that is kept in the database.

Failures are counted by account and by address over a quarter of an hour, so that neither one account nor
one address can be tried without end, whichever process answers.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kejian.workbench import audit, errors
from kejian.workbench.accounts import address
from kejian.workbench.models import LoginFailure

WINDOW = timedelta(minutes=15)
MOST_BY_ACCOUNT, MOST_BY_ADDRESS = 5, 20
_LONGEST = 150  # characters of a name


@never_cache
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponseBase:
    """The form, and what it sends."""
    there = _there(request)
    if not settings.TEAM or request.user.is_authenticated:
        return HttpResponseRedirect(there)
    name = request.POST.get("name", "").strip()[:_LONGEST]
    context: dict[str, Any] = {"next": there, "name": name, "failed": False}
    if request.method == "POST":
        if _too_many(name, address(request)):
            answer = errors.response(
                request,
                429,
                message=gettext("Too many failed attempts for this account or from this address"),
                hint=gettext("Wait a quarter of an hour, or ask an administrator for a new password."),
            )
            answer.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
            return answer
        user = authenticate(request, username=name, password=request.POST.get("password", ""))
        if user is not None:
            login(request, user)
            request.viewer = name  # type: ignore[attr-defined]
            audit.record(request, "log in", f"account {name}")
            return HttpResponseRedirect(there)
        LoginFailure.objects.create(at=timezone.now(), account=name, address=address(request))
        context["failed"] = True
    return render(request, "workbench/login.html", context, status=403 if context["failed"] else 200)


@require_POST
def log_out(request: HttpRequest) -> HttpResponseBase:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(settings.LOGIN_URL if settings.TEAM else "/")


@never_cache
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponseBase:
    """Another password for one's own account; its other sessions end."""
    user = request.user
    if not settings.TEAM or not user.is_authenticated:
        return HttpResponseRedirect("/")
    said: list[str] = []
    if request.method == "POST":
        said = _password_faults(request, user)
        if not said:
            user.set_password(request.POST["new"])
            user.save(update_fields=["password"])
            update_session_auth_hash(request, user)
            audit.record(request, "change password", f"account {user.get_username()}")
            return render(request, "workbench/password.html", {"changed": True})
    return render(request, "workbench/password.html", {"faults": said}, status=400 if said else 200)


def _password_faults(request: HttpRequest, user: Any) -> list[str]:
    """What stands against the new password; a wrong old one counts as a failed log-in."""
    name = user.get_username()
    if _too_many(name, address(request)):
        return [gettext("Too many failed attempts for this account or from this address")]
    if not user.check_password(request.POST.get("old", "")):
        LoginFailure.objects.create(at=timezone.now(), account=name, address=address(request))
        return [gettext("The present password is not right.")]
    if request.POST.get("new", "") != request.POST.get("again", ""):
        return [gettext("The two new passwords differ.")]
    try:
        validate_password(request.POST.get("new", ""), user)
    except ValidationError as error:
        return list(error.messages)
    return []


def healthy(request: HttpRequest) -> HttpResponse:
    """For a watcher: 200 as long as the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def _there(request: HttpRequest) -> str:
    there = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if safe else "/"


def _too_many(account: str, where: str) -> bool:
    """Whether the account or the address failed too often; forgets what is long past."""
    now = timezone.now()
    LoginFailure.objects.filter(at__lt=now - 4 * WINDOW).delete()
    recent = LoginFailure.objects.filter(at__gte=now - WINDOW)
    return (
        recent.filter(account=account).count() >= MOST_BY_ACCOUNT
        or recent.filter(address=where).count() >= MOST_BY_ADDRESS
    )
