"""One event told twice: on different days, by different names, with different numbers."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.misnamed import misnamed
from kejian.auditing.dating import DAY, iso
from kejian.auditing.events import Told, act_of, clash, differ, told
from kejian.auditing.groups import Group, Kind
from kejian.auditing.happenings import Happening, happenings
from kejian.auditing.happenings import clash as numbers_clash
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.telling import tell
from kejian.language.normal import normal

NAME = "events"
_MANY = 20  # tellings of one event that are compared each with each
_DAY, _MONTH = len("2022-08-05"), len("2022-08")
_LONG_OBJECT = 8  # characters of a thing without a name that tell it from others
_MOST = 2000  # events of a document whose things are looked for again
_WEEKDAY = regex.compile(r"星期|周[一二三四五六日]|^[（(]")
_KINDS = (
    ("talk", regex.compile(r"(?:论坛|峰会|大会|年会|研讨会|交流会|会议|沙龙)》?$")),
    ("show", regex.compile(r"(?:博览会|展览会|展示会|展会)》?$")),
    ("contest", regex.compile(r"(?:大赛|比赛|挑战赛|决赛)》?$")),
    ("fair", regex.compile(r"(?:对接会|洽谈会|推介会|对接周)》?$")),
)
_TELLING = 3  # smaller numbers are told of many things
_NOBODY = regex.compile(r"团队|单位|企业$|科研人员|多家|联合|共同|我[市国省]|全[市国省]")
_SHORTEST, _REACH = 4, 12  # characters of a thing's name, and from it to its verb


def check(body: Body) -> list[Finding]:
    """Compare the tellings of each event of a document."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for number, read in body.numbered():
        for event in told(number, read):
            for key in event.keys:
                groups[key].append(event)
    found = [finding for group in groups.values() for finding in _judge(group)]
    found += [finding for _, read in body.numbered() for finding in _told_again(read)]
    things: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for number, read in body.numbered():
        told_of = list(happenings(number, read))
        found += misnamed(told_of)
        for happening in told_of:
            for name in (*happening.names, *([f"{happening.stem}…"] if happening.stem else [])):
                things[name, happening.year].append(happening)
    found += [finding for told_of in things.values() for finding in _of_thing(told_of)]
    return list(dict.fromkeys(found))


def across(group: Group) -> list[Finding]:
    """The same for tellings of several documents."""
    if group.kind is Kind.THING:
        return _of_thing(group.happenings, apart=True)
    return _judge(group.events, apart=True) if group.kind is Kind.EVENT else []


def _of_thing(told_of: Sequence[Happening], *, apart: bool = False) -> list[Finding]:
    """Sentences about one named thing in one year: days of one sort of event, numbers of one sort."""
    found: list[Finding] = []
    for a, b in combinations(told_of[:_MANY], 2):
        if (apart and a.document == b.document) or (a.code and b.code and a.code != b.code):
            continue
        if not set(a.names) & set(b.names):
            found += [finding] if (finding := _renamed(a, b)) is not None else []
            continue
        doers = _done_by_others(a, b)
        if doers is not None:
            case = tell("events.actors", one=doers[0], other=doers[1], thing=a.names[0])
            found.append(
                Finding(check=NAME, severity=Severity.DOUBT, case=case, passages=(a.passage, b.passage))
            )
        days = next(
            ((x, y) for act, x in a.dates for other, y in b.dates if act == other and _off(x, y)), None
        )
        pair = numbers_clash(a, b)
        if days is not None:
            case = tell("events.dates", one=days[0], other=days[1], thing=a.names[0])
            found.append(
                Finding(check=NAME, severity=Severity.DOUBT, case=case, passages=(a.passage, b.passage))
            )
        if pair is not None:
            one, other = (count.passage for count in pair)
            case = tell("events.numbers", one=one.quote, other=other.quote, thing=a.names[0])
            found.append(Finding(check=NAME, severity=Severity.DOUBT, case=case, passages=(one, other)))
    return found


def _renamed(a: Happening, b: Happening) -> Finding | None:
    """One stem under two words for its sort, on one day or with one number: 光电峰会, 光电论坛."""
    one_day = any(
        act == other and day == day_b and len(day) == _DAY for act, day in a.dates for other, day_b in b.dates
    )
    one_number = any(
        x.label == y.label and x.unit == y.unit and x.hard == y.hard and (x.hard.lower or 0) >= _TELLING
        for x in a.counts
        for y in b.counts
    )
    kinds = [{kind for kind, words in _KINDS if words.search(x.names[0])} for x in (a, b)]
    if a.passage == b.passage or not (one_number or (one_day and kinds[0] == kinds[1])):
        return None  # a forum on the day of an exposition is another event
    case = tell("events.names", one=a.names[0], other=b.names[0])
    return Finding(check=NAME, severity=Severity.DOUBT, case=case, passages=(a.passage, b.passage))


