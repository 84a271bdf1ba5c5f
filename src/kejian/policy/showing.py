"""Verdicts as plain values for JSON and as text to read."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from kejian.policy.evaluating import Step
from kejian.policy.fields import fields
from kejian.policy.model import Policy
from kejian.policy.verdicts import Kind, Verdict, distinct
from kejian.policy.wording import WORDS, Language, say

LABELS = {
    kind: say(kind.value)
    for kind in (Kind.ELIGIBLE, Kind.NEEDS, Kind.NOT_ELIGIBLE, Kind.LEAD, Kind.NOT_IN_FORCE)
}
_COMPARED = {"at_least": "≥", "more_than": "＞", "at_most": "≤", "less_than": "＜"}
_MARKS = {True: "✓", False: "✗", None: "？"}


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict as plain values for JSON: yuan as exact text with two decimals where not whole."""
    return {
        "id": verdict.id,
        "title": verdict.title,
        "document": verdict.document,
        "verdict": verdict.kind.value,
        "reason": verdict.reason,
        "in_force_from": _iso(verdict.start),
        "in_force_to": _iso(verdict.end),
        "option": verdict.option,
        "benefit": verdict.benefit,
        "rate": None if verdict.rate is None else float(verdict.rate),
        "amount_yuan": None if verdict.amount is None else yuan(verdict.amount),
        "amount_of": verdict.amount_of,
        "at_most": verdict.at_most,
        "failing": [s.id for s in verdict.failing],
        "needs": list(verdict.needs),
        "amount_needs": list(verdict.amount_needs),
        "unverified": list(distinct(s.id for s in verdict.unverified)),
        "open": list(verdict.open),
        "window": None if verdict.window is None else [_iso(verdict.window.start), _iso(verdict.window.end)],
        "trace": [step_json(s) for s in verdict.steps],
    }


def step_json(step: Step) -> dict[str, Any]:
    """One step of a trace as plain values."""
    kind = fields()[step.figure].kind if step.figure else None
    return {
        "id": step.id,
        "text": step.text,
        "result": {True: "met", False: "not_met", None: "unknown"}[step.met],
        "verified": step.verified,
        "figure": step.figure,
        "value": plain(step.value, kind),
        "comparison": step.comparison,
        "threshold": list(step.threshold) if isinstance(step.threshold, tuple)
        else plain(step.threshold, "months" if kind == "age" else kind),
        "threshold_since": _iso(step.threshold_since),
        "reference": step.reference,
        "missing": list(step.missing),
        "open": step.open,
    }  # fmt: skip


