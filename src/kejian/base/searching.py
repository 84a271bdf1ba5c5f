"""Searching passages and the statements in them.

A passage is found when it holds every word; the row of a table also holds those of its heads (captions,
heads of columns), which the hit then shows. When no more than `_RANKED` are found, they are ranked by
BM25; the more frequent words are listed in the stored order (newest report year first, then in reading
order) without being ranked or counted, and the answer says so.
"""

import math
from collections import defaultdict
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connections

from kejian.base import index
from kejian.base.connection import explained
from kejian.base.models import Document
from kejian.base.queries import hidden_works
from kejian.base.words import fold, fold_with_origins, parse, places, stands

_RANKED = 200
_PAGE = _RANKED + 1  # candidates fetched at once, and …
_MOST_PAGES = 50  # … how often, when the words' parts are there but the words are not
_AT_ONCE = 50  # hits whose statements are fetched in one query
_REACH = 2000  # characters that a sentence is thought to have at most
_UNMEASURED = ("time", "structure", "name", "spec")
_K, _B = 1.2, 0.75
_IN_HEADS = 0.2  # what a word counts that stands in the heads alone


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that holds the words: ``marks`` are their spans in ``text``, statements those they touch.

    ``number`` is the document's in the base.
    ``heads`` are the captions and heads of columns over a table's row, for words that stand there.
    """

    document: str
    number: int
    work: str
    start: int
    text: str
    heads: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...]
    statements: tuple[dict[str, Any], ...]
    score: float | None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The hits; ``ranked`` says whether by relevance, ``more`` whether others are not shown."""

    hits: tuple[Hit, ...]
    ranked: bool
    more: bool


def search(alias: str, words: str, *, viewer: str | None = None, limit: int = 20) -> Answer:
    """Passages that hold every one of ``words``. Raises `BaseError` when there is nothing to look for."""
    query = parse(words)
    with explained(alias):
        found, all_of_them = _find(alias, query.words, query.tokens, viewer)
        ranked = all_of_them and len(found) <= _RANKED
        scores = _bm25(query.words, found) if ranked else {}
        if ranked:
            found.sort(key=lambda row: (-scores[row.key], row.key))
        shown = found[:limit]
        return Answer(
            hits=_complete(alias, query.words, shown, scores),
            ranked=ranked,
            more=len(found) > limit or not all_of_them,
        )


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """A passage as stored, and its text in normal form."""

    key: int
    document: int
    start: int
    text: str
    heads: str
    folded: str


def _find(
    alias: str, words: tuple[str, ...], wanted: tuple[str, ...], viewer: str | None
) -> tuple[list[_Found], bool]:
    """Up to `_RANKED` + 1 passages that hold the words, in stored order, and whether these are all."""
    hidden = hidden_works(alias, viewer)
    found: list[_Found] = []
    after = -1
    for _ in range(_MOST_PAGES):
        page = index.candidates(alias, wanted, hidden=hidden, after=after, limit=_PAGE)
        for key, document, start, text, heads in page:
            folded, over = fold(text), _fold_heads(heads)
            if all(stands(word, folded) or (over and stands(word, over)) for word in words):
                found.append(
                    _Found(key=key, document=document, start=start, text=text, heads=heads, folded=folded)
                )
        if len(page) < _PAGE:
            return found, True
        if len(found) > _RANKED:
            break
        after = page[-1][0]
    return found, False


@lru_cache(maxsize=1000)
def _fold_heads(heads: str) -> str:
    """The normal form of what heads a table's rows, which they share."""
    return fold(heads)


def _bm25(words: tuple[str, ...], found: list[_Found]) -> dict[int, float]:
    """Scores by key. All passages hold all words, so what counts is how often, how long, and where."""
    mean = sum(len(row.folded) for row in found) / (len(found) or 1)
    scores: dict[int, float] = defaultdict(float)
    for row in found:
        norm = _K * (1 - _B + _B * len(row.folded) / mean)
        for word in words:
            count = len(places(word, row.folded))
            saturated = count * (_K + 1) / (count + norm) if count else _IN_HEADS
            scores[row.key] += math.log(1 + len(word)) * saturated
    return scores


def _complete(
    alias: str, words: tuple[str, ...], shown: list[_Found], scores: dict[int, float]
) -> tuple[Hit, ...]:
    documents = (
        Document.objects.using(alias)
        .select_related("edition", "work")
        .only("edition__name", "work__title", "work__key")
        .in_bulk([row.document for row in shown])
    )
    marks = [_marks(words, row.text) for row in shown]
    touched = [marked or ((0, len(row.text)),) for row, marked in zip(shown, marks, strict=True)]
    spans = [
        (row.document, row.start + at[0][0], row.start + at[-1][1])
        for row, at in zip(shown, touched, strict=True)
    ]
    near = _near(alias, spans)
    return tuple(
        Hit(
            document=documents[row.document].edition.name,
            number=row.document,
            work=documents[row.document].work.title or documents[row.document].work.key,
            start=row.start,
            text=row.text,
            heads=tuple(row.heads.split("\n")) if row.heads else (),
            marks=marked,
            statements=tuple(_touched(near.get(row.document, []), row.start, at)),
            score=round(scores[row.key], 4) if row.key in scores else None,
        )
        for row, marked, at in zip(shown, marks, touched, strict=True)
    )


def _marks(words: tuple[str, ...], text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the words in a text as it stands."""
    folded, origins = fold_with_origins(text)
    spans = [(origins[a], origins[b - 1] + 1) for word in words for a, b in places(word, folded)]
    merged: list[tuple[int, int]] = []
    for a, b in sorted(set(spans)):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return tuple(merged)


_SHOWN = (
    "id",
    "kind",
    "role",
    "quote",
    "measure",
    "subject",
    "value",
    "unit",
    "period",
    "action",
    "object",
    "name",
)


def _near(alias: str, spans: list[tuple[int, int, int]]) -> dict[int, list[dict[str, Any]]]:
    """By document, active figures that measure and milestones whose sentences overlap the spans."""
    found: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    columns = ("document_id", "sentence_start", "sentence_end", *_SHOWN)
    with connections[alias].cursor() as cursor:
        for at in range(0, len(spans), _AT_ONCE):
            part = spans[at : at + _AT_ONCE]
            # a join with the spans goes by the index on places, which an OR of them does not
            cursor.execute(
                f"SELECT {', '.join(f's.{name}' for name in columns)}"  # noqa: S608 - names of columns
                f" FROM (VALUES {', '.join(['(%s, %s, %s)'] * len(part))}) AS spans"
                " JOIN kejian_statement s ON s.document_id = spans.column1"
                f" AND s.start >= spans.column2 - {_REACH} AND s.start < spans.column3 + {_REACH}"
                " WHERE s.sentence_start < spans.column3 AND s.sentence_end > spans.column2"
                " AND s.status = 'active' AND s.kind <> 'entity' ORDER BY s.start, s.id",
                [n for span in part for n in span],
            )
            for values in cursor.fetchall():
                row = dict(zip(columns, values, strict=True))
                if row["role"] not in _UNMEASURED:
                    found[row["document_id"]][row["id"]] = row
    return {document: list(rows.values()) for document, rows in found.items()}


def _touched(
    near: list[dict[str, Any]], start: int, marks: tuple[tuple[int, int], ...]
) -> list[dict[str, Any]]:
    """Those of the statements whose sentence holds one of the marks."""
    return [
        {name: row[name] for name in _SHOWN if row[name]}
        for row in near
        if any(row["sentence_start"] < start + b and start + a < row["sentence_end"] for a, b in marks)
    ]
