"""Figures of a period that was not over when the document was made."""

from calendar import monthrange

import regex

from kejian.auditing.body import Body, Said
from kejian.auditing.dating import published_of
from kejian.auditing.model import Finding, Read, Severity
from kejian.language.normal import normal

NAME = "periods"
_PLANNED = regex.compile(
    r"将|拟|计划|预计|预期|力争|目标|有望|届时|规划|争取|预测|确保|要求|任务|任期|展望|到\d{4}年|不低于|以上|左右"
)
_PART = regex.compile(
    r"(?<y>(?:19|20)\d{2})年?(?:(?<half>上半年)|(?<quarters>前三季度|[一二三]季度|第[一二三]季度)|1(?:月)?[-—–至~](?<m>\d{1,2})月)"
)
_QUARTERS = {"一": "03", "二": "06", "三": "09"}
_YEAR, _MONTH, _DAY = len("2023"), len("2023-06"), len("2023-06-30")


def check(body: Body) -> list[Finding]:
    """Compare the end of each figure's period with the day of the publication."""
    found = []
    days = {number: _made(read) for number, read in body.numbered()}
    bodies = {number: read.document for number, read in body.numbered()}
    for said in body.said:
        made = days[said.document]
        end = _end(said.figure.period or "")
        if not made or not end or end <= made[: len(end)]:
            continue
        named = _says(said, end)
        if named is None or _PLANNED.search(said.figure.sentence.quote):
            continue
        start = said.figure.sentence.start
        when = bodies[said.document].passage(start + named[0], start + named[1])
        found.append(
            Finding(
                check=NAME,
                severity=Severity.DOUBT,
                message=f"{said.passage.quote} is told of {said.figure.period}, which was not over when the "
                f"document was made ({made})",
                passages=(said.passage, when),
            )
        )
    return found


def _made(read: Read) -> str:
    """The day, or the end of the month, from which on nothing can be told; empty where it is not known."""
    published = published_of(read)
    if len(published) == _DAY:
        return published
    if len(published) == _MONTH:
        return f"{published}-{monthrange(int(published[:4]), int(published[5:]))[1]}"
    part = _PART.search(normal(read.facts.about.title or ""))
    if part is None:
        return ""
    if part["half"]:
        month = "06"
    elif part["quarters"]:
        month = next(_QUARTERS[c] for c in part["quarters"] if c in _QUARTERS)
    else:
        month = f"{int(part['m']):02}"
    # a report on a part of the year is written soon after it, and long before the end of the year
    after = min(int(month) + 2, 11)
    return f"{part['y']}-{after:02}-{monthrange(int(part['y']), after)[1]}"


def _end(period: str) -> str:
    """The last day of a period as it is told; empty where it is no date."""
    last = period.rpartition("/")[2]
    if not last[:_YEAR].isdigit():
        return ""
    if len(last) == _YEAR:
        return f"{last}-12-31"
    if len(last) == _MONTH and 1 <= int(last[5:]) <= 12:
        return f"{last}-{monthrange(int(last[:4]), int(last[5:]))[1]}"
    return last if len(last) == _DAY else ""


def _says(said: Said, end: str) -> tuple[int, int] | None:
    """Where the sentence itself names the period, before the figure: its month, or the whole year."""
    words = normal(said.figure.sentence.quote[: said.start - said.figure.sentence.start])
    year, month = end[:4], str(int(end[5:7]))
    whole = end.endswith("12-31")
    patterns = [rf"(?:{year}年)?{month}月(?:[底末]|{int(end[8:])}日|份)?"]
    if whole:
        patterns.append(rf"(?:{year}年)?(?:全年|年末|年底|[第四]四季度|下半年)")
        # a bare year of a figure that accrues may stand for what there is so far
        patterns.append("" if said.cell else rf"{year}年(?!\d|[上前一1])")
    for pattern in filter(None, patterns):
        found = regex.search(pattern, words)
        if found:
            return found.span()
    return None
