"""A name taken apart: its normal form, what is left without what may go, and the keys it is found by."""

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

import regex

from kejian.language.normal import normal
from kejian.linking.name_words import name_words
from kejian.linking.regions import region
from kejian.linking.shortening import shortenings
from kejian.model import EntityType, Value

_DROP = regex.compile(r"[\s“”\"'‘’《》「」『』〈〉·•]")
_DASH = regex.compile(r"[-‐‑–—―−─]+")
_AND = regex.compile(r"[和与及、]")
_CITY = regex.compile(r"^(\p{Han}{2,3}?)市(?=\p{Han}{2})")
_QUOTED = regex.compile(r"[“「『]([^“”「」『』]{2,16})[”」』]")
_CODE = regex.compile(r"[a-z0-9]+(?:[-_./:][a-z0-9]+)*")
_HYPHEN = regex.compile(r"(?<!\d)-|-(?!\d)")  # 云芯-P3; not GB/T 15834-2011
_ORDINAL = regex.compile(
    r"(?<=第)[〇零一二三四五六七八九十百]+|[〇零一二三四五六七八九十百]+(?=[号期届代院所次轮五])"
)
_ITS_NUMBER = regex.compile(r"^\p{Han}{2,6}\d{1,3}号(?=\p{Han}{2,4}$)")
_PLACED = regex.compile(r"\((\p{Han}{2,8})\)")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
NUMBERED = regex.compile(r"^(?:第\d+届|\d{4}年?)")
NATION = ("中华人民共和国", "中国")  # in front of what can be named without it
AREAS = ("新片区", "片区", "新区", "园区", "开发区", "高新区", "示范区")  # what lies in a place
_LONGEST_AREA = 40  # characters
LONG_END = 5  # characters of a name that is the end of another
_DRUG = 4  # characters of the name of a drug without its form
_LONG = 200  # characters of a name that count
_LONGEST = 60  # characters of a name that is looked at closely
_WHOLE_BRAND = 4  # characters of a brand with what the company does, without its place
_SHORT_FORM = 6  # characters from which a slip of one is looked for


class Name(Value, frozen=True, kw_only=True):
    """A name of a type, taken apart.

    ``form`` is the normal form, by which names are told apart. ``canon`` is that in its shortest usual
    words (科学技术委员会: 科委), ``stem`` the canon without a legal form, ``brand`` the stem without what the
    company does or the product is (empty: all of it), ``quoted`` what stood in quotation marks. ``places``
    are places named in front or in brackets, ``codes`` models, versions and numbers, in order.
    """

    form: str
    type: str
    canon: str
    stem: str
    brand: str = ""
    quoted: str = ""
    places: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def form_of(name: str) -> str:
    """The normal form of a name: compatible characters, simplified, lower case, no blanks and quotes.

    >>> form_of("《云湖市Ａ类办法》"), form_of("第五届 “砚星”论坛"), form_of("中⼼—2")
    ('云湖市a类办法', '第5届砚星论坛', '中心-2')
    """
    text = _DROP.sub("", normal(normalize("NFKC", name[:_LONG]))).lower()
    return _ORDINAL.sub(lambda match: _number(match.group()), _DASH.sub("-", text))[:_LONG]


def _number(text: str) -> str:
    """A small number in Chinese numerals as digits."""
    if "百" in text or text.count("十") > 1 or ("十" not in text and len(text) > 4):
        return text
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            return text
        return str(10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0))
    return "".join(str(_DIGITS[c]) for c in text)


def names_something(name: str) -> bool:
    """Whether a form can name a thing by itself: not 全市, 该公司, nor a single character.

    >>> names_something("本市"), names_something("公司"), names_something("砚星")
    (False, False, True)
    """
    form = form_of(name)
    return len(form) > 1 and form not in name_words().pointing and any(c.isalnum() for c in form)


@lru_cache(maxsize=100_000)
def parse(name: str, type_: str) -> Name:
    """A name taken apart.

    >>> one = parse("云湖市沧芯微电子股份有限公司", "organisation")
    >>> one.canon, one.stem, one.brand, one.places
    ('云湖沧芯微电子股份有限公司', '云湖沧芯微电子', '云湖沧芯', ('云湖',))
    """
    form = form_of(name)
    quoted = _QUOTED.search(normal(name))
    canon = _HYPHEN.sub("", form[:_LONGEST])
    places = [_place(match.group(1)) for match in _PLACED.finditer(canon)]
    if type_ in _BODIES:
        for long, short in name_words().shorter:
            canon = canon.replace(long, short)
        canon = _AND.sub("", canon)
    city = _CITY.match(canon)
    if city:
        places.insert(0, _place(city[1]))
        canon = city[1] + canon[city.end() :]
    front = _front(canon)
    if front and not city:
        places.insert(0, _place(front))
        canon = _without_level(front) + canon[len(front) :]
    stem = _without_end(canon, name_words().legal) if type_ == EntityType.ORGANISATION else canon
    return Name(
        form=form,
        type=type_,
        canon=canon,
        stem=stem,
        brand=_brand(canon, stem, type_, bool(quoted)),
        quoted=form_of(quoted[1]) if quoted else "",
        places=tuple(dict.fromkeys(places)),
        codes=tuple(code.replace("-", "").replace("_", "") for code in _CODE.findall(form) if _tells(code)),
    )


