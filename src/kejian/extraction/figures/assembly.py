"""Mentions in their roles become figures: what is measured, of whom, when, against what."""

import re
from collections.abc import Iterator, Sequence

import regex

from kejian import kinds
from kejian.extraction.context import Context, Sentence
from kejian.extraction.figures.called import Called
from kejian.extraction.figures.cells import Row, fill
from kejian.extraction.figures.drafts import Draft, Memory
from kejian.extraction.figures.english import english_subject, is_english, read_english
from kejian.extraction.figures.homes import paper_of, press_subject
from kejian.extraction.figures.lines import Line, make_line
from kejian.extraction.figures.names import Names, names_of
from kejian.extraction.figures.prose import read_sentence
from kejian.extraction.figures.spans import span_opened
from kejian.extraction.figures.speakers import Speakers
from kejian.extraction.figures.stamps import stamps_of
from kejian.extraction.figures.statements import figures_of
from kejian.extraction.figures.subjects import is_thing
from kejian.extraction.figures.times import AS_OF, DURING, Time, find_times, title_period
from kejian.extraction.figures.titles import document_subject, section_subject
from kejian.extraction.numbers.aspects import Reading, read_figure
from kejian.model import Block, Entity, EntityType, Figure, Mention, Role

# looked up once: a member of an enumeration takes as long to find as a call
_TERM = Role.TERM

_MEASURING = (Role.OBSERVATION, Role.TARGET)
_READ = (*_MEASURING, _TERM)
_LONGEST, _MOST_NUMBERS = 4000, 200  # of a sentence that is read in one piece
_REMEMBERED = 24
_OPENING = 400  # characters in which a document says what part of a year it tells of
_DATE_BLOCK = re.compile(
    r"^[-*·\s]*(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日)?[：:]?$|^[-*\s]*(?:19|20)\d\d年$"
)
_MONTHS = re.compile(r"\d{4}-\d\d/\d{4}-\d\d")
_OF_A_YEAR = re.compile(r"(\d{4})(?:-\d\d/\1-\d\d)?")
_DATE_OF_ISSUE = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
# genres that tell a story and state what there is by now, instead of what a year was
_STORY = re.compile("press|news|profile|feature|interview|portrait|story", re.I)
# words of an article that reports figures of an office, all of one period
_STATISTICS = re.compile(
    r"统计|通报|登记数据|数据显示|快报|年报|公报|调查结果|核算|获悉|了解到|据了解|公布|发布"
)
_ONE_MONTH = re.compile(r"\d{4}-\d\d")
_FROM_WHEN = "从由自"
_DAY_FIRST = re.compile(r"[-*·\s]*(3[01]|[12]?\d)日")  # 5日，… under a heading of its month
_DATE_ENDS = ("年", "月", "日", "：", ":")
_TOLD = regex.compile(
    r"(?:披露|公布|发布|出炉|对外公开|印发)[^，。；]{0,24}?(?P<year>20\d\d)年?度?[^，。；]{0,16}?(?:年度报告|年报|公报|白皮书|蓝皮书|报告|成绩单)"
    r"|[《“](?P<year>[^》”]{0,12}20\d\d)年?度?[^》”]{0,16}(?:年度报告|年报|公报|白皮书|蓝皮书|报告)[》”](?:显示|指出|披露|正式|对外|今|昨|近)?"
)
_YEAR_SAID = re.compile(
    r"([12](?<![比较与同由从自《“\d（(].)(?:(?<=1)9|(?<=2)0)\d\d)年(?!以来|[的之]?前|[^，。；]{0,6}相比|版|度?[^，。；]{0,8}》)"
)
_QUESTION = re.compile(r"[\s*#]*(?:问|Q\d*|记者问?|网友|主持人|提问)[：:]\s*")
_TITLE = re.compile(r"\s*【(?P<title>[^【】]{2,30})】")
_NUMBERING = re.compile(
    r"[\s#*]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|[\d.]+[、\s])?\s*"
)
_SPOKEN_OF = (
    EntityType.ORGANISATION, EntityType.FACILITY, EntityType.PRODUCT, EntityType.EVENT, EntityType.PROGRAMME
)  # fmt: skip


