"""The tables of linking: which statements are one series, which names are one thing.

All but `ThingDecision` is made from documents, statements and decisions by `kejian.base.linking`, and can be
made again; it is never backed up. ``scope`` is 0 for what published works say, else the id of the draft
that says it: rows of one scope know nothing of another, so that a draft changes nothing that others see.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from kejian.base.append_only import AppendOnly
from kejian.base.document_models import Document, Statement, Work


class Linked(models.Model):
    """A current document whose statements were linked, and by which version of linking.

    A document without a row of today's version is not linked yet. ``loose`` counts the figures that
    no series takes.
    """

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="linked")
    version = models.TextField()
    loose = models.IntegerField(default=0)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_linked"


class Bundle(models.Model):
    """One measure of one subject, whatever the kind of quantity: ``subject|measure|accumulation``."""

    key = models.TextField(unique=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_bundle"


class Dirty(models.Model):
    """A bundle or name whose series or thing is to be made again; the mark survives a crash.

    While all is begun again there is a row for each step of that too, ``key`` saying how far it is.
    """

    what = models.CharField(max_length=6)  # bundle, name, draft, or a step of `kejian.base.linking`
    key = models.BigIntegerField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_dirty"
        constraints: ClassVar = [models.UniqueConstraint(fields=["what", "key"], name="kejian_dirty_once")]


class Placed(models.Model):
    """Where an observation belongs, with what people decided of it applied.

    ``family`` is the kind of quantity, empty where the document does not show it: the statement then belongs
    to every series of its bundle. ``main`` says that it states the measure itself. ``slot`` is the period
    in which it meets others (empty: left open) with its last day. ``value`` and ``unit`` are the exact
    number and its unit. ``why`` (JSON) holds the scores and reasons of measure and subject.
    """

    statement = models.OneToOneField(Statement, models.CASCADE, primary_key=True, related_name="placed")
    work = models.ForeignKey(Work, models.CASCADE, related_name="+", db_index=False)
    scope = models.BigIntegerField(default=0)
    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="placed", db_index=False)
    family = models.TextField(default="", blank=True)
    main = models.BooleanField()
    aspect = models.CharField(max_length=6)
    kind = models.CharField(max_length=5, default="", blank=True)
    slot = models.TextField(default="", blank=True)
    slot_end = models.DateField(null=True, blank=True)
    value = models.TextField(default="", blank=True)
    unit = models.TextField(default="", blank=True)
    subject = models.TextField(default="", blank=True)
    score = models.FloatField()
    why = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_placed"
        indexes: ClassVar = [
            models.Index(fields=["bundle", "scope", "slot"], name="kejian_placed_slot"),
            models.Index(fields=["work"], name="kejian_placed_work"),
        ]


class Series(models.Model):
    """What lists show of a series: names and a summary, of the statements of one scope alone.

    ``key`` is that of `kejian.linking.Series`. ``words`` are all its names in the normal form of the search.
    ``weight`` sorts lists: well-known indicators first, then by periods. The last and the previous value
    are those of the last two slots (of the latest work, where several speak), in ``unit``; ``change`` is
    last ÷ previous − 1 (of ratios and ranks last − previous). ``trend`` (JSON) is ``[[slot, value], …]``,
    the last slots first to last.
    """

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="series")
    family = models.TextField(default="", blank=True)
    scope = models.BigIntegerField(default=0)
    key = models.TextField()
    name = models.TextField()
    name_en = models.TextField(default="", blank=True)
    indicator = models.TextField(default="", blank=True)
    subject = models.TextField()
    subject_key = models.TextField()
    code = models.CharField(max_length=6, default="", blank=True)
    unit = models.TextField(default="", blank=True)
    kind = models.CharField(max_length=5, default="", blank=True)
    accumulation = models.TextField(default="", blank=True)
    domain = models.TextField(default="", blank=True)
    force = models.TextField(default="", blank=True)
    words = models.TextField()
    weight = models.BigIntegerField()
    statements = models.IntegerField()
    levels = models.IntegerField()
    slots = models.IntegerField()
    works = models.IntegerField()
    first_slot = models.TextField(default="", blank=True)
    last_slot = models.TextField(default="", blank=True)
    last_value = models.TextField(default="", blank=True)
    previous_slot = models.TextField(default="", blank=True)
    previous_value = models.TextField(default="", blank=True)
    change = models.TextField(default="", blank=True)
    trend = models.TextField(default="[]")

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_series"
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "scope"], name="kejian_series_key")]
        indexes: ClassVar = [
            models.Index(fields=["scope", "-weight", "id"], name="kejian_series_weight"),
            models.Index(fields=["name", "scope", "-weight", "id"], name="kejian_series_named"),
            models.Index(fields=["force", "scope", "-weight", "id"], name="kejian_series_by_force"),
            models.Index(fields=["domain", "scope", "-weight", "id"], name="kejian_series_by_domain"),
            models.Index(fields=["subject_key", "scope", "-weight", "id"], name="kejian_series_of"),
        ]


class Name(models.Model):
    """A name in its normal form, of one type of thing; ``shown`` is how it is printed.

    ``published`` counts the statements of published works that name it, ``given`` those of them that name it
    first (the others give it as another form of a fuller name). ``code`` is the unified social credit
    code that a document gives beside it.
    """

    form = models.TextField()
    type = models.CharField(max_length=12)
    shown = models.TextField()
    code = models.CharField(max_length=18, default="", blank=True)
    published = models.IntegerField(default=0)
    given = models.IntegerField(default=0)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_name"
        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "type"], name="kejian_name_once")]


class NameKey(models.Model):
    """A key by which names that may be one thing's are found (64 bits of a hash)."""

    key = models.BigIntegerField()
    name = models.ForeignKey(Name, models.CASCADE, related_name="keys")

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_name_key"
        indexes: ClassVar = [models.Index(fields=["key"], name="kejian_name_key_key")]


