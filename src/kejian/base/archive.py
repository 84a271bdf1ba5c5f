"""Backup, restore and move: a base as a zip of JSON lines, the same from every database.

A backup is taken from one moment while others go on writing. It holds every table that cannot be made
again (the search's passages are made from the documents), a manifest with the number of rows and the
SHA-256 of each, and nothing that depends on the database. Restoring trusts nothing in the file: names,
sizes, hashes, columns, types and references are checked, and the base gets all of it or nothing.
"""

import base64
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import msgspec
from django.core.management.color import no_style
from django.db import IntegrityError, connections, models, transaction

from kejian import __version__
from kejian.base.blind_models import BlindFact, BlindJudgment, BlindReview
from kejian.base.connection import StorageError, explained, writing
from kejian.base.finding_models import FindingDecision
from kejian.base.linking import link
from kejian.base.linking_models import ThingDecision
from kejian.base.models import (
    Decision,
    Document,
    Earlier,
    Edition,
    Extractor,
    Passage,
    Share,
    Statement,
    Work,
)
from kejian.base.queries import document_of
from kejian.base.rows import fact_of, queried
from kejian.base.store import list_passages
from kejian.errors import BaseError

FORMAT = 3
_TABLES: tuple[type[models.Model], ...] = (
    Extractor,
    Work,
    Share,
    Edition,
    Document,
    Statement,
    Earlier,
    Decision,
    ThingDecision,
    FindingDecision,
    BlindReview,
    BlindFact,
    BlindJudgment,
)  # in an order in which each refers only to those before it, and to itself
# the format since which there is a table
_LATER: dict[type[models.Model], int] = {
    ThingDecision: 2,
    FindingDecision: 2,
    BlindReview: 3,
    BlindFact: 3,
    BlindJudgment: 3,
}
_BATCH = 500
_LINE = 256 * 2**20  # bytes of a row at most: a document with its layout
_MANIFEST = 2**20
_RATIO = 200  # a table may unpack to so many times its packed size; JSON of reports packs 3 to 20 times
_SLACK = 16 * 2**20


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the manifest says of a table."""

    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the manifest says: the format's number, who wrote it, and the tables by name."""

    format: int
    kejian: str
    tables: dict[str, Table]


def _name(model: type[models.Model]) -> str:
    return model.__name__.lower()


# --- writing ----------------------------------------------------------------------------------------


def backup(alias: str, path: Path) -> Manifest:
    """Write the base to a new file; ``alias`` should be a snapshot connection, which keeps nobody waiting.

    Raises `BaseError` when the file is there already or cannot be written; then there is no file.
    """
    if path.exists():
        raise BaseError("there is a file already", where=str(path), hint="name another file, or remove it")
    unfinished = path.with_name(path.name + ".part")
    try:
        with (
            explained(alias),
            _one_moment(alias),
            zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as file,
        ):
            manifest = Manifest(
                format=FORMAT,
                kejian=__version__,
                tables={_name(model): _write(alias, model, file) for model in _TABLES},
            )
            file.writestr("manifest.json", msgspec.json.format(msgspec.json.encode(manifest)))
        unfinished.replace(path)
    except OSError as error:
        raise BaseError(
            f"cannot be written: {error.strerror}", where=str(path), hint="check the folder and the disk"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


@contextmanager
def _one_moment(alias: str) -> Iterator[None]:
    with transaction.atomic(using=alias):
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _write(alias: str, model: type[models.Model], file: zipfile.ZipFile) -> Table:
    digest, rows = sha256(), 0
    names = [field.attname for field in model._meta.concrete_fields]
    with file.open(f"{_name(model)}.jsonl", "w", force_zip64=True) as out:
        values = model._default_manager.using(alias).order_by("pk").values(*names)
        for row in values.iterator(chunk_size=_BATCH):
            line = msgspec.json.encode({name: _plain(row[name]) for name in names}) + b"\n"
            digest.update(line)
            out.write(line)
            rows += 1
    return Table(rows=rows, sha256=digest.hexdigest())


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | datetime) else value


