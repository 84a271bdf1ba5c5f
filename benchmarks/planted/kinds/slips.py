"""Check 6: slips of units and of the decimal point."""

from collections.abc import Callable

from ..plant import Body, Plant, renumber
from ..source import Slot


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


def point_dropped(body: Body) -> Plant | None:
    """``1571.92亿元`` becomes ``157192亿元``."""

    def change(slot: Slot) -> bool:
        left, point, right = slot.number.partition(".")
        if not point or len(right) != 2:
            return False
        renumber(slot, left + right)
        return True

    return _jump(body, "decimal point dropped", change)


def unit_raised(body: Body) -> Plant | None:
    def change(slot: Slot) -> bool:
        if slot.unit not in ("万元", "万次", "万人次", "万平方米"):
            return False
        slot.text = slot.text.replace("万", "亿")
        slot.unit = slot.unit.replace("万", "亿")
        return True

    return _jump(body, "万 written as 亿", change)


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


KINDS = (unit_slip, ten_fold, digit_lost, point_dropped, unit_raised, per_mille, points)
