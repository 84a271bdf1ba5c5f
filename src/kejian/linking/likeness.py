"""Whether two names may be one thing's: how likely, why, and what rules it out."""

import rjieba

from kejian.linking.name_words import name_words
from kejian.linking.names import AREAS, LONG_END, NATION, NUMBERED, Name, cuts
from kejian.linking.regions import region
from kejian.linking.shortening import shortenings
from kejian.model import EntityType, Value

JOINS = 0.6  # from which score on two names are taken for one thing's
_SURE, _SLIP, _WEAK, _WEAKEST = 0.95, 0.75, 0.65, 0.62
_BODIES = ("organisation", "facility", "place")


class Likeness(Value, frozen=True, kw_only=True):
    """How likely two names are one thing's (0…1), with reasons as ``code: words``.

    ``weak`` says that the shorter name could be another thing's as well: where it is like two that differ,
    it is joined with neither.
    """

    score: float
    reasons: tuple[str, ...]
    weak: bool = False


def like(one: Name, other: Name) -> Likeness | None:
    """The likeness of two names; None where nothing speaks for it or something rules it out.

    >>> from kejian.linking.names import parse
    >>> like(parse("云湖市科学技术局", "organisation"), parse("云湖市科技局", "organisation")).reasons
    ('usual: both are written 云湖科技局',)
    >>> like(parse("云湖光源一期", "facility"), parse("云湖光源二期", "facility")) is None
    True
    """
    if _kinds_differ(one, other) or apart(one, other):
        return None
    short, long = sorted((one, other), key=lambda name: (len(name.form), name.form))
    for rule in (_same, _usual, _legal, _placed, _branded, _quoted, _shortened, _ended, _slip):
        found = rule(short, long)
        if found:
            return found
    return None


def apart(one: Name, other: Name) -> str | None:
    """What rules out that two names are one thing's, in words; None if nothing does.

    >>> from kejian.linking.names import parse
    >>> apart(parse("谷芯X100", "product"), parse("谷芯X200", "product"))
    'number: x100 and x200'
    """
    if one.form == other.form:
        return None
    if one.codes != other.codes:
        return f"number: {' '.join(one.codes) or 'none'} and {' '.join(other.codes) or 'none'}"
    places = set(one.places), set(other.places)
    if places[0] and places[1] and not places[0] & places[1] and not _nested(*places):
        return f"place: {'、'.join(one.places)} and {'、'.join(other.places)}"
    short, long = sorted((one.canon, other.canon), key=len)
    if long.startswith(short) and long != short:
        rest = long[len(short) :]
        part = next((word for word in name_words().parts if word in rest), None)
        if part:
            return f"part: {part}"
    return None


def _nested(one: set[str], other: set[str]) -> bool:
    """Whether a place of the one lies in a place of the other (codes of provinces and cities)."""
    return any(
        a.isdigit() and b.isdigit() and a[:2] == b[:2] and "0000" in (a[2:], b[2:])
        for a in one
        for b in other
    )


def _kinds_differ(one: Name, other: Name) -> bool:
    return one.type != other.type and not (one.type in _BODIES and other.type in _BODIES)


def _same(short: Name, long: Name) -> Likeness | None:
    if short.form != long.form or len(short.form) < 4:
        return None
    return Likeness(score=0.8, reasons=(f"kind: {short.type} and {long.type} under one name",))


def _usual(short: Name, long: Name) -> Likeness | None:
    if short.canon == long.canon and len(short.canon) > 2:
        return Likeness(score=_SURE, reasons=(f"usual: both are written {short.canon}",))
    return None


def _legal(short: Name, long: Name) -> Likeness | None:
    if short.stem == long.stem and len(short.stem) > 2:
        return Likeness(score=0.9, reasons=(f"legal: {long.canon[len(long.stem) :] or long.canon} left out",))
    return None


def _placed(short: Name, long: Name) -> Likeness | None:
    """One is the other without the place in front; of bodies that are no companies the place is the name."""
    if not long.stem.endswith(short.stem) or len(short.stem) < 3:
        return None
    front = long.stem[: -len(short.stem)]
    if short.type == EntityType.PLACE and _is_place(front, long):
        return Likeness(score=0.7, reasons=(f"place: {front} left out",), weak=True)
    if long.stem == long.canon or len(short.stem) < 4:
        return None
    if _is_place(front, long):
        return Likeness(score=0.7, reasons=(f"place: {front} left out",), weak=True)
    if 2 <= len(front) <= 3:
        return Likeness(score=_WEAK, reasons=(f"front: {front} left out",), weak=True)
    return None


