"""Stretches of a sentence that may be a name, and what speaks for and against each.

A candidate begins and ends where a word does and ends in a word that names end in (`研究院`, `大会`, `号`), in a
word no dictionary knows, in letters and digits, or in quotes. Whether it is a name is decided by `naming`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import regex
import rjieba

from importlib.resources import files

import yaml

_LONGEST = 40  # characters of a name outside book-title marks
_TOKENS = 14  # words of a name
_BOOK = regex.compile(r"《([^《》\n]{2,80})》")
_QUOTED = regex.compile(r"[“\"「『‘]([^“”\"「」『』‘’\n，。；]{1,30})[”\"」』’]")
_LATIN = regex.compile(r"[A-Za-z]")
_DIGIT = regex.compile(r"\d")
_HAN = regex.compile(r"\p{Han}")
_OPEN, _CLOSE = "“‘「『\"", "”’」』\""
_STOPS = frozenset("，。；：、！？,;:!?\t\n《》【】[]{}<>|…—~～→/\\*=+%‰")
# words that no name goes across
_BREAKS = frozenset("的了着是在于由从向对将把被据为以经就也均都已还又很最更各每该此其这那之")
_ENGLISH = frozenset("a an the in on at by with from to is was were are has have had its their this that which up down per".split())
_FUNCTION_TAGS = frozenset({"uj", "ul", "uz", "ud", "ug", "uv", "p", "c", "d", "r", "y", "e", "o", "zg", "f"})
_NAME_TAGS = frozenset({"ns", "nt", "nr", "nz", "nrt", "nrfg", "eng"})


@cache
def load(name: str) -> Any:
    return yaml.load(files("kejian.vocabulary").joinpath(name).read_text("utf-8"), Loader=yaml.CSafeLoader)


class Token(NamedTuple):
    """A word of a sentence: its span there, its text and its tag."""

    start: int
    end: int
    text: str
    tag: str


class Candidate(NamedTuple):
    """A stretch ``start:end`` of a sentence (offsets in the sentence) that may be a name.

    ``first`` and ``last`` are its tokens (half open); ``form`` is ``book`` or ``quote`` for what stands inside
    such marks, ``mixed`` where quotes are a part of it, else ``plain``.
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
def words() -> Words:
    """The words of ``names.yaml``, read once."""
    data = load("names.yaml")
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
        rf"(?<={titles})[ 　]?(?P<name>{name})(?=[，。、：；“（(\s]|$|{speech}|和|与|的|等|在|向|为|率|对|团队|一行)"
        rf"|(?<![\p{{Han}}])(?P<name>{name})(?=(?:{speech})[，。：、的“])"
        rf"|(?<=[，。“”：；\s]|^)(?P<name>{name})(?=(?:{titles})[，。：、的“])"
    )


@cache
def _segmenter() -> rjieba.Jieba:
    """The segmenter with the words that it would glue to their neighbours."""
    data = load("names.yaml")
    jieba = rjieba.Jieba()
    for word in {*data["segment"], *data["brands"], *data["bodies"], *(e for ends in data["ends"].values() for e in ends)}:
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
    if len(word) > 1 and word[-1] in "于在由与和为将获等" and not known(word):
        return word[:-1], word[-1]
    return (word,)


@cache
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
        if quotes or brackets or not _may_start(token) or (mixed and text[token.start] in _OPEN and text[end - 1] in _CLOSE):
            continue
        yield Candidate(token.start, end, first, last, "mixed" if mixed else "plain")


def _breaks(word: str) -> bool:
    """Whether no name goes across the word: 首条 and 首家, but 首届 begins the names of events."""
    return word in _BREAKS or word in words().breaks or word in _ENGLISH or (word[0] == "首" and word != "首届" and len(word) == 2)


def _is_latin(text: str) -> bool:
    return bool(_LATIN.search(text) or _DIGIT.search(text))


def _may_start(token: Token) -> bool:
    if token.text in words().no_start or token.tag in _FUNCTION_TAGS:
        return False
    return token.text in _OPEN or not token.text.islower() and (bool(_HAN.search(token.text)) or _is_latin(token.text))


