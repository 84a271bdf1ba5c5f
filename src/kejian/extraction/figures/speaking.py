"""Whom each figure of a sentence is told of: subjects of its clauses, and those counted before."""

import re

from kejian.extraction.figures.aside import of_another
from kejian.extraction.figures.called import Called
from kejian.extraction.figures.choice_features import begin_of
from kejian.extraction.figures.choosing import choose_head
from kejian.extraction.figures.drafts import GROWTH, LEVEL, RATIO, SHARE, Draft, Memory
from kejian.extraction.figures.head_words import Subject
from kejian.extraction.figures.home_heads import home_at
from kejian.extraction.figures.leading import led_in, moved_sector
from kejian.extraction.figures.lines import Clause, Line
from kejian.extraction.figures.measures import read_phrase
from kejian.extraction.figures.names import Names
from kejian.extraction.figures.parallels import is_actor
from kejian.extraction.figures.phrases import is_count, words
from kejian.extraction.figures.places import of_area
from kejian.extraction.figures.scenes import bare_subject, speakers_firm
from kejian.extraction.figures.sharing import region_ranked
from kejian.extraction.figures.subjects import clause_subject, is_gauge, thing_at
from kejian.language.han import han_pattern
from kejian.vocabulary.edges import begun

_MAKING = re.compile(
    r"[，\s]*[^，#“]{0,12}?(?:打造|构建|形成|推动|推进|完成|批复|发布|设立|组建|保障|成立|启动|开工建设)了?"
    r"(?P<name>[^，#]*?(?:平台|中心|系统|工程|项目|指南|产业|装置|基地|设施|基金|[”》]))(?:建设|发展|筹建|实施|研究)?(?=[，；。,;]|$)"
)
_WITHIN = "中上下内"
_OPENS = ("（", "(")
# traits of a thing, whoever speaks of it
_OF_THING = re.compile(
    r"[售单]价|精度|续航|寿命|功耗|效率|亩产|转速|分辨率|纯度|时延|误差|重量|航程|强度(?!投)|灵敏度|保持率|良率|速度|体积"
)
# what only goes on about something: its parts, traits and doings, without a word of when
_GOES_ON = re.compile(
    r"[，\s]*(?:已|累计|共(?!性|享|建)|现有|拥有|设有|配备|建有|平均|户均|人均|单[笔户件项日机台]|最[高低大长多]|加权|利率|不良率|代偿|兑付"
    r"|放款|投出|退出|被投|入[住驻选库]|占地|总投资|建筑面积|营收|营业收入|产值|员工|从业人员|出口|净利润|利润|资产|税[收后前]|企业内部|用户|注册"
    r"|[日月年]均|设计|核心|主要|产品|客户|订单|运营|接待|同时|年内代偿|使用|支撑|开放|自主|每[百千万]元|“?[^，#@”]{1,4}”?期间)"
)
# what no subject begins with, whatever it looks like
_NO_HEAD = re.compile(
    begun(
        r"[省市区县本级地方中央两三各]*财政(?![部厅局所])|记者|[超近约](?=全?[国省市区])|一般公共预算|科创板|创业板|北交所|新三板|我们|向(?=..)|并(?=[向将为对在把给])|约占|核心区|(?:拉动|带动)(?=全)|相当于|仅|留在|没有?|离|距|剩|在(?!孵|研|建|校|职|读|册|库|线|用|岗|营|产|站|[\u4e00-\u9fff]高校)|流向|投向|输往|来自|为|用于|面向|超过|流入|按|据|它|这|一年|省下|占|平均|[人户]均|每|举办|举行|召开|兑现|落实|对标|发放|签订|实施|推动|推进|组织|开展|打造|围绕|聚焦"
        r"|荣登|荣获|获评|入选|跻身|位[居列]|促成|促进|助推|助力|谋划|纳入|争取|梳理|积极|大力|持续|远?[高低]于|只有|继@"
    )
)
# 甲中心等平台落地, an event that the next clause counts nothing of
_CAME_TOO = re.compile(
    r"等[^，#]{0,10}?(?:落[地户成]|挂牌|揭牌|建成|获批|投[用产]|竣工|开工|成立|启用|组建|运行)"
)
_A_SHARE = re.compile(r"..占(?![地用有领])")  # 甲营收占规上企业 names a share and nobody
_GAUGE = re.compile(r"..(?:指数|强度|[额量率]|产值|增加值|收入|经费|占比|比重)$")  # measures
_GOES_INTO = ("进步贡献率", "进步水平", "进步对")  # 农业科技|进步贡献率
_RATE_OF = re.compile(
    r"(?:[用化]|覆盖|普及|占有|完成|渗透|设立|设置|配备|建成|达标|合格)?率(?:达到?|为|超过?|仅|约|比|较|提高|提升|下降|由|从)*$"
)
_TO_QUOTED = re.compile(r"[对将把给]“")
_PHASE = re.compile(
    r"[，\s]*(?P<phase>第?[一二三四]期)(?=于|@|工程|项目|计划|预计|有望|力争|拟|正在|目前|将|已|入驻|建成|开工|完成|全年|累计|实现)"
)
_PHASE_END = re.compile(r"第?[一二三四]期$")
# what is founded in one clause is not what the next counts anew: 实验室揭牌，新获批平台7家
_FOUNDED = re.compile(r"(?:挂牌|揭牌|获批|启用|投用|成立|落户|设立|落成)(?:运行|成立|建设|组建|筹建)?$")
_OBTAINED = re.compile(
    r"@?(?:共|也|则|另|还)?(?:获批?|获得|斩获|中标|立项|承担|牵头|入选|完成|发表|申请|转化)(?:了|达)?"
)
# 国际联合实验室建成34家 counts them
_BUILT = re.compile(r"(?:已|累计|共|新)*(?:建成|认定|备案|挂牌|授牌|建立|设立|组建)[达超近逾]?")
_NEWLY = re.compile(
    r"首批[^，#]{2,12}(?:增至|达到?|增加到)#|新(?:获批|认定|获评|入选|布局|批|增)|累计(?:获批|布局|认定)"
)
# classes of doers: an item of a list tells of them once and goes on about its own place
_CLASS = re.compile(
    r"(?:企业|机构|单位|院所|高校|院校|[产行工]业|(?:制造|服务|纺织|加工|食品|建筑|采矿|信息|医药|金融)业|领域|赛道)$"
)
# what firms do as a class, where a newspaper named none
_CLASS_DOES = re.compile(r"[共累计]*(?:输出|吸纳|投入|牵头|承担|申请|登记|R&D|研发[投经])")
_COUNTS_ANEW = re.compile(r"[，\s]*(?:新增|新认定|新获批|新建|在[用建]|有[^，#]{2,12}的)")
_AMONG_WHICH = re.compile(r"[@，\s]*其中")
_ZONE = re.compile(
    r"(?:高新区|开发区|经开区|科学城|科技城|产业园|科技园|软件园|科创园|[^新全]园区|新城|自创区|示范区|保税区|综保区|小镇|产业新城)$"
)
_IN_ALL = re.compile(r"总(?:经费|投资|预算)")
_OTHERS = frozenset({"全球", "全世界", "世界", "全国", "我国", "中国"})  # set beside, and not gone on about
_OF_ALL = re.compile(r"[@，\s]*(?:[全我本][市省县州国]|各[市区县]|此外|同时|另外)")
_HELD_EVENTS = ("周", "节", "会", "展", "赛", "坛", "活动", "月")
_AS_LONG_AS = ("期间", "时期", "以来", "前夕", "之际")
# 海上的纪录也在刷新：… turns from what the press spoke of to another thing
_TURNS = re.compile(
    r"[\s@]*(?:[一二三四五六七八九][是、]|第[一二三四五六]，|首先|其[次三]，|再次，|再看|放眼|除此之外|与之相比|另一[边头个侧][^，：#]{0,6}|[^，：#]{2,14}(?<![它他们])(?:也|同样|亦)[^，：#]{1,12}：)"
)
_ATTRIBUTE = re.compile(r"\s*(?:总|首期|一期|注册|认缴|目标)?(?:规模|投资|建筑面积|面积|期限|存续期|资本)")
_HOLDER = re.compile(r"(?:孵化器|载体|众创空间|科普教育基地|园区|场馆|科技馆|博物馆)$")
_HELD = re.compile(
    r"^(?:累计|全年|@)*(?:经营面积|展厅面积|展出面积|核心区总?面积|孵化|在孵|入驻|毕业|接待|吸引|上市企业|服务企业)"
)
_TRAIT = re.compile(
    r"^(?:合计|共|@)*(?:出具|成功率|集聚研发人员|调剂|平均(?!每)|户均|估值|入住率|出租率|入驻率|管理规模|场地|占地|建筑面积|加权|贷款平均利率|吸纳就业"
    r"|集聚|实现(?:营业)?收入|年产值|全年服务|服务企业|管理资金|硬件|年接待|年均接待|(?:营业总?收入|(?:工业)?总产值|利润总额|净利润|[上实]缴税[费收额]?|从业人员|研发费用)$)"
)
_MANY = ("家", "个", "所", "座", "支", "套", "台", "艘")
_DONE_TO = re.compile(
    r"(?:惠及|服务|签约|入驻|在孵|毕业|已?投|退出|接待|覆盖|培育|引进|新增|企业$|参展|带动)"
)
_DOES_TO = re.compile(r"^新?(?:培育|支持|扶持|资助|补助|认定|备案|引育|组织|遴选|推荐|评定|获评|奖励)+(?=..)")
_BEHIND_NUMBER = frozenset("、建兴打研购引的")  # how what names a thing behind a number begins
_THING = han_pattern(
    r"#(?:、[^，#、]{1,8}#)*(?:建设|兴建|打造|建成|建起|研发|研制|购置|引进)?的(?P<name>[\p{Han}\dA-Za-z-]{0,12}“[^”]{2,20}”[\p{Han}]{0,10}|[^，#@“的]{2,24}?(?:工艺线|产线|项目|基地|中心|园区|平台|装置|电站|工厂|[技物书育]馆|大桥|隧道|车间|大楼|机房|基金(?:集群|群)?|专项|实验室|研究院|产业园|母基金))(?=[，@]|\p{Han}|$)"
)


