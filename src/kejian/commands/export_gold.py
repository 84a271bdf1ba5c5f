"""`kejian export-gold`: reviewed documents as texts with their facts, decisions applied."""

from pathlib import Path
from typing import Annotated

import typer

from kejian.commands.common import BaseOption, ViewerOption, opened
from kejian.commands.terminal import say


def export_gold(
    out: Annotated[Path, typer.Argument(metavar="FILE.zip", help="The zip file to write.")],
    least: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Only documents of whose facts this part is decided, 0 to 1."),
    ] = 0.0,
    document: Annotated[
        list[int] | None, typer.Option(help="The number of a document; may be repeated.")
    ] = None,
    base: BaseOption = None,
    viewer: ViewerOption = None,
) -> None:
    """Write reviewed documents as gold: NAME.txt, NAME.jsonl and meta.json in a zip.

    The records are those of `kejian facts --format jsonl`; what people rejected is left out, what they
    corrected is right. Exit status 1 if no document fits.
    """
    with opened(base, viewer=viewer) as found:
        from kejian.base.gold import archive, reviewed

        known = [one for one in reviewed(found.alias, viewer=viewer) if one.share >= least]
        chosen = [one for one in known if not document or one.document in document]
        if not chosen:
            say("kejian: no document is reviewed that far", err=True)
            raise typer.Exit(1)
        out.write_bytes(archive(found.alias, [one.document for one in chosen], viewer=viewer))
    for one in chosen:
        say(f"{one.name}: {one.decided} of {one.facts} facts decided by {', '.join(one.people)}", err=True)
    say(f"{len(chosen)} document{'s' if len(chosen) != 1 else ''} in {out}", err=True)
