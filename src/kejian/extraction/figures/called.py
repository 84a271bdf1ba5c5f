"""What a document has spoken of, for words such as 该公司 that call it again."""

import re
from bisect import bisect_left
from collections import Counter

import regex

from kejian.extraction.figures.names import FACILITY, ORGANISATION, PRODUCT, PROGRAMME, Names
from kejian.language.han import han_pattern
from kejian.model import Document
from kejian.vocabulary.edges import letters

# ends of the names of bodies that are no firms
_NO_FIRM = regex.compile(
    r"(?:委|局|厅|政府|办|部|处|委员会|办公室|管委会|学会|联合会|协会|科协|大学|学院|学校|研究院|研究所|科学院"
    r"|实验室|医院|中心|银行|法院|基金|新华网|人民网|日报社?|晚报|早报|报社|通讯社|新华社|中新社|电视台)$"
)
_FIRM = re.compile(
    r"..(?:[瓷酒乳药铝钛铜锂硅船泵种水环矿钢渔牧林]业|股份|控股|科技|软件|电子|生物|医药|重工|仪器|半导体|材料|新材)$"
)


_THING = han_pattern(
    r"(?:[^，。；：]{1,6}，)?(?:[^，。；：]{1,20}的)?(?P<name>(?!这|该|一|全|各|我|本|新)\p{Han}{2,8}?(?:园区|产业园|科学园|科技园|电站|基地|实验室|博物馆|科技馆|工厂|研究院|研究所|试验站|码头|水库|大桥|隧道|光源|油田|公司|中心|装置|母基金))(?=\p{Han}|，)(?!建设|里|的)"
)
_MADE_BY = han_pattern(
    r"(?P<name>[\p{Han}A-Za-z]{2,14}?)(?:自主|自研|自建|联合|牵头|共同|合作|抓总|独立|研|设计|开发|建造|选育|运营|制造|培育|承建|的)"
)
# this is what it is called: 这栋厂房就是青石高原实验室
_IS_CALLED = han_pattern(
    r"这[一]?[\p{Han}]{1,8}?(?:就是|便是|正是|名叫|名为|叫作|叫做|叫|是)(?P<name>(?![一全我省市国首在由])[\p{Han}A-Za-z\d·-]{3,16})(?=[，。—]|——)"
)
# 这套系统出自云岫研究院
# each branch begins with one character: for those the search passes over all others at once
_OF = re.compile(r"来自|出自|产自|隶属于?|背后是|站是|位是|个是|家是|主是")
# 渚江农科院选育的小麦新品种“渚麦8号”通过审定
_MADE = han_pattern(
    r"(?:[^，。；“”]{2,10}，)?[^，。；“”]{2,30}?(?:研[制发]|选育|设计|建造|开发|培育|打造|生产|推出)的(?P<name>[^，。；“”]{0,12}“[^”]{1,14}”)(?=[\p{Han}，（。])(?!的)"
)
# by what the body reported on may be called, besides a part of its name
_KINDS = {
    "学校": ("大学", "学院", "中学", "小学", "职校", "技校"),
    "公司": ("公司", "集团", "股份"),
    "集团": ("公司",),
    "研究院": ("科学院", "研究所", "农科院"),
    "园区": (
        *("产业园", "科技园", "高新区", "开发区", "经开区", "科创园", "软件园", "创业园"),
        *("谷", "科学城", "小镇", "港"),
    ),
    "产业园": ("园区",),
}
_AREA_NOUNS = frozenset("省市县区州镇旗盟")
# ends of names by which the thing is called again without 该
_ENDS = han_pattern(
    r"走廊|机制|产业园|科技园|科学城|小镇|试验站|母基金|基金|平台|系统|装置|光源|望远镜|电站|大桥|卫星|机器人|模型|疫苗|数据库"
    r"|实验室|研究院|基地|博物馆|科技馆|展馆|园区|论坛|大会|计划|工程|生产线|产线"
)
ENDS_BEGIN = letters(_ENDS.pattern)
_AREA = han_pattern(
    r"(?:(?<![\p{Han}])|(?<=[户在到于向与和对市]))(?P<name>(?![全本该各我在到于向与和对市])\p{Han}{2,3}?(?:[省市县州旗镇]|(?<![园地社新片校景库矿灾])(?<!开发)(?<!高新)(?<!经开)(?<!示范)(?<!保税)(?<![全本我该各])区)(?![级位场域]))"
)
_ZONE = re.compile(
    r"(?:高新区|开发区|经开区|[^全地社]区|科学城|科技城|产业园|科技园|软件园|科创园|园区|新城|小镇)$"
)
# “云雀”气象卫星
_QUOTED = han_pattern(rf"(?P<of>“[^”，。]{{1,12}}”)\p{{Han}}{{0,8}}?(?:{_ENDS.pattern})")
# 组建高速轴承研究院
_FOUNDED = han_pattern(
    r"(?:组建|成立|设立|共建|合建|创办|打造|建起|建成|建立|兴建|投建)了?(?:一[个家座支]|全[国省市]首[个家座支])?(?P<name>\p{Han}{2,14}?(?:"
    + _ENDS.pattern
    + r"))(?![\p{Han}]{0,3}(?:建设|体系|集群|企业))"
)
# who writes: 新华网南安12月5日电, 本报讯
_PRESS = han_pattern(r"\p{Han}{2,8}[网报社台](?:\p{Han}{0,8}(?:\d{1,2}月\d{1,2}日)?[讯电]|记者)")
_NEAR = 500  # characters
_RECENT = 12  # names that are kept in mind
_THINGS = (PRODUCT, FACILITY, PROGRAMME)
# a description up to the noun that a later 该船 takes up; what stands before 的 or a claim is no part of it
_PHRASE = regex.compile(
    r"(?:全[国球省市]|国内|首[艘台套座款个架颗]|最大|[的艘台套座款架颗])*(?P<name>\p{Han}{2,10}?[船机车药艇塔炉])(?![东舶员厂体器制组场品构关械])"
)
_THING_NOUNS = ("品种", "设备", "装备", "仪器", "产品", "系统", "车型", "机型", "疫苗", "模型")
_REPEATED = ("中心", "平台", "基金", "大赛", "基地", "园区", "实验室", "机制")
_BEFORE = r"((?<!\p{Han}{0,0}[该这])\p{Han}{%d}%s)"
_ANYBODY = ("团队", "公司", "学校", "企业", "课题组", "我们", "该院", "研究院", "实验室", "院", "所")


