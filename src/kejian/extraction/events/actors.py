"""Who did it: the organisations and persons that a phrase names, and what they made."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from operator import itemgetter

import msgspec
import regex

from kejian.language.han import han_pattern
from kejian.model import Entity, EntityType
from kejian.vocabulary.loader import load
from kejian.vocabulary.patterns import any_of

# Looked up once, and several in a tuple: a member of an enumeration takes a call to find and one more to hash
_PERSON, _ORGANISATION = EntityType.PERSON, EntityType.ORGANISATION
_DOERS = (_ORGANISATION, _PERSON, EntityType.PLACE, EntityType.FACILITY)
_WHOLE = (*_DOERS, EntityType.PRODUCT)  # names that are never cut: 天和舱
_MADE = (EntityType.PRODUCT, EntityType.FACILITY, EntityType.PROGRAMME)
_AND = re.compile(r"、|，|(?<!参)与|和|(?<!共)同(?![时步期年比类行意济仁])|及|以及|联合|携手|会同")
_MORE = re.compile(
    r"等(?:\d+|[一二三四五六七八九十多数几]+)?余?[家个所位]?(?:单位|企业|机构|高校|部门|地|公司|院所|方)?(?:参与|共同|联合)?$|[一二三四五六七八九十\d]+[市家方地]$"
)
_LEAD = re.compile(r"^(?:由|获|其中|经|据|与|同|和|联合|以及|及|是|本市|我市|、)+")
_MAKINGS = ("设计", "研制", "研发", "建造", "承建", "开发", "制造")
# 甲设计、乙建造的, 甲牵头、乙参与的
_LEADS = ("牵头", "主导")
_DONE = re.compile(rf"(?:(?<=.{{3}})(?:{'|'.join(_MAKINGS)})|{'|'.join(_LEADS)})$")
_DOES = (*_MAKINGS, *_LEADS)
_NEWLY = re.compile(r"(?<![创高更])新$")
_LED = re.compile(
    r"(?P<who>[^的]{2,20}?)(?:领衔|带领|牵头|负责|率领|领导|主持)的(?P<group>团队|课题组|研究组|科研团队|研究团队)$"
)
_ADVERBS = ("又", "还", "再", "则", "便", "已", "也", "均", "各", "都")
_ADVERB = re.compile(
    rf"(?<=[\u4e00-\u9fff]{{2}})(?<![成首古大丰江花益钦宜帝商](?=都))(?:{'|'.join(_ADVERBS)})$"
)
_RANK = re.compile(r"(?:副?教授|院士|(?:副|助理)?研究员|博士|(?:高级)?工程师|医生|主任医师)\s*")
_MADE_OF = re.compile(
    r"(?:基于|采用|利用|针对|面向|使用|依托|运用|用于)[^的，。；]{2,40}(?:研发|研制|开发|建设|制备|构建|搭建|设计|制造|形成)的(?P<what>.{2,})$"
)
_GROUP = re.compile(rf"(?:{_RANK.pattern})?(?:科研|研究|创新)?(?:团队|课题组|小组|研究组)")
_ASIDE = re.compile(r"(?<=.)[（(][^（）()]*[）)]$")
_PAID = re.compile(r"(?<=.{2})(?:投资|斥资|耗资|出资)[约近超逾]?\d.*$")  # 某某集团投资18亿元
_FOR = re.compile(r"(?<=.{3})(?:为|向)[^，]{2,8}$")  # 某某船厂为国外船东
_JOURNAL = re.compile(r"[^《》，]{0,8}(?<![的在])(?P<name>《[^《》]{2,16}》)(?:杂志|期刊)?(?:编辑部|官网)?$")
_NO_NAME = re.compile(r"^\d|[“”%]|\d元|亿元|万元")
_LONGEST = 26
_TOGETHER = frozenset({"联合", "携手", "会同"})
_SHORTEST = 5  # characters of a partner named behind one of those


Span = tuple[int, int, Entity]


class Names(msgspec.Struct, frozen=True):
    """The entities of a document by where they stand: ``spans`` by start, ``begun`` those of each start."""

    starts: tuple[int, ...]
    spans: tuple[Span, ...]
    begun: dict[int, list[Span]]

    def inside(self, start: int, end: int) -> list[Span]:
        """The entities that lie within ``start:end``, in order."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [span for span in self.spans[first:last] if span[1] <= end] if first < last else []

    def at(self, start: int, limit: int) -> Span | None:
        """The longest entity that starts at ``start`` and ends by ``limit``."""
        for span in self.begun.get(start, ()):  # the longest first
            if start + 1 < span[1] <= limit:
                return span
        return None

    def ending(self, start: int, end: int) -> Span | None:
        """The made thing that ends at ``end``, with nothing of it before ``start``."""
        return next((s for s in self.inside(start, end) if s[1] == end and s[2].type in _MADE), None)

    def person(self, name: str) -> bool:
        """Whether ``name`` is a person's."""
        return any(span[2].type is _PERSON and span[2].name == name for span in self.spans)

    def called(self, noun: str, start: int) -> Entity | None:
        """The nearest entity before ``start`` whose name ends in ``noun``: what 该实验室 stands for."""
        for index in range(bisect_left(self.starts, start) - 1, -1, -1):
            entity = self.spans[index][2]
            if entity.name.endswith(noun) and entity.name != noun:
                return entity
        return None

    def before(self, start: int, types: tuple[EntityType, ...]) -> Entity | None:
        """The nearest entity of one of ``types`` that stands before ``start``."""
        for index in range(bisect_left(self.starts, start) - 1, -1, -1):
            if self.spans[index][2].type in types:
                return self.spans[index][2]
        return None


