"""Words and codes in two spellings: a character taken for another, a letter or digit of a code."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

import regex
import rjieba

from kejian.auditing.body import Body, remark
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.linking.indicators import indicators
from kejian.model import EntityType, Value
from kejian.vocabulary.loader import load, require

NAME = "terms"
_FILE, _SOUNDS = "spellings.yaml", "homophones.yaml"
_HAN = regex.compile(r"\p{Han}+")
_UNTIL = regex.compile(r"截止(?:到|至)?(?:(?:19|20)?\d{2}年|\d{1,2}月|目前|今年|去年|年底|年末|上年|本)")
_LATIN = regex.compile(r"(?<![A-Za-z0-9.@/_-])\d?[A-Za-z]{1,12}(?:-[A-Za-z]{2,12})?(?![A-Za-z0-9.@/_-])")
_WINDOWS = ((2, 2), (1, 2), (2, 1), (3, 0))  # characters before and after one that was taken for another
_KNOWN = 3  # times that a word stands which another two characters sound like
_MOST = 20  # places of a word that are looked at
_QUOTED = regex.compile(r"“[^”]{1,40}”|《[^》]{1,60}》")
_CAPITALS = regex.compile(r"(?<![A-Za-z0-9])[A-Z]{3,8}(?![A-Za-z0-9])")
# characters that make another thing of words around them, or stand alone as a word
_TELLS = regex.compile(
    r"[一二三四五六七八九十百千万亿两几各每某本该我其全首第不未非无有是为和与及或的了在从到至由向对把被将已可能会要应须更最较比同等多少大小高低上中下内外前后左右东西南北新旧老男女省市区县国年月日季]"
)
_OFTEN = 2  # times that the usual form stands


class Spellings(Value, frozen=True, kw_only=True):
    """`spellings.yaml`: ``usual`` and ``slips`` as pairs, ``alike`` from a character to those like it.

    ``words`` are words that the dictionary does not have.
    """

    usual: tuple[tuple[str, str], ...]
    slips: tuple[tuple[str, str], ...]
    alike: dict[str, str]
    words: frozenset[str]


@cache
def spellings() -> Spellings:
    """The spellings; raises `VocabularyError` with the place of a mistake."""
    data = load(_FILE)
    pairs: dict[str, tuple[tuple[str, str], ...]] = {}
    for name in ("usual", "slips"):
        entry = data.get(name)
        fits = isinstance(entry, dict) and all(isinstance(others, list) for others in entry.values())
        require(fits, f"{name} is {entry!r:.40}", file=_FILE, key=name, expected="a spelling: [others]")
        pairs[name] = tuple(
            (str(one), str(other)) for one, others in (entry or {}).items() for other in others
        )
    groups = data.get("alike")
    listed = isinstance(groups, list) and all(isinstance(group, str) for group in groups)
    require(listed, f"alike is {groups!r:.40}", file=_FILE, key="alike", expected="a list of characters")
    alike: dict[str, str] = defaultdict(str)
    for group in groups or ():
        for char in group:
            alike[char] += group.replace(char, "")
    words = data.get("words")
    named = isinstance(words, list) and all(isinstance(word, str) for word in words)
    require(named, f"words is {words!r:.40}", file=_FILE, key="words", expected="a list of words")
    return Spellings(
        usual=pairs["usual"], slips=pairs["slips"], alike=dict(alike), words=frozenset(words or ())
    )


@cache
def homophones() -> dict[str, str]:
    """From a character to those that sound like it; raises `VocabularyError` with the place of a mistake."""
    groups = load(_SOUNDS).get("homophones")
    listed = isinstance(groups, list) and all(isinstance(group, str) for group in groups)
    require(listed, "homophones is no list", file=_SOUNDS, key="homophones", expected="a list of characters")
    found: dict[str, str] = defaultdict(str)
    for group in groups or ():
        for char in group:
            found[char] += group.replace(char, "")
    return dict(found)


def check(body: Body) -> list[Finding]:
    """Look for both spellings in each document."""
    found: list[Finding] = []
    for read in body.reads:
        text = normal(read.document.text)
        found += [*_spellings(read, text), *_cases(read, text), *_letters(read, text)]
        taken: set[int] = set()
        found += [*_confused(read, text, taken), *_typed(read, text, taken)]
    return found


def _spellings(read: Read, text: str) -> Iterator[Finding]:
    for usual, other in spellings().usual:
        one, two = text.find(usual), text.find(other)
        if one >= 0 and two >= 0:
            spans = ((two, two + len(other)), (one, one + len(usual)))
            yield remark(
                NAME,
                read.document,
                Severity.STYLE,
                tell("terms.two_spellings", found=other, usual=usual),
                *spans,
            )
    for match in _UNTIL.finditer(text):
        yield remark(NAME, read.document, Severity.DOUBT, tell("terms.until"), match.span())
    for usual, other in spellings().slips:
        at = text.find(other)
        if at >= 0:
            yield remark(
                NAME,
                read.document,
                Severity.DOUBT,
                tell("terms.slip", found=other, usual=usual),
                (at, at + len(other)),
            )


def _cases(read: Read, text: str) -> Iterator[Finding]:
    """One Latin word in two spellings: GDP and Gdp, WiFi and Wi-Fi."""
    places: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for match in _LATIN.finditer(text):
        if len(match[0]) > 1:
            places[regex.sub(r"[-\s]", "", match[0]).casefold()].setdefault(match[0], match.span())
    for forms in places.values():
        if len(forms) > 1 and any(form.upper() == form or "-" in form for form in forms):
            case = tell("terms.forms", forms="、".join(forms))
            yield remark(NAME, read.document, Severity.STYLE, case, *sorted(forms.values())[:4])


def _letters(read: Read, text: str) -> Iterator[Finding]:
    """A word in capitals that stands once, with its letters changed about: PTC for PCT."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in _CAPITALS.finditer(text):
        places[match[0]].append(match.span())
    alike: dict[str, list[str]] = defaultdict(list)
    for word in places:
        alike["".join(sorted(word))].append(word)
    for words in alike.values():
        for one, other in combinations(sorted(words, key=lambda w: len(places[w])), 2):
            (start, end), *more = places[one]
            beside = text[start - 2 : start], text[end : end + 2]
            if not more and any(_HAN.fullmatch(side) and _beside(text, other, side) for side in beside):
                case = tell("terms.confused", found=one, usual=other, times=len(places[other]))
                yield remark(NAME, read.document, Severity.DOUBT, case, (start, end), places[other][0])


