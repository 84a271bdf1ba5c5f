"""A result that is kept, and what has changed since: versions, ends, deadlines, verdicts, amounts."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from kejian.model import Value
from kejian.policy.errors import ProfileError
from kejian.policy.fields import fields
from kejian.policy.model import RuleBook
from kejian.policy.profile import Fact, Profile, parse_profile
from kejian.policy.showing import money, percent, plain, shown
from kejian.policy.verdicts import Kind, Verdict, check
from kejian.policy.wording import Language, say

_UNITS = re.compile(r"^([\d.,-]+)(元|个月)$")
_ENGLISH = {"元": "yuan", "个月": "months"}
_NEAR = 30  # days before a deadline
_ENDING = 90  # days before a policy ends


class KeptVerdict(Value, frozen=True, kw_only=True):
    """A verdict as it was: what may be compared later. ``amount`` is in fen, ``rate`` exact text.

    ``thresholds`` are those of its conditions, by their ids, with the words of the condition and the value to
    read.
    """

    title: str
    verdict: str
    document: str | None
    amount: int | None = None
    rate: str | None = None
    thresholds: dict[str, tuple[str, str]] = msgspec.field(default_factory=dict)


class Kept(Value, frozen=True, kw_only=True):
    """A result as it was kept: the day asked about, what was stated (in yuan), and the verdicts by policy."""

    day: date
    profile: dict[str, Any]
    verdicts: dict[str, KeptVerdict]


class Changed(Value, frozen=True, kw_only=True):
    """One thing that is not as it was kept.

    ``kind``: changed_verdict, changed_amount, changed_rate, changed_version, changed_threshold,
    changed_ended, changed_gone, changed_new, changed_window or changed_ending; ``values`` fill
    the words of that kind.
    """

    policy: str
    kind: str
    values: tuple[str, ...]

    def text(self, language: Language = "zh") -> str:
        """The change in words."""
        return say(self.kind, language, *(_in(value, language) for value in self.values))


def keep(profile: Profile, verdicts: tuple[Verdict, ...], *, day: date) -> Kept:
    """The result of a check as plain values; `to_json` and `from_json` write and read it."""
    return Kept(
        day=day,
        profile=as_entered(profile),
        verdicts={verdict.id: _kept(verdict) for verdict in verdicts},
    )


def to_json(kept: Kept) -> bytes:
    """``kept`` as JSON."""
    return msgspec.json.format(msgspec.json.encode(kept), indent=1)


def from_json(text: bytes, *, where: str | None = None) -> Kept:
    """What `to_json` wrote; `ProfileError` where it is something else."""
    try:
        return msgspec.json.decode(text, type=Kept)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ProfileError(
            f"no kept result: {error}", where=where, hint="expected what `check --keep` wrote"
        ) from error


def read_kept(path: Path) -> Kept:
    """The kept result in a file."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ProfileError("cannot be read", where=str(path), hint="name a file that exists") from error
    return from_json(text, where=path.name)


def changes(kept: Kept, book: RuleBook, day: date) -> tuple[Changed, ...]:
    """What has changed between ``kept`` and the rules of ``book`` on ``day``, in the order of the rules."""
    profile = parse_profile({**kept.profile, "confirmed": list(kept.profile)}, where="kept result")
    now = {verdict.id: verdict for verdict in check(profile, day=day, book=book)}
    found: list[Changed] = []
    for name, verdict in now.items():
        before = kept.verdicts.get(name)
        if before is None:
            found.append(Changed(policy=name, kind="changed_new", values=(verdict.title, verdict.kind.value)))
        else:
            follows = book.policies[name].superseded_by
            found.extend(_compared(before, verdict, follows=book.policies[follows].title if follows else ""))
        found.extend(_deadlines(verdict, day))
    found += [
        Changed(policy=name, kind="changed_gone", values=(before.title,))
        for name, before in kept.verdicts.items()
        if name not in now
    ]
    return tuple(found)


def as_entered(profile: Profile) -> dict[str, Any]:
    """The facts of a profile as they could be entered again: money in yuan, days as text."""

    def entered(facts: dict[str, Fact]) -> dict[str, Any]:
        return {name: plain(value, fields()[name].kind) for name, value in facts.items()}

    found = entered(profile.facts)
    if profile.projects:
        found["projects"] = [entered(dict(project)) for project in profile.projects]
    return found


def _kept(verdict: Verdict) -> KeptVerdict:
    return KeptVerdict(
        title=verdict.title,
        verdict=verdict.kind.value,
        document=verdict.document,
        amount=verdict.amount,
        rate=None if verdict.rate is None else str(verdict.rate),
        thresholds=_thresholds(verdict),
    )


def _thresholds(verdict: Verdict) -> dict[str, tuple[str, str]]:
    found = {}
    for step in verdict.steps:
        if step.figure and step.threshold is not None and not isinstance(step.threshold, tuple):
            kind = fields()[step.figure].kind
            value = f"{step.threshold}个月" if kind == "age" else shown(step.threshold, kind)
            found[step.id] = (step.text, value)
    return found


def _compared(before: KeptVerdict, now: Verdict, *, follows: str) -> Iterator[Changed]:
    def changed(kind: str, *values: str) -> Changed:
        return Changed(policy=now.id, kind=kind, values=(now.title, *values))

    ended = now.kind is Kind.NOT_IN_FORCE and before.verdict != Kind.NOT_IN_FORCE
    if ended:
        if follows:
            yield changed("changed_superseded", follows)
        elif now.end is not None:
            yield changed("changed_ended", now.end.isoformat())
        else:
            yield changed("changed_over")
        return
    if before.document != now.document:
        yield changed("changed_version", before.document or "?", now.document or "?")
    thresholds = _thresholds(now)
    for name in before.thresholds.keys() & thresholds.keys():
        (_, old), (text, new) = before.thresholds[name], thresholds[name]
        if old != new:
            yield changed("changed_threshold", text, old, new)
    if before.verdict != now.kind.value:
        yield changed("changed_verdict", before.verdict, now.kind.value)
    if before.amount != now.amount:
        yield changed("changed_amount", _money(before.amount), _money(now.amount))
    rate = None if before.rate is None else Fraction(before.rate)
    if rate != now.rate:
        yield changed("changed_rate", _rate(rate), _rate(now.rate))


def _deadlines(verdict: Verdict, day: date) -> Iterator[Changed]:
    """What is soon over, of the policies that may still be used."""
    if verdict.kind not in (Kind.ELIGIBLE, Kind.NEEDS):
        return
    for kind, end, most in (
        ("changed_window", verdict.window.end if verdict.window else None, _NEAR),
        ("changed_ending", verdict.end, _ENDING),
    ):
        if end is not None and 0 <= (end - day).days <= most:
            values = (verdict.title, end.isoformat(), str((end - day).days))
            yield Changed(policy=verdict.id, kind=kind, values=values)


def _money(fen: int | None) -> str:
    return "none" if fen is None else money(fen)


def _rate(rate: Fraction | None) -> str:
    return "none" if rate is None else percent(rate)


def _in(value: str, language: Language) -> str:
    """A value of a change to read: kinds of verdicts, “none” and units in the language, all else as it is."""
    if value == "none" or value in {kind.value for kind in Kind}:
        return say(value, language)
    if language == "en":
        return _UNITS.sub(lambda found: f"{found[1]} {_ENGLISH[found[2]]}", value)
    return value
