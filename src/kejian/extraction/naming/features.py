"""What speaks for and against a candidate being a name, as strings for a linear model.

The features of where a name begins and of where it ends depend on one place each; many candidates share them,
so they are made once a sentence and decide which candidates are worth the features of the whole.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set

import msgspec

from kejian.extraction.naming.candidates import Candidate, candidates, unscored
from kejian.extraction.naming.wordlists import ending, words
from kejian.extraction.naming.words import UNHEARD, Word, joined, tokens_of, word_of

_ANDS = frozenset("和与及")
MARKED = frozenset({"book", "quote"})  # forms that stand inside marks
_BEGINNERS = frozenset({"v", "vn", "a", "m", "q", "b"})
BEFORE, AFTER = word_of("^", "^"), word_of("$", "$")


class Laid(msgspec.Struct, frozen=True):
    """A sentence with its words and its candidates."""

    text: str
    words: list[Word]
    candidates: list[Candidate]


class Counts(msgspec.Struct, frozen=True):
    """How often each candidate text stands in the document, and which stand after different characters."""

    times: Mapping[str, int]
    several: Set[str]


def lay(texts: Iterable[str]) -> list[Laid]:
    """Words and all candidates of each sentence, in order of end."""
    known = list(texts)
    result = []
    for text, found in zip(known, tokens_of(known), strict=True):
        row = unscored([BEFORE, *found, AFTER])
        every = sorted(candidates(text, found, row, 0.0), key=lambda c: (c.end, c.start))
        result.append(Laid(text, found, every))
    return result


def counts(laid: Iterable[Laid]) -> Counts:
    """How often each candidate's text is a candidate in the document, and what stands before it."""
    names: list[str] = []
    before: dict[str, str] = {}
    several: set[str] = set()
    for sentence in laid:
        text = sentence.text
        for candidate in sentence.candidates:
            start, name = candidate.start, candidate.text
            names.append(name)
            stands = text[start - 1 : start]
            if before.setdefault(name, stands) != stands:
                several.add(name)
    return Counts(times=Counter(names), several=several)


def features(laid: Laid, candidate: Candidate, seen: Counts) -> list[str]:
    """All features of a candidate."""
    return [*edge_features(laid, candidate), *span_features(laid, candidate, seen)]


def edge_features(laid: Laid, candidate: Candidate) -> list[str]:
    """Features of where a candidate begins and ends."""
    return edges_of(*ends_of(laid, candidate))


# the word before a candidate, its first, its last and the one after it
Ends = tuple[Word, Word, Word, Word]


def ends_of(laid: Laid, candidate: Candidate) -> Ends:
    """The word before a candidate, its first, its last and the one after it."""
    found = laid.words
    outer, after = reach(candidate)
    left, first = found[outer - 1] if outer > 0 else BEFORE, found[candidate.first]
    last, right = found[candidate.last - 1], found[after] if after < len(found) else AFTER
    return left, first, last, right


def edges_of(left: Word, first: Word, last: Word, right: Word) -> list[str]:
    """Features of where a candidate begins and ends, from the words there (`ends_of`)."""
    return [
        *first_features(first),
        *left_features(left),
        *begin_features(left, first),
        *last_features(last),
        *right_features(right),
        *end_features(last, right),
    ]


def reach(candidate: Candidate) -> tuple[int, int]:
    """The word before which and the word from which the surroundings of a candidate begin.

    Of a name in quotes or book-title marks these are the words outside the marks.
    """
    marks = 1 if candidate.form in MARKED else 0
    return candidate.first - marks, candidate.last + marks


def first_features(word: Word) -> tuple[str, ...]:
    """Features of a name's first word."""
    return "first=" + word.text, "firsttag=" + word.tag


def left_features(word: Word) -> tuple[str, ...]:
    """Features of the word before a name."""
    return "left=" + word.text, "lefttag=" + word.tag


def begin_features(left: Word, first: Word) -> tuple[str, ...]:
    """Features of the border between a name's first word and the word before it."""
    return (
        f"lefttag,firsttag={left.tag},{first.tag}",
        f"leftrare={left.rare},{left.single},{first.rare},{first.single}",
    )


def last_features(word: Word) -> tuple[str, ...]:
    """Features of a name's last word."""
    return "last=" + word.text, "lasttag=" + word.tag


def right_features(word: Word) -> tuple[str, ...]:
    """Features of the word after a name."""
    return "right=" + word.text, "righttag=" + word.tag


def end_features(last: Word, right: Word) -> tuple[str, ...]:
    """Features of the border between a name's last word and the word after it."""
    return (f"rightrare={last.rare},{right.rare},{right.single}",)


def span_features(laid: Laid, candidate: Candidate, seen: Counts) -> list[str]:
    """Features of the candidate as a whole."""
    kind, own, single = own_groups(laid, candidate)
    outer, beside = outer_groups(laid, candidate, kind, seen)
    return [*single, beside, *(f for group in (*own, *outer) for f in group_features(group))]


