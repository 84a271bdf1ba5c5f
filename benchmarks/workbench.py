"""The workbench on a large base: how long each page takes, and whether many readers at once lose anything.

    python -m benchmarks.workbench [--base FILE|URL] [--quick] [--seconds 60] [--rounds 30]

An empty base is filled first: 1 000 000 statements of 10 000 invented documents and one document of a
megabyte, linked and audited, which takes the better part of an hour; with ``--quick`` 20 000 of 200.
`kejian serve --team` is started on it. One reader walks all addresses of `workbench_pages` in turn; then
50 readers without a pause between their pages and 5 reviewers work at the same time, and what the reviewers
were told is compared with what the base holds.

``clock`` is what the reader waits, over a kept connection on the same machine; ``busy`` is the processor
time of the web server for it, and of the PostgreSQL server's processes for the database (but those that it
starts for a single query), which other work on the machine lengthens less.
"""

import argparse
import os
import random
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from benchmarks.workbench_crowd import READERS, REVIEWERS, crowd
from benchmarks.workbench_pages import ADDRESSES, LONG, filled, values
from benchmarks.workbench_server import PHRASE, ROOT, Client, busy, serving

P95 = 300  # milliseconds


def ready(base: str, documents: int, statements: int, *, as_is: bool = False) -> None:
    """The base with documents, series and findings, and an account for everybody."""
    from kejian.workbench import prepare

    prepare.set_up(base, team=True)
    prepare.prepare()
    from benchmarks.synthetic import fill
    from django.contrib.auth.models import User

    from kejian.base.auditing import audit_base
    from kejian.base.linking import link
    from kejian.base.models import Document
    from kejian.base.workers import cores
    from kejian.workbench.accounts import add_account

    if not as_is:
        if not Document.objects.exists():
            started = time.perf_counter()
            made = fill("default", documents, statements, linked=False)
            took = time.perf_counter() - started
            print(f"{documents} documents, {made} statements in {took:.0f} s", flush=True)
        if not Document.objects.filter(edition__name=LONG).exists():
            _long("default")
        _told("linking", lambda: link("default"))
        _told("the audit", lambda: audit_base("default", jobs=cores()))
    names = [(f"reader{n}", "reader") for n in range(READERS)]
    names += [(f"reviewer{n}", "reviewer") for n in range(REVIEWERS)] + [("administrator", "administrator")]
    there = set(User.objects.values_list("username", flat=True))
    for name, role in names:
        if name not in there:
            add_account(name, role, PHRASE)
    from django.db import connections

    connections.close_all()


def _told(what: str, call: Callable[[], Any]) -> None:
    """Do something with the whole base and print what it took of this process and those it started."""
    before, clock = os.times(), time.perf_counter()
    report, after = call(), os.times()
    spent = [end - begin for begin, end in zip(before[:4], after[:4], strict=True)]
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"{what}: {time.perf_counter() - clock:.0f} s, {sum(spent):.0f} busy, peak memory of a process "
        f"{peak // 1024} MB; {report}",
        flush=True,
    )


def settled() -> None:
    """Count the base as linked and audited by this version, so that the worker does nothing beside the pages.

    For a base that an earlier version of the rules made for this benchmark, and for no other: what it would
    say anew is not made.
    """
    from kejian.base import auditing
    from kejian.base.finding_models import Audited, Unjudged
    from kejian.base.linking import linker_version
    from kejian.base.linking_models import Dirty, Linked

    Linked.objects.update(version=linker_version())
    Dirty.objects.all().delete()
    Unjudged.objects.all().delete()
    rows = [Audited(document_id=number, stamp=stamp) for number, stamp in auditing._stamps("default").items()]
    Audited.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["document"], update_fields=["stamp"]
    )


def _long(alias: str) -> None:
    """One document of a megabyte."""
    from benchmarks.synthetic import document as invented
    from benchmarks.synthetic import keep

    from kejian.base.connection import writing

    document, facts = invented(13, 15_000, 2)
    about = msgspec.structs.replace(facts.about, title="一份很长的年报")
    document = msgspec.structs.replace(document, name=LONG, about=about)
    with writing(alias):
        keep(alias, document, msgspec.structs.replace(facts, document=LONG, about=about))
    print(f"a document of {len(document.text.encode()) / 1e6:.1f} MB", flush=True)


