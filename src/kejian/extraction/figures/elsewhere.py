"""What a measure is called where the clause of its number does not say: a clause before it, a whole."""

import re

from kejian.extraction.figures.drafts import CHANGE, GROWTH, LEVEL, RANK, RATIO, SHARE, Draft, Memory
from kejian.extraction.figures.head_words import Subject
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.parallels import is_actor
from kejian.extraction.figures.phrases import clean, is_count, opener_of
from kejian.extraction.figures.sources import PLACES
from kejian.language.han import han_pattern

_ARRIVING = re.compile(
    r"(?:目前|现已|至今|如今|历年|[至到截]止?(?:年|月|季)[末底]|(?:[至到]|截[至止]?)?@[末底]?)?[，\s]*"
    r"(?:累计|总数|总量|合计|一共|共计|共|数量)?(?:已经?)?"
    r"(?:达到?|为|约为|仅为|仅|只有|仅有|有|来到|升至|增至|突破|超过|实现|跃升至|攀升至|首次突破)?"
)
_MOVED = re.compile(
    r"(?P<what>[^，#]{2,20}?)(?:总体|依然|仍然|还|仍|相对|比较|普遍)?(?:偏[低小弱少高大]|不足$|不高|不多|不大|较[低小弱少高大快]$|有限$|领先$|逐年|节节|一路|首次|再创|再上|再次|持续|连续|稳步|稳中|实现|过[百千万亿]|最[高多大快好低少]|保持|大幅|快速|跃上|跃升|突破|增势|不断|屡|创|迈上|进一步|显著|明显|较快"
    r"|扩[容面围产]|提[速质标]|加[快密]|再添|又添|增[多添]|壮大|走高|见涨|回升|攀升|铺开|延伸|深入|活跃|升温|向好|加力|跟进|有序|稳健|扎实|蓬勃|[自从]@[^，#]{0,4}[起建设]|起[步建]|居[首前]|占据|领跑|稳居|独占)"
)
_SERVED = han_pattern(r"累计(?P<what>\p{Han}{4,16})")
_FUNDS = re.compile(r"(?P<of>.*(?:经费|资金))(?:内部)?(?:投入|支出|总额|总量)?")
_GAUGE = han_pattern(
    r"(?!.*(?:来自|在于|源于|离不开|归功))(?:[^，]{0,8}的是)?(?P<what>[\p{Han}A-Za-z&（）]{2,22}(?:额|量|率|经费|投入|收入|产值|强度|专利|规模|占比|比重|指数|余额|成本|增加值|利润|机时))"
    r"(?:的(?:曲线|变化|数据|走势|账))?[呢嘛]?"
)
_MOVED_BY = han_pattern(
    r"(?P<what>[^，#@]{2,14}?(?:出口|进口|产量|销量|产值|收入|成交额|投资|利润|增加值|总额))受[^，#@]{2,20}(?:影响|拖累|冲击|带动|拉动|提振)[，\s]*"
)
# things that a clause does nothing but name, and a number told of them by time: …的产品，@是#
_THINGS = han_pattern(r"(?![在从随对通按以为作根经面据除自与和将由每])[^，#@：]{2,30}的(?!是)\p{Han}{1,10}")
# 像云岫轴承这样的企业，全市有43家
_LIKE = han_pattern(r"[，\s]*(?:像|如)[^，#]{2,24}?(?:这样|那样|一样|类似)的(?P<what>[^，#的]{2,12})")
_ONE_OF = han_pattern(r"[，\s]*\p{Han}{2,5}#")
_NO_THINGS = re.compile(
    r"(?:[中下上时后前里内间看例等来说]|情况|基础|背景|作用|支持|带动|影响|条件|同时|过程|问题|优势|目标|要求|结果)$"
)
_WHEN_IT_WAS = re.compile(
    r"[，\s]*(?:[到截至在]*@(?:底|末|时|[全那]年)?，?|目前|现在|如今)(?:只|就|还|仅|共|已|约|才|便|曾|则)*(?:是|为|有|达到?|增[至到]|升[至到]|降[至到]|超过?|突破|不到)?"
)
_DIVIDES = re.compile(
    r"[，\s]*(?:其中，?)?[按从分](?P<by>[^，#]{1,12}?)(?:分布|结构|构成)?(?:来看|看|分|划分|分类|统计)"
)
_OF_PERSONS = re.compile(r"性别|学历|学位|年龄|职称")
_OF_DOERS = re.compile(
    r"行业|领域|产业|单位性质|机构性质|单位类型|单位类别|依托单位|管理单位|赛道|区域|地区|区县|县区|县市|市州|各市|规模|部门|分机构|机构类型|注册类型|承担单位|主体"
)
_SHORT_NAME = han_pattern(r"\p{Han}{2,12}(?<!牵头|承担|完成|参与)")
_WITH_GAUGE = han_pattern(
    r"(?P<who>\p{Han}{3,14}?(?:业|发展|领域|区|市|县|行|企业|院校|高校|机构))(?:实现|完成)?(?P<what>(?:贷款)?余额|(?:营业)?收入|总?产值|增加值|利润|投资额?|成交额)"
)
# 分产品看，减速器实现收入15.2亿元, 毛利率31.7%; 分经济类型看，国有控股企业增加值增长4.5%
_OF_THINGS = re.compile(r"产品|业务|板块|品类|品种|车型")
_OF_KINDS = re.compile(r"经济类型|注册类型|登记类型|控股|所有制|企业规模")
_WHOSE_GAUGE = han_pattern(
    r"(?P<who>[\p{Han}A-Z]{2,14}?)(?:全年|累计|共)?(?:实现|完成|贡献)?(?P<what>(?:营业|销售|主营业务)?收入|销售额|营收|产值|销量|出口额?|订单额?|毛利率|毛利)"
)
_FIRMS_GAUGE = han_pattern(
    r"(?P<who>\p{Han}{2,14}?(?:企业|公司))(?:实现|完成)?(?P<what>(?:工业)?(?:增加值|总?产值)|(?:营业|销售)?收入|利润(?:总额)?|出口(?:交货值|额)?|研发[投费]\p{Han}{0,2})"
)
_DOING = han_pattern(
    r"(?P<who>\p{Han}{2,12}?)(?P<what>(?:承担|牵头|获批|立项|申报|参与|完成|获得|申请)\p{Han}{0,8})"
)
_TOTAL_OF = re.compile(r"(?:总量|总数|数量|总计)$")
_ABBREVIATED = re.compile(r"研究与试验发展[（(](R&D)[)）]")
_RISE = ("增速", "增幅", "降幅", "增量", "提升幅度", "增长幅度", "涨幅")
_OF_ANY = ("占比", "比重", "份额", "占", *_RISE)  # measure nothing by themselves: 医药业占比最高，为…
# wholes that are amounts with a name of their own: 全市研发经费, 规上工业增加值
_AMOUNT_OF = re.compile(
    r"..(?:经费|收入|支出|投入|产值|增加值|成交额|交易额|投资|利润|申请量|授权量|拥有量|出口额?|税收|贷款余额|全时当量)$"
)
_AREA_OF = re.compile(r"^(?:全部|全[国省市区县]|同期)+(?=..)")
_HAD_BY_EACH = re.compile(r"平?均?每[校院所家户企人园店馆村镇县区市个]\w?(?P<verb>[^\W\d_]{2})?")
_NUMBER_OF = re.compile(r"(?P<stem>.{2,3}?)(?:总)?(?:数量|数|量)")
# the ranking that a place is one in
_TITLE = re.compile(
    r"(?:在|据|根据)[^，；。]{0,30}《([^》]*)》[^，；。]{0,4}中|(?:在|发布|公布|出炉)(?:的|了)?([^，；。#@“”《》]{2,16}?(?:指数|榜单?|排行榜?|排名))[^，；。]{0,4}(?:中|里|，|：)|《([^》]*(?:指数|榜|排名|排行|报告|强|名单|评价)[^》]*)》"
    r"|在@?(?:年?度)?([^，；。#@《》]{2,40}?(?:排名|排行榜?|榜单|评价|评估|考核|测评|评比))(?:结果)?[中里]，"
    r"|“([^”]*(?:\d强|榜|图|排行|指数|排名|观察)[^”]{0,8})”"
)
_ISSUE = re.compile(r"[（(][^）)]*[）)]|·+|\d{4}年?")
# what a sentence says first it is about: 研发投入方面，…; 技术交易：…
_TOPIC = han_pattern(
    r"[，\s]*(?:[一二三四五六七八九十]是|在|从|就)?(?P<topic>[\p{Han}A-Z&]{2,10}?)(?:(?:工作)?方面，?|来看，|看，|：)"
)
_SHORT = re.compile(
    r"(?:全社会|累计|年|总)?(?:投入|支出|收入|合同额|成交额|交易额|总额|金额|登记金额|人数|总人数|总数|总量|数量|规模|余额|产值|存量|合同金额|强度)"
)
_LABELLED = (LEVEL, RATIO, SHARE)
_LINKS = re.compile(r"\s*(?:共计?|累计|合计|总计|达到?|约|为|已|有)*\s*")
_OPENS = ("", "；", ";", "。", "\n", "：", ":", "、")
_COUNT_DOERS = ("家", "户", "所", "个")
_DOERS_END = ("企业", "机构", "公司", "单位", "院所", "高校", "院校")
_DOERS = ("家", "户", "所", "个", "人", "名")
_AREA_NAME = han_pattern(r"\p{Han}{1,8}(?:[市县区省州旗镇园]|新城|集团|公司|大学|医院)")
_NO_LABEL = re.compile(
    r"(?:显示|表明|介绍|指出|表示|认为|如下|包括|包含|其中|例如|比如|进展|成效|成绩|情况|方面|特点|亮点|看|说|道|问|答|是|为|有"
    r"|单位|来源|数据|时间|日期|电话|版|记者|编辑|地址|作者)$|[，。“”]"
)
_NO_TOPIC = re.compile(
    r"其中|数据|结果|总体|整体|情况|区域|地区|行业|部门|领域|来源|结构|构成|主体|类型|指标|介绍|显示"
)


