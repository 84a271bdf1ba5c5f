"""Check 13: structure and punctuation."""

import re
from collections.abc import Callable

from ..plant import Body, Plant, mark, whole
from ..source import Block


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
        at = piece.index(right) if right in "（“" else piece.rindex(right)
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
        end = next(
            (i for i in range(at + 1, len(doc.blocks)) if doc.blocks[i].kind == "heading"), len(doc.blocks)
        )
        inside = doc.blocks[at + 1 : end]
        if block.level != 2 or not 0 < len(inside) <= 3 or any(b.kind != "para" or b.touched for b in inside):
            continue
        doc.blocks[at:end] = [*inside, block]
        for one in inside:
            one.touched = True
        return body.done(13, "content before its heading", doc, block, [whole(inside[0]), whole(block)], "")
    return None


KINDS = (empty_heading, numbering, foreign_word, bracket, quote, half_width, doubled_mark, content_first)
