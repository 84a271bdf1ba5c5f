"""A field of a profile as a form shows it, what was sent of it, and what is wrong with it in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kejian.policy.english import rules_in
from kejian.policy.errors import ProfileError
from kejian.policy.fields import Field, fields
from kejian.policy.model import RuleBook
from kejian.policy.profile import Fact, Profile, contradictions, late_dates, parse_fact
from kejian.policy.showing import choice, shown
from kejian.policy.wording import label
from kejian.workbench.errors import Refused
from kejian.workbench.wording import amount, tongue

LONGEST = 500  # characters of what is entered in one field

# the first field of each part of the form → its title
_PARTS: tuple[tuple[str, Any], ...] = (
    ("name", _("The enterprise")),
    ("staff", _("People")),
    ("revenue", _("Revenue, assets, profit")),
    ("rd_expense", _("Research and development")),
    ("core_ip", _("Standings")),
    ("tech_transfer_income", _("Technology transfer and contracts")),
    ("line_width_nm", _("Integrated circuits and software")),
    ("project_kind", _("A project or a right")),
    ("listed_service_share", _("Services, equipment, incentives")),
    ("invested", _("Investing in others")),
)
_EXPECTED: dict[str, Any] = {
    "text": _("Write a text of at most 500 characters."),
    "money": _("Write an amount in yuan, such as 80000000, 8000万 or 1.2亿元."),
    "count": _("Write a whole number."),
    "share": _("Write a share such as 12% or 0.12."),
    "number": _("Write a number."),
    "flag": _("Choose yes or no."),
    "choice": _("Choose one of the list."),
    "set": _("Choose some of the list."),
    "date": _("Write a date such as 2020-05-21."),
    "year": _("Write a year such as 2023."),
}


def told_rules() -> RuleBook:
    """The rules in the reader's language."""
    return rules_in(tongue())


def day_of(values: Mapping[str, Any], name: str = "day") -> date:
    """The day that is asked about: today where none is, or something that is no day."""
    try:
        day = date.fromisoformat(str(values.get(name, "")))
    except ValueError:
        return timezone.localdate()
    return day if 1950 <= day.year <= 2200 else timezone.localdate()


def on_day(profile: Profile, day: date) -> Profile:
    """The profile. Raises `Refused` where one of its dates lies after ``day``, and says which."""
    for error in late_dates(profile, day):
        raise Refused(
            gettext("“%(field)s” lies after %(day)s, the day that is asked about.")
            % {"field": label(error.fields[0], tongue()), "day": day.isoformat()},
            hint=gettext("Ask about a later day, or mend the date in the profile."),
        )
    return profile


