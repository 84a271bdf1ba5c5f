"""How a document is written: its text as the rules read it, and what they found as the text has it.

The rules are written in simplified script with Chinese marks. A document in traditional script, or one whose
Chinese sentences are parted by ``,`` and ``.``, is read in that form, character for character; what is quoted
from it stays as it was written.
"""

import re
from functools import lru_cache

import msgspec

from kejian.language.han import han_pattern
from kejian.language.normal import plain_script
from kejian.model import Document, Entity, Facts, Figure, Milestone, Passage

# a full stop behind Chinese, where Chinese goes on or the line ends: 增长迅速.其中
_STOP = han_pattern(
    r"\.(?:(?<=\p{Han}\.)|(?<=\p{Han}[)）”」]\.)|(?<=\d%\.))(?=\s*(?:\p{Han}|$)|\s+\d)", re.MULTILINE
)
# 增长9.3%,其中 and R&D,专利: a mark with Chinese on one side, and no digits on both; the mark comes first in
# the pattern, for which a scan is faster
_MARK = han_pattern(
    r"[,;:!?](?:(?<=[\p{Han}%％）)”」’》].)(?!//)"
    r"|(?<=[^\W_Ⅰ-ↈ①-⓿²³¹⁰-₉¼-¾][,;:])(?=\s*[\p{Han}“「《]))"
)
_CHINESE_MARKS = "，；：！？。"
_MARKS = dict(zip(",;:!?", _CHINESE_MARKS[:-1], strict=True))
_NEAR = 4000  # characters before a sentence in which its words are looked for
_LEAST = 0.01  # share of characters that differ: a name in the other script makes no document


def as_read(document: Document, *, marks: bool = True) -> Document:
    """``document`` with its text in simplified script and, with ``marks``, Chinese marks; of the same length.

    A few characters in the other script are left as they are.
    """
    text = document.text
    plain = _in_plain_script(text)
    if marks and not plain.isascii():
        plain = _MARK.sub(lambda m: _MARKS[m[0]], _STOP.sub("。", plain))
    return document if plain == text else msgspec.structs.replace(document, text=plain)


@lru_cache(maxsize=1)  # a document is asked for with its marks and without
def _in_plain_script(text: str) -> str:
    plain, different = plain_script(text)
    return plain if different > _LEAST * len(text) else text


def as_written(facts: Facts, *, read: Document, written: Document) -> Facts:
    """``facts`` found in ``read`` in the characters of ``written``, where ``read`` is `as_read` of it.

    Their passages are quoted from ``written`` already (`Context.passage`); few of their words hold a
    character that is written otherwise, and a fact without one stays as it is.
    """
    back = _Back(read.text, written.text)
    about = facts.about
    return msgspec.structs.replace(
        facts,
        about=msgspec.structs.replace(
            about, title=back.word(about.title), publisher=back.word(about.publisher)
        ),
        figures=tuple(map(back.figure, facts.figures)),
        milestones=tuple(map(back.milestone, facts.milestones)),
        entities=tuple(map(back.entity, facts.entities)),
    )


class _Back:
    """Puts words of one text into the characters of the other, which is as long."""

    def __init__(self, read: str, written: str) -> None:
        self._read, self._written = read, written
        plain = _in_plain_script(written)
        pairs = zip(plain, written, strict=True) if plain != written else ()
        changed = {(a, b) for a, b in pairs if a != b}
        members = "".join(sorted({*_CHINESE_MARKS, *(a for a, _ in changed)}))
        self._differs = re.compile(f"[{re.escape(members)}]").search
        self._single = str.maketrans(dict(sorted(changed)))

    def word(self, word: str | None, near: Passage | None = None) -> str | None:
        """``word`` as it is written in ``near`` or shortly before it, else character by character."""
        if not word or not self._differs(word):
            return word
        start, end = (near.start, near.end) if near else (0, _NEAR)
        at = self._read.find(word, start, end)
        if at < 0:
            at = self._read.rfind(word, max(start - _NEAR, 0), start)
        return self._written[at : at + len(word)] if at >= 0 else word.translate(self._single)

    def words(self, words: tuple[str, ...], near: Passage) -> tuple[str, ...]:
        return tuple(self.word(word, near) or "" for word in words)

    def figure(self, found: Figure) -> Figure:
        mention, near = found.mention, found.sentence
        words = f"{mention.surface} {found.measure} {found.subject} {found.base} {found.policy}"
        if not self._differs(words):
            return found
        return msgspec.structs.replace(
            found,
            mention=msgspec.structs.replace(mention, surface=self._written[mention.start : mention.end]),
            measure=self.word(found.measure, near),
            subject=self.word(found.subject, near),
            base=self.word(found.base, near),
            policy=self.word(found.policy),
        )

    def milestone(self, found: Milestone) -> Milestone:
        near = found.sentence
        words = f"{found.action} {found.object} {found.claim} {' '.join(found.actor)}"
        if not self._differs(words):
            return found
        return msgspec.structs.replace(
            found,
            actor=self.words(found.actor, near),
            action=self.word(found.action, near) or "",
            object=self.word(found.object, near) or "",
            claim=self.word(found.claim, near),
        )

    def entity(self, found: Entity) -> Entity:
        near = found.passage
        if not self._differs(found.name) and not any(map(self._differs, found.aliases)):
            return found
        return msgspec.structs.replace(
            found, name=self.word(found.name, near) or "", aliases=self.words(found.aliases, near)
        )
