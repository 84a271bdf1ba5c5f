"""Sizes that nothing of the kind reaches, whatever the year before: 亿 for 万, ‰ for %."""

from collections.abc import Iterator
from decimal import Decimal

import regex

from kejian.auditing.body import Body
from kejian.auditing.model import Finding, Severity
from kejian.auditing.said import Said
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import Aspect

_NAME = "jumps"
# unit, what is counted, and what is far more than a province has of it; tens of times what is known
_CEILINGS = (
    ("CNY", regex.compile(r"创新券|服务券|科技券|补贴|补助|奖补|贴息|资助金"), Decimal(10) ** 11),
    ("人次", regex.compile(r"参观|接待|观众|科普|场馆|培训|游客"), 5 * Decimal(10) ** 9),
    ("m2", regex.compile(r"载体|孵化|众创|加速器|场馆|厂房|楼宇"), 2 * Decimal(10) ** 9),
    ("次", regex.compile(r"仪器|设备共享|开放共享"), Decimal(10) ** 9),
)
# shares of money and output are told in per cent; per mille is of people and of risks
_SHARE = regex.compile(
    r"(?:投入|经费|研发)强度|占[^，。；]{0,20}?(?:比[重例]|生产总值|GDP|支出|产值|收入|经费)|占比|占[^，。；\d]{2,16}的$",
    regex.I,
)
_IN_MILLE = regex.compile(r"人口|出生|死亡|增长率|每[千万]|不良|逾期|[费利税]率|次品|缺陷|事故")
_BESIDE = 40  # characters before a number that say what it is of


def sizes(body: Body) -> Iterator[Finding]:
    """Each figure against what is possible of its kind."""
    for said in body.said:
        measure, printed = said.figure.measure or "", said.passage.quote
        case = None
        if _too_large(said):
            case = tell("jumps.size", measure=measure, printed=printed)
        elif _told_in_mille(said):
            case = tell("jumps.permille", measure=measure, printed=printed)
        if case is not None:
            yield Finding(
                check=_NAME,
                severity=Severity.DOUBT,
                case=case,
                passages=(said.passage,),
            )


def _too_large(said: Said) -> bool:
    value, words = said.figure.value, _words(said)
    return (
        said.figure.aspect is Aspect.LEVEL
        and value is not None
        and not said.cell
        and any(
            said.figure.unit == unit and value >= ceiling and kind.search(words)
            for unit, kind, ceiling in _CEILINGS
        )
    )


def _told_in_mille(said: Said) -> bool:
    words = _words(said)
    shown = "‰" in said.passage.quote and said.figure.aspect in (Aspect.SHARE, Aspect.RATIO)
    return shown and bool(_SHARE.search(normal(said.lead) or words)) and not _IN_MILLE.search(words)


def _words(said: Said) -> str:
    start = said.start - said.figure.sentence.start
    before = said.figure.sentence.quote[max(start - _BESIDE, 0) : max(start, 0)]
    return normal(before) + (said.figure.measure or "")
