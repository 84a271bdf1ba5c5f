"""Things of the base: organisations, products, policies under all their names, across documents."""

from datetime import datetime

import msgspec


class ThingEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list: the name, type, how many names, statements and works; ``code`` as in `Name`."""

    id: int
    name: str
    type: str
    code: str
    names: int
    statements: int
    works: int
    draft: bool


class ThingPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some things of a list, and how many there are in all."""

    entries: tuple[ThingEntry, ...]
    total: int


class NameOf(msgspec.Struct, frozen=True, kw_only=True):
    """A name of a thing: how it is printed, how often, how sure that it is its, why, and what people said.

    ``reasons`` are ``code: words`` (``suffix: …``, ``given: …``). ``form`` is the normal form that
    decisions are keyed by.
    """

    form: str
    shown: str
    statements: int
    score: float
    reasons: tuple[str, ...]
    decided: str = ""


class Mentioned(msgspec.Struct, frozen=True, kw_only=True):
    """Where something is said of a thing: the statement with its quotation and sentence.

    ``role`` is how it names the thing (`NamingRole`), ``kind`` that of the statement.
    """

    statement: str
    kind: str
    role: str
    form: str
    quote: str
    sentence: str
    period: str
    document: int
    name: str
    title: str
    report_year: int | None
    start: int
    end: int
    draft: bool


class FullThing(msgspec.Struct, frozen=True, kw_only=True):
    """A thing with its names, and the statements on it (at most as many as asked for of each list).

    ``series`` are the keys of those of which it is the subject.
    """

    entry: ThingEntry
    names: tuple[NameOf, ...]
    mentions: tuple[Mentioned, ...]
    milestones: tuple[Mentioned, ...]
    figures: tuple[Mentioned, ...]
    series: tuple[str, ...]
    counts: dict[str, int]


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """Another thing, and in how many sentences and works both are named; one such sentence."""

    thing: ThingEntry
    sentences: int
    works: int
    document: int
    start: int
    end: int


def list_things(
    alias: str,
    *,
    viewer: str | None = None,
    words: str | None = None,
    type: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> ThingPage:
    """Things one of whose names holds all ``words``, those in most works first."""
    raise NotImplementedError


def thing(alias: str, id_: int, *, viewer: str | None = None, limit: int = 200) -> FullThing:
    """One thing with everything said of it. Raises `BaseError` when the viewer sees none of this id."""
    raise NotImplementedError


def things_of_statement(alias: str, statement: str, *, viewer: str | None = None) -> tuple[ThingEntry, ...]:
    """The things that a statement names."""
    raise NotImplementedError


def related(alias: str, id_: int, *, viewer: str | None = None, limit: int = 50) -> tuple[Related, ...]:
    """Things named in one sentence with this one, most often first."""
    raise NotImplementedError


def decide_things(
    alias: str,
    verdict: str,
    one: str,
    other: str,
    *,
    type: str,
    reason: str,
    who: str,
    viewer: str | None = None,
    at: datetime | None = None,
) -> int:
    """Say that two names are one thing's (``same``), not (``different``), or take it back (``withdraw``).

    ``name`` says that the thing with the name ``one`` is to be called ``other``. Names are told apart by
    their normal form and ``type``; the last decision on a pair counts, outlives editions and linking
    again, and a ``different`` is never joined around. Returns the decision's number; raises `BaseError`.
    """
    raise NotImplementedError
