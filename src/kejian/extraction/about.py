"""What a document is, where it says so: title, genre, year reported on, publication, publisher."""

from collections import Counter
from functools import cache

import msgspec
import regex

from kejian.model import About, BlockKind, Document
from kejian.vocabulary.loader import load
from kejian.vocabulary.patterns import compiled

_FILE = "genres.yaml"
_OPENING_BLOCKS, _OPENING_LENGTH, _LINE = 12, 600, 60
_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?=\s*年|\D|$)")
_DATE = regex.compile(r"((?:19|20)\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?")
_MONTH = regex.compile(r"((?:19|20)\d\d)年(\d{1,2})月(?!\d)")
_ISSUED = regex.compile(r"(?:发布|印发|公布|成文|发文|刊发|出版)(?:时间|日期)?\s*[:：]?\s*$")


class Genre(msgspec.Struct, frozen=True):
    """A genre with what its titles and openings look like."""

    name: str
    title: regex.Pattern[str]
    opening: regex.Pattern[str] | None


@cache
def _genres() -> tuple[Genre, ...]:
    found = []
    for entry in load(_FILE)["genres"]:
        opening = compiled(entry["opening"], file=_FILE, key="opening") if entry["opening"] else None
        found.append(Genre(entry["genre"], compiled(entry["title"], file=_FILE, key="title"), opening))
    return tuple(found)


@cache
def _issuer() -> regex.Pattern[str]:
    names = "|".join(load(_FILE)["issuer"])
    return compiled(rf"^(?:[\p{{Han}}（）()·]{{2,30}}?(?:{names})[\s　、]*)+$", file=_FILE, key="issuer")


def find_about(document: Document, *, given: About) -> About:
    """``given``, with each field left None looked for in the document.

    The title is the first heading or line; the year is that of the title, else the one the text names most;
    a work report given at the start of a year reports on the year before.
    """
    lines = [
        document.text[b.start : b.end].strip()
        for b in document.blocks[:_OPENING_BLOCKS]
        if b.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.CAPTION)
    ]
    title = given.title or _title(document, lines)
    opening = document.text[:_OPENING_LENGTH]
    genre = given.genre or _genre(title or "", opening)
    published = given.published or _published(title or "", lines)
    year = given.report_year
    if year is None:
        year = _report_year(title or "", document.text, genre=genre, published=published)
    return msgspec.structs.replace(
        given,
        title=title,
        genre=genre,
        report_year=year,
        published=published,
        publisher=given.publisher or _publisher(lines),
    )


def _title(document: Document, lines: list[str]) -> str | None:
    heading = next((b for b in document.blocks[:_OPENING_BLOCKS] if b.kind is BlockKind.HEADING), None)
    if heading is not None and heading.level <= 1:
        return document.text[heading.start : heading.end].strip() or None
    first = next((line for line in lines if line), None)
    return first if first and len(first) <= _LINE and first[-1] not in "。；，" else None


def _genre(title: str, opening: str) -> str | None:
    for genre in _genres():
        if genre.title.search(title):
            return genre.name
    return next((g.name for g in _genres() if g.opening and g.opening.search(opening)), None)


def _published(title: str, lines: list[str]) -> str | None:
    """The date in the title, or on a short line of its own at the start or after 发布."""
    for line in [title, *(x for x in lines if len(x) <= _LINE)]:
        m = _DATE.search(line)
        if m and (line is title or m.start() <= 4 or _ISSUED.search(line[: m.start()])):
            month, day = int(m[2]), int(m[3])
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{m[1]}-{month:02}-{day:02}"
    m = _MONTH.search(title)
    return f"{m[1]}-{int(m[2]):02}" if m and 1 <= int(m[2]) <= 12 else None


def _report_year(title: str, text: str, *, genre: str | None, published: str | None) -> int | None:
    if genre == "press article":
        return int(published[:4]) if published else _common_year(text)
    years = [int(y) for y in _YEAR.findall(title)]
    if years and genre == "work report":
        return years[0] - 1
    if years:
        return years[0] if "总结" in title or len(years) == 1 else max(years)
    return _common_year(text)


def _common_year(text: str) -> int | None:
    """The year that the text names most, at least twice."""
    counts = Counter(
        regex.findall(r"(?<![\d—–-])(20\d\d)年", regex.sub(r"《[^》]{1,80}》", "", text[:100_000]))
    )
    best = counts.most_common(1)
    return int(best[0][0]) if best and best[0][1] >= 2 else None


def _publisher(lines: list[str]) -> str | None:
    for line in lines[1:6]:
        if len(line) <= _LINE and _issuer().match(line):
            return regex.split(r"[\s　、]+", line)[0]
    return None
