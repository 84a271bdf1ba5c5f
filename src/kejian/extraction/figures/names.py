"""The names of a document: where they stand, and which look like short names of companies."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

import msgspec
import rjieba

from kejian.extraction.figures.phrases import FILE
from kejian.language.han import han_pattern
from kejian.model import Entity, EntityType
from kejian.vocabulary.loader import load
from kejian.vocabulary.patterns import found_at, pieces

_LONGEST_TEXT, _MOST_COMPANIES = 500_000, 200
_MARKS = "，：、"
# looked up once: a member of an enumeration takes as long to find as a call
PERSON, ORGANISATION, FACILITY = EntityType.PERSON, EntityType.ORGANISATION, EntityType.FACILITY
PLACE, PRODUCT, PROGRAMME, EVENT = (
    EntityType.PLACE, EntityType.PRODUCT, EntityType.PROGRAMME, EntityType.EVENT
)  # fmt: skip


class Names(msgspec.Struct, frozen=True):
    """Where the named things of a document stand: ``(start, end, type)``; ``full`` is the full name there.

    ``starts`` are those of ``spans``; ``longest`` has the end and type of the longest by its start.
    ``guessed`` are the starts of those that only look like short names of companies, ``listed`` of those that
    stand behind a comma, colon or 、 and are no persons; ``events`` are the spans of events.
    """

    spans: tuple[tuple[int, int, EntityType], ...]
    starts: tuple[int, ...]
    full: dict[int, str]
    longest: dict[int, tuple[int, EntityType]]
    guessed: frozenset[int]
    listed: tuple[int, ...]
    events: tuple[tuple[int, int], ...]

    def at(self, offset: int) -> tuple[int, EntityType] | None:
        """The end and type of the name that starts at ``offset``, if a name does."""
        return self.longest.get(offset)

    def event(self, start: int, end: int, text: str) -> str | None:
        """The first event that is named within ``start:end``."""
        for a, b in self.events[bisect_left(self.events, (start,)) :]:
            if a >= end:
                return None
            if b <= end:
                return text[a:b]
        return None

    def first(self, start: int, end: int) -> int | None:
        """Where a name but of a person stands that ``start:end`` or a part of it begins with."""
        if (found := self.longest.get(start)) is not None and found[1] is not PERSON:
            return start
        n = bisect_left(self.listed, start)
        return self.listed[n] if n < len(self.listed) and self.listed[n] <= end else None


def names_of(entities: Iterable[Entity], text: str) -> Names:
    """The places of all names of ``entities``, and of short names of companies found in ``text``."""
    found: list[tuple[int, int, EntityType]] = []
    full: dict[int, str] = {}
    for entity in entities:
        name, kind = entity.name, entity.type
        for start, end in entity.mentions:
            found.append((start, end, kind))
            full[start] = name
    companies = _companies(text)
    if inside := {start + i for start, end in companies for i in range(1, end - start)}:
        found = [span for span in found if span[0] not in inside]
    guessed = {start: end for start, end in companies if start not in full}
    for start, end in guessed.items():
        found.append((start, end, ORGANISATION))
        full[start] = text[start:end]
    found.sort()
    spans = [span for span, before in zip(found, [None, *found], strict=False) if span != before]
    longest: dict[int, tuple[int, EntityType]] = {}
    for start, end, kind in spans:
        if start not in longest or end > longest[start][0]:
            longest[start] = end, kind
    return Names(
        tuple(spans),
        tuple([start for start, _, _ in spans]),
        full,
        longest,
        frozenset(guessed),
        tuple([a for a, (_, kind) in longest.items() if text[a - 1] in _MARKS and kind is not PERSON]),
        tuple([(start, end) for start, end, kind in spans if kind is EVENT]),
    )


# what stands before a short name: no word or number that goes on, a link, the firms of a place or kind
_INSIDE, _LINKS, _FIRMS_OF = r"[\p{Han}“\d]", "[的像与由为和在向让是办立]", "[区头军干主市省业]企业"


@cache
def _company() -> re.Pattern[str]:
    w = pieces(FILE)
    no_company = (
        rf"{w['trade']}|产业|行业|领域|企业|技术|制造|专业|专项|[、和等与及]|局|厅|委|创新|合作"
        rf"|协同|规划|进步|人[才员]|成果|资源|计划|体制|政策|奖|管理|金融|服务|发展|强|型|类|支出|经费|特派|小巨人|信贷|保险|支行"
    )
    return han_pattern(
        rf"(?:(?<!{_INSIDE})|(?<={_LINKS})|(?<={_FIRMS_OF}))(?![其由为以做像对据用是投国上该全本各每这那均日将开强届款个项类])(?!{w['sector']})(?P<name>\p{{Han}}{{2,3}}?{w['trade']})(?!{no_company})"
        r"(?P<acts>宣布|发布|公布|披露|推出|研制|自主|完成|交付|董事长|创始人|公司)?"
    )


@cache
def _trades() -> re.Pattern[str]:
    """Finds where a trade may begin two or three characters behind what a short name may follow.

    A match is one character, so that none hides another; two tell enough, `_company` looks at the rest.
    """
    words = {trade.partition("(")[0] for trade in load(FILE)["words"]["trade"]}  # behind it is a condition
    first = "".join(sorted({word[0] for word in words}))
    second = "".join(sorted({word[1] for word in words if len(word) > 1}))
    alone = "|".join(sorted(word for word in words if len(word) == 1))
    follows = "|".join(
        rf"(?<!{_INSIDE}.{{{n}}})|(?<={_LINKS}.{{{n}}})|(?<={_FIRMS_OF}.{{{n}}})" for n in (3, 4)
    )
    return han_pattern(rf"[{first}](?:(?=[{second}])|(?<={alone}))(?:{follows})")


@lru_cache(maxsize=2)  # asked for a document's names and for its subject
def _companies(text: str) -> tuple[tuple[int, int], ...]:
    """Words like 江天半导体 that open a clause and come back, or do something: short names of companies."""
    text = text[:_LONGEST_TEXT]
    counts: Counter[str] = Counter()
    acting = set()
    begun = [m.start() for m in _trades().finditer(text)]
    starts = sorted({start - n for start in begun for n in (2, 3) if start >= n})
    for m in found_at(_company(), text, starts):
        counts[m["name"]] += 1
        if m["acts"]:
            acting.add(m["name"])
    likely = sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_COMPANIES]
    names = [n for n in likely if n in acting or counts[n] >= 2 or text.count(n) >= 2 or _coined(n)]
    found = []
    for name in names:
        start = text.find(name)
        while start >= 0:
            found.append((start, start + len(name)))
            start = text.find(name, start + len(name))
    return tuple(found)


def _coined(name: str) -> bool:
    """Whether a name begins with two characters that are no word of the language, as names of firms do."""
    return len(rjieba.cut(name[:2], False)) > 1


def main_company(text: str, title: str) -> str | None:
    """The company that a text speaks of most, if its title names one or the text does so three times."""
    counts = Counter(text[a:b] for a, b in _companies(text))
    best = max(counts, key=lambda name: (name in title, counts[name], name), default=None)
    return best if best and (counts[best] >= 3 or best in title) else None
