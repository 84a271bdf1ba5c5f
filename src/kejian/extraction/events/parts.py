"""Who and what of an event: makers, short names and pronouns brought back to what they stand for."""

import re

import msgspec

from kejian.extraction.context import Sentence
from kejian.extraction.events.actors import (
    actors,
    is_brand,
    is_organisation,
    made_by,
    made_of,
    maker_before,
    own_made,
    persons_last,
    stands_for_itself,
)
from kejian.extraction.events.claims import find_claim
from kejian.extraction.events.model import Page, Topic
from kejian.extraction.events.things import Phrase, claimed, clean, split
from kejian.language.han import han_pattern
from kejian.model import EntityType

_OWN = re.compile(
    r"(?P<who>(?:该|这家)?(?:公司|企业|研究院|院|所|校|团队))的(?P<what>.{2,})$|(?P<own>(?:该|这家)(?:公司|企业|集团|校|院|所))(?P<its>.{3,})$"
)
# 该成果, 该项技术: a work and no body
_WORK = r"(?:成果|研究|技术|论文|项目|工作|发现|发明|方法|工艺|产品|系列|奖|品种|材料|模型|算法|标准|专利|药)"
_THEY = han_pattern(
    rf"(?!该[项个类款]?{_WORK}$)(?:(?:该|这家|本)?(?:公司|企业|院|所|单位|机构|团队|校|集团|厂|馆|站)$|(?:该|这家)\p{{Han}}{{2,8}}$|该[省市区县州]$)"
)
_IT = re.compile(
    r"(?:它|其|该|这)(?:套|款|个|颗|艘|座|条|项|一|台|只)?(?:装置|系统|平台|设施|产品|项目|设备|药物|卫星|产线|工程|规定|办法|船|机器人|芯片)?$"
)
_RESULT = re.compile(r"(?:该|这一|这)项?(?:研究)?(?:成果|研究|技术|工作|发现|发明)")
# a place called by its noun alone, as the text goes on about it: 园区2021年开园
_BARE = re.compile(r"(?:该|这个)?(?P<noun>园(?=区$)|走廊|基地|实验室|研究院|产业园|科技园|科学城|中心)区?$")
_LONGEST_BARE = 6  # characters of one of these
_PHASE = re.compile(r"(?:[一二三四五]|\d)期(?:工程|项目)?$")
_EARLIER_PHASE = re.compile(r"(?P<name>[^，。；：、\s]{2,24}?)(?:[一二三四]|\d)期")
_QUOTED = han_pattern(
    r"“[^”\n]{2,12}”(?:\p{Han}{0,8}?(?:网|装置|平台|系统|船|号|卫星|机|站|芯片|工程|基地|线|机器人|仪|艇))?"
)
_BACK = 120  # characters before a sentence in which a pronoun's name is looked for
_MADE = (EntityType.PRODUCT, EntityType.FACILITY, EntityType.PROGRAMME, EntityType.POLICY)
_PERSON = 16  # characters of a person with what they are before the name
_GROUPS = ("团队", "课题组", "研究组")
_ITS = re.compile(r"其(?![中他余间实它]).{3,}")
_FIRMS = frozenset({"公司", "企业", "单位", "机构", "团队"})
_DOERS = (EntityType.ORGANISATION, EntityType.PERSON)
_FACILITY = (EntityType.FACILITY,)
_SO_MANY = re.compile(r"\d+余?[家个所]")
_NOUNS = ("平台", "装置", "设施", "项目")  # called by its noun alone
_FIRM_ENDS = ("公司", "企业", "集团")
_POINTING = ("它", "其", "该", "这")
_HE = ("他", "她")
_PERSONS = (EntityType.PERSON,)
_ORGANISATION = (EntityType.ORGANISATION,)


