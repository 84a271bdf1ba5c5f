"""Places in rankings as a text tells them: who holds which place of which list, and how far it has moved."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import msgspec
import regex

from kejian.auditing.body import main_subject
from kejian.auditing.model import Read
from kejian.auditing.same import alike, measure_key, small_number
from kejian.language.normal import normal
from kejian.model import Aspect, BlockKind, EntityType, Figure, Passage, Value

N = r"(?:[1-9]\d{0,2}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
END = r"(?=[,，。.;；、)）\s!！?？”]|$)"
_HOLD = (
    r"(?:[位名排]?[居列]|排名?|位次|名次|[跻升晋跃冲][身居升入至到]|[升降滑退回落]+[至到为居]|[为在至到是])"
)
_PLACE = regex.compile(
    rf"第(?<n>{N})(?:[位名](?!次?[^,，。;；、]{{0,3}}(?:嘉宾|代表|学生|专家))|个?席位?)"
    rf"|(?<={_HOLD}[^,，。;；、\d第]{{0,8}})第(?<n2>{N}){END}"
    rf"|(?<one>榜首|首位|头名|第一方?位)"
    rf"|前(?<top>{N})(?:[位名强]|(?=[,，。;；]))(?!左右)"
)
_MOVED = regex.compile(
    rf"(?<way>前[进移]|上升|提升|提高|跃升|跃进|攀升|晋升|升|进|下降|下滑|后[退移]|滑落|回落|倒退|退后|降|退)"
    rf"(?:位次|名次|排名)?了?(?<k>{N})个?(?:位次?|名次?|席位?)(?!的?企业)"
)
_LEVEL = regex.compile(
    r"(?:[较比与和同]|跟)?(?:上年|去年|上一?年度|上期|前一年)?(?:排名|位次|名次)?(?:持平|保持不变|没有变化|未变)"
)
_DOWN = frozenset("降滑退落后倒")
_LONG_AGO = regex.compile(
    r"[近过两二三四五六七八九十]年|(?<!\d)\d{1,2}年|以来|十[一二三四]五|累计|连续|年均|前年|年前|季|月"
)
_YEAR_BEFORE = regex.compile(
    r"(?:上年|去年|上一?年度?|前一年|上期)(?:度|同期)?的?[^,，。;；、\d]{0,4}$|(?<![较比与同和])(?:上年|上一?年度|前一年)(?!末|底)"
)
_FROM = regex.compile(r"[由从自](?:上年|去年|上一?年度?|前一年|(?:(?:19|20)\d{2})年)?[^,，。;；、\d]{0,10}$")
_TO = regex.compile(r"^[^,，。;；]{0,6}[升进跃移降滑退落回攀提][^,，。;；]{0,3}[至到为]?")
_TITLE = regex.compile(r"《([^》]{3,40})》")
_INDEX = regex.compile(
    r"((?:\p{Han}|[A-Za-z]|“|”){2,24}?(?:指数|排行榜?|榜单|百强榜?|竞争力(?:评价|排名)?|评价|评估|考核|测评))"
)
_YEAR = regex.compile(r"((?:19|20)\d{2})(?:年|(?=\D|$))")
# the year in which a place was held, whatever the edition: 云湖2020年居第5位
_YEAR_HELD = regex.compile(
    r"(?<![比较])((?:19|20)\d{2})年(?:度|时|已|则|曾|还|仅)?(?=[居列位排名升跃进跻为是在第])(?!\S{0,12}[发公]布)"
)
_CITY = regex.compile(
    r"(?:(?:(?![全本我各该省首前个的与和及在是型由从家])\p{Han}){1,3}?(?:区|县|(?<!城|百强)市|省))(?!域|间|块|级|场|分|长|值|区|榜)"
    r"|(?:(?![在由从据])\p{Han}){2,10}?(?:大学|学院|公司|研究[院所]|医院|实验室)"
)
_SCOPE = regex.compile(
    r"全[国省市球区县州]|世界|国内|国际|亚洲|亚太|各[区县市省]|长三角|珠三角|大湾区|京津冀|中西部|东部|西部|中部|副省级|地级市|省会|计划单列市|同类"
)
_OF = regex.compile(
    rf"(?<n>[1-9]\d{{0,2}}|{N})(?:个|座)(?:[^,，。;；、\d]{{0,10}})(?:城市|市|区县|县区|区|县|园区|高新区|经开区|开发区|省份|省|国家|经济体|单位)"
)
_SAID = regex.compile(
    r"[我本全该][市省县区]|其中|全年|年末|年底|(?:以的?|的)规模|综合|总体|总排名|排名|排位|位次|名次|整体|水平|参评|参加|评价|结果|报告|发布|显示|年度|最新|中国|全国|我国|"
    r"[（(][^）)]*[）)]|(?:19|20)\d{2}年?(?:度|末|底)?|上年|去年|今年|当年|[较比与同]|继续|连续|持续|稳|首次|再次|跃?升|前[移进]|已|仅次于.*|"
    r"^[在于从由以]+|[在中上里内均稳位居列名排跻身入为是至到达第]+$|[的了“”《》\s:：|]|分别|依次|个|城市|并列|目前|同期|保持|稳定|约|按|根据|据"
)
_SAID_LIGHT = regex.compile(
    r"(?:19|20)\d{2}年?度?|[在于由从]|《|》|[全我本]市|首次|进入|跻身|入围|入选|上年|去年|根据|发布|最新|的|显示"
)
_GENERIC = regex.compile(r"^(?:总量|规模|数量|总数|总额|总值|总分|得分|名次|其|增速|增幅|占比|比重|强度)*$")
_MEANT = regex.compile(r"倒数|力争|争取|目标|计划到|拟|预计|有望|将[进跻居位]|届时")
_NOT_GIVEN = regex.compile(r"(?:不设|未设|没有|不评|空出)$")
# 居前三位的是甲、乙和丙: places of those named behind
_OF_LISTED = regex.compile(r"的(?:\p{Han}{1,8}?)?(?:依次|分别)?[是为有]")
_VACANT = regex.compile(r"[^,，。；]{0,3}(?:空缺|不设|未评出|轮空)")
_EDGE = regex.compile(r"[,，。;；!！?？\n]")
_COUNT_OF = regex.compile(r"(?<=\p{Han}{3})(?:总数|总量|数量|总额|[数量])$")
_KINDS = ("产业", "企业", "项目", "工业", "服务")  # words that a longer measure narrows
_END_OF_MEASURE = 3  # characters of a measure told again without what begins it: 成交额
_SHORTEST = 4  # characters by which two lists are known for one
_LONGEST = 400  # characters of a sentence
_REACH = 40  # characters from a place to how far it has moved


class Standing(Value, frozen=True, kw_only=True, tag_field="is", tag="standing"):
    """A place that a text gives somebody in a list.

    ``best`` and ``worst`` are the places that it can be (`前十` is 1 to 10). ``title`` names the list where
    the text does, ``topic`` what is ranked. ``moved`` counts places gained since the year ``since`` (lost
    ones are negative), ``dated`` says that the year stands in the sentence. ``of`` is how many are ranked.
    """

    document: int
    passage: Passage
    sentence: int
    subject: str
    year: str
    best: int
    worst: int
    title: str = ""
    topic: str = ""
    scope: str = ""
    of: int | None = None
    dated: bool = False
    moved: int | None = None
    since: str = ""
    move: Passage | None = None


def sentences(read: Read) -> Iterator[tuple[int, int]]:
    """Where the sentences of running text start and end; a semicolon ends none."""
    for block in read.document.blocks:
        if block.kind in (BlockKind.ROW, BlockKind.CELL):
            continue
        start = block.start
        for mark in regex.finditer(r"[。！？\n]", read.document.text[block.start : block.end]):
            yield start, block.start + mark.end()
            start = block.start + mark.end()
        if start < block.end:
            yield start, block.end


def standings(number_: int, read: Read) -> list[Standing]:
    """The places that a document tells, in reading order."""
    text, main = normal(read.document.text), main_subject(read.facts)
    ranks = {f.passage.start: f for f in read.facts.figures if f.aspect is Aspect.RANK}
    levels = [f for f in read.facts.figures if f.aspect in (Aspect.LEVEL, Aspect.RATIO) and f.measure]
    starts = [f.passage.start for f in levels]
    holders = sorted(
        (start, end, entity.name)
        for entity in read.facts.entities
        if entity.type in (EntityType.ORGANISATION, EntityType.PLACE)
        for start, end in entity.mentions
    )
    found: list[Standing] = []
    for start, end in sentences(read):
        if end - start > _LONGEST:
            continue
        inside = levels[bisect_right(starts, start - 1) : bisect_right(starts, end)]
        near = holders[bisect_left(holders, (start,)) : bisect_left(holders, (end + 1,))]
        who = [h for h in near if h[1] <= end]
        found += _Sentence(number_, read, text, (start, end), main, inside, who).standings(ranks)
    return found


class _Sentence:
    def __init__(
        self,
        document: int,
        read: Read,
        text: str,
        span: tuple[int, int],
        main: str,
        levels: list[Figure],
        holders: list[tuple[int, int, str]],
    ) -> None:
        self.document, self.read, self.text = document, read, text
        self.start, self.end = span
        self.main, self.levels, self.holders = main, levels, holders

    def _vacant(self, match: "regex.Match[str]") -> bool:
        """`并列第二，第三名空缺`: nobody has that place."""
        before = self.text[max(match.start() - 3, self.start) : match.start()]
        return bool(_NOT_GIVEN.search(before) or _VACANT.match(self.text, match.end()))

    def standings(self, ranks: dict[int, Figure]) -> list[Standing]:
        matches = list(_PLACE.finditer(self.text, self.start, self.end))
        found: list[Standing] = []
        for at, match in enumerate(matches):
            if _MEANT.search(self.text, self.start, match.start()) or self._vacant(match):
                continue
            figure = next((ranks[p] for p in range(match.start(), match.end()) if p in ranks), None)
            before = matches[at - 1].end() if at else self.start
            after = matches[at + 1].start() if at + 1 < len(matches) else self.end
            one = self._one(match, figure, before, after, first=at == 0)
            if one is not None and found and not one.topic and not one.title:
                one = msgspec.structs.replace(one, topic=found[-1].topic, title=found[-1].title)
            found += [one] if one is not None else []
        return found

    def _one(
        self, match: "regex.Match[str]", figure: Figure | None, before: int, after: int, *, first: bool
    ) -> Standing | None:
        lead = self.text[self.start : match.start()]
        clause = lead[max((m.end() for m in _EDGE.finditer(lead)), default=0) :]
        if "、" in clause and regex.search(r"分别?[居列位排]", clause):
            return None  # several places for several holders
        if match["top"] and _OF_LISTED.match(self.text, match.end()):
            return None  # places of those named behind
        if self.text.startswith(("空缺", "从缺", "缺"), match.end()):
            return None  # a place that nobody holds
        title = self._title(lead)
        year, dated = self._year(lead, title, figure)
        if _YEAR_BEFORE.search(lead[max(before - self.start, len(lead) - len(clause)) :]):
            year = self._year_before(lead)
        elif _FROM.search(clause) and _TO.search(self.text[match.end() : after]):
            told = _YEAR.findall(clause)
            if not told:
                return None  # since when is not said
            year, dated = told[-1], True
        best, worst = _places(match)
        of = list(_OF.finditer(lead))
        subject = self._subject(match.start(), clause)
        own = subject == self.main and not self.main.endswith(("区", "县"))
        scopes = [word for word in _SCOPE.findall(clause) if not (own and word == "全市")]
        moved = self._moved(match, before, after, year, first=first)
        return Standing(
            document=self.document,
            passage=self.read.document.passage(match.start(), match.end()),
            sentence=self.start,
            subject=subject,
            year=year,
            best=best,
            worst=worst,
            title=title,
            topic=self._topic(clause, match.start(), title, subject),
            scope=scopes[-1] if scopes else "",
            of=small_number(of[-1]["n"]) if of else None,
            dated=dated,
            moved=moved[0] if moved else None,
            since=moved[1] if moved else "",
            move=moved[2] if moved else None,
        )

    def _title(self, lead: str) -> str:
        titles = _TITLE.findall(lead)
        return titles[-1] if titles else ""

    def _year(self, lead: str, title: str, figure: Figure | None) -> tuple[str, bool]:
        """The year right before the place, else the list's edition, the sentence's year, the document's."""
        clause = _TITLE.sub("", lead)[
            max((m.end() for m in _EDGE.finditer(_TITLE.sub("", lead))), default=0) :
        ]
        if own := _YEAR_HELD.search(clause):
            return own[1], True
        if edition := _YEAR.findall(title):
            return edition[-1], True
        outside = _TITLE.sub("", lead)
        years = [m[1] for m in _YEAR.finditer(outside) if not outside[: m.start()].endswith(("比", "较"))]
        period = (figure.period or "")[:4] if figure is not None else ""
        if years:
            return (period if period in years else years[-1]), True
        return period or str(self.read.facts.about.report_year or ""), False

    def _year_before(self, lead: str) -> str:
        years = _YEAR.findall(_TITLE.sub("", lead)) or [str(self.read.facts.about.report_year or 0)]
        return str(int(years[-1]) - 1)

    def _subject(self, at: int, clause: str) -> str:
        """Who is named last before the place, in clause or sentence; the document's place if nobody."""
        lead = self.text[self.start : at]
        for words, offset in ((clause, at - len(clause)), (lead, self.start)):
            bare = _TITLE.sub(lambda m: "　" * len(m[0]), words)
            bare = regex.sub(r"仅次于.*", lambda m: "　" * len(m[0]), bare)
            if self.main and self.main.removesuffix("市") in bare:
                named = bare.rfind(self.main.removesuffix("市"))
            else:
                named = max(
                    (m.start() for m in regex.finditer(r"[我本全][市省县区](?![^,，]{0,6}$)", bare)),
                    default=-1,
                )
            others = [(m.start(), m[0]) for m in _CITY.finditer(bare) if not _ours(m[0], self.main)]
            others += [
                (s - offset, name)
                for s, e, name in self.holders
                if offset <= s
                and e <= at
                and not _ours(name, self.main)
                and bare[s - offset : e - offset].strip("　")
            ]
            last = max(others, default=(-1, ""))
            if last[0] > named:
                return last[1]
            if named >= 0:
                return self.main
        return self.main

    def _topic(self, clause: str, at: int, title: str, subject: str) -> str:
        """What is ranked: the words of the clause, else the measure told before, else the index named."""
        words = _TITLE.sub("", clause)
        bare = self.main.removesuffix("市")
        words = _PLACE.sub("", words)
        for name in (f"{bare}市", subject, bare):
            words = words.replace(name, "") if bare else words
        for level in self.levels:
            words = words.replace(normal(level.passage.quote), "")
        words = _OF.sub("", words)
        words = _SCOPE.sub("", words)
        if index := _INDEX.search(_SAID_LIGHT.sub("", words)):
            return index[1]
        words = _SAID.sub("", words)
        if not _GENERIC.match(words) and len(words) > 1:
            return words
        if title:
            return ""
        told = [f for f in self.levels if f.passage.start < at]
        if told and told[-1].unit != "个":
            return (told[-1].measure or "") + ("增速" if words in ("增速", "增幅") else "")
        lead = _OF.sub("", self.text[self.start : at])
        index = _INDEX.search(_SAID_LIGHT.sub("", lead.replace(f"{bare}市", "").replace(bare or "\0", "")))
        return index[1] if index else ""

    def _moved(
        self, match: "regex.Match[str]", before: int, after: int, year: str, *, first: bool
    ) -> tuple[int, str, Passage] | None:
        """How far the place has moved: told behind it, or before the first one."""
        if not year.isdigit():
            return None
        spans = [(match.end(), min(after, match.end() + _REACH))]
        if first:
            spans.append((max(before, match.start() - _REACH), match.start()))
        for start, end in spans:
            for found in _MOVED.finditer(self.text, start, end):
                around = self.text[max(start, found.start() - 14) : found.start()]
                if _LONG_AGO.search(around):
                    return None
                since = _YEAR.findall(around)
                base = since[-1] if since and since[-1] != year else str(int(year) - 1)
                steps = small_number(found["k"]) * (-1 if _DOWN & set(found["way"]) - {"前"} else 1)
                return steps, base, self.read.document.passage(found.start(), found.end())
            if (level := _LEVEL.match(self.text[start:end].lstrip(",，"))) and start == match.end():
                at = self.text.index(level[0], start)
                return 0, str(int(year) - 1), self.read.document.passage(at, at + len(level[0]))
        return None


