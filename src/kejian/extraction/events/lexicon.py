"""The verbs of happenings, and where a text has them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import msgspec
import rjieba

from kejian.language.finding import Finder
from kejian.language.han import han_pattern
from kejian.vocabulary.edges import letters
from kejian.vocabulary.loader import load, require
from kejian.vocabulary.patterns import Pattern, any_of, compiled

_FILE = "event_verbs.yaml"
_AHEAD = 8  # characters in which a verb is looked for behind a cue
_TELLS = re.compile(r"v(?!n)|nr|i|l")  # tags of words that may be verbs: rarer ones are taken for names
_RESULTS = frozenset("出下到成入起至上回")  # what makes one character a verb that has come to an end
_TELLING = frozenset({"before", "after", "either", "phrase", "join", "become"})
_IDLE = ("tail", "word")
_PLACES = ("before", "after", "either", "phrase", "join", "become", "tail", "none", "noun", "word")


class Verb(msgspec.Struct, frozen=True):
    """A verb, its class, and where the thing it tells of stands (see the vocabulary file).

    ``tells`` says that it may tell an event; the others say that there is none, or only join those. ``idle``
    ones do not even that by themselves.
    """

    form: str
    family: str
    place: str
    otherwise: str
    sure: bool
    complements: Pattern | None
    tells: bool = True
    idle: bool = False


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A verb at ``start:end`` of a text."""

    start: int
    end: int
    verb: Verb


class Words(msgspec.Struct, frozen=True):
    """The other words of the vocabulary file, as patterns."""

    adverbs: re.Pattern[str]
    abstract: re.Pattern[str]
    attained: re.Pattern[str]
    attained_ends: frozenset[str]
    concrete: re.Pattern[str]
    purposes: re.Pattern[str]
    not_yet: re.Pattern[str]
    not_yet_first: re.Pattern[str]
    cue: tuple[str, ...]
    cues: re.Pattern[str]
    obstacles: re.Pattern[str]
    journal: re.Pattern[str]


def find_hits(text: str) -> list[Hit]:
    """The verbs of ``text``, longest first where they overlap, in order.

    >>> [hit.verb.form for hit in find_hits("新平台上线运行")]
    ['上线', '运行']
    """
    finder, verbs = _verbs()
    return [Hit(start, end, verbs[form]) for start, end, form in finder.longest(text)]


def hits_within(hits: Sequence[Hit], spans: Iterable[tuple[int, int]]) -> Iterator[Sequence[Hit]]:
    """Of the verbs of a text, in order, those that begin in each of ``spans``, which follow one another.

    >>> text = "新厂投产，推进改造"
    >>> [[hit.verb.form for hit in found] for found in hits_within(find_hits(text), [(0, 5), (5, 9)])]
    [['投产'], ['推进']]
    """
    at, count, over = 0, len(hits), 0
    for start, end in spans:
        if start < over:
            at = 0  # a span inside one before
        over = end
        while at < count and hits[at].start < start:
            at += 1
        first = at
        while at < count and hits[at].start < end:
            at += 1
        yield hits[first:at]


@cache
def words() -> Words:
    """The adverbs, the signs of what has not happened, and what tells a thing from an activity."""
    data = load(_FILE)
    adverbs, cues = any_of(data["adverbs"]), any_of(data["cues"])
    return Words(
        # one, and then more: a search goes by the first characters of one, but not by those of (?:…)+
        adverbs=re.compile(rf"(?:{adverbs})(?:{adverbs})*$"),
        abstract=re.compile(rf"(?:{any_of(data['abstract'])})$"),
        attained=re.compile(rf"的?(?:{any_of(data['attained_how'])})*(?:{any_of(data['attained'])})$"),
        attained_ends=letters(any_of(data["attained"]), last=True) | {"\n"},  # $ matches before a line's end
        concrete=han_pattern(rf"(?:{'|'.join(data['concrete'])})$"),
        purposes=re.compile(any_of(data["purposes"])),
        not_yet=han_pattern("|".join(form for form in data["not_yet"] if form[0] != "^")),
        not_yet_first=han_pattern("|".join(form[1:] for form in data["not_yet"] if form[0] == "^")),
        cue=tuple(data["cues"]),
        cues=re.compile(rf"(?:{cues})(?:{cues})*(?!{data['not_cued']})(?=\w\w)"),
        obstacles=re.compile(rf"(?:{any_of(data['obstacles'])})$"),
        journal=re.compile(data["journal"]),
    )


def not_yet(text: str, start: int, end: int) -> bool:
    """Whether the words ``start:end`` before a verb say that it tells a plan or a rule.

    >>> not_yet("该厂将于明年投产", 0, 6)
    True
    """
    known = words()
    return (
        known.not_yet_first.match(text, start, end) is not None
        or known.not_yet.search(text, start, end) is not None
    )


def has_cue(text: str) -> bool:
    """Whether ``text`` has a word behind which any verb may tell an event.

    >>> has_cue("中心成功揭牌"), has_cue("中心揭牌")
    (True, False)
    """
    known = words()
    for cue in known.cue:
        if cue in text:
            return known.cues.search(text) is not None
    return False


def cued(text: str, start: int, end: int) -> Hit | None:
    """The verb behind a word that says that something was done, whatever verb it is.

    >>> text = "巡线飞艇成功穿越赤水峡"
    >>> cued(text, 0, len(text)).verb.form
    '穿越'
    """
    for cue in words().cues.finditer(text, start, end):
        at = cue.end()
        pieces = rjieba.tag(text[at : min(at + _AHEAD, end)])
        form, tag = pieces[0]
        if not _TELLS.match(tag):
            continue
        if len(form) == 1:
            if len(pieces) < 2 or pieces[1][0] not in _RESULTS:
                continue
            form += pieces[1][0]
        return Hit(at, at + len(form), Verb(form, "other", "either", "none", True, None))
    return None


@cache
def _verbs() -> tuple[Finder, dict[str, Verb]]:
    verbs: dict[str, Verb] = {}
    for entry in load(_FILE)["classes"]:
        require(
            entry.get("place") in _PLACES,
            f"place is {entry.get('place')!r}",
            file=_FILE,
            key=entry.get("family"),
            expected="one of " + ", ".join(_PLACES),
        )
        complements = entry.get("complements")
        pattern = (
            compiled(complements, file=_FILE, key=entry["family"], anchored=True) if complements else None
        )
        for form in entry["verbs"]:
            verb = Verb(
                form,
                entry["family"],
                entry["place"],
                entry.get("otherwise", "none"),
                entry["sure"],
                pattern,
                entry["place"] in _TELLING,
                entry["place"] in _IDLE,
            )
            require(
                form not in verbs, f"{form} stands twice", file=_FILE, key=form, expected="each verb once"
            )
            verbs[form] = verb
    return Finder(verbs), verbs
