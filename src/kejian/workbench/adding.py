"""Adding documents."""

from collections.abc import Callable
from datetime import datetime

from kejian.workbench.models import Adding


def run(adding: Adding, *, now: Callable[[], datetime]) -> None:
    """Read the files of an adding into the base."""
