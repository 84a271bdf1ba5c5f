"""The field that an event belongs to: by the words of the thing, of its sentence and of the headings above.

Each word of the vocabulary speaks for its field once wherever it stands, the headings more than the sentence
(see `domains.yaml`). Ties go to the field that the vocabulary lists first.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import ahocorasick
import msgspec

from kejian import kinds
from kejian.extraction.context import Context, Sentence
from kejian.vocabulary.loader import load, require

_FILE = "domains.yaml"
_HEAD = re.compile(r"[^。；！？]{2,40}(?<![，,、：:])$")
_NUMBERED = re.compile(r"\s*(?:\d+(?:\.\d+)*[\s、]|[一二三四五六七八九十]+、|第.{1,3}[章节]|◆|>>)")
_DEEPEST = 3  # headings that count, from the nearest up


class _Weights(msgspec.Struct, frozen=True):
    object: float
    sentence: float
    heading: float


class Domains:
    """The fields of a document's events.

    A plain text has no headings: there, a short line that ends no sentence heads what follows it.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._weights, self._order = context, _weights(), fields()
        self._loose = _loose_heads(context)
        self._above: dict[int, dict[str, float]] = {}  # by block
        self._under: dict[tuple[int, ...], dict[str, float]] = {}  # by headings

    def of(self, thing: str, sentence: Sentence) -> str | None:
        """The field of ``thing``, which ``sentence`` tells of; None where no word speaks for any."""
        weights, order = self._weights, self._order
        scores = dict(self._headings(sentence))
        for text, weight in ((thing, weights.object), (sentence.text, weights.sentence)):
            for name, value in _speak(text).items():
                scores[name] = scores.get(name, 0.0) + weight * value
        best, most = None, 0.0
        for name, score in scores.items():
            if best is None or score > most or (score == most and order[name] < order[best]):
                best, most = name, score
        return best

    def _headings(self, sentence: Sentence) -> dict[str, float]:
        block = sentence.block
        if block not in self._above:
            blocks = self._context.document.blocks
            heads = [i for i in sentence.parents if blocks[i].kind is kinds.HEADING]
            heads = [i for i in heads if blocks[i].parent is not None]
            chain = tuple(dict.fromkeys([*self._loose.get(block, ()), *heads]))[:_DEEPEST]
            if chain not in self._under:
                self._under[chain] = self._scores(chain)
            self._above[block] = self._under[chain]
        return self._above[block]

    def _scores(self, chain: tuple[int, ...]) -> dict[str, float]:
        scores: dict[str, float] = {}
        weight = _weights().heading
        for index in chain:
            for name, value in _speak(self._context.block_text(index)).items():
                scores[name] = scores.get(name, 0.0) + weight * value
            weight /= 2
        return scores


def _loose_heads(context: Context) -> dict[int, tuple[int, ...]]:
    """For each block the short lines above it that head it, nearest first."""
    section = numbered = line = None
    heads: tuple[int, ...] = ()
    found: dict[int, tuple[int, ...]] = {}
    for index, block in enumerate(context.document.blocks):
        if block.kind is kinds.HEADING:
            section = numbered = line = None
            heads = ()
        elif block.kind is kinds.PARAGRAPH and block.end - block.start <= 40:
            text = context.block_text(index)
            head = True
            if _NUMBERED.match(text):
                if text.lstrip()[0].isdigit():
                    section, numbered = index, None
                else:
                    numbered = index
                line = None
            elif _HEAD.match(text):
                line = index
            else:
                head = False
            if head:
                heads = tuple([i for i in (line, numbered, section) if i is not None])
                continue
        if heads:
            found[index] = heads
    return found


@lru_cache(maxsize=16)  # the events of a sentence and those under a heading ask again and again
def _speak(text: str) -> Mapping[str, float]:
    """How much the words of ``text`` speak for each field."""
    scores: dict[str, float] = {}
    automaton, meanings = _vocabulary()
    for word in {form for _, form in automaton.iter_long(_bytes(text))}:
        for name, value in meanings[word]:
            scores[name] = scores.get(name, 0.0) + value
    return scores


def _bytes(text: str) -> str:
    """``text`` with a character for each byte of it.

    The automaton tries the branches of a node one by one: there are hundreds of first characters, but few
    first bytes. In UTF-8 no character begins inside another, so that the same words are found.
    """
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


@cache
def _weights() -> _Weights:
    return msgspec.convert(load(_FILE)["weights"], _Weights, strict=False)


@cache
def fields() -> dict[str, int]:
    """The fields with their rank in the vocabulary."""
    return {name: rank for rank, name in enumerate(load(_FILE)["fields"])}


def _meanings() -> dict[str, list[tuple[str, float]]]:
    meanings: dict[str, list[tuple[str, float]]] = {}
    for name, lists in load(_FILE)["fields"].items():
        for kind, value in (("strong", 2.0), ("words", 1.0)):
            require(
                isinstance(lists.get(kind), list),
                f"{name} has no list of {kind}",
                file=_FILE,
                key=name,
                expected="strong: [...] and words: [...]",
            )
            for word in lists[kind]:
                meanings.setdefault(str(word), []).append((name, value))
    return meanings


@cache
def _vocabulary() -> tuple[Any, dict[str, list[tuple[str, float]]]]:
    """The words as an automaton, and what each of them means."""
    automaton, meanings = ahocorasick.Automaton(), _meanings()
    for word in meanings:
        automaton.add_word(_bytes(word), word)
    automaton.make_automaton()
    return automaton, meanings
