"""Terms → the parameters, conditions and ways to benefit of a draft, as plain values for YAML."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import regex
from msgspec.structs import replace

from kejian.model import Passage
from kejian.policy.drafting.model import DraftTerm
from kejian.policy.drafting.receivers import tiers
from kejian.policy.drafting.tiers import YEAR
from kejian.policy.fields import fields
from kejian.policy.sentence import read_sentence

_SHORT = 40  # characters of the document that a text of the draft may hold
_FILLING = regex.compile(r"企业|单位|机构|公司|从事|在|的|并|且|具有|具备|资格|注册|登记|本市|本区|[，、\s]")
_BARS = regex.compile(r"^[^；。]{0,12}(?:不予|不再|不享受|不得享受|不纳入|除外)")
_CASE = regex.compile(r"的[，,]")
_UNITS = {"CNY": "CNY", "/1": "/1", "month": "month", "person": "person", "nm": "nm", "count": "count"}


def source(passage: Passage) -> dict[str, Any]:
    """Where a number or a text stands, as rule files write it; a long one is quoted by its beginning."""
    return {
        "document": passage.document,
        "start": passage.start,
        "end": passage.end,
        "quote": passage.quote[:_SHORT],
    }


class Body:
    """The parts of a version that come from terms, numbered as they are met."""

    def __init__(self, *, since: date) -> None:
        self.since = since
        self._numbers: Counter[str] = Counter()
        self.parameters: dict[str, Any] = {}
        self.conditions: list[Any] = []
        self.options: list[Any] = []
        self.open: list[str] = []
        self.year_cap: str | None = None
        self._caps: list[tuple[str, int | None, DraftTerm]] = []  # of a year, and beside which grant
        self._granting: set[int] = set()  # the paragraphs that grant something
        self.per_project = False

    def parameter(self, term: DraftTerm) -> str:
        """The name of a new parameter that holds the number of ``term``."""
        self._numbers[term.kind] += 1
        name = f"{term.kind}_{self._numbers[term.kind]}"
        said = "，".join(filter(None, (term.per, term.who, term.phase, term.measure)))
        self.parameters[name] = {
            "description": said[:_SHORT] or term.kind,
            "metadata": {"unit": _UNITS[term.unit], "status": "C", "source": source(term.passage)},
            "values": {self.since: {"value": plain(term.value)}},
        }
        return name

    def add(self, terms: Sequence[DraftTerm], *, paragraph: int) -> None:
        """Terms of one clause: thresholds beside a grant are conditions of that grant, else of the policy."""
        parts = [t for t in terms if t.kind == "threshold" and t.comparison is None]
        thresholds = [t for t in terms if t.kind == "threshold" and t not in parts]
        grants = [t for t in terms if t.kind in ("rate", "cap", "amount")]
        barred = [t for t in thresholds if _BARS.search(t.clause.quote[t.passage.end - t.clause.start :])]
        if not grants:
            self.open += [f"不予支持的情形：{_short(t)}（{self.parameter(t)}）" for t in barred]
            thresholds = [t for t in thresholds if t not in barred]
        paired = _paired(thresholds, grants)
        conditions = self._thresholds([t for t in thresholds if t not in paired])
        if grants:
            self._granting.add(paragraph)
        self._caps += [
            (self.parameter(t), paragraph if grants else None, t) for t in terms if t.kind == "year_cap"
        ]
        self._instalments([t for t in terms if t.kind == "instalment"])
        rates = [t for t in grants if t.kind == "rate"]
        if parts and len(rates) > 1:
            self._bracketed(parts, rates, [t for t in grants if t.kind != "rate"], conditions)
            return
        for part in parts:
            self.open.append(f"分段计算的公式（{self.parameter(part)}）")
        case = None if grants else self._case(thresholds, conditions)
        if case is not None:
            self._cases(case)
        elif not grants:
            self.conditions += conditions
            if thresholds:
                self.conditions += _standings(thresholds[0].clause.quote, thresholds[0].clause)
            return
        each = [self._thresholds([t]) for t in paired]
        for group in groups(grants):
            self._options(group, conditions, each=each)

    def finish(self) -> None:
        """Settle the ceilings of a year: of the policy, or of one of several things that it grants."""
        for name, beside, term in self._caps:
            if self.year_cap is None and (beside is None or self._granting <= {beside}):
                self.year_cap = name
            else:
                self.open.append(f"其中一项的年度上限（{name}）：{_short(term)}")

    def _instalments(self, terms: Sequence[DraftTerm]) -> None:
        if terms:
            names = "、".join(f"{t.phase or ''}{self.parameter(t)}" for t in terms)
            self.open.append(f"分期拨付：{names}")

    def _bracketed(
        self,
        parts: Sequence[DraftTerm],
        rates: Sequence[DraftTerm],
        moneys: Sequence[DraftTerm],
        conditions: list[Any],
    ) -> None:
        """One way to benefit whose rates hold for the parts of a figure between bounds."""
        names = {id(t): self.parameter(t) for t in (*parts, *rates, *moneys)}
        lead = rates[0]
        cap = next((t for t in moneys if t.kind == "cap"), None)
        benefit: dict[str, Any] = {"of": lead.of or "grant", "text": lead.clause.quote[:_SHORT].strip("，, ")}
        base = next((f for f in (parts[0].figure, lead.base) if f and f in fields()), None)
        sum_of = brackets(base, parts, rates, names) if base else None
        if cap is not None:
            benefit["at_most"] = True
        if sum_of is None:
            listed = "、".join(names[id(t)] for t in sorted((*parts, *rates), key=lambda t: t.passage.start))
            why = "各段的界限不相接" if base else f"基数（{lead.base or '未写明'}）没有对应的字段"
            self.open.append(f"分段计算的公式：依次{listed}，{why}")
            amount: dict[str, Any] | None = None if cap is None else {"parameter": names[id(cap)]}
        else:
            amount = sum_of if cap is None else {"least": [sum_of, {"parameter": names[id(cap)]}]}
        if amount is not None:
            benefit["amount"] = amount
        option: dict[str, Any] = {
            "id": f"option_{len(self.options) + 1}",
            "title": (lead.who or lead.clause.quote)[:_SHORT],
            "source": source(lead.clause),
            "conditions": [*_for_whom(replace(lead, phase=None)), *conditions],
            "benefit": benefit,
        }
        self.options.append(option)

    def _thresholds(self, terms: Iterable[DraftTerm]) -> list[Any]:
        found: list[Any] = []
        for term in terms:
            name = self.parameter(term)
            assert term.comparison is not None
            if term.figure is None:
                one: Any = {"open": _short(term), "source": source(term.clause)}
            else:
                one = {
                    "id": name, "text": _short(term), "figure": term.figure, term.comparison: name,
                    "status": "C", "source": source(term.passage),
                }  # fmt: skip
            if term.either and found:
                before = found.pop()
                found.append({"any": [*before.get("any", [before]), one]})
            else:
                found.append(one)
        return found

    def _case(self, terms: Sequence[DraftTerm], conditions: list[Any]) -> dict[str, Any] | None:
        """Thresholds of the form “for revenue up to A, at least B”: what one of several cases requires."""
        if len(terms) < 2 or len(conditions) != len(terms):
            return None
        before, last = terms[-2], terms[-1]
        between = last.clause.quote[before.passage.end - last.clause.start :]
        when = [c for c, t in zip(conditions, terms, strict=True) if t.figure == before.figure]
        then = [c for c, t in zip(conditions, terms, strict=True) if t.figure != before.figure]
        if not _CASE.match(between) or None in (before.figure, last.figure) or not when or not then:
            return None
        return {"when": _all(when), "then": _all(then)}

    def _cases(self, case: dict[str, Any]) -> None:
        """One more case of those before it, if the last condition is such."""
        if self.conditions and "cases" in self.conditions[-1]:
            self.conditions[-1]["cases"].append(case)
        else:
            self.conditions.append({"cases": [case], "otherwise": {"open": "其他情形未写明"}})

    def _options(
        self, group: Sequence[DraftTerm], conditions: list[Any], *, each: Sequence[list[Any]]
    ) -> None:
        rates = [t for t in group if t.kind == "rate"]
        moneys = [t for t in group if t.kind != "rate"]
        many = max(len(rates), len(moneys), 1)
        names = {id(t): self.parameter(t) for t in group}
        for at in range(many):
            rate = _at(rates, at)
            money = _at(moneys, at)
            lead = (money if len(moneys) > 1 else None) or (rate if len(rates) > 1 else None) or money or rate
            assert lead is not None
            option = {
                "id": f"option_{len(self.options) + 1}",
                "title": "，".join(filter(None, (lead.who, lead.phase)))[:_SHORT]
                or lead.clause.quote[:_SHORT],
                "source": source(lead.clause),
                "conditions": [*_for_whom(lead), *conditions, *(each[at] if each else ())],
                "benefit": self._benefit(lead, rate, money, names),
            }
            self.options.append(option)
        tier = tiers(group[0].clause.quote)
        if many > 1 and not each and not any(t.phase for t in group):
            self.open.append(f"各档金额对应的{tier or '档次'}未写明")

    def _benefit(
        self, lead: DraftTerm, rate: DraftTerm | None, money: DraftTerm | None, names: dict[int, str]
    ) -> dict[str, Any]:
        clause = lead.clause.quote
        text = clause[max(clause.find(lead.who or ""), 0) :]
        self.per_project |= any(t is not None and "项目" in (t.per or "") for t in (rate, money))
        benefit: dict[str, Any] = {"of": lead.of or "grant", "text": text[:_SHORT].strip("，, ")}
        if money is not None and money.kind == "cap":
            benefit["at_most"] = True
        times: dict[str, Any] | None = None
        if rate is not None:
            benefit["rate"] = {"parameter": names[id(rate)]}
            if rate.base and rate.base in fields():
                times = {"times": [{"figure": rate.base}, {"parameter": names[id(rate)]}]}
            elif benefit["of"] == "tax_saved":
                self.open.append("一般税率（normal）")
            else:
                self.open.append(f"比例的基数（{rate.base or '未写明'}）没有对应的字段")
        cap = None if money is None else {"parameter": names[id(money)]}
        if times and cap:
            benefit["amount"] = {"least": [times, cap]}
        elif times or cap:
            benefit["amount"] = times or cap
        return benefit


def _paired(thresholds: Sequence[DraftTerm], grants: Sequence[DraftTerm]) -> list[DraftTerm]:
    """Thresholds of which each has an amount of its own: as many of one figure as there are amounts."""
    rows = groups(grants)
    if len(rows) != 1 or any(YEAR.fullmatch(t.phase or "") for t in grants):
        return []
    for kind in ("amount", "cap", "rate"):
        same = [t for t in rows[0] if t.kind == kind]
        alike = [t for t in thresholds if t.figure and t.figure == thresholds[0].figure]
        if len(same) > 1 and len(same) == len(alike) == len({t.value for t in alike}):
            return alike
    return []


def groups(grants: Sequence[DraftTerm]) -> list[list[DraftTerm]]:
    """The grants of a clause that belong together: a rate with the caps behind it, a list of amounts."""
    found: list[list[DraftTerm]] = []
    for term in grants:
        before = found[-1] if found else None
        if before is None or before[0].who != term.who or not _joins(before, term):
            found.append([term])
        else:
            before.append(term)
    return found


def brackets(
    figure: str, parts: Sequence[DraftTerm], rates: Sequence[DraftTerm], names: dict[int, str]
) -> dict[str, Any] | None:
    """Each rate times the part of ``figure`` between its bounds; None where the bounds do not fit together.

    The part between A and B is the lesser of the figure and B, less the lesser of the figure and A.
    """
    summands: list[Any] = []
    reached = None
    start = 0
    for at, rate in enumerate(rates):
        bounds = [t for t in parts if start <= t.passage.start < rate.passage.start]
        start = rate.passage.end
        lower = bounds[0] if at else None
        upper = bounds[-1] if at < len(rates) - 1 else None
        wanted = [t for t in (lower, upper) if t is not None]
        if bounds != wanted or (lower is not None and lower.value != reached):
            return None
        if upper is not None and lower is not None and upper.value <= lower.value:
            return None
        reached = upper.value if upper else None
        figures: Any = {"figure": figure}
        over, under = (
            figures if t is None else {"least": [figures, {"parameter": names[id(t)]}]}
            for t in (upper, lower)
        )
        part = over if lower is None else {"minus": [over, under]}
        summands.append({"times": [part, {"parameter": names[id(rate)]}]})
    return {"plus": summands}


def _joins(group: list[DraftTerm], term: DraftTerm) -> bool:
    same = [t for t in group if t.kind == term.kind]
    if same:  # one list, without anything else between
        near = term.passage.start - group[-1].passage.end <= 3
        yearly = all(YEAR.fullmatch(t.phase or "") for t in (group[-1], term))
        return group[-1].kind == term.kind and (near or yearly)
    return "amount" not in (term.kind, group[-1].kind)


def _all(conditions: list[Any]) -> Any:
    return conditions[0] if len(conditions) == 1 else {"all": conditions}


def _at(terms: list[DraftTerm], at: int) -> DraftTerm | None:
    if not terms:
        return None
    return terms[at] if len(terms) > at else terms[-1] if len(terms) == 1 else None


def _for_whom(term: DraftTerm) -> list[Any]:
    """Who gets it, as conditions on fields as far as these say it, the rest left open."""
    found = standings(term.phase, term.clause) if term.phase else []
    stated = {one["figure"] for one in found if "figure" in one}
    if term.who:
        found += [one for one in standings(term.who, term.clause) if one.get("figure") not in stated]
    return found


def standings(text: str, place: Passage) -> list[Any]:
    """Conditions on flags and choices that ``text`` names; what no field says is left open."""
    found = _standings(text, place)
    rest = text
    for said in read_sentence(text):
        for word in said.words.split("、"):
            rest = rest.replace(word, "")
    if len(_FILLING.sub("", rest)) > 1 or not found:
        found.append({"open": text[:_SHORT], "source": source(place)})
    return found


def _standings(text: str, place: Passage) -> list[Any]:
    found = []
    facts = read_sentence(text)
    for said in facts:
        kind = fields()[said.field].kind
        implied = said.field == "fields" and any(fact.field == "project_kind" for fact in facts)
        if kind not in ("flag", "choice", "set") or implied:
            continue
        choice = sorted(said.value) if isinstance(said.value, frozenset) else said.value
        how = "has_any" if kind == "set" else "is"
        found.append({
            "id": said.field, "text": said.words[:_SHORT], "figure": said.field, how: choice, "status": "C",
            "source": source(place),
        })  # fmt: skip
    return found


def _short(term: DraftTerm) -> str:
    quote = term.clause.quote
    at = term.passage.start - term.clause.start
    comma = max(quote.rfind(sign, 0, max(at - 1, 0)) for sign in "，,")
    after = [p for sign in "，," if (p := quote.find(sign, at + len(term.passage.quote))) > 0]
    return quote[max(comma + 1, at - 24, 0) : min(after, default=None)].strip("\t ，,")[:_SHORT]


def plain(value: Fraction) -> Any:
    """A number as YAML writes it: a whole number, a decimal, or else a fraction."""
    if value.denominator == 1:
        return value.numerator
    scaled = value * 10**9
    return value if scaled.denominator != 1 else float(value)
