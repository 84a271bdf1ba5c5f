"""Measures by the English names of well-known indicators, for readers of English.

Documents name measures in their own words; where these are the name of one indicator and of no other, its
English name says the same. Everything else stays as the document has it.
"""

from functools import lru_cache

from kejian.auditing.telling import Case
from kejian.linking.indicators import Indicator, by_name, indicators
from kejian.linking.measures import match
from kejian.linking.words import plain
from kejian.workbench.wording import tongue


@lru_cache(maxsize=20_000)
def in_english(phrase: str, unit: str = "") -> str:
    """The English name of the indicator that a phrase names in a unit; empty where it names none, or several.

    >>> in_english("技术合同成交额"), in_english("认定登记技术合同", "项"), in_english("民营企业出口额")
    ('turnover of technology contracts', 'technology contracts registered', '')
    """
    found = match(phrase, unit=unit) if unit and phrase else None
    if found and found.indicator:
        return found.indicator.en
    known = by_name().get(plain(phrase), ()) if phrase else ()
    return known[0].en if len(known) == 1 else ""


def indicator_of(series: str) -> Indicator | None:
    """The indicator of a series by its key."""
    parts = series.split("|")
    return indicators().get(parts[1]) if len(parts) > 1 else None


def called(phrase: str, unit: str = "") -> str:
    """A measure as the reader calls it."""
    return (in_english(phrase, unit) if reads_english() else "") or phrase


def beside(phrase: str, unit: str = "") -> str:
    """The document's own term, where `called` says another."""
    return phrase if called(phrase, unit) != phrase else ""


def case_called(case: Case) -> Case:
    """A finding's case with the measures among its values as the reader calls them."""
    if not reads_english():
        return case
    return Case(case.key, tuple((name, in_english(value) or value) for name, value in case.values))


def reads_english() -> bool:
    """Whether the reader's language is not Chinese."""
    return tongue() == "en"
