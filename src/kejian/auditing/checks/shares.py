"""Shares against part and whole."""

import itertools
from decimal import Decimal

import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.averages import ROSE_FROM
from kejian.auditing.checks.share_beside import are_siblings, beside
from kejian.auditing.checks.share_districts import of_all
from kejian.auditing.checks.share_elsewhere import Wholes, one_owner, wholes
from kejian.auditing.checks.share_lines import against_lines
from kejian.auditing.checks.share_named import named_elsewhere
from kejian.auditing.checks.share_near import gives, unexplained
from kejian.auditing.checks.share_tables import above_whole, against_values
from kejian.auditing.evidence import severity as earned
from kejian.auditing.grids import Grid, grids
from kejian.auditing.levels import Levels, levels
from kejian.auditing.model import Finding, Severity
from kejian.auditing.neighbours import sum_of, words_between
from kejian.auditing.said import Said
from kejian.auditing.same import measure_key, small_number
from kejian.auditing.telling import tell
from kejian.intervals import Interval, percent
from kejian.model import Aspect

NAME = "shares"
_NAMED = regex.compile(r"占(?:比|了|到|据)?(.{0,24}?)的?(?:比重|比例|份额)?(?:约?为|达到?|约|近)?$")
_OF_WHOLE = regex.compile(r"(?:占比?|(?:所占)?比重)(?:约?为|达到?|约|近|到)?$")
_BARE = regex.compile(r"^(?:所占)?比[重例](?:约?为|达到?|约|近)?$")
_RIGHT_BEHIND = regex.compile(
    r"^[，,、（(]?(?:(?:约|大约|将近|接近)?占|在[^，。；\d]{2,24}中的?(?:所?占|比重)|(?:所占)?比重)[^，。；\d]*$"
)
_ALL = regex.compile(r"^(?:全部|总|所有|全市|全省|全国)+")
_ALIGNED = regex.compile(r"(?:分别|依次)(?:占|为)|占比(?:分别|依次)")
_OTHERS = regex.compile(r"其[他余][^，。；\d]{0,10}$")
_MOVES = (Aspect.GROWTH, Aspect.CHANGE)
_ADDED = regex.compile(r"合计|共计|总共|合占|共占|加起来|之和|[两三四五六][者市区县家地校院所企]|上述|以上")
_SO_MANY = regex.compile(r"([两二三四五六七八九])(?:大|个|类|项|家|者|市|区|县|地|园)")
_ABOUT = Decimal("0.25")  # of a whole: its parts make up about as much
_FEWEST = 3  # pairs from which an odd one out can be told
_MANY = 24  # levels before a share that it can be of
_NEAR = 4  # sentences back in which the whole of an unnamed share is looked for


def check(body: Body) -> list[Finding]:
    """Compare part over whole with the share printed, and the shares of one sentence with each other."""
    known, elsewhere = levels(body.said), wholes(body.said)
    found: list[Finding] = []
    earlier: list[tuple[Said, ...]] = []
    for sentence in body.sentences():
        pairs = _pairs(sentence)
        judged: list[Finding] = []
        for pair in pairs:
            judged += filter(None, [_against_whole(*pair, pairs, [*earlier, sentence], known, elsewhere)])
        judged = judged or _odd_one_out(pairs, sentence)
        left_out = _of_more(pairs) or (bool(earlier) and _others_told(earlier[-1], sentence))
        found += judged or ([] if sentence[0].cell else above_whole(sentence, left_out=left_out))
        earlier = [*earlier, sentence][-_NEAR:]
    found += beside(body, found)
    found += of_all(body, found)
    found += named_elsewhere(body, found)
    found = list(unexplained(body, found))
    for read in body.reads:
        found += [finding for grid in grids(read.document) for finding in _in_table(grid)]
    return found


def _in_table(grid: Grid) -> list[Finding]:
    return list(against_values(grid)) or list(against_lines(grid))


