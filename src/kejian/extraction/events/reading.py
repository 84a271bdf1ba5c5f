"""The events of one sentence: its clauses read in order, each with what the clauses before it gave."""

import re

import msgspec

from kejian.extraction.context import Sentence
from kejian.extraction.events.actors import actors, is_organisation
from kejian.extraction.events.clauses import Clause, Predicate
from kejian.extraction.events.dates import (
    HEAD,
    Time,
    may_date,
    may_go_on,
    month_after,
    same_as_before,
    years_later,
)
from kejian.extraction.events.heads import head_actor
from kejian.extraction.events.idioms import (
    approved,
    came_about,
    first_time,
    paper_accepted,
    took_effect,
    was_founded,
)
from kejian.extraction.events.lexicon import cued
from kejian.extraction.events.model import Above, Case, Event, Page, Topic
from kejian.extraction.events.noting import MADE_BY, Notes
from kejian.extraction.events.outlines import Outline, told_by
from kejian.extraction.events.parts import Parts
from kejian.extraction.events.passing import in_passing
from kejian.extraction.events.telling import Teller
from kejian.extraction.events.things import Phrase, lead_in, subject

_MADE_ASIDE = re.compile(rf"[（(][^（）()，。；由]{{0,8}}{MADE_BY.pattern}[）)]")
# 2016和2017年度, 2020年、2022年
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"(?<!\d)(?:(?:19|20)\d\d年?度?[、和与及])+(?:19|20)\d\d年")
_PASSIVE = re.compile(r"(?:被|获|经)(?P<who>[^，被获经的]{2,20}?)(?:正式|联合|共同)?$")
# …表示，将继续加大投入，与伙伴共建平台: what a clause says it means to do goes on to the end of its sentence
_MEANS_TO = re.compile(
    r"[^，。；]{0,14}?将(?:继续|进一步|持续|加快|着力|加大|不断|深入)|(?:下一步|接下来|今后)"
)
_OFFICE = re.compile(r"(?:部|委|厅|局|办|署|院|政府)$")
_ASIDE = re.compile(r"[（(][^（）()]*[)）]$")
_CLOSING = ("）", ")")
_ASKED = ("？", "?")
_ANNOUNCED = ("宣布", "正式宣布", "对外宣布")
_YEARS_BEFORE = 20  # characters before a clause in which the years that lead it stand
_LABEL = 24  # characters that a label before a colon, or the name of a record's holder, may have


