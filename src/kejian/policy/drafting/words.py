"""The words that rules are made of, as `drafting.yaml` lists them."""

from functools import cache
from importlib.resources import files

import regex

from kejian.policy.places import Spot, compose


class Words:
    """Compiled patterns: single ones by name, and ordered tables of them."""

    def __init__(self, root: dict[str, Spot]) -> None:
        self.one = {n: regex.compile(s.text()) for n, s in root.items() if isinstance(s.value, str)}
        self.tables = {
            n: {key: regex.compile(item.text()) for key, item in s.mapping().items()}
            for n, s in root.items()
            if isinstance(s.value, dict)
        }

    def says(self, name: str, text: str) -> bool:
        """Whether ``text`` holds the words ``name``."""
        return self.one[name].search(text) is not None

    def first(self, table: str, text: str) -> str | None:
        """The first entry of ``table`` whose words ``text`` holds."""
        return next((key for key, pattern in self.tables[table].items() if pattern.search(text)), None)


@cache
def words() -> Words:
    """The words that this version knows.

    >>> words().first("figures", "研发人员占职工总数的比例")
    'rd_staff_share'
    """
    text = (files("kejian.policy") / "drafting.yaml").read_text(encoding="utf-8")
    return Words(compose(text, file="drafting.yaml").mapping())
