"""The thing that an event is about: cut out of its clause and freed of counts, claims and lead-ins."""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from kejian.extraction.events.actors import is_firm, made_by
from kejian.extraction.events.claims import Claim, find_claim
from kejian.extraction.events.lexicon import words
from kejian.language.han import han_pattern
from kejian.vocabulary.edges import edge, letters
from kejian.vocabulary.patterns import Pattern, compiled, pieces

_FILE = "event_things.yaml"
_TITLES = re.compile(r"《[^《》]+》")
_BETWEEN = re.compile(r"[、和及与,，\s]*")
_AGREED = han_pattern(r"同意(?:\p{Han}{0,8}?(?:建设|设立|创建|组建|成立|开展))?")
_DEFINED = re.compile(r"[（(][^（）()]*(?:简称|英文|代码)[^（）()]*[）)]")
_AND_SO_ON = han_pattern(r"(?<=》)等\p{Han}{0,10}$")
_COMMA = re.compile(r"、|，|[和及与](?=“)")
_AND = re.compile(r"、|和|及")
# 甲科技的某某芯片、乙医疗的某某仪器和…
_OWNED = re.compile(
    r"(?P<thing>(?P<who>[^的、，和与及]{3,14})的[^的、，]{2,24}?)(?:、|和|与|以及|及|，|$)(?=[^的、，和与及]{3,14}的|$)"
)
_WITH_MAKER = re.compile(r"(?:研发|研制|开发|建造)的")
_QUOTED = re.compile(r"[^、]{0,2}“")
_AMOUNT_UNIT = re.compile(r"[元股亩米]")  # 资金2亿元 is a fund of that size, 活动67场 a count
_NUMBER_LAST = re.compile(r"(?P<stem>.*?)(?P<n>\d+)$")
_NUMBER_FIRST = re.compile(r"(?P<n>\d+)(?P<rest>.*)$")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]$")
_SHORTEST_FIRST = 4  # characters of the first of several that are each the first of their own
_OF_AMOUNTS = frozenset("近约超逾百千万亿.,")  # what one begins with, if with no digit
_TELLING = 4  # characters before a claim that say which thing
_LOOSE = " ，,、"  # at the end of a phrase they are no part of it
_CLOSING = ("）", ")", "\n")  # what a text that ends in an aside ends with


@cache
def _words() -> dict[str, Pattern]:
    return {name: compiled(text, file=_FILE, key=name, anchored=True) for name, text in pieces(_FILE).items()}


@cache
def _leads() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """What stands before the words of a clause, again and again: connectives, a frame (在…会上).

    Before each stands a quick look, for most clauses begin with neither: how connectives begin or end, and
    the characters with which a frame begins.
    """
    known = pieces(_FILE)
    lead, frame = known["lead"], known["frame"]
    begins = edge(f"{known['lead_first']}|{known['lead_word']}")
    ends = edge(f"{known['lead_press']}|{known['lead_field']}", last=True)
    may_lead = re.compile(f"[{begins}]|[^{ends}]*+[{ends}]")
    return may_lead, han_pattern(lead + "+"), han_pattern(frame), letters(frame)


@cache
def _last_of_trails() -> frozenset[str]:
    """The characters with which a collective noun ends: most phrases end with none of them."""
    return letters(pieces(_FILE)["trail"], last=True)


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """A phrase and where in the document it starts."""

    text: str
    start: int


def subject(text: str, masked: str, begin: int, end: int, *, times: Sequence[tuple[int, int]]) -> Phrase:
    """The subject in ``begin:end``: without dates, adverbials of place or means, and adverbs of the verb.

    ``text`` and ``masked`` are the document's; ``times`` are the spans of dates inside.
    """
    begin = lead_in(masked, begin, end, times=times)
    if begin >= end:
        return Phrase("", begin)
    for start, stop in times:
        if begin < start < end and _only_adverbs(masked, stop, end):
            end = start
            break
    end = _adverbial(masked, begin, end)
    kept = masked[begin:end].rstrip(" 于由自从起")
    if how := words().adverbs.search(kept):
        kept = kept[: how.start()] + kept[how.end() :]
    phrase = text[begin : begin + len(kept.rstrip(" 于由自从起的"))]
    if "的" in phrase and (modifier := _words()["modifier"].match(phrase)):
        phrase, begin = phrase[modifier.end() :], begin + modifier.end()
    return Phrase(phrase.strip(), begin + len(phrase) - len(phrase.lstrip()))


