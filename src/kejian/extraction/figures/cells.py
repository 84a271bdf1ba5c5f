"""The figures of table cells: what the heads of their row and column say."""

import re
from functools import lru_cache

from kejian.extraction.figures.drafts import Draft, Memory
from kejian.extraction.figures.heads import GROWTH, end_of, looks_back, time_of, times_in
from kejian.extraction.figures.phrases import clean
from kejian.extraction.figures.shifting import shifted
from kejian.extraction.tables import TableCell
from kejian.language.han import han_pattern
from kejian.model import Aspect

_UNIT = re.compile(
    r"\s*[（(\[][^（）()\[\]]{0,24}[)）\]]\s*|\s*[:：/／]\s*(?:亿元|万元|千元|元|家|个|件|人|%|万人|项|篇|台|户|人年|亩|小时)$"
)
_SHARE = re.compile(r"占比|比重|占.*(?:比|比重|份额)|份额|构成")
_DONE = re.compile(r"完成率|完成比例|完成度|进度")
_AIM = re.compile(r"计划|目标|任务")
_RANK = re.compile(r"位次|排名|排位|名次|位序")
# rows that tell how the columns above have grown
_GROWN = re.compile(r"(?:年均|平均|比上年|较上年|同比|本年比上年)?(?:增长率?|增速|增幅|增减)(?:[（(%％]|$)")
_AMONG = han_pattern(r"在(?P<whole>[\p{Han}\d]{2,10}?)(?:[中里]|的)")  # 在12个城市中的位次
_PART_OF = re.compile(
    r"(?P<of>.{2,}?)占(?P<whole>[^占]{2,}?)的?(?:比重|比例|比率|份额)"
)  # 新产品收入占营业收入的比重
_SPAN = re.compile(r"\d{4}/\d{4}")
_STOCK = re.compile(r"(?:期末|年末|年底)(?=.{2})")
_RANKED = re.compile(
    r"(?:在?(?:全[国省市区县球]|世界|国内|省内|市内))?(?:排名|位次|排位|名次|位序)(?:变化|升降)?(?:[（(].*)?$"
)
_ALL = re.compile(r"^(?:总计|合计|总\s*计|合\s*计|小计|全\s*[省市区县国州院校]|总量|全部|平均)$")
_NUMERIC = re.compile(r"[\d.,%\s—-]*")
_DATED = re.compile(r"(?:19|20)\d\d年")
_YEAR_OF_PLAN = re.compile(r"((?:19|20)\d\d)(?=目标|计划|规划|预期|预计|实际|实绩|完成)")  # 2025目标
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_PART = re.compile(
    r"^(?:其\s*中|[＃#]|—+|－)\s*[:：]?\s*"
)  # how a row begins that is a part of the one above
# 其中：国家级 says of which kind the row above is, and not of whom
_KIND = han_pattern(
    r"(?P<level>(?:国家|省|市|区|县|部|世界)级(?:以上|及以上)?)|[A-Z/、及和\p{Han}]{2,12}(?:收录|检索)"
)
_CLASSED = re.compile(r"[一二三四]区|高被引|热点|[A-Z]类|[一二三]类")  # 其中：一区论文 of SCI论文
_VALUES = re.compile(r"(?:数\s*值|数\s*量|指标值|实绩|绝对数|总\s*量|单位|计量单位|备\s*注|20\d\d年?)")
# columns that only say that the row's measure has a value
_ROW_VALUES = re.compile(r"绝对[数量值额]|数\s*值|指标值|实绩|完成[值额数]|实际(?:完成)?[值数]?")
_TITLED = re.compile(
    r"(?:附?表\s*[\d—.-]*|^)[\s　:：]*"
    r"(?:近[一二三四五六七八九十]年|历年|逐年|(?:19|20)\d\d(?:[—~-]\d{4})?年)来?(?:全[省市区县])?"
    r"(?P<measure>[^，。：:　 ]{2,20}?)(?:情况|变化|趋势)*$"
)
# 表3　财政科技支出情况, 各市研发经费
_TITLE_OF = re.compile(
    r"(?:附?表\s*[\d—.-]*)?[\s　:：]*(?:(?:19|20)\d\d(?:[—~-]\d{4})?年度?)?"
    r"(?:全[省市区县]|各[省市区县州（）()、]{1,8})?"
    r"(?P<measure>(?!主要|基本|部分|有关|重点)[^，。：:　\s（(]{2,16}?)"
    r"(?:情况|统计表?|一览表?|汇总表?|完成)*(?:[\s　（(]|$)"
)
# heads of columns that say too little alone, and the nouns of a title that they are of
_HEAD_OF = (
    (
        re.compile(r"成交额|成交金额|登记额|交易额|项数|成交项数|登记项数"),
        re.compile(r"(?:技术|服务|采购)?合同"),
    ),
    (
        re.compile(r"申请量|授权量|申请数|授权数|拥有量|有效量|申请|授权"),
        re.compile(
            r"(?:有效|国内|国外|PCT|PCT国际|三种)?(?:发明|实用新型|外观设计)?专利|商标|植物新品种权?|软件著作权"
        ),
    ),
    (
        re.compile(r"总?产值|增加值|出口(?:额|交货值)|销售收入|营业收入|利润(?:总额)?"),
        re.compile(
            r"(?:高新技术|高技术|战略性新兴|先进制造|装备制造|文化|海洋|数字经济核心|规模以上\w{0,6})(?:产业|制造业|工业|服务业|业)(?=总?产值|增加值|出口|销售|营业|利润)"
        ),
    ),
)
_AREA = han_pattern(r"\p{Han}{1,8}(?:省|市|县|区|州|盟|旗|新城)")
_LAST_SAID = re.compile(r"[^，；。（(]*$")
_NEWLY = re.compile(r"(?:其中)?[：:]?(?P<how>新增|净增|增加|新建|新认定)")  # 83（新增13）
# whose figures a table tells by its title: 规模以上工业企业 in 全省规模以上工业企业主要指标
_GROUP = han_pattern(
    r"(?:^(?:附?表\s*[\d—.-]*[\s　:：]*)?(?=规模以上)|全[省市区县国州]|[省市区县州年月])"
    r"(?P<group>(?!各|分|主要|有关)[\p{Han}]{0,12}?"
    r"(?:制造业|服务业|工业|建筑业|产业|行业|企业|高校|高等学校|院所|科研机构|研究机构))"
    r"(?=主要|基本|重点|有关|科技|研发|创新|发展|生产|经营|[A-Z]|$)"
)
_INNER = han_pattern(r"[\p{Han}]{2,}")
# heads and titles come back for every cell below them: what is read from them alone is kept for that long
_KEPT = 256


