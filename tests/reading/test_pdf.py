"""Reading PDF: files made by reportlab with an embedded font; one with a font that is not embedded."""

import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kejian.errors import LimitError, ReadingError
from kejian.model import BlockKind, Document, Page
from kejian.reading.limits import Limits
from kejian.reading.pdf import read_pdf

SONG = "letters"
UNEMBEDDED = "STSong-Light"
WIDTH, HEIGHT = 595, 842  # points: A4
pdfmetrics.registerFont(TTFont(SONG, Path(__file__).parent / "office" / "letters.ttf"))
pdfmetrics.registerFont(UnicodeCIDFont(UNEMBEDDED))


class Paper:
    """A PDF being drawn; heights count from the top of the page."""

    def __init__(
        self, *, rotate: int = 0, size: tuple[float, float] = (WIDTH, HEIGHT), password: str | None = None
    ) -> None:
        self.stream = io.BytesIO()
        encryption = StandardEncryption(password, ownerPassword="o") if password is not None else None
        self.canvas = Canvas(self.stream, pagesize=size, encrypt=encryption, invariant=1)
        self.height = size[1]
        if rotate:
            self.canvas.setPageRotation(rotate)

    def text(
        self, x: float, y: float, text: str, *, size: float = 12, font: str = SONG, char_space: float = 0
    ) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text, charSpace=char_space)

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float = 12,
        step: float = 18,
        font: str = SONG,
    ) -> float:
        for line in lines:
            self.text(x, y, line, size=size, font=font)
            y += step
        return y

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def page(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()


def read(paper: Paper | bytes, **limits: float) -> Document:
    data = paper if isinstance(paper, bytes) else paper.data()
    return read_pdf(data, name="a", source="a.pdf", digest="0" * 64, limits=Limits(**limits))  # type: ignore[arg-type]


def outline(document: Document) -> list[tuple[str, int, str]]:
    return [
        (block.kind.value, block.level, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind is not BlockKind.CELL
    ]


def texts(document: Document) -> list[str]:
    return [text for _, _, text in outline(document)]


def assert_boxes_lie_on_the_page(document: Document, *, width: float = WIDTH, height: float = HEIGHT) -> None:
    for segment in document.segments:
        place = segment.place
        assert isinstance(place, Page)
        assert len(place.boxes) == segment.end - segment.start
        for left, top, right, bottom in place.boxes:
            assert 0 <= left <= right <= width
            assert 0 <= top <= bottom <= height


def box_of(document: Document, text: str) -> tuple[float, float, float, float]:
    """The box around a stretch of the text that stands on one line."""
    start = document.text.index(text)
    boxes = [box for place in document.locate(start, start + len(text)) for box in place.boxes]  # type: ignore[union-attr]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


# 36 characters of 12 points: a full line between margins of 72 and 523 points
FULL = [
    "　　全市研究与试验发展经费投入一百二十亿元比上年增长百分之五企业投入占八成以上",
    "其中规模以上工业企业投入九十六亿元财政科技支出二十亿元连续五年保持增长态势",
]


def paragraph(paper: Paper, y: float, *, last: str = "投入强度稳步提高。") -> float:
    paper.text(96, y, FULL[0].strip()[:35])
    paper.text(72, y + 18, FULL[1][:37])
    paper.text(72, y + 36, last)
    return y + 54


# --- paragraphs and headings --------------------------------------------------------------------------


def test_lines_are_joined_to_paragraphs_without_blanks_between_ideographs() -> None:
    paper = Paper()
    y = paragraph(paper, 100)
    paragraph(paper, y, last="第二段到此为止。")
    document = read(paper)
    assert texts(document) == [
        FULL[0].strip()[:35] + FULL[1][:37] + "投入强度稳步提高。",
        FULL[0].strip()[:35] + FULL[1][:37] + "第二段到此为止。",
    ]
    assert_boxes_lie_on_the_page(document)


def test_every_character_has_its_box_from_the_upper_left_corner() -> None:
    paper = Paper()
    paper.text(72, 100, "成交额12亿元")
    document = read(paper)
    left, top, right, bottom = box_of(document, "成交额")
    assert (left, right) == (pytest.approx(72, abs=1), pytest.approx(108, abs=1))
    assert 85 < top < 100 < bottom < 106
    assert box_of(document, "额")[0] == pytest.approx(96, abs=1)


def test_a_font_that_is_not_embedded() -> None:
    paper = Paper()
    paper.text(72, 100, "未嵌入字体的成交额12亿元。", font=UNEMBEDDED)
    document = read(paper)
    assert document.text == "未嵌入字体的成交额12亿元。\n"
    assert box_of(document, "成交额")[0] == pytest.approx(72 + 6 * 12, abs=1)


def test_headings_by_size_and_their_levels() -> None:
    paper = Paper()
    paper.text(180, 80, "青川市科技年报", size=22)
    paper.text(72, 120, "一、研发投入", size=16)
    y = paragraph(paper, 150)
    paper.text(72, y, "（一）企业", size=14)
    y = paragraph(paper, y + 30)
    paper.text(72, y + 10, "二、成果", size=16)
    paragraph(paper, y + 40)
    found = [(kind, level, text) for kind, level, text in outline(read(paper)) if kind == "heading"]
    assert found == [
        ("heading", 1, "青川市科技年报"),
        ("heading", 2, "一、研发投入"),
        ("heading", 3, "（一）企业"),
        ("heading", 2, "二、成果"),
    ]


def test_a_bold_line_is_a_heading() -> None:
    paper = Paper()
    paper.text(72, 80, "Main results", font="Helvetica-Bold")
    paper.lines(
        72,
        100,
        [
            "The city spent 12.5 billion yuan on research and development in 2023, up five per",
            "cent on the year before, and firms paid for four fifths of it as they always did.",
        ],
        font="Helvetica",
    )
    assert outline(read(paper))[0][0] == "heading"


def test_english_words_broken_at_the_end_of_a_line_are_joined() -> None:
    paper = Paper()
    paper.lines(
        72,
        100,
        [
            "The laboratory opened a new platform for advanced semicon-",
            "ductor materials and signed 12 contracts worth 3 million",
            "dollars with well-known partners.",
        ],
        font="Helvetica",
    )
    assert texts(read(paper)) == [
        "The laboratory opened a new platform for advanced semiconductor materials and signed 12 contracts "
        "worth 3 million dollars with well-known partners."
    ]


def test_blanks_that_are_only_gaps_are_found_between_words_and_not_beside_ideographs() -> None:
    paper = Paper()
    paper.text(72, 100, "Total", font="Helvetica")
    paper.text(72 + 12 * 2.3 + 4, 100, "output", font="Helvetica")
    paper.text(72, 160, "共")
    paper.text(87, 160, "12", font="Helvetica")
    paper.text(103.5, 160, "项")
    assert texts(read(paper)) == ["Total output", "共12项"]


def test_bullets_become_items_with_their_nesting() -> None:
    paper = Paper()
    paper.lines(72, 100, ["• 建成平台3个", "• 引进人才20名"])
    paper.text(96, 136, "• 其中博士5名")
    paper.text(72, 154, "• 登记合同12项")
    assert outline(read(paper)) == [
        ("item", 1, "建成平台3个"),
        ("item", 1, "引进人才20名"),
        ("item", 2, "其中博士5名"),
        ("item", 1, "登记合同12项"),
    ]


def test_a_raised_figure_is_a_superscript() -> None:
    paper = Paper()
    paper.text(72, 100, "面积365万m", size=12)
    x = box_of(read(_copy(paper)), "m")[2]
    paper.text(x, 95, "2", size=7)
    assert texts(read(paper)) == ["面积365万m²"]


def _copy(paper: Paper) -> bytes:
    twin = Paper()
    twin.text(72, 100, "面积365万m", size=12)
    return twin.data()


def test_watermarks_askew_and_text_off_the_page_are_left_out() -> None:
    paper = Paper()
    paragraph(paper, 100)
    paper.canvas.saveState()
    paper.canvas.translate(200, 300)
    paper.canvas.rotate(45)
    paper.canvas.setFont(SONG, 60)
    paper.canvas.drawString(0, 0, "内部资料")
    paper.canvas.restoreState()
    paper.text(72, -100, "页外")
    assert len(texts(read(paper))) == 1


# --- columns ------------------------------------------------------------------------------------------

LEFT = "左栏第一行文字共十八个字左右为止"
COLUMN = 16  # characters of 12 points in a column of 200


def column(mark: str, count: int) -> list[str]:
    """Full lines whose first and last characters tell where they are."""
    figures = "零一二三四五六七八九十"
    return [
        mark + figures[index % 10] + "科技创新成果转化平台建设加快推进"[: COLUMN - 3] + figures[index % 10]
        for index in range(count)
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    paper = Paper()
    paper.text(72, 80, "本页分两栏排列而标题横跨两栏所以它在两栏之前被读到并且独占一行", size=14)
    left, right = column("左", 20), column("右", 20)
    paper.lines(72, 120, left)
    paper.lines(320, 125, right)
    document = read(paper)
    joined = "".join(texts(document)[1:])
    assert joined == "".join(left) + "".join(right)


def test_three_columns_with_a_full_line_below() -> None:
    paper = Paper()
    parts = [[line[:10] for line in column(mark, 12)] for mark in "甲乙丙"]
    for x, lines in zip((60, 220, 380), parts, strict=True):
        paper.lines(x, 100, lines)
    paper.text(60, 420, "三栏之后是通栏的一行文字它从左边一直写到右边所以不属于任何一栏")
    joined = "".join(texts(read(paper)))
    assert joined.startswith("".join(line for lines in parts for line in lines))
    assert joined.endswith("不属于任何一栏")


# --- pages --------------------------------------------------------------------------------------------


def test_a_paragraph_goes_on_on_the_next_page_and_running_heads_and_numbers_are_left_out() -> None:
    paper = Paper()
    for number in range(1, 5):
        paper.text(200, 40, "青川市科技年报")
        paper.text(72, 100, FULL[1][:37])
        paper.text(72, 118, FULL[1][:37])
        paper.text(280, 810, f"— {number} —")
        paper.page()
    document = read(paper)
    assert texts(document) == [FULL[1][:37] * 8]
    pages = [place.number for place in document.locate(0, len(document.text) - 1) if isinstance(place, Page)]
    assert pages == [1, 2, 3, 4]


def test_heads_that_differ_on_left_and_right_pages() -> None:
    paper = Paper()
    for number in range(6):
        paper.text(72 if number % 2 else 400, 40, "青川市科技年报" if number % 2 else "第二章成果转化")
        paper.text(72, 100, f"第{number}页的正文只有这一行。")
        paper.text(500, 815, str(number + 7))
        paper.page()
    assert texts(read(paper)) == [f"第{number}页的正文只有这一行。" for number in range(6)]


def test_a_footnote_does_not_cut_the_paragraph_that_goes_on() -> None:
    paper = Paper()
    for y in range(100, 740, 18):
        paper.text(72, y, FULL[1][:37])
    paper.text(72, 770, "① 按现价计算。", size=9)
    paper.page()
    paper.text(72, 100, "到此为止。")
    found = outline(read(paper))
    assert found[0][2].endswith("到此为止。")
    assert found[1:] == [("footnote", 0, "① 按现价计算。")]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_rotated_page_is_read_as_it_is_shown(rotate: int) -> None:
    """The text is drawn sideways on a page that is shown turned, as scanners and landscape tables do."""
    paper = Paper(rotate=rotate, size=(600, 600))
    paper.canvas.saveState()
    paper.canvas.translate(300, 400)
    paper.canvas.rotate(rotate)
    paper.canvas.setFont(SONG, 12)
    paper.canvas.drawString(-100, 0, "成交额12亿元，增长百分之五")
    paper.canvas.restoreState()
    document = read(paper)
    assert texts(document) == ["成交额12亿元，增长百分之五"]
    assert_boxes_lie_on_the_page(document, width=600, height=600)
    left, top, right, bottom = box_of(document, "成交额")
    # where the middle of the page above the centre comes to lie when the page is turned clockwise
    x, y = {90: (400, 300), 180: (300, 400), 270: (200, 300)}[rotate]
    assert (left, right) == (pytest.approx(x - 100, abs=1), pytest.approx(x - 64, abs=1))
    assert (top + bottom) / 2 == pytest.approx(y, abs=8)


def test_text_set_sideways_is_read_in_its_direction() -> None:
    paper = Paper()
    paper.canvas.saveState()
    paper.canvas.translate(300, 200)
    paper.canvas.rotate(90)
    paper.canvas.setFont(SONG, 12)
    paper.canvas.drawString(0, 0, "横排大表在竖页上转了九十度。")
    paper.canvas.drawString(0, -18, "第二行。")
    paper.canvas.restoreState()
    document = read(paper)
    assert texts(document) == ["横排大表在竖页上转了九十度。", "第二行。"]
    assert_boxes_lie_on_the_page(document)
    left, top, right, bottom = box_of(document, "横排")
    assert (bottom - top, right - left) == (pytest.approx(24, abs=1), pytest.approx(12, abs=3))


# --- tables -------------------------------------------------------------------------------------------

ROWS = [
    ["指标", "2022年", "2023年"],
    ["研发经费（亿元）", "1,234.5", "1,300.0"],
    ["专利授权（件）", "560", "612"],
    ["高新企业（家）", "80", "95"],
]


def cells(document: Document) -> list[tuple[int | None, int | None, str, bool]]:
    return [
        (b.row, b.column, document.text[b.start : b.end], b.header)
        for b in document.blocks
        if b.kind is BlockKind.CELL
    ]


EXPECTED = [
    (row, column, text, row == 0 or column == 0)
    for row, line in enumerate(ROWS)
    for column, text in enumerate(line)
]


def test_a_ruled_table_with_its_caption_and_unit() -> None:
    paper = Paper()
    paper.text(200, 90, "表1 主要指标")
    paper.text(440, 108, "单位：亿元", size=10)
    for row, line in enumerate(ROWS):
        for column_, text in enumerate(line):
            paper.text(76 + 150 * column_, 130 + 20 * row, text)
    for row in range(5):
        paper.line(72, 115 + 20 * row, 522, 115 + 20 * row)
    for x in (72, 222, 372, 522):
        paper.line(x, 115, x, 195)
    document = read(paper)
    assert cells(document) == EXPECTED
    assert [kind for kind, _, _ in outline(document)][:3] == ["caption", "caption", "row"]
    assert document.blocks[2].parent == 1
    assert document.blocks[1].parent == 0


def test_a_ruled_table_with_merged_cells_and_cells_of_several_lines() -> None:
    paper = Paper()
    for y in (100, 140, 180):
        paper.line(72, y, 522, y)
    paper.line(222, 120, 522, 120)
    for x in (72, 222, 522):
        paper.line(x, 100, x, 180)
    paper.line(372, 120, 372, 180)
    paper.text(80, 125, "区县")
    paper.text(340, 114, "经费")
    paper.text(230, 134, "2022年")
    paper.text(380, 134, "2023年")
    paper.lines(80, 155, ["东湖高新技术", "产业开发区"], step=15)
    paper.text(230, 160, "12.5")
    paper.text(380, 160, "13.0")
    document = read(paper)
    spans = {
        document.text[b.start : b.end]: (b.row, b.column, b.row_span, b.column_span)
        for b in document.blocks
        if b.kind is BlockKind.CELL
    }
    assert spans == {
        "区县": (0, 0, 2, 1),
        "经费": (0, 1, 1, 2),
        "2022年": (1, 1, 1, 1),
        "2023年": (1, 2, 1, 1),
        "东湖高新技术产业开发区": (2, 0, 1, 1),
        "12.5": (2, 1, 1, 1),
        "13.0": (2, 2, 1, 1),
    }


def test_a_table_without_lines_is_found_by_its_columns() -> None:
    paper = Paper()
    paragraph(paper, 100)
    for row, line in enumerate(ROWS):
        for column_, text in enumerate(line):
            paper.text(76 + 160 * column_, 190 + 20 * row, text)
    paragraph(paper, 300)
    document = read(paper)
    assert cells(document) == EXPECTED
    assert [kind for kind, _, _ in outline(document)] == [
        "paragraph",
        "row",
        "row",
        "row",
        "row",
        "paragraph",
    ]


def test_a_table_that_goes_on_on_the_next_page_is_one_and_its_head_is_read_once() -> None:
    paper = Paper()
    for body in (ROWS[1:3], ROWS[3:]):
        rows = [ROWS[0], *body]
        for row, line in enumerate(rows):
            for column_, text in enumerate(line):
                paper.text(76 + 150 * column_, 130 + 20 * row, text)
        for row in range(len(rows) + 1):
            paper.line(72, 115 + 20 * row, 522, 115 + 20 * row)
        for x in (72, 222, 372, 522):
            paper.line(x, 115, x, 115 + 20 * len(rows))
        paper.page()
    assert cells(read(paper)) == EXPECTED


def test_a_frame_around_running_text_is_no_table() -> None:
    paper = Paper()
    for y in (60, 700):
        paper.line(60, y, 540, y)
    for x in (60, 540):
        paper.line(x, 60, x, 700)
    paragraph(paper, 100)
    assert [kind for kind, _, _ in outline(read(paper))] == ["paragraph"]


# --- any document, limits, bad files ------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.integers(0, 560),
            st.integers(20, 830),
            st.text("科技创新12.5%，。abc ", min_size=1, max_size=20),
            st.sampled_from((7, 12, 20)),
        ),
        min_size=1,
        max_size=30,
    )
)
@settings(max_examples=40, deadline=None)
def test_wherever_text_stands_it_is_read_and_has_its_boxes(pieces: list[tuple[int, int, str, int]]) -> None:
    paper = Paper()
    paper.text(100, 400, "始")
    for x, y, text, size in pieces:
        paper.text(x, y, text, size=size)
    document = read(paper)
    assert_boxes_lie_on_the_page(document)
    assert "始" in document.text or document.blocks


