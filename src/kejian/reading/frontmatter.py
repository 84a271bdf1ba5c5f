"""What a document's front matter says of the work it belongs to."""

import re
from collections.abc import Mapping

from kejian.model import About

_FRONT = re.compile(r"---[ \t]*\r?\n(.{0,65536}?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_PAIR = re.compile(r"([\w\- ]{1,40}?)[ \t]*[:：][ \t]*(.*)")
_FIELDS = {
    "title": "title",
    "标题": "title",
    "genre": "genre",
    "体裁": "genre",
    "report_year": "report_year",
    "year": "report_year",
    "年度": "report_year",
    "published": "published",
    "date": "published",
    "pubdate": "published",
    "发布日期": "published",
    "日期": "published",
    "publisher": "publisher",
    "来源": "publisher",
    "source": "publisher",
    "发布机构": "publisher",
}
_DATE = re.compile(r"((?:19|20)\d\d)(?:\s?[-/.年]\s?(\d{1,2})(?:\s?[-/.月]\s?(\d{1,2}))?)?")


def front_matter(text: str) -> tuple[About, int]:
    r"""What the front matter at the start of ``text`` says, and where the text begins after it.

    Only plain ``key: value`` lines are read; anything else in it is passed over.

    >>> front_matter("---\ntitle: 年报\ndate: 2023-09-12\n---\n正文")
    (About(title='年报', genre=None, report_year=None, published='2023-09-12', publisher=None), 35)
    """
    match = _FRONT.match(text)
    if not match:
        return About(), 0
    pairs = [_PAIR.match(line) for line in match[1].splitlines()]
    if not any(pairs):
        return About(), 0
    return about_from({p[1].strip().lower(): p[2].strip() for p in pairs if p}), match.end()


def about_from(fields: Mapping[str, str]) -> About:
    """The work that ``fields`` describe: front matter, a page's metadata; unknown names are passed over."""
    known: dict[str, str] = {}
    for name, value in fields.items():
        value = value.strip().strip("\"'").strip()
        if name in _FIELDS and value:
            known.setdefault(_FIELDS[name], value[:500])
    year = known.pop("report_year", "")
    published = iso_date(known.pop("published", ""))
    return About(
        report_year=int(year) if re.fullmatch(r"\d{4}", year) else None, published=published, **known
    )


def iso_date(text: str) -> str | None:
    """The first date of ``text`` as ISO 8601, as exact as it is.

    >>> iso_date("发布日期：2023年9月12日"), iso_date("2023/09"), iso_date("昨天")
    ('2023-09-12', '2023-09', None)
    """
    match = _DATE.search(text)
    if not match:
        return None
    year, month, day = match.groups()
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"