def names(entities: Sequence[Entity]) -> Names:
    """The entities laid out by place."""
    spans = [(start, end, entity) for entity in entities for start, end in entity.mentions]
    spans.sort(key=itemgetter(1), reverse=True)
    spans.sort(key=itemgetter(0))  # of those that start at one place, the longest first
    begun: dict[int, list[Span]] = {}
    for span in spans:
        begun.setdefault(span[0], []).append(span)
    return Names(tuple([span[0] for span in spans]), tuple(spans), begun)


def made_by(text: str) -> tuple[str, str] | None:
    """``某某公司研制的某某机器人`` as who made it and what it is, else None.

    >>> made_by("清源动力自主研制的固态电池")
    ('清源动力', '固态电池')
    """
    match = _made().match(text) if "的" in text else None
    return (match["who"], match["what"]) if match else None


def made_of(text: str) -> str | None:
    """What was made, of a thing that is said to be made of or with something: 基于某某材料研制的某某膜."""
    match = _MADE_OF.match(text) if "的" in text else None
    return match["what"] if match else None


def actors(text: str, start: int, known: Names) -> list[str]:
    """The actors that ``text``, a phrase standing at ``start`` of the document, names.

    >>> actors("清源大学与青杨医院", 0, names(()))
    ['清源大学', '青杨医院']
    """
    offset = start + len(text) - len(text.lstrip())
    text = text.strip()
    lead = _LEAD.match(text)
    if lead and not (is_brand(text) and not is_brand(text[lead.end() :])):  # 和某医药 begins with 和
        text, offset = text[lead.end() :], offset + lead.end()
    approved = text.rpartition("批准")[2]  # 某某局批准某某公司申报的: who made it stands behind
    offset, text = offset + len(text) - len(approved), _MORE.sub("", approved)
    found = []
    for piece, place in _pieces(text, offset, known):
        persons = persons_last(piece, place, known)
        if persons:
            found += persons
            continue
        name = _trim(piece)
        if name and _may_act(name, place, known):
            found.append(name)
    return found


def persons_last(text: str, start: int, known: Names) -> list[str]:
    """The person that a phrase ends with, and before that the body it is of: 青杨大学林知远教授."""
    inside = known.inside(start, start + len(text))
    for begin, end, entity in reversed(inside):
        rest = text[end - start :].rstrip()
        if entity.type is _PERSON and _GROUP.fullmatch(rest):
            return [text.strip()]  # 青杨大学林知远教授团队
        if entity.type is _PERSON and begin > start and (not rest or _RANK.fullmatch(rest)):
            body = text[: begin - start]
            of = any(a == start and e.type is _ORGANISATION for a, _, e in inside)
            return [*([body] if of and is_organisation(body) else []), text[begin - start : end - start]]
    ranked = _ranked().fullmatch(text) if len(text) <= _LONGEST else None
    if ranked:
        body = ranked["body"] or ""
        member = ranked["rank"].startswith("院士")  # no academy did what its member did
        own = is_organisation(body) and not member
        return [*([body] if own else []), ranked["who"]]
    return []


