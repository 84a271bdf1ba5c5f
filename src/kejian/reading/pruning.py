"""What of a page is not its text: hidden elements, navigation, advertisements, tables that only lay out."""

import re

import msgspec

from kejian.reading.page import Element, Page
from kejian.reading.tags import UNSEEN

_DROPPED = UNSEEN | {"rp", "rt", "annotation", "annotation-xml"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FURNITURE_TAGS = frozenset(("nav", "aside", "footer", "form"))
_FURNITURE_ROLES = frozenset(
    (
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "complementary",
        "menu",
        "menubar",
        "dialog",
        "alertdialog",
    )
)
_FURNITURE = re.compile(
    r"""(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|sidebar|footer|copyright|share|social|
        related|recommend\w*|ads?|advert\w*|banner|popup|modal|cookies?|comments?|toolbar|pagination|pager|
        subscribe|newsletter|login|search|searchbox|qrcode|skip|sponsor\w*|promo\w*)(?:$|[\s_\d-])""",
    re.VERBOSE | re.IGNORECASE,
)
_CONTENT_TAGS = frozenset(("html", "body", "main", "article"))
_LISTS = frozenset(("ul", "ol", "dl", "div", "section", "td", "p"))
_DIGIT = re.compile("[0-9０-９]")
_STOP = re.compile("[。，；,;]")
_IMPRINT = re.compile(
    r"ICP|公网安备|版权所有|copyright|©|邮编|电话|标识码|地址|备案|all rights reserved", re.IGNORECASE
)
_LONG_CELL = 300  # characters; a cell with that much text is a page column


class Sum(msgspec.Struct):
    """What stands inside an element: characters, those in links, links, and what keeps it from being cut."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    running: bool = False  # a text with figures, outside links and imprint
    title: bool = False  # a first-level heading
    table: bool = False  # a table inside


def left_out(page: Page, *, furniture: bool = True) -> set[int]:
    """The indexes of the elements that are not read: what nobody sees, and the page's ``furniture``."""
    sums = _sums(page)
    found = set()
    index = 0
    while index < len(page.elements):
        element = page.elements[index]
        cut = element.text is None and (
            _is_unseen(page, index) or (furniture and _is_furniture(element, sums[index]))
        )
        if cut:
            found.add(index)
            index = element.end
        else:
            index += 1
    return found


def layout_tables(page: Page) -> set[int]:
    """The indexes of the tables that only lay out the page: with tables or whole texts in their cells."""
    sums = _sums(page)
    found = set()
    for index, element in enumerate(page.elements):
        if element.tag == "table" and element.text is None:
            role = (element.attributes.get("role") or "").lower()
            if role in ("presentation", "none") or sums[index].table or _lays_out(page, index, sums):
                found.add(index)
    return found


def _sums(page: Page) -> list[Sum]:
    """For each element what stands inside it, in one walk from the end."""
    sums = [Sum() for _ in page.elements]
    for index in range(len(page.elements) - 1, -1, -1):
        element, own = page.elements[index], sums[index]
        if element.text is not None:
            own.characters = len(element.text.strip())
            own.running = _is_running(element.text)
        elif element.tag in _DROPPED:
            continue
        elif element.tag == "a":
            own.linked, own.links, own.running = own.characters, 1, False
        elif element.tag == "h1":
            own.title = own.characters > own.linked
        if element.parent >= 0:
            outer = sums[element.parent]
            outer.characters += own.characters
            outer.linked += own.linked
            outer.links += own.links
            outer.running = outer.running or own.running
            outer.title = outer.title or own.title
            outer.table = outer.table or own.table or element.tag == "table"
    return sums


def _is_running(text: str) -> bool:
    text = text.strip()
    return len(text) >= 12 and bool(_DIGIT.search(text) and _STOP.search(text)) and not _IMPRINT.search(text)


def _is_unseen(page: Page, index: int) -> bool:
    element = page.elements[index]
    attributes = element.attributes
    if element.tag in _DROPPED or "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style and _HIDDEN.search(style):
        return True
    return element.tag == "sup" and _is_note_mark(page, index)


def _is_note_mark(page: Page, index: int) -> bool:
    """Whether a superscript is nothing but a link to a note of the same page."""
    inside = page.elements[index + 1 : page.elements[index].end]
    links = [e for e in inside[:8] if e.tag == "a" and (e.attributes.get("href") or "").startswith("#")]
    return len(links) == 1 and len(inside) <= 8


def _is_furniture(element: Element, own: Sum) -> bool:
    if own.running or own.title or element.tag in _CONTENT_TAGS:
        return False
    attributes = element.attributes
    if element.tag in _FURNITURE_TAGS or (attributes.get("role") or "").lower() in _FURNITURE_ROLES:
        return True
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if len(named) < 500 and _FURNITURE.search(named):
        return own.characters < 200 or own.linked * 2 > own.characters
    if element.tag == "header":
        return own.links >= 3
    dense = own.links >= 5 and own.linked * 4 >= own.characters * 3 and own.linked <= 20 * own.links
    return dense and element.tag in _LISTS


def _lays_out(page: Page, index: int, sums: list[Sum]) -> bool:
    """Whether a table without a table inside holds a page's text rather than data."""
    rows = cells = 0
    for inner in range(index + 1, page.elements[index].end):
        tag = page.elements[inner].tag
        if page.elements[inner].text is not None:
            continue
        if tag in ("th", "caption"):
            return False
        rows += tag == "tr"
        cells += tag == "td"
        if tag == "td" and sums[inner].characters > _LONG_CELL:
            return True
    return cells <= rows