def find_figures(context: Context, *, roles: Sequence[Role], entities: Sequence[Entity]) -> list[Figure]:
    """A figure for each of ``context.mentions``, in their order."""
    role_of = {m.start: role for m, role in zip(context.mentions, roles, strict=True)}
    names = names_of(entities, context.document.text)
    memory = _start(context)
    called = Called(context.document, names, memory.home)
    called.place = paper_of(context.about.title or "")
    speakers = Speakers(context.document, called)
    found: list[Figure] = []
    blocks = context.document.blocks
    for sentence in context.sentences:
        block = blocks[sentence.block]
        if sentence.block != memory.block:
            _enter(context, sentence, block, memory, called)
        if "：" in sentence.text or ":" in sentence.text:
            known, body = speakers.label(sentence.text)
            if known:
                memory.asked = body
        if memory.press:
            memory.speaker = called.speaker = speakers.body(sentence.start, sentence.end, block.start)
        if block.kind is kinds.ROW:
            found += _row(context, sentence, role_of, memory)
            continue
        if memory.press and "20" in sentence.text:
            _report_told(context, sentence, memory)
        if sentence.mentions:
            found += _sentence(context, sentence, role_of, names, called, memory)
        else:
            _open(sentence, called, memory)
        if "年" in sentence.text:
            _years_told(sentence.text, memory)
    return found


def _start(context: Context) -> Memory:
    about = context.about
    genre = about.genre or ""
    press = _STORY.search(genre) is not None
    year = about.report_year
    return Memory(
        home=(None if press else document_subject(context.document, about))
        or press_subject(context.document, about),
        default=_told_throughout(context) if press else None if year is None else _reported(context, year),
        year=year,
        press=press,
        published=about.published,
        bulletin="bulletin" in genre,
        english=english_subject(about.title or ""),
    )


def _told_throughout(context: Context) -> str | None:
    """The period that a press article reports on from end to end: one that its title names, or the year
    before it was printed."""
    about = context.about
    title, published = about.title or "", (about.published or "")[:4]
    printed = about.published or "9"  # behind every date where nobody said when
    for time in find_times(_DATE_OF_ISSUE.sub("", title), year=about.report_year):
        if time.exact and _OF_A_YEAR.fullmatch(time.exact) and time.exact[:7] < printed:
            return time.exact
    year = about.report_year
    return str(year) if year is not None and published.isdecimal() and year < int(published) else None


def _told_first(line: Line, memory: Memory) -> str | None:
    """The period that the first figures of an article are told of, where they are those of statistics."""
    first = next((t for t in stamps_of(line) if t.use == "at"), None)
    if first is None or first.time.kind is not DURING or not _STATISTICS.search(line.s):
        return None
    if first.i and line.s[first.i - 1] in _FROM_WHEN:
        return None  # 总量从2015年的…增长到…
    exact = first.time.exact or ""
    over = _OF_A_YEAR.fullmatch(exact) and (len(exact) > 4 or exact != str(memory.year))
    return exact if over and line.slots and first.i < line.slots[0] else None


def _reported(context: Context, year: int) -> str:
    """The period that a document reports on: by its title, or by its first words while the year goes on."""
    about = context.about
    period = title_period(about.title or "", year)
    if period != str(year) or not (about.published or "").startswith(f"{year}-"):
        return period
    for time in find_times(context.document.text[:_OPENING], year=year):
        if time.exact and time.exact.startswith(f"{year}-01/"):
            return time.exact
    return period


