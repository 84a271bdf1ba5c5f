"""Whose a figure is: the one a clause, a list head or the document speaks of."""

import re
from bisect import bisect_left

import regex

from kejian.extraction.figures.acting import acting
from kejian.extraction.figures.called import ENDS_BEGIN, Called
from kejian.extraction.figures.head_words import Subject, does_first, words_of_heads
from kejian.extraction.figures.home_heads import AREA_END, AREA_ENDS, AREAS, all_of, home_head, is_office
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.names import FACILITY, ORGANISATION, PERSON, PLACE, PROGRAMME, Names
from kejian.extraction.figures.several import several
from kejian.language.han import han_pattern
from kejian.model import EntityType

_NO_NAME = re.compile(
    r"[^户]按$|^(?:仅|只有|荣登|荣获|跻身|促成|相当于|留在|由|平均每|它|他|她|我(?!国)|这[家座]|那)|进行|是一|[是对将把给]“|[是为]$|.{2}占(?=[规全主营总])|成立[仅才不已近]|(?:期间|时期|前夕)$|[占比]比重?$|[^效]率$|^(?:科创板|创业板|北交所|主板|新三板|港股|A股)$"
)
_BRANCH = han_pattern(r"附属\p{Han}{2,10}?(?:医院|研究所|中学)")
# 这家刚满三岁的公司
_THIS_ONE = re.compile(
    r"这[家座个支所][^，#的]{1,12}的(?P<noun>公司|企业|工厂|医院|学校|团队|园区|基地|研究所|研究院)(?!的)"
)
_TIMES_OF = re.compile(r"(?:是|为|相当于|不及|不到)[^，#@]{1,20}的[近约超]?$")
_TIMES_ENDS = "的近约超"
_THING_NAME = han_pattern(
    r"(?!.*(?:建设|管理|服务|发展|推进|培育|[和与及、]))[\p{Han}“”A-Za-z\d·]{2,20}"
    r"(?:实验室|研究院|研究所|[工产]研院|科学院|设计院|总院|协会|学会|联盟|交易所|中心|装置|产业园|科技园|园区|科学城|科技城|[岛馆谷湾]|集团|公司|大学|学院|医院|大会|论坛|基金|平台|试验站|电站|走廊|[节展赛]|计划|工程|号)"
)
_AREA_CHARACTERS = frozenset("省市县州区")  # one of them ends the name of a place
_SCORE = re.compile(r"分项|指标|得分|排名|..(?:共|累计|新)获")
# 某某水平指数居全省第4位: an index is what is measured
_GAUGE = re.compile(
    r"[^，。；、“”]{2,16}指数(?:已|继续|总体|稳)*(?:居|位[居列]|排|达|为|[提升增]|下降|[前上]移)"
)
_LONGEST_GAUGE = 18  # characters
_OFFICE = re.compile(
    r"(?:党组|党委)?(?:副|总|常务)?(?:主任|局长|厅长|部长|处长|书记|院长|所长|校长|董事长|总经理|经理|负责人|工程师|创始人|教授|研究员|会长|秘书长|发言人)"
)
_IN_JOURNAL = ("《", "论文", "杂志", "期刊", "子刊", "正刊", "主刊", "等期刊", "等杂志", "等国际")
_COMMON = han_pattern(r"^[\p{Han}]{0,8}(?:企业|专利|人才|人员|市场|博士后)$")
# where a body has its seat: 澜湖新材所在的青石产业园
_SEATED = han_pattern(r"[^，#@]{2,12}(?:所在|坐落|落户)的(?P<name>[^，#@的]{3,16}?)(?=，|$|是)")
# verbs that no name holds
_CUT_AT = han_pattern(
    r"(?P<name>[^，#@]{2,40}?)(?:一[台套家件座条辆]就|花了|只花|(?:通车|运行|投用|运营|服役|开园|投产)(?=\d|[一二三两四五六七八九十])|打破|刷新|填补|出口(?!基地|加工)|投入(?:运行|运营|使用|市场)|问世|亮相|远销|热销|畅销|批量|量产|装车|上车|走进|走向|摘得|斩获|夺得|荣获|跻身|突破|顺利|首次|在(?!研|线)|已经)"
)
# 龙头企业澜湖重工
_KIND_OF = re.compile(
    r"(?:全资|控股|参股|下属|旗下)?(?:子|孙|参股|控股|关联)公司|(?:龙头|骨干|链主|本土|本地|当地|国有|民营|外资|上市|校办|院办|独角兽|老牌|知名|头部|领军|省内|市内|区内|园区|全国|国内)*(?:企业|公司|民企|国企|央企|高校|院校|车企|药企)"
)
# 某某养殖技术使出栏时间缩短
_CAUSES = han_pattern(
    r"(?P<name>[^，#@使]{2,20}?(?:技术|工艺|模式|系统|平台|装置|方法|品种|材料|设备|机制))使得?(?![用命馆])(?=[^，#]{2})"
)
# what a government does by itself, where the text names it no further
_GOVERNS = re.compile(
    r"政府(?:@|还|也|又|已|将|去年|今年|早前|先后)*(?:向|投放|投入|注资|拨款|拨出|预留|推出|资助|设立|宣布|斥资|出资)"
)
# 子公司拓原键合上半年实现…
_UNDER_WAY = re.compile(r"(?:在建|已建|在研|拥有|现有|已建成)[^，#的]{0,6}的")
_ONE_FIRM = re.compile(r"(?:子|孙|参股|控股|关联)公司$|(?:龙头|骨干|链主|头部)(?:企业|公司)$")
_UNKNOWN_FIRM = han_pattern(
    r"(?P<name>(?![实完获推在去今上前下全研发投的和与及家总名数])\p{Han}{3,6}?)(?=@|实现|完成|全年|获得?|营业|推出|研发投入|拥有|年产)"
)
# 该院附属的儿童医学中心
_BELONGING = re.compile(r"(?:附属|下属|所属|旗下|下设|直属)的?")
_CAME = re.compile(r"(?:落[地户成]|挂牌|揭牌|建成|获批|投[用产]|竣工|开工|成立|启用|问世|建设|组建|运行)$")
# the first or last of some areas: 增长最快的澜溪县
_FIRST_OF = han_pattern(
    r"[^，#@]{2,14}最[高多大快低少强好]的(?P<name>\p{Han}{2,8}?[市县区省州])(?=[，#为达仅是]|R&D|$)"
)
_INDEXES = frozenset({"SCI", "EI", "ESI", "SSCI", "PCT", "GDP", "R&D", "CNS", "CPCI", "MPCT"})
_SOME_OF = re.compile(r"(?:有?[一几两某多]|最)[家个座款]?")
_PRODUCT = han_pattern(r"[\p{Han}\d]{2,16}[A-Z]+-?\d[-\dA-Za-z]*(?=的|片|于|@|[\p{Han}])")
_BODIES = (ORGANISATION, FACILITY)
_LISTED_ON = ("、", "和", "与", "及", "等", "（")  # behind the first of a list of what is counted
_TITLES = (PROGRAMME, EntityType.POLICY, EntityType.STANDARD)
_PHASE = han_pattern(
    r"(?:第?[一二三四]期|[\p{Han}]{0,6}(?:号|型|大模型|平台|计划|基金|工程|项目))(?![^，#@]{0,1}#)"
)
_OF_PLACE = han_pattern(
    r"(?:(?![共获])[\p{Han}A-Z\d]){0,10}?(?:基金|交易所|集团|公司|学院|大学|实验室|中心|走廊|产业园|科创园|园区|科技节|科学节|大会|论坛|平台|计划|创新周|装置|站|银行|研究院|研究所|集群(?=规上|营|产值|实现))"
)
_MODEL_END = han_pattern(r"号|型电?池?|系列|大模型|[\p{Han}]{0,6}(?=[，@])")
_FEW_HAN, _ONE_HAN = regex.compile(r"\p{Han}{2,8}"), regex.compile(r"\p{Han}")