# What a group of features is made from; the first member says which group it is.
Group = tuple[str | int | bool, ...]
_ENDING, _TAGS, _AROUND, _SIZES, _TIMES, _RARE, _FIRST, _QUOTED = range(8)


def outer_groups(laid: Laid, candidate: Candidate, kind: str, seen: Counts) -> tuple[list[Group], str]:
    """What the features of a candidate's surroundings are made from, and one that few others share.

    ``kind`` is that of its ending.
    """
    quoted = candidate.form in MARKED
    outer, after = reach(candidate)
    left = laid.words[outer - 1] if outer > 0 else BEFORE
    right = laid.words[after] if after < len(laid.words) else AFTER
    around, alone = around_group(left, right, kind)
    groups = [around, times_group(candidate.text, left, seen, marked=quoted)]
    if quoted:
        groups.append(quoted_group(left, right, candidate.form))
    return groups, alone


def quoted_group(left: Word, right: Word, form: str) -> Group:
    """What the features of the words beside marks are made from."""
    return _QUOTED, right.text, left.text, form


def around_group(left: Word, right: Word, kind: str) -> tuple[Group, str]:
    """What the features of the words around a candidate are made from, and that of both together."""
    return (_AROUND, left.text, right.tag, kind), f"left,right={left.text},{right.text}"


def times_group(name: str, left: Word, seen: Counts, *, marked: bool = False) -> Group:
    """What the features of how often a name stands in the document are made from."""
    return _TIMES, min(seen.times[name], 3), name in seen.several, not marked and left.size == 1, left.han


def own_groups(laid: Laid, candidate: Candidate) -> tuple[str, list[Group], list[str]]:
    """The kind of a candidate's ending, what the features of its own words are made from, and others.

    They depend on its words and its form alone (and on where it begins and ends in them, if it is in marks).
    Many candidates share a group, so what its features score together is worked out once.
    """
    form, name = candidate.form, candidate.text
    inner = laid.words[candidate.first : candidate.last]
    first, last = inner[0], inner[-1]
    tail = ending(name)
    table = words()
    kind = table.ends.get(tail, "brand" if tail in table.brands else "")
    at = candidate.start - candidate.inside
    stem_end = candidate.end - len(tail)
    generic = unknown = single = stem = position = size = 0
    latin = digit = verb = office = False
    conjunction = ""  # what stands before it ends in a word of this kind
    highest = lowest = -1
    strange = ""
    plain: list[Word] = []
    length = len(inner)
    for word in inner:
        position += 1
        start = at
        at += word.size
        if word.text in _ANDS and position > 1:
            conjunction = table.ends.get(ending(name[: start - candidate.start]), "none")
        if position > 1 and word.text in table.titles:
            office = True
        if word.tag == "v" and 1 < position < length:
            verb = True
        if word.quote and (plain or position < length):
            continue
        plain.append(word)
        rare = word.rare
        if word.generic:
            generic += 1
        if word.han and not word.known:
            unknown += 1
        if word.single:
            single += 1
        latin, digit = latin or word.latin, digit or word.digit
        if start < stem_end:
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
    groups: list[Group] = [
        (_ENDING, form, tail, kind, tail == name),
        (_TAGS, first.tag, last.tag, kind, tail, verb, conjunction, office),
        (_SIZES, min(len(name), 24) // 2, size, kind, generic, min(unknown, 2), single, latin, digit, place),
        (_RARE, highest, lowest, form, kind, place, stem > 2),
        (_FIRST, plain[0].rare, plain[0].tag, kind, strange, size > 3),
    ]
    alone = f"{last.tag},{plain[0].known}" if size == 1 else ""
    return (
        kind,
        groups,
        [
            "shape=" + (first.shape if length == 1 else joined([word.shape for word in inner])),
            "last2=" + "".join([word.text for word in plain[-2:]]),
            "first2=" + "".join([word.text for word in plain[:2]]),
            f"alone={alone},{len(name)}",
        ],
    )


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


def _tags(
    first: str, last: str, kind: str, tail: str, verb: bool, conjunction: str, office: bool
) -> list[str]:
    return [
        f"tags={first},{last},{kind}",
        f"tail,first={tail},{first}",
        *([f"starts {first},{kind}"] if first in _BEGINNERS else []),
        *(["verb inside"] if verb else []),
        *(["和 inside", f"和 after {conjunction},{kind}"] if conjunction else []),
        *(["office inside"] if office else []),
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


def _times(times: int, several: bool, bordered: bool, han: bool) -> list[str]:
    fixed = [f"leftfixed={times > 1 and not several},{han}"] if bordered else []
    return [f"times={times},{several}", *fixed]


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
