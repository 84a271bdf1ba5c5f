"""Conditions and formulas out of a rule file: a small language of names and lists, nothing to execute."""

from collections.abc import Callable

from kejian.policy.fields import fields
from kejian.policy.model import (
    COMPARISONS,
    MEMBERSHIPS,
    Case,
    Cases,
    Condition,
    Group,
    Leaf,
    Open,
    Parameter,
    Requires,
    Term,
)
from kejian.policy.places import Spot

# which units a parameter may have for a field of a kind
_UNITS = {
    "money": ("CNY",), "count": ("person", "count", "year"), "share": ("/1",),
    "number": ("score", "nm", "year"),
    "date": ("date",), "age": ("month",), "year": ("year",),
}  # fmt: skip
_LEAF = ("id", "text", "figure", "status", "presumed", "source", *COMPARISONS, *MEMBERSHIPS)
_SHAPES = ("figure", "all", "any", "cases", "open", "policy")
_LISTED = ("times", "plus", "minus", "least", "most")
_NAMED = ("figure", "parameter", "policy")


class Scope:
    """What the names in a policy's conditions may refer to."""

    def __init__(self, parameters: dict[str, Parameter], *, verified: bool, draft: bool = False) -> None:
        self.parameters, self.verified, self.draft = parameters, verified, draft

    def condition(self, spot: Spot) -> Condition:
        """The condition at ``spot``; `RuleError` for any unknown name or operator."""
        entry = spot.mapping()
        shape = next((name for name in _SHAPES if name in entry), None)
        if shape is None:
            spot.wrong("is no condition", f"one of {', '.join(_SHAPES)}")
        return _READERS[shape](self, spot)

    def _leaf(self, spot: Spot) -> Leaf:
        entry = spot.mapping(needs=("id", "figure"), may=_LEAF)
        figure = entry["figure"].text()
        if figure not in fields():
            entry["figure"].wrong(f"names the field “{figure}”, which is not known", "a field of fields.yaml")
        used = [name for name in (*COMPARISONS, *MEMBERSHIPS) if name in entry]
        if len(used) != 1:
            spot.wrong(f"has {len(used)} comparisons", f"one of {', '.join((*COMPARISONS, *MEMBERSHIPS))}")
        parameter: str | None = None
        choices: tuple[str, ...] = ()
        verified = self.verified
        if "status" in entry:
            verified = entry["status"].one_of(("A", "B", "C")) != "C"
        if used[0] in COMPARISONS:
            parameter = self._parameter(entry[used[0]], figure)
            verified = verified and self.parameters[parameter].verified
        else:
            choices = self._choices(entry[used[0]], figure, used[0])
        field = fields()[figure]
        return Leaf(
            id=entry["id"].text(),
            text=entry["text"].text() if "text" in entry else field.label,
            figure=figure,
            comparison=used[0],
            parameter=parameter,
            choices=choices,
            verified=verified,
            presumed="presumed" in entry and entry["presumed"].flag(),
            source=entry["source"].passage() if "source" in entry else None,
        )

    def _parameter(self, spot: Spot, figure: str | None = None) -> str:
        name = spot.text()
        if name not in self.parameters:
            spot.wrong(f"names the parameter “{name}”, which is not known", _known(self.parameters))
        allowed = _UNITS.get(fields()[figure].kind, ()) if figure else None
        if allowed is not None and self.parameters[name].unit not in allowed:
            unit = self.parameters[name].unit
            spot.wrong(
                f"compares “{figure}” with the unit {unit}", " or ".join(allowed) or "is, one_of or has_any"
            )
        return name

    def _choices(self, spot: Spot, figure: str, how: str) -> tuple[str, ...]:
        field = fields()[figure]
        if field.kind == "flag":
            if how != "is":
                spot.wrong(f"uses {how} with the flag “{figure}”", "is: true or is: false")
            return ("true" if spot.flag() else "false",)
        if not field.choices or (field.kind == "set") != (how == "has_any"):
            expected = "has_any for a set, is, one_of or none_of for a choice, a comparison for a number"
            spot.wrong(f"uses {how} with “{figure}”, a {field.kind}", expected)
        listed = [spot] if how == "is" else spot.items()
        return tuple(item.one_of(field.choices) for item in listed)

    def _group(self, spot: Spot) -> Group:
        ((shape, items),) = spot.mapping(may=("all", "any")).items()
        return Group(any=shape == "any", of=tuple(map(self.condition, items.items())))

    def _cases(self, spot: Spot) -> Cases:
        entry = spot.mapping(needs=("cases", "otherwise"), may=())
        cases = []
        for item in entry["cases"].items():
            case = item.mapping(needs=("when", "then"), may=())
            cases.append(Case(when=self.condition(case["when"]), then=self.condition(case["then"])))
        return Cases(cases=tuple(cases), otherwise=self.condition(entry["otherwise"]))

    def _open(self, spot: Spot) -> Open:
        entry = spot.mapping(needs=("open",), may=("source",))
        source = entry["source"].passage() if "source" in entry else None
        return Open(text=entry["open"].text(), source=source)

    def _requires(self, spot: Spot) -> Requires:
        return Requires(policy=spot.mapping(needs=("policy",), may=())["policy"].text())

    def term(self, spot: Spot) -> Term:
        """The formula at ``spot``."""
        names = (*_NAMED, *_LISTED, "steps")
        entry = spot.mapping(may=(*names, "up_to"))
        used = [name for name in names if name in entry]
        if len(used) != 1:
            spot.wrong(f"has {len(used)} operations", f"one of {', '.join(names)}")
        op, inner = used[0], entry[used[0]]
        if op == "steps":
            return self._steps(spot)
        if op in _LISTED:
            of = tuple(map(self.term, inner.items()))
            if len(of) < 2 or (op == "minus" and len(of) != 2):
                inner.wrong(f"has {len(of)} parts", "two" if op == "minus" else "two or more")
            return Term(op=op, of=of)
        if op == "parameter":
            return Term(op=op, name=self._parameter(inner))
        if op == "figure" and inner.text() not in fields():
            inner.wrong(f"names the field “{inner.text()}”, which is not known", "a field of fields.yaml")
        return Term(op=op, name=inner.text())

    def _steps(self, spot: Spot) -> Term:
        entry = spot.mapping(needs=("steps", "up_to"), may=())
        figure = entry["steps"].text()
        if figure not in fields():
            entry["steps"].wrong(f"names the field “{figure}”, which is not known", "a field of fields.yaml")
        limits, values = [], []
        for item in entry["up_to"].items():
            step = item.mapping(needs=("limit", "value"), may=())
            limits.append(self._parameter(step["limit"], figure))
            values.append(self.term(step["value"]))
        return Term(op="steps", name=figure, of=tuple(values), limits=tuple(limits))


_READERS: dict[str, Callable[[Scope, Spot], Condition]] = {
    "figure": Scope._leaf, "all": Scope._group, "any": Scope._group, "cases": Scope._cases,
    "open": Scope._open, "policy": Scope._requires,
}  # fmt: skip


def _known(parameters: dict[str, Parameter]) -> str:
    return f"one of {', '.join(parameters) or 'none (this policy has no parameters)'}"
