"""The observations of bundles, each as linking needs it, with the document that makes it.

Of each document no more is read than the sentences asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from django.db.models import Exists, F, OuterRef

from kejian.base.correcting import add_moved_texts, requoted
from kejian.base.linking_models import Bundle, Placed
from kejian.base.models import Decision
from kejian.base.observations import COLUMNS, figure_of, holding
from kejian.base.placing import Kept, found_of
from kejian.base.sentences import add_texts
from kejian.base.summing import measure_of
from kejian.linking.placing import Placed as Found


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


_STATEMENT = {f"s_{name}": F(f"statement__{name}") for name in (*COLUMNS, "document_id")}
_WORK = {
    "name": F("statement__document__edition__name"),
    "key": F("work__key"),
    "title": F("work__title"),
    "publisher": F("work__publisher"),
    "report_year": F("work__report_year"),
    "published": F("work__published"),
    "visibility": F("work__visibility"),
}
_PLACED = ("work_id", "bundle_id", *Kept.__struct_fields__)


def members(
    alias: str, bundles: Sequence[int], *, scopes: Sequence[int], slots: Collection[str] = ()
) -> tuple[dict[int, list[Found]], dict[str, Where]]:
    """The observations of bundles by bundle, of some slots or of all, and where each statement stands."""
    placed = Placed.objects.using(alias).filter(bundle__in=bundles, scope__in=scopes)
    if slots:
        placed = placed.filter(slot__in=list(slots))
    decided_on = Exists(Decision.objects.using(alias).filter(statement=OuterRef("statement_id")))
    named = placed.values(*_PLACED, **_STATEMENT, **_WORK, decided=decided_on)
    rows: list[Any] = list(named.order_by("statement_id"))
    add_texts(alias, rows, prefix="s_", document="s_document_id")
    decided = holding(alias, [row["statement_id"] for row in rows if row["decided"]])
    add_moved_texts(alias, rows, decided, id_="statement_id", document="s_document_id")
    names = _names(rows)
    keys = dict(Bundle.objects.using(alias).filter(pk__in=bundles).values_list("pk", "key"))
    measures = {pk: measure_of(key.split("|")[1]) for pk, key in keys.items()}
    parts: dict[int, tuple[str, str, str]] = {pk: tuple(key.split("|")) for pk, key in keys.items()}  # type: ignore[misc]
    found: dict[int, list[Found]] = defaultdict(list)
    where: dict[str, Where] = {}
    for row in rows:
        columns = {name: row[f"s_{name}"] for name in COLUMNS}
        name = names[row["s_document_id"]]
        decision = decided.get(row["statement_id"])
        figure = figure_of(columns, decision, text=row["text"], document=name, skipped=row["skipped"])
        if figure is None:  # a decision that is not linked yet
            continue
        figure = requoted(
            figure, decision.right if decision else {}, text=row["text"], skipped=row["skipped"]
        )
        bundle = row["bundle_id"]
        one = Kept(**{each: row[each] for each in Kept.__struct_fields__})
        found[bundle].append(found_of(one, figure, bundle=parts[bundle], measure=measures[bundle]))
        where[one.statement_id] = _where(row, name)
    return found, where


def _names(rows: Sequence[dict[str, Any]]) -> dict[int, str]:
    """What each document is called: its file's name, with its work's where two have the same."""
    files = {row["s_document_id"]: (row["name"], row["key"]) for row in rows}
    times = Counter(name for name, _ in files.values())
    return {pk: name if times[name] == 1 else f"{name} ({key})" for pk, (name, key) in files.items()}


def _where(row: dict[str, Any], name: str) -> Where:
    return Where(
        statement=row["statement_id"],
        document=row["s_document_id"],
        name=name,
        work=row["work_id"],
        title=row["title"],
        publisher=row["publisher"],
        report_year=row["report_year"],
        published=row["published"],
        draft=row["visibility"] != "published",
    )
