"""What worker processes of an audit do: judge documents and groups. They know neither Django nor the base.

Results come in the order of what was given, whatever process was quicker, so that an audit finds the same
with any number of them.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from hashlib import sha256

import msgspec

from kejian.auditing.audit import across, within
from kejian.auditing.body import body
from kejian.auditing.groups import Group, Kind, Member, members
from kejian.auditing.model import Finding, Read
from kejian.base.workers import pool

_AHEAD = 3  # pieces of work that a process has before it
_FEW = 100  # groups that are judged here
_MEMBERS = 5000  # of a group that are judged together


class Witnessed(msgspec.Struct, frozen=True, array_like=True):
    """What a document contributes to one group, as `kejian.base.finding_models.Witness` keeps it."""

    kind: str
    key: int
    data: bytes


class Judged(msgspec.Struct, frozen=True):
    """What the checks find in one document, and what others are held against."""

    findings: list[Finding]
    witnessed: list[Witnessed]


class Contribution(msgspec.Struct, frozen=True, array_like=True):
    """What a work contributes to a group; ``owner`` is empty where it is ``published``."""

    data: bytes
    published: bool
    owner: str


class Gathered(msgspec.Struct, frozen=True, array_like=True):
    """A group with all that works contribute to it."""

    key: int
    kind: str
    contributions: list[Contribution]


def judge_document(number: int, read: Read) -> Judged:
    """Audit a document that is named by its number, which no other has."""
    laid = body([read], first=number)
    said: dict[tuple[Kind, int], list[Member]] = defaultdict(list)
    findings = list(within(laid))
    for kind, key, member in members(laid):
        said[kind, _hash(kind, key)].append(member)
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    return Judged(findings, [Witnessed(kind.value, key, encode(each)) for (kind, key), each in said.items()])


def _hash(kind: Kind, key: str) -> int:
    return int.from_bytes(sha256(f"{kind}\0{key}".encode()).digest()[:8], "big", signed=True)


def judge_groups(groups: Iterable[Gathered]) -> list[tuple[int, list[Finding]]]:
    """What is found in each group: first as published, then with the drafts of each owner."""
    return [(group.key, list(_group(group))) for group in groups]


def _group(group: Gathered) -> Iterator[Finding]:
    kind, key = Kind(group.kind), group.key
    public = [one for one in group.contributions if one.published]
    yield from _across(kind, key, public)
    for owner in sorted({one.owner for one in group.contributions} - {""}):
        own = [one for one in group.contributions if one.owner == owner]
        drafts = {str(member.document) for one in own for member in _members(one.data)}
        for finding in _across(kind, key, [*public, *own]):
            if any(passage.document in drafts for passage in finding.passages):
                yield finding


def _across(kind: Kind, key: int, contributions: Sequence[Contribution]) -> Iterator[Finding]:
    if len(contributions) > 1:
        said = [member for one in contributions for member in _members(one.data)][:_MEMBERS]
        yield from across(Group(kind=kind, key=str(key), members=tuple(said)))


def _members(data: bytes) -> list[Member]:
    return _DECODER.decode(data)


_DECODER = msgspec.msgpack.Decoder(list[Member])


class Judges:
    """Who judges: this process, or some of their own."""

    def __init__(self, processes: ProcessPoolExecutor | None, jobs: int) -> None:
        self._processes, self._jobs = processes, jobs

    def documents(self, given: Iterable[tuple[int, Read]], *, many: bool) -> Iterator[tuple[int, Judged]]:
        """Each number with what was found; of those given, few are in memory at once."""
        if self._processes is None or not many:
            yield from ((number, judge_document(number, read)) for number, read in given)
            return
        running: deque[tuple[int, Future[bytes]]] = deque()
        for number, read in given:
            sent = self._processes.submit(_document, number, msgspec.msgpack.encode(read))
            running.append((number, sent))
            if len(running) >= self._jobs * _AHEAD:
                yield _received(running)
        while running:
            yield _received(running)

    def groups(self, given: Sequence[Gathered]) -> list[tuple[int, list[Finding]]]:
        """What is found in each group, in their order."""
        if self._processes is None or len(given) < _FEW:
            return judge_groups(given)
        parts = [given[number :: self._jobs] for number in range(self._jobs)]
        sent = [self._processes.submit(_groups, msgspec.msgpack.encode(part)) for part in parts[1:]]
        found = dict(judge_groups(parts[0]))
        for one in sent:
            found |= msgspec.msgpack.decode(one.result(), type=list[tuple[int, list[Finding]]])
        return [(group.key, found[group.key]) for group in given]


@contextmanager
def judges(jobs: int) -> Iterator[Judges]:
    """Judges in ``jobs`` processes; with one, in this."""
    if jobs <= 1:
        yield Judges(None, 1)
        return
    processes = pool(jobs)
    try:
        yield Judges(processes, jobs)
    except BaseException:
        processes.shutdown(wait=False, cancel_futures=True)  # nobody waits for what is under way
        raise
    processes.shutdown()


def _received(running: deque[tuple[int, Future[bytes]]]) -> tuple[int, Judged]:
    number, sent = running.popleft()
    return number, msgspec.msgpack.decode(sent.result(), type=Judged)


def _document(number: int, read: bytes) -> bytes:
    return msgspec.msgpack.encode(judge_document(number, msgspec.msgpack.decode(read, type=Read)))


def _groups(groups: bytes) -> bytes:
    return msgspec.msgpack.encode(judge_groups(msgspec.msgpack.decode(groups, type=list[Gathered])))