class Parts(msgspec.Struct):
    """Reads the actors and things of one sentence, with what it has named before."""

    _page: Page
    _sentence: Sentence
    _topic: Topic
    _over: Phrase | None = None  # whom a line over the paragraph names
    label: Phrase | None = None  # the same as a colon at the head of the sentence follows it

    def thing(self, part: Phrase) -> tuple[Phrase, tuple[str, ...], str | None]:
        """The thing that a subject names, who made it, and the claim before it."""
        own = own_made(part.text)
        if own:  # 同年，某某公司成立，自主设计的断路器推向市场
            part = Phrase(own, part.start + len(part.text) - len(own))
        its = _ITS.match(part.text) if part.text.startswith("其") else None
        if its:
            part = Phrase(part.text[1:], part.start + 1)
        made = made_by(part.text) or self._owned(part.text)
        doers: tuple[str, ...] = ()
        if made:
            who, what = made
            before = find_claim(who)  # 全省第一艘自主建造的: a claim is nobody
            who = who[: before.start] if before else who
            doers = tuple(self.resolve(a, part.start) for a in actors(who, part.start, self._page.names))
            part = split(Phrase(what, part.start + len(part.text) - len(what)))[0]
        elif bare := made_of(part.text):
            part = Phrase(bare, part.start + len(part.text) - len(bare))
        thing, claim = claimed(part)
        claim = claim or (before if made else None)
        if not made:
            length = maker_before(thing.text, thing.start, self._page.names)
            if length:
                doers = (thing.text[:length],)
                thing = Phrase(thing.text[length:].lstrip(), thing.start + length)
            else:
                doers = (
                    (self.unsaid() if own or its else ()) or (self._above() if its else ()) or self.labelled()
                )
        return self._whole(clean(thing)), doers, claim.text if claim else None

    def _above(self) -> tuple[str, ...]:
        return self._topic.above.actor if self._topic.above is not None else ()

    def unsaid(self) -> tuple[str, ...]:
        """Who does what a clause tells without naming them: who was named before, else the body told of."""
        topic = self._topic
        if topic.actor:
            return topic.actor
        if topic.told_of and topic.thing is not None and stands_for_itself(topic.thing.text):
            return (topic.thing.text,)
        return ()

    def labelled(self) -> tuple[str, ...]:
        """Whom a label names, at the head of the sentence or in the line over it."""
        if self.label:
            return (self.label.text,) if self.acts(self.label) else ()
        return (self._over.text,) if self._over else ()

    def actors(self, who: Phrase) -> tuple[str, ...]:
        """The actors that a phrase names."""
        return tuple(self.resolve(a, who.start) for a in actors(who.text, who.start, self._page.names))

    def resolve(self, name: str, start: int) -> str:
        """The organisation that 该公司 stands for, the person for 他; the name itself where it is one."""
        if name[:1] in _HE and name[1:2] != "们":
            person = self._page.names.before(start, _PERSONS)
            return person.name if person else name
        if not _THEY.match(name):
            return name.removeprefix("从") if is_organisation(name) else name
        before = self._topic.actor or self._topic.last_actor
        if before and not (name.endswith(_FIRM_ENDS) and self._page.names.person(before[0])):
            return before[0].removeprefix("从")  # 记者从某某公司获悉，该公司…
        if name.startswith(("该", "这")):
            noun = name.lstrip("该这家")
            told = self._topic.thing or self._topic.last_thing
            if told is not None and told.text.endswith(noun):
                return told.text
            named = self._page.names.called(noun, start) if noun not in _FIRMS else None
            entity = named or self._page.names.before(start, _ORGANISATION)
            fits = entity is not None and (
                named or noun.endswith(tuple(_FIRMS)) or entity.name[-1:] == noun[-1:]
            )
            return entity.name if entity and fits else name
        return name

    def acts(self, phrase: Phrase) -> bool:
        """Whether the whole phrase names who could act."""
        text = phrase.text
        if _SO_MANY.search(text):
            return False
        span = self._page.names.at(phrase.start, phrase.start + len(text))
        if span is not None and span[1] - phrase.start >= len(text) - 1:
            return span[2].type in _DOERS
        head, _, last = text.rpartition("、")  # 某某项目总设计师、某某院专家沈牧之
        if (
            head
            and len(last) <= _PERSON
            and persons_last(last, phrase.start + len(head) + 1, self._page.names)
        ):
            return True
        if len(text) <= _PERSON and persons_last(text, phrase.start, self._page.names):
            return True
        return len(text) <= 16 and is_organisation(text)

    def antecedent(self, thing: Phrase) -> Phrase | None:
        """What a pronoun stands for: the thing of the sentence, else the last one named before it."""
        if self._topic.thing is not None:
            return self._topic.thing
        text, start = self._page.text, self._sentence.start
        entity = self._page.names.before(start, _MADE)
        if entity and any(start - _BACK <= at < start for at, _ in entity.mentions):
            return Phrase(entity.name, thing.start)
        quoted = list(_QUOTED.finditer(text, max(start - _BACK, 0), start))
        return Phrase(quoted[-1].group(), thing.start) if quoted else None

    def _owned(self, text: str) -> tuple[str, str] | None:
        match = _OWN.match(text)
        if match:
            return (match["who"], match["what"]) if match["who"] else (match["own"], match["its"])
        who, _, what = text.partition("的")
        return (who, what) if len(what) > 2 and (is_brand(who) or who.endswith(_GROUPS)) else None

    def _whole(self, thing: Phrase) -> Phrase:
        """A thing called short by its full name: a phase of what the sentence named, an alias, a pronoun."""
        text = thing.text
        if "期" in text and _PHASE.match(text):
            first = _EARLIER_PHASE.search(self._page.text, self._sentence.start, thing.start)
            return Phrase(first["name"] + text, thing.start) if first else thing
        if len(text) <= _LONGEST_BARE and (bare := _BARE.fullmatch(text)):
            noun, known = bare["noun"], self._page.names
            if named := known.called(noun, thing.start) or known.called(noun + "区", thing.start):
                return Phrase(named.name, thing.start)
            if noun == "园" and (park := known.before(thing.start, _FACILITY)):
                return Phrase(park.name, thing.start)
        pointed = text.startswith(_POINTING)
        if pointed and _IT.match(text):
            return self.antecedent(thing) or Phrase("", thing.start)
        if text in _NOUNS:
            return self.antecedent(thing) or thing
        if pointed and _RESULT.fullmatch(text):
            return self._topic.thing or self._topic.last_thing or thing
        if text.startswith(("该", "这")) and _THEY.match(text):
            return Phrase(self.resolve(text, thing.start), thing.start)
        span = self._page.names.at(thing.start, thing.start + len(text))
        if (
            span
            and span[1] == thing.start + len(text) < thing.start + len(span[2].name)
            and text in span[2].aliases
        ):
            return Phrase(span[2].name, thing.start)
        return thing
