"""The vocabulary of happenings: each verb once, longest first, mistakes with their place."""

from pathlib import Path

import pytest
import yaml

from kejian.extraction.events import lexicon as events_lexicon
from kejian.extraction.events.lexicon import find_hits, words
from kejian.vocabulary import loader


def test_the_longest_verb_is_read() -> None:
    assert [hit.verb.form for hit in find_hits("该药获批上市，中心揭牌运行")] == ["获批上市", "揭牌", "运行"]


def test_a_hit_stands_where_its_verb_stands() -> None:
    text = "二期工程正式竣工"
    (hit,) = find_hits(text)
    assert text[hit.start : hit.end] == hit.verb.form == "竣工"


def test_a_noun_that_holds_a_verb_is_none() -> None:
    assert [hit.verb.place for hit in find_hits("研发中心")] == ["word"]


def test_what_has_not_happened() -> None:
    not_yet = words().not_yet
    assert not_yet.search("公司将", 0)
    assert not_yet.search("模拟器", 0) is None
    assert not_yet.search("一致通过", 2) is not None  # at the head of a clause 通过 is a means


@pytest.mark.parametrize("name", ["event_verbs", "event_things", "actors", "claims", "domains"])
def test_any_yaml_reader_reads_the_vocabulary(name: str) -> None:
    text = loader.source(f"{name}.yaml")
    assert isinstance(yaml.load(text, Loader=yaml.SafeLoader), dict)


def test_the_module_names_its_file() -> None:
    assert (Path(loader.__file__).parent / events_lexicon._FILE).exists()
