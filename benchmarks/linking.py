"""What linking costs in a base: all of it at once, one more document, and the lists that are read.

    python benchmarks/linking.py --base FILE [--again]

FILE is a base of `benchmarks.synthetic --unlinked`, or with ``--again`` any base, which is linked anew.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.synthetic import documents

from kejian.base import Base, open_base


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _timed(what: str, call: Callable[[], Any], *, times: int = 5) -> Any:
    spent, busy, result = [], [], None
    for _ in range(times):
        before, worked = time.perf_counter(), time.process_time()
        result = call()
        spent.append((time.perf_counter() - before) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    print(f"{what}: median {statistics.median(spent):.1f} ms, {statistics.median(busy):.1f} busy")
    return result


def _add(base: Base, number: int) -> None:
    """Store one more document, as long as the others, of a place that is in the base."""
    *_, (document, facts) = documents(number + 1, (number + 1) * 100, seed=2, first=number)
    statements = len(facts.figures) + len(facts.milestones) + len(facts.entities)
    before, worked = time.perf_counter(), time.process_time()
    base.add(document, facts, extractor="1", work=f"more-{number}")
    spent, busy = (time.perf_counter() - before) * 1000, (time.process_time() - worked) * 1000
    print(f"one more document of {statements} statements, stored and linked: {spent:.0f} ms, {busy:.0f} busy")


def main() -> None:
    """Link, add documents, read lists, and print what each took."""
    parser = argparse.ArgumentParser(description="Measure linking in an evidence base.")
    parser.add_argument("--base", required=True)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--first", type=int, default=3, help="the number of the first document that is added")
    given = parser.parse_args()
    with open_base(given.base, create=False) as base:
        from kejian.base.linking import link, settle
        from kejian.base.things import related

        before, worked = time.perf_counter(), time.process_time()
        report = link(base.alias, again=given.again)
        spent, busy = time.perf_counter() - before, time.process_time() - worked
        print(
            f"{report.documents} documents linked in {spent:.0f} s, {busy:.0f} busy, peak memory {_peak()} MB"
        )
        settle(base.alias)
        for number in (given.first, given.first + 1, given.first + 2):
            _add(base, number)
        page = _timed("first page of all series", base.series)
        things = _timed("first page of all things", base.things)
        print(f"{page.total} series, {things.total} things")
        _timed("series by a frequent word", lambda: base.series("企业"))
        _timed("series by two words", lambda: base.series("石家庄 技术合同"))
        _timed("series of a force", lambda: base.series(force="配置力"))
        _timed("series of a place", lambda: base.series(subject="310000"))
        _timed("one series in full", lambda: base.one_series(page.entries[0].key))
        _timed("things by a word", lambda: base.things("量子"))
        _timed("one thing in full", lambda: base.thing(things.entries[0].id))
        _timed("things related to it", lambda: related(base.alias, things.entries[0].id))
        print(f"peak memory {_peak()} MB")


if __name__ == "__main__":
    main()
