"""Check 8: a stated number against the list that follows."""

import re

from ..plant import Body, Plant, mark, renumber, whole
from ..source import Block, Slot

_NUMERALS = "〇一两三四五六七"
_COUNTED = re.compile(r"([3-6三四五六])(个方面|项[\u4e00-\u9fff]{2,4})(?=.{0,6}：一是|.{0,6}一是)")


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


def aspects(body: Body) -> Plant | None:
    """``3个方面`` or ``三个方面`` and four told, or one told fewer."""
    for doc, block in body.blocks("para"):
        found = _COUNTED.search(block.text)
        if found is None:
            continue
        words = found[1] + found[2]
        step = body.random.choice((-1, 1))
        wrong = (
            str(int(found[1]) + step) if found[1].isascii() else _NUMERALS[_NUMERALS.index(found[1]) + step]
        )
        slot = mark(block, words, replace=wrong + words[1:])
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


KINDS = (stated_count, name_dropped, aspects, bullets)