def parts(values: Mapping[str, Any], errors: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The whole form in parts; ``values`` are facts as they are stored or as they were sent."""
    starts = dict(_PARTS)
    found: list[dict[str, Any]] = []
    for entry in fields().by_name.values():
        if entry.name in starts:
            found.append({"title": starts[entry.name], "fields": [], "stated": 0, "wrong": False})
        if entry.kind == "age":
            continue
        line = field(entry, values.get(entry.name), errors.get(entry.name))
        found[-1]["fields"].append(line)
        found[-1]["stated"] += bool(line["text"] or line["chosen"])
        found[-1]["wrong"] |= line["error"] is not None
    return found


def field(entry: Field, value: Any, error: dict[str, Any] | None = None) -> dict[str, Any]:
    """One field: its label, its choices, and ``text`` or ``chosen`` as it stands."""
    language = tongue()
    choices = [(one, choice(one, language)) for one in entry.choices]
    if entry.kind == "flag":
        choices = [("true", shown(True, "flag", language)), ("false", shown(False, "flag", language))]
    many = entry.kind == "set"
    chosen = [str(one) for one in value] if many and isinstance(value, list | tuple) else []
    return {
        "name": entry.name,
        "label": label(entry.name, language),
        "kind": entry.kind,
        "unit": gettext("yuan") if entry.kind == "money" else entry.unit if language == "zh" else "",
        "choices": choices,
        "chosen": chosen,
        "text": "" if many else as_text(entry, value),
        "computed": [label(part, language) for part in entry.parts] if entry.computed == "ratio" else [],
        "expected": str(_EXPECTED[entry.kind]),
        "error": error,
    }


def as_text(entry: Field, value: Any) -> str:
    """A stored fact as one would enter it; text that was entered stays as it is.

    >>> as_text(fields()["revenue"], 120000000)
    '120,000,000'
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    exact = Decimal(str(value))
    if entry.kind == "money" and tongue() == "zh":
        return amount(exact, "CNY", language="zh-hans")
    if entry.kind == "money":
        return f"{exact:,f}"
    if entry.kind == "share":
        return amount(exact, "1", language="zh-hans")
    return f"{exact:f}"


def stated(profile: Profile) -> list[dict[str, str]]:
    """The facts of a profile to read."""
    language = tongue()
    return [
        {
            "name": name,
            "label": label(name, language),
            "value": shown(value, fields()[name].kind, language),
        }
        for name, value in profile.facts.items()
    ]


def sent(form: QueryDict) -> dict[str, Any]:
    """The fields of a form, shortened to what may be long; those left empty are not there."""
    found: dict[str, Any] = {}
    for entry in fields().by_name.values():
        if entry.kind == "set":
            values = [text[:LONGEST] for text in form.getlist(entry.name)[: len(entry.choices)] if text]
        else:
            values = [form.get(entry.name, "").strip()[: LONGEST + 1]]
        if values and values[0]:
            found[entry.name] = values if entry.kind == "set" else values[0]
    return found


def read(
    given: Mapping[str, Any], *, day: date, confirmed: frozenset[str] = frozenset()
) -> tuple[dict[str, Fact], dict[str, dict[str, Any]]]:
    """The facts of a form, and what is wrong by field: every fault, not only the first."""
    facts: dict[str, Fact] = {}
    wrong: dict[str, dict[str, Any]] = {}
    for name, value in given.items():
        try:
            facts[name] = parse_fact(fields()[name], value)
        except ProfileError as error:
            wrong[name] = fault(error)
    profile = Profile(facts, confirmed=confirmed)
    for found in (*contradictions(profile), *late_dates(profile, day)):
        wrong.setdefault(found.fields[0], fault(found))
    return facts, wrong


def fault(error: ProfileError) -> dict[str, Any]:
    """What is wrong with a field in the reader's language; ``confirm`` names the field that may be right."""
    language = tongue()
    labels = [label(name, language) for name in error.fields]
    if error.fault == "unreadable":
        entry = fields()[error.fields[0]]
        said = gettext("This cannot be read.") + " " + str(_EXPECTED[entry.kind])
        if entry.kind in ("money", "count", "number") and not entry.signed:
            said += " " + gettext("It cannot be negative.")
        return {"text": said, "confirm": ""}
    if error.fault == "above":
        said = gettext("“%(part)s” is above “%(whole)s”, which it is part of.")
        return {"text": said % {"part": labels[0], "whole": labels[1]}, "confirm": error.fields[0]}
    if error.fault == "later":
        said = gettext("“%(first)s” is later than “%(second)s”.")
        return {"text": said % {"first": labels[0], "second": labels[1]}, "confirm": error.fields[0]}
    if error.fault == "share":
        return {"text": gettext("More than the whole: 8 of 100 is 8% or 0.08."), "confirm": error.fields[0]}
    if error.fault == "ratio":
        said = gettext("“%(share)s” is not “%(part)s” divided by “%(whole)s”: leave out one of the three.")
        return {"text": said % dict(zip(("share", "part", "whole"), labels, strict=True)), "confirm": ""}
    if error.fault == "late":
        return {"text": gettext("This lies after the day that is asked about."), "confirm": ""}
    return {"text": str(error), "confirm": ""}
