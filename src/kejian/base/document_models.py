"""Tables of what is stored: works have editions, editions are read into documents, documents make statements.

People make decisions on statements. Numbers are canonical text with a key that sorts like them; nothing is a
float but the extractor's confidence. Rows of decisions are only ever added.
"""

from typing import ClassVar, Self

import msgspec
from django.db import models
from django.db.models import F, Q

from kejian.base.append_only import AppendOnly


class Visibility(models.TextChoices):
    """Who may see a work: everyone, or its owner and those it is shared with."""

    PUBLISHED = "published"
    DRAFT = "draft"


class Work(models.Model):
    """A publication as people speak of it, and what is known of it.

    ``key`` names it (given in the metadata, else made from its title or file name); a draft of a work is a
    work of its own with the owner's name, so that it neither supersedes nor shows in what is published.
    """

    key = models.TextField()
    visibility = models.CharField(max_length=9, choices=Visibility.choices, default=Visibility.PUBLISHED)
    owner = models.TextField(default="", blank=True)
    title = models.TextField(default="", blank=True)
    publisher = models.TextField(default="", blank=True)
    genre = models.TextField(default="", blank=True)
    report_year = models.IntegerField(null=True, blank=True)
    published = models.TextField(default="", blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_work"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "visibility", "owner"], name="kejian_work_key"),
            models.CheckConstraint(
                condition=Q(visibility="published", owner="") | Q(visibility="draft") & ~Q(owner=""),
                name="kejian_draft_has_owner",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["title"], name="kejian_work_title"),
            models.Index(fields=["visibility"], name="kejian_work_visibility"),
            models.Index(fields=["report_year"], name="kejian_work_year"),
        ]


class Share(models.Model):
    """A viewer who may see a draft that is not their own."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="shares")
    viewer = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_share"
        constraints: ClassVar = [models.UniqueConstraint(fields=["work", "viewer"], name="kejian_share_once")]


class Edition(models.Model):
    """One file of a work, by the SHA-256 of its bytes."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="editions")
    sha256 = models.CharField(max_length=64)
    name = models.TextField()
    source = models.TextField()
    format = models.TextField()
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_edition"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work", "sha256"], name="kejian_edition_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sha256"], name="kejian_edition_sha256"),
            models.Index(fields=["name"], name="kejian_edition_name"),
        ]


class Extractor(models.Model):
    """A version of reader and extraction together."""

    name = models.TextField()
    version = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_extractor"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "version"], name="kejian_extractor_once")
        ]


