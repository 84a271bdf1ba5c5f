"""Reading pictures: pages drawn with Pillow, recognised with the model inside the installed package."""

import io
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from kejian.errors import LimitError, ReadingError
from kejian.model import BlockKind, Document, Page
from kejian.reading.limits import Limits
from kejian.reading.pdf import read_pdf
from kejian.reading.scan import _tilt, read_image

FONT = Path(__file__).parent / "office" / "letters.ttf"
TITLE = "东湖区科技创新统计公报"
BODY = [
    "全年研究与试验发展经费投入一百二十亿元，比上年增长",
    "5.6%。登记技术合同1234项，成交额89.7亿元，其中专利授权",
    "560件，比上年提高。",
]
ROWS = [
    ["指标", "2022年", "2023年"],
    ["研发经费", "98.5", "120.3"],
    ["专利授权", "480", "560"],
    ["技术合同", "1100", "1234"],
]


def page(*, width: int = 1000, height: int = 700) -> Image.Image:
    """A page as a scanner at about 110 dots to the inch gives it."""
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)

    def write(x: int, y: int, text: str, size: int) -> None:
        draw.text((x, y), text, font=ImageFont.truetype(FONT, size), fill=0)

    write(280, 40, TITLE, 40)
    for index, line in enumerate(BODY):
        write(152 if index == 0 else 100, 140 + 46 * index, line, 26)
    for row, line in enumerate(ROWS):
        for column, text in enumerate(line):
            write(110 + 300 * column, 340 + 50 * row, text, 26)
    return image


def encoded(images: Image.Image | Sequence[Image.Image], kind: str = "PNG") -> bytes:
    first, *others = [images] if isinstance(images, Image.Image) else images
    stream = io.BytesIO()
    if others:
        first.save(stream, kind, save_all=True, append_images=others)
    else:
        first.save(stream, kind, resolution=110)
    return stream.getvalue()


def read(data: bytes, **limits: int) -> Document:
    return read_image(data, name="a", source="a.png", digest="0" * 64, limits=Limits(**limits))


def texts(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is not BlockKind.CELL]


def boxes_of(document: Document, text: str) -> list[tuple[float, float, float, float]]:
    start = document.text.index(text)
    places = document.locate(start, start + len(text))
    return [box for place in places if isinstance(place, Page) for box in place.boxes]


EXPECTED = [TITLE, "".join(BODY), *("\t".join(row) for row in ROWS)]


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the recogniser asked for the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.ocr
@pytest.mark.usefixtures("offline")
def test_a_picture_of_a_page_is_read_offline_with_a_box_for_every_character() -> None:
    document = read(encoded(page()))
    assert texts(document) == EXPECTED
    assert document.format == "scan"
    assert document.blocks[0].kind is BlockKind.HEADING
    for segment in document.segments:
        assert isinstance(segment.place, Page)
        assert len(segment.place.boxes) == segment.end - segment.start
        for left, top, right, bottom in segment.place.boxes:
            assert 0 <= left < right <= 1000
            assert 0 <= top < bottom <= 700
    left, top, right, bottom = boxes_of(document, "89.7亿元")[4]  # 亿
    assert 186 < top < bottom < 236
    assert 560 < left < right < 760


@pytest.mark.ocr
def test_a_page_that_lies_on_its_side_and_one_that_is_a_little_askew() -> None:
    turned = read(encoded(page().rotate(90, expand=True)))
    assert texts(turned) == EXPECTED
    _, top, right, _ = boxes_of(turned, "东")[0]
    assert top > 600  # the line runs up the left side
    assert right < 100
    askew = read(encoded(page().rotate(-2, expand=True, fillcolor=255)))
    assert texts(askew) == EXPECTED


@pytest.mark.ocr
def test_a_pdf_of_pictures_is_recognised_and_pages_with_text_are_not() -> None:
    document = read_pdf(encoded(page(), "PDF"), name="a", source="a.pdf", digest="0" * 64)
    assert document.format == "scan"
    assert texts(document)[0] == TITLE
    assert "89.7亿元" in document.text
    places = [segment.place for segment in document.segments]
    assert all(isinstance(place, Page) and place.number == 1 for place in places)


@pytest.mark.ocr
def test_what_is_hardly_legible_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    quad = [[0, 0], [100, 0], [100, 20], [0, 20]]
    found = [(quad, "清楚", 0.99, ()), (quad, "大概", 0.6, ()), (quad, "不明", 0.2, ())]
    monkeypatch.setattr("kejian.reading.scan._found", lambda _: found)
    document = read(encoded(Image.new("L", (200, 100), 255)))
    assert "不明" not in document.text
    assert [warning.where for warning in document.warnings] == ["page 1", "page 1"]
    assert "not sure of “大概”" in document.warnings[0].message


def test_pages_of_a_tiff_and_their_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    quad = [[10, 10], [90, 10], [90, 30], [10, 30]]
    texts_ = iter(["第一页的文字。", "第二页的文字。"])
    monkeypatch.setattr("kejian.reading.scan._found", lambda _: [(quad, next(texts_), 0.99, ())])
    data = encoded([Image.new("L", (100, 300), 255)] * 2, "TIFF")
    document = read(data)
    assert texts(document) == ["第一页的文字。", "第二页的文字。"]
    numbers = [segment.place.number for segment in document.segments if isinstance(segment.place, Page)]
    assert numbers == [1, 2]
    with pytest.raises(LimitError, match="max_pages"):
        read(data, max_pages=1)


def test_a_line_without_boxes_of_characters_is_shared_out_by_their_width(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quad = [[0, 0], [60, 0], [60, 20], [0, 20]]
    monkeypatch.setattr("kejian.reading.scan._found", lambda _: [(quad, "增12", 0.99, ())])
    document = read(encoded(Image.new("L", (100, 100), 255)))
    assert [box[0] for box in boxes_of(document, "增12")] == [0, 30, 45]


def test_a_huge_picture_is_not_opened() -> None:
    data = encoded(Image.new("1", (5000, 5000)))
    with pytest.raises(LimitError, match="max_pixels"):
        read(data, max_pixels=1_000_000)


def test_what_is_no_picture_or_cut_short() -> None:
    with pytest.raises(ReadingError, match="no picture"):
        read(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    data = encoded(page())
    with pytest.raises(ReadingError, match="cut short"):
        read(data[: len(data) // 2])


def test_the_tilt_of_a_page_is_that_of_its_long_lines() -> None:
    level = [[[0, y], [400, y], [400, y + 20], [0, y + 20]] for y in (0, 40, 80)]
    assert _tilt(level) == 0
    falling = [[[0, y], [400, y + 14], [400, y + 34], [0, y + 20]] for y in (0, 40, 80)]
    assert _tilt(falling) == pytest.approx(0.035, abs=0.001)
