"""Rule files: what is wrong is told with its place; what is right holds every row of the facts."""

import re
from pathlib import Path

import pytest
import yaml

from kejian.policy.errors import RuleError
from kejian.policy.loading import load_rules, read_rules, rules

BROKEN = yaml.safe_load(Path(__file__).with_name("broken.yaml").read_text(encoding="utf-8"))
SOUND = BROKEN["sound"]


def test_the_sound_file_is_sound() -> None:
    assert list(read_rules([("a.yaml", SOUND)]).policies) == ["a"]


@pytest.mark.parametrize("mistake", BROKEN["mistakes"], ids=lambda m: m["to"][:40])
def test_a_mistake_is_told_with_its_place(mistake) -> None:
    assert mistake["from"] in SOUND
    text = SOUND.replace(mistake["from"], mistake["to"], 1)
    with pytest.raises(RuleError) as caught:
        read_rules([("a.yaml", text)])
    for words in mistake["says"]:
        assert words in str(caught.value)
    assert re.match(r"a\.yaml|policy a", str(caught.value))


def other(text: str, name: str) -> str:
    return text.replace("id: a\n", f"id: {name}\n")


def test_prerequisites_in_a_circle_are_refused() -> None:
    condition = "{id: staff, figure: staff, at_least: staff}"
    one = SOUND.replace(condition, "{policy: b}")
    two = other(SOUND.replace(condition, "{policy: a}"), "b")
    with pytest.raises(RuleError, match="circle: a → b → a"):
        read_rules([("a.yaml", one), ("b.yaml", two)])


def test_a_standing_that_needs_itself_through_another_is_refused() -> None:
    one = SOUND.replace("keywords: [试验]", "keywords: [试验]\ngrants: high_tech")
    with pytest.raises(RuleError, match="circle: a → a"):
        read_rules([("a.yaml", one)])


def test_two_files_with_one_id_are_refused() -> None:
    with pytest.raises(RuleError, match=r"b\.yaml.*has the id “a” of another file"):
        read_rules([("a.yaml", SOUND), ("b.yaml", SOUND)])


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "empty"), ("[]", "a mapping"), ("x" * 1_000_001, "characters"),
     ("a: " + "[" * 60 + "]" * 60, "deep")],
    ids=["empty", "list", "large", "deep"],
)  # fmt: skip
def test_what_is_no_rule_file_is_refused(text, says) -> None:
    with pytest.raises(RuleError, match=says):
        read_rules([("a.yaml", text)])


def test_a_folder_of_rules(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="holds no rule file"):
        load_rules(tmp_path)
    (tmp_path / "a.yaml").write_text(SOUND, encoding="utf-8")
    assert list(load_rules(tmp_path).policies) == ["a"]
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RuleError, match="UTF-8"):
        load_rules(tmp_path)


def test_all_rows_are_there() -> None:
    assert {policy.row for policy in rules().policies.values()} == set(range(1, 29))


def test_leads_are_those_that_nobody_has_seen() -> None:
    unseen = {p.row for p in rules().policies.values() if not any(v.verified for v in p.versions)}
    assert unseen == {24, 25, 26, 28}


def test_policies_that_supersede_each_other_are_refused() -> None:
    one = SOUND.replace("keywords: [试验]", "keywords: [试验]\nsuperseded_by: b")
    two = other(SOUND.replace("keywords: [试验]", "keywords: [试验]\nsuperseded_by: a"), "b")
    with pytest.raises(RuleError, match="successors run in a circle: a → b → a"):
        read_rules([("a.yaml", one), ("b.yaml", two)])


def test_a_lattice_of_prerequisites_is_refused_before_it_takes_long() -> None:
    condition = "{id: staff, figure: staff, at_least: staff}"
    files = []
    for level in range(30):
        for side in "xy":
            both = f"{{all: [{{policy: x{level + 1}}}, {{policy: y{level + 1}}}]}}"
            text = SOUND.replace(condition, both) if level < 29 else SOUND
            files.append((f"{side}{level}.yaml", other(text, f"{side}{level}")))
    with pytest.raises(RuleError, match="through 30 policies; expected at most 8"):
        read_rules(files)
