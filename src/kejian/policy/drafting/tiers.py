"""Numbers that grade a grant: ends of tiers, shares paid year by year, instalments, a second ceiling."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex
from msgspec.structs import replace

from kejian.policy.drafting.model import DraftTerm

YEAR = regex.compile(
    r"首年|次年|首[次期笔]|尾[期款]|(?:前|后|头)[一两二三四五]年|第[一二三四五六\d]至第?[一二三四五六\d]年|第[一二三四五六\d](?:年|期|次|笔)"
)
_HOLDS = r"\s*(?P<{0}>[（(]不?含(?:本数)?[）)])?\s*"
# 100万元（含）至500万元的，… : the whole stands before what is granted
_RANGE = regex.compile(_HOLDS.format("low") + r"(?:至|到|[-–—~～])\s*")
_RANGE_END = regex.compile(_HOLDS.format("high") + r"(?:之间)?的?[，,]")
_ABOVE = regex.compile(_HOLDS.format("low") + r"(?:及?以上)?的?[，,]")
_OVER = regex.compile(r"(?:超过|高于|大于|多于)$")
_UNDER = regex.compile(r"(?:不足|低于|少于|不满|小于|未达到?)$")
_WITHIN = regex.compile(r"(?:不超过|不高于|至多)$")
_ITSELF = regex.compile(r"\s*[（(](不)?含(?:本数)?[）)]")
_TO = regex.compile(r"(?:至|到|[-–—~～])\s*$")
_HAN = regex.compile(r"\p{Han}")
_BOUNDS = regex.compile(r"[\d.,，]+[亿万]?元|[（(]不?含[）)]|[至到超过不足低于]")
_GRANT = regex.compile(r"给予|予以|奖励|补助|补贴|资助|奖补|扶持|按\S{0,12}(?:奖|补)")
_PAID = regex.compile(r"拨付|发放|兑现|支付|到位|分(?:[两二三四五六\d]+[年期次笔]|期|年|阶段)|阶段")
_PAYS = regex.compile(r"拨付|发放|兑现|支付|到位")
_A_YEAR = regex.compile(
    r"(?:[家户位]|企业|单位|主体|法人).{0,4}(?:每年|年度|当年|一年)|(?:每年|年度).{0,3}[家户]"
)


def graded(terms: Sequence[DraftTerm]) -> Iterator[DraftTerm]:
    """The terms in their order, those that grade others told as such."""
    last: DraftTerm | None = None  # the threshold that a tier without words of its own belongs to
    for _, clause in groupby(terms, key=lambda term: term.clause.start):
        found: list[DraftTerm] = []
        for term in clause:
            found.append(_inclusive(_tier(term, found[-1] if found else None, last)))
        found = _years(_instalments(_second_caps(found)))
        last = next((t for t in found if t.kind == "threshold" and t.unit == "CNY" and t.figure), last)
        yield from found


def _around(term: DraftTerm) -> tuple[str, str]:
    at = term.passage.start - term.clause.start
    return term.clause.quote[:at], term.clause.quote[at + len(term.passage.quote) :]


def _pays(term: DraftTerm) -> bool:
    before, after = _around(term)
    return _PAYS.search(f"{before[-5:]}{after[:5]}") is not None


def _tier(term: DraftTerm, before_it: DraftTerm | None, last: DraftTerm | None) -> DraftTerm:
    """An amount that is an end of a tier (“A至B的，奖励…”) is a threshold, with the tier's measure."""
    if term.unit != "CNY" or term.kind not in ("amount", "cap", "threshold"):
        return term
    before, after = _around(term)
    if _GRANT.search(before):
        return term
    comparison = _compared(term, before, after)
    if comparison is None:
        return term
    figure = term.figure
    if figure is None and _TO.search(before):  # the upper end of what the term before it begins
        figure = before_it.figure if before_it else None
    if figure is None and last and not _HAN.search(_BOUNDS.sub("", before)):
        figure = last.figure  # a tier that begins with its number goes on with what the tier before measures
    return replace(term, kind="threshold", comparison=comparison, figure=figure, base=None)


def _inclusive(term: DraftTerm) -> DraftTerm:
    """A threshold whose number says whether it is itself in (突破1亿元（含）)."""
    _, after = _around(term)
    said = _ITSELF.match(after)
    if said is None or term.comparison is None:
        return term
    within = {"more_than": "at_least", "less_than": "at_most"}
    without = {other: one for one, other in within.items()}
    changed = (without if said[1] else within).get(term.comparison, term.comparison)
    return replace(term, comparison=changed)


def _compared(term: DraftTerm, before: str, after: str) -> str | None:
    begins = _RANGE.match(after)
    if begins:
        return "more_than" if "不含" in (begins["low"] or "") else "at_least"
    ends = _RANGE_END.match(after)
    if ends and _TO.search(before):
        return "at_most" if ends["high"] and "不含" not in ends["high"] else "less_than"
    if term.kind == "threshold" or not (_ABOVE.match(after) or ends):
        return None
    if _OVER.search(before):
        return "more_than"
    if _UNDER.search(before):
        return "less_than"
    if _WITHIN.search(before):
        return "at_most"
    if "以上" in term.passage.quote or "以上" in after[:8]:
        return "at_least"
    return "at_most" if "以下" in term.passage.quote or "以内" in term.passage.quote else None


def _second_caps(terms: list[DraftTerm]) -> list[DraftTerm]:
    """Of several ceilings in a clause the one of an enterprise in a year."""
    capped = False
    found = []
    for term in terms:
        if term.kind == "cap" and capped:
            before, _ = _around(term)
            if _A_YEAR.search(before[-12:]):
                term = replace(term, kind="year_cap")
        capped |= term.kind == "cap"
        found.append(term)
    return found


def _instalments(terms: list[DraftTerm]) -> list[DraftTerm]:
    """Shares that add up to the whole of an amount before them say when it is paid."""
    rates = [t for t in terms if t.kind == "rate"]
    if len(rates) < 2 or sum(t.value for t in rates) != 1:
        return terms
    whole = [t for t in terms if t.kind in ("amount", "cap") and t.passage.start < rates[0].passage.start]
    if not (whole and _PAID.search(rates[0].clause.quote)) and not all(_pays(t) for t in rates):
        return terms
    return [replace(t, kind="instalment") if t.kind == "rate" else t for t in terms]


def _years(terms: list[DraftTerm]) -> list[DraftTerm]:
    """Grants that are told year by year, each with its year."""
    found = []
    end = 0
    for term in terms:
        at = term.passage.start - term.clause.start
        named = YEAR.findall(term.clause.quote[end:at])
        if named and term.phase is None and term.kind in ("rate", "amount", "cap", "instalment"):
            term = replace(term, phase=named[-1])
        end = at + len(term.passage.quote)
        found.append(term)
    return found
