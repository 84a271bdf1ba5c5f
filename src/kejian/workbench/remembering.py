"""Values that cost too much to work out for each request, kept while the base says the same.

What counts as the same is cheap to ask: the last keys of documents and decisions. Each process remembers on
its own, for a minute at most.
"""

import time
from collections.abc import Callable, Collection
from threading import Lock
from typing import Any, TypeVar, cast

from django.db import connection

from kejian.base.queries import visible_drafts

_LONGEST = 60.0  # seconds
_MOST = 400
_kept: dict[tuple[Any, ...], tuple[float, Any]] = {}
_lock = Lock()
Found = TypeVar("Found")

# what a value may rest on, and the tables whose last keys tell that it has changed
_TABLES: dict[str, tuple[str, ...]] = {
    "documents": ("kejian_document", "kejian_earlier"),
    "decisions": ("kejian_decision",),
    "findings": ("kejian_finding_decision",),
}


def remembered(
    name: str, viewer: str | None, make: Callable[[], Found], *, of: Collection[str] = tuple(_TABLES)
) -> Found:
    """What ``make`` returns, or returned lately when the base said the same to the same viewer.

    ``of`` names what the value rests on, where it is not all of ``documents``, ``decisions``, ``findings``.
    """
    drafts = visible_drafts("default", viewer) if viewer else []
    key = (name, tuple(drafts), *_state(of))
    now = time.monotonic()
    with _lock:
        at, value = _kept.get(key, (0.0, None))
    if at and now - at < _LONGEST:
        return cast("Found", value)
    value = make()
    with _lock:
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = (now, value)
    return value


def _state(of: Collection[str]) -> tuple[Any, ...]:
    """The base, and the last key of each table."""
    last = ", ".join(f"(SELECT MAX(id) FROM {table})" for what in of for table in _TABLES[what])  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {last}")  # of the names above alone
        return (connection.settings_dict["NAME"], connection.settings_dict["HOST"], *cursor.fetchone())
