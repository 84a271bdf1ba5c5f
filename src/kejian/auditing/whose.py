"""Whose a figure is by the names around it: the document's own, a part's, a wider place's."""

from bisect import bisect_left
from collections.abc import Callable
from functools import cache

import regex

from kejian.auditing.said import Said
from kejian.language.normal import normal
from kejian.model import Block, BlockKind, Document, EntityType, Facts

BODY = regex.compile(
    r"(?:[市区县省乡镇园]|公司|集团|大学|学院|研究[所院]|实验室|医院|银行|基金|联盟|协会|分中心|中心|基地|新区|高新区|开发区)$"
)
_OFFICE = regex.compile(r"(?:[局厅部办]|委员会|政府|办公室)$")
_OWNER = regex.compile(
    r"^(?:(?:19|20)\d{2}年?(?:度)?)?(?P<name>\p{Han}{2,20}?(?:研究[所院]|实验室|大学|学院|公司|集团|医院|开发区|高新区|新区|园区|[区县]))"
)
_CITY = regex.compile(r"全市|本市|我市")
_WIDER = regex.compile(r"全省|本省|我省|全国|我国|全球|世界")
_TYPES = (EntityType.ORGANISATION, EntityType.FACILITY, EntityType.PLACE)
_OPEN = "·"  # whom a document is about that does not say so
_LONG_NAME = 5  # characters


class Scope:
    """Whose the figures of a document are."""

    def __init__(
        self,
        document: Document,
        facts: Facts,
        heading: Callable[[Document, int], str],
        *,
        main: str,
        city: str,
    ) -> None:
        self.year = facts.about.report_year
        self.document, self.city = document, city or ("" if main.endswith(("区", "县")) else main or _OPEN)
        title = _OWNER.match(normal(facts.about.title or "").removeprefix(main))
        own = title["name"] if title and not title["name"].startswith(("创新", "科技")) else ""
        self.owner = own or main or _OPEN
        self.heads = cache(lambda index: heading(document, index))
        self._inner = cache(self._named_in)  # of a heading, over all the figures below it
        self.names = sorted({n for n in (main, city, self.owner) if n}, key=len, reverse=True)
        self.spans = sorted(
            (start, end, entity.name)
            for entity in facts.entities
            if entity.type in _TYPES and BODY.search(entity.name) and not _OFFICE.search(entity.name)
            for start, end in (entity.mentions or ((entity.passage.start, entity.passage.end),))
        )

    def of(self, said: Said) -> str:
        """The place or body that a figure is of; empty where that is open."""
        if said.cell:
            return self._cell(said)
        block = self.document.blocks[said.block]
        start = said.figure.sentence.start
        text = self.document.text[start : said.start]
        if _WIDER.search(text):
            return ""
        named = self._last(start, said.start)
        if _CITY.search(text) and (not named or text.rfind(_CITY.findall(text)[-1]) >= named[0] - start):
            return self.city
        if named:
            return named[1]
        return self._around(block, start, self.heads(said.block))

    def _cell(self, said: Said) -> str:
        subject = said.figure.subject or ""
        if BODY.search(subject) and subject not in ("全市", "全区", "全县"):
            return self._known(subject)
        return self._around(self.document.blocks[said.block], said.start, self.heads(said.block))

    def _around(self, block: Block, start: int, head: str) -> str:
        """Whom the paragraph opens with or the heading above names, else the document's own."""
        named = self._opening(block.start, start) if block.kind is not BlockKind.ROW else None
        if named:
            return named[1]
        if _WIDER.search(head):
            return ""
        if _CITY.search(head):
            return self.city
        return self._inner(head) or self.owner

    def _named_in(self, head: str) -> str:
        """The name in a heading that the document names last."""
        for _, _, name in reversed(self.spans):
            if len(name) >= _LONG_NAME and name in head:
                return self._known(name)
        return ""

    def _opening(self, start: int, end: int) -> tuple[int, str] | None:
        """The name that stands last before a sentence in its paragraph, unless it was one of a list."""
        named = self._last(start, end)
        if named is None:
            return None
        before, after = self.document.text[max(named[0] - 1, 0)], self.document.text[named[2] : named[2] + 1]
        return None if "、" in (before, after) else named[:2]

    def _last(self, start: int, end: int) -> tuple[int, str, int] | None:
        found = None
        for first, last, name in self.spans[bisect_left(self.spans, (start,)) :]:
            if first >= end:
                break
            if last <= end:
                found = (first, self._known(name), last)
        return found

    def _known(self, name: str) -> str:
        short = name.removesuffix("市")
        for own in self.names:
            if short == own.removesuffix("市"):
                return own
        return short
