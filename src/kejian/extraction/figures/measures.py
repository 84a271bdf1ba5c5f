"""What a number measures, told by the words beside it in its clause, by what is said of the measure.

Works on the short form of a sentence (`lines.Line`): the phrase left of the number up to the clause's start
or the number before it, or the noun right of it (``32个新药获批``).
"""

import re

import regex

from kejian import kinds
from kejian.extraction.figures.between import OF_EACH, before_next, behind_first, beside, those_counted
from kejian.extraction.figures.comparing import set_beside
from kejian.extraction.figures.drafts import CHANGE, GROWTH, LEVEL, RANK, RATIO, SHARE
from kejian.extraction.figures.giving import read_given
from kejian.extraction.figures.lines import NUMBER, TIME, Clause, Line
from kejian.extraction.figures.phrases import clean, is_count, joined, noun, unlinked, words
from kejian.extraction.figures.shares import read_share
from kejian.extraction.figures.wording import Phrase, tailed
from kejian.language.han import han_pattern
from kejian.model import Aspect

_FIRMS_END = re.compile(r"(?:企业|单位|机构|院所|高校|医院|平台|园区)$")
_RATE = re.compile(
    r"(?<=[达为到是至])(?:每平方米)?每(?:小时|天|日|月|年|秒|分钟|平方米|吨|亩)$"
    r"|(?<=[从由])每(?:[年月日天]|小时|平方米|立方米|吨|亩|公斤|千克|件|台|套|度)\w{0,4}$"
)
# what is said of those counted before the number: 技术合同2318项完成登记
_SAID_BEHIND = re.compile(
    r"(?:完成|通过|实现|获得?|被|进入|入选|入围|列入|纳入|顺利|成功|正式|已)(?!.*[，；])[^，；]{2,10}$"
)
_REST = re.compile(r"^(?:台阶|大关|关口|左右|上下|以上|以下|以内)")
# 以3000万元领投…; 赞助占总预算900万元的四成
_DEAL = re.compile(r"领投|跟投|入股|收购|中标|成交|受让|转让|作价入股|购得|拍下")
_OUT_OF = han_pattern(r"占(?P<of>(?:总|全部|全年|年度)\p{Han}{2,8})$")
_FOR = ("为", "向", "给", "对")
_NOUN_ALONE = han_pattern(r"\p{Han}{1,4}")
_COMPARED = re.compile(
    r"(?:(?<![占环同对相可])比(?![重例率])|(?<!相)较|快于|慢于|优于|低于|高于|高出|超出)(?P<than>[^比较]*)$"
)
_BESIDE = re.compile(r"(?:与|同|和)(?P<than>(?!上年|去年|同期|此前)[^，#@]{2,12}?)相比[，]?$")
# an earlier time that a growth is compared with: 与@相比增长, 相比@
_BESIDE_TIME = re.compile(
    r"(?:(?:与|同|和|跟)(?:@|上年|去年|同期|此前)[^，#@]{0,4}?(?:相比|相较|对比)|(?:相比|相较|对比)于?(?:@|上年|去年|同期)[^，#@]{0,3})[，]?$"
)
_SAME_TIME = han_pattern(r"^@的?(?=\p{Han}{2,10}(?:增速|增幅|平均|水平|均值)$)")  # 高于同期营收增速
_THAN_END = re.compile(r"(?:相比|的|同比|净|累计|仅|(?<!平)均|分别|又|再|已|约)+$")
_USUAL_END = re.compile(
    r"(?:同比|环比|按[年季月]|同口径|按[^，#]{2,8}(?:计算|口径)|扣除[^，#]{2,8}后?|名义|实际|逆势|大幅|小幅|快速|稳步|略|微|(?:近|过去)?[两三四五六七八九十]年间?|年均|年平均|每年|逐年|累计|分别|净|又|再|也|已|(?<!平)均|实现|保持|连续|的|同|仅|约|共|合计|平均)+$"
)
# 某某技术使出栏时间缩短
_MAKES = re.compile(r"^[^，#]{2,20}?(?<![大公领天出行])(?:使得?|令)(?![用命馆者牌行])(?=[^，#]{3,})")
_AFFECTED = re.compile(r"^[@，]*受[^，]{2,12}影响")
_IN_ORDER = han_pattern(r"在(?P<whole>[^，在@]{2,12}?)[中内]?排(?:名|位)?[在列]?$")
_IN_LIST = re.compile(
    r"在(?P<whole>[^，@#]{2,16}?)(?P<list>榜|强)?中(?:与[^，]*)?(?:位?居|位?列|排名?|名列|并列|升至)?$"
)
# a ranking with its title, by which the rank is named: 在《…指数报告》中排
_IN_TITLE = re.compile(r"在[^，@#在]{0,20}《[^》]+》(?:榜单|排行榜|排名)?[中里上](?:[^，#]{0,6})$")
_LIST_NAME = re.compile(r"(?:评价|评估|考核|评比|排名|排行|指数|监测|测评|年报)$")
_LIST_OF = re.compile(r"(?:综合)?(?:评价|评估|考核|评比|排名|排行)$")
_AMONG_COUNTED = re.compile(
    r".*?(?P<start>在)(?P<of>[^，#]{0,12})(?P<number>#)(?P<what>[^，、#]{1,16})[中里](?P<verb>[^，#]{0,8})$"
)
# those that a rank is among: 全国城市, 全省医疗机构, 全国同类机构
_GROUP = han_pattern(
    r"[\p{Han}\d]{0,8}?(?:城市|高校|院校|大学|机构|园区|高新区|开发区|经开区|医院|企业|公司|院所|科院|同行|地市|区县|县区|县市|市州|市区|单位|院校|[市区县])$"
)
# a rank among those counted: 位列全省21个市州第四
_OF_COUNTED = han_pattern(
    r".*?(?P<verb>位列|位居|居|列|排名?|名列)(?P<of>[\p{Han}]{2,6})(?P<number>#)(?P<what>(?![和与及])[\p{Han}]{1,8})(?:位?居|位?列|排名?|第)?$"
)
# those counted before, which are ranked: 2个学科进入全国前十
_COUNTED_RANK = han_pattern(r"(?P<noun>\p{Han}{1,8}?)(?=进入|入围|入列|跻身|挤进|闯入|冲进|晋级)")
_GAUGED = re.compile(
    r"(?:[量额数率]|强度|规模|指数|得分|产值|收入|投入|经费|面积|密度|增加值|销售|利润|水平)$"
)
_RANK_END = re.compile(
    r"(?:继续|均|并|连续.*?年|稳|又|再|已|也|位次|排名|数量|总量|分别|(?<!指)数|从|由|@|的)+$"
)
_WITHIN_THOSE = re.compile(r"(?P<of>[^，]{4,}?)在[^，在]{2,12}[中里]$")
_LASTING = re.compile(r"(?:连续[^，]{1,4}年?|已经?|继续|持续|稳|均|再次|首次|仍|@)+$")
_OFTEN_END = re.compile(r"(?:继续|均|并|连续.*?年|稳|又|再|已|也|分别)+$")
_BARE = (
    "数量",
    "总量",
    "总数",
    "总数量",
    "均",
    "位次",
    "排名",
    "规模",
    "总体规模",
    "数",
    "总",
    "总量及增量",
    "总量和增量",
    "总量与增量",
)
# 是第二位澜溪区的2.4倍
_OF_PLACED = han_pattern(r"(?:[是为比]|相当于)#(?:名|位)?的?(?P<than>\p{Han}{2,10})的[近约超]?$")
_QUOTIENT = re.compile(
    r"^(?P<of>.*?)(?:约|仅|只|大约)?(?:是|为|相当于|接近|达|达到|不到|不足|不及|超过|约|只有|仅有|只及|只相当于)(?P<than>[^是为]*?)的[约近]?$"
)
_DONE = re.compile(
    r"^(?P<of>.*?)(?:超额|已|仅|只|提前)*完成了?(?P<than>[^，]*?(?:任务|目标|计划|指标|目标值|任务数))的"
)
# 财政科技支出与当年全省财政支出之比为: a time inside what is measured
_TO = re.compile(r"(?P<of>[^，#@]{2,24}?)@(?P<to>[^，#@]{2,20}?之比)(?:约|仅|只|已|达到?|为|是|@)*$")
_FROM = re.compile(r"^[^@]*(?:由|从(?!前|业|事))")
_QUOTIENT_OF_TIME = re.compile(r"(?:为|是|相当于|接近|达|不到|不足|超过|约|不)[^，由从]*的$")
_BACK_TO = re.compile(rf"^(?P<of>[^，{TIME}]{{0,14}}?)(?:已|仅|只|也)*恢复[到至]{TIME}的[约近]?$")
_PROPORTION = re.compile(r"^(?P<of>.*?)(?:所)?占(?P<rest>.+)$")
_ONLY_END = re.compile(r"(?:约|仅|只|就|也|已)+$")
# 32颗卫星中的10颗: both count the same
_OF_THEM = han_pattern(r"(?P<noun>(?![其当])\p{Han}{1,8}?)[中里]的?")
_THEM_ENDS = "中里的"
# 引进甲、乙、丙等26家企业: instances of what is counted
_INSTANCES = re.compile(
    r"^(?P<verb>(?:引进|引育|招引|培育|集聚|孵化|建成|拥有|新增|吸引|获批|入选|支持|服务|布局|认定|签约|包括|涵盖)?)了?[^，；。]*、[^，；。]*等$"
)
# 世界上第4个独立拥有某某系统的国家
_ON_EARTH = re.compile(r"(?<=世界|全球)上$")
_WHO_DOES = re.compile(r"(?P<does>[^，。；]{4,30})的(?:国家|城市|省份|地区|企业|机构|高校|单位|园区|区县|县)")
_PACE = re.compile(r"(?:加快|放缓|提速|收窄)(?:了|约)?$")
# 甲、乙、丙增速超过四成: behind the first of a list of places
_OF_LISTED = regex.compile(
    r"(?:[、和与]\p{Han}{2,4})+的?(?:增速|增幅|增长率)(?:均|都|皆)?(?:超|达|为|高|在|$)"
)
_PACE_BEHIND = re.compile(r"的?(?:平均|年均|同比|复合)*(?:增速|增幅|增长率|增长速度|涨幅)")
_OVER = ("以上", "以下", "及以上")  # how a threshold ends that picks out what is counted
# who is placed by the number: 示范园以310家居首位
_PLACES = ("居", "列", "排", "位居", "位列")
_LEADING, _PLACED = re.compile(r"(?P<who>[^，#@]{2,12})以$"), re.compile("[居位列排次]|领(?!投)")
_COMPARABLE = (LEVEL, RATIO, SHARE)
_OF_AMOUNT = han_pattern(
    r"的(?P<what>(?![\p{Han}]{0,2}(?:以上|企业|项目|的))[\p{Han}A-Z&]{2,14}?(?:成交额|交易额|收入|产值|增加值|经费|销售额|出口额|利润|投入|订单|贷款|融资|资助|投资|税收|营收))(?=$|[，。；、]|[居列排占同较比位])"
)
_AREA_OR_DOER = han_pattern(
    r"^[\p{Han}]{2,12}(?:[市县区州省盟旗]|企业|公司|高校|院所|集团|高新区|经开区|园区)$"
)
_AND = ("和", "与", "及", "、")
_SPACE = " @\u3000"


