"""The making of events from a clause whose thing is found: each thing of a list with its maker and date."""

import re

import msgspec

from kejian.extraction.context import Sentence
from kejian.extraction.events.actors import made_by
from kejian.extraction.events.claims import find_claim
from kejian.extraction.events.model import Case, Event, Page, Topic
from kejian.extraction.events.parts import Parts
from kejian.extraction.events.things import (
    Phrase,
    clean,
    parallel,
    split,
    vague,
)

_COUNTING = re.compile(r"已有|共有|新增|年均|平均|总数|合计|日均|人均|占[全比]|同比|环比")
# 某某装置由某某所: who did it stands behind the thing
_BY = re.compile(r"(?P<what>[^，（(]{2,}?(?:[（(][^（）()]*[)）])?)由(?P<who>[^的，由]{2,40})$")
_LISTED = frozenset({"上市", "挂牌", "挂牌上市", "敲钟", "挂牌交易"})
_NAMED_PAPER = re.compile(r"(?:相关|有关|该项?|研究|上述)+(?:论文|成果|文章)")
_BEFORE_VERB = re.compile(r"率先|首次$|首创$")
_NEXT_TO_VERB = ("首个", "首家", "首批", "第一个", "第一家", "唯一")

# what happens to a body, and not to what it made
_OF_BODY = frozenset(
    {
        "定名为",
        "更名为",
        "改名为",
        "改制为",
        "改组为",
        "重组为",
        "转制为",
        "升格为",
        "升级更名为",
        "改制",
        "易名",
    }
    | {"上市", "挂牌", "挂牌上市", "迁址", "迁至", "迁入", "登记注册", "注册登记", "注册成立"}
)


class Making(msgspec.Struct):
    """Makes the events of the clauses of one sentence; what they name goes into its topic."""

    _page: Page
    _sentence: Sentence
    _parts: Parts
    _topic: Topic
    _item: bool  # the sentence is a bullet

    def _by(self, case: Case) -> Case:
        """某某装置由某某所研制成功: the thing and who made it apart."""
        told = _BY.fullmatch(case.who.text) if "由" in case.who.text else None
        if told is None:
            return case
        doers = self._parts.actors(Phrase(told["who"], case.who.start + told.start("who")))
        who = Phrase(told["what"], case.who.start)
        return msgspec.structs.replace(case, who=who, agent=doers) if doers else case

    def _who_won(self) -> tuple[str, ...]:
        """Who a clause without a subject says to have won something."""
        return self._topic.actor or self._topic.last_actor or self._above()

    def _above(self) -> tuple[str, ...]:
        """Who the sentence before told of."""
        return self._topic.above.actor if self._topic.above is not None else ()

    def _things(self, case: Case, action: str, *, end: int, claim: str | None = None) -> list[Event]:
        """An event for each thing that the subject names, with its own maker; else of the topic."""
        if not case.who.text or (case.who.text[0] in "与同和" and made_by(case.who.text) is None):
            thing = self._topic.thing
            if thing is None and not case.who.text and case.dated:
                thing = self._left_out(case)
            return [self._event(case, thing.text, self._topic.actor, action, claim, end=end)] if thing else []
        events = []
        if len(case.dates) > 1:
            return self._series(case, action, end=end)
        for part in split(case.who):
            itself = part.text == "公司" and case.family in ("found", "market")
            if itself:
                part = Phrase(self._parts.resolve(part.text, part.start), part.start)
            if part.text == "它":
                part = self._parts.antecedent(part) or part
            paper = case.family == "paper" and _NAMED_PAPER.fullmatch(part.text) is not None
            paper = paper or itself  # whose name may be known or not
            if vague(part.text) and not paper:
                continue
            thing, doers, said = self._parts.thing(part)
            if thing.text != part.text and vague(thing.text) and not paper:
                continue
            doers = doers or case.agent or self._listed_company(case, thing)
            events.append(self._event(case, thing.text, doers, action, claim or said, end=end))
            self._topic.thing, self._topic.actor, self._topic.told_of = thing, doers, True
        return events

    def _left_out(self, case: Case) -> Phrase | None:
        """What a clause with a date and no subject tells of: what the part or the sentence before did."""
        topic = self._topic
        if topic.last_told_of and topic.last_thing is not None:
            return topic.last_thing
        doer = topic.actor or topic.last_actor
        if doer and case.verb.hit.verb.form in _OF_BODY:
            return Phrase(doer[0], case.begin)
        if topic.last_thing is not None:
            return None
        return topic.above.thing if topic.above is not None else None

    def _listed_company(self, case: Case, thing: Phrase) -> tuple[str, ...]:
        """甲公司在某某交易所上市: who did it is the company itself."""
        at = self._page.masked.rfind("在", thing.start, case.verb.start)
        named = Phrase(thing.text, thing.start)
        return self._parts.actors(named) if case.verb.hit.verb.form in _LISTED and at > 0 else ()

    def _series(self, case: Case, action: str, *, end: int) -> list[Event]:
        """甲、乙、丙分别于5月、6月、7月发射: an event for each, with its own date."""
        things = parallel(case.who.text, len(case.dates))
        named = [Phrase(thing, case.who.start) for thing in things or [case.who.text]]
        told = zip(named, case.dates if things else case.dates[-1:], strict=True)
        return [
            msgspec.structs.replace(
                self._event(case, clean(thing).text, (), action, None, end=end), date=date
            )
            for thing, date in told
        ]

    def _statistic(self, case: Case) -> bool:
        """Whether the clause counts what happened over a time instead of telling one event."""
        said = self._page.masked[self._sentence.start : case.verb.start]
        if said.startswith("截至"):
            return True
        said = said[max(said.rfind("；"), 0) :]
        return "累计" in said or "截至" in said or bool(_COUNTING.search(said, max(said.rfind("，"), 0)))

    def _claim_before(self, case: Case) -> str | None:
        """在全国率先, 首次: a claim that stands before the verb and not before the thing."""
        begin, end = case.begin, case.verb.end
        claim = find_claim(self._page.text, begin, end)
        if claim is None:  # 率先 with nobody named among whom
            start = case.verb.start
            near = self._page.masked[max(start - 2, 0) : start + 2]
            return "率先" if near.startswith("率先") or near.endswith("率先") else None
        beside = claim.end == case.verb.start and claim.text.endswith(_NEXT_TO_VERB)
        return claim.text if beside or _BEFORE_VERB.search(claim.text) else None

    def _verb(self, case: Case) -> str:
        return self._page.text[case.verb.start : case.verb.end]

    def _event(
        self,
        case: Case,
        thing: str,
        doers: tuple[str, ...],
        action: str,
        claim: str | None = None,
        *,
        end: int | None = None,
    ) -> Event:
        return Event(
            start=case.verb.start,
            end=max(end or 0, case.verb.end),
            date=case.date,
            dated=case.dated,
            actor=() if case.family == "effect" and not case.who.text else doers,
            action=action,
            object=thing,
            claim=claim or self._claim_before(case),
            family=case.family,
            place=case.verb.place,
        )
