"""Documents and facts made by hand, so that the tests of the base do not depend on what the extraction finds.

A line of text is a paragraph. `facts` takes every number with its counter as a figure whose measure is the
words before it, every sentence with 发布 as a milestone, and every name in “” as an entity.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from kejian.base.rows import passage
from kejian.language import sentences
from kejian.model import (
    About,
    Aspect,
    Block,
    BlockKind,
    Bytes,
    Document,
    Entity,
    EntityType,
    Facts,
    Figure,
    Mention,
    MentionKind,
    Milestone,
    Role,
    Segment,
)

FIRST = """锦澜市科技创新年报
全市新增高新技术企业71家。技术合同成交额达4003.51亿元，比上年多。
“远帆一号”卫星于5月发布。研发人员共有2300人。
各区同样认定企业8家。
各区同样认定企业8家。
实验室占地12000平方米。"""


def document(text: str = FIRST, *, name: str = "report", source: str | None = None) -> Document:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=start + len(line)))
        start += len(line) + 1
    data = text.encode()
    return Document(
        name=name,
        source=source or f"{name}.md",
        sha256=sha256(data).hexdigest(),
        format="text",
        text=text,
        blocks=tuple(blocks),
        segments=(Segment(start=0, end=len(text), place=Bytes(start=0, end=len(data))),),
        encoding="utf-8",
    )


def facts(doc: Document, *, title: str | None = None, year: int | None = 2022) -> Facts:
    figures, milestones, entities = [], [], {}
    for start, end in sentences(doc.text):
        sentence = passage(doc.text, document=doc.name, start=start, end=end)
        for found in re.finditer(
            r"([\u4e00-\u9fff]+?)(?:共有|达|占地)?(\d[\d.]*)(家|人|亿元|平方米|项)", sentence.quote
        ):
            figures.append(_figure(doc, sentence, start, found, year))
        for found in re.finditer("“([^”]+)”", sentence.quote):
            at = passage(doc.text, document=doc.name, start=start + found.start(1), end=start + found.end(1))
            entities.setdefault(
                found[1],
                Entity(
                    passage=at,
                    sentence=sentence,
                    name=found[1],
                    aliases=(),
                    type=EntityType.PRODUCT,
                    mentions=((at.start, at.end),),
                ),
            )
        if "发布" in sentence.quote:
            milestones.append(
                Milestone(
                    passage=sentence,
                    sentence=sentence,
                    date=f"{year}",
                    actor=("锦澜市",),
                    action="发布",
                    object=sentence.quote.split("于")[0],
                )
            )
    return Facts(
        document=doc.name,
        about=About(title=title, report_year=year),
        figures=tuple(figures),
        milestones=tuple(milestones),
        entities=tuple(entities.values()),
    )


def _figure(doc: Document, sentence, start: int, found: re.Match[str], year: int | None) -> Figure:
    a, b = start + found.start(2), start + found.end(3)
    value = Decimal(found[2]) * (10**8 if found[3] == "亿元" else 1)
    unit = {"亿元": "CNY", "平方米": "m2"}.get(found[3], found[3])
    return Figure(
        passage=passage(doc.text, document=doc.name, start=a, end=b),
        sentence=sentence,
        mention=Mention(
            start=a, end=b, surface=found[2] + found[3], kind=MentionKind.QUANTITY, value=value, unit=unit
        ),
        role=Role.OBSERVATION,
        value=value,
        unit=unit,
        aspect=Aspect.LEVEL,
        measure=found[1],
        subject="锦澜市",
        period=f"{year}" if year else None,
    )


def blind_review(base: Any, statement: str, *verdicts: str, who: str = "second") -> Any:
    """A blind review of one fact that was decided on: what somebody says of it, the last time for good."""
    from kejian.base.blind_models import BlindFact, BlindJudgment, BlindReview
    from kejian.base.models import Decision

    at = datetime(2023, 5, 4, 3, 2, 1, tzinfo=UTC)
    decision = Decision.objects.using(base.alias).filter(statement=statement).latest("pk")
    review = BlindReview.objects.using(base.alias).create(who=who, sample=False, at=at, finished=at)
    fact = BlindFact.objects.using(base.alias).create(
        review=review, statement_id=statement, decision=decision
    )
    for verdict in verdicts:
        BlindJudgment(fact=fact, verdict=verdict, expected="{}", quote="", at=at).save(using=base.alias)
    return review
