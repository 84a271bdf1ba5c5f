"""Auditing a base: each changed document by itself, then each group of statements that it touches.

What checks across documents need of a document is kept as rows of `Witness`, so that a group is judged from
its own rows alone and a base of any size is audited in little memory. Every batch of documents and of
groups is one transaction: an interrupted audit goes on where it stopped, and after a new document only
that document and its groups are done again. Checks may run in processes of their own; what they find is
stored by this one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from hashlib import sha256
from itertools import groupby

import msgspec
from django.db.models import Count, Max

from kejian.auditing.audit import VERSION
from kejian.auditing.model import Read
from kejian.base.audit_workers import Contribution, Gathered, Judged, Judges, judges
from kejian.base.bulk import insert
from kejian.base.connection import explained, writing
from kejian.base.finding_models import Audited, Finding, Unjudged, Witness
from kejian.base.finding_rows import replace_findings
from kejian.base.models import Decision, Document, Statement, Visibility
from kejian.base.observations import COLUMNS, figure_of, holding
from kejian.base.queries import document_of
from kejian.base.rows import fact_of
from kejian.errors import BaseError
from kejian.model import Entity, Facts, Figure, Milestone

_AUDITED_BY = f"{VERSION}:"  # how the stamp of a document begins
_TOGETHER = 20  # documents stored in one transaction
_LARGE = 2**22  # bytes of what documents say to others after which they are stored, however few they are
_GROUPS = 500  # groups judged in one transaction, by each process
_ROWS = 500
_FEW = 100  # documents for which no processes are started


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


def audit_base(alias: str, *, jobs: int = 1, progress: Callable[[Step], None] = lambda _: None) -> Report:
    """Audit what changed since the last audit; nothing if nothing did.

    ``jobs`` is the number of processes that check where there is much to do. Raises `BaseError`.
    """
    report = Report()
    with explained(alias), _judging(jobs) as by:
        _forget(alias, report)
        stamps = _stamps(alias)
        done = dict(Audited.objects.using(alias).values_list("document", "stamp"))
        wanted = [number for number, stamp in stamps.items() if done.get(number) != stamp]
        report.unchanged = len(stamps) - len(wanted)
        judged = by.documents(_reads(alias, wanted), many=len(wanted) > _FEW)
        for batch in _batches(judged):
            states = {number: (stamps[number], done.get(number, "")) for number in batch}
            for name in _keep(alias, batch, states, report):
                report.documents += 1
                progress(Step(what="documents", done=report.documents, total=len(wanted), name=name))
        total = Unjudged.objects.using(alias).count()
        while keys := _unjudged(alias, jobs * _GROUPS):
            _judge(alias, keys, by, report)
            report.groups += len(keys)
            progress(Step(what="groups", done=report.groups, total=max(total, report.groups)))
    return report


@contextmanager
def _judging(jobs: int) -> Iterator[Judges]:
    try:
        with judges(jobs) as found:
            yield found
    except BrokenProcessPool as error:
        raise BaseError(
            "a process of the audit ended by itself, perhaps for want of memory",
            hint="run it again with --jobs 1; it goes on where it stopped",
        ) from error


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
    insert(alias, "kejian_unjudged", ("key",), [(key,) for key in sorted(set(keys))], again=True)


# --- documents by themselves ------------------------------------------------------------------------


def _reads(alias: str, numbers: Iterable[int]) -> Iterator[tuple[int, Read]]:
    for number in numbers:
        row = Document.objects.using(alias).select_related("work", "edition").filter(pk=number).first()
        if row is not None:  # else it was taken back meanwhile
            yield number, read_stored(alias, row)


def _batches(judged: Iterable[tuple[int, Judged]]) -> Iterator[dict[int, Judged]]:
    batch: dict[int, Judged] = {}
    size = 0
    for number, found in judged:
        batch[number] = found
        size += sum(len(one.data) for one in found.witnessed)
        if len(batch) >= _TOGETHER or size > _LARGE:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch


def _keep(
    alias: str, batch: dict[int, Judged], states: dict[int, tuple[str, str]], report: Report
) -> list[str]:
    """Store what was found in documents, and say what they are called.

    Of each, ``states`` has the stamp in which it was audited, and that of before; empty if there was none.
    """
    with writing(alias):
        rows = Document.objects.using(alias).filter(pk__in=batch, current=True).order_by("pk")
        there = {
            number: (work, name) for number, work, name in rows.values_list("pk", "work", "edition__name")
        }
        _witness(alias, {number: (work, batch[number]) for number, (work, _) in there.items()}, states)
        had = _works_with_findings(alias, [work for work, _ in there.values()])
        for number, (work, _) in there.items():
            if batch[number].findings or work in had:
                new, gone = replace_findings(alias, batch[number].findings, work=work)
                report.new += new
                report.gone += gone
        Audited.objects.using(alias).bulk_create(
            [Audited(document_id=number, stamp=states[number][0]) for number in there],
            update_conflicts=True,
            unique_fields=["document"],
            update_fields=["stamp"],
        )
    return [name for _, name in there.values()]


def _works_with_findings(alias: str, works: Sequence[int]) -> set[int]:
    rows = Finding.objects.using(alias).filter(work__in=works, key=None)
    return set(rows.order_by().values_list("work", flat=True).distinct())


def _witness(alias: str, judged: dict[int, tuple[int, Judged]], states: dict[int, tuple[str, str]]) -> None:
    """Keep what documents contribute to groups, and mark the groups that this changes."""
    known: dict[int, dict[tuple[str, int], tuple[int, bytes]]] = defaultdict(dict)
    before = Witness.objects.using(alias).filter(document__in=[*judged])
    for document, pk, kind, key, data in before.values_list("document", "pk", "kind", "key", "data"):
        known[document][kind, key] = pk, bytes(data)
    added: list[tuple[int, str, int, int, bytes]] = []
    stale: list[int] = []
    marked: set[int] = set()
    for number, (work, found) in judged.items():
        had, now = known[number], {(one.kind, one.key): one.data for one in found.witnessed}
        changed = [one for one, data in now.items() if one not in had or had[one][1] != data]
        left = [one for one in had if one not in now]
        stale += [had[one][0] for one in (*changed, *left) if one in had]
        added += [(key, kind, number, work, now[kind, key]) for kind, key in changed]
        # audited by other checks, its groups are judged again even if it says the same of them
        again = [] if states[number][1].startswith(_AUDITED_BY) else now
        marked.update(key for _, key in (*changed, *left, *again))
    for at in range(0, len(stale), _ROWS):
        Witness.objects.using(alias).filter(pk__in=stale[at : at + _ROWS]).delete()
    insert(alias, "kejian_witness", ("key", "kind", "document_id", "work_id", "data"), added)
    _mark(alias, marked)


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


# --- groups -----------------------------------------------------------------------------------------


def _unjudged(alias: str, most: int) -> list[int]:
    rows = Unjudged.objects.using(alias).order_by("key")
    return list(rows.values_list("key", flat=True)[:most])


def _judge(alias: str, keys: Sequence[int], by: Judges, report: Report) -> None:
    """Judge groups again."""
    with writing(alias):
        had: set[int] = set()
        for at in range(0, len(keys), _ROWS):
            rows = Finding.objects.using(alias).filter(key__in=keys[at : at + _ROWS])
            had.update(key for key in rows.values_list("key", flat=True) if key is not None)
        found = dict(by.groups(_gathered(alias, keys)))
        for key in keys:
            if found.get(key) or key in had:
                new, gone = replace_findings(alias, found.get(key, []), key=key)
                report.new += new
                report.gone += gone
        for at in range(0, len(keys), _ROWS):
            Unjudged.objects.using(alias).filter(key__in=keys[at : at + _ROWS]).delete()


def _gathered(alias: str, keys: Sequence[int]) -> list[Gathered]:
    """The groups that more than one document contributes to, with what each contributes."""
    shared: list[int] = []
    for at in range(0, len(keys), _ROWS):
        rows = Witness.objects.using(alias).filter(key__in=keys[at : at + _ROWS]).order_by()
        shared += rows.values("key").annotate(n=Count("pk")).filter(n__gt=1).values_list("key", flat=True)
    columns = ("key", "kind", "data", "work__visibility", "work__owner")
    found = []
    for at in range(0, len(shared), _ROWS):
        rows = Witness.objects.using(alias).filter(key__in=shared[at : at + _ROWS])
        said = rows.order_by("key", "document").values_list(*columns)
        for key, group in groupby(said.iterator(chunk_size=_ROWS), key=lambda row: row[0]):
            every = list(group)
            of = [Contribution(bytes(row[2]), row[3] == Visibility.PUBLISHED, row[4]) for row in every]
            found.append(Gathered(key, every[0][1], of))
    return found
