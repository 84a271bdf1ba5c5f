"""From a path to a `Document`: what the content is decides which reader reads it."""

from hashlib import sha256
from pathlib import Path

from kejian.model import Document
from kejian.reading.limits import DEFAULT, Limits
from kejian.reading.markdown import read_markdown


def read(path: str | Path, *, limits: Limits = DEFAULT) -> Document:
    """Read one file."""
    data = Path(path).read_bytes()
    digest = sha256(data).hexdigest()
    return read_markdown(data, name=Path(path).stem, source=str(path), digest=digest, limits=limits)
