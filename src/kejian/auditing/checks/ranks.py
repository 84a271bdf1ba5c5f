"""Ranks: two ranks of one thing, places gained or lost against the ranks of both years."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

import regex

from kejian.auditing.body import Body, Said
from kejian.auditing.checks.rankings import in_tables, in_text
from kejian.auditing.groups import Group, Kind
from kejian.auditing.model import Finding, Severity
from kejian.auditing.same import period_key
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import Aspect

NAME = "ranks"
Moves = dict[tuple[int, int], Decimal | None]
Ranks = dict[tuple[str, str, str], list[Said]]
_HOLDS = regex.compile(r"^[，,（(]?(?:均|稳|位|排名?|名)?[居列排]?(?:全[市省区县国])?$|全[市省区县]$")
_OWN = regex.compile(r"[我本全][市省县区]")
_AROUND = regex.compile(r"^在|(?:[上中]|全[国省市])?(?:的?(?:综合)?(?:排名|排行|位次|名次))?[上中]?$")
_NOBODY = regex.compile(r"^城市$|[中上里]$")
_SHORTEST = 3
_MANY = 40  # statements of one rank that are compared each with each


def check(body: Body) -> list[Finding]:
    """Compare the ranks of one subject in one list and period, and the places it moved."""
    found = [*_judged(body.said), *_against_values(body)]
    for read in body.reads:
        found += [*in_tables(read), *in_text(read)]
    return found


def _against_values(body: Body) -> list[Finding]:
    """`东岭区62.4亿元，居全市第2位；南溪区48.1亿元，居第1位`: places told with the values that they rank."""
    told: dict[tuple[str, str | None, str], list[tuple[Said, Said]]] = defaultdict(list)
    for sentence in body.sentences():
        for level, rank in pairwise(sentence):
            if (
                rank.figure.aspect is Aspect.RANK
                and level.figure.aspect in (Aspect.LEVEL, Aspect.RATIO)
                and level.exact
                and rank.exact
                and not level.cell
                and _HOLDS.search(rank.lead)
            ):
                told[level.measure, level.figure.unit, level.period].append((level, rank))
    found = []
    for pairs in told.values():
        places = {pair[1].figure.value for pair in pairs}
        if len(pairs) < 2 or len(places) < len(pairs) or len({p[0].figure.subject for p in pairs}) < 2:
            continue
        order = sorted(pairs, key=lambda pair: pair[1].figure.value or Decimal(0))
        for (one, first), (other, second) in pairwise(order):
            if one.hard.below(other.hard):
                found.append(
                    Finding(
                        check=NAME,
                        severity=Severity.DOUBT,
                        case=tell(
                            "ranks.values",
                            first=first.passage.quote,
                            one=one.passage.quote,
                            second=second.passage.quote,
                            other=other.passage.quote,
                        ),
                        passages=(first.passage, one.passage, second.passage, other.passage),
                    )
                )
                break
    return found


def across(group: Group) -> list[Finding]:
    """The same for the ranks that several documents state."""
    return _judged(group.figures, apart=True) if group.kind is Kind.SERIES else []


def _judged(figures: Sequence[Said], *, apart: bool = False) -> list[Finding]:
    groups: Ranks = defaultdict(list)
    ranks: Ranks = defaultdict(list)
    for said in figures:
        if said.figure.aspect is Aspect.RANK and said.exact:
            ranks[_list(said), said.subject, said.period].append(said)
        if _is_rank(said):
            groups[_list(said), said.subject, said.period].append(said)
    moves = {s.sentence: s.figure.value for s in figures if _is_move(s)}
    found = [f for group in groups.values() if (f := _two_ranks(group, moves, apart=apart))]
    beside: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for one in (s for each in ranks.values() for s in each):
        beside[one.sentence].append(one)
    for said in figures:
        if _is_move(said):
            found += _moved(said, beside[said.sentence], groups, ranks, apart=apart)
    return found


def _is_move(said: Said) -> bool:
    return said.figure.aspect is Aspect.CHANGE and said.figure.unit == "位"


def _of_two_years(a: Said, b: Said, moves: Moves) -> bool:
    """One of two places is that from which the other one moved: they are of two editions of the list."""
    for now, then in ((a, b), (b, a)):
        moved = moves.get(now.sentence)
        gap = (now.figure.value or Decimal(0)) - (then.figure.value or Decimal(0))
        if moved is not None and abs(moved) == abs(gap):
            return True
    return False


def _says_year(*ranks: Said) -> bool:
    return all(s.period in s.figure.sentence.quote for s in ranks)


def _list(said: Said) -> str:
    return _AROUND.sub("", said.measure)


def _is_rank(said: Said) -> bool:
    figure = said.figure
    words = normal(figure.sentence.quote)
    return (
        figure.aspect is Aspect.RANK
        and said.exact
        and len(said.measure) >= _SHORTEST
        and not _NOBODY.search(said.subject)
        and bool(figure.measure)
        and normal(figure.measure or "") in words
        and (said.subject[:2] in words or bool(_OWN.search(words)) or figure.subject is None)
        and len(said.period) == len("2022")
    )


def _two_ranks(group: list[Said], moves: Moves, *, apart: bool) -> Finding | None:
    for a, b in combinations(group[:_MANY], 2):
        bases = {a.figure.base, b.figure.base} - {None}
        if apart and a.document == b.document:
            continue
        if a.figure.value == b.figure.value or a.sentence == b.sentence or len(bases) > 1:
            continue
        if "并列" in a.clause + b.clause or (apart and _of_two_years(a, b, moves)):
            continue
        return Finding(
            check=NAME,
            severity=Severity.DOUBT if apart and not _says_year(a, b) else Severity.ERROR,
            case=tell(
                "ranks.two",
                subject=a.subject,
                one=a.passage.quote,
                other=b.passage.quote,
                measure=a.figure.measure or "",
                period=a.period,
            ),
            passages=(b.passage, a.passage),
        )
    return None


def _moved(said: Said, beside: list[Said], groups: Ranks, ranks: Ranks, *, apart: bool) -> list[Finding]:
    """Places gained: within a sentence its own ranks, across sentences those that name list and subject."""
    base = period_key(said.figure.base)
    now = [s for s in beside if (s.measure, s.subject, s.period) == (said.measure, said.subject, said.period)]
    now = now or sorted((s for s in beside if s.start < said.start), key=lambda s: -s.start)[:1]
    if not now:
        return []
    one = now[0]
    then = [s for s in ranks.get((_list(one), one.subject, base), ()) if s.sentence == said.sentence]
    then = then or groups.get((_list(one), one.subject, base), [])
    if apart and any(s.document == said.document for s in then):
        return []
    if not then or said.figure.value is None:
        return []
    if apart:  # a place told of another edition than it seems
        then = [*then, *(s for each in groups.values() for s in each[:_MANY] if s.document != said.document)]
    gained = [(t.figure.value or Decimal(0)) - (now[0].figure.value or Decimal(0)) for t in then]
    if abs(said.figure.value) in [abs(each) for each in gained]:
        return []
    return [
        Finding(
            check=NAME,
            severity=Severity.ERROR if then[0].document == said.document else Severity.DOUBT,
            case=tell(
                "ranks.moved",
                earlier=then[0].passage.quote,
                now=now[0].passage.quote,
                printed=said.passage.quote,
                place_before=then[0].figure.value,
                place_now=now[0].figure.value,
                gained=gained[0],
            ),
            passages=(said.passage, now[0].passage, then[0].passage),
        )
    ]
