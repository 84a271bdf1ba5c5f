"""The normal form keeps every place."""

from hypothesis import given
from hypothesis import strategies as st

from kejian.language.normal import normal


@given(st.text())
def test_one_character_stays_one_character(text: str) -> None:
    assert len(normal(text)) == len(text)


@given(st.text())
def test_a_normal_form_is_its_own(text: str) -> None:
    once = normal(text)
    assert normal(once) == once


def test_scripts_and_widths_meet() -> None:
    assert normal("兩萬三千億元（１２．５％）") == "两万三千亿元(12.5%)"
    assert normal("㎡①½") == "㎡①½"  # what needs more than one character stays
