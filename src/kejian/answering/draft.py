"""The answer while it is put together."""

from collections.abc import Iterable
from decimal import Decimal

from kejian.answering.evidence import Evidence
from kejian.answering.model import Amount, Disagreement, Item, Quoted
from kejian.answering.numbers import period_shown, rounded, shown
from kejian.answering.reading import Asked, AskedUnit
from kejian.answering.saying import say
from kejian.intervals import Interval
from kejian.linking import Series
from kejian.model import Passage

Passages = dict[tuple[str, int, int], tuple[int, Quoted]]  # by place: the number in the list
_CHARTS = 8


class Draft:
    """What one question has gathered so far; lists grow, nothing is taken back.

    ``answered`` becomes true with the first `tell`. Passages are kept once each.
    """

    def __init__(self, asked: Asked, evidence: Evidence, *, passages: Passages, year: int | None) -> None:
        self.asked, self.evidence, self.language, self.year = asked, evidence, asked.language, year
        self.passages = passages
        self.sentences: list[str] = []
        self.values: list[Amount] = []
        self.items: list[Item] = []
        self.nearest: list[Item] = []
        self.disagreement: list[Disagreement] = []
        self.charts: list[str] = []
        self.notes: list[str] = []
        self.missing: list[str] = []
        self.subjects: list[str] = []
        self.periods: list[str] = []
        self.answered = False
        self.meant: Asked | None = None  # the question in the words of the documents

    def tell(self, name: str, /, **parts: object) -> None:
        """Add a sentence of `answers.yaml`; the question counts as answered."""
        self.sentences.append(say(name, self.language, **parts))
        self.answered = True

    def add(self, text: str) -> None:
        """Add to the last sentence."""
        if self.sentences:
            self.sentences[-1] += text

    def note(self, name: str, /, **parts: object) -> None:
        """Say how a word was read, once."""
        text = say(name, self.language, **parts)
        if text not in self.notes:
            self.notes.append(text)

    def chart(self, series: Iterable[Series]) -> None:
        """Suggest a picture of these series."""
        self.charts += [one.key for one in series if one.key not in self.charts][: _CHARTS - len(self.charts)]

    def cite(self, passage: Passage, *, sentence: Passage | None = None, id_: str = "") -> int:
        """Keep a passage; returns its place in the list."""
        key = (passage.document, passage.start, passage.end)
        if key in self.passages:
            return self.passages[key][0]
        source = self.evidence.source(passage.document)
        quoted = Quoted(
            doc=passage.document,
            start=passage.start,
            end=passage.end,
            quote=passage.quote,
            sentence=sentence.quote if sentence else "",
            title=source.title if source else "",
            id=id_,
            number=source.number if source else None,
        )
        self.passages[key] = (len(self.passages), quoted)
        return len(self.passages) - 1

    def title(self, document: str) -> str:
        """A document as an answer names it."""
        source = self.evidence.source(document)
        name = source.title if source else document
        return f"《{name}》" if self.language == "zh" else name

    def number(self, value: Decimal, unit: str | None, *, asked: AskedUnit | None = None) -> str:
        """A value in words."""
        return shown(value, unit, language=self.language, asked=asked or self.asked.unit)

    def period(self, slot: str | None) -> str:
        """A period in words."""
        if slot and slot not in self.periods:
            self.periods.append(slot)
        return period_shown(slot, language=self.language)


def is_(draft: Draft, value: str) -> str:
    """The word between a measure and its value: none before words such as 超过."""
    if draft.language == "en":
        return ":"
    return "为" if value[:1].isdigit() or value.startswith(("第", "-", "约")) else ""


def bounds_words(draft: Draft, bounds: Interval, unit: str | None, value: Decimal | None) -> str:
    """The bounds in words, where rounding leaves any width that shows beside ``value``."""
    low, high = bounds.lower, bounds.upper
    if low is None or high is None or low == high:
        return ""
    texts = [draft.number(rounded(one), unit) for one in (low, high)]
    if texts[0] == texts[1] and (value is None or texts[0] == draft.number(rounded(value), unit)):
        return ""
    return say("bounds", draft.language, lower=texts[0], upper=texts[1])
