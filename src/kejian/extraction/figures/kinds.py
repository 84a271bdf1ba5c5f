"""Kinds told one after the other, each taking the place of the one before in its measure."""

from kejian.extraction.figures.drafts import Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.language.han import han_pattern

_NEXT_KIND = han_pattern(
    r"[，\s]*(?P<who>\p{Han}{3,12}?)(?:成交额)?(?:次之|居次|紧随其后|位居其次|(?:涨幅|增幅|增速|增长)最[大高快])"
)


def of_next_kind(line: Line, draft: Draft, memory: Memory) -> None:
    """Give the figure of the kind that comes next its own name: 技术开发合同次之，成交8亿元."""
    if not draft.clause or draft.measure is None or draft.source is None:
        return
    clause = line.clauses[draft.clause - 1]
    m = _NEXT_KIND.fullmatch(line.s, clause.lo, clause.hi)
    if m is None:
        return
    at = draft.measure.find(m["who"][-2:])
    if at > 0 and not draft.measure.startswith(m["who"]):
        draft.measure = m["who"] + draft.measure[at + 2 :]
        draft.subject, draft.fixed_subject = memory.home, memory.home is not None
