"""The question as it is read: what has been understood is taken off the board, what stays was not."""

from collections.abc import Iterator

import regex
import rjieba

from kejian.language.normal import normal

TAKEN = "｜"  # never in the text: the normal form has no full-width bar
_DROP = regex.compile(r"[\s的“”\"'‘’《》「」·]")


def folded(text: str) -> str:
    """``text`` in simplified script, half width and lower case, character by character."""
    return "".join(low if len(low := one.lower()) == 1 else one for one in normal(text))


class Board:
    """A text from which readers take what they understand.

    ``text`` is the folded question with taken characters as `TAKEN`; ``owner`` says for each character who
    took it (empty: nobody).
    """

    def __init__(self, text: str) -> None:
        self.raw = text
        self.whole = folded(text)
        self.owner = [""] * len(text)
        self.text = self.whole

    def take(self, start: int, end: int, owner: str) -> str:
        """Take ``start:end``; returns the words as they were asked."""
        self.owner[start:end] = [one or owner for one in self.owner[start:end]]
        self.text = self.text[:start] + TAKEN * (end - start) + self.text[end:]
        return self.raw[start:end]

    def give_back(self, owner: str) -> None:
        """Undo what one took."""
        mine = [one == owner for one in self.owner]
        self.text = "".join(a if own else b for a, b, own in zip(self.whole, self.text, mine, strict=True))
        self.owner = ["" if own else one for one, own in zip(self.owner, mine, strict=True)]

    def take_all(self, pattern: "regex.Pattern[str]", owner: str) -> list["regex.Match[str]"]:
        """Take every place of a pattern that nobody took yet."""
        found = [match for match in pattern.finditer(self.text) if match.group().strip()]
        for match in found:
            self.take(match.start(), match.end(), owner)
        return found

    def take_idle(self, pattern: "regex.Pattern[str]", owner: str) -> None:
        """Take every place of a pattern of idle words, but no single character out of a word: 能 of 功能."""
        found = [match.span() for match in pattern.finditer(self.text) if match.group().strip()]
        idle = {at for start, end in found for at in range(start, end)}
        held: set[int] = set()
        at = 0
        for word in rjieba.cut(self.text, True):
            inside = range(at, at + len(word))
            if len(word) > 1 and not all(k in idle or self.text[k] == TAKEN for k in inside):
                held.update(inside)
            at += len(word)
        for start, end in found:
            if end - start > 1 or start not in held:
                self.take(start, end, owner)

    def squeezed(self) -> tuple[str, list[int]]:
        """The text in the plain form in which names are compared, and where each character stands."""
        kept = [at for at, one in enumerate(self.text) if not _DROP.match(one)]
        return "".join(self.text[at] for at in kept), kept

    def runs(self, *owners: str) -> list[str]:
        """The stretches of the question that nobody or one of the owners took, as they were asked."""
        allowed = {"", *owners}
        return [self.raw[a:b] for a, b in self._stretches(allowed) if self.raw[a:b].strip()]

    def _stretches(self, allowed: set[str]) -> Iterator[tuple[int, int]]:
        start = None
        for at, owner in enumerate([*self.owner, "end"]):
            if owner in allowed and start is None:
                start = at
            elif owner not in allowed and start is not None:
                yield start, at
                start = None
