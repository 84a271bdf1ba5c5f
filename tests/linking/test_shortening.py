"""Short forms by the general way of shortening, and that two names of one short form stay apart."""

import pytest

from kejian.linking.likeness import like
from kejian.linking.names import parse
from kejian.linking.shortening import shortenings
from kejian.linking.things import Link, join


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("云湖大学", "云大"),
        ("云湖工业大学", "云工大"),
        ("云湖工业大学", "云湖工大"),
        ("中国科学院大学", "国科大"),
        ("云湖工业技术研究院", "云湖工研院"),
        ("中国科学院上海微系统与信息技术研究所", "中科院上海微系统所"),
        ("中国国际进口博览会", "进博会"),
        ("中国商用飞机有限责任公司", "中国商飞"),
    ],
)
def test_characters_stand_in_order_and_the_head_is_kept(name, short):
    assert short in shortenings(name)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("云湖工业大学", "云大"),  # what tells it apart is left out
        ("云湖大学医学院", "云大"),
        ("云湖工业大学", "云工"),  # nothing says what it is
        ("国防科技大学", "国科大"),  # everybody takes it for another
        ("沧芯微电子有限公司", "沧微"),  # of companies brands are known
        ("云湖", "云"),
        ("A大学", "A大"),
    ],
)
def test_what_tells_a_name_from_others_is_not_left_out(name, short):
    assert short not in shortenings(name)


def joined(*names):
    """Names joined by every likeness there is among them: the groups as sets."""
    parsed = {number: parse(name, "organisation") for number, name in enumerate(names)}
    links = []
    for one in parsed:
        for other in range(one + 1, len(names)):
            found = like(parsed[one], parsed[other])
            if found:
                short = min(one, other, key=lambda number: len(names[number])) if found.weak else None
                links.append(
                    Link(one=one, other=other, score=found.score, reasons=found.reasons, short=short)
                )
    return [{names[one.name] for one in group} for group in join(parsed, links)]


def test_a_short_form_is_joined_with_the_only_name_it_fits():
    assert {"华东师范大学", "华师大"} in joined("华东师范大学", "云湖大学", "华师大")


def test_a_short_form_that_fits_two_names_is_joined_with_neither():
    assert {"华师大"} in joined("华东师范大学", "华中师范大学", "华师大")


def test_the_reason_says_what_is_short_for_what():
    found = like(parse("哈尔滨工业大学", "organisation"), parse("哈工大", "organisation"))
    assert found is not None
    assert found.reasons == ("short: 哈工大 shortens 哈尔滨工业大学",)
    assert found.weak
