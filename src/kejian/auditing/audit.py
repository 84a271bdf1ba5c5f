"""All checks over a body of documents."""

from collections.abc import Callable, Iterable, Sequence

from kejian.auditing.body import Body, body
from kejian.auditing.checks import (
    agreement,
    claims,
    cumulative,
    dates,
    growth,
    jumps,
    lists,
    names,
    parts,
    ranks,
    shares,
    structure,
    totals,
    wording,
)
from kejian.auditing.model import Finding, Read, Severity

Check = Callable[[Body], list[Finding]]

# in the order in which findings of one severity and place are listed
CHECKS: tuple[tuple[str, Check], ...] = (
    (growth.NAME, growth.check),
    (shares.NAME, shares.check),
    (totals.NAME, totals.check),
    (agreement.NAME, agreement.check),
    (lists.NAME, lists.check),
    (ranks.NAME, ranks.check),
    (parts.NAME, parts.check),
    (cumulative.NAME, cumulative.check),
    (jumps.NAME, jumps.check),
    (names.NAME, names.check),
    (claims.NAME, claims.check),
    (dates.NAME, dates.check),
    (wording.NAME, wording.check),
    (structure.NAME, structure.check),
)
_WORST = tuple(Severity)


def audit(reads: Iterable[Read], *, only: Sequence[str] | None = None) -> list[Finding]:
    """Findings on documents that are audited as one body, worst first, then in reading order.

    ``only`` names the checks to run; without it all run.
    """
    laid = body(reads)
    order = {read.document.name: number for number, read in enumerate(laid.reads)}
    found = [f for name, check in CHECKS if only is None or name in only for f in check(laid)]

    def rank(finding: Finding) -> tuple[int, int, int]:
        first = finding.passages[0]
        return _WORST.index(finding.severity), order.get(first.document, 0), first.start

    return sorted(dict.fromkeys(found), key=rank)
