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
import re
import resource
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import msgspec
from benchmarks.workbench_pages import ADDRESSES, LONG, filled, values

ROOT = Path(__file__).parents[1]
READERS, REVIEWERS = 50, 5
P95 = 300  # milliseconds
PHRASE = "invented long pass phrase"
_HOT = 12  # facts that all reviewers decide on
_MEET = 3  # of how many decisions one is made by all reviewers at once


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
    from benchmarks.synthetic import _document, _keep

    from kejian.base.connection import writing

    document, facts = _document(13, 15_000, 2)
    about = msgspec.structs.replace(facts.about, title="一份很长的年报")
    document = msgspec.structs.replace(document, name=LONG, about=about)
    with writing(alias):
        _keep(alias, document, msgspec.structs.replace(facts, document=LONG, about=about))
    print(f"a document of {len(document.text.encode()) / 1e6:.1f} MB", flush=True)


@contextmanager
def serving(base: str) -> Iterator[tuple[str, int]]:
    """`kejian serve --team` on the base; its address and the process."""
    code = "from kejian.commands import main; main()"
    command = [sys.executable, "-c", code, "serve", "--team", "--base", base, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        found = re.search(r"http://\S+/", (process.stdout and process.stdout.readline()) or "")
        if not found:
            raise RuntimeError("the workbench did not start")
        yield found[0].rstrip("/"), process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(40)


def busy(pid: int, database: str = "") -> float:
    """Seconds that the web server and PostgreSQL's processes for its database have worked so far."""
    total = 0
    serves = f" {database} ".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
            known = database and line.startswith(b"postgres: ") and serves in line
            if known or (b"kejian.workbench.server" in line and _descends(process, pid)):
                for task in (process / "task").iterdir():
                    total += int((task / "schedstat").read_text().split()[0])
        except OSError:
            continue
    return total / 1e9


def _descends(process: Path, pid: int) -> bool:
    for _ in range(4):
        parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        if int(parent) == pid:
            return True
        process = Path("/proc") / parent
    return False


class Client:
    """A browser of sorts: a kept connection and its cookies."""

    def __init__(self, address: str) -> None:
        self.where = urlsplit(address)
        self.cookies: dict[str, str] = {}
        self.connection = HTTPConnection(self.where.hostname or "", self.where.port, timeout=120)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and content; a connection that the server has closed meanwhile is opened again."""
        for attempt in (1, 2):
            try:
                return self._ask(path, fields)
            except (HTTPException, ConnectionError):
                self.connection.close()
                # a form is never sent twice: whether it arrived is not known
                if attempt == 2 or fields is not None:
                    raise
        raise AssertionError

    def _ask(self, path: str, fields: dict[str, str] | None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept-Language": "zh"}
        body = None
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            headers |= {"X-CSRFToken": self.cookies.get("kejian_csrf", "")}
            body = urlencode(fields)
            self.connection.close()
        self.connection.request("GET" if fields is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
        return answer.status, content

    def log_in(self, name: str) -> "Client":
        """The same, known to the workbench."""
        self.ask("/login/")
        status, _ = self.ask("/login/", {"name": name, "password": PHRASE, "next": "/"})
        if status != 302:
            raise RuntimeError(f"{name} cannot log in: {status}")
        return self


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


class Crowd:
    """Readers and reviewers at the same time, and what they were told."""

    def __init__(self, address: str, found: dict[str, list[str]], facts: list[tuple[int, str]]) -> None:
        self.address, self.found, self.facts = address, found, facts
        self.run = f"bench {os.getpid()}-{int(time.time())}"
        self.lock = threading.Lock()
        self.times: list[float] = []
        self.errors = Counter[str]()
        self.accepted: set[tuple[str, str, str, int]] = set()  # fact, verdict, reason, decision seen
        self.told = 0  # of a decision that somebody else made meanwhile
        self.until = 0.0
        self.meeting = threading.Barrier(REVIEWERS)
        self.meetings = 0

    def work(self, seconds: int) -> None:
        """All at once, for so long."""
        readers = [Client(self.address).log_in(f"reader{n}") for n in range(READERS)]
        reviewers = [Client(self.address).log_in(f"reviewer{n}") for n in range(REVIEWERS)]
        self.until = time.monotonic() + seconds
        threads = [threading.Thread(target=self._read, args=(one, n)) for n, one in enumerate(readers)]
        threads += [threading.Thread(target=self._review, args=(one, n)) for n, one in enumerate(reviewers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _read(self, client: Client, number: int) -> None:
        draw = random.Random(number)
        open_to_readers = [one for page, _, one, _ in ADDRESSES if page not in ("add", "audit log", "review")]
        while time.monotonic() < self.until:
            path = filled(draw.choice(open_to_readers), self.found, draw)
            self._ask(client, path)

    def _ask(self, client: Client, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        started = time.perf_counter()
        try:
            status, content = client.ask(path, fields)
        except (OSError, HTTPException) as error:
            status, content = 0, repr(error).encode()
        with self.lock:
            self.times.append((time.perf_counter() - started) * 1000)
            if status not in (200, 303, 409):
                self.errors[f"{status} {path if fields is None else 'decide'} {content[:80]!r}"] += 1
        return status, content

    def _review(self, client: Client, number: int) -> None:
        draw, count = random.Random(1000 + number), 0
        mine = self.facts[_HOT:][number::REVIEWERS]
        while time.monotonic() < self.until:
            count += 1
            together = count % _MEET == 1  # the first of all, however slow the machine is
            document, fact = self.facts[count // _MEET % _HOT] if together else draw.choice(mine)
            status, content = self._ask(client, f"/api/documents/{document}/facts/{fact}")
            seen = int(msgspec.json.decode(content)["seen"]) if status == 200 else 0
            if together and not self._all_have_looked(number):
                return
            if status != 200:
                continue
            verdict, reason = draw.choice(("confirm", "reject")), f"{self.run} {number} {count}"
            fields = {"verdict": verdict, "reason": reason, "seen": str(seen)}
            status, _ = self._ask(client, f"/documents/{document}/facts/{fact}/decide/", fields)
            with self.lock:
                self.told += status == 409
                if status == 303:
                    self.accepted.add((fact, verdict, reason, seen))

    def _all_have_looked(self, number: int) -> bool:
        """Wait until every reviewer has the same fact before them; False when the time is over."""
        try:
            self.meeting.wait(max(self.until - time.monotonic(), 0))
        except threading.BrokenBarrierError:
            return False
        self.meetings += number == 0
        return True

    def lost(self) -> tuple[int, int, int]:
        """Decisions accepted and not stored, stored and not accepted, and made unseen over another one."""
        from kejian.base.models import Decision

        rows = Decision.objects.filter(reason__startswith=self.run).values_list(
            "statement", "verdict", "reason"
        )
        stored = set(rows)
        accepted = {(fact, verdict, reason) for fact, verdict, reason, _ in self.accepted}
        seen = {reason: before for _, _, reason, before in self.accepted}
        unseen, last = 0, {}
        facts = {fact for fact, _, _ in accepted}
        for fact, key, reason in (
            Decision.objects.filter(statement__in=facts)
            .order_by("pk")
            .values_list("statement", "pk", "reason")
        ):
            unseen += reason in seen and seen[reason] != last.get(fact, 0)
            last[fact] = key
        return len(accepted - stored), len(stored - accepted), unseen


def crowd(address: str, pid: int, found: dict[str, list[str]], seconds: int, *, database: str = "") -> int:
    """Let them all work and print what came of it; returns how much went wrong."""
    from kejian.base.models import Statement

    rows = Statement.objects.filter(document__in=found["document"], kind="figure", status="active")
    facts = list(rows.order_by("document", "pk").values_list("document", "pk")[:3000])
    random.Random(5).shuffle(facts)
    many = Crowd(address, found, facts)
    before = busy(pid, database)
    many.work(seconds)
    worked = busy(pid, database) - before
    lost, unknown, unseen = many.lost()
    print(f"\n{READERS} readers and {REVIEWERS} reviewers for {seconds} s, without a pause:")
    middle, late = statistics.median(many.times), sorted(many.times)[int(len(many.times) * 0.95)]
    print(f"- {len(many.times)} answers; the median is {middle:.0f} ms, p95 {late:.0f} ms")
    print(f"- the server and the database were busy for {worked * 1000 / len(many.times):.0f} ms an answer")
    print(f"- {sum(many.errors.values())} errors")
    for said, times in many.errors.most_common(8):
        print(f"  - {times} × {said}")
    print(f"- {len(many.accepted)} decisions accepted, {lost} of them lost, {unseen} overwritten unseen")
    print(f"- {many.meetings} times all reviewers met on one fact; {many.told} times one was told of another")
    print(f"- {unknown} decisions stored that were not accepted")
    return sum(many.errors.values()) + lost + unknown + unseen


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
