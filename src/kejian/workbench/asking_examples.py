"""Questions that a newcomer could ask, made of what is in the base; each is answered by it."""

import time
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kejian.answering import ask
from kejian.base.evidence import StoredEvidence
from kejian.base.linking_models import Naming
from kejian.base.models import Document
from kejian.base.queries import hidden_works, visible_statements
from kejian.base.series import Entry, list_series
from kejian.base.things import list_things
from kejian.workbench.wording import in_english, label

# kind of question → its words; {year}, {place}, {name} … come from the base
_CHINESE = {
    "value": "{year}年{place}{name}是多少？比上年增长多少？",
    "trend": "{place}{name}的变化趋势",
    "compare": "{year}年{place}和{other}哪个{name}高？",
    "fell": "{place}哪些指标{year}年比{before}年下降了？",
    "rose": "{place}哪些指标{year}年比{before}年增长了？",
    "claims": "哪些机构发布过全球首个成果？",
    "who": "谁{action}{object}？",
    "events": "{year}年在{domain}领域有哪些里程碑？",
    "thing": "{thing}是什么？",
    "documents": "哪些文件提到了{thing}？",
}
_ENGLISH = {
    "value": "{asked} {name} in {place} in {year}? How much did it grow?",
    "trend": "How did {name} of {place} develop?",
    "compare": "Compare {name} of {place} and {other} in {year}",
    "fell": "Which indicators of {place} fell between {before} and {year}?",
    "rose": "Which indicators of {place} rose between {before} and {year}?",
    "claims": "Which organisations announced world firsts?",
    "thing": "What is {thing}?",
    "documents": "Which documents mention {thing}?",
}
_SERIES = 24  # series that are looked at
_MOST = 9
_SHORT = 24  # characters of an object that a question names
_LONGEST, _MOST_KEPT = 600.0, 100  # seconds that questions are kept, and for how many viewers
_kept: dict[tuple[object, ...], tuple[float, list[dict[str, str]]]] = {}
_lock = Lock()


def examples(viewer: str | None, *, chinese: bool) -> list[dict[str, str]]:
    """Some questions, each of another kind, ``{kind, question}``; only such as the base answers.

    To ask them all takes a second in a large base, so they are kept for a while, until a document is added or
    what the viewer may not see changes.
    """
    hidden = tuple(sorted(hidden_works("default", viewer)))
    base = str([connection.settings_dict[part] for part in ("NAME", "HOST", "OPTIONS")])
    last = Document.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = (base, last, hidden, viewer or "", chinese)
    now = time.monotonic()
    with _lock:
        at, found = _kept.get(key, (0.0, []))
    if not found or now - at > _LONGEST:
        found = _answered(viewer, chinese=chinese)
        with _lock:
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[key] = (now, found)
    return found


def _answered(viewer: str | None, *, chinese: bool) -> list[dict[str, str]]:
    evidence = StoredEvidence("default", viewer=viewer)
    found: dict[str, str] = {}
    for kind, question in _made(viewer, _CHINESE if chinese else _ENGLISH, chinese=chinese):
        if len(found) >= _MOST:
            break
        if kind not in found and ask(question, evidence).answered:
            found[kind] = question
    return [{"kind": kind, "question": question} for kind, question in found.items()]


def _made(viewer: str | None, words: dict[str, str], *, chinese: bool) -> Iterator[tuple[str, str]]:
    """Questions, the most telling first; which of them are answered is not known yet."""
    several = list_series("default", viewer=viewer, periods=2, limit=_SERIES).entries
    every = several or list_series("default", viewer=viewer, limit=_SERIES).entries
    named = [entry for entry in every if entry.indicator and (chinese or entry.name_en)]
    values = [_values(entry, chinese=chinese) for entry in named if entry.last_slot.isdigit()]
    for one in values[:2]:
        yield "value", words["value"].format(**one)
    for one in values[1:3]:
        yield "trend", words["trend"].format(**one)
    for one in _pairs(named, chinese=chinese):
        yield "compare", words["compare"].format(**one)
    for one in values[:1]:
        for kind in ("fell", "rose"):
            yield kind, words[kind].format(**one)
    yield "claims", words["claims"]
    if chinese:
        yield from _events(viewer, words)
    for thing in list_things("default", viewer=viewer, type="organisation", limit=1).entries:
        for kind in ("thing", "documents"):
            yield kind, words[kind].format(thing=thing.name)


def _values(entry: Entry, *, chinese: bool) -> dict[str, Any]:
    year = int(entry.last_slot)
    name = entry.name if chinese else entry.name_en
    asked = "How many" if entry.unit and not in_english(entry.unit) else "What was the"
    return {"name": name, "place": entry.subject, "year": year, "before": year - 1, "asked": asked}


def _pairs(entries: Sequence[Entry], *, chinese: bool) -> Iterator[dict[str, Any]]:
    """Two places with the same indicator in the same year."""
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.indicator, entry)
        both = {slot for slot, _ in entry.trend} & {slot for slot, _ in other.trend}
        years = [slot for slot in both if slot.isdigit()]
        if other.subject != entry.subject and years:
            yield _values(other, chinese=chinese) | {"other": entry.subject, "year": max(years)}


def _events(viewer: str | None, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    rows = visible_statements("default", viewer).filter(kind="milestone", status="active")
    dated = rows.exclude(domain="").exclude(period_start=None).order_by("-period_start", "pk")
    for start, domain in dated.values_list("period_start", "domain")[:2]:
        yield "events", words["events"].format(year=str(start)[:4], domain=label(domain))
    told = rows.exclude(claim="").exclude(object="").exclude(action="").filter(pk__in=_acted())
    for action, what in told.order_by("-period_start", "pk").values_list("action", "object")[:4]:
        if len(what) <= _SHORT:
            yield "who", words["who"].format(action=action, object=what)


def _acted() -> QuerySet[Naming, Any]:
    """Milestones that somebody did."""
    return Naming.objects.filter(role="actor").values("statement")
