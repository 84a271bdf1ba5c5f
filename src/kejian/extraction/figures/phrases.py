"""The words around a number, and the noun phrase that they make: links, openers and light verbs taken off."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import msgspec
import regex

from kejian.extraction.figures.lines import TIME
from kejian.language.han import han_pattern
from kejian.vocabulary.edges import NEVER, begun, edge
from kejian.vocabulary.patterns import pieces

FILE = "phrases.yaml"
_CURRENCY = re.compile(r"[A-Z]{3}(?:/.*)?")
_PHYSICAL = re.compile(r"[A-Za-zμΩ℃°%‰/·\d ]+")
_FRAME = re.compile(
    r"^(?:在[^，#]{2,30}?(?=平均亩产|平均单产|亩产|单产|推广|示范推广|示范种植|发表|布局|建立|开展|新增|建成|设立|完成)"
    r"|(?:支持|推动|引导|鼓励|指导|帮助)[^，#]{2,12}?(?=建设|建立|组建|新建|设立|成立|打造|共建|牵头|参与|承担|申报|实施)"
    r"|(?:通过|以|按照?)[^，#]{2,24}?(?:方式)?(?=转化|完成|实现|引进|培育|新?落地|引入|集聚|吸引|建成|筹集)"
    r"|围绕[^，#]{2,12}?(?=组织|实施|开展|建设|布局|部署|推进|举办|设立|遴选)|连续[^，#]{1,3}年)"
)
_FRAMES = frozenset("在支推引鼓指帮通以按围连")  # what a frame begins with
_AT_ENDS = frozenset(" ，、·和与及\n")
_ENDS = re.compile(
    r"^(?:[ ，、·和及]|与(?![^，#的]{2,12}?(?:共建|签订|签署|建立|达成|联合.{2}|合作.{2})))+"
    r"|(?:[ ，、·和]|(?<!参)与|(?<![惠涉普顾])及)+$"
)
# what stands in brackets behind the name before: 科创园（国家级）集聚企业#家
_BRACKETS = frozenset("（(")
_BRACKET = re.compile(r"^[（(][^）)]{1,12}[）)](?=[^）)]{2})")
# what is said of the noun before a time: 高新技术企业当年新认定
_BARE_PREDICATE = re.compile(
    r"[共又也已]?(?:新|净)?(?:认定|获批|登记|立项|备案|入库|授权|申请|入选|注册|设立|组建|签约|落地|引进|培育|挂牌|上市|转化|验收|结题)"
)
_TRAILING = re.compile(r"(?:[、和与及]|以及|并|在|于|的|(?<=[标目业构员项])[中里]|(?<=[目业构员品])当中)+$")
_TRAILING_ENDS = frozenset("、和与及并在于的中里")
# those who have something are told apart by it: 设有研发机构的企业
_HAVING = re.compile(
    r"(?:设有|建有|拥有|具有|有)[^，的]{2,14}的(?:[^，的]{0,8}(?:企业|单位|机构|高校|院所|学校|人员|教师|职工|教职工|员工|学生|乡镇|园区|县|区|市))"
)
# how a sentence goes on about a noun that is counted: 企业因此受益, 银行平均审批时长
_SAID_OF = re.compile(
    begun(
        r"(?<![存现内潜自外实正])在(?![线研建册校职岗读孵产用用营营站华京沪粤鄂])|因此|由此|已经|均(?!价|匀|衡)|各(?=约?[占达超增])|都(?![市城])|全部|全都|共(?=[获有计设]|承担|实现|申请|拥有|签订|发表|完成|投入|支出|开展|转化|引进|培养|吸纳|接待|服务|培育|带动|支持|资助)|(?:综合)?(?:评价|评估|考核|排名|评比|测评)中(?=[列排位居名获])|合建|共建|联合(?=[建组开研])|创办|创立|打包|(?<=[区市县校企])中(?=排|位|居|列|名)|合作$|先后|陆续|同步|一并|可以?(?=[^再生持视穿降靠信变追溯行])|能够|逐一|相继|纷纷|逐步|合力|平均|(?<!不|最)(?:大幅|持续|稳步)|如期|按期|提前|顺利|成功(?!率)|正式|首次|同台"
        r"|由(?=[^，]{2,30}(?:牵头|承担|负责|主持|开展|实施|完成|组织|承建|发起|运营))"
    )
)
# an alternative: characters, sets and groups
_BRANCH = regex.compile(r"(?:(?P<in>\\.|\[(?:\\.|[^\]\\])+\]|\((?:(?&in)|[^()\[\\])*\))|[^|()\[\\])+")
_TOGETHER = 8  # last characters whose links are one pattern
_SPACES = [chr(n) for n in range(0x3001) if chr(n).isspace()]
_TRAITS = frozenset("长宽重深")  # what one character measures
_LONGEST_NOUN = 44  # characters right of a number that may still be one phrase
_LONG_ATTRIBUTE = 16
THRESHOLD = re.compile(r"^(?P<of>[^，]{2,12}?)(?:超过|超|过|高于|低于|达到?|大于|小于|不足|处于|在)[^，]*的")


class Words(msgspec.Struct, frozen=True):
    """The compiled word lists."""

    head: re.Pattern[str]
    plain_head: re.Pattern[str]
    light: re.Pattern[str]
    change: regex.Pattern[str]
    share: re.Pattern[str]
    rank: re.Pattern[str]
    ranked: re.Pattern[str]
    region: re.Pattern[str]
    region_end: re.Pattern[str]
    region_order: re.Pattern[str]
    rate: re.Pattern[str]
    predicate: re.Pattern[str]
    stop: re.Pattern[str]
    joins: re.Pattern[str]


def plain_opener(w: Mapping[str, str]) -> str:
    """The pattern of what opens words in which nothing is made to be (使, 令): most of them."""
    return w["opener"].replace(w["driven"], NEVER)


def opener_of(text: str) -> re.Pattern[str]:
    """The pattern of what may open ``text``."""
    return words().head if "使" in text or "令" in text else words().plain_head


def unlinked(text: str) -> str:
    """``text`` without the links at its end: 合同成交额达到 → 合同成交额."""
    links, end = _links(), len(text)
    while end and (of := links.get(text[end - 1])) and (link := of.match(text, 0, end)):
        end = link.start()
    return text[:end]


@cache
def _links() -> dict[str, regex.Pattern[str]]:
    """By each character that a link may end with, the few of them that may end with it or its neighbours."""
    signs_of = {}
    for link in branches(pieces(FILE)["link"]):
        last = re.compile(f"[{edge(link, last=True)}]")
        signs_of[link] = {sign for sign in {*link, *_SPACES} if last.match(sign)}
    signs = sorted(set().union(*signs_of.values()))
    found: dict[str, regex.Pattern[str]] = {}
    for n in range(0, len(signs), _TOGETHER):
        near = signs[n : n + _TOGETHER]
        links = "|".join(link for link, its in signs_of.items() if not its.isdisjoint(near))
        found |= dict.fromkeys(near, regex.compile(f"(?r)(?:{links})"))
    return found


def branches(pattern: str) -> list[str]:
    """The alternatives that ``pattern``, a group, lists.

    >>> branches("(?:达到?|第[|)]|(?:约|近)为)")
    ['达到?', '第[|)]', '(?:约|近)为']
    """
    return [m[0] for m in _BRANCH.finditer(pattern.removeprefix("(?:").removesuffix(")"))]


@cache
def words() -> Words:
    """The word lists of the vocabulary, compiled once."""
    w = pieces(FILE)
    return Words(
        head=han_pattern(rf"{w['opener']}+"),
        plain_head=han_pattern(rf"(?:{begun(plain_opener(w))})+"),
        light=han_pattern(rf"(?:{w['light']}了?(?=.{{2}}))"),
        change=regex.compile(rf"(?r){w['change']}(?:了|整整|足足|差不多|大约|约|逾|超|近|至|到|为|将近)*$"),
        share=han_pattern(
            r"^(?P<of>.*?)(?P<verb>所占份额|(?<!院)所占|约占|占到(?![馆校岗访账会场港站])|占了|占去了?|占据了?|占比|占(?![用率股]|有(?![效机色限]))|完成(?=[^率]{2,}的)|贡献了?(?![率度]))(?P<whole>[^占]*)$"
        ),
        rank=han_pattern(rf"^(?P<of>.*?){w['rank_verb']}(?P<whole>[^居列]*)$"),
        ranked=han_pattern(rf"{w['rank_verb']}+$"),
        region=han_pattern(w["region"]),
        region_order=han_pattern(rf"(?P<whole>{w['region']})(?:排名|位次|名次|排位)"),
        region_end=han_pattern(rf"{w['region']}(?:地级市|城市|同类城市|副省级城市|各[省市区县](?:市|区)?)?$"),
        rate=han_pattern(rf"{w['rate']}(?:[（(].*)?$"),
        predicate=han_pattern(w["predicate"]),
        stop=han_pattern(
            r"^(?:$|(?:之|以)?[后前]$|以来$|[、，；。和与及/~（(·\s]|以及|以上|以下|以内|左右|上下(?!游)|占|同比|环比|比|较|并(?!购|网)|于|居[首前末第]|位[居列]|领跑|领先"
            r"|共(?!性|享|建)|合计|台阶|大关|关口|总(?=投)"
            r"|[升降增减压缩扩恢回落改调涨跌爬跃攀冲]\p{Han}?(?:至|到|为)|(?:发展|延长|爬坡)(?:至|到)"
            r"|增长|增加|提高|提升|上升|下降|降低|减少|回落|前移)"
        ),
        joins=han_pattern(
            r"(应用(?=于)|销往|遍布|收到|惠及|覆盖|孵化|服务|出口|换|辅导|走访|进入|用于|导入|为)于?$"
        ),
    )


@lru_cache(maxsize=4096)
def is_count(unit: str | None) -> bool:
    """Whether ``unit`` counts things (个, 家, 项), so that a noun may follow the number."""
    return unit is not None and not _CURRENCY.fullmatch(unit) and not _PHYSICAL.fullmatch(unit)


_INCLUDING = re.compile(r"包括[^，#]{2,30}?在内的(?=[^，]{2})")
# of what kind instances are: behind 等
_KIND = (
    r"(?<![高初中上优特一二三四五同平均对])等(?!级|奖|额|候|次|待|领域|产业|行业|方面|方向|地|单位)"
    r"(?=[^，；。#的]{2,16}$)"
)
_OF_KIND = re.compile(_KIND)
# instances of what is counted, and the verb before them: 举办大讲堂、训练营等活动
_INSTANCES = re.compile(
    r"(?P<verb>(?:引进|引育|招引|培育|建成|建设|新增|吸引|获批|入选|支持|服务|布局|认定|签约|举办|承办|主办|开展|组织|组建|制定|出台|发布|推出|形成|攻克|突破|承担|牵头|参与|获得?)*)了?"
    rf"[^，；。#]{{2,40}}[、与和及][^，；。#]{{1,20}}?{_KIND}"
)
_LONGEST_KIND = 16  # characters behind 等
_TAKING_PART = han_pattern(
    r"\p{Han}{0,4}(?:单位|企业|机构|高校|院校|院所|公司|医院|部门)(?:共同|联合|协同)?(?:参与|参加|承担|发起|组成)(?=的)"
)


def clean(text: str) -> str | None:
    """The noun phrase in ``text``, the words left of a number: links, openers and light verbs taken off."""
    w = words()
    text = text.strip()
    if text.startswith("“") and "”" not in text:
        text = text[1:]  # of a quotation that goes on
    if "在内的" in text:
        text = _INCLUDING.sub("", text)
    text = unlinked(text)
    if TIME in text:
        text = _after_time(text)
    if text and text[0] in _BRACKETS:
        text = _BRACKET.sub("", text)
    if text and text[0] in _FRAMES:
        text = _FRAME.sub("", text)
    head = opener_of(text).match(text)
    if head and (len(text) - head.end() >= 2 or head.end() == len(text)):
        text = text[head.end() :]
    light = w.light.match(text)
    if light and not _HAVING.fullmatch(text):
        text = text[light.end() :]
    if text and (text[0] in _AT_ENDS or text[-1] in _AT_ENDS):
        text = _ENDS.sub("", text)
    if "等" in text and "等" in text[-_LONGEST_KIND - 1 : -2] and _OF_KIND.search(text):
        text = _INSTANCES.sub(r"\g<verb>", text)
    if len(text) > _LONG_ATTRIBUTE and "的" in text:
        text = _short(text)
    return text if len(text) > 1 or text in _TRAITS else None


def _after_time(text: str) -> str:
    """What ``text`` says behind its last time, or before it."""
    at = text.rfind(TIME)
    rest = text[at + 1 :].lstrip("的末底，、")
    before = text[:at]
    if _BARE_PREDICATE.fullmatch(rest) and len(of := before.rpartition(TIME)[2].strip("，、 ")) >= 2:
        return of + rest
    return rest if len(rest) >= 2 else before.rstrip("在于自从由")


def _short(text: str) -> str:
    """Without a long attribute: what follows its last 的."""
    if not THRESHOLD.match(text):
        rest = text[text.rfind("的") + 1 :]
        if len(rest) >= 3:
            return rest
    return text


def noun(right: str) -> str | None:
    """The noun, with what is said of it, that begins the words right of a number."""
    w = words()
    text = right.removeprefix("的")
    if not text or w.stop.match(text):
        return None
    text = text.strip()
    if text and text[-1] in _TRAILING_ENDS:
        text = _TRAILING.sub("", text)
    if TIME in text:
        text = text.replace(TIME, "")
    if said := _SAID_OF.search(text, 2):
        text = text[: said.start()]
    if "的" in text and (part := _TAKING_PART.match(text)):
        text = part[0]  # 6家|单位参与|的项目
    if len(text) > _LONGEST_NOUN and (verb := w.predicate.search(text, 2)):
        text = text[: verb.start()]
    return text if len(text) >= 2 or (len(text) == 1 and "\u4e00" <= text <= "\u9fff") else None


def joined(left: str, after: str) -> str:
    """The noun after the number with the verb right before it, where that verb makes it countable."""
    w = words()
    verb = w.joins.search(unlinked(left) or left)
    return verb[1] + after if verb else after