# --- reading ----------------------------------------------------------------------------------------


def restore(alias: str, path: Path) -> Manifest:
    """Fill an empty base from a backup, and link it.

    Raises `BaseError` and leaves it empty when anything is wrong. What is linked is made anew.
    """
    try:
        with zipfile.ZipFile(path) as file, writing(alias):
            if any(model._default_manager.using(alias).exists() for model in _TABLES):
                raise BaseError(
                    "the base is not empty", where=str(path), hint="restore into a new file or database"
                )
            manifest = _manifest(file, path)
            for model in _held(manifest.format):
                _read(alias, model, file, manifest.tables[_name(model)], path)
            _check_and_index(alias, path)
            _go_on_counting(alias)
            connections[alias].check_constraints()
            if BlindFact.objects.using(alias).exclude(decision__statement=models.F("statement")).exists():
                raise _damaged(path, "a blind review compares a fact with a decision on another one")
    except (
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:  # zipfile's, of hostile members
        raise _damaged(path, str(error)) from error
    except zipfile.BadZipFile as error:
        raise BaseError(
            f"not a backup: {error}", where=str(path), hint="name a file of `kejian backup`"
        ) from error
    except OSError as error:
        raise BaseError(
            f"cannot be read: {error.strerror or error}", where=str(path), hint="check the path"
        ) from error
    except StorageError as error:
        if isinstance(error.__cause__, IntegrityError):
            raise _damaged(path, f"its rows do not fit together: {error.__cause__}") from error
        raise
    link(alias)
    return manifest


def _damaged(path: Path, what: str) -> BaseError:
    return BaseError(
        f"this backup is damaged or was changed: {what}", where=str(path), hint="use another backup"
    )


def _manifest(file: zipfile.ZipFile, path: Path) -> Manifest:
    names = file.namelist()
    if "manifest.json" not in names:
        raise _damaged(path, "it has no manifest")
    if file.getinfo("manifest.json").file_size > _MANIFEST:
        raise _damaged(path, "its manifest is too large")
    try:
        data = msgspec.json.decode(file.read("manifest.json"))
        if isinstance(data, dict) and data.get("format") not in range(1, FORMAT + 1):
            raise BaseError(
                f"this backup has format {data.get('format')!r}, this Kejian reads up to {FORMAT}",
                where=str(path),
                hint="upgrade Kejian",
            )
        manifest = msgspec.convert(data, type=Manifest)
    except (msgspec.MsgspecError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise _damaged(path, f"its manifest: {error}") from error
    tables = {_name(model) for model in _held(manifest.format)}
    expected = {"manifest.json", *(f"{name}.jsonl" for name in tables)}
    if len(names) != len(expected) or set(names) != expected:
        raise _damaged(path, f"it should hold {', '.join(sorted(expected))} and nothing else")
    if set(manifest.tables) != tables:
        raise _damaged(path, "its manifest names other tables")
    return manifest


def _held(version: int) -> list[type[models.Model]]:
    """The tables that a backup of this format holds."""
    return [model for model in _TABLES if _LATER.get(model, 1) <= version]


def _read(alias: str, model: type[models.Model], file: zipfile.ZipFile, said: Table, path: Path) -> None:
    digest, rows, batch = sha256(), 0, []
    name = f"{_name(model)}.jsonl"
    packed = file.getinfo(name).compress_size
    with file.open(name) as lines:
        for line in _lines(lines, packed * _RATIO + _SLACK, path, name):
            digest.update(line)
            rows += 1
            if rows > said.rows:
                raise _damaged(path, f"{name} has more rows than the manifest says")
            batch.append(_row(model, line, f"{name}, line {rows}", path))
            if len(batch) == _BATCH:
                model._default_manager.using(alias).bulk_create(batch)
                batch = []
    model._default_manager.using(alias).bulk_create(batch)
    if (rows, digest.hexdigest()) != (said.rows, said.sha256):
        raise _damaged(path, f"{name} is not what the manifest says")


def _lines(file: IO[bytes], most: int, path: Path, name: str) -> Iterator[bytes]:
    while line := file.readline(_LINE + 1):
        most -= len(line)
        if len(line) > _LINE or most < 0:
            raise _damaged(path, f"{name} unpacks to far more than a backup does")
        yield line


def _row(model: type[models.Model], line: bytes, where: str, path: Path) -> models.Model:
    try:
        values = msgspec.json.decode(line, type=dict[str, Any])
        fields = {field.attname: field for field in model._meta.concrete_fields}
        if set(values) != set(fields):
            raise ValueError(f"its columns are {', '.join(sorted(values))[:200]}")
        row = model(**{name: _value(field, values[name]) for name, field in fields.items()})
        # references are checked by the database when all rows are there
        row.clean_fields(
            exclude=[
                f.name for f in fields.values() if f.is_relation or f.get_internal_type() == "BinaryField"
            ]
        )
    except (ValueError, TypeError, msgspec.MsgspecError, OverflowError) as error:
        raise _damaged(path, f"{where}: {error}") from error
    except Exception as error:  # Django's ValidationError has no base that says less
        raise _damaged(path, f"{where}: {'; '.join(getattr(error, 'messages', [str(error)]))}") from error
    return row


_SCALARS: "tuple[tuple[type[models.Field[Any, Any]], tuple[type, ...]], ...]" = (
    (models.BooleanField, (bool,)),
    (models.FloatField, (int, float)),
    (models.IntegerField, (int,)),
    (models.ForeignKey, (int, str)),
    (models.TextField, (str,)),
    (models.CharField, (str,)),
    (models.BinaryField, (str,)),
    (models.DateField, (str,)),
)


def _value(field: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None:
        if not field.null:
            raise ValueError(f"{field.attname} is missing")
        return None
    kinds = next(types for kind, types in _SCALARS if isinstance(field, kind))
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ValueError(f"{field.attname} is {type(value).__name__}")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError(f"{field.attname} is too large")
    if isinstance(field, models.BinaryField):
        return base64.b64decode(str(value), validate=True)
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat(str(value))
    return date.fromisoformat(str(value)) if isinstance(field, models.DateField) else value


def _check_and_index(alias: str, path: Path) -> None:
    """Documents are what their hashes say and statements what stands in them; then fill the search."""
    try:
        documents = Document.objects.using(alias).select_related("edition", "work").order_by("pk")
        for row in documents.iterator(chunk_size=10):
            document = document_of(row)
            if sha256(row.text.encode()).hexdigest() != row.text_sha256:
                raise BaseError(f"the text of document {row.pk} is not what its hash says")
            if any(not 0 <= block.start <= block.end <= len(row.text) for block in document.blocks):
                raise BaseError(f"the blocks of document {row.pk} lie outside its text")
            _check_statements(alias, row)
            if row.current:
                list_passages(alias, row, row.work.report_year, document.blocks)
    except StorageError:
        raise
    except BaseError as error:
        raise _damaged(path, error.message) from error


def _check_statements(alias: str, row: Document) -> None:
    for statement in Statement.objects.using(alias).filter(document=row).iterator(chunk_size=_BATCH):
        columns = [field.attname for field in Statement._meta.concrete_fields]
        values = {name: getattr(statement, name) for name in columns}
        fact = fact_of(values, text=row.text, document=row.edition.name)
        if fact.passage.quote != values["quote"]:
            raise BaseError(f"statement {values['id']} quotes what does not stand in document {row.pk}")
        if any(values[name] != value for name, value in queried(fact).items()):
            raise BaseError(f"the columns of statement {values['id']} do not say what its record says")


def _go_on_counting(alias: str) -> None:
    """Let PostgreSQL's sequences go on after the restored keys; SQLite does by itself."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [*_TABLES, Passage]):
            cursor.execute(statement)


def move(source: str, target: str) -> Manifest:
    """Copy one base into another, empty one: a backup and its restoring in one."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "base.zip"
        backup(source, path)
        return restore(target, path)
