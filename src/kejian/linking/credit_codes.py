"""Unified social credit codes of GB 32100: found in a text, with the check digit right."""

from collections.abc import Iterator

import regex

from kejian.language.normal import normal

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CODE = regex.compile(r"(?<![A-Za-z0-9])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![A-Za-z0-9])")


def is_code(text: str) -> bool:
    """Whether a text is such a code: 18 signs, of which the last checks the others.

    Signs 9 to 17 are the organisation's own code (GB 11714), which carries a check of its own.

    >>> is_code("91350100M000100Y43"), is_code("91350100M000100Y44"), is_code("123456789012345678")
    (True, False, False)
    """
    if len(text) != 18 or any(sign not in _SIGNS for sign in text):
        return False
    total = sum(_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(text[:17]))
    return _SIGNS[-total % 31] == text[17] and _own_check(text[8:16]) == text[16]


def _own_check(text: str) -> str:
    total = sum(int(sign, 36) * weight for sign, weight in zip(text, _WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def codes_in(text: str) -> Iterator[tuple[int, str]]:
    """Where codes begin in a text, and the codes.

    >>> list(codes_in("代码91350100M000100Y43，另有12345"))
    [(2, '91350100M000100Y43')]
    """
    for match in _CODE.finditer(normal(text)):
        if is_code(match.group()):
            yield match.start(), match.group()
