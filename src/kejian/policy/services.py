"""What pages and the JSON API show of policies: plain functions, plain values, one struct an answer.

Every function takes the rules and the day; nothing is stored here. `ProfileError` and `RuleError` say what is
wrong with what was entered.
"""

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from kejian.model import Passage, Value
from kejian.policy.asking import questions
from kejian.policy.changing import changes as turning
from kejian.policy.changing import turns_on
from kejian.policy.combining import combine, paths
from kejian.policy.errors import RuleError
from kejian.policy.fields import fields
from kejian.policy.model import Leaf, Open, Parameter, Policy, RuleBook, Version
from kejian.policy.profile import Profile, check_dates, parse_profile
from kejian.policy.searching import search
from kejian.policy.sentence import read_sentence
from kejian.policy.showing import choice, plain, shown, yuan
from kejian.policy.telling import told
from kejian.policy.timeline import conditions_of
from kejian.policy.verdicts import Kind, Verdict, check, judge, window
from kejian.policy.wording import Language, label, say


class PolicyLine(Value, frozen=True, kw_only=True):
    """A policy in a list. ``standing``: in_force, ended, not_yet, lead or draft on the day."""

    id: str
    title: str
    document: str | None
    issuer: str | None
    region: str
    who: str
    standing: str
    window: tuple[date, date] | None = None
    versions: int = 1


class ParameterShown(Value, frozen=True, kw_only=True):
    """A figure of a rule with its values by date (yuan, shares, months…), standing and source."""

    name: str
    description: str
    unit: str
    values: tuple[tuple[date, Any], ...]
    reference: str | None
    verified: bool
    source: Passage | None = None


class ConditionShown(Value, frozen=True, kw_only=True):
    """A condition of a version; ``threshold`` is what holds on the day, to read."""

    id: str
    text: str
    figure: str | None
    comparison: str | None
    threshold: str | None
    verified: bool
    source: Passage | None = None


class VersionShown(Value, frozen=True, kw_only=True):
    """A version of a policy: when it holds (None: not known), what it asks and what it gives."""

    document: str | None
    start: date | None
    end: date | None
    in_force: bool
    verified: bool
    conditions: tuple[ConditionShown, ...]
    benefits: tuple[str, ...]
    open: tuple[str, ...]


class PolicyPage(Value, frozen=True, kw_only=True):
    """All that is known of one policy."""

    line: PolicyLine
    versions: tuple[VersionShown, ...]
    parameters: tuple[ParameterShown, ...]
    windows: tuple[tuple[date, date, str | None], ...]
    materials: tuple[str, ...] | None
    apply_at: str | None
    grants: str | None
    superseded_by: str | None
    note: str | None
    keywords: tuple[str, ...]
    sources: dict[str, Passage]


class QuestionShown(Value, frozen=True, kw_only=True):
    """A question with all that a form needs; ``choices`` are pairs of name and words."""

    field: str
    question: str
    label: str
    kind: str
    unit: str | None
    choices: tuple[tuple[str, str], ...]
    settles: int
    concerns: tuple[str, ...]


class Step(Value, frozen=True, kw_only=True):
    """Where a questionnaire stands: the next question (None: nothing left), and the verdicts by kind."""

    question: QuestionShown | None
    left: int
    counts: dict[str, int]


class Checked(Value, frozen=True, kw_only=True):
    """A whole result: verdicts as `kejian policy check --format json` has them, what to take, the paths."""

    day: date
    counts: dict[str, int]
    verdicts: tuple[dict[str, Any], ...]
    take: tuple[str, ...]
    choices: tuple[dict[str, Any], ...]
    paths: tuple[dict[str, Any], ...]


class Explained(Value, frozen=True, kw_only=True):
    """One verdict with its trace, what would change it, and from when it changes by itself."""

    verdict: dict[str, Any]
    changes: tuple[dict[str, Any], ...]
    turns_on: date | None
    policy: PolicyPage


class Hit(Value, frozen=True, kw_only=True):
    """A policy that was found; ``alike`` are ids folded under it."""

    line: PolicyLine
    score: float
    words: tuple[str, ...]
    alike: tuple[str, ...]


class Read(Value, frozen=True, kw_only=True):
    """A fact that a sentence says, to be confirmed: as it can be entered, and to read."""

    field: str
    label: str
    value: Any
    shown: str
    words: str


