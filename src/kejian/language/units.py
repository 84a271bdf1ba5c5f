"""Units: what stands behind a numeral, and what it makes of it."""

from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from kejian.language.normal import normal
from kejian.model import MentionKind as Kind
from kejian.vocabulary.units import Units, units

_ONE = Decimal(1)
_LONGEST = 8  # characters of a Chinese unit
_LATIN = regex.compile(r"[A-Za-zµΩ°Å℃℉](?:[A-Za-zµΩ°Å²³]|[23](?!\d))*+")
_ALTERNATIVE = regex.compile(r"\((\p{Han}{1,2})\)")
_ENGLISH_GAP = regex.compile(r" |-(?=[a-z])")


class Unit(NamedTuple):
    """A unit ``text[…:end]``: its symbol, the factor to it, and the kind of quantity it makes."""

    end: int
    symbol: str
    kind: Kind
    factor: Decimal = _ONE


# what follows a word that looks like a unit and shows that it is none
_NOT = {
    "元": regex.compile(r"宇宙|素|件|器|旦|宵|化|年|老|帅|勋"),
    "分": regex.compile(
        r"之|别|布|析|类|子|支|工|散|离|公司|行|会|局|院|部|校|店|馆|解|配|开|享|步|段|层|档|项|为|成|红|批|期|管|包|水|站|担|化|辨|界|拨|流|清|属|设"
    ),
    "年": regex.compile(r"级|轮|轻|龄|画|糕|货|会|报|鉴|华|代"),
    "天": regex.compile(r"然|津|然气|文|线|空|地|体|猫|宫|山|水|府|舟|际|使"),
    "周": regex.compile(r"边|期|转|刊|报|围|长|五|六|日|一|二|三|四|末|知|全|到|岁|年"),
    "级": regex.compile(r"别"),
    "方": regex.compile(r"面|向|案|法|式|便|针|位|阵|程|略|可|能|才|达|言|块|形|舱|块|协|合|会|代|共|联"),
    "平": regex.compile(r"台|均|方|衡|行|安|原|稳|等|时|板|面|局"),
    "道": regex.compile(r"路|理|德|具|歉"),
    "家": regex.compile(r"庭|长|园|电|具|乡|族|居|畜|禽|政"),
    "人": regex.compile(r"工|民币|才|均|大|机|脸|参|体|生|口|力|社|行|文|像|造"),
    "口": regex.compile(r"岸|号|腔|径|服|罩|碑|味|语|头|令"),
    "点": regex.compile(r"击|评|燃|心|赞|名|缀|阵"),
    "面": regex.compile(r"向|积|对|临|板|料|粉|包|前|试|世|孔|貌"),
    "路": regex.compile(r"径|线|由|灯|况|演|网|面|桥|口|局"),
    "中心": regex.compile(r"城"),
    "市": regex.compile(r"场|民|值|级|政|委|区|长|面"),
    "县": regex.compile(r"级|域|委|长"),
    "区": regex.compile(r"域|块|位|分|别|间|委|长|级"),
    "省": regex.compile(r"级|内|外|委|长|会|份|略|钱|电|时"),
    "国": regex.compile(r"家|际|内|外|产|有|务|防|民|资|企|债|庆|道|考|界|泰|货"),
    "村": regex.compile(r"民|委|级|庄|镇"),
    "地": regex.compile(r"区|方|球|址|铁|面|域|产|标|位|点|图|级|理|质|震|下|上|块|段|形|带|价|税"),
    "步": regex.compile(r"骤|伐|入|行|枪|道"),
    "手": regex.compile(r"机|术|段|册|续|工|动|法|游|艺"),
    "度": regex.compile(r"假|过|量|夏|春|秋|冬|数|日"),
    "部": regex.compile(r"门|分|委|署|队|件|长|级|落"),
    "组": regex.compile(r"织|建|成|合|团|装|长|件|委|网"),
    "单": regex.compile(r"位|项|个|一|元|独|价|身|体|品|纯|向|笔|打"),
    "批": regex.compile(r"准|复|发|评|量|改|示|判|件"),
    "期": regex.compile(r"待|间|望|限|货|刊|末|初|权"),
    "层": regex.compile(r"次|面|级|出"),
    "头": regex.compile(r"部|脑|条|衔|发|顶"),
    "条": regex.compile(r"件|例|码|约|纹|目"),
    "本": regex.compile(r"市|省|区|县|次|届|年|月|周|报|科|地|土|身|来|质|金|钱|部|级|人|科|轮|期"),
    "名": regex.compile(r"称|单|录|誉|牌|义|优|师|校|医|词|列|片|胜|城|酒|家|著"),
    "位": regex.compile(r"于|列|居|置|移|次|数"),
    "场": regex.compile(r"景|地|所|馆|面|次|效|内|外|域|合"),
    "种": regex.compile(r"植|子|业|质|源|苗|群|族|粮"),
    "类": regex.compile(r"似|别|比"),
    "项": regex.compile(r"目|链"),
    "门": regex.compile(r"户|店|槛|诊|头|票|窗|锁"),
    "支": regex.compile(r"持|撑|付|出|援|部|行|柱|架|线|队|教"),
    "件": regex.compile(r"套"),
    "台": regex.compile(r"湾|风|账|阶|北|州|胞|资|商|式|灯"),
    "环": regex.compile(r"境|保|节|比|球|评|卫|路|线|绕|湖|保"),
    "轮": regex.compile(r"胎|船|换|岗|流|值|廓|毂|椅"),
    "局": regex.compile(r"部|面|长|势|域|限"),
    "代": regex.compile(r"表|码|理|替|价|谢|办|建|销"),
    "档": regex.compile(r"案|次"),
    "星": regex.compile(r"期|球|座|光|空|河|链|网"),
    "核": regex.compile(r"心|电|酸|能|查|算|武|实|定|准|辐|废|磁|桃"),
    "路": regex.compile(r"径|线|由|灯|况|演|网|面|桥|口|局"),
    "室": regex.compile(r"内|外|温"),
    "院": regex.compile(r"士|校|长|所|区|系|内|外"),
    "校": regex.compile(r"园|长|区|友|企|内|外|准|正|验|对"),
    "站": regex.compile(r"点|式|位|台|稳|在|上|起"),
    "圈": regex.compile(r"层|子"),
    "段": regex.compile(r"落|位"),
    "节": regex.compile(r"约|能|点|水|日|目|假|省|奏|气|俭"),
    "发": regex.compile(r"展|明|布|现|达|生|起|行|放|电|射|挥|动|表|改|酵|育|出|送|给|票|文|言|热|债|货"),
    "道": regex.compile(r"路|理|德|具|歉"),
    "股": regex.compile(r"份|东|权|票|市|价|指|民|息|本"),
    "只": regex.compile(r"有|能|是|要|会|为|用|占|不|需|见|增"),
    "对": regex.compile(r"外|于|接|口|比|象|应|标|手|照|策|方|全|本|企|其|内|上|下|我|中"),
    "副": regex.compile(r"市|省|部|局|主|教|院|校|总|作用|产"),
    "张": regex.compile(r"家|江|北|店"),
    "顶": regex.compile(r"级|尖|层|部|峰|管|替"),
    "束": regex.compile(r"缚|流"),
    "出": regex.compile(
        r"台|口|现|发|售|版|资|院|让|国|席|具|厂|栏|手|租|力|色|海|击|任|生|行|动|勤|线|土|境|入|去|来|的"
    ),
    "回": regex.compile(r"报|收|落|升|答|应|国|购|归|顾|复|家|来|到|暖|流|访|款|调|访"),
    "遍": regex.compile(r"布|及|地"),
    "卡": regex.compile(r"车|片|通|口|脖|位|点|塔"),
    "安": regex.compile(r"全|装|徽|排|置|居|定|康|防|保|培|监"),
    "牛": regex.compile(r"肉|奶|市|羊|皮|津"),
    "欧": regex.compile(r"元|洲|盟|美|姆"),
    "巴": regex.compile(r"士|黎|西|基|勒"),
    "瓦": regex.compile(r"斯|特|片|房|砾"),
    "克": regex.compile(r"服|隆|拉|难|强"),
    "升": regex.compile(r"级|至|到|幅|温|值|高|为|学|降|入|压"),
    "桶": regex.compile(r"装"),
    "里": regex.compile(r"程|面|约|斯|昂|海|氏|外|拉|德"),
    "尺": regex.compile(r"寸|度"),
    "寸": regex.compile(r"土|步"),
    "码": regex.compile(r"头|分"),
    "匹": regex.compile(r"配"),
    "斤": regex.compile(r"两"),
    "帕": regex.compile(r"金|克"),
    "焦": regex.compile(r"点|化|虑|炭|作|煤"),
    "伏": regex.compile(r"特|天|安|击|羲"),
    "赫": regex.compile(r"兹|然"),
    "埃": regex.compile(r"及|塞"),
    "两": regex.compile(r"."),
    "院校": regex.compile(r"长"),
    "块": regex.compile(r"链|状|茎"),
    "角": regex.compile(r"色|度|落|逐|膜|形"),
    "毛": regex.compile(r"利|巾|泽|病|坯|重|毛"),
    "载": regex.compile(r"体|人|波|荷|客|货|重|入|有|明|具|药"),
    "日": regex.compile(r"本|常|均|报|益|产|元|圆|照|前|程|历|用|光"),
    "世纪": regex.compile(r"大道"),
    "强": regex.compile(r"化|调|度|烈|大|国|势|省|市|降|震"),
    "者": regex.compile(r"$^"),
    "球": regex.compile(r"场|员|队|迷|馆|衣|鞋"),
    "网点": regex.compile(r"$^"),
}