def clause_subjects(
    line: Line, drafts: list[Draft], memory: Memory, *, names: Names, called: Called, text: str
) -> dict[int, Subject]:
    """The subject named at the head of each clause that names one."""
    first = {d.clause: d for d in reversed(drafts)}
    found: dict[int, Subject] = {}
    if memory.press and _TURNS.match(line.s):
        memory.topic = memory.theme = None
    s = line.s
    for number, clause in enumerate(line.clauses):
        draft = first.get(number)
        hi = clause.hi if draft is None else draft.k
        behind = s[hi] if hi < len(s) else ""
        if hi - clause.lo < 2 or (clause.depth and draft is not None) or behind == "】":
            continue  # an entry's title is read where its block begins
        if draft is None and behind in _OPENS and s.startswith("#", hi + 1):
            continue
        said = s[clause.lo : hi]
        if draft is None and said[-1] in _WITHIN:
            subject = home_at(line, clause.lo, hi, home=memory.home, called=called)
            if subject is not None:
                found[number] = subject
            continue
        if of_another(said, counts=draft is not None):
            continue
        if draft is None and (led := led_in(line, clause, names=names, called=called, text=text)):
            found[number] = led
            continue
        subject = clause_subject(line, clause.lo, hi, names=names, text=text, home=memory.home, called=called)
        if subject is not None and subject.home and draft is None:
            subject = moved_sector(line, subject, hi, text) or subject
        if subject is None or subject.home:
            guess = _guessed(line, clause, hi, draft, memory, names=names, text=text)
            if guess is not None and memory.press and guess.name == "企业":
                again = called.again("企业", line.at[guess.end - 2], this=False)
                as_class = _CLASS_DOES.match(line.s, guess.end) is not None
                guess = Subject(again, guess.end) if again else guess if as_class else None
            if guess is not None and (subject is None or guess.end > subject.end):
                subject = guess
        if subject is not None and not subject.home and line.s.startswith("的", subject.end):
            subject = _of(line, subject, hi, draft, memory, names=names, text=text)
        if draft is None and (made := _made(line, clause, subject, memory)):
            subject = Subject(line.words(*made.span("name"), text), clause.hi)
        m = _PHASE.match(line.s, clause.lo, hi) if "期" in said else None
        if m and (subject is None or subject.guessed or subject.name in (m["phase"], m["phase"] + "预计")):
            subject = _phase(m["phase"], found, called, m.end()) or subject
        if subject is None and memory.press:
            subject = bare_subject(line, clause, hi, counts=draft is not None, called=called)
        if subject is None:
            continue
        if draft is None and subject.end < clause.hi:
            subject = _apposed(line, subject, clause.hi, names, text) or subject
        if line.s.startswith(_AS_LONG_AS, subject.end) and not subject.name.endswith(_HELD_EVENTS):
            continue
        if not subject.home and _RATE_OF.match(line.s, subject.end, hi):
            continue
        if draft is not None and _is_measure(line, subject, draft):
            subject = thing_at(line, clause.lo, hi, text)
        if subject is not None:
            found[number] = subject
            if not subject.home:
                called.note(subject.name)
    if memory.press and 0 not in found and (firm := speakers_firm(line, called)):
        found[0] = Subject(firm, line.clauses[0].lo, guessed=True)
    return found