def plain(value: Any, kind: str | None) -> Any:
    """A fact as JSON holds it: money in yuan, an age as text, a share as a number."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if kind == "money":
        return yuan(int(value))
    if kind == "age":
        return f"{value // 2 // 12}年{value // 2 % 12}个月{'余' if value % 2 else ''}"
    number = Fraction(value)
    return number.numerator if number.denominator == 1 else round(float(number), 9)


def yuan(fen: int) -> int | float:
    """Fen as yuan: a whole number where it is one, else with two decimals (exact up to 10 万亿元)."""
    return fen // 100 if fen % 100 == 0 else fen / 100


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def headline(verdict: Verdict) -> str:
    """The verdict in a line or two.

    The amount says what it is; a ceiling is shown as one.
    """
    worth = []
    if verdict.amount is not None:
        ceiling = "至多" if verdict.at_most else ""
        name = verdict.amount_of or ""
        worth.append(f"{say(name if name in WORDS else 'amount')}{ceiling}{money(verdict.amount)}")
    if verdict.rate is not None:
        kind = "税率" if verdict.benefit and "税" in verdict.benefit and verdict.rate < 1 else "比例"
        worth.append(f"{kind}{percent(verdict.rate)}")
    option = f"（{verdict.option}）" if verdict.option and verdict.option != verdict.benefit else ""
    return f"{verdict.title}{option} {verdict.id}" + (f"：{'，'.join(worth)}" if worth else "")


def lines(verdict: Verdict) -> Iterator[str]:
    """What `kejian policy check` shows of a verdict."""
    yield headline(verdict)
    yield f"  依据 {verdict.document or '文件号未查到'}；{verdict.reason}"
    if verdict.amount_needs:
        yield "  算出金额还需：" + "、".join(fields()[n].label for n in verdict.amount_needs)
    if verdict.unverified and verdict.kind is not Kind.LEAD:
        yield "  未核实的条件：" + "、".join(distinct(s.text for s in verdict.unverified))
    if verdict.window is not None:
        yield f"  申报 {verdict.window.start} 至 {verdict.window.end}"
    if verdict.open:
        yield "  未查到：" + "、".join(o.removesuffix("未查到") for o in verdict.open)


def about(policy: Policy) -> Iterator[str]:
    """Who a policy is for, and when, where and with what to apply; what is not known is said to be so."""
    said = about_json(policy)
    yield f"{policy.title}：{policy.who}"
    windows = "、".join(f"{w['from']}至{w['to']}（{w['document']}）" for w in said["windows"])
    yield f"  发布 {policy.issuer or '未查到'}；受理 {policy.apply_at or '未查到'}"
    yield f"  申报时间 {windows or '未查到'}"
    yield f"  材料 {'、'.join(policy.materials) if policy.materials else '未查到'}"
    if policy.note:
        yield f"  说明 {policy.note}"


def about_json(policy: Policy) -> dict[str, Any]:
    """What `about` says, as plain values."""
    return {
        "who": policy.who,
        "issuer": policy.issuer,
        "windows": [
            {"from": _iso(w.start), "to": _iso(w.end), "document": w.document} for w in policy.windows
        ],
        "apply_at": policy.apply_at,
        "materials": None if policy.materials is None else list(policy.materials),
        "note": policy.note,
    }


def trace(verdict: Verdict) -> Iterator[str]:
    """Every step: the mark, the condition, the figure, the threshold and its version, the reference."""
    for step in verdict.steps:
        # a tier that does not apply, or an alternative not taken, is no failure
        mark = (_MARKS[step.met] if step.decides or step.met else "–") + (
            "" if step.verified else "（未核实）"
        )
        parts = [f"{mark} {step.text}"]
        if step.figure:
            entry = fields()[step.figure]
            value = "未知" if step.value is None else shown(step.value, entry.kind)
            parts.append(f"{entry.label} {value}")
        if step.threshold is not None and step.comparison:
            parts.append(threshold(step))
        if step.reference:
            parts.append(step.reference)
        yield "  ".join(parts)


def threshold(step: Step, language: Language = "zh") -> str:
    """What a figure is to be, and since when."""
    kind = fields()[step.figure or ""].kind
    if isinstance(step.threshold, tuple):
        choices = "/".join(
            shown(c == "true", kind, language) if kind == "flag" else choice(c, language)
            for c in step.threshold
        )
        return say("must_be" if step.comparison != "none_of" else "must_not_be", language, choices)
    assert step.threshold is not None
    limit = (
        say("months", language, step.threshold) if kind == "age" else shown(step.threshold, kind, language)
    )
    whole = f"{_COMPARED.get(step.comparison or '', '')} {limit}"
    return say("since", language, whole, step.threshold_since) if step.threshold_since else whole


def shown(value: Any, kind: str, language: Language = "zh") -> str:
    """A fact to read."""
    if isinstance(value, bool):
        return say("yes" if value else "no", language)
    if isinstance(value, frozenset):
        return ("、" if language == "zh" else ", ").join(choice(one, language) for one in sorted(value))
    if kind == "choice":
        return choice(value, language)
    if kind == "money":
        return money(int(value)) if language == "zh" else f"{money(int(value))[:-1]} yuan"
    if kind == "share":
        return percent(Fraction(value))
    if kind == "age" and language == "en":
        years, months = divmod(value // 2, 12)
        return f"{years} years {months} months{' and some days' if value % 2 else ''}"
    return str(plain(value, kind))


def choice(name: str, language: Language = "zh") -> str:
    """A choice of a field to read."""
    names = fields().names if language == "zh" else fields().names_en
    return names.get(name, name.replace("_", " "))


def percent(share: Fraction) -> str:
    """A share in percent, with at most four digits after the point.

    >>> percent(Fraction(1, 8))
    '12.5%'
    """
    return f"{float(share * 100):.4f}".rstrip("0").rstrip(".") + "%"


def money(fen: int) -> str:
    """Fen as yuan with thousands marked.

    >>> money(123456789)
    '1,234,567.89元'
    """
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // 100:,}" + (f".{fen % 100:02}" if fen % 100 else "") + "元"
