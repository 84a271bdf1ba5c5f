"""Which forms of a document name one thing: short names, quoted names, editions, stages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kejian.extraction.naming.word import known
from kejian.extraction.naming.wordlists import ending, words
from kejian.extraction.naming.words import tokens
from kejian.language.han import HAN, han_pattern
from kejian.model import EntityType

_QUOTES = "“”‘’「」『』\"'《》"
_UNQUOTED = str.maketrans("", "", _QUOTES)
# （简称“X”）, （以下简称X）, （英文简称X）, （英文名 X）, （又称X）
_INTRODUCED = re.compile(
    r"[（(](?:[^（()）]{0,12}?)(?:简称|下称|又称|又名|原名|缩写为|英文名|商品名称?|通用名称?|代号)[为:：]?\s*"
    r"[“\"「]?([^（()）”\"」，。；、]{1,30})[”\"」]?[^（()）]{0,12}[)）]"
)
_LATIN_SHORT = re.compile(r"\s?[（(]([A-Z][A-Za-z0-9&\-]{1,14})[)）]")
# a product and what it is sold as: 罗维替尼片（澜舒泰）
_SOLD_AS = re.compile(rf"\s?[（(]([{HAN}]{{2,6}})[)）]")
_EDITION = re.compile(
    r"^(?:第[\d一二三四五六七八九十百]+届|首届|\d{4}年?度?)|[（(]\d{4}[^（()）]{0,12}[)）]$"
)
_STAGE = re.compile(r"(?:[一二三四五六七八九十\d]+期(?:工程|项目)?|系列)$")
# 某州国家高新技术产业开发区 is 某州高新区
_ZONE = re.compile(r"(?:国家级?)?(?P<sort>高新技术产业|经济技术)开发区$")
_ZONES = {"高新技术产业": "高新区", "经济技术": "经开区"}
_COMPANY = re.compile(r"(?:集团)?(?:股份)?(?:有限)?(?:责任)?公司$|集团$")
_QUOTED_FIRST = re.compile(r"(?P<hao>“[^“”]{1,12}”号)(?=.)|“(?P<core>[^“”]{1,12})”(?=..)")
_FINAL_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*$")
# asked of each form: a member of an enumeration takes as long to look up as a slice
_PLACE, _PRODUCT, _ORGANISATION = EntityType.PLACE, EntityType.PRODUCT, EntityType.ORGANISATION
_ZONED = (EntityType.FACILITY, _PLACE)
_EDITED = (EntityType.EVENT, EntityType.POLICY, _PRODUCT)
_STAGED = (EntityType.FACILITY, _PRODUCT)
_ALIKE = frozenset({_PRODUCT, EntityType.PERSON})  # what a trade name alone may be taken for
_HAN = han_pattern(r"\p{Han}")
# a product, vessel or device may be described before its quoted name; of a programme or a place the quoted
# part is no name by itself
_KINDS_OF_THING = frozenset(
    {
        "卫星",
        "芯片",
        "模型",
        "大模型",
        "机器人",
        "潜水器",
        "无人机",
        "飞机",
        "船",
        "艇",
        "电池",
        "系统",
        "平台",
        "火箭",
        "盾构机",
        "疫苗",
        "操作系统",
        "仪",
        "引擎",
        "装备",
        "材料",
        "软件",
        "装置",
    }
)
_BUILT = frozenset({"系统", "平台", "装置"})  # named with their kind: “惠企”服务平台
_CODE_LAST = re.compile(r"[a-z0-9][a-z0-9_\-.]*$")
_CODE = re.compile(r"[A-Za-z].*\d|\d.*[A-Za-z]")
_PLACE_END = "市省区县"


class Cluster(NamedTuple):
    """Forms of one thing; the first is the fullest, its name."""

    forms: tuple[str, ...]
    type: EntityType

    @property
    def name(self) -> str:
        """The fullest form."""
        return self.forms[0]


def introduced(text: str, forms: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Pairs of a short form and the full one that a bracket gives it to.

    ``forms`` has the names of the document with their types.

    >>> list(introduced("云湖研究院（以下简称“云研院”）成立", {"云湖研究院": None}))
    [('云研院', '云湖研究院')]
    """
    if "（" not in text and "(" not in text:
        return
    for pattern in (_INTRODUCED, _LATIN_SHORT, _SOLD_AS):
        for match in pattern.finditer(text):
            before = text[: match.start()].rstrip(_QUOTES)
            last = {before[-1:], *_QUOTES}  # how a form that stands there can end: most others need no look
            near = [f for f in forms if f[-1] in last]
            full = max((f for f in near if before.endswith(f.strip(_QUOTES))), key=len, default=None)
            if full is None or match.group(1) == full:
                continue
            if pattern is not _SOLD_AS or (forms[full] is _PRODUCT and forms.get(match.group(1)) in _ALIKE):
                yield match.group(1), full


