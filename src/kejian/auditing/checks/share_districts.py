"""What one district, or the first few together, make up of the whole city: `东岭区一区即占全市的27.2%`,
`三区合占47.1%`. The parts are told in brackets or behind their names before it, the whole elsewhere in the
document.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from kejian.auditing.body import Body, main_subject
from kejian.auditing.model import Finding, Severity
from kejian.auditing.neighbours import sum_of
from kejian.auditing.said import Said
from kejian.auditing.same import words_key
from kejian.auditing.telling import tell
from kejian.intervals import percent
from kejian.language.normal import normal
from kejian.model import Aspect

_PLACE = r"\p{Han}{2,8}?(?:开发区|高新区|新区|园区|区|县|市|镇)"
_OF_ALL = (
    r"占(?:了|到|据|比)?(?:约|近)?(?:全[市省县区国州])(?:总[数量额]|总体)?的?(?:比重|比例)?(?:[为达]到?)?"
)
_ONE = regex.compile(
    rf"(?:^|[、，和仅])(?P<who>{_PLACE})(?:一[区县市地家镇])?(?:即|就|便|独|单独|一己)*{_OF_ALL}$"
)
_FEW = regex.compile(
    rf"(?P<n>[两二三四五六七八九])(?:个?[区县市镇地者]|大?园区)(?:合计|合共|合|共同|总共|共|一共)"
    rf"(?:{_OF_ALL}|占(?:了|到)?(?:全[市省]的?)?)$"
)
_BARE = regex.compile(rf"^{_OF_ALL}$")
_OPENS = regex.compile(rf"^(?:其中|仅)?{_PLACE}(?!域|间|块|级)[^、和]*$")
_NUMBERS = dict(zip("二三四五六七八九", range(2, 10), strict=True)) | {"两": 2}
_NO_UNIT = ("1", "pp", "位", None)


def of_all(body: Body, judged: Sequence[Finding]) -> Iterator[Finding]:
    """The shares of districts that their numbers and that of the whole do not bear out."""
    known = {passage for finding in judged for passage in finding.passages}
    main = {number: main_subject(read.facts) for number, read in body.numbered()}
    for sentence in body.sentences():
        for share in sentence:
            if share.figure.aspect is not Aspect.SHARE or share.passage in known or not share.exact:
                continue
            parts = _parts(share, sentence)
            wholes = _wholes(share, parts, body.said, main[share.document])
            if parts and wholes and not _borne_out(share, parts, body.said):
                yield _finding(share, parts, wholes)


def _parts(share: Said, sentence: Sequence[Said]) -> list[Said]:
    """The number of the one district named, or of the first few."""
    before = [
        s
        for s in sentence
        if s.start < share.start and s.figure.aspect is Aspect.LEVEL and s.figure.unit not in _NO_UNIT
    ]
    before = [s for s in before if s.figure.unit == before[-1].figure.unit and s.exact]
    lead = normal(share.lead)
    if few := _FEW.search(lead):
        parts = before[-_NUMBERS[few["n"]] :]
        return parts if len(parts) == _NUMBERS[few["n"]] else []
    if _BARE.search(lead) and before:
        return before[-1:] if _district_before(before[-1]) else []
    if one := _ONE.search(lead):
        named = [
            s for s in before if normal(s.lead).endswith((f"{one['who']}(", f"{one['who']}（", one["who"]))
        ]
        return named if len(named) == 1 else []
    return []


def _district_before(part: Said) -> bool:
    """`宁溪区高新技术企业1488家，数量居各区首位，占全市的21.0%`: one district opens the part's clause."""
    return _OPENS.match(normal(part.lead)) is not None


def _wholes(share: Said, parts: Sequence[Said], said: Sequence[Said], main: str) -> list[Said]:
    """What the whole city has of the same, as its document says it."""
    if not parts:
        return []
    names = {words_key(s.figure.measure or "") for s in (share, parts[0])}
    added = sum_of(parts)
    return [
        s
        for s in said
        if (s.document, s.figure.unit) == (share.document, parts[0].figure.unit)
        and s.figure.aspect is Aspect.LEVEL
        and s.exact
        and s.plain
        and s.subject == main
        and s.period[:4] == share.period[:4]
        and words_key(s.figure.measure or "") in names
        and added.below(s.hard)
    ]


def _borne_out(share: Said, parts: Sequence[Said], said: Sequence[Said]) -> bool:
    """Some level of the document, whatever it was taken for, makes the share right."""
    added = sum_of(parts)
    return not added.positive or any(
        added.over(s.hard).meets(share.hard)
        for s in said
        if (s.document, s.figure.unit) == (share.document, parts[0].figure.unit)
        and s.figure.aspect is Aspect.LEVEL
        and s.hard.positive
    )


def _finding(share: Said, parts: Sequence[Said], wholes: Sequence[Said]) -> Finding:
    added, whole = sum_of(parts), wholes[0]
    step = (share.hard.upper or Decimal(0)) - (share.hard.lower or Decimal(0))
    sure = not added.over(whole.hard).meets(share.hard.widened(step)) and not whole.roundish
    return Finding(
        check="shares",
        severity=Severity.ERROR if sure and len({s.figure.value for s in wholes}) == 1 else Severity.DOUBT,
        case=tell(
            "shares.part_of_whole",
            part=" + ".join(s.passage.quote for s in parts),
            whole=whole.passage.quote,
            printed=share.passage.quote,
            computed=percent(added.over(whole.hard)),
        ),
        passages=(share.passage, *(s.passage for s in parts), whole.passage),
    )
