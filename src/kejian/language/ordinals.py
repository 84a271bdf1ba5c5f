"""Ranks, ordinals, phases and the numbers of headings, lists and clauses.

All functions take text in normal form.
"""

import re
from decimal import Decimal
from typing import Any

import msgspec

from kejian import kinds
from kejian.language.han import han_pattern
from kejian.language.numerals import read_han
from kejian.model import MentionKind as Kind

_N = r"(?:\d{1,10}|[一二三四五六七八九十百两〇零]{1,6})"


class Place(msgspec.Struct, frozen=True, gc=False):
    """A rank, ordinal or structure number ``text[start:end]``."""

    start: int
    end: int
    kind: Kind
    value: Decimal | None = None
    unit: str | None = None
    sign: str = "="
    last: Decimal | None = None  # of 第2至第4位: 4


_ORDINAL = re.compile(rf"第 ?(?P<n>{_N})(?P<rest>.?.?)")
_STRUCTURE = re.compile(
    rf"第 ?{_N}(?:章|条(?!线|生产|跑道|航线)|节(?!课)|款(?!车|产品)|编|篇|页|版|部分|分册"
    rf"|附则)(?:(?:至|到|—|-|~|、)第 ?{_N}(?:章|条|节|款|页|版|部分))?"
)
_RANK_UNIT = re.compile(r"位|名|个|高位|大(?!道|街|楼|厦|医院|学|队)|高(?!峰|级|中|度|炉)|强|把交椅|梯队")
_WHICH = re.compile(
    r"分钟|小时|秒|届|次|批(?!次)|批次|代|轮|期|类|种|任|号|款|台|架|艘|座|家|项|条|颗|枚|年度|年|季|天|日|周|月|期|集|部|辑|卷|册|场|局|节|站|遍|趟|圈|拨|波|班|课|桶|口|道|排|门|学期|学年|回|幕|棒|茬|炉|船|桩|栋|幢|间|层|楼|人民医院|医院|例|只|份|张|组|版|阶段|梯队|工程局|研究所|设计院|研究院|分公司|中学|小学|大街|步|产业|实验室|医科大学|军医大学|机床厂|汽车|师|军|团|师范|附属|支队|大队|党支部|支部|书记|副|夫人|人称|作者|责任人"
)
_TOP = re.compile(rf"前 ?(?P<n>{_N})(?P<unit>位|名|强|大|席|甲)?")
_TOP_SHARE = re.compile(r"前 ?(?P<n>\d{1,3}(?:\.\d{1,3})?) ?(?P<of>[%‰])")
_FRONT = re.compile(
    r"[位列居入进跻身国省市球界区业类]$|排名$|稳居$|排在$|冲进$|保持$|跃居$|晋级$|跻身$|总量$|规模$|数量$"
)
_HEADED = han_pattern(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,4}|0\d|\d{1,2})(?P<behind>[.、．)](?!\d)|\s+(?=[\p{Han}A-Z“《]))"
)
_HAN_HEAD = han_pattern(r"(?P<number>[一二三四五六七八九十]{1,3})(?=[、.．]|(?:是|要)(?=[\p{Han}]))")
_BRACKETED = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})(?=\))")
_LABEL = re.compile(
    r"(?:(?<![发代外仪手])表|图|附表|附图|附件|附录|专栏|公式|式|注|案例|例|问题|Table|Figure|Fig\.|Chapter"
    r"|Section|Annex|Appendix|Box|Part) ?(?:\d{1,3}(?:[-.]\d{1,3})?"
    r"|[一二三四五六七八九十]{1,3})(?![\d%]|[.]\d)"
)
# how numbers of headings and labels begin, but for digits
_HEADS = frozenset("(一二三四五六七八九十表图附专公式注案例问TFCSABP")
_COUNTED = re.compile(r"[万亿余]|[篇张幅件]")  # 配图2张 is no label
_BOUNDARY = frozenset(",。;:、!?)”（( \t—-*·•")
_PHASE = re.compile(
    r"(?P<n>\d{1,3}(?:\.\d)?|[一二三四五六七八九十]{1,2}|I{1,3}|IV|VI{0,3}|Ⅰ|Ⅱ|Ⅲ|Ⅳ)(?P<what>类(?!似|别)|期(?!间|末|初|限|货|权|刊)|等(?:奖|功|座|舱)|级甲等|甲(?=医院))"
)
_STRONG = re.compile(
    r"(?:\d{1,4}|百|千|十|[一二三四五六七八九]?十|[一二三四五六七八九]百)强(?!化|调|度|烈|大|国|势|省|市|降|震)"
)
_RANKS = re.compile(rf"(?P<n>{_N}) ?(?:位|名)?(?:至|到|—|-|~)(?:第 ?)?(?P<last>{_N}) ?(?:位|名)")
_BOTH = ("并列", "同居", "并居")


_TIMES = frozenset(["年", "天", "日", "周", "月", "季", "分钟", "小时", "秒"])


