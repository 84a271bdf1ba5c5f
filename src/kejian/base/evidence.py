"""The base as evidence for answers: each lookup of `kejian.answering.evidence` by an index.

What a viewer sees is decided by `kejian.base.queries` and the scopes of series and things; what people
decided of statements is applied.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet

from kejian.answering.evidence import MOST_DOCUMENTS, Ruled, Source, Thing, Told, Wanted
from kejian.base.connection import explained
from kejian.base.correcting import add_moved_texts, as_corrected
from kejian.base.evidence_series import SeriesEvidence
from kejian.base.linking_models import Member, Name, Naming
from kejian.base.models import Decision, Statement
from kejian.base.observations import COLUMNS, holding
from kejian.base.queries import (
    hidden_works,
    visible_documents,
    visible_milestones,
    visible_statements,
)
from kejian.base.rows import Fact, fact_of, passage
from kejian.base.sentences import add_texts
from kejian.base.touching import OF_DOCUMENT, WORK, Found, holding_words, touching
from kejian.linking.names import form_of
from kejian.linking.words import plain
from kejian.model import Figure, Milestone, Passage, Role

_MOST = 500
_FORMS = 3  # names of one thing that are looked for in passages
_NAMED = 20  # passages of one thing


class StoredEvidence(SeriesEvidence):
    """`kejian.answering.evidence.Evidence` over an open base, as a viewer sees it.

    One instance answers one question: it remembers what it has read.
    """

    def things(self, names: Collection[str]) -> Mapping[str, Thing]:
        """Named things under all their names."""
        forms = {form_of(name): name for name in names}
        with explained(self.alias):
            rows = (
                Member.objects.using(self.alias)
                .filter(name__form__in=list(forms), scope__in=self._scopes)
                .exclude(name__type="place")
                .order_by("-thing__works", "scope", "pk")
            )
            held: dict[str, int] = {}
            for form, thing in rows.values_list("name__form", "thing_id"):
                held.setdefault(forms[form], thing)
            return {name: self._thing(thing) for name, thing in held.items()}

    def _thing(self, pk: int) -> Thing:
        members = list(
            Member.objects.using(self.alias)
            .filter(thing=pk, scope__in=self._scopes)
            .order_by("-score", "pk")
            .values("name_id", "name__shown", "thing__name", "thing__type")
        )
        naming = Naming.objects.using(self.alias).filter(
            name__in=[one["name_id"] for one in members], role="name", scope__in=self._scopes
        )
        ids = list(naming.order_by("-pk").values_list("statement_id", flat=True)[:_NAMED])
        rows = visible_statements(self.alias, self.viewer).filter(pk__in=ids)
        first = members[0]
        names = (first["thing__name"], *(one["name__shown"] for one in members))
        return Thing(
            key=str(pk),
            name=first["thing__name"],
            type=first["thing__type"],
            names=tuple(dict.fromkeys(names))[:20],
            passages=tuple(self._sentence(row, fact) for row, fact in self._facts(self._read(rows))),
        )

    def ruled(
        self, role: Role, *, words: Collection[str] = (), measures: Collection[str] = ()
    ) -> Sequence[Ruled]:
        """Terms or targets: by words, by names of measures, else the first there are."""
        with explained(self.alias):
            rows = visible_statements(self.alias, self.viewer).filter(
                status="active", kind="figure", role=role.value
            )
            if words:
                found = self._read(rows.filter(pk__in=self._touching(words, "figure", role.value)))
            else:
                found = self._read(rows.filter(measure__in=list(measures))) if measures else []
                found = found or self._read(rows.order_by("-pk"))
            return [
                Ruled(figure=fact, source=self._source(row), id=row["id"])
                for row, fact in self._facts(found)
                if isinstance(fact, Figure) and fact.role is role
            ]

    def told(self, wanted: Wanted) -> Sequence[Told]:
        """Milestones."""
        with explained(self.alias):
            rows = visible_milestones(self.alias, self.viewer)
            if wanted.start and wanted.end:
                rows = rows.filter(period_start__gte=wanted.start, period_end__lte=wanted.end)
            if wanted.domain:
                rows = rows.filter(domain=wanted.domain)
            if wanted.claimed:
                rows = rows.exclude(claim="")
            for group in wanted.names:
                rows = rows.filter(pk__in=self._naming(group))
            if wanted.words and not wanted.names:
                longest = max(wanted.words, key=len)
                rows = rows.filter(pk__in=self._touching([longest], "milestone", ""))
            newest = rows.order_by("-period_start", "id")
            found = [
                Told(milestone=fact, source=self._source(row), id=row["id"])
                for row, fact in self._facts(self._read(newest, most=wanted.limit))
                if isinstance(fact, Milestone) and _names_all(fact, wanted.names)
            ]
        return sorted(found, key=lambda one: (one.milestone.date or "", one.id))

    def _naming(self, names: Collection[str]) -> list[str]:
        """Milestones of which one of the names may be an actor or in the object."""
        forms = [form_of(name) for name in names]
        ids = list(Name.objects.using(self.alias).filter(form__in=forms).values_list("pk", flat=True))
        naming = Naming.objects.using(self.alias).filter(
            name__in=ids, role__in=("actor", "object"), scope__in=self._scopes
        )
        found = list(naming.order_by("-pk").values_list("statement_id", flat=True)[: 2 * _MOST])
        for name in sorted(names, key=len)[-_FORMS:]:  # an object that holds the name and more
            found += self._touching([name], "milestone", "")
        return found

    def _touching(self, words: Iterable[str], kind: str, role: str) -> list[str]:
        return touching(self.alias, self._passages(words), kind=kind, role=role)

    def _passages(self, words: Iterable[str]) -> list[Found]:
        return holding_words(self.alias, words, hidden=hidden_works(self.alias, self.viewer))

    def documents(self, years: Collection[int]) -> Sequence[Source]:
        """The documents that report on the years."""
        with explained(self.alias):
            rows = visible_documents(self.alias, self.viewer).filter(current=True)
            if years:
                rows = rows.filter(work__report_year__in=list(years))
            ordered = rows.order_by(F("work__report_year").asc(nulls_first=True), "edition__name")
            read: Any = ordered.values(**OF_DOCUMENT)
            return [self._source(row) for row in read[:MOST_DOCUMENTS]]

    def naming(self, words: Collection[str]) -> Sequence[tuple[Source, Passage]]:
        """Documents that hold all the words, each with the first passage that does."""
        with explained(self.alias):
            found: dict[int, tuple[int, str]] = {}
            for document, start, text in self._passages(words):
                found.setdefault(document, (start, text))
            rows = visible_documents(self.alias, self.viewer).filter(pk__in=list(found)[:100])
            read: Any = rows.values("pk", **OF_DOCUMENT)
            sources = {row["pk"]: self._source(row) for row in read}
        return [
            (
                sources[pk],
                passage(text, document=sources[pk].name, start=start, end=start + len(text), skipped=start),
            )
            for pk, (start, text) in found.items()
            if pk in sources
        ]

    def _read(self, rows: QuerySet[Statement], *, most: int = _MOST) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = list(rows.values(*COLUMNS, **WORK)[:most])
        add_texts(self.alias, found, document="number")
        return found

    def _facts(self, rows: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], Fact]]:
        """Rows with their facts, as people decided them to be."""
        decided = self._decided([row["id"] for row in rows])
        add_moved_texts(self.alias, rows, decided, id_="id", document="number")
        found = []
        for row in rows:
            decision = decided.get(row["id"])
            if decision is not None and decision.verdict == "reject":
                continue
            fact = fact_of(row, text=row["text"], document=row["document_name"], skipped=row["skipped"])
            right = decision.right if decision else {}
            found.append((row, as_corrected(fact, right, text=row["text"], skipped=row["skipped"])))
        return found

    def _decided(self, ids: Sequence[str]) -> dict[str, Decision]:
        said = Decision.objects.using(self.alias).filter(statement__in=ids).order_by()
        return holding(self.alias, list(said.values_list("statement_id", flat=True).distinct()))

    def _sentence(self, row: dict[str, Any], fact: Fact) -> Passage:
        self._source(row)
        return fact.sentence


def _names_all(said: Milestone, names: tuple[tuple[str, ...], ...]) -> bool:
    """Whether of every group of names one stands in an actor or the object."""
    text = plain("".join((*said.actor, said.object)))
    return all(any(plain(name) in text for name in group) for group in names)
