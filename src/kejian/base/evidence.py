"""The base as evidence for answers: each lookup of `kejian.answering.evidence` by an index.

What a viewer sees is decided by `kejian.base.queries` and the scopes of series and things; what people
decided of statements is applied.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import F, Max, QuerySet

from kejian.answering.evidence import MOST_DOCUMENTS, Moved, Ruled, Source, Thing, Told, Wanted
from kejian.base import names_index
from kejian.base.connection import explained
from kejian.base.correcting import add_moved_texts, as_corrected, correction_of
from kejian.base.linking_models import Bundle, Member, Name, Naming, Placed
from kejian.base.linking_models import Series as Row
from kejian.base.models import Decision, Statement
from kejian.base.moving import Line, nearest_slots, not_moved, telling, with_slots
from kejian.base.observations import COLUMNS, holding
from kejian.base.queries import (
    hidden_works,
    visible_documents,
    visible_milestones,
    visible_statements,
    visible_works,
)
from kejian.base.rows import Fact, fact_of, passage
from kejian.base.sentences import add_texts
from kejian.base.series import Entry, all_series, list_series, scopes
from kejian.base.summing import TABLE, measure_of
from kejian.base.touching import OF_DOCUMENT, WORK, Found, holding_words, touching
from kejian.base.words import fold, parse
from kejian.errors import BaseError
from kejian.linking import Series
from kejian.linking.indicators import indicators
from kejian.linking.measures import Match
from kejian.linking.names import form_of
from kejian.linking.subjects import Subject, place_of
from kejian.linking.words import plain
from kejian.model import About, Figure, Milestone, Passage, Role

_MOST, _MOST_SERIES, _MOST_SUBJECTS = 500, 300, 100
_YEARS = 20  # years without a figure before the first with one
_PLACES = 300  # series that say what the base is about
_FORMS = 3  # names of one thing that are looked for in passages
_LIKELY, _WORDS = 40, 8  # series, and words, of a question in other words than the documents'
_NAMED = 20  # passages of one thing
_ACCUMULATIONS = ("", "cumulative", "new")


class StoredEvidence:
    """`kejian.answering.evidence.Evidence` over an open base, as a viewer sees it.

    One instance answers one question: it remembers what it has read.
    """

    def __init__(self, alias: str, *, viewer: str | None = None) -> None:
        self.alias, self.viewer = alias, viewer
        self._sources: dict[str, Source] = {}
        self._place: tuple[Subject | None] | None = None
        self._series: dict[tuple[str, tuple[str, ...]], Sequence[Series]] = {}
        self._scopes = scopes(alias, viewer)

    def year(self) -> int | None:
        """The latest year that documents with figures report on."""
        works = visible_works(self.alias, self.viewer).exclude(genre__icontains="policy")
        placed = Placed.objects.using(self.alias)
        with explained(self.alias):
            years = works.filter(report_year__isnull=False).order_by("-report_year")
            before = years
            for _ in range(_YEARS):  # one after the other: the first nearly always is the one
                year = before.values_list("report_year", flat=True).first()
                if year is None:
                    return None
                if placed.filter(work__in=works.filter(report_year=year)).exists():
                    return year
                before = years.filter(report_year__lt=year)
        return None

    def place(self) -> Subject | None:
        """Whose series are the most documented."""
        if self._place is None:
            with explained(self.alias):
                rows = self._rows().filter(scope__in=self._scopes).order_by("-weight", "id")
                counts: Counter[tuple[str, str, str]] = Counter()
                for row in rows.values("subject_key", "subject", "code", "works", "slots")[:_PLACES]:
                    if not row["subject_key"].startswith(("?", "000000")):
                        name = (row["subject_key"], row["subject"], row["code"])
                        counts[name] += row["works"] * row["slots"]
            best = min(counts, key=lambda one: (-counts[one], one), default=None)
            self._place = (_subject(*best) if best else None,)
        return self._place[0]

    def measures(self, names: Collection[str], subjects: Collection[str]) -> Mapping[str, str]:
        """Measures without an indicator, of the subjects or the place."""
        place = self.place()
        of = [*subjects, *([place.key] if place else [])]
        keys = {f"{one}|:{name}|{mark}": name for name in names for one in of for mark in _ACCUMULATIONS}
        with explained(self.alias):
            known = {keys[key] for key in self._bundles(keys).values()}
        return {name: f":{name}" for name in names if name in known}

    def subjects(self, names: Collection[str]) -> Mapping[str, Subject]:
        """Subjects of series."""
        keys = {name: name[:-1] if name.endswith("市") and len(name) > 2 else name for name in names}
        with explained(self.alias):
            rows = self._seen().filter(subject_key__in=sorted(set(keys.values())))
            found = {
                row["subject_key"]: _subject(row["subject_key"], row["name"], row["number"])
                for row in rows.order_by()
                .values("subject_key")
                .annotate(name=Max("subject"), number=Max("code"))
            }
        return {name: found[key] for name, key in keys.items() if key in found}

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

    def series(self, measure: str, subjects: Collection[str]) -> Sequence[Series]:
        """Series of a measure of subjects; read once."""
        asked = (measure, tuple(subjects))
        if asked not in self._series:
            bundles = [f"{one}|{measure}|{mark}" for one in subjects for mark in _ACCUMULATIONS]
            with explained(self.alias):
                rows = self._seen().filter(bundle__in=list(self._bundles(bundles)))
                keys = list(rows.order_by("-weight", "id").values_list("key", flat=True)[:_MOST_SERIES])
            self._series[asked] = self._full(keys)
        return self._series[asked]

    def subjects_of(self, measure: str) -> Sequence[Subject]:
        """Whose series of a measure there are: those with its name in the index of names."""
        code = "" if measure.startswith(":") else measure
        words = indicators()[measure].zh if code else measure[1:]
        try:
            condition, values = names_index.condition(self.alias, TABLE, parse(f'"{words}"'))
        except BaseError:  # nothing in the name that could be looked up
            return []
        with explained(self.alias):
            rows = self._seen().filter(indicator=code)
            rows = rows.extra(where=[condition], params=values).order_by("-weight", "id")  # noqa: S610
            columns = rows.values_list("bundle__key", "subject_key", "subject", "code")
            found = [
                _subject(key, name, number)
                for bundle, key, name, number in columns[:_MOST_SERIES]
                if bundle.split("|")[1] == measure
            ]
        return list(dict.fromkeys(found))[:_MOST_SUBJECTS]

    def series_of(
        self, subject: str, *, slots: Collection[str] = (), kind: str | None = None
    ) -> Sequence[Series]:
        """Series of a subject, well-known indicators first."""
        with explained(self.alias):
            keys = [one.key for one in self._lines(subject, slots, kind=kind)]
        return self._full(keys, slots)

    def _lines(self, subject: str, slots: Collection[str], *, kind: str | None = None) -> list[Line]:
        rows = self._seen().filter(subject_key=subject)
        if kind:
            rows = rows.filter(kind=kind)
        return with_slots(rows, slots, most=_MOST_SERIES, looked_at=10 * _MOST_SERIES)

    def moved(self, subject: str, ends: tuple[str, str], *, down: bool) -> Moved:
        """Series with values in both slots; read are those that may have moved as asked."""
        with explained(self.alias):
            lines = [one for one in self._lines(subject, ends) if one.can_move]
            others = not_moved(self.alias, lines, ends, down=down, scopes=self._scopes)
        read = self._full([one.key for one in lines if one.key not in others], ends)
        return Moved(series=tuple(read), others=others)

    def told_to_move(self, subject: str, slot: str, *, besides: Collection[str]) -> Sequence[Series]:
        """Series with a value in the slot and a growth or change there."""
        with explained(self.alias):
            lines = [one for one in self._lines(subject, [slot]) if one.can_move and one.key not in besides]
            keys = telling(self.alias, lines, slot, scopes=self._scopes)
        return self._full(keys, [slot])

    def _rows(self) -> QuerySet[Row]:
        return Row.objects.using(self.alias)

    def _seen(self) -> QuerySet[Row]:
        """The series a viewer sees; the plus keeps SQLite from taking the index on what nearly all share."""
        marks = ", ".join(["%s"] * len(self._scopes))
        return self._rows().extra(where=[f"+kejian_series.scope IN ({marks})"], params=self._scopes)  # noqa: S610

    def _bundles(self, keys: Iterable[str]) -> dict[int, str]:
        """Bundles that a viewer sees series of, by their keys."""
        found = dict(Bundle.objects.using(self.alias).filter(key__in=list(keys)).values_list("pk", "key"))
        seen = set(self._seen().filter(bundle__in=list(found)).values_list("bundle_id", flat=True))
        return {pk: key for pk, key in found.items() if pk in seen}

    def _full(self, keys: Sequence[str], slots: Collection[str] = ()) -> Sequence[Series]:
        order = {key: at for at, key in enumerate(dict.fromkeys(keys))}
        found = []
        for one in all_series(self.alias, keys=order, slots=slots, seen=self._scopes) if order else ():
            for where in one.where.values():
                said = (where.title, "", where.report_year, where.published, where.publisher)
                self._keep(where.name, *said, where.document)
            found.append(one.series)
        return sorted(found, key=lambda one: order[one.key])

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

    def source(self, document: str) -> Source | None:
        """A document of an answer by its name."""
        return self._sources.get(document)

    def similar(self, words: str, *, near: date | None) -> Sequence[Series]:
        """Series with the words in their names, else with the first or the last of them."""
        keys = [one.key for one in self._alike(words)]
        with explained(self.alias):
            slots = nearest_slots(self.alias, keys, near, scopes=self._scopes)
        return self._full(keys, slots)

    def alike(self, words: str) -> Sequence[tuple[Match, str]]:
        """Their measures and the keys of their subjects."""
        return [(measure_of(one.key.split("|")[1]), one.subject_key) for one in self._alike(words)]

    def _alike(self, words: str) -> Sequence[Entry]:
        text = plain(words)
        for part in dict.fromkeys(
            (text, text[len(text) // 3 :], text[: -(len(text) // 3) or None], text[-4:])
        ):
            if len(part) < 2:
                continue
            try:
                page = list_series(
                    self.alias, viewer=self.viewer, words=f'"{part}"', limit=5, most=names_index.MANY
                )
            except BaseError:  # nothing that could be looked for
                continue
            if page.entries:
                return page.entries
        return ()

    def likely(self, words: Collection[str]) -> Sequence[Series]:
        """Series in whose names most of the words stand: those with all, else with some of them."""
        wanted = sorted({fold(one) for one in words}, key=lambda one: (-len(one), one))[:_WORDS]
        found: dict[str, str] = {}
        for some in [wanted, *([one] for one in wanted if len(wanted) > 1)]:
            try:
                condition, values = names_index.condition(
                    self.alias, TABLE, parse(" ".join(f'"{one}"' for one in some))
                )
            except BaseError:  # nothing that could be looked for
                continue
            with explained(self.alias):
                rows = self._seen().extra(where=[condition], params=values)  # noqa: S610
                found |= dict(rows.order_by("-weight", "id").values_list("key", "words")[:_LIKELY])
        counts = {key: sum(one in text for one in wanted) for key, text in found.items()}
        keys = sorted(found, key=lambda key: -counts[key])  # of the same, the order found
        return self._full(keys[:_LIKELY])

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
            right = correction_of(decision)
            found.append((row, as_corrected(fact, right, text=row["text"], skipped=row["skipped"])))
        return found

    def _decided(self, ids: Sequence[str]) -> dict[str, Decision]:
        said = Decision.objects.using(self.alias).filter(statement__in=ids).order_by()
        return holding(self.alias, list(said.values_list("statement_id", flat=True).distinct()))

    def _sentence(self, row: dict[str, Any], fact: Fact) -> Passage:
        self._source(row)
        return fact.sentence

    def _source(self, row: dict[str, Any]) -> Source:
        return self._keep(
            row["document_name"],
            row["title"],
            row["genre"],
            row["report_year"],
            row["published"],
            row["publisher"],
            row["number"],
        )

    def _keep(
        self, name: str, title: str, genre: str, year: int | None, published: str, publisher: str, number: int
    ) -> Source:
        found = Source(
            name=name,
            title=title or name,
            genre=genre,
            year=year,
            published=published,
            place=_place(title, publisher),
            number=number,
        )
        return self._sources.setdefault(name, found)


def _names_all(said: Milestone, names: tuple[tuple[str, ...], ...]) -> bool:
    """Whether of every group of names one stands in an actor or the object."""
    text = plain("".join((*said.actor, said.object)))
    return all(any(plain(name) in text for name in group) for group in names)


@lru_cache(maxsize=20_000)
def _place(title: str, publisher: str) -> Subject | None:
    """What a document is about, by its title and publisher."""
    return place_of(About(title=title or None, publisher=publisher or None), [])


def _subject(key: str, name: str, code: str) -> Subject:
    return Subject(key=key, name=name, code=code or None)
