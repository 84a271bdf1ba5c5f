"""The kinds of blocks and of mentions, by names of their own.

What is asked of every block or number asks here: Python 3.11 looks up a member of an enumeration by a call.
"""

from typing import Final

from kejian.model import BlockKind, MentionKind

HEADING: Final = BlockKind.HEADING
PARAGRAPH: Final = BlockKind.PARAGRAPH
ITEM: Final = BlockKind.ITEM
ROW: Final = BlockKind.ROW
CELL: Final = BlockKind.CELL
CAPTION: Final = BlockKind.CAPTION
QUOTE: Final = BlockKind.QUOTE
FOOTNOTE: Final = BlockKind.FOOTNOTE

NUMBER: Final = MentionKind.NUMBER
QUANTITY: Final = MentionKind.QUANTITY
MONEY: Final = MentionKind.MONEY
SHARE: Final = MentionKind.SHARE
POINTS: Final = MentionKind.POINTS
RATIO: Final = MentionKind.RATIO
RANK: Final = MentionKind.RANK
ORDINAL: Final = MentionKind.ORDINAL
RANGE: Final = MentionKind.RANGE
DATE: Final = MentionKind.DATE
TIME: Final = MentionKind.TIME
PERIOD: Final = MentionKind.PERIOD
DURATION: Final = MentionKind.DURATION
CODE: Final = MentionKind.CODE
STRUCTURE: Final = MentionKind.STRUCTURE
