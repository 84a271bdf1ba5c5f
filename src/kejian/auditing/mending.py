"""Figures that the extraction left without a measure, or with words of change for one, where the sentence
plainly goes on about a figure named before it: `…1860家，上年为1520家，净增340家`, `技术合同额：248.3亿元`.

Only what is measured and whose it is are read into a figure, never a value, a unit or a period.
"""

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import regex

from kejian.auditing.following import (
    by_a_month,
    doubled,
    in_full,
    more_than_before,
    multiple_of_words,
    multiple_of_year,
    of_named_year,
    one_unit,
    over_years,
    since,
    since_new_year,
    told_again,
    years_later,
)
from kejian.auditing.same import own_words, residue
from kejian.language.normal import normal
from kejian.linking.measures import match
from kejian.model import Aspect, Document, Facts, Figure, Role

_LEVELS = (Aspect.LEVEL, Aspect.RATIO, Aspect.SHARE)
_MOVES = (Aspect.GROWTH, Aspect.CHANGE)
_LABEL = regex.compile(
    r"^[\s\-–•·●○▪►◆■*]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）).、]\s*)?"
    r"(?:(?:19|20)\d{2}年(?:末|底|度)?)?(?:1[-—至]\d{1,2}月份?)?(?<label>(?:[^：:，,。；;\d\s]|\d(?=[GgDdCc])){2,30})\s*[：:]"
    r"\s*(?:已?达到?|共|计|共计|约|超过?|近|突破)?$"
)
CHANGING = regex.compile(
    r"(?:增加|增长|提高|提升|上升|攀升|跃升|扩大|扩充|下降|减少|降低|缩小|升|降|增|扩|跃)(?:到|至)了?|"
    r"比|较|同比|环比|增长|增加|下降|减少|提高|提升|上升|降低|净[增减][加少]?|新增|多投入|增幅|降幅|涨幅|升|降|多出?|少|扩大|扩充|扩容|攀升|跃升|缩[小减]|高出?|低|前[进移]|后退|"
    r"净?增加?量|增长量|增速|一年前|上年末?|去年末?|上一年度?|一年间|[一二两三四五六七八九十]年[间来内]?|(?<!\d)\d年[间来内]|在(?=(?:19|20)\d{2}年[末底]?的?基础)|基础上|(?<=年)(?:人数|家数|件数|数量|水平)|年均|个?百分点|与|同|相比|相较|对比|相当于|总数|总量|总额|总规模|规模|"
    r"变[成为]|做到|来到|涨|这[一个]?(?:数字|数据|指标|数)|该指标|达到?|分别|持平|其后|此前|原来|仅|只有|当时|同期|，|,|。|：|:|（|）|\(|\)"
)
_BRACKETED = regex.compile(r"(?:^|[，、；：:])(?<label>[^，。；、：:（）()\d]{3,24})[（(](?:达到?|共)?$")
_LIST = regex.compile(
    r"《(?<book>[^》]{4,40})》|(?:在|入选|跻身|据)(?<list>[^，。；、\d在]{3,24}?(?:排名|排行榜?|榜单|位次|百强榜?|评价|评估|测评))中?"
)
_MORE_THAN = regex.compile(
    r"[比较](?:上年|去年|上一年|(?<y>(?:19|20)\d{2})年)[末底]?(?:同期)?(?:净?新?增加?|多)了?$"
)
_IN_A_YEAR = regex.compile(
    r"^[，,、]?(?:在?这?(?:短短)?一年(?:间|来|内|时间|里)?|(?:比|较)(?:一年前|上年|去年)[末底]?|同比|年内)(?:又|就|再)?(?:净?增加?|新?[增添]|多|涨)[了出]?$"
)
_YEAR_BEFORE = regex.compile(
    r"^[，,、；;（(]?(?:而|较|比)?(?:上年|去年|上一年)(?:同期|末|底)?(?:这[一个]{0,2}(?:数[字据]|指标))?(?:仅?为|仅?是|只有)?的?$"
)
_YEARS_AGO = regex.compile(
    r"(?:^|[，；;、在而])(?P<n>[一两二三四五六七八九十]|\d)年(?:前|之前)[^，。；\d]{0,12}$"
)
_DIGITS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"两": 2}
_COMPARED = regex.compile(r"(?:与|同|较|比)[^，。；]{0,12}$")
_EDITION = regex.compile(r"[（(]?(?<y>(?:19|20)\d{2})年?(?:度|版)?[）)]?")
_AMONG = regex.compile(r"^(?:\p{Han}{0,6}城市|地级市|区县|省份)$|[中里内]$")  # 在全国城市中
_SHORT_NAME = 4  # characters of a city's name
_FROM_LAST_YEAR = regex.compile(r"[由从自在](?:上年|去年|上一年)(?:同期|末|底)?的?$")
_STEP_BEFORE = regex.compile(r"(?:[跨迈越闯]过|跨越|[跃迈站登攀踏冲]上|站稳)了?$")
_STEP_AFTER = regex.compile(r"^的?(?:[一这]个)?(?:新?台阶|大?关口?(?![于系注键])|门槛)")
_FROM, _TO = regex.compile(r"[由从自]$"), regex.compile(r"^[^，。；]{0,6}[到至]了?$")
_REACH_TO = 12  # characters of `攀升到` and of `从上一年末的`
_BY_MONTH = regex.compile(r"(?:截[至止]|到)?\d{1,2}月份?[底末]?")
_LISTED = regex.compile(r"(?:分别|依次)(?=[^，。；]{0,6}\d)|[\d.]+(?:%|个百分点)?|[和、]")
_BEHIND = regex.compile(r"^[（(](?P<y>(?:19|20)\d{2})年[度末底]?[）)]")
_ADVERB = regex.compile(
    r"(?<=\p{Han}{2})(?:尚且?|(?<![人英天秀干奇])才|仅仅?|只有?|还|不过|已经?|约|变[成为]|做到|来到)+$"
)
_NEAR = 12  # figures before one that may name it in full
_REACH = 200  # characters before a figure that are looked at


