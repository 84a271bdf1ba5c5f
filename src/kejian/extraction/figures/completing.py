"""Measures that a clause only begins: 其中国家级, 成交额, 查实, 过10亿元 take the rest from before."""

import re

from kejian.extraction.figures.drafts import LEVEL, Draft
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.phrases import is_count
from kejian.language.han import han_pattern

_AMOUNTS = frozenset(
    [
        "经费",
        "直接经费",
        "资金",
        "直接费用",
        "总经费",
        "资助经费",
        "协议金额",
        "签约金额",
        "成交额",
        "总额",
        "金额",
        "总金额",
        "总投资",
        "投资总额",
        "总规模",
        "成交金额",
        "合同金额",
        "交易额",
        "批准经费",
        "获批经费",
        "获批资金",
        "立项经费",
        "财政经费",
        "规模",
        "发行规模",
        "总市值",
        "合同额",
        "合同总额",
        "签约额",
        "登记额",
    ]
)
_WITH_AMOUNT = (
    "合同",
    "中心",
    "基金",
    "项目",
    "课题",
    "计划",
    "专项",
    "任务",
    "产品",
    "债券",
    "成果",
    "上市公司",
)
_WITH_VALUE = (*_WITH_AMOUNT, "企业", "公司")
_LEADING_VERB = re.compile(
    r"^(?:经?认定?登记的?|登记|签订|新签|完成|引进|管理|实现|获批|累计|申报|申请|受理|征集|推荐|挂牌|承接|组织|签约|发行|授权|核查|收到|发放|兑现|落实|安排|下达|投出|新?落户|查处|检查|组建|发布|审定)+"
)
_TRAILING_VERB = re.compile(r"(?<=[同目金题划项务])(?:登记|立项|获批|新增|签订|申报|备案|认定)$")
_KIND = re.compile(
    r"(?:.{0,3}级|.性|博士|硕士|本科|博士后|[纵横]向|.{1,3}类|企业委托|科创板|创业板|北交所|主板|新三板|港股|(?:国家|省级?|部级?|市级?)(?:备案|认定)|海外|境外|境内|青年|省外|国外|.等奖)"
)
_EQUIVALENTS = ("全时当量", "折合全时当量")
# 拥有工程中心248家，当年新建22家
_ANEW = re.compile(
    r"(?:当年|年内|其中)?(?P<anew>新(?:登记|注册|认定|获批|获评|批准|建成?|增|设立?|布局|立项|入选|入库))"
)
_JUDGED = re.compile(r"^(?:评出|评定为?|评为|获评|考核)")
_STOCK = re.compile(r"^(?:[区市省县园]内|有效期内|现有|拥有|在册|注册)+(?=.{2})")
_PERSONS = ("博士", "硕士", "博士后")
_PERSONS_OF = re.compile(r"^(?P<verb>(?:全职|柔性|新)?(?:引进|落户|引育|招聘|招录|培养|毕业))")
_WHOLE_MODIFIER = re.compile(r"^(?:.{1,4}级(?:及)?以上|新(?:立项|开工|签约|增|认定|备案)|发表|引进|获|应)")
_ENDED = re.compile(
    r"(?:实际|按期|已|顺利|累计|成功|复审|重新|评审|年审|复核)?(?:竣工|投产|开工|结题|验收|通过验收|立项|获批|毕业|入选|落地|完成|完工|投用|结项|在建|建成|成交|签约|获?授权"
    r"|转化|获奖|办结|注销|通过|申报|中标|入库|落户|获得授权|获得立项|获得批准|获得资助|优秀|良好|合格|不合格|登记|审定|查实|查处|整改|结案|落地转化|落户投产|续签|到账|(?:当年|年内)?新?认定)"
)
_PART_GAUGED = han_pattern(
    r"\p{Han}{2,8}?(?P<gauge>增加值|总?产值|营业收入|销售收入|主营业务收入|[进出]口额|成交额|投资额?|利润总额|税收)"
)
_PART = han_pattern(r"\p{Han}{1,7}[^额量值率入费资金款收出\W]")
_TOTAL = re.compile(r"总数|总量|总计|合计|保有量|拥有量|存量")
_NEW = re.compile(r"新(?=获批|认定|培育|引进|引育|入选|获评|登记|注册|备案|组建|布局|增设|成立|设立)")
_NEWLY_MADE = re.compile(
    r"新(?:获批|认定|培育|引进|引育|入选|获评|登记|注册|备案|组建|布局|增设|成立|设立|建成?|设|获|增|批|入库)+"
)
_EACH = re.compile(
    r"(?:平均)?(?:每[家项件笔户人台套次支]|[户人笔件]均)|单[项件笔户](?:最[高多大低少])?|最[高多大]"
)
# a member of a list goes on with the verb of the first: 牵头制定国际标准3项、国家标准9项
_VERB = re.compile(
    r"(?:[^，]{0,8}?(?:企业|高校|院所|单位|机构))?(?P<verb>(?:主导|牵头|参与|独立|联合|主持|共同|新|获|或|和)*(?:承担|制定|修订|制修订|承办|主办|发表|出版|获批|引进|培育入库|培育|建成|建设|组建|签订|取得|获得|研制|开发|授予|引育|选派|评选|认定))"
)
_LATIN_NOUN = han_pattern(r"(?P<latin>[A-Z][A-Z&]{1,5})(?P<noun>\p{Han}{2,4})$")
_SHORT_KIND = ("课题", "项目", "子课题", "任务", "专题")
_LIST_SIGN = re.compile(r"\s*(?:、|和|与|及)\s*")
_BATCH = han_pattern(
    r"(?:仅|其中)?(?P<which>(?:首|第[一二三四五六七八九十]+|前[二三四五])[批期轮次])(?:就|共|已|又)*(?P<verb>认定|入选|评出|评定|立项|获批|签约|支持|入库|公布|通过|授予|遴选|)"
)
_FLOWS = han_pattern(
    r"(?:其中)?(?P<way>(?:输往|流向|投向|销往|输出到?(?!技术|[^，#的]*额)|流入|留在|出口到)[^，#的]{1,12}?)(?:的(?:部分)?)?"
)
_BOUND = re.compile(
    r"(?:超过|超|过|不足|低于|高于|达到|达|大于|小于|处于|在)(?=[\d一二两三四五六七八九十百千万亿])"
)
_BOUNDED = re.compile(
    r"(?P<of>[^，]{2,12}?)(?:超过|超|过|高于|低于|达到?|大于|小于|不足|处于|在)[\d一二两三四五六七八九十百千万亿][^，的]*(?:的(?P<noun>.+))?"
)
_AWARD = re.compile(r"[金银铜]奖|优秀奖|特等奖|[一二三]等奖")
_AWARDED_IN = re.compile(
    r"在(?:第#?[^，#]{0,6}[届次])?(?P<award>[^，#@]{2,16}?奖)(?:评选|评审|评比|颁奖)?中，"
)


