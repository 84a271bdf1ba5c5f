"""Names that differ in a single character."""

from collections import defaultdict
from itertools import combinations

import regex

from kejian.auditing.body import Body
from kejian.auditing.model import Finding, Severity
from kejian.model import EntityType, Passage

NAME = "names"
_SHORTEST = 4
_TYPES = (
    EntityType.ORGANISATION,
    EntityType.PRODUCT,
    EntityType.FACILITY,
    EntityType.POLICY,
    EntityType.PROGRAMME,
)
# characters that tell one of a series from another
_TELLING = regex.compile(
    r"[\da-zA-Z零一二三四五六七八九十百甲乙丙丁东西南北中上下左右前后新老大小高低国省市区县州院校厂部厅局委医工农理文师]"
)
_MANY = 100  # names that share all but one character: a series of names, not slips


def check(body: Body) -> list[Finding]:
    """Pair names of one kind and length that agree in all characters but one, where one is rare."""
    places: dict[tuple[EntityType, str], list[Passage]] = defaultdict(list)
    for read in body.reads:
        for entity in read.facts.entities:
            if entity.type in _TYPES and len(entity.name) >= _SHORTEST:
                spans = entity.mentions or ((entity.passage.start, entity.passage.end),)
                places[entity.type, entity.name] += [read.document.passage(a, b) for a, b in spans]
    near: dict[tuple[EntityType, str], list[str]] = defaultdict(list)
    for kind, name in places:
        for at in range(len(name)):
            near[kind, f"{name[:at]}\0{name[at + 1 :]}"].append(name)
    found = []
    for (kind, pattern), names in near.items():
        at = pattern.index("\0")
        for a, b in combinations(sorted(names), 2) if len(names) < _MANY else ():
            if _TELLING.match(a[at]) or _TELLING.match(b[at]):
                continue
            few, many = sorted((places[kind, a], places[kind, b]), key=len)
            if len(few) == 1 and len(many) > 1:
                found.append(_finding(few[0], many[0], len(many)))
    return found


def _finding(few: Passage, many: Passage, times: int) -> Finding:
    return Finding(
        check=NAME,
        severity=Severity.DOUBT,
        message=f"“{few.quote}” stands once, “{many.quote}” {times} times: one name in two spellings?",
        passages=(few, many),
    )
