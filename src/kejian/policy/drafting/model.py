"""The nouns of drafting: the terms of a policy as its document states them, each with its passage."""

from datetime import date
from fractions import Fraction

from kejian.model import Passage, Value


class DraftTerm(Value, frozen=True, kw_only=True):
    """One number that a policy sets.

    ``kind``: ``rate``, ``cap`` (at most so much money), ``amount`` (so much money), ``year_cap``,
    ``threshold`` or ``instalment`` (which share of an amount is paid when). ``value`` is in ``unit`` (CNY in
    yuan, /1, person, month, nm, count). ``figure`` is the field that a threshold is put on, ``comparison``
    how it is compared (None of a bound between parts of which each has a rate); ``base`` the field that a
    rate is taken of, or what the document calls that; ``either`` joins a threshold to the one before it by
    "or".
    ``who`` gets it, in which ``phase``, counted ``per`` what (每家, 每年, 单个项目). ``clause`` are the
    characters of the clause it stands in, or of its table row.
    """

    kind: str
    value: Fraction
    unit: str
    passage: Passage
    clause: Passage
    policy: str
    of: str | None = None
    who: str | None = None
    phase: str | None = None
    figure: str | None = None
    base: str | None = None
    measure: str | None = None
    comparison: str | None = None
    either: bool = False
    per: str | None = None


class Particular(Value, frozen=True, kw_only=True):
    """Something else the document says of the policy, and where."""

    name: str  # document, from, to, issuer, apply_at, materials, window, who, published, window …
    value: str | date | tuple[str, ...] | tuple[date, date]
    source: Passage


class Draft(Value, frozen=True, kw_only=True):
    """A draft of one policy: what was found, and the rule file that says it (``text``)."""

    id: str
    title: str
    terms: tuple[DraftTerm, ...]
    particulars: tuple[Particular, ...]
    text: str
