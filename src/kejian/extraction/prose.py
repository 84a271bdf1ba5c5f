"""The figures of a sentence: measures, subjects and what they carry over from clause to clause."""

import regex
from msgspec import structs

from kejian.extraction.bases import set_wholes
from kejian.extraction.drafts import Draft, Memory
from kejian.extraction.lines import Line
from kejian.extraction.measures import THRESHOLD, Phrase, clean, is_count, read_phrase, words
from kejian.extraction.parallels import assign, find_groups, is_actor, split_actor
from kejian.extraction.periods import set_times
from kejian.extraction.subjects import Called, Names, Subject, clause_subject
from kejian.model import Aspect

_PART = regex.compile(r"^[@，\s]*其中")
_RANKED = (Aspect.LEVEL, Aspect.RATIO, Aspect.RANK, Aspect.GROWTH)
_AFTER = regex.compile(r"[）)](?:[、和与及][^，；（(]{2,20}[（(][^）)]*[）)])*的(?P<measure>\p{Han}{2,12}?)(?:均|都|分别|皆|高于|低于|居|位居|为|超过)")
_SECTOR_NAME = regex.compile(r"(?:业|产业|行业|领域)$")
_SECTOR = regex.compile(r".*?(?:业|产业|行业|领域)(?P<what>增加值|产值|营业收入|收入|产量|利润|投资|规模)$")
_BARE_VERBS = ("成交", "单季成交", "当季成交", "单月成交", "合计成交", "完成", "单季")
_COUNTED = regex.compile(
    r"(?P<name>#[^，#、]{0,20}?(?:企业|单位|银行|联合体|高校|院所|项目|公司|机构|载体|孵化器))(?P<verb>[^，、#]*)"
)
_COUNTS = ("家", "个", "所", "座", "户")
_AMONG = regex.compile(r"[，@\s]*(?P<whole>[^，#@在从《]{3,14}?)(?:之)?中")
_TITLE = regex.compile(r"(?:在|据|根据)[^，；。]{0,30}《([^》]*)》[^，；。]{0,4}中|《([^》]*(?:指数|榜|排名|排行|报告|强|名单|评价)[^》]*)》|“([^”]*(?:\d强|榜|图))”")
_LIST = regex.compile(r"[\p{Han}]{2,14}(?:百强榜|排行榜|榜)")


def read_sentence(line: Line, drafts: list[Draft], memory: Memory, *, names: Names, called: Called, text: str) -> None:
    """Fill in ``drafts``, the measuring numbers of ``line`` in order, and remember what the next sentence needs."""
    subjects = _clause_subjects(line, drafts, memory, names=names, called=called, text=text)
    for draft in drafts:
        clause = line.clauses[draft.clause]
        end = subjects[draft.clause].end if draft.clause in subjects else 0
        draft.phrase = read_phrase(
            line, draft.k, clause, aspect=draft.aspect, unit=draft.unit, after=end if end < draft.k else 0
        )
    _restore(line, drafts)
    _set_parts(line, drafts)
    _each(line, drafts)
    _counted(line, drafts, subjects, text)
    grouped = {d.k: group for group in find_groups(line, drafts) for d in group}
    done: set[int] = set()
    for n, draft in enumerate(drafts):
        group = grouped.get(draft.k)
        if group and draft is group[0] and assign(line, group, drafts, memory.last):
            done.update(d.k for d in group)
        if draft.k not in done:
            _set_measure(line, draft, drafts[:n], subjects, memory)
        elif draft.measure is None:
            _carry(draft, drafts[:n], memory)
        if not draft.fixed_subject and (owner := _attributed(line, draft, text)):
            draft.subject = owner
            subjects[draft.clause] = Subject(owner, draft.k)
        elif not draft.fixed_subject:
            draft.subject = _subject(draft, drafts[:n], subjects, memory)
        _complete(draft, drafts[:n])
    set_times(line, drafts, memory)
    set_wholes(drafts, memory)
    _remember(subjects, memory)
    for draft in drafts:
        if memory.bulletin and draft.own and draft.measure and draft.unit and draft.aspect is Aspect.LEVEL:
            memory.main.setdefault(draft.unit, draft.measure)


def _set_parts(line: Line, drafts: list[Draft]) -> None:
    parts: dict[int, bool] = {}
    inside, part = False, 0
    for number, clause in enumerate(line.clauses):
        if clause.part != part:
            inside, part = False, clause.part
        inside = inside or bool(_PART.match(line.s[clause.lo : clause.hi]))
        parts[number] = inside
    for draft in drafts:
        draft.part = parts[draft.clause]
        part = line.clauses[draft.clause].part
        for clause in line.clauses[: draft.clause]:
            m = _AMONG.match(line.s, clause.lo, clause.hi)
            if m and m.end() == clause.hi and clause.part == part:
                draft.part, draft.over = True, m["whole"]


