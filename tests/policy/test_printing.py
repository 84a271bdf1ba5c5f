"""The printable page: whole, escaped, without script, in two languages."""

from html.parser import HTMLParser

import pytest
from tests.policy.profiles import DAY

from kejian.policy.combining import combine, paths
from kejian.policy.fields import fields
from kejian.policy.loading import rules
from kejian.policy.printing import as_html
from kejian.policy.profile import parse_profile
from kejian.policy.verdicts import check
from kejian.policy.wording import WORDS

BOOK = rules()
VOID = {"meta", "br"}


class Tree(HTMLParser):
    """The tags and attributes of a page; every tag is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


def page(facts, language="zh"):
    profile = parse_profile(facts)
    verdicts = check(profile, day=DAY, book=BOOK)
    return as_html(
        profile, verdicts, day=DAY, book=BOOK, combination=combine(verdicts, book=BOOK),
        paths=paths(profile, verdicts, day=DAY, book=BOOK), language=language,
    )  # fmt: skip


FACTS = {
    "name": '<script src="//x">alert(1)</script>"\'&', "high_tech": True, "taxable_income": "250万",
    "industry": "manufacturing", "fields": "ic、ai", "registered_on": "2020-01-01",
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_whole_and_has_nothing_active(language) -> None:
    text = page(FACTS, language)
    tree = Tree()
    tree.feed(text)
    assert not tree.open
    assert not set(tree.tags) & {"script", "img", "link", "iframe", "a", "form", "object"}
    assert tree.attributes <= {"lang", "charset", "http-equiv", "content", "class"}
    assert "&lt;script src=" in text


def test_every_policy_stands_there_with_its_document_and_trace() -> None:
    text = page(FACTS)
    for verdict in check(parse_profile(FACTS), day=DAY, book=BOOK):
        assert verdict.title in text
        assert (verdict.document or "文件号未查到") in text
        for step in verdict.steps:
            assert step.text in text
    assert "少缴企业所得税 500,000元" in text
    assert "取“小型微利企业所得税优惠”，不取“高新技术企业所得税优惠税率”" in text


def test_in_english_only_titles_and_the_words_of_rules_are_chinese() -> None:
    text = page(FACTS, "en")
    assert "Income tax saved 500,000 yuan" in text
    assert "Enterprise name" in text
    assert "every verified condition is met" in text
    for zh, en in WORDS.values():
        if zh != en and len(zh) > 4 and "{" not in zh:
            assert f">{zh}<" not in text


def test_the_words_of_both_languages_have_the_same_places() -> None:
    for zh, en in WORDS.values():
        assert {n for n in "0123" if f"{{{n}}}" in zh} == {n for n in "0123" if f"{{{n}}}" in en}


def test_every_field_and_choice_has_its_words() -> None:
    for field in fields().by_name.values():
        assert field.label_en.isascii()
        assert all(name in fields().names for name in field.choices)
