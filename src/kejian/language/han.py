"""Chinese characters for patterns of ``re``: it knows no ``\\p{Han}`` but is two to three times as fast."""

import re

# what stands inside [...]: the blocks of Chinese characters, radicals and iteration marks
HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5々〇\u3021-\u3029\u3038-\u303b"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9\U00020000-\U000323af"
)
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]|\\p\{Han\}|\\.")


def for_re(pattern: str) -> str:
    r"""A pattern of ``regex`` with ``\p{Han}``, inside sets or alone, written for ``re``.

    >>> import re
    >>> re.findall(for_re(r"[\p{Han}\d]{2,}|x\p{Han}"), "江3 x州")
    ['江3', 'x州']
    """
    return _CLASS.sub(
        lambda m: m[0].replace(r"\p{Han}", HAN) if m[0][0] == "[" else f"[{HAN}]" if "{" in m[0] else m[0],
        pattern,
    )


def han_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""A pattern with ``\p{Han}``, compiled by ``re``.

    >>> han_pattern(r"\p{Han}+").search("NO.1云州")[0]
    '云州'
    """
    return re.compile(for_re(pattern), flags)
