"""`kejian policy draft`, `list` and `changes`: what becomes of rules, and of results that were kept."""

from pathlib import Path
from typing import Annotated

import typer

from kejian.commands.common import plain_errors
from kejian.commands.policy_options import (
    DateOption,
    FormatOption,
    Language,
    LanguageOption,
    PolicyFormat,
    RulesOption,
    book_of,
    day_of,
)


def draft(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A policy, or a text that tells of policies.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.yaml", help="Where the draft goes.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="The year that days without one fall in.")] = None,
) -> None:
    """Turn what a document states of policies into draft rules for an expert to finish.

    Every number carries its place in the document; what is not stated stays open. Of several policies the
    drafts go to FILE.yaml, FILE-2.yaml and so on. The exit status is 1 when no terms are found.
    """
    with plain_errors():
        from kejian.extraction import extract
        from kejian.model import About
        from kejian.policy.drafting import draft as drafts_of
        from kejian.policy.drafting import unnamed, write
        from kejian.reading import read

        document = read(file)
        facts = extract(document, about=About(report_year=year))
        found = drafts_of(document, facts=facts)
        written = write(found, out) if out else ()
    for at, one in enumerate(found):
        if out is None:
            typer.echo(("---\n" if at else "") + one.text, nl=False)
        where = f" → {written[at]}" if written else ""
        typer.echo(f"{one.title}: {len(one.terms)} terms{where}", err=True)
    left = unnamed(facts, found)
    if left:
        quotes = "、".join(figure.passage.quote for figure in left[:5])
        typer.echo(f"kejian: {len(left)} terms of policies without a name were left out: {quotes}", err=True)
    if not found:
        typer.echo(f"kejian: no terms of a named policy in {file.name}", err=True)
        raise typer.Exit(1)


def listing(
    region: Annotated[str | None, typer.Option(help="Only policies of this region.")] = None,
    issuer: Annotated[
        str | None, typer.Option(help="Only policies whose issuer or document number holds this.")
    ] = None,
    day: DateOption = None,
    rules: RulesOption = None,
    format_: FormatOption = PolicyFormat.TEXT,
) -> None:
    """List the policies with their standing on a day; with --rules FOLDER check your own rule files."""
    with plain_errors():
        import msgspec

        from kejian.policy.services import list_policies

        found = list_policies(book_of(rules), day=day_of(day), region=region, issuer=issuer)
    if format_ is PolicyFormat.JSON:
        typer.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
        return
    for line in found:
        typer.echo(f"{line.id}  {line.standing}  {line.title}  {line.document or '文件号未查到'}")


def changes(
    kept: Annotated[Path, typer.Argument(metavar="KEPT.json", help="What `check --keep` wrote.")],
    day: DateOption = None,
    rules: RulesOption = None,
    format_: FormatOption = PolicyFormat.TEXT,
    language: LanguageOption = Language.ZH,
) -> None:
    """Say what has changed since a result was kept: versions, ends, deadlines, verdicts, amounts."""
    with plain_errors():
        import msgspec

        from kejian.policy.keeping import changes as changes_since
        from kejian.policy.keeping import read_kept

        found = changes_since(read_kept(kept), book_of(rules), day_of(day))
    if format_ is PolicyFormat.JSON:
        said = [{**msgspec.to_builtins(c), "text": c.text(language.value)} for c in found]
        typer.echo(msgspec.json.format(msgspec.json.encode(said)).decode())
        return
    for change in found:
        typer.echo(change.text(language.value))
    if not found:
        typer.echo("nothing has changed", err=True)
