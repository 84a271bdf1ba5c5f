"""When an event happened: the date in its clause, the one that leads its sentence, its heading, its year."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from kejian import kinds
from kejian.extraction.context import Context, Sentence
from kejian.language.han import han_pattern
from kejian.language.periods import month_told
from kejian.model import Mention

_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?$")
_DAY_ALONE = re.compile(r"---(\d\d)$")
_OPEN = re.compile(r"--(\d\d(?:-\d\d)?)$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!度?[—\-–~至到])")
_WITH_YEAR = re.compile(r"\d{4}|[今去前明上本]年")
_AFTER_YEAR = re.compile(r"\d{4}-(.+)$")
_TITLE = re.compile(r"《[^》]*》|“[^”]*”")
_YEAR_FIRST = re.compile(r"[\s（(一二三四五六七八九十、.\d)）]*(?:19|20)\d\d年")
_LAST_MONTH = re.compile(r"上个?月|本月")
_STOCK = re.compile(r"(?:截至|截止|截止到|(?<!回)到|至|与|较|比)$")
_LEAD_ONLY = re.compile(r"[\s，,。：:—\-–*]*$")
_SAME = re.compile(r"同[日月年天]|当[日月天]")
# on the day of what was told before
_THERE = han_pattern(r"\p{Han}{0,4}(?:仪式|开幕式|启动式|大会|活动|论坛|会议|会|现场)上")
# 2020年度国家科学技术奖励大会: the year is part of the name
_OF_YEAR = re.compile(r"(?:19|20)\d\d年度[^，、。；\d]{2,16}(?:大会|奖|会议|评选|榜)")
_TOLD_DAY = re.compile(
    r"(?P<week>[上本]周)(?![一二三四五六日天末])|(?P<day>昨[天日]|今[天日]|前天)(?:上午|下午|凌晨|晚间?|早晨|中午)?"
    r"|(?P<year>今年(?=[底末初])|(?<![比较同自从至到与超])[去前]年(?!\d|以来|同期|同月|度))[底末初]?"
)
# where one of these or 上月 may be told. Each branch begins with one character: for those the search passes
# over all others at once
_SPOKEN = re.compile(r"昨[天日]|今[天日年]|前[天年]|去年|上[个月周]|本[月周]")
_BACK = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2}
_MONTH_LATER = ("次月", "翌月")
HEAD = 8  # characters of a clause in which it says so
_BY_BEFORE = "同当次翌"  # how 同日, 当月, 次年 begin
_YEARS_LATER = re.compile(r"次年|翌年|(?P<n>[一二两三四五六七八九]|\d)年后")
_COUNT = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_WHICH_YEAR = frozenset({"今年", "去年", "当年", "同年", "前年", "次年", "本年", "翌年"})
_DATELINE = han_pattern(
    r"\p{Han}{2,8}[报网社台]|(?:本报|新华社|中新社|记者)?\p{Han}{0,8}[讯电]\s*(?:[（(][^（）()]{0,24}[)）])?\s*"
)
_IN_FORCE = re.compile("起(?:正式)?(?:施行|实施|执行|生效)")  # told as done, though the paper came before
_DAYS = re.compile(r"---(\d\d)/---\d\d$")
_MONTH = re.compile(r"\d{4}-\d\d(?=$)")
_SPAN = re.compile(r"(?P<first>(?P<y1>\d{4})-(?P<m1>\d\d)(?:-\d\d)?)/(?P<y2>\d{4})-(?P<m2>\d\d)(?:-\d\d)?$")
_TO_MONTH = 7  # characters of a date up to its month
_LONGEST_ALONE = 16  # characters of a block that is nothing but a date
_MONTHS = 2  # a longer span tells what went on


class Time(msgspec.Struct, frozen=True, gc=False):
    """A date as it stands at ``start:end`` of the document; ``iso`` of a day, a month or a year."""

    start: int
    end: int
    iso: str


class Calendar:
    """The dates of a document and what they date.

    A block that is nothing but a date (``5月`` over bullets) dates what follows it; a heading with a year
    gives its section that year; what is left has the year reported on.
    """

    def __init__(self, context: Context, masked: str) -> None:
        self._context, self._masked = context, masked
        self._times = [
            m for m in context.mentions if (m.kind is kinds.DATE or m.kind is kinds.PERIOD) and m.iso
        ]
        self._starts = [m.start for m in self._times]
        self._spoken = [told.start() for told in _SPOKEN.finditer(masked)]
        self._years: dict[int, str | None] = {}
        self._press = "press" in (context.about.genre or "")
        self._heads = self._date_heads()
        self.latest = context.reference.published or str(context.reference.year or "")

    def year_of(self, block: int) -> str | None:
        """The year of the section that ``block`` stands in."""
        if block in self._years:
            return self._years[block]
        context = self._context
        above = context.document.blocks[block]
        year = None
        if above.kind is kinds.HEADING and (above.parent is not None or context.reference.year is None):
            year = _only_year(context.block_text(block))
        if year is None:
            year = _text(context.reference.year) if above.parent is None else self.year_of(above.parent)
        self._years[block] = year
        return year

    def head_date(self, block: int) -> str | None:
        """The date that a date standing alone above ``block`` gives it."""
        return self._heads.get(block)

    def together(self, block: int, other: int) -> bool:
        """Whether 同日 in one block may mean the day of another: in one paragraph, or under one date."""
        head = self._heads.get(other)
        return block == other or (head is not None and head == self._heads.get(block))

    def within(self, sentence: Sentence) -> list[Time]:
        """The days, months and years of a sentence that may date an event, in order.

        Dates inside names and quotations are left out, and so are those that a stock is counted to.
        """
        times = [m for m in sentence.mentions if (m.kind is kinds.DATE or m.kind is kinds.PERIOD) and m.iso]
        spoken = bisect_left(self._spoken, sentence.start) < bisect_left(self._spoken, sentence.end)
        if not times and not spoken:
            return []
        masked = self._masked
        found = []
        previous = self.year_of(sentence.block)
        for mention in times:
            iso = self._iso(mention, sentence, previous)
            if iso is None or masked[mention.start] == "□":
                continue
            if self._later(iso) and not _IN_FORCE.match(masked, mention.end):
                continue
            previous = iso[:4]
            if len(iso) == 4 and ("年" not in mention.surface or _OF_YEAR.match(masked, mention.start)):
                continue  # 2023某某大会: a year in a name
            start = mention.start
            if masked[start - 2 : start] in _WHICH_YEAR:
                start -= 2
            if masked.startswith("以来", mention.end):
                continue  # 2018年以来，先后出台
            if not _STOCK.search(masked, sentence.start, mention.start) or masked.startswith(
                "起", mention.end
            ):
                found.append(Time(start, mention.end, iso))
        if spoken:
            found += self._told_days(sentence)
            month = _LAST_MONTH.search(masked, sentence.start, sentence.end)
            if month and (told := month_told(month.group(), self.latest)):
                found.append(Time(month.start(), month.end(), told))
        found.sort(key=lambda t: t.start)
        return found

    def told_at(self, start: int, end: int) -> str | None:
        """The first date that begins in ``start:end``, if it is over by the day of publication."""
        place = bisect_left(self._starts, start)
        if place == len(self._times) or self._times[place].start >= end:
            return None
        iso = self._first_day(self._times[place])
        return iso if _ISO.match(iso) and not self._later(iso) else None

    def _told_days(self, sentence: Sentence) -> Iterator[Time]:
        """昨天, 今日 of an article whose day is known, 去年底 of any."""
        for match in _TOLD_DAY.finditer(self._masked, sentence.start, sentence.end):
            if match["week"] and len(self.latest) == 10:
                day = date.fromisoformat(self.latest) - timedelta(days=7 * (match["week"] == "上周"))
                yield Time(match.start(), match.end(), day.isoformat()[:7])
                continue
            back = _BACK.get(match["day"] or "")
            if back is not None and len(self.latest) == 10:
                day = date.fromisoformat(self.latest) - timedelta(days=back)
                yield Time(match.start(), match.end(), day.isoformat())
            elif match["year"] and len(self.latest) >= 4:
                yield Time(match.start(), match.end(), str(int(self.latest[:4]) - _YEARS_BACK[match["year"]]))

    def dateline(self, block: int) -> str | None:
        """The day that opens a paragraph of a press article; it dates what the paragraph tells."""
        if not self._press:
            return None
        start = self._context.document.blocks[block].start
        place = bisect_left(self._starts, start)
        if place == len(self._times):
            return None
        time = self._times[place]
        lead = self._context.document.text[start : time.start]
        if len(time.iso or "") == 10 and _DATELINE.fullmatch(lead):
            return time.iso
        return None

    def leads(self, sentence: Sentence) -> bool:
        """Whether a date stands first in the sentence: a row of a chronicle."""
        place = bisect_left(self._starts, sentence.start)
        return place < len(self._times) and self._times[place].start <= sentence.start + 1

    def _iso(self, mention: Mention, sentence: Sentence, previous: str | None) -> str | None:
        text = mention.surface
        iso = self._first_day(mention)
        if day := _DAY_ALONE.match(iso):  # 5日，… under 1月
            month = (self.head_date(sentence.block) or "")[:7] or self._month_of_press(day[1])
            return f"{month}-{day[1]}" if _MONTH.match(month) else None
        if text.endswith(("底", "末", "初")):
            iso = iso[:7] if "月" in text else iso[:4]
        before = self._masked[max(mention.start - 2, 0) : mention.start]
        partial = not _WITH_YEAR.search(text) and before not in ("今年", "去年", "前年", "本年")
        match = _OPEN.match(iso) or (_AFTER_YEAR.match(iso) if partial and _ISO.match(iso) else None)
        if match:
            report = _text(self._context.reference.year)
            year = previous if previous != report or _OPEN.match(iso) else iso[:4]
            if "年" in text[:2] or before in ("当年", "同年"):
                year = self._year_before(mention) or year
            return f"{year}-{match[1]}" if year and year.isdigit() else None
        return iso if _ISO.match(iso) else None

    def _month_of_press(self, day: str) -> str:
        """The month that a press article means by a day alone: its own, where the day is over."""
        press = self._press and len(self.latest) == 10
        return self.latest[:7] if press and day <= self.latest[8:] else ""

    def _first_day(self, mention: Mention) -> str:
        """The ISO form of a date, and of a span of days or of a month or two its first."""
        iso = (mention.iso or "").partition("T")[0]
        if "/" not in iso:
            return iso
        day = _DAYS.match(iso)
        if day:  # 5月18—25日 is two mentions
            place = bisect_left(self._starts, mention.start)
            month = self._times[place - 1] if place else None
            known = month is not None and month.end == mention.start and _MONTH.match(month.iso or "")
            return f"{known[0]}-{day[1]}" if known else f"---{day[1]}"
        span = _SPAN.match(iso)
        if span is not None and "季" in mention.surface:
            return iso[:4]
        if span is None or "旬" in mention.surface:
            return iso[:7] if span else iso
        months = (int(span["y2"]) - int(span["y1"])) * 12 + int(span["m2"]) - int(span["m1"])
        return span["first"] if 0 <= months <= _MONTHS else iso

    def _year_before(self, mention: Mention) -> str | None:
        index = bisect_left(self._starts, mention.start) - 1
        while index >= 0:
            before = self._times[index]
            if _YEAR.search(before.surface) and before.iso:
                return before.iso[:4]
            index -= 1
        return None

    def _later(self, iso: str) -> bool:
        """Whether the date lies after the document was published (or the year after the one reported on)."""
        size = min(len(iso), len(self.latest))
        limit = self.latest
        if self._context.reference.published is None and self._context.reference.year:
            limit, size = str(self._context.reference.year + 1), 4
        return bool(limit) and iso[:size] > limit[:size]

    def _date_heads(self) -> dict[int, str]:
        """The date of each block that follows a date standing alone."""
        heads: dict[int, str] = {}
        current: str | None = None
        over = -1  # the block of the date that stands over what follows
        items = paragraphs = 0
        section = False
        context = self._context
        for index, block in enumerate(context.document.blocks):
            if block.kind is kinds.CELL:
                continue
            alone = self._alone(index) if block.end - block.start <= _LONGEST_ALONE else None
            if alone:
                current, over, items, paragraphs = alone, index, 0, 0
                section = block.kind is kinds.HEADING  # a heading dates all up to the next
                continue
            if block.kind is kinds.HEADING and over not in (block.parent, index - 1):
                current = None  # but a title under the date is dated by it
            if current is None:
                continue
            items += block.kind is kinds.ITEM
            paragraphs += block.kind is not kinds.ITEM
            if not section and paragraphs and (items or paragraphs > 3):
                current = None
                continue
            heads[index] = current
        return heads

    def _alone(self, index: int) -> str | None:
        block = self._context.document.blocks[index]
        place = bisect_left(self._starts, block.start)
        if place == len(self._times) or self._times[place].end > block.end:
            return None
        mention = self._times[place]
        text = self._context.document.text
        if not (
            _LEAD_ONLY.match(text, block.start, mention.start)
            and _LEAD_ONLY.match(text, mention.end, block.end)
        ):
            return None
        iso = self._first_day(mention)
        match = _OPEN.match(iso) or (
            _AFTER_YEAR.match(iso) if not _WITH_YEAR.search(mention.surface) else None
        )
        if match:
            year = self.year_of(index)
            return f"{year}-{match[1]}" if year else None
        return iso if _ISO.match(iso) else None


def may_go_on(text: str) -> bool:
    """Whether ``may_date`` may hold of any clause of ``text``."""
    return "上" in text or "年后" in text or "同" in text or "当" in text or "次" in text or "翌" in text


def may_date(text: str) -> bool:
    """Whether ``text``, the first ``HEAD`` characters of a clause, may date it by what is told before."""
    return text[0] in _BY_BEFORE or "上" in text or "年后" in text


def same_as_before(text: str) -> str | None:
    """``同日``, ``同月``… at the head of a clause: what it shares with the event before, else None."""
    if "上" in text and _THERE.match(text):
        return "同日"
    match = _SAME.match(text) if text[:1] in ("同", "当") else None
    return match.group() if match else None


def years_later(text: str) -> int | None:
    """How many years after the event before: ``次年``, ``两年后`` at the head of a clause."""
    match = _YEARS_LATER.match(text) if text[1:2] == "年" else None
    if match is None:
        return None
    return 1 if match["n"] is None else int(match["n"]) if match["n"].isdigit() else _COUNT[match["n"]]


def month_after(text: str, last: str) -> str | None:
    """The month after that of ``last`` where ``text`` begins with 次月.

    >>> month_after("次月揭牌", "2022-12-05")
    '2023-01'
    """
    if not text.startswith(_MONTH_LATER) or len(last) < _TO_MONTH:
        return None
    year, month = int(last[:4]), int(last[5:_TO_MONTH])
    return f"{year + month // 12}-{month % 12 + 1:02d}"


@lru_cache(maxsize=64)  # a heading is asked for by each block under it
def _only_year(text: str) -> str | None:
    """The year that a heading begins with, if it names no other."""
    years = set(_YEAR.findall(_TITLE.sub("", text)))
    return years.pop() if len(years) == 1 and _YEAR_FIRST.match(text) else None


def _text(year: int | None) -> str | None:
    return None if year is None else str(year)