class Row:
    """The cells of one table row that hold measuring numbers, with their heads read."""

    def __init__(self, cells: list[TableCell], memory: Memory, text: str) -> None:
        self.cells = cells
        self.memory = memory
        worded = [text[c.start : c.end].strip() for c in cells]
        self.name = next((w for w in worded if w and not _NUMERIC.fullmatch(w)), "")
        split = [_split(c.column_head, memory.year, _reported(memory)) for c in cells]
        self.dated = [time for time, _ in split]
        self.heads = [head for _, head in split]
        self.counted = [h for h, w in zip(self.heads, worded, strict=True) if _NUMERIC.fullmatch(w)]

    def names(self, stem: str) -> bool:
        """Whether a column's head tells the value of what ``stem`` names."""
        return any(stem in h or h in stem for h in self.heads if h and not _RANK.search(h))

    def compared(self, column: str) -> tuple[str, str] | None:
        """The last two times of the columns that a column 增长率 under the same head compares."""
        over, _, last = column.rpartition(" ")
        if not over or not GROWTH.search(last):
            return None
        pairs = zip(self.dated, self.heads, strict=True)
        times = sorted({time for time, head in pairs if time and head == over})
        return (times[-2], times[-1]) if len(times) > 1 else None

    def value_head(self, head: str) -> str | None:
        """The head of the column that a growth, share or rank column speaks of."""
        stem = re.sub(
            r"(?:比上年|较上年|同比|环比)?(?:增长率?|增速|增幅|增减|占比|比重|位次|排名|变化).*$", "", head
        ).strip()
        values = [h for h in self.heads if _has_values(h)]
        values = [h for h in values if not looks_back(h)] or values
        named = [h for h in values if stem and (stem in h or h in stem)]
        if named:
            return named[-1]
        if dated := [h for h in values if _DATED.match(h)]:
            return max(dated)
        before = (
            [h for h in values if self.heads.index(h) < self.heads.index(head)]
            if head in self.heads
            else values
        )
        if not before and _RANK.search(head):
            return next((h for h in values if h in self.counted), None)
        return before[-1] if before else None


