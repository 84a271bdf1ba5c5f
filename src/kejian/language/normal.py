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


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    table |= {ord(a): b for a, b in simplified().items()}
    return table | {ord(a): b for a, b in _SIGNS.items()}


@cache
def _changed() -> re.Pattern[str]:
    """Runs of what is changed: most of a text is not, and looking up each of its characters takes longer."""
    changed = f"[{re.escape(''.join(map(chr, sorted(_table()))))}]"
    return re.compile(f"{changed}{changed}*")  # a set first: it is faster searched for than {changed}+


@cache
def _script() -> tuple[re.Pattern[str], dict[int, str]]:
    table = {ord(a): b for a, b in simplified().items()} | {
        ord(a): b for a, b in zip("「」『』", "“”‘’", strict=True)
    }
    return re.compile(f"[{re.escape(''.join(map(chr, table)))}]"), table


def plain_script(text: str) -> str:
    """``text`` in simplified script with its quotation marks, of the same length; all else stays.

    >>> plain_script("「兩萬」件，１２％")
    '“两万”件，１２％'
    """
    pattern, table = _script()
    return text if text.isascii() else pattern.sub(lambda m: table[ord(m[0])], text)


def normal(text: str) -> str:
    """``text`` in simplified script with half-width letters, digits and marks; of the same length.

    >>> normal("兩萬三千億元，１２．５％")
    '两万三千亿元,12.5%'
    """
    return text if text.isascii() else _changed().sub(lambda m: m[0].translate(_table()), text)
