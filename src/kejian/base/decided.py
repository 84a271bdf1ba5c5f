"""What was decided on statements: the decision of each that counts, and whether it still holds.

`kejian.base.decisions` adds decisions; all who read statements read them here.
"""

from collections.abc import Iterable

import msgspec
from django.db.models import Max

from kejian.base.models import Decision, Statement

# what of a statement a person can have confirmed or corrected, by its kind: column → name in the record
FIELDS: dict[str, tuple[str, ...]] = {
    "figure": (
        "role",
        "aspect",
        "measure",
        "subject",
        "unit",
        "comparator",
        "value",
        "period",
        "base",
        "policy",
    ),
    "milestone": ("date", "action", "object", "claim", "domain"),
    "entity": ("name", "type"),
}
_COLUMN = {"base": "compared", "date": "period"}


def said(statement: Statement) -> dict[str, str]:
    """The fields of a statement that a decision is about, as text; empty where nothing is said."""
    return {name: getattr(statement, _COLUMN.get(name, name)) for name in FIELDS[statement.kind]}


def last_decisions(alias: str, statements: Iterable[str] | None = None) -> dict[str, Decision]:
    """The decision that counts, by statement; withdrawn ones are left out. All statements when None."""
    rows = Decision.objects.using(alias)
    if statements is not None:
        rows = rows.filter(statement__in=list(statements))
    last = rows.order_by().values("statement").annotate(last=Max("pk")).values("last")
    counting = Decision.objects.using(alias).filter(pk__in=last).exclude(verdict="withdraw")
    return {decision.statement_id: decision for decision in counting}


def holds(decision: Decision, statement: Statement) -> bool:
    """Whether the statement still says what the decision was made on."""
    return statement.status == "active" and not _differences(decision, statement)


def _differences(decision: Decision, statement: Statement) -> dict[str, str]:
    now = said(statement)
    expected = msgspec.json.decode(decision.expected, type=dict[str, str])
    corrected = decision.right
    # a new edition or extractor that says what the correction says has made it true
    return {n: now.get(n, "") for n, v in expected.items() if now.get(n, "") not in (v, corrected.get(n, v))}