def unit_at(text: str, at: int, *, han: bool = False) -> Unit | None:
    """The unit at ``at``, behind a numeral that ends there; one space may stand between.

    ``han``: the numeral is a Chinese one; then measures that are also common words (方, 平, 里) do not count.
    """
    start = at + 1 if text.startswith((" ", " "), at) else at
    char = text[start : start + 1]
    if not char or (start > at and "一" <= char <= "鿿" and char not in _SPACED):
        return None
    unit = _chinese(text, start, han) if char >= "\u2e80" else _latin(text, start)
    if unit is None and start == at and char == "-":
        return _hyphened(text, start + 1)
    return _composed(text, unit) if unit else None


_SPACED = frozenset("亿万千百米公平立毫微纳吨元美个项家件人台次分小℃摄海")
_DIGITS_ONLY = frozenset(
    "方 平 里 米 年度 安 欧 巴 卡 牛 焦 伏 赫 帕 埃 克 瓦 升 码 匹 尺 寸 丈 者 点".split()
)
_HAN_MEASURES = frozenset("米 克 瓦 升 尺 寸 丈 里".split())


def _chinese(text: str, at: int, han: bool) -> Unit | None:
    known = units()
    names = known.by_first.get(text[at])
    if not names:
        return None
    for name in names:
        if text.startswith(name, at):
            end = at + len(name)
            barred = _NOT.get(name)
            if barred and barred.match(text, end):
                continue
            if han and name in _DIGITS_ONLY and name not in _HAN_MEASURES:
                continue
            return _made(known, name, end, text)
    return None