def _restore(line: Line, drafts: list[Draft]) -> None:
    """Wholes that are times (占全年的, 完成2025年目标的) in the words of the text."""
    for draft in drafts:
        whole = draft.phrase.whole
        if whole and "@" in whole:
            at = line.s.rfind("@", 0, draft.k)
            time = line.times[line.stamps.index(at)].text if at in line.stamps else ""
            draft.phrase = structs.replace(draft.phrase, whole=whole.replace("@", time))


def _clause_subjects(
    line: Line, drafts: list[Draft], memory: Memory, *, names: Names, called: Called, text: str
) -> dict[int, Subject]:
    """The subject named at the head of each clause that names one."""
    first = {d.clause: d.k for d in reversed(drafts)}
    found = {}
    for number, clause in enumerate(line.clauses):
        hi = first.get(number, clause.hi)
        if hi - clause.lo < 2 or clause.depth and number in first:
            continue
        if number not in first and line.s[clause.hi : clause.hi + 2] in ("（#", "(#"):
            continue
        subject = clause_subject(line, clause.lo, hi, names=names, text=text, home=memory.home, called=called)
        if memory.item and number not in first and (m := _MAKING.match(line.s, clause.lo, clause.hi)):
            if subject is None or m.start("name") > subject.end - 1:
                subject = Subject(line.words(m.start("name"), m.end("name"), text), clause.hi)
        if subject is None and (m := _PHASE.match(line.s, clause.lo, hi)):
            subject = _phase(m["phase"], found, m.end())
        if subject is not None and _is_measure(line, subject, first.get(number), drafts):
            subject = None
        if subject is not None:
            found[number] = subject
            if not subject.home:
                called.note(subject.name)
    return found


_EACH = regex.compile(r"每(?P<a>#)(?P<one>[^#，；由从为达的中]*?)(?:就|便)?(?P<have>拥?有)?(?P<b>#)(?P<other>[^，；#]*)")


def _each(line: Line, drafts: list[Draft]) -> None:
    """``平均每8万人拥有1家科普基地``: both numbers tell one quotient."""
    for m in _EACH.finditer(line.s):
        told = m["one"] + (m["other"] or "") if m["one"] else "拥有" + (m["other"] or "")
        for n, draft in enumerate(drafts):
            if draft.k in (m.start("a"), m.start("b")) and draft.aspect is Aspect.RATIO:
                if told == "拥有":
                    told += next((d.measure or d.phrase.measure or "" for d in reversed(drafts[:n]) if d.k < m.start()), "")
                draft.phrase = Phrase(told)


_MAKING = regex.compile(
    r"[，\s]*[^，#“]{0,12}?(?:打造|构建|形成|推动|推进|完成|批复|发布|设立|组建|保障)(?P<name>[^，#]*?(?:平台|中心|系统|工程|项目|指南|产业|装置|基地|设施|[”》]))(?:建设|发展|筹建|实施|研究)?(?=[，；。,;]|$)"
)
_PHASE = regex.compile(r"[，\s]*(?P<phase>第?[一二三四]期)(?=于|@|工程|项目|计划|将|已)")


def _phase(phase: str, found: dict[int, Subject], end: int) -> Subject | None:
    """The second phase of what was named with its first."""
    for subject in reversed(found.values()):
        if m := regex.search(r"第?[一二三四]期$", subject.name):
            return Subject(subject.name[: m.start()] + phase, end)
    return None


def _is_measure(line: Line, subject: Subject, k: int | None, drafts: list[Draft]) -> bool:
    """Whether the words found as subject are what is counted: nothing but links stand between them and a count."""
    if k is None or subject.home or subject.end > k:
        return False
    draft = next(d for d in drafts if d.k == k)
    if draft.unit is None or not is_count(draft.unit) or draft.aspect is not Aspect.LEVEL:
        return False
    phrase = read_phrase(line, k, line.clauses[draft.clause], aspect=draft.aspect, unit=draft.unit, after=subject.end)
    return phrase.measure is None


def _counted(line: Line, drafts: list[Draft], subjects: dict[int, Subject], text: str) -> None:
    """Those counted in a clause are whom the rest of it, and the next clauses, speak of: 35686家企业享受…，减免…"""
    for draft in drafts:
        clause = line.clauses[draft.clause]
        if draft.unit is None or not is_count(draft.unit) or clause.depth or draft.aspect is not Aspect.LEVEL:
            continue
        left = max(clause.lo, line.s.rfind("#", clause.lo, draft.k) + 1, subjects[draft.clause].end if draft.clause in subjects and subjects[draft.clause].end <= draft.k else 0)
        m = _COUNTED.match(line.s, draft.k, clause.hi)
        if line.s[draft.k - 1 : draft.k] in tuple("与和同跟为向给对"):
            continue
        front = words().head.sub("", line.s[left : draft.k], 1) if left < draft.k else ""
        if not m or not m["verb"] or regex.match(r"[和与及的]", m["verb"]):
            continue
        if front and not regex.search(r"等$|^(?:有|已有|另有|@|，)+$", front):
            continue
        listed = regex.search(r"[^，、的@]{2,20}等$", line.s[left : draft.k])
        lo = left + listed.start() if listed else draft.k
        draft.group = line.words(lo, m.end("name"), text)


