"""Days in the wrong order: a stretch that ends before it begins, a thing finished before it was begun."""

from collections import defaultdict
from collections.abc import Iterator

import regex

from kejian.auditing.events import Told, told
from kejian.auditing.happenings import happenings
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.telling import Case, tell
from kejian.language.normal import normal
from kejian.model import Document

_TO = r"(?:至|到|—{1,2}|-|–|~|～|－)"
_Y = r"(?:19|20)\d{2}"
# from the most exact form to the least, so that the part of a longer one is not read twice
_STRETCHES = (
    regex.compile(
        rf"(?:(?<y>{_Y})年)?(?<!\d)(?<m>\d{{1,2}})月(?<d>\d{{1,2}})日?{_TO}(?:(?<y2>{_Y})年)?(?:(?<m2>\d{{1,2}})月)?(?<d2>\d{{1,2}})日"
    ),
    regex.compile(rf"(?<y>{_Y})年(?<m>\d{{1,2}})月?{_TO}(?:(?<y2>{_Y})年)?(?<m2>\d{{1,2}})月(?!\d{{1,2}}日)"),
    regex.compile(rf"(?<![\d年])(?<m>\d{{1,2}})月?{_TO}(?<m2>\d{{1,2}})月(?!\d{{1,2}}日)"),
    regex.compile(
        rf"(?<![\d./-])(?<y>{_Y})[-/.](?<m>\d{{1,2}})[-/.](?<d>\d{{1,2}})(?:至|到|—{{1,2}}|~|～| - )"
        rf"(?<y2>{_Y})[-/.](?<m2>\d{{1,2}})[-/.](?<d2>\d{{1,2}})"
    ),
    regex.compile(rf"(?<![\d-])(?<y>{_Y})年?{_TO}(?<y2>{_Y})年(?![\d月])"),
)
_WHEN = rf"(?:(?<y>{_Y})年)?(?:(?<m>\d{{1,2}})月(?:(?<d>\d{{1,2}})日)?)?"
_BEGINS = (
    r"(?:开工|动工|奠基|启动建设|启动施工|启动研制|获批立项|立项|开建|破土|始建|兴建|筹建|"
    r"开始(?!运|使用|服务|生产|供|试|营业|接|受|招|申)\p{Han}{2}|启动(?=[,，;；）)]))"
)
_ENDED = (
    r"(?:建成|竣工|完工|落成|封顶|通车|投产|投用|投运|投入使用|投入运[营行]|启用|上线|试运[营行]|正式运[营行]|"
    r"开馆|开园|开业|交付|通过(?:竣工|项目|整体|综合|专家)?验收|验收|结题)"
)
_BEGUN = (
    regex.compile(rf"{_WHEN}\p{{Han}}{{0,4}}?(?<verb>{_BEGINS})"),
    regex.compile(rf"(?<verb>{_BEGINS}|始|启动)(?:时间)?[于在]{_WHEN}"),
)
_DONE = (
    regex.compile(rf"{_WHEN}\p{{Han}}{{0,6}}?(?<verb>{_ENDED})"),
    regex.compile(rf"(?<verb>{_ENDED})(?:时间)?[于在]{_WHEN}"),
)
_FOUNDED = (regex.compile(rf"{_WHEN}(?:正式|注册)?(?<verb>成立|设立|注册成立|组建|创办)"),)
_AFTER = (
    regex.compile(
        rf"{_WHEN}(?:正式)?(?<verb>产出|发布|推出|获批|上市|获得|取得|研制成功|投产)(?!.{{0,6}}(?:批复|批准)?(?:成立|设立))"
    ),
)
_HAN = regex.compile(r"(?![于在后并])\p{Han}")
_OWN = regex.compile(r"^(?:公司|我市|我区|全市|该|市|区|县)")
_SHORTEST_THING = 4  # characters
_ENDS = ("finished", "opened", "approved")
_NOT_ITS = regex.compile(r"前身|原|重组|更名|迁|二期|三期|扩建|改造|此前|再次|重新|另")


def backwards(read: Read) -> Iterator[Finding]:
    """Stretches of time that end before they begin."""
    text = normal(read.document.text)
    taken: list[tuple[int, int]] = []
    for pattern in _STRETCHES:
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            first, last = _ends(match)
            if first > last:
                named = match.groupdict()
                # without years the stretch may run over the new year: 11月至次年2月
                open_ = named.get("y") is None and named.get("y2") is None
                if open_ and named.get("m2") and named["m"] != named["m2"] and named.get("d") is None:
                    continue
                case = tell("dates.backwards", stretch=match[0])
                yield _finding(read.document, match.span(), case, doubt=open_)