def read_phrase(
    line: Line, k: int, clause: Clause, *, aspect: Aspect | None, unit: str | None, after: int = 0
) -> Phrase:
    """What the clause of the number at ``k`` of the short form says about it.

    ``after`` is where the clause's subject ends, which is no part of the measure.
    """
    s, counted = line.s, is_count(unit)
    left, right = beside(line, k, clause, after=after)
    then = k + 1 + len(right)
    if right and counted and s.startswith(NUMBER, then):
        if left.endswith(_FOR):
            right = those_counted(right) or right
        elif line.numbers[line.slots.index(then)].kind is not kinds.RANK:
            right = before_next(right)
    if right and aspect in _COMPARABLE and (whose := set_beside(s[clause.lo : k], right)) is not None:
        return Phrase(None, beside=whose)
    if left and left[-1] == "以" and _PLACED.match(right) and (who := _LEADING.search(s, clause.lo, k)):
        if _GAUGED.search(who["who"]):
            return Phrase(clean(who["who"]))
        return Phrase(None, beside=who["who"])
    if aspect is SHARE or (aspect is LEVEL and unit == "CNY"):
        lo = max(clause.lo, s.rfind(NUMBER, clause.lo, k) + 1)
        if given := read_given(s[lo:k], right, aspect=aspect, unit=unit):
            return Phrase(None, given=given)
    start = k - len(left) - 1
    if left and start >= clause.lo and s[start] == NUMBER:
        left = _REST.sub("", left)
        drawn = line.numbers[line.slots.index(start)].surface
        if counted and drawn.endswith(_OVER) and _NOUN_ALONE.fullmatch(left):
            before, _ = beside(line, start, clause, after=after)  # 新签约亿元以上项目#
            return Phrase((clean(before) or "") + drawn + left)
        behind = behind_first(left) if left else left
        if (
            behind == left
            and not right
            and not OF_EACH.match(left)
            and left not in _PLACES
            and _NOUN_ALONE.fullmatch(left)
        ):
            # the noun belongs to the number before: 销往40个国家300万台
            left, _ = beside(line, start, clause, after=after)
        else:
            left = behind
    if aspect in (GROWTH, CHANGE):
        return _change(left, right)
    if aspect is SHARE:
        return read_share(left, right)
    if aspect is RANK:
        if m := _AMONG_COUNTED.match(s, clause.lo, k):
            among = line.numbers[line.slots.index(m.start("number"))].surface
            listed = _LIST_OF.search(m["what"])
            what = m["what"][: listed.start()] if listed else m["what"]
            own = listed[0] if listed else clean(s[max(clause.lo, after) : m.start("start")])
            return Phrase(own, whole=m["of"] + among + what)
        if m := _OF_COUNTED.match(s, clause.lo, k):
            among = line.numbers[line.slots.index(m.start("number"))].surface
            return Phrase(
                _ranked_by(s[max(clause.lo, after) : m.start("verb")]), whole=m["of"] + among + m["what"]
            )
        follows = start >= clause.lo and s.startswith(NUMBER, start)
        noun_of_first = _COUNTED_RANK.match(left) if follows else None
        return _rank(left[noun_of_first.end("noun") :] if noun_of_first else left, right)
    if aspect is RATIO and unit == "1":
        if m := _OF_PLACED.search(s, clause.lo, k):
            return Phrase(None, than=m["than"])
        if (m := _TO.match(s, max(clause.lo, after), k)) and m["of"].endswith(("与", "和", "同")):
            return Phrase(clean(m["of"] + m["to"]))
        return _ratio(left, right)
    return _amount(left, right, counted=counted)


