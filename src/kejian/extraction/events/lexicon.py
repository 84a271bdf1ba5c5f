"""The verbs of happenings, and where a text has them."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import msgspec
import rjieba

from kejian.language.finding import Finder
from kejian.language.han import han_pattern
from kejian.vocabulary.loader import load, require
from kejian.vocabulary.patterns import Pattern, any_of, compiled

_FILE = "event_verbs.yaml"
_AHEAD = 8  # characters in which a verb is looked for behind a cue
_TELLS = re.compile(r"v(?!n)|nr|i|l")  # tags of words that may be verbs: rarer ones are taken for names
_RESULTS = frozenset("出下到成入起至上回")  # what makes one character a verb that has come to an end
_TELLING = frozenset({"before", "after", "either", "phrase", "join", "become"})
_PLACES = ("before", "after", "either", "phrase", "join", "become", "tail", "none", "noun", "word")


class Verb(msgspec.Struct, frozen=True):
    """A verb, its class, and where the thing it tells of stands (see the vocabulary file).

    ``tells`` says that it may tell an event; the others say that there is none, or only join those.
    """

    form: str
    family: str
    place: str
    otherwise: str
    sure: bool
    complements: Pattern | None
    tells: bool = True


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A verb at ``start:end`` of a text."""

    start: int
    end: int
    verb: Verb


class Hits:
    """The verbs of a text, in order, and where one of them may tell an event.

    ``masked`` is the text with its names blotted out: there is no verb in one, but there may be a cue.
    """

    def __init__(self, text: str, masked: str) -> None:
        self._hits = find_hits(masked)
        self._starts = [hit.start for hit in self._hits]
        self._telling = [hit.start for hit in self._hits if hit.verb.tells]
        self._cues = [cue.start() for cue in words().cue.finditer(text)]

    def inside(self, start: int, end: int) -> Sequence[Hit]:
        """The verbs that begin in ``start:end``."""
        return self._hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def last_telling(self, start: int, end: int) -> int:
        """Where the last verb of ``start:end`` begins that may tell an event; -1 if there is none."""
        before = bisect_left(self._telling, end) - 1
        return self._telling[before] if before >= 0 and self._telling[before] >= start else -1

    def cues(self, start: int, end: int) -> bool:
        """Whether a word stands in ``start:end`` behind which any verb may tell an event."""
        return bisect_left(self._cues, start) < bisect_left(self._cues, end)


class Words(msgspec.Struct, frozen=True):
    """The other words of the vocabulary file, as patterns."""

    adverbs: re.Pattern[str]
    abstract: re.Pattern[str]
    attained: re.Pattern[str]
    concrete: re.Pattern[str]
    purposes: re.Pattern[str]
    not_yet: re.Pattern[str]
    not_yet_first: re.Pattern[str]
    cue: re.Pattern[str]
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
        concrete=han_pattern(rf"(?:{'|'.join(data['concrete'])})$"),
        purposes=re.compile(any_of(data["purposes"])),
        not_yet=han_pattern("|".join(form for form in data["not_yet"] if form[0] != "^")),
        not_yet_first=han_pattern("|".join(form[1:] for form in data["not_yet"] if form[0] == "^")),
        cue=re.compile(cues),
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
            )
            require(
                form not in verbs, f"{form} stands twice", file=_FILE, key=form, expected="each verb once"
            )
            verbs[form] = verb
    return Finder(verbs), verbs
