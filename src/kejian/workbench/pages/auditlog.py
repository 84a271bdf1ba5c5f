"""The audit log, for administrators: who changed what, newest first."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _

from kejian.workbench.accounts import Asked, needs
from kejian.workbench.models import Audit
from kejian.workbench.pages import number, show, words
from kejian.workbench.refusals import mistaken_at
from kejian.workbench.wording import tongue

_PAGE = 50
# what is done → what it is called
ACTIONS: dict[str, Any] = {
    "decide statement": _("Decide statement"),
    "add statement": _("Add statement"),
    "decide finding": _("Decide finding"),
    "decide names": _("Decide names"),
    "audit base": _("Audit base"),
    "add documents": _("Add documents"),
    "add documents again": _("Add documents again"),
    "read documents": _("Read documents"),
    "share draft": _("Share draft"),
    "publish draft": _("Publish draft"),
    "export gold": _("Export gold"),
    "log in": _("Log in"),
    "change password": _("Change password"),
    "add account": _("Add account"),
    "change role": _("Change role"),
    "lock account": _("Lock account"),
    "unlock account": _("Unlock account"),
    "change profile": _("Change profile"),
    "delete profile": _("Delete profile"),
    "keep result": _("Keep result"),
    "delete result": _("Delete result"),
}


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
            "action_called": str(ACTIONS.get(row.action, row.action)),
            "target_called": mistaken_at(row.target, language=tongue()),
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
