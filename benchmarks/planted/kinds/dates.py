"""Check 10: impossible and doubtful dates."""

import re
from datetime import date

from ..plant import Body, Plant

FULL = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")


MONTH = re.compile(r"(\d{1,2})月")


def impossible_day(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("date"):
        if "星期" in slot.text or not DAY.search(slot.text):
            continue
        right = slot.text
        slot.text = DAY.sub(
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
        found = FULL.search(slot.text)
        if found and "星期" not in slot.text and int(doc.published[5:7]) < 11:
            right = slot.text
            later = date(int(doc.published[:4]), 11, 5 + body.random.randint(0, 20))
            slot.text = f"{later.year}年{later.month}月{later.day}日"
            return body.done(10, "event after the document", doc, block, [slot], right)
    return None


def backwards(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("span"):
        right = slot.text
        first, _, last = right.partition("至")
        slot.text = f"{first}至{int(first[:4]) - 1}{last[4:]}"
        return body.done(10, "period ends before it begins", doc, block, [slot], right)
    return None


def built_before(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("began"):
        right = slot.text
        slot.text = f"{int(doc.published[:4])}年{body.random.randint(1, 2)}月"
        return body.done(10, "begun after it was finished", doc, block, [slot], right)
    return None


KINDS = (impossible_day, weekday, after_document, backwards, built_before)
