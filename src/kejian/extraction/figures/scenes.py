"""Bodies and things that a newspaper goes on about by a common noun: 园区现有…, 走进恒温车间，…, 这具骨架…"""

import re
from functools import cache

import msgspec

from kejian.extraction.figures.called import Called
from kejian.extraction.figures.head_words import Subject
from kejian.extraction.figures.lines import Clause, Line
from kejian.extraction.figures.phrases import FILE
from kejian.language.han import han_pattern
from kejian.vocabulary.patterns import pieces

_PIECES = "[个座条家台款具件艘套支项张枚颗辆架部间幅尊只头株口]"
_KIND = han_pattern(rf".*是(?:一|这)种?{_PIECES}?(?P<name>\p{{Han}}{{2,12}})")
_ONLY_HAS = re.compile(r"(?:现有|共有|已有|只有|仅有|有|已|达|共|仅|只|为|@)*")
# 专家组对“稻盈9号”进行实打测产
_TESTED = han_pattern(
    r".*?对(?P<name>[^，#@]{2,16}?)(?:进行|开展)(?:了)?[^，#@]{0,8}(?:测产|测试|试验|检测|验收|测评)"
)
_BODIES = (
    "研究所",
    "研究院",
    "公司",
    "医院",
    "学校",
    "合作社",
)  # have people and things, and are not counted
_WE = re.compile(r"我们|咱们")


class _Words(msgspec.Struct, frozen=True):
    bare: re.Pattern[str]
    this: re.Pattern[str]
    entered: re.Pattern[str]


@cache
def _words() -> _Words:
    w = pieces(FILE)
    opener = r"[@，“\s]*(?:@|如今|目前|其中|眼下|去年|今年|，)*"
    return _Words(
        bare=han_pattern(rf"{opener}(?P<name>{w['bare']})(?={w['bare_told']})"),
        this=han_pattern(
            rf"{opener}这一?{_PIECES}(?P<name>\p{{Han}}{{2,4}}?)(?=由|重|长|高|宽|全|的|@|已|能|可|每|总|年|日|#)"
        ),
        entered=han_pattern(
            rf"[@，“\s]*(?:走进|来到|步入|走入)(?P<name>[^，#@的]{{0,14}}{w['rooms']})(?:内|里|中)?"
        ),
    )


def bare_subject(line: Line, clause: Clause, hi: int, *, counts: bool, called: Called) -> Subject | None:
    """The body or thing that a clause of a newspaper begins with or shows; ``counts`` says it holds a number.

    It is named in full where the text did so before.
    """
    s, w = line.s, _words()
    for pattern in (w.bare, w.this):
        if m := pattern.match(s, clause.lo, hi):
            noun = m["name"]
            named = called.again(noun, line.at[m.start("name")], this=False)
            end = m.end("name")
            if (
                counts and _ONLY_HAS.fullmatch(s, end, hi) and noun not in _BODIES
            ):  # 团队现有#人: it is what is counted, too
                if clause.lo > 0:
                    return None
                end = m.start("name")
            return Subject(named or noun, end, guessed=named is None)
    if not counts:
        for pattern in (w.entered, _KIND, _TESTED):
            if m := pattern.fullmatch(s, clause.lo, hi):
                return Subject(m["name"], m.end("name"), guessed=True)
    return None


def speakers_firm(line: Line, called: Called) -> str | None:
    """The firm or body whose 我们 it is that a quotation speaks of."""
    if not line.s.startswith("“") or not _WE.search(line.s):
        return None
    return called.speaker or called.again("公司", line.at[0], this=False)