def _amount(left: str, right: str, *, counted: bool) -> Phrase:
    for side in (right, left):
        if side and side[-1] in _THEM_ENDS and (of_them := _OF_THEM.fullmatch(side)):
            return Phrase(of_them["noun"], right=True)
    last, first = left[-1:], right[:1]
    if last == "的" and left.endswith("其中的") and noun(right) is None:
        return Phrase()
    if last == "等":
        left = _INSTANCES.sub(r"\g<verb>", left)
    if "每" in left and (m := _RATE.search(left)):
        left, right = left[: m.start()], ""
    own = clean(left[:-1] if counted and last == "占" else left)  # 民营企业占386席
    after = noun(right)
    if counted and after and last in _AND:
        own = None  # 1台直线加速器和3台谱仪
    if last == "以" and (deal := _DEAL.match(right)):
        return Phrase(deal[0], right=True)
    if first == "的" and (part := _OUT_OF.search(left)):
        return Phrase(part["of"])
    if own is None and after is None and not left.strip(_SPACE) and first in _SPACE:
        after = noun(right.strip(_SPACE))
    if after and counted and own and _FIRMS_END.search(own) and words().predicate.match(after):
        return Phrase(own)
    said = after is not None and (len(after) <= 2 or _SAID_BEHIND.match(after) is not None)
    if said and after and counted and own and len(own) <= 12:
        return Phrase(own + after, right=True)
    if after and counted:
        return Phrase(joined(left, after), right=True)
    if not counted and first == "的" and (amount := _OF_AMOUNT.match(right)) and _no_gauge(own):
        return Phrase(amount["what"], right=True)  # 望平区86亿元的技术合同成交额列全市第一
    if own:
        return Phrase(own)
    return Phrase(after, right=True) if after else Phrase()