def _pairs(sentence: tuple[Said, ...]) -> list[tuple[Said, Said]]:
    """Parts with their shares: each share after its part, or parts first and then their shares in order."""
    shares = [s for s in sentence if _is_share(s) and s.exact and not s.cell]
    if shares and _ALIGNED.search(sentence[0].figure.sentence.quote):
        told = [s for s in sentence if s.figure.aspect is Aspect.LEVEL and s.start < shares[0].start]
        parts = told[-len(shares) :]
        if len({p.figure.unit for p in parts}) < len(shares):  # else `3项，成交额2亿元，分别占…`
            parts = [p for p in told if p.figure.unit == told[-1].figure.unit]
        if len(parts) == len(shares) + 1 > 2 and _is_whole(parts[0], parts[1:]):
            parts = parts[1:]
        return list(zip(parts, shares, strict=True)) if len(parts) == len(shares) else []
    pairs = []
    for part, share in _followed(sentence):
        if (
            share in shares
            and part.figure.aspect is Aspect.LEVEL
            and part.exact
            and (share.measure.startswith(part.measure) or _goes_on(part, share))
            and part.measure
            and ("占" in share.lead or _BARE.match(share.lead))
            and "其中" not in share.lead
            and not ROSE_FROM.search(share.lead)
        ):
            pairs.append((part, share))
    return pairs


def _goes_on(part: Said, share: Said) -> bool:
    """Nothing but a mark and the words of the share stand between: `862家，在全市总量中占34.7%`."""
    return part.sentence == share.sentence and bool(_RIGHT_BEHIND.match(words_between(part, share)))


def _is_whole(whole: Said, parts: list[Said]) -> bool:
    """What is told before parts that make up about as much."""
    added = sum((p.figure.value or Decimal(0) for p in parts), Decimal(0))
    value = whole.figure.value or Decimal(0)
    return abs(added - value) <= value * _ABOUT


def _followed(sentence: tuple[Said, ...]) -> list[tuple[Said, Said]]:
    """Each figure with the one before it, growth and change left out: `…亿元，增长13.1%，占…的40.9%`."""
    kept = [s for s in sentence if s.figure.aspect not in _MOVES]
    return list(itertools.pairwise(kept))


def _is_share(said: Said) -> bool:
    """A share, or an intensity told as the share that it is: `占地区生产总值的比重为3.52%`."""
    if said.figure.aspect is Aspect.SHARE:
        return True
    return said.figure.aspect is Aspect.RATIO and said.figure.unit == "1" and "占" in said.lead


def _against_whole(
    part: Said,
    share: Said,
    pairs: list[tuple[Said, Said]],
    near: list[tuple[Said, ...]],
    known: Levels,
    elsewhere: Wholes,
) -> Finding | None:
    whole, named = _whole(part, share, pairs, near, known)
    whole = whole or _in_turn(part, pairs, near)
    if whole is None and part.hard.positive:
        others, named = elsewhere.of(part, share)
        if not any(part.hard.over(o.hard).meets(share.hard) for o in others if o.hard.positive):
            whole = next(iter(others), None)
    if whole is None or not whole.hard.positive or not part.hard.positive:
        return None
    parts = _together(part, share, near[-1])
    hard = sum_of(parts)
    if not named and (id(whole) in elsewhere.parts or _has_a_share(whole, near)):
        return None  # a part itself
    if not _says_whole(share) and are_siblings(whole, part):
        return None
    computed = hard.over(whole.hard)
    if _fits(share, near) or computed.meets(share.hard) or (not named and not hard.below(whole.hard)):
        return None
    step = (share.hard.upper or Decimal(0)) - (share.hard.lower or Decimal(0))
    certain = named and not whole.roundish and not part.roundish
    error = certain and not computed.meets(share.hard.widened(step))
    severity = Severity.ERROR if error else Severity.DOUBT
    return Finding(
        check=NAME,
        severity=severity if whole.sentence == share.sentence else earned(severity, [whole.guessed]),
        case=tell(
            "shares.part_of_whole",
            part=" + ".join(p.passage.quote for p in parts),
            whole=whole.passage.quote,
            printed=share.passage.quote,
            computed=percent(computed),
        ),
        passages=(share.passage, *(p.passage for p in parts), whole.passage),
    )


