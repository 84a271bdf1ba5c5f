"""What documents say of one thing, brought together: the groups that are looked at across documents.

A document's members can be kept and grouped later, one group at a time, so that a base of any size is
audited without holding it: what a check across documents sees of a document are its members alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum

import regex

from kejian.auditing.body import Body
from kejian.auditing.doers import doers
from kejian.auditing.events import Told, told
from kejian.auditing.happenings import Happening, happenings
from kejian.auditing.model import Read
from kejian.auditing.said import Said
from kejian.auditing.same import place_key
from kejian.auditing.standings import Standing, standings
from kejian.language.normal import normal
from kejian.model import Aspect, EntityType, Passage, Value

_TYPES = (
    EntityType.ORGANISATION,
    EntityType.PRODUCT,
    EntityType.FACILITY,
    EntityType.POLICY,
    EntityType.PROGRAMME,
)
_SHORTEST_NAME = 4
_EVERYWHERE = ("全球", "全国", "亚洲")  # where a first is one, whatever place the document is about
_MOST_CODES = 500  # of a document
CODE = regex.compile(r"(?<![A-Za-z0-9-])[A-Za-z]{1,8}[-‐]?[A-Za-z0-9]*\d[A-Za-z0-9-]{0,12}(?![A-Za-z0-9-])")
_FRONT = ("由", "在", "与", "和")  # no part of a name
_PLACED = regex.compile(r"^\p{Han}{2,4}[市县区](?P<name>\p{Han}{4,})$")
_FEW = 3  # places of a name that are kept of a document


class Kind(StrEnum):
    """What the members of a group share."""

    SERIES = "series"  # figures of one measure of one subject
    WORDS = "words"  # figures that the same words name, whatever was extracted
    NAME = "name"  # names that may differ in a character
    EVENT = "event"  # what is told of one thing that happened
    THING = "thing"  # what is told of one named thing in one year
    CLAIM = "claim"  # what claims one first
    STANDING = "place"  # places of one holder in rankings


class Named(Value, frozen=True, kw_only=True, tag_field="is", tag="named"):
    """A name in a document: where it stands first, and how often it stands there."""

    document: int
    of: EntityType
    name: str
    places: tuple[Passage, ...]
    times: int


Member = Said | Named | Told | Standing | Happening


class Group(Value, frozen=True, kw_only=True):
    """Members of one kind that share a key, in the order of their documents and places."""

    kind: Kind
    key: str
    members: tuple[Member, ...]

    @property
    def measures(self) -> bool:
        """Whether its members are figures of one thing."""
        return self.kind in (Kind.SERIES, Kind.WORDS)

    @property
    def figures(self) -> tuple[Said, ...]:
        """The figures of a series."""
        return tuple(m for m in self.members if isinstance(m, Said))

    @property
    def names(self) -> tuple[Named, ...]:
        """The names."""
        return tuple(m for m in self.members if isinstance(m, Named))

    @property
    def events(self) -> tuple[Told, ...]:
        """The events."""
        return tuple(m for m in self.members if isinstance(m, Told))

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """The sentences about named things."""
        return tuple(m for m in self.members if isinstance(m, Happening))

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The places."""
        return tuple(m for m in self.members if isinstance(m, Standing))


def members(
    body: Body, *, together: bool = False, one_city: bool = False
) -> Iterator[tuple[Kind, str, Member]]:
    """What the documents contribute to groups: kind, key and member.

    Things of one name are others in another place; documents that do not say which place they are about
    share theirs only where all are known to belong ``together``; ``one_city`` says that what they call
    全市 is one.
    """
    for said in body.said:
        ranked = said.figure.aspect is Aspect.RANK or said.figure.unit == "位"
        key = said.series or (f"={said.subject}|{said.measure}" if together else "")
        if key.startswith(">") and not together:
            continue  # nobody says in which place
        if key and (said.plain or ranked) and said.period and len(said.measure) > 1:
            yield Kind.SERIES, key, said
    places = {number: place_key(read.facts) for number, read in body.numbered()}
    for said in body.again:
        where = "" if together or one_city else places[said.document]
        if where or together or one_city:
            yield Kind.WORDS, f"{where}|{said.words}", said
    for number, read in body.numbered():
        place = "" if one_city else places[number]
        if not place and not together and not one_city:
            continue
        for one in (*named(number, read), *codes(number, read)):
            half, size = len(one.name) // 2, len(one.name)
            yield Kind.NAME, f"{place}|{one.of}|{size}|{one.name[:half]}…", one
            yield Kind.NAME, f"{place}|{one.of}|{size}|…{one.name[half:]}", one
        for standing in standings(number, read):
            yield Kind.STANDING, f"{place}|{standing.subject}", standing
        for event in told(number, read):
            for key in event.keys:
                yield Kind.EVENT, f"{place}|{key}", event
        for happening in happenings(number, read):
            for name in happening.names:
                yield Kind.THING, f"{place}|{happening.year}|{name}", happening
            if happening.stem:
                yield Kind.THING, f"{place}|{happening.year}|{happening.stem}…", happening
            for claim in happening.claims:
                yield Kind.CLAIM, f"{'' if claim.startswith(_EVERYWHERE) else place}|{claim}", happening


def codes(number: int, read: Read) -> Iterator[Named]:
    """The codes and models of a document: YL-300."""
    text = normal(read.document.text)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in CODE.finditer(text):
        if len(match[0]) >= _SHORTEST_NAME:
            found[match[0]].append(match.span())
    for code, spans in list(found.items())[:_MOST_CODES]:
        yield Named(
            document=number,
            of=EntityType.PRODUCT,
            name=code,
            places=tuple(read.document.passage(a, b) for a, b in spans[:_FEW]),
            times=len(spans),
        )


def named(number: int, read: Read) -> Iterator[Named]:
    """The names of a document that are long enough to be told apart by a character."""
    spans: dict[tuple[EntityType, str], list[tuple[int, int]]] = defaultdict(list)
    taken: set[int] = set()
    text = normal(read.document.text)
    for entity in read.facts.entities:
        if entity.type in _TYPES:
            front = int(entity.name.startswith(_FRONT))
            name = entity.name[front:]
            if len(name) < _SHORTEST_NAME or CODE.fullmatch(name):
                continue
            for start, end in entity.mentions or ((entity.passage.start, entity.passage.end),):
                spans[entity.type, name].append((start + front, end))
                taken.update(range(start, end))
    for start, end in doers(text):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            spans[EntityType.ORGANISATION, text[start:end]].append((start, end))
    for (kind, name), places in list(spans.items()):
        placed = _PLACED.match(name)
        if placed and (kind, placed["name"]) in spans:  # 云湖市越岑微电子 is 越岑微电子
            spans[kind, placed["name"]] += [(end - len(placed["name"]), end) for _, end in places]
            del spans[kind, name]
    for (kind, name), places in spans.items():
        yield Named(
            document=number,
            of=kind,
            name=name,
            places=tuple(read.document.passage(a, b) for a, b in places[:_FEW]),
            times=len(places),
        )


def groups(bodies: Iterable[Body], *, together: bool = False, one_city: bool = False) -> list[Group]:
    """The groups that more than one document contributes to."""
    found: dict[tuple[Kind, str], list[Member]] = defaultdict(list)
    for body in bodies:
        for kind, key, member in members(body, together=together, one_city=one_city):
            found[kind, key].append(member)
    return [
        Group(kind=kind, key=key, members=tuple(each))
        for (kind, key), each in found.items()
        if len({m.document for m in each}) > 1
    ]
