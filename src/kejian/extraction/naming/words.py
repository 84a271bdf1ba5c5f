"""The words of sentences, as the segmenter cuts them.

It is told the words that it would glue to their neighbours; what it guesses is looked at again (`word` says
what each word is like).
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, chain
from typing import Any

import ahocorasick
import rjieba

from kejian.extraction.naming.seats import seats
from kejian.extraction.naming.word import UNHEARD, Word, word_of
from kejian.extraction.naming.wordlists import names_data, words
from kejian.language.han import HAN

_HAN = re.compile(f"[{HAN}]")
_BODY_ENDS = "局厅院所校委部会市区县省"  # 科技|局局长
_GUESS = "nz"  # tag of a guessed word
_LONGEST = 3  # characters of guessed words
_COMMON = 2  # how rare words are at most that are not cut for a guessed one
_GUESSED = 4  # a word stands as often at most for each time that the segmenter guesses it


def _automaton(forms: Iterable[str]) -> Any:
    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(form, form)
    automaton.make_automaton()
    return automaton


@cache
def _segmenter() -> rjieba.Jieba:
    """The segmenter with the words that it would glue to their neighbours."""
    data = names_data()
    jieba = rjieba.Jieba()
    for word in {
        *data["segment"],
        *data["brands"],
        *words().famous,
        *(e for ends in data["ends"].values() for e in ends),
    }:
        if len(word) > 1 and _HAN.match(word) and not jieba.has_word(word):
            jieba.add_word(word, max(2000, jieba.suggest_freq(word)), "n")
    return jieba


def tokens(text: str) -> list[Word]:
    """The words of ``text``; together they are the whole text."""
    cut = _segmenter().cut(text)
    met = _met(cut)
    return met if all(met) else _words_of(text, cut, met)  # type: ignore[return-value]


# words met that stand whole wherever they stand, and the parts of the others, which may depend on what
# stands before, and their tags
_WHOLE: dict[str, Word] = {}
_PARTS: dict[tuple[str, str], tuple[Word, ...]] = {}
_TAGS: dict[str, str] = {}
_KEPT = 65536
_SEAM = "\0"  # between texts that are cut at once: no part of a word
_TAKEN = frozenset("年月日届任")
_APPOINTED = frozenset({"同志", "此前", "曾", "日前", "已", "继续"})  # what stands before 任|岚山大学
_SEATS = frozenset("省市区县州")


def _met(cut: list[str]) -> list[Word | None]:
    """Those words of a cut text that stand whole wherever they stand; new ones are looked at together."""
    if len(_WHOLE) > _KEPT or len(_PARTS) > _KEPT:
        _WHOLE.clear()
        _PARTS.clear()
        _TAGS.clear()
    met = list(map(_WHOLE.get, cut))
    unknown = [k for k, word in enumerate(met) if word is None]
    new = {cut[k] for k in unknown}.difference(_TAGS)
    if not new:
        return met
    tags = dict(_segmenter().tag(_SEAM.join(new)))
    for word in new.intersection(tags):  # few are parted where they stand alone
        if word[0] in _TAKEN or len(_unglued(word, taken="")) > 1:
            _TAGS[word] = tags[word]
        else:
            _WHOLE[word] = word_of(word, tags[word])
    for k in unknown:
        met[k] = _WHOLE.get(cut[k])
    return met


def _words_of(text: str, cut: list[str], met: list[Word | None]) -> list[Word]:
    """The words that a cut text has: those ``met`` and the parts of the others."""
    found: list[Word] = []
    before = ""
    for glued, word in zip(cut, met, strict=True):
        if word is None:
            # what the segmenter may have taken from the word before: 2023年|鹭汀, 同志|任
            taken = "年月日届" if before[-1:].isdigit() else "任" if before in _APPOINTED else ""
            parts = _PARTS.get((glued, taken))
            if parts is None:
                tag = _tag(glued, text)
                parts = tuple([word_of(part, tag) for part in _unglued(glued, taken=taken)])
                _PARTS[glued, taken] = parts
            found += parts
        else:
            found.append(word)
        before = glued
    return found


def _tag(word: str, text: str) -> str:
    """The tag of a word of a text: the same wherever it stands, but the segmenter may part it alone."""
    if word not in _TAGS:
        _TAGS[word] = dict(_segmenter().tag(text))[word]
    return _TAGS[word]


def starts_of(found: Iterable[Word]) -> list[int]:
    """Where in their text the words start, and behind the last of them its end."""
    return list(accumulate([word.size for word in found], initial=0))


def tokens_of(texts: Sequence[str]) -> list[list[Word]]:
    """The words of each sentence of a document.

    The segmenter guesses the borders of words that its dictionary lacks; one that it guesses somewhere and
    that stands in the document more than once is a word in the other sentences too: 中|汇沚|大学.
    """
    whole = _SEAM.join([*texts, ""])
    result = _tokens_of(texts, whole)
    every = chain.from_iterable(result)
    guessed = Counter([word.text for word in every if word.rare == UNHEARD and 1 < word.size <= _LONGEST])
    if not guessed:
        return result
    standing = [(end + 1 - len(word), end + 1, word) for end, word in _automaton(guessed).iter(whole)]
    times = Counter([word for *_, word in standing])
    learned = {word for word, n in guessed.items() if 1 < times[word] <= _GUESSED * n}
    learned |= seats(guessed, whole, standing)
    hidden = {word for word in learned if times[word] > guessed.get(word, 0)}  # not a word everywhere
    wanted = [(a, b) for a, b, word in standing if word in hidden]
    wanted += [(a - 1, b) for a, b, word in standing if a and whole[a - 1] + word in learned]
    starts = list(accumulate([len(text) + 1 for text in texts], initial=0))
    inside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end in wanted:
        k = bisect_right(starts, start) - 1
        inside[k].append((start - starts[k], end - starts[k]))
    for k, spans in inside.items():
        result[k] = _mended(texts[k], result[k], spans)
    return result


def _tokens_of(texts: Sequence[str], whole: str) -> list[list[Word]]:
    """The words of each text; ``whole`` has each with a seam behind it, and is cut at once."""
    if whole.count(_SEAM) != len(texts):
        return [tokens(text) for text in texts]
    cut = _segmenter().cut(whole)
    met = _met(cut)
    result: list[Any] = []
    start = 0
    for text in texts:
        end = cut.index(_SEAM, start)
        words = met[start:end]
        result.append(words if all(words) else _words_of(text, cut[start:end], words))
        start = end + 1
    return result


def _mended(text: str, found: list[Word], wanted: list[tuple[int, int]]) -> list[Word]:
    """The words of a sentence, with words of the document that the segmenter cut or glued."""
    result: list[Word] = []
    starts = starts_of(found)
    at = kept = done = 0
    for start, end in sorted(wanted, key=lambda w: (w[0], -w[1])):
        at = max(at, bisect_right(starts, start) - 1)
        inside = max(at, bisect_left(starts, end))
        old = found[at:inside]
        if not old or start < done or (len(old) == 1 and old[0].size == end - start):
            continue
        if any(word.size > 1 and word.rare <= _COMMON for word in old):
            continue
        done = starts[inside]
        result += found[kept:at]
        result += tokens(text[starts[at] : start])
        result.append(word_of(text[start:end], _GUESS))
        result += tokens(text[end:done])
        at = kept = inside
    return [*result, *found[kept:]]


def _unglued(word: str, *, taken: str) -> tuple[str, ...]:
    """A guessed word without what the segmenter took from its neighbours: 年|鹭汀区, 片|于, 局|局长.

    ``taken`` are characters that belong to the word before if this one begins with them.
    """
    if len(word) > 1 and word[0] in taken:
        return word[0], word[1:]
    if len(word) > 3 and word[-2:] in words().titles and word[:-2] in words().ends:
        return word[:-2], word[-2:]  # 大学|校长
    if len(word) < 2 or _segmenter().has_word(word):
        return (word,)
    # 由|棠, 与|衡, 据|省, 获|市; but 和田, 为民 may be names
    least = 1 if word[0] in "由被把与据获给其" or word[1:] in _SEATS else 2
    if len(word) > least and word[0] in "为由在与和对向从据经被把获给将以至到自其":
        return word[0], word[1:]
    if word[-1] in "于在由与和为将获等用说" or (len(word) > 2 and word[-1] == "任"):
        return word[:-1], word[-1]
    if len(word) == 3 and word[0] in _BODY_ENDS and word[1:] in names_data()["titles"]:
        return word[0], word[1:]
    return (word,)