def _is_bare(name: str) -> bool:
    return len(name) <= 3 and name.endswith(("公司", "企业"))


class Called:
    """What a document has spoken of so far, for words that call it again (该公司, 实验室)."""

    def __init__(self, document: Document, names: Names, home: str | None) -> None:
        self.text = document.text
        self.names = names
        self.home = home
        self._recent: list[str] = []
        self._since: list[str | tuple[int, int]] = []  # what was spoken of since, or where it will be found
        self.maker: tuple[int, str] = (-1, "")
        self.place: str | None = None  # whose newspaper it is
        self.speaker: str | None = None  # the body for which somebody speaks in the sentence that is read

    def by(self, words: str, offset: int) -> None:
        """Remember who made the thing that a clause at ``offset`` speaks of: 曜光研制的…"""
        m = _MADE_BY.match(words)
        if m and m["name"] not in _ANYBODY:
            self.maker = (offset, m["name"])

    @property
    def recent(self) -> list[str]:
        """The names that were spoken of last, the last at the end."""
        if self._since:
            found: list[str] = []
            for said in reversed([*self._recent, *self._since]):
                name = said if isinstance(said, str) else self.opening(*said)
                if name and name not in found and not _is_bare(name):
                    found.append(name)
                    if len(found) == _RECENT:
                        break
            self._recent, self._since = found[::-1], []
        return self._recent

    def note(self, name: str) -> None:
        """Remember that ``name`` was spoken of."""
        self._since.append(name)

    def pass_over(self, offset: int, end: int) -> None:
        """Remember the sentence ``offset:end``, which has no figures: what it opens with was spoken of.

        It is read when what was spoken of is asked for, which in most texts happens nowhere or once.
        """
        self._since.append((offset, end))

    def opening(self, offset: int, end: int) -> str | None:
        """The name that the first clauses of a sentence without figures, ``offset:end``, begin with."""
        near = min(end, offset + 60)
        if self.text.startswith("这", offset) and (called := _IS_CALLED.match(self.text, offset, end)):
            return str(called["name"])
        quotes = self.text.find("“", offset, min(end, offset + 80)) >= 0
        if quotes and (made := _MADE.match(self.text, offset, min(end, offset + 80))):
            return str(made["name"])
        if of := _OF.search(self.text, offset, near):
            index = bisect_left(self.names.starts, of.end())
            for a, b, kind in self.names.spans[index : index + 2]:
                if b <= end and kind in (ORGANISATION, FACILITY):
                    return self.text[a:b]
        start = self.names.first(offset, near)
        if start is not None and _PRESS.match(self.text, start):
            start = self.names.first(self.names.longest[start][0], near)
        if start is not None:
            return self.text[start : self.names.longest[start][0]]
        thing = _THING.match(self.text, offset, min(end, offset + 40))
        return thing["name"] if thing else None

    def known(self, name: str) -> bool:
        """Whether ``name`` was spoken of before."""
        return any(name and name in r for r in self.recent)

    def is_of(self, home: str, kind: str) -> bool:
        """Whether ``home``, named without it, is an area of a ``kind``: 青澜 of 青澜省."""
        return home + kind in self.text

    def zone(self) -> str | None:
        """The park or district that was spoken of last, if it was among the last few."""
        return next((r for r in reversed(self.recent[-2:]) if _ZONE.search(r)), None)

    def area(self, kind: str, offset: int) -> str | None:
        """The area of a kind (市, 县) that was named last before ``offset``."""
        found = None
        for m in _AREA.finditer(self.text, max(offset - _NEAR, 0), offset):
            found = m["name"] if m["name"].endswith(kind) else found
        return found

    def by_end(self, words: str, offset: int) -> tuple[str, int] | None:
        """What a clause at ``offset`` calls again by the end of its name (走廊), and the length of that."""
        ended = _ENDS.match(words)
        if ended is None:
            return None
        for name in reversed(self.recent):
            for length in (3, 2):
                end = name[-length:]
                if len(name) > length + 1 and words.startswith(end) and _ENDS.fullmatch(end):
                    return self._fullest(name, offset), length
        index = bisect_left(self.names.starts, offset)
        for start, stop, kind in reversed(self.names.spans[max(index - 8, 0) : index]):
            name = self.text[start:stop]
            if offset - stop > _NEAR // 3:
                break
            if kind in _THINGS and name.endswith(ended[0]) and len(name) > len(ended[0]) + 1:
                return self._fullest(name, offset), len(ended[0])
        quoted = _QUOTED.finditer(self.text, max(offset - _NEAR // 3, 0), offset)
        founded = list(_FOUNDED.finditer(self.text, max(offset - _NEAR, 0), offset))
        body = next((m["name"] for m in reversed(founded) if m["name"].endswith(ended[0])), None)
        if body is not None:
            return body, len(ended[0])
        last = next((m[0] for m in reversed(list(quoted)) if m[0].endswith(ended[0])), None)
        return (self._fullest(last, offset), len(ended[0])) if last else None

    def _fullest(self, name: str, offset: int) -> str:
        """The longest form before ``offset`` of a name with a quotation: “云雀”卫星 → “云雀”气象卫星."""
        if "“" not in name:
            return name
        near = _QUOTED.finditer(self.text, max(offset - _NEAR, 0), offset)
        return max((m[0] for m in near if m["of"] in name and m[0][-2:] == name[-2:]), key=len, default=name)

    def _repeated(self, noun: str, offset: int) -> str | None:
        """What the text has named twice before ``offset`` with ``noun`` at its end: 概念验证中心."""
        near = self.text[max(offset - 2 * _NEAR, 0) : offset]
        for size in (8, 7, 6, 5, 4, 3, 2):
            ends = Counter(m[1] for m in regex.finditer(_BEFORE % (size, noun), near, overlapped=True))
            often = [name for name, times in ends.items() if times >= 2]
            if often:
                return often[-1]
        return None

    def again(self, noun: str | None, offset: int, *, this: bool) -> str | None:
        """What ``noun`` at ``offset`` calls again: the nearest name that ends with it or holds it."""
        if noun is None:
            return self.recent[-1] if self.recent else None
        noun = {"全网": "网"}.get(noun, noun)
        firm = noun in ("公司", "企业", "集团")
        if self.speaker and (
            (firm and not _NO_FIRM.search(self.speaker) and self.speaker != self.home)
            or self.speaker.endswith((noun, *_KINDS.get(noun, ())))
        ):
            return self.speaker
        own = self.home is not None and self.home.endswith((noun, *_KINDS.get(noun, ())))
        own = own or (noun == "公司" and self.home is not None and _FIRM.search(self.home) is not None)
        if own and not this and noun in ("公司", "集团", "学校", "医院"):
            return self.home
        kinds = _KINDS.get(noun, ())
        if noun in _AREA_NOUNS:
            if self.home is not None and self.home.endswith(noun):
                return self.home
            area = next((r for r in reversed(self.recent) if r.endswith(noun) and r != noun), None)
            if area is not None:
                return area
        for name in reversed(self.recent):
            if (noun in name or name.endswith(kinds)) and name != noun and not name.startswith("子" + noun):
                return name
        if self.home and (noun in self.home or self.home.endswith(_KINDS.get(noun, noun))):
            return self.home
        if (
            this
            and noun in _THING_NOUNS
            and (thing := next((r for r in reversed(self.recent) if "“" in r), None))
        ):
            return thing
        made_by = noun in ("公司", "企业") and 0 <= offset - self.maker[0] < 300
        index = bisect_left(self.names.starts, offset)
        for start, end, kind in reversed(self.names.spans[max(index - 30, 0) : index]):
            name = self.text[start:end]
            if offset - end > 800 or (made_by and start <= self.maker[0]):
                break
            firm = noun in ("公司", "企业") and kind is ORGANISATION
            ended = name.endswith((noun, *kinds)) and name not in (noun, *kinds)
            if (firm and not _NO_FIRM.search(name)) or (ended and not firm):
                return name
        if made_by:
            return self.maker[1]
        if noun in _REPEATED and (often := self._repeated(noun, offset)):
            return often
        if not this:
            return None
        if described := self._described(noun, offset):
            return described
        near = self.recent and self.text.rfind(self.recent[-1], max(offset - _NEAR, 0), offset) >= 0
        return self.recent[-1] if near else None

    def _described(self, noun: str, offset: int) -> str | None:
        """What the paragraph has described by a phrase with ``noun`` at its end: 全球最大液化天然气加注船."""
        start = max(self.text.rfind("\n", 0, offset) + 1, offset - _NEAR)
        found = [m for m in _PHRASE.finditer(self.text, start, offset) if m[0].endswith(noun)]
        return found[-1]["name"] if found else None
