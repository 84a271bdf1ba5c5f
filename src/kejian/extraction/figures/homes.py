"""Whom a newspaper's article is about where no other subject is named: its place, body or company."""

import re
from collections import Counter
from functools import cache

import regex

from kejian.extraction.figures.names import main_company
from kejian.extraction.figures.places import known_place, signs_at, whole_name
from kejian.extraction.figures.titles import ALL, document_subject, title_subject
from kejian.language.han import han_pattern
from kejian.model import About, Document
from kejian.vocabulary.loader import load
from kejian.vocabulary.patterns import found_at

_PLACE = regex.compile(
    r"(?P<name>\p{Han}{2})(?:市|省|县|州|(?<!地|社|园|开发|示范|新|片|景|校|库|矿|城|厂|战|误|禁|盲|灾|雷|林|牧)区)(?!级|场|属|域|值|外|内|政|民|面|辖|直|局|委|位|盈|占|售|科[技委]?[局厅委协])"
)
_PLACE_ENDS = "市省县州区"
_NO_PLACE = re.compile(
    r"^[东南西北中]部|核心|[型级]城|[座全本各我同该及上这一两二三四五六七八九十年月日天时多每外在地小个市省区县新都的与和为向从于跨老主大各首几到此]"
    r"|城市|股|超|集贸|楼|门|房|菜|夜|黑|牛|熊|后|早|开发|保税|经开|高新|特|产业|生活|自治|自创|会城|设区|区县"
)
_ZONE = regex.compile(
    r"(?<=[^\p{Han}]|^|[在到向由对的与和进从])(?P<name>(?!走进|记者|国家|省级|市级|[在到向由对的与和这该各个全])\p{Han}{2,5}(?:高新区|经开区|新区|开发区|科学城|新城|科技城|园区|新港))"
)
_ZONE_END = re.compile("高新区|经开区|新区|开发区|科学城|新城|科技城|园区|新港")
# whose the article's figures are where it names nobody else
_LEVEL = re.compile(
    r"[全我本](?<![占居列在于比为高低过及与和到超].)(?P<level>[省市])(?!场|面|属|级|第|首|前|平均|最|唯|率先|同|各|范围|排)"
)
# whose office tells what the article reports: 从青澜省科技厅获悉
_OFFICE = regex.compile(
    r"(?<=[从据由，。\s])(?P<name>\p{Han}{2,3}?)[省市区县](?!级)\p{Han}{2,8}?(?:[厅局委](?!员)|政府|海关|税务)"
)
_FULL = 4  # characters from which the name of a province is its full one
_EXAMPLE = han_pattern(r"(?P<name>\p{Han}{2,3})(?:样本|经验|模式|实践|答卷|现象|密码|路径|速度|力量)")
_PAPER = han_pattern(r"(?:^|[（(《\s])(?P<name>\p{Han}{2,3})(?:晨报|周报|日报|晚报|早报|时报|商报|新报)")
# what the places call themselves that are no 省 or 市
_OWN_PLACE = ((re.compile("本港(?![口区务站湾])"), "香港"), (re.compile("本澳"), "澳门"))
_LONGEST, _MOST = 200_000, 100
_HEAD = 200  # characters in which a place that is named once is the one told of


def press_subject(document: Document, about: About) -> str | None:
    """The place, body or company that an article tells of, by its title and by what its text names most.

    A name from the title counts if the text names it too.
    """
    title = about.title or ""
    text = document.text[:_LONGEST]
    body = text.replace(title, "", 1) if title else text
    for own, name in _OWN_PLACE:
        if name in text and own.search(text):
            return name
    names = _places(text)
    level = _level(text) if names else None
    if titled := _most_named([name for name in names if name in title], level, text):
        return titled[0]
    example = _EXAMPLE.search(title)
    if example and body.count(example["name"]) >= 2:
        return example["name"]
    named = title_subject(title)
    if named and (body.count(named) or body.count(named.rstrip("市省区县州"))):
        return named
    if company := main_company(text, title):
        return company
    if known := known_place(title):
        return known
    office = _OFFICE.search(text[:_HEAD])
    if office and not _NO_PLACE.search(office["name"]):
        return office["name"]
    if found := document_subject(document, About()):
        return found
    often = _most_named(names, level, text)
    if often is not None and often[1] >= 2:
        return often[0]
    near = (name for name in _places(text[:_HEAD]) if name in names and _may_be(name, level, text))
    return named or next(near, None)


def _most_named(names: list[str], level: str | None, text: str) -> tuple[str, int] | None:
    """The place that a text names most, with how often, of those that may be what its 全省 or 全市 means."""
    for name, times in Counter({name: text.count(name) for name in names}).most_common():
        if _may_be(name, level, text):
            return name, times
    return None


def _may_be(name: str, level: str | None, text: str) -> bool:
    """Whether a place may be what 全省 or 全市 of an article means: a city is no province."""
    if level is None:
        return True
    if level == "省":
        return name in _provinces() or f"{name}省" in text
    return f"{name}市" in text or f"{name}省" not in text


def _level(text: str) -> str | None:
    """What an article speaks of as a whole more often, a province or a city."""
    told = Counter(m["level"] for m in found_at(_LEVEL, text, signs_at(ALL, text)))
    return None if told["省"] == told["市"] else "省" if told["省"] > told["市"] else "市"


@cache
def _provinces() -> frozenset[str]:
    """The short names of the provinces of GB/T 2260."""
    return frozenset(
        name for region in load("regions.yaml").values() for name in region["names"] if len(name) < _FULL
    )


def paper_of(title: str) -> str | None:
    """The place whose newspaper a title names: 把海水变甜（云岫日报，2024年3月5日） → 云岫."""
    m = _PAPER.search(title)
    return m["name"] if m else None


def _places(text: str) -> list[str]:
    """The names of the places and zones in ``text``."""
    ends = [max(end - 2, 0) for end in signs_at(_PLACE_ENDS, text)]
    seen = Counter(m["name"] for m in found_at(_PLACE, text, ends) if not _NO_PLACE.search(m["name"]))
    zones = sorted({max(m.start() - n, 0) for m in _ZONE_END.finditer(text) for n in range(1, 6)})
    seen.update(m["name"] for m in found_at(_ZONE, text, zones))
    return sorted({whole_name(name, text) for name, _ in seen.most_common(_MOST)})