# the first characters of the words that `_go_on` knows, and the longest of those that tell a kind or an end
_BATCHES, _FLOWING, _BOUNDING = (
    frozenset("仅其首第前"),
    frozenset("其输流投销留出"),
    frozenset("超过不低高达大小处在"),
)
_LONGEST_KIND, _LONGEST_END = 4, 7


def complete(line: Line, draft: Draft, before: list[Draft], past: list[Draft]) -> None:
    """Give a measure that is only begun its rest, from those ``before`` it and the section's ``past``."""
    measure = draft.measure
    if measure is None:
        return
    if not draft.own:
        _stock(line, draft, measure)
        _each(draft, draft.measure or measure)
        return
    if draft.aspect is LEVEL and not draft.phrase.right and _go_on(line, draft, measure, before, past):
        return
    if measure in _EQUIVALENTS and (staff := _staff(before)):
        draft.measure = staff + measure
        return
    if not before:
        return
    if draft.part and (latin := _with_latin(draft, measure, before)):
        draft.measure = latin
        return
    amount = measure in _AMOUNTS
    anew = _ANEW.fullmatch(measure)
    if not (draft.part or amount or anew or _kind(measure) or _ended(measure)):
        return
    levels = [d for d in reversed(before) if d.aspect is LEVEL and d.measure]
    if not amount:
        levels = [d for d in levels if d.unit == draft.unit and not d.part]
    whole = levels[0] if levels else None
    if whole is None or whole.measure is None or whole.measure == draft.subject:
        return
    if amount:
        noun = _TRAILING_VERB.sub("", _LEADING_VERB.sub("", whole.measure))
        if draft.subject and draft.subject.endswith(noun[-2:]):
            return
        if noun.endswith(_WITH_VALUE if "市值" in measure else _WITH_AMOUNT) and is_count(whole.unit):
            draft.measure = noun + measure.removeprefix("合同" if noun.endswith("合同") else "\0")
    elif anew:
        if draft.unit == whole.unit and is_count(whole.unit):
            noun = _STOCK.sub("", _WHOLE_MODIFIER.sub("", _LEADING_VERB.sub("", whole.measure)))
            draft.measure, draft.part = anew["anew"] + noun, True
    elif _ended(measure) and draft.unit == whole.unit and is_count(whole.unit):
        if not whole.measure.endswith(measure):
            noun = _WHOLE_MODIFIER.sub("", _LEADING_VERB.sub("", whole.measure))
            picked = line.s[draft.k - 1] == "的"
            if _ended(_JUDGED.sub("", noun)):
                return  # 评出优秀12家、良好25家
            ended = measure.removeprefix("获得") if noun.startswith("专利") else measure
            draft.measure, draft.part = measure + "的" + noun if picked else noun + ended, True
    elif measure.endswith("等奖") and draft.unit == whole.unit:
        draft.measure, draft.part = _LEADING_VERB.sub("", whole.measure).removeprefix("获") + measure, True
    elif measure in _PERSONS and draft.unit == whole.unit and (m := _PERSONS_OF.match(whole.measure)):
        draft.measure, draft.part = m["verb"] + measure, True
    elif _kind(measure) and draft.unit == whole.unit:
        draft.measure, draft.part = measure + _WHOLE_MODIFIER.sub("", whole.measure), True