def with_topic(line: Line, draft: Draft, own: str) -> str:
    """A bare gauge with what the sentence says first it is about: 科技人才方面，总量… → 科技人才总量."""
    if draft.aspect in (GROWTH, RANK) or not _SHORT.fullmatch(own):
        return own
    m = _TOPIC.match(line.s, 0, draft.k)
    if m is None or _NO_TOPIC.search(m["topic"]):
        return own
    topic, end = m["topic"], own[-2:]
    if topic.endswith(end):
        return own.removesuffix(end) + topic
    return topic + own


def label(line: Line, draft: Draft) -> str | None:
    """What stands before the colon that a number follows: 新建充电桩：1.2万个."""
    clause = line.clauses[draft.clause]
    if clause.cut not in ("：", ":") or clause.depth or draft.aspect not in _LABELLED or not draft.clause:
        return None
    if _LINKS.fullmatch(line.s, clause.lo, draft.k) is None:
        return None
    before = line.clauses[draft.clause - 1]
    said = line.s[before.lo : before.hi].strip()
    if before.cut not in _OPENS or "#" in said or _NO_LABEL.search(said):
        return None
    if _AREA_NAME.fullmatch(said) or (is_actor(said) and draft.unit not in _DOERS):
        return None
    return clean(said)


def head_clause(line: Line, draft: Draft) -> str | None:
    """What a clause that only names a measure says of those after it: 技术合同成交额，甲市…"""
    clause = line.clauses[draft.clause]
    if clause.depth or draft.aspect in (GROWTH, CHANGE, RANK):
        return None
    for before in reversed(line.clauses[: draft.clause]):
        if before.part != clause.part or before.depth:
            return None
        words_before = line.s[before.lo : before.hi]
        if like := _LIKE.fullmatch(words_before):
            return str(like["what"])
        if _ONE_OF.fullmatch(words_before):
            continue  # 每万人专利，甲市12件，乙市9件
        if "#" in words_before:
            return None
        m = _GAUGE.fullmatch(words_before.strip("@ ，"))
        if m:
            return clean(m["what"])
        if draft.phrase.measure is None and _WHEN_IT_WAS.fullmatch(line.s, clause.lo, draft.k):
            things = words_before.strip("@ ，")
            opened = opener_of(things).match(things)
            things = things[opened.end() :] if opened else things
            return things if _THINGS.fullmatch(things) and not _NO_THINGS.search(things) else None
    return None


