"""Policies that a document itself is, and the numbers of official papers, which name no other thing."""

import re
from collections.abc import Iterator

import msgspec

from kejian.extraction.context import Context
from kejian.extraction.scopes import policy_in_heading
from kejian.language.han import HAN
from kejian.model import BlockKind

_NUMBER = re.compile(rf"[{HAN}]{{2,12}}\s?[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s?(?:第\s?)?\d{{1,5}}\s?号")
_NUMBERED = re.compile(rf"《([^《》\n]{{2,80}})》\s?[（(]({_NUMBER.pattern})[）)]")
# what a title begins with before it says what it is for: 某市|支持…的若干措施
_PURPOSE = re.compile(
    r"(?:进一步|深入|全面|大力|加快|加强|支持|促进|鼓励|推进|推动|关于|培育|强化|激励|扶持|实施)"
)
_ISSUE = re.compile(r"\s*[（(][^（）()]{1,20}[)）]$")
_PLACE = re.compile(rf"[{HAN}]{{1,7}}(?:省|自治区|自治州|市|县|区|州|盟|镇)$")


class Title(msgspec.Struct, frozen=True):
    """The title of a policy that a heading gives, where it stands, and the number of the paper below it."""

    text: str
    start: int
    number: str | None = None

    @property
    def other_forms(self) -> tuple[str, ...]:
        """The number, and the title without its issue: 某某办法 of 某某办法（试行）."""
        bare = _ISSUE.sub("", self.text)
        return tuple(form for form in (self.number, bare) if form and form != self.text)

    @property
    def place(self) -> str | None:
        """Whose policy it is, where it is a place's: 某市 of 某市支持…的若干措施.

        >>> Title("云麓市支持技术转移若干措施", 0).place
        '云麓市'
        """
        purpose = _PURPOSE.search(self.text)
        head = self.text[: purpose.start()] if purpose else ""
        return head if _PLACE.match(head) else None


def titles(context: Context) -> Iterator[Title]:
    """The policies whose text the document gives under a heading."""
    document = context.document
    for index, block in enumerate(document.blocks):
        if block.kind is not BlockKind.HEADING:
            continue
        found = policy_in_heading(document.text[block.start : block.end])
        if found is None:
            continue
        offset, text = found
        yield Title(text, block.start + offset, _number_below(context, index))


def _number_below(context: Context, index: int) -> str | None:
    """The number that stands alone in the line under a heading: （某政办规〔2025〕6号）."""
    blocks = context.document.blocks
    if index + 1 >= len(blocks):
        return None
    line = context.document.text[blocks[index + 1].start : blocks[index + 1].end].strip().strip("（()）")
    return line if _NUMBER.fullmatch(line) else None


def is_number(form: str) -> bool:
    """Whether ``form`` is the number of an official paper.

    >>> is_number("云政办发〔2022〕15号"), is_number("长空五号")
    (True, False)
    """
    return form.endswith("号") and _NUMBER.fullmatch(form) is not None


def numbered(text: str) -> Iterator[tuple[str, str]]:
    """The numbers of papers that ``text`` gives behind their titles, each with its title.

    >>> list(numbered("按照《云麓市研发补助办法》（云科规〔2021〕3号）申报。"))
    [('云科规〔2021〕3号', '云麓市研发补助办法')]
    """
    if "》" in text:
        for match in _NUMBERED.finditer(text):
            yield match[2], match[1]
