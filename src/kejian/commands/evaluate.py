"""`kejian evaluate`: how well found facts agree with gold facts."""

from pathlib import Path
from typing import Annotated

import typer

from kejian.commands.common import plain_errors

_SHOWN = (
    "surface", "role", "value", "unit", "comparator", "aspect", "measure", "subject", "period", "base",
    "date", "actor", "object", "claim",
)  # fmt: skip


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold facts: a file of JSON lines or a folder of them.")],
    found: Annotated[Path, typer.Argument(help="Found facts: the same.")],
    errors: Annotated[int, typer.Option(help="Print this many differences.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print how well found facts agree with gold facts."""
    import msgspec

    from kejian.evaluation import read_rows, score
    from kejian.evaluation.files import Row

    with plain_errors():
        result = score(read_rows(gold), read_rows(found))

    def brief(row: Row | None) -> str:
        kept = {name: row[name] for name in _SHOWN if row.get(name) not in (None, [], "")} if row else None
        return msgspec.json.encode(kept).decode()

    if as_json:
        print(msgspec.json.encode(result.figures | {"counts": result.counts}).decode())
        return
    for name, value in result.figures.items():
        print(f"{name:20} {value:.3f}")
    print(f"{'counts':20} {result.counts}")
    for difference in result.differences[:errors]:
        print(f"- {difference.what}\n    gold  {brief(difference.gold)}\n    found {brief(difference.found)}")