def ordinal_at(text: str, at: int, floor: int) -> Place | None:
    """The expression that begins with 第 at ``at``."""
    clause = _STRUCTURE.match(text, at)
    if clause:
        return Place(at, clause.end(), kinds.STRUCTURE)
    found = _ORDINAL.match(text, at)
    if not found:
        return None
    value, end = _number(found["n"]), found.end("n")
    if value is None:
        return None
    if text[end : end + 1] in (",", ":") and (at == 0 or text[at - 1] in "。;!?: "):
        return Place(at, end, kinds.STRUCTURE)  # 第一,要…。第二,要…
    several = _RANKS.match(text, found.start("n"))
    if several and (last := _number(several["last"])) and value < last:
        return Place(at, several.end(), kinds.RANGE, value, "rank", last=last)
    rank = _RANK_UNIT.match(text, end)
    if rank:
        return Place(_joint(text, at, floor), rank.end(), kinds.RANK, value, "rank")
    which = _WHICH.match(text, end)
    if which:
        kind = kinds.PERIOD if which.group() in _TIMES else kinds.ORDINAL
        keep = which.end() if len(which.group()) <= 2 else end
        return Place(at, keep, kind, None, None) if kind is kinds.PERIOD else Place(at, keep, kind, value)
    return Place(_joint(text, at, floor), end, kinds.RANK, value, "rank")


def ranked_on(text: str, first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether ``second`` is a rank as ``first`` is one, named after it without 第: 5位 in 第2、5位."""
    if second.get("unit") not in ("位", "名"):
        return False
    listed = text[first["end"] : second["start"]] in ("、", "和", "与", "及")
    return listed and text[first["start"]] == "第" and text[first["end"] - 1] not in "位名"


def _joint(text: str, at: int, floor: int) -> int:
    """Where a shared rank begins: 并列第二."""
    return at - 2 if at - 2 >= floor and text[at - 2 : at] in _BOTH else at


def _number(word: str) -> Decimal | None:
    if word.isdigit():
        return Decimal(word)
    value, _, length = read_han(word)
    return value if length == len(word) else None


def top_at(text: str, at: int) -> Place | None:
    """The place among the first, at ``at``: 前十, 前20位, 前1%."""
    if share := _TOP_SHARE.match(text, at):
        part = Decimal(share["n"]) / (100 if share["of"] == "%" else 1000)
        return Place(at, share.end(), kinds.SHARE, part, "1", "<=")
    found = _TOP.match(text, at)
    if not found:
        return None
    value = _number(found["n"])
    following = text[found.end() : found.end() + 1]
    if value is None:
        return None
    if not found["unit"]:
        if (following.isalnum() and following < "一") or following in _NOT_TOP:
            return None
        if not _FRONT.search(text[max(0, at - 2) : at]) and following not in ",。;:、)” \n的行":
            return None
    return Place(at, found.end(), kinds.RANK, value, "rank", "<=")


_NOT_TOP = frozenset("年个月天周日季次期批项类款条家岁轮届场万亿千百十多余几分小时百")


def heading_at(text: str, at: int) -> Place | None:
    """The number of a heading or list item that begins the line at ``at``: 2.1, 02, 一、, （二）, 1."""
    if text[at : at + 1] not in _HEADS and not text[at : at + 1].isdecimal():
        return None
    for pattern in (_LABEL, _HEADED, _HAN_HEAD):
        found = pattern.match(text, at)
        if found:
            end = found.end("number") if "number" in pattern.groupindex else found.end()
            return Place(at, end, kinds.STRUCTURE)
    if text[at : at + 1] == "(":
        found = _BRACKETED.match(text, at + 1)
        if found:
            return Place(at + 1, found.end("number"), kinds.STRUCTURE)
    return None


def item_at(text: str, at: int) -> Place | None:
    """The number of a point in running text: …：一是…；二是…, （1）…, ①."""
    if (
        at
        and text[at - 1] in "("
        and (found := _BRACKETED.match(text, at))
        and (at < 2 or text[at - 2] in ",。;:、!? \t")
    ):
        return Place(at, found.end("number"), kinds.STRUCTURE)
    found = _HAN_HEAD.match(text, at) if at == 0 or text[at - 1] in _BOUNDARY else None
    if found and text[found.end() : found.end() + 1] in "是要":
        return Place(at, found.end("number"), kinds.STRUCTURE)
    return None


def label_at(text: str, at: int) -> Place | None:
    """The label of a table or figure at ``at``: 表1, 图2-3, Table 4."""
    found = _LABEL.match(text, at)
    counted = found and _COUNTED.match(text, found.end())
    return Place(at, found.end(), kinds.STRUCTURE) if found and not counted else None


def phase_at(text: str, at: int) -> Place | None:
    """The class, phase or prize at ``at``: 1类, III期, 一等奖, 50强."""
    strong = _STRONG.match(text, at)
    if strong:
        return Place(at, strong.end(), kinds.CODE)
    found = _PHASE.match(text, at)
    if not found:
        return None
    word, what = found["n"], found["what"]
    if what == "类" and ((word.isdigit() and int(word) > 9) or (len(word) > 1 and not word.isascii())):
        return None
    if what == "类" and not word[0].isdigit() and not _REGISTERED.match(text, found.end()):
        return None
    if what == "期" and word in ("两", "十", "几"):
        return None
    return Place(at, found.end(), kinds.ORDINAL)


_REGISTERED = re.compile(
    r"(?:创新)?(?:医疗器械|新药|创新药|生物制品|中药|化学药|改良|地区|水|土|人员|区域|建筑|甲)"
)
