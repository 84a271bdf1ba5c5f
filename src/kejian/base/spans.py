"""The stretch of text that a person says a statement stands on, where the extraction took another.

Kept in a decision's correction as ``quote`` (the right words) and ``moved`` (by how many characters they
begin after the statement does): words and a small distance outlive a new edition, offsets do not.
"""

from collections.abc import Mapping

from kejian.errors import BaseError

SPAN = ("quote", "moved")
LONGEST = 2000  # characters of a passage that a person chooses
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


def check_span(text: str, at: tuple[int, int], correction: Mapping[str, str]) -> None:
    """Raise `BaseError` unless the words of a correction stand where it says."""
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
    """Where some words stand nearest to a place, within some thousand characters of it."""
    first = max(at - FARTHEST, 0)
    window = text[first : at + FARTHEST]
    best, found = None, window.find(words) if words else -1
    while found >= 0:
        if best is None or abs(first + found - at) < abs(best - at):
            best = first + found
        found = window.find(words, found + 1)
    return None if best is None else (best, best + len(words))
