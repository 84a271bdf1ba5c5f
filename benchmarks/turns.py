"""Kejian and JioNLP over the same running texts by turns: a machine whose speed changes changes for both.

usage: turns.py [--turns N] [FOLDER]

Each is a process of its own that reads all texts of FOLDER when it is told to; they are told in turn. Prints
the first pass (texts met for the first time, after one other), the best and the median of the others, and
Kejian's speed as a multiple of JioNLP's. Without a folder the founding reports are read where they are beside
the checkout, else our own open documents. Times are those of the processor.
"""

import argparse
import statistics
import subprocess
import sys
from pathlib import Path

from run import peers

ROOT = Path(__file__).parents[1]
FOUNDING, OWN = ROOT.parent / "shared/corpus", ROOT / "tests/gold/open"

_LOOP = """
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.process_time()
        with contextlib.redirect_stdout(sys.stderr):
            run()
        print(time.process_time() - start, flush=True)
"""
_KEJIAN = f"""
import contextlib, sys, time
from pathlib import Path
from kejian import extract, read
def main(other, paths):
    extract(read(other))
    run = lambda: [extract(read(path)) for path in paths]
{_LOOP}
main(sys.argv[1], sys.argv[2:])
"""
_JIONLP = f"""
import contextlib, sys, time
from pathlib import Path
with contextlib.redirect_stdout(sys.stderr):
    from measure import jionlp
    find = jionlp()
def main(other, paths):
    with contextlib.redirect_stdout(sys.stderr):
        find(Path(other).read_text("utf-8"))
    run = lambda: [find(Path(path).read_text("utf-8")) for path in paths]
{_LOOP}
main(sys.argv[1], sys.argv[2:])
"""


def started(python: str, code: str, folder: Path, texts: list[Path]) -> subprocess.Popen:
    other = next((p for p in sorted(OWN.glob("*.md")) if p not in texts), texts[0])
    command = [python, "-c", code, str(other), *map(str, texts)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=folder, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    if process.stdout.readline().strip() != "ready":
        sys.exit(f"{python} did not start: make bench sets up what it needs")
    return process


def passed(process: subprocess.Popen) -> float:
    process.stdin.write("\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def compare(peer: str, folder: Path, turns: int) -> None:
    texts = sorted(p for p in folder.iterdir() if p.suffix in (".md", ".txt"))
    characters = sum(len(p.read_text("utf-8")) for p in texts)
    both = {
        "Kejian": started(sys.executable, _KEJIAN, ROOT, texts),
        "JioNLP": started(peer, _JIONLP, ROOT / "benchmarks/peers", texts),
    }
    times: dict[str, list[float]] = {name: [] for name in both}
    for _ in range(turns + 1):
        for name, process in both.items():
            times[name].append(passed(process))
    for process in both.values():
        process.stdin.close()
        process.wait()
    print(f"\n{characters:,} characters of {len(texts)} texts by turns, {turns} turns\n")
    print("| | first pass | best | median | characters/s, median |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, (first, *others) in times.items():
        median = statistics.median(others)
        best = min(others)
        print(f"| {name} | {first:.3f} | {best:.3f} | {median:.3f} | {characters / median:,.0f} |")
    (first, *kejian), (peers_first, *jionlp) = times["Kejian"], times["JioNLP"]
    best, median = min(jionlp) / min(kejian), statistics.median(jionlp) / statistics.median(kejian)
    print(f"| Kejian's speed by JioNLP's | {peers_first / first:.2f} | {best:.2f} | {median:.2f} | |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=60)
    parser.add_argument("folder", nargs="?", type=Path, default=FOUNDING if FOUNDING.is_dir() else OWN)
    arguments = parser.parse_args()
    compare(str(peers()), arguments.folder.resolve(), arguments.turns)


if __name__ == "__main__":
    main()
