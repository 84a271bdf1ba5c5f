"""What answering asks of the evidence: a few lookups, each of which a database does by an index."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from kejian.linking import Series
from kejian.linking.measures import Match
from kejian.linking.subjects import Subject
from kejian.model import Figure, Milestone, Passage, Role, Value

MOST_DOCUMENTS = 1000  # of one list


class Source(Value, frozen=True, kw_only=True):
    """A document of the evidence: its name, title and what it is about.

    ``year`` is the year reported on, ``number`` the document's in a base.
    """

    name: str
    title: str
    genre: str = ""
    year: int | None = None
    published: str = ""
    place: Subject | None = None
    number: int | None = None


class Told(Value, frozen=True, kw_only=True):
    """A milestone and the document that tells it; ``id`` is the statement's in a base."""

    milestone: Milestone
    source: Source
    id: str = ""


class Ruled(Value, frozen=True, kw_only=True):
    """A term or a target and the document that sets it."""

    figure: Figure
    source: Source
    id: str = ""


class Thing(Value, frozen=True, kw_only=True):
    """A named thing under all its names, with passages that name it; ``key`` tells it from others."""

    key: str
    name: str
    type: str
    names: tuple[str, ...]
    passages: tuple[Passage, ...] = ()


class Moved(Value, frozen=True, kw_only=True):
    """Series with values at both ends: those that may have moved as asked, and keys of the others."""

    series: tuple[Series, ...]
    others: frozenset[str] = frozenset()


class Wanted(Value, frozen=True, kw_only=True):
    """Which milestones are wanted: those within the days, told by documents about the place, of things.

    ``names`` are groups of names: of every group one must stand in an actor or in the object. ``claimed``
    wants those that claim to be first or best. ``words`` are hints for an index: what is not told in these
    words is not wanted, what is may be.
    """

    start: date | None = None
    end: date | None = None
    domain: str | None = None
    claimed: bool = False
    names: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()
    limit: int = 500


class Evidence(Protocol):
    """The lookups. Names go in and out in the plain form of `kejian.linking.words.plain`."""

    def year(self) -> int | None:
        """The latest year that documents with figures report on: what `this year` means."""

    def place(self) -> Subject | None:
        """What most documents are about: whose figures are meant where a question does not say."""

    def measures(self, names: Collection[str], subjects: Collection[str]) -> Mapping[str, str]:
        """Those of the names that are measures without an indicator, with the key of each (``:…``)."""

    def subjects(self, names: Collection[str]) -> Mapping[str, Subject]:
        """Those of the names (or codes of places) whose figures are known."""

    def things(self, names: Collection[str]) -> Mapping[str, Thing]:
        """Those of the names that name a thing."""

    def series(self, measure: str, subjects: Collection[str]) -> Sequence[Series]:
        """Series of a measure (its key) of subjects (their keys)."""

    def subjects_of(self, measure: str) -> Sequence[Subject]:
        """Whose series of a measure there are, at most 100."""

    def series_of(
        self, subject: str, *, slots: Collection[str] = (), kind: str | None = None
    ) -> Sequence[Series]:
        """Series of a subject with values in all the slots, well-known indicators first, at most 300.

        What they say of other slots may be left out where slots are given.
        """

    def moved(self, subject: str, ends: tuple[str, str], *, down: bool) -> Moved:
        """Series of a subject with values in both slots, as `series_of` has them: what may have fallen (or
        risen), and what need not be read. The others are of measures that can move: no ranks, none
        cumulative, none whose earlier value is no base for a growth."""

    def told_to_move(self, subject: str, slot: str, *, besides: Collection[str]) -> Sequence[Series]:
        """Series of a subject of whose value in a slot a text says a growth or a change, ``besides`` those of
        these keys. Others may be among them."""

    def ruled(
        self, role: Role, *, words: Collection[str] = (), measures: Collection[str] = ()
    ) -> Sequence[Ruled]:
        """Terms or targets, at most 500. Words of the sentence and names of measures are hints for an index:
        what does not hold the words is not wanted, what is of another measure may be returned."""

    def told(self, wanted: Wanted) -> Sequence[Told]:
        """Milestones, the earliest first."""

    def documents(self, years: Collection[int]) -> Sequence[Source]:
        """The documents that report on the years (none: all), by year and name, at most `MOST_DOCUMENTS`."""

    def naming(self, words: Collection[str]) -> Sequence[tuple[Source, Passage]]:
        """Documents that hold all the words, each with the first passage that does, at most 100."""

    def source(self, document: str) -> Source | None:
        """A document by its name."""

    def similar(self, words: str, *, near: date | None) -> Sequence[Series]:
        """Series whose measure shares words with these, the most alike first, at most 5.

        What they say of other slots than the one that ends nearest to a day (None: the last) may be left out.
        """

    def alike(self, words: str) -> Sequence[tuple[Match, str]]:
        """The measures of these series, each with its subject's key."""

    def likely(self, words: Collection[str]) -> Sequence[Series]:
        """Series in whose names most of the words stand (each at least two characters), at most 60."""
