"""A growth, change or multiple computed from the levels of two periods, beside what is printed."""

from decimal import Decimal

import regex

from kejian.auditing.evidence import severity as earned
from kejian.auditing.model import Finding, Severity
from kejian.auditing.said import Said
from kejian.auditing.telling import Case, tell
from kejian.intervals import Interval, percent
from kejian.model import Aspect

_ONE = Decimal(1)
REAL_TERMS = regex.compile(r"增加值|生产总值|GDP|可支配收入|(?:规模以上|规上).*(?:产值|收入|利润)")
_YEARLY = regex.compile(r"年均|平均每年|年平均")
_DOUBLED = regex.compile(r"番")
_NEARLY, _ALMOST = regex.compile(r"接近|将近|几近|近"), Decimal("0.85")
_MORE_BEHIND, _HALF_MORE = regex.compile(r"半|还多|有余|以上|多"), Decimal("1.25")
_MORE = regex.compile(r"[多余近超逾]")
# `翻一番` is said of anything near; beyond this it is wrong (factors of the doubled value)
_NEAR_DOUBLE, _CLOSE_DOUBLE = (Decimal("0.9"), Decimal("1.2")), (Decimal("0.95"), Decimal("1.05"))


def compare(said: Said, earlier: Said, now: Said, *, sure: bool = True) -> Finding | None:
    """The finding that a growth, change or multiple does not follow from its two levels, if it does not.

    It is an error at most where ``sure`` says that these are its levels.
    """
    computed = _computed(said, earlier, now, before=earlier.hard, after=now.hard)
    loose = _computed(said, earlier, now, before=earlier.loose, after=now.loose)
    if computed is None or loose is None:
        return None
    hard, usual = _claimed(said)
    if computed.meets(hard) and computed.meets(usual):
        return None
    severity = Severity.ERROR
    if computed.meets(hard) or loose.meets(hard.widened(step(said))):
        severity = Severity.DOUBT
    if not sure or _weak(said, earlier, now):
        severity = Severity.DOUBT
    if earlier.sentence != now.sentence or now.sentence != said.sentence:
        severity = earned(severity, (said.guessed, now.guessed, earlier.guessed))
    shown = percent(computed) if said.figure.unit == "1" and not is_multiple(said) else str(computed)
    return Finding(
        check="growth",
        severity=severity,
        case=_told(said, earlier, now, computed=shown),
        passages=(said.passage, now.passage, earlier.passage),
    )


def by_change(said: Said, level: Said, change: Said, *, before: Interval, after: Interval) -> Finding | None:
    """The finding that a growth does not follow from a level and the change told beside it, if it does not.

    ``before`` and ``after`` are the levels that the two give, in the figures' base unit.
    """
    if not (before.positive and after.positive):
        return None
    implied = after.over(before) - Interval.exactly(_ONE)
    if implied.meets(said.hard) and implied.meets(said.usual):
        return None
    near = implied.meets(said.hard.widened(step(said)))
    return Finding(
        check="growth",
        severity=Severity.DOUBT if near or level.roundish else Severity.ERROR,
        case=tell(
            "growth.by_change",
            printed=said.passage.quote,
            change=change.passage.quote,
            now=level.passage.quote,
            computed=percent(implied),
        ),
        passages=(said.passage, level.passage, change.passage),
    )


def _weak(said: Said, earlier: Said, now: Said) -> bool:
    """The levels may have been revised since, or the growth be told in real terms."""
    return bool(REAL_TERMS.search(now.subject + now.measure)) or (
        earlier.document != now.document and now.figure.unit in ("CNY", "USD")
    )


def _computed(said: Said, earlier: Said, now: Said, *, before: Interval, after: Interval) -> Interval | None:
    if said.figure.aspect is Aspect.CHANGE:
        if said.figure.unit == "pp":
            return (after - before).times(Decimal(100)) if now.figure.unit == "1" else None
        return after - before if said.figure.unit == now.figure.unit else None
    if not (after.positive and before.positive):
        return None
    quotient = after.over(before)
    if said.figure.aspect is Aspect.RATIO:
        return quotient
    if _YEARLY.search(said.lead):
        years = _years(earlier.period, now.period)
        if years < 1:
            return None
        quotient = quotient.root(years)
    return quotient - Interval.exactly(_ONE)


def _years(first: str, last: str) -> int:
    return int(last[:4]) - int(first[:4]) if is_year(first) and is_year(last) else 0


def _claimed(said: Said) -> tuple[Interval, Interval]:
    value = said.figure.value
    if value is None or not _DOUBLED.search(said.passage.quote + said.clause):
        return said.hard, said.usual
    if value != int(value):
        return said.hard, said.usual
    if more := _MORE_BEHIND.match(said.clause.partition(said.passage.quote)[2]):
        half = more[0] == "半"  # of three times it is said too
        beyond = Interval((value + _ONE) * (_HALF_MORE if half else _ONE) - _ONE, 2 * value + _ONE)
        return beyond, beyond
    if _NEARLY.search(said.passage.quote + said.lead[-2:]):
        factor = value + _ONE
        return Interval(factor * _ALMOST - _ONE, value), Interval(factor * _ALMOST - _ONE, value)
    if _MORE.search(said.passage.quote):
        return said.hard, said.usual
    factor = value + _ONE
    ends = [(factor * low - _ONE, factor * high - _ONE) for low, high in (_NEAR_DOUBLE, _CLOSE_DOUBLE)]
    return Interval(*ends[0]), Interval(*ends[1])


def step(said: Said) -> Decimal:
    """One unit of the last digit printed."""
    hard = said.hard
    return hard.upper - hard.lower if hard.upper is not None and hard.lower is not None else Decimal(0)


def _told(said: Said, earlier: Said, now: Said, *, computed: str) -> Case:
    printed = said.passage.quote
    if said.figure.aspect is Aspect.CHANGE:
        return tell(
            "growth.change",
            printed=printed,
            earlier=earlier.passage.quote,
            earlier_period=earlier.period,
            now=now.passage.quote,
            now_period=now.period,
            computed=computed,
            unit=said.figure.unit or "",
        )
    yearly, multiple = _YEARLY.search(said.lead), said.figure.aspect is Aspect.RATIO
    return tell(
        "growth.multiple" if multiple else "growth.yearly" if yearly else "growth.rate",
        printed=printed,
        earlier=earlier.passage.quote,
        earlier_period=earlier.period,
        now=now.passage.quote,
        now_period=now.period,
        computed=computed,
    )


def is_year(period: str) -> bool:
    """Whether a period begins with a year."""
    return period[:4].isdigit() and len(period) >= len("2022")


def is_multiple(said: Said) -> bool:
    """Whether a figure is told in 倍."""
    return said.figure.aspect is Aspect.RATIO and "倍" in said.figure.mention.surface
