"""Decisions on statements from the pages: in one transaction with the audit log, nothing overwritten."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from kejian.base.connection import writing
from kejian.base.decided import holds
from kejian.base.decisions import decide as add_decision
from kejian.base.models import Decision
from kejian.base.queries import visible_statements
from kejian.workbench import audit
from kejian.workbench.accounts import Asked
from kejian.workbench.errors import Refused
from kejian.workbench.tasks import refresh_later
from kejian.workbench.wording import label


def last_number(statement: str) -> int:
    """The number of the last decision on a statement, withdrawn or not; 0 where there is none."""
    return (
        Decision.objects.filter(statement=statement).order_by("-pk").values_list("pk", flat=True).first() or 0
    )


def usual_reason(verdict: str) -> str:
    """What is kept as the reason where nobody wrote one."""
    known = {
        "confirm": gettext("read in the document"),
        "correct": gettext("read in the document"),
        "withdraw": gettext("taken back"),
    }
    return known.get(verdict, "")


def decide(
    request: Asked,
    statement: str,
    verdict: str,
    *,
    reason: str,
    seen: int,
    correction: Mapping[str, str] | None = None,
    expected: Mapping[str, str] | None = None,
) -> int:
    """Add a decision and return its number.

    ``seen`` is the last decision (`last_number`) that whoever decides had before their eyes: when there is
    another one by now, they are told (`Refused`, 409) and nothing is changed. Raises `BaseError` besides.
    """
    with writing("default"):
        last = Decision.objects.filter(statement=statement).order_by("-pk").first()
        seen_by = visible_statements("default", request.viewer).filter(pk=statement)
        visibility = seen_by.values_list("work__visibility", flat=True).first()
        if visibility is not None and last is not None and last.pk != seen:
            raise Refused(
                f"{last.who} decided on this meanwhile: {label(last.verdict)} ({last.reason})",
                status=409,
                where=f"statement {statement}",
                hint="look at what it says now, then decide again",
            )
        if verdict == "confirm" and last is not None and not correction:
            verdict, correction = _confirmed(last, verdict)
        number = add_decision(
            "default",
            statement,
            verdict,
            reason=reason,
            who=request.viewer or "",
            correction=correction,
            expected=expected,
            viewer=request.viewer,
        )
        after: dict[str, Any] = {"verdict": verdict, "decision": number}
        if visibility != "draft":  # administrators, who read the log, need not see a draft's words
            after |= {"reason": reason} | ({"correction": dict(correction)} if correction else {})
        before = {"verdict": last.verdict, "decision": last.pk} if last else None
        audit.record(request, "decide statement", f"statement {statement}", before, after)
        refresh_later()
    return number


def _confirmed(last: Decision, verdict: str) -> tuple[str, dict[str, str] | None]:
    """What confirming a fact says: of one that was corrected, that the correction is right."""
    if last.verdict != "correct" or not holds(last, last.statement):
        return verdict, None
    return "correct", last.right
