"""Search: passages that hold the words, the statements in them, and what is called so."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from ninja import Router

from kejian.base.searching import Hit
from kejian.base.searching import search as find
from kejian.base.series import list_series
from kejian.base.things import list_things
from kejian.errors import BaseError
from kejian.workbench.accounts import Asked
from kejian.workbench.errors import Refused
from kejian.workbench.pages import number, show, words
from kejian.workbench.pages.indicators import line
from kejian.workbench.refusals import mistaken
from kejian.workbench.schemas import Error
from kejian.workbench.wording import tongue

router = Router(tags=["search"])
_PAGE, _MOST = 20, 200
_LONGEST = 20_000  # characters that are looked at at all
_WORDS = 1000  # characters of the words
_NAMED = 6  # things and series above the passages
_COUNTED = 1000  # how far these are counted
_AROUND = 300  # characters of a long passage shown around its marks
_FACTS = 8  # statements shown of a passage


def context(viewer: str | None, asked: str, *, most: int = _PAGE) -> dict[str, Any]:
    """Passages with the words, best first; things and series with them in their names."""
    empty: dict[str, Any] = {"q": asked, "most": most, "problem": "", "ranked": True, "more": False}
    empty |= {"things": [], "series": [], "hits": []}
    if not asked:
        return empty
    try:
        found = find("default", asked, viewer=viewer, limit=most)
        series = list_series("default", viewer=viewer, words=asked, limit=_NAMED, most=_COUNTED)
        things = list_things("default", viewer=viewer, words=asked, limit=_NAMED, most=_COUNTED)
    except BaseError as error:
        told, todo = mistaken(error.message, error.hint or "", language=tongue())
        return empty | {"problem": told, "problem_hint": todo}
    return empty | {
        "ranked": found.ranked,
        "more": found.more,
        "things": [
            {"id": one.id, "name": one.name, "type": one.type, "works": one.works, "draft": one.draft}
            for one in things.entries
        ],
        "series": [line(entry) for entry in series.entries],
        "hits": [_hit(hit) for hit in found.hits],
        "_more_things": _rest(things.total, "entities", words=asked),
        "_more_series": _rest(series.total, "indicators", named=asked),
        "_further": min(most + 2 * _PAGE, _MOST) if found.more and most < _MOST else 0,
    }


def _rest(total: int, name: str, **asked: str) -> dict[str, Any]:
    """How many are not shown, and where they are."""
    there = f"{reverse(name)}?{urlencode(asked)}"
    n = f"{_COUNTED - _NAMED}+" if total > _COUNTED else total - _NAMED
    return {"n": n, "href": there} if total > _NAMED else {}


def _hit(hit: Hit) -> dict[str, Any]:
    first = hit.marks[0][0] if hit.marks else 0
    last = hit.marks[-1][1] if hit.marks else min(len(hit.text), 1)
    begin = max(0, first - _AROUND) if len(hit.text) > 3 * _AROUND else 0
    end = min(len(hit.text), max(first + 2 * _AROUND, 0)) if len(hit.text) > 3 * _AROUND else len(hit.text)
    return {
        "document": hit.number,
        "name": hit.document,
        "title": hit.work,
        "start": hit.start + first,
        "end": hit.start + max(last, first + 1),
        "heads": list(hit.heads),
        "text": hit.text,
        "marks": [list(mark) for mark in hit.marks],
        "score": hit.score,
        "statements": list(hit.statements),
        "_pieces": list(_pieces(hit.text, hit.marks, begin, end)),
        "_facts": list(hit.statements[:_FACTS]),
        "_more_facts": max(0, len(hit.statements) - _FACTS),
    }


def _pieces(text: str, marks: Sequence[tuple[int, int]], begin: int, end: int) -> Iterator[tuple[str, bool]]:
    """The text from ``begin`` to ``end`` in pieces, each with whether it is marked."""
    at = begin
    if begin:
        yield "… ", False
    for first, last in marks:
        if first < at or last > end:
            continue
        yield text[at:first].replace("\t", " | "), False
        yield text[first:last], True
        at = last
    yield text[at:end].replace("\t", " | "), False
    if end < len(text):
        yield " …", False


def asked_for(text: str) -> None:
    """Raises `Refused` for what is no search by its size."""
    if len(text) > _LONGEST:
        raise Refused(
            f"the search has {len(text)} characters", status=413, where="q", hint="search for fewer words"
        )


def view(request: Asked) -> HttpResponse:
    """What was found."""
    asked_for(request.GET.get("q", ""))
    most = number(request, "most", default=_PAGE, least=1, most=_MOST)
    found = context(request.viewer, words(request, "q", most=_WORDS), most=most)
    if request.GET.get("format") == "json":
        found = plain(found)
    else:
        found["hits"] = [{n.removeprefix("_"): v for n, v in hit.items()} for hit in found["hits"]]
    return show(request, "workbench/search.html", found)


def plain(found: dict[str, Any]) -> dict[str, Any]:
    """The same without what is for the template alone."""
    told = {name: value for name, value in found.items() if not name.startswith("_")}
    return told | {"hits": [{n: v for n, v in hit.items() if not n.startswith("_")} for hit in found["hits"]]}


@router.get("", response={200: dict[str, Any], 400: Error, 401: Error, 413: Error})
def search_api(request: Asked, q: str, most: int = _PAGE) -> dict[str, Any]:
    """Passages that hold every word, with marks and statements; ``ranked`` says whether by relevance."""
    asked_for(q)
    asked = "".join(c for c in q if c.isprintable())[:_WORDS].strip()
    return plain(context(request.viewer, asked, most=min(max(most, 1), _MOST)))


urls = [path("search/", view, name="search")]
