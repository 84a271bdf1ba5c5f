"""Which encoding a text is in."""

from kejian.reading.builder import Builder
from kejian.reading.decoding import Source, decode


def decode_text(data: bytes, *, where: str) -> Source:
    """Decode a text whose encoding nobody said."""
    return decode(data, "utf-8", skip=3 if data.startswith(b"\xef\xbb\xbf") else 0)


def warn_holes(source: Source, build: Builder) -> None:
    """Warn of the bytes that were no characters."""
    for start, end in source.holes:
        what = "byte" if end - start == 1 else f"{end - start} bytes"
        build.warn(f"{what} not valid as {source.encoding}, read as U+FFFD", where=f"byte {start}")
