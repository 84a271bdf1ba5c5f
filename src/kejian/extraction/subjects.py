"""Whose a figure is: the one a clause, a list head or the document speaks of."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cache

import msgspec
import regex

from kejian.extraction.lines import Line
from kejian.extraction.measures import FILE
from kejian.model import About, BlockKind, Document, Entity, EntityType
from kejian.vocabulary.patterns import pieces

_HAN = r"[\p{Han}\p{L}\d·\-—–.&]"
_PLACE = regex.compile(
    r"^(?:\d{4}年度?)?(\p{Han}{2,7}?(?:自治区|自治州|特别行政区|新区|市|省|区|县|州|盟|旗))(?!级|场|属|政府|委|局|科|内|外|域)"
)
_BARE_PLACE = regex.compile(
    r"^(?:\d{4}年度?)?(\p{Han}{2,4}?)(?=科技|科学|创新|统计|国民|高新|知识产权|研发|R&D|技术|研究与|\d{4}|蓝皮书|发展|经济)"
)
_ORGANISATION = regex.compile(
    r"^(?:\d{4}年度?)?([\p{Han}\p{L}（）()·]{2,30}?(?:研究院|研究所|科学院|大学|学院|有限公司|股份公司|公司|集团|实验室|医院|中心|银行|协会|园区|高新区|开发区))"
)
_PAPER = regex.compile(r"^(\p{Han}{2,4}?)(?:晨报|日报|晚报|早报|时报|商报|新报|发布)")
_CITY = regex.compile(r"(?<![\p{Han}])?(\p{Han}{2,3})(?:市|省)(?!级|场|区|属|民|值|辖|内|外|域|政|委|科|直)")
_REPORT = regex.compile(r"(?:报告|公报|总结|年报|要点|计划|白皮书|蓝皮书|综述|简报|概况)")
_SELF = {"全院": "研究院", "全公司": "公司"}


class Subject(msgspec.Struct, frozen=True):
    """A subject found at the head of a clause: its words, and where in the short form they end."""

    name: str
    end: int
    home: bool = False  # it is the area or body the document reports on


class Names(msgspec.Struct, frozen=True):
    """Where the named things of a document stand: ``(start, end, type)``, sorted by start."""

    spans: tuple[tuple[int, int, EntityType], ...]

    def at(self, offset: int) -> tuple[int, EntityType] | None:
        """The end and type of the name that starts at ``offset``, or one character after it (a quotation mark)."""
        index = bisect_left(self.spans, (offset, -1, EntityType.EVENT))
        best = None
        while index < len(self.spans) and self.spans[index][0] <= offset:
            start, end, kind = self.spans[index]
            if best is None or end > best[0]:
                best = (end, kind)
            index += 1
        return best


def names_of(entities: Iterable[Entity]) -> Names:
    """The places of all names of ``entities``."""
    return Names(tuple(sorted({(a, b, e.type) for e in entities for a, b in e.mentions})))


class _Words(msgspec.Struct, frozen=True):
    opener: regex.Pattern[str]
    home: regex.Pattern[str]
    anaphor: regex.Pattern[str]
    actor: regex.Pattern[str]
    made: regex.Pattern[str]
    happen: regex.Pattern[str]
    make: regex.Pattern[str]
    quoted: regex.Pattern[str]
    counted: regex.Pattern[str]


@cache
def _words() -> _Words:
    w = pieces(FILE)
    return _Words(
        opener=regex.compile(rf"(?:{w['opener']}|据[^，#]{{2,16}}(?:统计|介绍|测算|显示)|据悉)*"),
        home=regex.compile(rf"{w['home']}"),
        anaphor=regex.compile(w["anaphor"]),
        actor=regex.compile(rf"(?P<name>[^，#@]{{0,24}}?{w['actor']})(?=[^，]*{w['gauge']})(?!级|内|外|化)"),
        made=regex.compile(rf"(?:[^，#]{{0,60}}?{w['made_by']}|[^，#@的]{{2,20}}的(?=[^，#]*[“\dA-Z]))(?P<name>[^，#]{{2,60}})"),
        happen=regex.compile(
            rf"(?P<name>[^，#@]{{2,50}}?)(?:于?@|在[^，#@]{{1,20}}?|成功|正式|已|共|均|全面|首次|@)*(?<!的){w['happen']}"
        ),
        make=regex.compile(rf"[^，#]{{2,40}}?{w['make']}(?P<name>[^，#@]{{0,30}}(?:“[^”]{{1,20}}”[^，#]{{0,12}}|[A-Za-z]+[-\dA-Za-z]+\S{{0,4}}|线|平台|装置|系统|芯片|芯|模型|产线|中试线|芯片[^，]*))$"),
        quoted=regex.compile(r"(?P<name>[^，#@“]{0,16}“[^”]{1,24}”(?:号|型|系列)?(?:大模型|平台|计划|机制|基金|项目|产业|重大专项|工程|卫星|装置|系统|挑战赛|大赛)?)"),
        counted=regex.compile(r"(?P<name>[^，#、]{0,16}#[^，#、]{0,16}?(?:企业|单位|机构|银行|实验室|联合体|高校|项目|院所|平台|中心|公司))(?P<verb>[^，#、]*)"),
    )


def document_subject(document: Document, about: About) -> str | None:
    """The place or body a document reports on, by its title, its headings or the place it names most."""
    heading = next((document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.HEADING), "")
    for title in (about.title or "", heading):
        if name := title_subject(title):
            return name
    counts = Counter(m[1] for m in _CITY.finditer(document.text[:200_000]))
    common = counts.most_common(1)
    return common[0][0] if common and common[0][1] >= 3 else None


def title_subject(title: str) -> str | None:
    """Whom a title names: ``江洲市2023年科技统计公报`` → 江洲市.

    >>> title_subject("2023年江洲市科技统计公报")
    '江洲市'
    >>> title_subject("江洲科技进步报告2023")
    '江洲'
    """
    title = title.strip()
    for pattern in (_PAPER, _PLACE, _ORGANISATION, _BARE_PLACE):
        if m := pattern.match(title):
            return m[1]
    return None


def section_subject(heading: str) -> str | None:
    """Whom the heading of a part names, where that part is a report of its own."""
    if not _REPORT.search(heading):
        return None
    m = _ORGANISATION.match(heading) or _PLACE.match(heading)
    return m[1] if m else None


def clause_subject(line: Line, lo: int, hi: int, *, names: Names, text: str, home: str | None) -> Subject | None:
    """The subject that stands at the head of the words ``lo:hi`` of a short form."""
    w = _words()
    s = line.s
    opener = w.opener.match(s, lo, hi)
    i = opener.end() if opener else lo
    if m := w.home.match(s, i, hi):
        return Subject(home or m[0], m.end(), home=True)
    if home and s.startswith(home, i) and i + len(home) <= hi:
        return Subject(home, i + len(home), home=True)
    if home and len(home) > 2 and s.startswith(home[:-1], i) and home[-1] in "市省区县州":
        return Subject(home, i + len(home) - 1, home=True)
    if m := w.made.match(s, i, hi):
        name, end = _name_in(s, m.start("name"), m.end("name"))
        return Subject(line.words(m.start("name"), end, text), end)
    if found := _named(line, i, hi, names, text):
        return found
    if m := w.quoted.match(s, i, hi):
        return Subject(line.words(m.start("name"), m.end("name"), text), m.end("name"))
    return None


def _name_in(s: str, lo: int, hi: int) -> tuple[str, int]:
    """Where a thing's name ends in ``lo:hi``: at its quotation mark, or before the verb."""
    close = s.find("”", lo, hi)
    if close >= 0:
        end = close + 1
        if m := regex.compile(r"号|型电?池?|系列|大模型|[\p{Han}]{0,6}(?=[，@])").match(s, end, hi):
            end = m.end()
        return s[lo:end], end
    m = _words().happen.match(s, lo, hi)
    if m:
        return m["name"], m.end("name")
    return s[lo:hi], hi


def _named(line: Line, i: int, hi: int, names: Names, text: str) -> Subject | None:
    if i >= hi:
        return None
    offset = line.at[i]
    quoted = line.s[i] in "“《"
    found = names.at(offset + 1 if quoted else offset)
    if found is None:
        return None
    end = bisect_left(line.at, found[0], i, min(hi + 1, len(line.at)))
    if quoted and end < hi and line.s[end] in "”》":
        end += 1
    return Subject(line.words(i, end, text), end)
