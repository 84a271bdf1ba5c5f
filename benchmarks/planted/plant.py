"""Plants errors in the documents of a city: one of each kind, at random places apart from each other."""

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from .source import Block, Doc, Piece, Slot, lines, plain
from .world import World

_AROUND = 14  # characters of context that find the place again in the document as read


@dataclass
class Plant:
    """One error. ``slots`` are the places a finding must touch, one of them is enough."""

    check: int
    kind: str
    doc: str
    form: str  # of the file
    slots: list[Slot]
    right: str  # what stood there
    places: list[tuple[int, int, str, str, str]] = field(
        default_factory=list
    )  # start, end, before, quote, after

    @property
    def wrong(self) -> str:
        return " … ".join(s.text for s in self.slots)


@dataclass
class Body:
    """The documents of a city while errors are planted in them."""

    world: World
    docs: list[Doc]
    random: Random
    used: set[str] = field(default_factory=set)  # families of figures that an error has touched
    load: Counter[str] = field(default_factory=Counter)

    def slots(self, *forms: str, free: bool = True) -> Iterator[tuple[Doc, Block, Slot]]:
        """Slots of these forms in random order, in documents that can take an error more."""
        found = [
            (doc, block, slot)
            for doc in self.docs
            for block, slot in doc.slots()
            if slot.form in forms
            and not (free and (block.touched or family(slot.key) in self.used or self.load[doc.name] >= MOST))
        ]
        self.random.shuffle(found)
        yield from found

    def blocks(self, *kinds: str) -> Iterator[tuple[Doc, Block]]:
        found = [
            (doc, block)
            for doc in self.docs
            for block in doc.blocks
            if block.kind in kinds and not block.touched and self.load[doc.name] < MOST
        ]
        self.random.shuffle(found)
        yield from found

    def done(self, check: int, kind: str, doc: Doc, block: Block, slots: list[Slot], right: str) -> Plant:
        block.touched = True
        self.used.update(family(s.key) for s in slots if s.key)
        self.load[doc.name] += 1
        return Plant(check, kind, doc.name, doc.form, slots, right)


MOST = 6  # errors in one document
LEVELS = ("level", "cell", "cell.total")


def family(key: str) -> str:
    """Figures that a writer derives from one another share a family."""
    head = key.split(".")[0]
    if head in ("event", "rank"):
        return key
    return {"gdp": "rd", "sub": "sub"}.get(head, head)


def fresh(docs: list[Doc]) -> list[Doc]:
    return copy.deepcopy(docs)


def renumber(slot: Slot, digits: str) -> None:
    slot.text = slot.text.replace(slot.number, digits, 1)
    slot.number = digits


def other_number(
    digits: str, random: Random, *, least: float = 0.02, most: float = 0.4, step: float = 0.0
) -> str:
    """Digits of the same shape that a slip of the hand would give: swapped, mistyped or from another line."""
    value = Decimal(digits)
    decimals = len(digits.partition(".")[2])
    for _ in range(200 if value else 0):
        way = random.random()
        if way < 0.35:
            made = _swapped(digits, random)
        elif way < 0.7:
            made = _mistyped(digits, random)
        else:
            factor = Decimal(str(1 + random.choice((-1, 1)) * random.uniform(least, most)))
            made = f"{value * factor:.{decimals}f}"
        if made is None or Decimal(made) <= 0 or len(made.lstrip("-")) != len(digits.lstrip("-")):
            continue
        change = abs(Decimal(made) - value)
        if change >= Decimal(str(step)) and least <= float(change / abs(value)) <= most + 0.1:
            return made
    return f"{max(value * Decimal('1.3'), value + Decimal(str(step)) + 1):.{decimals}f}"


def _swapped(digits: str, random: Random) -> str | None:
    places = [i for i in range(len(digits) - 1) if digits[i].isdigit() and digits[i + 1].isdigit()]
    if not places:
        return None
    i = random.choice(places)
    made = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
    return None if made.startswith("0") and not made.startswith("0.") else made


def _mistyped(digits: str, random: Random) -> str | None:
    i = random.randrange(len(digits))
    if not digits[i].isdigit():
        return None
    made = digits[:i] + str(random.randint(1, 9)) + digits[i + 1 :]
    return None if made == digits else made


def mark(
    block: Block, text: str, *, key: str = "", replace: str | None = None, last: bool = False
) -> Slot | None:
    """The words `text` of a block (where they lie in one of its pieces) made a slot, and replaced."""
    order = range(len(block.pieces) - 1, -1, -1) if last else range(len(block.pieces))
    for index in order:
        piece = block.pieces[index]
        if isinstance(piece, str) and text in piece:
            at = piece.rindex(text) if last else piece.index(text)
            slot = Slot(text if replace is None else replace, "planted", key)
            parts: list[Piece] = [piece[:at], slot, piece[at + len(text) :]]
            block.pieces[index : index + 1] = [p for p in parts if p != ""]
            return slot
    return None


def whole(block: Block, key: str = "") -> Slot:
    """The whole of a block as one slot."""
    slot = Slot(block.text, "planted", key)
    block.pieces = [slot]
    return slot


Spot = tuple[int, int, str, str, str]  # start, end, before, the words, after


def places(doc: Doc) -> Iterator[tuple[Slot, Spot]]:
    """Every slot of a document with its place in the source text and what stands around it."""
    text, spans = doc.text, _spans(doc)
    for _, slot in doc.slots():
        start = spans[id(slot)]
        end = start + len(slot.text)
        yield (
            slot,
            (start, end, text[max(start - _AROUND, 0) : start], text[start:end], text[end : end + _AROUND]),
        )


def settle(plants: list[Plant], docs: list[Doc]) -> None:
    """Offsets of the plants in the source text, with what stands around them, once all are planted."""
    found = {id(slot): place for doc in docs for slot, place in places(doc)}
    for plant in plants:
        for slot in plant.slots:
            if id(slot) not in found:
                raise AssertionError(f"{plant.kind}: {slot.text!r} is no longer in {plant.doc}")
            plant.places.append(found[id(slot)])


def _spans(doc: Doc) -> dict[int, int]:
    found: dict[int, int] = {}
    at = 0
    for block in doc.blocks:
        cells = [[block.pieces]] if block.kind != "table" else block.rows
        for row in cells:
            for cell in row:
                for piece in cell:
                    if isinstance(piece, Slot):
                        found[id(piece)] = at
                    at += len(plain([piece]))
                at += 1  # a tab, or the line end
        if not lines(block):
            raise AssertionError("a block without lines")
    return found
