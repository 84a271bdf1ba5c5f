"""Reading DOCX: files made by python-docx, with parts of the format that it does not write added by hand."""

import io
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.run import Run as WordRun
from hypothesis import given, settings
from hypothesis import strategies as st

from kejian.errors import LimitError, ReadingError
from kejian.model import BlockKind, Document, Paragraph
from kejian.reading.docx import read_docx
from kejian.reading.docx_styles import in_figures
from kejian.reading.limits import Limits

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(word: Word) -> bytes:
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def read(data: bytes | Word, **limits: float) -> Document:
    data = data if isinstance(data, bytes) else saved(data)
    return read_docx(data, name="a", source="a.docx", digest="0" * 64, limits=Limits(**limits))


def outline(document: Document) -> list[tuple[str, int, str]]:
    """Kind, level and text of every block but cells."""
    return [
        (block.kind.value, block.level, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind is not BlockKind.CELL
    ]


def texts(document: Document) -> list[str]:
    return [text for _, _, text in outline(document)]


def with_parts(
    data: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None
) -> bytes:
    """The package with its parts changed and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return stream.getvalue()


def add(word: Word, xml: str) -> None:
    """Append body content given as XML with the prefix w."""
    word.element.body.insert_element_before(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)), "w:sectPr")


def assert_places_agree(document: Document, data: bytes) -> None:
    """Every segment's text is what python-docx gives for that run at that offset."""
    root = docx.Document(io.BytesIO(data)).element
    paragraphs, runs = list(root.iter(qn("w:p"))), list(root.iter(qn("w:r")))
    for segment in document.segments:
        place = segment.place
        assert isinstance(place, Paragraph)
        if place.part != "word/document.xml" or not segment.exact:
            continue
        text = WordRun(runs[place.run], None).text  # type: ignore[arg-type]
        end = place.offset + segment.end - segment.start
        assert text[place.offset : end] == document.text[segment.start : segment.end]
        assert runs[place.run] in set(paragraphs[place.paragraph].iter(qn("w:r")))


# --- headings and paragraphs --------------------------------------------------------------------------


def test_headings_by_style_outline_and_style_based_on_a_heading() -> None:
    word = docx.Document()
    word.add_heading("青川市科技年报", 0)
    word.add_heading("一、总体情况", 1)
    own = word.styles.add_style("章标题", 1)
    own.base_style = word.styles["Heading 2"]
    word.add_paragraph("（一）投入", style=own)
    direct = word.add_paragraph("要点")
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "3")
    direct._p.get_or_add_pPr().append(level)
    word.add_paragraph("全市研发经费12.5亿元，比上年增长3.1%，其中企业投入占八成以上，连续五年保持增长。")
    document = read(word)
    assert outline(document)[:4] == [
        ("heading", 1, "青川市科技年报"),
        ("heading", 2, "一、总体情况"),
        ("heading", 3, "（一）投入"),
        ("heading", 5, "要点"),
    ]
    assert document.blocks[4].parent == 3
    assert document.format == "docx"


def test_chinese_style_names_are_headings_too() -> None:
    word = docx.Document()
    style = word.styles.add_style("标题 1", 1)
    assert style.name == "标题 1"
    word.add_paragraph("第一章 概述", style=style)
    word.add_paragraph("正文在此。")
    assert outline(read(word))[0] == ("heading", 1, "第一章 概述")


def test_captions_and_quotations_by_style() -> None:
    word = docx.Document()
    word.add_paragraph("图1 研发经费", style="Caption")
    word.add_paragraph("创新是第一动力。", style="Intense Quote")
    assert [kind for kind, _, _ in outline(read(word))] == ["caption", "quote"]


def test_a_soft_break_and_a_tab_are_blanks_and_runs_are_joined() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("全年")
    paragraph.add_run("登记\t合同").bold = True
    run = paragraph.add_run("1")
    run.add_break()
    run.add_text("20项")
    data = saved(word)
    document = read(data)
    assert document.text == "全年登记 合同1 20项\n"
    assert_places_agree(document, data)


def test_a_raised_figure_is_no_part_of_the_number_before_it() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("面积365万m")
    paragraph.add_run("2").font.superscript = True
    assert read(word).text == "面积365万m²\n"


