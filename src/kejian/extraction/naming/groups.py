"""Features of candidates in groups: several that depend on the same few things are made together.

Many candidates share a group, so what its features score together is worked out once (`weights`). A group is
the function that makes its features and what it makes them from.
"""

from collections.abc import Callable

Group = tuple[Callable[..., list[str]] | str | int | bool, ...]


def features_of(group: Group) -> list[str]:
    """The features that are made from a group.

    >>> features_of((lengths, 3, 1, False))
    ['length=3', 'single=1,False']
    """
    made: Callable[..., list[str]] = group[0]  # type: ignore[assignment]
    return made(*group[1:])


def ending_of(form: str, tail: str, kind: str, whole: bool) -> list[str]:
    """Of the form of a candidate and the word it ends in, which is that of a ``kind``, or ``whole``."""
    return [
        "bias",
        "form=" + form,
        "tail=" + tail,
        "kind=" + kind,
        f"form,kind={form},{kind}",
        f"tail=all:{whole}",
    ]


def holding(kind: str, conjunction: str, verb: bool, office: bool) -> list[str]:
    """Of words inside: a verb, 和 (what stands before it ends in a word of a kind), an office."""
    return [
        *(["verb inside"] if verb else []),
        *(["和 inside", f"和 after {conjunction},{kind}"] if conjunction else []),
        *(["office inside"] if office else []),
    ]


def lengths(length: int, single: int, alone: bool) -> list[str]:
    """Of its length in pairs of characters, and how many of its words (or all) are one character."""
    return [f"length={length}", f"single={single},{alone}"]


def common(size: int, kind: str, generic: bool, nearly: bool, unknown: int) -> list[str]:
    """Of the number of its words, whether all or all but one are generic, how many no dictionary has."""
    return [f"tokens,kind={size},{kind}", f"generic={generic},{nearly},{kind}", f"unknown={unknown},{kind}"]


def sorts(latin: bool, digit: bool, kind: str, place: bool, several: bool) -> list[str]:
    """Of letters and digits in it, and whether it begins with a place."""
    return [f"latin={latin},digit={digit},{kind}", f"place={place},{several},{kind}"]


def times(often: int, several: bool, bordered: bool, han: bool) -> list[str]:
    """Of how often it stands in the document, whether behind ``several`` characters, and what is before."""
    fixed = [f"leftfixed={often > 1 and not several},{han}"] if bordered else []
    return [f"times={often},{several}", *fixed]


def rareness(highest: int, lowest: int, form: str, kind: str, place: bool, long: bool) -> list[str]:
    """Of how rare the words before its ending are."""
    rare = f"{highest},{lowest}"
    return [f"rare={rare},{form},{kind}", f"rare={rare},{place},{long}"]


def opening(rare: int, tag: str, kind: str) -> list[str]:
    """Of how rare its first word is that is no quote."""
    return [f"firstrare={rare},{tag},{kind}"]


def unheard(at: str, long: bool, kind: str) -> list[str]:
    """Of which of its first four words no dictionary has."""
    return [f"unknownat={at},{long},{kind}"]
