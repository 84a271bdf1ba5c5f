"""Fuzz the readers and the number grammar, or measure how their time grows.

usage: python benchmarks/fuzz_reading.py [SECONDS] [SEED-FILE-OR-FOLDER…]
       python benchmarks/fuzz_reading.py --growth

With atheris (``pip install atheris`` in an environment of its own that sees this one's packages) the fuzzing
is guided by coverage; without it inputs are put together at random from pieces of the seeds. What is found is
written to ``crash-*`` in the working directory. A finding is kept as a test: ``tests/reading/test_found.py``.
"""

import random
import sys
import time
from hashlib import sha256
from pathlib import Path

from kejian.errors import ReadingError
from kejian.language import mentions
from kejian.model import BlockKind, Bytes, Document
from kejian.reading import Limits, ReadingFailure, read_bytes
from kejian.reading.html import read_html
from kejian.reading.markdown import read_markdown
from kejian.reading.text import read_text

LIMITS = Limits(max_seconds=10, max_bytes=2**22, max_characters=10**6)
READERS = (read_markdown, read_text, read_html)
GROWING = (
    *(
        "*",
        "**",
        "*a",
        "_a_ ",
        "[",
        "]",
        "[](",
        "](",
        "![",
        "[x](y)",
        "<",
        "<a ",
        "<a b='",
        "<!--",
        "<script>",
    ),
    *(
        "<table>\n",
        "<td>",
        "<svg>",
        "|",
        "|\n",
        "|-|\n",
        "#",
        "#\n",
        "`",
        "` ",
        "```\n",
        "~~",
        "\\",
        "&#",
        "&lt;",
    ),
    *(
        ">",
        "- ",
        "  - a\n",
        "1. ",
        "[^1]:",
        "[a]: b\n",
        "=\n",
        "\n",
        "\t",
        "a\t",
        "（一）",
        "9,",
        "929\n\n",
        "a：\n",
    ),
    *(
        "<p>",
        "<li>",
        "<div>",
        "<h1>",
        "\u200b",
        "\x00",
        "增长5%，",
        "第",
        "一",
        "1/",
        "2022年",
        "1.",
        "约",
        "万亿",
    ),
)


def check(document: Document, data: bytes) -> None:
    """Every character lies in a block and every exact place holds its characters."""
    at = 0
    for block in document.blocks:
        if block.kind is not BlockKind.CELL:
            assert not document.text[at : block.start].strip("\n"), "text outside blocks"
            at = block.end
    assert document.text[at:] == "\n"
    for segment in document.segments:
        if segment.exact and isinstance(segment.place, Bytes) and document.encoding:
            original = data[segment.place.start : segment.place.end].decode(document.encoding)
            assert original == document.text[segment.start : segment.end], "a place of other characters"


def one(data: bytes) -> None:
    """Read one input: by its content, or by the reader that its first byte names; then find its numbers."""
    if not data:
        return
    choice, data = data[0] % 5, data[1:]
    if choice == 4:
        text = data.decode("utf-8", "replace")
        for mention in mentions(text):
            assert text[mention.start : mention.end] == mention.surface
    elif choice == 3:
        for result in read_bytes(data, source="fuzz.dat", limits=LIMITS):
            if isinstance(result, ReadingFailure):
                assert "reader failed" not in result.error.message, result.error
            elif "!/" not in result.source:
                check(result, data)
    else:
        try:
            check(READERS[choice](data, name="a", source="a", digest="", limits=LIMITS), data)
        except ReadingError:
            return


def seeds(paths: list[str]) -> list[bytes]:
    """The contents of the seed files, or of the cases of the tests."""
    roots = [Path(path) for path in paths] or [Path(__file__).parents[1] / "tests" / "reading" / "cases"]
    files = [file for root in roots for file in ([root] if root.is_file() else sorted(root.rglob("*")))]
    return [file.read_bytes()[:20_000] for file in files if file.is_file() and file.suffix != ".yaml"]


def at_random(seconds: float, given: list[bytes]) -> None:
    """Put inputs together from pieces of the seeds until the time is over."""
    chance, count, end = random.Random(1), 0, time.monotonic() + seconds
    marks = [unit.encode() for unit in GROWING]
    while time.monotonic() < end:
        parts = [bytes([chance.randrange(256)])]
        for _ in range(chance.randrange(1, 12)):
            seed = chance.choice(given)
            start = chance.randrange(len(seed) + 1)
            parts += [seed[start : start + chance.randrange(200)], chance.choice(marks) * chance.randrange(4)]
        data = b"".join(parts)
        try:
            one(data)
        except Exception:
            name = f"crash-{sha256(data).hexdigest()[:12]}"
            Path(name).write_bytes(data)
            print(f"after {count} inputs: {name}", file=sys.stderr)
            raise
        count += 1
    print(f"{count} inputs, nothing found")


def growth() -> None:
    """Print every input whose time more than trebles when it doubles, from 0.1 s up."""
    for unit in GROWING:
        for name, run in [*((r.__name__, r) for r in READERS), ("mentions", None)]:
            times = []
            for size in (200_000, 400_000):
                text = unit * (size // len(unit))
                start = time.process_time()
                try:
                    if run is None:
                        mentions(text)
                    else:
                        run(text.encode(), name="a", source="a", digest="", limits=Limits(max_seconds=60))
                except ReadingError:
                    pass
                times.append(time.process_time() - start)
            note = "  <-- more than linear" if times[1] > max(3 * times[0], 0.1) else ""
            if note or times[1] > 2:
                print(f"{name:14} {unit!r:14} {times[0]:6.2f} s {times[1]:6.2f} s{note}", flush=True)


def main() -> None:
    """Run what the arguments ask for."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--growth"]:
        growth()
        return
    seconds = float(arguments.pop(0)) if arguments else 60.0
    given = seeds(arguments)
    try:
        import atheris
    except ImportError:
        at_random(seconds, given)
        return
    corpus = Path("fuzz-corpus")
    corpus.mkdir(exist_ok=True)
    for seed in given:
        for choice in range(5):
            data = bytes([choice]) + seed
            (corpus / sha256(data).hexdigest()[:16]).write_bytes(data)
    atheris.instrument_all()
    options = [f"-max_total_time={seconds:.0f}", "-max_len=8192", "-timeout=30", "-rss_limit_mb=2048"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