def _made(known: Units, name: str, end: int, text: str) -> Unit:
    symbol, kind, factor = known.names[name]
    if kind is Kind.QUANTITY and symbol == name and (other := _ALTERNATIVE.match(text, end)):
        if other.group(1) in known.names:
            return Unit(other.end(), name + other.group(), kind, factor)
    return Unit(end, symbol, kind, factor)


def _latin(text: str, at: int) -> Unit | None:
    found = _LATIN.match(text, at)
    if not found:
        return None
    word, known = found.group(), units()
    entry = known.names.get(word) or known.latin.get(word)
    if entry:
        end = found.end()
        if text[end : end + 1].isdigit():
            return None
        symbol, kind, factor = entry
        return Unit(end, symbol, kind, factor)
    return None


def _hyphened(text: str, at: int) -> Unit | None:
    found = _LATIN.match(text, at)
    entry = units().names.get(found.group()) if found else None
    return Unit(found.end(), entry[0], entry[1], entry[2]) if found and entry else None


def _composed(text: str, unit: Unit) -> Unit:
    """``unit`` with what it is per: 元/Wh, Gb/s, kWh/Nm³, 万片/月."""
    end = unit.end
    if text[end : end + 1] != "/" or text[end + 1 : end + 2].isdigit():
        return unit
    known = units()
    found = _LATIN.match(text, end + 1)
    below = None
    if found and not found.group().isdigit():
        entry = known.names.get(found.group()) or known.latin.get(found.group())
        below = Unit(found.end(), entry[0], entry[1]) if entry else None
    else:
        below = _chinese(text, end + 1, False) if end + 1 < len(text) else None
        if below is None and text[end + 1 : end + 2] in _PER:
            below = Unit(end + 2, text[end + 1], Kind.QUANTITY)
    if below is None:
        return unit
    return Unit(below.end, f"{unit.symbol}/{below.symbol}", Kind.QUANTITY, unit.factor)


_PER = frozenset("月日时分秒年周天亩头人户吨件台次")


@lru_cache(maxsize=4096)
def noun_at(following: str) -> str | None:
    """The noun that ``following`` starts with, if it is a short one: what a numeral without classifier counts."""
    import rjieba  # loaded when first needed: its dictionary takes 0.1 s

    for word, tag in rjieba.tag(following)[:1]:
        if tag.startswith("n") and len(word) <= 3:
            return str(word)
    return None


@cache
def english_noun() -> "regex.Pattern[str]":
    """Matches the counted noun behind an English numeral, and what it is per."""
    stop = r"(?:of|in|from|with|and|by|to|at|for|on|as|or|the|a|an|per|was|were|is|are|has|have|had|that|which|than|but|its|their|this)"
    word = rf"(?!{stop}\b)[A-Za-z][a-z&’'-]*"
    return regex.compile(
        rf" ((?:{word} ){{0,2}}?(?!{stop}\b)[a-z][a-z-]*(?:(?<!s)s|people|staff|children|men|women|personnel)(?: per (?:{word}))?)\b"
    )


__all__ = ["Unit", "english_noun", "noun_at", "normal", "unit_at"]
