"""Series of the base: lists in one indexed query, and one series with everything that is said in it.

What a viewer sees: the series of published works, and those of their own and shared drafts. A list shows
of each series the summary of published works; a series that only drafts know shows that of the draft.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import msgspec

from kejian.linking import Series


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list: what the series is of, and its summary.

    ``force`` is one of `kejian.linking.indicators.FORCES` or empty, ``domain`` a key of ``domains.yaml`` or
    empty. ``statements`` counts all, ``levels`` those that state the measure itself, ``slots`` the periods
    of these, ``works`` the works that speak. Values are exact, in ``unit``; ``change`` is last ÷ previous
    − 1, of ratios and ranks last − previous. ``trend`` holds the values of the last slots, oldest first.
    ``draft`` says that only a draft knows the series.
    """

    key: str
    name: str
    name_en: str
    indicator: str
    subject: str
    subject_key: str
    code: str
    unit: str
    kind: str
    accumulation: str
    domain: str
    force: str
    statements: int
    levels: int
    slots: int
    works: int
    first_slot: str
    last_slot: str
    last_value: Decimal | None
    previous_slot: str
    previous_value: Decimal | None
    change: Decimal | None
    trend: tuple[tuple[str, Decimal], ...]
    draft: bool


class SeriesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some entries of a list, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """The document that makes a statement: ``document`` is its number in the base, ``name`` its file's."""

    statement: str
    document: int
    name: str
    work: int
    title: str
    publisher: str
    report_year: int | None
    published: str
    draft: bool


class FullSeries(msgspec.Struct, frozen=True, kw_only=True):
    """A series with its summary, and by the id of each statement (`Said.id`) where it stands."""

    entry: Entry
    series: Series
    where: Mapping[str, Where]


def list_series(
    alias: str,
    *,
    viewer: str | None = None,
    words: str | None = None,
    force: str | None = None,
    domain: str | None = None,
    subject: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> SeriesPage:
    """Series whose names hold all ``words``, well-known indicators and long series first.

    ``subject`` is a `Series.subject_key` (the code of GB/T 2260 of a place). Raises `BaseError` when
    ``words`` are none.
    """
    raise NotImplementedError


def series(alias: str, key: str, *, viewer: str | None = None) -> FullSeries:
    """One series with levels, growths, derived values, breaks and gaps.

    Raises `BaseError` when there is none of this key that the viewer may see.
    """
    raise NotImplementedError


def all_series(
    alias: str, *, viewer: str | None = None, keys: Iterable[str] | None = None
) -> Iterator[FullSeries]:
    """The series of these keys, or all, a bundle at a time, in bounded memory."""
    raise NotImplementedError


def series_of_statement(alias: str, statement: str, *, viewer: str | None = None) -> tuple[str, ...]:
    """Keys of the series that a statement belongs to; none where the viewer may not see it."""
    raise NotImplementedError


def series_of_document(alias: str, document: int, *, viewer: str | None = None) -> tuple[str, ...]:
    """Keys of the series that a document's statements belong to: what is touched when it is stored."""
    raise NotImplementedError
