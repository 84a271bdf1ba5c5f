"""What findings, their checks, severities and states are called in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kejian.auditing.telling import Case, Words, check_called, worded, wording
from kejian.base import findings
from kejian.base.findings import Entry
from kejian.workbench.measure_words import case_called
from kejian.workbench.wording import tongue

SEVERITIES: dict[str, Any] = {"error": _("Error"), "doubt": _("Doubt"), "style": _("Style")}

# state of the list → its label; "open" holds accepted ones too, for they wait to be mended
STATES: dict[str, Any] = {
    "open": _("To be settled"),
    "accepted": _("Accepted"),
    "dismissed": _("Dismissed"),
    "fixed": _("Fixed"),
    "gone": _("No longer found"),
    "all": _("All states"),
}
STATE: dict[str, Any] = STATES | {"open": _("Open")}
VERDICTS: dict[str, Any] = {
    "accept": _("Accepted"),
    "dismiss": _("Dismissed"),
    "fixed": _("Fixed"),
    "reopen": _("Opened again"),
}

CHECKS = tuple(wording().checks)  # in the order in which lists name them


def check_label(name: str) -> str:
    """What a check is called in the reader's language; its own name where it is not known."""
    return check_called(name, tongue())


def entry_words(entry: Entry) -> Words:
    """What a finding of the base says in the reader's language."""
    return case_words(findings.case_of(entry))


def case_words(case: Case) -> Words:
    """What a finding that was made just now says in the reader's language."""
    return worded(case_called(case), tongue())
