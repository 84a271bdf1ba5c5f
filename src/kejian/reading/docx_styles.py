"""What a DOCX says elsewhere of its paragraphs: styles and the numbers of lists."""

import re
from collections.abc import Iterable

import msgspec

from kejian.reading.office import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHAIN = 32  # styles based on styles
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])")
_ROLES = {
    "title": "title",
    "标题": "title",
    "caption": "caption",
    "题注": "caption",
    "quote": "quote",
    "intense quote": "quote",
    "引用": "quote",
    "明显引用": "quote",
}
_OFF = frozenset(("0", "false", "off", "none"))


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of an element of the word-processing namespace; None where either is missing."""
    return None if element is None else element.get(W + name)


def is_on(properties: Element | None, name: str) -> bool | None:
    """Whether a property such as ``vanish`` is set; None where nothing is said of it."""
    found = properties.find(W + name) if properties is not None else None
    return None if found is None else (found.get(W + "val") or "1") not in _OFF


def number(text: str | None, default: int | None = None) -> int | None:
    """A whole number of at most nine figures; ``default`` for anything else."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default


class Style(msgspec.Struct):
    """What a style settles, those it is based on included. ``outline`` counts from 0."""

    role: str = ""
    outline: int | None = None
    listed: tuple[str | None, int | None] = (None, None)
    hidden: bool = False
    bold: bool = False
    size: int | None = None


class Styles:
    """The styles of a document by their id; an unknown id has the default style."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._found: dict[str, Style] = {}
        self._default = ""
        self.size = 20  # half points of the running text
        if root is None:
            return
        for element in root.iter(W + "style"):
            key = element.get(W + "styleId") or ""
            self._elements.setdefault(key, element)
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true"):
                self._default = key
        size = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
        self.size = number(value(size), 20) or 20
        self.size = self[None].size or self.size

    def __getitem__(self, key: str | None) -> Style:
        key = key if key in self._elements else self._default
        if key not in self._found:
            self._found[key] = self._resolve(key)
        return self._found[key]

    def _resolve(self, key: str) -> Style:
        chain: list[Element] = []
        while key in self._elements and self._elements[key] not in chain and len(chain) < _CHAIN:
            chain.append(self._elements[key])
            key = value(chain[-1].find(W + "basedOn")) or ""
        style = Style()
        for element in reversed(chain):
            _apply(style, element)
        return style


def _apply(style: Style, element: Element) -> None:
    name = (value(element.find(W + "name")) or "").strip().lower()
    if match := _HEADING.fullmatch(name):
        style.role, style.outline = "heading", int(match[1]) - 1
    elif name in _ROLES:
        style.role = _ROLES[name]
    elif name.startswith(("toc", "目录")):
        style.role, style.outline = "contents", None
    paragraph, run = element.find(W + "pPr"), element.find(W + "rPr")
    if paragraph is not None:
        outline = number(value(paragraph.find(W + "outlineLvl")))
        if outline is not None:
            style.outline = outline if 0 <= outline < 9 else None
        style.listed = listed(paragraph, style.listed)
    if run is not None:
        hidden, bold = is_on(run, "vanish"), is_on(run, "b")
        style.hidden = style.hidden if hidden is None else hidden
        style.bold = style.bold if bold is None else bold
        style.size = number(value(run.find(W + "sz")), style.size)


def listed(
    properties: Element | None, before: tuple[str | None, int | None] = (None, None)
) -> tuple[str | None, int | None]:
    """The list (None, or "0" for none) and the level from 0 that paragraph properties name."""
    numbering = properties.find(W + "numPr") if properties is not None else None
    if numbering is None:
        return before
    level = number(value(numbering.find(W + "ilvl")), before[1])
    return value(numbering.find(W + "numId")) or before[0], level


# --- numbers of lists ----------------------------------------------------------------------------------


class Level(msgspec.Struct):
    """How one level of a list is numbered; ``pattern`` holds ``%1`` … ``%9``."""

    format: str = "decimal"
    pattern: str = ""
    start: int = 1
    restart: int | None = None  # the level (from 1) whose next item begins this one again; 0: none does
    plain: bool = False  # the levels above are written in Arabic figures
    style: str | None = None


class Numbering:
    """The lists of a document; `label` counts through them in the order of the paragraphs."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._starts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        abstract = {e.get(W + "abstractNumId") or "": _levels(e) for e in root.iter(W + "abstractNum")}
        for element in root.iter(W + "num"):
            key, base = element.get(W + "numId") or "", value(element.find(W + "abstractNumId")) or ""
            levels = dict(abstract.get(base, {}))
            for override in element.iter(W + "lvlOverride"):
                level = number(override.get(W + "ilvl"), 0) or 0
                levels.update(_levels(override))
                start = number(value(override.find(W + "startOverride")))
                if start is not None:
                    self._starts.setdefault(key, {})[level] = start
            self._lists[key] = base, levels

    def level_of(self, key: str | None, style: str | None) -> int:
        """The level that a list links to a paragraph style; 0 where it links none."""
        _, levels = self._lists.get(key or "", ("", {}))
        return next((level for level, how in levels.items() if style and how.style == style), 0)

    def label(self, key: str | None, level: int) -> str | None:
        """The number of a list's next item as it is printed; "" for a bullet, None where there is no list."""
        if key is None or key not in self._lists or not 0 <= level < 9:
            return None
        base, levels = self._lists[key]
        how = levels.get(level, Level())
        counts = self._counts.setdefault(base, {})
        start = self._starts.get(key, {}).get(level)
        if start is not None and (key, level) not in self._begun:
            counts[level] = start - 1
        self._begun.add((key, level))
        counts[level] = counts.get(level, how.start - 1) + 1
        for deeper in [d for d in counts if d > level]:
            rule = levels.get(deeper, Level()).restart
            if rule is None or 0 < level + 1 <= rule:
                del counts[deeper]
        if how.format in ("bullet", "none") and "%" not in how.pattern:
            return "" if how.format == "bullet" else how.pattern

        def fill(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, Level())
            count = counts.get(at, other.start)
            return in_figures(count, "decimal" if how.plain and at < level else other.format)

        return re.sub(r"%([1-9])", fill, how.pattern)


