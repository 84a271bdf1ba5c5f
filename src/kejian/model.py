"""The nouns of Kejian, as small immutable values.

This module knows nothing of files, languages, rules or databases; everything else may import it.
Offsets are Unicode code points into `Document.text`, half open: ``text[start:end]``.
"""

from bisect import bisect_right
from decimal import Decimal
from enum import StrEnum

import msgspec

_UNMARKED = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8", "utf_8_sig": "utf-8"}  # no byte-order mark
_AROUND = 32  # characters of context that a passage keeps on either side


class Value(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Base of all nouns: immutable, compared by content, serialisable by msgspec.

    >>> Bytes(start=0, end=3) == Bytes(start=0, end=3)
    True
    """


# --- places: the way back from a character to the original -----------------------------------------


class Bytes(Value, frozen=True, kw_only=True, tag="bytes"):
    """Bytes ``start:end`` of the file as it came (Markdown, plain text, CSV)."""

    start: int
    end: int


class Page(Value, frozen=True, kw_only=True, tag="page"):
    """A page of a PDF or an image, with a box for every character of the segment.

    ``number`` counts from 1. A box is ``(left, top, right, bottom)`` in points (1/72 inch; pixels of an
    image) from the upper left corner of the page.
    """

    number: int
    boxes: tuple[tuple[float, float, float, float], ...]


class Paragraph(Value, frozen=True, kw_only=True, tag="paragraph"):
    """A run of a word-processor document.

    ``part`` is the part of the package (``word/document.xml``), ``paragraph`` and ``run`` count from 0 in
    that part in document order, ``offset`` is where the segment starts in the run's text.
    """

    part: str
    paragraph: int
    run: int
    offset: int


class Node(Value, frozen=True, kw_only=True, tag="node"):
    """A text node of an HTML page: its path (``/html/body/p[2]/text()[1]``) and the offset in its text."""

    path: str
    offset: int


class Cell(Value, frozen=True, kw_only=True, tag="cell"):
    """A cell of a spreadsheet: sheet name, address (``B7``) and the offset in the cell's text."""

    sheet: str
    address: str
    offset: int


Place = Bytes | Page | Paragraph | Node | Cell


class Segment(Value, frozen=True, kw_only=True):
    """Characters ``start:end`` of the document's text that stand together in the original at `place`.

    ``exact`` says that the segment's characters and those of the place agree one to one, so that an inner
    character can be found by counting (for `Bytes`: in the document's encoding). Characters between
    segments (line ends, tabs between cells) were added by the reader and have no place.
    """

    start: int
    end: int
    place: Place
    exact: bool = True


# --- documents --------------------------------------------------------------------------------------


class BlockKind(StrEnum):
    """What a stretch of a document is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    ROW = "row"  # of a table: its cells follow as CELL blocks inside it
    CELL = "cell"
    CAPTION = "caption"  # of a table or a picture
    QUOTE = "quote"  # a pull-quote or a figure set apart from the running text
    FOOTNOTE = "footnote"


class Block(Value, frozen=True, kw_only=True):
    """A stretch ``start:end`` of the text (without its line end), in reading order.

    ``level`` is 1… for headings and list items (nesting). ``parent`` is the index of the block this one
    stands under: the nearest heading above, the list's introducing line or outer item, the row of a cell;
    None at the top. Cells carry ``table``, ``row`` and ``column`` (from 0) and how many rows and columns
    they span; ``header`` marks cells that head a row or column.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    parent: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    row_span: int = 1
    column_span: int = 1
    header: bool = False


class About(Value, frozen=True, kw_only=True):
    """What is known of the work a document belongs to; None where nobody said.

    ``report_year`` is the year reported on, ``published`` an ISO 8601 date of any precision, ``genre`` one of
    the words of the extraction contract (``yearly report``, ``statistical bulletin``, ``press article``,
    ``work summary and policy``, ``policy``…) or the document's own.
    """

    title: str | None = None
    genre: str | None = None
    report_year: int | None = None
    published: str | None = None
    publisher: str | None = None


class Warning(Value, frozen=True, kw_only=True):
    """Something a reader could not read and went past: what, where, and what to do."""

    message: str
    where: str | None = None


class Document(Value, frozen=True, kw_only=True):
    """An edition as read: the text a reader sees, its blocks, and the way back to the original.

    ``name`` is the file's name without its ending, ``source`` the path or member as given, ``sha256`` that of
    the original bytes, ``format`` what the content was found to be (``markdown``, ``html``, ``text``,
    ``docx``, ``pdf``, ``scan``, ``xlsx``, ``csv``), ``encoding`` the character encoding where the format has
    one. Blocks do not overlap except cells, which lie inside their row; every character of ``text`` that is
    not a line end or a tab lies in a block. Line ends separate blocks, tabs the cells of a row.

    >>> doc = Document(name="a", source="a.txt", sha256="0" * 64, format="text", text="甲乙",
    ...                blocks=(Block(kind=BlockKind.PARAGRAPH, start=0, end=2),),
    ...                segments=(Segment(start=0, end=2, place=Bytes(start=0, end=6)),), encoding="utf-8")
    >>> doc.locate(1, 2)
    (Bytes(start=3, end=6),)
    """

    name: str
    source: str
    sha256: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...] = ()
    encoding: str | None = None
    about: About = About()
    warnings: tuple[Warning, ...] = ()

    def __repr__(self) -> str:
        size = f"{len(self.text):,} characters, {len(self.blocks):,} blocks"
        return f"<Document {self.name!r} ({self.format}): {size}>"

    def locate(self, start: int, end: int) -> tuple[Place, ...]:
        """Places in the original of the characters ``start:end``, in reading order."""
        found = []
        first = max(bisect_right(self.segments, start, key=lambda s: s.start) - 1, 0)
        for segment in self.segments[first:]:
            if segment.start >= end:
                break
            if segment.end > start:
                found.append(self._part(segment, max(start, segment.start), min(end, segment.end)))
        return tuple(found)

    def passage(self, start: int, end: int) -> "Passage":
        """The passage ``start:end`` with up to 32 characters of text before and after it."""
        return Passage(
            document=self.name,
            start=start,
            end=end,
            quote=self.text[start:end],
            before=self.text[max(start - _AROUND, 0) : start],
            after=self.text[end : end + _AROUND],
        )

    def _part(self, segment: Segment, start: int, end: int) -> Place:
        place, skip, count = segment.place, start - segment.start, end - start
        if not segment.exact or (start, end) == (segment.start, segment.end):
            return place
        if isinstance(place, Page):
            return Page(number=place.number, boxes=place.boxes[skip : skip + count])
        if isinstance(place, Bytes):
            encoding = (self.encoding or "utf-8").lower()
            encoding = _UNMARKED.get(encoding, encoding)
            before = len(self.text[segment.start : start].encode(encoding))
            length = len(self.text[start:end].encode(encoding))
            return Bytes(start=place.start + before, end=place.start + before + length)
        return msgspec.structs.replace(place, offset=place.offset + skip)


