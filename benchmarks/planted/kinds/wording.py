"""Check 12: wording that contradicts itself, mixed notations."""

from ..plant import Body, Plant, mark
from ..source import Block, Slot
from .dates import DAY, FULL

_CLASSES = {"3类": ("Ⅲ类", "三类", "III类"), "Ⅲ类": ("3类", "三类", "III类")}


def exact_hedged(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("level"):
        exact = "." not in slot.number and len(slot.number) >= 3 and not slot.number.endswith("0")
        if (
            exact
            and slot.unit in ("家", "项", "人", "件")
            and block.kind in ("para", "item")
            and _plain_before(block, slot)
        ):
            right = slot.text
            if body.random.random() < 0.5:
                slot.text = "近" + right
            else:
                slot.text = slot.number + "余" + slot.unit
            return body.done(12, "exact figure under 近 or 余", doc, block, [slot], right)
    return None


def _plain_before(block: Block, slot: Slot) -> bool:
    at = next((i for i, p in enumerate(block.pieces) if p is slot), None)
    before = block.pieces[at - 1] if at else ""
    return isinstance(before, str) and not before.endswith(("的", "近", "超", "上年", "（"))


def double_hedge(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("level"):
        if slot.unit in ("家", "项", "人", "件") and len(slot.number) >= 3 and "." not in slot.number and (
            block.kind in ("para", "item") and _plain_before(block, slot)
        ):  # fmt: skip
            right = slot.text
            base = slot.number[:2] + "0" * (len(slot.number) - 2)
            slot.text = body.random.choice(
                (f"超{base}余{slot.unit}", f"约{base}{slot.unit}左右", f"近{base}余{slot.unit}")
            )
            return body.done(12, "two hedges", doc, block, [slot], right)
    return None


def short_range(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("range"):
        right = slot.text
        slot.text = right.replace("万~", "~")
        return body.done(12, "range with one unit", doc, block, [slot], right)
    return None


def mixed_class(body: Body) -> Plant | None:
    for doc, block in body.blocks("para"):
        for right, wrongs in _CLASSES.items():
            if block.text.count(right + "医疗器械") >= 2:
                slot = mark(block, right, replace=body.random.choice(wrongs), last=True)
                if slot:
                    return body.done(12, "two notations of a class", doc, block, [slot], right)
    return None


def mixed_unit(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("area"):
        others = sum(b.text.count("平方米") for b in doc.blocks)
        if others >= 2:
            right = slot.text
            slot.text = right.replace("平方米", body.random.choice(("㎡", "m²", "平米")))
            return body.done(12, "two notations of a unit", doc, block, [slot], right)
    return None


def mixed_dates(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("date"):
        found = DAY.search(slot.text)
        if block.kind == "item" and found:
            right = slot.text
            full = FULL.search(right)
            if full:
                slot.text = body.random.choice(
                    (f"{full[1]}.{full[2]}.{full[3]}", f"{full[1]}-{int(full[2]):02}-{int(full[3]):02}")
                )
            else:
                slot.text = body.random.choice(
                    (f"{found[1]}.{found[2]}", f"{found[1]}/{found[2]}", f"{found[1]}月{found[2]}号")
                )
            return body.done(12, "date formats in a list", doc, block, [slot], right)
    return None


KINDS = (exact_hedged, double_hedge, short_range, mixed_class, mixed_unit, mixed_dates)
