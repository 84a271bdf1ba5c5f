"""Adding documents: taking files in, reading them in the worker, and what came of it.

Uploaded files wait in a folder of their own until they are read; then the base keeps them (bounded, see
`originals`) and the folder is removed. What an interrupted run stored is known by its hash, so that running
it again goes on.
"""

import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import msgspec
from django.utils import timezone

from kejian.base.auditing import audit_base
from kejian.base.build import Report, Step, build, files_in
from kejian.base.metadata import Metadata, Said
from kejian.base.models import Edition, Work
from kejian.base.publishing import published_as
from kejian.errors import BaseError, KejianError
from kejian.workbench import audit, originals
from kejian.workbench.models import Adding
from kejian.workbench.refusals import mistaken, refusal
from kejian.workbench.uploads import Quarantined, files_folder
from kejian.workbench.wording import tongue

_OFTEN = 0.4  # seconds between two notes of the progress
_STALE = timedelta(days=1)  # after which what nobody took from the quarantine is removed
_LISTED = 500  # items of a result that are kept


class Item(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What became of one document: ``stored``, ``same``, ``older edition`` or ``failed`` with the reason."""

    source: str
    status: str
    work: str = ""
    error: str = ""
    statements: int = 0


class Result(msgspec.Struct, kw_only=True):
    """What came of an adding: counts, the documents, and an error that ended it."""

    stored: int = 0
    same: int = 0
    older: int = 0
    failed: int = 0
    statements: int = 0
    items: list[Item] = []
    error: str = ""


def take_in(who: str, files: Sequence[Quarantined], said: Said) -> Adding:
    """An adding of uploaded files, moved out of the quarantine each under its own cleaned name."""
    key = secrets.token_hex(16)
    folder = files_folder() / "adding" / key
    for number, file in enumerate(files):
        place = folder / f"{number:04d}"
        place.mkdir(parents=True, mode=0o700)
        shutil.move(file.path, place / (file.name or "file"))
    return Adding.objects.create(
        key=key, who=who, folder=str(folder), uploaded=True, said=said.given, total=len(files)
    )


def take_folder(who: str, folder: str, said: Said) -> Adding:
    """An adding of a folder or file of this machine. Raises `BaseError` when it cannot be."""
    path = Path(folder).expanduser()
    if not path.is_absolute() or not path.exists():
        raise BaseError("there is no such folder", where=folder, hint="give the whole path, from /")
    total = len(files_in([path]))
    if not total:
        raise BaseError("the folder is empty", where=folder, hint="name a folder with reports in it")
    return Adding.objects.create(
        key=secrets.token_hex(16), who=who, folder=str(path), uploaded=False, said=said.given, total=total
    )


def run(adding: Adding, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Read the files of an adding into the base and write down what came of it."""
    said = msgspec.json.decode(adding.said, type=Said)
    adding.state = "running"
    adding.save(update_fields=["state"])
    result = Result()
    note = _Notes(adding, result)
    try:
        report = build("default", [Path(adding.folder)], metadata=Metadata({}, said), progress=note)
        _count(result, report)
        audit_base("default")
        adding.state = "done"
        if adding.uploaded:
            _keep_originals(Path(adding.folder))
            shutil.rmtree(adding.folder, ignore_errors=True)
    except KejianError as error:  # of the base, not of a file: nothing more can be stored
        result.error = str(error)
        adding.state = "failed"
    adding.report = msgspec.json.encode(result).decode()
    adding.finished = now()
    adding.save()
    counts = {"stored": result.stored, "same": result.same, "failed": result.failed}
    audit.add(who=adding.who, action="read documents", target=f"adding {adding.key}", after=counts)


def give_up(number: int, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Write down that an error of the program ended an adding; what it stored until then stays."""
    adding = Adding.objects.get(pk=number)
    result = msgspec.json.decode(adding.report, type=Result) if adding.report else Result()
    result.error = "an error of the program ended it; try again, or ask who runs the server"
    adding.report = msgspec.json.encode(result).decode()
    adding.state, adding.finished = "failed", now()
    adding.save()


class _Notes:
    """Writes the progress down, not more often than somebody would look."""

    def __init__(self, adding: Adding, result: Result) -> None:
        self.adding, self.result = adding, result
        self._last = 0.0

    def __call__(self, step: Step) -> None:
        if len(self.result.items) < _LISTED:
            self.result.items.append(_item(step, self.adding))
        if time.monotonic() - self._last < _OFTEN and step.done < step.files:
            return
        self._last = time.monotonic()
        Adding.objects.filter(pk=self.adding.pk).update(
            done=step.done,
            total=step.files,
            current=own_name(step.source, self.adding),
            report=msgspec.json.encode(self.result).decode(),
        )
        self.adding.done, self.adding.total = step.done, step.files


def _item(step: Step, adding: Adding) -> Item:
    source = own_name(step.source, adding)
    if step.error is not None or step.outcome is None:
        error = (step.error or "").removeprefix(f"{step.source}: ").replace(f"{adding.folder}/", "")
        return Item(source=source, status="failed", error=error)
    made = step.outcome
    kept = made.new + made.same + made.moved + made.changed + made.revived
    return Item(source=source, status=made.status, work=made.work, statements=kept)


def own_name(source: str, adding: Adding) -> str:
    """A file's name as whoever added it knows it: without the folders that we put it in."""
    inside = source.removeprefix(adding.folder).lstrip("/")
    return inside.partition("/")[2] if adding.uploaded else inside or Path(source).name


def _count(result: Result, report: Report) -> None:
    result.stored, result.same, result.older = report.stored, report.same, report.older
    result.failed = len(report.errors)
    result.statements = report.new


def _keep_originals(folder: Path) -> None:
    for path in files_in([folder]):
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        if Edition.objects.filter(sha256=digest).exists():
            originals.keep(path, digest)
        elif is_zipfile(path):
            originals.keep_members(path)


def result_of(adding: Adding) -> dict[str, Any]:
    """What is shown of an adding; documents that were stored have the number of their page."""
    result = msgspec.json.decode(adding.report, type=Result) if adding.report else Result()
    said = msgspec.json.decode(adding.said, type=Said)
    works = {
        work.key: work
        for work in Work.objects.filter(
            key__in=[item.work for item in result.items if item.work], **said.placing.visibility
        )
    }
    items = []
    for item in result.items:
        work = works.get(item.work)
        items.append(
            msgspec.structs.asdict(item)
            | {"document": _document(work) if work else None, "title": work.title if work else ""}
        )
    return {
        "key": adding.key,
        "state": adding.state,
        "at": adding.at,
        "finished": adding.finished,
        "done": adding.done,
        "total": adding.total,
        "current": adding.current,
        "draft": bool(said.draft_of),
        "shared_with": list(said.shared_with),
        "folder": "" if adding.uploaded else adding.folder,
        "stored": result.stored,
        "same": result.same,
        "older": result.older,
        "failed": result.failed,
        "statements": result.statements,
        "error": _said_error(result.error),
        "items": [item for item in items if item["status"] != "failed"],
        "failures": [
            item | {"error": refusal(item["error"], language=tongue())}
            for item in items
            if item["status"] == "failed"
        ],
    }


def _said_error(error: str) -> str:
    """What ended an adding, in the reader's language."""
    message, _, hint = error.partition("; ")
    said = mistaken(message, hint, language=tongue())
    return ("；" if tongue() == "zh" else "; ").join(filter(None, said))


def _document(work: Work) -> int | None:
    """The current document of a work; of a draft that was published, the published one."""
    last = (
        work.documents.select_related("edition").defer("text", "layout", "sketch").order_by("-current", "-pk")
    )
    row = last.first()
    if row is None or row.current:
        return row.pk if row else None
    return published_as("default", row)


def clear_quarantine() -> None:
    """Remove what was uploaded and never taken in: a form that was refused, a connection that broke."""
    oldest = time.time() - _STALE.total_seconds()
    quarantine = files_folder() / "quarantine"
    for path in quarantine.iterdir() if quarantine.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
