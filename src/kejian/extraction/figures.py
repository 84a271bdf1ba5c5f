"""Mentions in their roles become figures: what is measured, of whom, when, against what."""

from collections.abc import Sequence

from kejian.extraction.context import Context
from kejian.model import Entity, Figure, Role


def find_figures(context: Context, *, roles: Sequence[Role], entities: Sequence[Entity]) -> list[Figure]:
    """A figure for each of ``context.mentions``, in their order."""
    found = []
    for sentence in context.sentences:
        for mention in sentence.mentions:
            found.append(
                Figure(
                    passage=context.passage(mention.start, mention.end),
                    sentence=context.passage(sentence.start, sentence.end),
                    mention=mention,
                    role=Role.OBSERVATION,
                )
            )
    return found
