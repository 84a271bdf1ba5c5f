"""Pictures of pages → Document: the character recogniser, whose model is in the installed package.

Nothing is downloaded: the models are named by their files, and a missing one is an error. The recogniser
gives a box for each character from the columns of its output; where it gives none, the box of the line is
shared out evenly.
"""

import math
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from kejian.errors import LimitError, ReadingError
from kejian.model import Document
from kejian.reading.builder import Builder
from kejian.reading.limits import DEFAULT, Limits, within
from kejian.reading.pdf_glyphs import Box, Glyph, Style
from kejian.reading.pdf_lines import Line, is_wide, line_of
from kejian.reading.pdf_pages import PageContent, write

_SIDE = 4_000  # pixels along one side that the recogniser is given; more costs time and finds no more
_HOPELESS = 0.4  # confidence below which a line is left out …
_DOUBTFUL = 0.8  # … and below which it is kept with a warning
_TILT = 0.3  # degrees from which a page is laid straight
_SAME = 0.18  # of the usual size: letters within it are of the usual size, measured inexactly
# 表1 2023年…: the recogniser loses the blank, and the boxes are too inexact to find it again
_RUN_ON = re.compile(r"[图表]\d{1,2}(?=(?:19|20)\d\d年)")
_MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
}

Quad = Sequence[Sequence[float]]


def read_image(data: bytes, *, name: str, source: str, digest: str, limits: Limits = DEFAULT) -> Document:
    """Read a picture of a page, or of several (TIFF). Boxes are in its pixels.

    Raises `ReadingError` for what is no picture or damaged, `LimitError` for one beyond ``limits``.
    """
    build = Builder(name=name, source=source, digest=digest, format="scan", limits=limits)
    pages = []
    for number, image in enumerate(_images(data, build), 1):
        build.deadline.extend(limits.max_page_seconds)
        build.deadline.check()
        array, scale = _array(image)
        lines = recognise(array, build, page=number, scale=scale)
        pages.append(PageContent(number, image.width, image.height, lines))
    write(build, pages)
    return build.finish()


def _images(data: bytes, build: Builder) -> Iterator[Image.Image]:
    """The pages of an image file, upright as its camera noted, without opening what is beyond the limits."""
    where, limits = build.source, build.limits
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit here is our own
            image = Image.open(BytesIO(data))
        within(getattr(image, "n_frames", 1), limits.max_pages, what="pages", where=where, option="max_pages")
        for frame in ImageSequence.Iterator(image):
            pixels = frame.width * frame.height
            within(pixels, limits.max_pixels, what="pixels", where=where, option="max_pixels")
            yield ImageOps.exif_transpose(frame.convert("RGB"))
    except Image.DecompressionBombError as error:
        raise LimitError(str(error), where=where, hint="make the picture smaller") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise ReadingError(
            "the picture is damaged or cut short, or no picture", where=where, hint="get the file again"
        ) from error


def _array(image: Image.Image) -> tuple[Any, float]:
    """The picture as the recogniser takes it (blue, green, red), and how much it was shrunk."""
    import numpy

    scale = max(image.width, image.height) / _SIDE
    if scale > 1:
        image = image.resize((max(round(image.width / scale), 1), max(round(image.height / scale), 1)))
    return numpy.ascontiguousarray(numpy.asarray(image)[:, :, ::-1]), max(scale, 1.0)


# --- recognising ---------------------------------------------------------------------------------------


@cache
def _engine() -> Any:
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    models = {option: folder / name for option, name in _MODELS.items()}
    for path in models.values():
        if not path.is_file():
            raise ReadingError(
                "the model of the character recogniser is missing",
                where=str(path),
                hint="install the package rapidocr again; nothing is downloaded",
            )
    return rapidocr.RapidOCR(
        params={option: str(path) for option, path in models.items()}
        | {
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
            "Global.use_cls": False,  # a page is turned as a whole, so that its lines keep their order
            "Global.max_side_len": 2600,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
        }
    )


