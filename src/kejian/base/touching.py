"""Passages that hold words, the statements whose sentences overlap them, and what is read of a statement."""

from collections.abc import Iterable, Sequence

from django.db import connections
from django.db.models import F

from kejian.base import index
from kejian.base.words import fold, parse, stands
from kejian.errors import BaseError

Found = tuple[int, int, str]  # document, start, text
_PASSAGES = 200  # passages looked at
_AT_ONCE = 50  # passages whose statements are fetched in one query
_REACH = 2000  # characters that a sentence is thought to have at most
_MOST = 1000  # statements
# what is read of a statement besides its own columns
WORK = {
    "number": F("document_id"),
    "document_name": F("document__edition__name"),
    "title": F("work__title"),
    "genre": F("work__genre"),
    "report_year": F("work__report_year"),
    "published": F("work__published"),
    "publisher": F("work__publisher"),
}
OF_DOCUMENT = WORK | {"document_name": F("edition__name"), "number": F("pk")}


def holding_words(alias: str, words: Iterable[str], *, hidden: Sequence[int]) -> list[Found]:
    """Passages with all the words, the newest report year first; none where nothing can be looked for."""
    try:
        query = parse(" ".join(f'"{word}"' for word in words if '"' not in word))
    except BaseError:
        return []
    rows = index.candidates(alias, query.tokens, hidden=hidden, after=-1, limit=_PASSAGES)
    return [
        (document, start, text)
        for _, document, start, text, _ in rows
        if all(stands(word, fold(text)) for word in query.words)
    ]


def touching(alias: str, passages: Sequence[Found], *, kind: str, role: str) -> list[str]:
    """Ids of active statements of a kind and role whose sentence overlaps one of the passages."""
    spans = [(document, start, start + len(text)) for document, start, text in passages]
    found: list[str] = []
    with connections[alias].cursor() as cursor:
        for at in range(0, len(spans), _AT_ONCE):
            part = spans[at : at + _AT_ONCE]
            # a join with the spans goes by the index on places, which an OR of them does not
            cursor.execute(
                "SELECT s.id, s.sentence_start, s.sentence_end, spans.column2, spans.column3"  # noqa: S608
                f" FROM (VALUES {', '.join(['(%s, %s, %s)'] * len(part))}) AS spans"
                " JOIN kejian_statement s ON s.document_id = spans.column1"
                f" AND s.start >= spans.column2 - {_REACH} AND s.start < spans.column3"
                " WHERE s.status = 'active' AND s.kind = %s AND s.role = %s",
                [*(n for span in part for n in span), kind, role],
            )
            found += [row[0] for row in cursor.fetchall() if row[1] < row[4] and row[3] < row[2]]
    return list(dict.fromkeys(found))[:_MOST]