# --- mentions ---------------------------------------------------------------------------------------


class MentionKind(StrEnum):
    """What sort of number a mention is by its own form, before anything is known of its sentence."""

    NUMBER = "number"  # a bare number
    QUANTITY = "quantity"  # a number with a classifier or a physical unit
    MONEY = "money"
    SHARE = "share"  # %, ‰, 1/5, 三成, 过半
    POINTS = "points"  # percentage points
    RATIO = "ratio"  # 3.3倍, 1:1
    RANK = "rank"  # 第6位
    ORDINAL = "ordinal"  # 第15届, 第3号: says which, not how high
    RANGE = "range"  # 3.6%至4.1%
    DATE = "date"
    TIME = "time"  # 时刻: 14:30
    PERIOD = "period"  # 2019年3月到5月, 近三年, "十四五"
    DURATION = "duration"  # 30分钟, 十年
    CODE = "code"  # a name, model or version with digits: C919, INS018_055, 5G
    STRUCTURE = "structure"  # 2.1, 第一章, （二）


class Mention(Value, frozen=True, kw_only=True):
    """A number, date or code as it stands in the text, with its normal form.

    ``value`` is exact, in the base unit ``unit`` (`万元` → CNY × 10000; shares, growth and ratios: ``1``).
    ``comparator`` is one of ``= ~ > >= < <=``. ``lower`` and ``upper`` are the hard bounds of what the
    writer can have meant (None: unbounded): of a range its ends; of ``突破2.2万`` 22000 and None; of
    ``2万多`` 20000 and 30000; of a rounded ``1.3万亿`` half a unit of its last digit to either side; of a
    count printed in full the value itself. ``usual_lower`` and ``usual_upper`` are the customary bounds,
    narrower: what a reader takes for granted (``近150亿``: not below 135). ``iso`` is the ISO 8601 form of
    a time: ``2022``, ``2022-08``, ``2022-08-05``, ``2019-03/2019-05``, ``PT30M``; where the text leaves the
    year open and no reference is given, ``--11-25``.
    """

    start: int
    end: int
    surface: str
    kind: MentionKind
    value: Decimal | None = None
    unit: str | None = None
    comparator: str = "="
    lower: Decimal | None = None
    upper: Decimal | None = None
    usual_lower: Decimal | None = None
    usual_upper: Decimal | None = None
    iso: str | None = None