def maker_before(text: str, start: int, known: Names) -> int:
    """How many characters of ``text`` name the company that its product is called after, 0 if none.

    ``青杨微电子6英寸产线`` begins with five; ``青杨大学东校区`` with none: that is the university itself.
    """
    span = known.at(start, start + len(text))
    if span and span[2].type is _ORGANISATION:
        length = span[1] - start
        rest = text[length:]
        return (
            length if len(rest) >= 3 and not _own_place().search(rest) and rest[0] not in "的与和、（(" else 0
        )
    may_be = _may_be_brand().match(text) is not None and not text.startswith(_no_brands())
    match = _brand().match(text) if may_be else None
    if (
        match
        and len(text) - match.end() >= 4
        and not _own_place().search(text)
        and text[match.end()] not in "（("
    ):
        return match.end()
    return 0


def is_organisation(text: str) -> bool:
    """Whether the text ends like the name of an organisation (and of no facility)."""
    return bool(_org_end().search(text)) and not _facility_end().search(text)


def is_body(text: str) -> bool:
    """Whether the text ends like the name of an organisation or of a facility that acts: 机器人平台."""
    return bool(_org_end().search(text)) or text.endswith("平台")


def own_made(text: str) -> str | None:
    """What was made, of a thing that its maker, named before, made: 自主设计的某某断路器."""
    match = _own_made().match(text) if "的" in text else None
    return match["what"] if match else None


def stands_for_itself(text: str) -> bool:
    """Whether the text ends like a body that may do things: 某某站, 某某中心."""
    return bool(_bodies().search(text))


def how_only(text: str) -> bool:
    """Whether the text says only how a thing was made: 联合, 研究."""
    return bool(_how().fullmatch(text))


def is_firm(text: str) -> bool:
    """Whether the text is the name of a company or body by its form."""
    return is_brand(text) or (is_organisation(text) and len(text) > 3)


def is_brand(text: str) -> bool:
    """Whether the text is a company's name by its form: 青杨微电子.

    >>> is_brand("青杨微电子"), is_brand("城市交通")
    (True, False)
    """
    match = _brand_only().fullmatch(text)
    return match is not None


def _pieces(text: str, offset: int, known: Names) -> list[tuple[str, int]]:
    """``text`` cut where it joins names, but never inside one."""
    joints = list(_AND.finditer(text, 1))
    inside = known.inside(offset, offset + len(text)) if joints else []
    pieces, begin = [], 0
    for match in joints:
        place = offset + match.start()
        # 青杨大学联合江天设计院: two, whatever was taken for one name
        two = (
            match.group() in _TOGETHER
            and len(text) - match.end() >= _SHORTEST
            and is_organisation(text[begin : match.start()])
        )
        if not two and any(a < place < b and e.type in _WHOLE for a, b, e in inside):
            continue
        pieces.append((text[begin : match.start()], offset + begin))
        begin = match.end()
    return [*pieces, (text[begin:], offset + begin)]


def _trim(piece: str) -> str:
    if "《" in piece:
        journal = _JOURNAL.match(piece)
        return journal["name"] if journal else ""
    if "）" in piece or ")" in piece:
        piece = _ASIDE.sub("", piece)
    name = _MORE.sub("", piece.strip(" “”\"'（）()"))
    # each pattern where it may hit: most names have none of what is cut from them
    if name.endswith("新"):
        name = _NEWLY.sub("", name)
    if not name.isalpha():  # it has a number
        name = _PAID.sub("", name)
    if "为" in name or "向" in name:
        name = _FOR.sub("", name)
    if name.endswith(_ADVERBS):
        name = _ADVERB.sub("", name)
    if name.endswith(_DOES):
        name = _DONE.sub("", name)
    if "的" in name:
        led = _LED.match(name)
        name = led["who"] + led["group"] if led else name.rpartition("的")[2]
    return name.strip()


