"""What else a share that seems wrong may be of: figures beside it that bear it out.

`合同6233项，成交额207.7亿元，分别占全部合同的73.2%和64.5%`: the first share is of the contracts.
`甲合同86.2亿元，占总额的50.76%；乙合同72.0亿元，占42.4%`: both are of one whole that is not told here.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kejian.auditing.body import Body
from kejian.auditing.model import Finding, Severity
from kejian.auditing.said import Said
from kejian.intervals import Interval
from kejian.model import Aspect, Passage

_MOVES = (Aspect.GROWTH, Aspect.CHANGE)
_PARTS = 3  # levels before a share, in its sentence, that it can be of
_WHOLES = 12  # levels before it that can be its whole


def unexplained(body: Body, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings on a share whose numbers nothing else that is told near it bears out."""
    at: dict[Passage, tuple[int, Said]] = {said.passage: (n, said) for n, said in enumerate(body.said)}
    for finding in findings:
        place, share = at.get(finding.passages[0], (0, None))
        if share is None or share.cell or not share.exact or finding.case.key != "shares.part_of_whole":
            yield finding
            continue
        before = [s for s in body.said[max(place - 4 * _WHOLES, 0) : place] if s.document == share.document]
        if not _borne_out(share, before) and not _of_one_elsewhere(finding, share, body.said, place):
            yield finding


def _borne_out(share: Said, before: Sequence[Said]) -> bool:
    """Some part and some whole told before it, of one unit, give the share."""
    levels = [s for s in before if s.figure.aspect is Aspect.LEVEL and s.hard.positive]
    parts = [s for s in levels if s.sentence == share.sentence][-_PARTS:]
    return any(gives(share, part, whole) for part in parts for whole in levels[-_WHOLES:])


def gives(share: Said, part: Said, whole: Said) -> bool:
    """Whether a part and a larger whole of its unit, both positive, give the share."""
    return (
        part.figure.unit == whole.figure.unit
        and part.hard.below(whole.hard)
        and part.hard.over(whole.hard).meets(share.hard)
    )


def _of_one_elsewhere(finding: Finding, share: Said, said: Sequence[Said], place: int) -> bool:
    """Another part beside it has a share of the same whole, and that is not the one it was compared with."""
    if finding.severity is not Severity.DOUBT:
        return False
    near = [
        s
        for s in said[max(place - _WHOLES, 0) : place + _WHOLES]
        if s.document == share.document and abs(s.block - share.block) <= 1 and s.figure.aspect not in _MOVES
    ]
    pairs = [(part, s) for part, s in pairwise(near) if _is_pair(part, s)]
    if _stands_here(finding, share) and finding.passages[-1] not in {part.passage for part, _ in pairs}:
        return False  # the whole of them all, told beside them
    own = next((_implied(part, s) for part, s in pairs if s is share), None)
    return own is not None and any(own.meets(_implied(part, s)) for part, s in pairs if s is not share)


def _stands_here(finding: Finding, share: Said) -> bool:
    """The whole is told in the sentence of the share."""
    sentence = share.figure.sentence
    return sentence.start <= finding.passages[-1].start < sentence.start + len(sentence.quote)


def _is_pair(part: Said, share: Said) -> bool:
    return (
        part.sentence == share.sentence
        and part.figure.aspect is Aspect.LEVEL
        and share.figure.aspect is Aspect.SHARE
        and part.exact
        and share.exact
        and part.hard.positive
        and share.hard.positive
    )


def _implied(part: Said, share: Said) -> Interval:
    return part.hard.over(share.hard)
