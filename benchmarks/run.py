"""Speed and memory of reading and extracting, beside other tools in the same run.

usage: run.py [--quick] [--no-peers] [--reading]

Prints a table in Markdown. Peers are installed into .bench/peers, an environment of their own. Each
measurement is a process of its own; of several runs the median is printed. Times are those of the processor,
so that others on the machine matter little; characters are those of the files, as every tool is given them.
Behind it running texts by turns with JioNLP (`turns`), and without --reading the rules of policies and how
many planted errors the audit finds.
"""

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import corpus

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".bench"
PEERS = WORK / "peers"
POLICIES = ["benchmarks.policy", "benchmarks.policy_beside_openfisca"]

_KEJIAN = """
import json, resource, sys, time
from pathlib import Path
from kejian import extract, read
paths = sorted(Path(sys.argv[1]).iterdir())
extract(read(paths[0]))
characters = sum(len(path.read_text("utf-8")) for path in paths)
figures, start = 0, time.process_time()
for path in paths:
    figures += len(extract(read(path)).figures)
print(json.dumps({"characters": characters, "seconds": time.process_time() - start, "figures": figures,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def measured(command: list[str], *, runs: int) -> list[dict]:
    results = []
    for _ in range(runs):
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        results.append(json.loads(done.stdout.splitlines()[-1]))
    return results


def row(name: str, results: list[dict]) -> None:
    speeds = [r["characters"] / r["seconds"] for r in results]
    print(
        f"| {name} | {results[0]['characters']:,} | {statistics.median(r['seconds'] for r in results):.2f} "
        f"| {statistics.median(speeds):,.0f} | {min(speeds):,.0f}–{max(speeds):,.0f} "
        f"| {max(r['peak_mb'] for r in results):.0f} |"
    )


def peers() -> Path:
    python = PEERS / "bin/python"
    wanted = (ROOT / "benchmarks/peers/requirements.txt").read_text("utf-8")
    mark = PEERS / "done"
    if not mark.exists() or mark.read_text("utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", PEERS], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--pre", "-r"]
        subprocess.run([*install, ROOT / "benchmarks/peers/requirements.txt"], check=True)
        mark.write_text(wanted, "utf-8")
    return python


def start_up(command: list[str], *, runs: int) -> float:
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="fewer runs, no 1 000 documents")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--reading", action="store_true", help="neither policies nor planted errors")
    arguments = parser.parse_args()
    runs = 1 if arguments.quick else 3
    print(f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}, one core\n")
    print("| what | characters | seconds | characters/s | spread | peak MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    counts = (10, 100) if arguments.quick else (10, 100, 1000)
    for count in counts:
        folder = WORK / f"corpus-{count}"
        corpus.write(folder, count)
    hundred = WORK / "corpus-100"
    for count in counts:
        command = [sys.executable, "-c", _KEJIAN, str(WORK / f"corpus-{count}")]
        row(f"Kejian: read and extract all, {count} documents", measured(command, runs=runs))
        if count == 100 and not arguments.no_peers:
            python = peers()
            measure = [str(python), str(ROOT / "benchmarks/peers/measure.py")]
            limit = "5" if arguments.quick else "20"
            for name, what in (("jionlp", "JioNLP: times and money only"),
                               ("recognizers", "Recognizers-Text: numbers, money, dates")):  # fmt: skip
                row(what, measured([*measure, name, str(hundred), limit], runs=runs))
    print("\n| start | seconds |\n| --- | ---: |")
    binary = Path(sys.executable).parent / "kejian"
    for name, command in (("import kejian", [sys.executable, "-c", "import kejian"]),
                          ("kejian --help", [str(binary), "--help"])):  # fmt: skip
        print(f"| `{name}` | {start_up(command, runs=5 * runs):.3f} |")
    if not arguments.no_peers:
        sys.stdout.flush()
        turns = [sys.executable, "benchmarks/turns.py", "--turns", "10" if arguments.quick else "60"]
        subprocess.run(turns, check=True, cwd=ROOT)
    if arguments.reading:
        return
    policies = ["benchmarks.policy"] if arguments.no_peers else POLICIES
    for module in policies:
        sys.stdout.flush()
        count = "100000" if arguments.quick else "1000000"
        subprocess.run([sys.executable, "-m", module, count], check=True, cwd=ROOT)
    quick = ["--quick"] if arguments.quick else []
    subprocess.run([sys.executable, "benchmarks/audit_planted.py", *quick], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
