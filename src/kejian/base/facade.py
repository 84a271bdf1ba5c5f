"""`open_base`: an evidence base in a notebook or a script.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder, open_base(folder + "/a.sqlite3") as base:
...     base.status()["documents"]
0
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kejian.base.connection import close, connect
from kejian.model import Document, Facts

if TYPE_CHECKING:
    import polars as pl

    from kejian.base.auditing import Report as AuditReport
    from kejian.base.build import Report
    from kejian.base.decisions import Orphan
    from kejian.base.findings import FindingPage
    from kejian.base.keeping import Outcome
    from kejian.base.searching import Answer
    from kejian.base.series import FullSeries, SeriesPage
    from kejian.base.things import FullThing, ThingPage


def open_base(
    base: str | os.PathLike[str] | None = None, *, viewer: str | None = None, create: bool = True
) -> "Base":
    """Open the base in a file or at a ``postgresql://`` URL, making its tables if there are none.

    Without ``base``, what the environment variable ``KEJIAN_BASE`` says, else ``kejian.sqlite3`` in the
    current folder. ``viewer`` is whose drafts are seen; without one, what is published. Raises `BaseError`
    when it cannot be opened, or when there is none and ``create`` is false.
    """
    return Base(connect(base, create=create), viewer=viewer)


class Base:
    """An open base. Every method is a plain function of `kejian.base` with the connection filled in."""

    def __init__(self, alias: str, *, viewer: str | None = None) -> None:
        self.alias, self.viewer = alias, viewer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        close(self.alias)

    def build(
        self, *paths: str | os.PathLike[str], year: int | None = None, jobs: int | None = None
    ) -> "Report":
        """Read files and folders into the base; see `kejian.base.build.build`."""
        from kejian.base.build import build
        from kejian.base.metadata import Said, read_metadata

        metadata = read_metadata(None, others=Said(report_year=year))
        return build(self.alias, [Path(p) for p in paths], metadata=metadata, jobs=jobs)

    def add(self, document: Document, facts: Facts, *, extractor: str, work: str | None = None) -> "Outcome":
        """Store one document with its facts."""
        from kejian.base.metadata import Placing
        from kejian.base.store import Reading, store

        reading = Reading(extractor=extractor)
        return store(self.alias, document, facts, reading=reading, placing=Placing(work=work))

    def statements(
        self, *, year: int | None = None, retired: bool = False, **equal: Any
    ) -> list[dict[str, Any]]:
        """Statements as rows; see `kejian.base.queries.statements`."""
        from kejian.base.queries import statements

        return list(statements(self.alias, viewer=self.viewer, year=year, retired=retired, **equal))

    def table(self, *, year: int | None = None, retired: bool = False, **equal: Any) -> "pl.DataFrame":
        """Statements as a polars table: ``value`` is exact text, ``number`` the nearest float."""
        from kejian.base.tables import table

        return table(self.statements(year=year, retired=retired, **equal))

    def search(self, words: str, *, limit: int = 20) -> "Answer":
        """Passages that hold the words, and the statements in them; see `kejian.base.searching.search`."""
        from kejian.base.searching import search

        return search(self.alias, words, viewer=self.viewer, limit=limit)

    def show(self, id_: str) -> dict[str, Any]:
        """All that is known of a statement; see `kejian.base.showing.show`."""
        from kejian.base.showing import show

        return show(self.alias, id_, viewer=self.viewer)

    def decide(
        self, id_: str, verdict: str, *, reason: str, who: str, correction: Mapping[str, str] | None = None
    ) -> int:
        """Add a decision on a statement; see `kejian.base.decisions.decide`."""
        from kejian.base.decisions import decide

        return decide(
            self.alias, id_, verdict, reason=reason, who=who, correction=correction, viewer=self.viewer
        )

    def series(self, words: str | None = None, **more: Any) -> "SeriesPage":
        """Series whose names hold the words; see `kejian.base.series.list_series`."""
        from kejian.base.series import list_series

        return list_series(self.alias, viewer=self.viewer, words=words, **more)

    def one_series(self, key: str) -> "FullSeries":
        """A series with all that is said in it; see `kejian.base.series.series`."""
        from kejian.base.series import series

        return series(self.alias, key, viewer=self.viewer)

    def series_table(self, words: str | None = None, *, limit: int = 1000, **more: Any) -> "pl.DataFrame":
        """The statements of series as a polars table, a row each; see `kejian.linking.table.table`."""
        from kejian.base.series import all_series
        from kejian.linking import table

        keys = [entry.key for entry in self.series(words, limit=limit, **more).entries]
        return table(one.series for one in all_series(self.alias, viewer=self.viewer, keys=keys))

    def things(self, words: str | None = None, **more: Any) -> "ThingPage":
        """Things one of whose names holds the words; see `kejian.base.things.list_things`."""
        from kejian.base.things import list_things

        return list_things(self.alias, viewer=self.viewer, words=words, **more)

    def thing(self, id_: int) -> "FullThing":
        """A thing with all that is said of it; see `kejian.base.things.thing`."""
        from kejian.base.things import thing

        return thing(self.alias, id_, viewer=self.viewer)

    def things_table(self, words: str | None = None, *, limit: int = 1000, **more: Any) -> "pl.DataFrame":
        """Things as a polars table, a row each."""
        import msgspec
        import polars as pl

        from kejian.base.things import ThingEntry

        rows = [msgspec.structs.asdict(one) for one in self.things(words, limit=limit, **more).entries]
        return pl.DataFrame(rows, schema=_schema(ThingEntry))

    def unlinked(self) -> int:
        """How many documents are not linked yet, so that `kejian link` is to be run."""
        from kejian.base.linking import pending

        return pending(self.alias, viewer=self.viewer)

    def orphans(self) -> "list[Orphan]":
        """Decisions that wait for a person."""
        from kejian.base.decisions import orphans

        return orphans(self.alias, viewer=self.viewer)

    def audit(self) -> "AuditReport":
        """Audit what changed since the last time; see `kejian.base.auditing.audit_base`."""
        from kejian.base.auditing import audit_base

        return audit_base(self.alias)

    def findings(
        self, *, check: str | None = None, severity: str | None = None, state: str = "open", limit: int = 1000
    ) -> "FindingPage":
        """Findings of the last audit, worst first; see `kejian.base.findings.list_findings`."""
        from kejian.base.findings import list_findings

        return list_findings(
            self.alias, viewer=self.viewer, check=check, severity=severity, state=state, limit=limit
        )

    def status(self) -> dict[str, Any]:
        """What is in the base; see `kejian.base.showing.status`."""
        from kejian.base.showing import status

        return status(self.alias, viewer=self.viewer)

    def documents(self) -> Iterable[Document]:
        """The current documents, in the order they were stored."""
        from kejian.base.queries import document_of, visible_documents

        rows = visible_documents(self.alias, self.viewer).filter(current=True).order_by("pk")
        for row in rows.select_related("work", "edition").iterator(chunk_size=20):
            yield document_of(row)


def _schema(kind: type) -> dict[str, Any]:
    """The columns of a table with a row a value of ``kind``, whose fields are texts, numbers and truths."""
    import msgspec
    import polars as pl

    types = {str: pl.String, int: pl.Int64, bool: pl.Boolean}
    return {field.name: types[field.type] for field in msgspec.structs.fields(kind)}
