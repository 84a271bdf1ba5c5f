"""Which encoding a text is in: by its marks, what it declares, what it can be, what is likely."""

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache

from kejian.errors import ReadingError
from kejian.reading.builder import Builder
from kejian.reading.decoding import Source, decode

# byte-order marks, longest first, and the codec that goes on after them
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# what a page may declare → the codec that reads all of it
_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "chinese": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cn-big5": "big5hkscs",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "windows-1252": "cp1252",
}
_DECLARED = re.compile(
    rb"""<meta\s[^<>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})   # HTML
       | ^\s*<\?xml\s[^<>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_\-]{2,20})   # XML""",
    re.VERBOSE | re.IGNORECASE,
)
_HEAD = 4096  # bytes in which a declaration must stand
_SAMPLE = 65536  # bytes that are weighed
_GUESSED = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# the most frequent characters of running Chinese in either script, and of reports
_COMMON = frozenset(
    "的一是了不在人有我他这個个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日"
    "军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相"
    "见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名"
    "科技创研究项亿元万增城市区企术金资投研院平台药芯片第届类首款完成建设获批占省级百千"
    "這們來為國說時會對於過發後裡種經麼學現當沒動還進樣從實軍無與長機業將兩間問戰頭體見產關應點門員聲萬億"
    "，。、；：“”（）《》！？—…·％　０１２３４５６７８９ \n\r\t"
)


def decode_text(data: bytes, *, where: str, declared: bool = False) -> Source:
    """Decode a text: by its byte-order mark, its declaration (if ``declared``), else by what it looks like.

    A declaration is believed if the bytes agree with it. Bytes that are no characters become U+FFFD; the
    caller tells of them with `warn_holes`. Raises `ReadingError` for bytes that are no text.

    >>> decode_text("研发经费投入增长。".encode("gbk"), where="a.txt").encoding
    'gb18030'
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return decode(data, codec, skip=len(mark))
    said = _declaration(data) if declared else None
    codec = said if said and _valid(data, said) else _likely(data[:_SAMPLE])
    source = _short(data, codec) if len(data) <= _SAMPLE else decode(data, codec)
    characters, holes = len(source.text), len(source.holes)
    if holes * 10 > characters or source.text.count("\0") * 10 > characters:
        raise ReadingError(
            "bytes that are no text in any encoding known here",
            where=where,
            hint="open it in the program that made it and save it as UTF-8 text, DOCX or PDF",
        )
    return source


def warn_holes(source: Source, build: Builder) -> None:
    """Warn of the bytes that were no characters."""
    for start, end in source.holes:
        what = "a byte" if end - start == 1 else f"{end - start} bytes"
        build.warn(f"{what} not valid as {source.encoding}, read as U+FFFD", where=f"byte {start}")


def _declaration(data: bytes) -> str | None:
    head = data[:_HEAD]
    match = _DECLARED.search(head) if b"<" in head else None
    if not match:
        return None
    return _CODECS.get((match[1] or match[2]).decode("ascii").lower())


def _valid(data: bytes, codec: str) -> bool:
    """Whether (nearly) all bytes are characters of the encoding, and likely ones."""
    sample = data[:_SAMPLE]
    text = sample.decode(codec, "replace")
    return text[:-2].count("\ufffd") * 200 <= len(text) and (
        sample.isascii() or codec in ("utf-8", "cp1252") or _score(text) > 0.2
    )


# a file is looked at to tell what it is, and then read: as the same text, if it is no longer than the look
_short = lru_cache(maxsize=1)(decode)


@lru_cache(maxsize=1)
def _likely(sample: bytes) -> str:
    if b"\0" not in sample and _is_utf8(sample):
        return "utf-8"
    best, codec = 0.25, ""
    for candidate in _candidates(sample):
        score = _score(sample.decode(candidate, "replace"))
        if score > best:
            best, codec = score, candidate
    if codec:
        return codec
    return "cp1252" if _is_western(sample) else "utf-8"


def _is_utf8(sample: bytes) -> bool:
    """Whether the bytes are UTF-8, a few damaged ones and a cut last character aside.

    Bytes of another encoding hardly ever make a character of several bytes by chance, so a short text may
    have a damaged one for every five that are whole.
    """
    text = sample.decode("utf-8", "replace")
    bad = text[:-1].count("\ufffd")
    return bad == 0 or bad * 5 <= sum(character > "\x7f" for character in text) - bad


def _candidates(sample: bytes) -> Iterator[str]:
    for codec in _GUESSED:
        if codec.startswith("utf-16") or sample.count(b"\0") * 20 < len(sample):
            yield codec


def _score(text: str) -> float:
    """How likely a text is: the share of its characters, ASCII aside, that are frequent in Chinese."""
    good = bad = seen = 0
    for character in text:
        if character in _COMMON:
            good += character > "\x7f"
            seen += character > "\x7f"
        elif character > "\x7f":
            seen += 1
            bad += not ("\u4e00" <= character <= "\u9fff" or "\u2000" <= character <= "\u33ff")
        elif character < " ":
            seen += 1
            bad += 1
    if not seen:
        return 0.3 if text.isascii() and text else 0.0
    return (good - bad) / seen


def _is_western(sample: bytes) -> bool:
    """Whether the bytes above ASCII stand alone, as accented letters and curly quotes do."""
    high = re.findall(rb"[\x80-\xff]+", sample)
    return bool(high) and sum(len(run) <= 2 for run in high) * 10 >= 9 * len(high)
