"""The figures of the contract: what counts as found, and as right."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejian.errors import KejianError
from kejian.evaluation import read_rows, score

OPEN_GOLD = Path(__file__).parents[1] / "gold" / "open"
SCORER = Path(__file__).parents[3] / "shared" / "gold" / "score.py"


def mention(surface: str, **fields: Any) -> dict[str, Any]:
    fact = {"role": "observation", "value": 5, "unit": "家", "comparator": "=", "aspect": "level"}
    place = {"kind": "mention", "doc": "d", "sentence": f"全市新建平台{surface}。", "measure": "新建平台"}
    return {"surface": surface} | fact | place | fields


def figures(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, float]:
    def group(rows: list[dict[str, Any]]) -> dict[str, dict[str, list[dict[str, Any]]]]:
        kinds = ("mention", "milestone", "entity")
        return {"d": {kind: [r for r in rows if r["kind"] == kind] for kind in kinds}}

    return score(group(gold), group(found)).figures


def test_gold_against_itself_is_perfect() -> None:
    gold = read_rows(OPEN_GOLD)
    assert set(score(gold, gold).figures.values()) == {1.0}


@pytest.mark.parametrize(
    ("found", "figure", "expected"),
    [
        ({}, "facts", 1.0),
        ({"measure": "平台"}, "facts", 1.0),  # part of the phrase
        ({"measure": "专利授权"}, "facts", 0.0),
        ({"measure": "专利授权"}, "figures", 1.0),
        ({"period": "2021"}, "facts", 0.0),
        ({"subject": "某市"}, "facts", 1.0),  # gold names no subject
        ({"aspect": "share"}, "figures", 0.0),
        ({"value": 6}, "value", 0.0),
        ({"value": 5.0000000001}, "value", 1.0),
        ({"value": None}, "value", 0.0),
        ({"unit": "个"}, "unit", 0.0),
        ({"comparator": None}, "comparator", 1.0),
        ({"role": "spec"}, "role", 0.0),
        ({"sentence": "别处的话"}, "source", 0.0),
        ({"surface": "约5家"}, "mentions", 1.0),  # the same digits, a marker more
        ({"surface": "15家"}, "mentions", 0.0),
    ],
)
def test_what_counts(found: dict[str, Any], figure: str, expected: float) -> None:
    assert figures([mention("5家")], [mention("5家") | found])[figure] == expected


def test_an_optional_mention_counts_neither_found_nor_missed() -> None:
    gold = [mention("5家"), mention("三地", optional=True)]
    assert figures(gold, [mention("5家")])["mentions"] == 1.0
    assert figures(gold, [mention("5家"), mention("三地")])["mentions"] == 1.0


def test_milestones_need_the_date_and_the_object() -> None:
    told = {"kind": "milestone", "doc": "d", "sentence": "s", "date": "2022-05", "object": "芯片XH7200"}
    gold = [told | {"actor": ["星河半导体"], "claim": None}]
    assert figures(gold, [told | {"actor": ["星河"], "claim": None}])["milestones+"] == 1.0
    assert figures(gold, [told | {"actor": [], "claim": None}])["milestones+"] == 0.0
    assert figures(gold, [gold[0] | {"date": "2022"}])["milestones"] == 0.0


def test_an_alias_listed_apart_counts_against_precision() -> None:
    def entity(name: str, **more: Any) -> dict[str, Any]:
        return {"kind": "entity", "doc": "d", "surface": name, "type": "place"} | more

    gold = [entity("云湖市", aliases=["云湖"])]
    assert figures(gold, [entity("云湖")])["entities"] == 1.0
    assert figures(gold, [entity("云湖市"), entity("云湖")])["entities"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("line", ["{", '{"kind": "number"}', "[]"])
def test_a_broken_row_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"kind": "entity", "doc": "d"}\n' + line, encoding="utf-8")
    with pytest.raises(KejianError, match=r"a\.jsonl, line 2"):
        read_rows(file)


edits = st.fixed_dictionaries(
    {}, optional={"role": st.sampled_from(["spec", "term"]), "value": st.none(), "surface": st.just("6家")}
)


@given(st.lists(st.tuples(st.integers(1, 9), edits), max_size=8))
def test_every_figure_is_a_share(changes: list[tuple[int, dict[str, Any]]]) -> None:
    gold = [mention(f"{n}家", value=n) for n, _ in changes]
    found = [mention(f"{n}家", value=n) | edit for n, edit in changes]
    assert all(0 <= value <= 1 for value in figures(gold, found).values())


@pytest.mark.skipif(not SCORER.exists(), reason="the shared scorer is not beside this checkout")
def test_the_figures_are_those_of_the_shared_scorer(tmp_path: Path) -> None:
    for path in OPEN_GOLD.glob("*.jsonl"):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
        for k, row in enumerate(rows):
            if k % 5 == 0 and row["kind"] == "mention":
                row["role"] = "spec"
            if k % 7 == 0:
                row |= {"measure": "别的", "date": "2020", "surface": str(row.get("surface")) + "个"}
        kept = [json.dumps(row, ensure_ascii=False) for k, row in enumerate(rows) if k % 11]
        (tmp_path / path.name).write_text("\n".join(kept), encoding="utf-8")
    command = [sys.executable, str(SCORER), str(OPEN_GOLD), str(tmp_path), "--json"]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    printed = subprocess.run(command, capture_output=True, check=True, text=True, env=environment).stdout
    expected = json.loads(printed)
    del expected["counts"]
    assert score(read_rows(OPEN_GOLD), read_rows(tmp_path)).figures == expected
