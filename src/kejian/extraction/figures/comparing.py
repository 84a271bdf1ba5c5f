"""Numbers that a clause sets beside what was told before: 与上年的41篇相比, 低于全省61%的平均水平.

Such a number measures what the figure before it measures, of another time or of another subject.
"""

import re

from kejian.language.han import han_pattern

_LEVEL = r"的?(?:平均|整体|总体|先进|一般)?(?:水平|均值|平均值|平均数|比例|比重|数|值)"
# the words before and behind a number that another is set beside
_BEFORE = han_pattern(
    r"(?:^|[，@\p{Han}])(?P<verb>与|和|同|较|比|距离?|低于|高于|优于|不及|超过|超出|好于|快于|慢于)(?P<who>@的?|上年的|上届的|[\p{Han}]{2,8}?)(?:平均)?的?$"
)
_BEHIND = re.compile(rf"(?:{_LEVEL})?(?:相比|相较|比较|仍有|尚有|还有|有(?:一定|较大|明显)?差距|的差距)")
_OF_LEVEL = re.compile(_LEVEL)
_FIRST = frozenset("相比仍尚还有的平整总先一均水数值")  # how what stands behind such a number begins
_TIMES = ("@", "@的", "上年的", "上届的")


def set_beside(left: str, right: str) -> str | None:
    """Whose the number between ``left`` and ``right`` is that another is compared with.

    The empty string where only its time is another's, None where no number is compared with it.

    >>> set_beside("但与全省", "的平均水平相比"), set_beside("与@的", "相比增长"), set_beside("达到", "")
    ('全省', '', None)
    """
    m = _BEFORE.search(left) if right[:1] in _FIRST else None
    if m is None:
        return None
    if m["verb"] in ("与", "和", "同", "较", "比", "距", "距离"):
        if not _BEHIND.match(right):
            return None
    elif not _OF_LEVEL.match(right):
        return None
    return "" if m["who"] in _TIMES else m["who"]
