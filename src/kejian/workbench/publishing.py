"""Publishing a draft: asked for on its page, done by the worker, whole or not at all.

The draft, what is written down of it and the entry in the audit log change in one transaction: a worker that
ends in the middle leaves a draft whose publishing is still waiting, and the next one begins it anew. How far
it is stands beside the base: nobody sees of a transaction what is not done.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from django.utils import timezone

from kejian.base.connection import writing
from kejian.base.publishing import publish
from kejian.errors import KejianError
from kejian.workbench import audit
from kejian.workbench.models import Publishing
from kejian.workbench.refusals import mistaken
from kejian.workbench.uploads import files_folder
from kejian.workbench.wording import tongue

OPEN = ("waiting", "running")


def ask(document: int, *, who: str, address: str) -> tuple[Publishing, bool]:
    """The publishing of a draft that is under way, and whether it was not before."""
    waiting = Publishing.objects.filter(state__in=OPEN)
    return waiting.get_or_create(document=document, defaults={"who": who, "address": address})


def run(asked: Publishing, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Publish the draft, or write down why it cannot be."""
    if asked.state not in OPEN:
        return
    Publishing.objects.filter(pk=asked.pk).update(state="running")
    try:
        with writing("default"):
            done = publish("default", asked.document, viewer=asked.who, progress=_noting(asked.pk))
            asked.state, asked.published, asked.finished = "done", done.document, now()
            asked.save()
            audit.add(
                who=asked.who,
                address=asked.address,
                action="publish draft",
                target=f"document {done.document}",
                before={"draft": asked.document},
                after=msgspec.structs.asdict(done),
            )
    except KejianError as error:
        fail(asked.pk, error.message, error.hint or "", now=now)
    finally:
        _note(asked.pk).unlink(missing_ok=True)


def _note(number: int) -> Path:
    return files_folder() / f"publishing-{number}"


def _noting(number: int) -> Callable[[int, int], None]:
    """What writes down how many of how many steps are done; it is no reason to fail."""

    def note(done: int, total: int) -> None:
        with suppress(OSError):
            _note(number).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _note(number).write_text(f"{done} {total}", encoding="ascii")

    return note


def _noted(number: int) -> dict[str, int]:
    """How many of how many steps are done; 0 of 0 where nobody knows."""
    try:
        done, total = map(int, _note(number).read_text(encoding="ascii").split())
    except (OSError, ValueError):  # not begun, or being written
        return {"done": 0, "total": 0}
    return {"done": done, "total": total}


def fail(number: int, error: str, hint: str, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Write down that it cannot be, why, and what to do."""
    said = {"error": error[:2000], "hint": hint[:2000]}
    Publishing.objects.filter(pk=number).update(state="failed", finished=now(), **said)


def last_of(document: int) -> dict[str, Any] | None:
    """How far the publishing of a draft is that was asked for last; None where nobody asked."""
    row = Publishing.objects.filter(document=document).order_by("-pk").first()
    if row is None:
        return None
    error, hint = mistaken(row.error, row.hint, language=tongue())
    said = {"state": row.state, "at": row.at, "finished": row.finished, "error": error, "hint": hint}
    return said | (_noted(row.pk) if row.state in OPEN else {"done": 0, "total": 0})
