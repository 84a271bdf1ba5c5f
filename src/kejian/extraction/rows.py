"""Facts as the rows of the extraction contract: one flat JSON object a mention, milestone or entity."""

from decimal import Decimal
from typing import Any

from kejian.model import Entity, Facts, Figure, Milestone, Role

MEASURING = frozenset({Role.OBSERVATION, Role.TERM, Role.TARGET})


def rows(facts: Facts) -> list[dict[str, Any]]:
    """The rows of ``facts``: mentions, milestones, entities, each in reading order.

    Every row has ``kind``, ``doc``, ``sentence``, ``start``, ``end``; numbers are JSON numbers in the base
    unit, shares 0…1.
    """
    return [
        *(_mention(facts.document, f) for f in facts.figures),
        *(_milestone(facts.document, m) for m in facts.milestones),
        *(_entity(facts.document, e) for e in facts.entities),
    ]


def _head(document: str, kind: str, statement: Figure | Milestone | Entity) -> dict[str, Any]:
    return {"kind": kind, "doc": document, "sentence": statement.sentence.quote}


def _place(statement: Figure | Milestone | Entity) -> dict[str, Any]:
    return {"start": statement.passage.start, "end": statement.passage.end}


def _mention(document: str, figure: Figure) -> dict[str, Any]:
    measuring = figure.role in MEASURING
    row = _head(document, "mention", figure) | {
        "surface": figure.mention.surface,
        "role": figure.role.value,
        "value": _number(figure.value) if measuring else None,
        "unit": figure.unit if measuring else None,
        "comparator": figure.comparator,
    }
    if figure.role in (Role.OBSERVATION, Role.TARGET):
        row |= {
            "aspect": figure.aspect.value if figure.aspect else None,
            "measure": figure.measure,
            "subject": figure.subject,
            "period": figure.period,
            "base": figure.base,
        }
    if figure.role is Role.TERM:
        row |= {"measure": figure.measure, "subject": figure.subject, "policy": figure.policy}
    if measuring and figure.value is None and (figure.lower is not None or figure.upper is not None):
        row |= {"lower": _number(figure.lower), "upper": _number(figure.upper)}
    return row | _place(figure)


def _milestone(document: str, milestone: Milestone) -> dict[str, Any]:
    row = _head(document, "milestone", milestone) | {
        "date": milestone.date,
        "actor": list(milestone.actor),
        "action": milestone.action,
        "object": milestone.object,
        "claim": milestone.claim,
        "domain": milestone.domain,
    }
    return row | _place(milestone)


def _entity(document: str, entity: Entity) -> dict[str, Any]:
    row = _head(document, "entity", entity) | {
        "surface": entity.name,
        "aliases": list(entity.aliases),
        "type": entity.type.value,
    }
    return row | _place(entity)


def _number(value: Decimal | None) -> int | float | None:
    """A JSON number: an integer where the value is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