def mended(facts: Facts, document: Document, *, main: str) -> Facts:
    """The facts with measures read into figures whose sentence leaves no doubt.

    ``main`` is whom the document is about, as in `kejian.auditing.same.subject_key`.
    """
    figures: list[Figure] = []
    sentence = -1
    before: list[Figure] = []
    for figure in facts.figures:
        if figure.sentence.start != sentence:
            sentence, before = figure.sentence.start, []
        if figure.role is Role.OBSERVATION and figure.aspect is not None:
            figure = _mended(one_unit(figure), before, document, main)
            figure = since(by_a_month(figure))
            lead = _lead(figure, before, document).removeprefix("；").replace("的", "")
            lead = _BY_MONTH.sub("", normal(lead))
            if is_bare(lead.replace(figure.measure or "", "")):
                figure = in_full(figure, figures[-_NEAR:], document)
            if figure.aspect in _MOVES or is_bare(lead.replace(figure.measure or "", "")):
                figure = told_again(figure, figures[-_NEAR:], document)
            figure = _dated(figure, facts.about.report_year)
            before.append(figure)
        figures.append(figure)
    return msgspec.structs.replace(facts, figures=tuple(_backward(figures, document)))


def _dated(figure: Figure, year: int | None) -> Figure:
    """A place without a year is of the year reported on, places gained are since the year before."""
    if not (figure.aspect is Aspect.RANK or figure.unit == "位"):
        return figure
    period = figure.period or (str(year) if year else None)
    base = figure.base
    if figure.unit == "位" and figure.aspect is Aspect.CHANGE and period and not base:
        base = str(int(period[:4]) - 1) if period[:4].isdigit() else None
    return msgspec.structs.replace(figure, period=period, base=base)


