"""Who a sentence begins with, where its first clause tells no event of theirs yet."""

import re
from functools import cache

import regex

from kejian.language.han import han_pattern
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
    if _ends_of_groups().search(text, begin, end):
        team = _team().match(text, begin, end)
        if team:
            return team["who"]
    own = _own().match(text, begin, end)
    if own:
        return own["who"]
    if end - begin <= _LONGEST and _person().fullmatch(text, begin, end) and _LIFE.match(text, end):
        return text[begin:end]
    return None


@cache
def _ends_of_groups() -> re.Pattern[str]:
    """The last characters of groups: most clauses have none of them."""
    return re.compile(f"[{''.join(sorted({group[-1] for group in load('actors.yaml')['groups']}))}]")


@cache
def _team() -> re.Pattern[str]:
    data = load("actors.yaml")
    groups, leads = any_of(data["groups"]), any_of(data["leads"])
    opens = any_of(data["not_heads"])
    return han_pattern(
        rf"(?!{opens})(?P<who>(?:\p{{Han}}{{2,6}}[和与](?:他|她)的|[^，。；：“”的]{{2,34}}?(?:(?:{leads})的(?:\p{{Han}}{{0,4}}?))?)"
        rf"(?:{groups}))(?:$|(?=[\p{{Han}}，,])(?!\p{{Han}}{{0,8}}[的等]))"
    )


@cache
def _own() -> re.Pattern[str]:
    return han_pattern(rf"(?P<who>{any_of(load('actors.yaml')['selves'])})(?=\p{{Han}})(?![的与和等及])")


@cache
def _person() -> regex.Pattern[str]:
    return regex.compile(rf"[{load('names.yaml')['surnames']}]\p{{Han}}{{1,2}}")
