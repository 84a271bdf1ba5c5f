"""Findings as rows: their ids, and bringing the stored ones to what the audit finds now."""

import base64
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

import msgspec

from kejian.auditing.model import Finding as Found
from kejian.auditing.model import Severity
from kejian.base.finding_models import Concern, Finding, FindingDecision, FindingState
from kejian.base.findings import decided_state
from kejian.base.models import Document

_ROWS = 500
_NEAR = 8  # characters around a quotation that tell it from an equal one
_RANK = {severity.value: rank for rank, severity in enumerate(Severity)}
_KEPT = (
    "state",
    "severity",
    "rank",
    "message",
    "computed",
    "case_name",
    "said",
    "passages",
    "work_id",
    "key",
)


class Source(msgspec.Struct, frozen=True):
    """Of a document: its work, what names the work in every base, and the hash of its text."""

    work: int
    name: str
    text: str


def replace_findings(
    alias: str, found: Sequence[Found], *, work: int | None = None, key: int | None = None
) -> tuple[int, int]:
    """Make these the findings of a document by itself (``work``) or of a group (``key``).

    Those found again keep their id and what people decided, those that are not found are gone, not deleted.
    Returns how many are new and how many gone. The documents of the passages are named by their numbers.
    """
    rows = Finding.objects.using(alias)
    had = {row.pk: row for row in (rows.filter(work=work, key=None) if key is None else rows.filter(key=key))}
    if not found and not had:
        return 0, 0
    sources = _sources(alias, {int(p.document) for each in found for p in each.passages})
    now = _identified(found, sources)
    # a group can find again what another group found before
    known = had | rows.in_bulk([id_ for id_ in now if id_ not in had])
    decided = _decisions(alias, list(now))
    added, changed = [], []
    for id_, one in now.items():
        texts = " ".join(sorted({sources[int(p.document)].text for p in one.passages}))
        row = _row(id_, one, sources, state=decided_state(decided.get(id_), texts), work=work, key=key)
        if id_ not in known:
            added.append(row)
        elif any(getattr(row, name) != getattr(known[id_], name) for name in _KEPT):
            changed.append(row)
    gone = [row for id_, row in had.items() if id_ not in now and row.state != FindingState.GONE]
    for row in gone:
        row.state = FindingState.GONE
    rows.bulk_create(added, batch_size=_ROWS)
    rows.bulk_update([*changed, *gone], fields=_KEPT, batch_size=_ROWS)
    _concern(alias, [*added, *changed])
    new = len(added) + sum(known[row.pk].state == FindingState.GONE for row in changed)
    return new, len(gone)


def _sources(alias: str, documents: set[int]) -> dict[int, Source]:
    wanted = Document.objects.using(alias).filter(pk__in=documents)
    columns = ("pk", "work", "work__key", "work__owner", "text_sha256")
    return {
        number: Source(work, f"{key}\0{owner}", digest[:16])
        for number, work, key, owner, digest in wanted.values_list(*columns)
    }


def _identified(found: Sequence[Found], sources: dict[int, Source]) -> dict[str, Found]:
    """Findings by id: made of the check and the quotations, where these are equal of the words around too."""
    unique = list(dict.fromkeys(found))
    bases = [_basis(one, sources) for one in unique]
    times = Counter(bases)
    ids: dict[str, Found] = {}
    for one, basis in zip(unique, bases, strict=True):
        text = basis
        if times[basis] > 1:
            first = one.passages[0]
            text += f"\0{first.before[-_NEAR:]}\0{first.after[:_NEAR]}"
        attempt = 0
        while (id_ := _digest(f"{text}\0{attempt or ''}")) in ids:
            attempt += 1
        ids[id_] = one
    return ids


def _basis(one: Found, sources: dict[int, Source]) -> str:
    quotes = sorted(f"{sources[int(p.document)].name}\0{p.quote}" for p in one.passages)
    return "\0".join((one.check, *quotes))


def _digest(text: str) -> str:
    return base64.b32encode(sha256(text.encode()).digest()[:10]).decode().lower()


def _decisions(alias: str, ids: Sequence[str]) -> dict[str, FindingDecision]:
    """The last decision on each finding."""
    found: dict[str, FindingDecision] = {}
    for at in range(0, len(ids), _ROWS):
        rows = FindingDecision.objects.using(alias).filter(finding__in=ids[at : at + _ROWS])
        found |= {row.finding: row for row in rows.order_by("pk")}
    return found


def _row(
    id_: str, one: Found, sources: dict[int, Source], *, state: str, work: int | None, key: int | None
) -> Finding:
    passages = [
        {
            "document": int(p.document),
            "work": sources[int(p.document)].work,
            "start": p.start,
            "end": p.end,
            "quote": p.quote,
            "before": p.before,
            "after": p.after,
        }
        for p in one.passages
    ]
    return Finding(
        id=id_,
        check_name=one.check,
        severity=one.severity.value,
        rank=_RANK[one.severity.value],
        message=one.message,
        computed=one.computed,
        case_name=one.case.key,
        said=msgspec.json.encode(dict(one.case.values)).decode(),
        passages=msgspec.json.encode(passages).decode(),
        work_id=work,
        key=key,
        state=state,
    )


def _concern(alias: str, rows: Sequence[Finding]) -> None:
    """Say which documents and works the findings quote."""
    for at in range(0, len(rows), _ROWS):
        Concern.objects.using(alias).filter(finding__in=[row.pk for row in rows[at : at + _ROWS]]).delete()
    concerns = [
        Concern(finding_id=row.pk, document_id=document, work_id=work)
        for row in rows
        for document, work in dict.fromkeys(
            (p["document"], p["work"]) for p in msgspec.json.decode(row.passages)
        )
    ]
    Concern.objects.using(alias).bulk_create(concerns, batch_size=_ROWS)
