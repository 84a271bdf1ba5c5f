"""Stretches of a sentence that may be a name.

A candidate begins and ends where a word does and ends in a word that names end in (`研究院`, `大会`, `号`),
in a word no dictionary knows, in letters and digits, or in quotes. Which of them are names decides `naming`.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex
import rjieba

from kejian.vocabulary.loader import load

_LONGEST = 40  # characters of a name outside book-title marks
_TOKENS = 14  # words of a name
_BOOK = regex.compile(r"《([^《》\n]{2,80})》")
_QUOTED = regex.compile(r"[“\"「『‘]([^“”\"「」『』‘’\n，。；]{1,30})[”\"」』’]")
_LATIN = regex.compile(r"[A-Za-z]")
_DIGIT = regex.compile(r"\d")
_HAN = regex.compile(r"\p{Han}")
_FIRST = regex.compile(r"首[^届]")
_OPEN, _CLOSE = '“‘「『"', '”’」』"'
_STOPS = frozenset("，。；：、！？,;:!?\t\n《》【】[]{}<>|…—~～→/\\*=+%‰")
# words that no name goes across
_BREAKS = frozenset("用的了着是在于由从向对将把被据为以经就也均都已还又很最更各每该此其这那之")
_FUNCTION_TAGS = frozenset({"uj", "ul", "uz", "ud", "ug", "uv", "p", "c", "d", "r", "y", "e", "o", "zg", "f"})
_NAME_TAGS = frozenset({"ns", "nt", "nr", "nz", "nrt", "nrfg", "eng"})


class Token(NamedTuple):
    """A word of a sentence: its span there, its text and its tag."""

    start: int
    end: int
    text: str
    tag: str


class Candidate(NamedTuple):
    """A stretch ``start:end`` of a sentence (offsets in the sentence) that may be a name.

    ``first`` and ``last`` are its tokens (half open); ``form`` is ``book`` or ``quote`` for what stands
    inside such marks, ``mixed`` where quotes are a part of it, ``person`` for who speaks or holds an office,
    else ``plain``.
    """

    start: int
    end: int
    first: int
    last: int
    form: str


class Words(NamedTuple):
    """The words of ``names.yaml`` in the forms that lookups need."""

    ends: Mapping[str, str]  # ending → type
    longest: int
    brands: frozenset[str]
    no_start: frozenset[str]
    generic: frozenset[str]
    places: frozenset[str]
    deictic: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, str]
    breaks: frozenset[str]
    bodies: frozenset[str]
    person: regex.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    return load("names.yaml")


@cache
def words() -> Words:
    """The words of ``names.yaml``, read once."""
    data = _data()
    ends = {ending: kind for kind, endings in data["ends"].items() for ending in endings}
    brands = frozenset(data["brands"])
    return Words(
        ends=ends,
        longest=max(map(len, [*ends, *brands])),
        brands=brands,
        no_start=frozenset(data["no_start"]),
        generic=frozenset(data["generic"]),
        places=frozenset(data["places"]),
        deictic={ending: tuple(forms) for ending, forms in data["deictic"].items()},
        abbreviations=data["abbreviations"],
        breaks=frozenset(data["breaks"]),
        bodies=frozenset(data["bodies"]),
        person=_person(data),
    )


def _person(data: Mapping[str, Any]) -> regex.Pattern[str]:
    """A surname and one or two characters, after a title or before what only a person does."""
    name = rf"[{data['surnames']}]\p{{Han}}{{1,2}}?"
    titles, speech = "|".join(data["titles"]), "|".join(data["speech"])
    return regex.compile(
        rf"(?<={titles})[ 　]?(?P<name>{name})"
        rf"(?=[，。、：；“（(\s]|$|{speech}|和|与|的|等|在|向|为|率|对|团队|一行)"
        rf"|(?<![\p{{Han}}])(?P<name>{name})(?=(?:{speech})[，。：、的“])"
        rf"|(?<=[，。“”：；\s]|^)(?P<name>{name})(?=(?:{titles})[，。：、的“])"
    )


@cache
def _segmenter() -> rjieba.Jieba:
    """The segmenter with the words that it would glue to their neighbours."""
    data = _data()
    jieba = rjieba.Jieba()
    for word in {
        *data["segment"],
        *data["brands"],
        *data["bodies"],
        *(e for ends in data["ends"].values() for e in ends),
    }:
        if len(word) > 1 and _HAN.match(word) and not jieba.has_word(word):
            jieba.add_word(word, max(2000, jieba.suggest_freq(word)), "n")
    return jieba


def tokens(text: str) -> list[Token]:
    """The words of ``text`` with their tags; together they are the whole text."""
    found: list[Token] = []
    at = 0
    for word, tag in _segmenter().tag(text):
        for part in _parts(word, found[-1].text if found else ""):
            found.append(Token(at, at + len(part), part, tag))
            at += len(part)
    return found


def _parts(word: str, before: str) -> tuple[str, ...]:
    """A word that the segmenter guessed, without what it took from its neighbours: 年|鹭汀区, 片|于."""
    if len(word) > 1 and word[0] in "年月日届" and before[-1:].isdigit():
        return word[0], word[1:]
    if len(word) > 2 and word[0] in "为由在与和对向从据经" and not known(word):
        return word[0], word[1:]
    if len(word) > 1 and word[-1] in "于在由与和为将获等用说" and not known(word):
        return word[:-1], word[-1]
    return (word,)


@lru_cache(maxsize=65536)
def known(word: str) -> bool:
    """Whether the segmenter's dictionary has the word."""
    return bool(rjieba.has_word(word))


