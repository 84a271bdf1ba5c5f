"""What a document is, where it says so: title, genre, year reported on, publication, publisher."""

from collections import Counter
from functools import cache

import msgspec
import regex

from kejian import kinds
from kejian.language.times import republic_at
from kejian.model import About, Document
from kejian.vocabulary.loader import load
from kejian.vocabulary.patterns import compiled

_FILE = "genres.yaml"
_OPENING_BLOCKS, _OPENING_LENGTH, _LINE = 12, 600, 60
_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d\d)(?![\d.]|[余多]?[万亿家项个件元人户台种名])")
_DATE = regex.compile(r"((?:19|20)\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?")
_MONTH = regex.compile(r"((?:19|20)\d\d)年(\d{1,2})月(?!\d)")
_HEAD_LINES = 6  # lines in which publisher and date may stand
_SECTION = regex.compile(
    r"第[一二三四五六七八九十\d]+[章节篇部]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+(?:\.\d+)*[、.\s]"
)
_DATE_LAST = regex.compile(r"(?:19|20)\d\d\s*[年.\-/][\d月日.\-/]*$")
_OF_THIS_YEAR = regex.compile(
    r"今年|上半年|[一二三]季度|(?<!\d)1?[-—~～至]\d{1,2}月"
)  # said in that very year
_SENTENCE = regex.compile(r"[，。；！？]")
_ISSUED = regex.compile(
    r"(?:(?:发布|印发|公布|成文|发文|刊发|出版)(?:时间|日期)?|^\W*(?:时间|日期)[:：])\s*[:：]?\s*$"
)


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

    What the file says of itself (its properties, its page's head) counts before what is found in the text.
    The title is the first heading or line; the year is that of the title, else the one the text names most;
    a work report given at the start of a year reports on the year before.
    """
    lines = [
        document.text[b.start : b.end].strip()
        for b in document.blocks[:_OPENING_BLOCKS]
        if b.kind in (kinds.HEADING, kinds.PARAGRAPH, kinds.QUOTE, kinds.CAPTION)
    ]
    said = document.about  # what the file says of itself
    title = given.title or _title(document, lines)
    opening = document.text[:_OPENING_LENGTH]
    genre = given.genre or said.genre or _genre(title or "", opening)
    published = given.published or said.published or _published(title or "", lines)
    year = given.report_year or said.report_year
    if year is None:
        year = _report_year(title or "", document.text, genre=genre, published=published)
    if year is None and published and _OF_THIS_YEAR.search(f"{title}\n{opening}"):
        year = int(published[:4])
    return msgspec.structs.replace(
        given,
        title=title,
        genre=genre,
        report_year=year,
        published=published,
        publisher=given.publisher or said.publisher or _publisher(lines),
    )


def _title(document: Document, lines: list[str]) -> str | None:
    """What the file calls itself if the text begins with it too, the first heading, or the first line."""
    said = document.about.title
    if said and said in lines:
        return said
    heading = next((b for b in document.blocks[:_OPENING_BLOCKS] if b.kind is kinds.HEADING), None)
    first = next((line for line in lines if line), None)
    alone = first if first and len(first) <= _LINE and first[-1] not in "。；，" else None
    if heading is not None and heading.level <= 1:
        text = document.text[heading.start : heading.end].strip()
        section = _SECTION.match(text)  # the title stands above it, set as a plain line
        return alone if section and alone else text or said
    return alone or said


def _genre(title: str, opening: str) -> str | None:
    for genre in _genres():
        if genre.title.search(title):
            return genre.name
    return next((g.name for g in _genres() if g.opening and g.opening.search(opening)), None)


def _published(title: str, lines: list[str]) -> str | None:
    """The date in the title, or on a short line of its own at the start or after 发布."""
    for line in [title, *(x for x in lines if len(x) <= _LINE)]:
        m = _DATE.search(line)
        if m and (line is title or _dated(line, m)):
            month, day = int(m[2]), int(m[3])
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{m[1]}-{month:02}-{day:02}"
    for line in [title, *lines[1:_HEAD_LINES]]:
        m = _MONTH.search(line)
        if m and 1 <= int(m[2]) <= 12 and (line is title or _dates_only(line, m)):
            return f"{m[1]}-{int(m[2]):02}"
    return None


def _dated(line: str, date: "regex.Match[str]") -> bool:
    """Whether a line says when: it begins with the date, after 发布 or after a name set off by a blank."""
    before = line[: date.start()]
    named = before.endswith((" ", "　")) and not _SENTENCE.search(before)
    return date.start() <= 4 or named or bool(_ISSUED.search(before))


def _dates_only(line: str, month: "regex.Match[str]") -> bool:
    """Whether a line is the month, alone or after the one who publishes."""
    before = line[: month.start()].strip()
    return not line[month.end() :].strip("）) ") and (not before or bool(_issuer().match(before)))


def _report_year(title: str, text: str, *, genre: str | None, published: str | None) -> int | None:
    if genre == "press article":
        return int(published[:4]) if published else _common_year(text)
    years = [int(y) for y in _YEAR.findall(title)] or _of_republic(title)
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
    if not best and len(named := _of_republic(text[:100_000])) > 1:
        return Counter(named).most_common(1)[0][0]
    return int(best[0][0]) if best and best[0][1] >= 2 else None


def _of_republic(text: str) -> list[int]:
    """The years that ``text`` counts as Taiwan does: 113年 is 2024."""
    return [year for m in regex.finditer(r"(?<!\d)1[01]\d", text) if (year := republic_at(text, m.start()))]


def _publisher(lines: list[str]) -> str | None:
    for line in lines[1:_HEAD_LINES]:
        names = _DATE_LAST.sub("", line).strip()
        if names and len(line) <= _LINE and _issuer().match(names):
            return regex.split(r"[\s　、]+", names)[0]
    return None
