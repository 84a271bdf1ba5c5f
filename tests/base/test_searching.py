"""What a search finds, the same in both databases."""

import pytest
from tests.base.factory import facts

from kejian.errors import BaseError
from kejian.reading import read_bytes

TEXT = """全省技術合同成交額達４００３.51億元，專利5項。
AI芯片与5G基站：BR100芯片发布，成交4003家。
The city maintains 71家 AI platforms, deep sea research.
深海装备5项，量子计算2项；专利授权率为12项。"""


@pytest.fixture
def found(base, keep):
    keep(TEXT)

    def found(words, **more):
        return [hit.text for hit in base.search(words, **more).hits]

    return found


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("技术合同", [0]),
        ("技術合同", [0]),
        ("专利", [0, 3]),
        ("專", [0, 3]),
        ("项", [0, 3]),
        ("4003.51亿元", [0]),
        ("4003", [1]),
        ("ＡＩ", [1, 2]),
        ("ai", [1, 2]),
        ("5g", [1]),
        ("br100", [1]),
        ("100", [1]),
        ("10", []),
        ("maintain", [2]),
        ("深海 专利", [3]),
        ('"deep sea"', [2]),
        ("deep research", [2]),
        ("海深", []),
        ("量子5", []),
        ("71家", [2]),
    ],
)
def test_words_find_passages(found, words, lines):
    texts = TEXT.split("\n")
    assert sorted(found(words)) == sorted(texts[i] for i in lines)


@pytest.mark.parametrize("words", ["", "  ", "，。", '""', "a" * 300, "词 " * 1])
def test_nothing_to_look_for_is_an_error_or_an_answer(base, keep, words):
    keep(TEXT)
    if words.strip() == "词":
        assert base.search(words).hits == ()
    else:
        with pytest.raises(BaseError):
            base.search(words)


@pytest.mark.parametrize(
    "words", ["' OR 1=1", 'a" OR "b', "NEAR(甲 乙)", "甲*", "专利 & !项", "甲\\'", "项%_", "专利:项"]
)
def test_no_word_is_a_command_to_the_database(base, keep, words):
    keep(TEXT)
    assert len(base.search(words).hits) <= 2


def test_marks_are_places_in_the_text_as_it_stands(base, keep):
    keep(TEXT)
    (hit,) = base.search("4003.51亿元").hits
    assert [hit.text[a:b] for a, b in hit.marks] == ["４００３.51億元"]


def test_statements_are_those_of_the_sentence(base, keep):
    keep("甲类企业8家。乙类企业9家，丙类企业7家。")
    (hit,) = base.search("乙类").hits
    assert [s["quote"] for s in hit.statements] == ["9家", "7家"]


def test_superseded_editions_are_not_found(base, keep):
    keep("甲类企业共有8家。各区均有丙类人员。", work="w")
    keep("乙类企业共有8家。各区均有丙类人员。", work="w")
    assert base.search("甲类").hits == ()
    assert len(base.search("丙类").hits) == 1


def test_few_hits_are_ranked_and_many_are_listed(base, keep):
    keep(
        "\n".join(
            f"第{n}段：企业{n}家。" + ("量子量子" if n == 777 else "") + ("量子" if n > 900 else "")
            for n in range(1000)
        )
    )
    rare = base.search("量子")
    assert rare.ranked
    assert rare.hits[0].text.startswith("第777段")
    many = base.search("企业", limit=30)
    assert not many.ranked
    assert many.more
    assert [hit.text.split("段")[0] for hit in many.hits] == [f"第{n}" for n in range(30)]


def test_newest_report_year_first(base, keep):
    for year in (2020, 2022, 2021):
        keep("\n".join(f"{year}年企业{n}家。" for n in range(300)), name=f"r{year}", year=year)
    hits = base.search("企业", limit=1000).hits
    years = [hit.text[:4] for hit in hits]
    assert years == sorted(years, reverse=True)


def test_words_without_their_letters_together_end(base, keep):
    """All pairs of characters are there, the word is not: bounded, and nothing is found."""
    keep("\n".join(f"甲乙、乙丙{n}家。" for n in range(1200)))
    assert base.search("甲乙丙").hits == ()


TABLE = """# 云湖市科技年报

表1 各区技术合同（亿元）

| 区 | 成交额 | 增长 |
| --- | --- | --- |
| 东区 | 12.5 | 3.2% |
| 西区 | 8.1 | 1.0% |
"""


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("成交额", ["区", "东区", "西区"]),
        ("成交额 西区", ["西区"]),
        ("技術合同 东区", ["东区"]),
        ("合同 增长 12.5", ["东区"]),
        ("成交额 北区", []),
        ("额增", []),
    ],
)
def test_a_row_is_found_by_the_heads_of_its_columns_and_the_caption(base, words, rows):
    doc, *_ = read_bytes(TABLE.encode(), source="t.md")
    base.add(doc, facts(doc), extractor="t 1")
    hits = [hit for hit in base.search(words).hits if "\t" in hit.text]
    assert [hit.text.split("\t")[0] for hit in hits] == rows
    assert all(hit.heads for hit in hits)


def test_passages_with_heads_leave_the_search_with_their_document(base):
    for text in (TABLE, TABLE.replace("成交额", "合同数")):
        doc, *_ = read_bytes(text.encode(), source="t.md")
        base.add(doc, facts(doc), extractor="t 1", work="t")
    assert base.search("成交额").hits == ()
    assert len(base.search("合同数").hits) == 3
