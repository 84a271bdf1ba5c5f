"""What an answer is made of."""

import msgspec


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """A passage: code points ``start:end`` of the document ``doc``, its quotation and the sentence around it.

    ``title`` is the document's, where it has one. In a base ``id`` is the statement's and ``number`` the
    document's.
    """

    doc: str
    start: int
    end: int
    quote: str
    sentence: str = ""
    title: str = ""
    id: str = ""
    number: int | None = None


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """A value of the answer.

    ``value`` is exact decimal text in the base unit ``unit`` (growths and shares: ``1``), None where only
    bounds are known; ``period`` as in a series (``2022``, ``2022-H1``, ``2020/2022``). ``derived`` says that
    no text states it: ``formula`` is how it follows, ``lower`` and ``upper`` hold the truth if what it
    follows from is true as printed. ``shown`` is the value in the words of the answer.
    """

    value: str | None
    unit: str | None
    period: str | None
    subject: str | None
    measure: str | None
    aspect: str
    derived: bool = False
    comparator: str = "="
    lower: str | None = None
    upper: str | None = None
    formula: str | None = None
    status: str | None = None
    shown: str = ""
    series: str | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list: what, when, who; ``passages`` are places in `Answer.passages`."""

    text: str
    period: str | None = None
    subject: str | None = None
    value: str | None = None
    unit: str | None = None
    claim: str | None = None
    doc: str | None = None
    derived: bool = False
    passages: tuple[int, ...] = ()


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """One measure, subject and period for which the documents say different values."""

    measure: str
    subject: str
    period: str
    values: tuple[Amount, ...]
    docs: tuple[str, ...]


class Understood(msgspec.Struct, frozen=True, kw_only=True):
    """How a question, or a part of it, was read.

    ``operation`` is one of the kinds of questions (``value``, ``growth``, ``trend``, ``who``…), ``notes`` are
    the readings that were taken where the words allow others, ``unread`` the words that were not understood.
    """

    text: str
    operation: str
    measures: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that suits the answer: the keys of the series to draw."""

    series: tuple[str, ...]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in a sentence, with everything it rests on.

    ``answered`` is false when the evidence does not say it; ``text`` then says so and ``nearest`` lists what
    comes nearest. ``language`` is that of the question, ``zh`` or ``en``.
    """

    answered: bool
    text: str
    language: str
    question: tuple[Understood, ...]
    values: tuple[Amount, ...] = ()
    items: tuple[Item, ...] = ()
    passages: tuple[Quoted, ...] = ()
    disagreement: tuple[Disagreement, ...] = ()
    nearest: tuple[Item, ...] = ()
    chart: Chart | None = None
