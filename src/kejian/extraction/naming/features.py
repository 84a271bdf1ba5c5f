"""What speaks for and against a candidate being a name, as strings for a linear model.

The features of where a name begins and of where it ends depend on one place each; many candidates share them,
so they are made once a sentence and decide which candidates are worth the features of the whole.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec

from kejian.extraction.naming import groups
from kejian.extraction.naming.candidates import Candidate, candidates, unscored
from kejian.extraction.naming.groups import Group
from kejian.extraction.naming.word import (
    ANDS,
    ODD,
    SINGLE,
    TRAIT,
    UNHEARD,
    UNKNOWN,
    Word,
    joined,
    word_of,
)
from kejian.extraction.naming.wordlists import ending, words
from kejian.extraction.naming.words import tokens_of

_BEGINNERS = frozenset({"v", "vn", "a", "m", "q", "b"})
MARKED = frozenset({"book", "quote"})  # forms that stand inside marks
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

    def often(self, name: str) -> tuple[int, bool]:
        """How often a candidate's text stands there, up to thrice, and whether after different characters."""
        return min(self.times[name], 3), name in self.several


def lay(texts: Iterable[str]) -> list[Laid]:
    """Words and all candidates of each sentence, in order of end."""
    known = list(texts)
    result = []
    for text, found in zip(known, tokens_of(known), strict=True):
        row = unscored([BEFORE, *found, AFTER])
        every = sorted(candidates(text, found, row, 0.0), key=lambda c: (c.end, c.start))
        result.append(Laid(text, found, every))
    return result


def counts(laid: Sequence[Laid]) -> Counts:
    """How often each candidate's text is a candidate in the document, and what stands before it."""
    times = Counter([candidate.text for sentence in laid for candidate in sentence.candidates])
    before: dict[str, str] = {}
    several: set[str] = set()
    for sentence in laid:
        text = sentence.text
        for candidate in sentence.candidates:
            name = candidate.text
            if times[name] > 1:
                start = candidate.start
                stands = text[start - 1 : start]
                if before.setdefault(name, stands) != stands:
                    several.add(name)
    return Counts(times=times, several=several)


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
        "first=" + first.text,
        "firsttag=" + first.tag,
        "left=" + left.text,
        "lefttag=" + left.tag,
        *begin_features(left.sort, first.sort),
        "last=" + last.text,
        "lasttag=" + last.tag,
        "right=" + right.text,
        "righttag=" + right.tag,
        *end_features(last.sort, right.sort),
    ]


def reach(candidate: Candidate) -> tuple[int, int]:
    """The word before which and the word from which the surroundings of a candidate begin.

    Of a name in quotes or book-title marks these are the words outside the marks.
    """
    marks = 1 if candidate.form in MARKED else 0
    return candidate.first - marks, candidate.last + marks


def begin_features(left: str, first: str) -> tuple[str, str]:
    """Features of the border between a name's first word and the word before it, from their sorts."""
    (tag, _, rare), (first_tag, _, first_rare) = left.partition(","), first.partition(",")
    return f"lefttag,firsttag={tag},{first_tag}", f"leftrare={rare},{first_rare}"


def end_features(last: str, right: str) -> tuple[str]:
    """Features of the border between a name's last word and the word after it, from their sorts."""
    return (f"rightrare={last.split(',')[1]},{right.partition(',')[2]}",)


def span_features(laid: Laid, candidate: Candidate, seen: Counts) -> list[str]:
    """Features of the candidate as a whole."""
    kind, own, single = own_groups(laid, candidate)
    left, right = beside(laid, candidate)
    made: list[Group] = [*own, (groups.times, *seen.often(candidate.text), *bordered(left, candidate.form))]
    return [
        *single,
        *around(left, right, kind, candidate.form),
        *(f for group in made for f in groups.features_of(group)),
    ]


def beside(laid: Laid, candidate: Candidate) -> tuple[Word, Word]:
    """The words before and after a candidate, or the marks around it."""
    outer, after = reach(candidate)
    found = laid.words
    return found[outer - 1] if outer > 0 else BEFORE, found[after] if after < len(found) else AFTER