def _enter(context: Context, sentence: Sentence, block: Block, memory: Memory, called: Called) -> None:
    """Take note of the block that a sentence begins: a heading, a date over a list, a new paragraph."""
    memory.block = sentence.block
    text = sentence.text.strip()
    memory.carried = None
    memory.item = block.kind is kinds.ITEM
    head = _list_head(context, sentence, called.names) if memory.item else None
    if head is None and "【" in text:
        head = _entry(context, sentence, called.names)
    memory.head = head or memory.section
    if block.kind is kinds.HEADING:
        memory.standing, memory.topic, memory.last, memory.main = None, None, [], {}
        memory.told, memory.past, memory.asked = None, [], None
        memory.section = _whole(context.document.text, block.start, block.end, called.names)
        memory.section = None if block.level <= 1 else memory.section
        if block.level <= 2 and (name := section_subject(text)):
            memory.home, memory.english = name, None
            called.home = memory.home
    memory.theme, memory.said, memory.span = None, None, None
    memory.fresh = not memory.item
    if not memory.press or memory.item:
        memory.topic = None
    if text and text[-1] in _DATE_ENDS and _DATE_BLOCK.match(text):
        times = find_times(text, year=memory.year)
        memory.standing = times[0].exact if times else None
    elif memory.standing and _ONE_MONTH.fullmatch(memory.standing) and (day := _DAY_FIRST.match(text)):
        memory.carried = f"{memory.standing}-{int(day[1]):02}"


def _times(text: str, memory: Memory) -> list[Time]:
    """The times of a sentence; 当年, and in the press 年末 and 全年, are of the year that was named last."""
    said = str(memory.said) if memory.said and memory.press else None
    told = str(memory.told) if memory.told else memory.default
    return find_times(
        text,
        year=memory.year,
        report=said or told,
        last=memory.said,
        press=memory.press,
        published=memory.published,
    )


def _years_told(text: str, memory: Memory) -> None:
    """Keep the year that a sentence goes on with, and the span that it opens with.

    The year is the last one named that is over and not compared with.
    """
    years = [int(y) for y in _YEAR_SAID.findall(text)]
    past = [y for y in years if memory.year is None or y <= memory.year]
    if past:
        memory.said = past[-1]
    if not memory.press and (opened := span_opened(text, memory.year)):
        memory.span = opened


def _report_told(context: Context, sentence: Sentence, memory: Memory) -> None:
    """Keep the year of the report that a sentence of the press tells of."""
    if told := _TOLD.search(context.document.text, sentence.start, sentence.end):
        memory.told = int(told["year"][-4:])


def _list_head(context: Context, sentence: Sentence, names: Names) -> str | None:
    """The event that the line over a list names."""
    for index in sentence.parents:
        block = context.document.blocks[index]
        if block.kind is kinds.ITEM:
            continue
        return names.event(block.start, block.end, context.document.text)
    return None


def _entry(context: Context, sentence: Sentence, names: Names) -> str | None:
    """The thing that an entry of a yearbook is titled by: 【云岫科学馆】."""
    m = _TITLE.match(sentence.text)
    return _whole(context.document.text, *m.span("title"), names, sentence.start) if m else None


def _whole(text: str, start: int, end: int, names: Names, offset: int | None = None) -> str | None:
    """The words ``start:end`` after ``offset``, without their number, if they name a thing or body.

    A title, and a label with its colon (机器人平台：), may name one by its form alone.
    """
    start, end = start + (offset or 0), end + (offset or 0)
    if m := _NUMBERING.match(text, start, end):
        start = m.end()
    title = text[start:end].strip()
    label = title.rstrip("：:")
    by_form = offset is not None or label != title
    end, title = end - (len(title) - len(label)), label
    found = names.at(start)
    named = found is not None and found[0] == end and found[1] in _SPOKEN_OF
    named = named and start not in names.guessed  # 空天信息 may be a field and heads what is of it
    return title if named or (by_form and is_thing(title)) else None


