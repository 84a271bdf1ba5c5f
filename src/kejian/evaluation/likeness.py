"""When two forms of a text, a measure or a place count as the same."""

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Any

_MARKS = frozenset("*“”\"'‘’《》「」\\,")
# what a measure may carry without being another measure, in the order in which it is taken out
_AMOUNTS = (
    "累计",
    "新增",
    "共计",
    "总计",
    "共有",
    "达到",
    "约占",
    "占",
    "达",
    "共",
    "的",
    "数量",
    "总数",
    "数",
)
_NUMERALS = frozenset(".〇零一二三四五六七八九十百千万亿两/%")
_CLOSE_LENGTH = 4  # characters by which a surface may be longer than the gold one
_SAME_MEASURE, _SAME_PLACE = 0.7, 0.5


@lru_cache(maxsize=65536)
def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not (c.isspace() or c in _MARKS)).lower()


def bare(value: Any) -> str:
    """A text without white space, quotation and emphasis marks, in compatibility form and lower case.

    >>> bare("《Ａ 报告》")
    'a报告'
    """
    return _bare(str(value or ""))


def dice(a: Any, b: Any) -> float:
    """Dice coefficient of the character bigrams of two bare texts; 1 where they are equal.

    >>> dice("技术合同", "技术合同"), dice("技术", ""), round(dice("技术合同", "技术"), 2)
    (1.0, 0.0, 0.5)
    """
    return _dice(bare(a), bare(b))


@lru_cache(maxsize=65536)
def _dice(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    left, right = _bigrams(a), _bigrams(b)
    return 2 * (left & right).total() / (left.total() + right.total())


def _bigrams(text: str) -> Counter[str]:
    return Counter(text[k : k + 2] for k in range(len(text) - 1)) if len(text) > 1 else Counter([text])


def same_measure(a: Any, b: Any) -> bool:
    """Whether two phrases name one measure: one inside the other and not much longer, or alike."""
    left, right = _measure(bare(a)), _measure(bare(b))
    if not left or not right:
        return left == right
    short, long = sorted((left, right), key=len)
    if len(short) >= 2 and short in long and len(long) <= 2 * len(short) + 2:
        return True
    return _dice(left, right) >= _SAME_MEASURE


def _measure(text: str) -> str:
    for word in _AMOUNTS:
        text = text.replace(word, "")
    return text


def surface_likeness(a: Any, b: Any) -> int:
    """2 for the same surface, 1 for one inside the other with the same digits, else 0."""
    left, right = bare(a), bare(b)
    if left == right:
        return 2
    inside = bool(left) and bool(right) and (left in right or right in left)
    if inside and abs(len(left) - len(right)) <= _CLOSE_LENGTH and _digits(left) == _digits(right) != "":
        return 1
    return 0


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit() or c in _NUMERALS)


def same_place(a: Any, b: Any) -> bool:
    """Whether two sentences are the same place of a document."""
    left, right = bare(a), bare(b)
    return bool(left and right) and (left in right or right in left or _dice(left, right) >= _SAME_PLACE)


def same_value(a: Any, b: Any) -> bool:
    """Whether two values are the same number up to rounding, or both none."""
    if not (_is_number(a) and _is_number(b)):
        return a is None and b is None
    return bool(abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b)))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def same_subject(gold: Any, found: Any) -> bool:
    """Whether the found subject is the gold one or one is a part of the other; any where gold has none."""
    if gold is None:
        return True
    left, right = bare(gold), bare(found)
    return bool(right) and (left in right or right in left)


def same_actors(gold: Any, found: Any) -> bool:
    """Whether two lists have an actor in common, or are both empty."""
    if not isinstance(gold, list) or not isinstance(found, list):
        return False
    left, right = [a for x in gold if (a := bare(x))], [b for x in found if (b := bare(x))]
    return (not left and not right) or any(a in b or b in a for a in left for b in right)
