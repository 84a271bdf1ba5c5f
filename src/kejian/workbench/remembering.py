"""Values that cost too much to work out for each request, kept while the base says the same.

What counts as the same is cheap to ask: the last keys of documents and decisions. Each process remembers on
its own, for a minute at most.
"""

import time
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Max

from kejian.base.finding_models import FindingDecision
from kejian.base.models import Decision, Document, Earlier
from kejian.base.queries import visible_works

_LONGEST = 60.0  # seconds
_MOST = 400
_kept: dict[tuple[Any, ...], tuple[float, Any]] = {}
_lock = Lock()
Found = TypeVar("Found")


def remembered(name: str, viewer: str | None, make: Callable[[], Found]) -> Found:
    """What ``make`` returns, or returned lately when the base said the same to the same viewer."""
    drafts = visible_works("default", viewer).filter(visibility="draft").values_list("pk", flat=True)
    key = (name, tuple(sorted(drafts)) if viewer else (), *_state())
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


def _state() -> tuple[Any, ...]:
    last = (
        model.objects.aggregate(last=Max("pk"))["last"]
        for model in (Document, Decision, Earlier, FindingDecision)
    )
    return (connection.settings_dict["NAME"], connection.settings_dict["HOST"], *last)