@lru_cache(maxsize=_KEPT)
def _has_values(head: str) -> bool:
    """Whether a head is over values, and tells no growth, share, rank or aim of others."""
    return head != "" and not any(p.search(head) for p in (GROWTH, _SHARE, _RANK, _DONE, _AIM))


@lru_cache(maxsize=_KEPT)
def _bare(head: str) -> str:
    """``head`` without its unit; a year stands without 年 where the head over it says 年份."""
    head = re.sub(r"[:：、\s]+$", "", _UNIT.sub("", head)).strip()
    head = _YEAR_OF_PLAN.sub(r"\1年", head)
    return f"{head}年" if _BARE_YEAR.fullmatch(head) else head


def fill(draft: Draft, cell: TableCell, row: Row, text: str) -> None:
    """Give the figure of ``cell`` its measure, subject, period and base."""
    memory = row.memory
    dated, column = _split(cell.column_head, memory.year, _reported(memory))
    head = _bare(cell.row_head)
    if not head or _NUMERIC.fullmatch(head):
        head = _bare(row.name)
    over, part = _bare(cell.over), _PART.sub("", head)
    period, group = _of_table(cell.title, memory.year)
    draft.period = period or _reported(memory)
    home = group or memory.home
    draft.subject = home
    at_column, at_row = _time(column, memory), _time(head, memory)
    if _GROWN.match(part) and not over and column and at_column is None:
        draft.measure = _measured(column, row)
        _average(draft, part, cell.title, memory)
        draft.own = True
        return
    if at_row is not None and at_column is None:
        draft.measure, draft.period = _measured(column, row), at_row
    elif at_column is not None:
        if not _of_area(draft, part, cell.title, home):
            _of_row(draft, over, part)
        draft.period = at_column
    elif (_UNIT.search(cell.row_head) and not _UNIT.search(cell.column_head)) or not column:
        _of_row(draft, over, part)
        draft.subject = column if column and _named(column) else draft.subject
    elif (values := row.value_head(column)) and _of_value(column) and _time(values, memory):
        if not _of_area(draft, part, cell.title, home):
            _of_row(draft, over, part)
        draft.period = _time(values, memory)
    elif _ROW_VALUES.fullmatch(column) or (_of_value(column) and values and _ROW_VALUES.fullmatch(values)):
        _of_row(draft, over, part)
    else:
        draft.measure = _measured(column, row)
        draft.subject = home if _ALL.match(part) else part or home
    if _AREA.fullmatch(part):  # classes (技术开发) say themselves what is counted
        draft.measure = _completed(draft.measure, cell.title)
    if draft.measure and (stock := _STOCK.match(draft.measure)) and draft.period:
        draft.measure, draft.period = draft.measure[stock.end() :], end_of(draft.period)
    if draft.measure and draft.measure.startswith("占") and (named := _TITLE_OF.match(cell.title)):
        draft.measure = clean(named["measure"]) or draft.measure
    draft.measure = draft.measure or _of_title(cell.title)
    draft.period = dated or draft.period
    if (inner := _inner(draft, cell, text)) is not None:
        draft.measure = inner
    draft.own = True
    compared = row.compared(column)
    if compared:
        draft.period = compared[1]
    _base(draft, column, row, cell.title)
    if compared and draft.aspect in (Aspect.GROWTH, Aspect.CHANGE):
        draft.base = compared[0]
    if draft.aspect is Aspect.SHARE and (part_of := _PART_OF.fullmatch(draft.measure or "")):
        draft.measure, draft.base = part_of["of"], draft.base or part_of["whole"]


