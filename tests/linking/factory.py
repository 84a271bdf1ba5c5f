"""Facts made by hand: figures of one document, as the extraction hands them on."""

from decimal import Decimal

import msgspec

from kejian.model import About, Aspect, Facts, Figure, Mention, MentionKind, Passage, Role


def _number(value):
    return None if value is None else Decimal(value)


def observation(
    surface,
    value,
    unit,
    *,
    aspect="level",
    measure="技术合同成交额",
    subject="全市",
    period="2022",
    base=None,
    lower=None,
    upper=None,
    accumulation=None,
    sentence=None,
    at=0,
):
    """An observation at character ``at`` of its sentence; ``facts`` moves it to its place in a document."""
    text = sentence or f"{measure}{surface}。"
    start = text.find(surface) if at == 0 else at
    mention = Mention(
        start=start,
        end=start + len(surface),
        surface=surface,
        kind=MentionKind.QUANTITY,
        value=None if value is None else abs(Decimal(value)),
        unit=unit,
    )
    return Figure(
        passage=Passage(document="a", start=start, end=start + len(surface), quote=surface),
        sentence=Passage(document="a", start=0, end=len(text), quote=text),
        mention=mention,
        role=Role.OBSERVATION,
        value=_number(value),
        unit=unit,
        aspect=Aspect(aspect),
        measure=measure,
        subject=subject,
        period=period,
        base=base,
        lower=_number(lower),
        upper=_number(upper),
        accumulation=accumulation,
    )


def facts(document, *figures, title="临砚市科技年报2022"):
    """The facts of a document with these figures, a sentence each unless they share one."""
    return Facts(
        document=document,
        about=About(title=title, report_year=2022),
        figures=tuple(_moved(figure, document) for figure in figures),
    )


def _moved(figure, document):
    if figure.passage.document == document:
        return figure
    change = msgspec.structs.replace
    return change(
        figure,
        passage=change(figure.passage, document=document),
        sentence=change(figure.sentence, document=document),
    )
