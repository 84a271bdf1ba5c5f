"""What tells a subject at the head of a clause: word lists, and what no subject begins with."""

import re
from functools import cache
from sys import maxsize

import msgspec

from kejian.extraction.figures.phrases import FILE, plain_opener
from kejian.language.han import han_pattern
from kejian.vocabulary.edges import begun, letters
from kejian.vocabulary.patterns import pieces


class Subject(msgspec.Struct, frozen=True, gc=False):
    """A subject found at the head of a clause: its words, and where in the short form they end."""

    name: str
    end: int
    home: bool = False  # it is the area or body the document reports on
    guessed: bool = False  # no rule knows it: it holds up to the next semicolon


class Words(msgspec.Struct, frozen=True):
    """The compiled word lists."""

    opener: re.Pattern[str]
    plain_opener: re.Pattern[str]
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
    zone: re.Pattern[str]
    nation: re.Pattern[str]
    owned: re.Pattern[str]
    home_begins: frozenset[str]
    again_begins: frozenset[str]
    nation_begins: frozenset[str]


@cache
def words_of_heads() -> Words:
    """The word lists of the vocabulary that tell subjects, compiled once."""
    w = pieces(FILE)
    does, thing = w["does"], begun(w["thing"])
    said = r"(?:据|按照|根据)[^，#]{2,16}?(?:统计|介绍|测算|显示|规划)|据悉|公开资料显示|由(?=该)"
    named = begun(rf"{w['thing']}|[A-Z]+-?\d[-\dA-Z]*")
    product = begun(rf"{w['product']}|[A-Z][A-Za-z]*-?\d[-\dA-Za-z]*|[A-Z]{{3,}}")
    again = "|".join(
        (
            rf"(?P<this>该|本届|这[一座条家套个支项款]?|此)(?P<noun>{w['this']})",
            rf"(?P<bare>{w['again']})(?![\p{{Han}}]{{0,3}}#)",
            r"(?P<it>它|其(?=[\p{Han}R]))(?![中他余它次间实])",
        )
    )
    return Words(
        opener=han_pattern(rf"(?:{w['opener']}|{said})*"),
        plain_opener=han_pattern(rf"(?:{begun(plain_opener(w) + '|' + said)})*"),
        home=han_pattern(w["home"]),
        made=han_pattern(
            rf"(?:以[^，#]{{2,30}}为主题的|[^，#]{{0,60}}?{begun(w['made_by'])}|这[一条座家套个支项款][^，#]{{0,30}}?的(?=[^，的#]+(?:，|$))|[^，#]{{0,6}}?(?:始建于|成立于|创办于|位于)[^，#]{{1,16}}?的|@?(?:开馆|开园|启用|投用|建成|落成|通车|开业|竣工)的|(?:成立|创办|创立)(?:仅|才|已|近|约|不到)?[^，#的]{{1,6}}的|[^，#@的“]{{2,20}}的(?=[^，#]{{0,20}}[“A-Z])(?![IVX]+期|R&D|GDP|PCT|SCI|ICT))(?P<name>[^，#：]{{2,60}})"
        ),
        happen=han_pattern(
            r"(?P<name>[^，#@]{2,50}?)" + begun(rf"{does}|{w['happen']}|累计|平均|最[大高长远]|设计|年产")
        ),
        make=han_pattern(
            rf"[^，#]{{2,40}}?{begun(w['make'])}(?P<name>[^，#@]{{0,30}}(?:“[^”]{{1,20}}”[^，#]{{0,12}}"
            rf"|[A-Za-z][-.\dA-Za-z ]+|{thing}))$"
        ),
        quoted=han_pattern(
            rf"(?P<name>(?:[\p{{Han}}\dA-Za-z ·.-]|（[^）]{{1,8}}）){{0,26}}“[^”]{{1,24}}”"
            rf"[\p{{Han}}\dA-Z.·-]{{0,12}}?(?={w['does']}|@|产值|规模|放款)"
            r"|“[^”]{1,20}[卡贷券险]”(?=\p{Han})|“[^”]{1,24}”[\p{Han}]{0,6}?(?:平台|系统|大模型|基金|中心|机制|号|贷)(?=\p{Han}))"
        ),
        of_quoted=han_pattern(rf"\p{{Han}}{{0,10}}?{thing}(?={does})"),
        thing=han_pattern(
            rf"(?P<name>[^，#@：；《]{{1,36}}?{named}(?:[（(][^）)]*[）)])?(?={does})"
            r"|[^，#@：；《的]{1,10}企业(?=户均|贡献|享受|实现|完成|拥有))"
        ),
        place=han_pattern(
            rf"(?P<name>(?!核心|自治|[全本我城上超各多地同每这那占约近居列])\p{{Han}}{{2,3}}(?<![跨全本我各该])(?:省|市|县|自治州|(?<![地社园新])(?<!开发)(?<!示范)区))(?={w['gauge']}|R&D|研发|技术合同|科技型|规模以上|规上|高新技术|高技术|装备制造|先进制造|战略性新兴|数字经济|软件业|电子信息|生物医药|制造业|\p{{Han}}{{2,6}}?(?:产值|增加值|营业收入)|全社会|财政|有效|每万)"
        ),
        event=han_pattern(
            r"(?P<name>[^，#@：；《]{4,28}?)"
            + begun(
                r"(?:@|于@|在[^，#@]{1,12}|正式|成功|全面)*"
                r"(?:揭牌|启用|开幕|竣工|投用|并网|封顶|落成|首航|通过验收|开馆|通车|投产|上线|点火|重开|点亮|举办|举行|召开|闭幕)"
            )
        ),
        zone=han_pattern(
            rf"(?P<name>(?![全本各该这在为由从是与和等])(?:[^，#@：；《的、]{{0,12}}?[^，#@：；《的、级家各个]|市|省)?{begun(w['zone'])})(?={w['zone_told']})"
        ),
        nation=han_pattern(rf"(?P<name>{w['nation']})(?={w['nation_told']})"),
        body=han_pattern(
            rf"{w['home']}(?:企事业单位|金融机构|银行业金融机构|科研机构|高校院所|高校|科研院所)(?={w['does']}|[对为向]$)"
        ),
        owned=han_pattern(
            rf"(?P<name>[^，#@：；《的]{{2,36}}?{product})"
            rf"(?=(?:平均|最[大高低小长]|极限|单[位体颗]|稳态|峰值|[月年日])?\p{{Han}}{{0,6}}?{w['trait']}(?:#|$|[由从为达提超约近突降低高升优仅只缩压稳]))"
        ),
        again=han_pattern(again),
        home_begins=letters(w["home"]),
        again_begins=letters(again),
        nation_begins=letters(w["nation"]),
    )


