"""`kejian series`: what is measured of whom over the years, with charts, as CSV or as JSON lines."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kejian.commands.common import BaseOption, ViewerOption, opened, plain_errors
from kejian.commands.series_formats import CHARTS, WRITERS, SeriesFormat
from kejian.commands.terminal import say

if TYPE_CHECKING:
    from kejian.linking import Series
    from kejian.linking.notes import Note
    from kejian.model import Facts


def series(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]… [FILES]…", help="Words of a measure or subject; files to read."),
    ] = None,
    format_: Annotated[
        SeriesFormat, typer.Option("--format", help="For people, a row a statement, or a line a series.")
    ] = SeriesFormat.TEXT,
    base: BaseOption = None,
    viewer: ViewerOption = None,
    meta: Annotated[Path | None, typer.Option(help="JSON that says what each document is.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that the documents report on.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also series of a single period.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Series of a base that are listed for people.")] = 200,
) -> None:
    """List the series of documents, or draw those that hold all WORDS.

    An argument that is a file, a folder or a path is read; the others are words. Without files the
    evidence base is read. Exit status 1: nothing was found, or a file could not be read.
    """
    files = [Path(word) for word in words or () if _is_path(word)]
    wanted = [word for word in words or () if not _is_path(word)]
    failed: list[str] = []
    if not files:
        from kejian.commands.series_base import print_stored

        with opened(base, viewer=viewer) as found:
            shown = print_stored(found, " ".join(wanted), format_, all_=all_, limit=limit)
    else:
        with plain_errors():
            shown = _print_read(
                list(_read(files, meta=meta, year=year, failed=failed)), wanted, format_, all_
            )
    if failed or not shown:
        raise typer.Exit(1)


def _print_read(
    read: list[tuple["Facts", "tuple[Note, ...]"]], wanted: list[str], format_: SeriesFormat, all_: bool
) -> int:
    from kejian.linking import link

    linked = link((facts for facts, _ in read), {facts.document: found for facts, found in read})
    chosen = [one for one in linked.series if _holds(one, wanted)]
    shown = chosen if all_ or wanted else [one for one in chosen if len(_periods(one)) > 1]
    WRITERS[format_](shown, bool(wanted))
    if format_ is SeriesFormat.TEXT:
        _say_rest(len(shown), len(chosen), len(linked.loose), wanted)
    return len(shown)


def _is_path(word: str) -> bool:
    path = Path(word)
    return "/" in word or path.exists() or (len(path.suffix) in range(3, 7) and path.suffix[1:].isalnum())


def _read(
    files: list[Path], *, meta: Path | None, year: int | None, failed: list[str]
) -> Iterator[tuple["Facts", "tuple[Note, ...]"]]:
    from kejian.base.metadata import Said, read_metadata
    from kejian.extraction import extract
    from kejian.linking import notes
    from kejian.reading import ReadingFailure, read_all

    said = read_metadata(meta, others=Said(report_year=year))
    for document in read_all(files):
        if isinstance(document, ReadingFailure):
            failed.append(str(document.error))
            say(f"kejian: {document.error}", err=True)
            continue
        yield extract(document, about=said.of(document.name).about), notes(document)


def _holds(one: "Series", wanted: list[str]) -> bool:
    """Whether every word stands in the names of the measure or the subject."""
    from kejian.linking.words import plain

    if not wanted:
        return True
    names = [one.name, one.subject.name, one.key]
    if one.measure.indicator:
        names += one.measure.indicator.names
    names += {said.figure.measure or "" for said in one.said}
    text = "\n".join(map(plain, names))
    return all(plain(word) in text for word in wanted)


def _periods(one: "Series") -> set[str]:
    return {slot.slot for slot in one.slots} | {each.slot.slot for each in one.derived}


def _say_rest(shown: int, chosen: int, loose: int, wanted: list[str]) -> None:
    if not shown and wanted:
        say(f"no series holds {' and '.join(wanted)}", err=True)
        return
    parts = [f"{shown} series"]
    if chosen > shown:
        parts.append(f"{chosen - shown} more of a single period (--all)")
    if not wanted and loose:
        parts.append(f"{loose} figures name no measure")
    if wanted and shown > CHARTS:
        parts.append(f"the first {CHARTS} are drawn")
    say("; ".join(parts), err=True)
