"""The times of a sentence with how each is used there: told at, compared with, an attribute, lying ahead."""

import re

import msgspec

from kejian.extraction.figures.drafts import Draft
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.times import Time
from kejian.language.han import han_pattern
from kejian.model import Role

# the time stands first and the words before it after it: a search passes over all other characters at once
_COMPARED = re.compile(
    r"@(?:(?<=[比较与同]@)|(?<=[比较与同]\s@)|(?<=(?:低于|高于|高出|超出|多于|少于|超过)@)|(?<=(?:低于|高于|高出|超出|多于|少于|超过)\s@)"
    r"|(?<=在@)(?=的?[^，#]{0,8}(?:基数|基础|水平|之上))|(?<=完成@)(?=[^，#]{0,6}的#)"
    r"|(?=的?[近约超]?#)(?:(?<=[是为不达约占]@)|(?<=(?:接近|不到|不足|达到|占到)@)|(?<=(?:相当于|恢复到|恢复至)@)))"
)
_ATTRIBUTE = re.compile(
    r"@(?:(?<=建于@)|(?<=(?:成立于|创办于|注册于)@)"
    r"|(?:正式|首次|底|初)?(?:设立|启用|成立|创办|创建|开放|建成|推出|启动|发布|上市|投产|投用|批准|认定|入选|实施|推行|开工|出台|制定|修订|确定|提出|明确|首次上榜|上榜)[^，#]{0,4}的"
    r"|[^，#@]{0,6}(?:投产|投用|点亮|启用|上线|运营|开园|开业|改造|建成|投运|落户)(?:之后|以后|后)(?=[，,])"
    r"|(?:以来)?[^，#@]{0,2}(?:最[高低大小好快多强优]|首[个次家例台款]|新高|新低|历史|罕见)|(?:立项|成立|上榜)时|起)"
    + "".join(rf"|{what}[^，#@]{{0,4}}到了?@" for what in ("排期", "订单", "交期", "工期", "合同"))
)
_AHEAD = re.compile(
    r"(?:计划|预计|拟|将于|将在|有望|排到|排至|排产至|订单排至|力争|目标)(?:于|在|到|至)?[^，；。#]{0,4}@"
)
_OF_NUMBER = re.compile(r"@的[^，#@]{0,4}#")
_IS_NUMBER = han_pattern(r"@(?:为|约为|只有|仅有)#(?!\p{Han})")
# an earlier time that is told beside the number before: 数字化率38%，三年前还只有9%
_SAID_ASIDE = re.compile(r"@(?:还|才|就|仅|只|曾)?(?:是|为|只有|仅有|有|不到|不足|只|仅)?#")


class Stamp(msgspec.Struct, frozen=True, gc=False):
    """A time of a sentence at ``i`` of the short form: its calendar form and how it is used there."""

    i: int
    time: Time
    use: str  # "at", "compared", "attribute", "ahead"
    own: bool  # belongs to the number right after it alone


def due(line: Line, draft: Draft, stamps: list[Stamp]) -> str | None:
    """The time for which a target is told: 预计全年净增400家."""
    if draft.role is not Role.TARGET:
        return None
    ahead = next((t for t in reversed(stamps) if t.i < draft.k), None)
    part = line.clauses[draft.clause].part
    here = ahead is not None and ahead.use == "ahead" and line.clauses[line.clause_of(ahead.i)].part == part
    return ahead.time.exact if ahead is not None and here else None


def stamps_of(line: Line) -> list[Stamp]:
    """The times of a sentence with their use."""
    if not line.stamps:
        return []
    s = line.s
    use: dict[int, str] = {}
    for name, pattern in (("compared", _COMPARED), ("attribute", _ATTRIBUTE), ("ahead", _AHEAD)):
        for m in pattern.finditer(s):
            use.setdefault(s.index("@", m.start()), name)
    found = []
    for i, time in zip(line.stamps, line.times, strict=True):
        own = bool(_OF_NUMBER.match(s, i, i + 12) or _IS_NUMBER.match(s, i, i + 8))
        aside = time.text.endswith(("同期", "年前")) and _SAID_ASIDE.match(s, i) is not None
        own = own or (aside and "#" in s[:i]) or (s.startswith("#", i + 1) and s[i - 1 : i] in ("从", "由"))
        found.append(Stamp(i, time, use.get(i, "at"), own))
    return found
