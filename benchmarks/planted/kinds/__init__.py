"""The kinds of errors, a module a check or two.

A kind is a function that plants one error in a body of documents, or finds no place and returns None.
"""

from collections.abc import Callable

from ..plant import Body, Plant
from . import dates, growth, lists, names, ranks, relations, shares, slips, statements, structure, wording

KINDS: tuple[Callable[[Body], Plant | None], ...] = (
    *statements.KINDS,
    *growth.KINDS,
    *shares.KINDS,
    *relations.KINDS,
    *slips.KINDS,
    *ranks.KINDS,
    *lists.KINDS,
    *names.KINDS,
    *dates.KINDS,
    *wording.KINDS,
    *structure.KINDS,
)
# what has few places in the documents of a city is planted first
SCARCE = frozenset(
    (
        statements.heading,
        statements.card,
        statements.table_text,
        statements.hedged,
        growth.multiple,
        growth.doubled,
        growth.growth_cell,
        growth.growth_here,
        shares.share_apart,
        shares.share_cell,
        shares.parts_table,
        shares.shares_sum,
        relations.per_head,
        relations.half_year,
        slips.points,
        slips.unit_raised,
        *ranks.KINDS,
    )
)