def is_thing(title: str) -> bool:
    """Whether a title is the name of a thing or body by its end: 云岫科学馆, 滨江数据中心.

    >>> is_thing("云岫新材料产业园"), is_thing("知识产权")
    (True, False)
    """
    return _THING_NAME.fullmatch(title) is not None


def is_gauge(s: str, at: int) -> bool:
    """Whether an index that takes a place or a value stands at ``at``: it is what is measured."""
    near = "指数" in s and s.find("指数", at, at + _LONGEST_GAUGE) >= 0
    return near and _GAUGE.match(s, at) is not None


def thing_at(line: Line, lo: int, hi: int, text: str) -> Subject | None:
    """The thing whose the counted is that the words ``lo:hi`` name: 明光科学城在建的创新载体共22个."""
    of = _UNDER_WAY.search(line.s, lo, hi)
    m = words_of_heads().thing.match(line.s, lo, hi) if of else None
    if m is None or of is None or not m["name"] or m.end("name") != of.start() or does_first(m["name"]):
        return None
    return Subject(line.words(lo, m.end("name"), text), m.end("name"))


def clause_subject(
    line: Line, lo: int, hi: int, *, names: Names, text: str, home: str | None, called: "Called"
) -> Subject | None:
    """The subject that stands at the head of the words ``lo:hi`` of a short form."""
    found = _head_of(line, lo, hi, names=names, text=text, home=home, called=called)
    return None if found is None or (not found.home and _NO_NAME.search(found.name)) else found


