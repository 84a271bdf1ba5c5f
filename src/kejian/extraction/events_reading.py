"""The events of one sentence: its clauses read in order, each with what the clauses before it gave."""

from collections.abc import Sequence

import msgspec
import regex

from kejian.extraction.actors import Names, actors, made_by, maker_before
from kejian.extraction.claims import find_claim
from kejian.extraction.context import Sentence
from kejian.extraction.events_clauses import Clause, Predicate, clauses, predicate
from kejian.extraction.events_dates import Calendar, Time, same_as_before
from kejian.extraction.events_lexicon import Hit, words
from kejian.extraction.events_things import (
    Phrase,
    claimed,
    clean,
    counted,
    lead_in,
    split,
    subject,
    tally,
    vague,
)
from kejian.model import EntityType

_JOINED = regex.compile(r"(?:并且|并|且|同时)(?=[在于向已将]|\p{Han}{2})")
_ATTAINED = regex.compile(
    r"的?(?:规模化|批量|部署|示范|深度|全面|首次)*(?:应用|量产|首飞|突破|供货|销售|交付|落地|并网|国产化|产业化|投产|商用|开工.{0,3})$"
)
_PURPOSE = regex.compile(r"(?:围绕|聚焦|瞄准|立足|面向|着眼|针对|回应|按照|坚持|深化|落实|加强|推进|推动|深入|持续|积极|大力|加快|在)")
_CONCRETE = regex.compile(
    r"(?:平台|系统|装置|样机|基地|中心|数据库|库|实验室|芯片|器件|装备|设备|产品|机器人|无人机|生产线|产线|线|站|网|园区|委员会|分委会|协会|联盟|"
    r"机制|标准|指南|规范|方案|清单|(?:制度|标准|规范|管理)体系|工程|示范区|卫星|材料|药物|疫苗|基金|项目|限制项目|研究方向)$"
)
_PROPERTY = regex.compile(r"达|[率度量]为|超过|提升|提高|最高|最大|平均|具备|拥有|支持|采用|较|约|位于|从事|总投资|全长|单机|增至|可(?!靠|再|持|降)|由|(?<=[”号])[是为]")
_STATISTIC = regex.compile(r"累计|截至")
_COUNTING = regex.compile(r"已有|共有|新增|年均|平均|总数|合计|日均|人均|占[全比]|同比|环比")
_PASSIVE = regex.compile(r"由(?P<who>[^，。；由]{2,24}?)(?:自主|联合|牵头|抓总|独立|共同)*(?:研制|研发|建造|承建|设计|制造|建设|牵头|开发)(?:的|$|完成)?")
_IT = regex.compile(r"(?:它|该[\p{Han}]{2}|这[套款个座条艘颗台][\p{Han}]{2})(?=由|于|在|\d|$)")
_NAMED = regex.compile(r"“[^”\n]{2,12}”(?:[\p{Han}]{0,8}?(?:网|装置|平台|系统|船|号|卫星|机|站|芯片|工程|基地|线))?")
_PHASE = regex.compile(r"(?:[一二三四五]|\d)期(?:工程|项目)?$")
_FIRST_PHASE = regex.compile(r"(?P<name>[^，。；：、\s]{2,24}?)[一1]期")
_POSSESSED = regex.compile(r"(?P<who>(?:该|这家)?(?:公司|企业|研究院|院|所|校))的(?P<what>.{2,})$")
_PRONOUN_ORG = regex.compile(r"^(?:该|这家|本)?(?:公司|企业|院|所|单位|机构)$|^(?:该|这家)[\p{Han}]{2,8}$")
_PRONOUN_THING = regex.compile(r"^(?:它|其|该|这)(?:套|款|个|颗|艘|座|条|项|一|台)?(?:装置|系统|平台|设施|产品|项目|设备|药物|卫星|产线|工程|规定|办法)?$")
_RELATIVE_END = regex.compile(r"总(?:规模|投资|经费|面积|量)|首[期轮批]|规模|规定|明确|提出|指出|累计|已|目前|，|在校|共|达|现|计划|投入|\d")
_ENGINE_PRONOUN = frozenset({EntityType.PRODUCT, EntityType.FACILITY, EntityType.PROGRAMME, EntityType.POLICY})
_THINGS = _ENGINE_PRONOUN | {EntityType.ORGANISATION}
_THIS_RULE = regex.compile(r"本(?:办法|措施|条例|规定|细则|意见|方案|规则|政策)")
_ORGANISATION = frozenset({EntityType.ORGANISATION})


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An event as found: its span, its parts, and what speaks for it."""

    start: int
    end: int
    date: str | None
    dated: bool
    actor: tuple[str, ...]
    action: str
    object: str
    claim: str | None
    family: str
    sure: bool
    place: str


class Page(msgspec.Struct, frozen=True):
    """A document as the reading of its events needs it."""

    text: str
    masked: str
    calendar: Calendar
    names: Names


class _Topic(msgspec.Struct):
    """What the clauses before have named: the thing, who did it, the date that leads the sentence."""

    thing: Phrase | None = None
    actor: tuple[str, ...] = ()
    date: str | None = None
    previous: str | None = None  # the date of the last event


class SentenceReader:
    """Reads one sentence."""

    def __init__(self, page: Page, sentence: Sentence, hits: Sequence[Hit], *, carried: str | None, item: bool) -> None:
        self._page, self._sentence, self._hits = page, sentence, hits
        self._times = page.calendar.within(sentence, page.masked)
        self._spans = [(t.start, t.end) for t in self._times]
        self._topic = _Topic(date=page.calendar.head_date(sentence.block), previous=carried)
        self._item = item
        self._label: Phrase | None = None

    def read(self) -> list[Event]:
        """The events of the sentence, in order."""
        found: list[Event] = []
        for clause in clauses(self._page.masked, self._sentence.start, self._sentence.end):
            begin = lead_in(self._page.masked, clause.start, clause.end, times=self._spans)
            self._lead_date(clause, begin)
            if clause.label and clause.end - clause.start <= 24:
                self._label = Phrase(self._page.text[clause.start : clause.end], clause.start)
                continue
            hits = [h for h in self._hits if clause.start <= h.start and h.end <= clause.end]
            new = self._relative(begin, clause, hits)
            hits = [h for h in hits if begin <= h.start]
            if not new:
                new = self._clause(begin, clause, hits)
            if new:
                found += new
                self._topic.previous = new[-1].date
            else:
                self._support(found, begin, clause)
                self._note(begin, clause, hits)
        return found

    # --- dates ---

    def _lead_date(self, clause: Clause, begin: int) -> None:
        """A date at the head of a clause dates the clauses after it too."""
        for time in self._times:
            if clause.start <= time.start and time.end <= begin:
                self._topic.date = time.iso
        shared = same_as_before(self._page.text[clause.start : clause.start + 2])
        if shared and self._topic.previous and not any(clause.start <= t.start < begin for t in self._times):
            size = {"日": 10, "天": 10, "月": 7, "年": 4}[shared[1]]
            self._topic.date = self._topic.previous[:size]

    def _date(self, begin: int, found: Predicate) -> tuple[str | None, bool]:
        """The date of the event, and whether it is more than the year of the section."""
        near: Time | None = None
        for time in self._times:
            if begin <= time.start and time.end <= found.start:
                near = time
            elif found.end <= time.start <= found.end + 1 and (
                self._page.masked[found.end : time.start] in ("于", "自", "在")
            ):
                near = time
        iso = near.iso if near else self._topic.date
        if iso and self._topic.date and self._topic.date.startswith(iso):
            iso = self._topic.date
        if iso is None:
            return self._page.calendar.year_of(self._sentence.block), False
        return iso, True

    # --- one clause ---

    def _clause(self, begin: int, clause: Clause, hits: Sequence[Hit]) -> list[Event]:
        page = self._page
        found = predicate(page.masked, begin, clause.end, hits)
        if found is None or words().not_yet.search(page.masked, begin, found.start):
            return []
        who = subject(page.text, page.masked, begin, found.start, times=self._spans)
        rest = Phrase(page.text[found.end : clause.end].strip(), found.end)
        date, dated = self._date(begin, found)
        if found.place == "before":
            return self._before(found, who, rest, date, dated)
        if found.place == "phrase":
            return self._phrase(found, who, rest, date, dated)
        if found.place == "join":
            return self._join(found, who, rest, date, dated)
        if found.place == "become":
            return self._become(found, who, rest, date, dated)
        return self._after(found, who, rest, date, dated)

    def _before(
        self, found: Predicate, who: Phrase, rest: Phrase, date: str | None, dated: bool
    ) -> list[Event]:
        """某某实验室揭牌: the subject is the thing."""
        if counted(who.text) and (found.hit.verb.family in ("market", "obtain") or self._statistic(found.start)):
            return []
        action = self._page.text[found.start : found.end]
        if who.text.startswith("由") and self._topic.thing:
            doers = tuple(self._actors(who))
            return [self._event(found, self._topic.thing.text, doers, action, date, dated, None)]
        if not who.text:
            return self._inherit(found, rest, date, dated)
        return self._things(found, who, action, date, dated, end=found.end)

    def _supported(self, found: Predicate, thing: str, dated: bool) -> bool:
        """Whether a verb that may tell a mere activity tells an event here: what it made is a thing."""
        if dated or "“" in thing or "《" in thing or find_claim(thing):
            return True
        if found.hit.verb.form in ("突破", "攻克"):
            return self._item or not _PURPOSE.match(self._sentence.text)
        return bool(_CONCRETE.search(thing)) and (self._item or not _PURPOSE.match(self._sentence.text))

    def _inherit(self, found: Predicate, rest: Phrase, date: str | None, dated: bool) -> list[Event]:
        thing = self._topic.thing
        if thing is None:
            return []
        action = self._page.text[found.start : found.end] + (rest.text if found.place == "phrase" else "")
        return [self._event(found, thing.text, self._topic.actor, action, date, dated, claim=None)]

    def _phrase(
        self, found: Predicate, who: Phrase, rest: Phrase, date: str | None, dated: bool
    ) -> list[Event]:
        """某某芯片通过车规认证: verb and complement are what it did."""
        action = self._page.text[found.start : found.end] + rest.text
        if tally(rest.text) or rest.text.startswith("在"):
            return []
        if counted(who.text) and (found.hit.verb.family == "stage" or regex.search(r"批件|注册证|许可|上市|临床|通道$", rest.text)):
            return []
        family = found.hit.verb.family
        acts = bool(who.text) and made_by(who.text) is None and self._organisation(who)
        if (family in ("finish", "start") and (acts or (not who.text and self._topic.thing is None))) or (
            family == "attain" and not who.text and self._topic.thing is None
        ):
            return self._after(found, who, rest, date, dated)
        if not who.text:
            return self._inherit(found, rest, date, dated)
        if tally(rest.text) and family == "obtain":
            return []
        return self._things(found, who, action, date, dated, end=rest.start + len(rest.text))

    def _join(
        self, found: Predicate, who: Phrase, rest: Phrase, date: str | None, dated: bool
    ) -> list[Event]:
        """某某公司入选百强榜: who entered, and what."""
        text = self._page.text
        if self._statistic(found.start):
            return []
        if counted(who.text) and not tally(rest.text):
            return self._things(found, who, text[found.start : found.end] + rest.text, date, dated, end=found.end)
        thing, claim = claimed(clean(rest))
        if tally(rest.text) or vague(thing.text):
            return []
        doers = tuple(self._actors(who)) or self._topic.actor
        return [self._event(found, thing.text, doers, text[found.start : found.end], date, dated, claim and claim.text)]

    def _become(
        self, found: Predicate, who: Phrase, rest: Phrase, date: str | None, dated: bool
    ) -> list[Event]:
        """某某药成为国内首款…: only where a claim is made and the clause itself names the thing."""
        claim = find_claim(rest.text)
        if claim is None or claim.start > 3 or not who.text:
            return []
        action = "获批上市" if "获批上市" in rest.text else "成为" + rest.text
        return self._things(found, who, action, date, dated, end=rest.start + len(rest.text), claim=claim.text)

    def _after(
        self, found: Predicate, who: Phrase, rest: Phrase, date: str | None, dated: bool
    ) -> list[Event]:
        """某某公司发布新芯片: the subject did it, the thing follows."""
        joined = _JOINED.search(rest.text)
        if joined and joined.start() > 2:
            rest = Phrase(rest.text[: joined.start()], rest.start)
        family = found.hit.verb.family
        if family == "attain":
            rest = Phrase(_ATTAINED.sub("", rest.text), rest.start)
        if family == "finish" and not tally(rest.text) and who.text and (made_by(who.text) or not self._organisation(who)):
            action = self._page.text[found.start : found.end] + rest.text
            return self._things(found, who, action, date, dated, end=rest.start + len(rest.text))
        if tally(rest.text) and (found.hit.verb.sure or _STATISTIC.search(rest.text)):
            return []
        if self._statistic(found.start) or counted(rest.text):
            return []
        if who.text and not found.hit.verb.sure and not self._actors(who):
            if found.hit.verb.form == "突破" and not vague(rest.text):
                return self._things(found, who, "突破" + rest.text, date, dated, end=rest.start + len(rest.text))
            return []
        if not found.hit.verb.sure and not self._supported(found, clean(rest).text, dated):
            return []
        doers = tuple(self._actors(who)) if who.text else ()
        if not doers:
            doers = self._topic.actor if not who.text else ()
            if not doers and self._label and not who.text and self._organisation(self._label):
                doers = (self._label.text,)
        action = self._page.text[found.start : found.end]
        events = []
        for part in split(Phrase(rest.text, rest.start)):
            thing, claim = claimed(clean(part))
            maker = made_by(thing.text) if "的" in thing.text else None
            if maker and not doers and found.hit.verb.family in ("launch", "build"):
                doers, thing = tuple(actors(maker[0], thing.start, self._page.names)), Phrase(maker[1], thing.start)
            if not vague(thing.text):
                events.append(
                    self._event(found, thing.text, doers, action, date, dated, claim and claim.text, end=rest.start + len(rest.text))
                )
        if events:
            self._topic.actor, self._topic.thing = doers or self._topic.actor, Phrase(events[-1].object, rest.start)
        return events

    # --- parts ---

    def _things(
        self,
        found: Predicate,
        who: Phrase,
        action: str,
        date: str | None,
        dated: bool,
        *,
        end: int,
        claim: str | None = None,
    ) -> list[Event]:
        """An event for each thing that the subject names, with its own maker."""
        events = []
        for part in split(who):
            if vague(part.text):
                continue
            thing, doers, said = self._thing(part)
            if vague(thing.text):
                continue
            if found.hit.verb.family == "sign" and not doers:
                doers = ()
            events.append(
                self._event(found, thing.text, doers, action, date, dated, claim or said, end=end)
            )
            self._topic.thing, self._topic.actor = thing, doers
        return events

    def _thing(self, part: Phrase) -> tuple[Phrase, tuple[str, ...], str | None]:
        """The thing, who made it, and the claim before it."""
        made = made_by(part.text) or _POSSESSED.match(part.text)
        doers: tuple[str, ...] = ()
        if made:
            if not isinstance(made, tuple):
                made = (made["who"], made["what"])
            doers = tuple(self._resolve(a, part.start) for a in actors(made[0], part.start, self._page.names))
            part = Phrase(made[1], part.start + len(part.text) - len(made[1]))
        thing, claim = claimed(part)
        if not made:
            length = maker_before(thing.text, thing.start, self._page.names)
            if length:
                doers = (thing.text[:length],)
                thing = Phrase(thing.text[length:].lstrip(), thing.start + length)
            elif self._label and self._organisation(self._label):
                doers = (self._label.text,)
        thing = self._whole(clean(thing))
        if _PRONOUN_THING.match(thing.text):
            thing = self._antecedent(thing)
        return thing, doers, claim and claim.text

    def _whole(self, thing: Phrase) -> Phrase:
        """A thing called short by its full name: a phase (二期) of what the sentence named, an alias."""
        if _PHASE.match(thing.text):
            first = _FIRST_PHASE.search(self._page.text, self._sentence.start, thing.start)
            return Phrase(first["name"] + thing.text, thing.start) if first else thing
        span = self._page.names.at(thing.start, thing.start + len(thing.text))
        if span and span[1] == thing.start + len(thing.text) and thing.text in span[2].aliases:
            return Phrase(span[2].name, thing.start)
        return thing

    def _antecedent(self, thing: Phrase) -> Phrase:
        if self._topic.thing is not None:
            return self._topic.thing
        entity = self._page.names.before(self._sentence.start, _ENGINE_PRONOUN)
        if entity:
            return Phrase(entity.name, thing.start)
        named = list(_NAMED.finditer(self._page.text, max(self._sentence.start - 120, 0), self._sentence.start))
        return Phrase(named[-1].group(), thing.start) if named else thing

    def _actors(self, who: Phrase) -> list[str]:
        return [self._resolve(a, who.start) for a in actors(who.text, who.start, self._page.names)]

    def _resolve(self, name: str, start: int) -> str:
        """The organisation that 该公司 stands for, the name itself where it is one."""
        if _PRONOUN_ORG.match(name) and (name.startswith(("该", "这")) or self._topic.actor):
            if self._topic.actor:
                return self._topic.actor[0]
            entity = self._page.names.before(start, _ORGANISATION)
            return entity.name if entity else name
        return name

    def _organisation(self, phrase: Phrase) -> bool:
        """Whether the phrase is the name of who could act."""
        span = self._page.names.at(phrase.start, phrase.start + len(phrase.text))
        if span is not None:
            return span[2].type in _ORGANISATION and span[1] - phrase.start >= len(phrase.text) - 1
        return bool(regex.search(r"(?:公司|集团|大学|研究院|研究所|企业|科技|生物|医药|半导体|能源|装备|[省市区]政府|银行)$", phrase.text)) and len(phrase.text) <= 14

    def _statistic(self, stop: int) -> bool:
        """Whether the clause counts what happened over a time instead of telling one event."""
        start = max(self._page.masked.rfind("；", self._sentence.start, stop), self._sentence.start)
        near = max(self._page.masked.rfind("，", start, stop), start)
        return bool(_STATISTIC.search(self._page.masked, start, stop) or _COUNTING.search(self._page.masked, near, stop))

    def _event(
        self,
        found: Predicate,
        thing: str,
        doers: tuple[str, ...],
        action: str,
        date: str | None,
        dated: bool,
        claim: str | None,
        *,
        end: int | None = None,
    ) -> Event:
        return Event(
            start=found.start,
            end=end or found.end,
            date=date,
            dated=dated,
            actor=doers,
            action=action,
            object=thing,
            claim=claim,
            family=found.hit.verb.family,
            sure=found.hit.verb.sure,
            place=found.place,
        )

    # --- what the other clauses give ---

    def _relative(self, begin: int, clause: Clause, hits: Sequence[Hit]) -> list[Event]:
        """2022年设立的某某基金…: an event told in passing, with its date."""
        masked = self._page.masked
        for hit in hits:
            if not (hit.verb.sure and masked.startswith("的", hit.end)) or hit.verb.place in ("none", "noun", "tail", "word"):
                continue
            iso = self._relative_date(hit)
            if iso is None:
                continue
            thing = self._relative_thing(hit.end + 1, clause.end)
            if vague(thing.text):
                continue
            self._topic.thing = thing
            made = Predicate(hit.start, hit.end, hit, "before")
            named, claim = claimed(clean(thing))
            return [self._event(made, named.text, (), hit.verb.form, iso, True, claim and claim.text, end=thing.start + len(thing.text))]
        return []

    def _relative_date(self, hit: Hit) -> str | None:
        """The date right before a verb in a modifier: 2022年设立的, 3月起施行的, 年内启动的."""
        for time in self._times:
            if time.end <= hit.start <= time.end + 3:
                return time.iso
        if self._page.masked[max(hit.start - 2, 0) : hit.start] in ("年内", "今年", "全年"):
            return self._page.calendar.year_of(self._sentence.block)
        return None

    def _relative_thing(self, start: int, end: int) -> Phrase:
        span = self._page.names.at(start, end)
        masked = self._page.masked
        if span and span[2].type is not EntityType.PLACE and masked[span[1] : span[1] + 1] not in ("”", "》"):
            return Phrase(self._page.text[start : span[1]], start)
        stop = _RELATIVE_END.search(masked, start + 2, end)
        return Phrase(self._page.text[start : stop.start() if stop else end], start)

    def _support(self, found: list[Event], begin: int, clause: Clause) -> None:
        """A clause without an event may carry the claim, or the maker, of the event before it."""
        text = self._page.text[clause.start : clause.end]
        if not found:
            record = find_claim(text)
            if record and record.text.startswith(("创", "刷新", "打破")) and self._topic.thing:
                found.append(self._record(record.text, clause))
            return
        last = found[-1]
        if last.claim is None:
            claim = find_claim(text)
            if claim and claim.start <= 4:
                found[-1] = msgspec.structs.replace(last, claim=claim.text)

    def _record(self, claim: str, clause: Clause) -> Event:
        """创…纪录: what the sentence told of the thing is an event by its record."""
        date = self._topic.date or self._page.calendar.year_of(self._sentence.block)
        assert self._topic.thing is not None  # the caller has looked
        return Event(
            start=clause.start,
            end=clause.end,
            date=date,
            dated=self._topic.date is not None,
            actor=self._topic.actor,
            action=claim,
            object=self._topic.thing.text,
            claim=claim,
            family="record",
            sure=True,
            place="phrase",
        )

    def _note(self, begin: int, clause: Clause, hits: Sequence[Hit]) -> None:
        """The subject of a clause that tells no event, for the clauses after it."""
        passive = _PASSIVE.search(self._page.text, begin, clause.end)
        if passive and not passive.group().endswith("的"):
            self._topic.actor = tuple(actors(passive["who"], passive.start("who"), self._page.names))
        own = _THIS_RULE.match(self._page.text, begin, clause.end)
        if own:
            self._topic.thing = Phrase(own.group(), begin)
        pronoun = _IT.match(self._page.text, begin, clause.end)
        if pronoun:
            self._topic.thing = self._antecedent(Phrase(pronoun.group(), begin))
        if self._topic.thing is not None:
            return
        span = self._page.names.at(begin, clause.end)
        if span and span[2].type in _THINGS:
            self._topic.thing = Phrase(self._page.text[begin : span[1]], begin)
            return
        stop = _PROPERTY.search(self._page.masked, begin + 2, clause.end)
        number = stop.start() if stop else clause.end
        first = next((h.start for h in hits if h.start > begin and not self._page.masked.startswith("的", h.end)), clause.end)
        thing = subject(self._page.text, self._page.masked, begin, min(number, first, clause.end), times=self._spans)
        if made_by(thing.text) or regex.search(r"[“”]|号|[A-Z]", thing.text):
            named, doers, _ = self._thing(thing)
            if not vague(named.text):
                self._topic.thing, self._topic.actor = named, doers or self._topic.actor

