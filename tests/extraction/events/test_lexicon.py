"""The vocabulary of happenings: each verb once, longest first, mistakes with their place."""

from pathlib import Path

import pytest
import yaml

from kejian.extraction.events import lexicon as events_lexicon
from kejian.extraction.events.lexicon import find_hits, has_cue, hits_within, not_yet
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
    assert not_yet("公司将", 0, 3)
    assert not not_yet("模拟器", 0, 3)
    assert not_yet("一致通过", 2, 4)  # at the head of a clause 通过 is a means
    assert not not_yet("一致通过", 0, 4)
    assert not not_yet("公司将", 0, 2)


def test_verbs_are_known_by_where_they_stand() -> None:
    text = "新厂投产，推进改造。中心成功揭牌"
    spans = [(0, 9), (5, 9), (0, 4), (10, len(text))]  # some inside another, as it never is in a document
    within = [[hit.verb.form for hit in hits] for hits in hits_within(find_hits(text), spans)]
    assert within == [["投产", "推进"], ["推进"], ["投产"], ["成功", "揭牌"]]


def test_a_cue_is_one_that_something_stands_behind() -> None:
    assert (has_cue("新厂投产，推进改造。"), has_cue("中心成功揭牌")) == (False, True)
    assert not has_cue("中心揭牌成功")


@pytest.mark.parametrize("name", ["event_verbs", "event_things", "actors", "claims", "domains"])
def test_any_yaml_reader_reads_the_vocabulary(name: str) -> None:
    text = loader.source(f"{name}.yaml")
    assert isinstance(yaml.load(text, Loader=yaml.SafeLoader), dict)


def test_the_module_names_its_file() -> None:
    assert (Path(loader.__file__).parent / events_lexicon._FILE).exists()