_DOES_FIRST = re.compile(
    r"(?:初步|全面|深入|大力|积极|加快|着力|持续|不断|推动|推进|建设|完成|形成|打造|开展|实施|落实|发布|获得?|取得|组织|举办|建立|制定|支持|支撑|构建|集聚|培育|探索|研发|研制|优化|强化|聚焦|围绕|面向|针对|通过|依托|在|以|对|为|从|按|应对|助力|实现|保障|提高|提升|加强|出台|成立|设立|启动|承担|引进|新增|新建(?!区)|新认定|新获批|新培育|新设|促成|汇聚|共建|突破|攻克|参与|主持|申请|获批|登记|签订|发放|办理|资助|安排|带动|走访|入选|筛选|选树|弘扬|创设|联合|牵头|承接|拥有|设有|建有|建成|有|与|由|将|把|使|让|随着|经(?!开|济|贸)|集成|确定|探索|至|到|截|近|超|占|居|增|比|较|纳入|主攻|主营|专攻|列入|计入|覆盖|遍布|惠及|享受)"
)
_DOES_BEGIN = letters(_DOES_FIRST.pattern)


def does_first(s: str, at: int = 0, end: int = maxsize) -> bool:
    """Whether the words ``at:end`` of ``s`` begin with what somebody does, as no name does.

    >>> does_first("累计完成攻关", 2, 6), does_first("累计完成攻关", 0, 6)
    (True, False)
    """
    return at < len(s) and s[at] in _DOES_BEGIN and _DOES_FIRST.match(s, at, end) is not None
