"""The tables of the evidence base. Django looks for them here; each group has a module of its own."""

import kejian.base.blind_models
import kejian.base.finding_models
import kejian.base.linking_models  # noqa: F401
from kejian.base.document_models import (
    Decision,
    Document,
    Earlier,
    Edition,
    Extractor,
    Passage,
    Share,
    Sourced,
    SourceKind,
    Statement,
    StatementKind,
    Status,
    Verdict,
    Visibility,
    Work,
)

__all__ = [
    "Decision",
    "Document",
    "Earlier",
    "Edition",
    "Extractor",
    "Passage",
    "Share",
    "SourceKind",
    "Sourced",
    "Statement",
    "StatementKind",
    "Status",
    "Verdict",
    "Visibility",
    "Work",
]