def _head_of(
    line: Line, lo: int, hi: int, *, names: Names, text: str, home: str | None, called: "Called"
) -> Subject | None:
    w = words_of_heads()
    s = line.s
    counts = hi < len(s) and s[hi] == "#"
    words = s[lo:hi]
    if counts and s[hi - 1] in _TIMES_ENDS and _TIMES_OF.search(s, lo, hi):
        return None
    makes = "使" in words
    driven = makes or "令" in words
    opener = (w.opener if driven else w.plain_opener).match(s, lo, hi)
    i = opener.end() if opener else lo
    if i < hi and s[i] in "“‘「" and s.find("”", i, hi) < 0:
        i += 1
    if i >= hi:
        return None
    first, said = s[i], s[i:hi] if i > lo else words
    if first in w.home_begins and (m := w.home.match(s, i, hi)):
        if body := w.body.match(s, i, hi):
            return Subject(line.words(i, body.end(), text), body.end())
        return Subject(all_of(m[0], home, called, line.at[i]), m.end(), home=True)
    if opener and opener[0].endswith("推动"):
        return home_head(s, i, hi, home)  # what is moved on is not whose the figure is
    if first == "这" and (m := _THIS_ONE.match(s, i, hi)):
        name = called.again(m["noun"], line.at[i], this=True)
        return Subject(name or m["noun"], m.end(), guessed=name is None)
    of = "的" in said
    if of and (m := w.made.match(s, i, hi)):
        called.by(s[i : m.start("name")], line.at[i])
        _, end = name_in(s, m.start("name"), m.end("name"))
        if (
            again := called.again(s[m.start("name") : end], line.at[i], this=True)
            if end - m.start("name") == 2
            else None
        ):
            return Subject(again, end)
        return Subject(line.words(m.start("name"), end, text), end)
    if makes and (m := _CAUSES.match(s, i, hi)):
        return Subject(line.words(i, m.end("name"), text), m.end("name"))
    among = opener is not None and "其中" in opener[0]  # 其中政府拨款 is a part of what was raised
    if said.startswith("政府") and not among and _GOVERNS.match(s, i, hi):
        return Subject("政府", i + 2)
    if (found := home_head(s, i, hi, home)) and not _longer(line, i, found, names):
        return found
    m = w.again.match(s, i, hi) if first in w.again_begins else None
    if m and (name := called.again(m["noun"] or m["bare"], line.at[i], this=bool(m["this"]))):
        belongs = _BELONGING.match(s, m.end(), hi)
        if belongs and (inner := w.thing.match(s, belongs.end(), hi)):
            return Subject(line.words(belongs.end(), inner.end("name"), text), inner.end("name"))
        return Subject(name, m.end())
    if m and m["it"]:
        return None
    if of and (m := _SEATED.match(s, i, hi) or _FIRST_OF.match(s, i, hi)) is not None:
        return Subject(line.words(m.start("name"), m.end("name"), text), m.end("name"))
    kind = _KIND_OF.match(s, i, hi) if "企" in said or "公司" in said or "校" in said else None
    if kind:
        of_kind = _named(line, kind.end(), hi, names, text)
        if of_kind is not None and not of_kind.home:
            return of_kind
        if of_kind is None and _ONE_FIRM.search(kind[0]) and (firm := _UNKNOWN_FIRM.match(s, kind.end(), hi)):
            return Subject(line.words(firm.start("name"), firm.end("name"), text), firm.end("name"))
    if those := several(line, i, hi, said, names=names):
        return Subject(line.words(*those, text), those[1])
    named = _named(line, i, hi, names, text)
    made = w.make.match(s, i, hi) if "把" not in said and not counts else None
    if made and (
        "“" in made["name"] or named or w.again.match(s, i, hi) or called.known(s[i : made.start("name")])
    ):
        return Subject(line.words(made.start("name"), made.end("name"), text), hi)
    if named is not None:
        return None if named.name.endswith("指数") and is_gauge(s, i) else named
    if is_gauge(s, i):
        return None
    ended = called.by_end(s[i : i + 3], line.at[i]) if first in ENDS_BEGIN else None
    if ended and s[i + ended[1] : i + ended[1] + 1] not in (
        "",
        "、",
        "和",
        "的",
        "#",
    ):
        return Subject(ended[0], i + ended[1] if s[i + ended[1] + 1 : i + ended[1] + 2] != "#" else i)
    if does_first(s, i, i + 4):
        return None
    m = w.place.match(s, i, hi) if not _AREA_CHARACTERS.isdisjoint(said[2:6]) else None
    m = m or (w.event.match(s, i, hi) if hi < len(s) and not counts else None)
    if m:
        return Subject(line.words(i, m.end("name"), text), m.end("name"))
    if first in w.nation_begins and (m := w.nation.match(s, i, hi)):
        return Subject("全国" if home == "全国" and m["name"][-1] == "国" else m["name"], m.end())
    if (m := w.zone.match(s, i, hi)) is not None:
        return Subject(line.words(i, m.end("name"), text), m.end("name"))
    for pattern in (w.quoted, w.thing, w.owned) if "“" in said else (w.thing, w.owned):
        m = pattern.match(s, i, hi)
        if m and len(m["name"]) > 2 and not does_first(m["name"]) and not _SCORE.search(m["name"]):
            return Subject(line.words(i, m.end("name"), text), m.end("name"))
    # 市科技重大专项 in the report of a city is its own programme
    own = i + 1 if home and first == home[-1] and first in AREAS and s[i + 1 : i + 2] != "级" else i
    acts = acting(s, own, hi)
    return None if acts is None else Subject(line.words(i, acts, text), acts)


