"""Places by the names that GB/T 2260 gives them, where a title or a text has no 市 or 省 to tell one by."""

import re
from collections.abc import Iterable
from functools import cache

from kejian.vocabulary.loader import load

_ENDS = "市省盟"
_SHORT = 4  # characters up to which a name is one as people say it: 内蒙古, 呼伦贝尔
# bodies and papers that a place only names
_BODY = re.compile(
    r"\w{0,6}(?:大学|学院|医院|银行|公司|集团|股份|日报|晚报|研究院|研究所|科技厅|科技局|统计局|[厅局委](?![书员]))|[路街山湖江河]"
)
_ZONE = re.compile(r"(?:市|省)?[^\W\d_A-Za-z]{0,4}?(?:高新区|经开区|新区|开发区|科学城|科技城|示范区|自贸区)")
_NO_PART = frozenset(
    "在到向由对的与和进从于为是把将让给及同跟省市区县州盟旗全本该各我年月日赴往至自被经以走下去来驻如像连、，。“”"
)
_OFTEN = 3
# what is told of areas and zones alone, and those that have none of it
_OF_AREA = re.compile(
    r"生产总值|GDP|高新技术企业|专精特新|科技型(?:中小)?企业|[市经]营?[场营]主体|规模?以?上(?:工业|企业|服务业)|固定资产投资|一般公共预算|进出口总[额值]"
    r"|技术合同(?:成交额|登记)|全社会(?:研发|R&D)|常住人口|居民人均|产业(?:规模|产值|增加值|营收)|瞪羚|独角兽|雏鹰|研发机构|创新平台$|孵化面积|上市公司|每?万人"
    r"|5G\S{0,4}基站|[省市区县]级(?:智能工厂|\S{0,6}基地)|外资研发中心|医疗器械\S{0,4}注册证|(?:新药|试剂)\S{0,2}(?:批件|获批)"
)
_NO_AREA = (
    "平台", "实验室", "装置", "公司", "股份", "大学", "学院", "医院", "研究院", "研究所", "协会", "项目",
    "工程", "计划", "基金", "大赛", "大会", "论坛", "系统", "卫星", "机器人", "银行", "交易所", "注射液",
    "单抗", "疫苗",
)  # fmt: skip


@cache
def names() -> dict[str, str]:
    """The provinces and cities as people call them, by their full names' beginnings: 石家庄 → 石家庄市."""
    found = {}
    for region in load("regions.yaml").values():
        for full in (region["names"][0], *region.get("cities", {}).values()):
            short = next((n for n in region["names"] if len(n) < len(full) and full.startswith(n)), None)
            short = short or (full[:-1] if full[-1] in _ENDS else full)
            if 2 <= len(short) <= _SHORT:
                found[short] = full
    return found


@cache
def _any() -> re.Pattern[str]:
    return re.compile("|".join(sorted(names(), key=len, reverse=True)))


def is_known(text: str) -> int:
    """How many characters of ``text`` are the name of a province or city it begins with, 市 and 省 included.

    >>> is_known("南昌市登记"), is_known("南昌登记"), is_known("登记")
    (3, 2, 0)
    """
    known = names()
    for length in range(_SHORT, 1, -1):
        if text[:length] in known:
            end = min(length, len(text))
            return end + text.startswith(("市", "省"), end)
    return 0


@cache
def _well_known() -> frozenset[str]:
    return frozenset(load("names.yaml")["places"])


def is_well_known(text: str) -> bool:
    """Whether ``text`` is a nation, province or city that needs no introduction.

    >>> is_well_known("日本"), is_well_known("日本电气")
    (True, False)
    """
    return text in _well_known() or (is_known(text) == len(text) > 1)


def of_area(measure: str, subject: str) -> bool:
    """Whether ``measure`` is told of areas and ``subject`` is none: 规上工业增加值 is of no laboratory.

    >>> of_area("高新技术企业", "霁湖实验室"), of_area("高新技术企业", "霁湖高新区")
    (True, False)
    """
    return subject.endswith(_NO_AREA) and _OF_AREA.search(measure) is not None


def known_place(title: str) -> str | None:
    """The first place that a title names, or the zone that is called by it.

    >>> known_place("南昌合同成交额翻番"), known_place("南昌高新区的新账本"), known_place("南昌大学年报")
    ('南昌', '南昌高新区', None)
    """
    for m in _any().finditer(title):
        if zone := _ZONE.match(title, m.end()):
            return title[m.start() : zone.end()]
        if not _BODY.match(title, m.end()):
            return m[0]
    return None


def whole_name(name: str, text: str) -> str:
    """``name`` with the character that its two belong to, where the text never parts them: 家庄 → 石家庄.

    >>> whole_name("家庄", "石家庄市登记83项。"), whole_name("岫云", "在岫云市，岫云登记83项。")
    ('石家庄', '岫云')
    """
    at = text.find(name)
    first, times = text[max(at - 1, 0) : max(at, 0)], 0
    if first in _NO_PART or not first.isalpha() or first.isascii():
        return name
    while at >= 0:
        if text[at - 1 : at] != first:
            return name
        at, times = text.find(name, at + len(name)), times + 1
    return first + name if first + name in names() or times >= _OFTEN else name


def signs_at(signs: Iterable[str], text: str) -> list[int]:
    """Where one of a few rare characters stands in a long text, in order: a search looks at every character.

    >>> signs_at("市省", "江州市与青澜省")
    [2, 6]
    """
    found = []
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + 1)
    return sorted(found)
