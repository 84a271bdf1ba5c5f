"""Which measure a phrase names: cases in measures.yaml."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kejian.errors import VocabularyError
from kejian.linking.indicators import FILE, indicators
from kejian.linking.measures import match

CASES = yaml.safe_load(Path(__file__).with_name("measures.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['phrase']} {case['unit']}")
def test_a_phrase_names_its_indicator_or_none(case):
    found = match(case["phrase"], unit=case["unit"])
    assert (found.indicator.code if found.indicator else None) == case.get("is")
    assert found.reasons
    assert found.key.startswith(":") == (found.indicator is None)


@pytest.mark.parametrize("phrase", ["后者", "这一强度", "其", "数"])
def test_what_only_points_names_nothing(phrase):
    assert match(phrase) is None


def test_the_same_words_in_another_order_have_one_key():
    assert match("引进博士", unit="名").key == match("博士引进", unit="人").key


@given(st.text(max_size=120))
def test_any_text_gets_a_key_or_none(text):
    found = match(text)
    assert found is None or (found.key and 0 < found.score <= 1)


def test_there_are_at_least_80_indicators_that_name_themselves():
    assert len(indicators()) >= 80
    for one in indicators().values():
        assert match(one.zh, unit=one.unit).key == one.code
        assert match(one.en, unit=one.unit).key == one.code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {zh: 甲, en: a, unit: 家, kind: level, says: x, says_en: x}", "kind is 'level'"),
        ("a: {zh: 甲, en: a, unit: 家, kind: flow}", "says is None"),
        ("a: {zh: 甲, en: a, unit: 家, kind: flow, says: x, says_en: x, alias: [乙]}", "has alias"),
        ("a: {zh: 甲, en: a, unit: 家, kind: flow, says: x, says_en: x, also: 乙}", "also is"),
        (
            "b: {zh: 甲, en: b, unit: 家, kind: flow, says: x, says_en: x}\n"
            "a: {zh: 甲, en: a, unit: 个, kind: flow, says: x, says_en: x}",
            "name of b too",
        ),
        ("a: 甲", "is '甲'"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(tmp_path, text, said):
    (tmp_path / FILE).write_text("# first\n" + text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=said) as error:
        indicators(tmp_path)
    assert f"{FILE}, line {text.count(chr(10)) + 2}" in str(error.value)


def test_every_definition_is_told_in_both_languages():
    for one in indicators().values():
        assert one.defined("en").isascii() or set("“”") & set(one.defined("en")), one.code
        assert one.defined("zh-hans") == one.says
        assert any("一" <= sign <= "鿿" for sign in one.says), one.code
