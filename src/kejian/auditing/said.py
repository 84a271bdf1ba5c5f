"""A measuring figure as checks see it."""

from decimal import Decimal

from kejian.auditing.evidence import Guess
from kejian.intervals import Interval
from kejian.linking.wording import adds_up_years
from kejian.model import Figure, Passage, Value

_ROUND = 100  # a whole number that ends in two zeros may be a rounded one


class Said(Value, frozen=True, kw_only=True, tag_field="is", tag="said"):
    """A measuring figure as checks see it.

    ``hard`` holds what the writer can have meant, ``usual`` what a reader takes for granted. ``measure``,
    ``subject`` and ``period`` are in the spelling of `kejian.auditing.same`; ``series`` is the series of
    `kejian.linking` that it belongs to, ``named`` how sure it is that its words name that series' measure
    (0…1). ``document`` is a number that tells documents apart. ``clause`` is the text between
    the punctuation marks around it, ``lead`` its part before the number. ``plain`` says that nothing but
    the measure, the subject and words without weight stand in the clause, so that the figure is the whole
    of its measure and not a part of it. ``sentence`` is ``(document, start)`` of its sentence and tells
    which figures stand together. ``words`` and ``counted`` are set in second readings alone
    (`kejian.auditing.readings`): the key of the words that name it, and whether they say that it is
    cumulative. ``guessed`` is what its own sentence does not say (`kejian.auditing.evidence`).
    """

    figure: Figure
    document: int
    block: int
    measure: str
    subject: str
    period: str
    hard: Interval
    usual: Interval
    clause: str
    lead: str
    plain: bool
    cell: bool
    series: str = ""
    named: float = 0.0
    words: str = ""
    counted: bool = False
    guessed: tuple[Guess, ...] = ()

    @property
    def passage(self) -> Passage:
        """Where it stands."""
        return self.figure.passage

    @property
    def start(self) -> int:
        """Where it starts in its document."""
        return self.figure.passage.start

    @property
    def sentence(self) -> tuple[int, int]:
        """Document and start of its sentence."""
        return self.document, self.figure.sentence.start

    @property
    def accumulation(self) -> str | None:
        """Whether it counts what is new or what there is by now."""
        told = self.figure.accumulation
        if told == "new" or (told and adds_up_years(self.figure)):
            return told  # 共有 and 合计 add up parts, 累计 adds up years
        if "累计" in self.lead:
            return "cumulative"
        return "new" if "新增" in self.lead or "净增" in self.lead else None

    @property
    def exact(self) -> bool:
        """Stated without a hedge."""
        return self.figure.comparator == "=" and self.figure.value is not None

    @property
    def loose(self) -> Interval:
        """What it can stand for if its closing zeros are rounded ones."""
        if not self.roundish or self.figure.value is None:
            return self.hard
        digits = f"{self.figure.value:.0f}"
        return self.hard.widened(Decimal(10) ** (len(digits) - len(digits.rstrip("0"))) / 2)

    @property
    def roundish(self) -> bool:
        """A whole number that may well be a rounded one: 2500."""
        value = self.figure.value
        return (
            value is not None
            and value >= _ROUND
            and value % _ROUND == 0
            and self.hard.lower == self.hard.upper
        )