def recognise(image: Any, build: Builder, *, page: int, scale: float) -> list[Line]:
    """The pieces of lines on a picture (rows × columns × blue, green, red); boxes times ``scale``.

    A picture whose lines run up or down is turned; one that is a little askew is laid straight.
    """
    found = _found(image)
    turn = 0
    ways = (1, 3) if _sideways(found) else (2,) if _unsure(found) else ()
    if ways:
        import numpy

        tries = {turns: _found(numpy.ascontiguousarray(numpy.rot90(image, turns))) for turns in ways}
        turn = max(tries, key=lambda turns: _worth(tries[turns]))
        if _worth(tries[turn]) > _worth(found):
            found = tries[turn]
        else:
            turn = 0
    height, width = image.shape[:2]
    sure = _sure(found, build, page)
    lines = [_chars(quad, text, words) for quad, text, _, words in sure if text.strip()]
    tilt = _tilt([quad for quad, *_ in found])
    return _laid(lines, turn=turn, size=(width, height), scale=scale, tilt=tilt, page=page)


Found = tuple[Quad, str, float, Sequence[Any]]


def _found(image: Any) -> list[Found]:
    result = _engine()(image)
    if result.txts is None or result.boxes is None:
        return []
    words = result.word_results or ()
    if len(words) != len(result.txts):
        words = [()] * len(result.txts)
    return [
        (quad.tolist(), text, float(score), word)
        for quad, text, score, word in zip(result.boxes, result.txts, result.scores, words, strict=True)
    ]


def _sideways(found: Sequence[Found]) -> bool:
    """Whether most of what was found stands upright: it is higher than wide."""
    tall = sum(math.dist(q[1], q[2]) > 1.5 * math.dist(q[0], q[1]) for q, text, *_ in found if len(text) > 2)
    return bool(tall) and tall > 0.5 * sum(len(text) > 2 for _, text, *_ in found)


def _unsure(found: Sequence[Found]) -> bool:
    """Whether most of the characters are doubtful, as they are on a page that stands on its head."""
    total = sum(len(text) for _, text, *_ in found)
    return sum(len(text) for _, text, score, _ in found if score < _DOUBTFUL) > 0.5 * total


def _worth(found: Iterable[Found]) -> float:
    return sum(score * len(text) for _, text, score, _ in found if score > _DOUBTFUL)


def _sure(found: Iterable[Found], build: Builder, page: int) -> Iterator[Found]:
    """The lines that are not hopeless; a warning for those that are, and for the doubtful."""
    for line in found:
        _, text, score, _ = line
        if score < _HOPELESS:
            build.warn(f"a line could not be recognised (perhaps “{text[:40]}”)", where=f"page {page}")
            continue
        if score < _DOUBTFUL:
            build.warn(
                f"the recogniser is not sure of “{text[:40]}” ({score:.0%}): compare with the picture",
                where=f"page {page}",
            )
        yield line


# --- characters and their boxes ------------------------------------------------------------------------

Char = tuple[str, Quad]


def _chars(quad: Quad, text: str, words: Sequence[Any]) -> list[Char]:
    """The characters of a line with their corners; blanks are left to the gaps, but those given are kept."""
    quads = [(char, box) for word, _, box in words for char in word]
    plain = [char for char in text if char != " "]
    if [char for char, _ in quads] != plain:
        quads = list(_evenly(quad, text))
        return [(char, box) for char, box in quads if char != " "] if not plain else quads
    found: list[Char] = []
    rest = iter(quads)
    for char in text:
        if char == " ":
            if found:
                found.append((" ", found[-1][1]))
        else:
            found.append(next(rest))
    return found


def _evenly(quad: Quad, text: str) -> Iterator[Char]:
    """The box of a line shared out: a wide character takes twice the room of a narrow one."""
    weights = [2 if is_wide(char) else 1 for char in text]
    total, done = sum(weights) or 1, 0
    for char, weight in zip(text, weights, strict=True):
        start, done = done / total, done + weight
        end = done / total
        yield char, [_between(quad[0], quad[1], start), _between(quad[0], quad[1], end),
                     _between(quad[3], quad[2], end), _between(quad[3], quad[2], start)]  # fmt: skip


