"""From names to things: names that are one thing's are joined, unless something or somebody says otherwise.

Strong links are followed first. A weak one (a short form, which could be another thing's too) is followed
only where all that it leads to is one thing. No two names that rule each other out, that a person has
told apart, or that carry different codes ever come together, however many links lead from one to the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

from kejian.linking.likeness import JOINS, apart
from kejian.linking.names import Name
from kejian.model import Value

_MOST = 2500  # pairs compared before two groups are joined

Pair = tuple[int, int]


class Link(Value, frozen=True, kw_only=True):
    """That two names may be one thing's: score (0…1), reasons, and of a weak link the ``short`` name.

    ``given`` says that a document gives the one as a form of the other.
    """

    one: int
    other: int
    score: float
    reasons: tuple[str, ...]
    short: int | None = None
    given: bool = False


class Joined(Value, frozen=True, kw_only=True):
    """A name in its group, with the link that speaks most for it (None of a name that stands alone)."""

    name: int
    score: float
    reasons: tuple[str, ...]


def join(
    names: Mapping[int, Name],
    links: Iterable[Link],
    *,
    codes: Mapping[int, str] | None = None,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
) -> list[list[Joined]]:
    """The names in groups, each of one thing; the result does not depend on the order of names or links.

    ``codes`` are unified social credit codes: names of one code are one thing's, of two codes never.
    ``same`` and ``different`` is what people said; a pair that they told apart is not joined around either.
    """
    return _Joining(names, codes or {}, same, different).joined(links)


class _Joining:
    def __init__(
        self,
        names: Mapping[int, Name],
        codes: Mapping[int, str],
        same: Iterable[Pair],
        different: Iterable[Pair],
    ) -> None:
        self.names, self.codes = names, {name: code for name, code in codes.items() if code}
        self.different = {frozenset(pair) for pair in different}
        self.same = {frozenset(pair) for pair in same} - self.different
        self.groups: dict[int, set[int]] = {name: {name} for name in names}
        self.excused: set[frozenset[int]] = set(self.same)
        self.followed: dict[int, list[Link]] = defaultdict(list)

    def joined(self, links: Iterable[Link]) -> list[list[Joined]]:
        every = [one for one in links if one.score >= JOINS and self._known(one)]
        every.sort(key=lambda one: (-one.score, self._order(one.one, one.other)))
        self.excused |= {frozenset((one.one, one.other)) for one in every if one.given}
        for pair in sorted(self.same, key=lambda pair: self._order(*pair)):
            if pair <= self.names.keys() and len(pair) == 2:
                first, second = sorted(pair)
                self._follow(Link(one=first, other=second, score=1.0, reasons=("decided: one thing",)))
        for link in (*self._by_code(), *(one for one in every if one.short is None)):
            self._follow(link)
        for given in (True, False):
            self._weak([one for one in every if one.short is not None and one.given is given])
        return self._result()

    def _known(self, link: Link) -> bool:
        pair = frozenset((link.one, link.other))
        return pair <= self.names.keys() and pair not in self.different

    def _order(self, *ids: int) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((self.names[i].form, self.names[i].type) for i in ids if i in self.names))

    def _by_code(self) -> list[Link]:
        holders: dict[str, list[int]] = defaultdict(list)
        for name in sorted(self.codes, key=lambda name: self._order(name)):
            if name in self.names:
                holders[self.codes[name]].append(name)
        pairs = [(code, ids[0], other) for code, ids in sorted(holders.items()) for other in ids[1:]]
        self.excused |= {frozenset((one, other)) for _, one, other in pairs}
        return [
            Link(one=one, other=other, score=1.0, reasons=(f"code: {code}",)) for code, one, other in pairs
        ]

    def _weak(self, links: list[Link]) -> None:
        """Follow the weak links of each short name, if they all lead to one group that is not its own yet."""
        of: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            assert link.short is not None
            of[link.short].append(link)
        for short in sorted(of, key=lambda name: (-len(self.names[name].form), self._order(name))):
            if len(self.groups[short]) > 1 and any(link.given for link in self.followed[short]):
                continue  # a document says whose short form it is
            partners = [link.other if link.one == short else link.one for link in of[short]]
            if len({id(self.groups[partner]) for partner in partners}) == 1:
                for link in of[short]:
                    self._follow(link)

    def _follow(self, link: Link) -> None:
        one, other = self.groups[link.one], self.groups[link.other]
        if one is not other:
            if self._refused(one, other):
                return
            small, large = sorted((one, other), key=len)
            large |= small
            for name in small:
                self.groups[name] = large
        self.followed[link.one].append(link)
        self.followed[link.other].append(link)

    def _refused(self, one: set[int], other: set[int]) -> bool:
        if len(one) * len(other) > _MOST:
            return True
        codes = {self.codes[name] for name in one | other if name in self.codes}
        return len(codes) > 1 or any(self._apart(a, b) for a, b in product(one, other))

    def _apart(self, one: int, other: int) -> bool:
        pair = frozenset((one, other))
        if pair in self.different:
            return True
        return pair not in self.excused and apart(self.names[one], self.names[other]) is not None

    def _result(self) -> list[list[Joined]]:
        groups = {id(group): group for group in self.groups.values()}
        found = [
            [self._one(name) for name in sorted(group, key=lambda name: self._order(name))]
            for group in groups.values()
        ]
        return sorted(found, key=lambda group: self._order(*(one.name for one in group)))

    def _one(self, name: int) -> Joined:
        links = self.followed[name]
        if not links:
            return Joined(name=name, score=1.0, reasons=())
        best = max(links, key=lambda link: (link.score, self._order(link.one, link.other)))
        reasons = [
            f"{reason} ({self.names[link.other if link.one == name else link.one].form})"
            for link in sorted(links, key=lambda link: -link.score)
            for reason in link.reasons
        ]
        return Joined(name=name, score=best.score, reasons=tuple(dict.fromkeys(reasons))[:6])
