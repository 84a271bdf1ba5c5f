"""What a clause says about a number: the words found for it, before other clauses are asked."""

import msgspec

from kejian.extraction.figures.giving import Given


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
