"""Errors of figures: checks 1 to 8. Each function plants one error, or finds no place and returns None."""

from collections.abc import Callable
from decimal import Decimal

from .plant import Body, Plant, family, other_number, renumber
from .source import Block, Doc, Slot

LEVELS = ("level", "cell", "cell.total")


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
            if (s.key, s.year, s.number) == (slot.key, slot.year, slot.number) and s.form in LEVELS
        ]  # fmt: skip
        derived = any(
            s.sentence == slot.sentence and s is not slot and family(s.key) == family(slot.key) for s in here
        )
        if there and len(here) <= 2 and not derived and block.kind == "para" and doc.genre != "english brief":
            return _wrong_level(body, "across documents", (doc, block, slot))
    return None


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
            right, slot.text = slot.text, "下降"
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


def _share(body: Body, kind: str, *, beside: bool) -> Plant | None:
    for doc, block, slot in body.slots("share"):
        inside = {s.key for s in block.slots() if s.form == "level" and s.year == slot.year}
        everywhere = {s.key for _, s in doc.slots() if s.form in LEVELS and s.year == slot.year}
        both = {slot.key, slot.other}
        if (both <= inside) if beside else (both <= everywhere and not both <= inside):
            right = slot.text
            renumber(slot, other_number(slot.number, body.random, least=0.12, most=0.6, step=0.6))
            return body.done(3, kind, doc, block, [slot], right)
    return None


def share_beside(body: Body) -> Plant | None:
    return _share(body, "share, part and whole in the paragraph", beside=True)


def share_apart(body: Body) -> Plant | None:
    return _share(body, "share, whole elsewhere in the document", beside=False)


