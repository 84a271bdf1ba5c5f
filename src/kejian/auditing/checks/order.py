"""Days in the wrong order: a stretch that ends before it begins, a thing finished before it was begun."""

from collections.abc import Iterator

import regex

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
_BEGUN = regex.compile(
    rf"{_WHEN}(?:正式|破土|全面)?(?<verb>开工|动工|奠基|启动建设|立项|获批立项|启动研制|开建)"
)
_DONE = regex.compile(
    rf"{_WHEN}(?:正式|全面|顺利|如期)?"
    r"(?<verb>建成|竣工|完工|投产|投用|投入使用|交付|通过验收|验收|结题)"
)
_FOUNDED = regex.compile(rf"{_WHEN}(?:正式|注册)?(?<verb>成立|设立|注册成立|组建|创办)")
_AFTER = regex.compile(
    rf"{_WHEN}(?:正式)?(?<verb>产出|发布|推出|获批|上市|获得|取得|研制成功|投产)(?!.{{0,6}}(?:批复|批准)?(?:成立|设立))"
)
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


def unlike_order(read: Read) -> Iterator[Finding]:
    """A beginning told with an end that is earlier, in one sentence of one thing."""
    text = normal(read.document.text)
    start = 0
    for mark in regex.finditer(r"[。；\n]", text):
        sentence = text[start : mark.end()]
        if len(sentence) < 300 and not _NOT_ITS.search(sentence):
            for begun, done in ((_BEGUN, _DONE), (_FOUNDED, _AFTER)):
                yield from _pair(read, sentence, start, begun, done)
        start = mark.end()


def begun_too_late(number: int, read: Read) -> Iterator[Finding]:
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


def _pair(
    read: Read,
    sentence: str,
    offset: int,
    begun: "regex.Pattern[str]",
    done: "regex.Pattern[str]",
) -> Iterator[Finding]:
    starts, ends = ([m for m in p.finditer(sentence) if m["y"]] for p in (begun, done))
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
        yield _finding(read.document, span, case, doubt=begun is _FOUNDED)


def _finding(document: Document, span: tuple[int, int], case: Case, *, doubt: bool) -> Finding:
    return Finding(
        check="dates",
        severity=Severity.DOUBT if doubt else Severity.ERROR,
        case=case,
        passages=(document.passage(*span),),
    )