class Searched(Value, frozen=True, kw_only=True):
    """What a sentence finds, and what it says of the enterprise."""

    hits: tuple[Hit, ...]
    profile: tuple[Read, ...]


def list_policies(
    book: RuleBook, *, day: date, region: str | None = None, issuer: str | None = None
) -> tuple[PolicyLine, ...]:
    """All policies in the order of the rules, drafts last."""
    found = [_line(p, day) for p in (*book.policies.values(), *book.drafts.values())]
    return tuple(
        line
        for line in found
        if region in (None, line.region) and (issuer is None or issuer in f"{line.issuer} {line.document}")
    )


def one_policy(book: RuleBook, name: str, *, day: date) -> PolicyPage:
    """All that is known of a policy; `RuleError` where there is none of that id."""
    policy = _policy(book, name)
    return PolicyPage(
        line=_line(policy, day),
        versions=tuple(_version(policy, version, day) for version in policy.versions),
        parameters=tuple(map(_parameter, policy.parameters.values())),
        windows=tuple((w.start, w.end, w.document) for w in policy.windows),
        materials=policy.materials,
        apply_at=policy.apply_at,
        grants=policy.grants,
        superseded_by=policy.superseded_by,
        note=policy.note,
        keywords=policy.keywords,
        sources=policy.sources,
    )


def questionnaire(
    entered: Mapping[str, Any], *, book: RuleBook, day: date, language: Language = "zh",
    skipped: Collection[str] = (),
) -> Step:  # fmt: skip
    """The next question after what was entered; `ProfileError` names the field that cannot be read.

    ``skipped`` are the fields that the enterprise does not know either.
    """
    profile = parse_profile(entered)
    check_dates(profile, day)
    left = questions(profile, day=day, book=book, skipped=skipped)
    counts = _counts(check(profile, day=day, book=book))
    if not left:
        return Step(question=None, left=0, counts=counts)
    asked = question(left[0].field, language=language)
    asked = msgspec.structs.replace(asked, settles=left[0].settles, concerns=left[0].concerns)
    return Step(question=asked, left=len(left), counts=counts)


def question(name: str, *, language: Language = "zh") -> QuestionShown:
    """A field as a question, whether it is worth asking or not."""
    entry = fields()[name]
    return QuestionShown(
        field=name,
        question=entry.question or entry.label if language == "zh" else f"{entry.label_en}?",
        label=label(name, language),
        kind=entry.kind,
        unit=entry.unit,
        choices=tuple((one, choice(one, language)) for one in entry.choices),
        settles=0,
        concerns=(),
    )


def checked(profile: Profile, *, book: RuleBook, day: date, language: Language = "zh") -> Checked:
    """The verdicts on all policies with the best combination and the paths."""
    verdicts = check(profile, day=day, book=book)
    combination = combine(verdicts, book=book)
    return Checked(
        day=day,
        counts=_counts(verdicts),
        verdicts=tuple(told(v, language) for v in verdicts),
        take=combination.take,
        choices=tuple(
            {"group": c.group, "taken": c.taken, "left": list(c.left), "reason": c.shown(language)}
            for c in combination.choices
        ),
        paths=tuple(
            {
                "policy": p.policy, "verdict": p.verdict.value, "opens": list(p.opens),
                "failing": [s.text for s in p.failing], "needs": list(p.needs),
            }
            for p in paths(profile, verdicts, day=day, book=book)
        ),
    )  # fmt: skip


def explained(
    profile: Profile, name: str, *, book: RuleBook, day: date, language: Language = "zh"
) -> Explained:
    """The verdict on one policy with its trace and what would change it."""
    check_dates(profile, day)
    if name in book.drafts:
        raise RuleError(f"“{name}” is a draft", hint="an expert has to finish it before it gives a verdict")
    verdict = judge(_policy(book, name), profile, day=day, book=book)
    changed = []
    for change in turning(verdict, profile, day=day, book=book):
        kind = fields()[change.field].kind
        changed.append({
            "field": change.field, "label": label(change.field, language),
            "value": plain(change.value, kind), "to": plain(change.to, kind),
            "shown": [shown(v, kind, language) for v in (change.value, change.to)],
            "verdict": change.verdict.value,
        })  # fmt: skip
    return Explained(
        verdict=told(verdict, language),
        changes=tuple(changed),
        turns_on=turns_on(verdict, profile, day=day, book=book),
        policy=one_policy(book, name, day=day),
    )


