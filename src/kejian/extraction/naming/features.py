"""What speaks for and against a candidate being a name, as strings for a linear model.

The features of where a name begins and of where it ends depend on one place each; many candidates share them,
so they are made once a sentence and decide which candidates are worth the features of the whole.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import msgspec

from kejian.extraction.naming.candidates import Candidate, candidates
from kejian.extraction.naming.words import UNHEARD, Token, ending, joined, tokens_of, word_of, words

_ANDS = frozenset("和与及")
_MARKED = frozenset({"book", "quote"})  # forms that stand inside marks
_BEGINNERS = frozenset({"v", "vn", "a", "m", "q", "b"})
BEFORE, AFTER = Token(0, 0, "^", "^", word_of("^", "^")), Token(0, 0, "$", "$", word_of("$", "$"))


class Laid(msgspec.Struct, frozen=True):
    """A sentence with its tokens and candidates."""

    text: str
    tokens: list[Token]
    candidates: list[Candidate]


# A maker of features, what they depend on, and the tokens it makes them from.
Edge = tuple[Callable[..., Iterable[str]], tuple[str, str], tuple[Token, ...]]


class Counts(msgspec.Struct, frozen=True):
    """How often each candidate text stands in the document, and after which characters."""

    times: Mapping[str, int]
    before: Mapping[str, set[str]]


def lay(texts: Iterable[str]) -> list[Laid]:
    """Tokens and all candidates of each sentence."""
    known = list(texts)
    return [
        Laid(text, found, candidates(text, found))
        for text, found in zip(known, tokens_of(known), strict=True)
    ]


def counts(laid: Iterable[Laid]) -> Counts:
    """How often each candidate's text is a candidate in the document, and what stands before it."""
    times: dict[str, int] = defaultdict(int)
    before: dict[str, set[str]] = defaultdict(set)
    for sentence in laid:
        text = sentence.text
        for candidate in sentence.candidates:
            start = candidate.start
            name = text[start : candidate.end]
            times[name] += 1
            before[name].add(text[start - 1 : start])
    return Counts(times=times, before=before)


def features(laid: Laid, candidate: Candidate, seen: Counts) -> list[str]:
    """All features of a candidate."""
    return [*edge_features(laid, candidate), *span_features(laid, candidate, seen)]


def edge_features(laid: Laid, candidate: Candidate) -> list[str]:
    """Features of where a candidate begins and ends."""
    return [feature for make, _, tokens in edges_of(laid, candidate) for feature in make(*tokens)]


def edges_of(laid: Laid, candidate: Candidate) -> list[Edge]:
    """From what the features of where a candidate begins and ends are made."""
    found = laid.tokens
    outer, after = reach(candidate)
    left, first = found[outer - 1] if outer > 0 else BEFORE, found[candidate.first]
    last, right = found[candidate.last - 1], found[after] if after < len(found) else AFTER
    return [
        (first_features, (first.text, first.tag), (first,)),
        (left_features, (left.text, left.tag), (left,)),
        (begin_features, (left.word.sort, first.word.sort), (left, first)),
        (last_features, (last.text, last.tag), (last,)),
        (right_features, (right.text, right.tag), (right,)),
        (end_features, (last.word.sort, right.word.sort), (last, right)),
    ]


def reach(candidate: Candidate) -> tuple[int, int]:
    """The token before which and the token from which the surroundings of a candidate begin.

    Of a name in quotes or book-title marks these are the words outside the marks.
    """
    marks = 1 if candidate.form in _MARKED else 0
    return candidate.first - marks, candidate.last + marks


def first_features(token: Token) -> tuple[str, ...]:
    """Features of a name's first word."""
    return "first=" + token.text, "firsttag=" + token.tag


def left_features(token: Token) -> tuple[str, ...]:
    """Features of the word before a name."""
    return "left=" + token.text, "lefttag=" + token.tag


def begin_features(left: Token, first: Token) -> tuple[str, ...]:
    """Features of the border between a name's first word and the word before it."""
    a, b = left.word, first.word
    return (
        f"lefttag,firsttag={left.tag},{first.tag}",
        f"leftrare={a.rare},{a.single},{b.rare},{b.single}",
    )


def last_features(token: Token) -> tuple[str, ...]:
    """Features of a name's last word."""
    return "last=" + token.text, "lasttag=" + token.tag


def right_features(token: Token) -> tuple[str, ...]:
    """Features of the word after a name."""
    return "right=" + token.text, "righttag=" + token.tag


def end_features(last: Token, right: Token) -> tuple[str, ...]:
    """Features of the border between a name's last word and the word after it."""
    return (f"rightrare={last.word.rare},{right.word.rare},{right.word.single}",)


def span_features(laid: Laid, candidate: Candidate, seen: Counts) -> list[str]:
    """Features of the candidate as a whole."""
    groups, single = span_groups(laid, candidate, seen)
    return [*single, *(feature for group in groups for feature in group_features(group))]


# What a group of features is made from; the first member says which group it is.
Group = tuple[str | int | bool, ...]
_ENDING, _TAGS, _AROUND, _SIZES, _TIMES, _RARE, _FIRST, _QUOTED = range(8)