def _apposed(line: Line, subject: Subject, hi: int, names: Names, text: str) -> Subject | None:
    """The name that a clause ends with right behind what it begins with: 园区最大的企业澜湖软件，…"""
    found = names.at(line.at[subject.end]) if subject.end < len(line.at) else None
    if found is None or found[0] != line.at[hi - 1] + 1:
        return None
    return Subject(line.words(subject.end, hi, text), hi)


def _guessed(
    line: Line, clause: Clause, hi: int, draft: Draft | None, memory: Memory, *, names: Names, text: str
) -> Subject | None:
    """The subject that a clause begins with by what it looks like, where no rule knows it."""
    start = begin_of(line.s, clause.lo, hi)
    if _NO_HEAD.match(line.s, start) or is_gauge(line.s, start):
        return None  # whatever the words behind
    span = choose_head(line, clause.lo, hi, start=start, names=names, draft=draft, memory=memory)
    if span is None or "#" in line.s[slice(*span)] or line.s.startswith(_GOES_INTO, span[1]):
        return None
    if _TO_QUOTED.search(line.s, *span):
        return None
    if _CAME_TOO.fullmatch(line.s, span[1], hi) and line.s[hi : hi + 1] != "#":
        return None
    if _A_SHARE.search(line.s, *span) or _GAUGE.search(line.s, *span):
        return None
    if memory.press and memory.topic and span[1] - clause.lo <= 2:
        # in the press a bare 企业 is the one that the text speaks of
        again = line.s[span[0] : span[1]] in ("企业", "公司")
        return Subject(memory.speaker or memory.topic, span[1], guessed=True) if again else None
    return Subject(line.words(*span, text), span[1], guessed=True)


