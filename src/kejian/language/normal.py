"""The normal form of a text: one character for one character, so that every offset stays what it was."""

import re
from functools import cache

from kejian.vocabulary.script import simplified

# what one character can become; what would need two (㎏, ½, Ⅻ) stays as it is
_SIGNS = {
    "　": " ",
    "\u00a0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u202f": " ",
    "○": "〇",
    "◯": "〇",
    "−": "-",
    "﹣": "-",
    "‐": "-",
    "‑": "-",
    "–": "—",
    "―": "—",
    "─": "—",
    "～": "~",
    "〜": "~",
    "∼": "~",
    "〰": "~",
    "￥": "¥",
    "￡": "£",
    "μ": "µ",
    "Ω": "Ω",
    "℅": "%",
    "﹪": "%",
    "『": "“",
    "』": "”",
    "「": "“",
    "」": "”",
    '"': '"',
    "∶": ":",
    "︰": ":",
    "⁄": "/",
    "∕": "/",
    "≧": "≥",
    "≦": "≤",
    "⩾": "≥",
    "⩽": "≤",
}
_FEW = 32  # characters that are faster replaced one after the other


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    table |= {ord(a): b for a, b in simplified().items()}
    table |= {ord(a): b for a, b in _SIGNS.items()}
    return {code: char for code, char in table.items() if char != chr(code)}


@cache
def _changed() -> re.Pattern[str]:
    """What is changed: most of a text is not, and looking up each of its characters takes longer."""
    return re.compile(f"[{re.escape(''.join(map(chr, sorted(_table()))))}]")


@cache
def _script() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {a: b for a, b in simplified().items() if a != b}
    table |= zip("「」『』", "“”‘’", strict=True)
    return re.compile(f"[{re.escape(''.join(table))}]"), table


def plain_script(text: str) -> tuple[str, int]:
    """``text`` in simplified script with its quotation marks, and how many characters that changes.

    It is as long; all else stays.

    >>> plain_script("「兩萬」件，１２％")
    ('“两万”件，１２％', 4)
    """
    pattern, table = _script()
    return (text, 0) if text.isascii() else pattern.subn(lambda m: table[m[0]], text)


def normal(text: str) -> str:
    """``text`` in simplified script with half-width letters, digits and marks; of the same length.

    >>> normal("兩萬三千億元，１２．５％")
    '两万三千亿元,12.5%'
    """
    if text.isascii():
        return text
    table, changed = _table(), set(_changed().findall(text))
    if len(changed) > _FEW:
        return text.translate(table)
    for char in changed:  # no character is changed into one that is
        text = text.replace(char, table[ord(char)])
    return text