class Counts(NamedTuple):
    """How often each candidate text stands in the document, and after which characters."""

    times: Mapping[str, int]
    before: Mapping[str, frozenset[str]]


def features(text: str, found: list[Token], candidate: Candidate, counts: Counts) -> list[str]:
    """What speaks for and against a candidate, as strings for a linear model."""
    table = words()
    name = text[candidate.start : candidate.end]
    inner = found[candidate.first : candidate.last]
    marks = 1 if candidate.form in ("book", "quote") else 0
    left = found[candidate.first - 1 - marks] if candidate.first > marks else None
    right = found[candidate.last + marks] if candidate.last + marks < len(found) else None
    tail = ending(name)
    kind = table.ends.get(tail, "brand" if tail in table.brands else "")
    first, last = inner[0], inner[-1]
    plain = [t for t in inner if t.text not in _OPEN + _CLOSE]
    generic = sum(t.text in table.generic for t in plain)
    unknown = sum(not known(t.text) and bool(_HAN.search(t.text)) for t in plain)
    single = sum(len(t.text) == 1 and bool(_HAN.match(t.text)) for t in plain)
    times = counts.times.get(name, 1)
    before = counts.before.get(name, frozenset())
    result = [
        "bias",
        f"form={candidate.form}",
        f"tail={tail}",
        f"kind={kind}",
        f"form,kind={candidate.form},{kind}",
        f"tail=all:{tail == name}",
        f"last={last.text}",
        f"lasttag={last.tag}",
        f"firsttag={first.tag}",
        f"first={first.text}",
        f"tags={first.tag},{last.tag},{kind}",
        f"left={left.text if left else '^'}",
        f"lefttag={left.tag if left else '^'}",
        f"right={right.text if right else '$'}",
        f"righttag={right.tag if right else '$'}",
        f"left,kind={left.text if left else '^'},{kind}",
        f"righttag,kind={right.tag if right else '$'},{kind}",
        f"length={min(len(name), 24) // 2}",
        f"tokens={len(plain)}",
        f"tokens,kind={len(plain)},{kind}",
        f"generic={generic == len(plain)},{generic >= len(plain) - 1},{kind}",
        f"unknown={min(unknown, 2)},{kind}",
        f"single={min(single, 3)},{len(plain) == single}",
        f"latin={bool(_LATIN.search(name))},digit={bool(_DIGIT.search(name))},{kind}",
        f"shape={_shape(name)}",
        f"times={min(times, 3)},{len(before) > 1}",
        f"last2={''.join(t.text for t in plain[-2:])}",
        f"alone={last.tag if len(plain) == 1 else ''},{len(plain) == 1 and known(last.text)},{len(name)}",
        f"lefttag,firsttag={left.tag if left else '^'},{first.tag}",
        f"left,right={left.text if left else '^'},{right.text if right else '$'}",
        f"tail,first={tail},{first.tag}",
        f"place={first.tag == 'ns' or first.text in table.places},{len(plain) > 1},{kind}",
    ]
    if marks:
        result.append(f"quoted,right={right.text if right else '$'},{candidate.form}")
        result.append(f"quoted,left={left.text if left else '^'},{candidate.form}")
    elif left is not None and len(left.text) == 1:
        result.append(f"leftfixed={times > 1 and len(before) == 1},{bool(_HAN.match(left.text))}")
    if any(t.tag == "v" for t in inner[1:-1]):
        result.append("verb inside")
    if first.tag in {"v", "vn", "a", "m", "q", "b"}:
        result.append(f"starts {first.tag},{kind}")
    if any(t.text in "和与及" for t in inner):
        result.append("和 inside")
    return result


def _shape(name: str) -> str:
    shape = []
    for c in name:
        s = "9" if c.isdigit() else "A" if c.isascii() and c.isalpha() else "汉" if _HAN.match(c) else c
        if not shape or shape[-1] != s:
            shape.append(s)
    return "".join(shape[:8])
