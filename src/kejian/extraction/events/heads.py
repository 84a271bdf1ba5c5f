"""Who a sentence begins with, where its first clause tells no event of theirs yet."""

import re
from functools import cache

import msgspec
import regex

from kejian.language.han import han_pattern
from kejian.vocabulary.edges import edge, letters
from kejian.vocabulary.loader import load
from kejian.vocabulary.patterns import any_of

_LIFE = re.compile(r"[，,](?:男|女|\d{4}年|现任|现为|曾|毕业|长期|出生|生于|先后|早年)")
_LONGEST = 4  # characters of a person's name


def head_actor(text: str, begin: int, end: int) -> str | None:
    """The group, the body that the document is of or the person that the clause ``begin:end`` begins with.

    >>> clause = "顾远山院士团队针对成骨难题"
    >>> head_actor(clause, 0, len(clause))
    '顾远山院士团队'
    """
    known = _patterns()
    if known.group_ends.search(text, begin, end) and (team := known.team.match(text, begin, end)):
        return team["who"]
    if text[begin : begin + 1] in known.own_begins and (own := known.own.match(text, begin, end)):
        return own["who"]
    if end - begin <= _LONGEST and known.person.fullmatch(text, begin, end) and _LIFE.match(text, end):
        return text[begin:end]
    return None


class _Patterns(msgspec.Struct, frozen=True):
    """What a clause may begin with, and a quick look before two of them: most begin with neither."""

    team: re.Pattern[str]
    group_ends: re.Pattern[str]  # the last characters of groups
    own: re.Pattern[str]
    own_begins: frozenset[str]
    person: regex.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = load("actors.yaml")
    groups, leads = any_of(data["groups"]), any_of(data["leads"])
    opens, selves = any_of(data["not_heads"]), any_of(data["selves"])
    team = (
        rf"(?!{opens})(?P<who>(?:\p{{Han}}{{2,6}}[和与](?:他|她)的|[^，。；：“”的]{{2,34}}?(?:(?:{leads})的(?:\p{{Han}}{{0,4}}?))?)"
        rf"(?:{groups}))(?:$|(?=[\p{{Han}}，,])(?!\p{{Han}}{{0,8}}[的等]))"
    )
    return _Patterns(
        team=han_pattern(team),
        group_ends=re.compile(f"[{edge(groups, last=True)}]"),
        own=han_pattern(rf"(?P<who>{selves})(?=\p{{Han}})(?![的与和等及])"),
        own_begins=letters(selves),
        person=regex.compile(rf"[{load('names.yaml')['surnames']}]\p{{Han}}{{1,2}}"),
    )
