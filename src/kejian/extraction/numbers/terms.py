"""What a policy grants or requires: the measure it limits, who gets it, and the document that says so."""

import re
from functools import cache

import msgspec
import regex

from kejian import kinds
from kejian.extraction.context import Context, Sentence
from kejian.extraction.numbers.aspect_words import chain_head, chain_tail, index_of
from kejian.extraction.numbers.aspects import Reading
from kejian.extraction.numbers.english_terms import english_term
from kejian.extraction.spots import Spot, spot
from kejian.language.han import han_pattern
from kejian.model import Mention
from kejian.vocabulary.loader import load
from kejian.vocabulary.patterns import Pattern, compiled, expand, pieces

_FILE = "terms.yaml"
_HAN = han_pattern(r"\p{Han}")
_UNIT_NOTE = re.compile(r"\s*[（(][^（）()]{1,14}[)）]\s*$")
_RECENT = 12  # how many numbers back a condition may have been named
_WITHIN = re.compile(r".?内")
_THRESHOLD = re.compile(r"以[上下内]$|及以[上下]$|^超过|^满|^不满|^突破|^达|^[大小高低]于")
_BOUNDS = frozenset({"<=", ">=", "<", ">"})
_NUMBER_END = regex.compile(r"(?<=[元%‰年月点米]|个月|万元)")
_DIGIT = re.compile(r"\d")
_NO_ONE = re.compile(r"\d|下列")  # a threshold or 有下列情形之一的 names nobody
_BY = re.compile(r"(?<=..)按(?!揭|时|期|劳|需)照?.{3,}")  # 间接费用按直接费用的一定比例核定
_LINK = re.compile(r"(?<=..)(?:在|为|达到?)$")
_AGES, _AGE = frozenset({"岁", "周岁"}), "年龄"
_LISTED_ENDS = frozenset("，。；、）)") | {""}
_EDGES = '的，、：:.． “”"'