def _mended(figure: Figure, before: Sequence[Figure], document: Document, main: str) -> Figure:
    figure = _at_least(_turned(_without_adverb(_without_subject(figure, main))), document)
    if figure.unit == "个" and document.text.startswith(("位次", "名次"), figure.passage.end):
        figure = msgspec.structs.replace(figure, unit="位")
    if figure.aspect is Aspect.RANK or figure.unit == "位":
        rank = next((f for f in reversed(before) if f.aspect is Aspect.RANK), None)
        if figure.unit == "位" and figure.aspect is Aspect.CHANGE and rank is not None:
            return msgspec.structs.replace(
                figure, measure=rank.measure, subject=rank.subject, period=figure.period or rank.period
            )
        if _AMONG.search(figure.subject or ""):
            figure = msgspec.structs.replace(figure, subject=None)
        return _of_list(figure)
    lead = _lead(figure, before, document)
    figure = since_new_year(of_named_year(_year_behind(figure, document), before, lead), lead)
    figure = multiple_of_words(figure, before, lead)
    figure = doubled(multiple_of_year(more_than_before(figure, before, lead), before, lead), before, lead)
    figure = _years_ago(_more_than_before(figure, lead), before, lead)
    figure = over_years(years_later(_year_before(figure, before, lead), before, lead), before, lead)
    if figure.measure is None and (within := _BRACKETED.search(normal(lead))):
        return msgspec.structs.replace(figure, measure=within["label"])
    if figure.measure is None and not before and (label := _LABEL.match(normal(lead))):
        return msgspec.structs.replace(figure, measure=label["label"])
    named = figure.measure is not None and not is_bare(figure.measure)
    if named and (normal(figure.measure or "") in normal(lead) or figure.aspect not in _LEVELS):
        return figure
    whole = next((f for f in reversed(before) if _can_lend(f, figure)), None)
    if whole is None or not is_bare(lead):
        return figure
    times = "倍" in figure.mention.surface
    levels = figure.aspect in _LEVELS and whole.aspect in _LEVELS and not times
    aspect = whole.aspect if levels else figure.aspect
    return msgspec.structs.replace(figure, measure=whole.measure, subject=whole.subject, aspect=aspect)


def _backward(figures: Sequence[Figure], document: Document) -> list[Figure]:
    """`与2020年的620家相比，…企业达到1060家`: the figure compared with stands first."""
    mended = list(figures)
    observed = [i for i, f in enumerate(figures) if f.role is Role.OBSERVATION and f.aspect is not None]
    for at, following in pairwise(observed):
        figure, after = mended[at], figures[following]
        mended[at] = figure = _risen_from(figure, after, document)
        tail = document.text[figure.passage.end : after.passage.start]
        compared = tail.startswith(("相比", "相较"))
        if (
            figure.aspect not in _LEVELS
            or not (compared or figure.measure is None or is_bare(figure.measure))
            or figure.sentence.start != after.sentence.start
            or not (_can_lend(after, figure) or (compared and _moved(after, figure)))
        ):
            continue
        lead = document.text[max(figure.sentence.start, figure.passage.start - _REACH) : figure.passage.start]
        if _COMPARED.search(lead) and tail.startswith(("相比", "相较", "比", "，")):
            mended[at] = msgspec.structs.replace(figure, measure=after.measure, subject=after.subject)
    return mended


def _risen_from(figure: Figure, after: Figure, document: Document) -> Figure:
    """`2022年…从上一年的1173.94亿元攀升到1325.02亿元`: what it rose from is of the year before."""
    period = figure.period or ""
    if (
        figure.aspect not in _LEVELS
        or (figure.unit, period, figure.sentence.start) != (after.unit, after.period, after.sentence.start)
        or not period.isdigit()
        or after.passage.start - figure.passage.end > _REACH_TO
    ):
        return figure
    lead = document.text[max(figure.sentence.start, figure.passage.start - _REACH_TO) : figure.passage.start]
    if _FROM_LAST_YEAR.search(normal(lead)):
        return msgspec.structs.replace(figure, period=str(int(period) - 1))
    between = document.text[figure.passage.end : after.passage.start]
    if _FROM.search(normal(lead)) and _TO.search(normal(between)):
        return msgspec.structs.replace(figure, period=None)  # from when, nothing says
    return figure


