"""Figures of a period that was not over when the document was made."""

from calendar import monthrange

import regex

from kejian.auditing.body import Body
from kejian.auditing.dating import published_of
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import BlockKind, Figure, Role

NAME = "periods"
_PLANNED = regex.compile(
    r"将|拟|计划|预计|预期|力争|目标|有望|届时|规划|争取|预测|确保|要求|任务|任期|展望|不低于|以上|左右"
)
_BY_THEN = regex.compile(r"到\d{4}年")  # a plan, unless the sentence tells of what happened
_HAPPENED = regex.compile(
    r"已|累计|[比较](?:上年|去年|上一年|一年前|年初)|同比|一年(?:间|来|内|多|净|新|增|时间)|分别为|依次为|增长了|占[^，。；\d]{0,16}\d|截至|总数[是为]|[^，。；\d]量[是为]"
)
_SO_FAR = regex.compile(r"^(?:初|[1一]月(?:份|[1一]日)?)?(?:至今|迄今|以来|到现在|到目前)")
_PART = regex.compile(
    r"(?<y>(?:19|20)\d{2})年?(?:(?<half>上半年)|(?<quarters>前三季度|[一二三]季度|第[一二三]季度)|1(?:月)?[-—–至~](?<m>\d{1,2})月)"
)
_QUARTERS = {"一": "03", "二": "06", "三": "09"}
_WITHIN = {"03": r"一季度", "06": r"上半年|二季度", "09": r"前?三季度", "12": r"[四4]季度|下半年"}
_AHEAD = regex.compile(r"计划|规划|目标|展望|打算|安排|任务|思路|方案|预算|下一步|下一?阶段|怎么干|要点")
_REVIEW = regex.compile(r"总结|情况|回顾|进展|成效|报告")
_BEFORE = 120  # characters before a sentence in which plans are looked for
_YEAR, _MONTH, _DAY = len("2023"), len("2023-06"), len("2023-06-30")


def check(body: Body) -> list[Finding]:
    """Compare the end of each figure's period with the day of the publication."""
    found = []
    for _, read in body.numbered():
        made = _made(read)
        seen: set[int] = set()
        for figure in read.facts.figures if made else ():
            end = _end(figure.period or "")
            # what the extraction takes for a target only because its year is to come is looked at too
            told = figure.role in (Role.OBSERVATION, Role.TARGET) and figure.sentence.start not in seen
            if not told or not end or end <= made[: len(end)]:
                continue
            named = _says(figure, end)
            if (
                named is None
                or _SO_FAR.match(normal(figure.sentence.quote)[named[1] :])
                or _of_last_year(figure, end, made)
                or _is_planned(figure.sentence.quote)
                or _under_a_plan(read, figure)
            ):
                continue
            seen.add(figure.sentence.start)
            start = figure.sentence.start
            when = read.document.passage(start + named[0], start + named[1])
            found.append(
                Finding(
                    check=NAME,
                    severity=Severity.DOUBT,
                    case=tell(
                        "periods.not_over",
                        printed=figure.passage.quote,
                        period=figure.period or "",
                        made=made,
                    ),
                    passages=(figure.passage, when),
                )
            )
    return found


def _of_last_year(figure: Figure, end: str, made: str) -> bool:
    """`全年` beside another year, after `去年`, or in the first months of a year: the one before."""
    words = normal(figure.sentence.quote)
    if end[:_YEAR] in words:
        return False
    other = regex.search(r"(?:19|20)\d{2}年|去年|上年|上一年", words)
    early = made[:_YEAR] == end[:_YEAR] and made[5:7] <= "03"
    return other is not None or (end.endswith("12-31") and early)


def _is_planned(sentence: str) -> bool:
    if _PLANNED.search(sentence):
        return True
    return bool(_BY_THEN.search(normal(sentence))) and not _HAPPENED.search(sentence)


def _under_a_plan(read: Read, figure: Figure) -> bool:
    """A heading above, or the sentence before, speaks of what is to come."""
    text, start = read.document.text, figure.sentence.start
    if _PLANNED.search(text[max(start - _BEFORE, text.rfind("\n", 0, start) + 1, 0) : start]):
        return True
    above = [b for b in read.document.blocks if b.kind is BlockKind.HEADING and b.start <= start]
    title = read.facts.about.title or ""
    heads = [text[b.start : b.end] for b in above[-1:]]
    if not _REVIEW.search(title) and not any(_REVIEW.search(head) for head in heads):
        heads.append(title)  # a review of the year with a plan for the next is not all a plan
    return any(_AHEAD.search(head) for head in heads)


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


def _says(figure: Figure, end: str) -> tuple[int, int] | None:
    """Where the sentence itself names the period, before the figure: its month, or the whole year."""
    words = normal(figure.sentence.quote[: figure.passage.start - figure.sentence.start])
    year, month = end[:4], str(int(end[5:7]))
    whole = end.endswith("12-31")
    patterns = [rf"(?:{year}年)?{month}月(?:[底末]|{int(end[8:])}日|份)?"]
    if whole:
        patterns.append(rf"{year}年?[末底]|(?:{year}年)?(?:全年|年末|年底|[第四]四季度|下半年)")
        # a bare year of a figure that accrues may stand for what there is so far
        patterns.append(rf"{year}年(?!\d|[上前一1])")
    if end[5:7] in _WITHIN and (not regex.search(r"(?:19|20)\d{2}年", words) or year in words):
        patterns.append(_WITHIN[end[5:7]])
    for pattern in filter(None, patterns):
        found = regex.search(pattern, words)
        if found:
            return found.span()
    return None
