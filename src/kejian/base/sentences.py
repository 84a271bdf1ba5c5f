"""The sentences of statements out of the texts of their documents, read in bounded memory.

A database finds the middle of a text by walking through it from its beginning, so that of a document with
many statements the whole text is read once, and of others no more than the sentences asked for.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connections

from kejian.base.models import Document
from kejian.base.rows import AROUND

_FEW = 2  # statements of a document of which each is cut out by the database
_AT_ONCE = 200  # stretches fetched in one query
_TEXTS = 20  # whole texts held at a time


def add_texts(alias: str, rows: Sequence[dict[str, Any]], *, prefix: str = "", document: str) -> None:
    """Give each row the ``text`` around its sentence, which begins ``skipped`` characters after its document.

    Rows have ``start``, ``end``, ``sentence_start`` and ``sentence_end`` (each after ``prefix``) and the
    number of the document under the name ``document``.
    """
    wanted: dict[int, list[tuple[dict[str, Any], int]]] = defaultdict(list)
    for row in rows:
        start, end, first, last = (row[f"{prefix}{name}"] for name in _PLACE)
        row["skipped"] = max(min(start, first) - AROUND, 0)
        wanted[row[document]].append((row, max(end, last) + AROUND))
    few = [(number, row, last) for number, each in wanted.items() if len(each) <= _FEW for row, last in each]
    for at in range(0, len(few), _AT_ONCE):
        _cut_out(alias, few[at : at + _AT_ONCE])
    many = [number for number, each in wanted.items() if len(each) > _FEW]
    for at in range(0, len(many), _TEXTS):
        texts = Document.objects.using(alias).filter(pk__in=many[at : at + _TEXTS]).values_list("pk", "text")
        for number, text in texts:
            for row, last in wanted[number]:
                row["text"] = text[row["skipped"] : last]


_PLACE = ("start", "end", "sentence_start", "sentence_end")


def _cut_out(alias: str, part: Sequence[tuple[int, dict[str, Any], int]]) -> None:
    spans = ", ".join(["(%s, %s, %s, %s)"] * len(part))
    values = [
        n
        for at, (number, row, last) in enumerate(part)
        for n in (at, number, row["skipped"] + 1, last - row["skipped"])
    ]
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT spans.column1, SUBSTR(d.text, spans.column3, spans.column4)"  # noqa: S608 - marks alone
            f" FROM (VALUES {spans}) AS spans JOIN kejian_document d ON d.id = spans.column2",
            values,
        )
        for at, text in cursor.fetchall():
            part[at][1]["text"] = text