def _can_lend(named: Figure, figure: Figure) -> bool:
    """Whether a figure can name what another one of its sentence measures."""
    if named.measure is None or is_bare(named.measure):
        return False
    if figure.aspect in _LEVELS:
        level = named.aspect in _LEVELS or named.aspect is Aspect.CHANGE
        return level and named.unit == figure.unit
    return named.aspect in (*_LEVELS, *_MOVES)


def _year_behind(figure: Figure, document: Document) -> Figure:
    """`分别为1339.70亿元（2020年）、1571.92亿元（2021年）`: a year in brackets is of the number before it."""
    found = _BEHIND.match(normal(document.text[figure.passage.end : figure.passage.end + _REACH_TO]))
    if figure.aspect is not Aspect.LEVEL or not found:
        return figure
    return msgspec.structs.replace(figure, period=found["y"])


def _without_adverb(figure: Figure) -> Figure:
    """`拥有量尚为`, `保额才`: how much there is says nothing of what it is."""
    measure = _ADVERB.sub("", figure.measure or "")
    return msgspec.structs.replace(figure, measure=measure) if measure != (figure.measure or "") else figure


def _moved(named: Figure, figure: Figure) -> bool:
    """`与2021年的1530件相比，…案件增加了316件`: a change names what it is compared with."""
    same = named.aspect is Aspect.GROWTH or (named.aspect is Aspect.CHANGE and named.unit == figure.unit)
    return same and named.measure is not None and not is_bare(named.measure)


def _without_subject(figure: Figure, main: str) -> Figure:
    """A measure without the name of whom the document is about."""
    measure = figure.measure or ""
    for name in sorted(filter(None, own_words(None, main)), key=len, reverse=True) if main else ():
        if measure.startswith(name) and len(measure) > len(name) + 1:
            return msgspec.structs.replace(
                figure, measure=measure.removeprefix(name), subject=name if main in name else main
            )
    return figure


def _at_least(figure: Figure, document: Document) -> Figure:
    """`跨过550亿元`, `跃上1400亿元台阶`: what was reached is no less, and may be more."""
    if figure.comparator not in ("=", ">", ">=") or figure.aspect not in _LEVELS or figure.upper is None:
        return figure
    start, end = figure.passage.start, figure.passage.end
    lead, tail = document.text[max(start - _REACH_TO, 0) : start], document.text[end : end + _REACH_TO]
    passed = _STEP_BEFORE.search(normal(lead)) or _STEP_AFTER.match(normal(tail))
    if not passed and (figure.comparator == "=" or figure.mention.comparator != "="):
        return figure
    comparator = ">=" if figure.comparator == "=" else figure.comparator
    return msgspec.structs.replace(figure, comparator=comparator, upper=None)


def _turned(figure: Figure) -> Figure:
    """A row of a table whose head is what is measured, taken for whose it is."""
    if not figure.subject or not figure.measure or len(figure.subject) <= _SHORT_NAME:
        return figure
    told, other = (match(words, unit=figure.unit) for words in (figure.subject, figure.measure))
    if told is None or told.indicator is None or (other is not None and other.indicator is not None):
        return figure
    return msgspec.structs.replace(figure, measure=figure.subject, subject=None)


def _of_list(figure: Figure) -> Figure:
    """A rank, and the places moved, in the list that the sentence names before it."""
    offset = figure.passage.start - figure.sentence.start
    found = list(_LIST.finditer(figure.sentence.quote[: max(offset, 0)]))
    if not found or (figure.measure and not is_bare(figure.measure) and figure.aspect is not Aspect.RANK):
        return figure
    printed = found[-1]["book"] or found[-1]["list"]
    name = _EDITION.sub("", printed)
    if year := _EDITION.search(printed):
        figure = _in_edition(figure, year["y"])
    measure = figure.measure or ""
    if is_bare(measure) or normal(measure) in normal(printed):
        return msgspec.structs.replace(figure, measure=name)
    if found[-1]["book"] and len(measure) <= _SHORT_NAME:  # who is ranked, taken for what is
        return msgspec.structs.replace(figure, measure=name, subject=measure)
    return figure


