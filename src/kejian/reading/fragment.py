"""HTML inside Markdown: its elements and text, found without a parser so that every byte keeps its place."""

import re
from html import unescape

from kejian.reading.builder import Builder
from kejian.reading.decoding import Source
from kejian.reading.flow import Flow
from kejian.reading.tags import KNOWN, UNSEEN, VOID

_TOKEN = re.compile(
    r"""<!--(?:[^-<]|-(?!->)|<(?!!--))*-->
      | <sup[^<>]*>\s*<a\s[^<>]*href=["']?\#[^<>]*>[^<>]{0,12}</a>\s*</sup>
      | <(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>(?:\s[^<>]*)?)/?>
      | &(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});
      | \\(?=[_*\#|\[\]])
      | \*\*""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""(colspan|rowspan)\s*=\s*["']?\s*(\d{1,5})""", re.IGNORECASE)


def read_fragment(source: Source, start: int, end: int, *, build: Builder, depth: int) -> None:
    """Add the blocks of the HTML at ``start:end`` of the source, ``depth`` lists deep."""
    text = source.text
    flow = Flow(build, depth=depth)
    at, count = start, 0
    endless: set[str] = set()  # elements nobody reads whose end tag is missing
    while match := _TOKEN.search(text, at, end):
        count += 1
        if not count % 256:
            build.deadline.check()
        _text(flow, source, at, match.start())
        at = match.end()
        name = (match["name"] or "").lower()
        if match[0][0] == "&":
            shown, first, last = unescape(match[0]), match.start(), match.end()
            flow.text(shown, lambda a, b, s=shown, i=first, j=last: [source.run(s[a:b], i, j)])  # type: ignore[misc]
        elif name in UNSEEN and not match["slash"]:
            close = None
            if name not in endless:
                close = re.compile(f"</{name}\\s*>", re.IGNORECASE).search(text, at, end)
            if close:
                at = close.end()
            else:
                endless.add(name)
        elif name in KNOWN:
            _element(flow, name, match)
        elif name:
            _text(flow, source, match.start(), at)
    _text(flow, source, at, end)
    flow.end()


def _text(flow: Flow, source: Source, start: int, end: int) -> None:
    if start < end:
        flow.text(source.text[start:end], lambda a, b: source.runs(start + a, start + b))


def _element(flow: Flow, name: str, match: re.Match[str]) -> None:
    if match["slash"]:
        flow.close(name)
        return
    attributes: dict[str, str | None] = {m[1].lower(): m[2] for m in _ATTRIBUTE.finditer(match["rest"])}
    flow.open(name, attributes)
    if name in VOID and name != "br":
        flow.close(name)