@lru_cache(maxsize=_KEPT)
def _of_table(title: str, year: int | None) -> tuple[str | None, str | None]:
    """The time that the title of a table tells of, and whose figures it says it holds."""
    times = [t.exact for t in times_in(title, year) if t.exact and "/" not in t.exact and t.text != "年初"]
    # a table of 2021年和2022年 tells of the later where a column names no year
    period = max(times) if len(times) == 2 else times[0] if times else None
    group = _GROUP.search(title)
    return period, group["group"] if group else None


def _average(draft: Draft, head: str, title: str, memory: Memory) -> None:
    """Give the growth of a row 年均增长 the span that the title of the table names, any other its year."""
    span = next((t.exact for t in times_in(title, memory.year) if t.exact and _SPAN.fullmatch(t.exact)), None)
    if span and "均" in head:
        draft.period, draft.base = span, span[:4]
    else:
        draft.base = shifted(draft.period, back="year")


@lru_cache(maxsize=_KEPT)
def _split(head: str, year: int | None, period: str | None) -> tuple[str | None, str]:
    """The time that a head above others names, and what the others say: 2022年 over 经费."""
    parts = [_bare(part) for part in head.split(" ")]
    times = [t for part in parts if (t := _time_of(part, year=year, period=period)) is not None]
    if len(parts) < 2 or len(times) > 1:
        return None, _bare(head)
    untimed = [part for part in parts if part and _time_of(part, year=year, period=period) is None]
    said = [part for part in untimed if not _VALUES.fullmatch(part)]
    if said and all(_ALL.match(part) or _NEWLY.fullmatch(part) for part in said):
        said = untimed  # 数量 over 合计 and 新增
    if len(said) > 1 and _ALL.match(said[-1]):
        said.pop()
    elif len(said) > 1 and _NEWLY.fullmatch(said[-1]):
        said = [said[-1] + said[-2]]
    return (times[0] if times and said else None), " ".join(said) or _bare(head)


def _of_area(draft: Draft, part: str, title: str, home: str | None) -> bool:
    """Give the figure of an area under a year what the title of the table measures, if it names that."""
    if not (_AREA.fullmatch(part) or _ALL.match(part)):
        return False
    named = _TITLE_OF.match(title)
    if named is None:
        return False
    draft.measure = clean(named["measure"])
    # 全市 says itself whose it is: in what a district reports it is not the district's
    own = part[0] != "全" or (home or "").endswith(part[-1])
    draft.subject = home if _ALL.match(part) and own else part
    return draft.measure is not None


def _of_row(draft: Draft, over: str, part: str) -> None:
    """Give the figure the measure that its row is headed by; 其中：企业 says of whom the row above it is."""
    if over and GROWTH.search(part):
        draft.measure = over
    elif over and part.endswith(over[-2:]) and (len(part) > len(over) or _CLASSED.match(part)):
        draft.measure = part  # 其中：发明专利授权数 of 专利授权数 is what is counted
    elif over and (kind := _KIND.fullmatch(part)):
        draft.measure = part + (over if kind["level"] else over[-2:])
    elif over:
        draft.measure, draft.subject = over, part
    else:
        draft.measure = part