def _done_by_others(a: Happening, b: Happening) -> tuple[str, str] | None:
    """Two makers, hosts or builders of one thing, each the only one of its sentence."""
    for role in dict.fromkeys(role for role, _ in a.doers):
        ours, theirs = ([name for r, name in x.doers if r == role] for x in (a, b))
        if len(ours) == len(theirs) == 1:
            one, other = ours[0], theirs[0]
            if not (_short_for(one, other) or _short_for(other, one) or _NOBODY.search(one + other)):
                return one, other
    return None


def _off(one: str, other: str) -> bool:
    """Two days that differ as far as both are told."""
    shared = min(len(one), len(other))
    return one[:shared] != other[:shared]


def _judge(group: Sequence[Told], *, apart: bool = False) -> list[Finding]:
    for a, b in combinations(group[:_MANY], 2):
        if a.passage == b.passage or (apart and a.document == b.document):
            continue
        if (finding := _dates(a, b) or _actors(a, b) or _numbers(a, b)) is not None:
            return [finding]
    return []


def _told_again(read: Read) -> Iterator[Finding]:
    """Sentences that name the thing and its verb again beside another day."""
    text = normal(read.document.text)
    for milestone in read.facts.milestones[:_MOST]:
        act = act_of(milestone.action)
        date, thing = milestone.date or "", normal(milestone.object)
        named = len(regex.findall(r"\p{Han}", thing)) >= _SHORTEST and not _WEEKDAY.search(thing)
        if act is None or not act.once or len(date) != _DAY or not named:
            continue
        at = text.find(thing)
        while at >= 0:
            start, end = _sentence(text, at)
            if start != milestone.sentence.start and not start < milestone.sentence.end <= end:
                days = [d for m in DAY.finditer(text, start, end) if (d := iso(m, year=date[:4]))]
                verb = act.words.search(text, at, min(end, at + len(thing) + _REACH))
                if verb and len(days) == 1 and days[0] != date:
                    yield Finding(
                        check=NAME,
                        severity=Severity.ERROR if days[0][:4] == date[:4] else Severity.DOUBT,
                        case=tell("events.dates", one=date, other=days[0], thing=milestone.object),
                        passages=(
                            read.document.passage(milestone.sentence.start, milestone.sentence.end),
                            read.document.passage(start, end),
                        ),
                    )
            at = text.find(thing, end)


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = max(text.rfind(mark, 0, at) for mark in "。；\n") + 1
    ends = [place for mark in "。；\n" if (place := text.find(mark, at)) >= 0]
    return start, min(ends, default=len(text))


def _dates(a: Told, b: Told) -> Finding | None:
    if not differ(a, b) or a.date is None or b.date is None:
        return None
    same_year = a.date[:4] == b.date[:4]
    if not same_year and not a.once:
        return None  # what is published or held every year
    sure = a.once and same_year and a.object == b.object
    return Finding(
        check=NAME,
        severity=Severity.ERROR if sure else Severity.DOUBT,
        case=tell("events.dates", one=a.date, other=b.date, thing=a.object),
        passages=(a.passage, b.passage),
    )


def _actors(a: Told, b: Told) -> Finding | None:
    """The same named thing on the same day, done by others."""
    named = bool(set(a.names) & set(b.names)) or (a.object == b.object and len(a.object) >= _LONG_OBJECT)
    if not named or a.date != b.date or len(a.date or "") < (_DAY if a.names else _MONTH):
        return None
    if len(a.actors) != 1 or len(b.actors) != 1:
        return None
    one, other = a.actors[0], b.actors[0]
    if one in other or other in one or _short_for(one, other) or _short_for(other, one):
        return None
    return Finding(
        check=NAME,
        severity=Severity.DOUBT,
        case=tell("events.actors", one=one, other=other, thing=a.object),
        passages=(a.passage, b.passage),
    )


def _short_for(short: str, full: str) -> bool:
    """Every character of the one stands in the other, in order."""
    rest = iter(full)
    return all(char in rest for char in short)


def _numbers(a: Told, b: Told) -> Finding | None:
    if a.date != b.date and not a.once:
        return None
    pair = clash(a, b)
    if pair is None:
        return None
    return Finding(
        check=NAME,
        severity=Severity.DOUBT,
        case=tell("events.numbers", one=pair[0].passage.quote, other=pair[1].passage.quote, thing=a.object),
        passages=(pair[0].passage, pair[1].passage),
    )
