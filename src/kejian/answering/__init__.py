"""Answering: a question in words → an answer with its sources, by a documented grammar and nothing else.

Knows the nouns, the language and the linking; knows no files and no database: what it asks of the evidence is
the protocol in `kejian.answering.evidence`, which facts in memory and the evidence base both fulfil. Nothing
is guessed: what the evidence does not say is not answered, and every word of a question must be understood.
"""

from kejian.answering.asking import ask
from kejian.answering.evidence import Evidence
from kejian.answering.memory import from_facts
from kejian.answering.model import Amount, Answer, Chart, Disagreement, Item, Quoted, Understood

__all__ = [
    "Amount",
    "Answer",
    "Chart",
    "Disagreement",
    "Evidence",
    "Item",
    "Quoted",
    "Understood",
    "ask",
    "from_facts",
]