def _in_edition(figure: Figure, year: str) -> Figure:
    """A rank of the list of a year holds in that year, whenever it is told."""
    base = str(int(year) - 1) if figure.unit == "位" and figure.aspect is Aspect.CHANGE else figure.base
    told = (figure.period or "")[:4]
    if figure.aspect is Aspect.RANK and told.isdigit() and told < year:
        return figure  # the rank of the year before, told beside it
    return msgspec.structs.replace(figure, period=year, base=base)


def _more_than_before(figure: Figure, lead: str) -> Figure:
    """`较2022年新增32家` is a change, though 新增 alone counts what is new."""
    year = (figure.period or "")[:4]
    if figure.aspect is Aspect.LEVEL and year.isdigit() and _IN_A_YEAR.match(normal(lead)):
        return msgspec.structs.replace(figure, aspect=Aspect.CHANGE, base=str(int(year) - 1))
    found = _MORE_THAN.search(normal(lead))
    if figure.aspect is not Aspect.LEVEL or not found or not year.isdigit():
        return figure
    base = found["y"] or str(int(year) - 1)
    return msgspec.structs.replace(figure, aspect=Aspect.CHANGE, base=base) if base < year else figure


def _years_ago(figure: Figure, before: Sequence[Figure], lead: str) -> Figure:
    """`…，而两年前还只有499亿元` is of the year two before that of the figure before it."""
    found = _YEARS_AGO.search(normal(lead))
    now = (before[-1].period or "")[:4] if before else ""
    if figure.aspect is not Aspect.LEVEL or not found or not now.isdigit():
        return figure
    year = int(now) - int(_DIGITS.get(found["n"]) or found["n"])
    return msgspec.structs.replace(figure, period=str(year))


def _year_before(figure: Figure, before: Sequence[Figure], lead: str) -> Figure:
    """`2022年…出口额346.9亿美元，上年为337.8亿美元`: the year before that of the figure before it."""
    now = before[-1].period or "" if before else ""
    told = figure.aspect in _LEVELS and before and before[-1].aspect in _LEVELS
    if not told or figure.period != now or not now.isdigit() or not _YEAR_BEFORE.match(normal(lead)):
        return figure
    if before[-1].unit != figure.unit:
        return figure
    return msgspec.structs.replace(figure, period=str(int(now) - 1))


def is_labelled(figure: Figure, document: Document) -> bool:
    """Whether the figure's line is its measure, a colon and the number."""
    lead = document.text[max(figure.sentence.start, figure.passage.start - _REACH) : figure.passage.start]
    label = _LABEL.match(normal(lead))
    return label is not None and label["label"] == normal(figure.measure or "")


def label_before(before: str) -> str:
    """The label, its colon and words without weight, if that is all that stands before a number."""
    label = _LABEL.match(normal(before))
    return before[label.start("label") :] if label else ""


def _lead(figure: Figure, before: Sequence[Figure], document: Document) -> str:
    """The text from the figure before in the sentence, or from the sentence's beginning."""
    start = max(before[-1].passage.end if before else figure.sentence.start, figure.passage.start - _REACH)
    return document.text[start : figure.passage.start]


def in_turn(words: str) -> bool:
    """Whether words between two growths only list them: `分别增长20.0%、27.9%`.

    >>> in_turn("，同比分别增长20.0%、"), in_turn("，企业分别增长20.0%、")
    (True, False)
    """
    listed = _LISTED.sub("", words)
    return listed != words and "%" in words and is_bare(listed)


def is_bare(words: str) -> bool:
    """Whether words name nothing that is measured: times, verbs of change, marks.

    >>> is_bare("，比上年的"), is_bare("，其中企业")
    (True, False)
    """
    return not residue(CHANGING.sub("，", normal(words)), known=())