def _made(line: Line, clause: Clause, subject: Subject | None, memory: Memory) -> re.Match[str] | None:
    """What a clause tells to be made or founded, where the sentence or list goes on about it."""
    if not memory.item and _ATTRIBUTE.match(line.s, clause.hi + 1) is None:
        return None
    made = _MAKING.match(line.s, clause.lo, clause.hi)
    return made if made and (subject is None or made.start("name") >= subject.end) else None


def _of(
    line: Line, owner: Subject, hi: int, draft: Draft | None, memory: Memory, *, names: Names, text: str
) -> Subject:
    """The thing of ``owner`` that the clause tells of: 九原重工的转子锻件."""
    start = begin_of(line.s, owner.end + 1, hi)
    span = choose_head(line, owner.end + 1, hi, start=start, names=names, draft=draft, memory=memory)
    if span is None or _GAUGE.search(line.s, *span):
        return owner  # 我们的良率: what is measured
    return Subject(line.words(*span, text), span[1], guessed=True)


def _phase(phase: str, found: dict[int, Subject], called: Called, end: int) -> Subject | None:
    """The second phase of what was named with its first."""
    for name in [*(s.name for s in reversed(found.values())), *reversed(called.recent[-3:])]:
        if m := _PHASE_END.search(name):
            return Subject(name[: m.start()] + phase, end)
    return None


