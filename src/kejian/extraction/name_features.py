"""What speaks for and against a candidate being a name, as strings for a linear model.

The features of where a name begins and of where it ends depend on one place each; many candidates share them,
so they are made once a sentence and decide which candidates are worth the features of the whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kejian.extraction.name_words import UNHEARD, Token, ending, joined, tokens_of, word_of, words
from kejian.extraction.names import Candidate, candidates

_ANDS = frozenset("和与及")
_BEGINNERS = frozenset({"v", "vn", "a", "m", "q", "b"})
BEFORE, AFTER = Token(0, 0, "^", "^", word_of("^", "^")), Token(0, 0, "$", "$", word_of("$", "$"))


class Laid(NamedTuple):
    """A sentence with its tokens and candidates."""

    text: str
    tokens: list[Token]
    candidates: list[Candidate]


class Counts(NamedTuple):
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
    for text, _, found in laid:
        for start, end, *_ in found:
            name = text[start:end]
            times[name] += 1
            before[name].add(text[start - 1 : start])
    return Counts(times=times, before=before)


def features(laid: Laid, candidate: Candidate, seen: Counts) -> list[str]:
    """All features of a candidate."""
    found = laid.tokens
    outer, after = reach(candidate)
    left, first = found[outer - 1] if outer > 0 else BEFORE, found[candidate.first]
    last, right = found[candidate.last - 1], found[after] if after < len(found) else AFTER
    return [
        *first_features(first),
        *left_features(left),
        *begin_features(left, first),
        *last_features(last),
        *right_features(right),
        *end_features(last, right),
        *span_features(laid, candidate, seen),
    ]


def reach(candidate: Candidate) -> tuple[int, int]:
    """The token before which and the token from which the surroundings of a candidate begin.

    Of a name in quotes or book-title marks these are the words outside the marks.
    """
    marks = 1 if candidate.form in ("book", "quote") else 0
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
    text, found = laid.text, laid.tokens
    name = text[candidate.start : candidate.end]
    outer, after = reach(candidate)
    left = found[outer - 1] if outer > 0 else BEFORE
    right = found[after] if after < len(found) else AFTER
    inner = found[candidate.first : candidate.last]
    plain = [t for t in inner if not t.word.quote] or inner[:1]
    first, last = inner[0], inner[-1]
    size = len(plain)
    tail = ending(name)
    table = words()
    kind = table.ends.get(tail, "brand" if tail in table.brands else "")
    generic = sum([t.word.generic for t in plain])
    unknown = min(sum([t.word.han and not t.word.known for t in plain]), 2)
    single = sum([t.word.single for t in plain])
    latin, digit = True in [t.word.latin for t in plain], True in [t.word.digit for t in plain]
    times, before = min(seen.times.get(name, 1), 3), seen.before.get(name, ())
    stem = [t.word.rare for t in plain if t.start < candidate.end - len(tail)]
    rare = f"{max(stem, default=-1)},{min(stem, default=-1)}"
    strange = "".join([str(k) for k, t in enumerate(plain[:4]) if t.word.rare == UNHEARD])
    alone = f"{last.tag},{plain[0].word.known}" if size == 1 else ""
    place = first.tag == "ns" or first.text in table.places
    result = [
        "bias",
        "form=" + candidate.form,
        "tail=" + tail,
        "kind=" + kind,
        f"form,kind={candidate.form},{kind}",
        f"tail=all:{tail == name}",
        f"tags={first.tag},{last.tag},{kind}",
        f"left,kind={left.text},{kind}",
        f"righttag,kind={right.tag},{kind}",
        f"length={min(len(name), 24) // 2}",
        f"tokens,kind={size},{kind}",
        f"generic={generic == size},{generic >= size - 1},{kind}",
        f"unknown={unknown},{kind}",
        f"single={min(single, 3)},{size == single}",
        f"latin={latin},digit={digit},{kind}",
        "shape=" + joined([t.word.shape for t in inner]),
        f"times={times},{len(before) > 1}",
        "last2=" + "".join([t.text for t in plain[-2:]]),
        f"alone={alone},{len(name)}",
        f"left,right={left.text},{right.text}",
        f"tail,first={tail},{first.tag}",
        f"place={place},{size > 1},{kind}",
        f"rare={rare},{candidate.form},{kind}",
        f"rare={rare},{place},{len(stem) > 2}",
        f"first2={''.join([t.text for t in plain[:2]])}",
        f"firstrare={plain[0].word.rare},{plain[0].tag},{kind}",
        f"unknownat={strange},{size > 3},{kind}",
    ]
    if candidate.form in ("book", "quote"):
        result.append(f"quoted,right={right.text},{candidate.form}")
        result.append(f"quoted,left={left.text},{candidate.form}")
    elif len(left.text) == 1:
        result.append(f"leftfixed={times > 1 and len(before) == 1},{left.word.han}")
    if "v" in [t.tag for t in inner[1:-1]]:
        result.append("verb inside")
    if first.tag in _BEGINNERS:
        result.append(f"starts {first.tag},{kind}")
    if not _ANDS.isdisjoint([t.text for t in inner]):
        result.append("和 inside")
    return result