def _longer(line: Line, i: int, found: Subject, names: Names) -> bool:
    """Whether the name of a body or a facility, but an office, begins with the place: 云岫微技术工研院."""
    name = names.at(line.at[i])
    if name is None or name[1] not in _BODIES or found.end >= len(line.at) or name[0] <= line.at[found.end]:
        return False
    alone = not line.s.startswith(_LISTED_ON, bisect_left(line.at, name[0]))
    return alone and not is_office(line.s, found.end - 1)


def name_in(s: str, lo: int, hi: int) -> tuple[str, int]:
    """A thing's name that ``lo:hi`` begins with, and its end: at its quotation mark, or before the verb."""
    close = s.find("”", lo, hi)
    if close >= 0:
        end = close + 1
        if m := words_of_heads().of_quoted.match(s, end, hi) or _MODEL_END.match(s, end, hi):
            end = m.end()
        return s[lo:end], end
    if m := _CUT_AT.match(s, lo, hi):
        return m["name"], m.end("name")
    m = words_of_heads().owned.match(s, lo, hi) or words_of_heads().happen.match(s, lo, hi)
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
    s, kind = line.s, found[1]
    if s.startswith(_IN_JOURNAL, end):
        return None
    if kind is PLACE and s.startswith("的", end) and (of := _named(line, end + 1, hi, names, text)):
        return of
    if _OFFICE.match(s, end, hi):
        return None
    rest = s[end:hi]
    if rest[:1] == "等" and s[hi : hi + 1] != "#" and _CAME.search(rest):
        return None  # 甲中心等平台落地, an event that the next clause counts nothing of
    if rest.endswith("等") and s.startswith("#", hi) and (rest == "等" or rest[0] == "、"):
        return None  # 甲平台、乙中心等36个项目: instances of what is counted
    if s[i:end] in _INDEXES or does_first(s, i, end) or s.startswith("对标", i):
        return None
    if _COMMON.search(s[i:end]) or (kind is PLACE and _SOME_OF.match(rest)):
        return None
    if kind is PERSON or s[i] in "比较与":
        return None
    if kind in _TITLES and (_FEW_HAN.fullmatch(rest) or (s[i:end].isascii() and _ONE_HAN.match(rest))):
        return None
    if words_of_heads().again.fullmatch(s, i, end):
        return Subject(names.full.get(offset, s[i:end]), end)
    return _extended(line, i, end, hi, kind, text)


