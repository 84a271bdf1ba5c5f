"""The nouns of policy navigation: policies, their versions, parameters, conditions and formulas."""

from datetime import date
from fractions import Fraction

import msgspec

from kejian.model import Passage, Value

COMPARISONS = ("at_least", "more_than", "at_most", "less_than")
MEMBERSHIPS = ("is", "one_of", "none_of", "has_any")


class Parameter(Value, frozen=True, kw_only=True):
    """A figure of a rule, by the date from which it holds (the form of OpenFisca's parameters).

    Money is kept in fen; a value of None is one that is not known. ``verified``: someone saw it. ``source``:
    where a drafted figure stands.
    """

    name: str
    unit: str
    values: tuple[tuple[date, Fraction | date | None], ...]
    reference: str | None
    verified: bool
    description: str = ""
    source: Passage | None = None

    def at(self, day: date) -> Fraction | date | None:
        """The value that holds on ``day``."""
        return next((value for start, value in reversed(self.values) if start <= day), None)

    def since(self, day: date) -> date | None:
        """From when the value that holds on ``day`` holds."""
        return next((start for start, _ in reversed(self.values) if start <= day), None)


class Leaf(Value, frozen=True, kw_only=True, tag="leaf"):
    """One figure compared with one parameter (`COMPARISONS`) or with named choices (`MEMBERSHIPS`).

    One that is ``presumed`` only tells where the figure is stated: what is collected is for enterprises
    here, and one that does not say where it is asks as one of them.
    """

    id: str
    text: str
    figure: str
    comparison: str
    parameter: str | None = None
    choices: tuple[str, ...] = ()
    verified: bool = True
    presumed: bool = False
    source: Passage | None = None


class Group(Value, frozen=True, kw_only=True, tag="group"):
    """All or any of the conditions in it."""

    any: bool
    of: "tuple[Condition, ...]"


class Case(Value, frozen=True, kw_only=True):
    """What is required (``then``) of whoever meets ``when``."""

    when: "Condition"
    then: "Condition"


class Cases(Value, frozen=True, kw_only=True, tag="cases"):
    """The first case whose ``when`` is met decides; else ``otherwise``."""

    cases: tuple[Case, ...]
    otherwise: "Condition"


class Open(Value, frozen=True, kw_only=True, tag="open"):
    """What nobody has found yet: always unknown."""

    text: str
    source: Passage | None = None


class Requires(Value, frozen=True, kw_only=True, tag="requires"):
    """The conditions of another policy."""

    policy: str


Condition = Leaf | Group | Cases | Open | Requires


class Term(Value, frozen=True, kw_only=True):
    """A formula: a figure, a parameter, another policy's amount, or ``op`` over other formulas.

    ``op``: figure, parameter, policy (the name is in ``name``), times, plus, minus, least, most, steps.
    Of ``steps`` the first whose parameter (in ``limits``) the figure ``name`` does not exceed gives the
    value.
    """

    op: str
    name: str = ""
    of: "tuple[Term, ...]" = ()
    limits: tuple[str, ...] = ()


class Benefit(Value, frozen=True, kw_only=True):
    """What a policy gives: a rate, an amount of money, or only a standing.

    ``of`` says what the amount is: tax saved, income exempt, an extra deduction, a grant.
    ``at_most``: the authority decides; the amount is the ceiling.
    """

    of: str
    text: str
    rate: Term | None = None
    normal: str | None = None
    amount: Term | None = None
    at_most: bool = False


class Option(Value, frozen=True, kw_only=True):
    """One way to benefit, with conditions of its own."""

    id: str
    title: str
    conditions: tuple[Condition, ...]
    benefit: Benefit
    source: Passage | None = None


class Window(Value, frozen=True, kw_only=True):
    """When one can apply (half-open dates are not used here: both days count)."""

    start: date
    end: date
    document: str | None


class Version(Value, frozen=True, kw_only=True):
    """A policy as it stood for a time. ``first`` and ``last`` are the days it is taken to be in force.

    ``start`` and ``end`` are None where the facts leave them open; ``first`` is then the first day of the
    document's year, ``last`` the day before the next version.
    """

    document: str | None
    start: date | None
    end: date | None
    conditions: tuple[Condition, ...]
    options: tuple[Option, ...]
    verified: bool
    open: tuple[str, ...]
    first: date = date.min
    last: date = date.max


class Policy(Value, frozen=True, kw_only=True):
    """One policy with its versions in order.

    ``row`` is its row in the collection of facts, 0 where it has none. ``draft``: no expert has finished it,
    so it is only shown. ``sources`` are where its title, dates and the like stand, by their names.
    """

    id: str
    row: int
    title: str
    issuer: str | None
    region: str
    who: str
    keywords: tuple[str, ...]
    parameters: dict[str, Parameter]
    versions: tuple[Version, ...]
    grants: str | None = None
    competes: str | None = None
    superseded_by: str | None = None
    per_project: bool = False
    year_cap: str | None = None
    year_received: str | None = None
    windows: tuple[Window, ...] = ()
    materials: tuple[str, ...] | None = None
    apply_at: str | None = None
    note: str | None = None
    draft: bool = False
    sources: dict[str, Passage] = msgspec.field(default_factory=dict)

    def version_on(self, day: date) -> Version | None:
        """The version in force on ``day``."""
        return next((v for v in self.versions if v.first <= day <= v.last), None)


class RuleBook(Value, frozen=True, kw_only=True):
    """All policies by id, in the order of their rows; drafts stand apart and give no verdict."""

    policies: dict[str, Policy]
    drafts: dict[str, Policy] = msgspec.field(default_factory=dict)
