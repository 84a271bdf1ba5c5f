"""Numbers, quantities, times and sentences in Chinese and English text.

Knows the languages; knows nothing of files, documents or reports.
"""

from kejian.language.grammar import mentions
from kejian.language.sentences import sentences

__all__ = ["mentions", "sentences"]
