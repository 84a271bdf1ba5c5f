"""Who may do what: roles as a table, and what a view asks for.

A role is a group of Django's; an account has one. Whoever works alone on this machine may do everything
that a team's administrator may.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from kejian.errors import BaseError

# what a role may do; every page that changes something asks for one of these words or for a role
ROLES: dict[str, tuple[str, ...]] = {
    "reader": ("read",),
    "reviewer": ("read", "decide", "export"),
    "editor": ("read", "decide", "export", "link", "add documents"),
    "administrator": ("read", "decide", "export", "link", "add documents", "see the audit log"),
}

_MOST_PEOPLE = 200  # offered to share a draft with

View = Callable[..., HttpResponseBase]


class Asked(HttpRequest):
    """A request that passed the middleware: ``viewer`` is whose drafts are seen, ``role`` what they may do.

    A view that was reached without an account (the log-in) has a viewer of None and an empty role.
    """

    viewer: str | None
    role: str


def role_of(user: Any) -> str:
    """The role of an account: of its groups the one that may do most; a reader where it has none."""
    names = set(user.groups.values_list("name", flat=True))
    return next((role for role in reversed(ROLES) if role in names), "reader")


def may(request: HttpRequest, what: str) -> bool:
    """Whether whoever asks has the role ``what`` (or one above it), or may do ``what``."""
    role: str = getattr(request, "role", "")
    if not role:
        return False
    if what in ROLES:
        order = list(ROLES)
        return order.index(role) >= order.index(what)
    return what in ROLES[role]


def require(request: HttpRequest, what: str) -> None:
    """Raise `PermissionDenied` unless whoever asks may do what is named; for operations of the API."""
    if not may(request, what):
        raise PermissionDenied(what)


def needs(what: str) -> Callable[[View], View]:
    """A view for those only who have the role, or may do what is named: ``@needs("reviewer")``.

    Raises `ValueError` for a word that is neither, when the module is loaded.
    """
    if what not in ROLES and not any(what in rights for rights in ROLES.values()):
        raise ValueError(f"{what!r} is neither a role nor a right")

    def around(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request, what)
            return view(request, *args, **kwargs)

        return checked

    return around


def address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy what the proxy itself appended."""
    if settings.HTTPS:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        if forwarded:
            return forwarded[:64]
    return str(request.META.get("REMOTE_ADDR", ""))


def add_account(name: str, role: str, password: str) -> None:
    """Make an account. Raises `BaseError` for a name that is taken or a password too easily guessed."""
    from django.contrib.auth.models import Group, User
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    if role not in ROLES:
        raise BaseError(f"{role!r} is no role", hint=f"one of {', '.join(ROLES)}")
    user = User(username=name)
    try:
        user.clean_fields(exclude=["password"])
        validate_password(password, user)
    except ValidationError as error:
        raise BaseError(" ".join(error.messages), where=f"account {name!r}") from error
    with transaction.atomic():
        if User.objects.filter(username=name).exists():
            raise BaseError("there is such an account already", where=name, hint="choose another name")
        user.set_password(password)
        user.save()
        user.groups.set([Group.objects.get(name=role)])


def set_password(name: str, password: str) -> None:
    """Give an account a new password; its sessions end. Raises `BaseError`."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    user = find_account(name)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BaseError(" ".join(error.messages), where=f"account {name!r}") from error
    user.set_password(password)
    user.save(update_fields=["password"])


def set_role(name: str, role: str) -> str:
    """Give an account another role and return the one it had. Raises `BaseError`."""
    from django.contrib.auth.models import Group

    if role not in ROLES:
        raise BaseError(f"{role!r} is no role", hint=f"one of {', '.join(ROLES)}")
    user = find_account(name)
    before = role_of(user)
    user.groups.set([Group.objects.get(name=role)])
    return before


def set_active(name: str, active: bool) -> None:
    """Lock an account out, or let it in again. Raises `BaseError`."""
    user = find_account(name)
    user.is_active = active
    user.save(update_fields=["is_active"])


def find_account(name: str) -> Any:
    """The account of a name. Raises `BaseError`."""
    from django.contrib.auth.models import User

    user = User.objects.filter(username=name).first()
    if user is None:
        raise BaseError("no such account", where=name, hint="list them with `kejian accounts list`")
    return user


def people(without: str | None) -> list[str]:
    """Accounts that a draft can be shared with; none for whoever works alone."""
    if not settings.TEAM:
        return []
    from django.contrib.auth.models import User

    rows = User.objects.filter(is_active=True).exclude(username=without or "").order_by("username")
    return list(rows.values_list("username", flat=True)[:_MOST_PEOPLE])


def alone() -> bool:
    """Whether one person works on this machine, without accounts."""
    return not settings.TEAM
