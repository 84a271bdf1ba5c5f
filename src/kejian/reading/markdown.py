"""Markdown → Document."""

import re

from kejian.model import Block, BlockKind, Document


def read_markdown(data: bytes, *, name: str, source: str, digest: str) -> Document:
    """A first reader, line by line: headings, items, table rows, paragraphs; markup removed."""
    lines, blocks, at, headings = [], [], 0, []
    for line in data.decode("utf-8").splitlines():
        kind, level, parent = BlockKind.PARAGRAPH, 0, headings[-1][1] if headings else None
        text = re.sub(r"\*\*|<[^>]+>|\\(?=[_*])|`", "", line).strip()
        cells = None
        if m := re.match(r"(#+)\s+(.*)", text):
            kind, level, text = BlockKind.HEADING, len(m[1]), m[2]
            headings = [h for h in headings if h[0] < level]
            parent = headings[-1][1] if headings else None
        elif m := re.match(r"[-*+]\s+(.*)", text):
            kind, level, text = BlockKind.ITEM, 1, m[1]
        elif text.startswith("> "):
            kind, text = BlockKind.QUOTE, text[2:]
        elif text.startswith("|"):
            if re.fullmatch(r"[|:\-\s]+", text):
                continue
            kind, cells = BlockKind.ROW, [c.strip() for c in text.strip("|").split("|")]
            text = "\t".join(cells)
        if not text.strip():
            continue
        start = at
        index = len(blocks)
        blocks.append(Block(kind=kind, start=start, end=start + len(text), level=level, parent=parent))
        if kind is BlockKind.HEADING:
            headings.append((level, index))
        if cells:
            for column, cell in enumerate(cells):
                blocks.append(
                    Block(
                        kind=BlockKind.CELL,
                        start=at,
                        end=at + len(cell),
                        parent=index,
                        table=0,
                        column=column,
                    )
                )
                at += len(cell) + 1
        lines.append(text)
        at = start + len(text) + 1
    return Document(
        name=name,
        source=source,
        sha256=digest,
        format="markdown",
        text="\n".join(lines) + "\n",
        blocks=tuple(blocks),
        encoding="utf-8",
    )