def _is_measure(line: Line, subject: Subject, draft: Draft) -> bool:
    """Whether the words found as subject are what is counted: only links part them from a count."""
    k = draft.k
    if subject.home or subject.end > k:
        return False
    if _OBTAINED.fullmatch(line.s, subject.end, k):
        return False  # 临川师范大学获62项 goes on about what another was told to have
    if draft.unit is None or not is_count(draft.unit) or draft.aspect is not LEVEL:
        return False
    phrase = read_phrase(
        line, k, line.clauses[draft.clause], aspect=draft.aspect, unit=draft.unit, after=subject.end
    )
    return phrase.measure is None or (
        not phrase.right and _BUILT.fullmatch(line.s, subject.end, k) is not None
    )


def subject_of(
    line: Line, draft: Draft, before: list[Draft], subjects: dict[int, Subject], memory: Memory
) -> str | None:
    """The subject of the clause, or of the nearest clause before it in the sentence that names one.

    Where that is nobody but the one reported on, things counted before may be meant.
    """
    if memory.home and "公民" in (draft.measure or "") and "素质" in (draft.measure or ""):
        return memory.home  # of an area, whoever worked for it
    told = _told_of(line, draft, before, subjects, memory)
    if told is None or told == memory.home:
        return _counted(draft, before) or told
    return told


def _told_of(
    line: Line, draft: Draft, before: list[Draft], subjects: dict[int, Subject], memory: Memory
) -> str | None:
    if holder := _holder(draft, before):
        return holder
    labelled = memory.item and 0 in subjects and line.s[line.clauses[0].hi : line.clauses[0].hi + 1] in "：:"
    if labelled and _IN_ALL.match(draft.measure or ""):
        return subjects[0].name  # the item's own: “深蓝”计划：我院与五家单位承担，总经费…
    group = _last_group(before)
    if group is not None and not _belongs(draft, group):
        group = None
    counts = draft.aspect is LEVEL and draft.unit in ("家", "户")  # of them, and not theirs
    over = draft.over if draft.over and is_actor(draft.over) and not counts else None
    for number in range(draft.clause, -1, -1):
        if over is not None and number == 0 and not any(n in subjects for n in range(draft.clause + 1)):
            return over
        if group is not None and group.clause >= number:
            return group.group
        if number in subjects and _reaches(line, number, draft, guessed=subjects[number].guessed):
            name = subjects[number].name
            if region_ranked(draft, name, memory.home):
                return memory.home
            of_home = number != draft.clause and memory.home and of_area(draft.measure or "", name)
            return memory.home if of_home or _anew(line, draft, number, subjects) else name
    if memory.topic and memory.home and of_area(draft.measure or "", memory.topic):
        return memory.home
    if memory.speaker and not (memory.topic and _OF_THING.search(draft.measure or "")):
        return memory.speaker
    return memory.topic or _theme(line, draft, memory) or memory.head or memory.asked or memory.home


def _last_group(before: list[Draft]) -> Draft | None:
    for draft in reversed(before):
        if draft.group:
            return draft
    return None


def _reaches(line: Line, number: int, draft: Draft, *, guessed: bool) -> bool:
    """Whether what a clause tells of may go on: not out of brackets, nor out of 其中 into the next part.

    A guess goes on into a next part only from the head of the sentence, or where that part takes it up.
    """
    clause, here = line.clauses[number], line.clauses[draft.clause]
    if clause.depth > here.depth:
        return False
    if guessed and clause.part != here.part:
        first = next(c for c in line.clauses if c.part == here.part)
        goes_on = any(p.match(line.s, first.lo, first.hi) for p in (_AMONG_WHICH, _GOES_ON))
        return goes_on or (clause.part == 0 and not _COUNTS_ANEW.match(line.s, first.lo, first.hi))
    return clause.part == here.part or not _AMONG_WHICH.match(line.s, clause.lo, clause.hi)


