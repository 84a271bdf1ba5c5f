"""English dates and parts of years, and their ISO 8601 forms."""

import re

from kejian.language.times import Moment, Time, iso_of, part_of_year
from kejian.model import MentionKind as Kind
from kejian.model import Reference

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT = {name[:3].lower(): place for place, name in enumerate(MONTHS, 1)}
_NAME = (
    r"(?P<name>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?"
    r"|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember"
    r"|\.)?)"
)
_ENGLISH = re.compile(
    rf"(?P<a>{_NAME}[ ](?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?[ ](?P<y>\d{{4}})(?!\d))?"
    rf"|,?[ ]?(?P<y2>\d{{4}})(?!\d)))"
    rf"|(?P<b>(?P<bd>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?[ ](?:of[ ])?(?P<bname>{_NAME.replace('?P<name>', '?:')})\b(?:,?[ ](?P<by>\d{{4}})(?!\d))?)"
    r"|(?P<c>(?:Q(?P<q>[1-4])|H(?P<half>[12]))[ -]?(?:of[ ])?(?P<qy>(?:FY)?\d{4})(?!\d))"
    r"|(?P<e>(?:FY|CY)[ ]?(?P<fy>\d{4})(?!\d))"
    r"|(?P<g>(?:the[ ])?(?P<decade>(?:1[5-9]|20)\d0)s\b)"
)


def english_at(text: str, at: int, reference: Reference | None) -> Time | None:
    """The English date at ``at``: March 2019, 5 March 2019, Q3 2023, FY2023, 1990s."""
    found = _ENGLISH.match(text, at)
    if not found:
        return None
    if found["a"]:
        year = found["y"] or found["y2"]
        moment = Moment(
            int(year) if year else None,
            _SHORT[found["name"][:3].lower()],
            int(found["d"]) if found["d"] else None,
        )
        return Time(at, found.end(), Kind.DATE, iso_of(moment, reference))
    if found["b"]:
        moment = Moment(
            int(found["by"]) if found["by"] else None, _SHORT[found["bname"][:3].lower()], int(found["bd"])
        )
        return Time(at, found.end(), Kind.DATE, iso_of(moment, reference))
    if found["c"]:
        part = f"Q{found['q']}" if found["q"] else f"H{found['half']}"
        return Time(at, found.end(), Kind.PERIOD, part_of_year(found["qy"].removeprefix("FY"), part))
    if found["e"]:
        return Time(at, found.end(), Kind.PERIOD, found["fy"])
    decade = int(found["decade"])
    return Time(at, found.end(), Kind.PERIOD, f"{decade}/{decade + 9}")
