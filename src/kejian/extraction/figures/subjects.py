"""Whose a figure is: the one a clause, a list head or the document speaks of."""

import re
from bisect import bisect_left
from functools import cache, lru_cache

import msgspec
import regex

from kejian.extraction.figures.acting import acting
from kejian.extraction.figures.called import Called, Names
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.phrases import FILE
from kejian.language.han import han_pattern
from kejian.model import EntityType
from kejian.vocabulary.patterns import pieces


class Subject(msgspec.Struct, frozen=True, gc=False):
    """A subject found at the head of a clause: its words, and where in the short form they end."""

    name: str
    end: int
    home: bool = False  # it is the area or body the document reports on
    guessed: bool = False  # no rule knows it: it holds up to the next semicolon


class _Words(msgspec.Struct, frozen=True):
    opener: re.Pattern[str]
    home: re.Pattern[str]
    made: re.Pattern[str]
    happen: re.Pattern[str]
    make: re.Pattern[str]
    quoted: re.Pattern[str]
    of_quoted: re.Pattern[str]
    thing: re.Pattern[str]
    again: re.Pattern[str]
    body: re.Pattern[str]
    place: re.Pattern[str]
    event: re.Pattern[str]
    owned: re.Pattern[str]


@cache
def _words() -> _Words:
    w = pieces(FILE)
    said = r"(?:据|按照|根据)[^，#]{2,16}?(?:统计|介绍|测算|显示|规划)|据悉|公开资料显示|由(?=该)"
    return _Words(
        opener=han_pattern(rf"(?:{w['opener']}|{said})*"),
        home=han_pattern(w["home"]),
        made=han_pattern(
            rf"(?:以[^，#]{{2,30}}为主题的|[^，#]{{0,60}}?{w['made_by']}|这[一条座家套个支项款][^，#]{{0,30}}?的(?=[^，的#]+(?:，|$))|[^，#]{{0,6}}?(?:始建于|成立于|创办于|位于)[^，#]{{1,16}}?的|@?(?:开馆|开园|启用|投用|建成|落成|通车|开业|竣工)的|(?:成立|创办|创立)(?:仅|才|已|近|约|不到)?[^，#的]{{1,6}}的|[^，#@的“]{{2,20}}的(?=[^，#]{{0,20}}[“A-Z])(?![IVX]+期|R&D|GDP|PCT|SCI|ICT))(?P<name>[^，#：]{{2,60}})"
        ),
        happen=han_pattern(
            rf"(?P<name>[^，#@]{{2,50}}?)(?:{w['does']}|{w['happen']}|累计|平均|最[大高长远]|设计|年产)"
        ),
        make=han_pattern(
            rf"[^，#]{{2,40}}?{w['make']}(?P<name>[^，#@]{{0,30}}(?:“[^”]{{1,20}}”[^，#]{{0,12}}"
            rf"|[A-Za-z][-.\dA-Za-z ]+|{w['thing']}))$"
        ),
        quoted=han_pattern(
            rf"(?P<name>(?:[\p{{Han}}\dA-Za-z ·.-]|（[^）]{{1,8}}）){{0,26}}“[^”]{{1,24}}”"
            rf"[\p{{Han}}\dA-Z.·-]{{0,12}}?(?={w['does']}|@|产值|规模|放款)"
            r"|“[^”]{1,20}[卡贷券险]”(?=\p{Han})|“[^”]{1,24}”[\p{Han}]{0,6}?(?:平台|系统|大模型|基金|中心|机制|号|贷)(?=\p{Han}))"
        ),
        of_quoted=han_pattern(rf"\p{{Han}}{{0,10}}?{w['thing']}(?={w['does']})"),
        thing=han_pattern(
            rf"(?P<name>[^，#@：；《]{{1,36}}?(?:{w['thing']}|[A-Z]+-?\d[-\dA-Z]*)(?:[（(][^）)]*[）)])?(?={w['does']})"
            r"|[^，#@：；《的]{1,10}企业(?=户均|贡献|享受|实现|完成|拥有))"
        ),
        place=han_pattern(
            rf"(?P<name>(?![全本我城上超各多地同每这那])\p{{Han}}{{2,3}}(?<!跨)(?:省|市|县|自治州|(?<![地社园新])(?<!开发)(?<!示范)区))(?={w['gauge']}|R&D|研发|技术合同|科技型|规模以上|规上|高新技术|高技术|装备制造|先进制造|战略性新兴|数字经济|软件业|电子信息|生物医药|制造业|\p{{Han}}{{2,6}}?(?:产值|增加值|营业收入)|全社会|财政|有效|每万)"
        ),
        event=han_pattern(
            r"(?P<name>[^，#@：；《]{4,28}?)(?:@|于@|在[^，#@]{1,12}|正式|成功|全面)*"
            r"(?:揭牌|启用|开幕|竣工|投用|并网|封顶|落成|首航|通过验收|开馆|通车|投产|上线|点火|重开|点亮|举办|举行|召开|闭幕)"
        ),
        body=han_pattern(rf"{w['home']}(?:企事业单位|科研机构|高校院所|高校|科研院所)(?={w['does']})"),
        owned=han_pattern(
            rf"(?P<name>[^，#@：；《的]{{2,36}}?(?:{w['product']}|[A-Z][A-Za-z]*-?\d[-\dA-Za-z]*|[A-Z]{{3,}}))"
            rf"(?=(?:平均|最[大高低小长]|极限|单[位体颗]|稳态|峰值|[月年日])?\p{{Han}}{{0,6}}?{w['trait']}(?:#|$|[由从为达提超约近突降低高升优仅只缩压稳]))"
        ),
        again=han_pattern(
            rf"(?P<this>该|本届|这[一座条家套个支项款]?|此)(?P<noun>{w['this']})|(?P<bare>{w['again']})(?![\p{{Han}}]{{0,3}}#)|(?P<it>它|其(?=[\p{{Han}}R]))(?![中他余它次间实])"
        ),
    )


