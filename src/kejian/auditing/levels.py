"""The levels that a body of documents states, by what they measure."""

from collections import defaultdict
from collections.abc import Iterable

from kejian.auditing.said import Said
from kejian.model import Aspect, Value

Key = tuple[str, str, str]
_LEVELS = (Aspect.LEVEL, Aspect.RATIO, Aspect.SHARE)


class Levels(Value, frozen=True, kw_only=True):
    """Plainly stated levels under ``(measure, subject, unit)`` and period."""

    known: dict[Key, dict[str, list[Said]]]
    together: bool
    in_document: dict[tuple[int, str, str], list[Said]]

    def at(self, like: Said, *, period: str, within: int | None = None, accruing: bool = False) -> list[Said]:
        """Levels of what ``like`` measures in a period; of one document if ``within`` says which.

        What is ``accruing`` is new in its period, said to be or not.
        """
        told = {like.accumulation, None, "new"} if accruing else set()
        found = self.known.get(_key(like, together=self.together), {}).get(period, [])
        return [
            s
            for s in found
            if s.figure.aspect == like.figure.aspect
            and (s.accumulation in (told or {like.accumulation}) or (accruing and "全年" in s.lead))
            and within in (None, s.document)
        ]

    def named(self, measure: str, *, period: str, document: int) -> list[Said]:
        """Levels of a measure in a period that one document states, whosever and in any unit."""
        return self.in_document.get((document, measure, period), [])

    def series(self) -> Iterable[tuple[Key, dict[str, list[Said]]]]:
        """Every measure with its periods."""
        return self.known.items()


def levels(figures: Iterable[Said], *, together: bool = False) -> Levels:
    """Collect the levels that stand without a hedge and with nothing that narrows them.

    ``together`` says that the figures are those of one series, whatever words each uses.
    """
    known: dict[Key, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    in_document: dict[tuple[int, str, str], list[Said]] = defaultdict(list)
    for said in figures:
        if is_level(said):
            known[_key(said, together=together)][said.period].append(said)
            in_document[said.document, said.measure, said.period].append(said)
    return Levels(known=known, together=together, in_document=in_document)


def is_level(said: Said) -> bool:
    """Whether a figure states a level, without a hedge and with nothing that narrows it."""
    level = said.figure.aspect in _LEVELS and said.exact and said.plain
    return level and bool(said.period) and len(said.measure) > 1


def _key(said: Said, *, together: bool) -> Key:
    unit = said.figure.unit or ""
    return ("", "", unit) if together else (said.measure, said.subject, unit)