def _adverbial(masked: str, begin: int, end: int) -> int:
    """Where the first adverbial of a subject begins; one inside a modifier (按照某某标准的某某) is none."""
    for match in _words()["adverbial"].finditer(masked, begin, end):
        _, modifies, named = masked[match.end() : end].partition("的")
        if not (modifies and len(named) > 1 and named[-1] not in "下中上" and not named.endswith("价格")):
            return match.start()
    return end


def _only_adverbs(masked: str, start: int, end: int) -> bool:
    """Whether nothing but adverbs and adverbials stands between a date and its verb."""
    rest = masked[start:end].strip(" 起，")
    return not rest or bool(words().adverbs.fullmatch(rest)) or bool(_words()["adverbial"].match(rest))


def lead_in(masked: str, begin: int, end: int, *, times: Sequence[tuple[int, int]]) -> int:
    """Where the words of a clause begin behind its date, connectives and frames (在…会上)."""
    may_lead, lead, frame, framing = _leads()
    moved = True
    while moved and begin < end:
        moved = False
        for start, stop in times:
            if begin <= start <= begin + 1 and stop <= end:
                begin, moved = stop, True
                while begin < end and masked[begin] in "，, ":
                    begin += 1
        if may_lead.match(masked, begin, end) and (match := lead.match(masked, begin, end)):
            begin, moved = match.end(), True
        if begin < end and masked[begin] in framing and (match := frame.match(masked, begin, end)):
            begin, moved = match.end(), True
    return begin


def claimed(phrase: Phrase) -> tuple[Phrase, Claim | None]:
    """The phrase without the claim it begins with or carries before the thing, and the claim.

    >>> claimed(Phrase("全省首座海上换电站", 0))[0].text
    '海上换电站'
    """
    claim = find_claim(phrase.text)
    if claim is None or claim.start > 24 or "《" in phrase.text[: claim.start]:
        return phrase, claim
    if "、" in phrase.text[: claim.start]:
        return phrase, None  # a claim of one of several
    rest = phrase.text[claim.end :]
    before = phrase.text[: claim.start]
    if (
        len(before) >= _TELLING
        and claim.text.startswith("首")
        and before[-1] not in "的，"
        and len(rest) > 1
        and rest[0] > "9"
    ):
        return Phrase(before + rest.removeprefix("的"), phrase.start), claim  # 碳纤维首条生产线
    cut = claim.end
    if rest.startswith("的"):
        cut += 1
    elif "的" in rest:
        modifier = _words()["modifier"].match(rest)
        cut += modifier.end() if modifier else 0
    if len(phrase.text) - cut < 3:
        return phrase, None if claim.text == "首批" else claim
    return Phrase(phrase.text[cut:].lstrip(), phrase.start + cut), claim


def clean(phrase: Phrase) -> Phrase:
    """The phrase without a trailing count, aside or collective noun, and without the verb's particle."""
    text, start = phrase.text, phrase.start
    if "（" in text or "(" in text:
        text = _DEFINED.sub("", text)
    if text[:1] == "同" and (agreed := _AGREED.match(text)):
        text, start = text[agreed.end() :], start + agreed.end()
    if text[:1] == "了":
        text, start = text[1:], start + 1
    known = _words()
    if "的" in text:
        for before in (known["termed"], known["headed"]):
            if said := before.match(text):
                text, start = text[said.end() :], start + said.end()
    trail = known["trail"]
    if text.isalpha():  # neither a count nor an aside nor a sign stands behind it
        shorter = trail.sub("", text) if text[-1] in _last_of_trails() else text
        return Phrase(shorter if len(shorter) >= 2 else text, start)
    for pattern in (_ASIDE, trail, known["count_after"], _ASIDE):
        if pattern is not _ASIDE or text[-1:] in _CLOSING:
            shorter = pattern.sub("", text).rstrip(_LOOSE)
        else:
            shorter = text.rstrip(_LOOSE)
        if len(shorter) >= 2:
            text = shorter
    return Phrase(text.strip(), start)


