"""Programmes and common nouns that do something at the head of a clause: 种业专项立项12项."""

import re
from functools import cache

from kejian.extraction.figures.phrases import FILE
from kejian.language.han import han_pattern
from kejian.vocabulary.edges import begun, letters
from kejian.vocabulary.patterns import pieces


@cache
def _patterns() -> tuple[tuple[frozenset[str] | None, re.Pattern[str]], ...]:
    """The patterns, each with the characters that it may begin with where they are few."""
    w = pieces(FILE)
    sector = begun("(?<![企就营创作毕])业|行业|产业集群|产业链|集群|板块|领域|企业")
    anyhow = (
        # those of a larger whole are what is counted, not whose it is: 国家重点研发计划立项42项
        rf"(?!{w['of_all']})(?P<name>[^，#@：；、《的和与]{{2,20}}?{begun(w['programme'])})"
        rf"(?=(?:@|全年|年内|累计|共|已|首批|新)*{w['programme_does']})",
        rf"(?P<name>\p{{Han}}{{1,10}}?{sector})(?={w['moved']})",
    )
    begins = (
        r"(?P<name>首[台辆架艘套颗件款批列枚座](?:[（(]套[）)])?[^，#@的]{2,16}?)"
        rf"(?:于?@|正式|成功|顺利|在[^，#@]{{2,10}})*{w['made_ready']}",
        rf"(?P<name>(?:国产|进口)\p{{Han}}{{2,12}}?)(?=的?{w['of_goods']})",
        r"(?P<name>[东南西北中]部(?:地区|各市|板块)?)(?=人均|研发|净流|R&D|企业|科技|工业|产业|集聚)",
        rf"(?P<name>{w['institutes']})(?={w['of_institutes']})",
    )
    return (
        *((None, han_pattern(pattern)) for pattern in anyhow),
        *((letters(pattern), han_pattern(pattern)) for pattern in begins),
    )


def acting(s: str, i: int, hi: int) -> int | None:
    """Where in the short form ``s`` the common noun ends that the words ``i:hi`` are told of.

    >>> s = "种业攻关专项立项#项"
    >>> s[: acting(s, 0, len(s)) or 0]
    '种业攻关专项'
    >>> acting("国家重点研发计划立项#项", 0, 11) is None
    True
    """
    first = s[i : i + 1]
    for begins, pattern in _patterns():
        if (begins is None or first in begins) and (m := pattern.match(s, i, hi)):
            return m.end("name")
    return None
