"""What a policy grants or requires: the measure it limits, who gets it, and the document that says so."""

import msgspec

from kejian.extraction.aspects import Reading
from kejian.extraction.context import Context, Sentence
from kejian.model import Mention


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A condition or entitlement: what it limits or grants, who gets it, the title of what sets it."""

    measure: str | None = None
    subject: str | None = None
    policy: str | None = None
    base: str | None = None


def read_term(context: Context, sentence: Sentence, mention: Mention, reading: Reading) -> Term:
    """Read ``mention``, a term that stands in ``sentence`` and was read as ``reading``."""
    return Term()