def _between(a: Sequence[float], b: Sequence[float], part: float) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def _tilt(quads: Sequence[Quad]) -> float:
    """By how many radians the lines of a page fall to the right; 0 where it is next to nothing."""
    angles = [
        math.atan2(q[1][1] - q[0][1], q[1][0] - q[0][0])
        for q in quads
        if math.dist(q[0], q[1]) > 8 * math.dist(q[0], q[3])
    ]
    tilt = median(angles) if len(angles) > 2 else 0.0
    return tilt if math.radians(_TILT) < abs(tilt) < math.radians(20) else 0.0


def _laid(
    lines: Sequence[Sequence[Char]],
    *,
    turn: int,
    size: tuple[int, int],
    scale: float,
    tilt: float,
    page: int,
) -> list[Line]:
    """The lines as glyphs: straight for the layout, with their boxes where they stand on the picture."""
    ems = [_em(chars) for chars in lines]
    usual = median(em for em, chars in zip(ems, lines, strict=True) for _ in chars) if ems else 0.0
    found: list[Line] = []
    for em, chars in zip(ems, lines, strict=True):
        plain = usual if abs(em - usual) < _SAME * usual else em
        style = Style(size=round(plain * scale, 1))
        glyphs = [_glyph(char, quad, style, turn, size, scale, tilt) for char, quad in _with_blank(chars)]
        found.append(line_of(glyphs, page))
    return found


def _em(chars: Sequence[Char]) -> float:
    """The size of the letters of a line: how far ideographs stand apart, else from the height."""
    middles = [(char, sum(x for x, _ in quad) / 4) for char, quad in chars]
    steps = [b - a for (one, a), (other, b) in pairwise(middles) if is_wide(one) and is_wide(other)]
    height = median(math.dist(quad[0], quad[3]) for _, quad in chars)
    return max(median(steps), 0.5 * height) if len(steps) > 3 else 0.72 * height


def _with_blank(chars: Sequence[Char]) -> Iterator[Char]:
    """The characters of a line, with the blank between the number of a table and a year."""
    run_on = _RUN_ON.match("".join(char for char, _ in chars))
    split = run_on.end() if run_on else -1
    for index, (char, quad) in enumerate(chars):
        if index == split:
            yield " ", quad
        yield char, quad


def _glyph(
    char: str, quad: Quad, style: Style, turn: int, size: tuple[int, int], scale: float, tilt: float
) -> Glyph:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    middle_x, middle_y = sum(xs) / 4, sum(ys) / 4
    # turned about the corner of the page, by the angle its lines fall
    x = middle_x * math.cos(tilt) + middle_y * math.sin(tilt)
    y = middle_y * math.cos(tilt) - middle_x * math.sin(tilt)
    half_width, half_height = math.dist(quad[0], quad[1]) / 2, math.dist(quad[0], quad[3]) / 2
    box = _turned_back((min(xs), min(ys), max(xs), max(ys)), turn, size)
    return Glyph(
        char,
        (x - half_width) * scale,
        (y - half_height) * scale,
        (x + half_width) * scale,
        (y + half_height) * scale,
        style,
        tuple(
            round(min(max(value, 0), limit) * scale, 2) for value, limit in zip(box, size * 2, strict=True)
        ),  # type: ignore[arg-type]
    )


def _turned_back(box: Box, turn: int, size: tuple[int, int]) -> Box:
    """A box of the picture turned by quarter turns against the clock, on the picture as it was."""
    width, height = size
    left, top, right, bottom = box
    if turn == 1:
        return width - bottom, left, width - top, right
    if turn == 2:
        return width - right, height - bottom, width - left, height - top
    if turn == 3:
        return top, height - right, bottom, height - left
    return box
