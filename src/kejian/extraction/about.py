"""What a document is, where it says so: title, genre, year reported on, publication."""

import msgspec

from kejian.model import About, Document


def find_about(document: Document, *, given: About) -> About:
    """``given``, with each field left None looked for in the document."""
    return msgspec.structs.replace(given)
