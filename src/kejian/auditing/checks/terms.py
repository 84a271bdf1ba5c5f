"""Words and codes in two spellings: a character taken for another, a letter or digit of a code."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

import regex

from kejian.auditing.body import Body, remark
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import Value
from kejian.vocabulary.loader import load, require

NAME = "terms"
_FILE = "spellings.yaml"
_HAN = regex.compile(r"\p{Han}+")
_CODE = regex.compile(r"(?<![A-Za-z0-9-])[A-Za-z]{1,8}[-‐]?[A-Za-z0-9]*\d[A-Za-z0-9-]{0,12}(?![A-Za-z0-9-])")
_UNTIL = regex.compile(r"截止(?:到|至)?(?:(?:19|20)?\d{2}年|\d{1,2}月|目前|今年|去年|年底|年末|上年|本)")
_LATIN = regex.compile(r"(?<![A-Za-z0-9.@/_-])[A-Za-z]{2,12}(?:-[A-Za-z]{2,12})?(?![A-Za-z0-9.@/_-])")
_SHORTEST_CODE = 4
_SHARED, _SURE = (
    3,
    8,
)  # characters beside a code that tell it is of the same thing, if it stands more often or not
_WINDOWS = ((2, 2), (1, 2), (2, 1), (3, 0))  # characters before and after one that was taken for another
_OFTEN = 2  # times that the usual form stands


class Spellings(Value, frozen=True, kw_only=True):
    """`spellings.yaml`: ``usual`` and ``slips`` as pairs, ``alike`` from a character to those like it."""

    usual: tuple[tuple[str, str], ...]
    slips: tuple[tuple[str, str], ...]
    alike: dict[str, str]


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
    return Spellings(usual=pairs["usual"], slips=pairs["slips"], alike=dict(alike))


def check(body: Body) -> list[Finding]:
    """Look for both spellings in each document."""
    found: list[Finding] = []
    for read in body.reads:
        text = normal(read.document.text)
        found += [*_spellings(read, text), *_codes(read, text), *_confused(read, text), *_cases(read, text)]
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


def _codes(read: Read, text: str) -> Iterator[Finding]:
    """A code that stands once, a letter or digit from one that stands more often beside the same words."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in _CODE.finditer(text):
        if len(match[0]) >= _SHORTEST_CODE:
            places[match[0]].append(match.span())
    near: dict[str, list[str]] = defaultdict(list)
    for code in places:
        for at in range(len(code)):
            near[f"{code[:at]}\0{code[at + 1 :]}"].append(code)
        near["".join(sorted(code))].append(code)  # two characters changed about
    seen: set[tuple[str, str]] = set()
    for alike in near.values():
        for a, b in combinations(sorted(set(alike)), 2) if len(alike) < 20 else ():
            if (a, b) in seen:
                continue
            seen.add((a, b))
            few, many = sorted((places[a], places[b]), key=len)
            asked = _SHARED if len(many) > 1 else _SURE
            if len(few) == 1 and any(_same_neighbours(text, few[0], span, most=asked) for span in many):
                one, other = (text[slice(*spans[0])] for spans in (few, many))
                case = tell("terms.code", one=one, other=other)
                yield remark(NAME, read.document, Severity.DOUBT, case, few[0], many[0])


def _same_neighbours(text: str, one: tuple[int, int], other: tuple[int, int], *, most: int) -> bool:
    """Whether the same words stand before or after two places."""
    before = [regex.sub(r"[\s“”]", "", text[max(a - 12, 0) : a]) for a, _ in (one, other)]
    after = [regex.sub(r"[\s“”]", "", text[b : b + 12]) for _, b in (one, other)]
    left = _common(before[0][::-1], before[1][::-1])
    right = _common(after[0], after[1])
    return bool(regex.search(r"\p{Han}", left + right)) and len(left) + len(right) >= most


def _common(one: str, other: str) -> str:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b or regex.match(r"[，。；：、]", a):
            break
        count += 1
    return one[:count]


def _cases(read: Read, text: str) -> Iterator[Finding]:
    """One Latin word in two spellings: GDP and Gdp, WiFi and Wi-Fi."""
    places: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for match in _LATIN.finditer(text):
        places[regex.sub(r"[-\s]", "", match[0]).casefold()].setdefault(match[0], match.span())
    for forms in places.values():
        if len(forms) > 1 and any(form.upper() == form or "-" in form for form in forms):
            case = tell("terms.forms", forms="、".join(forms))
            yield remark(NAME, read.document, Severity.STYLE, case, *sorted(forms.values())[:4])


def _confused(read: Read, text: str) -> Iterator[Finding]:
    """A word that stands once where one with a character that looks or sounds like it stands more often."""
    alike = spellings().alike
    counted: dict[int, Counter[str]] = {
        size: Counter(text[i : i + size] for i in range(len(text) - size + 1)) for size in (4, 5)
    }
    taken: set[int] = set()
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
