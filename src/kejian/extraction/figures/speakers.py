"""Whose figures a newspaper's speakers tell: the firm or body of the one who is quoted or reported.

“账上只剩30万元。”总经理何攸宁回忆 tells of the company whose manager speaks; what the head of an office of
the place tells is told of the place.
"""

import re
from bisect import bisect_left

from kejian.extraction.figures.called import Called
from kejian.extraction.figures.names import FACILITY, ORGANISATION, PERSON
from kejian.language.han import han_pattern
from kejian.model import Document

_OFFICE = (
    r"(?:(?:党[组委]|执行|常务|首席|技术|运营|市场|销售|生产|研发|财务|质量|人力资源|行政|项目|联合|高级)?(?:部门?)?(?:副|总)?"
    r"(?:主任|局长|厅长|部长|处长|书记|院长|所长|校长|董事长|总经理|经理|负责人|工程师|创始人|会长|秘书长|总监|总裁|厂长|站长|馆长|场长"
    r"|社长|主席|掌门人|合伙人|执行官|技术官|科学家|发言人|队长|店长|带头人)(?:兼|、|，)?)+"
)
_BEFORE_NAME = re.compile(rf"(?P<office>{_OFFICE})$")
_SAY = (
    r"(?:笑着|坦率地|直言|感慨地|对|向|给|跟|告诉|记者|媒体|也|还|这样|补充|回答|过|了|一[笔]|并不|[，：:])*"
    r"(?:说道?|表示|回忆|介绍|告诉|坦言|透露|算账|算了|算过|解释|指出|强调|感慨|直言|笑道|补充|描述|总结|谈起|谈到|认为|看来|回避|分析|打趣|举例|告知|称|提到|坦承|透露|作(?:大会|交流|典型|表态|经验)*发言|发言时?|致辞|分享)"
)
_SAYS = re.compile(_SAY)
_INTRODUCED = han_pattern(
    rf"(?P<office>{_OFFICE})(?P<name>(?![说表介告透坦回和的在也作]|[对向给跟]记)\p{{Han}}{{2,4}}?)(?={_SAY})"
)
# who speaks for a body by a common noun: 园区管委会副主任, 公司董事长
_COMMON = han_pattern(
    r"(?P<noun>公司|企业|集团|园区|产业园|科技园|学校|医院|研究院|研究所|实验室|平台|中心|基地|工厂|合作社|孵化器|枢纽|基金|项目|电站|车间)"
    r"(?:管委会|管理处|党委|运营方|方面)?(?:\p{Han}{0,4}部)?$"
)
_PUBLIC = re.compile(r"(?:局|委|厅|政府|办|办公室|管委会|部|协会|学会|科协|税务局|海关)$")
_OF_ZONE = re.compile(r"(?:管委会|管理委员会|管理局)$")
_DEPARTMENT = han_pattern(r"\p{Han}{0,5}(?:部|部门|中心|事业部)?")
_LABEL = han_pattern(r"[\s*#]*(?P<name>\p{Han}{2,4})(?:[（(](?P<body>[^）)\n]{2,30})[）)])?[：:]")
_PRONOUN = re.compile(r"[“\s]*(?:他|她)(?!们|人)")
_BODIES = (ORGANISATION, FACILITY)
_FAR, _NEAR_NAME, _HEAD, _TAIL = 260, 24, 60, 48  # characters


class Speakers:
    """Who of the persons of a document speaks for which body, as far as it has been read."""

    def __init__(self, document: Document, called: Called) -> None:
        self.text = document.text
        self.called = called
        self.bodies: dict[str, str | None] = {}
        self.last: tuple[int, str | None] | None = None

    def body(self, start: int, end: int, block: int) -> str | None:
        """Whose figures the sentence ``start:end`` of the paragraph from ``block`` tells, by who speaks."""
        quote = self._quoted(start, block)
        places = [(start, min(end, start + _HEAD))]
        if quote is not None:
            places.insert(0, (quote, min(quote + _TAIL, len(self.text))))
        for lo, hi in places:
            if found := self._named(lo, hi, start):
                self.last = (block, found)
                if found != self.called.home:
                    self.called.note(found)
                return found
        says_it = quote is not None or _PRONOUN.match(self.text, start, end)
        if says_it and self.last is not None and self.last[0] == block:
            return self.last[1]
        return None

    def label(self, sentence: str) -> tuple[bool, str | None]:
        """Whether a sentence begins with who speaks, and for which body: 何攸宁（澜江研究院院长）：."""
        m = _LABEL.match(sentence)
        if m is None:
            return False, None
        if m["body"] and (office := _BEFORE_NAME.search(m["body"])):
            self.bodies[m["name"]] = m["body"][: office.start("office")] or None
        return m["name"] in self.bodies, self.bodies.get(m["name"])

    def _quoted(self, start: int, block: int) -> int | None:
        """Where the quotation closes that holds ``start``."""
        opened = self.text.startswith("“", start)
        if not opened and self.text.count("“", block, start) <= self.text.count("”", block, start):
            return None
        end = self.text.find("”", start)
        stop = self.text.find("\n", start)
        if end < 0 or (0 <= stop < end):
            return None
        if opened and end - start < 10 and self.text[end - 1] not in "，。！？":
            return None  # a name in quotation marks
        return end + 1

    def _named(self, lo: int, hi: int, at: int) -> str | None:
        """The body of the person that ``lo:hi`` names as speaking."""
        spans = self.called.names.spans
        for a, b, kind in spans[bisect_left(self.called.names.starts, lo) :]:
            if a >= hi:
                break
            if kind is PERSON and _SAYS.match(self.text, b, min(b + 24, len(self.text))):
                return self._of(self.text[a:b], a, at)
        if m := _INTRODUCED.search(self.text, lo, hi):
            return self._of(m["name"], m.start("name"), at)
        return None

    def _of(self, name: str, start: int, at: int) -> str | None:
        before = _BEFORE_NAME.search(self.text, max(start - _NEAR_NAME, 0), start)
        if before is None:
            return self.bodies.get(name)
        if name not in self.bodies:
            self.bodies[name] = self._body_before(before.start("office"), at)
        return self.bodies[name]

    def _body_before(self, office: int, at: int) -> str | None:
        """The body that the words right before an ``office`` name, or else the last one named."""
        text, spans, home = self.text, self.called.names.spans, self.called.home
        index = bisect_left(self.called.names.starts, office)
        for a, b, kind in reversed(spans[max(index - 8, 0) : index]):
            if kind in _BODIES and b <= office and _DEPARTMENT.fullmatch(text, b, office):
                name = text[a:b]
                if _OF_ZONE.search(name):
                    zone = _OF_ZONE.sub("", name)
                    return self.called.again(zone, a, this=False) or zone
                return home if _PUBLIC.search(name) else name
        line = max(text.rfind(c, 0, office) for c in "。，“”\n；：")
        said = text[line + 1 : office]
        if m := _COMMON.search(said):
            return self.called.again(m["noun"], line + 1 + m.start("noun"), this=False)
        if _PUBLIC.search(said):
            return home
        for a, b, kind in reversed(spans[:index]):
            if at - b > _FAR:
                break
            if kind in _BODIES and b <= at and not _PUBLIC.search(text[a:b]):
                return text[a:b]
        return None
