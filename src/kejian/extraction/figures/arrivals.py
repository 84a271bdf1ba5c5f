"""Times that a rise led up to, and those when something was founded, for the figures that name none."""

import re

from kejian.extraction.figures.drafts import Draft
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.stamps import Stamp
from kejian.extraction.figures.times import SAME

BARE_FROM = re.compile(r"(?:由|从)(?:最初的|原来的|不足|全国|全省|全球|世界|全市)?$")
# who does it, and no level that something rose from: 由13家银行合作开办
BY_SOME = re.compile(r"(?<=由)#(?![^，#@；]*[到至])[^，#@；的]{3,}(?=$|[，；])(?![，；][^，#@；]{0,6}[到至])")
DONE = re.compile(
    r"@[^，#@]{0,10}(?:建成|成立|投产|投用|启用|创办|开园|设立|落户|创立|开工|动工|获批|挂牌|揭牌|奠基|组建|启动|上市|问世)(?:投用|运行|使用|开放|建设|设立|运营|上市)?(?=，)"
)
AT_FIRST = re.compile(
    r"[，\s]*(?:起步|成立|创办|创立|建园|建所|建院|创业|开园|设立)(?:时|之时|之初|初期|伊始)"
)
_LED_UP = re.compile(r"[到至]@的?#.?")
_RISES_TO = re.compile(r"[^，#@；]{0,4}(?:升|增|提|降|扩|减|达|上)[^，#@；]{0,3}[到至]?")
_YEAR = re.compile(r"^\d{4}$")


def at_first(line: Line, draft: Draft, stamps: list[Stamp]) -> str | None:
    """The time that something was founded, for what was so then: 2011年成立，…起步时企业不足30家."""
    clause = line.clauses[draft.clause]
    if not AT_FIRST.match(line.s, clause.lo, draft.k):
        return None
    founded = (t for t in reversed(stamps) if t.i < clause.lo and DONE.match(line.s, t.i))
    return next((t.time.exact for t in founded if t.time.exact), None)


def reached(line: Line, draft: Draft, last: Draft, stamps: list[Stamp]) -> str | None:
    """The time that a rise led up to, for what is told of it: 由2015年的7家增长到2019年的16家，增长…"""
    near = next((t for t in reversed(stamps) if t.i < draft.k), None)
    if near is None or not near.own or near.use != "at" or near.time.kind is SAME:
        return None
    here = line.clauses[draft.clause].part == line.clauses[line.clause_of(near.i)].part
    led_up = _LED_UP.fullmatch(line.s, max(near.i - 1, 0), near.i + 3)
    return last.period if here and led_up and near.time.exact == last.period else None


def arrived_too(line: Line, draft: Draft, before: list[Draft], stamps: list[Stamp]) -> str | None:
    """The time that a second rise led up to, where the first names its times: …；强度从2.1%提高到2.5%."""
    last = before[-1] if len(before) > 2 else None
    if last is None or last.clause != draft.clause or last.aspect is not draft.aspect:
        return None
    if not _RISES_TO.fullmatch(line.s, last.k + 1, draft.k) or any(
        t.i > before[-3].k for t in stamps if t.i < draft.k
    ):
        return None
    start = max(line.clauses[last.clause].lo, line.s.rfind("#", 0, last.k) + 1)
    if not BARE_FROM.search(line.s[start : last.k].rstrip()):
        return None
    ends = [d.period for d in before[:-1] if d.period and _YEAR.match(d.period)]
    return max(ends) if last.period in ends and max(ends) > (last.period or "") else None