def around(left: Word, right: Word, kind: str, form: str) -> list[str]:
    """Features of the words around a candidate of a kind of ending."""
    found = [
        f"left,right={left.text},{right.text}",
        f"left,kind={left.text},{kind}",
        f"righttag,kind={right.tag},{kind}",
    ]
    if form in MARKED:
        found += [f"quoted,right={right.text},{form}", f"quoted,left={left.text},{form}"]
    return found


def bordered(left: Word, form: str) -> tuple[bool, bool]:
    """Of the word before a candidate that is in no marks: is it one character, is it Chinese."""
    return form not in MARKED and left.size == 1, left.han


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
    plain: list[Word] = []
    stem = traits = 0
    highest = lowest = -1
    for word in inner:
        if not word.quote:
            plain.append(word)
            traits += word.traits
            if at < stem_end:
                rare = word.rare
                if not stem:
                    highest = lowest = rare
                elif rare > highest:
                    highest = rare
                elif rare < lowest:
                    lowest = rare
                stem += 1
        at += word.size
    if not plain:  # a title of nothing but quotes
        traits = last.traits
        plain, stem, highest, lowest = [last], 1, last.rare, last.rare
    generic, unknown, single = traits & TRAIT, traits >> UNKNOWN & TRAIT, traits >> SINGLE & TRAIT
    size, length, opening = len(plain), len(name), plain[0]
    strange = "".join([str(k) for k, w in enumerate(plain[:4]) if w.rare == UNHEARD]) if unknown else ""
    shape, latin, digit = "汉", False, False
    holding: tuple[str, bool, bool] | None = None
    if traits >> ODD or size < len(inner):
        shape = first.shape if len(inner) == 1 else joined([word.shape for word in inner])
        latin, digit, holding = _odd(inner, plain, name, candidate.inside)
    place = first.tag == "ns" or first.text in table.places
    made: list[Group] = [
        (groups.ending_of, form, tail, kind, tail == name),
        (groups.lengths, length // 2 if length < 24 else 12, single if single < 3 else 3, single == size),
        (groups.common, size, kind, generic == size, generic >= size - 1, unknown if unknown < 2 else 2),
        (groups.sorts, latin, digit, kind, place, size > 1),
        (groups.rareness, highest, lowest, form, kind, place, stem > 2),
        (groups.opening, opening.rare, opening.tag, kind),
        (groups.unheard, strange, size > 3, kind),
    ]
    if holding:
        made.append((groups.holding, kind, *holding))
    alone = f"{last.tag},{opening.known}" if size == 1 else ""
    made_of = [
        f"tags={first.tag},{last.tag},{kind}",
        f"tail,first={tail},{first.tag}",
        "shape=" + shape,
        "last2=" + (plain[-2].text + plain[-1].text if size > 1 else opening.text),
        "first2=" + (opening.text + plain[1].text if size > 1 else opening.text),
        f"alone={alone},{length}",
    ]
    if first.tag in _BEGINNERS:
        made_of.append(f"starts {first.tag},{kind}")
    return kind, made, made_of


def _odd(
    inner: list[Word], plain: list[Word], name: str, inside: int
) -> tuple[bool, bool, tuple[str, bool, bool] | None]:
    """What a name holds whose words are not all plain: letters, digits, and what is told of all others.

    That is what kind of word ends what stands before its last 和, is there a verb before the last word, and
    is there an office behind the first; None where there is nothing.
    """
    table = words()
    conjunction = ""
    verb = office = False
    at = inner[0].size - inside
    for word in inner[1:]:
        if word.text in ANDS:
            conjunction = table.ends.get(ending(name[:at]), "none")
        elif word.text in table.titles:
            office = True
        at += word.size
    for word in inner[1:-1]:
        if word.tag == "v":
            verb = True
    latin = True in [word.latin for word in plain]
    digit = True in [word.digit for word in plain]
    return latin, digit, (conjunction, verb, office) if conjunction or verb or office else None