def test_the_title_among_the_properties_is_kept_and_the_day_of_creation_is_not_the_publication() -> None:
    word = docx.Document()
    word.core_properties.title = "青川市科技年报"
    word.add_paragraph("一。")
    about = read(word).about
    assert (about.title, about.published) == ("青川市科技年报", None)


# --- lists --------------------------------------------------------------------------------------------


def numbered(word: Word, levels: Iterable[tuple[str, str]], *, key: int = 90) -> Callable[[str, int], None]:
    """A list with a format and a pattern for each level; what is returned adds its items."""
    xml = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{how}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for index, (how, pattern) in enumerate(levels)
    )
    root = word.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{xml}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'))

    def item(text: str, level: int = 0) -> None:
        paragraph = word.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>')
        )

    return item


def test_numbers_that_word_makes_are_read_as_it_prints_them() -> None:
    word = docx.Document()
    item = numbered(word, [("chineseCounting", "（%1）"), ("decimal", "%2."), ("decimal", "%1.%3")])
    item("加大投入")
    item("财政", 1)
    item("企业", 1)
    item("引进人才")
    item("本科", 1)
    document = read(word)
    assert outline(document) == [
        ("item", 1, "（一）加大投入"),
        ("item", 2, "1. 财政"),
        ("item", 2, "2. 企业"),
        ("item", 1, "（二）引进人才"),
        ("item", 2, "1. 本科"),
    ]
    assert document.blocks[1].parent == 0
    start = document.text.index("加大")
    assert document.locate(0, 3) == ()
    assert document.locate(start, start + 1) == (
        Paragraph(part="word/document.xml", paragraph=0, run=0, offset=0),
    )


def test_numbers_of_headings_stand_before_them() -> None:
    word = docx.Document()
    numbered(word, [("chineseCountingThousand", "第%1章")])
    heading = word.add_heading("概述", 1)
    heading._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>')
    )
    assert outline(read(word)) == [("heading", 1, "第一章概述")]


def test_bullets_leave_no_text() -> None:
    word = docx.Document()
    word.add_paragraph("平台建设", style="List Bullet")
    word.add_paragraph("子项", style="List Bullet 2")
    assert [text for _, _, text in outline(read(word))] == ["平台建设", "子项"]
    assert {kind for kind, _, _ in outline(read(word))} == {"item"}


@pytest.mark.parametrize(
    ("count", "how", "printed"),
    [
        (3, "decimal", "3"),
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCounting", "一百〇五"),
        (12, "ideographDigital", "一二"),
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (28, "upperLetter", "BB"),
        (3, "lowerLetter", "c"),
        (5, "decimalEnclosedCircle", "⑤"),
        (2, "ideographTraditional", "乙"),
        (3, "chineseLegalSimplified", "叁"),
        (7, "decimalZero", "07"),
        (7, "no such format", "7"),
    ],
)
def test_formats_of_numbers(count: int, how: str, printed: str) -> None:
    assert in_figures(count, how) == printed


# --- tables -------------------------------------------------------------------------------------------


def test_a_table_with_merged_cells() -> None:
    word = docx.Document()
    word.add_paragraph("全市研发经费见下表。")
    word.add_paragraph("表1 研发经费")
    table = word.add_table(rows=3, cols=3)
    for cell, text in zip(
        table._cells, ["区县", "经费", "", "", "2022年", "2023年", "东湖区", "1.5", "2.0"], strict=True
    ):
        cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    data = saved(word)
    document = read(data)
    assert texts(document) == [
        "全市研发经费见下表。",
        "表1 研发经费",
        "区县\t经费",
        "2022年\t2023年",
        "东湖区\t1.5\t2.0",
    ]
    cells = [
        (document.text[b.start : b.end], b.row, b.column, b.row_span, b.column_span, b.header)
        for b in document.blocks
        if b.kind is BlockKind.CELL
    ]
    assert cells == [
        ("区县", 0, 0, 2, 1, True),
        ("经费", 0, 1, 1, 2, True),
        ("2022年", 1, 1, 1, 1, True),
        ("2023年", 1, 2, 1, 1, True),
        ("东湖区", 2, 0, 1, 1, True),
        ("1.5", 2, 1, 1, 1, False),
        ("2.0", 2, 2, 1, 1, False),
    ]
    assert document.blocks[1].kind is BlockKind.CAPTION
    assert document.blocks[2].parent == 1
    assert_places_agree(document, data)


