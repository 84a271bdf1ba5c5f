"""Print how well the extraction agrees with the gold documents: our own, and the shared ones where they are.

usage: score.py [--held] [--errors N] [FOLDER …]    a folder: NAME.md and NAME.jsonl pairs and a meta.json

Held sets judge: who works on rules does not look at them, not at their scores either, until the work is done.
Only ``--held`` prints them, and their errors never.
"""

import argparse
import json
from pathlib import Path

import msgspec

from kejian import extract, read
from kejian.evaluation import read_rows, score
from kejian.evaluation.files import KINDS
from kejian.extraction import rows
from kejian.model import About

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
COLUMNS = ("mentions", "source", "role", "value", "unit", "comparator", "figures", "facts", "terms",
           "milestones", "milestones+", "entities", "entities+")  # fmt: skip


def sets(folders: list[Path], *, held: bool) -> list[tuple[str, Path, Path, Path]]:
    """(name, folder of gold, folder of texts, meta file) of each set there is, or of the held ones too."""
    known = sorted(p.parent for p in (ROOT / "tests/gold").glob("*/meta.json"))
    own = folders or [f for f in known if held or not is_held(f)]
    found = [(f.name, f, f, f / "meta.json") for f in own]
    if not folders and SHARED.is_dir():
        meta = SHARED / "gold/meta.json"
        found += [("dev", SHARED / "gold/dev", SHARED / "corpus", meta),
                  ("train", SHARED / "gold/train", SHARED / "gold/train", meta)]  # fmt: skip
    return found


def is_held(folder: Path) -> bool:
    """Whether a set is one to judge by."""
    return folder.resolve().name.startswith("held")


def found_rows(gold: Path, texts: Path, meta: Path):
    said = json.loads(meta.read_text("utf-8"))
    result = {}
    for name in sorted(p.stem for p in gold.glob("*.jsonl")):
        path = next(p for p in sorted(texts.glob(name + ".*")) if p.suffix != ".jsonl")
        about = msgspec.convert(said.get(name, {}), type=About)
        found = rows(extract(read(path), about=about))
        result[name] = {kind: [row for row in found if row["kind"] == kind] for kind in KINDS}
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--held", action="store_true", help="the sets to judge by too")
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    if not arguments.held and any(map(is_held, arguments.folders)):
        parser.error("a set to judge by is printed with --held alone")
    print(f"{'':14}" + "".join(f"{c:>12}" for c in COLUMNS))
    for name, gold, texts, meta in sets(arguments.folders, held=arguments.held):
        result = score(read_rows(gold), found_rows(gold, texts, meta))
        print(f"{name:14}" + "".join(f"{result.figures.get(c, float('nan')):12.3f}" for c in COLUMNS))
        for d in () if is_held(gold) else result.differences[: arguments.errors]:
            print(f"- {d.what}\n    gold  {d.gold}\n    found {d.found}")


if __name__ == "__main__":
    main()
