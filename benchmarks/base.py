"""How the evidence base grows: storing, searching and memory, over invented documents.

    python -m benchmarks.base [DOCUMENTS] [BASE]

The words are drawn as in real text (few of them often, most of them rarely), so that the searches below
look for words in about a third, a tenth, a hundredth and a thousandth of all passages.
"""

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from tests.base.factory import document, facts

from kejian.base import Base, open_base

_PASSAGES, _WORDS, _VOCABULARY = 40, 25, 20_000


def texts(count: int) -> Iterator[str]:
    """Invented documents of `_PASSAGES` paragraphs with two or three figures each."""
    draw = random.Random(7)
    characters = [chr(0x4E00 + i) for i in range(3000)]
    words = ["".join(draw.choices(characters, k=draw.choice((2, 2, 2, 3, 4)))) for _ in range(_VOCABULARY)]
    weights = list(accumulate(1 / (rank + 8) ** 0.9 for rank in range(_VOCABULARY)))
    for _ in range(count):
        lines = []
        for _ in range(_PASSAGES):
            drawn = draw.choices(words, cum_weights=weights, k=_WORDS)
            for at in (8, 16, 24):
                drawn[at] += f"{draw.randint(1, 9999)}家，"
            lines.append("".join(drawn) + "。")
        yield "\n".join(lines)


def main() -> None:
    """Store, then search, and print what it took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        where = sys.argv[2] if len(sys.argv) > 2 else str(Path(folder) / "bench.sqlite3")
        with open_base(where) as base:
            started, statements, seen = time.perf_counter(), 0, Counter[str]()
            spent = 0.0
            for number, text in enumerate(texts(count)):
                doc = document(text, name=f"r{number}")
                found = facts(doc, year=2000 + number % 25)
                for line in text.split("\n"):
                    seen.update({line[i : i + 2] for i in range(len(line) - 1)})
                before = time.perf_counter()
                outcome = base.add(doc, found, extractor="1", work=str(number))
                spent += time.perf_counter() - before
                statements += outcome.new
            print(f"{count} documents, {statements} statements, {count * _PASSAGES} passages")
            print(f"stored in {spent:.1f} s: {statements / spent:,.0f} statements/s")
            print(f"{spent / count * 1000:.1f} ms a document")
            print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
            if "://" not in where:
                print(f"{Path(where).stat().st_size / 2**20:.0f} MB on disk")
            passages = count * _PASSAGES
            chinese = [(n, w) for w, n in seen.items() if all("\u4e00" <= c < "\u9fa6" for c in w)]
            for share in (1 / 3, 1 / 10, 1 / 30, 1 / 100, 1 / 1000):
                _, word = min(chinese, key=lambda pair: abs(pair[0] - share * passages))
                _search(base, word, seen[word] / passages)
            common = [w for n, w in sorted(chinese, reverse=True)[:40]]
            _search(base, f"{common[3]} {common[20]}", 0)
            _search(base, common[0] + common[9], 0)
            _search(base, "家", 1)
            print(f"total {time.perf_counter() - started:.0f} s")


def _search(base: Base, words: str, share: float) -> None:
    times, busy = [], []
    for _ in range(9):
        before, worked = time.perf_counter(), time.process_time()
        answer = base.search(words)
        times.append(time.perf_counter() - before)
        busy.append(time.process_time() - worked)
    print(
        f"{words}: in {share:.1%} of passages, {len(answer.hits)} shown, ranked {answer.ranked}, median "
        f"{sorted(times)[4] * 1000:.1f} ms, of them {sorted(busy)[4] * 1000:.1f} ms in this process"
    )


if __name__ == "__main__":
    main()
