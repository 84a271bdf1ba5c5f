"""The character map from traditional to simplified script."""

from functools import cache

from kejian.vocabulary.loader import load, require


@cache
def simplified() -> dict[str, str]:
    """Traditional character → simplified character, one to one.

    >>> simplified()["億"]
    '亿'
    """
    data = load("script.yaml")
    old, new = ("".join(str(data.get(key, "")).split()) for key in ("traditional", "simplified"))
    require(
        bool(old) and len(old) == len(new),
        f"{len(old)} traditional and {len(new)} simplified characters",
        file="script.yaml",
        key="simplified",
        expected="as many simplified characters as traditional ones, in the same order",
    )
    return dict(zip(old, new, strict=True))