def _beside(text: str, word: str, side: str) -> bool:
    return word + side in text or side + word in text


def _typed(read: Read, text: str, taken: set[int]) -> Iterator[Finding]:
    """Two characters that make no word and stand once, where a word that sounds alike stands more often."""
    entities = [e for e in read.facts.entities if e.type is not EntityType.FACILITY]  # 研法中心 may be one
    named = {at for e in entities for start, end in e.mentions for at in range(start, end)}
    named.update(at for match in _QUOTED.finditer(text) for at in range(*match.span()))
    pairs: dict[str, list[int]] = defaultdict(list)
    for at in range(len(text) - 1):
        pairs[text[at : at + 2]].append(at)
    known = _of_indicators()
    often = [
        word
        for word, places in pairs.items()
        if (len(places) >= _KNOWN or word in known)
        and rjieba.has_word(word)
        and not all(_goes_on(text, at) for at in places[:_MOST])
    ]
    for usual in often:
        for pair in _sounding(usual) if _HAN.fullmatch(usual) else ():
            places = pairs.get(pair, [])
            if len(places) != 1 or _TELLS.search(pair):
                continue
            at = places[0]
            if at in taken or at in named or at + 1 in taken or at + 1 in named or _is_in_word(text, at):
                continue
            taken.update((at, at + 1))
            first = pairs[usual][0]
            case = tell("terms.confused", found=pair, usual=usual, times=len(pairs[usual]))
            yield remark(NAME, read.document, Severity.DOUBT, case, (at, at + 2), (first, first + 2))


def _goes_on(text: str, at: int) -> bool:
    """Whether a pair is part of a longer word: 效期 of 有效期."""
    return any(rjieba.has_word(text[max(at - left, 0) : at + right]) for left, right in ((1, 2), (0, 3)))


@cache
def _of_indicators() -> frozenset[str]:
    """Pairs of characters in the names of well-known indicators: their words need not stand often."""
    names = [name for one in indicators().values() for name in one.names]
    return frozenset(name[at : at + 2] for name in names for at in range(len(name) - 1))


def _sounding(pair: str) -> Iterator[str]:
    """The pair with one character exchanged for one that sounds alike."""
    yield from (pair[0] + char for char in homophones().get(pair[1], ""))
    yield from (char + pair[1] for char in homophones().get(pair[0], ""))


def _is_in_word(text: str, at: int) -> bool:
    """Whether a pair, or one of its characters with what stands beside, makes a word."""
    around = [text[at : at + 2], text[max(at - 1, 0) : at + 1], text[at + 1 : at + 3]]
    around += [text[max(at - 1, 0) : at + 2], text[at : at + 3]]
    return any(rjieba.has_word(word) or word in spellings().words for word in around)


def _confused(read: Read, text: str, taken: set[int]) -> Iterator[Finding]:
    """A word that stands once where one with a character that looks or sounds like it stands more often."""
    alike = spellings().alike
    counted: dict[int, Counter[str]] = {
        size: Counter(text[i : i + size] for i in range(len(text) - size + 1)) for size in (4, 5)
    }
    for at, char in enumerate(text):
        for other in alike.get(char, ""):
            for before, after in _WINDOWS:
                start, end = at - before, at + after + 1
                window = text[max(start, 0) : end]
                if start < 0 or len(window) < before + after + 1 or not _HAN.fullmatch(window):
                    continue
                usual = window[:before] + other + window[before + 1 :]
                times = counted[len(window)]
                if times[window] == 1 and times[usual] >= _OFTEN and at not in taken:
                    taken.add(at)
                    first = text.find(usual)
                    case = tell("terms.confused", found=window, usual=usual, times=times[usual])
                    spans = ((start, end), (first, first + len(usual)))
                    yield remark(NAME, read.document, Severity.DOUBT, case, *spans)
