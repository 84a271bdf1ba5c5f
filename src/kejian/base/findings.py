"""Findings of the base: lists, one finding with its passages, and what people decide of it.

A finding that quotes a draft is seen by those who see the draft, and by nobody else: not in lists, not in
counts. Findings are made by `kejian.base.auditing`.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from django.db.models import Count, QuerySet

from kejian.auditing import telling
from kejian.auditing.telling import Case, Words, as_stored
from kejian.base.connection import explained, writing
from kejian.base.finding_models import Concern, Finding, FindingDecision, FindingState, FindingVerdict
from kejian.base.models import Document
from kejian.base.queries import hidden_works
from kejian.errors import BaseError

_SHORTEST = 4  # characters of an id that may stand for it
_LONGEST_REASON = 10_000
# what the words of a list's ``state`` stand for
STATES: dict[str, tuple[str, ...]] = {
    "open": (FindingState.OPEN, FindingState.ACCEPTED),
    "accepted": (FindingState.ACCEPTED,),
    "dismissed": (FindingState.DISMISSED,),
    "fixed": (FindingState.FIXED,),
    "gone": (FindingState.GONE,),
    "all": tuple(FindingState.values),
}
_HIDDEN = (FindingState.DISMISSED, FindingState.FIXED)
_AFTER = {"accept": "accepted", "dismiss": "dismissed", "fixed": "fixed", "reopen": "open"}


class ConflictError(BaseError):
    """Somebody else decided meanwhile."""


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a document that a finding shows: where it stands and the words around it."""

    document: int
    work: int
    name: str
    title: str
    year: int | None
    start: int
    end: int
    quote: str
    before: str
    after: str


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A decision on a finding: ``verdict`` is accept, dismiss, fixed or reopen; ``at`` an ISO 8601 time."""

    number: int
    verdict: str
    reason: str
    who: str
    at: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as lists show it; ``state`` is one of open, accepted, dismissed, fixed, gone.

    ``message`` and ``computed`` are in English; `worded` gives them in the reader's language.
    """

    id: str
    check: str
    severity: str
    message: str
    computed: str
    state: str
    passages: tuple[Quoted, ...]
    decisions: tuple[Decided, ...] = ()
    case: str = ""
    values: dict[str, str] = {}


def case_of(entry: Entry) -> Case:
    """What a finding says; its English words where it was stored before there were cases."""
    return as_stored(entry.case, entry.values, message=entry.message, computed=entry.computed)


def worded(entry: Entry, language: str) -> Words:
    """What a finding says in a language (``zh`` or ``en``): the sentence and the arithmetic behind it."""
    return telling.worded(case_of(entry), language)


class FindingPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some findings of a list, worst first, and the counts of all that the viewer may see.

    ``total`` counts what the list holds in all; ``by_check`` counts the list without its choice of a check,
    ``by_severity`` without its choice of a severity; ``hidden`` are those that the same list would hold had
    they not been dismissed or marked fixed.
    """

    findings: tuple[Entry, ...]
    total: int
    by_check: dict[str, int]
    by_severity: dict[str, int]
    hidden: int


def visible_findings(alias: str, viewer: str | None) -> QuerySet[Finding]:
    """The findings that a viewer may see: those that quote no hidden work."""
    rows = Finding.objects.using(alias)
    hidden = hidden_works(alias, viewer)
    if not hidden:
        return rows.all()
    return rows.exclude(pk__in=Concern.objects.using(alias).filter(work__in=hidden).values("finding"))


def list_findings(
    alias: str,
    *,
    viewer: str | None = None,
    check: str | None = None,
    severity: str | None = None,
    state: str = "open",
    document: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> FindingPage:
    """Findings that a viewer may see, worst first.

    ``state`` is one of `STATES`: ``open`` holds what is not settled (accepted ones are not: they wait to be
    mended). ``document`` is the number of one that the finding quotes. Raises `BaseError`.
    """
    if state not in STATES:
        raise BaseError(f"findings have no state {state!r}", hint=f"one of {', '.join(STATES)}")
    with explained(alias):
        rows = visible_findings(alias, viewer)
        if document is not None:
            rows = rows.filter(concerns__document=document)
        listed = rows.filter(state__in=STATES[state])
        chosen = _chosen(listed, check=check, severity=severity)
        # the keys alone first: whole rows, with their passages, are too much to sort
        keys = list(chosen.order_by("rank", "id").values_list("pk", flat=True)[offset : offset + limit])
        known = Finding.objects.using(alias).in_bulk(keys)
        return FindingPage(
            findings=tuple(_entries(alias, [known[key] for key in keys])),
            total=chosen.count(),
            by_check=_counts(_chosen(listed, check=None, severity=severity), "check_name"),
            by_severity=_counts(_chosen(listed, check=check, severity=None), "severity"),
            hidden=_chosen(rows.filter(state__in=_HIDDEN), check=check, severity=severity).count(),
        )


def finding(alias: str, id_: str, *, viewer: str | None = None) -> Entry:
    """One finding with its decisions, by its id or the first characters of it. Raises `BaseError`."""
    with explained(alias):
        row = _find(alias, id_, viewer=viewer)
        (entry,) = _entries(alias, [row])
        made = FindingDecision.objects.using(alias).filter(finding=row.pk).order_by("pk")
        return msgspec.structs.replace(entry, decisions=tuple(_decided(one) for one in made))


def decide_finding(
    alias: str,
    id_: str,
    verdict: str,
    *,
    reason: str = "",
    who: str,
    expected_state: str | None = None,
    viewer: str | None = None,
    at: datetime | None = None,
) -> int:
    """Add a decision on a finding and return its number.

    ``verdict`` is ``accept``, ``dismiss`` (which needs a reason), ``fixed`` or ``reopen``. Raises
    `ConflictError` when the finding is no longer in ``expected_state``, and `BaseError`.
    """
    if verdict not in FindingVerdict.values:
        raise BaseError(f"{verdict!r} is no verdict", hint=f"one of {', '.join(FindingVerdict.values)}")
    if not who.strip() or (verdict == "dismiss" and not reason.strip()):
        raise BaseError("a decision needs a person, a dismissal a reason", hint="give --reason and --who")
    with writing(alias):
        row = _find(alias, id_, viewer=viewer)
        if expected_state is not None and row.state != expected_state:
            raise _conflict(alias, row, expected_state)
        made = FindingDecision(
            finding=row.pk,
            verdict=verdict,
            about=_about(row),
            editions=editions(alias, row.pk),
            reason=reason.strip()[:_LONGEST_REASON],
            who=who.strip(),
            at=at or datetime.now(UTC),
        )
        made.save(using=alias)
        if row.state != FindingState.GONE:
            row.state = _AFTER[verdict]
            row.save(using=alias, update_fields=["state"])
    return made.pk


def editions(alias: str, id_: str) -> str:
    """The texts that a finding quotes, as the sorted beginnings of their hashes."""
    found = Concern.objects.using(alias).filter(finding=id_).values_list("document__text_sha256", flat=True)
    return " ".join(sorted(digest[:16] for digest in found))


def decided_state(decision: FindingDecision | None, texts: str) -> str:
    """The state of a finding that is in the texts now, by the last decision on it."""
    if decision is None or decision.verdict == FindingVerdict.REOPEN:
        return FindingState.OPEN
    if decision.verdict == FindingVerdict.FIXED and decision.editions != texts:
        return FindingState.OPEN  # it was said to be mended, and is found again in a later text
    return _AFTER[decision.verdict]


def _chosen(rows: QuerySet[Finding], *, check: str | None, severity: str | None) -> QuerySet[Finding]:
    if check is not None:
        rows = rows.filter(check_name=check)
    return rows.filter(severity=severity) if severity is not None else rows


def _counts(rows: QuerySet[Finding], column: str) -> dict[str, int]:
    counted = rows.order_by().values_list(column).annotate(n=Count("*")).order_by(column)
    return dict(counted)


def _find(alias: str, id_: str, *, viewer: str | None) -> Finding:
    rows = visible_findings(alias, viewer)
    exact = rows.filter(pk=id_).first()
    if exact is not None:
        return exact
    near = list(rows.filter(pk__startswith=id_)[:2]) if len(id_) >= _SHORTEST else []
    if len(near) == 1:
        return near[0]
    message = f"more than one finding begins with {id_!r}" if near else f"no finding {id_!r}"
    raise BaseError(message, hint="list them with `kejian audit --base BASE`")


def _conflict(alias: str, row: Finding, expected: str) -> ConflictError:
    last = FindingDecision.objects.using(alias).filter(finding=row.pk).order_by("-pk").first()
    by = f" by {last.who}" if last else ""
    return ConflictError(
        f"it was {expected} and is {row.state} now{by}", where=f"finding {row.pk}", hint="look at it again"
    )


def _about(row: Finding) -> str:
    said = {"check": row.check_name, "severity": row.severity, "message": row.message, "case": row.case_name}
    quotes = [passage["quote"] for passage in msgspec.json.decode(row.passages)]
    return msgspec.json.encode(said | {"quotes": quotes}).decode()


def _entries(alias: str, rows: Iterable[Finding]) -> list[Entry]:
    kept = list(rows)
    passages = {row.pk: msgspec.json.decode(row.passages) for row in kept}
    wanted = {passage["document"] for each in passages.values() for passage in each}
    documents = {
        number: (name, title, year)
        for number, name, title, year in Document.objects.using(alias)
        .filter(pk__in=wanted)
        .values_list("pk", "edition__name", "work__title", "work__report_year")
    }
    found = []
    for row in kept:
        quoted = []
        for passage in passages[row.pk]:
            name, title, year = documents.get(passage["document"], ("", "", None))
            quoted.append(Quoted(name=name, title=title, year=year, **passage))
        found.append(
            Entry(
                id=row.pk,
                check=row.check_name,
                severity=row.severity,
                message=row.message,
                computed=row.computed,
                state=row.state,
                passages=tuple(quoted),
                case=row.case_name,
                values=msgspec.json.decode(row.said, type=dict[str, str]),
            )
        )
    return found


def _decided(row: FindingDecision) -> Decided:
    return Decided(
        number=row.pk,
        verdict=row.verdict,
        reason=row.reason,
        who=row.who,
        at=row.at.isoformat(timespec="seconds"),
    )
