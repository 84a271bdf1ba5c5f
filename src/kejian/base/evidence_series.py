"""The series of a base as evidence for answers: by measure, subject and slot, by words, and which moved."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Max, QuerySet

from kejian.answering.evidence import Moved
from kejian.base import names_index
from kejian.base.connection import explained
from kejian.base.evidence_sources import Sources
from kejian.base.linking_models import Bundle, Placed
from kejian.base.linking_models import Series as Row
from kejian.base.moving import Line, nearest_slots, not_moved, telling, with_slots
from kejian.base.queries import (
    visible_works,
)
from kejian.base.series import Entry, all_series, list_series
from kejian.base.summing import TABLE, measure_of
from kejian.base.words import fold, parse
from kejian.errors import BaseError
from kejian.linking import Series
from kejian.linking.indicators import indicators
from kejian.linking.measures import Match
from kejian.linking.subjects import Subject
from kejian.linking.words import plain

_MOST_SERIES, _MOST_SUBJECTS = 300, 100
_YEARS = 20  # years without a figure before the first with one
_PLACES = 300  # series that say what the base is about
_LIKELY, _WORDS = 40, 8  # series, and words, of a question in other words than the documents'
_ACCUMULATIONS = ("", "cumulative", "new")


class SeriesEvidence(Sources):
    """What `kejian.answering.evidence.Evidence` asks of series; each is read once."""

    def __init__(self, alias: str, *, viewer: str | None = None) -> None:
        super().__init__(alias, viewer=viewer)
        self._place: tuple[Subject | None] | None = None
        self._series: dict[tuple[str, tuple[str, ...]], Sequence[Series]] = {}

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


def _subject(key: str, name: str, code: str) -> Subject:
    return Subject(key=key, name=name, code=code or None)