def _subject(draft: Draft, before: list[Draft], subjects: dict[int, Subject], memory: Memory) -> str | None:
    """The subject of the clause, or of the nearest clause before it in the sentence that names one."""
    if holder := _holder(draft, before):
        return holder
    group = next((d for d in reversed(before) if d.group), None)
    if group is not None and not _belongs(draft, group, before):
        group = None
    over = draft.over if draft.over and is_actor(draft.over) else None
    for number in range(draft.clause, -1, -1):
        if over is not None and not any(n in subjects for n in range(number, draft.clause + 1)) and number == 0:
            return over
        if group is not None and group.clause >= number:
            return group.group
        if number in subjects:
            return subjects[number].name
    return memory.topic or memory.head or memory.home


_HOLDER = regex.compile(r"(?:孵化器|载体|众创空间|科普教育基地|园区)$")
_HELD = regex.compile(r"^(?:累计|全年|@)*(?:经营面积|孵化|在孵|入驻|毕业|接待|吸引|上市企业|服务企业)")


def _holder(draft: Draft, before: list[Draft]) -> str | None:
    """Incubators and parks counted before are whose area, tenants and visitors are told next."""
    if not _HELD.match(draft.phrase.measure or ""):
        return None
    return next((d.measure for d in reversed(before) if not d.part and _HOLDER.search(d.measure or "")), None)


def _remember(subjects: dict[int, Subject], memory: Memory) -> None:
    """In the press, and within an item of a list, a text goes on speaking of what it spoke of last."""
    if subjects and (memory.press or memory.item):
        memory.topic = subjects[max(subjects)].name


def _belongs(draft: Draft, group: Draft, before: list[Draft]) -> bool:
    """Whether a figure is told of those that ``group`` counted, and no new count."""
    if draft.clause == group.clause:
        return True
    if draft.group is not None or draft.phrase.right:
        return False
    return draft.unit not in ("家", "户", "人") and draft.aspect in (Aspect.LEVEL, Aspect.RATIO)


def _set_measure(
    line: Line, draft: Draft, before: list[Draft], subjects: dict[int, Subject], memory: Memory
) -> None:
    own = draft.phrase.measure
    owner = _owner(line, draft)
    if owner is not None and draft.aspect is Aspect.RANK and own is None:
        owner = None
    actor = own if own is not None and is_actor(own) and not (is_count(draft.unit) and draft.unit in _COUNTS) else owner
    if owner is not None and (after := _AFTER.search(line.s, draft.k)):
        draft.subject, draft.fixed_subject = owner, True
        draft.measure, draft.own = after["measure"], True
        return
    if actor is not None and (own is None or own == actor):
        source = _source(draft, before, memory, same_unit=True) or _threshold(before)
        alike = _SECTOR.match(source.measure or "") if source and actor == own else None
        if alike is not None and _SECTOR_NAME.search(actor):
            draft.measure, draft.own = actor + alike["what"], True
            return
        if source is not None:
            draft.subject, draft.fixed_subject = actor, True
            if actor == own:
                subjects[draft.clause] = Subject(actor, draft.k)
            draft.measure = _over(source.measure) if source.unit != draft.unit else source.measure
            draft.source = source
            return
    if own in _BARE_VERBS and (source := _source(draft, before, memory, same_unit=True)) is not None:
        own = None
    if own is not None:
        split = split_actor(own) if memory.bulletin else None
        if split and draft.phrase.right is False:
            draft.subject, draft.fixed_subject = split[0], True
            own = split[1]
            subjects[draft.clause] = Subject(split[0], draft.k)
        draft.measure, draft.own = own, True
        return
    part = line.clauses[draft.clause].part
    if draft.aspect is Aspect.RANK and not any(line.clauses[d.clause].part == part for d in before):
        if title := _title(line, draft):
            draft.measure, draft.own = title, True
            return
    _carry(draft, before, memory)


def _owner(line: Line, draft: Draft) -> str | None:
    """Whose a number is that opens a bracket: the name right before it (广东（3479.9亿元））."""
    clause = line.clauses[draft.clause]
    if clause.cut not in ("（", "(") or line.s[clause.lo : draft.k].strip() or draft.clause == 0:
        return None
    before = line.clauses[draft.clause - 1]
    text = line.s[max(before.lo, line.s.rfind("#", before.lo, before.hi) + 1) : before.hi]
    text = regex.sub(r"^.*(?:分别为|依次为|集中在|分别是|包括|主要为|，|@)", "", text)
    return clean(text)


