"""Why names were joined, in the reader's language: a reason of `kejian.linking` as label and words."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejian.workbench.wording import tongue

# code of a reason → what it is called
_CODES: dict[str, Any] = {
    "given": _("told by documents"),
    "decided": _("decided"),
    "code": _("credit code"),
    "usual": _("usual writing"),
    "legal": _("legal form"),
    "place": _("name of a place"),
    "front": _("beginning"),
    "part": _("part of it"),
    "brand": _("short name"),
    "sort": _("sort of thing"),
    "kind": _("type"),
    "number": _("number"),
    "quoted": _("in quotes"),
    "slip": _("slip of the pen"),
    "scan": _("read from a scan"),
}
# words of a reason → the same in Chinese; what is in brackets is a name
_CHINESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"by (\d{1,9}) works? \((.{1,200})\)", r"\1份文件注明（\2）"),
        (r"by (\d{1,9}) works?", r"\1份文件注明"),
        (r"one thing", "为同一事物"),
        (r"both are written (.{1,200})", r"都写作“\1”"),
        (r"(.{1,200}) left out", r"省略“\1”"),
        (r"(.{1,200}) without what it does", r"“\1”省去业务词"),
        (r"(.{1,200}) and (.{1,200}) look alike", r"“\1”与“\2”形近"),
        (r"(.{1,200}) twice", r"“\1”重复"),
        (r"(.{1,200}) and (.{1,200}) under one name", r"同名，一为\1，一为\2"),
        (r"(.{1,200}) in (.{1,200})", r"“\1”见于“\2”"),
        (r"(.{1,200}) and (.{1,200})", r"“\1”与“\2”"),
    )
)


def reason(text: str) -> dict[str, str]:
    """``{code, label, words}`` of a reason.

    >>> reason("legal: 有限公司 left out")["words"]
    '有限公司 left out'
    """
    code, _colon, words = text.partition(": ")
    return {"code": code, "label": str(_CODES.get(code, code)), "words": _told(words)}


def _told(words: str) -> str:
    if tongue() == "en":
        return words
    for pattern, chinese in _CHINESE:
        found = pattern.fullmatch(words)
        if found:
            return found.expand(chinese)
    return words