def _extended(line: Line, i: int, end: int, hi: int, kind: EntityType, text: str) -> Subject:
    """A name with its phase, or the thing of a place or company that the name begins: 江洲数据交易所."""
    s = line.s
    if s.startswith("核心区", end) and s[end - 1] in "区城谷园":
        return Subject(line.words(i, end + 3, text), end + 3)  # 临港片区核心区
    if kind is PLACE and s[end - 1] not in AREA_ENDS and AREA_END.match(s, end, hi):
        end += 1  # 青岩 as a name, 青岩市 in the text
    if m := _BRANCH.match(s, end, hi):
        end = m.end()
    if kind is PROGRAMME and s[end : end + 1] == "“" and s.find("”", end, hi) == hi - 1:
        return Subject(line.words(i, hi, text), hi)  # 国家重点研发计划“某某”：
    m = _PHASE.match(s, end, hi)
    if m and (m[0].endswith("期") or s[end - 1] == "”"):
        return Subject(line.words(i, m.end(), text), m.end())
    if kind is PLACE and (m := _OF_PLACE.match(s, end, hi)):
        return Subject(line.words(i, m.end(), text), m.end())
    if kind is ORGANISATION:
        if m := _PRODUCT.match(s, end, hi):
            return Subject(line.words(end, m.end(), text), m.end())
        end_of = end + 1 if s.startswith("的", end) else end
        m = words_of_heads().thing.match(s, end_of, hi)
        if m and len(m["name"] or "") > 3 and not does_first(m["name"]):
            return Subject(line.words(end_of, m.end(), text), m.end())
        m = words_of_heads().owned.match(s, end, hi)
        if m and not does_first(m["name"]):  # 澜湖医疗心脏支架寿命#
            return Subject(line.words(i, m.end("name"), text), m.end("name"))
    return Subject(line.words(i, end, text), end)