def moved_by(line: Line, draft: Draft) -> str | None:
    """What the clause before says was moved, whose change is told: 新材料出口受需求收缩影响，下降8.4%."""
    if draft.aspect is not GROWTH or not draft.clause or "受" not in line.s:
        return None
    before = line.clauses[draft.clause - 1]
    if before.part != line.clauses[draft.clause].part:
        return None
    m = _MOVED_BY.fullmatch(line.s, before.lo, before.hi)
    return clean(m["what"]) if m else None


def dimension(line: Line, draft: Draft, before: list[Draft]) -> str | None:
    """What the words before divide a whole by, if they do: 从行业分布看，按规模分，从性别看."""
    for number in range(draft.clause - 1, -1, -1):
        clause = line.clauses[number]
        if line.s[clause.hi - 1] not in "看分类计":
            continue
        if m := _DIVIDES.fullmatch(line.s, clause.lo, clause.hi):
            return None if any(d.clause > number and d.own and not d.part for d in before) else str(m["by"])
    return None


def divide(draft: Draft, own: str, memory: Memory, *, kind: str) -> bool:
    """Give a part of the whole that was told before what it is a part of: of whom, or which of them."""
    if draft.aspect is LEVEL and _OF_DOERS.search(kind) and (named := _WITH_GAUGE.fullmatch(own)):
        draft.measure, draft.own = named["what"], True
        draft.subject, draft.fixed_subject = named["who"], True
        return True
    alike = _WHOSE_GAUGE if _OF_THINGS.search(kind) else _FIRMS_GAUGE if _OF_KINDS.search(kind) else None
    if alike is not None and (named := alike.fullmatch(own)):
        draft.measure, draft.own = named["what"], True
        draft.subject, draft.fixed_subject = named["who"], True
        return True
    doing = _DOING.fullmatch(own) if _OF_DOERS.search(kind) else None
    if draft.aspect is LEVEL and doing and is_actor(doing["who"]):
        draft.measure, draft.own = doing["what"], True
        draft.subject, draft.fixed_subject = doing["who"], True
        return True
    if draft.aspect is not LEVEL or not _SHORT_NAME.fullmatch(own) or draft.phrase.right:
        return False
    if draft.unit in _COUNT_DOERS and own.endswith(_DOERS_END) and "依托单位" not in kind:
        return False  # 按登记类型分，内资企业87家 counts them by their kind
    whole = next(
        (d for d in reversed(memory.past) if d.unit == draft.unit and d.aspect is LEVEL and not d.part),
        None,
    )
    if whole is None or whole.measure is None or not is_count(draft.unit):
        return False
    draft.part, draft.own, draft.source = True, True, whole
    if _OF_PERSONS.search(kind):
        draft.measure = own + _TOTAL_OF.sub("", _ABBREVIATED.sub(r"\1", whole.measure))
    elif _OF_DOERS.search(kind):
        draft.measure = whole.measure
        draft.subject, draft.fixed_subject = own, True
    else:
        return False
    return True


