"""Auditing a base: each changed document by itself, then each group of statements that it touches.

What checks across documents need of a document is kept as rows of `Witness`, so that a group is judged from
its own rows alone and a base of any size is audited in little memory. Every document and every batch of
groups is one transaction: an interrupted audit goes on where it stopped, and after a new document only
that document and its groups are done again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby

import msgspec
from django.db.models import Count, Max

from kejian.auditing.audit import VERSION, across, within
from kejian.auditing.body import body
from kejian.auditing.groups import Group, Kind, Member, members
from kejian.auditing.model import Finding as Found
from kejian.auditing.model import Read
from kejian.base.connection import explained, writing
from kejian.base.finding_models import Audited, Finding, Unjudged, Witness
from kejian.base.finding_rows import replace_findings
from kejian.base.models import Decision, Document, Statement, Visibility
from kejian.base.observations import COLUMNS, figure_of, holding
from kejian.base.queries import document_of
from kejian.base.rows import fact_of
from kejian.model import Entity, Facts, Figure, Milestone

_AUDITED_BY = f"{VERSION}:"  # how the stamp of a document begins
_GROUPS = 500  # groups judged in one transaction
_ROWS = 500
_MEMBERS = 5000  # of a group that are judged together
_LARGEST = 2**26  # bytes of a witness


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """How far an audit is: ``what`` is ``documents`` or ``groups``, ``name`` the document that was done."""

    what: str
    done: int
    total: int
    name: str = ""


class Report(msgspec.Struct, kw_only=True):
    """What an audit did: documents and groups that were done (again), findings that are new or gone."""

    documents: int = 0
    unchanged: int = 0
    groups: int = 0
    new: int = 0
    gone: int = 0


def audit_base(alias: str, *, progress: Callable[[Step], None] = lambda _: None) -> Report:
    """Audit what changed since the last audit; nothing if nothing did. Raises `BaseError`."""
    report = Report()
    with explained(alias):
        _forget(alias, report)
        stamps = _stamps(alias)
        done = dict(Audited.objects.using(alias).values_list("document", "stamp"))
        wanted = [number for number, stamp in stamps.items() if done.get(number) != stamp]
        report.unchanged = len(stamps) - len(wanted)
        for count, number in enumerate(wanted, 1):
            name = _audit_document(alias, number, stamps[number], report, had=done.get(number, ""))
            progress(Step(what="documents", done=count, total=len(wanted), name=name))
        total = Unjudged.objects.using(alias).count()
        while keys := list(
            Unjudged.objects.using(alias).order_by("key").values_list("key", flat=True)[:_GROUPS]
        ):
            _judge(alias, keys, report)
            report.groups += len(keys)
            progress(Step(what="groups", done=report.groups, total=max(total, report.groups)))
    return report


def _stamps(alias: str) -> dict[int, str]:
    """Of each current document, the state in which it would be audited now."""
    decided = dict(
        Decision.objects.using(alias)
        .order_by()
        .values_list("statement__document")
        .annotate(last=Max("pk"))
        .values_list("statement__document", "last")
    )
    rows = Document.objects.using(alias).filter(current=True).order_by("pk")
    columns = ("pk", "extractor", "given", "work__title", "work__genre", "work__report_year",
               "work__published", "work__publisher", "work__visibility", "work__owner")  # fmt: skip
    return {
        number: _AUDITED_BY + sha256(repr((decided.get(number, 0), *rest)).encode()).hexdigest()[:16]
        for number, *rest in rows.values_list(*columns)
    }


def _forget(alias: str, report: Report) -> None:
    """Take out what documents said that are no longer current."""
    old = Audited.objects.using(alias).filter(document__current=False).select_related("document")
    for row in list(old):
        with writing(alias):
            _mark(
                alias,
                Witness.objects.using(alias).filter(document=row.document_id).values_list("key", flat=True),
            )
            Witness.objects.using(alias).filter(document=row.document_id).delete()
            if not Document.objects.using(alias).filter(work=row.document.work_id, current=True).exists():
                report.gone += replace_findings(alias, [], work=row.document.work_id)[1]
            row.delete()


def _mark(alias: str, keys: Iterable[int]) -> None:
    rows = [Unjudged(key=key) for key in set(keys)]
    Unjudged.objects.using(alias).bulk_create(rows, ignore_conflicts=True, batch_size=_ROWS)


# --- a document by itself ---------------------------------------------------------------------------


def _audit_document(alias: str, number: int, stamp: str, report: Report, *, had: str) -> str:
    """``had`` is the stamp that it was audited with before; empty if it was not."""
    row = Document.objects.using(alias).select_related("work", "edition").get(pk=number)
    laid = body([read_stored(alias, row)], first=number)
    findings = list(within(laid))
    said: dict[tuple[Kind, int], list[Member]] = defaultdict(list)
    for kind, key, member in members(laid):
        said[kind, _hash(kind, key)].append(member)
    encoder = msgspec.msgpack.Encoder(order="deterministic")
    now = {(kind.value, key): encoder.encode(each) for (kind, key), each in said.items()}
    with writing(alias):
        before = Witness.objects.using(alias).filter(document=number)
        known = {
            (kind, key): (pk, bytes(data))
            for pk, kind, key, data in before.values_list("pk", "kind", "key", "data")
        }
        changed = [one for one, data in now.items() if one not in known or known[one][1] != data]
        left = [one for one in known if one not in now]
        stale = [known[one][0] for one in (*changed, *left) if one in known]
        for at in range(0, len(stale), _ROWS):
            Witness.objects.using(alias).filter(pk__in=stale[at : at + _ROWS]).delete()
        Witness.objects.using(alias).bulk_create(
            [
                Witness(kind=kind, key=key, document_id=number, work_id=row.work_id, data=now[kind, key])
                for kind, key in changed
            ],
            batch_size=_ROWS,
        )
        # audited by other checks, its groups are judged again even if it says the same of them
        again = [] if had.startswith(_AUDITED_BY) else now
        _mark(alias, (key for _, key in (*changed, *left, *again)))
        new, gone = replace_findings(alias, findings, work=row.work_id)
        Audited.objects.using(alias).update_or_create(document_id=number, defaults={"stamp": stamp})
    report.documents += 1
    report.new += new
    report.gone += gone
    return row.edition.name


def read_stored(alias: str, row: Document) -> Read:
    """The document with what it states, as people decided; named by its number, which no other has."""
    name = str(row.pk)
    document = msgspec.structs.replace(document_of(row), name=name)
    figures: list[Figure] = []
    milestones: list[Milestone] = []
    entities: list[Entity] = []
    rows = Statement.objects.using(alias).filter(document=row.pk, status="active")
    ids = Decision.objects.using(alias).filter(statement__document=row.pk).order_by()
    decided = holding(alias, list(ids.values_list("statement_id", flat=True).distinct()))
    for values in rows.order_by("start", "id").values(*COLUMNS):
        decision = decided.get(values["id"])
        if decision is not None and decision.verdict == "reject":
            continue
        if values["kind"] == "figure":
            figure = figure_of(values, decision, text=row.text, document=name)
            if figure is not None:
                figures.append(figure)
            continue
        fact = fact_of(values, text=row.text, document=name)
        if isinstance(fact, Milestone):
            milestones.append(fact)
        elif isinstance(fact, Entity):
            entities.append(fact)
    facts = Facts(
        document=name,
        about=document.about,
        figures=tuple(figures),
        milestones=tuple(milestones),
        entities=tuple(entities),
    )
    return Read(document=document, facts=facts)


def _hash(kind: Kind, key: str) -> int:
    return int.from_bytes(sha256(f"{kind}\0{key}".encode()).digest()[:8], "big", signed=True)


# --- groups -----------------------------------------------------------------------------------------


def _judge(alias: str, keys: Sequence[int], report: Report) -> None:
    """Judge groups again: first as published, then with the drafts of each owner."""
    with writing(alias):
        rows = Witness.objects.using(alias).filter(key__in=_shared(alias, keys)).order_by("key", "document")
        columns = ("key", "kind", "data", "work", "work__visibility", "work__owner")
        found: dict[int, list[Found]] = {key: [] for key in keys}
        for key, group in groupby(
            rows.values_list(*columns).iterator(chunk_size=_ROWS), key=lambda row: row[0]
        ):
            found[key] = list(_group_findings(key, list(group)))
        had = set(Finding.objects.using(alias).filter(key__in=keys).values_list("key", flat=True))
        for key, findings in found.items():
            if findings or key in had:
                new, gone = replace_findings(alias, findings, key=key)
                report.new += new
                report.gone += gone
        Unjudged.objects.using(alias).filter(key__in=keys).delete()


def _shared(alias: str, keys: Sequence[int]) -> list[int]:
    """The keys that more than one document contributes to."""
    rows = Witness.objects.using(alias).filter(key__in=keys).order_by().values("key").annotate(n=Count("pk"))
    return [row["key"] for row in rows if row["n"] > 1]


def _group_findings(key: int, rows: list[tuple[int, str, bytes, int, str, str]]) -> Iterator[Found]:
    kind = Kind(rows[0][1])
    public = [row for row in rows if row[4] == Visibility.PUBLISHED]
    yield from _across(kind, key, public)
    for owner in sorted({row[5] for row in rows} - {""}):
        own = [row for row in rows if row[5] == owner]
        drafts = {str(member.document) for row in own for member in _members(row[2])}
        for finding in _across(kind, key, [*public, *own]):
            if any(passage.document in drafts for passage in finding.passages):
                yield finding


def _across(kind: Kind, key: int, rows: list[tuple[int, str, bytes, int, str, str]]) -> Iterator[Found]:
    if len(rows) > 1:
        said = [member for row in rows for member in _members(row[2])][:_MEMBERS]
        yield from across(Group(kind=kind, key=str(key), members=tuple(said)))


def _members(data: bytes) -> list[Member]:
    return msgspec.msgpack.decode(bytes(data), type=list[Member])
