"""The words beside a number; of those between two numbers, which are of the first and which of the second."""

import re

from kejian.extraction.figures.lines import NUMBER, Clause, Line
from kejian.extraction.figures.phrases import words
from kejian.language.han import han_pattern

_OF_THOSE = han_pattern(
    r"(?P<noun>\p{Han}{0,6}(?:部门|企业|单位|机构|高校|医院|学校|团队|平台|公司|家庭|县|市|区|户))的(?P<theirs>(?!比[例重]|占比)\p{Han}{2,10})"
)
# 30个高新区工业增加值达2425亿元: those counted, and what is measured of them
_THEIRS = han_pattern(
    r"(?P<noun>[\p{Han}A-Z&]{0,12}?(?:企业|公司|高新区|开发区|经开区|园区|城市|市州|地市|区县|县区|县市|高校|院校|院所|机构|单位|实验室|(?<!新|竞)项目|产业集群|[市县区省校](?=R&D|研发|平均|合计|共|累计|人均|技术|高新|规上|完成|实现|投入)))"
    r"(?P<theirs>(?!享受|获|减免|免征|少缴|领取|家|化|级|内|外|场|域|值|民|政|在|与|和|及)[\p{Han}A-Z&]{2,20})"
)
_RECEIVES = re.compile("享受|获")  # what they got is why they are counted: 1286家企业享受减免
OF_EACH = re.compile(r"[户人]均|平均|每[户人家]")


def beside(line: Line, k: int, clause: Clause, *, after: int = 0) -> tuple[str, str]:
    """The words left and right of a number, to the next number or the ends of its clause."""
    lo = clause.lo if clause.lo > after else after
    left, right = line.s[lo:k], line.s[k + 1 : clause.hi]
    if NUMBER in left:
        left = left[left.rindex(NUMBER) + 1 :]
    if NUMBER in right:
        right = right[: right.index(NUMBER)]
    return left, right


def before_next(right: str) -> str:
    """Of the words between two numbers the noun of the first: 12个部门的数据集80个, 9家医院装备机器人17台."""
    if m := _OF_THOSE.fullmatch(right):
        return m["noun"]
    if each := OF_EACH.search(right):
        return right[: each.start()]
    if counted := those_counted(right):
        return counted
    verb = words().predicate.search(right, 2)
    if verb is None or _RECEIVES.match(verb[0]) or len(right) - verb.end() < 3:
        return right
    return right[: verb.start()]


def those_counted(right: str) -> str | None:
    """The noun of those counted, where the words between two numbers go on with what is measured of them."""
    m = _THEIRS.fullmatch(right)
    return m["noun"] if m else None


def behind_first(left: str) -> str:
    """Of the words between two numbers those of the second: what follows the verb of the first's noun."""
    if left[0] in "，、和与及，；":
        return left
    if m := _OF_THOSE.fullmatch(left):
        return m["theirs"]
    if m := _THEIRS.fullmatch(left):
        return m["theirs"]
    verb = words().predicate.search(left, 1)
    if verb is None or left.startswith(("的", "以上", "左右")):
        return left
    return left[verb.end() :] if len(left) - verb.end() >= 2 else left[verb.start() :]
