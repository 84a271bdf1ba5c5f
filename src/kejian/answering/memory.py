"""Evidence from facts in memory: of files just read, and for tests."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from kejian.answering.evidence import Moved, Ruled, Source, Thing, Told, Wanted
from kejian.linking import Series, link
from kejian.linking.measures import Match
from kejian.linking.periods import span
from kejian.linking.subjects import Subject, place_of
from kejian.linking.words import plain
from kejian.model import Document, EntityType, Facts, Figure, Milestone, Passage, Role

_MOST = 500
_RULES = ("policy", "work summary and policy")


def from_facts(facts: Iterable[Facts], documents: Iterable[Document] = ()) -> "Memory":
    """Evidence of the facts of documents; the documents themselves let passages be searched.

    >>> from_facts([]).year() is None
    True
    """
    return Memory(tuple(facts), {one.name: one for one in documents})


class Memory:
    """`Evidence` over facts; see there for what each lookup means."""

    def __init__(self, facts: tuple[Facts, ...], documents: Mapping[str, Document]) -> None:
        self._facts = sorted(facts, key=lambda one: (one.about.report_year or 0, one.document))
        self._texts = documents
        self._sources = {one.document: _source(one) for one in self._facts}
        self._series = link(facts).series
        self._by_measure: dict[str, list[Series]] = defaultdict(list)
        self._by_subject: dict[str, list[Series]] = defaultdict(list)
        self._names: dict[str, str] = {}
        self._subjects: dict[str, Subject] = {}
        for one in self._series:
            self._by_measure[one.measure.key].append(one)
            self._by_subject[one.subject.key].append(one)
            if one.measure.indicator is None:
                names = {plain(said.figure.measure or "") for said in one.said}
                self._names |= dict.fromkeys([one.measure.key[1:], *names], one.measure.key)
            for name in (one.subject.key, plain(one.subject.name)):
                self._subjects.setdefault(name, one.subject)
        self._things = _things(self._facts)

    def year(self) -> int | None:
        """The latest year that documents with figures report on."""
        years = [one.about.report_year for one in self._facts if _reports(one) and one.about.report_year]
        return max(years, default=None)

    def place(self) -> Subject | None:
        """What most documents are about."""
        counts = Counter(one.place for one in self._sources.values() if one.place)
        return min(counts, key=lambda one: (-counts[one], one.key), default=None)

    def measures(self, names: Collection[str], subjects: Collection[str]) -> Mapping[str, str]:
        """Measures without an indicator."""
        return {name: self._names[name] for name in names if name in self._names}

    def subjects(self, names: Collection[str]) -> Mapping[str, Subject]:
        """Subjects of series."""
        return {name: self._subjects[name] for name in names if name in self._subjects and name != "?"}

    def things(self, names: Collection[str]) -> Mapping[str, Thing]:
        """Named things."""
        return {name: self._things[name] for name in names if name in self._things}

    def series(self, measure: str, subjects: Collection[str]) -> Sequence[Series]:
        """Series of a measure of subjects."""
        return [one for one in self._by_measure.get(measure, []) if one.subject.key in subjects]

    def subjects_of(self, measure: str) -> Sequence[Subject]:
        """Whose series of a measure there are."""
        return list(dict.fromkeys(one.subject for one in self._by_measure.get(measure, [])))[:100]

    def series_of(
        self, subject: str, *, slots: Collection[str] = (), kind: str | None = None
    ) -> Sequence[Series]:
        """Series of a subject."""
        found = [one for one in self._by_subject.get(subject, []) if kind in (None, one.kind)]
        return [one for one in found if set(slots) <= {each.slot for each in one.slots}]

    def moved(self, subject: str, ends: tuple[str, str], *, down: bool) -> Moved:
        """Series of a subject with values in both slots, all of which may have moved."""
        return Moved(series=tuple(self.series_of(subject, slots=ends)))

    def told_to_move(self, subject: str, slot: str, *, besides: Collection[str]) -> Sequence[Series]:
        """Series of a subject with a value in the slot."""
        return [one for one in self.series_of(subject, slots=[slot]) if one.key not in besides]

    def ruled(
        self, role: Role, *, words: Collection[str] = (), measures: Collection[str] = ()
    ) -> Sequence[Ruled]:
        """Terms or targets."""
        found = [
            Ruled(figure=figure, source=self._sources[facts.document])
            for facts in self._facts
            for figure in facts.figures
            if figure.role is role and _holds(figure, words)
        ]
        return found[:_MOST]

    def told(self, wanted: Wanted) -> Sequence[Told]:
        """Milestones."""
        found = [
            Told(milestone=one, source=self._sources[facts.document])
            for facts in self._facts
            for one in facts.milestones
            if _meets(one, wanted)
        ]
        return sorted(found, key=lambda one: (one.milestone.date or "", one.milestone.passage.start))[
            : wanted.limit
        ]

    def documents(self, years: Collection[int]) -> Sequence[Source]:
        """The documents that report on the years."""
        return [one for one in self._sources.values() if not years or one.year in years]

    def naming(self, words: Collection[str]) -> Sequence[tuple[Source, Passage]]:
        """Documents that hold all the words."""
        found = []
        for facts in self._facts:
            passage = _first(facts, self._texts.get(facts.document), words)
            if passage:
                found.append((self._sources[facts.document], passage))
        return found

    def source(self, document: str) -> Source | None:
        """A document by its name."""
        return self._sources.get(document)

    def similar(self, words: str, *, near: date | None = None) -> Sequence[Series]:
        """Series whose measure shares words with these."""
        pairs = _pairs(plain(words))
        scored = [(len(pairs & _pairs(plain(one.measure.name))), one) for one in self._series]
        scored.sort(key=lambda each: (-each[0], len(each[1].measure.name), each[1].key))
        return [one for count, one in scored if count >= max(2, len(pairs) / 3)][:5]

    def alike(self, words: str) -> Sequence[tuple[Match, str]]:
        """Their measures and the keys of their subjects."""
        return [(one.measure, one.subject.key) for one in self.similar(words)]

    def likely(self, words: Collection[str]) -> Sequence[Series]:
        """Series in whose names most of the words stand."""
        scored = [(_held(one, words), one) for one in self._series]
        scored.sort(key=lambda each: (-each[0], each[1].key))
        return [one for count, one in scored if count][:60]


def _held(series: Series, words: Collection[str]) -> int:
    names = {series.measure.name, series.subject.name, *(one.figure.measure or "" for one in series.said[:8])}
    text = "|".join(map(plain, names))
    return sum(word in text for word in words)


def _reports(facts: Facts) -> bool:
    return facts.about.genre not in _RULES and any(one.role is Role.OBSERVATION for one in facts.figures)


def _source(facts: Facts) -> Source:
    about = facts.about
    return Source(
        name=facts.document,
        title=about.title or facts.document,
        genre=about.genre or "",
        year=about.report_year,
        published=about.published or "",
        place=place_of(about, [one.subject for one in facts.figures]),
    )


class _Group:
    """The names and passages of one thing while they are gathered."""

    def __init__(self, name: str, type_: str) -> None:
        self.name, self.type = name, type_
        self.names: list[str] = []
        self.passages: list[Passage] = []

    def thing(self) -> Thing:
        names = tuple(dict.fromkeys(self.names))
        return Thing(
            key=plain(self.name), name=self.name, type=self.type, names=names, passages=tuple(self.passages)
        )


def _things(facts: Sequence[Facts]) -> dict[str, Thing]:
    """Things by each of their names; names in common make them one."""
    groups: dict[str, _Group] = {}
    for entity in (each for one in facts for each in one.entities if each.type is not EntityType.PLACE):
        names = [one for one in (entity.name, *entity.aliases) if len(plain(one)) > 1]
        known = next((groups[plain(one)] for one in names if plain(one) in groups), None)
        group = known or _Group(entity.name, entity.type.value)
        for name in names:
            groups.setdefault(plain(name), group)
        group.names += names
        group.passages.append(entity.sentence)
    things = {id(group): group.thing() for group in groups.values()}
    return {name: things[id(group)] for name, group in groups.items()}


def _holds(figure: Figure, words: Collection[str]) -> bool:
    text = plain(figure.sentence.quote)
    return all(plain(word) in text for word in words)


def _meets(one: Milestone, wanted: Wanted) -> bool:
    if wanted.claimed and not one.claim:
        return False
    if wanted.domain and one.domain != wanted.domain:
        return False
    if wanted.start and wanted.end:
        when = span(one.date)
        if when is None or when.start < wanted.start or when.end > wanted.end:
            return False
    text = plain("".join((*one.actor, one.object)))
    return all(any(plain(name) in text for name in group) for group in wanted.names)


def _first(facts: Facts, document: Document | None, words: Collection[str]) -> Passage | None:
    """The first passage with all the words: of the text, else of the sentences of statements."""
    wanted = [plain(word) for word in words]
    if document is not None:
        at = document.text.find(next(iter(words)))
        if at >= 0 and all(word in plain(document.text) for word in wanted):
            return document.passage(at, at + len(next(iter(words))))
    statements = (*facts.figures, *facts.milestones, *facts.entities)
    found = (one.sentence for one in statements if all(word in plain(one.sentence.quote) for word in wanted))
    return next(found, None)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
