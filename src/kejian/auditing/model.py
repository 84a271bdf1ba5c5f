"""The nouns of an audit: what was read, and what is wrong with it."""

from enum import StrEnum

from kejian.auditing.telling import Case, worded
from kejian.model import Document, Facts, Passage, Value


class Severity(StrEnum):
    """How bad a finding is; in the order in which findings are listed."""

    ERROR = "error"  # the passages cannot all be right
    DOUBT = "doubt"  # a careful editor would ask
    STYLE = "style"  # right, but not written as it should be


class Read(Value, frozen=True, kw_only=True):
    """A document and the facts that were extracted from it."""

    document: Document
    facts: Facts


class Finding(Value, frozen=True, kw_only=True):
    """What a check says of one or more passages.

    ``case`` holds what it says; `kejian.auditing.telling.worded` puts it in the reader's language.
    """

    check: str
    severity: Severity
    case: Case
    passages: tuple[Passage, ...]

    @property
    def message(self) -> str:
        """A sentence for the editor, in English."""
        return worded(self.case, "en").message

    @property
    def computed(self) -> str:
        """The arithmetic behind it where there is any, in English."""
        return worded(self.case, "en").computed
