"""Why a file could not be read, in the reader's language."""

import re
from pathlib import Path

import pytest

import kejian
from kejian.reading import read_bytes
from kejian.vocabulary.loader import load
from kejian.workbench.refusals import refusal, warned

SOURCE = "\n".join(p.read_text("utf-8") for p in (Path(kejian.__file__).parent / "reading").glob("*.py"))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.pdf", "文件是空的；没有可读取的内容"),
        (b"{\\rtf1}", "a.rtf", "这是RTF文件，不能读取；请另存为DOCX"),
        (b"Rar!\x1a\x07\x00", "a.rar", "这是RAR压缩包，不能读取；请解压，或改用zip压缩"),
        (b"%PDF-1.7 cut short", "a.pdf", "PDF损坏或不完整；请重新获取文件，或打开后另存"),
    ],
)
def test_what_a_reader_says_is_told_in_chinese(data, name, said):
    (failure,) = read_bytes(data, source=name)
    text = str(failure.error).removeprefix(f"{name}: ")
    assert refusal(text, language="zh") == said
    assert refusal(text, language="en") == text


def test_values_are_kept():
    text = "a damaged or truncated zip package (File is not a zip file); fetch or save it again"
    assert refusal(text, language="zh") == "文件损坏或不完整（File is not a zip file）；请重新获取或另存"
    text = "unpacks to 9,000 bytes from 3; this looks like a zip bomb; "
    text += "if it is not, allow more with Limits(max_ratio=…)"
    assert (
        refusal(text, language="zh") == "从3字节解压成9,000字节，压缩比过大；这像是解压炸弹，请核实文件来源"
    )


def test_a_place_stands_before_it():
    text = "b.zip/a.doc: an encrypted Office file; remove its password and save it again"
    assert refusal(text, language="zh") == "b.zip/a.doc：这是加密的Office文件；请去掉密码后另存"


def test_warnings_of_a_reader_are_told_with_their_place():
    told = warned("the page is damaged and was left out", "page 3", language="zh")
    assert told == "第3页：这一页已损坏，没有读入"
    assert warned("the page is damaged and was left out", "page 3", language="en").startswith("page 3: the")
    assert warned("something new", None, language="zh") == "something new"


def test_what_to_do_on_a_page_is_no_command():
    from kejian.workbench.refusals import mistaken

    said = ("a decision needs a reason and a person", "give --reason and --who")
    assert mistaken(*said, language="en") == (said[0], "say why")
    assert mistaken(*said, language="zh") == ("请写明理由", "请写明理由")


@pytest.mark.parametrize("part", ["found", "todo", "pages"])
def test_the_base_and_the_pages_say_so(part):
    """Each English text of the mistakes is in the source that says it."""
    root = Path(kejian.__file__).parent
    files = (*(root / "base").glob("*.py"), *(root / "workbench").rglob("*.py"))
    source = "\n".join(path.read_text("utf-8") for path in files)
    plain = re.sub(r"\s+", " ", re.sub(r'"\s*f?"', "", source))
    known = load("mistakes.yaml")
    for english in known[part]:
        if english in known["pages"].values():
            continue
        for piece in re.split(r"\{\w+\}| by ", english):
            assert piece.strip(" ()") in plain, english


@pytest.mark.parametrize("english", load("warnings.yaml")["found"])
def test_the_readers_warn_so(english):
    plain = re.sub(r"\s+", " ", re.sub(r'"\s*f?"', "", SOURCE))
    for piece in re.split(r"\{\w+\}", english):
        assert piece.strip(" ()") in plain, english


@pytest.mark.parametrize("text", ["something else; do this", "", "; ; ; ; ;", "x" * 5000])
def test_what_is_not_known_is_told_as_it_is(text):
    assert refusal(text, language="zh") == text


@pytest.mark.parametrize("english", [e for part in ("found", "todo") for e in load("refusals.yaml")[part]])
def test_the_readers_say_so(english):
    """Each English text is in the source of the readers, so that none is left over."""
    plain = re.sub(r"\s+", " ", re.sub(r'"\s*f?"', "", SOURCE))
    text = english.removesuffix(", not a document that can be read")
    for piece in re.split(r"\{\w+\}", text):
        assert piece.strip(" ()") in plain, piece


def test_why_a_statement_stands_in_a_series_is_told_in_chinese():
    from kejian.linking.measures import match
    from kejian.workbench.refusals import reasoned

    found = match("民营企业发明专利授权量", unit="件")
    (why,) = found.reasons
    assert reasoned(why, language="zh").startswith("含有“发明专利授权量”")
    assert reasoned(why, language="en") == why


@pytest.mark.parametrize("english", load("reasons.yaml")["reasons"])
def test_linking_says_so(english):
    root = Path(kejian.__file__).parent / "linking"
    plain = " ".join(path.read_text("utf-8") for path in root.glob("*.py"))
    for piece in re.split(r"\{\w+\}", english):
        assert piece.strip(" ()") in plain, english
