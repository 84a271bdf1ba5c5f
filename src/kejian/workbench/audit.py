"""The audit log: every change that somebody makes in the workbench."""

from typing import Any

import msgspec
from django.http import HttpRequest

from kejian.workbench.accounts import address as address_of
from kejian.workbench.models import Audit

_LONGEST = 20_000  # characters kept of what was before and after


def record(
    request: HttpRequest, action: str, target: str = "", before: Any = None, after: Any = None
) -> Audit:
    """Add an entry in the transaction of the change itself.

    ``action`` is a verb with its noun (``decide statement``), ``target`` what it was done to
    (``statement 4kq2…``), ``before`` and ``after`` plain values or structs, kept as JSON.
    """
    return add(
        who=getattr(request, "viewer", None) or "",
        address=address_of(request),
        action=action,
        target=target,
        before=before,
        after=after,
    )


def add(
    *, who: str, address: str = "", action: str, target: str = "", before: Any = None, after: Any = None
) -> Audit:
    """The same outside of a request: from the command line or a task."""
    entry = Audit(
        who=who, address=address, action=action, target=target, before=_text(before), after=_text(after)
    )
    entry.save()
    return entry


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else msgspec.json.encode(value, order="sorted").decode()
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