def test_a_table_in_a_table_follows_it_and_a_frame_of_one_cell_is_no_table() -> None:
    word = docx.Document()
    outer = word.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "外"
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内甲", "内乙"
    word.add_table(rows=1, cols=1).cell(0, 0).text = "框中的一段话。"
    assert texts(read(word)) == ["外\t", "内甲\t内乙", "框中的一段话。"]


# --- what is beside the text --------------------------------------------------------------------------

FOOTNOTES = f"""<w:footnotes xmlns:w="{W}">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>按现价计算。</w:t></w:r></w:p></w:footnote>
</w:footnotes>""".encode()


def test_a_footnote_follows_its_paragraph() -> None:
    word = docx.Document()
    add(
        word,
        '<w:p><w:r><w:t>增加值25亿元</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t>，增长6%。</w:t></w:r></w:p>",
    )
    word.add_paragraph("下一段。")
    relation = (
        b'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'footnotes" Target="footnotes.xml"/></Relationships>'
    )

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"</Relationships>", relation) if name.endswith("document.xml.rels") else part

    document = read(with_parts(saved(word), change, {"word/footnotes.xml": FOOTNOTES}))
    assert outline(document) == [
        ("paragraph", 0, "增加值25亿元，增长6%。"),
        ("footnote", 0, "按现价计算。"),
        ("paragraph", 0, "下一段。"),
    ]
    place = document.segments[2].place
    assert isinstance(place, Paragraph)
    assert place.part == "word/footnotes.xml"


def test_insertions_are_read_deletions_are_not() -> None:
    word = docx.Document()
    add(
        word,
        '<w:p><w:r><w:t>增长</w:t></w:r><w:ins w:id="1"><w:r><w:t>5%</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>4%</w:delText></w:r></w:del><w:r><w:t>。</w:t></w:r></w:p>',
    )
    assert read(word).text == "增长5%。\n"


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    word = docx.Document()
    add(word, '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>全年引进</w:t></w:r></w:p>')
    word.add_paragraph("人才20名。")
    assert texts(read(word)) == ["全年引进人才20名。"]


def test_hidden_text_is_left_out() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("可见")
    paragraph.add_run("不可见").font.hidden = True
    style = word.styles.add_style("藏", 1)
    style.font.hidden = True
    word.add_paragraph("全段不可见", style=style)
    assert read(word).text == "可见\n"


def test_the_result_of_a_field_is_read_and_its_code_is_not() -> None:
    word = docx.Document()
    add(
        word,
        '<w:p><w:r><w:t>共</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>= 3 * 4</w:instrText></w:r><w:r><w:t>代码</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="NUMPAGES">'
        "<w:r><w:t>项</w:t></w:r></w:fldSimple></w:p>",
    )
    assert read(word).text == "共12项\n"


def test_controls_links_symbols_and_hyphens() -> None:
    word = docx.Document()
    add(
        word,
        '<w:p><w:sdt><w:sdtPr><w:alias w:val="名"/></w:sdtPr><w:sdtContent>'
        "<w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"
        '<w:hyperlink w:anchor="a"><w:r><w:t>链接</w:t></w:r></w:hyperlink>'
        '<w:r><w:sym w:font="Symbol" w:char="F0B1"/><w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t></w:r></w:p>',
    )
    add(word, "<w:sdt><w:sdtContent><w:p><w:r><w:t>块级控件</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    data = saved(word)
    document = read(data)
    assert document.text == "控件链接±2-3\n块级控件\n"
    assert_places_agree(document, data)


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    word = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent>"
    add(
        word,
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent "
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml">'
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing>'
        "</mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>继续</w:t></w:r></w:p>",
    )
    assert texts(read(word)) == ["正文继续", "框内文字"]


def test_comments_headers_and_footers_are_no_text() -> None:
    word = docx.Document()
    run = word.add_paragraph("正文").runs[0]
    word.add_comment(run, text="批注")
    word.sections[0].header.paragraphs[0].text = "页眉"
    word.sections[0].footer.paragraphs[0].text = "页脚"
    assert read(word).text == "正文\n"


def test_a_bold_line_is_taken_for_a_heading_where_no_style_says_so() -> None:
    word = docx.Document()
    word.add_paragraph().add_run("主要成效").bold = True
    word.add_paragraph("全市新增高新技术企业120家，总数达到1500家，占规模以上工业企业的比重提高到三成。")
    document = read(word)
    assert document.blocks[0].kind is BlockKind.HEADING
    assert document.blocks[1].parent == 0
    word = docx.Document()
    word.add_paragraph().add_run("成效").font.size = Pt(16)
    word.add_paragraph("全市新增高新技术企业120家，总数达到1500家，占规模以上工业企业的比重提高到三成。")
    assert read(word).blocks[0].kind is BlockKind.HEADING


# --- any document -------------------------------------------------------------------------------------

line = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), max_size=12)


