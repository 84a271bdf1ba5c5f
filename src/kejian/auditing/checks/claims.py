"""Two different things that claim the same first."""

from collections import defaultdict
from itertools import combinations

import regex

from kejian.auditing.body import Body
from kejian.auditing.model import Finding, Read, Severity
from kejian.model import Milestone

NAME = "claims"
_FIRST = regex.compile(
    r"^(?<where>全球|世界|国际|全国|国内|我国|中国|国产|全省|全市|本市)?(?:首|第一)[个台款家座条颗项例部艘套批架只支张]?"
)
_SAME_PLACE = {"世界": "全球", "国际": "全球", "国内": "全国", "我国": "全国", "中国": "全国", "本市": "全市"}
_QUOTED = regex.compile(r"“[^”]{1,40}”|[A-Za-z][A-Za-z0-9-]*\d[A-Za-z0-9-]*")
_MANY = 40  # claims of one first that are compared each with each
_KIND = 6  # characters at the end of an object that say what kind of thing it is


def check(body: Body) -> list[Finding]:
    """Pair milestones that claim the first of one kind in one place, by different names."""
    claims: dict[tuple[str, str], list[tuple[Read, Milestone, str]]] = defaultdict(list)
    for read in body.reads:
        for milestone in read.facts.milestones:
            first = _FIRST.match(milestone.claim or "")
            names = _QUOTED.findall(milestone.object)
            kind = _QUOTED.sub("", milestone.object)[-_KIND:]
            if first and first["where"] and names and len(kind) == _KIND:
                where = _SAME_PLACE.get(first["where"], first["where"])
                claims[where, kind].append((read, milestone, names[0]))
    found = []
    for (_, kind), group in claims.items():
        for (read, a, name), (other, b, second) in combinations(group[:_MANY], 2):
            if name != second and a.date != b.date:
                found.append(
                    Finding(
                        check=NAME,
                        severity=Severity.DOUBT,
                        message=f"{name} and {second} both claim {a.claim}: {kind}",
                        passages=(
                            read.document.passage(a.sentence.start, a.sentence.end),
                            other.document.passage(b.sentence.start, b.sentence.end),
                        ),
                    )
                )
    return found