_NO_NAME = re.compile(
    r"[^户]按$|^(?:仅|相当于|留在|由|平均每|它|他|她|我们?|这[家座]|那)|进行|是一|[是对将把给]“|[是为]$|.{2}占(?=[规全主营总])|成立[仅才不已近]|(?:期间|时期|前夕)$|^(?:科创板|创业板|北交所|主板|新三板|港股|A股)$"
)
_BRANCH = han_pattern(r"附属\p{Han}{2,10}?(?:医院|研究所|中学)")
# 三县合计拥有…
_TOGETHER = re.compile(
    r"(?P<who>(?:[东南西北中]部)?(?:[这上]述?)?(?:[两二三四五六七八九十]|\d{1,2})(?:家|个|大)?"
    r"(?:[校市县区省院所地国]|企业|园区|城市|公司|机构))(?:(?:合计|总计|加起来|相加)|(?=研发投入|R&D|人均))"
)
# 这家刚满三岁的公司
_THIS_ONE = re.compile(
    r"这[家座个支所][^，#的]{1,12}的(?P<noun>公司|企业|工厂|医院|学校|团队|园区|基地|研究所|研究院)(?!的)"
)
_TIMES_OF = re.compile(r"(?:是|为|相当于|不及|不到)[^，#@]{1,20}的[近约超]?$")
_THING_NAME = han_pattern(
    r"(?!.*(?:建设|管理|服务|发展|推进|培育|[和与及、]))[\p{Han}“”A-Za-z\d·]{2,20}"
    r"(?:实验室|研究院|研究所|[工产]研院|科学院|设计院|总院|协会|学会|联盟|交易所|中心|装置|产业园|科技园|园区|科学城|科技城|[岛馆谷湾]|集团|公司|大学|学院|医院|大会|论坛|基金|平台|试验站|电站|走廊|[节展赛]|计划|工程|号)"
)
_SCORE = re.compile(r"分项|指标|得分|排名")
# 某某水平指数居全省第4位: an index is what is measured
_GAUGE = re.compile(
    r"[^，。；、“”]{2,16}指数(?:已|继续|总体|稳)*(?:居|位[居列]|排|达|为|[提升增]|下降|[前上]移)"
)
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
# the first or last of some areas: 增长最快的澜溪县
_FIRST_OF = han_pattern(
    r"[^，#@]{2,14}最[高多大快低少强好]的(?P<name>\p{Han}{2,8}?[市县区省州])(?=[，#为达仅是]|R&D|$)"
)
_INDEXES = frozenset({"SCI", "EI", "ESI", "SSCI", "PCT", "GDP", "R&D", "CNS", "CPCI", "MPCT"})
_SHORT = 3  # characters of the bare name of a place
_AREAS = "省市县州旗镇"
_NO_AREA = re.compile(r"(?:园区?|公司|集团|大学|学院|医院|研究[院所]|实验室|银行|科学院|博物馆|科技)$")
_AREA_ENDS = "市省县区州"
_AREA_END = re.compile(rf"[{_AREA_ENDS}](?![场值级民区属域块间内外辖政委])")
_SOME_OF = re.compile(r"(?:有?[一几两某多]|最)[家个座款]?")
_PRODUCT = han_pattern(r"[\p{Han}\d]{2,16}[A-Z]+-?\d[-\dA-Za-z]*(?=的|片|于|@|[\p{Han}])")
_TITLES = (EntityType.PROGRAMME, EntityType.POLICY, EntityType.STANDARD)
_PHASE = han_pattern(
    r"(?:第?[一二三四]期|[\p{Han}]{0,6}(?:号|型|大模型|平台|计划|基金|工程|项目))(?![^，#@]{0,1}#)"
)
_OF_PLACE = han_pattern(
    r"[\p{Han}A-Z\d]{0,10}?(?:基金|交易所|集团|公司|学院|大学|实验室|中心|走廊|产业园|科创园|园区|科技节|科学节|大会|论坛|平台|计划|创新周|装置|站|银行|研究院|研究所)"
)
_HOME_BODY = han_pattern(
    r"[\p{Han}]{0,8}(?:产业园|科技园|科创园|科学园|软件园|大学|学院|研究院|集团|公司|实验室|科学节|大会|交易所|基金|园区|开发区"
    r"|[种样数][质本据]库|博物馆|科技馆|图书馆|试验[场站]|研究所)"
    r"|[\p{Han}]{2,8}(?:展|周|节|峰会|年会|赛)(?=举办|举行|开幕|闭幕|召开|@|于@)"
)
_MODEL_END = han_pattern(r"号|型电?池?|系列|大模型|[\p{Han}]{0,6}(?=[，@])")
_IN_FULL = {"经开区": ("经济技术开发区", "开发区"), "高新区": ("高新技术产业开发区", "产业开发区")}
_OFFICE_OF = han_pattern(
    r"[省市区县州](?:政府|委|[\p{Han}]{2,8}?(?:(?<![布格结])局|厅|委|办公室|管委会|委员会))(?!长|主任|直|属)"
)
_ZONE_NOUN = han_pattern(r"高新区|新城|新区|新港|科学城|科技城|走廊|示范区|湾区|经开区|集团|研究院|大学")
_FEW_HAN, _ONE_HAN = regex.compile(r"\p{Han}{2,8}"), regex.compile(r"\p{Han}")
_DOES_FIRST = re.compile(
    r"^(?:初步|全面|深入|大力|积极|加快|着力|持续|不断|推动|推进|建设|完成|形成|打造|开展|实施|落实|发布|获得?|取得|组织|举办|建立|制定|支持|支撑|构建|集聚|培育|探索|研发|研制|优化|强化|聚焦|围绕|面向|针对|通过|依托|在|以|对|为|从|按|应对|助力|实现|保障|提高|提升|加强|出台|成立|设立|启动|承担|引进|新增|共建|突破|攻克|参与|主持|申请|获批|登记|签订|发放|办理|资助|安排|带动|走访|入选|筛选|选树|弘扬|创设|联合|牵头|承接|拥有|设有|建有|建成|有|与|由|将|把|使|让|随着|经|集成|确定|探索|至|到|截|近|超|占|居|增|比|较)"
)


