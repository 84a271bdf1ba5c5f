"""What happened: events with their date, actors, object and claim."""

from collections.abc import Sequence

from kejian.extraction.context import Context
from kejian.model import Entity, Milestone


def find_milestones(context: Context, *, entities: Sequence[Entity]) -> list[Milestone]:
    """The events that a document tells, in reading order."""
    return []