def _may_act(name: str, place: int, known: Names) -> bool:
    if "《" in name:
        return _JOURNAL.fullmatch(name) is not None
    if not 2 <= len(name) <= _LONGEST or _how().fullmatch(name):
        return False
    end = place + len(name)
    for span in known.begun.get(place, ()):
        if span[1] <= end and span[2].type in _DOERS:
            return True
    if _org_end().search(name):
        return True
    return not _not_actor().search(name) and len(name) <= 12 and not _NO_NAME.search(name)


@cache
def _made() -> re.Pattern[str]:
    data = load("actors.yaml")
    how, made = any_of(data["made_how"]), any_of(data["made"])
    return han_pattern(
        rf"(?!基于|采用|利用|针对|面向|使用|依托|运用|用于)(?P<who>[^的，。；]{{2,40}}?)(?:{how}|与|并|、)*(?:{made})(?:{made}|并|、|和)*的(?P<what>.{{2,}})$"
    )


@cache
def _ranked() -> re.Pattern[str]:
    """A person whom the rank before the name gives away: 中国工程院院士林以恒."""
    surnames = load("names.yaml")["surnames"]
    ranks = any_of(load("actors.yaml")["ranks"])
    return han_pattern(
        rf"(?P<body>\p{{Han}}{{2,20}}?)?(?P<rank>(?:(?:{ranks})、?)+)(?P<who>[{surnames}]\p{{Han}}{{1,2}})"
    )


@cache
def _own_made() -> re.Pattern[str]:
    data = load("actors.yaml")
    how = any_of([*data["made_how"], "自行"])
    return han_pattern(rf"(?:{how})+(?:{any_of(data['made'])}|并|、|和)+的(?P<what>.{{2,}})$")


@cache
def _bodies() -> re.Pattern[str]:
    return han_pattern(rf"(?:{any_of(load('actors.yaml')['bodies'])})$")


@cache
def _how() -> re.Pattern[str]:
    """Words of how a thing was made, which are no name by themselves."""
    return han_pattern(rf"(?:{any_of(load('actors.yaml')['made_how'])}|研究|由)+")


@cache
def _org_end() -> re.Pattern[str]:
    data = load("actors.yaml")
    return han_pattern(rf"(?:{any_of([*data['org_ends'], *data['brands']])})$")


@cache
def _facility_end() -> re.Pattern[str]:
    return han_pattern(rf"(?:{any_of(load('actors.yaml')['facility_ends'])})$")


@cache
def _not_actor() -> re.Pattern[str]:
    return han_pattern(rf"(?:{any_of(load('actors.yaml')['not_actors'])})$")


@cache
def _own_place() -> re.Pattern[str]:
    return han_pattern(rf"(?:{any_of(load('actors.yaml')['own_places'])})(?:[一二三]期|\d期|（.*）)?$")


@cache
def _brand_only() -> re.Pattern[str]:
    return han_pattern(rf"\p{{Han}}{{2,4}}?(?:{any_of(load('actors.yaml')['brands'])})")


@cache
def _may_be_brand() -> re.Pattern[str]:
    """A quick look before the careful one."""
    data = load("actors.yaml")
    return han_pattern(rf"\p{{Han}}{{2,4}}?(?:{any_of([*data['firm_brands'], *data['brands']])})")


@cache
def _no_brands() -> tuple[str, ...]:
    return tuple(load("actors.yaml")["no_brands"])


@cache
def _brand() -> regex.Pattern[str]:
    data = load("actors.yaml")
    firm, brands = any_of(data["firm_brands"]), any_of(data["brands"])
    fields = any_of(data["field_tails"])
    things = any_of(data["thing_brands"])  # 巡检机器人“知更”: what it is, and no maker
    return regex.compile(
        rf"\p{{Han}}{{2,4}}?(?:(?:{firm})(?!的|{fields})(?=\p{{L}})|(?:{brands})(?=[\dA-Za-z“])(?<!(?:{things})(?=“)))"
    )