def is_thing(title: str) -> bool:
    """Whether a title is the name of a thing or body by its end: 云岫科学馆, 滨江数据中心.

    >>> is_thing("云岫新材料产业园"), is_thing("知识产权")
    (True, False)
    """
    return _THING_NAME.fullmatch(title) is not None


def is_gauge(s: str, at: int) -> bool:
    """Whether an index that takes a place or a value stands at ``at``: it is what is measured."""
    return _GAUGE.match(s, at) is not None


def clause_subject(
    line: Line, lo: int, hi: int, *, names: Names, text: str, home: str | None, called: "Called"
) -> Subject | None:
    """The subject that stands at the head of the words ``lo:hi`` of a short form."""
    found = _head_of(line, lo, hi, names=names, text=text, home=home, called=called)
    return None if found is None or (not found.home and _NO_NAME.search(found.name)) else found


def home_at(line: Line, lo: int, hi: int, *, home: str | None, called: "Called") -> Subject | None:
    """The one reported on, where the words ``lo:hi`` begin with it: 全市企业中，…"""
    m = _words().home.match(line.s, lo, hi)
    return Subject(_all_of(m[0], home, called, line.at[lo]), m.end(), home=True) if m else None


def _head_of(
    line: Line, lo: int, hi: int, *, names: Names, text: str, home: str | None, called: "Called"
) -> Subject | None:
    w = _words()
    s = line.s
    if s[hi : hi + 1] == "#" and _TIMES_OF.search(s, lo, hi):
        return None
    opener = w.opener.match(s, lo, hi)
    i = opener.end() if opener else lo
    if i < hi and s[i] in "“‘「" and "”" not in s[i:hi]:
        i += 1
    if i >= hi:
        return None
    if m := w.home.match(s, i, hi):
        if body := w.body.match(s, i, hi):
            return Subject(line.words(i, body.end(), text), body.end())
        return Subject(_all_of(m[0], home, called, line.at[i]), m.end(), home=True)
    if opener and opener[0].endswith("推动"):
        return _home(s, i, hi, home)  # what is moved on is not whose the figure is
    if (m := _THIS_ONE.match(s, i, hi)) and (name := called.again(m["noun"], line.at[i], this=True)):
        return Subject(name, m.end())
    if s.find("的", i, hi) >= 0 and (m := w.made.match(s, i, hi)):
        called.by(s[i : m.start("name")], line.at[i])
        _, end = name_in(s, m.start("name"), m.end("name"))
        if (
            again := called.again(s[m.start("name") : end], line.at[i], this=True)
            if end - m.start("name") == 2
            else None
        ):
            return Subject(again, end)
        return Subject(line.words(m.start("name"), end, text), end)
    if found := _home(s, i, hi, home):
        return found
    if (m := w.again.match(s, i, hi)) and (
        name := called.again(m["noun"] or m["bare"], line.at[i], this=bool(m["this"]))
    ):
        return Subject(name, m.end())
    if m and m["it"]:
        return None
    of = s.find("的", i, hi) >= 0
    if of and (m := _SEATED.match(s, i, hi) or _FIRST_OF.match(s, i, hi)) is not None:
        return Subject(line.words(m.start("name"), m.end("name"), text), m.end("name"))
    if kind := _KIND_OF.match(s, i, hi):
        of_kind = _named(line, kind.end(), hi, names, text)
        if of_kind is not None and not of_kind.home:
            return of_kind
    named = _named(line, i, hi, names, text)
    made = w.make.match(s, i, hi) if s[hi : hi + 1] != "#" else None
    if made and (
        "“" in made["name"] or named or called.known(s[i : made.start("name")]) or w.again.match(s, i, hi)
    ):
        return Subject(line.words(made.start("name"), made.end("name"), text), hi)
    if named is not None:
        return None if named.name.endswith("指数") and is_gauge(s, i) else named
    if is_gauge(s, i):
        return None
    if (ended := called.by_end(s[i : i + 3], line.at[i])) and s[i + ended[1] : i + ended[1] + 1] not in (
        "",
        "、",
        "和",
        "的",
        "#",
    ):
        return Subject(ended[0], i + ended[1] if s[i + ended[1] + 1 : i + ended[1] + 2] != "#" else i)
    if (those := _TOGETHER.match(s, i, hi)) is not None:
        return Subject(line.words(i, those.end("who"), text), those.end())
    if _DOES_FIRST.match(s[i : i + 4]):
        return None
    if (m := w.place.match(s, i, hi)) or (hi < len(s) and s[hi] != "#" and (m := w.event.match(s, i, hi))):
        return Subject(line.words(i, m.end("name"), text), m.end("name"))
    for pattern in (w.quoted, w.thing, w.owned) if s.find("“", i, hi) >= 0 else (w.thing, w.owned):
        m = pattern.match(s, i, hi)
        if m and len(m["name"]) > 2 and not _DOES_FIRST.match(m["name"]) and not _SCORE.search(m["name"]):
            return Subject(line.words(i, m.end("name"), text), m.end("name"))
    # 市科技重大专项 in the report of a city is its own programme
    own = i + 1 if home and s[i] == home[-1] and s[i] in _AREAS and s[i + 1 : i + 2] != "级" else i
    acts = acting(s, own, hi)
    return None if acts is None else Subject(line.words(i, acts, text), acts)


