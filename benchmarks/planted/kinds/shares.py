"""Check 3: shares, parts and totals."""

import re
from decimal import Decimal

from ..plant import LEVELS, Body, Plant, other_number, renumber
from ..source import Slot


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


_ALL = re.compile("合计|总计|共计|，共|分别为|依次为|按.{1,2}分|构成|分类型|五类|三类")


def _above(digits: str, body: Body) -> str:
    """A number of the same shape, clearly larger."""
    factor = 1 + body.random.uniform(0.12, 0.5)
    decimals = len(digits.partition(".")[2])
    return f"{Decimal(digits) * Decimal(str(factor)):.{decimals}f}"


def parts_sentence(body: Body) -> Plant | None:
    """Where the parts are not said to be all of them (``其中``), they come to more than the whole."""
    for doc, block, slot in body.slots("level"):
        inside = {s.key for s in block.slots() if s.form == "level"}
        for total, parts in _PARTS.items():
            if slot.key in parts and parts | {total} <= inside:
                right = slot.text
                if _ALL.search(block.text):
                    renumber(slot, other_number(slot.number, body.random, least=0.12, most=0.5))
                elif Decimal(slot.number) > 9:
                    renumber(slot, _above(slot.number, body))
                else:
                    continue
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


def shares_sum(body: Body) -> Plant | None:
    """One of several shares that make up a whole, which then come to more than 100 %."""
    for doc, block, slot in body.slots("share"):
        parts = _PARTS.get(slot.other, set())
        together = [
            s for s in block.slots() if s.form == "share" and s.other == slot.other and s.key in parts
        ]
        if slot in together and {s.key for s in together} == parts:
            right = slot.text
            renumber(slot, f"{Decimal(slot.number) + body.random.randint(3, 15)}")
            return body.done(3, "shares that make up a whole", doc, block, together, right)
    return None


KINDS = (share_beside, share_apart, share_cell, parts_sentence, parts_table, shares_sum)