def searched(
    words: str, *, book: RuleBook, day: date, region: str | None = None, issuer: str | None = None,
    limit: int = 10, language: Language = "zh", names: RuleBook | None = None,
) -> Searched:  # fmt: skip
    """The policies that ``words`` concern, named as in ``names`` if given, and the facts that they say."""
    named = names or book
    hits = search(words, book=book, region=region, issuer=issuer, limit=limit)
    return Searched(
        hits=tuple(
            Hit(line=_line(named.policies[h.policy], day), score=h.score, words=h.words, alike=h.alike)
            for h in hits
        ),
        profile=tuple(
            Read(
                field=s.field,
                label=label(s.field, language),
                value=plain(s.value, fields()[s.field].kind),
                shown=shown(s.value, fields()[s.field].kind, language),
                words=s.words,
            )
            for s in read_sentence(words)
        ),
    )


def _policy(book: RuleBook, name: str) -> Policy:
    found = book.policies.get(name) or book.drafts.get(name)
    if found is None:
        raise RuleError(f"no policy “{name[:80]}”", hint=f"expected one of {', '.join(book.policies)}")
    return found


def _line(policy: Policy, day: date) -> PolicyLine:
    version = policy.version_on(day) or policy.versions[-1]
    opened = window(policy, day)
    return PolicyLine(
        id=policy.id,
        title=policy.title,
        document=version.document,
        issuer=policy.issuer,
        region=policy.region,
        who=policy.who,
        standing=_standing(policy, day),
        window=(opened.start, opened.end) if opened else None,
        versions=len(policy.versions),
    )


def _standing(policy: Policy, day: date) -> str:
    if policy.draft:
        return "draft"
    if not any(v.verified for v in policy.versions):
        return "lead"
    if policy.version_on(day):
        return "in_force"
    return "ended" if policy.versions[-1].last < day else "not_yet"


def _version(policy: Policy, version: Version, day: date) -> VersionShown:
    held = min(max(day, version.first), version.last)
    return VersionShown(
        document=version.document,
        start=version.start,
        end=version.end,
        in_force=version.first <= day <= version.last,
        verified=version.verified,
        conditions=tuple(
            _condition(policy, c, held)
            for c in conditions_of(policy, version=version)
            if isinstance(c, Leaf | Open)
        ),
        benefits=tuple(option.benefit.text for option in version.options),
        open=version.open,
    )


def _condition(policy: Policy, condition: Leaf | Open, day: date) -> ConditionShown:
    if isinstance(condition, Open):
        return ConditionShown(
            id="open", text=condition.text, figure=None, comparison=None, threshold=None, verified=False,
            source=condition.source,
        )  # fmt: skip
    kind = fields()[condition.figure].kind
    limit = "、".join(choice(name) for name in condition.choices) or None
    if condition.parameter:
        value = policy.parameters[condition.parameter].at(day)
        limit = None if value is None else say("months", "zh", value) if kind == "age" else shown(value, kind)
    return ConditionShown(
        id=condition.id,
        text=condition.text,
        figure=condition.figure,
        comparison=condition.comparison,
        threshold=limit,
        verified=condition.verified,
        source=condition.source,
    )


def _parameter(parameter: Parameter) -> ParameterShown:
    def value(given: Fraction | date | None) -> Any:
        if isinstance(given, Fraction) and parameter.unit == "CNY":
            return yuan(int(given))
        return plain(given, None)

    return ParameterShown(
        name=parameter.name,
        description=parameter.description,
        unit=parameter.unit,
        values=tuple((start, value(given)) for start, given in parameter.values),
        reference=parameter.reference,
        verified=parameter.verified,
        source=parameter.source,
    )


def _counts(verdicts: tuple[Verdict, ...]) -> dict[str, int]:
    return {kind.value: sum(v.kind is kind for v in verdicts) for kind in Kind}


def to_json(answer: msgspec.Struct) -> bytes:
    """An answer of this module as JSON."""
    return msgspec.json.encode(answer)
