"""What a finding must rest on to be an error: how the figures concerned were read.

A reader who is sure that two numbers contradict each other has both before him in the same words, of the
same year, of the same whole. Where the extraction completed one of these from elsewhere, the finding is a
doubt at most. All checks that compare figures ask here; `docs/how-to/audit.md` tells it to the editor.
"""

from collections.abc import Iterable
from enum import StrEnum

import regex

from kejian.auditing.model import Severity
from kejian.auditing.same import measure_key
from kejian.language.normal import normal
from kejian.model import Aspect, Document, Figure

_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d{2}(?=年)")
# a year that a sentence goes on with, not one that it compares with or looks back to
_YEAR_GONE_ON_WITH = regex.compile(
    r"(?<![比较与同由从自是为《“（(\d])((?:19|20)\d{2})年(?!以来|[的之]?前|[^，。；]{0,6}相比|版)"
)
_RELATIVE = regex.compile(r"去年|上年|上一年|前一年|今年|本年|当年|同期|年前|前年")
# what says that a number is of a part, of a kind, or counted in a way of its own
_LIMITING = regex.compile(
    r"其中|另有|另外|包括|分别|其他|其余|当年新|年内新|本级|直属|部分|相关|同类"
    r"|[“《][^”》]*[”》]|每|人均|户均|平均"
)
_OWN_WAY = regex.compile(r"试行|试点|口径|估算|测算|匡算")  # said in whichever clause of the sentence
_LONGEST = 400  # characters of a paragraph that are looked back on


class Guess(StrEnum):
    """What of a figure its own sentence does not say."""

    MEASURE = "measure"  # what is counted was completed from before
    PERIOD = "period"  # the paragraph speaks of another year than the figure was read to be of
    SCOPE = "scope"  # its clause names a part, a kind or a way of counting


def guesses(
    figure: Figure, document: Document, *, clause: str, lead: str, start: int, cell: bool
) -> tuple[Guess, ...]:
    """What was guessed of a figure; ``start`` is where its paragraph begins, ``lead`` its clause's beginning.

    A cell of a table is told by its row and column and has nothing guessed; growth, change, share and
    multiple are of the level beside them, so that only their period can be.
    """
    if cell:
        return ()
    found = []
    key = measure_key(figure.measure)
    level = figure.aspect is Aspect.LEVEL
    if level and (not key or key not in measure_key(clause)):
        found.append(Guess.MEASURE)
    if _of_another_year(figure, document, start=start):
        found.append(Guess.PERIOD)
    before = document.text[figure.sentence.start : figure.passage.start]
    words = [*_LIMITING.findall(normal(lead)), *_OWN_WAY.findall(normal(before))]
    if level and any(word not in (figure.measure or "") for word in words):
        found.append(Guess.SCOPE)
    return tuple(found)


def _of_another_year(figure: Figure, document: Document, *, start: int) -> bool:
    """The sentence, else the paragraph before it, names years and none of them is the figure's."""
    year = (figure.period or "")[:4]
    if not year.isdigit():
        return True
    sentence = normal(figure.sentence.quote)
    before = normal(document.text[figure.sentence.start : figure.passage.start])
    if year in before or _RELATIVE.search(before):
        return False
    if years := _YEAR_GONE_ON_WITH.findall(before):
        return year not in years
    if year in _YEAR.findall(sentence):
        return False
    first = max(start, figure.sentence.start - _LONGEST)
    earlier = _YEAR_GONE_ON_WITH.findall(normal(document.text[first : figure.sentence.start]))
    return bool(earlier) and earlier[-1] != year


def severity(severity: Severity, guessed: Iterable[tuple[Guess, ...]]) -> Severity:
    """The severity of a finding on figures of which this was guessed: an error becomes a doubt.

    >>> severity(Severity.ERROR, [(), (Guess.PERIOD,)]).value
    'doubt'
    """
    if severity is Severity.ERROR and any(guessed):
        return Severity.DOUBT
    return severity
