"""A verdict in words: what it is worth, every step of its trace, and by how much a condition fails."""

from datetime import date
from fractions import Fraction
from typing import Any

from kejian.policy.evaluating import Step
from kejian.policy.fields import fields
from kejian.policy.showing import as_json, money, percent, shown, threshold
from kejian.policy.verdicts import Verdict, distinct
from kejian.policy.wording import Language, label, reason, say

_RESULTS = {True: "met", False: "not", None: "unknown"}
_OPENED = {"施行日期未查到": "start_open", "截止日期未查到": "end_open"}


def told(verdict: Verdict, language: Language = "zh") -> dict[str, Any]:
    """The verdict as `as_json` has it, with what a reader is shown under ``said`` (and in its steps)."""
    plain = as_json(verdict)
    steps = [{**one, "said": step_told(step, language)}
             for one, step in zip(plain["trace"], verdict.steps, strict=True)]  # fmt: skip
    return {
        **plain,
        "reason": reason(verdict, language),
        "label": say(verdict.kind, language),
        "trace": steps,
        "said": {
            "worth": worth(verdict, language),
            "failing": [
                {"text": step.text, "gap": gap(step, language)} for step in verdict.failing
            ],
            "needs": [label(name, language) for name in verdict.needs],
            "amount_needs": [label(name, language) for name in verdict.amount_needs],
            "unverified": list(distinct(step.text for step in verdict.unverified)),
            "open": [opened(text, language) for text in verdict.open],
        },
    }  # fmt: skip


def worth(verdict: Verdict, language: Language = "zh") -> str:
    """What the policy gives: the way to benefit, the benefit, the amount, the rate."""
    parts = [verdict.option] if verdict.option and verdict.option != verdict.benefit else []
    parts += [verdict.benefit] if verdict.benefit else []
    if verdict.amount is not None:
        most = say("at_most", language) if verdict.at_most else ""
        parts.append(
            f"{say(verdict.amount_of or 'amount', language)} {most}{_money(verdict.amount, language)}"
        )
    if verdict.rate is not None:
        parts.append(f"{say('rate', language)} {percent(Fraction(verdict.rate))}")
    return " · ".join(parts)


def opened(text: str, language: Language = "zh") -> str:
    """What nobody has found, without saying so."""
    name = _OPENED.get(text)
    return say(name, language) if name else text.removesuffix("未查到")


def step_told(step: Step, language: Language = "zh") -> dict[str, str]:
    """A step to read: what was looked at, its value, what it is to be, what came of it, and by how much."""
    found = {"label": "", "value": "", "threshold": "", "gap": gap(step, language)}
    if step.figure:
        kind = fields()[step.figure].kind
        found["label"] = label(step.figure, language)
        found["value"] = say("unknown", language) if step.value is None else shown(step.value, kind, language)
    if step.threshold is not None and step.comparison:
        found["threshold"] = threshold(step, language)
    # a tier that does not apply, or an alternative not taken, is no failure
    found["result"] = say(_RESULTS[step.met] if step.decides or step.met else "aside", language)
    return found


def gap(step: Step, language: Language = "zh") -> str:
    """By how much an unmet condition fails; nothing where it is no matter of more or less."""
    if step.met is not False or step.figure is None or step.value is None or step.threshold is None:
        return ""
    kind = fields()[step.figure].kind
    value, limit = step.value, step.threshold
    if isinstance(value, date) and isinstance(limit, date):
        return say("days_off", language, abs((limit - value).days))
    if isinstance(value, bool | str | frozenset | date) or isinstance(limit, tuple | date):
        return ""
    if kind == "age":  # counted in half months
        return say("months_off", language, f"{float(abs(limit - Fraction(value, 2))):g}")
    word = "short_by" if value < limit else "over_by" if value > limit else "just_at"
    away = abs(limit - Fraction(value))
    if kind == "money":
        return say(word, language, _money(int(away), language))
    if kind == "share":
        return say(word, language, say("points", language, percent(away).removesuffix("%")))
    return say(word, language, f"{float(away):g}")


def _money(fen: int, language: Language) -> str:
    return money(fen) if language == "zh" else f"{money(fen)[:-1]} yuan"
