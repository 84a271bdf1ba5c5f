"""The figures of English sentences, as company reports carry them."""

import re

from kejian.extraction.figures.drafts import CHANGE, GROWTH, LEVEL, RANK, SHARE, Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.shifting import shifted
from kejian.language.english_times import MONTHS
from kejian.language.han import han_pattern
from kejian.model import Role

_MONTH = re.compile(rf"\b(?P<month>{'|'.join(MONTHS)})\b(?: (?P<year>20\d\d))?")
_MOVED = (
    r"(?:totalled|totaled|reached|stood|was|were|amounted|came|rose|grew|increased|climbed|fell|declined|dropped"
    r"|decreased|widened|narrowed|expanded|ramped|improved|exceeded|averaged|accounted|remained|slipped|surged"
    r"|doubled|tripled|hit|topped|edged|jumped|shrank)"
)
_DOES = (
    r"(?:recorded|reported|posted|generated|achieved|delivered|employ(?:ed|s)|h[oe]lds?|held|filed|completed|has|had|have"
    r"|operate[sd]|opened|invested|raised|signed|won|launched|produce[sd]|shipped|spent|received|secured|published"
    r"|hired|trained|treated|served|serves|contribute[sd]|attracted|hosted|entered|obtained|supplied|owns|owned"
    r"|covers|covered|runs|ran|installed|supported|funded|granted|licensed|processed|handled|sold|exported|earned"
    r"|built|uses|supports|admitted|performed|registered|transferred|approved|awarded|incubated|enrolled|graduated"
    r"|added|bought|ordered|brought|drew|paid|made|took|saved|cut|lent|donated|treats|hires|ships|sells)"
)
_JOINS = r"(?:and|while|but|with|whereas|as|when|although|where|after|because|since)"
_NAMED = re.compile(
    rf"(?:^|[,;.] |\b{_JOINS} )(?:{_JOINS} )?(?:[Tt]he |[Ii]ts |[Tt]heir |[Tt]otal |new |number of )*"
    rf"(?P<what>(?!which |who |that )[A-Za-z][\w&'’ -]{{1,48}}?) {_MOVED}\b"
)
_RECORDED = re.compile(
    rf"\b(?:{_DOES}|with|reach(?:ed|ing)|at|for|hit)\s+(?:an? |the |its |total )*"
    r"(?P<what>[\w& -]+?)(?: of)?\s*$"
)
# with a circumference of 480 m and a beam energy of 3.5 GeV
_TRAIT = re.compile(r"\b(?:and|with) an? (?P<what>[A-Za-z][\w -]{2,40}?) of\s*$")
# a number that its comparator, a verb, is read with: exceeded 7,800
_EXCEEDS = re.compile(r"(?:exceed(?:ed|s|ing)|surpass(?:ed|es|ing)|topp?(?:ed|s|ing))\b")
_AMONG_THEM = re.compile(
    r"\s*of (?:them|these|which|those)(?: (?:were|are|was|had|have)(?: been)?)?"
    r" (?P<what>[a-z][a-z-]*(?: [a-z-]+)?)"
)
_RANKED_OF = re.compile(
    r"\s*(?:place )?(?:among|in|of|out of) (?:the |all )?"
    r"(?P<whole>[\w&'’ -]{3,40}?)\s*(?:[,.;]|$)"
)
_VERB = re.compile(
    rf"\b({_DOES}|raising|employing|involving|covering|creating|attracting|generating)"
    r"\s*(?:about|over|more than|some|nearly)?\s*$"
)
# aims to lift R&D intensity to 3%
_RAISED = re.compile(
    r"\b(?:rais|lift|increas|boost|cut|reduc|bring|push|expand|grow)(?:e|ing)?\s+(?:its |the |total )*"
    r"(?P<what>[\w& -]+?) (?:to|by)\s*$"
)
# expects revenue growth of 18%
_GROWING = re.compile(
    r"\b(?P<what>(?!expect|forecast|see|target|post|report|an? |the |its )[a-z][\w&-]*(?: [a-z][\w&-]*)?)"
    r" growth of (?:around |about |at least )?$"
)
_WILL = r"(?:(?:aims?|plans?|seeks?|intends?|expects?|hopes?|wants?|is expected|is set|is due) to|will|would)"
_BY_YEAR = re.compile(r"\b(?:by|before|in) (?:the end of )?(?P<year>20\d\d)\b")
_SINCE_YEAR = re.compile(r"\s*(?:from|over|on|than in|compared with|versus) (?P<year>(?:19|20)\d\d)\b")
_THAN = re.compile(
    r"\s*(?:above|below|over|higher than|lower than) (?P<than>the [\w -]{2,30}?(?:average|mean|level))"
)
# who does something: Haiyun Institute, a joint venture of two firms, filed…
_DOER = re.compile(
    rf"(?:^|[;.,] |\b{_JOINS} )(?:{_JOINS} )?(?P<who>(?!{_WILL} )[A-Za-z][\w&'’-]*(?: [\w&'’-]+){{0,5}}?)"
    rf"(?:, [^,]{{2,80}},| \([^)#]{{1,40}}\))? +(?:also |now |together |alone |jointly |{_WILL} )*"
    rf"(?:{_DOES}|(?:have|raise|lift|build|employ|reach|invest|spend) |{_MOVED} (?:an?|the) )\b"
)
_ARTICLE = re.compile(r"^(?:the|its|their|an?|this|that|our) ", re.IGNORECASE)
_TOGETHER = re.compile(r"^(?:Together|Both|All|Altogether),? ")
_OWNED = re.compile(r"(?P<who>.+?)['’]s? (?P<what>[\w& -]+)")
# what is measured, and is nobody
_GAUGE = re.compile(
    r"(?i)\b(?:revenues?|sales|profits?|margins?|income|spending|expenses?|expenditure|costs?|output|exports?"
    r"|imports?|staff|headcount|capacity|orders|investment|funding|budget|share|rate|number|value|growth|production|applications|patents"
    r"|shipments|yield|efficiency|workforce|employment|loans|deposits|contracts?|backlog|losses|cash|assets|turnover)$"
)
_MAIN = re.compile(
    r"(?i)(?:it|they|we|company|group|firm|which|who|that|city|province|region|district|county|municipality)"
)
# doers of a kind, whom a report goes on about in no other sentence
_KIND = re.compile(
    r"(?i)(?:[a-z-]+ )*(?:enterprises|companies|firms|businesses|universities|institutes|institutions"
    r"|researchers|scientists|experts|students|applicants|start-?ups|manufacturers|investors|government|farmers|teams)"
)
_GENERIC = re.compile(
    r"(?:Annual|Science|Technology|Innovation|Statistic\w*|Report|Year\w*|National|Municipal|City|Our)"
)
# 2021 Lanting Science and Technology Report
_TITLE = re.compile(
    r"^\s*(?:(?:19|20)\d\d\s+)?(?:The\s+)?(?P<name>[A-Z][\w’'-]+"
    r"(?: (?!Annual|Science|Technology|Statistic|Innovation|Report|Year)[A-Z][\w-]+){0,3}?)(?:['’]s)?"
    r"\s+(?:(?:19|20)\d\d\s+)?(?:Annual|Science|S&T|Technology|Innovation|R&D|Statistic|Yearly|Report|Bulletin|Patent|Intellectual)"
)
_OPENING = re.compile(
    r"^\s*(?:(?:At|By|As of) (?:the )?(?:year[- ]end|end of the year)|(?:In|By|At|As of|During|For)\b[^,#]*,)"
)
_WHEN = re.compile(r"^(?:At|By|In|During|On|As of|For)\b.*?\b(?=(?:the|its) )")
_IN_YEAR = re.compile(r"^\s*in (?P<year>20\d\d)\b")
_TOLD_YEAR = re.compile(r"^\s*(?:In|During|For) (?P<year>(?:19|20)\d\d),")
_CHANGED = re.compile(
    r"(?:\b(?:increase|decrease|rise|gain|drop|decline) of"
    r"|\b(?:up|down|to|by|from|versus|compared with|or))\s*$"
)
_PART = re.compile(r"^\s*(?:of|in)? ?(?:which )?(?:came from|came|was from) (?P<what>[\w& -]+)")
_YEAR_END = re.compile(r"(?i)\b(?:at|by|as of) (?:the )?(?:year[- ]end|end of the year)")
_OF_WHICH = re.compile(r"\bof (?:which|whom),? *$")
_COUNTED = re.compile(r"[a-z][a-z -]{3,}")
_OF = re.compile(r"^\s*of (?:the |its |total )*(?P<whole>[\w&'’-]+(?: [\w&-]+)?)")
_HAN = han_pattern(r"\p{Han}")