_THING = regex.compile(r"#的(?P<name>[\p{Han}\dA-Za-z-]{0,12}“[^”]{2,20}”[\p{Han}]{0,10})")


def _attributed(line: Line, draft: Draft, text: str) -> str | None:
    """The thing that a number with its measure describes: 总投资18.9亿元的“深蓝”观测网."""
    m = _THING.match(line.s, draft.k)
    return line.words(m.start("name"), m.end("name"), text) if m and draft.own else None


def _over(measure: str | None) -> str | None:
    """What a count with a threshold is drawn by: R&D经费超过50亿元的行业大类 → R&D经费."""
    m = THRESHOLD.match(measure or "")
    return m["of"] if m else measure


def _threshold(before: list[Draft]) -> Draft | None:
    return next((d for d in reversed(before) if d.measure and THRESHOLD.match(d.measure)), None)


def _title(line: Line, draft: Draft) -> str | None:
    """The ranking named in the same or an earlier clause of the same part."""
    part = line.clauses[draft.clause].part
    lo = next(c.lo for c in line.clauses if c.part == part)
    found = None
    for m in _TITLE.finditer(line.s, lo, draft.k):
        found = m[1] or m[2] or m[3]
    return regex.sub(r"[（(][^）)]*[）)]|·+|\d{4}年?", "", found).strip("-—") if found else None


def _carry(draft: Draft, before: list[Draft], memory: Memory) -> None:
    source = _source(draft, before, memory)
    drawn = _threshold(before)
    if drawn is not None and draft.aspect is Aspect.LEVEL and (source is None or source not in before):
        draft.measure, draft.source = _over(drawn.measure), drawn
        draft.subject, draft.fixed_subject = drawn.measure, True
        return
    if source is None or source.measure is None:
        return
    draft.source = source
    tail = draft.phrase.tail if draft.aspect is not Aspect.GROWTH else ""
    draft.measure = source.measure + tail if not source.measure.endswith(tail or "\0") else source.measure
    if draft.aspect is Aspect.CHANGE and draft.unit == "pp" and not draft.phrase.tail and source.aspect is Aspect.SHARE:
        if not words().rate.search(draft.measure) and not draft.measure.endswith("占比"):
            draft.measure += "占比"
    if source.fixed_subject and source in before and not draft.fixed_subject:
        draft.subject, draft.fixed_subject = source.subject, True


def _source(draft: Draft, before: list[Draft], memory: Memory, *, same_unit: bool = False) -> Draft | None:
    """The figure whose measure this one takes over."""
    if before and before[-1].clause == draft.clause and before[-1].measure and not same_unit:
        return before[-1]
    for candidate in reversed([*memory.last, *before]):
        if candidate.measure is None or draft.aspect is Aspect.RANK and candidate.aspect not in _RANKED:
            continue
        if _fits(draft, candidate, same_unit=same_unit):
            return candidate
    return None


def _fits(draft: Draft, candidate: Draft, *, same_unit: bool) -> bool:
    if same_unit or draft.aspect is Aspect.LEVEL:
        return candidate.unit == draft.unit and candidate.aspect is draft.aspect
    if draft.aspect is Aspect.CHANGE and draft.unit not in ("pp", "位"):
        return candidate.unit == draft.unit and candidate.aspect in (Aspect.LEVEL, Aspect.RATIO)
    if draft.aspect is Aspect.CHANGE and draft.unit == "位":
        return candidate.aspect is Aspect.RANK
    if draft.aspect is Aspect.CHANGE:
        return candidate.unit in ("1", "pp") and candidate.aspect is not Aspect.GROWTH or bool(draft.phrase.tail)
    return candidate.aspect is not Aspect.CHANGE


def _complete(draft: Draft, before: list[Draft]) -> None:
    """A part named by its kind alone (国家级) takes the noun of its whole."""
    measure = draft.measure
    if not (draft.own and measure and draft.part or measure in ("成交额", "总额", "金额")):
        return
    if measure is None:
        return
    whole = next((d for d in reversed(before) if d.aspect is Aspect.LEVEL and not d.part and d.measure), None)
    if whole is None or whole.measure is None:
        return
    if measure == "成交额" and "合同" in whole.measure:
        draft.measure = "技术合同成交额" if "技术合同" in whole.measure else measure
    elif regex.fullmatch(r"(?:.{0,3}级|.性|.{1,3}类|企业委托|科创板|海外|境外|境内|青年|省外|国外|.等奖)", measure) and draft.unit == whole.unit:
        noun = regex.sub(r"^(?:.{2,4}级以上|新立项|新增|发表|引进|获)", "", whole.measure)
        draft.measure = measure + noun