def _named(column: str) -> bool:
    """Whether a column over rows of measures is headed by whose they are, and by no 数值 or 合计."""
    return not (
        _ALL.match(column) or _VALUES.fullmatch(column) or GROWTH.search(column) or _RANK.search(column)
    )


def _completed(measure: str | None, title: str) -> str | None:
    """A bare head with the noun of the table's title that it is of: 成交额 → 技术合同成交额."""
    for heads, nouns in _HEAD_OF:
        if measure and heads.fullmatch(measure):
            named = {m[0] for m in nouns.finditer(title)}
            return named.pop() + measure if len(named) == 1 else measure
    return measure


def _of_title(title: str) -> str | None:
    """The measure that only the title names: 研发人员 of 近五年研发人员（人年）."""
    found = _TITLED.search(_bare(title))
    return clean(found["measure"]) or None if found else None


def _of_value(column: str) -> bool:
    """Whether a column tells how the one before it has grown or how far it is from its plan."""
    return bool(GROWTH.search(column) or _DONE.search(column))


def _reported(memory: Memory) -> str | None:
    """The period of a figure whose table names none."""
    return memory.default or (str(memory.year) if memory.year is not None and not memory.press else None)


_time_of = lru_cache(maxsize=_KEPT)(time_of)


def _time(head: str, memory: Memory) -> str | None:
    return _time_of(head, year=memory.year, period=_reported(memory))


def _measured(column: str, row: Row) -> str | None:
    if _RANK.search(column) and (own := _RANKED.sub("", column)) and len(own) > 2 and not row.names(own):
        return own
    if (GROWTH.search(column) or _RANK.search(column)) and (head := row.value_head(column)):
        return head
    over, _, last = column.rpartition(" ")
    if over and (_SHARE.fullmatch(last) or _RANK.fullmatch(last) or GROWTH.fullmatch(last)):
        return over
    if _SHARE.search(column) and len(column) <= 6 and (head := row.value_head(column)):
        return head
    return re.sub(r"^(?:全年|年度|本年)(?=.{2})", "", _PART.sub("", column)) or None


def _inner(draft: Draft, cell: TableCell, text: str) -> str | None:
    """The measure that the cell itself words, as 最高转速60 kHz."""
    before = text[cell.start : draft.mention.start]
    told = _LAST_SAID.search(before)
    if told and (newly := _NEWLY.fullmatch(told[0])) and draft.measure:
        return newly["how"] + draft.measure
    return clean(told[0]) if told and _INNER.search(told[0]) else None


def _base(draft: Draft, column: str, row: Row, title: str) -> None:
    if draft.aspect in (Aspect.GROWTH, Aspect.CHANGE):
        draft.base = shifted(draft.period, back="quarter" if "环比" in column else "year")
    elif _DONE.search(column):
        draft.base = next((h for h in row.heads if _AIM.search(h)), None)
    elif draft.aspect is Aspect.SHARE and _SHARE.search(column):
        whole = re.search(r"占(?P<whole>[^比]{2,})(?:的)?比", column)
        draft.base = re.sub(r"的$", "", whole["whole"]) if whole else draft.measure
    elif draft.aspect is Aspect.RANK:
        draft.base = next((w for w in ("全国", "全省", "全市", "全区") if w in column), None)
        among = _AMONG.search(column)
        draft.base = draft.base or (among["whole"] if among else None)
        draft.base = draft.base or (None if "城市" in title else _region(row))  # cities beside one's own


def _region(row: Row) -> str | None:
    """The whole that the rows of a ranking make up, by the level of the area reported on."""
    home = row.memory.home or ""
    levels = {"省": "全省", "自治区": "全区", "市": "全市", "区": "全区", "县": "全县", "州": "全州"}
    return next((word for end, word in levels.items() if home.endswith(end)), None)
