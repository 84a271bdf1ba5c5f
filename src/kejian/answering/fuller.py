"""A thing that is counted under a fuller name: 国家实验室 is asked, 国家实验室全部入轨运行 was counted.

Documents count what did or is something; a question names the thing alone. Where exactly one measure of
the place is the words asked with a predicate behind them, or with what was done before them, that is meant,
and the answer says so. A noun beside the words makes another thing (国家实验室基地), and is not taken.
"""

import msgspec
import regex
import rjieba

from kejian.answering.evidence import Evidence
from kejian.answering.names import Measure
from kejian.answering.reading import Asked
from kejian.linking.words import plain

_PREDICATES = ("v", "d", "p", "c", "u")  # tags of the words that a predicate begins with
_NOUNS = ("vn",)
_ALL = ("全部", "全都", "全面", "均", "共", "已")  # all of it: what follows is a predicate, whatever the tag
_LEVELS = "市省区县"  # what is left of the place's name
_HAN = regex.compile(r"\p{Han}{3,}")

_LINKS = ("r", "m", "q")  # 各类, 一批
_ADDED = ("新", "净", "拟", "减")  # what came or went in the period is no count of what there is


def fuller(asked: Asked, evidence: Evidence) -> Asked | None:
    """The question with the one measure that its unread words begin; None where there is none, or several."""
    if asked.measures or asked.things:
        return None
    plains = [plain(one) for one in asked.words or asked.phrases]
    named = [one for one in plains if any(map(str.isalnum, one))]
    if len(named) != 1 or not _HAN.fullmatch(named[0]):
        return None
    words = named[0].lstrip(_LEVELS) if asked.subjects else named[0]
    place = evidence.place()
    subjects = {one.key for one in asked.subjects} or {place.key if place else ""}
    found = {
        measure.key: measure
        for measure, subject in evidence.alike(words)
        if subject in subjects and tells_of(plain(measure.name), words)
    }
    if len(found) != 1:
        return None
    (measure,) = found.values()
    meant = Measure(key=measure.key, name=measure.name, words=words, indicator=measure.indicator)
    return msgspec.structs.replace(asked, measures=(meant,), words=())


def tells_of(name: str, words: str) -> bool:
    """Whether a measure's name is the words with a predicate behind them, or what was done before them.

    >>> tells_of("国家实验室全部完成入轨", "国家实验室"), tells_of("国家实验室基地", "国家实验室")
    (True, False)
    >>> tells_of("已建和培育各类功能型平台", "功能型平台"), tells_of("新增功能型平台", "功能型平台")
    (True, False)
    """
    rest = name.removeprefix(words)
    if rest not in (name, ""):
        return rest.startswith(_ALL) or _acts(rjieba.tag(rest)[0][1])
    before = name.removesuffix(words)
    if before in (name, "") or any(word in before for word in _ADDED):
        return False
    tags = [tag for _, tag in rjieba.tag(before)]
    return _acts(tags[0]) and all(tag.startswith((*_PREDICATES, *_LINKS)) for tag in tags)


def _acts(tag: str) -> bool:
    return tag.startswith(_PREDICATES) and tag not in _NOUNS