def _no_gauge(own: str | None) -> bool:
    """Whether the words before an amount do not say what it is of: 望平区."""
    return own is None or _AREA_OR_DOER.fullmatch(own) is not None


def _change(left: str, right: str) -> Phrase:
    w = words()
    if _OF_LISTED.match(left):
        return Phrase()
    text = unlinked(left) if not w.change.search(left) else left
    changed = w.change.search(text)
    if changed:
        text = text[: changed.start()]
    than = None
    if "相" in text or "对比" in text:
        text = _BESIDE_TIME.sub("", text)
    if beside := _BESIDE.search(text):
        than, text = beside["than"], text[: beside.start()]
    elif compared := _COMPARED.search(text):
        than = _SAME_TIME.sub("", compared["than"])
        than = _THAN_END.sub("", than) or None
        text = text[: compared.start()]
    text = _USUAL_END.sub("", text)
    text = _AFFECTED.sub("", text)
    text = _MAKES.sub("", text)
    own = clean(text) if text else None
    if own is None and _PACE.search(left):
        return Phrase(None, than=than, tail="增速")
    after = None if _PACE_BEHIND.match(right) else noun(right)
    if own is None and after and than is None and not _COMPARED.search(left):
        return Phrase(after, right=True)
    return tailed(own, than=than)


