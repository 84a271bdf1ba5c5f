"""The tables of blind second reviews: facts that others decided on, and what was said of them unseen.

They are part of a backup, like every decision. What is said changes nothing of a fact. When a draft is
published its facts are those of the published document from then on, and what was said of them goes along.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from kejian.base.append_only import AppendOnly
from kejian.base.document_models import Decision, Statement


class BlindReview(models.Model):
    """A second review of facts that others decided on, by somebody who is not shown what they decided.

    As long as it is not ``finished``, whoever reviews is shown nothing else of the workbench; of a person one
    is open at a time. ``sample`` says that its facts were drawn from all documents, not from one.
    """

    who = models.TextField()
    sample = models.BooleanField()
    at = models.DateTimeField()
    finished = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_blind_review"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["who"], condition=Q(finished__isnull=True), name="kejian_blind_open"
            )
        ]


class BlindFact(models.Model):
    """A fact of a blind review, and the decision that what is said of it is compared with."""

    review = models.ForeignKey(BlindReview, models.PROTECT, related_name="facts")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_blind_fact"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "statement"], name="kejian_blind_fact_once")
        ]


class BlindVerdict(models.TextChoices):
    """What can be said of a fact in a blind review."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CORRECT = "correct"


class BlindJudgment(AppendOnly):
    """What somebody said of a fact in a blind review; never changed, never deleted; the last one counts.

    ``expected``, ``correction`` and ``quote`` as in `kejian.base.document_models.Decision`.
    """

    called = "what was said in a blind review"

    fact = models.ForeignKey(BlindFact, models.PROTECT, related_name="judgments")
    verdict = models.CharField(max_length=8, choices=BlindVerdict.choices)
    expected = models.TextField()
    correction = models.TextField(default="{}")
    quote = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_blind_judgment"
