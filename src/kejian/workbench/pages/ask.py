"""Ask: a question in words, its answer, and everything that it rests on."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from ninja import Router

from kejian.answering import ask
from kejian.answering.asking import MOST_CHARACTERS
from kejian.answering.model import Amount, Answer, Quoted
from kejian.answering.saying import say
from kejian.answering.values import COMPARED
from kejian.base.evidence import StoredEvidence
from kejian.base.series import all_series, entries
from kejian.workbench.accounts import Asked
from kejian.workbench.asking_examples import examples
from kejian.workbench.errors import Refused
from kejian.workbench.measure_words import beside, called, indicator_of, reads_english
from kejian.workbench.pages import number, show
from kejian.workbench.pages.indicators import address, chart_of
from kejian.workbench.schemas import Error
from kejian.workbench.series_pictures import points
from kejian.workbench.wording import amount, tongue

router = Router(tags=["ask"])
_LONGEST = 20_000  # characters of a question that are looked at at all
_PICTURES, _IN_PICTURE = 2, 6
_SOURCES = 60  # passages that the page shows


def answer_to(viewer: str | None, question: str, *, year: int = 0) -> Answer:
    """The answer from what the viewer may see. Raises `Refused` for what is far too long."""
    if len(question) > _LONGEST:
        raise Refused(
            f"the question has {len(question)} characters",
            status=413,
            where="q",
            hint=f"ask in at most {MOST_CHARACTERS} characters",
        )
    return ask(question, StoredEvidence("default", viewer=viewer), reference=year or None)


def context(viewer: str | None, question: str, *, year: int = 0) -> dict[str, Any]:
    """The answer as `kejian ask --format json` gives it; without a question some that could be asked."""
    again = "".join(c for c in question[:MOST_CHARACTERS] if c.isprintable())
    given: dict[str, Any] = {"_q": again, "_most": MOST_CHARACTERS, "_year": year or ""}
    if not question.strip():
        chinese = tongue() == "zh"
        return given | {"examples": examples(viewer, chinese=chinese)}
    answer = answer_to(viewer, question, year=year)
    return given | as_plain(answer) | {"_answer": shown(viewer, answer)}


def as_plain(answer: Answer) -> dict[str, Any]:
    """The answer as plain values."""
    found: dict[str, Any] = msgspec.to_builtins(answer)
    return found


def shown(viewer: str | None, answer: Answer) -> dict[str, Any]:
    """What the page shows of an answer besides its plain values: pictures, sources, links."""
    unread = " ".join(word for one in answer.question for word in one.unread)
    comma = ", " if reads_english() else "、"
    return {
        "comma": comma,
        "lines": answer.text.split("\n"),
        "values": [_amount(one, answer.language) for one in answer.values],
        "items": answer.items,
        "disagreement": [
            {
                "of": one,
                "called": _measure(one.measure, one.values[0].series if one.values else "")[0],
                "values": [_amount(value, answer.language) for value in one.values],
                "docs": comma.join(one.docs),
            }
            for one in answer.disagreement
        ],
        "charts": _pictures(viewer, answer.chart.series) if answer.chart else [],
        "sources": [_source(at, one) for at, one in enumerate(answer.passages[:_SOURCES], 1)],
        "more_sources": max(0, len(answer.passages) - _SOURCES),
        "search": f"{reverse('search')}?{urlencode({'q': unread})}" if unread else "",
    }


def _amount(one: Amount, told: str) -> dict[str, Any]:
    """A value in the reader's language; ``told`` is that of the answer, in which its words are."""
    language = get_language() or "en"
    english = reads_english()
    bounds = [amount(end, one.unit or "", language=language) for end in (one.lower, one.upper)]
    exact = amount(one.value, one.unit or "", language=language)
    if exact and one.comparator in COMPARED and english != (told == "en"):
        said = COMPARED[one.comparator][english] + exact
    else:
        said = one.shown if one.comparator != "=" or not exact else exact
    measure, own = _measure(one.measure or "", one.series)
    return {
        "said": said,
        "called": measure,
        "own": own,
        "bounds": bounds if bounds[0] != bounds[1] and any(bounds) else [],
        "it": one,
        "href": address([one.series], at=one.period or "") if one.series else "",
    }


def _measure(measure: str, series: str | None) -> tuple[str, str]:
    """A measure as the reader calls it, and its Chinese name beside an English one.

    ``series`` is the key of the series that has it.
    """
    one = indicator_of(series or "")
    if one is None or not reads_english():
        return called(measure), beside(measure)
    mark = (series or "").split("|")[2]
    names = [
        name + (say(f"{mark}_mark", at) if mark else "") for name, at in ((one.zh, "zh"), (one.en, "en"))
    ]
    return (names[1], one.zh) if measure in names else (measure, "")


def _source(at: int, one: Quoted) -> dict[str, Any]:
    """A passage for ``{% passage %}``: the quotation within its sentence, where it stands there once."""
    before, found, after = one.sentence.partition(one.quote)
    return {
        "number": at,
        "document": one.number,
        "title": one.title or one.doc,
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "before": before[-120:].replace("\t", " | ") if found else "",
        "after": after[:120].replace("\t", " | ") if found else "",
    }


def _pictures(viewer: str | None, keys: Sequence[str]) -> list[dict[str, Any]]:
    """A chart for the series of each measure and unit; those of as many as are drawn are read at once."""
    order = list(dict.fromkeys(keys))
    groups: dict[tuple[str, str], list[str]] = {}
    lines = {one.key: one for one in entries("default", order, viewer=viewer)}
    for one in (lines[key] for key in order if key in lines):
        groups.setdefault((one.name, one.unit), []).append(one.key)
    drawn: list[dict[str, Any]] = []
    parts = [group[:_IN_PICTURE] for group in groups.values()]
    for at in range(0, len(parts), _PICTURES):
        some = parts[at : at + _PICTURES]
        read = all_series("default", viewer=viewer, keys=[key for group in some for key in group])
        full = {one.entry.key: one for one in read}
        for group in some:
            known = [full[key] for key in group if key in full]
            if len(drawn) < _PICTURES and any(points(one) for one in known):
                drawn.append(chart_of(known))
        if len(drawn) == _PICTURES:
            break
    return drawn


def view(request: Asked) -> HttpResponse:
    """The question and its answer."""
    year = number(request, "year", default=0, least=1000, most=9999)
    found = context(request.viewer, request.GET.get("q", ""), year=year)
    return show(request, "workbench/ask.html", found, fragment="workbench/_ask_answer.html")


@router.get("", response={200: dict[str, Any], 401: Error, 413: Error})
def ask_api(request: Asked, q: str, year: int = 0) -> Mapping[str, Any]:
    """The answer to a question in Chinese or English, with every passage that it rests on."""
    return as_plain(answer_to(request.viewer, q, year=year if 1000 <= year <= 9999 else 0))


urls = [path("ask/", view, name="ask")]
