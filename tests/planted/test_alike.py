"""What looks like an error and is none: figures of another scope, day or status, and words as they stand."""

import doctest
from decimal import Decimal
from pathlib import Path

import pytest
from benchmarks import planted
from benchmarks.planted import alike as module
from benchmarks.planted.alike import KINDS, alike
from benchmarks.planted.build import documents
from benchmarks.planted.fill import Scene, fill
from benchmarks.planted.measure import only_alike
from benchmarks.planted.render import write
from benchmarks.planted.source import Slot, plain
from benchmarks.planted.world import world

from kejian import read
from kejian.auditing import Finding, Severity
from kejian.auditing.telling import Case
from kejian.model import Passage

SETS = sorted(path.name for path in Path(planted.__file__).parent.glob("templates_*.yaml"))


def test_the_examples_of_the_module_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_preliminary_figure_is_near_the_final_one_and_another() -> None:
    made = world(1, 0)
    digits, unit = alike("early", made, "tc.v", 2022)
    assert unit == "亿元"
    assert Decimal("0.96") < Decimal(digits) / made.value("tc.v", 2022) < Decimal("0.995")


def test_the_share_of_the_province_is_that_of_its_figure() -> None:
    made = world(1, 3)
    whole, share = (Decimal(alike(kind, made, "tc.v", 2023)[0]) for kind in ("wide", "wideshare"))
    assert abs(made.value("tc.v", 2023) / whole * 100 - share) <= Decimal("0.1")


def test_two_years_of_average_growth_lead_from_one_level_to_the_other() -> None:
    made = world(1, 5)
    rate = 1 + Decimal(alike("cagr", made, "rd", 2023)[0]) / 100
    reached = made.value("rd", 2021) * rate * rate
    assert abs(reached / made.value("rd", 2023) - 1) < Decimal("0.002")


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "wideshare"])
def test_a_figure_that_is_only_alike_is_never_the_one_of_the_world(kind: str) -> None:
    made = world(1, 2)
    told = Decimal(alike(kind, made, "rd", 2022)[0])
    assert told not in (made.value("rd", 2022), made.growth("rd", 2022))


def test_a_kind_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        alike("sideways", world(1, 0), "rd", 2022)


def test_words_as_they_stand_are_marked() -> None:
    pieces = fill("两区{=tie|并列第2名}。", Scene(world(1, 0), 2022))
    assert plain(pieces) == "两区并列第2名。"
    assert [(p.form, p.other) for p in pieces if isinstance(p, Slot)] == [("decoy", "tie")]


@pytest.mark.parametrize("key", ["ht", "staff", "loan.v", "inc.firms", "sme"])
def test_a_hedged_number_agrees_with_the_exact_one(key: str) -> None:
    for number in range(6):
        made = world(1, number)
        near, slot = ([None, *fill(f"{{{key}|hedge}}", Scene(made, 2022))])[-2:]
        assert isinstance(slot, Slot)
        told = Decimal(slot.number) * (10000 if "万" in slot.unit else 1)
        ratio = made.value(key, 2022) / told
        low, high = (Decimal("0.98"), Decimal(1)) if near == "近" else (Decimal(1), Decimal("1.1"))
        assert low <= ratio <= high, slot.text


@pytest.mark.parametrize("templates", SETS)
def test_every_set_says_what_is_only_alike(templates: str) -> None:
    told: set[str] = set()
    for number in range(12):
        for doc in documents(world(1, number), city=number, seed=1, templates=templates):
            told.update(slot.other for _, slot in doc.slots() if slot.form == "decoy")
    assert len(told) >= 20


@pytest.mark.parametrize("templates", SETS)
def test_a_preliminary_figure_beside_the_final_one_says_so(templates: str) -> None:
    for number in range(6):
        for doc in documents(world(1, number), city=number, seed=1, templates=templates):
            for block in doc.blocks:
                if not any(s.other == KINDS["early"] for s in block.slots()):
                    continue
                if not any(s.form == "level" for s in block.slots()):
                    keys = {"技术合同": "tc.v"} if "技术合同" in block.text else {"": "rd"}
                    stated = {s.key for _, s in doc.slots() if s.form in ("level", "cell", "cell.total")}
                    assert not stated.intersection(keys.values())


def test_a_finding_that_touches_the_words_is_counted_with_its_severity(tmp_path: Path) -> None:
    docs = documents(world(1, 0), city=0, seed=1)
    doc = next(d for d in docs if any(s.form == "decoy" for _, s in d.slots()))
    slot = next(s for _, s in doc.slots() if s.form == "decoy")
    document = read(write(doc, tmp_path))
    start = document.text.index(slot.text)
    passage = Passage(document=doc.name, start=start, end=start + 2, quote=slot.text[:2])
    finding = Finding(check="agreement", severity=Severity.DOUBT, case=Case("said"), passages=(passage,))
    assert only_alike(doc, document, [finding])[0].severity == "doubt"
    assert only_alike(doc, document, [])[0].severity == ""
