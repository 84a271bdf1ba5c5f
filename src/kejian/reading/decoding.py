"""Bytes → characters, with the way back: which bytes each character came from."""

import codecs
import re
from bisect import bisect_right

import msgspec

from kejian.model import Bytes
from kejian.reading.runs import Run

_CHUNK = 2048  # characters between two known byte offsets
# what the error handler leaves for undecodable bytes: a lone surrogate that tells how many they were
_HOLE = re.compile("[\ud900-\udbff]")


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return chr(0xD900 + min(error.end - error.start, 0x2FF)), error.end


codecs.register_error("kejian-mark", _mark)


class Source(msgspec.Struct, kw_only=True):
    """Decoded text and where its characters stand in the file.

    ``encoding`` adds no byte-order mark. ``stretches`` are ``(first character, first byte, whole)``: the
    characters of a whole stretch encode to exactly its bytes, those of another (undecodable bytes, read as
    U+FFFD; characters with two codes) do not and make a stretch each.
    """

    text: str
    encoding: str
    stretches: list[tuple[int, int, bool]]
    holes: list[tuple[int, int]] = []  # byte ranges that are no characters
    _firsts: list[int] = []
    _patchy: bool = False
    _last: tuple[int, int] = (0, 0)  # the character asked for last, and its byte

    def __post_init__(self) -> None:
        self._firsts = [first for first, _, _ in self.stretches]
        self._patchy = not all(whole for _, _, whole in self.stretches)
        self._last = self.stretches[0][:2]

    def byte(self, position: int) -> int:
        """The byte at which the character at ``position`` starts (or the text ends)."""
        near, there = self._last
        if position == near:
            return there
        first, byte = near, there  # most are asked for in their order
        if self._patchy or not near < position < near + _CHUNK:
            first, byte, _ = self.stretches[bisect_right(self._firsts, position) - 1]
            if first < near <= position:
                first, byte = near, there
        if position > first:
            byte += len(self.text[first:position].encode(self.encoding))
        self._last = position, byte
        return byte

    def run(self, text: str, start: int, end: int) -> Run:
        """``text`` that the characters ``start:end`` of the source stand for (an entity, an escape)."""
        return Run(text, Bytes(start=self.byte(start), end=self.byte(end)), exact=False)

    def runs(self, start: int, end: int) -> list[Run]:
        """The characters ``start:end`` as they stand: one run, or more around what does not encode back."""
        text = self.text[start:end]
        if not text:
            return []
        if not self._patchy:
            byte = self.byte(start)
            last = byte + len(text.encode(self.encoding))
            self._last = end, last
            return [Run(text, Bytes(start=byte, end=last))]
        return self._patches(start, end)

    def _patches(self, start: int, end: int) -> list[Run]:
        found: list[Run] = []
        index = bisect_right(self._firsts, start) - 1
        at = start
        while at < end:
            whole = self.stretches[index][2]
            stop = index + 1
            while (
                whole and stop < len(self.stretches) and self._firsts[stop] < end and self.stretches[stop][2]
            ):
                stop += 1
            until = min(end, self._firsts[stop]) if stop < len(self._firsts) else end
            if until > at:
                place = Bytes(start=self.byte(at), end=self.byte(until))
                found.append(Run(self.text[at:until], place, exact=whole))
            at, index = until, stop
        return found


def decode(data: bytes, encoding: str, *, skip: int = 0) -> Source:
    """Decode ``data`` after ``skip`` bytes; what is no character becomes U+FFFD, one for each bad sequence.

    >>> source = decode("年增长".encode() + b"\\xff5%", "utf-8")
    >>> source.text, source.holes, source.byte(4)
    ('年增长\ufffd5%', [(9, 10)], 10)
    """
    seen = memoryview(data)[skip:]
    try:
        text, marks = str(seen, encoding), list[re.Match[str]]()
    except UnicodeDecodeError:
        text = str(seen, encoding, "kejian-mark")
        marks = [*_HOLE.finditer(text)]
    stretches: list[tuple[int, int, bool]] = []
    holes = []
    at, byte = 0, skip
    for hole in [*marks, None]:
        until = hole.start() if hole else len(text)
        byte = _chunks(data, text, encoding, at, until, byte, stretches)
        if hole:
            size = ord(hole[0]) - 0xD900
            stretches.append((until, byte, False))
            holes.append((byte, byte + size))
            byte += size
            at = until + 1
    stretches.append((len(text), byte, True))
    text = _HOLE.sub("\ufffd", text) if holes else text
    return Source(text=text, encoding=encoding, stretches=stretches, holes=holes)


def _chunks(
    data: bytes, text: str, encoding: str, at: int, until: int, byte: int, found: list[tuple[int, int, bool]]
) -> int:
    """Lay out the stretches of the characters ``at:until`` that start at ``byte``; returns where they end."""
    while at < until:
        stop = min(at + _CHUNK, until)
        encoded = text[at:stop].encode(encoding, "replace")
        if data.startswith(encoded, byte):
            found.append((at, byte, True))
            byte += len(encoded)
        else:
            byte = _one_by_one(data, text, encoding, at, stop, byte, found)
        at = stop
    return byte


def _one_by_one(
    data: bytes, text: str, encoding: str, at: int, stop: int, byte: int, found: list[tuple[int, int, bool]]
) -> int:
    """As `_chunks`, where some characters have several codes: feed the decoder byte by byte."""
    decoder = codecs.getincrementaldecoder(encoding)()
    start = byte
    whole_before = False
    while at < stop:
        got = decoder.decode(data[byte : byte + 1])
        byte += 1
        if not got:
            continue
        whole = len(got) == 1 and got.encode(encoding, "replace") == data[start:byte]
        for offset in range(len(got)):
            if not (whole and whole_before):
                found.append((at + offset, start if not offset else byte, whole))
        whole_before = whole
        at, start = at + len(got), byte
    return byte
