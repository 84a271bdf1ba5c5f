"""A `Document` becomes `Facts`: figures, milestones, terms and entities, each with its passage.

Knows how reports speak; knows nothing of files or databases.
"""

from kejian.extraction.pipeline import extract
from kejian.extraction.rows import rows

__all__ = ["extract", "rows"]
