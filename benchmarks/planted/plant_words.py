"""Errors of words, names, dates and structure: lists of check 8, and checks 9 to 13."""

import re
from collections.abc import Callable
from datetime import date

from .plant import Body, Plant, mark, renumber, whole
from .source import Block, Doc, Slot

_FULL = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_MONTH = re.compile(r"(\d{1,2})月")
_COUNTED = re.compile(r"([3-6])(个方面|项[\u4e00-\u9fff]{2,4})(?=.{0,6}：一是|.{0,6}一是)")
_ALIKE = dict(["衡恒", "序绪", "铭名", "砺励", "昕欣", "朗郎", "岑芩", "筑竺", "骧襄", "澜斓", "峻俊", "泓弘", "睿瑞", "宸辰",
               "津律", "翊翌", "沅源", "慕幕", "鹤鹄", "鸾銮", "羽宇", "霄宵", "萤莹", "舒抒", "拓托", "恒桓"])  # fmt: skip
_CLASSES = {"3类": ("Ⅲ类", "三类", "III类"), "Ⅲ类": ("3类", "三类", "III类")}
_TERMS = (
    ("科创板", "科创版"),
    ("5G", "5g"),
    ("PCT", "PTC"),
    ("PFLOPS", "PFlops"),
    ("研发", "研法"),
    ("孵化", "孵划"),
)


def aspects(body: Body) -> Plant | None:
    """``3个方面`` and four told, or one told fewer."""
    for doc, block in body.blocks("para"):
        found = _COUNTED.search(block.text)
        if found is None:
            continue
        words = found[1] + found[2]
        slot = mark(block, words, replace=str(int(found[1]) + body.random.choice((-1, 1))) + words[1:])
        if slot:
            return body.done(8, "number of aspects", doc, block, [slot, *_rest(block)], words)
    return None


def _rest(block: Block) -> list[Slot]:
    slot = mark(block, "一是")
    return [slot] if slot else []


def bullets(body: Body) -> Plant | None:
    for doc, block in body.blocks("para"):
        found = re.search(r"(?<!\d)\d(?=[项件条类])", block.text)
        if block.topic == "bullets" and found:
            slot = whole(block)
            right = slot.text
            items = [b for b in doc.blocks if b.topic == "bullets" and b.kind == "item"]
            if body.random.random() < 0.5:
                doc.blocks.remove(body.random.choice(items))
            else:
                slot.text = right.replace(found[0], str(int(found[0]) + 1))
            return body.done(8, "bullets counted", doc, block, [slot], right)
    return None


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
        month = int(_MONTH.search(right)[1])  # type: ignore[index]
        other = body.random.choice([m for m in (1, 3, 5, 7, 8, 10, 12) if abs(m - month) >= 1])
        slot.text = _MONTH.sub(f"{other}月", right, count=1)
        return body.done(9, "date of an event", doc, block, [slot], right)
    return None


