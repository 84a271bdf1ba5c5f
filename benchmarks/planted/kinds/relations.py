"""Check 4: a part above its whole, averages, rates. Check 5: cumulative figures and periods."""

from decimal import Decimal

from ..plant import LEVELS, Body, Plant, other_number, renumber
from ..source import Slot

_WHOLE = {"perm.a": "perm", "staff.phd": "staff", "rd.ent": "rd", "tc.out": "tc.v", "pat.inv": "pat",
          "rd.basic": "rd", "tc.dev": "tc.v", "papers.hi": "papers", "ht.lst": "ht", "lab.nat": "lab",
          "i0.phd": "i0.staff", "ind.ai": "ind", "awd.1": "awd"}  # fmt: skip


def part_larger(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("level"):
        whole = next((s for s in block.slots() if s.form == "level" and s.key == _WHOLE.get(slot.key)), None)
        if whole is not None and "其中" in block.text and whole.unit == slot.unit:
            right = slot.text
            factor = Decimal(str(body.random.uniform(1.08, 1.6)))
            decimals = len(whole.number.partition(".")[2])
            renumber(slot, f"{Decimal(whole.number) * factor:.{decimals}f}")
            return body.done(4, "part larger than its whole", doc, block, [slot, whole], right)
    return None


def average(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("average"):
        known = {s.key for _, s in doc.slots() if s.form in LEVELS and s.year == slot.year}
        if slot.key in known and slot.other in known and slot.other not in ("pop",):
            right = slot.text
            renumber(slot, other_number(slot.number, body.random, least=0.15, most=0.8))
            return body.done(4, "average, total and count", doc, block, [slot], right)
    return None


def per_head(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("average"):
        if slot.other == "pop" and any(s.key == "pop" for s in block.slots()):
            right = slot.text
            renumber(slot, other_number(slot.number, body.random, least=0.15, most=0.8))
            return body.done(4, "per 10 000 people", doc, block, [slot], right)
    return None


def rate(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("product", "level"):
        if slot.form == "product" or (slot.key == "ded.t" and any(s.form == "rate" for s in block.slots())):
            right = slot.text
            renumber(slot, other_number(slot.number, body.random, least=0.15, most=0.6))
            return body.done(4, "rate times base", doc, block, [slot], right)
    return None


_CUMULATIVE = ("giant", "star", "grad", "perm", "g5", "proj")


def falls(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("level"):
        if slot.key not in _CUMULATIVE or "累计" not in block.text:
            continue
        earlier = [
            s for d in body.docs if d is not doc for _, s in d.slots()
            if s.key == slot.key and s.year < slot.year and s.form == "level"
        ]  # fmt: skip
        beside = [s for s in block.slots() if s.key == slot.key and s is not slot]
        if earlier and not beside:
            right = slot.text
            low = min(Decimal(s.number) for s in earlier)
            renumber(slot, f"{low * Decimal(str(body.random.uniform(0.82, 0.95))):.0f}")
            return body.done(5, "cumulative figure falls", doc, block, [slot], right)
    return None


def stands(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("level"):
        if slot.key not in _CUMULATIVE or "累计" not in block.text:
            continue
        before = [
            s for d in body.docs if d is not doc for _, s in d.slots()
            if s.key == slot.key and s.year == slot.year - 1 and s.form == "level"
        ]  # fmt: skip
        beside = [s for s in block.slots() if s.key == slot.key and s is not slot]
        if before and not beside and Decimal(slot.number) > 99:
            right = slot.text
            renumber(slot, before[0].number)
            return body.done(5, "cumulative figure stands still", doc, block, [slot], right)
    return None


def half_year(body: Body) -> Plant | None:
    """Six months with more than the whole year had."""
    for doc, block, slot in body.slots("level"):
        if slot.key.endswith(".h1"):
            whole = slot.key.removesuffix(".h1")
            stated = [
                s
                for d in body.docs
                if d is not doc
                for _, s in d.slots()
                if (s.key, s.year) == (whole, slot.year)
            ]
            if any(s.form == "level" for s in stated):
                right = slot.text
                factor = Decimal(str(body.random.uniform(1.1, 1.4)))
                decimals = len(slot.number.partition(".")[2])
                renumber(slot, f"{body.world.value(whole, slot.year) * factor:.{decimals}f}")
                return body.done(5, "half a year above the year", doc, block, [slot], right)
    return None


def not_yet(body: Body) -> Plant | None:
    """The figure of a period that was not over when the document came out."""
    for doc, block, slot in body.slots("level"):
        piece = block.pieces[0]
        if block.kind == "para" and isinstance(piece, str) and doc.genre != "english brief":
            year = f"{slot.year}"
            if slot.key.endswith(".h1") or slot.key.endswith(".sep"):
                continue
            at = next((i for i, p in enumerate(block.pieces[:3]) if p == year), None)
            if at is None or block.pieces[at + 1 : at + 2] == [] or slot.year != doc.year:
                continue
            later = Slot(str(int(doc.published[:4]) + 1), "planted", slot.key)
            following = block.pieces[at + 1]
            if isinstance(following, str) and following.startswith("年"):
                block.pieces[at] = later
                return body.done(5, "period not over yet", doc, block, [later, slot], year)
    return None


KINDS = (part_larger, average, per_head, rate, falls, stands, half_year, not_yet)
