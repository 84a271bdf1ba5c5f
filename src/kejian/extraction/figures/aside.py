"""Clauses that speak of others than whom the figures are told of: who says it, with or beside whom."""

import re

_SAID = re.compile(
    r"(?:数据|统计|资料|报告|记者|负责人|会上|书记|主任|局长|经理|院长|教授)[^，]{0,4}(?:显示|表明|介绍|表示|透露|说|指出|认为|坦言|获悉|了解到)$"
)
_SAID_ENDS = "示明绍露说出为言悉到"
_SHARE_ENDS = "占比到足过有仅只达约为"
_AMONG_THOSE = re.compile(
    r"[^，#@]{2,16}?(?<![其集大高当空手年])[中里][^，#]{2,20}(?:的|(?=占比))(?:约占|占比?|比[重例][为达]|不到|不足|超过|有|仅|只|达|约)+"
)
# what is done together with others is not theirs
_TOGETHER = re.compile(
    r"[@，\s]*(?:与|同|会同|联合)[^，#]{2,24}?(?:共建|共同|联合|合[作办建]|签[订署约])(?![^，#]{0,8}的)"
)
_DUE_TO = re.compile(r"[@，\s]*受[^，#]{2,20}(?:影响|拖累|带动|冲击|制约|推动|拉动|刺激)[，]?$")
# with what the figure is compared: 与全省平均水平的差距
_GAP_TO = re.compile(r"[@，\s]*(?:但|且)?(?:与|同|和|跟)[^，#]{2,14}?(?:的?差距|相比|相较|持平)")
# those counted before, by name: 新增4家，分别为甲公司和乙公司，累计11家
_NAMES_THEM = re.compile(r"[，@\s]*(?:(?:分别|依次)[为是]|包括|涵盖)")


def of_another(said: str, *, counts: bool) -> bool:
    """Whether the words of a clause, up to its number if it ``counts``, speak of others than its subject.

    They say who speaks, with whom or what something is compared, or what a share is one of.
    """
    if not counts and said.endswith("方面") and "“" in said:
        return True  # “新字号”方面，…
    if not counts and _NAMES_THEM.match(said):
        return True
    if "与" in said and "与" in said[:3] and _GAP_TO.match(said):
        return True
    if ("同" in said or "与" in said or "联合" in said) and _TOGETHER.match(said):
        return True
    if "受" in said and _DUE_TO.match(said):
        return True
    if counts:  # a share of those named first
        return said[-1] in _SHARE_ENDS and _AMONG_THOSE.fullmatch(said) is not None
    return said[-1] in _SAID_ENDS and _SAID.search(said) is not None
