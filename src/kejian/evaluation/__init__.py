"""How well found facts agree with gold facts: the figures of the extraction's contract.

Knows the rows of the contract (dictionaries); knows nothing of documents or of how facts are found.
"""

from kejian.evaluation.files import read_rows
from kejian.evaluation.scoring import Score, score

__all__ = ["Score", "read_rows", "score"]
