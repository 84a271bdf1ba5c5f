"""Drafts of rules out of a document: one for each policy that the document states terms of."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

import regex

from kejian.model import About, Document, Facts, Figure, Role
from kejian.policy.drafting.model import Draft, DraftTerm, Particular
from kejian.policy.drafting.options import Body, source, standings
from kejian.policy.drafting.particulars import particulars
from kejian.policy.drafting.terms import find_terms
from kejian.policy.drafting.words import words
from kejian.policy.drafting.writing import as_yaml

_SIGNS = regex.compile(r"[^\w\-]+")


def draft(document: Document, *, facts: Facts | None = None, about: About | None = None) -> tuple[Draft, ...]:
    """A draft for each policy that ``document`` states terms or dates of, in the order of their first term.

    Where the document is itself a policy (its title says so), every term is its own; else a term belongs to
    the policy that the passage names. ``about`` says what is known of the document (the year of its days).
    """
    if facts is None:
        from kejian.extraction import extract

        facts = extract(document, about=about)
    title = facts.about.title
    own = title if title and words().says("document", title) else None
    terms = find_terms(document, facts, title=own)
    names = dict.fromkeys([*([own] if own else []), *(term.policy for term in terms)])
    found: list[Draft] = []
    for name in names:
        said = particulars(document, facts, policy=name, own=name == own)
        mine = tuple(term for term in terms if term.policy == name)
        if mine or any(p.name in ("from", "to") for p in said):
            found.append(_draft(document, name, len(found) + 1, mine, said))
    return tuple(found)


def unnamed(facts: Facts, drafts: Sequence[Draft]) -> tuple[Figure, ...]:
    """The terms of ``facts`` whose policy the document does not name: no draft of ``drafts`` holds them."""
    held = {term.passage.start for one in drafts for term in one.terms}
    return tuple(
        figure
        for figure in facts.figures
        if figure.role is Role.TERM and figure.policy is None and figure.passage.start not in held
    )


def _draft(
    document: Document, title: str, at: int, terms: tuple[DraftTerm, ...], said: tuple[Particular, ...]
) -> Draft:
    known = {p.name: p for p in said}
    name = f"draft-{_SIGNS.sub('-', document.name).strip('-')[:60]}-{at}"
    since = next((p.value for n in ("from", "published") if (p := known.get(n))), date.min)
    assert isinstance(since, date)
    body = Body(since=since)
    for _, clause in groupby(terms, key=lambda t: t.clause.start):
        mine = list(clause)
        body.add(mine, paragraph=document.text.rfind("\n", 0, mine[0].clause.start))
    body.finish()
    entry = _entry(name, title, body, known)
    return Draft(
        id=name,
        title=title,
        terms=terms,
        particulars=said,
        text=as_yaml(entry, document=document.name),
    )


def _entry(name: str, title: str, body: Body, known: dict[str, Particular]) -> dict[str, Any]:
    def value(key: str) -> Any:
        return known[key].value if key in known else None

    entry: dict[str, Any] = {
        "id": name, "status": "draft", "title": title, "issuer": value("issuer"), "region": None,
        "who": (value("who") or "")[:200] or None, "keywords": [],
        "sources": {p.name: source(p.source) for p in known.values()},
    }  # fmt: skip
    if body.year_cap:
        entry["year_cap"] = body.year_cap
    if body.per_project:
        entry["per_project"] = True
    entry["parameters"] = body.parameters
    entry["versions"] = [_version(body, known)]
    if "window" in known:
        start, end = value("window")
        entry["windows"] = [{"from": start, "to": end, "document": value("document")}]
    entry["materials"] = list(value("materials")) if "materials" in known else None
    entry["apply_at"] = value("apply_at")
    return entry


def _version(body: Body, known: dict[str, Particular]) -> dict[str, Any]:
    def value(key: str) -> Any:
        return known[key].value if key in known else None

    who = known.get("who")
    conditions = [*(standings(str(who.value), who.source) if who else []), *body.conditions]
    opened = [*dict.fromkeys(body.open)]
    if "yearly_window" in known:
        opened.append(f"每年申报时间：{value('yearly_window')}，当年起止日期待填")
    if "from" not in known:
        printed = value("published") or value("published_about")
        opened.append(f"施行日期未写明{f'（{printed}发布）' if printed else ''}")
    version: dict[str, Any] = {
        "document": value("document"), "from": value("from"), "to": value("to"), "status": "C",
        "conditions": conditions,
    }  # fmt: skip
    if body.options:
        version["options"] = body.options
    else:
        version["benefit"] = {"of": "status", "text": "未写明给予什么"}
    return {**version, "open": opened}
