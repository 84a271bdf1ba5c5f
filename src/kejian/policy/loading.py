"""Rule files → a rule book; whatever is wrong is told with file, line, path and what was expected."""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path

from kejian.policy.conditions import Scope
from kejian.policy.errors import RuleError
from kejian.policy.fields import fields
from kejian.policy.model import Benefit, Option, Parameter, Policy, RuleBook, Version, Window
from kejian.policy.places import Spot, compose
from kejian.policy.timeline import check_references, dated, supersede

_ID = re.compile(r"\w[\w-]{0,99}")
UNITS = ("CNY", "/1", "person", "count", "year", "month", "score", "nm", "date")
_VERSION_MAY = ("from", "to", "status", "conditions", "options", "benefit", "open")
_POLICY_MAY = (
    "issuer", "parameters", "grants", "competes", "superseded_by", "per_project", "year_cap",
    "year_received", "windows", "materials", "apply_at", "note", "row", "status", "sources",
)  # fmt: skip
_BENEFIT_OF = (
    "tax_saved", "income_exempt", "extra_deduction", "deduction", "grant", "turnover_exempt", "base",
    "status", "deferral", "carry_forward", "refund", "credit",
)  # fmt: skip


@cache
def rules() -> RuleBook:
    """The rules that come with Kejian.

    >>> len({policy.row for policy in rules().policies.values()})
    28
    """
    folder = files("kejian.policy") / "policies"
    listed = sorted(
        (f.name, f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".yaml")
    )
    return read_rules(listed)


def load_rules(folder: Path) -> RuleBook:
    """The rules in the YAML files of ``folder``."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise RuleError("holds no rule file", where=str(folder), hint="expected files that end in .yaml")
    return read_rules((path.name, _text(path)) for path in paths)


def read_rules(sources: Iterable[tuple[str, str]]) -> RuleBook:
    """The rules in texts, each with the name of its file."""
    found: dict[str, Policy] = {}
    drafts: dict[str, Policy] = {}
    for file, text in sources:
        spot = compose(text, file=file)
        policy = read_policy(spot)
        if policy.id in found or policy.id in drafts:
            spot.wrong(f"has the id “{policy.id}” of another file", "an id of its own")
        (drafts if policy.draft else found)[policy.id] = policy
    check_references(found)
    found = supersede(found)
    return RuleBook(
        policies=dict(sorted(found.items(), key=lambda item: (item[1].row or 10**6, item[0]))), drafts=drafts
    )


def read_policy(spot: Spot) -> Policy:
    """One policy out of the mapping of its file."""
    entry = spot.mapping(needs=("id", "title", "region", "who", "keywords", "versions"), may=_POLICY_MAY)
    draft = "status" in entry and entry["status"].one_of(("draft",)) == "draft"
    parameters = {
        name: read_parameter(name, item)
        for name, item in (entry["parameters"].mapping() if "parameters" in entry else {}).items()
    }
    versions = tuple(_version(item, parameters, draft=draft) for item in entry["versions"].items())

    def optional(name: str) -> str | None:
        return entry[name].optional_text() if name in entry else None

    def needed(name: str) -> str:
        return (optional(name) or "") if draft else entry[name].text()

    def field(name: str) -> str | None:
        return entry[name].one_of(tuple(fields().by_name)) if name in entry else None

    return Policy(
        id=_id(entry["id"]),
        row=int(entry["row"].number()) if "row" in entry else 0,
        title=entry["title"].text(),
        issuer=optional("issuer"),
        region=needed("region"),
        who=needed("who"),
        keywords=entry["keywords"].texts(),
        parameters=parameters,
        versions=dated(versions, spot=entry["versions"]),
        grants=field("grants"),
        competes=optional("competes"),
        superseded_by=optional("superseded_by"),
        per_project="per_project" in entry and entry["per_project"].flag(),
        year_cap=entry["year_cap"].one_of(tuple(parameters)) if "year_cap" in entry else None,
        year_received=field("year_received"),
        windows=tuple(_window(w) for w in entry["windows"].items()) if "windows" in entry else (),
        materials=_materials(entry.get("materials")),
        apply_at=optional("apply_at"),
        note=optional("note"),
        draft=draft,
        sources={n: s.passage() for n, s in entry["sources"].mapping().items()} if "sources" in entry else {},
    )


def _id(spot: Spot) -> str:
    """The id of a policy, which stands in addresses and in the headings of tables."""
    found = spot.text()
    if not _ID.fullmatch(found):
        spot.wrong(f"is “{found[:40]}”", "letters, digits and hyphens, at most 100")
    return found


def read_parameter(name: str, spot: Spot) -> Parameter:
    """A parameter in OpenFisca's form: ``description``, ``metadata`` and ``values`` by date."""
    entry = spot.mapping(needs=("metadata", "values"), may=("description",))
    about = entry["metadata"].mapping(needs=("unit", "status"), may=("reference", "source"))
    unit = about["unit"].one_of(UNITS)
    values = []
    for key, item in entry["values"].mapping().items():
        try:
            start = date.fromisoformat(key)
        except ValueError:
            item.wrong("does not begin with a date", "a date such as 2023-01-01")
        values.append((start, _value(item.mapping(needs=("value",), may=("metadata",))["value"], unit)))
    if not values:
        entry["values"].wrong("is empty", "at least one date with a value")
    return Parameter(
        name=name,
        unit=unit,
        values=tuple(sorted(values, key=lambda item: item[0])),
        reference=about["reference"].optional_text() if "reference" in about else None,
        verified=about["status"].one_of(("A", "B", "C")) != "C",
        description=entry["description"].text() if "description" in entry else "",
        source=about["source"].passage() if "source" in about else None,
    )


