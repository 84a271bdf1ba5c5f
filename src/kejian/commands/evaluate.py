"""`kejian evaluate`: how well found facts agree with gold facts."""

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold facts: a file of JSON lines or a folder of them.")],
    found: Annotated[Path, typer.Argument(help="Found facts: the same.")],
) -> None:
    """Print how well found facts agree with gold facts."""
    raise NotImplementedError
