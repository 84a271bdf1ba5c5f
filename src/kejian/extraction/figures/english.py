"""The figures of English sentences, as company reports carry them."""

import re

from kejian.extraction.figures.drafts import Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.periods import shifted
from kejian.language.han import han_pattern
from kejian.language.times import MONTHS
from kejian.model import Aspect

_MONTH = re.compile(rf"\b(?P<month>{'|'.join(MONTHS)})\b(?: (?P<year>20\d\d))?")
_MOVED = (
    r"(?:totalled|totaled|reached|stood|was|were|amounted|came|rose|grew|increased|climbed|fell|declined|dropped"
    r"|decreased|widened|narrowed|expanded|ramped|improved|exceeded|averaged|accounted|remained)"
)
_NAMED = re.compile(
    rf"(?:^|[,;.] |\b(?:and|while|but|with|whereas) )(?:the |its |total |new )*"
    rf"(?P<what>[A-Za-z][\w&' -]{{1,48}}?) {_MOVED}\b"
)
_RECORDED = re.compile(
    r"\b(?:recorded|reported|posted|generated|achieved|delivered|had|with)\s+(?:an? |the |total )*"
    r"(?P<what>[\w& -]+?)(?: of)?\s*$"
)
_CHANGED = re.compile(
    r"(?:\b(?:increase|decrease|rise|gain|drop|decline) of"
    r"|\b(?:up|down|to|by|from|versus|compared with|or))\s*$"
)
_PART = re.compile(r"^\s*(?:of|in)? ?(?:which )?(?:came from|came|was from) (?P<what>[\w& -]+)")
_YEAR_END = re.compile(r"(?i)\b(?:at|by|as of) (?:the )?(?:year[- ]end|end of the year)")
_OF_WHICH = re.compile(r"\bof (?:which|whom),? *$")
_COUNTED = re.compile(r"[a-z][a-z -]{3,}")
_OF = re.compile(r"^\s*of (?:the |its |total )*(?P<whole>[\w&-]+(?: [\w&-]+)?)")
_WHO = re.compile(
    r"^(?:[^,]*, )?(?:The |the )?(?P<who>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)*)[^,]{0,40}?"
    r"\b(?:recorded|reported|posted|generated|achieved|delivered)\b"
)
_HAN = han_pattern(r"\p{Han}")


def is_english(text: str) -> bool:
    """Whether a sentence is written in Latin letters."""
    return not _HAN.search(text) and sum(c.isalpha() and c.isascii() for c in text) > len(text) // 2


def read_english(line: Line, drafts: list[Draft], memory: Memory) -> None:
    """Fill in the figures of an English sentence."""
    s = line.s
    if m := _WHO.match(s):
        memory.english = m["who"]
    last: Draft | None = None
    at = 0
    for draft in drafts:
        left, right = s[at : draft.k], s[draft.k + 1 :].split("#")[0]
        _measure(draft, left, right, last)
        draft.subject = memory.english or memory.home
        draft.period = _period(left + right, memory)
        if draft.aspect in (Aspect.GROWTH, Aspect.CHANGE):
            draft.base = shifted(draft.period, back="year")
        if right.lstrip().startswith(("a year earlier", "in the prior year", "a year ago")):
            draft.period = shifted(draft.period, back="year")
        last, at = draft, draft.k + 1


def _measure(draft: Draft, left: str, right: str, last: Draft | None) -> None:
    named = list(_NAMED.finditer(left))
    carried = last.measure if last else None
    part = _PART.match(right)
    which = _OF_WHICH.search(left)
    if draft.aspect is Aspect.SHARE and which and not part:
        draft.measure, draft.base = right.split(",")[0].strip() or carried, carried
    elif draft.aspect is Aspect.SHARE and part:
        draft.measure, draft.base = part["what"].strip(), carried
    elif named:
        draft.measure = named[-1]["what"].strip()
    elif _CHANGED.search(left) and carried:
        draft.measure = carried
    elif m := _RECORDED.search(left):
        draft.measure = m["what"].strip() or draft.unit
    else:
        draft.measure = carried
    if draft.aspect is Aspect.SHARE and draft.base is None:
        whole = _OF.match(right)
        draft.base = whole["whole"] if whole else (last.base if last else None)
    if draft.aspect is Aspect.LEVEL and not named and _COUNTED.fullmatch(draft.unit or ""):
        draft.measure = draft.unit


def _period(text: str, memory: Memory) -> str | None:
    if _YEAR_END.search(text) and memory.year is not None:
        return f"{memory.year}-12-31"
    m = _MONTH.search(text)
    if m is None or (memory.year is None and not m["year"]):
        return memory.default
    if re.search(r"year ended \S* ?$", text[: m.start()]):
        return m["year"] or memory.default
    return f"{m['year'] or memory.year}-{MONTHS.index(m['month']) + 1:02}"
