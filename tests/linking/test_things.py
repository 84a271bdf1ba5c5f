"""Which names are one thing's: pairs from files, measured; and how names are joined."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejian.linking.likeness import JOINS, like
from kejian.linking.names import form_of, keys, parse
from kejian.linking.things import Link, join

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


@pytest.mark.parametrize("name", ["open.txt", "kept.txt", "late.txt", "short.txt"])
def test_no_pair_of_two_things_is_joined(name):
    wrong = [f"{a} / {b}" for kind, a, b, same in pairs(name) if not same and joined(kind, a, b)]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "least"), [("open.txt", 0.95), ("kept.txt", 0.9), ("late.txt", 0.9), ("short.txt", 0.6)]
)
def test_most_pairs_of_one_thing_are(name, least):
    same = [(kind, a, b) for kind, a, b, one in pairs(name) if one]
    assert sum(joined(*pair) for pair in same) / len(same) >= least


@pytest.mark.parametrize("name", ["open.txt", "kept.txt", "late.txt", "short.txt"])
def test_names_that_are_alike_share_a_key(name):
    for kind, a, b, _ in pairs(name):
        one, other = parse(a, kind), parse(b, kind)
        if one.form != other.form and joined(kind, a, b):
            assert set(keys(one)) & set(keys(other)), (a, b)


@given(
    st.text(
        st.sampled_from("云湖市第一二十百号期有限公司（）()-—“”《》ａA1 ﷺ㎏②省大学科学技术研究院"),
        max_size=80,
    ),
    st.text(max_size=300),
    st.sampled_from(["organisation", "product", "facility", "place", "person"]),
)
def test_any_text_is_a_name_that_costs_little(one, other, kind):
    first, second = parse(one, kind), parse(other, kind)
    assert form_of(first.form) == first.form
    assert len(first.form) <= 200
    assert len(set(keys(first))) < 100
    assert like(first, second) == like(second, first)


# --- joining ----------------------------------------------------------------------------------------

NAMES = (
    "云湖先进计算研究院",
    "云湖先进计算研究院有限公司",
    "青砚先进计算研究院",
    "先进计算研究院",
    "云先院",
    "云湖先进计算研究院一期",
    "云湖先进计算研究院二期",
)


@st.composite
def linked_names(draw):
    """Names with any links between them, and what people said of them."""
    names = {number: parse(name, "organisation") for number, name in enumerate(NAMES)}
    pair = st.tuples(st.sampled_from(sorted(names)), st.sampled_from(sorted(names))).filter(
        lambda pair: pair[0] != pair[1]
    )
    links = [
        Link(one=a, other=b, score=score, reasons=("x",), short=a if weak else None, given=weak and given)
        for (a, b), score, weak, given in draw(
            st.lists(st.tuples(pair, st.floats(0, 1), st.booleans(), st.booleans()), max_size=12)
        )
    ]
    return names, links, draw(st.lists(pair, max_size=3)), draw(st.lists(pair, max_size=3))


@given(linked_names(), st.randoms())
def test_joining_keeps_apart_what_is_and_does_not_depend_on_order(case, random):
    names, links, same, different = case
    groups = join(names, links, same=same, different=different)
    where = {one.name: at for at, group in enumerate(groups) for one in group}
    assert sorted(where) == sorted(names)
    for a, b in different:
        assert where[a] != where[b]
    shuffled = list(links)
    random.shuffle(shuffled)
    assert join(names, shuffled, same=same, different=different) == groups


@given(linked_names())
def test_stages_and_places_never_come_together_by_links_alone(case):
    names, links, _, _ = case
    links = [one for one in links if not one.given]
    where = {one.name: at for at, group in enumerate(join(names, links)) for one in group}
    assert where[5] != where[6]
    assert len({where[name] for name in (0, 5)}) == 2


def test_people_beat_links():
    names = {number: parse(name, "organisation") for number, name in enumerate(NAMES[:2])}
    link = Link(one=0, other=1, score=0.95, reasons=("legal: x",))
    assert len(join(names, [link])) == 1
    assert len(join(names, [link], different=[(1, 0)])) == 2
    assert len(join(names, [], same=[(0, 1)])) == 1


def test_codes_join_and_part():
    names = {number: parse(name, "organisation") for number, name in enumerate(NAMES[:3])}
    assert len(join(names, [], codes={0: "A", 2: "A"})) == 2
    link = Link(one=0, other=1, score=0.95, reasons=("legal: x",))
    assert len(join(names, [link], codes={0: "A", 1: "B"})) == 3