def gauged_alike(draft: Draft, before: list[Draft]) -> str | None:
    """A part with the gauge of the first of a divided whole: 电子信息产值9亿元；新材料|产值6亿元."""
    first = next(
        (d for d in before if d.own and d.measure and d.unit == draft.unit and d.aspect is LEVEL), None
    )
    gauge = _PART_GAUGED.fullmatch(first.measure or "") if first else None
    if (
        gauge is None
        or draft.aspect is not LEVEL
        or not draft.own
        or not _PART.fullmatch(draft.measure or "")
    ):
        return None
    return f"{draft.measure}{gauge['gauge']}"


def _kind(measure: str) -> bool:
    return len(measure) <= _LONGEST_KIND and _KIND.fullmatch(measure) is not None


def _ended(measure: str) -> bool:
    return len(measure) <= _LONGEST_END and _ENDED.fullmatch(measure) is not None


def _staff(before: list[Draft]) -> str | None:
    """Those counted before whose full-time equivalent is told: R&D人员."""
    told = next((d.measure for d in reversed(before) if d.unit == "人" and d.measure), None)
    return told if told and told.endswith("人员") else None


def _with_latin(draft: Draft, own: str, before: list[Draft]) -> str | None:
    """A part with the letters of its whole: SCI论文2874篇，其中一区论文 → 一区SCI论文."""
    whole = next((d for d in reversed(before) if d.unit == draft.unit and d.measure and not d.part), None)
    m = _LATIN_NOUN.search(whole.measure or "") if whole else None
    if m is None or not own.endswith(m["noun"]) or m["latin"] in own or own == m["noun"]:
        return None
    return own.removesuffix(m["noun"]) + m[0]


def _stock(line: Line, draft: Draft, measure: str) -> None:
    """All there are of what was counted anew before: 新认定企业17家，总数达90家."""
    source = draft.source
    if source is None or draft.reading.accumulation != "cumulative" or source.reading.accumulation != "new":
        return
    total = _TOTAL.search(line.s, line.clauses[draft.clause].lo, draft.k)
    if (newly := (_NEWLY_MADE if total else _NEW).match(measure)) and len(measure) - newly.end() > 1:
        draft.measure = measure[newly.end() :]


def _each(draft: Draft, measure: str) -> None:
    """What each has of an amount told before: 发放补助3亿元，户均26万元."""
    each = draft.phrase.measure
    if each is None or draft.source is None or not _EACH.fullmatch(each):
        return
    bare = _LEADING_VERB.sub("", measure)
    draft.measure = bare if len(bare) > 3 else each + measure


def _go_on(line: Line, draft: Draft, own: str, before: list[Draft], past: list[Draft]) -> bool:
    """Whether the words go on with those of a figure before them, which then complete them."""
    last = before[-1] if before else None
    bounded = own[:1] in _BOUNDING and _BOUND.match(own) is not None
    if bounded and (
        bound := next((m for d in reversed(before) if (m := _BOUNDED.fullmatch(d.measure or ""))), None)
    ):
        draft.measure = bound["of"] + own.removesuffix("的") + ("的" + bound["noun"] if bound["noun"] else "")
        return True
    award = own.removeprefix("获") if own.endswith("奖") else ""
    if award and _AWARD.fullmatch(award) and (m := _AWARDED_IN.search(line.s, 0, draft.k)):
        draft.measure = m["award"] + award
        return True
    if (
        own[:1] in _BATCHES
        and (batch := _BATCH.fullmatch(own))
        and last
        and last.own
        and is_count(draft.unit)
        and last.unit == draft.unit
    ):
        noun = _WHOLE_MODIFIER.sub("", _LEADING_VERB.sub("", last.measure or ""))
        draft.measure = noun + batch["which"] + batch["verb"]
        return True
    if own[:1] in _FLOWING and (flow := _FLOWS.fullmatch(own)):
        told = next(
            (
                d
                for d in reversed([*past, *before])
                if d.unit == draft.unit and d.aspect is LEVEL and d.measure and not _FLOWS.match(d.measure)
            ),
            None,
        )
        if told is not None and draft.unit == "CNY":
            noun = _LEADING_VERB.sub("", (told.measure or "").rpartition("的")[2])
            draft.measure, draft.part = flow["way"] + "的" + noun, True
            return True
        return False
    if (
        last is None
        or last.unit != draft.unit
        or last.clause != draft.clause
        or not last.own
        or not last.measure
    ):
        return False
    between = line.s[last.k + 1 : draft.k]
    sign = _LIST_SIGN.match(between)
    if sign is None or between[sign.end() :] != own or not is_count(draft.unit):
        return False
    if own in _SHORT_KIND and last.measure.endswith(_SHORT_KIND):
        draft.measure = last.measure[: -len(next(k for k in _SHORT_KIND if last.measure.endswith(k)))] + own
        return True
    verb = _VERB.match(last.measure)
    if verb and not _VERB.match(own) and not _ended(own) and len(last.measure) > verb.end():
        draft.measure = verb["verb"] + own
        return True
    return False
