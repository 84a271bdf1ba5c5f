"""Numbers whose wording contradicts itself or leaves the reader in doubt (GB/T 15835)."""

from collections.abc import Iterator

import regex

from kejian.auditing.body import Body, remark
from kejian.auditing.checks.notations import mixed
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import Case, tell
from kejian.language.normal import normal
from kejian.model import Block, BlockKind, Document

NAME = "wording"
_NUMBER = r"\d[\d,]*+(?:\.\d++)?"
_FREE = rf"(?<![\d.,]){_NUMBER}\s?"  # possessive and anchored, so that long runs of digits are read once
_UNIT = r"(?:[万亿千百]|[万亿]?元)?"

# pattern, severity, what is said of it; in the order in which they are tried
_RULES: tuple[tuple["regex.Pattern[str]", Severity, Case], ...] = (
    (
        regex.compile(
            rf"(?<!最)(?:近|将近|接近|约)(?:{_NUMBER}|[一二三四五六七八九十百千]+)(?:[万亿千百]*)[余多](?!年来)"
        ),
        Severity.DOUBT,
        tell("wording.near_and_more"),
    ),
    (
        regex.compile(
            rf"(?:超过?|突破|逾|高达)(?:{_NUMBER}[万亿千百]*|[一二三四五六七八九十百千]+万?)[余多](?!年)"
        ),
        Severity.STYLE,
        tell("wording.over_and_more"),
    ),
    (
        regex.compile(rf"(?:大?约|大概)(?:{_NUMBER}){_UNIT}[个家项件名人万亿元%]{{0,3}}(?:左右|上下)"),
        Severity.STYLE,
        tell("wording.about_twice"),
    ),
    (
        regex.compile(rf"(?:至少|不少于|不低于|最低){_NUMBER}{_UNIT}[\p{{Han}}%]{{0,3}}以上"),
        Severity.STYLE,
        tell("wording.at_least_twice"),
    ),
    (
        regex.compile(rf"(?:最多|不超过|不多于|最高){_NUMBER}{_UNIT}[\p{{Han}}%]{{0,3}}以下"),
        Severity.STYLE,
        tell("wording.at_most_twice"),
    ),
    (
        regex.compile(
            r"(?:近|约|超过?|逾)(?:[1-9]\d{3,}|\d{1,3}(?:,\d{3})+)(?<![05]0|00|[05])(?![\d.万亿千百年号])(?:\p{Han})"
        ),
        Severity.STYLE,
        tell("wording.hedged_to_the_digit"),
    ),
    (
        regex.compile(
            r"(?<![\d.\-—])\d+(?:\.\d+)?(?:[~～]|[-—–－]{1,2}(?=\d+(?:\.\d+)?[万亿]元))(?!\d+(?:\.\d+)?%)\d+(?:\.\d+)?[万亿]"
        ),
        Severity.STYLE,
        tell("wording.range_units"),
    ),
    (
        regex.compile(r"(?<![\d.%])\d+(?:\.\d+)?[~～]\d+(?:\.\d+)?%"),
        Severity.STYLE,
        tell("wording.range_percent"),
    ),
    (
        regex.compile(
            rf"(?:占比|比重|覆盖率|普及率|合格率|利率|强度)[^，。；\d]{{0,6}}(?:提高|上升|下降|降低|提升|回落)了?(?:{_NUMBER})%"
        ),
        Severity.DOUBT,
        tell("wording.share_in_percent"),
    ),
    (
        regex.compile(rf"(?:下降|减少|降低|缩短|缩小)了?(?:{_NUMBER}|[一二两三四五六七八九十]+)倍"),
        Severity.DOUBT,
        tell("wording.falls_by_multiple"),
    ),
)
_RATE = regex.compile(
    rf"(?:(?:强度|占比|比重|[盖及格化成活得]率|比例)[^，。；\d]{{0,8}}(?:[由从为达至到约]|{_NUMBER}%)[^，。；]{{0,12}}?"
    rf"|占[^，。；\d]{{0,30}}{_NUMBER}%)(?<=%)"
    r"[，,]?(?:同比|环比|[比较同](?:上年|去年|上一年|(?:19|20)\d\d年|同期|期)?(?:末|同期)?)?(?:提高|提升|上升|下降|降低|回落|增加)了?"
    rf"(?P<p>{_NUMBER}%)"
)
_HEDGED_TWICE = regex.compile(rf"约有?[^，。；\d]{{1,12}}约{_NUMBER}")
_EXACT_AND_MORE = regex.compile(
    r"(?<![\d.,])(?:[1-9]\d{2,}+(?<!0)|\d{1,3}(?:,\d{3})++(?<!0)|\d++\.\d++)(?:[万亿])?[余多](?=[个家项件名人万亿元台套场次种篇])"
)
_FEWER_THAN_NOTHING = regex.compile(
    r"(?:总量|数量|收入|金额|人数|产量)[^，。；\d]{0,6}(?:下降|减少)(?:了)?1(?!00)\d\d(?:\.\d+)?%"
)
_GROUPED = regex.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?=\p{Han})")
_PLAIN = regex.compile(r"(?<![\d.,A-Za-z-])[1-9]\d{4,8}(?![\d.,A-Za-z-])(?=\p{Han})")
_FULL_WIDTH = regex.compile(r"[０-９]+")
_SPELLINGS: tuple[tuple[Case, tuple["regex.Pattern[str]", ...]], ...] = (
    (
        tell("wording.kilometres"),
        (
            regex.compile(rf"{_FREE}[万亿]?千米"),
            regex.compile(rf"{_FREE}[万亿]?(?<!平方)公里"),
            regex.compile(rf"{_FREE}km(?![\p{{L}}²2/])"),
        ),
    ),
    (
        tell("wording.square_metres"),
        (
            regex.compile(rf"{_FREE}[万亿]?平方米"),
            regex.compile(rf"{_FREE}[万亿]?平米"),
            regex.compile(rf"{_FREE}[万亿]?(?:㎡|m²|m2(?!\p{{L}}))"),
        ),
    ),
    (
        tell("wording.kilowatt_hours"),
        (regex.compile(rf"{_FREE}[万亿]?千瓦时"), regex.compile(rf"{_FREE}[万亿]?度电")),
    ),
)


