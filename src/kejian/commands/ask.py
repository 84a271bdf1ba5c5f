"""`kejian ask`: a question in Chinese or English, answered from an evidence base or from files."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kejian.commands.common import BaseOption, ViewerOption, opened, plain_errors
from kejian.commands.terminal import on_a_line, printable, say

if TYPE_CHECKING:
    from kejian.answering import Answer, Evidence

_SOURCES = 12  # passages shown to people


class AskFormat(StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"


def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files to answer from, instead of a base.")
    ] = None,
    format_: Annotated[
        AskFormat, typer.Option("--format", help="For people, or one JSON object.")
    ] = AskFormat.TEXT,
    base: BaseOption = None,
    viewer: ViewerOption = None,
    meta: Annotated[Path | None, typer.Option(help="JSON that says what each document is.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that words like “this year” mean.")] = None,
) -> None:
    """Answer a question from documents, with every passage that says so.

    What they do not say is not answered; what comes nearest is shown instead.

    Exit status 1: the documents do not say it, or a file could not be read.
    """
    from kejian.answering import ask as answer_to

    failed: list[str] = []
    with plain_errors():
        if files:
            answer = answer_to(question, _read(files, meta=meta, failed=failed), reference=year)
        else:
            with opened(base, viewer=viewer) as found:
                from kejian.base.evidence import StoredEvidence

                answer = answer_to(question, StoredEvidence(found.alias, viewer=found.viewer), reference=year)
    if format_ is AskFormat.JSON:
        import msgspec

        typer.echo(json.dumps(msgspec.to_builtins(answer), ensure_ascii=False))
    else:
        _print(answer)
    if failed or not answer.answered:
        raise typer.Exit(1)


def _read(files: list[Path], *, meta: Path | None, failed: list[str]) -> "Evidence":
    from kejian.answering import from_facts
    from kejian.base.metadata import read_metadata
    from kejian.extraction import extract
    from kejian.reading import ReadingFailure, read_all

    said = read_metadata(meta)
    facts, documents = [], []
    for document in read_all(files):
        if isinstance(document, ReadingFailure):
            failed.append(str(document.error))
            say(f"kejian: {document.error}", err=True)
            continue
        documents.append(document)
        facts.append(extract(document, about=said.of(document.name).about))
    return from_facts(facts, documents)


def _print(answer: "Answer") -> None:
    typer.echo(printable(answer.text))
    for at, passage in enumerate(answer.passages[:_SOURCES], 1):
        sentence = on_a_line(passage.sentence or passage.quote)
        title = on_a_line(passage.title or passage.doc)
        typer.echo(f"  [{at}] {title} {passage.start}–{passage.end}: {sentence[:160]}")
    if len(answer.passages) > _SOURCES:
        typer.echo(f"  … {len(answer.passages) - _SOURCES} more passages (--format json)")
