"""Figures that follow others in their sentence or paragraph, read as what they go on about.

`…，多152件` after a growth is an increase, `达到2020年的1.9倍` is of the level before it against 2020, and a
second `成交额` of a paragraph is of the contracts that the first one named.
"""

from collections.abc import Sequence

import msgspec
import regex

from kejian.auditing.same import in_short
from kejian.language.normal import normal
from kejian.model import Aspect, Document, Figure

_LEVELS = (Aspect.LEVEL, Aspect.RATIO, Aspect.SHARE)
_IN_YEARS = regex.compile(
    r"(?P<n>[两三四五六七八九]|(?<!\d)[2-9])年(?:间|内|来|时间|之内)?(?:就|已|即|便|实现了?|完成)?$"
)
_ON_TOP = regex.compile(r"在(?P<y>(?:19|20)\d{2})年[末底]?的?基础上(?:又|再|实现了?)?$")
_DIGITS = dict(zip("二三四五六七八九", range(2, 10), strict=True)) | {"两": 2}
_COUNT = _DIGITS | {"一": 1, "十": 10}
_UNITS = {"台(套)": "台套", "台/套": "台套", "名": "人", "多家": "家"}
_OF_YEAR = regex.compile(r"(?P<y>(?:19|20)\d{2})年[末底度]?(?:同期)?(?:的?[^，。；\d]{0,6})?的$")
_OF_WORDS = regex.compile(
    r"^[，,]?(?:约|大约|已|达到?)?(?:是|为|相当于)(?P<base>[^，。；\d]{1,12}(?:当年|那年|之初|[时初前年期])|原来|此前|当初)的$"
)
_NEW_YEAR = regex.compile(r"(?:^|[，；（(、而由从自])[年期]初(?:时)?(?:仅|只)?(?:为|是|有|的)?$")
_WITH_YEAR = regex.compile(
    r"(?:[比较与同和]|相比|比起|对照)(?:(?P<y>(?:19|20)\d{2})年|上年|去年|上一年)度?[末底]?(?:同期)?(?:[（(]|的?)$"
)
_MORE = regex.compile(
    r"^[，,、（(](?:[比较](?:上年|去年|上一年度?|[年期]初)[末底]?(?:同期)?)?"
    r"(?:净增加?|净?多|增加|扩充|扩容|扩大|壮大|增添|添)[了出]?$"
)
_MORE_COMPARED = regex.compile(r"^(?:同期)?相比[，,]?(?:净增加?|净?多|增加|扩充|扩大|增添)[了出]?$")
_AS_OF = regex.compile(r"截[至止](?:到)?(?:(?P<y>(?:19|20)\d{2})年|今年)?(?P<m>[1-9]|1[01])月[底末]")
_MONTH_DAYS = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
_SHORT = regex.compile(
    r"^(?:成交额|成交金额|交易额|合同额|余额|产值|出口额|授权量|申请量|拥有量|产量|营业收入|增加值)$"
)
_COUNT_END = regex.compile(r"(?:[数量额]|总[数量额])$|^(?:总|新)")
_ANY = regex.compile(r"^(?:企业|机构|单位|产业|平台|人才|人员|项目|全市|其中|数|\p{Han})$")
_MOST_SHORT = 6  # characters of a name that is told in short
# 两年净增高新技术企业, 五年来累计增加
_OVER_YEARS = regex.compile(
    r"(?P<n>[两三四五六七八九十]|(?<!\d)[2-9])年(?:间|来|内|时间)?(?:累计|共|合计|就)?(?:净增加?|增加|增长|增|多)了?(?:\p{Han}{2,10})?$"
)
_SINCE = regex.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})年以来")
_YEARS_LATER = regex.compile(
    r"(?:^|[，；;、在而])(?:仅仅?|短短)?(?P<n>[一两二三四五六七八九十]|\d)年(?:之|以)?后的?(?:今天)?[^。；\d]{0,14}$"
)
_YEAR = 4
# what is said of a figure before its number comes: 技术合同成交额再上新台阶，达到…
RISING = regex.compile(
    r"(?:再|又|首次|成功)?(?:[迈跃登踏]上|迈入|迈进)(?:一个)?新的?(?:大)?台阶|再上(?:一个)?新?台阶|"
    r"(?:再|屡|续)?创(?:下|出|造)?(?:了)?(?:历史|年度)?新高|(?:实现|取得)(?:了)?(?:新|重大|历史性)?(?:突破|进展|跨越)|"
    r"(?:保持|实现|呈现|继续)*(?:稳步|稳定|持续|快速|较快|平稳|大幅|显著|明显|不断|逐年|高速|进一步|稳健|强劲)+"
    r"(?:增长|增加|提升|提高|扩大|攀升|上升|壮大|增多|走高|回升|扩容)(?:的?(?:态势|势头))?|"
    r"(?:保持|实现|呈现|继续|延续)了?\p{Han}{0,6}(?:增长|增加|提升|提高|扩大|上升)(?:的?(?:态势|势头))?|"
    r"(?:迭创新高|节节攀升|稳中有[升进]|日益壮大|表现亮眼|成效显著|成绩喜人)"
)


