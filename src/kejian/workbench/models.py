"""The workbench's own tables: log-ins, the audit log, documents being added, what must be remembered.

Accounts are Django's users, a role is one of Django's groups. What documents state and what people decide
of it is in the tables of `kejian.base`.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from kejian.base.append_only import AppendOnly


class Audit(AppendOnly):
    """One change: who made it, when, from where, what, on which object, and what it said before and after.

    Rows are only ever added: the database itself refuses to change or delete one.
    """

    called = "an entry of the audit log"

    at = models.DateTimeField(auto_now_add=True)
    who = models.TextField()
    address = models.TextField(default="", blank=True)
    action = models.TextField()
    target = models.TextField(default="", blank=True)
    before = models.TextField(default="", blank=True)
    after = models.TextField(default="", blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "workbench_audit"
        indexes: ClassVar = [
            models.Index(fields=["who", "id"], name="workbench_audit_who"),
            models.Index(fields=["target", "id"], name="workbench_audit_target"),
        ]


class LoginFailure(models.Model):
    """A log-in that failed, counted for a while against its account and its address."""

    at = models.DateTimeField()
    account = models.TextField()
    address = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "workbench_login_failure"
        indexes: ClassVar = [
            models.Index(fields=["account", "at"], name="workbench_failure_account"),
            models.Index(fields=["address", "at"], name="workbench_failure_address"),
        ]


class Remembered(models.Model):
    """A value that outlives a restart, by its name: the key that signs sessions."""

    name = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "workbench_remembered"


class TaskState(models.TextChoices):
    """How far something is that the worker does."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Adding(models.Model):
    """Documents that somebody adds: from uploaded files, or from a folder of this machine.

    ``said`` is what is said of all of them (JSON of `kejian.base.metadata.Said`), ``folder`` where the files
    are, ``done`` of ``total`` files are through, ``report`` (JSON) is what came of it.
    """

    key = models.CharField(max_length=32, unique=True)
    who = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    folder = models.TextField()
    uploaded = models.BooleanField()
    said = models.TextField(default="{}")
    state = models.CharField(max_length=7, choices=TaskState.choices, default=TaskState.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    current = models.TextField(default="", blank=True)
    report = models.TextField(default="", blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "workbench_adding"
        indexes: ClassVar = [
            models.Index(fields=["who", "id"], name="workbench_adding_who"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=("waiting", "running")),
                name="workbench_adding_open",
            ),
        ]


class Publishing(models.Model):
    """The publishing of a draft that its owner asked for; of a document only one is under way.

    ``document`` is the draft's, ``published`` what it became, ``error`` and ``hint`` why it could not.
    """

    document = models.BigIntegerField()
    who = models.TextField()
    address = models.TextField(default="", blank=True)
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=7, choices=TaskState.choices, default=TaskState.WAITING)
    published = models.BigIntegerField(null=True, blank=True)
    error = models.TextField(default="", blank=True)
    hint = models.TextField(default="", blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "workbench_publishing"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state__in=("waiting", "running")),
                name="workbench_publishing_open",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["document", "id"], name="workbench_publishing_document")]


class Original(models.Model):
    """The file of an edition as it came, kept so that its pages can be shown; bounded in size."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    content = models.BinaryField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "workbench_original"


class StoredProfile(models.Model):
    """What somebody says of their enterprise; nobody else's business, whatever their role.

    ``entered`` is JSON of `kejian.workbench.profiles.Entered`.
    """

    owner = models.CharField(max_length=150, primary_key=True)
    at = models.DateTimeField(auto_now=True)
    entered = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "workbench_profile"


class KeptResult(models.Model):
    """A result of a check that somebody keeps for themselves: JSON of `kejian.policy.keeping.Kept`."""

    key = models.CharField(max_length=32, unique=True)
    owner = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    kept = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "workbench_kept_result"
        indexes: ClassVar = [models.Index(fields=["owner", "id"], name="workbench_kept_owner")]
