"""What the rule files say is told in English too, and means the same."""

import re
from datetime import date
from typing import Any

import msgspec

from kejian.policy.english import in_english, rules_in, texts
from kejian.policy.loading import rules
from kejian.policy.printing import as_html
from kejian.policy.profile import parse_profile
from kejian.policy.telling import told
from kejian.policy.verdicts import check

_HAN = re.compile("[\u3400-\u9fff]")
DAY = date(2025, 6, 30)
PROFILE = parse_profile({
    "industry": "manufacturing", "region": "lingang", "staff": 120, "rd_staff": 12, "revenue": "1.2亿元",
    "rd_expense": "800万", "high_tech": False, "taxable_income": "250万", "registered_on": "2019-03-01",
})  # fmt: skip


def _said(value: Any) -> list[str]:
    """Every text that a reader is shown, wherever it stands."""
    if isinstance(value, msgspec.Struct):
        value = msgspec.structs.asdict(value)
    if isinstance(value, dict):
        return [
            text
            for name, part in value.items()
            if name not in ("document", "reference", "issuer")
            for text in _said(part)
        ]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _said(part)]
    return [value] if isinstance(value, str) else []


def test_every_text_of_the_rules_is_told_in_english() -> None:
    assert [text for text in _said(rules_in("en").policies) if _HAN.search(text)] == []


def test_no_english_is_kept_of_texts_that_are_gone() -> None:
    known = set(_said(rules().policies))
    assert sorted(set(texts()) - known) == []


def test_the_verdicts_are_the_same() -> None:
    for one, other in zip(
        check(PROFILE, day=DAY, book=rules()), check(PROFILE, day=DAY, book=rules_in("en")), strict=True
    ):
        assert (one.id, one.kind, one.amount, one.rate) == (other.id, other.kind, other.amount, other.rate)


def test_a_verdict_told_in_english_holds_no_chinese_but_documents() -> None:
    for verdict in check(PROFILE, day=DAY, book=rules_in("en")):
        plain = told(verdict, "en")
        assert [
            text for text in _said({**plain["said"], "reason": plain["reason"]}) if _HAN.search(text)
        ] == []


def test_the_printed_page_says_what_would_change_a_verdict() -> None:
    page = as_html(
        PROFILE, check(PROFILE, day=DAY, book=rules_in("en")), day=DAY, book=rules_in("en"), language="en"
    )
    assert "Reduced income tax of small low-profit enterprises" in page
    assert "<li>High-tech enterprise from no to yes: Eligible</li>" in page


def test_a_text_without_english_stays_as_it_is() -> None:
    one = rules().policies["rd-deduction"]
    draft = msgspec.structs.replace(
        rules(), policies={one.id: msgspec.structs.replace(one, title="另一个题目")}
    )
    assert in_english(draft).policies[one.id].title == "另一个题目"