def _levels(parent: Element) -> dict[int, Level]:
    found = {}
    for element in parent.iter(W + "lvl"):
        restart = element.find(W + "lvlRestart")
        found[number(element.get(W + "ilvl"), 0) or 0] = Level(
            format=_format(element),
            pattern=(value(element.find(W + "lvlText")) or "")[:40],
            start=number(value(element.find(W + "start")), 1) or 0,
            restart=None if restart is None else number(value(restart), 0),
            plain=bool(is_on(element, "isLgl")),
            style=value(element.find(W + "pStyle")),
        )
    return found


def _format(level: Element) -> str:
    """The format of a level's number; newer ones are kept as an alternative, in the words of ``custom``."""
    formats: Iterable[str | None] = (value(element) for element in level.iter(W + "numFmt"))
    return next((name for name in formats if name and name != "custom"), "decimal")


_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_COUNTING = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "koreanCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    )
)


def in_figures(count: int, how: str) -> str:
    """A number as a list prints it.

    >>> [in_figures(12, how) for how in ("chineseCounting", "upperRoman", "lowerLetter", "decimalZero")]
    ['十二', 'XII', 'l', '12']
    """
    if count < 0 or count > 99_999:
        return str(count)
    if how in _COUNTING:
        return _counted(count, _HAN, "十百千万")
    if how in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _counted(count, _LEGAL, "拾佰仟万")
    if how in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital"):
        return "".join(_HAN[int(figure)] for figure in str(count))
    if how in ("upperRoman", "lowerRoman") and 0 < count < 5000:
        return _roman(count).upper() if how == "upperRoman" else _roman(count)
    if how in ("upperLetter", "lowerLetter") and 0 < count < 800:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if how == "upperLetter" else letter
    if how == "ideographTraditional" and count:
        return _STEMS[(count - 1) % 10]
    if how == "ideographZodiac" and count:
        return _BRANCHES[(count - 1) % 12]
    if how.startswith("decimalEnclosedCircle") and 0 < count <= 20:
        return chr(0x2460 + count - 1)
    if how == "decimalEnclosedParen" and 0 < count <= 20:
        return chr(0x2474 + count - 1)
    if how == "decimalEnclosedFullstop" and 0 < count <= 20:
        return chr(0x2488 + count - 1)
    if how.startswith("decimalFullWidth"):
        return str(count).translate({ord("0") + figure: ord("０") + figure for figure in range(10)})
    return f"{count:02d}" if how == "decimalZero" else str(count)


def _counted(count: int, figures: str, units: str) -> str:
    """A number in words of Chinese, below a hundred thousand: 12 → 十二, 105 → 一百〇五."""
    if count < 10:
        return figures[count]
    words, zero = "", False
    for power in range(4, -1, -1):
        figure = count // 10**power % 10
        if figure:
            words += (figures[0] if zero else "") + figures[figure] + (units[power - 1] if power else "")
            zero = False
        elif words:
            zero = True
    return words.removeprefix(figures[1]) if count < 20 else words


def _roman(count: int) -> str:
    words = ""
    for worth, letters in _ROMAN:
        words += letters * (count // worth)
        count %= worth
    return words