def _anew(line: Line, draft: Draft, number: int, subjects: dict[int, Subject]) -> bool:
    """Whether a clause counts anew after one that tells only that something was founded."""
    founded = line.clauses[number]
    if number == draft.clause or subjects[number].home or "#" in line.s[founded.lo : founded.hi]:
        return False
    clause = line.clauses[draft.clause]
    return bool(_NEWLY.match(line.s, clause.lo) and _FOUNDED.search(line.s, founded.lo, founded.hi))


def _theme(line: Line, draft: Draft, memory: Memory) -> str | None:
    """What the sentences before were about, where this one goes on without naming it: 已退出27个，…"""
    if memory.theme is None:
        return None
    goes_on = memory.head is None and not memory.bulletin and not _OF_ALL.match(line.s)
    if goes_on and _ZONE.search(memory.theme):
        return memory.theme  # a paragraph that began with a park goes on about it
    part = line.clauses[draft.clause].part
    first = next(c for c in line.clauses if c.part == part)
    return memory.theme if _GOES_ON.match(line.s, first.lo, first.hi) else None


def attributed(line: Line, draft: Draft, text: str) -> str | None:
    """The thing that a number with its measure describes: 总投资5亿元的“海眼”观测站."""
    behind = draft.k + 1
    if not draft.own or (behind < len(line.s) and line.s[behind] not in _BEHIND_NUMBER):
        return None
    m = _THING.match(line.s, draft.k)
    return line.words(*m.span("name"), text) if m else None


def _holder(draft: Draft, before: list[Draft]) -> str | None:
    """Incubators and parks counted before are whose area, tenants and visitors are told next."""
    if not before or not _HELD.match(draft.phrase.measure or ""):
        return None
    told = (d.measure for d in reversed(before) if d.measure and not d.part and _HOLDER.search(d.measure))
    return _bare(next(told, ""))


def _counted(draft: Draft, before: list[Draft]) -> str | None:
    """Things counted right before whose age, rent, area or value is told next: 独角兽36家，估值合计…"""
    if not before or not _TRAIT.match(draft.phrase.measure or ""):
        return None
    many = [d for d in before if d.unit in _MANY and d.aspect is LEVEL and d.own and not d.part]
    many = [d for d in many if not (d.measure or "").startswith("在孵")]
    if not many or many[-1].phrase.right or _DONE_TO.match(many[-1].measure or ""):
        return None
    return _bare(many[-1].measure or "")


def _bare(measure: str) -> str | None:
    """Those that a measure counts, without what is done to them: 支持|中小企业."""
    return _DOES_TO.sub("", words().light.sub("", measure, 1)) or None


def remember(subjects: dict[int, Subject], memory: Memory) -> None:
    """In the press, and within an item of a list, a text goes on about what a sentence began with."""
    known = [n for n, s in subjects.items() if not s.guessed and s.name not in _OTHERS]
    if memory.press:
        known = [n for n in known if not _CLASS.search(subjects[n].name) and "、" not in subjects[n].name]
    if known and (memory.press or (memory.item and not _CLASS.search(subjects[min(known)].name))):
        memory.topic = subjects[min(known)].name
    if subjects:
        alone = {s.name for s in subjects.values() if not s.home}
        theme = subjects[known[0]] if known else None
        memory.theme = theme.name if theme and not theme.home and alone == {theme.name} else None


def _belongs(draft: Draft, group: Draft) -> bool:
    """Whether a figure is told of those that ``group`` counted, and no new count."""
    if draft.clause == group.clause:
        return True
    if draft.group is not None or draft.phrase.right:
        return False
    if draft.aspect in (SHARE, GROWTH) and draft.source is not None:
        return draft.source.subject == group.group
    if draft.unit == "人" and (group.group or "").startswith(("两", "三", "四")):
        return True  # two or three firms that were named
    return draft.unit not in ("家", "户", "人") and draft.aspect in (LEVEL, RATIO)
