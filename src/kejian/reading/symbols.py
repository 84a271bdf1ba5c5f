"""Signs that symbol fonts put where Unicode has none, and raised figures."""

_SUPERSCRIPT = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
# Symbol and Wingdings put their signs at U+F000 + their code: the marks of lists, and a few of arithmetic
_SIGNS = dict.fromkeys((0x6C, 0x9F, 0xB7), "•") | {
    0x6E: "■",
    0x71: "□",
    0x75: "◆",
    0xA3: "≤",
    0xA7: "▪",
    0xA8: "□",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xD8: "➢",
    0xFC: "✓",
    0xFE: "☑",
}


def superscript(text: str) -> str:
    """The raised form of what Unicode has one for.

    >>> superscript("2"), superscript("①")
    ('²', '①')
    """
    return text.translate(_SUPERSCRIPT)


def sign(code: int) -> str | None:
    """The sign of a symbol font at ``code`` of the private use area; None where it is not known.

    >>> sign(0xF0B7), sign(0xE000)
    ('•', None)
    """
    return _SIGNS.get(code & 0xFF) if 0xF000 <= code <= 0xF0FF else None
