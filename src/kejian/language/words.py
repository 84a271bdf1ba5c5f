"""Amounts that are said in words: 翻一番, half, two thirds, and currencies that stand before their amount.

All functions take text in normal form.
"""

import re
from decimal import Decimal
from functools import cache

import regex

from kejian.language.expressions import Quantity
from kejian.language.ordinals import Place
from kejian.language.units import english_noun
from kejian.model import MentionKind as Kind
from kejian.vocabulary.units import units

_D = Decimal
_DOUBLING = re.compile(
    r"翻(?:了)?(?:整整|足足)?(?P<near>将近|接近|近|约)?(?:(?P<n>[一两二三四五]|\d)番|(?P<fold>[一两二三四五]|\d)倍|番|倍)(?P<more>多)?"
)
_COUNT = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: tens * 10
    for tens, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SCALE = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
_ORDINAL = {
    w: n
    for n, w in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
_PART = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_WORDS = re.compile(
    rf"(?:{'|'.join([*_ONES, *_SCALE, 'a'])})(?:[ -](?:and )?(?:{'|'.join([*_ONES, *_SCALE])}))*(?![A-Za-z])",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[ -](half|third|quarter|fourth|fifth|sixth|eighth|tenth)s?\b", re.IGNORECASE)
_RANKED = re.compile(
    r"(?:rank(?:ed|s|ing)?|plac(?:ed|es|ing)|came|finished|stood|stands|is|was)(?: at| in| the)* $",
    re.IGNORECASE,
)
_RANK_NOUN = re.compile(
    r" (?:place|largest|biggest|highest|in the world|worldwide|globally|nationally|among)\b", re.IGNORECASE
)


def doubling_at(text: str, at: int) -> Quantity | None:
    """The growth that 翻番 at ``at`` says: 翻一番 is 1, 翻两番 is 3."""
    found = _DOUBLING.match(text, at)
    if not found:
        return None
    word = found["n"] or "一"
    times = int(word) if word.isdigit() else _COUNT[word]
    value = _D(2**times - 1)
    if found["fold"]:
        value = _D(int(found["fold"]) if found["fold"].isdigit() else _COUNT[found["fold"]])
    high = value + 1 if found["more"] else value
    low = _D(value / 2) if found["near"] else value
    about = bool(found["more"] or found["near"])
    return Quantity(at, found.end(), Kind.RATIO, value, "1", low, high, more=about)


# currencies that are named before an amount in their own main unit: 港币500万元, 欧元3亿
_NAMED_BEFORE = (
    "港币",
    "港元",
    "台币",
    "美元",
    "欧元",
    "日元",
    "英镑",
    "韩元",
    "澳元",
    "加元",
    "新元",
    "澳门币",
)


@cache
def _currency() -> "regex.Pattern[str]":
    names = [name for name, entry in units().names.items() if entry[1] is Kind.MONEY]
    codes = sorted((n for n in names if not n[0].islower() and n[0] < "⺀"), key=len, reverse=True)
    foreign = sorted((n for n in names if n.endswith(_NAMED_BEFORE)), key=len, reverse=True)
    return regex.compile(
        rf"(?:(?<![A-Za-z])(?:{'|'.join(map(regex.escape, codes))})|(?:{'|'.join(foreign)})) ?$"
    )


def currency_before(text: str, at: int, floor: int) -> tuple[int, str] | None:
    """Where the currency before the amount at ``at`` starts, and its code: US$3, RMB 30 million."""
    last = text[at - 1] if at > floor else ""
    if last == " ":
        last = text[at - 2] if at - 2 >= floor else ""
    if not last or not (last in "$¥€£₩₹₽币元镑" or "A" <= last <= "Z" or last == "s"):
        return None
    start = max(floor, at - 6)
    found = _currency().search(text[start:at])
    if not found:
        return None
    return start + found.start(), units().names[found.group().strip()][0]


def english_word_at(text: str, at: int) -> Quantity | Place | None:
    """The English number word at ``at``: two new laboratories, two thirds, ranked third."""
    word = re.match(r"[A-Za-z]+", text[at : at + 12])
    if not word:
        return None
    first = word.group().lower()
    if first in _ORDINAL:
        end = at + len(first)
        if _RANKED.search(text[max(0, at - 16) : at]) or (first != "first" and _RANK_NOUN.match(text, end)):
            return Place(at, end, Kind.RANK, _D(_ORDINAL[first]), "rank")
        return None
    if first == "half":
        return (
            Quantity(at, at + 4, Kind.SHARE, _D("0.5"), "1", _D("0.5"), _D("0.5"))
            if text.startswith(" of", at + 4)
            else None
        )
    if first in ("one", "a") and (part := _PARTS.match(text, at + len(first))):
        return _share(at, part.end(), _D(1), part.group(1))
    found = _WORDS.match(text, at)
    if not found or found.group().lower() in ("a", "one"):
        return None
    value = _value(found.group().lower())
    part = _PARTS.match(text, found.end())
    if part and value < 100:
        return _share(at, part.end(), value, part.group(1))
    noun = english_noun().match(text, found.end())
    if noun:
        return Quantity(at, noun.end(), Kind.QUANTITY, value, noun.group(1), value, value)
    if value < 13 and " " not in found.group():
        return None
    return Quantity(at, found.end(), Kind.NUMBER, value, None, value, value)


def _share(start: int, end: int, part: Decimal, word: str) -> Quantity:
    value = part / _PART[word.lower()]
    return Quantity(start, end, Kind.SHARE, value, "1", value, value)


def _value(words: str) -> Decimal:
    total = part = 0
    for word in re.split(r"[ -]", words):
        if word in _ONES:
            part += _ONES[word]
        elif word in _SCALE:
            scale = _SCALE[word]
            part = (part or 1) * scale
            if scale >= 1000:
                total, part = total + part, 0
        elif word == "a":
            part = 1
    return _D(total + part)


_LABELLED = re.compile(
    r"(?:Phase|Type|Level|Tier|Grade|Class|Stage|Article|No\.) ?(?:\d{1,4}[A-Za-z]?|[IVX]{1,4})\b"
)
_NTH = re.compile(r"(?P<n>\d{1,4})(?:st|nd|rd|th)\b(?P<century> century)?")
_TOP = re.compile(r"\b[Tt]op $")
# the 10 of top 10; contracts that top 50 billion yuan are ranked by nothing
_TOP_NUMBER = re.compile(
    r"\d{1,4}(?![\d.,%])(?! ?(?:hundred|thousand|million|billion|trillion|per ?cent|bn|mn)\b)"
)


def labelled_at(text: str, at: int) -> Place | None:
    """The label with its number at ``at``: Phase III, Type 2, No. 5."""
    found = _LABELLED.match(text, at)
    return Place(at, found.end(), Kind.ORDINAL) if found else None


def english_ordinal_at(text: str, at: int, floor: int) -> Place | None:
    """The ordinal in digits at ``at``: ranked 6th, the 3rd largest, 21st century; and the 10 of top 10."""
    ahead = text[max(floor, at - 16) : at]
    top = _TOP.search(ahead)
    if top:
        run = _TOP_NUMBER.match(text, at)
        if run:
            start = at - len(top.group())
            return Place(start, at + run.end(), Kind.RANK, _D(run.group()), "rank", "<=")
    found = _NTH.match(text, at)
    if not found:
        return None
    if found["century"]:
        return Place(at, found.end(), Kind.PERIOD)
    value = _D(found["n"])
    if _RANKED.search(ahead) or _RANK_NOUN.match(text, found.end()):
        return Place(at, found.end(), Kind.RANK, value, "rank")
    return Place(at, found.end(), Kind.ORDINAL, value)