def spent(draft: Draft, own: str, before: list[Draft], memory: Memory) -> str | None:
    """The funds that 支出 is of, where the section told them: R&D经费."""
    for told in reversed([*memory.past, *before]):
        if told.unit != draft.unit or told.aspect is not LEVEL:
            continue
        if m := _FUNDS.fullmatch(told.measure or ""):
            return str(m["of"])
        if is_actor((told.measure or "").removesuffix(own)):
            continue
        if (told.measure or "").endswith(own) and len(told.measure or "") > len(own):
            return (told.measure or "").removesuffix(own)
    return None


def changed(draft: Draft, before: list[Draft]) -> Draft | None:
    """The change in what a total is of: 净增企业86家，总量突破500家."""
    if not before or before[-1].unit != draft.unit or before[-1].aspect is not CHANGE:
        return None
    return before[-1] if before[-1].measure else None


def ranked(own: str, before: list[Draft]) -> str | None:
    """What 增速 or 项目数 is of that is ranked: the figure before, or the one it is short for."""
    told = [d.measure for d in before if d.measure and d.aspect is not RANK]
    if own in _RISE and told:
        return told[-1] if told[-1].endswith(("增速", own)) else told[-1] + own
    if own.endswith("数") and (counted := [d for d in before if d.unit == own[:-1] and d.measure]):
        return counted[-1].measure
    m = _NUMBER_OF.fullmatch(own)
    return next((t for t in reversed(told) if m and m["stem"] in t), None)


def ranking(line: Line, draft: Draft) -> str | None:
    """The ranking named in the same or an earlier clause of the same part."""
    part = line.clauses[draft.clause].part
    lo = next(c.lo for c in line.clauses if c.part == part)
    found = None
    for m in _TITLE.finditer(line.s, lo, draft.k):
        found = next(filter(None, m.groups()))
    return _ISSUE.sub("", found).strip("-—") if found else None


def may_be_of_title(draft: Draft, before: list[Draft]) -> bool:
    """Whether a rank may be one in a ranking named before: only scores and ranks are told in between."""
    if draft.aspect is not RANK and (draft.aspect is not CHANGE or draft.unit not in PLACES):
        return False
    others = [d for d in before if d.aspect is not RANK and d.unit not in PLACES]
    ranked_in = draft.phrase.whole if draft.aspect is RANK else None  # 在101个城市中居第23位
    others = [d for d in others if not ranked_in or d.mention.surface not in ranked_in]
    if draft.aspect is not RANK and len(others) < len(before):
        return False
    return all(d.unit == "分" and "分项" not in (d.measure or "") for d in others)