def _is_place(front: str, name: Name) -> bool:
    known = region(front)
    return (known.code if known else front) in name.places


def _branded(short: Name, long: Name) -> Likeness | None:
    """One is the other without what the company does or the product is."""
    if not long.brand or short.stem not in (long.brand, *_unplaced(long), *cuts(long)):
        return None
    if long.type == EntityType.ORGANISATION:
        if long.stem == long.canon or len(short.stem) < 2:
            return None
        score = 0.7 if len(short.stem) > 2 else _WEAK
        return Likeness(score=score, reasons=(f"brand: {long.canon} without what it does",), weak=True)
    return Likeness(score=0.85, reasons=(f"sort: {long.canon[len(long.brand) :]} left out",), weak=True)


def _unplaced(name: Name) -> tuple[str, ...]:
    """The brand without a well-known place in front."""
    return tuple(
        name.brand[length:]
        for length in range(2, min(len(name.brand) - 1, 6))
        if _is_place(name.brand[:length], name)
    )


def _quoted(short: Name, long: Name) -> Likeness | None:
    if long.quoted and short.form == long.quoted and long.type != EntityType.ORGANISATION:
        return Likeness(score=0.75, reasons=(f"quoted: {long.quoted} in {long.form}",), weak=True)
    return None


def _shortened(short: Name, long: Name) -> Likeness | None:
    """One is the other by the general way of shortening: 哈尔滨工业大学, 哈工大."""
    if long.type not in (*_BODIES, EntityType.EVENT):
        return None
    a, b = (NUMBERED.sub("", name.form) for name in (short, long))
    if a not in shortenings(b):
        return None
    score = _WEAK if len(a) > 2 else _WEAKEST
    return Likeness(score=score, reasons=(f"short: {a} shortens {b}",), weak=True)


def _ended(short: Name, long: Name) -> Likeness | None:
    """One is the end of the other, behind the nation or a place that it lies in."""
    if not long.form.endswith(short.form) or len(short.form) < LONG_END:
        return None
    front = long.form[: -len(short.form)]
    if front in NATION and long.type in (EntityType.FACILITY, EntityType.POLICY, EntityType.PROGRAMME):
        return Likeness(score=0.7, reasons=(f"nation: {front} left out",), weak=True)
    inside = short.form.endswith(AREAS) and front.endswith(("区", "市", "省"))
    if long.type == EntityType.PLACE and inside and not short.places:
        return Likeness(score=_WEAK, reasons=(f"place: {front} left out",), weak=True)
    return None


def _slip(short: Name, long: Name) -> Likeness | None:
    """One character is another, or is doubled, in a way that makes no word."""
    a, b = short.canon, long.canon
    if short.type == EntityType.PERSON or len(a) < 6 or abs(len(a) - len(b)) > 1:
        return None
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) == len(b):
        return _swapped(a, b, at) if a[at + 1 :] == b[at + 1 :] else None
    if a[at:] == b[at + 1 :] and at and b[at] in (b[at - 1], b[at + 1 : at + 2]) and "一" <= b[at] <= "鿿":
        return Likeness(score=_SLIP, reasons=(f"slip: {b[at]} twice",))
    return None


def _swapped(a: str, b: str, at: int) -> Likeness | None:
    x, y = a[at], b[at]
    alike = name_words().alike
    if alike.get(x, x) == alike.get(y, y):
        return Likeness(score=0.85, reasons=(f"scan: {x} and {y} look alike",))
    for wrong, right in ((a, b), (b, a)):
        word = _firm(right, at)
        if word and not _firm(wrong, at) and not _makes_word(wrong, at):
            return Likeness(score=0.75, reasons=(f"slip: {wrong[at]} in {word}",))
    return None


def _firm(text: str, at: int) -> str | None:
    """The word around a character that has no other form."""
    for word in name_words().firm:
        for first in range(max(at - len(word) + 1, 0), at + 1):
            if text.startswith(word, first):
                return word
    return None


def _makes_word(text: str, at: int) -> bool:
    """Whether the character stands in a word of the dictionary with a neighbour."""
    pairs = (text[at - 1 : at + 1] if at else "", text[at : at + 2])
    return any(len(pair) == 2 and rjieba.has_word(pair) for pair in pairs)
