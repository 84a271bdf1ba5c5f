"""Charts: what a page shows of one, and its files: a Vega-Lite specification as SVG or PNG.

Rendering takes 150 ms, most of it for measuring Chinese text, so files are kept by what they show, and what
pages show is drawn by `kejian.workbench.painting`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_KEPT = 64
_FONTS = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
_LOCAL = re.compile(r"/(?![/\\])[!-~]*\Z")
_PREFIX = re.compile(r"^https://vega\.github\.io/vega-datasets/+")
COLOURS = ("#0b6e6e", "#b4541a", "#5b4bb0", "#9a2f5f", "#4a6b1d", "#2f5d9a", "#7a5b00", "#555f6d")

# the look of all charts, below what a specification says itself
LOOK: dict[str, Any] = {
    "background": None,
    "font": _FONTS,
    "view": {"stroke": None},
    "range": {"category": list(COLOURS)},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelAngle": 0,
        "gridColor": "#dfe3e6",
        "domainColor": "#9aa5ad",
        "tickColor": "#9aa5ad",
        "labelColor": "#4c5a64",
        "titleColor": "#4c5a64",
    },
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "orient": "bottom", "labelLimit": 320},
    "line": {"strokeWidth": 2.25},
    "point": {"size": 60, "filled": True},
    "mark": {"color": COLOURS[0]},
}


def chart(
    svg: SafeString,
    *,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    note: str = "",
    downloads: Mapping[str, str] | None = None,
    phone: SafeString | None = None,
) -> dict[str, Any]:
    """What ``{% figure %}`` shows: the picture, and the same as a table for those who cannot see it.

    ``phone`` is the picture as a phone shows it, ``downloads`` maps the words of a button to its address.
    """
    return {
        "svg": svg,
        "phone": phone,
        "title": title,
        "note": note,
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "downloads": dict(downloads or {}),
    }


def svg_file(spec: Any) -> bytes:
    """The SVG of an Altair chart or a Vega-Lite specification as a file of its own: on white, without style.

    Links (``href``) lead to addresses of this workbench only.
    """
    return _svg(_text(spec, background="white")).encode()


def png(spec: Any, *, scale: float = 2) -> bytes:
    """The picture as PNG, on white, Chinese text included."""
    return _png(_text(spec, background="white"), scale)


def warm() -> None:
    """Start the renderer, which takes half a second the first time."""
    svg_file({"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x"}}})


def is_local(address: object) -> bool:
    """Whether an address is one of this workbench."""
    return isinstance(address, str) and _LOCAL.match(address) is not None


def _text(spec: Any, **config: Any) -> str:
    plain: dict[str, Any] = deepcopy(spec) if isinstance(spec, dict) else spec.to_dict(validate=False)
    _keep_links_here(plain, set(_link_fields(plain)))
    own = plain.get("config", {})
    merged = {
        name: {**LOOK[name], **own[name]}
        if isinstance(LOOK.get(name), dict) and isinstance(own.get(name), dict)
        else own.get(name, LOOK.get(name))
        for name in {**LOOK, **own}
    }
    return json.dumps(plain | {"config": merged | config}, sort_keys=True, ensure_ascii=False, default=str)


def _link_fields(node: Any) -> Iterator[str]:
    """The columns that hold links."""
    if isinstance(node, dict):
        link = node.get("href")
        if isinstance(link, dict) and isinstance(link.get("field"), str):
            yield link["field"]
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _link_fields(child)


def _keep_links_here(node: Any, fields: set[str]) -> None:
    """Links to elsewhere lead to the overview; the renderer itself fails on some of them."""
    if not fields:
        return
    for row in _rows(node):
        for field in fields & row.keys():
            if not is_local(row[field]):
                row[field] = "/#"


def _rows(node: Any) -> Iterator[dict[str, Any]]:
    """The rows of all data of a specification."""
    if isinstance(node, dict):
        given = [
            node.get("values"),
            *(node["datasets"].values() if isinstance(node.get("datasets"), dict) else ()),
        ]
        for rows in given:
            yield from (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _rows(child)


@lru_cache(maxsize=_KEPT)
def _svg(text: str) -> str:
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(json.loads(text), allowed_base_urls=[])
    return _tame(drawn)


@lru_cache(maxsize=64)
def _png(text: str, scale: float) -> bytes:
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(json.loads(text), scale=scale, allowed_base_urls=[]))


def _tame(drawn: str) -> str:
    """The drawing without what the page's policy forbids: style, script, and links to elsewhere."""
    root = etree.fromstring(drawn.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in (
            f"{_SVG}script",
            f"{_SVG}style",
            f"{_SVG}image",
        ):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for name in list(element.attrib):
            if name == "style" or str(name).startswith("on"):
                del element.attrib[name]
        if "aria-label" not in element.attrib:  # a symbol of nothing, such as a layer without marks
            element.attrib.pop("role", None)
            element.attrib.pop("aria-roledescription", None)
        link = element.attrib.pop(_LINK, None) or element.attrib.pop("href", None)
        if link is not None:
            here = "/" + _PREFIX.sub("", str(link)).lstrip("/")
            element.set("href", here if _PREFIX.match(str(link)) or str(link).startswith("/") else "#")
    root.set("preserveAspectRatio", "xMidYMid meet")
    root.set("focusable", "false")
    return etree.tostring(root, encoding="unicode")
