"""What speaks for the type of a name, beside all that speaks for its being one (`features`).

Asked of chosen names alone, so it may look further around than what every candidate is asked.
"""

from collections.abc import Iterator

from kejian.extraction.naming.candidates import Candidate
from kejian.extraction.naming.features import Laid, reach
from kejian.extraction.naming.wordlists import names_data
from kejian.extraction.naming.words import Word

_NEAR = 6  # words on each side of a name that are looked at
_MARKS = frozenset("、（(）)“”")


def kind_features(laid: Laid, candidate: Candidate) -> list[str]:
    """Features of a name's characters and of the words near it."""
    name = candidate.text
    first, after = reach(candidate)
    found = laid.words
    before, behind = found[max(0, first - _NEAR) : first][::-1], found[after : after + _NEAR]
    han = all(word.han for word in found[candidate.first : candidate.last])
    surname = name[0] in names_data()["surnames"]
    return [
        f"begins={name[0]}",
        f"closes={name[-1]}",
        f"closes={name[-2:]}",
        f"person={surname},{min(len(name), 5)},{han}",
        *(f"near={word}" for word in {*_words(before), *_words(behind)}),
        *(f"before={word}" for word in _first(before)),
        *(f"behind={word}" for word in _first(behind)),
    ]


def _words(found: list[Word]) -> Iterator[str]:
    for word in found:
        if word.han and word.size > 1:
            yield word.text


def _first(found: list[Word]) -> Iterator[str]:
    """The first word that is no mark, and how it stands there."""
    marks = ""
    for word in found:
        if word.text not in _MARKS:
            yield f"{marks[:2]}{word.text}"
            return
        marks += word.text
