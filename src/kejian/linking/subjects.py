"""Whose a figure is: one subject under all its names."""

from collections import Counter
from collections.abc import Iterable

import regex

from kejian.linking.regions import by_code, region
from kejian.linking.words import plain, words
from kejian.model import About, Value

_PLACE = regex.compile(r"((?:(?![各全本我])\p{Han}){2,4}?(?:(?<!城)市|省|县|自治区|自治州))")  # no 创新型城市
_OFFICE = regex.compile(
    r"^(?P<place>\p{Han}{2,4}?)(?:市|省|县)?"
    r"(?:科学技术|科技|统计|人民政府|市政府|发展和?改革|经济和?信息|工业和?信息|日报|晚报|早报|晨报|商报|新闻网|发布$|市委)"
)
_DISTRICT = regex.compile(
    r"(?:(?:19|20)\d\d年?)?(?P<place>(?:(?![全各本我该整])\p{Han}){2,4}?(?<![地社城景学校片])(?<!\p{Han}\p{Han}园)区)(?![域间块别位分])"
)
_NO_NAME = regex.compile(r"[全各占座该整每]|论文|(?:国家|城市|地方|区域|中国|全国|人民|国际)$")
_OF_A_CITY = regex.compile(r"(?<!自治|开发|高新|新|园|特)区$")
_MARKS = regex.compile(r"[^\p{Han}\w]+")
_YEAR = regex.compile(r"^(?:19|20)\d\d(?:年度|年)?")
_TITLE, _LONGEST = 200, 12  # characters of a title that are looked at, of the name of a place
_SHORT = 60  # characters of a name that can still be a subject


class Subject(Value, frozen=True, kw_only=True):
    """A subject: ``key`` the same under all its names, ``code`` of GB/T 2260 where it is such a place."""

    key: str
    name: str
    code: str | None = None
    score: float = 1.0
    reason: str = ""


NOBODY = Subject(key="?", name="?", score=0.0, reason="the document does not say whose it is")


def named(name: str) -> Subject:
    """The subject of a name that stands for itself.

    >>> named("上海市").key == named("沪").key == "310000"
    True
    >>> named("青砚市").key == named("“青砚”").key
    True
    """
    place = region(name)
    if place:
        return Subject(key=place.code, name=place.name, code=place.code, reason=f"“{name}” names the place")
    text = plain(name[:_SHORT])
    key = text[:-1] if text.endswith("市") and len(text) > 2 else text
    return Subject(key=key, name=name, reason="named")


def subject_of(name: str | None, *, place: Subject | None) -> Subject:
    """Whose a figure is. ``place`` is what the document is about; words like 全市 and 本省 stand for it.

    >>> subject_of("全市", place=named("上海")).code
    '310000'
    >>> subject_of("全省", place=named("苏州")).code
    '320000'
    """
    if name is None or not plain(name):
        return _instead(place, score=0.7, reason="not said; the document is about it") if place else NOBODY
    level = words().deictic.get(plain(name))
    if level is None:
        return named(name)
    if level == "nation":
        return Subject(key="000000", name="全国", code="000000", reason=f"“{name}” names the country")
    if place is None:
        return _unknown(name)
    if level == "province" and place.code and not place.code.endswith("0000"):
        outer = by_code(place.code[:2] + "0000")
        if outer:
            return Subject(
                key=outer.code, name=outer.name, code=outer.code, reason=f"“{name}” of {place.name}"
            )
    if level == "province" and not place.code and not place.name.endswith(("省", "区")):
        return Subject(
            key=f"{plain(name)}@{place.key}", name=f"{name}（{place.name}）", reason="its province"
        )
    if plain(name).endswith("市") and not place.code and _OF_A_CITY.search(place.name):
        return Subject(key=f"{plain(name)}@{place.key}", name=f"{name}（{place.name}）", reason="its city")
    return _instead(place, score=0.95, reason=f"“{name}” in a document about it")


def _unknown(name: str) -> Subject:
    """A word such as 全市 where the document does not say which place it is about."""
    return Subject(key=f"?{plain(name)}", name=name, score=0.3, reason="it is not known which place is meant")


def place_of(about: About, subjects: Iterable[str | None]) -> Subject | None:
    """What a document is about: the place of its publisher or title, else the one most of its figures are of.

    >>> place_of(About(title="青砚市科技创新年报（2022）"), []).name
    '青砚市'
    """
    for text in (about.publisher, about.title):
        found = _in(text or "")
        if found:
            return found
    district = _DISTRICT.match(about.title or "")
    if district:
        return named(district["place"])
    office = _OFFICE.match(about.publisher or "")
    if office and not _NO_NAME.search(office["place"]):
        return named(office["place"])
    deictic = words().deictic  # 全市 says of no place which it is
    votes = Counter(
        name
        for name in subjects
        if name
        and plain(name) not in deictic
        and (
            region(name)
            or (name.endswith(("市", "省")) and not name.endswith("城市") and not _NO_NAME.search(name))
        )
    )
    if not votes:
        return None
    most = max(votes.values())
    return named(min(name for name, count in votes.items() if count == most))


def _in(text: str) -> Subject | None:
    """The place that a title or the name of an organisation begins with, behind a year or an opening mark."""
    parts = [_YEAR.sub("", part) for part in _MARKS.split(text[:_TITLE])]
    for part in parts:
        for length in range(min(len(part), _LONGEST), 1, -1):  # 上海市…, 上海…
            if region(part[:length]):
                return named(part[:length])
    for part in parts:
        match = _PLACE.match(part)
        if match:
            return named(match[1])
    return None


def _instead(place: Subject, *, score: float, reason: str) -> Subject:
    return Subject(key=place.key, name=place.name, code=place.code, score=score, reason=reason)
