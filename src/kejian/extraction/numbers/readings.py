"""A number as its sentence or table means it."""

from decimal import Decimal

import msgspec

from kejian.model import Aspect


class Reading(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A number as it is meant.

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
