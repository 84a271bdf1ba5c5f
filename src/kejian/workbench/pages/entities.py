"""Entities: the things that documents name, and everything known of one of them."""

from typing import Any

from django.db.models import Count, F
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from ninja import Router

from kejian.base.linking_models import Member, Naming, Series, ThingDecision
from kejian.base.series import entry_of, scopes
from kejian.base.things import FullThing, Mentioned, Related, ThingEntry, list_things, related, thing
from kejian.errors import BaseError
from kejian.model import EntityType
from kejian.workbench.accounts import Asked, may
from kejian.workbench.graphs import NARROW, WIDE, graph
from kejian.workbench.joining import decide_view, decisions_on, name_view
from kejian.workbench.joining_words import reason
from kejian.workbench.pages import choice, number, paged, show, without_private, words
from kejian.workbench.pages.indicators import line
from kejian.workbench.schemas import Error

router = Router(tags=["entities"])
_SAID = 60  # statements of each list
_SERIES, _DOCUMENTS, _RELATED = 40, 60, 40
_TYPES = tuple(EntityType)


def listed(viewer: str | None, *, asked: str = "", type_: str = "", page: int = 1) -> dict[str, Any]:
    """A part of the list, those in most documents first."""
    entries, paging = paged(list_things, page, viewer=viewer, words=asked or None, type=type_ or None)
    return {
        "words": asked,
        "type": type_,
        "things": [entry(one) for one in entries],
        "_types": _TYPES,
        **paging,
    }


def entry(one: ThingEntry) -> dict[str, Any]:
    """A thing as a line of a list."""
    return {
        "id": one.id,
        "name": one.name,
        "type": one.type,
        "code": one.code,
        "names": one.names,
        "statements": one.statements,
        "documents": one.works,
        "draft": one.draft,
        "href": reverse("entities-one", args=[one.id]),
    }


def one(viewer: str | None, id_: int) -> dict[str, Any]:
    """One thing with all that is known of it. Raises `Http404`."""
    try:
        full = thing("default", id_, viewer=viewer, limit=_SAID)
        near = related("default", id_, viewer=viewer, limit=_RELATED)
    except BaseError as error:
        raise Http404 from error
    decisions = decisions_on(viewer, [name.form for name in full.names])
    named = [_related(each) for each in near]
    return {
        **entry(full.entry),
        "counts": full.counts,
        "known_as": [_name(name) for name in full.names],
        "decisions": decisions,
        "maybe": [
            {**entry(other), "reasons": [reason(why) for why in reasons]} for other, reasons in full.maybe
        ],
        "milestones": [_said(each) for each in full.milestones],
        "figures": [_said(each) for each in full.figures],
        "mentions": [_said(each) for each in full.mentions],
        "series": _series(viewer, full),
        "documents_with_it": _documents(viewer, full),
        "related": named,
        "_graphs": [graph(full.entry.name, named, shape) for shape in (WIDE, NARROW)] if named else [],
        "seen": last_decision(),
        "_all_milestones": f"{reverse('milestones')}?thing={id_}",
    }


def last_decision() -> int:
    """The number of the last decision on any names."""
    return ThingDecision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _name(name: Any) -> dict[str, Any]:
    return {
        "form": name.form,
        "name": name.shown,
        "statements": name.statements,
        "score": name.score,
        "reasons": [reason(why) for why in name.reasons],
        "decided": name.decided,
    }


def _said(each: Mentioned) -> dict[str, Any]:
    """A statement with its passage for ``{% passage %}``."""
    before, found, after = each.sentence.partition(each.quote)
    return {
        "id": each.statement,
        "kind": each.kind,
        "role": each.role,
        "period": each.period,
        "draft": each.draft,
        "passage": {
            "document": each.document,
            "title": each.title or each.name,
            "start": each.start,
            "end": each.end,
            "fact": each.statement,
            "quote": each.quote.replace("\t", " | "),
            "before": before[-120:].replace("\t", " | ") if found else "",
            "after": after[:120].replace("\t", " | ") if found else "",
        },
    }


def _series(viewer: str | None, full: FullThing) -> list[dict[str, Any]]:
    """The series of which it is the subject, of published works where they have it."""
    keys = full.series[:_SERIES]
    rows = Series.objects.filter(key__in=keys, scope__in=scopes("default", viewer)).order_by("-scope")
    found = {row.key: row for row in rows}
    return [line(entry_of(found[key])) for key in keys if key in found]


def _documents(viewer: str | None, full: FullThing) -> list[dict[str, Any]]:
    """The documents that name it, the newest first."""
    seen = scopes("default", viewer)
    names = Member.objects.filter(thing=full.entry.id, scope__in=seen).values("name")
    rows = Naming.objects.filter(name__in=names, scope__in=seen).order_by()
    counted = (
        rows.values(
            document=F("statement__document_id"),
            title=F("work__title"),
            file=F("statement__document__edition__name"),
            year=F("work__report_year"),
        )
        .annotate(statements=Count("statement", distinct=True))
        .order_by(F("work__report_year").desc(nulls_last=True), "statement__document_id")
    )
    return [{**row, "title": row["title"] or row["file"]} for row in counted[:_DOCUMENTS]]


def _related(each: Related) -> dict[str, Any]:
    place = {"document": each.document, "start": each.start, "end": each.end}
    return {**entry(each.thing), "sentences": each.sentences, "together_in": each.works, "place": place}


def view(request: Asked) -> HttpResponse:
    """The list."""
    found = listed(
        request.viewer,
        asked=words(request, "words"),
        type_=choice(request, "type", _TYPES),
        page=number(request, "page", default=1, least=1, most=10_000),
    )
    return show(request, "workbench/entities.html", found, fragment="workbench/_entities_list.html")


def one_view(request: Asked, number: int) -> HttpResponse:
    """One thing."""
    if number >= 2**62:
        raise Http404
    found = one(request.viewer, number)
    asked = words(request, "with")
    if asked and may(request, "link"):
        found |= {"_with": asked, "_candidates": _candidates(request.viewer, asked, number)}
    found["_may_link"] = may(request, "link")
    return show(request, "workbench/entity.html", found)


def _candidates(viewer: str | None, asked: str, without: int) -> list[dict[str, Any]]:
    """Things that one could be joined with."""
    found = listed(viewer, asked=asked)["things"]
    return [each for each in found if each["id"] != without][:12]


@router.get("", response={200: dict[str, Any], 401: Error})
def entities(request: Asked, words: str = "", type: str = "", page: int = 1) -> dict[str, Any]:
    """Things that documents name, those in most documents first."""
    found = listed(
        request.viewer,
        asked="".join(c for c in words if c.isprintable())[:200].strip(),
        type_=type if type in _TYPES else "",
        page=min(max(page, 1), 10_000),
    )
    return without_private(found)


@router.get("/{number}", response={200: dict[str, Any], 401: Error, 404: Error})
def entity(request: Asked, number: int) -> dict[str, Any]:
    """One thing: names and why they are joined, milestones, figures, documents, what it is named with."""
    if not 0 <= number < 2**62:
        raise Http404
    return without_private(one(request.viewer, number))


urls = [
    path("entities/", view, name="entities"),
    path("entities/<int:number>/", one_view, name="entities-one"),
    path("entities/<int:number>/decide/", decide_view, name="entities-decide"),
    path("entities/<int:number>/name/", name_view, name="entities-name"),
]
