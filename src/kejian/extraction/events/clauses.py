"""A sentence as clauses, and the verb that each clause tells its event by."""

import re
from collections.abc import Sequence

import msgspec

from kejian.extraction.events.lexicon import Hit, words
from kejian.language.han import han_pattern

# What stands in quotation marks, book-title marks and brackets is a name or an aside: no verb in it tells an
# event and no comma in it ends a clause.
_INSIDE = re.compile(
    r"《[^《》\n]{1,160}》|“[^“”\n]{1,160}”|「[^」\n]{1,80}」|（[^（）\n]{1,160}）|\([^()\n]{1,160}\)|【[^【】\n]{1,60}】"
)
# 1月开工、9月并网: a date behind 、 begins a clause, but not in a list of dates. The marks stand first, their
# conditions after them: the search passes over all other characters at once
_BREAK = re.compile(
    r"[，；。！？：\t、,;:!?](?:(?<=[，；。！？：\t])"
    r"|(?<=、)(?<![\d月日年天初底末旬]、)(?=(?:\d{4}年)?\d{1,2}月(?![日份]?[、和])|[同次][日月年])"
    r"|(?<=[,;:!?])(?!\d)|(?<=[,;])(?<!\d[,;])(?=\d))"
)
# what numbers a sentence in a list run into paragraphs: （2）, 3., ④
_ITEM = re.compile(r"\s*(?:[（(][□\d]{1,2}[)）]|\d{1,2}(?:[.．](?!\d)|、|[)）])|[①-⑳])\s*(?=\S)")
_NUMBERS = frozenset("（(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ ")
_AND = re.compile(r"(?:并且|并|且|、|和|及|与|暨)?$")
# after a verb that ends a clause: nothing, or where, when and what next
_CLOSED = re.compile(r"\s*$|[，。；！？,;]|并|且|、|于|在|自|至|到|以来|了?$|\s*[（(]|仪式$|同时")
_NOUN_TAIL = re.compile(
    r"[和及与]|之[日时后前]|得|时(?![空速装代尚频]|间序)|半年|(?:\d{1,2}|[一二三四五六七八九十两几多]+)[余多]?(?:周年|年半?|个?月|天|周)(?=[，。；来里间后就便的以]|$)|会(?![议展员])|式(?!样)|率(?!先)|性(?!能)|力(?![学争])|者|人(?!工|形|类|机)|期(?!货)|费|商(?![用业飞标])|区(?!域|块)|方(?!舱)|资源|方案|细则|办法|周期|进度|情况|过程|体系|能力|环境|活动|需求|水平|成效|效果|进展|"
    r"方向|路径|投入|投资(?!建)|支出|后(?!备|勤)|经费|人员|机构|强度|额(?!度)|当年|之初|时间|节奏|数量|金额|总(?![部成装体]|(?:规模|投资|额)[^，。]{2,12}的)|规模|周年|主体|中心|任务|计划|项目从|从|较|功(?!能)|单位|数(?![据字学智控])|度(?!量)|比重|占|约"
)
_NOUN_HEAD = re.compile(r"[以为受对从的了]$|通过$|不包括|其$|(?:拥有|具有|采用|配备)[^，]{0,4}$")
_ENTERED = frozenset({"入选", "入围", "上榜", "中选", "获选"})  # 名单公布，某某成果入选
_LONGEST_GAP = 6  # characters between two verbs of a run
_NEAR = 6  # characters before a verb that may make a noun of it
_JOINING = ("和", "、", "与", "及", "等")  # before a verb that is one of a list of nouns
_SECOND = re.compile(r"并(?!网)|且|（|\(|，")
# 建成的, 成立仅3年的: the verb is in a modifier
_MODIFIES = re.compile(r"的|(?:仅|不到|不足|已|近|刚)?[\d一二三四五六七八九十]+[余多]?(?:年|个月|天)的")
_COORDINATED = han_pattern(r"(?:并|且|同时|、)\s*(?:\p{Han}{0,3})$")


class Predicate(msgspec.Struct, frozen=True, gc=False):
    """The verb, or the run of verbs, ``start:end`` that tells the event; ``place`` as it is used here.

    ``subject`` is where what stands before it begins.
    """

    start: int
    end: int
    hit: Hit
    place: str
    subject: int


class Clause(msgspec.Struct, gc=False):
    """Characters ``start:end`` of the document between two breaks; ``label`` where a colon ends it,
    ``fresh`` where a semicolon or a full stop stands before it.

    What is found out about it later: its verbs; where its words begin behind date and connectives, if that
    was asked; the predicate of the event that it may tell; whether it may tell one in passing.
    """

    start: int
    end: int
    label: bool
    fresh: bool = False
    hits: Sequence[Hit] = ()
    begin: int | None = None
    found: Predicate | None = None
    passing: bool = False


def mask(text: str) -> str:
    """``text`` with what stands in quotation marks, book-title marks and brackets blotted out.

    >>> mask("发布《甲，乙》")
    '发布《□□□》'
    """
    return _INSIDE.sub(_blotted, text)


def _blotted(match: re.Match[str]) -> str:
    inside = match[0]
    return inside[0] + "□" * (len(inside) - 2) + inside[-1]


def clauses(masked: str, start: int, end: int) -> list[Clause]:
    """The clauses of ``masked[start:end]``, without the marks between them and what numbers the sentence."""
    found, begin, fresh = [], start, False
    if begin < end and masked[begin] in _NUMBERS and (item := _ITEM.match(masked, begin, end)):
        begin = item.end()
    for match in _BREAK.finditer(masked, begin, end):
        at = match.start()
        mark = masked[at]
        if at > begin:
            found.append(Clause(begin, at, mark in ":：", fresh))
        begin, fresh = at + 1, mark in "；;。！？!?"
    if begin < end:
        found.append(Clause(begin, end, False, fresh))
    return found