def _all_of(word: str, home: str | None, called: "Called", offset: int) -> str:
    """Whom 全市 or 我院 means: the one reported on, if it may be one, else one named last that is."""
    if home is None:
        return word
    kind = word[-1]
    if kind in "镇旗" and home[-1] != kind:
        return called.area(kind, offset) or called.place or word
    other = home[-1] in "省市县" and kind in "省市县" and home[-1] != kind
    if kind not in _AREAS or not (other or _NO_AREA.search(home)):
        return home
    return called.area(kind, offset) or word


@lru_cache(maxsize=64)
def _other_form(home: str) -> str | None:
    """The other form of a zone's name, short or in full: 沂北经开区, 沂北经济技术开发区."""
    for short, (full, *_) in _IN_FULL.items():
        for mine, other in ((short, full), (full, short)):
            if home.endswith(mine):
                return home.removesuffix(mine) + other
    return None


def _home(s: str, i: int, hi: int, home: str | None) -> Subject | None:
    if home is None:
        return None
    if s.startswith(home, i) and i + len(home) <= hi:
        end = i + len(home)
        if home[-1] not in _AREA_ENDS and _AREA_END.match(s, end, hi):
            end += 1  # 青岩 in the title, 青岩市 in the text
    elif (
        len(home) > 2 and home[-1] in "市省区县州" and s.startswith(home[:-1], i) and i + len(home) - 1 <= hi
    ):
        end = i + len(home) - 1
    elif (other := _other_form(home)) and s.startswith(other, i) and i + len(other) <= hi:
        end = i + len(other)
    elif (
        (m := _ZONE_NOUN.match(s, i, hi))
        and len(home) > len(m[0])
        and home.endswith((m[0], *_IN_FULL.get(m[0], ())))
    ):
        end = m.end()
    elif (home[-1] in _AREAS or len(home) <= _SHORT) and (m := _OFFICE_OF.match(s, i, hi)):
        end = m.end()  # what an office of the area does is told of the area
    else:
        return None
    if s[end : end + 1] in tuple("—–-·"):
        return None
    if _DOES_FIRST.match(s[end : end + 4]):
        return Subject(home, end, home=True)
    if _words().thing.match(s, i, hi) or _HOME_BODY.match(s, end, hi):
        return None
    return Subject(home, end, home=True)


