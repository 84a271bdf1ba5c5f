"""The tables of findings: what the audit says of the base, and what people decided of it.

All but `FindingDecision` is made by `kejian.base.auditing` from documents and statements and can be made
again; it is never backed up. A decision names its finding by an id that is made of the check and the
quotations, so that it finds it again after any new reading.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from kejian.base.append_only import AppendOnly
from kejian.base.document_models import Document, Work


class Audited(models.Model):
    """A current document whose statements were audited by themselves; ``stamp`` says in which state."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="audited")
    stamp = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_audited"


class Witness(models.Model):
    """What a document says that checks across documents hold against what others say.

    ``key`` is a hash of what the members of a group share, ``kind`` one of `kejian.auditing.groups.Kind`,
    ``data`` the members that the document contributes (MessagePack).
    """

    key = models.BigIntegerField()
    kind = models.CharField(max_length=6)
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    work = models.ForeignKey(Work, models.CASCADE, related_name="+", db_index=False)
    data = models.BinaryField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_witness"
        indexes: ClassVar = [models.Index(fields=["key"], name="kejian_witness_key")]


class Unjudged(models.Model):
    """A group that is to be judged again; the mark survives a crash."""

    key = models.BigIntegerField(primary_key=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_unjudged"


class FindingState(models.TextChoices):
    """What became of a finding; ``gone``: the texts no longer give rise to it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    FIXED = "fixed"
    GONE = "gone"


class Finding(models.Model):
    """Something that a check says is wrong or doubtful.

    ``passages`` (JSON) are the stretches that show it: ``document`` and ``work`` (numbers), ``start``,
    ``end``, ``quote``, ``before``, ``after``. What one document shows by itself belongs to ``work``, what
    several documents show to the group ``key``. ``rank`` sorts: errors first. ``case_name`` and ``said``
    (JSON: its values) are what `kejian.auditing.telling` words in the reader's language; ``message`` and
    ``computed`` are the same in English. ``case_name`` is empty where the finding was stored before there
    were cases.
    """

    id = models.CharField(max_length=16, primary_key=True)
    check_name = models.CharField(max_length=16)
    severity = models.CharField(max_length=5)
    rank = models.IntegerField()
    message = models.TextField()
    computed = models.TextField(default="", blank=True)
    case_name = models.CharField(max_length=40, default="", blank=True)
    said = models.TextField(default="{}", blank=True)
    passages = models.TextField()
    work = models.ForeignKey(Work, models.CASCADE, null=True, blank=True, related_name="findings")
    key = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=FindingState.choices, default=FindingState.OPEN)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_finding"
        indexes: ClassVar = [
            # with all that lists and counts ask for, so that they read no findings but those they show
            models.Index(
                fields=["state", "rank", "id", "check_name", "severity"], name="kejian_finding_list"
            ),
            models.Index(fields=["key"], name="kejian_finding_key"),
        ]


class Concern(models.Model):
    """A document that a finding quotes; who may not see its work may not see the finding."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="concerns")
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    work = models.ForeignKey(Work, models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_concern"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["finding", "document"], name="kejian_concern_once")
        ]


class FindingVerdict(models.TextChoices):
    """What a person says of a finding; ``reopen`` takes back what was said before."""

    ACCEPT = "accept"
    DISMISS = "dismiss"
    FIXED = "fixed"
    REOPEN = "reopen"


class FindingDecision(AppendOnly):
    """What a person said of a finding; never changed, never deleted; the last one counts.

    ``finding`` is its id, ``about`` (JSON) what it said then: check, severity, message and quotations.
    ``editions`` are the texts it was found in (hashes): one that is marked fixed and found again in other
    texts is open again.
    """

    called = "a decision"
    instead = "add another one, or reopen the finding"

    finding = models.CharField(max_length=16, db_index=True)
    verdict = models.CharField(max_length=7, choices=FindingVerdict.choices)
    about = models.TextField()
    editions = models.TextField(default="", blank=True)
    reason = models.TextField(default="", blank=True)
    who = models.TextField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_finding_decision"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(who="") & (~Q(verdict="dismiss") | ~Q(reason="")),
                name="kejian_finding_says_why",
            )
        ]