def check(body: Body) -> list[Finding]:
    """Look for each wording in the running text; one finding a document for notations that are mixed."""
    found: list[Finding] = []
    for read in body.reads:
        document = read.document
        for block in document.blocks:
            if block.kind is not BlockKind.CELL:
                found += _in_block(document, block, normal(document.text[block.start : block.end]))
        found += [*_mixed(document), *mixed(document), *_points(document)]
    return found


def _in_block(document: Document, block: Block, text: str) -> Iterator[Finding]:
    taken: set[int] = set()
    for pattern, severity, case in _RULES:
        for match in pattern.finditer(text):
            if match.start() not in taken:
                taken.add(match.start())
                yield remark(
                    NAME,
                    document,
                    severity,
                    case,
                    (block.start + match.start(), block.start + match.end()),
                )
    for match in _FEWER_THAN_NOTHING.finditer(text):
        span = (block.start + match.start(), block.start + match.end())
        yield remark(NAME, document, Severity.ERROR, tell("wording.falls_below_nothing"), span)


def _points(document: Document) -> Iterator[Finding]:
    """`强度3.25%，比上年提高0.13%`: the change of a ratio is told in points."""
    for block in document.blocks:
        if block.kind is BlockKind.CELL:
            continue
        text = normal(document.text[block.start : block.end])
        for match in _RATE.finditer(text):
            if regex.search(r"额|产值|收入|经费|金额|总量|数量|增长率|增速|增幅", match[0]):
                continue
            case = tell("wording.ratio_in_percent")
            span = (block.start + match.start("p"), block.start + match.end("p"))
            yield remark(NAME, document, Severity.DOUBT, case, span)
        for pattern, case in (
            (_HEDGED_TWICE, tell("wording.about_and_about")),
            (_EXACT_AND_MORE, tell("wording.digit_and_more")),
        ):
            for match in pattern.finditer(text):
                span = (block.start + match.start(), block.start + match.end())
                yield remark(NAME, document, Severity.STYLE, case, span)


def _mixed(document: Document) -> Iterator[Finding]:
    text = normal(document.text)
    for case, patterns in _SPELLINGS:
        places = [m.span() for p in patterns if (m := p.search(text))]
        if len(places) > 1:
            yield remark(NAME, document, Severity.STYLE, case, *sorted(places))
    grouped, plain = _GROUPED.search(text), _PLAIN.search(text)
    if grouped and plain:
        case = tell("wording.thousands")
        yield remark(NAME, document, Severity.STYLE, case, grouped.span(), plain.span())
    wide = _FULL_WIDTH.search(document.text)
    if wide and regex.search(r"[0-9]", document.text):
        yield remark(NAME, document, Severity.STYLE, tell("wording.full_width"), wide.span())
