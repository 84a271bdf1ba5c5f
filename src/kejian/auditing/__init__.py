"""Checks that find what does not add up in what documents state.

Knows documents and facts; knows nothing of files, databases, terminals or the web. Plain values in, plain
values out: `audit` takes documents with their facts and returns findings, worst first; `compare` sets two
drafts of one report side by side.
"""

from kejian.auditing.audit import audit
from kejian.auditing.comparing import (
    Change,
    Comparison,
    changes_between,
    compare,
    findings_between,
)
from kejian.auditing.model import Finding, Read, Severity

__all__ = [
    "Change",
    "Comparison",
    "Finding",
    "Read",
    "Severity",
    "audit",
    "changes_between",
    "compare",
    "findings_between",
]
