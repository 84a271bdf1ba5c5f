"""Claims of primacy and records, as the text words them: 全球首个, 创…纪录, 在全省率先, 亚洲最大."""

import re
from functools import cache

import msgspec
import regex

from kejian.language.han import HAN
from kejian.vocabulary.loader import load
from kejian.vocabulary.patterns import any_of

# in one of these every claim has its core, at most _REACH characters behind its start
_SIGN = re.compile(
    r"[首最创第率唯刷打年](?:(?<=[首最])|(?<=创)(?![新业意])|(?<=第)[\d一二三四五六七八九十]"
    r"|(?<=率)先|(?<=唯)一|(?<=刷)新|(?<=打)破|(?<=\d年)来)"
)
_REACH = 28
_SHORT = 2  # characters of a region that is looked for before 唯一


class Claim(msgspec.Struct, frozen=True, gc=False):
    """A claim at ``start:end`` of the text it was looked for in."""

    start: int
    end: int
    text: str


def find_claim(text: str, start: int = 0, end: int | None = None) -> Claim | None:
    """The first claim of ``text[start:end]`` that says how the thing stands among its like.

    >>> find_claim("全国首台深海采样机器人下水").text
    '全国首台'
    >>> find_claim("首期规模20亿元") is None
    True
    """
    stop = len(text) if end is None else end
    sign = _SIGN.search(text, start, stop)
    if sign is None:
        return None
    near = sign.start() - (text[sign.start()] == "年")  # 10年来: from its number on
    for match in _pattern().finditer(text, max(start, near - _REACH), stop):
        if (named := _named(text, start, match.start())) is not None:
            return Claim(named, match.end(), text[named : match.end()])
        joined = (
            _pattern().match(text, match.end() + 1, stop)
            if text[match.end() : match.end() + 1] == "、"
            else None
        )
        if joined:  # 国产首个、全球第二个
            return Claim(match.start(), joined.end(), text[match.start() : joined.end()])
        core = match.lastgroup  # the groups are the cores, one in each branch
        if core and match.start(core) == match.start() and _kinds().match(text, match.start()):
            continue
        if not _denied().match(text, match.start(core) if core else match.start()):
            return Claim(match.start(), match.end(), match.group())
    return None


def may_record(text: str) -> bool:
    """Whether a claim in ``text`` may say that a record was set, by how it ends; others too end so."""
    return "录" in text or "新高" in text or "最高" in text or "之最" in text


def _named(text: str, start: int, end: int) -> int | None:
    """Where the name of a province or city begins that ends at ``end``: 江苏首家."""
    for size in (4, 3, 2):
        if end - size >= start and text[end - size : end] in _regions():
            return end - size
    return None


def find_english_claim(text: str) -> str | None:
    """The claim of an English sentence.

    >>> find_english_claim("the world's first tidal array")
    "the world's first"
    """
    match = _english().search(text)
    return match.group() if match else None


@cache
def _regions() -> frozenset[str]:
    """The provinces and cities as they are called without 省 or 市."""
    known = load("regions.yaml").values()
    names = {name for region in known for name in region["names"]}
    cities = {city for region in known for city in region.get("cities", {}).values()}
    return frozenset(names | {city.removesuffix("市") for city in cities})


@cache
def _denied() -> regex.Pattern[str]:
    return regex.compile(any_of(load("claims.yaml")["not_claims"]))


@cache
def _kinds() -> regex.Pattern[str]:
    return regex.compile(any_of(load("claims.yaml")["kinds"]))


@cache
def _english() -> regex.Pattern[str]:
    return regex.compile("|".join(load("claims.yaml")["english"]))


@cache
def _pattern() -> re.Pattern[str]:
    known = load("claims.yaml")
    ends = "".join(e for e in known["place_ends"] if len(e) == 1)
    link = "系为是成选获在出年月评的"  # words that lead to a place name and are no part of it
    place = rf"(?:(?<![{HAN}])|(?<=[{link}]))(?:(?![{link}])[{HAN}]){{2,4}}?[{ends}]"
    solo = any_of(known["counted_first"])
    plain = any_of(known["scopes"])
    scope = rf"(?:(?:{plain}|{place})(?:[{HAN}]{{2,8}}?(?:领域|行业|系统|高校))?)"
    sole = "|".join(sorted(name for name in _regions() if len(name) == _SHORT))
    counters, most = any_of(known["counters"]), any_of(known["superlatives"])
    # quick looks before the careful one: what a claim begins with, or a place
    begins = "".join(sorted({word[0] for word in known["scopes"]} | set("创刷打在率该首第唯")))
    return re.compile(
        rf"""(?=[{begins}\d]|(?:(?<![{HAN}])|(?<=[{link}]))[{HAN}]{{2,4}}?[{ends}])
        (?=[创刷打在率首第唯该]|\d+年来|{plain}|{place})
        (?:(?:创|刷新|打破)(?:了|下|造)?[^，,；;。、]{{0,16}}?(?:{any_of(known["record_ends"])})
        | 在?{scope}(?:率先|首创) | 率先在{scope}
        | (?:该[{HAN}]{{0,8}}|{scope}近?)?(?:\d+|近?[一二三四五六七八九十]+)年来(?:的)?首(?:{counters})
        | (?:{scope}(?:乃至(?:{scope})上?)?)[{HAN}]{{0,12}}
          (?P<core_1>(?:{most})(?:直径|规模|[纪记]录|金额|价格)?(?:[{HAN}]{{1,4}}(?=的[{HAN}]{{3}}))?)(?!限度|程度|案例|实践|论文|奖|组织|人气)
        | (?:{plain})?(?P<core_2>首[批届次]) | {scope}?(?P<core_3>首(?:{counters})(?:最大|最高)?)
        | (?P<core_7>第一(?:{solo})) | {scope}(?P<core_4>第一(?:{counters}))
        | {scope}(?P<core_5>第(?:\d+|[二三四五六七八九十])(?:个|款|家|例|台|种|座|张|套|条|艘|颗|支|项|部|座))
        | {scope}(?P<core_6>唯一) | (?<={sole})(?P<core_8>唯一))""",
        re.VERBOSE,
    )
