"""Names with their figures in brackets: 从增速看，铜岭（增长45%）、黄坪（37%）居前，而亳溪（-9%）为负增长."""

import re

import msgspec
import regex

from kejian.extraction.figures.drafts import Draft
from kejian.extraction.figures.lines import Line

# a name, and in the brackets behind it the number alone or with how it moved
_NAMED = regex.compile(
    r"(?:^|[，,、；;。：:和与及而]|为|是)(?:而|其中)?(?P<name>(?![为是而和与及在从])[\p{Han}·]{2,10})[（(]"
    r"(?:同比|比上年|较上年)?(?:增长|上升|提高|增加|下降|减少|回落)?(?P<number>#)[）)]"
)
# what all the figures of the list measure: 某某居前五位的是, 从某某增速看
_MEASURED = (
    re.compile(
        r"(?P<what>[^，,#@（(]{2,16}?)(?:居|排|位居|位列|排名|排在|位于)?(?:全[国省市])?前[一二三四五六七八九十]+[位名]?"
        r"(?:的[^，#]{0,8}?)?(?:依次|分别)?[为是][：:]?"
    ),
    re.compile(
        r"(?:从|按|就)(?P<what>[^，,#@（(]{2,14}?(?:[额量数值率]|强度|投入|经费|收入|产值|面积|规模))"
        r"(?:的?(?:增速|增幅|增长率|增长情况|降幅))?来?看[，,：:]"
    ),
)
_OPENS = re.compile(r"[@，\s]*(?:份|全[年国省市]|其中)*")
_GAUGE = re.compile(r"(?:[额量率数值]|占比|比重|强度|经费|收入|投入|规模)$")  # measures and nobody's name
_LEAST = 2  # names of a list


def set_bracketed(line: Line, drafts: list[Draft]) -> None:
    """Give each figure of such a list the name before its bracket as subject, and the list's measure."""
    if line.s.count("#）") + line.s.count("#)") < _LEAST:
        return
    named = {m.start("number"): m for m in _NAMED.finditer(line.s, overlapped=True)}
    listed = [d for d in drafts if d.k in named and not _GAUGE.search(named[d.k]["name"])]
    if len(listed) < _LEAST:
        return
    first = named[listed[0].k].start("name")
    what = next((found for p in _MEASURED if (found := _last(p, line.s, first))), None)
    for draft in listed:
        draft.subject, draft.fixed_subject = named[draft.k]["name"], True
        if what and draft.phrase.measure is None:
            draft.phrase = msgspec.structs.replace(draft.phrase, measure=what)


def _last(pattern: re.Pattern[str], s: str, end: int) -> str | None:
    """What the last match of a pattern before ``end`` says is measured."""
    found = [m for m in pattern.finditer(s, 0, end) if "#" not in s[m.end() : end]]
    return _OPENS.sub("", found[-1]["what"], count=1) or None if found else None
