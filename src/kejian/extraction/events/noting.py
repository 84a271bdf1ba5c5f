"""What a clause without an event gives the clauses around it: a claim, a maker, whom or what is told of."""

import re
from collections.abc import Sequence

import msgspec

from kejian.extraction.context import Sentence
from kejian.extraction.events.actors import actors, made_by
from kejian.extraction.events.claims import find_claim, may_record
from kejian.extraction.events.clauses import Clause
from kejian.extraction.events.heads import head_actor
from kejian.extraction.events.lexicon import Hit
from kejian.extraction.events.model import Event, Page, Topic
from kejian.extraction.events.parts import Parts
from kejian.extraction.events.things import Phrase, subject, vague
from kejian.language.han import han_pattern
from kejian.model import EntityType

MADE_BY = re.compile(
    r"由(?P<who>[^，。；由]{2,24}?)(?:自主|联合|牵头|抓总|独立|共同)*(?:研制|研发|建造|承建|设计|制造|建设|开发|合建|共建|投建|承保|承办|运营|选育|发起|出资建设|投资建设|组建|创办|创建|设立|出资设立)(?!的)"
)
# 研究院成立于2015年，由甲与乙共同举办
_HELD_BY = re.compile(r"由(?P<who>[^，。；由]{2,40}?)(?:共同|联合)?举办$")
_IT = han_pattern(r"(?:它|该\p{Han}{2}|这[套款个座条艘颗台]\p{Han}{2})(?=由|于|在|\d|$)")
_THIS_RULE = re.compile(r"本(?:办法|措施|条例|规定|细则|意见|方案|规则|政策)")
_PROPERTY = re.compile(
    r"达|打破|填补|替代|摆脱|[率度量]为|超过|提升|提高|最高|最大|平均|具备|拥有|支持|采用|较|约|位于|从事|总投资|全长|单机|峰值|历时|历经|育成(?!的)|增至|可(?![靠再持降])|由|(?<=[”号])[是为]"
)
_NAME_LIKE = re.compile(r"[“”]|号|[A-Z]")
_QUOTED_LAST = han_pattern(r"(?:改造|建设|打造|开发|研制)(?P<name>“[^”]{2,16}”\p{Han}{0,8})$")
_PERSON, _ORGANISATION = EntityType.PERSON, EntityType.ORGANISATION
_NAMED = (_ORGANISATION, EntityType.PRODUCT, EntityType.FACILITY, EntityType.PROGRAMME, EntityType.POLICY)
_IS = re.compile(r"(?:这|它)?也?[为是系属]|成为")
_SAID_OF = re.compile(r"[，]?(?:后者|前者|其|该\w{1,4}|它|这)[^，]{0,14}[为是系]?$")
# 甲与乙联合攻关，…
_TOGETHER = re.compile(
    r"(?P<who>[^，。；]{2,40}?(?:[与和、]|同(?![时步期年]))[^，。；]{2,30}?)(?:强强|产学研)?(?:联合|合作|协同|共同|携手|联手)(?:攻关|研发|研制|开展|努力|攻坚|推进|$)"
)
_NAMED_LAST = han_pattern(r"”\p{Han}{0,6}$|\p{Han}号$|[A-Z]\w*-?\d+$")
_OTHER = han_pattern(r"\p{Han}{5,}$")  # 大豆单产创全国纪录: a record of something else
_SHORTEST = 3  # characters that say what holds a record
_COUNTED = re.compile(r"(?:额|值|收入|总量|产量|单产|人数|数量|增速|投资|规模|总数|指数)$|\d|[，也再又均]")
_RECORDS = ("创", "刷新", "打破")
_SIZE = re.compile(r"最[大强多高]$")  # 成立于1970年，是西南最大的研究所: what it is now
_POINTING = ("它", "该", "这")
_EACH = ("均为", "均是", "均系", "都是", "皆为", "都为")
_LABEL = 24  # characters that a label before a colon, or the name of a record's holder, may have


