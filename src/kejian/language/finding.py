"""Where a text has the words of a long, fixed list."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator


class Finder:
    """Finds words by their first two characters: most places of a text begin none, and are passed over.

    An automaton, which looks up every character, takes twice as long; it is better where the list changes
    from text to text.

    >>> finder = Finder(["研究", "研究院", "院士"])
    >>> finder.longest("研究院士"), finder.found_in("新研究")
    ([(0, 3, '研究院')], True)
    """

    def __init__(self, words: Iterable[str]) -> None:
        known = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
        by_start: dict[str, list[str]] = defaultdict(list)
        seconds: dict[str, set[str]] = defaultdict(set)  # what a first character is followed by
        for word in known:
            seconds[word[0]].add(word[1:2])
            if len(word) > 1:
                by_start[word[:2]].append(word)
        self._by_start = {start: tuple(found) for start, found in by_start.items()}
        self._by_pair = {start: _by_third(start, found) for start, found in by_start.items()}
        self._alone = frozenset(word for word in known if len(word) == 1)
        pairs = {c: "".join(sorted(filter(None, after))) for c, after in seconds.items()}
        firsts = re.escape("".join(sorted(pairs)))
        after = re.escape("".join(sorted({c for found in pairs.values() for c in found})))
        follow = f"(?=[{after}])" if after else "(?!)"
        alone = re.escape("".join(sorted(self._alone)))
        follow = f"(?:{follow}|(?<=[{alone}]))" if alone else follow
        self._first = re.compile(f"[{firsts}]{follow}" if firsts else "(?!)")

    def each(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Each word that stands in ``text``, overlapping or not: where, and which."""
        by_start, alone = self._by_start, self._alone
        for match in self._first.finditer(text):
            start = match.start()
            for word in by_start.get(text[start : start + 2], ()):
                if text.startswith(word, start):
                    yield start, start + len(word), word
            if alone and text[start] in alone:
                yield start, start + 1, text[start]

    def longest(self, text: str) -> list[tuple[int, int, str]]:
        """The words that stand in ``text``, from the left, each the longest there, none inside another."""
        found: list[tuple[int, int, str]] = []
        by_pair, alone = self._by_pair, self._alone
        end = 0
        for match in self._first.finditer(text):
            start = match.start()
            if start < end:
                continue
            word = ""
            begun = by_pair.get(text[start : start + 2])
            if begun is not None:
                word, by_third = begun
                for longer in by_third.get(text[start + 2 : start + 3], ()) if by_third else ():
                    if text.startswith(longer, start):  # the longest first
                        word = longer
                        break
            if not word:
                word = text[start]
                if word not in alone:
                    continue
            end = start + len(word)
            found.append((start, end, word))
        return found

    def found_in(self, text: str) -> bool:
        """Whether ``text`` has any of the words."""
        # most texts have nothing that a word begins with
        return self._first.search(text) is not None and next(self.each(text), None) is not None


def _by_third(pair: str, words: list[str]) -> tuple[str, dict[str, list[str]]]:
    """The one of ``words`` that is ``pair`` itself, if any, and the longer ones by their third character."""
    longer: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if word != pair:
            longer[word[2]].append(word)
    return pair if pair in words else "", dict(longer)