def one_unit(figure: Figure) -> Figure:
    """The figure under one spelling of its unit: 台（套） is 台套, 名 is 人."""
    unit = _UNITS.get(figure.unit or "")
    return msgspec.structs.replace(figure, unit=unit) if unit else figure


def of_named_year(figure: Figure, before: Sequence[Figure], lead: str) -> Figure:
    """`较2018年（92.7亿元）翻一番`, `同2019年30.8亿元的融资额相比`: of the year that it is compared with."""
    found = _WITH_YEAR.search(normal(lead))
    if figure.aspect not in _LEVELS or not found or "倍" in figure.mention.surface:
        return figure
    year = found["y"]
    if year is None:
        now = (before[-1].period or "")[:_YEAR] if before else (figure.period or "")[:_YEAR]
        year = str(int(now) - 1) if now.isdigit() else None
    if year is None or (figure.period or "")[:_YEAR] == year:
        return figure
    measure = regex.sub(r"(?:相比较?|相较)$", "", figure.measure or "")
    return msgspec.structs.replace(figure, period=year, measure=measure or figure.measure)


def multiple_of_words(figure: Figure, before: Sequence[Figure], lead: str) -> Figure:
    """`…4200万元，约为建成当年的6倍`: of the level before it, against the time that words name."""
    found = _OF_WORDS.search(normal(lead))
    level = before[-1] if before else None
    if "倍" not in figure.mention.surface or not found or level is None or level.aspect not in _LEVELS:
        return figure
    told = figure.base and (figure.base[:_YEAR].isdigit() or figure.measure == level.measure)
    if told or level.measure is None:
        return figure
    return msgspec.structs.replace(
        figure,
        aspect=Aspect.RATIO,
        base=found["base"],
        measure=level.measure,
        subject=level.subject,
        period=level.period,
    )


def since_new_year(figure: Figure, lead: str) -> Figure:
    """`（年初35家）`: what there was when the year began is of the year before."""
    year = figure.period or ""
    if figure.aspect is not Aspect.LEVEL or not year.isdigit() or not _NEW_YEAR.search(normal(lead)):
        return figure
    return msgspec.structs.replace(figure, period=str(int(year) - 1))


def multiple_of_year(figure: Figure, before: Sequence[Figure], lead: str) -> Figure:
    """`…1120人，是2020年人数的1.9倍`: of the level before it, against the year it names."""
    found = _OF_YEAR.search(normal(lead))
    level = next((f for f in reversed(before) if f.aspect is Aspect.LEVEL), None)
    if figure.aspect is not Aspect.RATIO or "倍" not in figure.mention.surface or not found or level is None:
        return figure
    year = (level.period or "")[:_YEAR]
    if not year.isdigit() or found["y"] >= year or level.measure is None:
        return figure
    base = figure.base if figure.base and figure.base.startswith(found["y"]) else found["y"]
    return msgspec.structs.replace(
        figure, base=base, period=level.period, measure=level.measure, subject=level.subject
    )


def doubled(figure: Figure, before: Sequence[Figure], lead: str) -> Figure:
    """`…560亿元，两年翻了一番`, `在2020年的基础上翻了一番`: from when, the words before it say."""
    level = next((f for f in reversed(before) if f.aspect is Aspect.LEVEL), None)
    year = (level.period or "")[:_YEAR] if level is not None else ""
    if figure.aspect is not Aspect.GROWTH or level is None or level.measure is None or not year.isdigit():
        return figure
    on_top, over = _ON_TOP.search(normal(lead)), _IN_YEARS.search(normal(lead))
    if on_top and on_top["y"] < year:
        return msgspec.structs.replace(
            figure, base=on_top["y"], period=level.period, measure=level.measure, subject=level.subject
        )
    if over and "番" in figure.mention.surface and figure.base in (None, str(int(year) - 1)):
        since = int(year) - int(_DIGITS.get(over["n"]) or over["n"])
        return msgspec.structs.replace(figure, base=str(since))
    return figure


def more_than_before(figure: Figure, before: Sequence[Figure], lead: str) -> Figure:
    """`…4120台套，较上年扩充830台套`, `…710件，同比增长39.2%，多152件`: a change of the level before it."""
    level = next((f for f in before if f.aspect is Aspect.LEVEL and f.unit == figure.unit), None)
    compared = bool(before) and before[-1] is not level and _MORE_COMPARED.match(normal(lead))
    if figure.aspect is not Aspect.LEVEL or level is None or not (compared or _MORE.match(normal(lead))):
        return figure
    bases = {f.base for f in before if f.aspect in (Aspect.GROWTH, Aspect.CHANGE)}
    if compared:
        bases = {before[-1].period}
    year = (level.period or "")[:_YEAR]
    if not year.isdigit() or len(bases) > 1:
        return figure
    base = next(iter(bases), None) or str(int(year) - 1)
    return msgspec.structs.replace(
        figure,
        aspect=Aspect.CHANGE,
        base=base,
        period=level.period,
        measure=level.measure,
        subject=level.subject,
    )


