"""Check 2: growth, increase, multiple and direction against the levels."""

from decimal import Decimal

from ..plant import Body, Plant, other_number, renumber
from ..source import Slot


def _growth(body: Body, kind: str, *, local: bool) -> Plant | None:
    for doc, block, slot in body.slots("growth"):
        near = [s for b, s in doc.slots() if b is block and s.key == slot.key and s.sentence == slot.sentence]
        level = any(s.form == "level" for s in near)
        before = any(s.form in ("before", "diff") for s in near)
        here = [s for _, s in doc.slots() if s.key == slot.key]
        printed = any(s.form in ("before", "cell.before") for s in here)
        elsewhere = any(
            (s.key, s.year) == (slot.key, slot.year - 1) and s.form == "level"
            for d in body.docs if d is not doc for _, s in d.slots()
        )  # fmt: skip
        if level and (before if local else elsewhere and not printed and not before):
            right = slot.text
            renumber(slot, other_number(slot.number, body.random, least=0.12, most=1.2, step=1.2))
            return body.done(2, kind, doc, block, [slot], right)
    return None


def growth_here(body: Body) -> Plant | None:
    return _growth(body, "growth, both years beside it", local=True)


def growth_elsewhere(body: Body) -> Plant | None:
    return _growth(body, "growth, year before elsewhere", local=False)


def growth_cell(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("cell.growth"):
        row = next(r for r in block.rows if any(slot is p for cell in r for p in cell))
        if any(isinstance(p, Slot) and p.form.startswith("cell.before") for cell in row for p in cell):
            right = slot.text
            renumber(slot, other_number(slot.number, body.random, least=0.15, most=1.5, step=1.5))
            return body.done(2, "growth in a table", doc, block, [slot], right)
    return None


def direction(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("direction"):
        elsewhere = any(
            (s.key, s.year) == (slot.key, slot.year - 1) and s.form in ("level", "before", "cell.before")
            for d in body.docs for _, s in d.slots()
        )  # fmt: skip
        growth = next(s for s in block.slots() if s.form == "growth" and s.key == slot.key)
        if elsewhere and Decimal(growth.number) > 3:
            right, slot.text = slot.text, "下降" if slot.text == "增长" else "增长"
            return body.done(2, "up or down", doc, block, [slot, growth], right)
    return None


def difference(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("diff"):
        if slot.key.endswith((".sep", ".jun")):
            continue
        known = {s.year for d in body.docs for _, s in d.slots() if s.key == slot.key and s.form != "diff"}
        beside = any(
            s.sentence == slot.sentence and s.key == slot.key and s.form in ("level", "growth")
            for s in block.slots()
        )
        if beside and {slot.year, slot.year - 1} <= known:
            right = slot.text
            renumber(slot, other_number(slot.number, body.random, least=0.12, most=0.9, step=2))
            return body.done(2, "increase", doc, block, [slot], right)
    return None


def multiple(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("times"):
        known = any(
            s.key == slot.key and s.year == int(slot.other) and s.form in ("level", "before", "cell.before")
            for d in body.docs for _, s in d.slots()
        )  # fmt: skip
        if known:
            right = slot.text
            renumber(slot, f"{Decimal(slot.number) + Decimal(body.random.choice((45, 60, 82))) / 100}")
            return body.done(2, "multiple", doc, block, [slot], right)
    return None


def doubled(body: Body) -> Plant | None:
    """``是2020年的1.28倍`` becomes ``比2020年翻了一番``."""
    for doc, block, slot in body.slots("times"):
        at = next(i for i, p in enumerate(block.pieces) if p is slot)
        start = block.pieces[at - 2] if at > 1 else ""
        known = any(
            s.key == slot.key and s.year == int(slot.other) and s.form in ("level", "before", "cell.before")
            for d in body.docs
            for _, s in d.slots()
        )
        far = not Decimal("1.7") < Decimal(slot.number) < Decimal("2.5")
        if known and far and isinstance(start, str) and start.endswith("是"):
            right = slot.text
            block.pieces[at - 2 : at] = [start[:-1] + "比", f"{slot.other}年"]
            slot.text = "翻了一番"
            return body.done(2, "doubled", doc, block, [slot], right)
    return None


KINDS = (growth_here, growth_elsewhere, growth_cell, direction, difference, multiple, doubled)