def described_name(form: str) -> str | None:
    """The name at the end of a form that describes it first; None where the whole form is the name.

    >>> described_name("7nm车规级芯片YG3201"), described_name("深潜器“沧龙号”"), described_name("云芯P3")
    ('YG3201', '沧龙号', None)
    """
    if form[-1:] in "”」" and form[0] not in "“「":
        opening = max(form.rfind("“"), form.rfind("「"))
        before = form[:opening]
        return form[opening + 1 : -1] if ending(before) in _KINDS_OF_THING or not ending(before) else None
    quoted = _QUOTED_FIRST.match(form) if form.startswith("“") else None
    if quoted and (ending(form) in _KINDS_OF_THING - _BUILT or form.endswith("”机制")):
        return quoted["hao"] or quoted["core"]
    code = _FINAL_CODE.search(form) if form[-1:].isascii() else None
    if code and _CODE.search(code.group()):
        words_before = [t.text for t in tokens(form[: code.start()]) if t.text.strip()]
        described = ending(form[: code.start()].rstrip()) in _KINDS_OF_THING
        if len(words_before) > 1 and (described or all(known(w) or not _HAN.match(w) for w in words_before)):
            return code.group()
    return None


def groups(
    types: Mapping[str, EntityType], *, introduced: Mapping[str, str], described: Mapping[str, str]
) -> list[Cluster]:
    """Join the forms of a document that name one thing.

    ``types`` gives each form's type; ``introduced`` maps a short form to its full one, ``described`` a form
    with a description to the name it describes. Every form is in one cluster.
    """
    everything = {**types, **{short: types[full] for short, full in introduced.items() if short not in types}}
    leader = {form: form for form in everything}

    def find(form: str) -> str:
        while leader[form] != form:
            form = leader[form]
        return form

    keys: dict[str, str] = {}
    for form in everything:
        for key in _keys(form, everything[form]):
            first = keys.setdefault(key, form)
            if first is not form:
                leader[find(form)] = find(first)
    for short, full in [*introduced.items(), *described.items()]:
        leader[find(short)] = find(full)
    clusters: dict[str, list[str]] = {}
    for form in everything:
        clusters.setdefault(find(form), []).append(form)
    return [_cluster(forms, types, described) for forms in clusters.values()]


def _cluster(forms: Sequence[str], types: Mapping[str, EntityType], described: Mapping[str, str]) -> Cluster:
    ordered = forms
    if len(forms) > 1:
        ordered = sorted(forms, key=lambda f: (f in described, f not in types, -len(f), f))
    return Cluster(tuple(ordered), types[ordered[0]])


def _keys(form: str, kind: EntityType) -> Iterator[str]:
    """What two forms of one thing have in common: each is the same thing's under any of its keys."""
    plain = form.lower() if form.isalnum() else "".join(form.translate(_UNQUOTED).split()).lower()
    yield plain
    if kind is _PLACE:
        if len(plain) > 2 and plain[-1] in _PLACE_END:
            yield plain[:-1]
        if plain in words().abbreviations:
            yield words().abbreviations[plain]
    if kind in _EDITED:
        yield _EDITION.sub("", plain)
    if kind in _STAGED:
        yield _STAGE.sub("", plain)
    if kind in _ZONED and plain.endswith("开发区") and (zone := _ZONE.search(plain)):
        yield plain[: zone.start()] + _ZONES[zone["sort"]]
    if kind is _ORGANISATION and plain.endswith(("公司", "集团")):
        yield _COMPANY.sub("", plain) or plain
    if "“" in form and "”" in form:
        yield form[form.index("“") + 1 : form.index("”")].lower()
    if (
        kind is _PRODUCT
        and plain[-1:].isascii()
        and (code := _CODE_LAST.search(plain))
        and _CODE.search(code.group())
    ):
        yield code.group()


def deictic_forms(
    text: str, named: Iterable[tuple[str, EntityType]], *, title: str = ""
) -> dict[str, tuple[str, ...]]:
    """Forms such as 全市 and 本市 for one place of each level, where the text uses them.

    It is the one that ``title`` names, else the first.

    >>> places = [("柏川市", EntityType.PLACE), ("榆港市", EntityType.PLACE)]
    >>> deictic_forms("次于柏川市，全市……榆港市", places, title="榆港日报")
    {'榆港市': ('全市',)}
    """
    result: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    deictic = words().deictic
    places = [name for name, kind in named if kind is _PLACE and name[-1] in deictic]
    for name in sorted(places, key=lambda name: name[:-1] not in title):
        level = name[-1]
        if level not in taken:
            forms = tuple(f for f in deictic[level] if f in text)
            if forms:
                taken.add(level)
                result[name] = forms
    return result
