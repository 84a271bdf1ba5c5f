"""The nouns of linking: series, what is said in them, and what follows from it."""

from decimal import Decimal

from kejian.intervals import Interval
from kejian.linking.measures import Match
from kejian.linking.periods import Span
from kejian.linking.subjects import Subject
from kejian.model import Aspect, Figure, Value


class Said(Value, frozen=True, kw_only=True):
    """A statement in a series.

    ``slot`` is the period in which it meets others (None: the text leaves it open), ``as_of`` the day that
    was named, ``against`` the earlier slot that a growth or change is measured from. ``value`` is the
    figure's in ``unit``, that of the series where the one can be turned into the other. ``bounds`` are the
    hard ones in that unit (of a growth: 1; of percentage points: 1), ``usual`` the customary ones.
    ``status`` and ``definition`` are in the words of the sentence, ``notes`` are the footnotes on it.
    ``score`` and ``reasons`` say why the statement stands in this series. ``id`` is that of the statement
    in the base, empty outside one.
    """

    figure: Figure
    aspect: Aspect
    slot: Span | None
    id: str = ""
    value: Decimal | None = None
    unit: str | None = None
    as_of: str | None = None
    against: Span | None = None
    bounds: Interval = Interval()
    usual: Interval = Interval()
    status: str | None = None
    definition: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    score: float = 1.0
    reasons: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """By slot (undated last), then by document and place."""
        place = (self.figure.passage.document, self.figure.passage.start, self.figure.passage.end)
        return (self.slot is None, self.slot.order if self.slot else (), *place, self.aspect.value)


class Derived(Value, frozen=True, kw_only=True):
    """A value that no text states: it follows from a level and a growth, change or multiple said of it.

    ``formula`` is how, in words; ``bounds`` hold the true value if the statements ``sources`` are true.
    """

    slot: Span
    bounds: Interval
    usual: Interval
    formula: str
    sources: tuple[Said, ...]


class Break(Value, frozen=True, kw_only=True):
    """A slot from which on the figures are of another definition, in the words of the text."""

    slot: Span
    words: str
    said: Said


class Series(Value, frozen=True, kw_only=True):
    """One measure of one subject over periods.

    ``levels`` are the values themselves (of a ratio or a rank: these); ``others`` the growths, changes,
    shares, ranks and multiples said of it; both sorted by slot. ``kind`` is stock, flow, ratio or rank, None
    where it is not known. ``accumulation`` is ``cumulative`` or ``new`` where that makes another series.
    """

    key: str
    measure: Match
    subject: Subject
    unit: str | None
    kind: str | None
    accumulation: str | None = None
    levels: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    derived: tuple[Derived, ...] = ()
    breaks: tuple[Break, ...] = ()

    @property
    def name(self) -> str:
        """The measure with what is new or cumulative of it."""
        mark = {"cumulative": "（累计）", "new": "（新增）"}.get(self.accumulation or "", "")
        return self.measure.name + mark

    @property
    def said(self) -> tuple[Said, ...]:
        """All statements."""
        return (*self.levels, *self.others)

    @property
    def slots(self) -> tuple[Span, ...]:
        """The slots with a level, sorted."""
        return tuple(sorted({one.slot for one in self.levels if one.slot}, key=lambda slot: slot.order))

    @property
    def gaps(self) -> tuple[int, ...]:
        """The years between the first and the last for which no text states a level."""
        years = {slot.end.year for slot in self.slots if slot.slot.isdigit()}
        return tuple(
            year for year in range(min(years, default=0), max(years, default=0)) if year not in years
        )


class Loose(Value, frozen=True, kw_only=True):
    """An observation that no series takes, and why."""

    figure: Figure
    reason: str


class Linked(Value, frozen=True, kw_only=True):
    """All series of some documents, and what is in none."""

    series: tuple[Series, ...]
    loose: tuple[Loose, ...] = ()
