"""The one reported on at the head of a clause: by its name, by 全市 and 我院, by an office of it."""

import re
from functools import lru_cache

import msgspec

from kejian.extraction.figures.called import Called
from kejian.extraction.figures.head_words import Subject, does_first, words_of_heads
from kejian.extraction.figures.lines import Line
from kejian.language.han import han_pattern

_SHORT = 3  # characters of the bare name of a place
AREAS = "省市县州旗镇"
_NO_AREA = re.compile(r"(?:园区?|公司|集团|大学|学院|医院|研究[院所]|实验室|银行|科学院|博物馆|科技)$")
AREA_ENDS = "市省县区州"
AREA_END = re.compile(rf"[{AREA_ENDS}](?![场值级民区属域块间内外辖政委])")
_HOME_BODY = han_pattern(
    r"(?:地区)?(?:(?![共获])[\p{Han}]){0,8}(?:产业园|科技园|科创园|科学园|软件园|大学|学院|研究院|集团|公司|实验室|科学节|大会|交易所|基金|园区|开发区|高新区|经开区|保税区|科学城|科技城"
    r"|[种样数][质本据]库|博物馆|科技馆|图书馆|试验[场站]|研究所)"
    r"|[\p{Han}]{2,8}(?:展|周|节|峰会|年会|赛)(?=举办|举行|开幕|闭幕|召开|@|于@)"
)
# 云麓市轻合金集群规上营收: the cluster is whose it is
_CLUSTER = han_pattern(r"\p{Han}{2,12}?集群(?=规上|营|产值|实现)")
_IN_FULL = {"经开区": ("经济技术开发区", "开发区"), "高新区": ("高新技术产业开发区", "产业开发区")}
_OFFICE_OF = han_pattern(
    r"[省市区县州](?:政府|委|[\p{Han}]{2,8}?(?:(?<![布格结])局|厅|委|办公室|管委会|委员会))(?!长|主任|直|属)"
)
_OFFICE_BEGINS = frozenset("省市区县州")
_AUTONOMOUS = ("内蒙古", "广西", "西藏", "宁夏", "新疆")
_ZONE_END = re.compile(r"(?:高新|经开|开发|[^市]新|示范|保税|自贸|园)区$|^高新区$")
# none begins another
_ZONE_NOUNS = (
    *("高新区", "新城", "新区", "新港", "科学城", "科技城", "走廊", "示范区", "湾区", "经开区"),
    *("集团", "研究院", "大学"),
)


def home_at(line: Line, lo: int, hi: int, *, home: str | None, called: Called) -> Subject | None:
    """The one reported on, where the words ``lo:hi`` begin with it: 全市企业中，…"""
    m = words_of_heads().home.match(line.s, lo, hi)
    return Subject(all_of(m[0], home, called, line.at[lo]), m.end(), home=True) if m else None


def all_of(word: str, home: str | None, called: Called, offset: int) -> str:
    """Whom 全市 or 我院 means: the one reported on, if it may be one, else one named last that is."""
    if home is None:
        return word
    kind = word[-1]
    if kind == "内" and _ZONE_END.search(home) is None and (zone := called.zone()):
        return zone  # 区内 of the park that was spoken of
    if kind in "镇旗" and home[-1] != kind:
        return called.area(kind, offset) or called.place or word
    other = home[-1] in "省市县" and kind in "省市县" and home[-1] != kind
    if home[-1] not in AREA_ENDS and kind in "省市":
        other = called.is_of(home, "省市"["省市".index(kind) - 1]) and not called.is_of(home, kind)
    elif kind == "区" and (home[-1] == "市" or called.is_of(home, "市")):
        return called.area(kind, offset) or called.zone() or home
    elif (
        kind == "区"
        and home[-1] not in "区城园"
        and not called.is_of(home, "自治区")
        and not autonomous(home)
    ):
        return called.zone() or home
    if kind not in AREAS or not (other or _NO_AREA.search(home)):
        return home
    return called.area(kind, offset) or word


def is_office(s: str, at: int) -> bool:
    """Whether at the last character of an area's name that of an office of it goes on: 云岫市|科技局."""
    return _OFFICE_OF.match(s, at) is not None


def autonomous(home: str) -> bool:
    """Whether ``home`` is an autonomous region, which calls itself 全区."""
    return home.startswith(_AUTONOMOUS) or home.endswith("自治区")


class _Forms(msgspec.Struct, frozen=True, gc=False):
    """The other forms of the name of the one reported on, and the nouns that alone may call it again."""

    short: str | None  # without its 市 or 县
    other: str | None  # short or in full: 沂北经开区, 沂北经济技术开发区
    nouns: tuple[str, ...]
    area: bool  # whether what an office of it does is told of it
    begins: frozenset[str]  # the first characters of all of these


@lru_cache(maxsize=64)
def _forms(home: str) -> _Forms:
    zone = _ZONE_END.search(home) is not None
    other = None
    for short, (full, *_) in _IN_FULL.items():
        for mine, its in ((short, full), (full, short)):
            if other is None and home.endswith(mine):
                other = home.removesuffix(mine) + its
    nouns = tuple(n for n in _ZONE_NOUNS if len(home) > len(n) and home.endswith((n, *_IN_FULL.get(n, ()))))
    area = home[-1] in AREAS or len(home) <= _SHORT
    return _Forms(
        short=home[:-1] if len(home) > 2 and home[-1] in AREA_ENDS and not zone else None,
        other=other,
        nouns=nouns,
        area=area,
        begins=frozenset(form[0] for form in (home, other or home, *nouns))
        | (_OFFICE_BEGINS if area else set()),
    )


def home_head(s: str, i: int, hi: int, home: str | None) -> Subject | None:
    """The one reported on where the words ``i:hi`` begin with its name, or with an office of it."""
    if home is None:
        return None
    forms = _forms(home)
    if s[i] not in forms.begins:
        return None
    if s.startswith(home, i, hi):
        end = i + len(home)
        if home[-1] not in AREA_ENDS and AREA_END.match(s, end, hi):
            end += 1  # 青岩 in the title, 青岩市 in the text
    elif forms.short and s.startswith(forms.short, i, hi):
        end = i + len(forms.short)
    elif forms.other and s.startswith(forms.other, i, hi):
        end = i + len(forms.other)
    elif forms.nouns and s.startswith(forms.nouns, i, hi):
        end = i + len(next(noun for noun in forms.nouns if s.startswith(noun, i)))
    elif forms.area and s[i : i + 1] in _OFFICE_BEGINS and (m := _OFFICE_OF.match(s, i, hi)):
        end = m.end()  # what an office of the area does is told of the area
    else:
        return None
    if s[end : end + 1] in tuple("—–-·"):
        return None
    if does_first(s, end, end + 4):
        return Subject(home, end, home=True)
    if s.find("集群", end, hi) >= 0 and (m := _CLUSTER.match(s, end, hi)):
        return Subject(s[i : m.end()], m.end())
    if words_of_heads().thing.match(s, i, hi) or _HOME_BODY.match(s, end, hi):
        return None
    return Subject(home, end, home=True)
