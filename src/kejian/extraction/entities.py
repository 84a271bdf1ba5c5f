"""The named things of a document."""

from kejian.extraction.context import Context
from kejian.model import Entity


def find_entities(context: Context) -> list[Entity]:
    """Each named thing of the document once, in the order of first mention."""
    return []
