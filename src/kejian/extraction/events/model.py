"""What the reading of events passes from hand to hand."""

import msgspec

from kejian.extraction.events.actors import Names
from kejian.extraction.events.clauses import Predicate
from kejian.extraction.events.dates import Calendar
from kejian.extraction.events.things import Phrase


class Event(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An event as one clause tells it.

    ``start:end`` is its verb phrase in the document; ``dated`` says that the text gives more than the year of
    the section; ``family`` and ``place`` are those of its verb.
    """

    start: int
    end: int
    date: str | None
    dated: bool
    actor: tuple[str, ...]
    action: str
    object: str
    claim: str | None
    family: str
    place: str


class Page(msgspec.Struct, frozen=True):
    """A document as the reading of its events needs it; ``masked`` is its text with names blotted out.

    ``home`` is who the document is of, if its title begins with a name: who else 首次跻身… leaves unsaid.
    """

    text: str
    masked: str
    calendar: Calendar
    names: Names
    home: tuple[str, ...] = ()


class Case(msgspec.Struct, frozen=True, gc=False):
    """A clause whose predicate is found: what stands before it, what after it, its date
    and where its words begin."""

    verb: Predicate
    who: Phrase
    rest: Phrase
    date: str | None
    dated: bool
    begin: int
    family: str  # of the verb
    sure: bool  # whether the verb tells an event by itself
    dates: tuple[str, ...] = ()  # where several stand before the verb: 分别于
    agent: tuple[str, ...] = ()  # who did it in the passive: 被某某部列为


class Above(msgspec.Struct, frozen=True):
    """What the sentence before told of, for one behind it that leaves its subject out: 2021年入选….

    ``profile`` says that it told what a body is (某某院位于…), so that all behind it is of that body.
    """

    actor: tuple[str, ...] = ()
    thing: Phrase | None = None
    profile: bool = False


class Topic(msgspec.Struct):
    """What a sentence has named so far: the thing, who did it, and the dates that lead it and end it."""

    thing: Phrase | None = None
    actor: tuple[str, ...] = ()
    date: str | None = None
    previous: str | None = None
    told_of: bool = False  # the thing is what the sentence tells of, and not what somebody made
    last_told_of: bool = False
    last_thing: Phrase | None = None  # of the part before a semicolon: 该成果
    above: Above | None = None
    last_actor: tuple[str, ...] = ()  # of the part before a semicolon: 该公司

    def go_on(self, date: str | None) -> None:
        """Begin the part behind a semicolon, which ``date``, the one that leads the sentence, dates."""
        self.last_actor = self.actor or self.last_actor
        self.last_told_of = self.told_of
        self.last_thing = self.thing or self.last_thing
        self.actor, self.thing = (), None
        self.date = date
