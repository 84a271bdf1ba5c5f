"""Words in which a numeral counts nothing: `idioms.yaml`."""

from functools import cache
from pathlib import Path

from kejian.vocabulary.loader import load, require

_FILE = "idioms.yaml"


@cache
def idioms(folder: Path | None = None) -> frozenset[str]:
    """The words of the vocabulary (of ``folder``, by default the package's own)."""
    words = load(_FILE, folder=folder).get("words")
    require(
        isinstance(words, str) and bool(words.split()),
        f"words is {words!r:.40}",
        file=_FILE,
        key="words",
        expected="words parted by blanks",
        folder=folder,
    )
    return frozenset(str(words).split())
