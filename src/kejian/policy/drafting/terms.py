"""The numbers that a policy sets: rates, caps, amounts and thresholds, out of the extraction's figures."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import regex
from msgspec.structs import replace

from kejian.model import BlockKind, Document, Facts, Figure, MentionKind, Passage, Role
from kejian.policy.drafting.clauses import Clauses
from kejian.policy.drafting.model import DraftTerm
from kejian.policy.drafting.receivers import phases, receiver
from kejian.policy.drafting.tiers import graded
from kejian.policy.drafting.words import words
from kejian.policy.fields import fields

_SILENT = (Role.TIME, Role.NAME, Role.STRUCTURE)
_KINDS = {
    MentionKind.MONEY: "CNY", MentionKind.SHARE: "/1", MentionKind.DURATION: "month",
    MentionKind.QUANTITY: "count",
}  # fmt: skip
_FITS = {"CNY": ("money",), "/1": ("share",), "month": ("age",), "person": ("count",), "nm": ("number",)}
_PEOPLE = ("人", "名", "位")
_MONTHS = {"年": 12, "个月": 1, "月": 1}
_BETWEEN = regex.compile(r"\s*(?:[（(]含(?:本数)?[）)])?\s*(?:[、，,]|和|及|与|或|以及)\s*")
_OR = regex.compile(r"或者?|任一|之一")
_PER = regex.compile(
    r"每[家户人年月个项件](?:企业|单位|项目|产品)?|单[个家户项](?:企业|单位|项目)?|同一(?:企业|单位|项目)|年度"
)
_AFTER = regex.compile("[，,：:]")
_PART = regex.compile(r"\s*(?:[（(]不?含[）)])?(?:以[上下内]|之内)?的?部分")
_NOT = regex.compile(r"不(?:得|应|能|可)?$")


def find_terms(document: Document, facts: Facts, *, title: str | None) -> tuple[DraftTerm, ...]:
    """The terms that ``document`` states, in reading order.

    ``title`` is the policy that the document itself is, None where it only speaks of policies: then only
    figures count whose policy is named, and those that grant something in the same sentence.
    """
    clauses = Clauses(document)
    setting = {f.sentence.start: f.policy for f in facts.figures if f.role is Role.TERM and f.policy}
    read: list[DraftTerm] = []
    for figure in facts.figures:
        policy = figure.policy or title or setting.get(figure.sentence.start)
        if policy and (
            figure.role is Role.TERM or (figure.role not in _SILENT and _granting(figure, clauses))
        ):
            read.extend(_terms(figure, clauses, policy))
    return tuple(graded(tuple(_in_lists(read, document))))


def _granting(figure: Figure, clauses: Clauses) -> bool:
    """Whether a number that the extraction does not take for a term stands among the words of a rule."""
    start, end = clauses.at(figure.passage.start)
    clause = clauses.document.text[start:end]
    near = clause[max(figure.passage.start - start - 16, 0) : figure.passage.end - start + 12]
    if words().says("floor", near) or words().says("below", near):  # a condition of something granted
        near = clause
    return words().first("benefits", near) is not None


def _terms(figure: Figure, clauses: Clauses, policy: str) -> Iterator[DraftTerm]:
    """The term that ``figure`` is; of a range the ceiling of what is granted, or both ends of a condition."""
    mention = figure.mention
    if mention.kind is not MentionKind.RANGE:
        term = _term(figure, clauses, policy)
        if term is not None:
            yield term
        return
    upper = replace(figure, value=mention.upper, comparator="<=")
    high = _term(upper, clauses, policy) if mention.upper is not None else None
    if high is not None and high.kind == "threshold" and mention.lower is not None:
        low = _term(replace(figure, value=mention.lower, comparator=">="), clauses, policy)
        if low is not None:
            yield low
    if high is not None:
        yield high


def _term(figure: Figure, clauses: Clauses, policy: str) -> DraftTerm | None:
    mention = figure.mention
    value = mention.value if figure.value is None else figure.value
    if value is None:
        return None
    start, end = clauses.at(figure.passage.start)
    text = clauses.document.text
    block = clauses.block(figure.passage.start)
    in_table = block is not None and block.kind is BlockKind.ROW
    before = "" if in_table else _near(text[start : figure.passage.start])
    after = "" if in_table else _AFTER.split(text[figure.passage.end : min(end, figure.passage.end + 14)])[0]
    unit = _unit(figure)
    number = Fraction(value) * (_MONTHS.get(mention.unit or "", 1) if unit == "month" else 1)
    measured = f"{figure.measure or ''}｜{before[-40:]}"
    field = _field(figure.measure or "", unit) or _field(before[-24:], unit)
    clause = text[start:end]
    kind = _kind(figure, unit, field, before=before, after=after, clause=clause, in_table=in_table)
    if kind is None or (not in_table and words().says("aside", clause)):
        return None
    stated = figure.subject if figure.role is Role.TERM else None
    who = stated if in_table else receiver(clause, stated, figure.passage.start - start)
    said = f"{before[-24:]}{mention.surface}{after}{figure.measure or ''}"
    of = words().first("benefits", said) or words().first("benefits", clause)
    return DraftTerm(
        kind=kind,
        value=number,
        unit=_unit_of(unit, field if kind == "threshold" else None),
        passage=_bare(figure.passage.start, figure.passage.end, clauses.document),
        clause=_bare(start, end, clauses.document),
        policy=policy,
        of=of,
        who=who,
        per="".join(_PER.findall(before[-14:])) or None,
        figure=field if kind == "threshold" else None,
        base=_base(figure, before, clause if of == "extra_deduction" else "") if kind == "rate" else None,
        measure=figure.measure,
        comparison=_comparison(figure, measured, after) if kind == "threshold" else None,
        either=kind == "threshold" and _OR.search(before[-24:]) is not None,
    )


def _bare(start: int, end: int, document: Document) -> Passage:
    return Passage(document=document.name, start=start, end=end, quote=document.text[start:end])


def _near(before: str) -> str:
    """What stands before a number in its clause, from the last comma that is not right before it."""
    last = max(len(before) - 2, 0)
    return before[max(before.rfind(sign, 0, last) for sign in "，,：:") + 1 :]


def _unit(figure: Figure) -> str:
    unit = figure.unit or figure.mention.unit
    if unit == "CNY":
        return "CNY"
    if unit == "1":
        return "/1"
    if unit == "nm":
        return "nm"
    return _KINDS.get(figure.mention.kind, "count")


def _unit_of(unit: str, field: str | None) -> str:
    return "person" if unit == "count" and field else unit


def _field(measure: str, unit: str) -> str | None:
    """The field that ``measure`` names, of those that have the unit."""
    kinds = _FITS.get("person" if unit == "count" else unit, ())
    for name, pattern in words().tables["figures"].items():
        if fields()[name].kind in kinds and pattern.search(measure):
            return name
    return None


def _kind(
    figure: Figure, unit: str, field: str | None, *, before: str, after: str, clause: str, in_table: bool
) -> str | None:
    """What the number is to the rule; None where it is no term of it (a validity, a working day)."""
    say = words().says
    measure, surface = figure.measure or "", figure.mention.surface
    ceiling = figure.comparator in ("<", "<=") or say("ceiling", f"{before[-8:]}{surface}{after[:3]}")
    if in_table:
        if unit == "CNY":
            return "cap" if say("ceiling", measure) or figure.comparator == "<=" else "amount"
        return "rate" if unit == "/1" and _granted_rate(measure) else "threshold"
    if unit == "month" or unit == "count" or unit == "nm":
        if say("validity", f"{measure}{before[-8:]}{after[:6]}"):
            return None
        known = unit != "count" and field is not None
        return "threshold" if known or _is_condition(figure, field) else None
    if unit == "/1":
        return "threshold" if _is_share_condition(figure, measure, before, after) else "rate"
    near = f"{measure}{before[-10:]}{after}"
    named = field is not None and _field(f"{measure if not say('grant', measure) else ''}", unit) is not None
    named = named or (field is not None and _field(before[-12:], unit) is not None)
    if _PART.match(after) or (named and not say("grant", f"{before[-8:]}{after}")):
        return "threshold"
    if say("yearly", before) and say("together", f"{before}{measure}") and ceiling:
        return "year_cap"
    if not say("grant", near) and not say("grant", clause):
        return "threshold"
    if figure.comparator in (">", ">=") and not say("grant", near):
        return "threshold"
    return "cap" if ceiling else "amount"


def _granted_rate(measure: str) -> bool:
    return words().says("grant", measure) or not words().first("figures", measure)


def _is_condition(figure: Figure, field: str | None) -> bool:
    unit = figure.mention.unit or ""
    return (field is not None and unit in _PEOPLE) or figure.comparator in (">", ">=", "<", "<=")


def _is_share_condition(figure: Figure, measure: str, before: str, after: str) -> bool:
    say = words().says
    granted = say("grant", f"{measure}{after}") or words().first("benefits", f"{before[-6:]}{after}")
    if figure.comparator in (">", ">=") or say("floor", f"{before[-5:]}{after[:3]}"):
        return not say("grant", after[:8])
    return not granted and words().first("figures", f"{measure}{before[-20:]}") is not None


def _base(figure: Figure, before: str, clause: str) -> str | None:
    """The field that a rate is taken of; else what the document calls it."""
    said = figure.base or ""
    found = next(filter(None, (words().first("bases", text) for text in (said, before[-16:], clause))), None)
    return found or said or None


def _comparison(figure: Figure, measured: str, after: str) -> str | None:
    """How the figure is to stand to the number, by the extraction and the words around; None of a part."""
    if _PART.match(after):
        return None
    near = f"{measured[-6:]}{figure.mention.surface}{after[:2]}"
    low, high = words().says("floor", near), words().says("below", near)
    if figure.comparator == ">" and not low:
        return "more_than"
    if figure.comparator in (">", ">="):
        return "at_least"
    if figure.comparator in ("<", "<="):
        if figure.comparator == "<" and _NOT.search(measured):  # 不得 低于100万元
            return "at_least"
        return "less_than" if figure.comparator == "<" else "at_most"
    return "at_most" if high and not low else "at_least"


def _in_lists(terms: Sequence[DraftTerm], document: Document) -> Iterator[DraftTerm]:
    """The terms, those of a list of amounts alike in kind and each with its phase."""
    at = 0
    while at < len(terms):
        end = at + 1
        while end < len(terms) and _follows(terms[end - 1], terms[end], document):
            end += 1
        group = terms[at:end]
        first = group[0]
        names: tuple[str, ...] = ()
        if len(group) > 1 and first.kind in ("rate", "cap", "amount"):
            clause, start = first.clause.quote, first.passage.start - first.clause.start
            names = phases(clause, start, len(group))
        for index, term in enumerate(group):
            if first.kind == "threshold":
                how, field = term.comparison or first.comparison, term.figure or first.figure
                yield replace(term, kind=first.kind, comparison=how, figure=field)
            else:
                yield replace(term, kind=first.kind, phase=names[index] if names else None)
        at = end


def _follows(one: DraftTerm, other: DraftTerm, document: Document) -> bool:
    between = document.text[one.passage.end : other.passage.start]
    return (
        one.unit == other.unit
        and one.clause == other.clause
        and "\t" not in between
        and _BETWEEN.fullmatch(between) is not None
    )
