"""What a sentence says of a figure besides its value: how final it is, by which definition."""

from functools import cache

import regex

from kejian.linking.words import words
from kejian.model import Figure

_CLAUSE = regex.compile(r"[。；;!！?？\n]")
_COMMA = regex.compile(r"[。；;!！?？\n，,]")
_SHORT = 16  # characters of a part between commas that says only by which definition
_REACH = 60  # characters before a figure in which words on it are looked for
_LIMIT = 400  # characters of a sentence that are looked at


def status_of(figure: Figure) -> str | None:
    """``preliminary``, ``estimated``, ``revised`` or ``final``, as the sentence says before the figure."""
    before = _before(figure)
    found = [(before.rfind(word), status) for word, status in words().status.items() if word in before]
    return max(found)[1] if found else None


def definition_of(figure: Figure) -> tuple[str, ...]:
    """The words on the definition between the commas around the figure, or 按…口径 just before."""
    text, at = _sentence(figure), _at(figure)
    ends = [match.end() for match in _COMMA.finditer(text, max(at - _REACH, 0), at)]
    own = ends[-1] if ends else max(at - _REACH, 0)
    before = text[ends[-2] if len(ends) > 1 else max(at - _REACH, 0) : own]
    leads = len(before) <= _SHORT and any(word in before for word in ("口径", "价格"))
    start = own - len(before) if leads else own
    last = _COMMA.search(text, min(at + figure.passage.end - figure.passage.start, len(text)))
    part = text[start : min(last.start() if last else len(text), at + _REACH)]
    return tuple(dict.fromkeys(match.group() for match in _pattern("definition").finditer(part)))


def break_of(figure: Figure) -> str | None:
    """The words that say that the figure cannot be set beside earlier ones."""
    found = _pattern("breaks").search(_sentence(figure)[:_LIMIT])
    return found.group() if found else None


def adds_up_years(figure: Figure) -> bool:
    """Whether a figure marked cumulative says so in words (累计), rather than adding up parts (合计).

    True without a sentence to look at.
    """
    clause = _clause(figure)
    return not clause or any(word in clause for word in words().cumulative)


def _sentence(figure: Figure) -> str:
    return figure.sentence.quote


def _at(figure: Figure) -> int:
    return max(figure.passage.start - figure.sentence.start, 0)


def _before(figure: Figure) -> str:
    at = _at(figure)
    return _sentence(figure)[max(at - _REACH, 0) : at]


def _clause(figure: Figure) -> str:
    text, at = _sentence(figure), _at(figure)
    length = figure.passage.end - figure.passage.start
    first = max(
        (m.end() for m in _CLAUSE.finditer(text, max(at - _REACH, 0), at)), default=max(at - _REACH, 0)
    )
    last = _CLAUSE.search(text, min(at + length, len(text)))
    return text[first : min(last.start() if last else len(text), at + length + _REACH)]


@cache
def _pattern(name: str) -> regex.Pattern[str]:
    return regex.compile("|".join(getattr(words(), name)))
