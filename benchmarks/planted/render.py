"""A source document as a file: Markdown, plain text, DOCX, PDF or a whole HTML page."""

from html import escape
from pathlib import Path

from .source import Block, Doc, plain

_FONTS = (  # TrueType only: reportlab cannot embed the CFF outlines of Noto CJK
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/arphic/uming.ttc"),
    Path("/System/Library/Fonts/STHeiti Light.ttc"),
)


def write(doc: Doc, folder: Path) -> Path:
    path = folder / f"{doc.name}.{doc.form}"
    _WRITERS[doc.form](doc, path)
    return path


def _cells(block: Block) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in block.rows]


def _md(doc: Doc, path: Path) -> None:
    out = []
    for block in doc.blocks:
        if block.kind == "table":
            head, *body = _cells(block)
            rows = [head, ["---"] * len(head), *body]
            out.append("\n".join("| " + " | ".join(row) + " |" for row in rows))
        elif block.kind == "heading":
            out.append("#" * block.level + " " + block.text)
        else:
            mark = {"item": "- ", "card": "> ", "caption": "**"}.get(block.kind, "")
            out.append(mark + block.text + ("**" if block.kind == "caption" else ""))
    text = "\n\n".join(out) + "\n"
    path.write_text(text, "utf-8")


def _txt(doc: Doc, path: Path) -> None:
    out = []
    for block in doc.blocks:
        if block.kind == "table":
            out += ["\t".join(row) for row in _cells(block)] + [""]
        elif block.kind == "item":
            out.append("· " + block.text)
        else:
            out += [block.text, ""]
    path.write_text("\n".join(out), "utf-8")


def _docx(doc: Doc, path: Path) -> None:
    from docx import Document

    word = Document()
    for block in doc.blocks:
        if block.kind == "heading" and (doc.city % 3 or block.level == 1):
            word.add_heading(block.text, block.level)
        elif block.kind == "heading":  # many writers know no styles
            word.add_paragraph().add_run(block.text).bold = True
        elif block.kind == "table":
            rows = _cells(block)
            table = word.add_table(len(rows), len(rows[0]), style="Table Grid")
            for into, row in zip(table.rows, rows, strict=True):
                for cell, text in zip(into.cells, row, strict=True):
                    cell.text = text
        else:
            style = {"item": "List Bullet", "card": "Intense Quote", "caption": "Caption"}.get(block.kind)
            paragraph = word.add_paragraph(style=style)
            middle = len(block.text) // 2  # editors leave runs behind
            paragraph.add_run(block.text[:middle])
            paragraph.add_run(block.text[middle:])
    word.save(str(path))


def _html(doc: Doc, path: Path) -> None:
    links = "".join(
        f'<li><a href="/{i}.html">{name}</a></li>' for i, name in enumerate(("首页", "政务公开", "统计数据"))
    )
    out = []
    listing = False
    for block in doc.blocks:
        if listing and block.kind != "item":
            out.append("</ul>")
            listing = False
        if block.kind == "table":
            out.append(_html_table(block))
        elif block.kind == "item":
            if not listing:
                out.append("<ul>")
                listing = True
            out.append(f"<li>{escape(block.text)}</li>")
        else:
            tag = {"heading": f"h{block.level}", "card": "blockquote"}.get(block.kind, "p")
            if block.kind == "heading" and block.level > 1 and doc.city % 3 == 1:
                out.append(f"<p><strong>{escape(block.text)}</strong></p>")
            else:
                out.append(f"<{tag}>{escape(block.text)}</{tag}>")
    if listing:
        out.append("</ul>")
    page = (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{escape(doc.title)}</title>'
        "<style>body{font-family:serif}</style><script>var visits = 20231;</script></head>\n<body>"
        f"<nav><ul>{links}</ul></nav>\n<main><article>\n" + "\n".join(out) + "\n</article></main>\n"
        "<footer><p>主办单位：信息中心</p></footer></body></html>\n"
    )
    path.write_text(page, "utf-8")


def _html_table(block: Block) -> str:
    head, *body = _cells(block)
    rows = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in body)
    heads = "".join(f"<th>{escape(c)}</th>" for c in head)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    for path in _FONTS:
        if path.exists():
            try:
                pdfmetrics.registerFont(TTFont("CJK", str(path), subfontIndex=0))
            except TTFError:
                continue
            return "CJK"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def _pdf(doc: Doc, path: Path) -> None:
    """A4; articles in two columns, everything else in one."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import (
        BaseDocTemplate,
        Flowable,
        Frame,
        PageTemplate,
        Paragraph,
        Table,
        TableStyle,
    )

    font = _font()
    sizes = {"heading": 15, "card": 17, "note": 8}
    flow: list[Flowable] = []
    for block in doc.blocks:
        if block.kind == "table":
            table = Table(_cells(block))
            table.setStyle(
                TableStyle(
                    [("FONT", (0, 0), (-1, -1), font, 9), ("GRID", (0, 0), (-1, -1), 0.4, colors.grey)]
                )
            )
            flow.append(table)
            continue
        size = sizes.get(block.kind, 10.5) + (3 if block.kind == "heading" and block.level == 1 else 0)
        style = ParagraphStyle(
            block.kind, fontName=font, fontSize=size, leading=size * 1.5, wordWrap="CJK", spaceAfter=5,
            firstLineIndent=21 if block.kind == "para" else 0, leftIndent=14 if block.kind == "item" else 0,
        )  # fmt: skip
        flow.append(Paragraph(escape(block.text), style, bulletText="•" if block.kind == "item" else None))
    width, height = A4
    count = 2 if doc.genre == "press article" else 1
    wide = (width - 100 - 20 * (count - 1)) / count
    frames = [Frame(50 + i * (wide + 20), 56, wide, height - 112, id=f"f{i}") for i in range(count)]
    pages = PageTemplate(frames=frames, onPage=lambda canvas, _: _folio(canvas, font))
    BaseDocTemplate(str(path), pagesize=A4, pageTemplates=[pages], invariant=True).build(flow)


def _folio(canvas: object, font: str) -> None:
    canvas.setFont(font, 8)  # type: ignore[attr-defined]
    canvas.drawCentredString(297, 30, f"— {canvas.getPageNumber()} —")  # type: ignore[attr-defined]


_WRITERS = {"md": _md, "txt": _txt, "docx": _docx, "html": _html, "pdf": _pdf}
