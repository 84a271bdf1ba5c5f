"""Check 7: ranks against values, lists, ranges and other documents."""

import re

from ..plant import Body, Plant, mark, renumber

_RANK = re.compile(r"(?<!至)第(\d)(?!\d|位?至)")


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


def rank_repeated(body: Body) -> Plant | None:
    """``第2、第3位`` said of two districts becomes ``第2、第2位``."""
    for doc, block in body.blocks("para"):
        ranked = [s for s in block.slots() if s.form == "level" and s.key.startswith("ht.d")]
        told = list(dict.fromkeys(_RANK.findall(block.text)))
        if len(ranked) < 2 or len(told) < 2 or "ht" in body.used:
            continue
        at = body.random.randrange(1, len(told))
        slot = mark(block, f"第{told[at]}", replace=f"第{told[at - 1]}", key="ht.d0")
        if slot:
            return body.done(7, "one rank twice in a sentence", doc, block, [slot], f"第{told[at]}")
    return None


def rank_range(body: Body) -> Plant | None:
    for doc, block, slot in body.slots("rank"):
        if slot.key == "rank.idx":
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


KINDS = (rank_values, rank_twice, rank_repeated, rank_range, places, rank_across)
