"""The audit of the whole base as work of the worker, and how far it is.

What is shown of it is a share and a time: numbers of documents and findings would tell of drafts.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from kejian.base.auditing import Step, audit_base
from kejian.errors import KejianError
from kejian.workbench.models import Remembered

_NAME = "audit of the base"
_OFTEN = 0.4  # seconds between two notes of the progress


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far an audit is: ``state`` is empty (none yet), waiting, running, done or failed."""

    state: str = ""
    step: str = ""
    percent: int = 0
    at: str = ""
    error: str = ""


def progress() -> Progress:
    """How far the last audit that somebody asked for is."""
    row = Remembered.objects.filter(name=_NAME).first()
    return msgspec.json.decode(row.value, type=Progress) if row else Progress()


def ask() -> bool:
    """Put an audit in the queue unless one waits or runs; says whether it did."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    with transaction.atomic():
        Remembered.objects.select_for_update().filter(name=_NAME).first()
        if DBTaskResult.objects.filter(task_path=run_audit.module_path, status__in=unfinished).exists():
            return False
        _note(Progress(state="waiting", at=_now()))
        run_audit.enqueue()
    return True


@task()
def run_audit() -> None:
    """Audit what changed since the last audit."""
    run()


def run(*, now: Callable[[], datetime] = timezone.now) -> None:
    """The same, here and now."""
    note = _Notes()
    _note(Progress(state="running", at=_now(now)))
    try:
        audit_base("default", progress=note)
    except KejianError as error:
        _note(Progress(state="failed", at=_now(now), error=error.message))
        return
    _note(Progress(state="done", percent=100, at=_now(now)))


class _Notes:
    """Writes the progress down, not more often than somebody would look."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, step: Step) -> None:
        if time.monotonic() - self._last < _OFTEN:
            return
        self._last = time.monotonic()
        _note(
            Progress(
                state="running", step=step.what, percent=100 * step.done // max(step.total, 1), at=_now()
            )
        )


def _note(said: Progress) -> None:
    value: dict[str, Any] = {"value": msgspec.json.encode(said).decode()}
    Remembered.objects.update_or_create(name=_NAME, defaults=value)


def _now(now: Callable[[], datetime] = timezone.now) -> str:
    return now().isoformat(timespec="seconds")
