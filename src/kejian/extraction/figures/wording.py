"""What a clause says about a number: the words found for it, before other clauses are asked."""

import re

import msgspec

from kejian.extraction.figures.giving import Given

_TAILS = re.compile(
    r"^(?:.{0,2}累计|同比|环比|年均|平均|年均复合)?(?:增速|增幅|降幅|涨幅|占比|份额|所?占比重|所占份额|比重|差距|位次|名次|增长率)$"
)
_TAIL_OF = {"份额": "份额", "占": "占比", "比重": "占比", "位次": "", "名次": ""}


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """The words found for a number: what is measured (None where the clause names nothing of its own).

    ``whole`` is what a share or rank refers to, ``than`` what a change is compared with, as the clause words
    it. ``right`` says that the measure stands after the number, ``tail`` is a word that makes of a carried
    measure another (增速, 占比), ``worded`` the word by which a share of ``whole`` is told (比重),
    ``picked`` whether it is the share of those that something picks out (十年以上的占…). ``beside`` is whose
    the number is where another figure is compared with it, empty where it is only of another time, ``given``
    whose part of what was told before it is, ``taken`` whether nothing but the word for it tells the share.
    """

    measure: str | None = None
    whole: str | None = None
    than: str | None = None
    right: bool = False
    tail: str = ""
    worded: str = ""
    picked: bool = False
    beside: str | None = None
    given: Given | None = None
    taken: bool = False


def tailed(own: str | None, *, than: str | None = None) -> Phrase:
    """The phrase for ``own``: 增速 or 占比 alone makes of a carried measure another."""
    if own and _TAILS.match(own):
        if own == "差距":
            return Phrase(own, than=than)
        tail = next((tail for word, tail in _TAIL_OF.items() if word in own), "增速")
        return Phrase(None, than=than, tail=tail)
    return Phrase(own, than=than)
