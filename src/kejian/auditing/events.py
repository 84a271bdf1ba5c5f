"""What documents tell of things that happened, in a form in which two tellings of one event meet."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from kejian.auditing.happenings import BRACKETS, is_generic
from kejian.auditing.model import Read
from kejian.auditing.same import measure_key
from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import Figure, Milestone, Passage, Role, Value

_QUOTED = regex.compile(r"“([^”]{2,40})”|《([^》]{2,60})》|([A-Za-z][A-Za-z-]*[0-9][A-Za-z0-9-]*)")
_FILLER = regex.compile(r"[\s“”\"'《》（）()、，,：:的了]")
_SHORTEST, _LONGEST = 5, 80  # characters of an object that tells which thing it is
_KIND = 6  # characters at the end of an object that say what kind of thing it is
_FIRST = regex.compile(
    r"^(?<where>全球|世界|国际|全国|国内|我国|中国|国产|全省|全市|本市)?(?:首|第一)[个台款家座条颗项例部艘套批架只支张]?"
)
_SAME_PLACE = {"世界": "全球", "国际": "全球", "国内": "全国", "我国": "全国", "中国": "全国", "本市": "全市"}


class Act(NamedTuple):
    """A sort of event, the verbs that tell of it, and whether a thing can have it but once."""

    name: str
    words: "regex.Pattern[str]"
    once: bool


_ACTS = (
    Act("founded", regex.compile(r"揭牌|挂牌|成立|设立|组建"), True),
    Act(
        "ground broken",
        regex.compile(r"开工|奠基|动工|启动建设|启动施工|开始施工|开始建设|破土|开建|始建|兴建"),
        True,
    ),
    Act("finished", regex.compile(r"建成|竣工|落成|完工|封顶|通车"), True),
    Act(
        "opened",
        regex.compile(
            r"启用|投用|投入使用|交付使用|投入运[行营]|投运|开通|上线|试运[行营]|正式运[行营]|开业|开馆|开园|投产"
        ),
        True,
    ),
    Act("launched", regex.compile(r"发射|升空|入轨"), True),
    Act("approved", regex.compile(r"获批|获准|批准"), True),
    Act("first flown", regex.compile(r"首飞|下水|首航|并网|点火|下线"), True),
    Act("published", regex.compile(r"发布|推出|亮相|问世|首发|印发|出台"), False),
    Act("held", regex.compile(r"举办|举行|召开|开幕|启幕"), False),
)


class Number(Value, frozen=True, kw_only=True):
    """A number told of an event: what it measures (empty: of what sort alone is known), and its bounds."""

    measure: str
    unit: str
    aspect: str
    hard: Interval
    passage: Passage


class Told(Value, frozen=True, kw_only=True, tag_field="is", tag="told"):
    """An event as a document tells it.

    ``act`` is the sort of its verb, ``once`` says that a thing can have such an event but once. ``names``
    are the names in the object, ``keys`` what two tellings of one event share, ``first`` the primacy it
    claims with the kind of thing. ``date`` is None unless the sentence says at least the year.
    """

    document: int
    passage: Passage
    date: str | None
    act: str
    once: bool
    object: str
    actors: tuple[str, ...]
    names: tuple[str, ...]
    keys: tuple[str, ...]
    first: str
    claim: str
    numbers: tuple[Number, ...] = ()


def told(number: int, read: Read) -> Iterator[Told]:
    """The events of a document, in reading order."""
    figures: dict[int, list[Figure]] = {}
    for figure in read.facts.figures:
        if figure.role in (Role.OBSERVATION, Role.SPEC) and figure.unit:
            figures.setdefault(figure.sentence.start, []).append(figure)
    inside: dict[int, int] = {}
    for milestone in read.facts.milestones:
        inside[milestone.sentence.start] = inside.get(milestone.sentence.start, 0) + 1
    for milestone in read.facts.milestones:
        alone = inside[milestone.sentence.start] == 1
        yield _one(number, read, milestone, figures.get(milestone.sentence.start, []) if alone else [])


def _one(number: int, read: Read, milestone: Milestone, figures: list[Figure]) -> Told:
    found = act_of(milestone.action)
    act, once = (found.name, found.once) if found else (milestone.action, False)
    year = read.facts.about.report_year
    names = tuple(dict.fromkeys(next(filter(None, m.groups())) for m in _QUOTED.finditer(milestone.object)))
    plain = _FILLER.sub("", normal(milestone.object))[:_LONGEST]
    keys = [f"{act}|{_FILLER.sub('', normal(name))}" for name in names]
    if len(plain) >= _SHORTEST and not is_generic(plain) and not regex.search(r"星期", plain):
        keys.append(f"{act}|{plain}")
    return Told(
        document=number,
        passage=read.document.passage(milestone.sentence.start, milestone.sentence.end),
        date=_said_date(milestone, year=str(year or "")),
        act=act,
        once=once,
        object=plain,
        actors=milestone.actor,
        names=names,
        keys=tuple(dict.fromkeys(keys)),
        first=_claimed(milestone, names),
        claim=milestone.claim or "",
        numbers=tuple(_number(figure) for figure in figures),
    )


def act_of(action: str) -> Act | None:
    """The sort of event that a verb tells of."""
    return next((act for act in _ACTS if act.words.search(action)), None)


def _said_date(milestone: Milestone, *, year: str) -> str | None:
    """The date as far as it can be held against another: a bare year only if the sentence names it.

    A year that stands in a bracket alone, `某平台（2021年9月开工）于3月竣工`, is not that of the day outside.
    """
    date = milestone.date
    if not date or not date[:4].isdigit():
        return None
    outside = BRACKETS.sub("", milestone.sentence.quote)
    month = f"{int(date[5:7])}月" if date[5:7].isdigit() else ""
    if month and date[:4] in milestone.sentence.quote and date[:4] not in outside and month in outside:
        return year + date[4:] if year else None
    return date if len(date) > len("2022") or date[:4] in milestone.sentence.quote else None


def _claimed(milestone: Milestone, names: tuple[str, ...]) -> str:
    first = _FIRST.match(milestone.claim or "")
    kind = _QUOTED.sub("", milestone.object)[-_KIND:]
    if not first or not first["where"] or not names or len(kind) != _KIND:
        return ""
    return f"{_SAME_PLACE.get(first['where'], first['where'])}|{kind}"


def _number(figure: Figure) -> Number:
    return Number(
        measure=measure_key(figure.measure),
        unit=figure.unit or "",
        aspect=figure.aspect.value if figure.aspect else "",
        hard=Interval(figure.lower, figure.upper),
        passage=figure.passage,
    )


def differ(a: Told, b: Told) -> bool:
    """Whether two dates contradict each other as far as both are told."""
    if a.date is None or b.date is None or "/" in a.date + b.date:
        return False
    shared = min(len(a.date), len(b.date))
    return a.date[:shared] != b.date[:shared]


def clash(a: Told, b: Told) -> tuple[Number, Number] | None:
    """Two numbers of one sort, told once in each, that do not meet."""
    for one in a.numbers:
        alike = [n for n in b.numbers if (n.unit, n.aspect) == (one.unit, one.aspect)]
        own = [n for n in a.numbers if (n.unit, n.aspect) == (one.unit, one.aspect)]
        same = len(alike) == len(own) == 1 and alike[0].measure == one.measure
        if same and not one.hard.meets(alike[0].hard):
            return one, alike[0]
    return None
