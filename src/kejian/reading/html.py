"""HTML pages and fragments → Document. Scripts are not run, nothing is fetched."""

import re

from selectolax.lexbor import LexborHTMLParser

from kejian.errors import ReadingError
from kejian.model import About, Document, Node
from kejian.reading.builder import Builder
from kejian.reading.encodings import decode_text, warn_holes
from kejian.reading.flow import Flow
from kejian.reading.frontmatter import about_from, front_matter
from kejian.reading.limits import DEFAULT, Limits
from kejian.reading.page import Element, Page, check_shape
from kejian.reading.pruning import layout_tables, left_out
from kejian.reading.runs import Run

# what pages call it → what `about_from` calls it; the first that is there counts
_METAS = {
    "articletitle": "title",
    "og:title": "title",
    "dc.title": "title",
    "citation_title": "title",
    "article:published_time": "published",
    "pubdate": "published",
    "publishdate": "published",
    "og:release_date": "published",
    "dc.date": "published",
    "citation_publication_date": "published",
    "date": "published",
    "contentsource": "publisher",
    "og:site_name": "publisher",
    "article:publisher": "publisher",
    "publisher": "publisher",
    "dc.publisher": "publisher",
    "sitename": "publisher",
}
_PARTS = frozenset(("caption", "thead", "tbody", "tfoot", "tr", "th", "td"))
_SITE = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s)\s*")


def read_html(data: bytes, *, name: str, source: str, digest: str, limits: Limits = DEFAULT) -> Document:
    """Read a page or a part of one.

    Places are `Node`: the path of the text node in the page as a browser builds it (after front matter, if
    any). Left out: what is hidden or not text, navigation, advertisements and other furniture, as long as
    no running text with figures stands in it. Raises `ReadingError` for a page without text, `LimitError`
    past a bound.
    """
    decoded = decode_text(data, where=source, declared=True)
    given, begin = front_matter(decoded.text)
    text = decoded.text[begin:]
    build = _builder(name, source, digest, limits, decoded.encoding)
    check_shape(text, limits=limits, where=source)
    page = Page(LexborHTMLParser(text), deadline=build.deadline)
    if not _emit(page, build, left_out(page)):  # all of it looked like furniture
        build = _builder(name, source, digest, limits, decoded.encoding)
        if not _emit(page, build, left_out(page, furniture=False)):
            raise ReadingError("a page without text", where=source, hint="save it from a browser, or as PDF")
    warn_holes(decoded, build)
    return build.finish(about=_merge(given, _about(page)))


def _builder(name: str, source: str, digest: str, limits: Limits, encoding: str) -> Builder:
    return Builder(name=name, source=source, digest=digest, format="html", limits=limits, encoding=encoding)


def _emit(page: Page, build: Builder, without: set[int]) -> bool:
    """Give the page to the builder, the elements ``without`` left out; False if it had no text."""
    flow = Flow(build)
    layout = layout_tables(page)
    open_elements: list[tuple[int, str]] = []  # (where it ends, tag)
    index = 0
    while index < len(page.elements):
        if not index % 256:
            build.deadline.check()
        while open_elements and open_elements[-1][0] <= index:
            flow.close(open_elements.pop()[1])
        element = page.elements[index]
        if element.text is not None:
            path = page.path(index)
            flow.text(element.text, lambda a, b, e=element, p=path: _runs(e, p, a, b))  # type: ignore[misc]
            index += 1
        elif index in without:
            index = element.end
        else:
            part = element.tag in _PARTS and element.parent_table in layout
            tag = "div" if part or index in layout else element.tag
            flow.open(tag, element.attributes)
            open_elements.append((element.end, tag))
            index += 1
    while open_elements:
        flow.close(open_elements.pop()[1])
    flow.end()
    return build.count > 0


def _runs(element: Element, path: str, start: int, end: int) -> list[Run]:
    return [Run((element.text or "")[start:end], Node(path=path, offset=start))]


def _about(page: Page) -> About:
    fields: dict[str, str] = {}
    ranked = {name: rank for rank, name in enumerate(_METAS)}
    for name, content in sorted(page.metas, key=lambda meta: ranked.get(meta[0], len(ranked))):
        if name in _METAS and content.strip():
            fields.setdefault(_METAS[name], " ".join(content.split()))
    if page.time:
        fields.setdefault("published", page.time)
    title = " ".join(page.title.split())
    if title and "title" not in fields:
        fields["title"] = _SITE.split(title)[0] or title
    return about_from(fields)


def _merge(first: About, second: About) -> About:
    return About(
        title=first.title or second.title,
        genre=first.genre or second.genre,
        report_year=first.report_year or second.report_year,
        published=first.published or second.published,
        publisher=first.publisher or second.publisher,
    )