@given(st.lists(st.lists(line, max_size=4), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_every_character_leads_back_to_its_run(paragraphs: list[list[str]]) -> None:
    word = docx.Document()
    word.add_paragraph("始")
    for runs in paragraphs:
        paragraph = word.add_paragraph()
        for text in runs:
            paragraph.add_run(text)
    data = saved(word)
    document = read(data)
    assert_places_agree(document, data)
    placed = sum(segment.end - segment.start for segment in document.segments)
    blanks = sum(char.isspace() for char in document.text)
    assert placed >= len(document.text) - blanks


# --- bad files ----------------------------------------------------------------------------------------


def simple() -> bytes:
    word = docx.Document()
    word.add_paragraph("正文。" * 200)
    return saved(word)


def test_a_file_cut_short() -> None:
    data = simple()
    with pytest.raises(ReadingError, match="cut short"):
        read(data[: len(data) // 2])


def test_a_zip_archive_that_is_no_docx() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(ReadingError, match="no DOCX"):
        read(stream.getvalue())


@pytest.mark.parametrize(("stream", "says"), [("EncryptedPackage", "encrypted"), ("WordDocument", "97–2003")])
def test_encrypted_and_old_files(stream: str, says: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le")
    with pytest.raises(ReadingError, match=says):
        read(data)


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>'

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"<w:document", bomb + b"<w:document", 1) if name == "word/document.xml" else part

    with pytest.raises(ReadingError, match="entities"):
        read(with_parts(simple(), change))


def test_damaged_xml_is_told_with_its_part() -> None:
    def change(name: str, part: bytes) -> bytes:
        return part[: len(part) // 2] if name == "word/document.xml" else part

    with pytest.raises(ReadingError, match=r"word/document\.xml"):
        read(with_parts(simple(), change))


def test_a_bomb_inside_is_bounded() -> None:
    bomb = with_parts(simple(), lambda _, part: part, {"word/media/a.bin": b"\0" * 20_000_000})
    with pytest.raises(LimitError, match="times its size"):
        read(bomb)
    with pytest.raises(LimitError, match="max_member_bytes"):
        read(simple(), max_member_bytes=1000)


def test_deep_nesting_is_an_error_and_no_crash() -> None:
    body = "<w:p><w:r><w:t>深</w:t></w:r></w:p>"
    for _ in range(400):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    part = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()

    def change(name: str, old: bytes) -> bytes:
        return part if name == "word/document.xml" else old

    with pytest.raises(ReadingError):
        read(with_parts(simple(), change))


def test_a_document_without_text() -> None:
    with pytest.raises(ReadingError, match="no text"):
        read(docx.Document())


SIMPLE = simple()


@given(st.binary(max_size=400), st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_costs_a_reading_error_at_most(noise: bytes, at: int) -> None:
    data = SIMPLE
    at %= len(data)
    with suppress(ReadingError):
        read(data[:at] + noise + data[at + len(noise) :])


def test_strange_numbers_in_the_markup_are_survived() -> None:
    word = docx.Document()
    table = word.add_table(rows=2, cols=2)
    for index, cell in enumerate(table._cells):
        cell.text = f"格{index}"
    table._cells[0]._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="999999999"/>'))
    add(
        word,
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="12345"/></w:numPr></w:pPr>'
        "<w:r><w:t>项</w:t></w:r></w:p>",
    )
    assert "格3" in read(word).text
