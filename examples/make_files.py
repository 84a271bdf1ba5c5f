"""Makes the files of the examples that are not written by hand from the sources in ``*/source/``.

    python examples/make_files.py [shanghai-2021.docx …]

Without names all are made. The result does not depend on the day: dates inside the files are fixed.
The PDF is printed by Chromium with the Noto CJK fonts (Debian: ``chromium fonts-noto-cjk``);
other versions of these give other bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from web import page_of, pdf_of
from word import docx_of

HERE = Path(__file__).parent

# file, its source beside it, how the one becomes the other
FILES: tuple[tuple[str, str, Callable[[str], bytes]], ...] = (
    (
        "qingyan/qingyan-2022.docx",
        "source/qingyan-2022.md",
        lambda text: docx_of(text, author="青砚市科学技术局", made=datetime(2023, 4, 20)),
    ),
    ("qingyan/qingyan-press-2024.txt", "source/qingyan-press-2024.txt", lambda text: text.encode("gb18030")),
    (
        "shanghai/shanghai-2021.docx",
        "source/shanghai-2021.md",
        lambda text: docx_of(text, author="科鉴", made=datetime(2022, 12, 1)),
    ),
    ("shanghai/shanghai-2022.pdf", "source/shanghai-2022.md", lambda text: pdf_of(text, made="20231201")),
    ("shanghai/shanghai-press.html", "source/shanghai-press.md", lambda text: page_of(text).encode()),
)


def main(names: list[str]) -> None:
    """Write the files of these names, or all."""
    for name, source, made_of in FILES:
        path = HERE / name
        if not names or path.name in names:
            path.write_bytes(made_of((path.parent / source).read_text(encoding="utf-8")))


if __name__ == "__main__":
    main(sys.argv[1:])
