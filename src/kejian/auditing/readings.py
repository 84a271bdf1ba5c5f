"""Figures under the words of their own clause: a second reading that does not need the extraction to have
found the measure as other documents call it.

`累计建成5G基站34164个`, `5G基站累计建成34164个` and a table's row `5G基站` are the same words whatever was
extracted; growth, increase and multiple that follow a level are of it. What the clause leaves open, or is
said of a part, a plan or another day, has no second reading.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec
import regex

from kejian.auditing.evidence import Guess
from kejian.auditing.following import RISING
from kejian.auditing.mending import CHANGING, is_bare
from kejian.auditing.said import Said
from kejian.auditing.same import PEOPLE, words_key
from kejian.auditing.whose import BODY, Scope
from kejian.language.normal import normal
from kejian.model import Aspect, Document, Facts

_LEVELS = (Aspect.LEVEL, Aspect.RATIO, Aspect.SHARE)
_MOVES = (Aspect.GROWTH, Aspect.CHANGE)
_SHORTEST, _LONGEST = 3, 24  # characters of the words that name what is counted
_MOST_LEAD = 60
_FEWEST, _MOST_SAID = 10, 90  # characters of a sentence that tells what its number is of
_COUNTED = regex.compile(r"\d(?![\d年月日]*[年月日])")
_NUMBER = regex.compile(r"[\d][\d,.%‰]*(?:年度?(?:末|底)?|月份?|日)?")
_YEAR = 4
_MARKS = regex.compile(
    r"^[\s\-–•·●○▪►◆■*>]*(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]\s*|第[一二三四五六七八九十]+[章节、]\s*)*"
)
_OTHER_DAY = regex.compile(
    r"初步|快报|预计|(?<!公共)预算|修订|调整后|核实|口径|可比|计划|目标|力争|不含|[（(，]含|年前|此前|当时|原来|最初|起步|曾"
)
_PART = regex.compile(
    r"其中|另有|此外|各|每|人均|户均|均|占|比[上去]年|同比|第[一二三四五六七八九十\d]|排名|位次|名次"
)
_TIME_LEFT = regex.compile(r"\d(?![GgDd])|[一二三四五六七八九十]+(?:季度|月)")
_VAGUE = regex.compile(
    r"^(?:总?投资|建筑?面积|面积|产值|产业|产业规模|金额|资金|经费|余额|收入|销售收入|营业收入|利润|税收|项目|企业|机构|单位|人员|员工|职工|"
    r"\p{Han}{0,2}(?:额|产值|收入|人次|总值|增加值|面积)|授权量?|申请量?|拥有量|新\p{Han}{1,2}|数量|总数|平均|产能|规模|合同|专利|论文|成果|平台|基地|团队|嘉宾|人数|人次|措施|条款|合计|总计|小计|入驻企业|服务企业|惠及企业|受益企业|"
    r"支持企业|企业服务|企业惠及|带动就业|就业|岗位|占地|投入|支出|完成|实现|其他|其余|同类|相关|国家级|省级|市级|区级)$"
)
_TAIL = regex.compile(
    r"^(?P<noun>\p{Han}{2,14}?)(?=正在|获得|获|享受|使用|选择|参加|参与|入选|落户|集聚|落地|构成|成为|来自|投入|组成|用上|用券|得到|受益|撑起|通过|总|$|[，、。；])"
)
_OWN = regex.compile(
    r"全市|本市|我市|全州|本州|我州|全区|本区|我区|全县|本县|我县|全院|本院|我院|全校|全省|本省|我省|全国|我国"
)
_FIRM = regex.compile(r"^(?:本|我)?(?:公司|司|集团)(?=\p{Han}{3})")
_EARLIER = "earlier"  # a period of which nothing more is known
_RISEN = regex.compile(r"[由从自]\s*$")
_RISING = regex.compile(r"[由从自]\s*(?:上年|去年|上一年)?[末底]?的?$")
# what it rose from, verbs and adverbs before and after what is counted
_FROM = regex.compile(r"[由从自于](?:上年|去年|上一年|年初|期初|(?:19|20)\d{2}年)?(?:同期)?[末底初]?的?$")
_ADVERBS = regex.compile(r"^(?:也|还|更|则|又|再|均|都)+")
_GATHERED = regex.compile(
    r"^(?:\p{Han}{0,6}(?:平台|网络?|系统))?(?:共?汇集|集聚|汇聚|聚集|整合|收录|入网|接入|开放共享|共享)(?:了)?"
    r"|(?:入网|接入|收录|共享)$"
)
# where it comes from: 从各类孵化载体累计毕业的企业
_OUT_OF = regex.compile(
    r"^(?:从|经|由|通过|依托)[^，。；\d]{2,14}?(?=累计|共|已)|^一般公共预算(?:支出)?中的?|^(?:全市)?各类\p{Han}{2,8}[内中](?=在)|^(?:全市)?企事业单位(?=主导|参与|牵头|承担)"
)
_NEW = regex.compile(r"新[^，。；\d]{0,6}$")
_SINCE_LAST = regex.compile(r"上年|去年|上一年|同比|年初|一年|年内|当年|净增|增速|增幅|增长|增加|新")
_LONG = regex.compile(
    r"[二两三四五六七八九十\d]+年[间来]|以来|年均|月均|环比|年前|[一二三四]季度|累计增长|翻"
)
_APART = regex.compile(r"[，、]?(?:分别|依次|各)(?=[^，。；]{0,12}\d)")
_IN_TURN = regex.compile(r"(?:分别|各|依次)[^，。；\d]{0,14}$")
_REACHES = regex.compile(
    r"^[，,]?(?:总[量数额]|余额)?(?:已)?(?:(?:达到?|增?至|为|攀升至|增加到|突破|升至|跃升至)了?|共计?|总计)$"
)
_TIMES = regex.compile(r"^(?:(?:19|20)\d{2}年[末底度]?|全年|年末)")
_THAN_THEN = regex.compile(r"[比较](?:19|20)\d{2}年[末底]?(?:同期)?$")
_SPAN = regex.compile(r"1月?[-—–至~]\d{1,2}月")
_NO_LABEL = regex.compile(r"\d|[。，；：！？]$|^[（(]")
_NAME = regex.compile(
    r"^[\p{Han}A-Z]{3,14}(?:企业|机构|人员|合同|专利|平台|载体|基地|实验室|项目|论文|成果|额|量|数|经费|余额)?$"
)
_HAN = regex.compile(r"\p{Han}")
# a step that is passed before the number is told: 技术交易额首次站上百亿，达到103.6亿元
_STEP = regex.compile(r"(?:首次|历史性)?(?:站上|突破|跨[越过]|越过|迈[上过]|冲破|超过)[^，,]*$")


def readings(
    said: Sequence[Said],
    document: Document,
    facts: Facts,
    heading: Callable[[Document, int], str],
    *,
    main: str,
    city: str = "",
) -> list[Said]:
    """The second readings of a document's figures.

    ``heading`` tells the words over a block, ``main`` is whom the document is about, ``city`` what 全市 means
    where that is something else. A reading has the words of what is counted as its measure and its place as
    subject, both in one spelling; its ``words`` is the key under which it meets others of any document.
    """
    scope = Scope(document, facts, heading, main=main, city=city)
    found: list[Said] = []
    inside: list[Said] = []
    sentence: tuple[int, int] | None = None
    before: Said | None = None
    for one in said:
        if one.sentence != sentence:
            sentence, inside = one.sentence, []
        read = _level(one, inside, document, scope)
        if not inside and before is not None and before.sentence == one.sentence:
            found += (ahead := _told_ahead(before, one, document, scope))
            inside += ahead[:1]
            read = None if ahead else read
        elif read is None and inside:
            read = _move(one, inside, document)
        if read is not None:
            found.append(read)
            inside.append(read)
        before = one
    return _told_apart(found)


def _told_apart(found: list[Said]) -> list[Said]:
    """Without cells whose words stand beside several values of one period: they do not say which is which."""
    values: dict[tuple[str, ...], set[object]] = {}
    for one in found:
        if one.cell:
            values.setdefault(_slot(one), set()).add(one.figure.value)
    return [one for one in found if not one.cell or len(values[_slot(one)]) == 1]


def _slot(said: Said) -> tuple[str, ...]:
    return said.words, said.period, said.figure.aspect or "", said.figure.base or ""


def _level(said: Said, inside: Sequence[Said], document: Document, scope: Scope) -> Said | None:
    figure = said.figure
    if (
        figure.aspect not in _LEVELS
        or figure.value is None
        or figure.comparator not in ("=", ">", ">=", "~")
        or (figure.aspect is not Aspect.LEVEL and not said.cell)
        or figure.unit in ("位", "pp", None)
        or (figure.unit == "1" and not (said.cell and figure.aspect is Aspect.LEVEL))
        or "倍" in figure.mention.surface
        or _OTHER_DAY.search(said.clause)
    ):
        return None
    period = _period(said)
    if not period or (period.isdigit() and _SPAN.search(normal(said.lead))):
        return None
    if _RISING.search(said.lead) and period == str(scope.year or ""):
        period = str(int(period) - 1) if period.isdigit() else ""  # what it rose from is of the year before
    elif not said.period and _RISEN.search(said.lead):
        period = _EARLIER  # from when, nothing says
    if not said.cell and (before := _told_before(said, inside, document)) is not None:
        words, place = before.measure, before.subject
    else:
        place = scope.of(said)
        words = _words(said, scope) or _sentence(said, scope)
    if not place or not words or (BODY.search(words) and said.lead.endswith(("（", "("))):
        return None  # `锦岭区（1575家）`: of what, the sentence says after it
    counted = "累计" in said.clause or said.accumulation == "cumulative"
    return _made(said, words=words, place=place, period=period, counted=counted)


def _made(said: Said, *, words: str, place: str, period: str, counted: bool, of: str = "") -> Said:
    """The reading; ``of`` is the key of the level that a change is of."""
    printed = said.figure.measure or words
    figure = msgspec.structs.replace(said.figure, accumulation=None, measure=printed)
    return msgspec.structs.replace(
        said,
        figure=figure,
        measure=words,
        subject=place,
        period=period,
        plain=True,
        counted=counted,
        guessed=tuple(g for g in said.guessed if g is not Guess.MEASURE),
        words=of or f"{place}~{''.join(sorted(_loose(words)))}~{figure.unit}",
        lead=regex.sub("累计|新增|净增", "", said.lead),
    )


def _loose(words: str) -> str:
    """Words without what says only that a platform has such things: 共享平台汇集大型科学仪器."""
    rest = _GATHERED.sub("", words)
    return rest if len(rest) > _SHORTEST else words


def _words(said: Said, scope: Scope) -> str:
    """What the clause says is counted, in one spelling; empty where it says too little."""
    if said.cell:
        subject = said.figure.subject or ""
        kind = "" if BODY.search(subject) else _unnamed(subject, scope)
        return _fit(words_key(kind + _unnamed(said.figure.measure or "", scope)))
    lead = _MARKS.sub("", normal(said.lead[-_MOST_LEAD:]).rpartition("——")[2])
    lead = _OUT_OF.sub("", _ADVERBS.sub("", _FROM.sub("", lead)))
    if _TIME_LEFT.search(words_key(lead)) or _PART.search(lead):
        return ""
    key = words_key(_unnamed(lead, scope))
    if len(key) >= _SHORTEST or key in PEOPLE:
        return _fit(key)
    if not key and (told := label_of(said, scope.document) or _clause_before(said)):
        return _fit(words_key(_unnamed(told, scope)))
    after = said.clause[len(said.lead) + len(said.passage.quote) :]
    noun = _TAIL.match(normal(after))
    return _fit(words_key(noun["noun"])) if noun and not key else ""


def _sentence(said: Said, scope: Scope) -> str:
    """The whole sentence without its numbers, where the clause of one names nothing.

    A yearly report tells many figures in the sentence of the year before; two that say the same to the
    letter, and stand at the same place in it, are of one measure.
    """
    if said.cell or _PART.search(said.clause) or _HAN.search(_unnamed(words_key(said.lead), scope)):
        return ""
    sentence, start = said.figure.sentence, said.start - said.figure.sentence.start
    before, after = normal(sentence.quote[:start]), normal(sentence.quote[start:])
    told = _unnamed(_NUMBER.sub("", before + after), scope)
    if not _FEWEST <= len(_HAN.findall(told)) <= _MOST_SAID or _OTHER_DAY.search(told):
        return ""
    return "" if _COUNTED.search(before) else "".join(_HAN.findall(told))


def label_of(said: Said, document: Document) -> str:
    """The short line under, or over, one that holds nothing but a figure."""
    block = document.blocks[said.block]
    if document.text[block.start : block.end].strip() != said.passage.quote:
        return ""
    for near in (said.block + 1, said.block - 1):
        if 0 <= near < len(document.blocks):
            text = document.text[document.blocks[near].start : document.blocks[near].end].strip()
            if _SHORTEST <= len(text) <= _LONGEST and not _NO_LABEL.search(text):
                return normal(text)
    return ""


def _clause_before(said: Said) -> str:
    """`从这里走出去的毕业企业，累计已有2665家`: a clause that only names what the next one counts."""
    start = said.start - len(said.lead) - said.figure.sentence.start
    before = said.figure.sentence.quote[:start]
    if not said.lead or start < 2 or not before.endswith(("，", ",", "：", ":")):
        return ""
    clause = regex.split(r"[，。；：:,]", normal(before[:-1]))[-1].rpartition("的")[2]
    clause = _TIMES.sub("", RISING.sub("", _STEP.sub("", clause)))
    return clause if _NAME.match(clause) else ""


def _unnamed(words: str, scope: Scope) -> str:
    for name in scope.names:
        words = words.replace(f"{name}市的", "").replace(f"{name}市", "").replace(f"{name}的", "")
        words = words.replace(name, "") if len(name) > 1 else words
    return _FIRM.sub("", _OWN.sub("", words))


def _fit(key: str) -> str:
    """Words that name something of its own."""
    if key in PEOPLE:
        return key
    if not _SHORTEST <= len(key) <= _LONGEST or not _HAN.search(key):
        return ""
    return "" if _VAGUE.match(key) or _TIME_LEFT.match(key) else key


def _period(said: Said) -> str:
    """The period as a slot; the only year of the sentence where none was extracted."""
    period = said.period
    if period.endswith("-12"):
        return period[:_YEAR]
    if period:
        return period
    years = set(regex.findall(r"(?<!\d)(?:19|20)\d{2}(?=年(?!以来))", normal(said.figure.sentence.quote)))
    return next(iter(years)) if len(years) == 1 else ""


def _told_before(said: Said, inside: Sequence[Said], document: Document) -> Said | None:
    """The level before it in the sentence that a level goes on about: `…为30家，上年底为25家`."""
    if not inside or inside[-1].figure.aspect not in _LEVELS or inside[-1].figure.unit != said.figure.unit:
        return None
    between = document.text[inside[-1].passage.end : said.start]
    same = inside[-1].period == said.period and not _RISEN.search(inside[-1].lead)
    return (
        inside[-1] if is_bare(between.replace("的", "")) and not same and not _NEW.search(between) else None
    )


def _told_ahead(move: Said, level: Said, document: Document, scope: Scope) -> list[Said]:
    """The level and the growth of `有效发明专利同比增长21.4%，达到58210件`."""
    between = document.text[move.passage.end : level.start]
    named = CHANGING.sub("，", _THAN_THEN.sub("", normal(move.lead))).strip("，")
    period, place = _period(level), scope.of(level)
    if (
        move.figure.aspect is not Aspect.GROWTH
        or level.figure.aspect not in _LEVELS
        or level.figure.unit in ("1", "pp", "位", None)
        or level.figure.value is None
        or not (named and place and period and move.figure.base)
        or "，" in named
        or not _REACHES.match(normal(between))
        or _OTHER_DAY.search(move.clause + level.clause)
    ):
        return []
    words = _fit(words_key(_unnamed(named, scope)))
    if not words or _PART.search(named):
        return []
    told = msgspec.structs.replace(level.figure, aspect=Aspect.LEVEL)
    level = msgspec.structs.replace(level, figure=told)
    counted = "累计" in move.clause + level.clause
    first = _made(level, words=words, place=place, period=period, counted=counted)
    return [
        first,
        _made(move, words=words, place=place, period=period, counted=counted, of=first.words),
    ]


def _move(said: Said, inside: Sequence[Said], document: Document) -> Said | None:
    """A growth, change or multiple of the level before it, with nothing but words of change between."""
    figure = said.figure
    levels = [s for s in inside if s.figure.aspect in _LEVELS]
    if not levels or figure.value is None or figure.unit == "位":
        return None
    level = levels[-1]
    between = document.text[level.passage.end : said.start]
    multiple = figure.aspect is Aspect.RATIO and "倍" in figure.mention.surface
    added = figure.aspect is Aspect.LEVEL and level.counted and bool(_NEW.search(between))
    if not (figure.aspect in _MOVES or multiple or added) or len(between) > _MOST_LEAD:
        return None
    if figure.aspect is not Aspect.GROWTH and not multiple and figure.unit != level.figure.unit:
        return None
    moved = [s for s in inside if s.start > level.start]
    if (turn := _in_turn(said, inside, document)) is not None:
        level = turn
    elif any(_IN_TURN.search(document.text[s.figure.sentence.start : s.start]) for s in (*moved[-1:], said)):
        return None
    between = document.text[level.passage.end : said.start] if turn is None else _IN_TURN.sub("", said.lead)
    moved = moved if turn is None else []
    rest = _NEW.sub("", between) if added else between
    for one in moved:
        rest = rest.replace(one.passage.quote, "，")
    if not is_bare(rest.replace("其中", "").replace("年初", "上年末")):
        return None
    base = figure.base
    if base is None and not multiple:
        if _LONG.search(between) or not _SINCE_LAST.search(between) or len(level.period) != _YEAR:
            return None
        base = str(int(level.period) - 1)
    aspect = Aspect.CHANGE if added else figure.aspect
    figure = msgspec.structs.replace(figure, aspect=aspect, base=base, accumulation=None)
    return _made(
        msgspec.structs.replace(said, figure=figure),
        words=level.measure,
        place=level.subject,
        period=level.period,
        counted=level.counted,
        of=level.words,
    )


def _in_turn(said: Said, inside: Sequence[Said], document: Document) -> Said | None:
    """The level that one of several changes is of: `累计93家，…累计1707家，分别比上年末增加15家和231家`."""
    start = said.figure.sentence.start
    text = document.text[start : said.start]
    head = max((m.start() for m in _APART.finditer(text)), default=-1)
    if head < 0 or any(c in "，。；" for c in text[head:].removeprefix("，")):
        return None
    place = len(regex.findall(r"\d[\d.,]*", text[head:]))
    before = [s for s in inside if s.start < start + head and s.figure.aspect in _LEVELS]
    listed = len(regex.findall(r"\d[\d.,]*", _rest_of_list(document, start + head)))
    levels = before[-listed:]
    if listed < 2 or len(levels) != listed or place >= listed:
        return None
    if any(s.figure.sentence.start != start for s in levels):
        return None
    return levels[place]


def _rest_of_list(document: Document, start: int) -> str:
    text = document.text[start : start + _MOST_LEAD].removeprefix("，")
    return regex.split(r"[，。；\n]", text)[0]


def by_words(figures: Sequence[Said]) -> Iterator[tuple[Said, ...]]:
    """The readings that name the same thing in the same words."""
    groups: dict[str, list[Said]] = {}
    for one in figures:
        groups.setdefault(one.words, []).append(one)
    for group in groups.values():
        if len(group) > 1:
            yield tuple(group)
