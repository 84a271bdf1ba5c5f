"""A file, whatever it is, becomes a `Document`.

Knows files, formats and encodings; knows nothing of numbers, reports or databases.
"""

from kejian.reading.files import read

__all__ = ["read"]