def walk(address: str, pid: int, found: dict[str, list[str]], rounds: int, *, database: str = "") -> int:
    """Measure every address for one reader and print the table; returns how many are over the target."""
    client, draw = Client(address).log_in("administrator"), random.Random(7)
    clock: dict[str, list[float]] = {one: [] for _, _, one, _ in ADDRESSES}
    worked: dict[str, list[float]] = {one: [] for _, _, one, _ in ADDRESSES}
    sizes, failures = dict.fromkeys(clock, 0), Counter[str]()
    for lap in range(-2, rounds):  # two laps to warm up
        for one in clock:
            path = filled(one, found, draw)
            before, started = busy(pid, database), time.perf_counter()
            status, content = client.ask(path)
            took = (time.perf_counter() - started) * 1000
            if status != 200:
                failures[f"{status} {path}"] += 1
            if lap >= 0:
                clock[one].append(took)
                worked[one].append((busy(pid, database) - before) * 1000)
                sizes[one] = max(sizes[one], len(content))
    print(
        "| page | what | clock: median | p95 | busy: median | p95 | kB | |\n"
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |"
    )
    over = 0
    for page, what, one, target in ADDRESSES:
        if not clock[one]:
            continue
        median, last = _two(clock[one])
        used, used_last = _two(worked[one])
        slow = median > target or last > P95
        over += slow
        print(
            f"| {page} | {what} | {median:.0f} ms | {last:.0f} ms | {used:.0f} ms | {used_last:.0f} ms "
            f"| {sizes[one] / 1000:.0f} | {f'over {target} / {P95}' if slow else ''} |"
        )
    for said, times in failures.most_common(20):
        print(f"not answered, {times} times: {said}")
    return over + len(failures)


def _two(times: list[float]) -> tuple[float, float]:
    """The median, and what 95 % stay under."""
    return statistics.median(times), sorted(times)[int(len(times) * 0.95)]


def main() -> None:
    """Fill, serve, measure."""
    parser = argparse.ArgumentParser(description="Measure the workbench on a large base.")
    parser.add_argument("--base", help="a file or the URL of a database; an empty one is filled")
    parser.add_argument("--quick", action="store_true", help="a small base, fewer rounds")
    parser.add_argument("--as-is", action="store_true", help="do not fill, link or audit it first")
    parser.add_argument("--documents", type=int, default=0)
    parser.add_argument(
        "--rounds", type=int, default=0, help="how often each address is asked; -1: not at all"
    )
    parser.add_argument("--seconds", type=int, default=0, help="how long all work at once; -1: not at all")
    parser.add_argument("--settled", action="store_true", help=settled.__doc__)
    given = parser.parse_args()
    documents = given.documents or (200 if given.quick else 10_000)
    base = given.base or str(ROOT / ".bench" / f"workbench-{documents}.sqlite3")
    if "://" not in base:
        Path(base).parent.mkdir(parents=True, exist_ok=True)
        base = str(Path(base).absolute())
    ready(base, documents, documents * 100, as_is=given.as_is or given.settled)
    if given.settled:
        settled()
    draw = random.Random(1)
    found: dict[str, Any] = values(draw)
    kind = "PostgreSQL" if "://" in base else "SQLite"
    print(f"\n{kind}, load of the machine {os.getloadavg()[0]:.1f}\n", flush=True)
    with serving(base) as (address, pid):
        wrong, rounds = 0, given.rounds or (5 if given.quick else 30)
        name = unquote(urlsplit(base).path.lstrip("/")) if "://" in base else ""
        if rounds > 0:
            wrong += walk(address, pid, found, rounds, database=name)
        if given.seconds >= 0:
            seconds = given.seconds or (8 if given.quick else 60)
            wrong += crowd(address, pid, found, seconds, database=name)
    print(f"\nload of the machine {os.getloadavg()[0]:.1f}; {wrong} over the target or wrong")


if __name__ == "__main__":
    main()
