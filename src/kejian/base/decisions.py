"""What people decide.

Decisions are only ever added; the last one on a statement counts. Each carries what the statement said
when it was made. One whose statement is gone, or says something else now, does not silently hold or
vanish: it is an orphan, listed until somebody decides again.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from kejian.base.canonical import canonical
from kejian.base.connection import writing
from kejian.base.decided import FIELDS, holds, last_decisions, said
from kejian.base.linking import relink
from kejian.base.models import Decision, Statement, Verdict
from kejian.base.queries import visible_statements
from kejian.base.rows import passage
from kejian.base.spans import SPAN, check_span
from kejian.errors import BaseError

_CHANGING = (Verdict.REJECT, Verdict.CORRECT)


class Orphan(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that no longer holds by itself: ``gone`` or ``says something else`` now."""

    decision: int
    statement: str
    verdict: str
    why: str
    quote: str
    sentence: str
    expected: dict[str, str]
    now: dict[str, str]
    reason: str
    who: str


def decide(
    alias: str,
    id_: str,
    verdict: str,
    *,
    reason: str,
    who: str,
    correction: Mapping[str, str] | None = None,
    expected: Mapping[str, str] | None = None,
    at: datetime | None = None,
    viewer: str | None = None,
) -> int:
    """Add a decision on a statement and return its number.

    ``correction`` gives fields their right values (only of ``correct``), ``expected`` what the person read
    there, where that should be checked. Raises `BaseError` when the statement does not say it.
    """
    with writing(alias):
        statement = (
            visible_statements(alias, viewer).filter(pk=id_).select_related("document__edition").first()
        )
        if statement is None:
            raise BaseError(f"no statement {id_!r}", hint="look ids up with `kejian search`")
        now = said(statement)
        right = checked(statement.kind, verdict, dict(correction or {}))
        if statement.document is not None and statement.start is not None and statement.end is not None:
            check_span(statement.document.text, (statement.start, statement.end), right)
        for name, value in (expected or {}).items():
            if now.get(name) != value:
                raise BaseError(
                    f"{name} was expected to be {value!r} and is {now.get(name)!r}",
                    where=f"statement {id_}",
                    hint="look at it again with `kejian show`",
                )
        if not reason.strip() or not who.strip():
            raise BaseError("a decision needs a reason and a person", hint="give --reason and --who")
        decision = Decision(
            statement=statement,
            verdict=verdict,
            expected=msgspec.json.encode(now, order="sorted").decode(),
            correction=msgspec.json.encode(right, order="sorted").decode(),
            reason=reason.strip(),
            who=who.strip(),
            at=at or datetime.now(UTC),
            **_quotation(statement),
        )
        before = _changes(last_decisions(alias, [id_]).get(id_), statement)
        decision.save(using=alias)
        after = _changes(decision, statement)
    if statement.work_id is not None and after != before:
        relink(alias, work=statement.work_id)
    return decision.pk


def _changes(decision: Decision | None, statement: Statement) -> tuple[str, str]:
    """What a decision makes of its statement for all who read it: nothing, another one, or none."""
    if decision is None or decision.verdict not in _CHANGING or not holds(decision, statement):
        return "", ""
    return decision.verdict, decision.correction


def checked(kind: str, verdict: str, correction: dict[str, str]) -> dict[str, str]:
    """A correction with its value in the base's form. Raises `BaseError` for what cannot be decided so."""
    if verdict not in Verdict.values:
        raise BaseError(f"{verdict!r} is no verdict", hint=f"one of {', '.join(Verdict.values)}")
    if (verdict == "correct") != bool(correction):
        raise BaseError(
            "a correction gives the right value, and only a correction does",
            hint="for example: kejian decide ID correct value=72 --reason …",
        )
    for name, value in correction.items():
        if name not in (*FIELDS[kind], *SPAN):
            raise BaseError(f"a {kind} has no field {name!r}", hint=f"one of {', '.join(FIELDS[kind])}")
        if name == "value" and value:
            try:
                correction[name] = canonical(Decimal(value))
            except InvalidOperation:
                raise BaseError(
                    f"{value!r} is not a number", where="value", hint="give it in the base unit: 400351000000"
                ) from None
    return correction


def _quotation(statement: Statement) -> dict[str, Any]:
    document = statement.document
    if document is None or statement.start is None or statement.end is None:
        return {"quote": statement.quote}
    at = passage(document.text, document="", start=statement.start, end=statement.end)
    return {
        "edition": document.edition,
        "quote": at.quote,
        "before": at.before,
        "after": at.after,
        "sentence": document.text[statement.sentence_start : statement.sentence_end],
    }


def orphans(alias: str, *, viewer: str | None = None) -> list[Orphan]:
    """Decisions that wait for a person, oldest first."""
    waiting = []
    statements = visible_statements(alias, viewer).in_bulk(list(last := last_decisions(alias)))
    for decision in sorted(last.values(), key=lambda d: d.pk):
        statement = statements.get(decision.statement_id)
        if statement is None or holds(decision, statement):
            continue
        waiting.append(
            Orphan(
                decision=decision.pk,
                statement=statement.pk,
                verdict=decision.verdict,
                why="gone" if statement.status == "retired" else "says something else",
                quote=decision.quote,
                sentence=decision.sentence,
                expected=msgspec.json.decode(decision.expected),
                now=said(statement) if statement.status == "active" else {},
                reason=decision.reason,
                who=decision.who,
            )
        )
    return waiting
