"""English pages call a well-known indicator by its English name, the document's term beside it."""

import pytest

TEXT = """# 松汀市科技进步报告{year}

{year}年，松汀市技术合同成交额为{contracts}亿元，同比增长超过{growth}%。松汀市湖底观测点{year}年共有{points}个。
"""
ENGLISH, CHINESE = "turnover of technology contracts", "技术合同成交额"
PAGES = {
    "ask": ("/ask/", {"q": "2022年松汀技术合同成交额是多少？"}),
    "search": ("/search/", {"q": "技术合同"}),
    "review": ("/review/", {}),
    "document": ("/documents/1/", {}),
    "indicators": ("/indicators/", {}),
    "overview": ("/", {}),
}


@pytest.fixture
def told(keep):
    for year, contracts, growth, points in ((2021, 200, 5, 40), (2022, 260, 8, 52)):
        text = TEXT.format(year=year, contracts=contracts, growth=growth, points=points)
        keep(text, name=f"r{year}.md", said={"report_year": year, "title": f"松汀报告{year}"})


def page(site, name, language):
    path, asked = PAGES[name]
    if name == "document":
        from kejian.base.models import Document

        path = f"/documents/{Document.objects.get(edition__name='r2022').pk}/"
    return site.get(path, asked, headers={"accept-language": language}).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_an_english_page_has_the_english_name(site, told, name):
    assert ENGLISH in page(site, name, "en")


@pytest.mark.parametrize("name", PAGES)
def test_a_chinese_page_has_the_chinese_name(site, told, name):
    text = page(site, name, "zh")
    assert CHINESE in text
    assert ENGLISH not in text.replace(f'<span class="dim small" lang="en">{ENGLISH}</span>', "")


@pytest.mark.parametrize("name", ["ask", "search"])
def test_the_documents_term_stands_beside_it(site, told, name):
    assert f'lang="zh-Hans">{CHINESE}</span>' in page(site, name, "en")


def test_what_nobody_translated_stays_as_the_document_has_it(site, told):
    text = site.get("/search/", {"q": "湖底观测点"}, headers={"accept-language": "en"}).content.decode()
    assert "湖底观测点" in text


def test_what_the_writer_left_open_is_said_in_the_readers_language(site, told):
    asked = {"q": "2022年松汀技术合同成交额比上年增长多少？"}
    english = site.get("/ask/", asked, headers={"accept-language": "en"}).content.decode()
    assert "more than 8%" in english
    assert "超过8%" in site.get("/ask/", asked, headers={"accept-language": "zh"}).content.decode()


def test_a_finding_names_the_measure_in_english(site):
    from django.utils.translation import override

    from kejian.auditing.telling import tell
    from kejian.workbench.finding_words import case_words

    case = tell(
        "agreement.two_values", measure=CHINESE, period="2022", one="1亿元", other="2亿元",
        bounds_one="1", bounds_other="2",
    )  # fmt: skip
    with override("en"):
        assert case_words(case).message.startswith(ENGLISH)
    with override("zh-hans"):
        assert CHINESE in case_words(case).message


def test_the_name_depends_on_the_unit():
    from kejian.workbench.measure_words import in_english

    assert in_english("认定登记技术合同", "项") != in_english("认定登记技术合同", "CNY")
    assert in_english("研发经费", "1") == in_english("研发经费")
    assert in_english("") == ""
