"""Many readers and reviewers of the workbench at once, and whether anything of what they decided is lost."""

import os
import random
import statistics
import threading
import time
from collections import Counter
from http.client import HTTPException

import msgspec
from benchmarks.workbench_pages import ADDRESSES, filled
from benchmarks.workbench_server import Client, busy

READERS, REVIEWERS = 50, 5
_HOT = 12  # facts that all reviewers decide on
_MEET = 3  # of how many decisions one is made by all reviewers at once


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