def name_in(s: str, lo: int, hi: int) -> tuple[str, int]:
    """A thing's name that ``lo:hi`` begins with, and its end: at its quotation mark, or before the verb."""
    close = s.find("”", lo, hi)
    if close >= 0:
        end = close + 1
        if m := _words().of_quoted.match(s, end, hi) or _MODEL_END.match(s, end, hi):
            end = m.end()
        return s[lo:end], end
    if m := _CUT_AT.match(s, lo, hi):
        return m["name"], m.end("name")
    m = _words().owned.match(s, lo, hi) or _words().happen.match(s, lo, hi)
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
    if (
        kind is EntityType.PLACE
        and s.startswith("的", end)
        and (of := _named(line, end + 1, hi, names, text))
    ):
        return of
    if _OFFICE.match(s, end, hi):
        return None
    rest = s[end:hi]
    if rest.endswith("等") and s.startswith("#", hi) and (rest == "等" or rest[0] == "、"):
        return None  # 甲平台、乙中心等36个项目: instances of what is counted
    if s[i:end] in _INDEXES or _DOES_FIRST.match(s[i:end]) or s.startswith("对标", i):
        return None
    if _COMMON.search(s[i:end]) or (kind is EntityType.PLACE and _SOME_OF.match(rest)):
        return None
    if kind is EntityType.PERSON or s[i] in "比较与":
        return None
    if kind in _TITLES and (_FEW_HAN.fullmatch(rest) or (s[i:end].isascii() and _ONE_HAN.match(rest))):
        return None
    if _words().again.fullmatch(s, i, end):
        return Subject(names.full.get(offset, s[i:end]), end)
    return _extended(line, i, end, hi, kind, text)


def _extended(line: Line, i: int, end: int, hi: int, kind: EntityType, text: str) -> Subject:
    """A name with its phase, or the thing of a place or company that the name begins: 江洲数据交易所."""
    s = line.s
    if m := _BRANCH.match(s, end, hi):
        end = m.end()
    m = _PHASE.match(s, end, hi)
    if m and (m[0].endswith("期") or s[end - 1] == "”"):
        return Subject(line.words(i, m.end(), text), m.end())
    if kind is EntityType.PLACE and (m := _OF_PLACE.match(s, end, hi)):
        return Subject(line.words(i, m.end(), text), m.end())
    if kind is EntityType.ORGANISATION:
        if m := _PRODUCT.match(s, end, hi):
            return Subject(line.words(end, m.end(), text), m.end())
        m = _words().thing.match(s, end, hi)
        if m and len(m["name"] or "") > 3 and not _DOES_FIRST.match(m["name"]):
            return Subject(line.words(end, m.end(), text), m.end())
        m = _words().owned.match(s, end, hi)
        if m and not _DOES_FIRST.match(m["name"]):  # 澜湖医疗心脏支架寿命#
            return Subject(line.words(i, m.end("name"), text), m.end("name"))
    return Subject(line.words(i, end, text), end)