def test_thousands_of_tiny_words_on_one_line_are_no_columns() -> None:
    paper = Paper()
    paper.text(0, 400, "12 " * 2000, size=0.01, font="Helvetica")
    assert read(paper, max_seconds=30).text.count("2") == 2000


def test_pages_are_bounded() -> None:
    paper = Paper()
    for _ in range(12):
        paper.text(72, 100, "页")
        paper.page()
    with pytest.raises(LimitError, match="max_pages"):
        read(paper, max_pages=10)


def test_characters_are_bounded() -> None:
    paper = Paper()
    paragraph(paper, 100)
    with pytest.raises(LimitError, match="max_characters"):
        read(paper, max_characters=20)


def test_a_password_is_asked_for_by_an_error_and_an_empty_one_opens() -> None:
    paper = Paper(password="geheim")
    paper.text(72, 100, "密文")
    with pytest.raises(ReadingError, match="password"):
        read(paper)
    paper = Paper(password="")
    paper.text(72, 100, "可读的加密文件")
    assert texts(read(paper)) == ["可读的加密文件"]


def test_what_is_no_pdf_and_what_is_cut_short() -> None:
    with pytest.raises(ReadingError, match="no PDF"):
        read(b"PK\x03\x04")
    paper = Paper()
    paragraph(paper, 100)
    data = paper.data()
    with pytest.raises(ReadingError, match="damaged or cut short"):
        read(data[:200])
    with suppress(ReadingError):
        document = read(data[: len(data) * 3 // 4])
        assert any("cut short" in warning.message for warning in document.warnings)


def test_a_pdf_without_any_text_or_picture() -> None:
    paper = Paper()
    paper.page()
    with pytest.raises(ReadingError, match="no text"):
        read(paper)


def test_text_that_is_not_painted_is_left_out_where_there_is_other_text() -> None:
    paper = Paper()
    paragraph(paper, 100)
    text = paper.canvas.beginText(72, 300)
    text.setFont(SONG, 12)
    text.setTextRenderMode(3)
    text.textLine("看不见")
    paper.canvas.drawText(text)
    assert "看不见" not in read(paper).text


@given(st.binary(max_size=200), st.integers(0, 100_000))
@settings(max_examples=40, deadline=None)
def test_a_damaged_file_costs_a_reading_error_at_most(noise: bytes, at: int) -> None:
    at %= len(SOUND)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kejian.reading.pdf.recognise", lambda *_, **__: [])  # takes seconds
        with suppress(ReadingError):
            read(SOUND[:at] + noise + SOUND[at + len(noise) :])


def sound() -> bytes:
    paper = Paper()
    paragraph(paper, 100)
    return paper.data()


SOUND = sound()
