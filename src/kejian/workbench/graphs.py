"""The graph of what a thing is named with: the thing in the middle, the others on both sides of it.

Places are worked out here; the template draws them. Labels stand outside, a line each, so that none covers
another.
"""

from collections.abc import Sequence
from math import cos, pi, sin, sqrt
from typing import Any

import msgspec

_STEP, _EDGE = 46, 40  # between two of a side, and above the first
_LINE = (1.5, 7.0)  # width of the thinnest and the thickest line
_CENTRE_LETTERS = 12  # of a line in the middle, counted in halves of an ideograph


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """How a picture is laid out: its width, where the thing stands, how far the others are, their labels."""

    width: int
    middle: int
    radius: int
    reach: int
    letters: int
    both_sides: bool
    most: int


WIDE = Shape(width=900, middle=450, radius=58, reach=235, letters=30, both_sides=True, most=16)
NARROW = Shape(width=390, middle=58, radius=54, reach=125, letters=24, both_sides=False, most=10)


def graph(name: str, related: Sequence[dict[str, Any]], shape: Shape = WIDE) -> dict[str, Any]:
    """Where everything stands; ``nodes`` in the order of ``related``, most sentences first.

    >>> one = {"id": 7, "name": "砺石", "type": "organisation", "sentences": 3, "href": "/entities/7/"}
    >>> drawn = graph("云湖", [one])
    >>> drawn["nodes"][0]["side"], drawn["nodes"][0]["width"]
    ('right', 7.0)
    """
    drawn = related[: shape.most]
    sides = (drawn[::2], drawn[1::2]) if shape.both_sides else (drawn,)
    height = max(2 * _EDGE + (len(sides[0]) - 1) * _STEP, 2 * shape.radius + 20)
    most = max((one["sentences"] for one in drawn), default=1)
    nodes = [
        _node(one, shape, right=side == 0, row=at - (len(members) - 1) / 2, height=height, most=most)
        for side, members in enumerate(sides)
        for at, one in enumerate(_most_in_the_middle(members))
    ]
    order = {one["id"]: place for place, one in enumerate(drawn)}
    return {
        "width": shape.width,
        "height": height,
        "x": shape.middle,
        "y": height / 2,
        "radius": shape.radius,
        "name": name,
        "label": _lines(name),
        "nodes": sorted(nodes, key=lambda node: order[node["id"]]),
    }


def _most_in_the_middle(members: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The thickest lines are the shortest: the first in the middle, the next beside it."""
    found: list[dict[str, Any]] = []
    for at, one in enumerate(members):
        found.insert(0 if at % 2 else len(found), one)
    return found


def _node(
    one: dict[str, Any], shape: Shape, *, right: bool, row: float, height: float, most: int
) -> dict[str, Any]:
    """One of the others, ``row`` rows below the middle."""
    y = height / 2 + row * _STEP
    share = (y - height / 2) / (height / 2)
    reach = shape.reach * (0.72 + 0.28 * cos(share * pi / 2)) * (1 if right else -1)
    x, bend = shape.middle + reach, shape.middle + reach * 0.55
    thin, thick = _LINE
    width = thick if most <= 1 else thin + (thick - thin) * sqrt((one["sentences"] - 1) / (most - 1))
    return {
        "id": one["id"],
        "name": one["name"],
        "label": _short(one["name"], shape.letters),
        "type": one["type"],
        "sentences": one["sentences"],
        "href": one["href"],
        "side": "right" if right else "left",
        "x": round(x, 1),
        "y": round(y, 1),
        "label_x": round(x + (14 if right else -14), 1),
        "path": f"M{shape.middle},{height / 2:.1f} Q{bend:.1f},{y + sin(share) * 4:.1f} {x:.1f},{y:.1f}",
        "width": round(width, 1),
    }


def _weight(character: str) -> int:
    """How wide a character is, in halves of an ideograph."""
    return 1 if character < "\u2e80" else 2


def _short(text: str, most: int) -> str:
    width = 0
    for at, character in enumerate(text):
        width += _weight(character)
        if width > most:
            return text[: max(at - 1, 1)] + "…"
    return text


def _lines(name: str) -> list[dict[str, Any]]:
    """A name in up to three lines, each with how far it stands below the middle."""
    lines: list[str] = []
    rest = name
    while rest and len(lines) < 3:
        cut = len(_short(rest, _CENTRE_LETTERS).rstrip("…")) or 1
        if len(lines) == 2 and cut < len(rest):
            lines.append(_short(rest, _CENTRE_LETTERS))
            break
        if cut < len(rest):
            cut += 1
        lines.append(rest[:cut])
        rest = rest[cut:]
    top = -(len(lines) - 1) * 9
    return [{"text": text, "dy": top + 18 * at + 5} for at, text in enumerate(lines)]
