"""A toy enterprise income tax for a million enterprises, in Kejian and in OpenFisca-Core, side by side.

    python -m benchmarks.policy_beside_openfisca [ENTERPRISES]

OpenFisca-Core (AGPL) is installed into .bench/openfisca, an environment of its own, and run as a program of
its own; nothing of it is imported here. Both compute on one thread, from arrays in memory, in the same run.
The exact tax is worked out a third way, in whole fen.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".bench/openfisca"
WANTED = ROOT / "benchmarks/peers/openfisca.txt"
_DAY = date(2025, 6, 30)


def peer() -> Path:
    """The Python of the environment that has OpenFisca-Core; made where it is not there."""
    python, mark, wanted = PLACE / "bin/python", PLACE / "done", WANTED.read_text("utf-8")
    if not mark.exists() or mark.read_text("utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", PLACE], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", WANTED]
        subprocess.run(install, check=True)
        mark.write_text(wanted, "utf-8")
    return python


def incomes(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Incomes in fen, from a thousand yuan to a hundred billion, and who is high-tech.

    The first is a billion and 31 yuan, which float32 cannot tell from a billion.
    """
    draw = np.random.default_rng(11)
    fen = np.exp(draw.uniform(np.log(1e5), np.log(1e13), count)).astype("int64")
    high_tech = draw.random(count) < 0.3
    fen[0], high_tech[0] = 100_000_003_100, False
    return fen, high_tech


def exact(fen: np.ndarray, high_tech: np.ndarray) -> np.ndarray:
    """The tax in fen, rounded down, in whole numbers alone."""
    percent = np.where(fen <= 300_000_000, 5, np.where(high_tech, 15, 25))
    return fen * percent // 100


def ours(fen: np.ndarray, high_tech: np.ndarray) -> dict:
    """Kejian's seconds (median of five) for exact columns and for a table with its checks, and the tax."""
    import polars as pl

    from kejian.policy.bulk import evaluate
    from kejian.policy.loading import read_rules
    from kejian.policy.profile import Profile
    from kejian.policy.vectors import Vectors
    from kejian.policy.verdicts import check

    text = (ROOT / "benchmarks/peers/toy_tax.yaml").read_text("utf-8")
    book = read_rules([("toy_tax.yaml", text)])

    def columns() -> np.ndarray:
        frame = pl.DataFrame({"taxable_income": fen, "high_tech": high_tech})
        vectors = Vectors(book, day=_DAY, columns=frozenset(frame.columns))
        _, amount = vectors.verdict(book.policies["toy-tax"])
        return frame.select(amount).to_series().to_numpy()

    yuan = pl.DataFrame({"taxable_income": fen / 100, "high_tech": high_tech})

    def whole() -> None:
        evaluate(yuan, day=_DAY, book=book)

    tax = columns()
    seconds = [_median(function, 5) for function in (columns, whole)]
    one = Profile({"taxable_income": int(fen[0]), "high_tech": True})
    single = _median(lambda: check(one, day=_DAY, book=book), 200)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"tax": tax, "seconds": seconds, "one_ms": single * 1000, "peak_mb": peak}


def _median(function, runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return sorted(times)[runs // 2]


def theirs(fen: np.ndarray, high_tech: np.ndarray) -> dict:
    """OpenFisca's seconds and tax in yuan, from a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / name) for name in ("incomes.npy", "high_tech.npy", "tax.npy")]
        np.save(files[0], fen / 100)
        np.save(files[1], high_tech)
        command = [str(peer()), str(ROOT / "benchmarks/peers/openfisca_tax.py"), *files]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return {**json.loads(done.stdout.splitlines()[-1]), "tax": np.load(files[2])}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    fen, high_tech = incomes(count)
    right = exact(fen, high_tech)
    their, our = theirs(fen, high_tech), ours(fen, high_tech)
    off = np.abs(np.rint(their["tax"].astype("float64") * 100).astype("int64") - right)
    below = fen <= 100_000_003_100
    print(f"\n## A toy income tax, {count:,} enterprises, one thread\n")
    print("| | seconds | enterprises not exact to the fen | furthest off | one enterprise | peak MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    wrong = int((our["tax"] != right).sum())
    for what, seconds in zip(
        ("exact columns", "table in yuan, every cell checked"), our["seconds"], strict=True
    ):
        furthest = np.abs(our["tax"] - right).max() / 100
        print(
            f"| Kejian, {what} | {seconds:.3f} | {wrong:,} | {furthest:,.2f} yuan "
            f"| {our['one_ms']:.2f} ms with trace | {our['peak_mb']:.0f} |"
        )
    print(
        f"| OpenFisca-Core {their['version']} ({their['dtype']}) | {their['seconds']:.3f} "
        f"| {(off > 0).sum():,} | {off.max() / 100:,.2f} yuan | {their['one_ms']:.2f} ms "
        f"| {their['peak_mb']:.0f} |"
    )
    print(
        f"\nUp to an income of a billion yuan it is at most {off[below].max() / 100:,.2f} yuan off; "
        f"of 1,000,000,031 yuan it takes {float(their['tax'][0]):,.2f}, where {right[0] / 100:,.2f} is right."
    )


if __name__ == "__main__":
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    main()
