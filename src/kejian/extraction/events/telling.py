"""From a clause with its predicate to the events it tells, by where the thing stands."""

import re

import msgspec

from kejian.extraction.events.actors import actors, how_only, is_firm, made_by, stands_for_itself
from kejian.extraction.events.claims import find_claim
from kejian.extraction.events.lexicon import words
from kejian.extraction.events.making import Making
from kejian.extraction.events.model import Case, Event
from kejian.extraction.events.things import (
    Phrase,
    amount,
    claimed,
    clean,
    counted,
    split,
    tally,
    vague,
)
from kejian.language.han import han_pattern

_JOINED = han_pattern(r"(?:并且|并(?!网|购|行)|且|同时)(?=[在于向已将]|\p{Han}{2})")
_LICENCE = re.compile(r"(?:批件|注册证|许可|上市|临床|通道)$")
_AWARD = re.compile(r"(?:奖|奖项|称号|荣誉|[金银铜奖]牌|[冠亚季]军|奖章)$")
_QUALIFIED = re.compile(r"(?:资质|资格|牌照|授牌)$")
_AWARDED = re.compile(r"(?P<what>.{4,})(?:认定|称号|授牌)$")
_WHERE = re.compile(r"在(?!轨|线|研|建|站|孵)")
_CEREMONY = re.compile(
    r"(?P<what>揭牌|启动|开工|奠基|签约|落成|首发|首飞|开园|开馆|通车|投产|授牌|竣工|下线|下水|命名|交付|启用|揭幕|封顶|首航|投用|通航)(?:暨[^，]{2,20})?(?:仪式|活动)$"
)
_SO_MANY = re.compile(r"\d+余?[家个项名件位所]")
_SO_MANY_LAST = re.compile(r"的\d+余?[项个件家名](?:项目|成果|企业|团队|单位|产品)$")
_OF_A_FIRM = ("融资", "增资", "募资", "股改", "股份制改造")  # what a firm completes for itself
_LONG = 8  # characters of what names a thing by saying what it is the first of: 首个技术成果转化
_HANDED_OUT = ("发放", "签发", "出具")  # goes on all year: an event only where it is the first
_THIS_THING = re.compile(r"这[条款座套项艘颗架]")
_NAMED_LAST = han_pattern(r"”\p{Han}{0,6}$|[号星]$|[A-Z]\w*-?\d+$")
_TOGETHER = ("同步", "正式", "全面")
_MARKET = re.compile(r"板|交易所|证交所|[港北上深]交所|股|市场")
_DONE = ("成功", "率先")  # said right before a verb that otherwise may tell a mere activity
_FIRST = re.compile(r"^(?:首批|首家|第一批)")
# 实现零的突破, 取得重大突破: nothing that was broken through to is named
_NOTHING = re.compile(r"(?:[新零质]的?|历史性|重大|重要|阶段性|跨越式|关键|较大)(?:的)?突破$|从无到有|从0到1")
# entering the first ten is a rank
_PLACED = re.compile(
    r"前(?:[\d一二两三四五六七八九十百]+|列)|第[\d一二三四五六七八九十]+(?:[位名]|$)|行列|首位|榜首|梯队|方阵"
)
_HELD = re.compile(r"(?:试点|活动周|科技周|宣传周|科普周)”?$")
_SHORTEST_LIST = 4  # characters of what a number of things entered
_DONE_OF = re.compile(r"[有共]\d+[项个家件]$")  # 年初部署的任务有29项如期完成
_SEVERAL = re.compile(r"等\d+[项个]")
_OF_ITSELF = re.compile(r"[“《][^”》]+[”》](?:[\w]{0,8}?)$")
_RECEIVED = frozenset({"收到", "领到", "领取"})
_BARE_PAPER = re.compile(r"(?:研究|学术|最新|系列|重要|相关|有关|该项?|一系列)*(?:论文|成果|文章|综述|进展)")
_IN_FIELD = re.compile(r"在[^，。]{2,24}(?:领域|方面|行业|产业)，")  # says where, and not what for


