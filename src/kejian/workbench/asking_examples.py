"""Questions that a newcomer could ask, made of what is in the base; each is answered by it."""

from collections.abc import Iterator
from typing import Any

from kejian.answering import ask
from kejian.base.evidence import StoredEvidence
from kejian.base.queries import visible_statements
from kejian.base.series import Entry, list_series
from kejian.base.things import list_things

# kind of question → its words; {year}, {place}, {name} … come from the base
_CHINESE = {
    "value": "{year}年{place}{name}是多少？比上年增长多少？",
    "trend": "{place}{name}近几年的变化趋势",
    "share": "{year}年{place}{name}是多少？",
    "compare": "{year}年{place}和{other}哪个{name}高？",
    "fell": "{place}哪些指标{year}年比{before}年下降了？",
    "rose": "{place}哪些指标{year}年比{before}年增长了？",
    "claims": "哪些机构发布过全球首个成果？",
    "who": "谁{action}{object}？",
    "events": "{year}年{domain}有哪些里程碑？",
    "thing": "{thing}是什么？",
    "documents": "哪些文件提到了{thing}？",
}
_ENGLISH = {
    "value": "What was {name} in {place} in {year}? How much did it grow?",
    "trend": "How did {name} of {place} develop?",
    "share": "What was {name} in {place} in {year}?",
    "compare": "Compare {name} of {place} and {other} in {year}",
    "fell": "Which indicators of {place} fell between {before} and {year}?",
    "rose": "Which indicators of {place} rose between {before} and {year}?",
    "claims": "Which organisations announced world firsts?",
    "thing": "What is {thing}?",
    "documents": "Which documents mention {thing}?",
}
_SERIES = 24  # series that are looked at
_MOST_OF_A_KIND, _MOST = 2, 9


def examples(viewer: str | None, *, chinese: bool) -> list[dict[str, str]]:
    """Some questions of several kinds, ``{kind, question}``; only such as the base answers."""
    evidence = StoredEvidence("default", viewer=viewer)
    found: list[dict[str, str]] = []
    counts: dict[str, int] = {}
    for kind, question in _made(viewer, _CHINESE if chinese else _ENGLISH, chinese=chinese):
        if len(found) >= _MOST:
            break
        if counts.get(kind, 0) < _MOST_OF_A_KIND and ask(question, evidence).answered:
            counts[kind] = counts.get(kind, 0) + 1
            found.append({"kind": kind, "question": question})
    return found


def _made(viewer: str | None, words: dict[str, str], *, chinese: bool) -> Iterator[tuple[str, str]]:
    """Questions, the most telling first; which of them are answered is not known yet."""
    several = list_series("default", viewer=viewer, periods=2, limit=_SERIES).entries
    every = several or list_series("default", viewer=viewer, limit=_SERIES).entries
    named = [entry for entry in every if entry.indicator and (chinese or entry.name_en)]
    values = [_values(entry, chinese=chinese) for entry in named if entry.last_slot.isdigit()]
    for kind, at in (("value", 0), ("trend", 1), ("share", 2)):
        for one in values[at : at + 2]:
            yield kind, words[kind].format(**one)
            break
    for one in values[:1]:
        for kind in ("fell", "rose"):
            yield kind, words[kind].format(**one)
    yield "claims", words["claims"]
    for one in _things(viewer):
        yield "thing", words["thing"].format(**one)
        yield "documents", words["documents"].format(**one)
    if chinese:
        yield from _events(viewer, words)


def _values(entry: Entry, *, chinese: bool) -> dict[str, Any]:
    year = int(entry.last_slot)
    name = entry.name if chinese else entry.name_en
    return {"name": name, "place": entry.subject, "year": year, "before": year - 1}


def _things(viewer: str | None) -> list[dict[str, str]]:
    found = list_things("default", viewer=viewer, type="organisation", limit=1).entries
    return [{"thing": entry.name} for entry in found]


def _events(viewer: str | None, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    rows = visible_statements("default", viewer).filter(kind="milestone", status="active")
    told = rows.exclude(claim="").exclude(object="").exclude(action="").order_by("-period_start", "pk")
    for action, what in told.values_list("action", "object")[:4]:
        if len(what) <= 24:
            yield "who", words["who"].format(action=action, object=what)