def _ends(match: "regex.Match[str]") -> tuple[tuple[int, ...], tuple[int, ...]]:
    named = {name: int(word) for name, word in match.groupdict().items() if word}
    first = (named.get("y", 0), named.get("m", 0), named.get("d", 0))
    last = (named.get("y2", first[0]), named.get("m2", first[1]), named.get("d2", 0))
    return first, last


def out_of_order(number: int, read: Read) -> list[Finding]:
    """What was finished before it was begun, each place of the text once."""
    found: list[Finding] = []
    for finding in (*_unlike_order(read), *_begun_too_late(number, read), *_begun_elsewhere(number, read)):
        known = [p for f in found for p in f.passages]
        if not any(p.start < k.end and k.start < p.end for p in finding.passages for k in known):
            found.append(finding)
    return found


def _unlike_order(read: Read) -> Iterator[Finding]:
    """A beginning told with an end that is earlier, in one sentence of one thing."""
    text = normal(read.document.text)
    start = 0
    for mark in regex.finditer(r"[。；\n]", text):
        sentence = text[start : mark.end()]
        if len(sentence) < 300 and not _NOT_ITS.search(sentence):
            for begun, done in ((_BEGUN, _DONE), (_FOUNDED, _AFTER)):
                yield from _pair(read, sentence, start, begun, done)
        start = mark.end()


def _begun_too_late(number: int, read: Read) -> Iterator[Finding]:
    """`5月6日，某平台建成，该项目于次年2月开工`: the sentence tells of one thing, its days in any order."""
    for one in happenings(number, read):
        begun = [day for act, day in one.dates if act == "ground broken"]
        done = [day for act, day in one.dates if act in _ENDS]
        if len(begun) != 1 or not done or _NOT_ITS.search(one.passage.quote):
            continue
        shared = min(len(begun[0]), len(done[0]))
        if begun[0][:shared] > done[0][:shared]:
            yield Finding(
                check="dates",
                severity=Severity.DOUBT,
                case=tell("dates.order", end=done[0], beginning=begun[0]),
                passages=(one.passage,),
            )


def _begun_elsewhere(number: int, read: Read) -> Iterator[Finding]:
    """`2023年3月，液冷数据中心开工` in one sentence, `2022年12月，液冷数据中心交付` in another."""
    things: dict[str, list[Told]] = defaultdict(list)
    for event in told(number, read):
        thing = _OWN.sub("", event.object)
        if event.date and len(thing) >= _SHORTEST_THING and not _NOT_ITS.search(event.passage.quote):
            things[thing].append(event)
    for events in things.values():
        begun = [e for e in events if e.act == "ground broken"]
        done = [e for e in events if e.act in _ENDS]
        if len({e.date for e in begun}) != 1 or not done:
            continue
        first, last = begun[0], min(done, key=lambda e: e.date or "")
        shared = min(len(first.date or ""), len(last.date or ""))
        if (first.date or "")[:shared] > (last.date or "")[:shared]:
            yield Finding(
                check="dates",
                severity=Severity.DOUBT,
                case=tell("dates.order", end=last.date or "", beginning=first.date or ""),
                passages=tuple(dict.fromkeys((first.passage, last.passage))),
            )


def _pair(
    read: Read,
    sentence: str,
    offset: int,
    begun: tuple["regex.Pattern[str]", ...],
    done: tuple["regex.Pattern[str]", ...],
) -> Iterator[Finding]:
    starts, ends = (
        [m for p in patterns for m in p.finditer(sentence) if m["y"]] for patterns in (begun, done)
    )
    if len(starts) != 1 or len(ends) != 1:
        return
    one, other = starts[0], ends[0]
    between = sentence[min(one.end(), other.end()) : max(one.start(), other.start())]
    if len(between) > 24 or regex.search(r"》|”", between):
        return
    dates = [tuple(int(m[name] or 0) for name in "ymd") for m in (one, other)]
    known = min(sum(1 for part in date if part) for date in dates)
    if dates[0][:known] > dates[1][:known]:
        span = (offset + min(one.start(), other.start()), offset + max(one.end(), other.end()))
        case = tell("dates.order", end=other[0], beginning=one[0])
        told = begun is not _FOUNDED and one.end() <= other.start() and not _HAN.search(between)
        yield _finding(read.document, span, case, doubt=not told)


def _finding(document: Document, span: tuple[int, int], case: Case, *, doubt: bool) -> Finding:
    return Finding(
        check="dates",
        severity=Severity.DOUBT if doubt else Severity.ERROR,
        case=case,
        passages=(document.passage(*span),),
    )
