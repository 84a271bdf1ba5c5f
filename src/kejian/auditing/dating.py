"""Days as they are written, and the day of a document."""

import regex

from kejian.auditing.model import Read
from kejian.language.normal import normal

DAY = regex.compile(
    r"(?:(?<y>(?:1[89]|20)\d{2})年)?(?<![\d.])(?<m>\d{1,2})月(?<d>\d{1,2})[日号](?!至|到|—|-|~)"
)
_FULL = len("2022-08-05")


def iso(match: "regex.Match[str]", *, year: str = "") -> str:
    """A day as ISO 8601; ``year`` where the text leaves it open."""
    return f"{match['y'] or year}-{int(match['m']):02}-{int(match['d']):02}"


def published_of(read: Read) -> str:
    """The date of publication; empty where it was only taken from the beginning of a sentence."""
    published = read.facts.about.published or ""
    if len(published) < _FULL:
        return published
    text = normal(read.document.text)
    for match in DAY.finditer(text):
        if match["y"] and iso(match) == published:
            end = text.find("\n", match.end())
            line = text[match.end() : end if end >= 0 else len(text)]
            return "" if line.endswith("。") else published
    return published