def _rank(left: str, right: str) -> Phrase:
    w = words()
    left = _IN_ORDER.sub(r"列\g<whole>", left) if "在" in left else left
    text = _ON_EARTH.sub("", unlinked(left))
    if (m := _WHO_DOES.fullmatch(right)) and (region := w.region_end.search(text)):
        return Phrase(m["does"], whole=region[0], right=True)
    after = noun(right) if right else None
    if "》" in text and _IN_TITLE.search(left):
        return Phrase()  # by which ranking they are ranked is looked for where it is named
    if m := _IN_LIST.search(text):
        if m["list"] or _LIST_NAME.search(m["whole"]):
            return Phrase(m["whole"] + (m["list"] or ""), whole=None)
        of = text[: m.start()]
        return Phrase(clean(of) if _GAUGED.search(of) else None, whole=m["whole"])
    if m := w.region_end.search(text):
        whole = m[0]
        before = text[: m.start()]
        if before.endswith("各"):
            before, whole = before[:-1], f"各{whole}"
        of = _RANK_END.sub("", w.ranked.sub("", before))
        if of.endswith("中") and (within := _WITHIN_THOSE.match(of)):
            of = within["of"]  # 面积连续3年在糖料品种中居全国
        of = _LASTING.sub("", of)
        own = clean(of) if of else None
        own = None if own in _BARE else own
        if after and len(after) > 2:
            return Phrase(after, whole=whole, right=True)
        return Phrase(own, whole=whole)
    if m := w.region_order.fullmatch(text):
        return Phrase(None, whole=m["whole"])
    if m := w.rank.match(text):
        inner = m["whole"].strip()
        r = w.region.match(inner)
        if r and r.end() < len(inner):
            rest = inner[r.end() :]
            if _GROUP.fullmatch(rest):
                return Phrase(_ranked_by(m["of"]), whole=inner)
            if _GAUGED.search(ranked_of := _LASTING.sub("", m["of"])):
                return Phrase(clean(ranked_of), whole=inner)  # 种植面积连续3年居全国糖料蔗品种首位
            return Phrase(rest if not m["of"] or len(rest) >= 4 else clean(m["of"]), whole=r[0])
        return Phrase(_ranked_by(m["of"]), whole=inner or None)
    r = w.region.match(text)
    if r:
        own = clean(text[r.end() :])
        return Phrase(None if own in _BARE else own, whole=r[0])
    return Phrase(after or clean(text), right=bool(after))


def _ranked_by(of: str) -> str | None:
    """What is ranked, if the words before the verb say more than that there is a number of it."""
    own = clean(_OFTEN_END.sub("", of))
    return None if own in _BARE else own


def _ratio(left: str, right: str) -> Phrase:
    """A quotient: either of a thing to another (是@的#) or a rate with a name of its own."""
    if m := _DONE.match(left):
        return Phrase(clean(m["of"]) if m["of"] else None, than=m["than"])
    m = _QUOTIENT.match(left)
    if m and m["than"] and not _FROM.match(left):
        of = _ONLY_END.sub("", m["of"])
        return Phrase(clean(of) if of else None, than=m["than"])
    if m := _BACK_TO.match(left):
        return Phrase(clean(m["of"]) if m["of"] else None, than=TIME)
    if TIME in left and _QUOTIENT_OF_TIME.search(left):
        return Phrase(None, than=TIME)
    if m := _PROPORTION.match(left):
        rest = unlinked(m["rest"]).rstrip("@由从的")
        whose = clean(m["of"]) if m["of"] else None
        return Phrase(f"{whose}占{rest}" if whose else None, tail="" if whose else f"占{rest}")
    return Phrase(clean(left) or noun(right.strip(_SPACE)))