def _value(spot: Spot, unit: str) -> Fraction | date | None:
    if spot.value is None:
        return None
    if unit == "date":
        return spot.day()
    number = spot.number()
    if unit == "CNY":
        number *= 100
    if unit in ("CNY", "person", "count", "month", "year") and number.denominator != 1:
        spot.wrong(f"is {spot.shown()}", f"a whole number of {'fen' if unit == 'CNY' else unit}")
    return number


def _version(spot: Spot, parameters: dict[str, Parameter], *, draft: bool) -> Version:
    entry = spot.mapping(needs=("document",), may=_VERSION_MAY)
    verified = "status" not in entry or entry["status"].one_of(("A", "B", "C")) != "C"
    scope = Scope(parameters, verified=verified, draft=draft)
    common = entry["conditions"].items() if "conditions" in entry else []
    if ("options" in entry) == ("benefit" in entry):
        spot.wrong("has both or neither of options and benefit", "one of the two")
    if "options" in entry:
        options = tuple(_option(item, scope) for item in entry["options"].items())
    else:
        benefit = _benefit(entry["benefit"], scope)
        options = (Option(id="only", title=benefit.text, conditions=(), benefit=benefit),)
    start = entry["from"].day() if "from" in entry else None
    end = entry["to"].day() if "to" in entry else None
    if start and end and end < start:
        spot.wrong(f"ends on {end}, before it starts on {start}", "from ≤ to")
    return Version(
        document=entry["document"].optional_text(),
        start=start,
        end=end,
        conditions=tuple(map(scope.condition, common)),
        options=options,
        verified=verified,
        open=entry["open"].texts() if "open" in entry else (),
    )


def _option(spot: Spot, scope: Scope) -> Option:
    entry = spot.mapping(needs=("id", "title", "benefit"), may=("conditions", "source"))
    conditions = entry["conditions"].items() if "conditions" in entry else []
    return Option(
        id=entry["id"].text(),
        title=entry["title"].text(),
        conditions=tuple(map(scope.condition, conditions)),
        benefit=_benefit(entry["benefit"], scope),
        source=entry["source"].passage() if "source" in entry else None,
    )


def _benefit(spot: Spot, scope: Scope) -> Benefit:
    entry = spot.mapping(needs=("of", "text"), may=("rate", "normal", "amount", "at_most"))
    of = entry["of"].one_of(_BENEFIT_OF)
    if of == "tax_saved" and not scope.draft and ("rate" not in entry or "normal" not in entry):
        spot.wrong("is a tax rate without rate or normal", "rate and normal, the parameter it replaces")
    return Benefit(
        of=of,
        text=entry["text"].text(),
        rate=scope.term(entry["rate"]) if "rate" in entry else None,
        normal=entry["normal"].one_of(tuple(scope.parameters)) if "normal" in entry else None,
        amount=scope.term(entry["amount"]) if "amount" in entry else None,
        at_most="at_most" in entry and entry["at_most"].flag(),
    )


def _window(spot: Spot) -> Window:
    entry = spot.mapping(needs=("from", "to"), may=("document",))
    start, end = entry["from"].day(), entry["to"].day()
    if start is None or end is None or end < start:
        spot.wrong("is no window", "a first and a last day, in this order")
    return Window(
        start=start, end=end, document=entry["document"].optional_text() if "document" in entry else None
    )


def _materials(spot: Spot | None) -> tuple[str, ...] | None:
    return None if spot is None or spot.value is None else spot.texts()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RuleError("not UTF-8", where=str(path), hint="save the file as UTF-8 text") from error