def split(phrase: Phrase) -> list[Phrase]:
    """The things of a list that are told apart: titles, conferences, things with their own makers.

    >>> [p.text for p in split(Phrase("《甲办法》《乙细则》", 0))]
    ['《甲办法》', '《乙细则》']
    """
    text = phrase.text
    titles = list(_TITLES.finditer(text)) if "《" in text else []
    if titles and (bare := _AND_SO_ON.sub("", text)).endswith("》"):
        between = _TITLES.sub("", bare)
        if _BETWEEN.fullmatch(between):
            return [Phrase(t.group(), phrase.start + t.start()) for t in titles]
        if (
            len(titles) == 1
            and not made_by(text)
            and _words()["kind_of_title"].search(text[: titles[0].start()])
        ):
            return [Phrase(titles[0].group(), phrase.start + titles[0].start())]
    if not ("、" in text or "和" in text or "及" in text or "与" in text or "，" in text):
        return [phrase]  # nothing joins its parts
    owned = _owned(phrase)
    if owned is not None:
        return owned
    boasts = _each_first(phrase)
    if boasts is not None:
        return boasts
    if not _COMMA.search(text):
        return [phrase]
    parts, begin = [], 0
    for piece in _COMMA.split(text):
        parts.append(Phrase(piece, phrase.start + begin))
        begin += len(piece) + 1
    if len(parts) > 1 and (
        all(_words()["meeting"].search(_words()["trail"].sub("", p.text)) for p in parts)
        or all(_WITH_MAKER.search(p.text) for p in parts)
        or (all(p.text.startswith("“") or _QUOTED.match(p.text) for p in parts) and "等" not in text)
    ):
        return parts
    return [phrase]


def _each_first(phrase: Phrase) -> list[Phrase] | None:
    """全国首台甲装置和全国首套乙系统 apart: each is the first of its own."""
    text = phrase.text
    joined = _AND.search(text, _SHORTEST_FIRST)
    first = find_claim(text) if joined else None
    if joined is None or first is None or first.start > 0:
        return None
    cuts = [
        m.start()
        for m in _AND.finditer(text, joined.start())
        if (claim := find_claim(text, m.end())) is not None
        and claim.start == m.end()
        and len(text) - claim.end > 1
    ]
    if not cuts or first.end >= cuts[0] - 1:
        return None
    starts = [0, *(cut + (2 if text.startswith("以及", cut) else 1) for cut in cuts)]
    return [
        Phrase(text[a:b].rstrip("、"), phrase.start + a)
        for a, b in zip(starts, [*cuts, len(text)], strict=True)
    ]


def _owned(phrase: Phrase) -> list[Phrase] | None:
    """甲公司的产品和乙公司的装置 apart, where each is told with its company."""
    if phrase.text.count("的") < 2:
        return None
    pieces_of = list(_OWNED.finditer(phrase.text))
    if len(pieces_of) < 2 or "".join(m.group() for m in pieces_of) != phrase.text:
        return None
    if not all(is_firm(m["who"]) for m in pieces_of):
        return None
    return [Phrase(m["thing"], phrase.start + m.start("thing")) for m in pieces_of]


def parallel(text: str, count: int) -> list[str] | None:
    """The ``count`` things of a list whose members share a name: 一号01、02、03星.

    >>> parallel("观澜一号01、02、03星", 3)
    ['观澜一号01星', '观澜一号02星', '观澜一号03星']
    """
    parts = _AND.split(_ASIDE.sub("", text))
    if len(parts) != count or count < 2:
        return None
    first, last = _NUMBER_LAST.match(parts[0]), _NUMBER_FIRST.match(parts[-1])
    if first is None or last is None or not all(p.isalnum() and p[0].isdigit() for p in parts[1:-1]):
        return parts
    return [first["stem"] + n + last["rest"] for n in (first["n"], *parts[1:-1], last["n"])]


def vague(text: str) -> bool:
    """Whether the phrase names no particular thing."""
    known = _words()
    return (
        len(text) < 2
        or known["vague_begins"].match(text) is not None
        or known["vague_says"].search(text) is not None
        or (_may_be_amount(text) and known["amount"].fullmatch(text) is not None)
    )


def amount(text: str) -> bool:
    """Whether the phrase begins with an amount and names nothing: 百亿元, 4万吨."""
    match = _words()["amount"].match(text) if _may_be_amount(text) else None
    return match is not None and (match.end() == len(text) or text[match.end()] in "、，")


def _may_be_amount(text: str) -> bool:
    """Whether the phrase begins like an amount: most do not."""
    first = text[:1]
    return first in _OF_AMOUNTS or first.isdecimal()


def counted(text: str) -> bool:
    """Whether the phrase begins with a count of things: 3家单位."""
    return bool(_words()["counted"].match(text))


def tally(text: str) -> bool:
    """Whether the phrase counts things: 对接活动67场."""
    if text.isalpha():
        return False
    count = _words()["count_after"].search(text)
    return (count is not None and not _AMOUNT_UNIT.search(count.group())) or (
        "、" in text and _words()["counts"].search(text) is not None
    )