class Notes(msgspec.Struct):
    """Reads the clauses of one sentence that tell no event; what they name goes into its topic."""

    _page: Page
    _sentence: Sentence
    _parts: Parts
    _topic: Topic
    _spans: Sequence[tuple[int, int]]  # of the dates

    def support(self, found: list[Event], clause: Clause) -> None:
        """A clause without an event may carry the claim of the event before it, or be a record itself."""
        text = self._page.text[clause.start : clause.end].strip()
        if not found and not may_record(text):
            return
        bare = found and not found[-1].actor
        passive = MADE_BY.match(text) if bare and text.startswith("由") else None
        if bare and found[-1].family == "found":
            passive = passive or _HELD_BY.match(text)
        if passive:  # 首单责任险落地，由某某财险承保
            start = clause.start + passive.start("who")
            doers = tuple(actors(passive["who"], start, self._page.names))
            found[-1] = msgspec.structs.replace(found[-1], actor=doers)
        claim = find_claim(text)
        if claim is None:
            return
        if len(found) > 1 and text.startswith(_EACH):  # 甲、乙分别获批，均为省内首个
            found[:] = [msgspec.structs.replace(e, claim=e.claim or claim.text) for e in found]
        elif (
            found
            and not (found[-1].family == "found" and _SIZE.search(claim.text))
            and found[-1].claim
            in (None, "首届")  # the first time an award is given is no claim of who won it
            and (
                (claim.start <= 4 and _IS.match(text))
                or (claim.text.startswith(_RECORDS) and not _OTHER.search(text, 0, claim.start))
                or (claim.end == len(text) and _SAID_OF.search(text, 0, claim.start))
            )
        ):
            found[-1] = msgspec.structs.replace(found[-1], claim=claim.text)
        elif (
            not found
            and claim.text.startswith(_RECORDS)
            and not claim.text.endswith(("新高", "最高"))
            and (thing := self._topic.thing or self._holder(clause, claim.start))
            and len(thing.text) <= _LABEL
        ):
            date = self._topic.date or self._page.calendar.year_of(self._sentence.block)
            found.append(
                Event(
                    start=clause.start,
                    end=clause.end,
                    date=date,
                    dated=self._topic.date is not None,
                    actor=self._topic.actor,
                    action=claim.text,
                    object=thing.text,
                    claim=claim.text,
                    family="record",
                    place="phrase",
                )
            )

    def _holder(self, clause: Clause, size: int) -> Phrase | None:
        """The thing with a name of its own that a clause of a record begins with: 装置“山风”创世界纪录."""
        text = self._page.text[clause.start : clause.start + size]
        named = _NAMED_LAST.search(text) or (len(text) > _SHORTEST and not _COUNTED.search(text))
        return Phrase(text, clause.start) if named else None

    def note(self, begin: int, clause: Clause) -> None:
        """The subject of a clause that tells no event, and its maker, for the clauses after it."""
        text, names = self._page.text, self._page.names
        said = text[begin : clause.end]
        if (head := head_actor(text, begin, clause.end)) is not None:
            self._topic.actor = (self._parts.resolve(head, begin),)
            return
        above = self._topic.above
        if above is not None and self._topic.thing is None and text.startswith("由", begin):
            self._topic.thing = above.thing
        if "由" in said and (passive := MADE_BY.search(text, begin, clause.end)):
            self._topic.actor = tuple(actors(passive["who"], passive.start("who"), names))
        if "本" in said and (own := _THIS_RULE.search(text, begin, clause.end)):
            self._topic.thing = Phrase(own.group(), own.start())
        pronoun = _IT.match(text, begin, clause.end) if said[:1] in _POINTING else None
        if pronoun:
            self._topic.thing = self._parts.antecedent(Phrase(pronoun.group(), begin))
        if self._topic.thing is not None or pronoun:
            return
        if "是" in said[1:] and (named := names.ending(begin + 2, clause.end)):
            self._topic.thing = Phrase(text[named[0] : named[1]], named[0])  # 最早落户的装置是某某源，它…
            return
        span = names.at(begin, clause.end)
        if span and span[2].type is _PERSON and not self._topic.actor:
            self._topic.actor = (text[begin : span[1]],)  # 某某某，…，2007年当选某某院士
            return
        if span and span[2].type in _NAMED:
            if span[2].type is _ORGANISATION:
                together = _TOGETHER.match(text, begin, clause.end)
                who = Phrase(together["who"], begin) if together else None
                self._topic.actor = (self._parts.actors(who) if who else ()) or (text[begin : span[1]],)
            else:
                self._topic.thing = Phrase(text[begin : span[1]], begin)
                return
        if "”" in said and (quoted := _QUOTED_LAST.search(text, begin, clause.end)):
            self._topic.thing = Phrase(quoted["name"], quoted.start("name"))
            return
        # else nothing there can be a thing with its maker or with a name of its own
        if "的" in said or _NAME_LIKE.search(said):
            self._note_subject(begin, clause)

    def _note_subject(self, begin: int, clause: Clause) -> None:
        text, masked = self._page.text, self._page.masked
        if text.startswith("由", begin) and (made := made_by(text[begin : clause.end])):
            self._topic.thing = Phrase(made[1], clause.end - len(made[1]))
            self._topic.actor = tuple(actors(made[0], begin, self._page.names)) or self._topic.actor
            return
        said = _PROPERTY.search(masked, begin + 2, clause.end)
        first = _first_verb(masked, begin, clause.end, clause.hits)
        stop = min(said.start() if said else clause.end, first)
        thing = subject(text, masked, begin, stop, times=self._spans)
        if made_by(thing.text) or _NAME_LIKE.search(thing.text):
            named, doers, _ = self._parts.thing(thing)
            if not vague(named.text):
                self._topic.thing, self._topic.actor = named, doers or self._topic.actor


def _first_verb(masked: str, begin: int, end: int, hits: Sequence[Hit]) -> int:
    """Where the first verb behind ``begin`` stands that is in no modifier (牵头研发的); else ``end``."""
    starts = {hit.start: hit.end for hit in hits}
    for hit in hits:
        stop = hit.end
        while stop in starts:
            stop = starts[stop]
        if hit.start > begin and not masked.startswith("的", stop):
            return hit.start
    return end
