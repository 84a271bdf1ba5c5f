"""Check 1: two statements of one figure that differ."""

from collections.abc import Callable
from decimal import ROUND_UP, Decimal

from ..plant import LEVELS, Body, Plant, family, other_number, renumber
from ..source import Block, Doc, Slot


def _twice(body: Body, wanted: Callable[[Block, Block], bool]) -> tuple[Doc, Block, Slot] | None:
    """A level that its document states again, in another block."""
    for doc, block, slot in body.slots("level", "before", "cell", "cell.total"):
        for other_block, other in doc.slots():
            same = (other.key, other.year, other.number) == (slot.key, slot.year, slot.number)
            if same and other_block is not block and other.form in LEVELS and wanted(block, other_block):
                return doc, block, slot
    return None


def _wrong_level(
    body: Body, kind: str, found: tuple[Doc, Block, Slot] | None, check: int = 1
) -> Plant | None:
    if found is None:
        return None
    doc, block, slot = found
    right = slot.text
    renumber(slot, other_number(slot.number, body.random, least=0.015, most=0.3))
    return body.done(check, kind, doc, block, [slot], right)


def within(body: Body) -> Plant | None:
    texts = ("para", "item")
    return _wrong_level(body, "within", _twice(body, lambda a, b: a.kind in texts and b.kind in texts))


def heading(body: Body) -> Plant | None:
    found = _twice(body, lambda a, b: a.kind == "heading" and b.kind == "para")
    if found:
        return _wrong_level(body, "heading", found)
    for doc, block, slot in body.slots("floor"):
        stated = [s for _, s in doc.slots() if s.form == "level" and (s.key, s.year) == (slot.key, slot.year)]
        if block.kind == "heading" and stated:
            right = slot.text
            renumber(slot, f"{Decimal(slot.number) * Decimal('1.2'):.0f}")
            return body.done(1, "heading", doc, block, [slot], right)
    return None


def card(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("level", "share"):
        if block.kind == "card" and any(
            s.number == slot.number and b.kind == "para" and s.key == slot.key for b, s in doc.slots()
        ):
            right = slot.text
            renumber(slot, other_number(slot.number, body.random, least=0.03))
            return body.done(1, "pull-quote", doc, block, [slot], right)
    return None


def table_text(body: Body) -> Plant | None:
    return _wrong_level(
        body, "table and text", _twice(body, lambda a, b: a.kind == "table" and b.kind != "table")
    )


def across(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("level"):
        here = [s for _, s in doc.slots() if (s.key, s.year) == (slot.key, slot.year)]
        there = [
            s for d in body.docs if d is not doc for _, s in d.slots()
            if (s.key, s.year) == (slot.key, slot.year) and s.form in LEVELS
        ]  # fmt: skip
        derived = any(
            s.sentence == slot.sentence and s is not slot and family(s.key) == family(slot.key) for s in here
        )
        if there and len(here) <= 2 and not derived and block.kind == "para" and doc.genre != "english brief":
            return _wrong_level(body, "across documents", (doc, block, slot))
    return None


def hedged(body: Body) -> Plant | None:
    """``近2500家``, ``2400余家`` or ``超430亿元`` that the exact figure does not allow."""
    for doc, block, slot in body.slots("hedge"):
        exact = any(
            (s.key, s.year) == (slot.key, slot.year) and s.form in LEVELS
            for d in body.docs
            for _, s in d.slots()
        )
        if exact:
            right = slot.text
            factor = Decimal(str(body.random.choice((1.2, 1.3, 1.5))))
            value = Decimal(slot.number) * factor
            decimals = len(slot.number.partition(".")[2])
            step = Decimal(1).scaleb(max(value.adjusted() - 1, -decimals))
            renumber(slot, f"{(value / step).to_integral_value(ROUND_UP) * step:f}")
            return body.done(1, "hedged figure and exact one", doc, block, [slot], right)
    return None


KINDS = (within, heading, card, table_text, across, hedged)
