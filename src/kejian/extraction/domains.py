"""The field that an event belongs to."""

from kejian.extraction.context import Context, Sentence


class Domains:
    """The fields of a document's events."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of(self, thing: str, sentence: Sentence) -> str | None:
        """The field of ``thing``."""
        return None
