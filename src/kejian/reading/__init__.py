"""A file, whatever it is, becomes a `Document`.

Knows files, formats and encodings; knows nothing of numbers, reports or databases. Every reader has the
signature of `kejian.reading.markdown.read_markdown` and builds its document with `kejian.reading.builder`.
"""

from kejian.reading.files import ReadingFailure, read, read_all, read_bytes
from kejian.reading.limits import Limits

__all__ = ["Limits", "ReadingFailure", "read", "read_all", "read_bytes"]
