"""Units, comparators, idioms and the script map: what each broken file says."""

from pathlib import Path
from shutil import copy

import pytest

from kejian.errors import VocabularyError
from kejian.model import MentionKind as Kind
from kejian.vocabulary import comparators as comparators_module
from kejian.vocabulary.comparators import comparators
from kejian.vocabulary.idioms import idioms
from kejian.vocabulary.loader import load
from kejian.vocabulary.script import simplified
from kejian.vocabulary.units import units

OWN = Path(comparators_module.__file__).parent


def broken(folder: Path, name: str, old: str, new: str) -> Path:
    """A copy of the vocabulary file ``name`` with a mistake in it."""
    copy(OWN / name, folder / name)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_units_have_symbol_kind_and_factor() -> None:
    names = units().names
    assert names["平方米"][:2] == ("m2", Kind.QUANTITY)
    assert names["美元"][:2] == ("USD", Kind.MONEY)
    assert names["个月"][:2] == ("个月", Kind.DURATION)
    assert str(names["角"][2]) == "0.1"
    assert units().latin["GHz"][0] == "GHz"


def test_longer_names_come_first() -> None:
    known = units()
    for start, names in known.starting.items():
        assert list(names) == sorted(names, key=len, reverse=True)
        longer = {name for name in known.names if len(start) > 1 and name.startswith(start)}
        assert set(names) == longer | ({start[0]} & known.names.keys())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("money:", "monies:", "units.yaml, line 1: money is NoneType; expected a mapping"),
        (
            "  USD: [美元,",
            "  USD: [1, 美元,",
            r"line \d+: money: USD has .* expected a list of names",
        ),
        ("  km: [千米,", "  km: 千米 #", r"units.yaml, line \d+: physical: km has '千米'"),
        ('{角: "0.1"', '{角: "ein"', r"units.yaml, line \d+: minor: CNY has"),
        (
            '  Hz: "kMGT"',
            '  Hz: "kMGQ"',
            r"line \d+: symbols: Hz takes 'kMGQ'; expected SI",
        ),
        ("counted: >-", "counted: [个]\nrest: >-", r"units.yaml, line \d+: counted is list"),
        ("unless:\n", "unless:\n  某某: 元\n", r"units.yaml, line \d+: unless: 某某"),
        ("money:", "money: [", r"units.yaml, line \d+: not YAML"),
    ],
)
def test_a_broken_units_file_names_its_mistake(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(VocabularyError, match=words):
        units(broken(tmp_path, "units.yaml", old, new))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            '  "~": [约',
            '  "≈": [约',
            r"line \d+: before: '≈' is no comparator; expected one of",
        ),
        ('  "~": [约,', '  "~": 约 #', r"comparators.yaml, line \d+: before: ~ has '约'; expected a list"),
        ("unless:\n", "unless: 约\nrest:\n", r"comparators.yaml, line \d+: unless"),
        ("apart:\n", "apart_:\n", "apart is NoneType"),
    ],
)
def test_a_broken_comparators_file_names_its_mistake(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(VocabularyError, match=words):
        comparators(broken(tmp_path, "comparators.yaml", old, new))


def test_a_broken_idioms_file_names_its_mistake(tmp_path: Path) -> None:
    (tmp_path / "idioms.yaml").write_text("words: [一批]\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"idioms.yaml, line 1: words is \['一批'\]; expected words"):
        idioms(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- 一\n", "holds a list"),
        ("", "holds nothing"),
        ("一", "holds a single text"),
        ("a: [\n", "line 2: not YAML"),
    ],
)
def test_a_file_that_is_no_mapping(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=words):
        load("x.yaml", folder=tmp_path)


def test_a_file_that_is_missing_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="no such file"):
        load("none.yaml", folder=tmp_path)
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(VocabularyError, match="not UTF-8"):
        load("x.yaml", folder=tmp_path)


def test_the_script_map_is_one_to_one() -> None:
    table = simplified()
    assert all(len(a) == len(b) == 1 for a, b in table.items())
    assert not set(table) & set(table.values())
    assert table["萬"] == "万"