class NamingRole(models.TextChoices):
    """How a statement names something: as its name, as another form of it, or as who or what it is about."""

    NAME = "name"
    ALIAS = "alias"
    ACTOR = "actor"
    OBJECT = "object"
    SUBJECT = "subject"


class Naming(models.Model):
    """A statement that names something: of an entity each form, of a milestone or figure whom it is about."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="namings")
    name = models.ForeignKey(Name, models.PROTECT, related_name="namings", db_index=False)
    role = models.CharField(max_length=7, choices=NamingRole.choices)
    work = models.ForeignKey(Work, models.CASCADE, related_name="+")
    scope = models.BigIntegerField(default=0)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_naming"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "role", "statement"], name="kejian_naming_once")
        ]


class Together(models.Model):
    """Two names in ``sentences`` sentences of a work, the first of them at ``start:end`` of the document."""

    one = models.ForeignKey(Name, models.CASCADE, related_name="+")
    other = models.ForeignKey(Name, models.CASCADE, related_name="+")
    work = models.ForeignKey(Work, models.CASCADE, related_name="+")
    scope = models.BigIntegerField(default=0)
    sentences = models.IntegerField()
    start = models.IntegerField()
    end = models.IntegerField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_together"


class Likeness(models.Model):
    """Two names that may be one thing's, by themselves: score (0…1) and reasons (JSON).

    ``short`` is the name (its id) that could as well be another thing's.
    """

    one = models.ForeignKey(Name, models.CASCADE, related_name="+")
    other = models.ForeignKey(Name, models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.TextField()
    short = models.BigIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_likeness"
        constraints: ClassVar = [models.UniqueConstraint(fields=["one", "other"], name="kejian_like_once")]


class Thing(models.Model):
    """A thing under all its names, as the documents of one scope name it; ``words`` as in `Series`."""

    scope = models.BigIntegerField(default=0)
    name = models.TextField()
    type = models.CharField(max_length=12)
    code = models.CharField(max_length=18, default="", blank=True)
    words = models.TextField()
    names = models.IntegerField()
    statements = models.IntegerField()
    works = models.IntegerField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_thing"
        indexes: ClassVar = [
            models.Index(fields=["scope", "-works", "id"], name="kejian_thing_works"),
            models.Index(fields=["type", "-works"], name="kejian_thing_type"),
        ]


class Member(models.Model):
    """A name of a thing, how sure that is, and why (JSON: a list of reasons)."""

    name = models.ForeignKey(Name, models.CASCADE, related_name="members")
    thing = models.ForeignKey(Thing, models.CASCADE, related_name="members")
    scope = models.BigIntegerField(default=0)
    score = models.FloatField()
    reasons = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_member"
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "scope"], name="kejian_member_once")]


class ThingVerdict(models.TextChoices):
    """What a person says of names; ``withdraw`` takes back what was said of the same names before."""

    SAME = "same"
    DIFFERENT = "different"
    NAME = "name"
    WITHDRAW = "withdraw"


class ThingDecision(AppendOnly):
    """What a person said of two names of a type, or of how a thing is to be called; only ever added.

    ``one`` and ``other`` are names in their normal form, the smaller one first; the last decision on a pair
    counts. Of the verdict ``name``, ``one`` is a name of the thing and ``other`` what it is to be called;
    ``withdraw`` of a name and itself takes that back.
    """

    called = "a decision"
    instead = "add another one, or withdraw it"

    verdict = models.CharField(max_length=9, choices=ThingVerdict.choices)
    type = models.CharField(max_length=12)
    one = models.TextField()
    other = models.TextField()
    shown = models.TextField(default="", blank=True)  # both names as the person gave them, a line each
    reason = models.TextField()
    who = models.TextField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_thing_decision"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(who=""), name="kejian_thing_says_why"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["one"], name="kejian_thing_one"),
            models.Index(fields=["other"], name="kejian_thing_other"),
        ]


# the decisions that say what a thing is to be called, or take that back
NAMING = Q(verdict="name") | Q(verdict="withdraw", one=F("other"))
