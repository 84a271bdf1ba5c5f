"""Reading files with their facts for the audit and the comparison."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kejian.commands.terminal import say

if TYPE_CHECKING:
    from kejian.auditing import Read


def reads_of(
    files: Sequence[Path], *, meta: Path | None = None, year: int | None = None
) -> tuple[list["Read"], int]:
    """The documents of files with their facts, and how many could not be read; what failed is said."""
    from kejian.auditing import Read
    from kejian.base.metadata import Said, read_metadata
    from kejian.extraction import extract
    from kejian.reading import ReadingFailure, read_all

    said = read_metadata(meta, others=Said(report_year=year))
    reads, failed = [], 0
    for document in read_all(files):
        if isinstance(document, ReadingFailure):
            failed += 1
            say(f"kejian: {document.error}", err=True)
            continue
        for warning in document.warnings:
            place = f" ({warning.where})" if warning.where else ""
            say(f"kejian: {document.source}: {warning.message}{place}", err=True)
        reads.append(Read(document=document, facts=extract(document, about=said.of(document.name).about)))
    return reads, failed
