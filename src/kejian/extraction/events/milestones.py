"""What happened: events with their date, actors, object and claim."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import msgspec

from kejian import kinds
from kejian.extraction.context import Context, Sentence
from kejian.extraction.events.actors import Names, actors, is_body, names
from kejian.extraction.events.claims import find_claim
from kejian.extraction.events.clauses import mask
from kejian.extraction.events.dates import Calendar
from kejian.extraction.events.domains import Domains
from kejian.extraction.events.english import english_events
from kejian.extraction.events.heads import head_actor
from kejian.extraction.events.lexicon import Hit, find_hits, has_cue, hits_within
from kejian.extraction.events.merging import merge
from kejian.extraction.events.model import Above, Event, Page
from kejian.extraction.events.outlines import outline
from kejian.extraction.events.reading import SentenceReader
from kejian.extraction.events.things import Phrase, lead_in
from kejian.extraction.scopes import Regime
from kejian.language.han import han_pattern
from kejian.model import Entity, EntityType, Milestone

# looked up once: a member of an enumeration takes as long to find as a call
_PLAN, _POLICY = Regime.PLAN, Regime.POLICY

_MAKER = re.compile(
    r"^[（(][^（）()]{0,14}(?:由|是)(?P<who>[^（）()]{2,30}?)(?:抓总|牵头|自主|联合|独立)*(?:研制|研发|建造|承建|设计|建设)[^（）()]{0,4}[)）]$"
)
_IDIOM = re.compile(
    r"[首纪记论起批](?:(?<=首)次|(?<=[纪记])录|(?<=论)文|(?<=批)[准复]|(?<=起)(?:正式)?(?:施行|实施|执行|生效))"
)
# 这是全球最轻的…, 该系统为国内首个…: a claim of what the sentence before told
_THIS_IS = han_pattern(
    r"(?:据悉，|据了解，|据介绍，|目前，)?(?:这|它|其|此|该(?P<noun>\p{Han}{1,6}?)|这[一款个项套座台次]\p{Han}{0,6}?)"
    r"(?:也|还|同时|不仅|目前)*(?:是|系|为|属于?|成为)(?:目前|迄今|当前|继[^，]{2,20}之后)?"
)
# 某某院位于…, 某某公司成立于…: who the paragraph is of
_PROFILE = re.compile(
    r"(?:成立|创建|创办|始建|组建|设立)于|前身|位于|坐落|是一家|简称|隶属|总部|是由|[建成创][立建办于][^，。]{0,3}年"
)
# a numbered title run into its paragraph: “深渊”号潜水器。由某某所研制，…
_TITLE = re.compile(r"(?P<thing>[^，。；：！？\n是了为有达]{4,30})[。：:]?$")
_BODY = re.compile(r"(?:校|院|所|公司|企业|集团|市|省|区|县|团队|单位|机构)$")
_ORGANISATION = EntityType.ORGANISATION
_HOMES = (_ORGANISATION, EntityType.PLACE, EntityType.FACILITY)
_EDITION = re.compile(r"^(?:19|20)\d\d年?")
_HAN = han_pattern(r"\p{Han}")
_STOPPED = re.compile(r"[。！？!?….][”’』」）)\"]*$")
_LABEL = 24  # characters of a line that names whom the paragraph under it is of
_AT_ONCE = 2  # characters between 这是 and its claim
_QUIET = (kinds.HEADING, kinds.FOOTNOTE, kinds.CAPTION)


# 4. 某某公司登陆科创板。
_NUMBERED = re.compile(
    r"(?:\d{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,3}[)）、]+)\s*[^，。]{4,36}[。！]?$"
)
# 将“某某”成果作价入股, 某某大会上: words of the clause at the ends of a thing
_AROUND = re.compile(r"^[将把](?=[“《])|(?<=[会坛式赛展])上$")
Told = list[tuple[Sentence, Event]]


def find_milestones(context: Context, *, entities: Sequence[Entity]) -> list[Milestone]:
    """The events that a document tells, in reading order, each once.

    ``entities`` help to tell who acted from what was made; without any, names are told by their form.
    """
    domains = Domains(context)
    return [
        Milestone(
            passage=context.passage(event.start, event.end),
            sentence=context.passage(sentence.start, sentence.end),
            date=event.date,
            actor=event.actor,
            action=event.action,
            object=_bare(event.object),
            claim=event.claim,
            domain=domains.of(event.object, sentence),
        )
        for sentence, event in merge(list(_events(context, entities)))
    ]


def _bare(thing: str) -> str:
    """A thing without the words of its clause that stand around it."""
    return _AROUND.sub("", thing) or thing if thing[:1] in ("将", "把") or thing[-1:] == "上" else thing


def _events(context: Context, entities: Sequence[Entity]) -> Iterator[tuple[Sentence, Event]]:
    text = context.document.text
    masked = mask(text)
    calendar = Calendar(context, masked)
    known = names(entities)
    page = Page(text, masked, calendar, known, _home(context, entities))
    carried: tuple[int, str | None] = (-1, None)  # the block and the date of the last event
    titled: Told = []  # what a numbered title has told, unless the text behind it tells it again
    above: tuple[int, Above] | None = None  # the block of the last sentence and what it told of
    made: Told = []  # events told just now, which may still learn their maker
    blocks = context.document.blocks
    sentences = context.sentences
    verbs = hits_within(find_hits(masked), [(sentence.start, sentence.end) for sentence in sentences])
    for sentence, following, hits in zip_longest(sentences, sentences[1:], verbs):
        block = sentence.block
        kind = blocks[block].kind
        goes_on = following is not None and following.block == block
        if (
            sentence.scope.regime is _PLAN
            or kind in _QUIET
            or (goes_on and _heads(text, sentence, following))
            or (kind is kinds.ROW and not calendar.leads(sentence))
        ):
            continue
        maker = _MAKER.match(sentence.text) if sentence.text[0] in "（(" else None
        if maker:
            doers = tuple(actors(maker["who"], sentence.start + maker.start("who"), known))
            made = [(s, e if e.actor else msgspec.structs.replace(e, actor=doers)) for s, e in made]
            continue
        if made:
            made = _claimed_of(made, sentence)
            yield from made
        events: list[Event] = []
        if not _may_tell(sentence, hits):
            if _HAN.search(sentence.text):
                made = []
                above = _above(page, sentence, [], above) if goes_on else None
                continue
            times, year = calendar.within(sentence), calendar.year_of(block)
            events = english_events(sentence.text, sentence.start, times=times, year=year)
        elif outlined := outline(page, sentence, hits):
            events = SentenceReader(
                page,
                sentence,
                outlined,
                carried=carried[1] if carried[1] and calendar.together(carried[0], block) else None,
                default=calendar.dateline(block) if kind is kinds.PARAGRAPH else None,
                item=kind is kinds.ITEM,
                over=_over(context, sentence, known),
                above=above[1] if above is not None and above[0] == block else None,
            ).read()
        policy = sentence.scope.regime is _POLICY
        told = [(sentence, e) for e in events if not policy or _of_policy(e)] if events else []
        above = _above(page, sentence, told, above) if goes_on else None
        if titled and told and titled[0][0].block == block:
            told = _claimed(titled, told)
        elif titled:
            yield from titled
        titled = told if told and _NUMBERED.match(sentence.text) else []
        made = [] if titled else told
        for _, event in told:
            if event.dated:
                carried = (block, event.date)
    yield from titled
    yield from made


def _claimed_of(made: Told, sentence: Sentence) -> Told:
    """Events told just now, the last with the claim that the sentence behind them makes of it."""
    last, event = made[-1]
    said = _THIS_IS.match(sentence.text) if event.claim is None and last.block == sentence.block else None
    if said and _BODY.search(said["noun"] or "") and (said["noun"] or "")[-1] not in event.object:
        return made  # 该校: who did it, and not what is told of
    claim = find_claim(sentence.text, said.end()) if said else None
    if said is None or claim is None or claim.start > said.end() + _AT_ONCE:
        return made
    return [*made[:-1], (last, msgspec.structs.replace(event, claim=claim.text))]


def _of_policy(event: Event) -> bool:
    """Whether a policy may tell the event: when a rule was issued or took effect."""
    return event.family == "effect" or (event.dated and event.family == "publish" and "《" in event.object)


def _claimed(titled: Told, told: Told) -> Told:
    """What a numbered title and the text behind it tell is told by the text; the title may make the claim."""
    claims = {e.family: e.claim for _, e in titled if e.claim}
    return [
        (s, msgspec.structs.replace(e, claim=claims[e.family]) if not e.claim and e.family in claims else e)
        for s, e in told
    ]


def _heads(text: str, sentence: Sentence, following: Sentence) -> bool:
    """Whether a sentence is the headline of the paragraph it is run into, which tells the same in full."""
    if _STOPPED.search(sentence.text):
        return False
    between = text[sentence.end : following.start]
    return between != "" and not between.strip(" \u3000")


def _over(context: Context, sentence: Sentence, known: Names) -> Phrase | None:
    """The body or thing that a line with a colon names over its paragraph: 机器人平台：."""
    block = context.document.blocks[sentence.parents[0]] if sentence.parents else None
    if block is None or block.end - block.start > _LABEL:
        return None
    text = context.document.text[block.start : block.end]
    if text[-1:] not in ("：", ":"):
        return None
    name = text.rstrip("：:")
    span = known.at(block.start, block.end)
    named = span is not None and span[1] - block.start == len(name)
    return Phrase(name, block.start) if named or is_body(name) else None


def _above(
    page: Page, sentence: Sentence, told: Told, before: tuple[int, Above] | None
) -> tuple[int, Above] | None:
    """What a sentence has told of, for the one behind it: who it begins with, and the last thing."""
    begin = lead_in(page.masked, sentence.start, sentence.end, times=())
    span = page.names.at(begin, sentence.end)
    titled = _TITLE.match(page.text, begin, sentence.end) if not told and begin > sentence.start else None
    if titled and page.text[sentence.start - 1 : sentence.start] in ("", "\n"):
        return sentence.block, Above((), Phrase(titled["thing"], begin))
    event = told[-1][1] if told else None
    thing = Phrase(event.object, event.start) if event else None
    if span is not None and span[2].type is _ORGANISATION:
        name = page.text[begin : span[1]]
        profile = _PROFILE.search(sentence.text) is not None
        return sentence.block, Above((name,), thing, profile)
    own = head_actor(page.text, begin, sentence.end)
    if own is not None:
        kept = before is not None and before[0] == sentence.block and before[1].profile
        return sentence.block, Above((own,), thing, kept or _PROFILE.search(sentence.text) is not None)
    if before is not None and before[0] == sentence.block:
        if event is not None and event.actor and event.actor != before[1].actor:
            return sentence.block, Above((), thing)
        return sentence.block, msgspec.structs.replace(before[1], thing=thing)
    return (sentence.block, Above((), thing)) if thing else None


def _home(context: Context, entities: Sequence[Entity]) -> tuple[str, ...]:
    title = _EDITION.sub("", context.about.title or "")
    forms = [
        form
        for entity in entities
        if entity.type in _HOMES
        for form in (entity.name, *entity.aliases)
        if len(form) > 1 and title.startswith(form)
    ]
    return (max(forms, key=len),) if forms else ()


def _may_tell(sentence: Sentence, hits: Sequence[Hit]) -> bool:
    """Whether a sentence has a verb, a record, a first time, a paper or a cue to tell of."""
    for hit in hits:
        if hit.verb.tells:
            return True
    return _IDIOM.search(sentence.text) is not None or has_cue(sentence.text)