def span_groups(laid: Laid, candidate: Candidate, seen: Counts) -> tuple[list[Group], list[str]]:
    """What the features of a candidate as a whole are made from, and those that few others share.

    Many candidates share a group, so what its features score together is worked out once.
    """
    text, found = laid.text, laid.tokens
    end, form = candidate.end, candidate.form
    name = text[candidate.start : end]
    quoted = form in _MARKED
    outer, after = (candidate.first - 1, candidate.last + 1) if quoted else (candidate.first, candidate.last)
    left = found[outer - 1] if outer > 0 else BEFORE
    right = found[after] if after < len(found) else AFTER
    inner = found[candidate.first : candidate.last]
    first, last = inner[0], inner[-1]
    tail = ending(name)
    table = words()
    kind = table.ends.get(tail, "brand" if tail in table.brands else "")
    stem_end = end - len(tail)
    generic = unknown = single = stem = position = size = 0
    latin = digit = verb = conjunction = False
    highest = lowest = -1
    strange = ""
    plain: list[Token] = []
    length = len(inner)
    for token in inner:
        word = token.word
        position += 1
        if token.text in _ANDS:
            conjunction = True
        if token.tag == "v" and 1 < position < length:
            verb = True
        if word.quote and (plain or position < length):
            continue
        plain.append(token)
        rare = word.rare
        if word.generic:
            generic += 1
        if word.han and not word.known:
            unknown += 1
        if word.single:
            single += 1
        latin, digit = latin or word.latin, digit or word.digit
        if token.start < stem_end:
            if not stem:
                highest = lowest = rare
            elif rare > highest:
                highest = rare
            elif rare < lowest:
                lowest = rare
            stem += 1
        if size < 4 and rare == UNHEARD:
            strange += str(size)
        size += 1
    place = first.tag == "ns" or first.text in table.places
    times, others = min(seen.times.get(name, 1), 3), len(seen.before.get(name, ()))
    groups: list[Group] = [
        (_ENDING, form, tail, kind, tail == name),
        (_TAGS, first.tag, last.tag, kind, tail, verb, conjunction),
        (_AROUND, left.text, right.tag, kind),
        (_SIZES, min(len(name), 24) // 2, size, kind, generic, min(unknown, 2), single, latin, digit, place),
        (_TIMES, times, others, not quoted and len(left.text) == 1, left.word.han),
        (_RARE, highest, lowest, form, kind, place, stem > 2),
        (_FIRST, plain[0].word.rare, plain[0].tag, kind, strange, size > 3),
    ]
    if quoted:
        groups.append((_QUOTED, right.text, left.text, form))
    alone = f"{last.tag},{plain[0].word.known}" if size == 1 else ""
    return groups, [
        "shape=" + (first.word.shape if length == 1 else joined([t.word.shape for t in inner])),
        "last2=" + "".join([t.text for t in plain[-2:]]),
        "first2=" + "".join([t.text for t in plain[:2]]),
        f"alone={alone},{len(name)}",
        f"left,right={left.text},{right.text}",
    ]


def group_features(group: Group) -> list[str]:
    """The features that are made from a group."""
    which, *parts = group
    return _MADE[int(which)](*parts)


def _ending(form: str, tail: str, kind: str, whole: bool) -> list[str]:
    return [
        "bias",
        "form=" + form,
        "tail=" + tail,
        "kind=" + kind,
        f"form,kind={form},{kind}",
        f"tail=all:{whole}",
    ]


def _tags(first: str, last: str, kind: str, tail: str, verb: bool, conjunction: bool) -> list[str]:
    return [
        f"tags={first},{last},{kind}",
        f"tail,first={tail},{first}",
        *([f"starts {first},{kind}"] if first in _BEGINNERS else []),
        *(["verb inside"] if verb else []),
        *(["和 inside"] if conjunction else []),
    ]


def _around(left: str, right: str, kind: str) -> list[str]:
    return [f"left,kind={left},{kind}", f"righttag,kind={right},{kind}"]


def _sizes(
    length: int,
    size: int,
    kind: str,
    generic: int,
    unknown: int,
    single: int,
    latin: bool,
    digit: bool,
    place: bool,
) -> list[str]:
    return [
        f"length={length}",
        f"tokens,kind={size},{kind}",
        f"generic={generic == size},{generic >= size - 1},{kind}",
        f"unknown={unknown},{kind}",
        f"single={min(single, 3)},{size == single}",
        f"latin={latin},digit={digit},{kind}",
        f"place={place},{size > 1},{kind}",
    ]


def _times(times: int, others: int, bordered: bool, han: bool) -> list[str]:
    fixed = [f"leftfixed={times > 1 and others == 1},{han}"] if bordered else []
    return [f"times={times},{others > 1}", *fixed]


def _rare(highest: int, lowest: int, form: str, kind: str, place: bool, long: bool) -> list[str]:
    rare = f"{highest},{lowest}"
    return [f"rare={rare},{form},{kind}", f"rare={rare},{place},{long}"]


def _first(rare: int, tag: str, kind: str, strange: str, long: bool) -> list[str]:
    return [f"firstrare={rare},{tag},{kind}", f"unknownat={strange},{long},{kind}"]


def _quoted(right: str, left: str, form: str) -> list[str]:
    return [f"quoted,right={right},{form}", f"quoted,left={left},{form}"]


_MADE: tuple[Callable[..., list[str]], ...] = (
    _ending,
    _tags,
    _around,
    _sizes,
    _times,
    _rare,
    _first,
    _quoted,
)
