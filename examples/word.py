"""Markdown → a Word file with headings, lists, tables, pull quotes and footnotes, always the same bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
MARK = re.compile(r"\*\*(?P<bold>.+?)\*\*|\[\^(?P<note>\d+)\]")
NOTE = re.compile(r"^\[\^(\d+)\]: (.+)$", re.MULTILINE)


def docx_of(markdown: str, *, author: str, made: datetime) -> bytes:
    """The report as a Word file; it says that it was made by ``author`` on the day ``made``."""
    docx = Document()
    docx.core_properties.created = docx.core_properties.modified = made
    docx.core_properties.author = author
    add_footnotes(docx, dict(NOTE.findall(markdown)))
    for block in re.split(r"\n{2,}", NOTE.sub("", markdown).strip()):
        add_block(docx, block.split("\n"))
    return dated(docx, made)


def add_block(docx: Docx, lines: list[str]) -> None:
    """A heading, table, list, quote or paragraph: what an empty line ends in the source."""
    heading = re.match(r"(#+) (.+)", lines[0])
    if heading:
        level = len(heading[1]) - 1
        docx.add_heading(heading[2], level=level)
        if level == 0:
            docx.core_properties.title = heading[2]
    elif lines[0].startswith("|"):
        add_table(docx, lines)
    elif lines[0].startswith("- "):
        for line in lines:
            add_runs(docx.add_paragraph(style="List Bullet"), line[2:])
    elif lines[0].startswith(">"):
        for line in lines:
            if line.strip("> "):
                add_runs(docx.add_paragraph(style="Intense Quote"), line.strip("> "))
    else:
        add_runs(docx.add_paragraph(), "".join(lines))


def add_table(docx: Docx, lines: list[str]) -> None:
    """A pipe table, its head included."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    del rows[1]  # the dashes under the head
    table = docx.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def add_runs(paragraph: Paragraph, text: str) -> None:
    """Text with ``**bold**`` and references to footnotes (``[^1]``)."""
    at = 0
    for mark in MARK.finditer(text):
        paragraph.add_run(text[at : mark.start()])
        if mark["bold"]:
            paragraph.add_run(mark["bold"]).bold = True
        else:
            reference = f'<w:footnoteReference xmlns:w="{MAIN}" w:id="{mark["note"]}"/>'
            run = paragraph.add_run()
            run.font.superscript = True
            run._r.append(parse_xml(reference))
        at = mark.end()
    paragraph.add_run(text[at:])


def add_footnotes(docx: Docx, notes: dict[str, str]) -> None:
    """python-docx has no footnotes: their part is written by hand (ids -1 and 0 are the rules above them)."""
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    texts = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
        for number, text in notes.items()
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:footnotes xmlns:w="{MAIN}">{rules}{texts}</w:footnotes>'
    )
    name = PackURI("/word/footnotes.xml")
    part = Part(name, FOOTNOTES_TYPE, xml.encode("utf-8"), docx.part.package)
    docx.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def dated(docx: Docx, day: datetime) -> bytes:
    """The file, its archive entries dated like the report instead of today."""
    made, fixed = BytesIO(), BytesIO()
    docx.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, day.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
