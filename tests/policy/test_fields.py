"""The fields of a profile, and the page that lists them."""

from pathlib import Path

from kejian.policy.fields import fields
from kejian.policy.showing import choice

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "policy.md"


def test_every_field_that_can_be_stated_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, field in fields().by_name.items():
        assert (f"| `{name}` | {field.label} |" in page) is (field.kind != "age")


def test_names_labels_and_aliases_are_told_apart() -> None:
    every = [n for f in fields().by_name.values() for n in {f.name, f.label, *f.aliases}]
    assert len(every) == len(set(every))


def test_computed_fields_come_from_stated_ones() -> None:
    for field in fields().by_name.values():
        assert all(fields()[part].computed is None for part in field.parts)
        assert field.question or field.computed


def test_every_choice_is_told_in_both_languages_and_read_back() -> None:
    for field in fields().by_name.values():
        for one in field.choices:
            for language in ("zh", "en"):
                assert field.choice(choice(one, language)) == one
    assert set(fields().names_en) <= set(fields().names)


def test_other_words_name_one_choice_of_a_field() -> None:
    for field in fields().by_name.values():
        assert set(field.said.values()) <= set(field.choices)
        assert field.choice("这样的没有") is None
