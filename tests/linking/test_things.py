"""Which names are one thing's: pairs from files, measured; and how names are joined."""

from pathlib import Path

import pytest

from kejian.linking.likeness import JOINS, like
from kejian.linking.names import form_of, parse

FOLDER = Path(__file__).parent / "things"


def pairs(name):
    """Type, one name, another, and whether they are one thing's, of each line of a file."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, rest = line.partition(": ")
            sign = " = " if " = " in rest else " ≠ "
            one, other = rest.split(sign)
            yield kind, one, other, sign == " = "


def joined(kind, one, other):
    if form_of(one) == form_of(other):
        return True
    found = like(parse(one, kind), parse(other, kind))
    return found is not None and found.score >= JOINS


@pytest.mark.parametrize("name", ["open.txt", "kept.txt"])
def test_no_pair_of_two_things_is_joined(name):
    wrong = [f"{a} / {b}" for kind, a, b, same in pairs(name) if not same and joined(kind, a, b)]
    assert wrong == []


@pytest.mark.parametrize(("name", "least"), [("open.txt", 0.95), ("kept.txt", 0.9)])
def test_most_pairs_of_one_thing_are(name, least):
    same = [(kind, a, b) for kind, a, b, one in pairs(name) if one]
    assert sum(joined(*pair) for pair in same) / len(same) >= least
