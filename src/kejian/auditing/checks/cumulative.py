"""A cumulative figure that falls, or that repeats unchanged at a later date."""

from collections import defaultdict
from itertools import pairwise

from kejian.auditing.body import Body, Said
from kejian.auditing.model import Finding, Severity
from kejian.model import Aspect

NAME = "cumulative"
_SHORTEST = 4
_LEAST = 50  # smaller counts may well stand still for a year


def check(body: Body) -> list[Finding]:
    """Follow each cumulative figure through its periods."""
    series: dict[tuple[str, str, str | None], list[Said]] = defaultdict(list)
    for said in body.said:
        if (
            said.figure.aspect is Aspect.LEVEL
            and said.accumulation == "cumulative"
            and said.plain
            and said.exact
            and said.period[:4].isdigit()
            and "/" not in said.period
            and len(said.measure) >= _SHORTEST
        ):
            series[said.measure, said.subject, said.figure.unit].append(said)
    found = []
    for line in series.values():
        for earlier, later in pairwise(sorted(line, key=lambda s: s.period)):
            if len(earlier.period) == len(later.period) and earlier.period < later.period:
                found += _judge(earlier, later)
    return found


def _judge(earlier: Said, later: Said) -> list[Finding]:
    if later.hard.below(earlier.hard):
        severity, what = Severity.ERROR, "a cumulative figure falls"
        if earlier.roundish or later.roundish:
            severity = Severity.DOUBT
    elif later.figure.value == earlier.figure.value and (later.figure.value or 0) >= _LEAST:
        severity, what = Severity.DOUBT, "a cumulative figure repeats unchanged"
    else:
        return []
    return [
        Finding(
            check=NAME,
            severity=severity,
            message=f"{what}: {later.figure.measure} is {earlier.passage.quote} in {earlier.period} and "
            f"{later.passage.quote} in {later.period}",
            passages=(later.passage, earlier.passage),
        )
    ]