class Document(models.Model):
    """An edition as read; text and layout never change.

    ``layout`` is the compressed MessagePack of blocks, segments and the reader's warnings, ``sketch`` a few
    hashes of the text by which editions of one work are recognised, ``given`` what was said of the
    document when it was read (JSON), ``extractor`` the version that last read it. A work has one current
    document.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="documents")
    work = models.ForeignKey(Work, models.PROTECT, related_name="documents")
    current = models.BooleanField(default=True)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    encoding = models.TextField(default="", blank=True)
    layout = models.BinaryField()
    sketch = models.BinaryField()
    given = models.TextField(default="{}")
    extractor = models.ForeignKey(Extractor, models.PROTECT)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_document"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["work"], condition=Q(current=True), name="kejian_document_current"
            ),
        ]


class Passage(models.Model):
    """A stretch of a current document that the search finds; made from the text, so never backed up.

    The primary key is the order in which passages are listed: newest report year first, then as stored.
    """

    id = models.BigIntegerField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="passages")
    work = models.ForeignKey(Work, models.CASCADE)
    start = models.IntegerField()
    end = models.IntegerField()
    text = models.TextField()
    heads = models.TextField(default="")  # of a table's row: captions and heads of columns, a line each

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_passage"

    @property
    def indexed(self) -> str:
        """The text whose words find this passage."""
        return f"{self.text}\n{self.heads}" if self.heads else self.text


class SourceKind(models.TextChoices):
    """Where a statement comes from."""

    PASSAGE = "passage"
    QUERY = "query"
    DERIVATION = "derivation"
    PERSON = "person"


def _none(*columns: str) -> Q:
    return Q(**{f"{c}__isnull": True for c in columns})


def _some(*columns: str) -> Q:
    return Q(**{f"{c}__isnull": False for c in columns})


_PLACE = ("start", "end", "sentence_start", "sentence_end")


class Sourced(models.Model):
    """The source of a row, which the database itself insists on: exactly what its kind needs.

    A passage is characters ``start:end`` of a document, within its sentence, with the words that stand
    there (``spans``: of an entity, every place of any of its names, as JSON); a query and a derivation are
    JSON (text, parameters, cut-off, row count, hash; the statements and the formula); a person is a name.
    """

    source = models.CharField(max_length=10, choices=SourceKind.choices)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    start = models.IntegerField(null=True, blank=True)
    end = models.IntegerField(null=True, blank=True)
    sentence_start = models.IntegerField(null=True, blank=True)
    sentence_end = models.IntegerField(null=True, blank=True)
    spans = models.TextField(default="", blank=True)
    quote = models.TextField(default="", blank=True)
    query = models.TextField(null=True, blank=True)
    derivation = models.TextField(null=True, blank=True)
    person = models.TextField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_source",
                # a check that is unknown passes, so that what is compared must also be said not to be null
                condition=Q(
                    _none("query", "derivation", "person"),
                    _some("document", *_PLACE),
                    source="passage",
                    start__gte=0,
                    end__gt=F("start"),
                    sentence_start__gte=0,
                    sentence_end__gt=F("sentence_start"),
                )
                & ~Q(quote="")
                | Q(
                    _none("document", "derivation", "person", *_PLACE),
                    _some("query"),
                    source="query",
                    query__gt="",
                )
                | Q(
                    _none("document", "query", "person", *_PLACE),
                    _some("derivation"),
                    source="derivation",
                    derivation__gt="",
                )
                | Q(
                    _none("document", "query", "derivation", *_PLACE),
                    _some("person"),
                    source="person",
                    person__gt="",
                ),
            ),
        ]


class StatementKind(models.TextChoices):
    """The sorts of statements."""

    FIGURE = "figure"
    MILESTONE = "milestone"
    ENTITY = "entity"


class Status(models.TextChoices):
    """A statement that its work no longer makes is retired, never deleted."""

    ACTIVE = "active"
    RETIRED = "retired"


class Statement(Sourced):
    """A fact with an id that survives new readers, moved boundaries and new editions.

    ``record`` is the whole value without its passages (JSON of `kejian.model`); the other columns repeat
    what is queried. ``version`` counts the contents the statement has had, from 1; a mere move of its
    passage in a new edition is not a new content.
    """

    id = models.CharField(max_length=16, primary_key=True)
    work = models.ForeignKey(Work, models.PROTECT, null=True, blank=True, related_name="statements")
    kind = models.CharField(max_length=9, choices=StatementKind.choices)
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.ACTIVE)
    version = models.IntegerField(default=1)
    extractor = models.ForeignKey(Extractor, models.PROTECT, null=True, blank=True)
    confidence = models.FloatField(default=1.0)
    record = models.TextField()
    role = models.CharField(max_length=11, default="", blank=True)
    aspect = models.CharField(max_length=6, default="", blank=True)
    measure = models.TextField(default="", blank=True)
    subject = models.TextField(default="", blank=True)
    unit = models.TextField(default="", blank=True)
    comparator = models.CharField(max_length=2, default="", blank=True)
    value = models.TextField(default="", blank=True)
    value_key = models.TextField(default="", blank=True)
    period = models.TextField(default="", blank=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    period_kind = models.CharField(max_length=6, default="", blank=True)
    compared = models.TextField(default="", blank=True)
    policy = models.TextField(default="", blank=True)
    accumulation = models.TextField(default="", blank=True)
    action = models.TextField(default="", blank=True)
    object = models.TextField(default="", blank=True)
    claim = models.TextField(default="", blank=True)
    domain = models.TextField(default="", blank=True)
    name = models.TextField(default="", blank=True)
    type = models.CharField(max_length=12, default="", blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta(Sourced.Meta):
        abstract = False
        db_table = "kejian_statement"
        indexes: ClassVar = [
            models.Index(fields=["work", "status"], name="kejian_statement_work"),
            models.Index(fields=["document", "start"], name="kejian_statement_place"),
            models.Index(fields=["document", "status", "kind", "role"], name="kejian_statement_counts"),
            models.Index(fields=["measure"], name="kejian_statement_measure"),
            models.Index(fields=["status", "kind", "role"], name="kejian_statement_kind"),
            # with all that lists and counts of milestones ask for, so that they read nothing else
            models.Index(
                fields=[
                    "status",
                    "kind",
                    "-period_start",
                    "id",
                    "period",
                    "period_end",
                    "domain",
                    "work",
                ],
                condition=Q(kind="milestone", status="active"),
                name="kejian_statement_told",
            ),
            models.Index(
                fields=["kind", "role", "confidence", "id"],
                condition=Q(status="active"),
                name="kejian_statement_doubt",
            ),
        ]


class Earlier(models.Model):
    """A content that a statement had before: where it stood and the record, kept when either is replaced."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="earlier")
    version = models.IntegerField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    start = models.IntegerField()
    end = models.IntegerField()
    quote = models.TextField()
    record = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_earlier"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement", "version"], name="kejian_earlier_once"),
        ]


class Verdict(models.TextChoices):
    """What a person says of a statement; ``withdraw`` takes back what was said before."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


class Decision(AppendOnly):
    """What a person said of a statement, with the words it was said of; never changed, never deleted.

    ``expected`` (JSON) is what the statement said then: a decision holds as long as it still says so.
    ``correction`` (JSON) gives fields their right values. The quotation outlives the text it stood in.
    """

    called = "a decision"
    instead = "add another one, or withdraw it"

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    expected = models.TextField()
    correction = models.TextField(default="{}")
    reason = models.TextField()
    who = models.TextField()
    at = models.DateTimeField()
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True)
    quote = models.TextField(default="", blank=True)
    before = models.TextField(default="", blank=True)
    after = models.TextField(default="", blank=True)
    sentence = models.TextField(default="", blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        db_table = "kejian_decision"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(who=""), name="kejian_decision_says_why"),
        ]

    @property
    def right(self) -> dict[str, str]:
        """The right values of fields, by name; none where it corrects nothing."""
        return msgspec.json.decode(self.correction, type=dict[str, str])