def _in_turn(part: Said, pairs: list[tuple[Said, Said]], near: list[tuple[Said, ...]]) -> Said | None:
    """`合同40项，成交额21亿元，其中甲9项，11亿元，分别占…的22%和51%`: each is of the one of its unit."""
    if not len({p.figure.unit for p, _ in pairs}) == len(pairs) > 1:
        return None
    before = [s for group in near for s in group if s.start < pairs[0][0].start and s.exact]
    before = [s for s in before if s.figure.aspect is Aspect.LEVEL and s.period == part.period]
    before = [s for s in before if s.figure.unit == part.figure.unit and part.hard.below(s.hard)]
    return before[-1] if before else None


def _together(part: Said, share: Said, sentence: tuple[Said, ...]) -> list[Said]:
    """The levels that `合计占` adds up: those listed up to ``part``; else ``part`` alone."""
    if not _ADDED.search(share.lead):
        return [part]
    text, offset = part.figure.sentence.quote, part.figure.sentence.start
    start = offset + max(text.rfind(mark, 0, part.start - offset) for mark in "；;")
    listed = [s for s in sentence if start < s.start <= part.start and s.figure.aspect is Aspect.LEVEL]
    listed = list(itertools.takewhile(lambda s: s.figure.unit == part.figure.unit, reversed(listed)))
    if few := _SO_MANY.search(share.lead):
        listed = listed[: small_number(few[1])]
    return listed[::-1] or [part]


def _fits(share: Said, near: list[tuple[Said, ...]]) -> bool:
    """Some part and some whole told near it give the share: which ones it is of was read wrongly."""
    told = [s for group in near for s in group if s.figure.aspect is Aspect.LEVEL and s.hard.positive]
    told = [s for s in told if s.start < share.start][-_MANY:]
    parts = [s for s in told if s.sentence == share.sentence]
    return any(gives(share, part, whole) for part in parts for whole in told)


def _whole(
    part: Said,
    share: Said,
    pairs: list[tuple[Said, Said]],
    near: list[tuple[Said, ...]],
    known: Levels,
) -> tuple[Said | None, bool]:
    """The whole that the share is of, and whether the text leaves no doubt which it is."""
    said = _NAMED.search(share.lead)
    name = measure_key(said[1]) if said and said[1] else ""
    name = _ALL.sub("", name)
    key = name or measure_key(share.figure.base)
    if not name and (whole := _of_all(part, near[-1])) is not None:
        return whole, True
    if said and key == part.measure and said[1].startswith(("全市", "全省", "全国")):
        wholes = known.named(key, period=part.period, document=part.document)
        others = [s for s in wholes if s.subject != part.subject and part.hard.below(s.hard)]
        alike = [s for s in others if s.figure.unit == part.figure.unit]
        return (alike[0], True) if len({s.subject for s in alike}) == 1 else (None, False)
    if not key or key == part.measure:
        return None, False
    parts = {id(p) for p, _ in pairs}
    around = [
        s
        for group in reversed(near)
        for s in group
        if s.document == part.document
        and s.figure.aspect is Aspect.LEVEL
        and s.figure.unit == part.figure.unit
        and s.period == part.period
        and (
            s.measure == key or (said is not None and _is_all(said[1], s.measure) and part.hard.below(s.hard))
        )
        and s.exact
        and id(s) not in parts
        and s.start < share.start
        and one_owner(key, part, s)
    ]
    if around:
        leads = _leads(around[0], share, near) and not _has_a_share(around[0], near)
        return (around[0], True) if name or leads else (None, False)
    if not name:
        return None, False
    found = [
        s
        for s in known.named(key, period=part.period, document=part.document)
        if s.figure.unit == part.figure.unit and one_owner(key, part, s)
    ]
    own = [s for s in found if s.subject == part.subject]
    if found:
        return (own or found)[0], bool(own)
    return None, False


def _says_whole(share: Said) -> bool:
    """The words of the share name its whole."""
    said = _NAMED.search(share.lead)
    return bool(said and said[1])


