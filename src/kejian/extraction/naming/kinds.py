"""What speaks for the type of a name, beside all that speaks for its being one (`features`).

Asked of chosen names alone, so it may look further around than what every candidate is asked.
"""

from collections.abc import Iterable

from kejian.extraction.naming.candidates import Candidate
from kejian.extraction.naming.features import Laid, reach
from kejian.extraction.naming.word import Word
from kejian.extraction.naming.wordlists import names_data

_NEAR = 6  # words on each side of a name that are looked at
_MARKS = frozenset("、（(）)“”")


def kind_features(laid: Laid, candidate: Candidate) -> list[str]:
    """Features of a name's characters and of the words near it."""
    before, behind = near(laid, candidate)
    return [
        *spelt_features(candidate.text, in_han(laid, candidate)),
        *("near=" + word for word in near_words(before, behind)),
        *(["before=" + word] if (word := first_beside(reversed(before))) else []),
        *(["behind=" + word] if (word := first_beside(behind)) else []),
    ]


def near(laid: Laid, candidate: Candidate) -> tuple[list[Word], list[Word]]:
    """The words on each side of a name that are looked at."""
    first, after = reach(candidate)
    found = laid.words
    return found[first - _NEAR if first > _NEAR else 0 : first], found[after : after + _NEAR]


def in_han(laid: Laid, candidate: Candidate) -> bool:
    """Whether each of a name's words has Chinese characters."""
    return False not in [word.han for word in laid.words[candidate.first : candidate.last]]


def spelt_features(name: str, han: bool) -> list[str]:
    """Features of a name's characters; ``han`` says whether each of its words has Chinese ones."""
    surname = name[0] in names_data()["surnames"]
    return [
        f"begins={name[0]}",
        f"closes={name[-1]}",
        f"closes={name[-2:]}",
        f"person={surname},{min(len(name), 5)},{han}",
    ]


def near_words(before: list[Word], behind: list[Word]) -> set[str]:
    """The words near a name that are told of, each once, whichever side it stands on."""
    return {word.text for word in before + behind if word.size > 1 and word.han}


def first_beside(found: Iterable[Word]) -> str:
    """Of words from the nearest on, the first that is no mark, and how it stands there; else nothing."""
    marks = ""
    for word in found:
        if word.text not in _MARKS:
            return marks[:2] + word.text
        marks += word.text
    return ""