class Term(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A condition or entitlement: what it limits or grants, who gets it, the title of what sets it.

    ``base`` is what a share is taken of (按实际投入的20%).
    """

    measure: str | None = None
    subject: str | None = None
    policy: str | None = None
    base: str | None = None


def read_term(context: Context, sentence: Sentence, mention: Mention, reading: Reading) -> Term:
    """Read ``mention``, a term that stands in ``sentence`` and was read as ``reading``."""
    at = spot(context, sentence, mention)
    policy = sentence.scope.policy
    if at.cell is not None:
        measure = _UNIT_NOTE.sub("", at.cell.column_head).strip()
        return Term(measure=measure or None, subject=at.cell.row_head or None, policy=policy)
    if _HAN.search(sentence.text) is None:
        here = (mention.start - sentence.start, mention.end - sentence.start)
        granted, who, title = english_term(sentence.text, *here)
        return Term(measure=granted, subject=who, policy=policy or title)
    return Term(
        measure=_of_grant(at, _measure(context, sentence, at)),
        subject=_subject(at),
        policy=policy,
        base=_base(chain_head(context, sentence, at)) if reading.unit == "1" else None,
    )


def _of_grant(at: Spot, measure: str | None) -> str | None:
    """``measure``, with what was granted last where it says only how much of it: 总额 is 补贴总额."""
    if measure not in load(_FILE)["how_much"]:
        return measure
    grant = at.last(_pattern("measure", "carried", backwards=True))
    return f"{grant[0].strip(_EDGES)}{measure}" if grant else measure


def _measure(context: Context, sentence: Sentence, at: Spot) -> str | None:
    """What the number limits or grants: told behind its list, before it, or earlier in the sentence."""
    head, tail = _ends_of_list(context, sentence, at)
    return (
        _group(at.before(_pattern("measure", "yearly", backwards=True)), "measure")
        or _group(tail.after(_pattern("measure", "borne")), "measure")
        or _before(head, "returned")
        or _meanwhile(at)
        or _plainly(at, head, tail)
        or _counted(at)
        or _behind(at, tail)
        or _instalment(at)
        or _before(head, "property", "grant", "label")
        or _graded(context, sentence, at)
        or _shared(context, sentence, head)
        or _lasting(at)
        or (_before(head, "bare") if _counts(at) else None)
        or _group(tail.after(_pattern("measure", "spent")), "measure")
        or (_before(head, "limited", *_bounded(at)) if at.mention.unit == "1" else None)
        or _before(head, "topic")
        or _group(tail.after(_pattern("measure", "acted")), "measure")
        or _before(head, "act")
        or _short(head)
        or (_before(head, "bare") if _listed(at) else None)
        or _group(tail.after(_pattern("measure", "named_behind")), "measure")
        or (_before(head, "bare") if _is_threshold(at) else None)
        or _carried(at)
        or _before(head, "bare")
    )


def _ends_of_list(context: Context, sentence: Sentence, at: Spot) -> tuple[Spot, Spot]:
    """The first and the last number of its list; a threshold is in no list of what is granted."""
    head, tail = chain_head(context, sentence, at), chain_tail(context, sentence, at)
    if _is_threshold(at) and not _is_threshold(head):
        return at, tail
    return head, at if _is_threshold(tail) and not _is_threshold(at) else tail


def _plainly(at: Spot, head: Spot, tail: Spot) -> str | None:
    """What some kinds of number are of: years of age, days that a list is shown, points above a rate."""
    if at.mention.unit in _AGES:
        return _AGE
    if at.mention.kind is kinds.DURATION:
        return _before(at, "shown")
    if at.mention.unit == "pp":
        return _before(head, "points")
    return _parted(at, head, tail) if at.mention.unit == "1" else None


def _parted(at: Spot, head: Spot, tail: Spot) -> str | None:
    """What a part is of: a price at 七折 or charged at a share, what one gets of it, a majority."""
    if at.mention.surface.endswith("折"):
        price = at.last(_pattern("measure", "priced", backwards=True))
        return _before(head, "discount") or (price[0] if price else None)
    if at.text[tail.mention.end : tail.mention.end + 1] in _LISTED_ENDS:
        got = _before(head, "bears", "received", "defined")
        if got is not None:
            return got
    handed = tail.after(_pattern("measure", "handed"))
    if handed is not None:
        return _group(handed, "measure")
    if tail.after(_pattern("measure", "charged")):
        return _before(head, "topic")
    return _group(tail.after(_pattern("measure", "agreed")), "measure") if _is_threshold(at) else None


def _graded(context: Context, sentence: Sentence, at: Spot) -> str | None:
    """The measure that heads a list by grade (奖金分别为：一等奖20万元，…), else the last one's."""
    if at.before(_pattern("measure", "graded", backwards=True)) is None:
        return None
    told = _group(at.last(_pattern("measure", "list_head", backwards=True)), "measure")
    if told:
        return told
    before = sentence.mentions[: index_of(sentence, at.mention)][-_RECENT:]
    last = next((m for m in reversed(before) if m.unit == at.mention.unit), None)
    return _before(spot(context, sentence, last), "property", "grant") if last else None


def _bounded(at: Spot) -> tuple[str, ...]:
    """A limit that is part of the number itself (所得不低于60%) tells its measure right before it."""
    return ("bounded",) if at.mention.comparator in _BOUNDS else ()


def _listed(at: Spot) -> bool:
    """Whether it counts things that stand before it: 设主任委员1名、副主任委员2名."""
    return _is_count(at.mention) and at.text[at.mention.end : at.mention.end + 1] in _LISTED_ENDS


def _counted(at: Spot) -> str | None:
    """What each one counts (每培育1家企业), or what must be done within a time."""
    if at.mention.kind is kinds.DURATION and _WITHIN.search(at.text, at.mention.end - 1, at.right):
        task = _group(at.after(_pattern("measure", "within")), "measure")
        return task if task and not _DIGIT.search(task) else None
    things = at.after(_pattern("measure", "things")) if _is_count(at.mention) else None
    if things is not None:
        doing = at.before(_pattern("measure", "doing", backwards=True))
        return (doing["measure"] if doing else "") + things["measure"]
    each = at.before(_pattern("measure", "each", backwards=True))
    if each is None:
        return None
    noun = at.after(_pattern("measure", "each_noun"))
    if noun is not None:
        return str(each["measure"] + noun["measure"])
    return _group(at.before(_pattern("measure", "step", backwards=True)), "measure")


def _instalment(at: Spot) -> str | None:
    """What is paid over a time: 安家补贴分5年等额发放."""
    if at.mention.kind is not kinds.DURATION:
        return None
    if at.text[at.mention.start - 1] == "分":
        paid = _group(at.after(_pattern("measure", "instalment")), "measure")
    else:
        paid = _before(at, "paid")
    grant = at.last(_pattern("measure", "carried", backwards=True), start=at.part)
    return (grant[0].strip(_EDGES) if grant else "") + paid if paid else None


def _meanwhile(at: Spot) -> str | None:
    """What is granted or waived for a time, told behind it: 前12个月免租."""
    if at.mention.kind not in (kinds.DURATION, kinds.PERIOD):
        return None
    return _group(at.after(_pattern("measure", "meanwhile")), "measure")


def _lasting(at: Spot) -> str | None:
    """What goes on for a time: what is granted in its clause, or what is told right behind it."""
    if at.mention.kind is not kinds.DURATION:
        return None
    if at.text[at.mention.start - 1] == "每":
        return _group(at.after(_pattern("measure", "often")), "measure")
    if at.text.startswith("连续", at.mention.start - 2) and (run := at.after(_pattern("measure", "running"))):
        return _group(run, "measure")
    barred = at.before(_pattern("measure", "barred", backwards=True)) is not None
    told = _group(at.after(_pattern("measure", "lost" if barred else "threshold")), "measure")
    start = at.part if at.before(_pattern("measure", "continued", backwards=True)) else at.clause
    grant = None if told else at.last(_pattern("measure", "carried", backwards=True), start=start)
    if grant is None and told is None:
        grant = _pattern("measure", "carried").search(at.text, at.mention.end, at.clause_end)
    return told or (grant[0].strip(_EDGES) if grant else None)


def _behind(at: Spot, tail: Spot) -> str | None:
    threshold = _is_threshold(at)
    if at.before(_pattern("measure", "sized", backwards=True)) or (
        threshold and at.mention.unit == "CNY" and at.before(_pattern("measure", "property", backwards=True))
    ):
        return None  # 单户余额1000万元以下的贷款
    found = tail.after(_pattern("measure", "after")) or tail.after(_pattern("measure", "after_named"))
    if (
        found is not None
        and threshold
        and _pattern("measure", "condition").match(at.text, tail.mention.end, at.right)
    ):
        return None
    if found is None and threshold:
        if at.before(_pattern("measure", "enjoyed", backwards=True)):
            found = _owned(tail)
        if found is None and at.mention.unit != "CNY":
            found = tail.after(_pattern("measure", "threshold"))
    elif found is None:
        found = _owned(tail)
        if found is None and at.before(_pattern("measure", "giving", backwards=True)):
            found = _next_grant(at, tail.mention.end)
    return _group(found, "measure")


def _owned(tail: Spot) -> regex.Match[str] | None:
    """What the number measures, behind it with 的: no one who gets it."""
    if tail.before(_pattern("measure", "act", backwards=True)):
        return None  # 退回不低于50%的资金
    found = tail.after(_pattern("measure", "of"))
    receives = found is not None and _pattern("measure", "receivers").search(found["measure"])
    return None if receives else found


def _next_grant(at: Spot, start: int) -> regex.Match[str] | None:
    """The grant right behind a later number: 给予30%、每年不超过50万元的补助."""
    pattern = _pattern("measure", "after")
    for number in _NUMBER_END.finditer(at.text, start, at.part_end):
        found = pattern.match(at.text, number.end(), at.part_end)
        if found is not None:
            return found
    return None


def _before(head: Spot, *names: str) -> str | None:
    for name in names:
        found = head.before(_pattern("measure", name, backwards=True))
        if found is not None:
            return _clean((found.groupdict().get("what") or "") + found["measure"])
    return None


def _short(head: Spot) -> str | None:
    """What 奖 or 补 right before the number stands for."""
    found = head.before(_pattern("measure", "short", backwards=True))
    if found is None:
        return None
    said = regex.search(f"(?r){load(_FILE)['longer'][found['short']]}", head.text[head.left : found.start()])
    return said[0] if said else str(load(_FILE)["short"][found["short"]])


def _shared(context: Context, sentence: Sentence, head: Spot) -> str | None:
    """The measure of an earlier number: the one this was raised from, or the last threshold of its unit."""
    index = index_of(sentence, head.mention)
    recent = sentence.mentions[max(index - _RECENT, 0) : index]
    before = [m for m in recent if m.unit == head.mention.unit]
    if not before:
        return None
    if _pattern("measure", "raised").search(head.text, max(before[-1].end, head.clause), head.mention.start):
        last = spot(context, sentence, before[-1])
        told = _before(chain_head(context, sentence, last), "property", "grant")
        return told or _behind(last, chain_tail(context, sentence, last))
    if _is_threshold(head) and head.before(_pattern("measure", "bare", backwards=True)) is None:
        spots = (spot(context, sentence, m) for m in before)
        threshold = next((s for s in spots if _is_threshold(s)), None)
        return _before(threshold, "property", "bare") if threshold else None
    return None


def _carried(at: Spot) -> str | None:
    """The grant named last before the number, or else next behind it; of a condition, the share it is of."""
    grant = _pattern("measure", "carried", backwards=True)
    found = at.last(grant, start=at.part)
    if found is None:
        found = _pattern("measure", "carried").search(at.text, at.mention.end, at.part_end)
    if found is None:
        found = at.last(grant)
    if found is None and at.mention.unit == "1":
        found = at.last(_pattern("measure", "share_of", backwards=True))
        return _clean(found["measure"]) if found else None
    return _clean(found[0]) if found else None


def _counts(at: Spot) -> bool:
    """Whether it is a time or a number of things, which stand beside what they limit."""
    bounded = at.mention.comparator in _BOUNDS or _is_threshold(at)
    counted = at.mention.unit not in ("1", "pp", "CNY") and bounded
    return at.mention.kind is kinds.DURATION or counted


def _is_count(mention: Mention) -> bool:
    """Whether it counts things by a classifier (3个, 10家), and measures no length, weight or money."""
    unit = mention.unit or ""
    return mention.kind is kinds.QUANTITY and not unit.isascii()


def _is_threshold(at: Spot) -> bool:
    """Whether it picks out who or what is meant; a range that is given (给予10%—20%) does not."""
    if at.mention.kind is kinds.RANGE:
        return at.before(_pattern("measure", "given", backwards=True)) is None
    return at.mention.comparator in ("<", ">") or _THRESHOLD.search(at.mention.surface) is not None


def _subject(at: Spot) -> str | None:
    """Who gets it: 对…的企业, …的单位可申领, 每件专利奖励, 购买保险的."""
    found = None
    for match in _pattern("subject", "for").finditer(at.text, at.part, at.mention.end):
        if match.start() < at.mention.start:
            found = match
    for match in () if found else _pattern("subject", "who").finditer(at.text, at.part, at.mention.end):
        found = match
    found = found or _pattern("subject", "doer").match(at.text, at.part, at.part_end)
    if found is None and (those := _pattern("subject", "condition").match(at.text, at.part, at.part_end)):
        met = _pattern("subject", "opener").sub("", those["subject"]).strip(_EDGES)
        return None if _NO_ONE.search(met) else f"{met}的"  # 取得生产许可证的: those who did
    for name in ("picked", "initial"):
        found = found or _pattern("subject", name).match(at.text, at.part, at.part_end)
    found = found or _pattern("subject", "initial").match(at.text, at.clause, at.clause_end)
    who = _group(found or _pattern("subject", "each").search(at.text, at.part, at.mention.end), "subject")
    return (_pattern("subject", "opener").sub("", who).strip(_EDGES) or None) if who else None


def _base(head: Spot) -> str | None:
    return _group(head.before(_pattern("base", None, backwards=True)), "base")


def _clean(told: str) -> str | None:
    """``told`` without what may stand before a measure in its clause, and without how it is reckoned."""
    measure = _BY.sub("", _pattern("measure", "preamble").sub("", told))
    return _LINK.sub("", measure.strip(_EDGES)) or None


def _group(match: regex.Match[str] | None, name: str) -> str | None:
    return (match[name].strip(_EDGES) or None) if match else None


@cache
def _pattern(section: str, name: str | None, *, backwards: bool = False) -> Pattern:
    entry = load(_FILE)[section]
    text = expand(entry if name is None else entry[name], pieces(_FILE), file=_FILE, key=name or section)
    return compiled(text, file=_FILE, key=name or section, backwards=backwards, anchored=True)