def _has_a_share(said: Said, near: list[tuple[Said, ...]]) -> bool:
    """`…724.64亿元，占总额的46.1%，…549.42亿元，占35.0%`: what is followed by its own share is a part."""
    pairs = (pair for group in near for pair in _followed(group))
    return any(a is said and b.figure.aspect is Aspect.SHARE and "占" in b.lead for a, b in pairs)


def _of_all(part: Said, sentence: tuple[Said, ...]) -> Said | None:
    """`授权量5884件，其中企业4210件`: the same measure of all, right before `其中`."""
    quote, offset = part.figure.sentence.quote, part.figure.sentence.start
    inner = quote.find("其中")
    before = [s for s in sentence if s.start < offset + inner and s.figure.aspect not in _MOVES]
    if inner < 0 or not before or part.start < offset + inner:
        return None
    whole = before[-1]
    same = (whole.measure, whole.figure.unit, whole.period) == (part.measure, part.figure.unit, part.period)
    return whole if same and whole.subject != part.subject and whole.exact else None


def _is_all(words: str, measure: str) -> bool:
    """`占全部合同的` of a sentence on `登记技术合同`, `占总成交额的` of one on `技术合同成交额`."""
    kind = _ALL.sub("", measure_key(words)) or _ALL.sub("", words)
    return words.startswith(("全部", "所有", "总", "全市")) and len(kind) > 1 and measure.endswith(kind)


def _leads(whole: Said, share: Said, near: list[tuple[Said, ...]]) -> bool:
    """The whole opens its sentence, in the share's own paragraph, and the share says `占` and no more."""
    opens = any(group[0] is whole for group in near)
    return opens and whole.block == share.block and bool(_OF_WHOLE.search(share.lead))


def _odd_one_out(pairs: list[tuple[Said, Said]], sentence: tuple[Said, ...]) -> list[Finding]:
    """The pair whose implied whole differs from that of all others, which agree."""
    same = [(p, s) for p, s in pairs if p.hard.positive and s.hard.positive]
    if len(same) < _FEWEST or len({p.figure.unit for p, _ in same}) > 1:
        return []
    wholes = [p.hard.over(s.hard) for p, s in same]
    for odd, whole in enumerate(wholes):
        others = wholes[:odd] + wholes[odd + 1 :]
        if _agree(others) and not any(whole.meets(o) for o in others):
            part, share = same[odd]
            if _fits(share, [sentence]):
                continue  # of a whole of its own, told beside it
            implied = part.hard.over(_common(others))
            return [
                Finding(
                    check=NAME,
                    severity=Severity.ERROR if len(others) >= _FEWEST else Severity.DOUBT,
                    case=tell(
                        "shares.odd_one_out",
                        printed=share.passage.quote,
                        part=part.passage.quote,
                        whole=_common(others),
                        computed=percent(implied),
                    ),
                    passages=(share.passage, part.passage, *(s.passage for _, s in same if s is not share)),
                )
            ]
    return []


def _of_more(pairs: list[tuple[Said, Said]]) -> bool:
    """All shares are of one whole that is more than their parts together: other parts are left out."""
    wholes = [p.hard.over(s.hard) for p, s in pairs if p.hard.positive and s.hard.positive]
    added = sum_of(part for part, _ in pairs)
    return len(wholes) == len(pairs) >= _FEWEST and _agree(wholes) and added.below(wholes[0])


def _others_told(before: tuple[Said, ...], sentence: tuple[Said, ...]) -> bool:
    """`…其他主体2.68亿元。企业、院所、高校所占比重分别为…`: the sentence before tells who else there is."""
    return before[0].block == sentence[0].block and any(_OTHERS.search(s.lead) for s in before)


def _agree(wholes: list[Interval]) -> bool:
    return all(a.meets(b) for i, a in enumerate(wholes) for b in wholes[i + 1 :])


def _common(wholes: list[Interval]) -> Interval:
    lowers = [w.lower for w in wholes if w.lower is not None]
    uppers = [w.upper for w in wholes if w.upper is not None]
    return Interval(max(lowers, default=None), min(uppers, default=None))
