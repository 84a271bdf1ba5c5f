"""A parsed HTML page as a flat list of its elements and texts, in document order."""

import re
from collections.abc import Mapping

import msgspec
import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kejian.errors import LimitError
from kejian.reading.limits import Deadline, Limits, within
from kejian.reading.tags import VOID

# a tag with its attributes; possessive, so that it is linear in any text
_TAG = regex.compile(
    r"""<!--|<(?P<slash>/?)(?P<name>[A-Za-z][^\s/>]*+)
        (?P<rest>(?>[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+|["'])*+)>?""",
    regex.VERBOSE,
)
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
# elements whose end tags are often left out, so that an open one says nothing
_LOOSE = frozenset(
    (
        "html",
        "head",
        "body",
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "colgroup",
    )
)
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_MAX_ATTRIBUTES = 2_000  # of one tag
_MAX_DEPTH = 1_000
_MAX_OPTIONS = 20_000
_MAX_COPIES = 1_000_000  # of elements that the rules for unclosed formatting make


class Element(msgspec.Struct):
    """An element, or a text (``text`` is then not None).

    ``end`` is the index after the last element inside it, ``number`` which of its parent's children of
    that tag it is, from 1, ``parent_table`` the index of the table it belongs to as a part.
    """

    tag: str
    parent: int
    number: int
    attributes: Mapping[str, str | None]
    text: str | None = None
    end: int = 0
    parent_table: int = -1


def check_shape(text: str, *, limits: Limits, where: str) -> None:
    """Refuse pages on which the parser's time or memory would not be linear: `LimitError`."""
    tags = depth = deepest = formatting = most = options = at = 0
    without_end: set[str] = set()
    while match := _TAG.search(text, at):
        at = match.end()
        name = (match["name"] or "").lower()
        if not name:
            close = text.find("-->", at) if "--" not in without_end else -1
            if close < 0:
                without_end.add("--")
            else:
                at = close
            continue
        tags += 1
        rest = match["rest"]
        if len(rest) > 2 * _MAX_ATTRIBUTES:
            count = len(re.findall(r"""=\s*"[^"]*+"|=\s*'[^']*+'|[^\s=]++""", rest))
            within(count, 2 * _MAX_ATTRIBUTES, what="attributes in a tag", where=where, option="max_depth")
        step = -1 if match["slash"] else 1
        if name in _FORMATTING:
            formatting = max(formatting + step, 0)
            most = max(most, formatting)
        if name not in VOID and name not in _LOOSE:
            depth = max(depth + step, 0)
            deepest = max(deepest, depth)
        options += name == "option"
        if name in _RAW and step > 0 and name not in without_end:
            close_tag = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
            if close_tag:
                at = close_tag.start()
            else:
                without_end.add(name)
    within(tags, limits.max_blocks, what="tags", where=where, option="max_blocks")
    if deepest > _MAX_DEPTH or options > _MAX_OPTIONS or (most > 8 and most * tags > _MAX_COPIES):
        raise LimitError(
            f"elements nested {deepest} deep ({most} unclosed of those that set type, {options} options)",
            where=where,
            hint="no browser would show this page well; save its text from a browser",
        )


class Page:
    """The elements and texts of a parsed page, and what its head says."""

    def __init__(self, tree: LexborHTMLParser, *, deadline: Deadline) -> None:
        self.elements: list[Element] = []
        self.metas: list[tuple[str, str]] = []
        self.title = self.time = ""
        self._paths: dict[int, str] = {}
        if tree.root is not None:
            self._list(tree.root, deadline)

    def path(self, index: int) -> str:
        """The path of an element or text from the root: ``/html/body/p[2]/text()[1]``."""
        chain = []
        while index >= 0 and index not in self._paths:
            chain.append(index)
            index = self.elements[index].parent
        path = self._paths[index] if index >= 0 else ""
        for inner in reversed(chain):
            element = self.elements[inner]
            step = "text()" if element.text is not None else element.tag
            path += f"/{step}" if step in ("html", "head", "body") else f"/{step}[{element.number}]"
            if element.text is None:
                self._paths[inner] = path
        return path

    def _list(self, root: LexborNode, deadline: Deadline) -> None:
        pending: list[tuple[LexborNode, int, int]] = [(root, -1, -1)]  # node, parent, its table
        counts: dict[int, dict[str, int]] = {}  # parent → tag → how many so far
        chain: list[int] = []  # open elements
        while pending:
            node, parent, table = pending.pop()
            index = len(self.elements)
            if not index % 256:
                deadline.check()
            while chain and chain[-1] != parent:
                self.elements[chain.pop()].end = index
            following, tag = node.next, node.tag or ""
            if following is not None and parent >= 0:
                pending.append((following, parent, table))
            if tag == "-text":
                count = counts.setdefault(parent, {})
                count[tag] = count.get(tag, 0) + 1
                text = node.text_content or ""
                self.elements.append(Element(tag, parent, count[tag], {}, text, index + 1, table))
            elif tag and tag[0] not in "-!":
                count = counts.setdefault(parent, {})
                count[tag] = count.get(tag, 0) + 1
                element = Element(tag, parent, count[tag], dict(node.attributes), None, 0, table)
                self.elements.append(element)
                chain.append(index)
                self._head(node, element)
                if tag == "table":
                    element.parent_table, table = -1, index
                child = node.child
                if child is not None:
                    pending.append((child, index, table))
        for index in chain:
            self.elements[index].end = len(self.elements)

    def _head(self, node: LexborNode, element: Element) -> None:
        attributes = element.attributes
        if element.tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
            self.metas.append((name.lower(), attributes.get("content") or ""))
        elif element.tag == "title" and not self.title:
            child = node.child
            self.title = (child.text_content if child is not None else None) or ""
        elif element.tag == "time" and not self.time:
            self.time = attributes.get("datetime") or ""