def by_a_month(figure: Figure) -> Figure:
    """`截至6月底，全市当年…`: what there was by the end of a month is not yet of the year."""
    period = figure.period or ""
    if figure.aspect not in _LEVELS or len(period) != _YEAR or not period.isdigit():
        return figure
    words = normal(figure.sentence.quote[: max(figure.passage.start - figure.sentence.start, 0)])
    found = list(_AS_OF.finditer(words))
    if len(found) != 1 or found[0]["y"] not in (None, period) or regex.search("全年|年末|年底", words):
        return figure
    month = int(found[0]["m"])
    return msgspec.structs.replace(figure, period=f"{period}-{month:02}-{_MONTH_DAYS.get(month, 31)}")


def told_again(figure: Figure, earlier: Sequence[Figure], document: Document) -> Figure:
    """A name told again in short for another year: 受理79件 after 受理举报线索64件, 经费…增长20%."""
    short = _COUNT_END.sub("", normal(figure.measure or ""))
    move = figure.aspect in (Aspect.GROWTH, Aspect.CHANGE)
    if not (move or figure.aspect is Aspect.LEVEL) or not 2 <= len(short) <= _MOST_SHORT or _ANY.match(short):
        return figure
    near = [
        f
        for f in earlier
        if f.aspect is Aspect.LEVEL
        and (f.unit == figure.unit or figure.aspect is Aspect.GROWTH)
        and "\n" not in document.text[f.passage.end : figure.passage.start]
    ]
    if any(normal(f.measure or "") in (short, normal(figure.measure or "")) for f in near):
        return figure
    long = [f for f in near if in_short(short, normal(f.measure or "")) and normal(f.measure or "") != short]
    if len({f.measure for f in long}) != 1 or (not move and any(f.period == figure.period for f in long)):
        return figure
    if move and all(f.period != figure.period for f in long):
        return figure
    return msgspec.structs.replace(figure, measure=long[-1].measure, subject=long[-1].subject)


def over_years(figure: Figure, before: Sequence[Figure], lead: str) -> Figure:
    """`两年净增255家，增长52.5%`: an increase over years and its growth are no yearly ones."""
    last = before[-1] if before else None
    if figure.aspect is Aspect.GROWTH and last is not None and last.aspect is Aspect.CHANGE:
        bare = normal(lead).strip("，,、 ") in ("增长", "增幅", "增幅达", "增长了", "增幅为")
        same = (last.measure, last.period) == (figure.measure, figure.period)
        return msgspec.structs.replace(figure, base=last.base) if bare and same and last.base else figure
    found = _OVER_YEARS.search(normal(lead))
    if figure.aspect is not Aspect.CHANGE or not found:
        return figure
    year = (figure.period or "")[:_YEAR]
    told = _COUNT.get(found["n"]) or int(found["n"])
    return msgspec.structs.replace(
        figure, base=str(int(year) - told) if year.isdigit() else f"{found['n']}年前"
    )


def since(figure: Figure) -> Figure:
    """`2020年以来，…增至21家`: a year from which something has gone on is not that of what it led to."""
    period = figure.period or ""
    if figure.aspect is not Aspect.LEVEL or len(period) != _YEAR:
        return figure
    words = normal(figure.sentence.quote[: max(figure.passage.start - figure.sentence.start, 0)])
    found = _SINCE.search(words) if "年以来" in words else None
    if found is None or found["y"] != period or words.count(f"{period}年") > 1:
        return figure
    return msgspec.structs.replace(figure, period=None)


def years_later(figure: Figure, before: Sequence[Figure], lead: str) -> Figure:
    """`2020年38.5亿元；一年之后，这个数字变成了46.2亿元`: so many years after the figure before it."""
    found = _YEARS_LATER.search(normal(lead))
    then = (before[-1].period or "")[:_YEAR] if before else ""
    told = (figure.period or "")[:_YEAR]
    if figure.aspect is not Aspect.LEVEL or not found or not then.isdigit() or told not in ("", then):
        return figure
    return msgspec.structs.replace(
        figure, period=str(int(then) + (_COUNT.get(found["n"]) or int(found["n"])))
    )


def in_full(figure: Figure, earlier: Sequence[Figure], document: Document) -> Figure:
    """A short name that ends the longer one of a figure before it in the paragraph: 成交额."""
    short = figure.measure or ""
    if figure.aspect is not Aspect.LEVEL or not _SHORT.match(short):
        return figure
    same = [
        f
        for f in earlier
        if (f.measure or "").endswith(short)
        and f.measure != short
        and (f.unit == figure.unit or f.aspect is Aspect.GROWTH)
        and "\n" not in document.text[f.passage.end : figure.passage.start]
    ]
    if len({f.measure for f in same}) != 1 or same[0].subject != figure.subject:
        return figure
    return msgspec.structs.replace(figure, measure=same[0].measure)