def _ours(name: str, main: str) -> bool:
    return bool(main) and name.removesuffix("市") == main.removesuffix("市")


def _places(match: "regex.Match[str]") -> tuple[int, int]:
    if match["top"]:
        return 1, small_number(match["top"])
    if match["one"]:
        return 1, 1
    place = small_number(match["n"] or match["n2"])
    return place, place


def one_list(a: Standing, b: Standing) -> bool:
    """Whether two places are of one list: one title or topic is the other in shorter words."""
    if (a.scope and b.scope and a.scope != b.scope) or (a.of and b.of and a.of != b.of):
        return False
    mine, theirs = _spelt(a.title), _spelt(b.title)
    if mine and theirs:
        return _shorter(mine, theirs) and _spelt(a.topic) == _spelt(b.topic)
    if mine or theirs:
        title, topic, other = (mine, _spelt(b.topic), a.topic) if mine else (theirs, _spelt(a.topic), b.topic)
        return not other and _shorter(title, topic)
    one, two = _measure(a.topic), _measure(b.topic)
    if one == two:
        return bool(one)
    if _is_index(a.topic) and _is_index(b.topic):
        return _shorter(one, two)
    short, long = sorted((one, two), key=len)
    return len(short) >= _END_OF_MEASURE and long.endswith(short) and not short.startswith(_KINDS)


def _is_index(topic: str) -> bool:
    return _INDEX.search(topic) is not None


def _measure(topic: str) -> str:
    key = measure_key(alike(_COUNT_OF.sub("", topic)))
    return _SAID.sub("", key) or key


def _spelt(title: str) -> str:
    return regex.sub(
        r"(?:19|20)\d{2}年?度?|中国|全国|我国|报告|排行榜?|榜单?|排名|评价|综合|结果|[（(].*?[)）]|[“”\s·\-—:：]",
        "",
        normal(title),
    )


def _shorter(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(short) >= _SHORTEST and all(c in rest for c in short)
