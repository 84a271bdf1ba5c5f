"""A policy document as read → draft rule files for an expert to finish.

Knows the extraction's figures and the words that rules are made of (`drafting.yaml`); decides nothing: what
the document does not state stays open, and no draft ever gives a verdict.
"""

from kejian.policy.drafting.draft import draft, unnamed
from kejian.policy.drafting.model import Draft
from kejian.policy.drafting.writing import write

__all__ = ["Draft", "draft", "unnamed", "write"]
