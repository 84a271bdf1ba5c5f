"""Whose a figure is."""

import pytest

from kejian.errors import VocabularyError
from kejian.linking.regions import region, regions
from kejian.linking.subjects import named, place_of, subject_of
from kejian.model import About

SHANGHAI, LINCHUAN = named("上海市"), named("临砚市")


@pytest.mark.parametrize("name", ["上海", "上海市", "沪", "全市", "本市", "我市", None, "Shanghai"])
def test_one_city_under_its_names(name):
    found = subject_of(name, place=SHANGHAI)
    assert (found.key, found.code) == ("310000", "310000")
    assert found.reason


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("苏州", "320500"), ("江苏省苏州市", "320500"), ("吉林", "220000"), ("吉林市", "220200"),
        ("海南", "460000"),
        ("大理", "532900"), ("广东", "440000"), ("深圳市", "440300"), ("重庆", "500000"),
        ("内蒙古", "150000"),
        ("襄阳", "420600"), ("台州", "331000"), ("宁", "640000"),
    ],
)  # fmt: skip
def test_codes_of_the_standard(name, code):
    assert region(name).code == code


def test_every_region_is_found_by_its_name_and_once():
    assert len({one.code for one in regions()}) == len(regions()) > 350
    for one in regions():
        assert region(one.name) == one


def test_a_city_nobody_knows_is_one_with_and_without_its_ending():
    assert named("临砚").key == LINCHUAN.key == subject_of("全市", place=LINCHUAN).key
    assert named("临砚县").key != LINCHUAN.key
    assert named("上海交通大学").code is None


def test_the_province_of_a_city_is_another_subject():
    assert subject_of("全省", place=named("杭州")).code == "330000"
    assert subject_of("全省", place=LINCHUAN).key not in (LINCHUAN.key, "?")
    assert subject_of("全国", place=SHANGHAI).code == "000000"


def test_without_a_place_nothing_is_guessed():
    assert subject_of("全市", place=None).key.startswith("?")
    assert subject_of(None, place=None).score == 0


@pytest.mark.parametrize(
    ("about", "subjects", "name"),
    [
        (About(title="临砚市科技年报2022"), [], "临砚市"),
        (About(title="年报", publisher="临砚市科学技术局"), [], "临砚市"),
        (About(title="2022年报"), ["上海", "上海", "某公司"], "上海市"),
        (About(title="2022年临砚市统计公报"), [], "临砚市"),
        (About(title="临砚市全面推进科技创新"), [], "临砚市"),
        (About(title="创新型城市建设报告"), ["临砚市"], "临砚市"),
        (About(title="2022年苏州市科技年报"), ["上海"], "苏州市"),
        (About(title="关于印发《临砚市创新办法》的通知"), [], "临砚市"),
        (About(title="江苏省苏州市公报"), [], "苏州市"),
        (About(title="全市科技工作总结"), ["临砚市"], "临砚市"),
        (About(title="湖边的城——临砚市观察"), ["某公司"], "临砚市"),
    ],
)
def test_what_a_document_is_about(about, subjects, name):
    assert place_of(about, subjects).name == name


def test_a_document_about_nothing_known():
    assert place_of(About(title="一条路"), ["某公司", None]) is None


def test_a_wrong_region_is_named_with_its_line(tmp_path):
    (tmp_path / "regions.yaml").write_text('"11": {names: [甲市]}\n"1": {names: [乙市]}', encoding="utf-8")
    with pytest.raises(VocabularyError, match="line 2"):
        regions(tmp_path)
