"""The worker: long work of the workbench, one process at a time for a base.

A worker that ends in the middle of a task leaves it marked as running. The next one holds the base's lock,
so it knows that nobody else runs it, and puts it back in the queue: tasks go on where they stopped.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_LOCK = 5_318_008_219  # PostgreSQL's advisory lock of the worker
_PDEATHSIG = 1


def main() -> None:
    """Wait for the base's lock, put back what was interrupted, then work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kejian.workbench.settings")
    end_with_parent()
    import django

    django.setup()
    from django.core.management import call_command

    from kejian.workbench.adding import clear_quarantine
    from kejian.workbench.tasks import put_back, refresh_later

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with _only_one():
            put_back()
            clear_quarantine()
            call_command("clearsessions")
            call_command("prune_db_task_results", "--min-age-days=7", "--verbosity=0")
            refresh_later()  # what `kejian build` or another version left to do
            call_command("db_worker", "--no-startup-delay", "--interval=0.5", "--verbosity=0")
    except KeyboardInterrupt:
        sys.exit(0)


def end_with_parent() -> None:
    """Let this process end when the one that started it is gone (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGTERM)


@contextmanager
def _only_one() -> Iterator[Any]:
    """Hold the lock of the base's only worker; waits for it."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        holder = connection.copy()  # a connection of its own: the lock lasts as long as it does
        while True:
            with holder.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
                if cursor.fetchone()[0]:
                    break
            time.sleep(1)
        yield holder
        holder.close()
        return
    import fcntl

    base = Path(settings.DATABASES["default"]["NAME"])
    with base.with_name(f".{base.name}-worker").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


if __name__ == "__main__":
    main()
