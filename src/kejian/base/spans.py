"""The stretch of text that a person says a statement stands on, where the extraction took another.

Kept in a decision's correction as ``quote`` (the right words) and ``moved`` (by how many characters they
begin after the statement does): words and a small distance outlive a new edition, offsets do not.
"""

from collections.abc import Mapping

from kejian.errors import BaseError
from kejian.language import sentences

SPAN = ("quote", "moved")
LONGEST = 2000  # characters of a passage that a person chooses
_AROUND = 4000  # characters of a line on either side that its sentence is looked for in
FARTHEST = 5000  # characters between a statement and where it should stand


def span_correction(text: str, at: tuple[int, int], to: tuple[int, int]) -> dict[str, str]:
    """The correction that takes a statement from ``at`` to ``to``; empty where both are one.

    >>> span_correction("共认定企业71家", (5, 7), (5, 8))
    {'quote': '71家', 'moved': '0'}
    """
    if at == to:
        return {}
    return {"quote": text[to[0] : to[1]], "moved": str(to[0] - at[0])}


def span_of(text: str, at: tuple[int, int], correction: Mapping[str, str]) -> tuple[int, int]:
    """Where a statement stands by the correction; its own place where these words do not stand there.

    >>> span_of("共认定企业71家", (5, 7), {"quote": "71家", "moved": "0"})
    (5, 8)
    """
    quote, moved = correction.get("quote", ""), correction.get("moved", "0")
    if not quote or not moved.removeprefix("-").isdigit():
        return at
    start = at[0] + int(moved)
    fits = start >= 0 and text[start : start + len(quote)] == quote
    return (start, start + len(quote)) if fits else at


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, or the sentences, the bullet or the row of a table in which a stretch stands.

    >>> sentence_around("研发经费412亿元。企业71家。", 11, 14)
    (10, 16)
    """
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    line_end = text.find("\n", end)
    last = min(line_end if line_end >= 0 else len(text), end + _AROUND)
    if "\t" in text[first:last]:
        return first, last
    touched = [(first + a, first + b) for a, b in sentences(text[first:last])]
    inside = [(a, b) for a, b in touched if a < end and b > start]
    return min([start, *(a for a, _ in inside)]), max([end, *(b for _, b in inside)])


def check_span(text: str, at: tuple[int, int], correction: Mapping[str, str]) -> None:
    """Raise `BaseError` unless the words of a correction stand where it says.

    >>> check_span("共认定企业71家", (5, 7), {"quote": "企业71家", "moved": "-2"})
    """
    quote, moved = correction.get("quote", ""), correction.get("moved", "0")
    if not any(name in correction for name in SPAN):
        return
    plain = moved.removeprefix("-")
    near = plain.isascii() and plain.isdigit() and len(plain) < 6 and int(plain) <= FARTHEST
    if not quote.strip() or len(quote) > LONGEST or not near:
        raise BaseError(
            "this is no stretch of the text", where="quote", hint="choose words near the statement"
        )
    start = at[0] + int(moved)
    if start < 0 or text[start : start + len(quote)] != quote:
        raise BaseError(
            f"{quote[:40]!r} does not stand there", where="quote", hint="choose the words in the text again"
        )


def nearest(text: str, words: str, at: int) -> tuple[int, int] | None:
    """Where some words stand nearest to a place, within some thousand characters of it; None where nowhere.

    >>> nearest("71家企业，另有71家院所", "71家", 9)
    (8, 11)
    """
    first = max(at - FARTHEST, 0)
    window = text[first : at + FARTHEST]
    best, found = None, window.find(words) if words else -1
    while found >= 0:
        if best is None or abs(first + found - at) < abs(best - at):
            best = first + found
        found = window.find(words, found + 1)
    return None if best is None else (best, best + len(words))