def ending(text: str) -> str:
    """The longest word that names end in and ``text`` ends in; empty if there is none."""
    table = words()
    for size in range(min(table.longest, len(text)), 0, -1):
        tail = text[-size:]
        if tail in table.ends or tail in table.brands:
            return tail
    return ""


def candidates(text: str, found: list[Token]) -> list[Candidate]:
    """All candidates of a sentence, in order of end."""
    result = []
    marked = []
    for match in _BOOK.finditer(text):
        marked.append(match.span())
        result.append(_span(found, match.start(1), match.end(1), "book"))
    inside = sorted(marked)
    for match in words().person.finditer(text):
        result.append(_span(found, *match.span("name"), "person"))
    for match in _QUOTED.finditer(text):
        if not any(a < match.start() < b for a, b in inside):
            result.append(_span(found, match.start(1), match.end(1), "quote"))
    for last in range(1, len(found) + 1):
        if _may_end(text, found, last) and not any(a < found[last - 1].end <= b for a, b in inside):
            result.extend(_ending_at(text, found, last))
    taken = {(c.start, c.end): c for c in reversed(result)}  # the form found first stays
    return sorted(taken.values(), key=lambda c: (c.end, c.start))


def _span(found: list[Token], start: int, end: int, form: str) -> Candidate:
    first = next((k for k, t in enumerate(found) if t.end > start), 0)
    last = next((k for k, t in enumerate(found) if t.end >= end), len(found) - 1) + 1
    return Candidate(start, end, first, last, form)


def _may_end(text: str, found: list[Token], last: int) -> bool:
    token = found[last - 1]
    if token.text in _STOPS or token.text.isspace():
        return False
    if token.text in _CLOSE:
        return True
    if _LATIN.search(token.text):
        return not token.text.islower()
    if token.tag in _NAME_TAGS:
        return True
    if _DIGIT.search(token.text):
        return last > 1 and not found[last - 2].text.isspace()
    if not _HAN.search(token.text):
        return False
    if ending(text[max(0, token.end - words().longest) : token.end]):
        return True
    return not known(token.text) or (len(token.text) == 1 and token.tag not in _FUNCTION_TAGS)


def _ending_at(text: str, found: list[Token], last: int) -> Iterator[Candidate]:
    end = found[last - 1].end
    quotes = brackets = 0
    mixed = False
    for first in range(last - 1, max(-1, last - 1 - _TOKENS), -1):
        token = found[first]
        if token.text in _STOPS or _breaks(token.text) or end - token.start > _LONGEST:
            return
        if token.text.isspace() and not (first and _is_latin(found[first - 1].text)):
            return
        if token.text in _CLOSE:
            quotes += 1
            mixed = True
        elif token.text in _OPEN:
            quotes -= 1
        elif token.text in ")）":
            brackets += 1
        elif token.text in "(（":
            brackets -= 1
        if quotes < 0 or brackets < 0:
            return
        if (
            quotes
            or brackets
            or not _may_start(token)
            or (mixed and text[token.start] in _OPEN and text[end - 1] in _CLOSE)
        ):
            continue
        yield Candidate(token.start, end, first, last, "mixed" if mixed else "plain")


def _breaks(word: str) -> bool:
    """Whether no name goes across the word: 首条 and 首家, but 首届 begins the names of events."""
    return word in _BREAKS or word in words().breaks or _FIRST.fullmatch(word) is not None


def _is_latin(text: str) -> bool:
    return bool(_LATIN.search(text) or _DIGIT.search(text))


def _may_start(token: Token) -> bool:
    if token.text in words().no_start or token.tag in _FUNCTION_TAGS:
        return False
    return token.text in _OPEN or (
        not token.text.islower() and (bool(_HAN.search(token.text)) or _is_latin(token.text))
    )
