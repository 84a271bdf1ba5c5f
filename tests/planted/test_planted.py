"""The benchmark of the audit: documents agree with their world, plants are where they are said to be."""

from decimal import Decimal
from pathlib import Path

import pytest
from benchmarks import planted
from benchmarks.planted.build import documents
from benchmarks.planted.fill import Scene, fill
from benchmarks.planted.kinds import KINDS
from benchmarks.planted.measure import planted_body, where, wilson
from benchmarks.planted.plant import Plant, other_number
from benchmarks.planted.render import write
from benchmarks.planted.source import Doc, plain
from benchmarks.planted.world import YEARS, data, world

from kejian import read

SETS = sorted(path.name for path in Path(planted.__file__).parent.glob("templates_*.yaml"))


def test_the_same_seed_writes_the_same_documents() -> None:
    first, second = (documents(world(1, 3), city=3, seed=1) for _ in range(2))
    assert [d.text for d in first] == [d.text for d in second]


def test_parts_add_up_to_their_whole_in_every_year() -> None:
    made = world(1, 0)
    for key, spec in data("measures.yaml")["parts"].items():
        for year in YEARS:
            assert sum(made.value(part, year) for part in spec[7]) == made.value(key, year)


def test_cumulative_figures_never_fall() -> None:
    made = world(2, 1)
    for key in data("measures.yaml")["cumulative"]:
        levels = [made.value(key, year) for year in YEARS]
        assert levels == sorted(levels)


def test_a_template_prints_what_the_world_says() -> None:
    made = world(1, 0)
    text = plain(fill("{y}年成交额{tc.v}，上年{tc.v@-1}，{tc.v|change}。", Scene(made, 2022)))
    growth = (made.value("tc.v", 2022) / made.value("tc.v", 2021) - 1) * 100
    assert text == (
        f"2022年成交额{made.value('tc.v', 2022)}亿元，上年{made.value('tc.v', 2021)}亿元，增长{growth:.1f}%。"
    )


@pytest.mark.parametrize("place", ["{nothing}", "{tc.v|sideways}"])
def test_a_place_that_nobody_knows_is_an_error(place: str) -> None:
    with pytest.raises(KeyError):
        fill(place, Scene(world(1, 0), 2022))


@pytest.mark.parametrize("templates", SETS)
def test_every_kind_of_error_finds_a_place_and_stands_where_it_is_said_to(templates: str) -> None:
    kinds: set[str] = set()
    for number in range(6):
        docs = documents(world(1, number), city=number, seed=1, templates=templates)
        for turn in range(2):
            body, plants = planted_body(number, seed=1, docs=docs, turn=turn)
            texts = {doc.name: doc.text for doc in body}
            for plant in plants:
                kinds.add(plant.kind)
                for start, end, _, quote, _ in plant.places:
                    assert texts[plant.doc][start:end] == quote
    assert len(kinds) >= len(KINDS) - 2  # some are scarce in so few cities


def test_planting_leaves_the_clean_documents_as_they_are() -> None:
    docs = documents(world(1, 0), city=0, seed=1)
    before = [doc.text for doc in docs]
    planted, plants = planted_body(0, seed=1, docs=docs)
    assert [doc.text for doc in docs] == before
    assert sum(a.text != b.text for a, b in zip(docs, planted, strict=True)) == len({p.doc for p in plants})


def test_plants_are_found_again_in_the_rendered_files(tmp_path: Path) -> None:
    docs, plants = planted_body(5, seed=1, docs=documents(world(1, 5), city=5, seed=1))
    read_back = {doc.name: read(write(doc, tmp_path)) for doc in docs}
    lost = [p.kind for p in plants if not any(where(read_back[p.doc], place) for place in p.places)]
    assert not lost


@pytest.mark.parametrize("digits", ["45.0", "4003.51", "71", "8.1", "12"])
def test_a_slip_is_another_number(digits: str) -> None:
    from random import Random

    for seed in range(20):
        assert Decimal(other_number(digits, Random(seed))) != Decimal(digits)


def test_wilson_interval_of_nine_in_ten() -> None:
    low, high = wilson(9, 10)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)


def test_no_two_cities_share_a_district() -> None:
    districts = [name for number in range(20) for name in world(1, number).districts]
    assert len(districts) == len(set(districts))


def test_a_font_of_the_readers_tests_is_not_taken_for_another() -> None:
    """Reportlab knows a face by its name: a cut-out of a font under that font's name stands in for it."""
    from reportlab.pdfbase.ttfonts import TTFont

    letters = TTFont("letters", Path(__file__).parents[1] / "reading" / "office" / "letters.ttf")
    assert letters.face.name == b"KejianLetters"


def planted(kind: str, templates: str) -> list[tuple[Plant, list[Doc]]]:
    """The plants of a kind in the bodies of six cities, with the documents they stand in."""
    found = []
    for number in range(6):
        docs = documents(world(1, number), city=number, seed=1, templates=templates)
        body, plants = planted_body(number, seed=1, docs=docs)
        found += [(plant, body) for plant in plants if plant.kind == kind]
    return found


@pytest.mark.parametrize("templates", SETS)
def test_a_hedged_figure_is_planted_out_of_reach_of_the_exact_one(templates: str) -> None:
    found = planted("hedged figure and exact one", templates)
    assert found
    for plant, _ in found:
        slot = plant.slots[0]
        wan = 10000 if "万" in slot.unit else 1
        exact = world(1, int(plant.doc[1:3])).value(slot.key, slot.year)
        assert Decimal(slot.number) * wan > exact * Decimal("1.08")


@pytest.mark.parametrize("templates", SETS)
def test_an_event_is_told_under_its_right_name_elsewhere(templates: str) -> None:
    for kind in ("name of an event", "organisation of an event"):
        found = planted(kind, templates)
        assert found
        for plant, body in found:
            others = [doc.text for doc in body if doc.name != plant.doc]
            assert any(plant.right in text for text in others), plant.right
            assert plant.wrong != plant.right


@pytest.mark.parametrize("templates", SETS)
def test_a_rank_is_given_twice_in_a_sentence(templates: str) -> None:
    for plant, body in planted("one rank twice in a sentence", templates):
        text = next(doc.text for doc in body if doc.name == plant.doc)
        start = plant.places[0][0]
        line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
        assert line.count(plant.wrong) >= 2