class Teller(Making):
    """Tells the events of the clauses of one sentence, by where their thing stands."""

    def tell(self, case: Case) -> list[Event]:
        """The events of a clause."""
        return _TELLERS.get(case.verb.place, Teller._after)(self, case)

    def _before(self, case: Case) -> list[Event]:
        """某某实验室揭牌: the subject is the thing."""
        if case.family == "meeting":
            ceremony = _CEREMONY.search(case.who.text)
            if ceremony:  # 某某研究院揭牌仪式举行 tells of the institute
                who = Phrase(case.who.text[: ceremony.start()], case.who.start)
                return self._things(
                    msgspec.structs.replace(case, who=who), ceremony["what"], end=case.verb.end
                )
        if case.family == "paper" and not self._printed(case) and not case.dated:
            return []
        if not case.sure and case.family == "open" and not self._opened(case):
            return []
        if not case.dated and "由" in case.who.text[1:] and case.family in ("found", "meeting"):
            return []  # 该中心由甲与乙共建: whose it is
        if case.family == "listed":
            return self._listed(case)
        if case.family == "effect" and not case.dated and case.who.text.startswith("本"):
            return []  # 本意见自印发之日起施行
        if case.family == "arrive" and counted(_FIRST.sub("", case.who.text)):
            return []  # 首批23家企业入驻
        if _DONE_OF.search(case.who.text):
            return []
        if counted(case.who.text) and (case.family in ("market", "effect") or self._statistic(case)):
            return []
        if case.who.text.startswith("由") and made_by(case.who.text) is None:
            if case.family == "meeting" and self._topic.thing is not None:
                return []  # 研究院成立于2015年，由甲与乙共同举办
            named = self._topic.thing.text if self._topic.thing else "".join(self._topic.actor[:1])
            return [self._event(case, named, self._parts.actors(case.who), self._verb(case))] if named else []
        if case.family == "sign" and "与" in case.who.text:
            doers = self._parts.actors(case.who)
            if len(doers) > 1:
                return [self._event(case, case.who.text, doers, self._verb(case))]
        return self._things(self._by(case), self._verb(case), end=case.verb.end)

    def _phrase(self, case: Case) -> list[Event]:
        """某某芯片通过车规认证: verb and complement are what it did."""
        rest, who = case.rest.text, case.who
        if tally(rest) or _WHERE.match(rest) or (case.family == "market" and counted(rest)):
            return []
        if case.family == "finish" and self._page.masked.startswith("截至", self._sentence.start):
            return []
        if _DONE_OF.search(who.text) or (case.family == "finish" and tally(who.text)):
            return []
        if (
            counted(who.text)
            or _SO_MANY_LAST.search(who.text)
            or (_AWARD.search(rest) and _SEVERAL.search(who.text))
        ):
            if case.family in ("stage", "pass") or _LICENCE.search(rest) or _AWARD.search(rest):
                return []
            awarded = _AWARDED.match(rest) if case.family == "obtain" else None
            if awarded:
                thing, claim = claimed(Phrase(awarded["what"], case.rest.start))
                return [
                    self._event(
                        case,
                        thing.text,
                        (who.text,),
                        self._verb(case) + "认定",
                        claim.text if claim else None,
                    )
                ]
        if case.family == "arrive" and not who.text:
            return []  # 某某中心揭牌，落地某某区
        won = case.family == "obtain" and (_AWARD.search(rest) or _QUALIFIED.search(rest))
        if won and not who.text and self._topic.thing is None and self._who_won():
            thing, claim = claimed(clean(case.rest))  # 建所以来，某某所…；2016年获国家技术发明一等奖
            return [
                self._event(
                    case, thing.text, self._who_won(), self._verb(case), claim.text if claim else None
                )
            ]
        received = case.verb.hit.verb.form in _RECEIVED and bool(who.text)
        if received or (won and self._parts.acts(who)):
            thing, claim = claimed(clean(case.rest))
            self._topic.actor = self._parts.actors(who)
            said = claim.text if claim else None
            return [self._event(case, thing.text, self._topic.actor, self._verb(case), said)]
        if case.family == "attain" and (_NOTHING.search(rest) or (not who.text and rest.endswith("水平"))):
            return []
        if case.family == "deal" and not self._dealt(case):
            return []
        if case.family == "paper" and (counted(case.who.text) or not words().journal.search(rest)):
            return []
        claim = find_claim(rest) if case.family in ("arrive", "attain") else None
        if self._does_it(case) or (claim and claim.start <= 3):
            return self._after(case)
        return self._things(case, self._verb(case) + rest, end=case.rest.start + len(rest))

    def _opened(self, case: Case) -> bool:
        """Whether what is open now is a place with a name or of a kind that opens once."""
        text = case.who.text
        now = case.dated or self._page.masked.startswith(_TOGETHER, case.verb.start - 2)
        return now and not vague(text) and ("“" in text or bool(words().concrete.search(text)))

    def _dealt(self, case: Case) -> bool:
        """Whether something of its own was sold or published, not goods or papers by number."""
        if counted(case.who.text) or not case.who.text:
            return False
        return case.dated or "“" in case.who.text or "《" in case.rest.text or bool(find_claim(case.who.text))

    def _printed(self, case: Case) -> bool:
        """Whether the clause or the one before it names the journal that printed something."""
        start = self._begins(case.begin - 1)
        return bool(words().journal.search(self._page.text, start, case.verb.end))

    def _begins(self, at: int) -> int:
        """Where the clause begins that ends at ``at`` or has it inside."""
        masked, start = self._page.masked, self._sentence.start
        at = max(at, start)
        return max(masked.rfind("，", start, at), masked.rfind(",", start, at), start)

    def _does_it(self, case: Case) -> bool:
        """Whether the complement is the thing after all: 某某公司完成首飞试验, 实现某某系统应用."""
        lone = not case.who.text and self._topic.thing is None
        if case.family == "attain":
            rest = case.rest.text
            own = words().attained.sub("", rest)
            return lone or (not case.who.text and len(own) >= 4 and own != rest)
        if case.family not in ("finish", "start"):
            return False
        return lone or (bool(case.who.text) and made_by(case.who.text) is None and self._parts.acts(case.who))

    def _join(self, case: Case) -> list[Event]:
        """某某公司入选百强榜: who entered, and what."""
        if self._statistic(case) or tally(case.rest.text) or _PLACED.search(case.rest.text):
            return []
        if counted(case.who.text):
            if len(case.rest.text) < _SHORTEST_LIST:
                return []  # 3家企业被认定为省级
            claim = find_claim(case.rest.text)
            action, end = self._verb(case) + case.rest.text, case.rest.start + len(case.rest.text)
            return self._things(case, action, end=end, claim=claim.text if claim else None)
        thing, claim = claimed(clean(case.rest))
        if vague(thing.text):
            return []
        if case.verb.hit.verb.form == "登陆" and not _MARKET.search(case.rest.text):  # 嫦娥四号登陆月背
            return self._things(case, "登陆" + case.rest.text, end=case.rest.start + len(case.rest.text))
        doers = self._parts.actors(case.who)
        if case.who.text and (not doers or self._made(case.who)):
            action = self._verb(case) + case.rest.text
            claim = find_claim(case.rest.text)
            return self._things(
                case, action, end=case.rest.start + len(case.rest.text), claim=claim.text if claim else None
            )
        told = self._topic.thing if self._topic.told_of and not case.who.text else None
        if told is not None and not stands_for_itself(told.text) and not is_firm(told.text):
            action = self._verb(case) + case.rest.text  # 某某软件通过测评，并入选典型案例
            end = case.rest.start + len(case.rest.text)
            return self._things(case, action, end=end, claim=claim.text if claim else None)
        if not case.who.text:
            doers = doers or self._parts.unsaid() or self._topic.last_actor or self._above()
        doers = doers or self._topic.actor or self._page.home
        return [self._event(case, thing.text, doers, self._verb(case), claim.text if claim else None)]

    def _listed(self, case: Case) -> list[Event]:
        """名单公布，某某公司名列其中: the list is what the clause before names."""
        doers = self._parts.actors(case.who) or ((case.who.text,) if not vague(case.who.text) else ())
        if self._topic.thing is None or not doers or counted(case.who.text):
            return []
        return [self._event(case, self._topic.thing.text, doers, self._verb(case))]

    def _entered(self, case: Case) -> list[Event]:
        """榜单公布，某某团队的某某成果入选: who or what entered the list that the clause before names."""
        if not case.who.text or _SO_MANY.search(case.who.text) or self._statistic(case):
            return []  # 江苏4家入围
        if self._parts.acts(case.who):
            return self._listed(case)
        return self._things(case, self._verb(case), end=case.verb.end) if self._topic.thing else []

    def _made(self, who: Phrase) -> bool:
        """Whether what entered is a thing in quotation marks and not who made it."""
        by_name = _OF_ITSELF.search(who.text) or _THIS_THING.match(who.text)
        return by_name is not None and not self._parts.acts(who)

    def _become(self, case: Case) -> list[Event]:
        """某某药成为国内首款…: only where a claim is made and the clause itself names the thing."""
        claim = find_claim(case.rest.text)
        if claim is None or claim.start > 3 or not case.who.text:
            return []
        action = "获批上市" if "获批上市" in case.rest.text else "成为" + case.rest.text
        return self._things(case, action, end=case.rest.start + len(case.rest.text), claim=claim.text)

    def _after(self, case: Case) -> list[Event]:
        """某某公司发布新芯片: the subject did it, the thing follows."""
        ceremony = _CEREMONY.fullmatch(case.rest.text) if case.family == "meeting" else None
        if ceremony and case.who.text and not self._parts.acts(case.who):  # 某某项目举行封顶活动
            return self._things(case, ceremony["what"], end=case.verb.end)
        rest = self._object(case)
        who = case.who
        if tally(rest.text) and not (self._item and case.verb.hit.verb.form in ("建立", "建设")):
            return []
        if self._statistic(case) or counted(rest.text) or amount(rest.text):
            return []
        if case.family == "paper" and (not self._printed(case) or _BARE_PAPER.fullmatch(rest.text)):
            return []  # 在某某期刊发表论文，首次揭示…: what it says is told behind
        if not case.sure and words().obstacles.search(rest.text):
            return []  # 突破国外技术封锁
        if case.family == "other" and _NAMED_LAST.search(who.text) and not self._parts.acts(who):
            end = case.rest.start + len(case.rest.text)  # “某某号”成功着陆月球背面
            return self._things(case, self._verb(case) + case.rest.text, end=end)
        doers = self._parts.actors(who) if who.text else ()
        # 5月，与某某公司联合发布: who did it with them was named before
        if doers and who.text[0] in "与同和":
            before = self._parts.unsaid() or self._topic.last_actor
            doers = (*before, *(d for d in doers if d not in before))
        if not case.sure and how_only(who.text):
            who = Phrase("", who.start)
        funded = made_by(who.text) if "轮融资" in rest.text else None
        if funded:  # 某某所孵化的某某公司完成A轮融资
            doers = (funded[1],)
        elif who.text and made_by(who.text) and case.family != "sign":
            return self._things(case, self._verb(case) + rest.text, end=rest.start + len(rest.text))
        if case.family == "finish" and who.text and not (doers and self._may_do(who)):
            return self._things(case, self._verb(case) + rest.text, end=rest.start + len(rest.text))
        cleaned: Phrase | None = None
        if not case.sure and not (doers and case.rest.text.startswith("了")):
            if who.text and not doers:
                breaks = case.verb.hit.verb.form == "突破"
                return (
                    self._things(case, "突破" + rest.text, end=rest.start + len(rest.text)) if breaks else []
                )
            cleaned = clean(rest)
            if not self._supported(case, cleaned.text):
                return []
        doers = doers or (() if case.who.text and not who.text else self._silent(case))
        return self._objects(case, rest, cleaned, doers)

    def _object(self, case: Case) -> Phrase:
        """What follows the verb, up to a second verb joined to it."""
        rest = case.rest
        if rest.text.startswith("了"):
            rest = Phrase(rest.text[1:], rest.start + 1)
        joined = _JOINED.search(rest.text)
        if joined and joined.start() > 2:
            rest = Phrase(rest.text[: joined.start()], rest.start)
        if case.family == "attain":
            rest = Phrase(words().attained.sub("", rest.text), rest.start)
        return rest

    def _objects(
        self, case: Case, rest: Phrase, cleaned: Phrase | None, doers: tuple[str, ...]
    ) -> list[Event]:
        """An event for each thing in ``rest``; ``cleaned`` is the whole of it, if that was asked before."""
        events = []
        parts = split(rest)
        for part in parts:
            thing, claim = claimed(cleaned if cleaned is not None and part is rest else clean(part))
            claim = claim or (find_claim(rest.text) if len(parts) == 1 and part != rest else None)
            maker = made_by(thing.text) if case.family in ("launch", "build") and not doers else None
            if maker:
                doers = tuple(actors(maker[0], thing.start, self._page.names))
                thing = Phrase(maker[1], thing.start + len(thing.text) - len(maker[1]))
            if not vague(thing.text) or (claim and len(thing.text) > _LONG):
                end = part.start + len(part.text)
                events.append(
                    self._event(
                        case, thing.text, doers, self._verb(case), claim.text if claim else None, end=end
                    )
                )
                self._topic.thing, self._topic.told_of = thing, False
        if events:
            self._topic.actor = doers or self._topic.actor
        return events

    def _silent(self, case: Case) -> tuple[str, ...]:
        """Who did it where the clause does not say: the actor before it, else the label of the bullet."""
        if case.who.text:
            return ()
        above = self._topic.above
        profiled = above.actor if above is not None and above.profile else ()
        funded = self._who_won() if case.rest.text.endswith(_OF_A_FIRM) else ()
        return self._parts.unsaid() or self._parts.labelled() or profiled or funded

    def _supported(self, case: Case, thing: str) -> bool:
        """Whether a verb that may tell a mere activity tells an event here: what it made is a thing."""
        if words().abstract.search(thing.rstrip("”")):
            return False
        if case.verb.hit.verb.form in _HANDED_OUT:
            return find_claim(thing) is not None
        if case.family == "trial":
            return self._claim_before(case) is not None or (case.dated and bool(_HELD.search(thing)))
        if case.dated or "“" in thing or "《" in thing or find_claim(thing):
            return True
        known = words()
        if case.rest.text[-1:] in known.attained_ends and known.attained.search(case.rest.text):
            return True
        if self._page.masked.startswith(_DONE, case.verb.start - 2):
            return True
        if self._intended():
            return False
        return case.verb.hit.verb.form in ("突破", "攻克") or bool(words().concrete.search(thing))

    def _intended(self) -> bool:
        """Whether the sentence sets out what is intended."""
        text = self._sentence.text
        purpose = None if self._item else words().purposes.match(text)
        return purpose is not None and not _IN_FIELD.match(text)

    def _may_do(self, who: Phrase) -> bool:
        return self._parts.acts(who) or "“" not in who.text


_TELLERS = {
    "before": Teller._before,
    "phrase": Teller._phrase,
    "join": Teller._join,
    "become": Teller._become,
    "entered": Teller._entered,
}
