"""Inline Markdown: what of a paragraph is markup, and what its reader sees instead.

Linear in the length of the text: every mark is looked at once, every pattern stops at the next mark.
"""

import re
from collections.abc import Container
from html import unescape
from typing import NamedTuple

from kejian.reading.formula import formula
from kejian.reading.symbols import superscript
from kejian.reading.tags import KNOWN, UNSEEN

# one class, which a scan finds much faster than alternatives; of ~ two or more
_MARK = re.compile(r"[\\`*_\[\]<&!$\n~](?:(?<!~)|(?<=~)~+)")
_TICKS = re.compile(r"`+")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>")
_COMMENT = re.compile(r"<!--(?:[^-<]|-(?!->)|<(?!!--))*-->")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:|ftp://)[^\s<>]*>")
_NOTE_MARK = re.compile(r"<sup[^<>]*>\s*<a\s[^<>]*href=[\"']?#[^<>]*>[^<>]{0,12}</a>\s*</sup>", re.IGNORECASE)
_RAISED = re.compile(r"<sup(?:\s[^<>]*)?>([0-9+\-n]{1,4})</sup\s*>", re.IGNORECASE)
_NOTE = re.compile(r"\[\^[^\]\[\s]{1,64}\]")
_TARGET = re.compile(
    r"""\(\s*(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)   # an address, one pair of brackets inside
        (?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)""",
    re.VERBOSE,
)
_LABEL = re.compile(r"\[([^\[\]]{0,200})\]")
_WIDE = re.compile(
    r"[\u2e80-\u303f\u3040-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’—…]|[\U00020000-\U0003ffff]"
)


class Cut(NamedTuple):
    """Characters ``start:end`` are markup, shown as ``shown``. ``line``: they end the line."""

    start: int
    end: int
    shown: str = ""
    line: bool = False


class Piece(NamedTuple):
    """Characters ``start:end`` as they stand, or ``shown`` in their stead."""

    start: int
    end: int
    shown: str | None = None


def pieces(text: str, *, labels: Container[str] = ()) -> list[list[Piece]]:
    """What a reader sees of a paragraph's ``text``: for each of its lines as shown, pieces in order.

    Line ends in ``text`` are soft unless marked as hard ones; between Chinese characters they vanish, else
    they are a blank. ``labels`` are the link labels that the document defines.

    >>> text = "增长**5%**，见[附表](a.html)"
    >>> [text[piece.start : piece.end] for piece in pieces(text)[0]]
    ['增长', '5%', '，见', '附表']
    """
    if not marked(text, 0, len(text)):
        return [[Piece(0, len(text))]]
    cuts = sorted(_Scan(text, labels).cuts())
    lines: list[list[Piece]] = [[]]
    at = 0
    for cut in cuts:
        if cut.end <= at and cut.start < at:  # inside an image that is left out as a whole
            continue
        if cut.start > at:
            lines[-1].append(Piece(at, cut.start))
        if cut.shown:
            lines[-1].append(Piece(cut.start, cut.end, cut.shown))
        if cut.line:
            lines.append([])
        at = max(at, cut.end)
    if at < len(text):
        lines[-1].append(Piece(at, len(text)))
    return lines


def marked(text: str, start: int, end: int) -> bool:
    """Whether anything in ``text[start:end]`` may be markup."""
    return _MARK.search(text, start, end) is not None


def wide(character: str) -> bool:
    """Whether a character belongs to scripts that are written without blanks, or to their punctuation."""
    return bool(_WIDE.match(character))


