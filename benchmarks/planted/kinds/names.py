"""Check 9: events told twice, names and terms. Check 11: claims of a first."""

import re

from ..plant import Body, Plant, mark, renumber
from ..source import Doc, Slot
from .dates import MONTH

_RIGHT = "衡序铭砺昕朗岑筑骧澜峻泓睿宸津翊沅慕恒"
_WRONG = "恒绪名励欣郎芩竺襄斓俊弘瑞辰律翌源幕桓"
_ALIKE = dict(zip(_RIGHT, _WRONG, strict=True))


_TERMS = (
    ("科创板", "科创版"),
    ("5G", "5g"),
    ("PCT", "PTC"),
    ("PFLOPS", "PFlops"),
    ("研发", "研法"),
    ("孵化", "孵划"),
)


# what an event is called, and what a writer calls it by mistake
_KINDRED = {
    "论坛": "峰会", "大会": "年会", "峰会": "论坛", "研讨会": "交流会", "年会": "大会", "博览会": "展览会",
    "大赛": "挑战赛", "对接会": "洽谈会", "算力中心": "算力平台", "验证基地": "验证中心",
    "验证中心": "验证平台", "试验平台": "实验平台", "样本库": "资源库", "公共平台": "服务平台",
    "装置": "设施", "表征平台": "测试平台", "测试场": "试验场", "测试区": "示范区", "条例": "办法",
    "办法": "规定", "指引": "指南", "细则": "办法", "方案": "计划",
}  # fmt: skip


def _elsewhere(body: Body, doc: Doc, slot: Slot, *whats: str) -> bool:
    return any(
        s.key == slot.key and s.other in (whats or (slot.other,))
        for d in body.docs
        if d is not doc
        for _, s in d.slots()
    )


def event_date(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("date"):
        if "星期" in slot.text or not _elsewhere(body, doc, slot, "date", "md", "m", "ym", "wd"):
            continue
        right = slot.text
        month = int(MONTH.search(right)[1])  # type: ignore[index]
        other = body.random.choice([m for m in (1, 3, 5, 7, 8, 10, 12) if abs(m - month) >= 1])
        slot.text = MONTH.sub(f"{other}月", right, count=1)
        return body.done(9, "date of an event", doc, block, [slot], right)
    return None


def event_number(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("event"):
        if slot.other in ("amount", "count", "other") and _elsewhere(body, doc, slot):
            right = slot.text
            if "." in slot.number:
                digits = f"{float(slot.number) * body.random.choice((1.3, 0.8, 1.1)):.1f}"
            else:
                digits = str(int(slot.number) + body.random.choice((10, 20, -3, 7)))
            renumber(slot, digits)
            return body.done(9, "number of an event", doc, block, [slot], right)
    return None


def event_name(body: Body) -> Plant | None:
    """An event that two documents tell, with one number, under two names."""
    for doc, block, slot in body.slots("name"):
        if slot.other != "name" or not slot.text.endswith(tuple(_KINDRED)):
            continue
        details = {
            s.other for s in block.slots() if s.key == slot.key and s.other in ("amount", "count", "other")
        }
        if any(_elsewhere(body, doc, slot, what) for what in details):
            right = slot.text
            last = next(word for word in _KINDRED if right.endswith(word))
            slot.text = right.removesuffix(last) + _KINDRED[last]
            return body.done(9, "name of an event", doc, block, [slot], right)
    return None


def event_org(body: Body) -> Plant | None:
    """A product that another firm is said to have made."""
    for doc, block, slot in body.slots("name"):
        if slot.other == "org" and slot.text in body.world.firms and _elsewhere(body, doc, slot):
            right = slot.text
            slot.text = body.random.choice([f for f in body.world.firms if f != right])
            return body.done(9, "organisation of an event", doc, block, [slot], right)
    return None


def near_name(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("name"):
        changed = [i for i, c in enumerate(slot.text) if c in _ALIKE]
        if slot.other == "org" and changed and _elsewhere(body, doc, slot):
            right = slot.text
            i = changed[0]
            slot.text = right[:i] + _ALIKE[right[i]] + right[i + 1 :]
            return body.done(9, "name, a character off", doc, block, [slot], right)
    return None


def near_code(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("name"):
        found = re.search(r"([A-Z])([A-Z])-(\d)0(\d)", slot.text)
        if slot.other == "name" and found and _elsewhere(body, doc, slot):
            right = slot.text
            wrong = body.random.choice([
                f"{found[2]}{found[1]}-{found[3]}0{found[4]}", f"{found[1]}{found[2]}-{found[3]}{found[4]}0",
                f"{found[1]}B-{found[3]}0{found[4]}"])  # fmt: skip
            slot.text = right.replace(found[0], wrong)
            return body.done(9, "product code, a letter or digit off", doc, block, [slot], right)
    return None


def term(body: Body) -> Plant | None:
    for doc, block in body.blocks("para", "item"):
        for right, wrong in body.random.sample(_TERMS, len(_TERMS)):
            count = sum(b.text.count(right) for b in doc.blocks)
            if right in block.text and count >= 2 and doc.genre != "english brief":
                slot = mark(block, right, replace=wrong)
                if slot:
                    return body.done(9, "two spellings of a term", doc, block, [slot], right)
    return None


def _claims(body: Body, kind: str, *, local: bool) -> Plant | None:
    """A product is given the claim of another."""
    for doc, block, first in body.slots("first"):
        thing = next(s for s in block.slots() if s.other == "what")
        for other_doc in body.docs:
            for other_block, other in other_doc.slots():
                if other.form != "first" or other.key == first.key or (other_doc is doc) is not local:
                    continue
                if not local and any(s.key == other.key for _, s in doc.slots()):
                    continue
                if abs(other.year - first.year) > 1 or other_block.touched:
                    continue
                right = first.text + thing.text
                first.text = other.text
                thing.text = next(s.text for s in other_block.slots() if s.other == "what")
                slots = [first, thing]
                body.used.add(other.key)
                return body.done(11, kind, doc, block, slots, right)
    return None


def claims_here(body: Body) -> Plant | None:
    return _claims(body, "one first, two products, one document", local=True)


def claims_across(body: Body) -> Plant | None:
    return _claims(body, "one first, two products, two documents", local=False)


KINDS = (
    event_date,
    event_number,
    event_name,
    event_org,
    near_name,
    near_code,
    term,
    claims_here,
    claims_across,
)