_BODIES = (EntityType.ORGANISATION, EntityType.FACILITY, EntityType.PLACE)


def _tells(code: str) -> bool:
    """Whether letters and digits are a number or model rather than a word."""
    return any(c.isdigit() for c in code) or len(code) < 4


def _front(canon: str) -> str:
    """The well-known place that a name begins with, longest first."""
    for length in range(min(len(canon) - 2, 8), 1, -1):
        if region(canon[:length]):
            return canon[:length]
    return ""


def _without_level(place: str) -> str:
    """A well-known place without 省 or 自治区, as names of bodies often have it."""
    known = region(place)
    short = known.names[1] if known and len(known.names) > 1 else place
    return short if place.startswith(short) else place


def _place(name: str) -> str:
    known = region(name)
    return known.code if known else name.removesuffix("市").removesuffix("省")


def _without_end(text: str, ends: tuple[str, ...], *, least: int = 2) -> str:
    bare = regex.sub(r"\((?:集团|控股)\)", "", text)
    for end in ends:
        if bare.endswith(end) and len(bare) - len(end) >= least:
            return bare[: -len(end)].rstrip(".,-")
    return bare


def _brand(canon: str, stem: str, type_: str, quoted: bool) -> str:
    """A name without the words of business or sort at its end; empty where nothing is lost."""
    if type_ == EntityType.ORGANISATION:
        if stem == canon and not stem.endswith(name_words().business):
            return ""
        text = stem
        while (shorter := _without_end(text, name_words().business)) != text:
            text = shorter
        return text if text != canon else ""
    if type_ in (EntityType.PRODUCT, EntityType.FACILITY):
        text = _without_end(canon, name_words().sorts)
        dose = text != canon and canon.endswith(name_words().doses) and len(text) >= _DRUG
        if text != canon and (numbered := _ITS_NUMBER.match(text)):
            text = numbered[0]  # 天舟5号货运飞船
        named = dose or quoted or text[-1:] in "号期" or (text[-1:].isalnum() and text[-1:].isascii())
        return text if text != canon and named else ""
    return ""


def keys(name: Name) -> Iterator[str]:
    """What two names have in common if they may be one thing's; some more keys than characters."""
    group = "t" if name.type in ("organisation", "facility", "place") else name.type[:2]
    yield f"{group}:{name.stem}"
    bare = name.stem
    for place in _prefixes(name):
        yield f"{group}:{bare[len(place) :]}"
    if name.brand:
        yield f"{group}:{name.brand}"
        for place in _prefixes(name):
            if len(name.brand) - len(place) > 1:
                yield f"{group}:{name.brand[len(place) :]}"
    for cut in cuts(name):
        yield f"{group}:{cut}"
    if name.quoted:
        yield f"{group}:{name.quoted}"
    if name.type in (*_BODIES, EntityType.EVENT):
        number = NUMBERED.match(name.form)
        for short in shortenings(name.form[number.end() :] if number else name.form):
            yield f"{group}:{number[0] if number else ''}{short}"
    for nation in NATION:
        if name.form.startswith(nation):
            yield f"{group}:{name.form[len(nation) :]}"
    if name.type == EntityType.PLACE and name.form.endswith(AREAS) and len(name.form) <= _LONGEST_AREA:
        yield from (f"{group}:{name.form[at:]}" for at in range(2, len(name.form) - LONG_END + 1))
    if _SHORT_FORM <= len(name.canon) <= _LONGEST and name.type != EntityType.PERSON:
        yield f"{group}~{name.canon}"
        for at in range(len(name.canon)):
            yield f"{group}~{name.canon[:at]}{name.canon[at + 1 :]}"


def cuts(name: Name) -> Iterator[str]:
    """A company's stem without the last word of what it does; 中国电子 is another than 中国电子科技."""
    if name.stem.startswith(NATION):
        return
    for word in name_words().business if name.brand and name.stem != name.canon else ():
        if name.stem.endswith(word) and len(name.stem) - len(word) > len(name.brand):
            cut = name.stem[: -len(word)]
            yield cut
            front = _front(cut)
            if front and len(cut) - len(front) >= _WHOLE_BRAND:
                yield cut[len(front) :]


def _prefixes(name: Name) -> Iterator[str]:
    """What in front of a name may be a place: a well-known one, of a company any two or three characters."""
    front = _front(name.stem)
    if front:
        yield front
    if name.type == EntityType.ORGANISATION and name.stem != name.canon:
        for length in (2, 3):
            if len(name.stem) - length >= 3 and length != len(front):
                yield name.stem[:length]
