"""Events told without a verb of the vocabulary: a number passed for the first time, a paper accepted."""

import re

from kejian.extraction.context import Sentence
from kejian.extraction.events.actors import actors
from kejian.extraction.events.clauses import Clause
from kejian.extraction.events.model import Event, Page

_PASSED = re.compile(
    r"首次(?P<action>(?:突破|超过|超|跨过|跨越|跨上|迈上|迈过|迈入|站上|达到|达|破)(?P<number>[\d百千万亿两][^，。；、]{0,14}))"
)
_ACCEPTED = re.compile(
    r"(?P<thing>(?:(?!已?被)[^，。；]){0,30}论文)(?:已)?被(?P<who>[^，。；《]{0,16}《[^》]{2,30}》)(?:正式|在线)?"
    r"(?P<action>接收|接受|录用|刊发|刊登|收录)(?!\d)"
)
_CAME = re.compile(
    r"(?P<thing>《[^》]{2,60}》|[^，。；的\d年月日]{0,10}“[^”]{2,20}”[^，。；的]{0,10}|[^，。；的\d年月日]{4,30})的?"
    r"(?P<action>(?:正式|全面|成功|相继|顺利)?(?:颁布实施|发布实施|颁布|发布|出台|印发|实施|施行|启用|揭牌|投用|投运|开通|首飞|下线|问世|发射|竣工|首航|投产|开园|落成|成立|获批|通车|并网|上线|建成投用|建成))$"
)
_FOUNDED = re.compile(
    r"(?P<thing>[^，。；（(]{2,30}?)(?:[（(][^（）()]*[)）])?是(?:由)?(?P<who>[^，。；的\d]{0,30}?)(?:于|在)?"
    r"(?P<when>(?:19|20)\d\d年(?:\d{1,2}月)?)(?:由(?P<by>[^，。；的\d]{2,30}?))?(?:联合|共同|正式)*"
    r"(?P<action>(?:批准|发起|出资)?(?:设立|成立|组建|创办|创建|建立|共建))的"
)
_MARKS = re.compile(r"，?(?:也|还|更)?(?:标志着|意味着|填补了)")
_NEXT = 5  # characters behind a clause in which the next one says what it marks
_EFFECT = re.compile(
    r"(?P<thing>《[^《》]{4,60}》)[（(](?P<when>自?\d{4}年[^（）()，；]{0,12}?)起?(?:正式|全面)?"
    r"(?P<action>施行|实施|执行|生效)"
)
_APPROVED = re.compile(
    r"(?P<thing>《[^《》]{4,60}》)(?:已|正式)?[经获由]"
    r"(?P<who>[^，。；《》]{2,24}?)(?:正式)?(?P<action>批准|批复同意)$"
)
_SAID = re.compile(r"(?:达到?|为|是|约|近|超过?|突破|增至|升至|实现)?\s*\d")
_TAIL = re.compile(r"(?:登记|完成|实现|签订|达成|认定|共|总计|达到?|为|已)+$")
_LEAD = re.compile(
    r"(?:\d{1,2}[.．、](?!\d)|\d{1,2}月(?:\d{1,2}日|份)?|其中|全年|年内|今年|去年|当年|\d{4}年|[\s，,])+"
)
_SHORT = 3  # characters of a measure that its sentence's first words complete: 成交额


def first_time(
    page: Page, sentence: Sentence, clause: Clause, *, before: Clause | None, date: str | None
) -> Event | None:
    """``…首次突破百亿元``: what was counted is the thing; said in this clause or the one before."""
    at = page.masked.find("首次", clause.start, clause.end)  # most clauses have none
    match = _PASSED.search(page.masked, at, clause.end) if at >= 0 else None
    if match is None:
        return None
    thing = _plain(page.text[clause.start : match.start()])
    if not thing and before is not None:
        thing = _measure(page, sentence, before)
    if len(thing) < 2:
        return None
    return Event(
        start=match.start(),
        end=match.end(),
        date=date or page.calendar.year_of(sentence.block),
        dated=date is not None,
        actor=(),
        action=match["action"],
        object=thing,
        claim="首次",
        family="number",
        place="phrase",
    )