def is_english(text: str) -> bool:
    """Whether a sentence is written in Latin letters."""
    return not _HAN.search(text) and sum(c.isalpha() and c.isascii() for c in text) > len(text) // 2


def read_english(line: Line, drafts: list[Draft], memory: Memory) -> None:
    """Fill in the figures of an English sentence."""
    s = line.s
    doers = _doers(s, memory)
    last: Draft | None = None
    at = 0
    for draft in drafts:
        left, right = s[at : draft.k], s[draft.k + 1 :].split("#")[0]
        if exceeds := _EXCEEDS.match(draft.mention.surface):
            left += exceeds[0]
        _measure(draft, left, right, last)
        draft.subject = next((who for end, who in reversed(doers) if end <= draft.k), None)
        draft.subject = draft.subject or memory.english or memory.home
        if draft.measure and (owned := _OWNED.fullmatch(draft.measure)):
            own = owned["who"] if owned["who"][0].isupper() else None
            draft.subject = _named_in_full(owned["who"], memory) or own or draft.subject
            draft.measure = owned["what"]
        draft.period = _period(left, right, memory, opening=s)
        if draft.role is Role.TARGET and (due := _BY_YEAR.search(s)):
            draft.period = due["year"]
        if draft.aspect in (GROWTH, CHANGE):
            draft.base = _base(right) or shifted(draft.period, back="year")
        elif (then := _IN_YEAR.match(right)) and then["year"] != str(memory.year):
            draft.period = then["year"]
        if right.lstrip().startswith(("a year earlier", "in the prior year", "a year ago")):
            draft.period = shifted(draft.period, back="year")
        last, at = draft, draft.k + 1