def event_number(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("event"):
        if slot.other in ("amount", "count", "other") and _elsewhere(body, doc, slot):
            right = slot.text
            digits = str(int(slot.number) + body.random.choice((10, 20, -3, 7))) if "." not in slot.number else (
                f"{float(slot.number) * body.random.choice((1.3, 0.8, 1.1)):.1f}")  # fmt: skip
            renumber(slot, digits)
            return body.done(9, "number of an event", doc, block, [slot], right)
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


def impossible_day(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("date"):
        if "星期" in slot.text or not _DAY.search(slot.text):
            continue
        right = slot.text
        slot.text = _DAY.sub(
            body.random.choice(("2月30日", "4月31日", "6月31日", "9月31日", "11月31日", "13月5日")), right
        )
        return body.done(10, "day not in the calendar", doc, block, [slot], right)
    return None


def weekday(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("date"):
        found = re.search("星期(.)", slot.text)
        if found:
            right = slot.text
            other = body.random.choice([d for d in "一二三四五六日" if d != found[1]])
            slot.text = right.replace(found[0], "星期" + other)
            return body.done(10, "weekday", doc, block, [slot], right)
    return None


def after_document(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("date"):
        found = _FULL.search(slot.text)
        if found and "星期" not in slot.text and int(doc.published[5:7]) < 11:
            right = slot.text
            later = date(int(doc.published[:4]), 11, 5 + body.random.randint(0, 20))
            slot.text = f"{later.year}年{later.month}月{later.day}日"
            return body.done(10, "event after the document", doc, block, [slot], right)
    return None


def backwards(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("span"):
        right = slot.text
        years = re.findall(r"\d{4}", right)
        slot.text = right.replace(years[1], str(int(years[0]) - 1))
        return body.done(10, "period ends before it begins", doc, block, [slot], right)
    return None


def built_before(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("began"):
        right = slot.text
        slot.text = f"{int(doc.published[:4])}年{body.random.randint(1, 2)}月"
        return body.done(10, "begun after it was finished", doc, block, [slot], right)
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
        found = _DAY.search(slot.text)
        if block.kind == "item" and found:
            right = slot.text
            full = _FULL.search(right)
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


def empty_heading(body: Body) -> Plant | None:
    for doc, block in body.blocks("heading"):
        at = next(i for i, b in enumerate(doc.blocks) if b is block)
        end = next(
            (i for i in range(at + 1, len(doc.blocks)) if doc.blocks[i].kind == "heading"), len(doc.blocks)
        )
        inside = doc.blocks[at + 1 : end]
        if (
            block.level > 1
            and 0 < len(inside) <= 3
            and end < len(doc.blocks)
            and not any(b.touched for b in inside)
        ):
            del doc.blocks[at + 1 : end]
            slot = whole(block)
            return body.done(13, "heading without content", doc, block, [slot], "")
    return None


def numbering(body: Body) -> Plant | None:
    marks = "一二三四五六七八九十"
    for doc, block in body.blocks("heading"):
        headings = [b for b in doc.blocks if b.kind == "heading" and b.level == 2]
        if block not in headings[1:]:
            continue
        at = next(i for i, b in enumerate(headings) if b is block)
        shifted = headings[at:]
        texts = [b.text for b in shifted]
        if any(b.touched for b in shifted) or at + len(shifted) >= len(marks):
            continue
        if all(re.match(r"\d+\. ", t) for t in texts):
            wrong = [re.sub(r"^\d+", lambda m: str(int(m[0]) + 1), t) for t in texts]
        elif all(t[1:2] == "、" for t in texts):
            wrong = [marks[marks.index(t[0]) + 1] + t[1:] for t in texts]
        else:
            continue
        for one, text in zip(shifted, wrong, strict=True):
            one.pieces = [text, *[]]
        slot = whole(block)
        return body.done(13, "gap in numbering", doc, block, [slot], texts[0])
    return None


def _in_text(
    body: Body, kind: str, right: str, wrong: str, fits: Callable[[Block], bool] | None = None
) -> Plant | None:
    for doc, block in body.blocks("para", "item"):
        if right in block.text and doc.genre != "english brief" and (fits is None or fits(block)):
            slot = mark(block, right, replace=wrong, last=body.random.random() < 0.5)
            if slot:
                return body.done(13, kind, doc, block, [slot], right)
    return None


def foreign_word(body: Body) -> Plant | None:
    return _in_text(body, "foreign word left over", "和", body.random.choice((" and ", " of ")))


def bracket(body: Body) -> Plant | None:
    def fits(block: Block) -> bool:
        return "（" in block.text and "）" in block.text

    right = body.random.choice(("（", "）"))
    return _unmatched(body, "unmatched bracket", right, fits)


def quote(body: Body) -> Plant | None:
    return _unmatched(body, "unmatched quote", body.random.choice(("“", "”")), lambda b: "“" in b.text)


def _unmatched(body: Body, kind: str, right: str, fits: Callable[[Block], bool]) -> Plant | None:
    """The mark is gone; its partner is what a finding can show."""
    partner = {"（": "）", "）": "（", "“": "”", "”": "“"}[right]
    for doc, block in body.blocks("para", "item"):
        if not fits(block) or right not in block.text:
            continue
        position = next((i for i, p in enumerate(block.pieces) if isinstance(p, str) and right in p), None)
        there = [p for p in block.pieces if isinstance(p, str) and partner in p]
        if position is None or not there:
            continue
        piece = str(block.pieces[position])
        if right in "（“":
            at = piece.index(right)
        else:
            at = piece.rindex(right)
        block.pieces[position] = piece[:at] + piece[at + 1 :]
        slot = mark(block, partner, last=right in "）”")
        if slot:
            return body.done(13, kind, doc, block, [slot], right)
    return None


def half_width(body: Body) -> Plant | None:
    wrong = body.random.choice((",", ";", "("))
    right = {",": "，", ";": "；", "(": "（"}[wrong]
    return _in_text(body, "half-width punctuation", right, wrong) or _in_text(
        body, "half-width punctuation", "，", ","
    )


def doubled_mark(body: Body) -> Plant | None:
    return _in_text(body, "doubled punctuation", "，", "，，")


def content_first(body: Body) -> Plant | None:
    """What belongs under a heading slips above it."""
    for doc, block in body.blocks("heading"):
        at = next(i for i, b in enumerate(doc.blocks) if b is block)
        end = next((i for i in range(at + 1, len(doc.blocks)) if doc.blocks[i].kind == "heading"), len(doc.blocks))
        inside = doc.blocks[at + 1 : end]
        if block.level != 2 or not 0 < len(inside) <= 3 or any(b.kind != "para" or b.touched for b in inside):
            continue
        doc.blocks[at:end] = [*inside, block]
        for one in inside:
            one.touched = True
        return body.done(13, "content before its heading", doc, block, [whole(inside[0]), whole(block)], "")
    return None


WORDS: tuple[Callable[[Body], Plant | None], ...] = (
    aspects, bullets, event_date, event_number, near_name, near_code, term, impossible_day, weekday, after_document,
    backwards, built_before, claims_here, claims_across, exact_hedged, double_hedge, short_range, mixed_class,
    mixed_unit, mixed_dates, empty_heading, numbering, foreign_word, bracket, quote, half_width, doubled_mark,
    content_first,
)  # fmt: skip
