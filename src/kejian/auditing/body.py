"""What checks look at: documents as one body, each measuring figure with its bounds and its clause."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import msgspec
import regex

from kejian.auditing.evidence import guesses
from kejian.auditing.following import RISING
from kejian.auditing.mending import in_turn, is_bare, is_labelled, label_before, mended
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.readings import readings
from kejian.auditing.said import Said
from kejian.auditing.same import (
    in_short,
    measure_key,
    own_words,
    period_key,
    residue,
    series_keys,
    subject_key,
    unassigned,
)
from kejian.auditing.telling import Case
from kejian.intervals import Interval
from kejian.linking.subjects import place_of
from kejian.model import Aspect, Block, BlockKind, Document, Facts, Figure, Role, Value

_CLAUSE_END = regex.compile(r"[，；：。！？;:!?\t\n]|(?<!\d),|,(?!\d)")
_LONGEST_CLAUSE = 300  # characters
_COUNTED = regex.compile(r"\d|[一二三四五六七八九十百千万亿两](?=[家个项名件位所场次台套笔篇人亿万千])")
_FAR_UP, _HEAD = 40, 20  # blocks above one that are looked at, characters of a heading that is not marked
_HEAD_ENDS = regex.compile(r"[。；，：、”）)\d%]\s*$")
_NEAR = 6  # figures back in a sentence
_LONGEST_SENTENCE = 200  # figures that are looked at together
_CHANGING = (Aspect.GROWTH, Aspect.CHANGE)
_CHANGE_WORDS = regex.compile(
    r"比|较|同比|环比|增长|增加|下降|减少|提高|上升|降低|净增|新增|增速|增幅|降幅|涨幅|扩大|扩充|扩容|攀升|跃升|缩[小减]|升|降|多出?|少|高出?|低|上年末?|上一年度?|[年期]初|去年|一年间|个?百分点"
)
_TIME_BRACKET = regex.compile(
    r"[（(](?:其中)?(?:上半年|前[一二三]季度|一季度|上年|去年|1[-—–至~]\d月|同比|[比较]上年|增长|下降|(?:19|20)\d{2}年)[^（）()]{0,20}[）)]"
)
_BRACKET_END = regex.compile(r"[）)，；。]")
_WIDER_THAN_DISTRICT = regex.compile(r"[全我本][市省]|全国")
_WIDER_THAN_CITY = regex.compile(r"[全我本]省|全国|我国")
_OWN_DISTRICT, _OWN_CITY = regex.compile(r"[全我本][区县]"), regex.compile(r"[全我本]市")


class Body(Value, frozen=True, kw_only=True):
    """Documents that are audited together, and their measuring figures in reading order.

    The first document has the number ``first``. ``again`` are their second readings, under the words of
    their own clauses.
    """

    reads: tuple[Read, ...]
    said: tuple[Said, ...]
    first: int = 0
    again: tuple[Said, ...] = ()

    def numbered(self) -> Iterator[tuple[int, Read]]:
        """The documents with their numbers."""
        return enumerate(self.reads, self.first)

    def sentences(self) -> list[tuple[Said, ...]]:
        """The figures, those of a sentence or table row together."""
        groups: dict[tuple[int, int], list[Said]] = {}
        for said in self.said:
            groups.setdefault(said.sentence, []).append(said)
        return [
            tuple(group[at : at + _LONGEST_SENTENCE])
            for group in groups.values()
            for at in range(0, len(group), _LONGEST_SENTENCE)
        ]


def body(reads: Iterable[Read], *, first: int = 0, city: str = "") -> Body:
    """Lay out the figures of documents for the checks; the first document has the number ``first``.

    ``city`` is what 全市 means in the documents of a district, where that is known.
    """
    kept = tuple(reads)
    said: list[Said] = []
    again: list[Said] = []
    for number, read in enumerate(kept, first):
        main = main_subject(read.facts)
        own = _said(number, read, main=main)
        said += own
        again += readings(own, read.document, read.facts, head_over, main=main, city=city)
    return Body(reads=kept, said=tuple(said), first=first, again=tuple(again))


def paragraphs(document: Document) -> list[tuple[Block, str]]:
    """The blocks of running text and lists with their text; rows and cells of tables are left out."""
    return [
        (block, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind not in (BlockKind.ROW, BlockKind.CELL)
    ]


def _said(number: int, read: Read, *, main: str) -> list[Said]:
    facts = mended(read.facts, read.document, main=main)
    figures = [f for f in facts.figures if f.role is Role.OBSERVATION and f.aspect is not None]
    places = _places(read.document)
    keys = series_keys(facts)
    found: list[Said] = []
    for figure in figures:
        before = _named_before(found, figure)
        said = _one(number, read.document, figure, main=main, places=places, before=before)
        if _elsewhere(said, main, read.document):
            said = msgspec.structs.replace(said, plain=False)
        series, named = keys.get(id(figure), ("", 0.0))
        found.append(msgspec.structs.replace(said, series=series, named=named))
    return found


def _named_before(found: Sequence[Said], figure: Figure) -> Said | None:
    """The figure of the sentence that a later one can go on about: the last of its measure, else the last."""
    inside: list[Said] = []
    for said in reversed(found):
        if said.figure.sentence.start != figure.sentence.start or len(inside) == _NEAR:
            break
        inside.append(said)
    same = [s for s in inside if s.plain and s.figure.measure == figure.measure]
    return next(iter(same or inside), None)


def _elsewhere(said: Said, main: str, document: Document) -> bool:
    """The heading or paragraph speaks of a wider place last before the figure: 全市 of a district."""
    if said.cell or said.subject not in ("", main):
        return False
    block = document.blocks[said.block]
    words = document.text[max(block.start, said.start - _LONGEST_CLAUSE) : said.start]
    if head := head_over(document, said.block):
        words = f"{head[:_LONGEST_CLAUSE]}。{words}"
    wider = _WIDER_THAN_DISTRICT if main.endswith(("区", "县")) else _WIDER_THAN_CITY
    last = max((m.end() for m in wider.finditer(words)), default=-1)
    near = _OWN_DISTRICT if wider is _WIDER_THAN_DISTRICT else _OWN_CITY
    own = max((m.end() for m in near.finditer(words)), default=-1)
    return last > max(own, words.rfind(main) if main else -1)


def head_over(document: Document, index: int) -> str:
    """The words that stand over a block: its heading, or a short line above that looks like one."""
    block = document.blocks[index]
    above = document.blocks[block.parent] if block.parent is not None else None
    if above is not None and above.kind is BlockKind.HEADING and above.level > 1:
        return document.text[above.start : above.end]
    for one in reversed(document.blocks[max(index - _FAR_UP, 0) : index]):
        text = document.text[one.start : one.end]
        if one.kind is BlockKind.HEADING:
            return text
        short = one.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and len(text) <= _HEAD
        if short and not _HEAD_ENDS.search(text) and not regex.search(r"\d\D", text[2:]):
            return text
    return document.text[above.start : above.end] if above is not None else ""


def main_subject(facts: Facts) -> str:
    """Whom the document is about: its place, else whom most of its figures are of."""
    figures = [figure for figure in facts.figures if figure.role is Role.OBSERVATION]
    about = place_of(facts.about, [figure.subject for figure in figures])
    if about is not None:
        return subject_key(about.name, main="")
    counted = Counter(key for figure in figures if (key := subject_key(figure.subject, main="")))
    return counted.most_common(1)[0][0] if counted else ""


def _places(document: Document) -> list[tuple[int, int]]:
    """Starts and indexes of the blocks that are no cells, in reading order."""
    return [(b.start, i) for i, b in enumerate(document.blocks) if b.kind is not BlockKind.CELL]


def _one(
    number: int,
    document: Document,
    figure: Figure,
    *,
    main: str,
    places: list[tuple[int, int]],
    before: Said | None,
) -> Said:
    at = bisect_right(places, figure.passage.start, key=lambda place: place[0])
    block = places[max(at - 1, 0)][1]
    cell = document.blocks[block].kind is BlockKind.ROW
    lead, tail = _clause(document.text, figure)
    measure = measure_key(figure.measure)
    return Said(
        figure=figure,
        document=number,
        block=block,
        measure=measure,
        subject=subject_key(figure.subject, main=main),
        period=period_key(figure.period),
        hard=Interval(figure.lower, figure.upper),
        usual=_usual(figure),
        clause=lead + figure.passage.quote + tail,
        lead=lead,
        plain=cell
        or _in_a_line_of_cells(document.text, figure)
        or _names(lead + "，" + tail, figure, main=main, before=_before(document, block, figure))
        or _reached(lead, figure, main=main)
        or is_labelled(figure, document)
        or _goes_on(document.text, figure, measure, before),
        cell=cell,
        guessed=guesses(
            figure,
            document,
            clause=lead + figure.passage.quote + tail,
            lead=lead,
            start=document.blocks[block].start,
            cell=cell or _in_a_line_of_cells(document.text, figure),
        ),
    )


def _in_a_line_of_cells(text: str, figure: Figure) -> bool:
    """A number set off by tabs or wide blanks, as tables are when they have become plain text."""
    line = figure.sentence.quote
    if not regex.search(r"\t| {2,}|　", line) or regex.search(r"[，。；]", line):
        return False
    before = text[max(figure.passage.start - 2, 0) : figure.passage.start]
    after = text[figure.passage.end : figure.passage.end + 1]
    return (not before.strip() or before[-1] in "\t 　|") and after in ("", "\n", "\t", " ", "　", "|")


def _clause(text: str, figure: Figure) -> tuple[str, str]:
    """What stands before and after the number in its clause; further numbers of a list are cut off."""
    start, end = figure.passage.start, figure.passage.end
    before = text[max(figure.sentence.start, start - _LONGEST_CLAUSE) : start]
    lead = before[max((m.end() for m in _CLAUSE_END.finditer(before)), default=0) :]
    lead = label_before(before) or lead
    listed = lead.rfind("、")
    if digits := [m.start() for m in _COUNTED.finditer(lead) if m.start() < listed]:
        lead = lead[lead.index("、", digits[-1]) + 1 :]
    after = text[end : min(max(figure.sentence.end, end), end + _LONGEST_CLAUSE)]
    after = _TIME_BRACKET.sub("", after, count=1) if after[:1] in ("（", "(") else after
    right = _CLAUSE_END.search(after) if not lead.endswith(("（", "(")) else _BRACKET_END.search(after)
    return lead, (after[: right.start()] if right else after).partition("、")[0]


def _before(document: Document, block: int, figure: Figure) -> str:
    """The paragraph up to a figure, as far as is looked back."""
    start = max(document.blocks[block].start, figure.passage.start - _LONGEST_CLAUSE)
    return document.text[start : figure.passage.start]


def _reached(lead: str, figure: Figure, *, main: str) -> bool:
    """`技术合同成交额再上新台阶，达到`: the clause before only names the measure and says that it rose."""
    measure = measure_key(figure.measure)
    head = figure.sentence.quote[: figure.passage.start - figure.sentence.start - len(lead)]
    if residue(lead, known=()) or not measure or head[-1:] not in ("，", ","):
        return False
    clause = _CLAUSE_END.split(head[:-1])[-1]
    whose = (*own_words(figure.subject, main), figure.measure or "", measure)
    return measure in measure_key(clause) and not residue(RISING.sub("，", clause), known=whose)


def _names(rest: str, figure: Figure, *, main: str, before: str) -> bool:
    """The clause names the measure, or its end where the paragraph began it, and nothing narrower."""
    measure = measure_key(figure.measure)
    whose = own_words(figure.subject, main)
    if not measure:
        return False
    if figure.aspect in _CHANGING:
        rest = _CHANGE_WORDS.sub("，", rest)
    for words in (rest, rest.replace("，", "", 1)):
        if measure in measure_key(words):
            return not residue(words, known=(figure.measure or "", measure, *whose))
    end = unassigned(residue(rest, known=whose))
    if len(end) > 1 and measure.endswith(end):  # 额 alone could end any measure
        return measure.removesuffix(end) in measure_key(before)
    return in_short(end, measure) and measure in measure_key(before)


def _goes_on(text: str, figure: Figure, measure: str, before: Said | None) -> bool:
    """A figure that follows a plain one of its measure with words of time and change alone between."""
    if (
        before is None
        or not before.plain
        or before.measure != measure
        or before.figure.sentence.start != figure.sentence.start
    ):
        return False
    between = text[before.passage.end : figure.passage.start]
    if is_bare(between):
        return True
    # further figures stand between: the clause itself must say nothing but a change of what was named
    if in_turn(between):
        return True
    own = regex.split(r"[，；：、,]", between)[-1]
    moves = figure.aspect in _CHANGING or (figure.aspect is Aspect.RATIO and "倍" in figure.mention.surface)
    return moves and len(own) > 2 and is_bare(own)


def _usual(figure: Figure) -> Interval:
    mention = figure.mention
    if mention.usual_lower is None and mention.usual_upper is None:
        return Interval(figure.lower, figure.upper)
    scale = Decimal(1)
    if figure.value is not None and mention.value:
        scale = figure.value / mention.value
    usual = Interval(mention.usual_lower, mention.usual_upper)
    return usual.times(scale) if scale > 0 else (-usual).times(-scale)


def remark(
    check: str, document: Document, severity: Severity, case: Case, *spans: tuple[int, int]
) -> Finding:
    """A finding that shows stretches of one document, without a computation."""
    passages = tuple(document.passage(start, end) for start, end in spans)
    return Finding(check=check, severity=severity, case=case, passages=passages)
