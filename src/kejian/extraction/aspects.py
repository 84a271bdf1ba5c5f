"""How a measuring number is to be read in its sentence: aspect, sign, unit, comparator, accumulation."""

from decimal import Decimal

import msgspec

from kejian.extraction.context import Context, Sentence
from kejian.model import Aspect, Mention, Role


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A number as its sentence means it.

    ``value`` carries the sign of a decrease and, in a table, the power of ten of its column's unit; ``unit``
    is the base unit. ``accumulation`` is ``cumulative`` (累计, 共), ``new`` (新增) or None. For roles that
    measure nothing all fields but the comparator are None.
    """

    aspect: Aspect | None = None
    value: Decimal | None = None
    unit: str | None = None
    comparator: str = "="
    lower: Decimal | None = None
    upper: Decimal | None = None
    accumulation: str | None = None


def read_figure(context: Context, sentence: Sentence, mention: Mention, role: Role) -> Reading:
    """Read ``mention``, which stands in ``sentence`` in ``role``."""
    return Reading(
        aspect=Aspect.LEVEL,
        value=mention.value,
        unit=mention.unit,
        comparator=mention.comparator,
        lower=mention.lower,
        upper=mention.upper,
    )