def came_about(page: Page, sentence: Sentence, clause: Clause, *, date: str | None) -> Event | None:
    """An event told by a noun: ``随着《某某条例》的颁布实施``, ``某某装置的投运，标志着…``."""
    text = page.text
    led = text.startswith(("随着", "伴随"), clause.start)
    said = text[clause.start : clause.end + _NEXT]
    may_mark = "着" in said or "填补了" in said
    marks = _MARKS.search(text, clause.start, clause.end + _NEXT) if may_mark and not led else None
    if not led and marks is None:
        return None
    match = _CAME.search(
        text, clause.start + 2 * led, min(marks.start(), clause.end) if marks else clause.end
    )
    if match is None or (marks and text[match.start("action") - 1] != "的"):
        return None
    return Event(
        start=match.start("action"),
        end=match.end("action"),
        date=date or page.calendar.year_of(sentence.block),
        dated=date is not None,
        actor=(),
        action=match["action"],
        object=match["thing"],
        claim=None,
        family="publish" if match["thing"].startswith("《") else "open",
        place="before",
    )


def approved(page: Page, sentence: Sentence, clause: Clause, *, date: str | None) -> Event | None:
    """``《某某条例》经省人大常委会批准``: who did it stands before the verb."""
    if page.text.find("》", clause.start, clause.end) < 0:
        return None
    match = _APPROVED.search(page.text, clause.start, clause.end)
    if match is None:
        return None
    return Event(
        start=match.start("action"),
        end=match.end(),
        date=date or page.calendar.year_of(sentence.block),
        dated=date is not None,
        actor=tuple(actors(match["who"], match.start("who"), page.names)),
        action=match["action"],
        object=match["thing"],
        claim=None,
        family="approve",
        place="before",
    )


def was_founded(page: Page, sentence: Sentence, clause: Clause) -> Event | None:
    """``某某院是省政府2017年批准设立的事业单位``: what was founded stands before 是, who did it behind."""
    match = _FOUNDED.match(page.text, clause.start, clause.end)
    day = page.calendar.told_at(match.start("when"), match.end("when")) if match else None
    if match is None or day is None:
        return None
    side = "by" if match["by"] else "who"
    return Event(
        start=match.start("action"),
        end=match.end("action"),
        date=day,
        dated=True,
        actor=tuple(actors(match[side], match.start(side), page.names)) if match[side] else (),
        action=match["action"],
        object=match["thing"],
        claim=None,
        family="found",
        place="before",
    )


def took_effect(page: Page, sentence: Sentence) -> list[Event]:
    """``《某某办法》（2024年1月1日起施行）``: the day that brackets behind a title tell."""
    if "》（" not in sentence.text and "》(" not in sentence.text:
        return []
    found = []
    for match in _EFFECT.finditer(page.text, sentence.start, sentence.end):
        day = page.calendar.told_at(match.start("when"), match.end("when"))
        if day is None:
            continue
        found.append(
            Event(
                start=match.start("action"),
                end=match.end("action"),
                date=day,
                dated=True,
                actor=(),
                action=match["action"],
                object=match["thing"],
                claim=None,
                family="effect",
                place="before",
            )
        )
    return found


def paper_accepted(page: Page, sentence: Sentence, clause: Clause, *, date: str | None) -> Event | None:
    """``相关论文被《某某学报》接收``: the journal is who did it."""
    if page.text.find("论文", clause.start, clause.end) < 0:
        return None
    match = _ACCEPTED.search(page.text, clause.start, clause.end)
    if match is None:
        return None
    journal = match["who"]
    return Event(
        start=match.start("action"),
        end=match.end(),
        date=date or page.calendar.year_of(sentence.block),
        dated=date is not None,
        actor=(journal[journal.index("《") :],),
        action=match["action"],
        object=match["thing"].strip(),
        claim=None,
        family="paper",
        place="before",
    )


def _measure(page: Page, sentence: Sentence, clause: Clause) -> str:
    """What the clause counts: its words before the number, completed by the first words of the sentence."""
    text = page.text[clause.start : clause.end]
    said = _SAID.search(text)
    measure = _plain(text[: said.start()] if said else "")
    if 0 < len(measure) <= _SHORT and clause.start > sentence.start:
        first = page.text[sentence.start : clause.start]
        said = _SAID.search(first)
        measure = _plain(first[: said.start()] if said else "") + measure
    return measure


def _plain(text: str) -> str:
    lead = _LEAD.match(text)
    return _TAIL.sub("", text[lead.end() if lead else 0 :].strip())
