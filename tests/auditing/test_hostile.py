"""A check reads a long run of one mark within the test's limit: nothing grows with the square of it."""

import pytest

from kejian.auditing import Read
from kejian.auditing.audit import CHECKS
from kejian.auditing.body import body
from kejian.model import About, Block, BlockKind, Document, Facts

LENGTH = 30_000
PIECES = (
    "甲、",
    "（",
    "“",
    "”",
    "1",
    "1~",
    "1,234",
    "2023年",
    "12家、",
    "一是",
    "《甲》、",
    "（”《",
    "近1",
    "占比",
    "等5家",
)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.timeout(20)
def test_long_runs_cost_little(piece):
    text = (piece * LENGTH)[:LENGTH]
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
    document = Document(name="h", source="h", sha256="0" * 64, format="text", text=text, blocks=(block,))
    laid = body([Read(document=document, facts=Facts(document="h", about=About(published="2024")))])
    for _, check, _ in CHECKS:
        check(laid)