class SentenceReader:
    """Reads one sentence of which ``outline`` says that it may tell events.

    ``carried`` is the date of the event before (同日), ``default`` what dates the block (a press dateline),
    ``over`` whom the line over the paragraph names, ``above`` what the sentence before told of.
    """

    def __init__(
        self,
        page: Page,
        sentence: Sentence,
        outline: Outline,
        *,
        carried: str | None,
        default: str | None,
        item: bool,
        over: Phrase | None = None,
        above: Above | None = None,
    ) -> None:
        self._page, self._sentence, self._outline = page, sentence, outline
        self._times = outline.times
        self._topic = Topic(
            date=page.calendar.head_date(sentence.block) or default, previous=carried, above=above
        )
        self._parts = Parts(page, sentence, self._topic, over)
        self._notes = Notes(page, sentence, self._parts, self._topic, outline.spans)
        self._teller = Teller(page, sentence, self._parts, self._topic, item)

    def read(self) -> list[Event]:
        """The events of the sentence, in order."""
        page, outline, topic = self._page, self._outline, self._topic
        text, masked, times = page.text, page.masked, self._times
        found = took_effect(page, self._sentence)
        previous: Clause | None = None
        lead = topic.date  # what the head of the sentence dates it to
        told_before = 0  # how many events the parts before the last semicolon told
        # quick looks at the whole sentence, for most say no to what each clause would be asked
        said = text[self._sentence.start : self._sentence.end + HEAD]
        hopes = "将" in said or "下一步" in said or "接下来" in said or "今后" in said
        goes_on, is_what, asks = may_go_on(said), "是" in said, "？" in said or "?" in said
        means = False  # from some clause on the sentence tells what is meant to be done
        for clause in outline.clauses:
            start, end = clause.start, clause.end
            if clause.fresh:
                told_before = len(found)
                topic.go_on(lead)
            dates = bool(times) or (goes_on and may_date(text[start : start + HEAD]))
            begin = clause.begin
            if begin is None:
                asked = dates or end < outline.last
                begin = lead_in(masked, start, end, times=outline.spans) if asked else start
            if dates:
                self._lead_date(clause, begin)
            if previous is None:
                lead = topic.date
            if hopes and not means:
                means = _MEANS_TO.match(masked, start, end) is not None
            if means and not any(start <= t.start < end for t in times):
                continue
            if clause.label and end - start <= _LABEL:
                self._parts.label = Phrase(text[start:end], start)
                continue
            told = self._idiom(clause, previous) if outline.idiomatic else None
            if told is None and is_what and text.find("是", start, end) >= 0:
                told = self._founded(clause)
            previous = clause
            if asks and text.startswith(_ASKED, end):
                continue  # a question tells nothing
            if told:
                found.append(told)
                continue
            if new := self._told(begin, clause):
                found += new
                topic.previous = new[-1].date
                continue
            if outline.record or len(found) > told_before:
                here = found[told_before:]
                self._notes.support(here, clause)
                found[told_before:] = here
            if end < outline.last:
                self._notes.note(begin, clause)
        return found

    def _told(self, begin: int, clause: Clause) -> list[Event]:
        """The events of a clause that has a verb which may tell one, or a cue."""
        new = self._passing(clause) if clause.passing else []
        if not new and clause.found is not None:
            new = self._clause(begin, clause, clause.found)
        return new or (self._by_cue(begin, clause) if self._outline.cued else [])

    # --- dates ---

    def _lead_date(self, clause: Clause, begin: int) -> None:
        """A date at the head of a clause dates the clauses after it too."""
        for time in self._times:
            if clause.start <= time.start and time.end <= begin:
                self._topic.date = time.iso
            elif clause.start <= time.start and self._page.masked[time.end : clause.end] in _ANNOUNCED:
                self._topic.date = time.iso  # 某某实验室今天宣布，…
            elif time.end == clause.end and time.start > begin:
                self._topic.date = time.iso  # 转折发生在2020年4月，…
        head = self._page.text[clause.start : clause.start + 4]
        later = years_later(head)
        last = self._topic.previous or self._topic.date
        if (
            later
            and last
            and last[:4].isdigit()
            and not any(clause.start <= t.start < begin for t in self._times)
        ):
            self._topic.date = str(int(last[:4]) + later)
        self._topic.date = month_after(head, last or "") or self._topic.date
        shared = same_as_before(self._page.text[clause.start : clause.start + HEAD])
        if shared and self._topic.previous and not any(clause.start <= t.start < begin for t in self._times):
            size = {"日": 10, "天": 10, "月": 7, "年": 4}[shared[1]]
            self._topic.date = self._topic.previous[:size]

    def _idiom(self, clause: Clause, previous: Clause | None) -> Event | None:
        page, date = self._page, self._date_of(clause)
        return (
            first_time(page, self._sentence, clause, before=previous, date=date)
            or paper_accepted(page, self._sentence, clause, date=date)
            or approved(page, self._sentence, clause, date=date)
            or came_about(page, self._sentence, clause, date=date)
        )

    def _founded(self, clause: Clause) -> Event | None:
        """What was founded as the clause says what it is; all behind it is of that body."""
        told = was_founded(self._page, self._sentence, clause)
        if told is not None:
            self._topic.thing, self._topic.told_of = Phrase(told.object, clause.start), True
        return told

    def _date_of(self, clause: Clause) -> str | None:
        """The last date of a clause, else what leads the sentence."""
        inside = [t.iso for t in self._times if clause.start <= t.start < clause.end]
        return inside[-1] if inside else self._topic.date

    def _date(self, begin: int, found: Predicate) -> tuple[str | None, bool]:
        """The date of the event, and whether it is more than the year of the section."""
        masked = self._page.masked
        near: Time | None = None
        for time in self._times:
            after = masked[found.end : time.start] in ("于", "自", "在") and found.end <= time.start
            if (begin <= time.start and time.end <= found.start) or after:
                near = time
        iso = near.iso if near else self._topic.date
        if (
            not iso
            and self._topic.previous
            and (masked.startswith("同时", found.start - 2) or masked.startswith("同时", found.start))
        ):
            iso = self._topic.previous
        if iso and self._topic.date and self._topic.date.startswith(iso):
            iso = self._topic.date
        if iso is None:
            return self._page.calendar.year_of(self._sentence.block), False
        return iso, True

    def _dates(self, begin: int, found: Predicate) -> tuple[str, ...]:
        """The dates of a series told at once: 分别于5月、6月."""
        if not self._times or self._page.masked.find("分别", begin, found.start) < 0:
            return ()
        return tuple(t.iso for t in self._times if begin <= t.start and t.end <= found.start)

    def _again(self, clause: Clause, found: Predicate) -> tuple[str, ...]:
        """The years in which the same was done: 2020年、2022年两度获评."""
        if "年" not in self._sentence.text:
            return ()
        masked = self._page.masked
        start = max(self._sentence.start, clause.start - _YEARS_BEFORE)
        named = masked.find("年", start, found.start) >= 0
        joined = _YEARS.search(masked, start, found.start) if named else None
        if joined is None or "分别" in masked[joined.start() : found.start]:
            return ()
        if joined.end() < clause.start - 1:
            return ()  # those of another clause
        return tuple(_A_YEAR.findall(joined.group()))

    # --- one clause ---

    def _clause(self, begin: int, clause: Clause, found: Predicate) -> list[Event]:
        page = self._page
        who = subject(page.text, page.masked, found.subject, found.start, times=self._outline.spans)
        said = page.text[found.end : clause.end].strip()
        rest = Phrase(_ASIDE.sub("", said) if said.endswith(_CLOSING) else said, found.end)
        date, dated = self._date(begin, found)
        dates, agent = self._dates(begin, found), self._agent(begin, found)
        verb = found.hit.verb
        told = self._teller.tell(
            Case(found, who, rest, date, dated, begin, verb.family, verb.sure, dates, agent)
        )
        if told and (years := self._again(clause, found)):
            told = [msgspec.structs.replace(e, date=year, dated=True) for e in told for year in years]
        if told and (makers := self._aside(clause)):
            told = [e if e.actor else msgspec.structs.replace(e, actor=makers) for e in told]
        return told

    def _passing(self, clause: Clause) -> list[Event]:
        event = in_passing(self._page, self._sentence, self._parts, clause, times=self._times)
        if event is None:
            return []
        head = head_actor(self._page.text, clause.start, clause.end)
        if head is not None and not event.actor:  # 公司前身为1958年建厂的某某厂，2003年改制
            self._topic.actor = (self._parts.resolve(head, clause.start),)
            self._topic.thing = Phrase(head, clause.start)
        else:
            self._topic.thing = Phrase(event.object, event.end - len(event.object))
        return [event]

    def _by_cue(self, begin: int, clause: Clause) -> list[Event]:
        """某某号成功回收: a verb that the vocabulary has not, behind a word that says it was done."""
        hit = cued(self._page.masked, begin, clause.end)
        if "标志" in self._page.masked[clause.start : begin]:
            return []
        if hit is None or any(
            h.verb.place in ("none", "noun") or h.start < hit.start < h.end for h in clause.hits
        ):
            return []
        found = told_by(self._page.masked, begin, clause.end, [hit])
        return [] if found is None else self._clause(begin, clause, found)

    def _aside(self, clause: Clause) -> tuple[str, ...]:
        """Who made the thing, as brackets behind it say: “青鸢”无人机（由某某所研制）首飞."""
        text, start, end = self._page.text, clause.start, clause.end
        made = _MADE_ASIDE.search(text, start, end) if "由" in self._sentence.text else None
        return tuple(actors(made["who"], made.start("who"), self._page.names)) if made else ()

    def _agent(self, begin: int, found: Predicate) -> tuple[str, ...]:
        """Who did it in the passive: 被某某部列为, 获某某厅批准建设."""
        before = self._page.masked[begin : found.start]
        passive = "被" in before or "获" in before or "经" in before
        told = _PASSIVE.search(self._page.masked, begin, found.start) if passive else None
        if told is None:
            return ()
        start = told.start("who")
        who = Phrase(self._page.text[start : told.end("who")], start)
        return self._parts.actors(who) if _OFFICE.search(who.text) or is_organisation(who.text) else ()