def named_before(line: Line, draft: Draft, before: list[Draft], subjects: dict[int, Subject]) -> str | None:
    """What the clause before says has moved: 科研经费首次过亿，达1.18亿元."""
    clause = line.clauses[draft.clause]
    if draft.aspect not in (LEVEL, RATIO, SHARE) or draft.clause == 0 or clause.depth:
        return None
    earlier = line.clauses[draft.clause - 1]
    links = line.s[clause.lo : draft.k].strip(" ，")
    if not _ARRIVING.fullmatch(links) or earlier.part != clause.part or earlier.depth:
        return None
    if any(d.clause == draft.clause - 1 for d in before):
        return None
    lo = subjects[draft.clause - 1].end if draft.clause - 1 in subjects else earlier.lo
    lo = lo if lo < earlier.hi else earlier.lo
    m = _MOVED.match(line.s, lo, earlier.hi) or _SERVED.fullmatch(line.s[lo : earlier.hi].strip(" ，"))
    named = clean(m["what"]) if m else None
    return None if named in _OF_ANY else named


def compare(draft: Draft, before: list[Draft], memory: Memory) -> bool:
    """Give ``draft`` what the figure measures that it is set beside; whether there is one."""
    whose = draft.phrase.beside
    if whose is None:
        return False
    told = next(
        (
            d
            for d in reversed([*memory.last, *before])
            if d.measure and d.unit == draft.unit and d.aspect not in (GROWTH, CHANGE)
        ),
        None,
    )
    if whose:
        draft.subject, draft.fixed_subject = whose, True
    if told is None:
        return False
    part = next((d for d in before if d.source is told and d.aspect is SHARE and d.base), None)
    # 医药类以31亿元居次 goes on with the whole, where the figure before was told as a part of it
    draft.measure, draft.source = (part.base if part and whose else told.measure), told
    return True


def share_of_whole(line: Line, draft: Draft, own: str | None, before: list[Draft]) -> str | None:
    """The amount that somebody's share is of, where the clause names it and its sentence told no other."""
    given, whole = draft.phrase.given, draft.phrase.whole
    if draft.aspect is not SHARE or given is not None or not whole:
        return None
    if own is not None and not is_actor(own):
        return None
    gave = "贡献" in line.s[line.clauses[draft.clause].lo : draft.k]
    part = line.clauses[draft.clause].part
    if (
        any(d.measure for d in before if own is None or line.clauses[d.clause].part == part) and not gave
    ) or not _AMOUNT_OF.search(whole):
        return None
    return _AREA_OF.sub("", whole)


def told_alike(line: Line, draft: Draft, own: str, before: list[Draft]) -> Draft | None:
    """The share right before that was told of a place, where this one is of another: 甲国占41%、乙国占19%."""
    last = before[-1] if before else None
    if last is None or draft.aspect is not SHARE or last.aspect is not SHARE:
        return None
    between = line.s[last.k + 1 : draft.k].lstrip("、，和")
    alike = last.clause == draft.clause and last.phrase.measure is None and last.subject and not last.own
    return last if alike and between == own + "占" and len(own) <= 6 and last.measure else None


def had_by_each(draft: Draft, own: str, before: list[Draft]) -> str | None:
    """What each has of the count told before: 授权发明专利504件，平均每校授权42件."""
    m = _HAD_BY_EACH.fullmatch(own) if draft.aspect is RATIO else None
    told = next((d for d in reversed(before) if d.unit == draft.unit and d.measure), None) if m else None
    return told.measure if m and told and (m["verb"] or "") in (told.measure or "") else None


def share_out(draft: Draft, before: list[Draft], memory: Memory) -> bool:
    """Give a part that somebody gave or got what it is a part of; whether that was told."""
    given = draft.phrase.given
    if given is None:
        return False
    levels = [d for d in [*memory.last, *before] if d.aspect is LEVEL and d.measure]
    alike = [d for d in levels if d.unit == "CNY"] or ([] if draft.unit == "CNY" else levels)
    if given.called is None and not alike:
        return False
    if given.called:
        draft.measure, draft.own = given.called, True
    else:
        draft.measure, draft.source = alike[-1].measure, alike[-1]
    if given.who:
        draft.subject, draft.fixed_subject = given.who, True
    return True
