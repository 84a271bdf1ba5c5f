"""Which kind of question it is: rules in their order, the first that holds decides."""

import regex

from kejian.answering.reading import Asked

_OBJECTS = regex.compile(
    r"(?:了|过|的)(?:哪些|什么|哪[家所个]|几[家所个])(?:机构|单位|企业|公司|团队|大学|高校|院所|组织)\W*$"
    r"|\b(?:were|was|been|got) (?:founded|established|opened|set up|created)\b"
)
_MOVES = frozenset(["direction", "growth", "up", "down", "change", "yoy"])


def decide(asked: Asked) -> str:
    """The kind of a question: a key of `kejian.answering.asking.OPERATIONS`, or why it has none.

    ``why`` and ``forecast`` are understood and never answered; ``unknown`` is not understood.
    """
    signs = asked.signs
    if "why" in signs:
        return "why"
    if "where" in signs:
        return "where"
    if "documents" in signs:
        return "documents"
    if "definition" in signs and asked.measures:
        return "definition"
    if "agree" in signs and asked.measures:
        return "agree"
    if "status" in signs and asked.measures:
        return "status"
    if "target" in signs:
        return "target"
    if ("term" in signs or "policies" in signs) and "event" not in signs:
        return "term"
    if "movers" in signs or ({"fastest", "slowest"} & signs and not asked.measures):
        return "movers"
    if "forecast" in signs:
        return "forecast"
    if "rank" in signs and not asked.measures and (asked.subjects or asked.things):
        return "rank"
    if asked.claims or "event" in signs or not asked.measures:
        return _event(asked)
    return _figure(asked)


def _event(asked: Asked) -> str:
    signs = asked.signs
    told = bool(asked.claims or asked.verbs or asked.domain or "event" in signs or asked.phrases)
    if "who" in signs and _OBJECTS.search(asked.text) and asked.verbs:
        return "events"
    if "who" in signs and (told or asked.things):
        return "who"
    if signs & {"when", "whichyear"} and (told or asked.things):
        return "when"
    named = asked.things or any(one.code is None for one in asked.subjects)
    if signs & {"introduce", "did"} and named and not (asked.words or asked.spans or asked.verbs):
        return "entity"
    if asked.claims or asked.verbs or asked.domain or "event" in signs:
        return "events"
    if "did" in signs and (asked.things or asked.spans):
        return "events" if asked.spans or not asked.things else "entity"
    if "introduce" in signs and asked.phrases:
        return "events"
    if asked.kind and "list" in signs and (asked.spans or asked.subjects or asked.things):
        return "events"
    if asked.things and not (asked.words or asked.unit or signs - {"introduce", "did", "list"}):
        return "entity"
    return "unknown"


def _figure(asked: Asked) -> str:
    signs, several = asked.signs, len(asked.subjects) > 1 or len(asked.measures) > 1
    over = signs & {"exceed", "below"} or asked.threshold
    rules: tuple[tuple[bool, str], ...] = (
        ("introduce" in signs and not asked.spans, "definition"),
        (bool(asked.among), "ranking"),
        (bool(signs & {"years", "since", "when", "whichyear"} and over and not signs & _MOVES), "since"),
        (bool(signs & {"years", "whichyear"} and signs & (_MOVES | {"fastest", "slowest"})), "turns"),
        (bool(signs & {"fastest", "slowest"}), "turns"),
        (bool(signs & {"most", "least"}) and not several, "extreme"),
        ("cagr" in signs, "aggregate"),
        (several and "multiple" in signs, "times"),
        (several and bool(signs & {"share", "relative"}), "share"),
        (several and "difference" in signs, "difference"),
        (len(asked.subjects) > 2 and bool(signs & {"most", "least", "rank", "compare"}), "ranking"),
        (several and bool(signs & {"whichone", "most", "least", "exceed", "below", "check"}), "compare"),
        ("whichone" in signs and not several, "unknown"),
        ("check" in signs and "yearwise" in signs, "trend"),
        ("check" in signs and (bool(over) or bool(signs & _MOVES)), "check"),
        ("exceed" in signs and asked.threshold is not None, "check"),
        ("places" in signs, "change"),
        ("multiple" in signs, "multiple"),
        (bool(signs & {"share"}), "share"),
        ("rank" in signs and "yearwise" in signs, "trend"),
        ("rank" in signs, "rank"),
        (_is_change(asked), "change"),
        (bool(signs & _MOVES), "growth"),
        ("average" in signs or ("total" in signs and asked.when.through), "aggregate"),
        ("yearwise" in signs or asked.when.through, "trend"),
        (True, "value"),
    )
    return next(name for holds, name in rules if holds)


def _is_change(asked: Asked) -> bool:
    """Whether an amount of change is asked for rather than its rate."""
    if "difference" in asked.signs or "change" in asked.signs:
        return True
    return (
        asked.unit is not None
        and bool(asked.signs & {"up", "down", "growth", "yoy"})
        and asked.unit.base != "1"
    )
