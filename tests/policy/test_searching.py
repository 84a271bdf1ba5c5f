"""Policies found in words, and what a sentence says of an enterprise."""

import time
from fractions import Fraction

import pytest
from msgspec.structs import replace

from kejian.policy.loading import rules
from kejian.policy.model import RuleBook
from kejian.policy.searching import search, terms
from kejian.policy.sentence import read_sentence

BOOK = rules()


@pytest.mark.parametrize(
    ("words", "policy"),
    [
        ("我们是做CAR-T的，在张江，去年研发投入8000万", "biomedicine-2024"),
        ("怎么认定高新技术企业", "high-tech-enterprise"),
        ("研发费用可以多扣多少", "rd-deduction"),
        ("芯片设计公司前两年免税吗", "ic-design-software"),
        ("28纳米晶圆厂能免几年所得税", "ic-production"),
        ("奉贤的小巨人给多少钱", "fengxian-little-giant"),
        ("在临港做民用航空", "lingang"),
        ("技术合同要不要交增值税", "contract-vat"),
        ("转让专利的所得怎么减免", "technology-transfer"),
        ("高新技术企业的亏损能结转几年", "loss-carry-forward"),
        ("给员工做股权激励什么时候交税", "equity-incentives"),
        ("买设备一次性扣除", "one-off-deduction"),
        ("离岸外包收入占四成", "technology-services"),
        ("天使投资人投初创企业", "start-up-investment"),
        ("科技创新券", "innovation-vouchers"),
        ("專精特新中小企業", "specialised-sme"),
    ],
)
def test_the_first_that_is_found(words, policy) -> None:
    assert search(words, book=BOOK)[0].policy == policy


def test_a_region_alone_and_nothing() -> None:
    assert {BOOK.policies[f.policy].region for f in search("小巨人", book=BOOK, region="shanghai")} == {
        "shanghai"
    }
    assert search("？！", book=BOOK) == ()
    assert search("", book=BOOK) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "我们是做CAR-T的，在张江，去年研发投入8000万",
            {"project_kind": "cell_gene_therapy", "region": "zhangjiang", "rd_expense": 8_000_000_000,
             "fields": frozenset({"biomedicine"})},
        ),
        ("公司有员工120人，其中研发人员30人，营收1.2亿元",
         {"staff": 120, "rd_staff": 30, "revenue": 12_000_000_000}),
        ("离岸占比35%，营业收入增长20%",
         {"offshore_share": Fraction(35, 100), "revenue_growth": Fraction(1, 5)}),
        ("一家制造企业，还没有上市，是高新技术企业",
         {"industry": "manufacturing", "listed": False, "high_tech": True}),
        ("想申请高新技术企业", {}),
        ("如何成为科技型中小企业", {}),
        ("不是高新技术企业", {"high_tech": False}),
        ("一类新药做到II期", {"project_kind": "drug_class_1", "project_phase": "phase_2",
                        "fields": frozenset({"biomedicine"})}),
        ("一类新药做到III期", {"project_kind": "drug_class_1", "project_phase": "phase_3",
                         "fields": frozenset({"biomedicine"})}),
        ("研发投入超过8000万", {}),
        ("融资5000万美元", {}),
        ("收入12", {}),
        ("员工120", {"staff": 120}),
        ("", {}),
    ],
)  # fmt: skip
def test_what_a_sentence_says(text, said) -> None:
    assert {fact.field: fact.value for fact in read_sentence(text)} == said


def test_a_long_sentence_takes_no_longer() -> None:
    start = time.process_time()
    read_sentence("研发投入8000万" * 100_000)
    search("研发" * 1_000_000, book=BOOK)
    assert time.process_time() - start < 5


def test_an_issuer_is_looked_for_in_the_document_number_too() -> None:
    found = search("企业", book=BOOK, issuer="沪科规", limit=50)
    assert {f.policy for f in found} <= {"result-conversion", "little-giant"}
    assert search("小巨人", book=BOOK, issuer="没有这个机构") == ()


def test_policies_that_say_nearly_the_same_are_folded() -> None:
    one = BOOK.policies["small-profit"]
    same = replace(one, id="small-profit-again", title=f"{one.title}（转发）")
    book = RuleBook(policies={**BOOK.policies, same.id: same})
    found = search("小型微利企业所得税", book=book)
    assert {found[0].policy, *found[0].alike} == {one.id, same.id}
    assert len({f.policy for f in found} & {one.id, same.id}) == 1
    whole = search("小型微利企业所得税", book=book, folded=False)
    assert {one.id, same.id} <= {f.policy for f in whole}


def test_no_two_rules_of_kejian_are_folded() -> None:
    for words in ("企业", "研发费用", "所得税优惠", "生物医药"):
        assert not any(f.alike for f in search(words, book=BOOK, limit=50))


def test_what_has_been_superseded_stands_behind_what_takes_its_place() -> None:
    found = [one.policy for one in search("一类新药三期临床", book=rules())]
    assert found[:2] == ["biomedicine-2024", "biomedicine-2021"]
    assert search("创新医疗器械特别审查", book=rules())[0].policy == "biomedicine-2021"


def test_english_words_are_found_in_the_singular_and_in_parts() -> None:
    assert terms("clinical trials") == ["clinical", "trial"]
    assert terms("start-ups") == ["start-up", "start"]
