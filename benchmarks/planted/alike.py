"""What looks like an error and is none: a preliminary figure, another scope or day, a plan, a target.

``{tc.v|alike:early}`` is a figure made from one of the world that a reader must not take for it;
``{=tie|并列第2名}`` are words as they stand. Both are slots of the form ``decoy``: what an audit of clean
documents says of them is counted.
"""

from decimal import ROUND_UP, Decimal
from random import Random

from .world import World, rounded

KINDS = {
    "early": "preliminary figure",
    "wide": "figure of the province",
    "wideshare": "share of the province",
    "inner": "figure of a zone",
    "broad": "wider definition",
    "later": "later as-of date",
    "quarter": "quarter of the next year",
    "goal": "target",
    "cagr": "average growth of years",
    "real": "growth at constant prices",
}
_FACTORS = {"early": (0.965, 0.99), "wide": (6.2, 11.8), "inner": (0.18, 0.34), "broad": (1.05, 1.12),
            "later": (1.015, 1.025), "quarter": (0.22, 0.27)}  # fmt: skip


def alike(kind: str, world: World, key: str, year: int) -> tuple[str, str]:
    """Digits and unit; the same for a city, a figure and a year wherever they are told.

    Raises KeyError for a kind that nobody knows.

    >>> from .world import world
    >>> alike("goal", world(1, 0), "ht", 2022)
    ('17000', '家')
    """
    measure = world.measures[key]
    if kind == "wideshare":
        return f"{rounded(100 / _factor(world, 'wide', key), 1)}", "%"
    if kind == "cagr":
        ratio = world.value(key, year) / world.value(key, year - 2)
        return f"{rounded((ratio.sqrt() - 1) * 100, 1)}", "%"
    if kind == "real":
        return f"{world.growth(key, year) - Decimal('1.3')}", "%"
    if kind == "goal":
        value = world.value(key, year) * Decimal("1.5")
        step = Decimal(1).scaleb(value.adjusted() - 1)
        return f"{(value / step).to_integral_value(ROUND_UP) * step:f}", measure.unit
    value = world.value(key, year) * _factor(world, kind, key)
    return f"{rounded(value, measure.decimals)}", measure.unit


def _factor(world: World, kind: str, key: str) -> Decimal:
    low, high = _FACTORS[kind]
    return Decimal(str(Random(f"{world.name}/{kind}/{key}").uniform(low, high)))
