"""What an English sentence grants or requires: the measure behind or before the number, and who gets it."""

import re

_NOUN = r"[a-z][a-z-]*(?:\s[a-z][a-z-]*){0,2}?"
_END = r"(?=\s(?:for|of|per|to|on|in|until|from|and|or|with|each|if|over|within)\b|\s*[.,;)]|\s*$)"
_BEHIND = re.compile(rf"\s(?P<measure>(?!(?:for|of|per|to|on|in|from|and|or|with|old|each)\b){_NOUN}){_END}")
_FOR = re.compile(rf"\s(?:for|towards?|of)\s(?:the\s|their\s|its\s)?(?P<measure>{_NOUN}){_END}")
_LASTING = re.compile(r"(?P<measure>[a-z][a-z-]*\s[a-z][a-z-]*)\sfor\s$")
# the grant that was named last before the number: a subsidy of CNY 10, capped at CNY 3 million
_GRANT = re.compile(
    r"\b(?P<measure>(?:(?!an?\b|the\b|of\b|claim\b|receive\b|get\b|in\b)[a-z-]+\s)?"
    r"(?:subsid(?:y|ies)|grants?|rebates?|vouchers?|allowances?|bonus(?:es)?|discounts?))\b"
)
_OFTEN = re.compile(r"(?:an?|per|each|every)\s(?:year|month|day|quarter|week)\b")
_LIMITED = re.compile(r"\s(?:less|more|fewer|under|over|with|that|who|which|whose|employing|registered)\b.*$")
_WHO = re.compile(
    r"(?:^|[,;]\s|\band\s)(?:each\s|the\s|all\s)?(?P<who>[A-Za-z][\w-]*(?:\s[\w-]+){0,6}?)"
    r"\s(?:can|may|will|must|shall|receive|get|are|is|qualify|qualifies|receives)\s"
)
_POLICY = re.compile(
    r"(?:[Uu]nder|[Bb]y)\sthe\s(?:new\s|revised\s)?"
    r"(?P<title>(?:[A-Z][\w-]*\s(?:(?:and|of|for)\s)?){1,6}?(?:Scheme|Programme|Program|Act|Plan|Policy|Measures|Initiative|Rules))\b"
)


def english_term(text: str, start: int, end: int) -> tuple[str | None, str | None, str | None]:
    """The measure, the subject and the policy of a number that stands at ``start:end`` of a sentence.

    >>> text = "Under the Voucher Scheme, small firms can claim up to $50,000 for testing costs."
    >>> english_term(text, text.index("up to"), text.index(" for"))
    ('testing costs', 'small firms', 'Voucher Scheme')
    """
    behind = _BEHIND.match(text, end) or _FOR.match(text, end)
    behind = None if behind and _OFTEN.match(behind["measure"]) else behind
    told = behind or _LASTING.search(text, 0, start)
    for match in () if told else _GRANT.finditer(text, 0, start):
        told = match
    who = None
    for match in _WHO.finditer(text, 0, start):
        who = _LIMITED.sub("", match["who"].removeprefix("and "))
    policy = _POLICY.search(text)
    return told["measure"] if told else None, who, policy["title"] if policy else None