def _sentence(
    context: Context,
    sentence: Sentence,
    role_of: dict[int, Role],
    names: Names,
    called: Called,
    memory: Memory,
) -> list[Figure]:
    text = context.document.text
    readings: dict[int, Reading] = {}
    drafts: dict[int, Draft] = {}
    measuring = _measuring(sentence, role_of)
    if not measuring:
        _open(sentence, called, memory)
    else:
        for mention in measuring:
            readings[mention.start] = read_figure(context, sentence, mention, role_of[mention.start])
        for numbers, lo, hi in _windows(measuring, sentence):
            piece = text[lo:hi]
            line = make_line(piece, lo, numbers, _times(piece, memory))
            found = []
            for m, k in zip(numbers, line.slots, strict=True):
                start = m.start
                draft = Draft(
                    mention=m, role=role_of[start], reading=readings[start], k=k, clause=line.clause_of(k)
                )
                drafts[start] = draft
                found.append(draft)
            if is_english(piece):
                read_english(line, found, memory)
            else:
                if memory.press and memory.default is None and not called.place and not memory.past and found:
                    memory.default = _told_first(line, memory)
                read_sentence(line, found, memory, names=names, called=called, text=text)
            _carry_on(line, found, memory)
    return figures_of(context, sentence, role_of, readings, drafts)


def _measuring(sentence: Sentence, role_of: dict[int, Role]) -> list[Mention]:
    """The mentions of a sentence that are read: those that measure, and terms."""
    return [m for m in sentence.mentions if role_of[m.start] in _READ]


def _open(sentence: Sentence, called: Called, memory: Memory) -> None:
    """Take note of what a sentence without figures begins with, and of what it asks about."""
    words = sentence.text
    question = _QUESTION.match(words) if "：" in words or ":" in words else None
    start = sentence.start + (question.end() if question else 0)
    if question is None and not memory.press:
        called.pass_over(start, sentence.end)
    elif opened := called.opening(start, sentence.end):
        called.note(opened)
        if question:
            memory.asked = opened
        if memory.press:
            memory.topic = opened


def _windows(
    measuring: Sequence[Mention], sentence: Sentence
) -> Iterator[tuple[Sequence[Mention], int, int]]:
    """The numbers of a sentence with the text they are read in: the sentence, in pieces where it is huge."""
    lo, first = sentence.start, 0
    while first < len(measuring):
        if measuring[first].start - lo > _LONGEST:
            lo = measuring[first].start - _LONGEST // 2
        last = first + 1
        while last < len(measuring) and last - first < _MOST_NUMBERS and measuring[last].end - lo <= _LONGEST:
            last += 1
        end = measuring[last].start if last < len(measuring) else sentence.end
        hi = max(measuring[last - 1].end, min(end, lo + _LONGEST))
        yield measuring[first:last], lo, hi
        lo, first = hi, last


def _carry_on(line: Line, found: list[Draft], memory: Memory) -> None:
    """Keep in mind the figures ``found`` in a line, and the time that it opens with.

    That is the part of a year (上半年，…), and in a bulletin the day a stock is as of: it holds in its
    paragraph until another time is named. The press adds what holds at any time.
    """
    memory.last = [d for d in found if d.role in _MEASURING] or memory.last
    memory.fresh = memory.fresh and not found
    memory.past = [*memory.past, *memory.last][-_REMEMBERED:]
    if memory.press or not line.stamps or (line.stamps[0] > 1 and memory.carried is None):
        return  # nothing was held, and no time opens the line
    first = next((t for t in stamps_of(line) if t.use == "at"), None)
    if first is None:
        return
    as_of = memory.bulletin and first.time.kind is AS_OF and first.time.text.startswith("截")
    part = first.time.kind is DURING and _MONTHS.fullmatch(first.time.exact or "")
    memory.carried = first.time.exact if first.i <= 1 and (as_of or part) else None


def _row(context: Context, sentence: Sentence, role_of: dict[int, Role], memory: Memory) -> list[Figure]:
    measuring = _measuring(sentence, role_of)
    readings = {m.start: read_figure(context, sentence, m, role_of[m.start]) for m in measuring}
    row = Row(list(context.tables.cells_between(sentence.start, sentence.end)), memory, context.document.text)
    drafts: dict[int, Draft] = {}
    for mention in measuring:
        cell, role = context.tables.cell_at(mention.start), role_of[mention.start]
        if cell is not None and not cell.header and role in _MEASURING:
            draft = Draft(mention=mention, role=role, reading=readings[mention.start], k=0, clause=0)
            fill(draft, cell, row, context.document.text)
            drafts[mention.start] = draft
    return figures_of(context, sentence, role_of, readings, drafts)
