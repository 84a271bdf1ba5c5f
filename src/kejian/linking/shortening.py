"""The short forms that a name of a body can have by the general way in which Chinese shortens names.

Of each word its first character is kept or all of it, in order; the word that says what kind of body it is
keeps its own short form; nothing that tells it from others is left out: 哈尔滨工业大学, 哈工大.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

import regex
import rjieba

from kejian.linking.name_words import name_words
from kejian.linking.regions import region

_HAN = regex.compile(r"\p{Han}+")
_LINK = regex.compile(r"[与和及]")
_LONGEST, _SHORTEST = 24, 4  # characters of a name that is shortened
_WORDS = 5  # words beside the head that are looked at
_NATION, _TWO = "中国", 2  # what the company's name begins with, and how many words follow
_INITIALS = 4  # characters before a head that has a longer short form: 云湖工研院
_TOLD_APART = 2  # words that must be kept where one is left out


@lru_cache(maxsize=20_000)
def shortenings(form: str) -> frozenset[str]:
    """The short forms of a name in its normal form; empty where it has no head that is known.

    >>> "哈工大" in shortenings("哈尔滨工业大学"), "云大" in shortenings("云湖工业大学")
    (True, False)
    >>> sorted(shortenings("云湖大学"))
    ['云大']
    """
    if not _SHORTEST <= len(form) <= _LONGEST or not _HAN.fullmatch(form):
        return frozenset()
    legal = next((end for end in name_words().legal if form.endswith(end)), "")
    if legal:
        return _of_company(form[: -len(legal)])
    heads = name_words().heads
    head = next((word for word in heads if form.endswith(word) and len(form) > len(word) + 1), None)
    if head is None:
        return frozenset()
    known = name_words().own
    famous = name_words().famous
    found = {
        body + end
        for body, whole in _bodies(form[: -len(head)])
        for end in heads[head][: None if len(body) <= _INITIALS else 1]
        if _fits(body + end, form, whole=whole)
    }
    return frozenset(one for one in found if one not in known and famous.get(one, form) == form)


def _of_company(stem: str) -> frozenset[str]:
    """`中国商用飞机`: 中国商飞. Of other companies a brand stands for the whole."""
    if not stem.startswith(_NATION):
        return frozenset()
    tokens = _tokens(stem.removeprefix(_NATION).removesuffix("集团"))
    if len(tokens) != _TWO or tokens[1].startswith(name_words().business):
        return frozenset()  # what a company does tells it from no other
    return frozenset([_NATION + "".join(token[0] for token in tokens)])


def _fits(short: str, form: str, *, whole: bool) -> bool:
    """Long enough to be known again: two characters of two words only, with the head's."""
    return (2 if whole else 3) <= len(short) <= len(form) - 2


def _bodies(text: str) -> Iterator[tuple[str, bool]]:
    """What stands before the head in shorter forms, and whether it is a single word."""
    words = name_words()
    parent = next((word for word in words.parents if text.startswith(word)), "")
    rest = text[len(parent) :]
    if parent and (region(rest[:2]) or region(rest[:3])):
        yield from _forms(rest)  # 中国科学院深圳…: the place alone says which
    shorts = words.parents.get(parent, ("",))
    if rest and parent.endswith("院"):  # 国科大 is of the academy itself
        shorts = tuple(short for short in shorts if short.endswith("院"))
    for short, (form, whole) in product(shorts, [*_forms(rest, under=parent)] if rest else [("", True)]):
        yield short + form, whole and not parent


def _forms(text: str, *, under: str = "") -> Iterator[tuple[str, bool]]:
    """The words of a text, each as its first character or whole."""
    tokens = _tokens(text)
    if not 0 < len(tokens) <= _WORDS:
        return
    yield from ((form, len(tokens) == 1) for form in _chosen(tokens, under=under))
    link = _LINK.search(text)
    if link and link.start() > 1:  # 微系统与信息技术: the first part stands for both
        front = _tokens(text[: link.start()])
        if len(front) > 1:
            yield from ((form, False) for form in _chosen(front, under=under))


def _chosen(tokens: list[str], *, under: str) -> Iterator[str]:
    """The first word as its first character or whole, the others all in one of these ways."""
    droppable = name_words().droppable
    kept = [token for at, token in enumerate(tokens) if token not in droppable or (at == 0 and not under)]
    kept = kept or tokens[:1]
    told = len(kept) + bool(under) >= _TOLD_APART
    for words in (tokens, kept) if told and kept != tokens else (tokens,):
        for first in dict.fromkeys((words[0][0], words[0], words[0].removesuffix("市"))):
            yield first + "".join(word[0] for word in words[1:])
            yield first + "".join(words[1:])


def _tokens(text: str) -> list[str]:
    """The words of a text: a well-known place in front, then those of the dictionary, long ones halved."""
    front = next((text[:n] for n in range(min(len(text), 8), 1, -1) if region(text[:n])), "")
    found = [front] if front else []
    for token in rjieba.cut(_LINK.sub("", text[len(front) :])):
        half = len(token) // 2
        if len(token) > 3 and rjieba.has_word(token[:half]) and rjieba.has_word(token[half:]):
            found += [token[:half], token[half:]]
        else:
            found.append(token)
    return found