def english_subject(title: str) -> str | None:
    """The place or body that the English title of a report names.

    >>> english_subject("2021 Port Elling Science and Technology Report")
    'Port Elling'
    >>> english_subject("Annual Report 2022") is None
    True
    """
    m = _TITLE.match(title)
    return m["name"] if m and not _GENERIC.fullmatch(m["name"]) else None


def _doers(s: str, memory: Memory) -> list[tuple[int, str]]:
    """Who does something in the sentence, each with the place behind the verb."""
    found = []
    for m in _DOER.finditer(s):
        who = _TOGETHER.sub("", _ARTICLE.sub("", _WHEN.sub("", m["who"])))
        if "#" in who or _GAUGE.search(who) or _HAN.search(who):
            continue
        full = _named_in_full(who, memory)
        if full is None and (who[0].isupper() or " " in who):
            full = who
        if full is None:
            continue
        found.append((m.end(), full))
        if full[0].isupper() and not _KIND.fullmatch(full):
            memory.english = memory.english or full
        if full not in memory.spoken:
            memory.spoken = [*memory.spoken[-8:], full]
    return found


def _named_in_full(who: str, memory: Memory) -> str | None:
    """The name that ``the institute`` or ``it`` stands for."""
    who = _ARTICLE.sub("", who)
    if _MAIN.fullmatch(who):
        pronoun = who.lower() in ("it", "they", "which")
        return memory.spoken[-1] if pronoun and memory.spoken else memory.english or memory.home
    return next((n for n in reversed(memory.spoken) if n.lower().endswith(who.lower())), None)


def _measure(draft: Draft, left: str, right: str, last: Draft | None) -> None:
    named = list(_NAMED.finditer(left))
    carried = last.measure if last else None
    part = _PART.match(right)
    which = _OF_WHICH.search(left)
    trait, raised = _TRAIT.search(left), _RAISED.search(left) or _GROWING.search(left)
    if draft.aspect is SHARE and which and not part:
        draft.measure, draft.base = right.split(",")[0].strip() or carried, carried
    elif draft.aspect is SHARE and part:
        draft.measure, draft.base = part["what"].strip(), carried
    elif draft.aspect is LEVEL and (those := _AMONG_THEM.match(right)):
        draft.measure = those["what"]
    elif named:
        draft.measure = named[-1]["what"].strip()
    elif told := trait or raised:
        draft.measure = told["what"]
    elif _CHANGED.search(left) and carried:
        draft.measure = carried
    elif m := _RECORDED.search(left):
        draft.measure = m["what"].strip() or draft.unit
    else:
        other = last is not None and draft.aspect is LEVEL and last.unit != draft.unit
        verb = _VERB.search(left) if draft.aspect is not SHARE and (other or not carried) else None
        draft.measure = verb[1] if verb else carried
    if draft.aspect is SHARE and draft.base is None:
        whole = _OF.match(right)
        draft.base = whole["whole"] if whole else (last.base if last else None)
        draft.measure = draft.measure or draft.base
    if draft.measure:
        draft.measure = re.sub(r" (?:had|has|have)$", "", draft.measure)
        draft.measure = draft.unit if draft.measure.endswith((" there", "There")) else draft.measure
    if draft.aspect is RANK and (among := _RANKED_OF.match(right)):
        draft.base = among["whole"]
    if draft.aspect is LEVEL and not (named or trait or raised) and _COUNTED.fullmatch(draft.unit or ""):
        draft.measure = draft.unit


def _base(right: str) -> str | None:
    """What a growth or change is said to be set beside: from 2021, above the national average."""
    if since := _SINCE_YEAR.match(right):
        return since["year"]
    than = _THAN.match(right)
    return _ARTICLE.sub("", than["than"]) if than else None


def _period(left: str, right: str, memory: Memory, *, opening: str) -> str | None:
    near = left.rpartition(", ")[2] + right.partition(",")[0]
    told = _OPENING.match(opening)
    text = f"{near} {told[0]}" if told else near
    if told and (year := _TOLD_YEAR.search(told[0])):
        return year["year"]
    if _YEAR_END.search(text) and memory.year is not None:
        return f"{memory.year}-12-31"
    m = _MONTH.search(text)
    if m is None or (memory.year is None and not m["year"]):
        return memory.default
    if re.search(r"year ended \S* ?$", text[: m.start()]):
        return m["year"] or memory.default
    return f"{m['year'] or memory.year}-{MONTHS.index(m['month']) + 1:02}"