class _Scan:
    """One walk over the marks of a text, collecting what to cut."""

    def __init__(self, text: str, labels: Container[str]) -> None:
        self.text, self.labels = text, labels
        self.found: list[Cut] = []
        self.brackets: list[tuple[int, bool]] = []  # open ones: (position, of an image)
        self.runs: dict[str, list[list[int]]] = {}  # open emphasis: character → [position, how many] …
        self.ticks: dict[int, list[int]] | None = None
        self.endless: set[str] = set()  # elements nobody reads whose end tag is missing

    def cuts(self) -> list[Cut]:
        at = 0
        while match := _MARK.search(self.text, at):
            at = _MARKS[match[0][0]](self, match.start())
        return self.found

    def escape(self, at: int) -> int:
        following = self.text[at + 1 : at + 2]
        if following == "\n":
            self.found.append(Cut(at, at + 2, line=True))
            return at + 2
        if following in _PUNCTUATION and following:
            self.found.append(Cut(at, at + 1))
            return at + 2
        return at + 1

    def code(self, at: int) -> int:
        if self.ticks is None:
            self.ticks = {}
            for run in _TICKS.finditer(self.text):
                self.ticks.setdefault(run.end() - run.start(), []).append(run.start())
            for starts in self.ticks.values():
                starts.reverse()
        match = _TICKS.match(self.text, at)
        size = match.end() - at if match else 1
        starts = self.ticks.get(size, [])
        while starts and starts[-1] <= at:
            starts.pop()
        if not starts:
            return at + size
        close = starts.pop()
        self.found += [Cut(at, at + size), Cut(close, close + size)]
        return close + size

    def emphasis(self, at: int) -> int:
        text, mark = self.text, self.text[at]
        end = at
        while end < len(text) and text[end] == mark:
            end += 1
        before, after = text[at - 1 : at], text[end : end + 1]
        opens, closes = bool(after.strip()), bool(before.strip())
        if mark == "_" and before.isalnum():
            opens = False
        if mark == "_" and after.isalnum():
            closes = False
        if mark == "*" and end - at == 1 and before.isdigit() and after.isdigit():
            return end  # 3*4
        left, right = at, end
        waiting = self.runs.setdefault(mark, [])
        while closes and waiting and left < right:
            start, size = waiting[-1]
            used = min(size, right - left)
            if mark == "~" and used < 2:
                break
            self.found += [Cut(start + size - used, start + size), Cut(left, left + used)]
            left += used
            waiting[-1][1] -= used
            if not waiting[-1][1]:
                waiting.pop()
        if opens and left < right:
            waiting.append([left, right - left])
        return end

    def entity(self, at: int) -> int:
        match = _ENTITY.match(self.text, at)
        if not match or (shown := unescape(match[0])) == match[0]:
            return at + 1
        self.found.append(Cut(at, match.end(), shown))
        return match.end()

    def angle(self, at: int) -> int:
        text = self.text
        if match := _AUTOLINK.match(text, at):
            self.found += [Cut(at, at + 1), Cut(match.end() - 1, match.end())]
            return match.end()
        if match := _COMMENT.match(text, at) or _NOTE_MARK.match(text, at):
            self.found.append(Cut(at, match.end()))
            return match.end()
        if match := _RAISED.match(text, at):
            self.found += [Cut(at, match.start(1)), Cut(*match.span(1), superscript(match[1]))]
            self.found.append(Cut(match.end(1), match.end()))
            return match.end()
        match = _TAG.match(text, at)
        if not match or match[1].lower() not in KNOWN:
            return at + 1
        name, end = match[1].lower(), match.end()
        if name in UNSEEN and match[0][1] != "/" and name not in self.endless:
            close = re.compile(f"</{name}", re.IGNORECASE).search(text, end)
            if close:
                end = close.start()
            else:
                self.endless.add(name)
        self.found.append(Cut(at, end, line=name == "br"))
        return end

    def bang(self, at: int) -> int:
        if self.text.startswith("[", at + 1):
            self.brackets.append((at, True))
            return at + 2
        return at + 1

    def open(self, at: int) -> int:
        if match := _NOTE.match(self.text, at):
            self.found.append(Cut(at, match.end()))
            return match.end()
        self.brackets.append((at, False))
        return at + 1

    def close(self, at: int) -> int:
        if not self.brackets:
            return at + 1
        start, image = self.brackets.pop()
        end = self._target(start + 2 if image else start + 1, at)
        if end is None:
            return at + 1
        self.found += [Cut(start, end)] if image else [Cut(start, start + 1), Cut(at, end)]
        return end

    def _target(self, start: int, at: int) -> int | None:
        """Where the target of a link ends whose text is ``start:at``; None if it is none."""
        text = self.text
        if text.startswith("(", at + 1) and (match := _TARGET.match(text, at + 1)):
            return match.end()
        if at - start > 200:
            return None
        if (match := _LABEL.match(text, at + 1)) and (match[1] or text[start:at]).lower() in self.labels:
            return match.end()
        return at + 1 if text[start:at].lower() in self.labels else None

    def dollar(self, at: int) -> int:
        found = formula(self.text, at)
        if not found:
            return at + 1
        end, cuts = found
        self.found += [Cut(*part) for part in cuts]
        return end

    def newline(self, at: int) -> int:
        text = self.text
        start = at
        while start and text[start - 1] in " \t":
            start -= 1
        hard = at - start >= 2
        before, after = text[start - 1 : start], text[at + 1 : at + 2]
        joined = "" if wide(before) or wide(after) else " "
        self.found.append(Cut(start, at + 1, "" if hard else joined, line=hard))
        return at + 1


_MARKS = {
    "\\": _Scan.escape,
    "`": _Scan.code,
    "*": _Scan.emphasis,
    "_": _Scan.emphasis,
    "~": _Scan.emphasis,
    "<": _Scan.angle,
    "&": _Scan.entity,
    "!": _Scan.bang,
    "[": _Scan.open,
    "]": _Scan.close,
    "$": _Scan.dollar,
    "\n": _Scan.newline,
}
