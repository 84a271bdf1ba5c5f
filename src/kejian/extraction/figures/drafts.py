"""A figure while its sentence is being read, and what a document keeps in mind from sentence to sentence."""

import msgspec

from kejian.extraction.figures.wording import Phrase
from kejian.extraction.numbers.aspects import Reading
from kejian.model import Aspect, Mention, Role

# looked up once: a member of an enumeration takes as long to find as a call
LEVEL, GROWTH, CHANGE = Aspect.LEVEL, Aspect.GROWTH, Aspect.CHANGE
SHARE, RANK, RATIO = Aspect.SHARE, Aspect.RANK, Aspect.RATIO


class Draft(msgspec.Struct, kw_only=True):
    """What is known so far of the number at character ``k`` of the short form.

    ``own`` says that the measure is named at this number and not carried over, ``part`` that it is a part of
    a whole named before (其中), ``source`` the draft the measure came from, ``group`` those whom this
    number counts, where the text goes on to speak of them, ``over`` the whole that an
    opening words as 经常性支出中，.
    """

    mention: Mention
    role: Role
    reading: Reading
    k: int
    clause: int
    aspect: Aspect = LEVEL  # as read, a level where none was
    unit: str | None = None  # as read
    phrase: Phrase = Phrase()
    measure: str | None = None
    subject: str | None = None
    period: str | None = None
    base: str | None = None
    own: bool = False
    part: bool = False
    fixed_subject: bool = False
    fixed_period: bool = False
    group: str | None = None
    over: str | None = None
    source: "Draft | None" = None

    def __post_init__(self) -> None:
        self.aspect, self.unit = self.reading.aspect or LEVEL, self.reading.unit


class Memory(msgspec.Struct, kw_only=True):
    """What a reader of the document has in mind at the start of a sentence.

    ``home`` is whose report it is, here; ``topic`` what the paragraph speaks of, ``last`` the figures of the
    sentence before, ``standing`` a date that heads a list of events, ``default`` the period of a figure
    with no time, ``year`` the year that relative times count from and ``published``
    the day or month, ``main`` what a bulletin measures first in each unit: the whole
    of its later shares, ``item`` whether the sentence stands in an item of a list, ``english`` whom English
    sentences speak of, ``head`` the event or place that heads the list or
    entry, ``section`` the thing or body whose name heads the section,
    ``told`` the year of the report that a press article tells of, ``past`` the figures
    of the section so far, ``divided`` whether the sentence divides a whole that was told (分地区看，),
    ``theme`` whom alone the sentence before was about, ``said`` the year that the paragraph named last,
    ``fresh`` whether the paragraph has told no figure yet, ``asked`` what a question
    asks about, ``spoken`` those of whom English sentences told, ``speaker`` the body
    for which somebody speaks in the sentence, ``span`` the years that a sentence
    of the paragraph opened with (五年来，).
    """

    home: str | None = None
    topic: str | None = None
    last: list[Draft] = []
    standing: str | None = None
    default: str | None = None
    year: int | None = None
    block: int = -1
    carried: str | None = None
    press: bool = False
    published: str | None = None
    bulletin: bool = False
    main: dict[str, str] = {}
    item: bool = False
    head: str | None = None
    english: str | None = None
    section: str | None = None
    told: int | None = None
    past: list[Draft] = []
    divided: bool = False
    theme: str | None = None
    said: int | None = None
    fresh: bool = False
    speaker: str | None = None
    asked: str | None = None
    spoken: list[str] = []
    span: tuple[int, int] | None = None
