"""What an answer says besides the value: the reading taken, the bounds, where it stands."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.answering import asking

from kejian.answering import ask, from_facts


def test_a_second_reading_is_named():
    answer = ask("2022年栖川技术合同有多少？", asking.evidence())
    assert "也可指认定登记技术合同" in answer.text
    assert answer.question[0].notes


def test_whose_it_is_is_said_where_the_question_does_not():
    answer = ask("2021年高新技术企业有多少家？", asking.evidence())
    assert "按栖川市理解" in answer.text
    assert "临溟市" in answer.text


def test_what_follows_from_others_has_a_formula_and_bounds():
    (value,) = ask("2021年临溟研发经费是多少？", asking.evidence()).values
    assert value.derived
    assert value.formula == "96.4亿元 ÷ (1 + 9.5%)"
    assert float(value.lower) < 9.64e9 / 1.095 < float(value.upper)


def test_every_value_leads_to_its_passage():
    answer = ask("2022年栖川技术合同成交额是多少？", asking.evidence())
    texts = {one.name: one.text for one in asking.documents()}
    assert {one.doc for one in answer.passages} == {"qichuan-2022", "qichuan-bulletin-2022"}
    for one in answer.passages:
        assert texts[one.doc][one.start : one.end] == one.quote
        assert one.quote in one.sentence


def test_the_part_that_has_no_answer_is_named():
    answer = ask("2022年栖川和上海的研发强度各是多少？", asking.evidence())
    assert answer.answered
    assert "没有说明2022年上海市研发经费强度" in answer.text


def test_another_year_can_be_this_year():
    answer = ask("去年栖川有几位院士？", asking.evidence(), reference=2021)
    assert [one.value for one in answer.values] == ["9"]


def test_documents_own_words_are_never_a_format():
    answer = ask("{value}是多少", asking.evidence())
    assert "{value}" in answer.text


@settings(deadline=None, max_examples=8)
@given(st.permutations(range(6)))
def test_the_order_of_documents_does_not_matter(order):
    facts = asking.facts()
    body = from_facts([facts[at] for at in order])
    for question in ("2022年栖川技术合同成交额是多少？", "哪些机构发布过全球首个成果？"):
        assert ask(question, body).text == ask(question, from_facts(facts)).text