class Reference(Value, frozen=True, kw_only=True):
    """What relative expressions resolve against: the year reported on and the day of publication.

    `全年` is the year and `去年` the one before it; a bare `11月25日` falls in the year. ``published`` is an
    ISO date of any precision; never today's date.
    """

    year: int | None = None
    published: str | None = None


class Role(StrEnum):
    """What a number is there for in its sentence (the extraction contract)."""

    OBSERVATION = "observation"
    TERM = "term"
    TARGET = "target"
    SPEC = "spec"
    NAME = "name"
    TIME = "time"
    STRUCTURE = "structure"


class Aspect(StrEnum):
    """What is said of a measure."""

    LEVEL = "level"
    GROWTH = "growth"
    CHANGE = "change"
    SHARE = "share"
    RANK = "rank"
    RATIO = "ratio"


# --- statements -------------------------------------------------------------------------------------


class Passage(Value, frozen=True, kw_only=True):
    """Where a statement stands: characters ``start:end`` of a document and the words around them.

    W3C Web Annotation's TextPositionSelector and TextQuoteSelector in one; offsets in code points.
    """

    document: str
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""


class Statement(Value, frozen=True, kw_only=True, tag_field="statement", tag="statement"):
    """What all statements have: the mention's or event's own span and the sentence that states it."""

    passage: Passage
    sentence: Passage
    extractor: str = ""
    confidence: float = 1.0


class Figure(Statement, frozen=True, kw_only=True, tag="figure"):
    """A mention in its role. For the roles observation, term and target it says what is measured.

    ``value`` carries the sign of a decrease, which the mention does not. ``accumulation`` keeps 累计 or 新增
    (``cumulative``, ``new``) apart from the measure. ``policy`` is the title of the document setting a term.
    """

    mention: Mention
    role: Role
    value: Decimal | None = None
    unit: str | None = None
    comparator: str = "="
    aspect: Aspect | None = None
    measure: str | None = None
    subject: str | None = None
    period: str | None = None
    base: str | None = None
    policy: str | None = None
    accumulation: str | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None


class Milestone(Statement, frozen=True, kw_only=True, tag="milestone"):
    """Something that happened: an ISO 8601 date as exact as the text allows, who, what, and the claim."""

    date: str | None
    actor: tuple[str, ...]
    action: str
    object: str
    claim: str | None = None
    domain: str | None = None


class EntityType(StrEnum):
    """The kinds of named things."""

    ORGANISATION = "organisation"
    PERSON = "person"
    PLACE = "place"
    PRODUCT = "product"
    FACILITY = "facility"
    POLICY = "policy"
    PROGRAMME = "programme"
    EVENT = "event"
    STANDARD = "standard"


class Entity(Statement, frozen=True, kw_only=True, tag="entity"):
    """A named thing of one document: its fullest name there, its other forms, and where each form stands.

    ``passage`` is the first place of the fullest name, ``mentions`` every ``(start, end)`` of any form.
    """

    name: str
    aliases: tuple[str, ...]
    type: EntityType
    mentions: tuple[tuple[int, int], ...] = ()


class Facts(Value, frozen=True, kw_only=True):
    """All that a document states, in reading order."""

    document: str
    about: About
    figures: tuple[Figure, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    entities: tuple[Entity, ...] = ()

    def __repr__(self) -> str:
        sizes = f"{len(self.figures):,} figures, {len(self.milestones):,} milestones"
        return f"<Facts of {self.document!r}: {sizes}, {len(self.entities):,} entities>"
