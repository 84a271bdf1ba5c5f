"""Varied documents of any number, made from our own texts: sentences drawn anew, their digits changed.

The same number gives the same documents. Nothing of them is kept in the repository.
"""

import random
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = (*sorted((ROOT / "tests/gold/open").glob("*.md")), ROOT / "examples/qingyan/qingyan-2021.md")
_DIGITS = re.compile(r"(?<![\dA-Za-z])[1-9]\d*(?=[\d.]*(?:亿|万|家|件|项|个|人|%))")


def paragraphs() -> list[str]:
    """Every block of our own documents."""
    return [
        block for path in SOURCES for block in re.split(r"\n\s*\n", path.read_text("utf-8")) if block.strip()
    ]


def document(number: int, *, blocks: list[str]) -> str:
    """The document of this number: a title and 30 to 60 blocks, with other digits."""
    rng = random.Random(number)

    def other(match: re.Match[str]) -> str:
        length = len(match.group())
        return str(rng.randrange(10 ** (length - 1), 10**length))

    chosen = [rng.choice(blocks) for _ in range(rng.randint(30, 60))]
    year = 2010 + number % 14
    body = "\n\n".join(_DIGITS.sub(other, block) for block in chosen)
    return f"# 云湖{number}市科技进步报告{year}\n\n{body}\n"


def write(folder: Path, count: int) -> int:
    """Write documents 0 … count-1 as Markdown files; the number of their characters."""
    folder.mkdir(parents=True, exist_ok=True)
    blocks = paragraphs()
    total = 0
    for number in range(count):
        text = document(number, blocks=blocks)
        (folder / f"{number:05}.md").write_text(text, "utf-8")
        total += len(text)
    return total
