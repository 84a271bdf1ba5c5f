"""What checks, severities and states of findings are called, and what each check looks at."""

from typing import Any

from django.utils.translation import gettext_lazy as _

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

CHECKS: dict[str, Any] = {
    "growth": _("Growth"),
    "shares": _("Shares"),
    "totals": _("Totals"),
    "agreement": _("Agreement"),
    "lists": _("Announced and named"),
    "ranks": _("Ranks"),
    "parts": _("Parts of a whole"),
    "rates": _("Rates"),
    "cumulative": _("Cumulative figures"),
    "periods": _("Periods"),
    "jumps": _("Jumps"),
    "names": _("Names"),
    "terms": _("Policy terms"),
    "events": _("Events"),
    "claims": _("Claims of primacy"),
    "dates": _("Dates"),
    "wording": _("Wording of figures"),
    "structure": _("Structure"),
}


def check_label(name: str) -> str:
    """What a check is called; its own name where it is not known."""
    return str(CHECKS.get(name, name))