def predicate(masked: str, begin: int, end: int, hits: Sequence[Hit]) -> Predicate | None:
    """The predicate of the clause whose words (date and adverbials aside) are ``masked[begin:end]``."""
    index, count = 0, len(hits)
    telling: dict[int, bool] = {}
    while index < count:
        hit = hits[index]
        if hit.verb.idle:
            index += 1
            continue
        start = hit.start
        if index + 1 < count:
            hit, stop, index = _run(masked, hits, index)
        else:
            stop, index = hit.end, count
        rest = masked[stop:end].lstrip()
        verb = hit.verb
        if ("的" in rest and _MODIFIES.match(rest)) or verb.idle:
            continue
        if not verb.tells:
            if index == count or _denies(masked, begin, end, hits, index, telling):
                return None
            continue
        place = _place(hit, rest)
        if place is None:
            continue
        if (
            not verb.sure
            and (place == "after" or (place == "phrase" and "的" in rest))  # but 实现全容量投产
            and index < count
            and _tells_later(masked, stop, end, hits, index, telling)
        ):
            continue
        if (
            place == "before"
            and rest.startswith("、")
            and (index == count or "的" in masked[stop : hits[index].start])
        ):
            continue  # 造船完工、新接订单、手持订单三大指标: a list of nouns
        if start > begin:
            before = masked[max(begin, start - _NEAR) : start]
            if _NOUN_HEAD.search(before) or (not verb.sure and before.endswith(_JOINING)):
                continue
        return Predicate(start, stop, hit, place, begin)
    return None


def _denies(
    masked: str, begin: int, end: int, hits: Sequence[Hit], index: int, telling: dict[int, bool]
) -> bool:
    """Whether the verb before ``hits[index]``, which tells no event, says that its clause tells none."""
    hit, following = hits[index - 1], hits[index]
    if hit.start == begin:
        within = following.start if hit.verb.place == "none" else end  # 支持某某的平台上线
        return "的" not in masked[hit.end : within] or not _tells_later(
            masked, hit.end, end, hits, index, telling
        )
    if hit.verb.place == "none":
        return True
    return not (
        following.start == hit.end  # 牵头研发了某某系统
        or any(later.verb.sure for later in hits[index:])
        or _tells_later(masked, hit.end, end, hits, index, telling)
    )


def _run(masked: str, hits: Sequence[Hit], index: int) -> tuple[Hit, int, int]:
    """The run of verbs that starts with ``hits[index]``: its head, its end, the next index."""
    head = hits[index]
    stop = head.end
    index += 1
    handed = head.verb.place == "phrase" and head.verb.family != "finish"
    if handed and not (
        index < len(hits)
        and hits[index].start == stop
        and hits[index].verb.place in ("before", "either")
        and (hits[index].verb.place == "before" or _CLOSED.match(masked, hits[index].end))
    ):
        return head, stop, index
    if not handed and head.verb.place not in ("before", "after", "either"):
        return head, stop, index
    while index < len(hits) and (
        hits[index].verb.place in ("before", "tail", "either") or hits[index].verb.otherwise == "before"
    ):
        gap = hits[index].start - stop
        if gap > _LONGEST_GAP or masked.startswith(("仪式", "活动"), hits[index].end):
            break  # 举行封顶活动
        if gap and not _AND.fullmatch(words().adverbs.sub("", masked[stop : stop + gap])):
            break
        head = head if head.verb.sure else hits[index]
        stop = hits[index].end
        index += 1
    last = hits[index - 1]
    if head.verb.place == "before" and last.verb.place == "either" and not _CLOSED.match(masked, stop):
        head = last  # 挂牌启用两大专业园区
    return head, stop, index


def _tells_later(
    masked: str, stop: int, end: int, hits: Sequence[Hit], first: int, telling: dict[int, bool]
) -> bool:
    """Whether one of ``hits`` from ``first`` on, not joined by 并, may have the clause's end hang on it.

    ``telling`` keeps what is known of each, so that a clause of many verbs looks at each once.
    """
    for index in range(first, len(hits)):
        if index not in telling:
            telling[index] = _tells(masked, end, hits[index])
        if telling[index] and not _COORDINATED.search(masked, stop, hits[index].start):
            return True
    return False


def _tells(masked: str, end: int, hit: Hit) -> bool:
    """Whether the clause's end may hang on a verb."""
    if hit.verb.place not in ("before", "either", "phrase", "join", "become") or not hit.verb.sure:
        return False
    rest = masked[hit.end : end].lstrip()
    return not _MODIFIES.match(rest) and _place(hit, rest) in ("before", "phrase", "join", "become")


def _place(hit: Hit, rest: str) -> str | None:
    """Where the thing stands for this use of the verb; None where it is no predicate."""
    verb = hit.verb
    place = verb.place
    if place == "phrase":
        if verb.complements and verb.complements.search(_phrase(rest)):
            return "phrase"
        place = verb.otherwise
    closed = not rest or _CLOSED.match(rest) is not None
    if place == "before":
        return "before" if closed else None
    if place == "either":
        if closed:
            return "before"
        return None if _NOUN_TAIL.match(rest) else "after"
    if place == "after":
        return None if closed or _NOUN_TAIL.match(rest) else "after"
    if place == "join" and closed and verb.form in _ENTERED:
        return "entered"
    return place if place in ("join", "become") and not closed else None


def _phrase(rest: str) -> str:
    """The complement: up to a joined verb or a trailing aside."""
    second = _SECOND.search(rest)
    return (rest[: second.start()] if second else rest).rstrip()
