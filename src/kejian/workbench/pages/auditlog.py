"""The audit log, for administrators: who changed what, newest first."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import path

from kejian.workbench.accounts import Asked, needs
from kejian.workbench.models import Audit
from kejian.workbench.pages import number, show, words

_PAGE = 50


def context(*, who: str = "", target: str = "", before: int = 0) -> dict[str, Any]:
    """A part of the log: entries older than the key ``before``, by ``who``, on ``target``."""
    rows = Audit.objects.order_by("-id")
    if who:
        rows = rows.filter(who=who)
    if target:
        rows = rows.filter(target=target)
    if before:
        rows = rows.filter(id__lt=before)
    found = list(rows[: _PAGE + 1])
    entries = [
        {
            "id": row.pk,
            "at": row.at,
            "who": row.who,
            "address": row.address,
            "action": row.action,
            "target": row.target,
            "before": row.before,
            "after": row.after,
        }
        for row in found[:_PAGE]
    ]
    more = entries[-1]["id"] if len(found) > _PAGE else ""
    return {"entries": entries, "more": more, "who": who, "target": target}


@needs("see the audit log")
def view(request: Asked) -> HttpResponseBase:
    """The page."""
    found = context(
        who=words(request, "who"),
        target=words(request, "target"),
        before=number(request, "before", default=0),
    )
    return show(request, "workbench/auditlog.html", found)


urls = [path("audit-log/", view, name="audit-log")]