def share_cell(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("cell.share"):
        if slot.key != slot.other:
            right = slot.text
            renumber(slot, other_number(slot.number, body.random, least=0.15, most=0.7, step=1.5))
            return body.done(3, "share in a table", doc, block, [slot], right)
    return None


_PARTS = {
    "tc.v": {"tc.dev", "tc.trf", "tc.lic", "tc.con", "tc.srv"}, "pat": {"pat.inv", "pat.uti", "pat.des"},
    "lab": {"lab.nat", "lab.prov", "lab.city"}, "ind": {"ind.ic", "ind.bio", "ind.ai"},
    "inc": {"inc.a", "inc.b", "inc.c"}, "tc.n": {"tc.n.dev", "tc.n.srv", "tc.n.oth"},
    "staff": {"staff.ent", "staff.uni", "staff.ins"}, "rd": {"rd.basic", "rd.app", "rd.exp"},
    "awd": {"awd.1", "awd.2", "awd.3"},
}  # fmt: skip


def parts_sentence(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("level"):
        inside = {s.key for s in block.slots() if s.form == "level"}
        for total, parts in _PARTS.items():
            if slot.key in parts and parts | {total} <= inside:
                right = slot.text
                renumber(slot, other_number(slot.number, body.random, least=0.12, most=0.5))
                others = [s for s in block.slots() if s.form == "level" and s.key in parts | {total}]
                return body.done(3, "parts and total in a sentence", doc, block, others, right)
    return None


def parts_table(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("cell", "cell.total"):
        total = [s for s in block.slots() if s.form == "cell.total"]
        if total:
            right = slot.text
            renumber(slot, other_number(slot.number, body.random, least=0.05, most=0.4))
            column = next(i for r in block.rows for i, c in enumerate(r) if any(p is slot for p in c))
            cells = [p for r in block.rows for p in r[column] if isinstance(p, Slot)]
            return body.done(3, "parts and total in a table", doc, block, cells, right)
    return None


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


def _jump(body: Body, kind: str, change: Callable[[Slot], bool]) -> Plant | None:
    for doc, block, slot in body.slots("level"):
        other = any(
            s.key == slot.key and s.year != slot.year and s.form in ("level", "before")
            for d in body.docs for _, s in d.slots()
        )  # fmt: skip
        if other and block.kind in ("para", "item") and slot.number and doc.genre != "english brief":
            right = slot.text
            if change(slot):
                return body.done(6, kind, doc, block, [slot], right)
    return None


def unit_slip(body: Body) -> Plant | None:
    def change(slot: Slot) -> bool:
        if slot.unit not in ("亿元", "亿美元"):
            return False
        slot.text = slot.text.replace("亿", "万")
        slot.unit = slot.unit.replace("亿", "万")
        return True

    return _jump(body, "亿 written as 万", change)


def ten_fold(body: Body) -> Plant | None:
    def change(slot: Slot) -> bool:
        left, point, right = slot.number.partition(".")
        if not point or len(left) < 2:
            return False
        if body.random.random() < 0.5:
            renumber(slot, f"{left}{right[0]}.{right[1:] or '0'}")
        else:
            renumber(slot, f"{left[:-1]}.{left[-1]}{right}")
        return True

    return _jump(body, "decimal point moved", change)


def digit_lost(body: Body) -> Plant | None:
    def change(slot: Slot) -> bool:
        if "." in slot.number or len(slot.number) < 4 or slot.unit == "万元":
            return False
        renumber(slot, slot.number + str(body.random.randint(0, 9)))
        return True

    return _jump(body, "a digit too many", change)


def per_mille(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("share"):
        inside = {s.key for s in block.slots() if s.form == "level"}
        if {slot.key, slot.other} <= inside:
            right = slot.text
            slot.text = slot.text.replace("%", "‰")
            return body.done(6, "% written as ‰", doc, block, [slot], right)
    return None


def points(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("points"):
        right = slot.text
        slot.text = slot.text.replace("个百分点", "%")
        return body.done(6, "points written as %", doc, block, [slot], right)
    return None


def rank_values(body: Body) -> Plant | None:
    """Two districts change places, their numbers stay."""
    for doc, block, slot in body.slots("level"):
        ranked = [s for s in block.slots() if s.form == "level" and s.key.startswith("ht.d")]
        names = [s for s in block.slots() if s.form == "district"]
        if len(ranked) == len(names) >= 3 and slot in ranked and "第" in block.text:
            first, second = body.random.sample(range(len(ranked)), 2)
            right = "、".join(s.text for s in ranked)
            numbers = ranked[first].number, ranked[second].number
            renumber(ranked[first], numbers[1])
            renumber(ranked[second], numbers[0])
            return body.done(7, "rank against values", doc, block, ranked, right)
    return None


def rank_twice(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("cell.rank"):
        ranks = [s for s in block.slots() if s.form == "cell.rank"]
        right = slot.text
        twin = body.random.choice([s for s in ranks if abs(int(s.number) - int(slot.number)) == 1])
        renumber(slot, twin.number)
        return body.done(7, "one rank twice in a table", doc, block, [slot, twin], right)
    return None


def rank_range(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("rank"):
        if slot.key == "idx" and slot.sentence:
            right = slot.text
            renumber(slot, str(13 + body.random.randint(1, 9)))
            return body.done(7, "rank out of range", doc, block, [slot], right)
    return None


def places(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("places"):
        known = [s for d in body.docs for _, s in d.slots() if s.form == "rank" and s.key == slot.key]
        if {slot.year, slot.year - 1} <= {s.year for s in known}:
            right = slot.text
            renumber(slot, str(int(slot.number) + body.random.choice((1, 2, 3))))
            beside = [s for s in block.slots() if s.form == "rank" and s.key == slot.key]
            return body.done(7, "places gained", doc, block, [slot, *beside], right)
    return None


def rank_across(body: Body) -> Plant | None:
    """One rank of one year, told differently in two documents."""
    for doc, block, slot in body.slots("rank"):
        there = [s for d in body.docs if d is not doc for _, s in d.slots()
                 if s.form == "rank" and (s.key, s.year) == (slot.key, slot.year)]  # fmt: skip
        if there:
            right = slot.text
            renumber(slot, str(int(slot.number) + body.random.choice((1, 2))))
            return body.done(7, "rank across documents", doc, block, [slot], right)
    return None


def stated_count(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("stated"):
        listed = next(s for s in block.slots() if s.form == "listed" and s.key == slot.key)
        right = slot.text
        renumber(slot, str(int(slot.number) + body.random.choice((-1, 1, 1, 2))))
        return body.done(8, "stated number of names", doc, block, [slot, listed], right)
    return None


def name_dropped(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("listed"):
        stated = next((s for s in block.slots() if s.form == "stated" and s.key == slot.key), None)
        if stated is None:
            continue
        right = slot.text
        names = slot.text.split("、")
        names.pop(body.random.randrange(len(names)))
        slot.text = "、".join(names)
        return body.done(8, "a name dropped", doc, block, [slot, stated], right)
    return None


NUMBERS: tuple[Callable[[Body], Plant | None], ...] = (
    within, heading, card, table_text, across, growth_here, growth_elsewhere, growth_cell, direction, difference,
    multiple, share_beside, share_apart, share_cell, parts_sentence, parts_table, part_larger, average, per_head,
    rate, falls, stands, half_year, not_yet, unit_slip, ten_fold, digit_lost, per_mille, points, rank_values,
    rank_twice, rank_range, places, rank_across, stated_count, name_dropped,
)  # fmt: skip
