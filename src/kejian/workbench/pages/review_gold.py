"""Reviewed documents: how far each is, as gold in a file; and how far two reviewers agree."""

from typing import Any

import msgspec
from django.http import Http404, HttpResponseBase
from django.urls import path

from kejian.base.agreement import Pair, agreement
from kejian.base.gold import archive, reviewed
from kejian.workbench import audit
from kejian.workbench.accounts import Asked, may, needs
from kejian.workbench.blind import SAMPLE, blind_agreement, offered
from kejian.workbench.downloads import attachment
from kejian.workbench.pages import number, show

_MOST = 500  # documents of one file


@needs("decide")
def gold_view(request: Asked) -> HttpResponseBase:
    """The documents that somebody reviewed."""
    known = reviewed("default", viewer=request.viewer)
    found: dict[str, Any] = {
        "documents": [msgspec.structs.asdict(one) | {"percent": int(100 * one.share)} for one in known],
        "_may_export": may(request, "export"),
    }
    return show(request, "workbench/review_gold.html", found)


@needs("export")
def gold_file(request: Asked) -> HttpResponseBase:
    """A zip of texts and facts: of one document, or of all that are reviewed as far as asked for."""
    least = number(request, "least", default=0, most=100)
    one = number(request, "document", default=0)
    known = [d for d in reviewed("default", viewer=request.viewer) if d.share * 100 >= least]
    chosen = [d.document for d in known if one in (0, d.document)][:_MOST]
    if not chosen:
        raise Http404
    content = archive("default", chosen, viewer=request.viewer)
    audit.record(request, "export gold", after={"documents": chosen})
    return attachment("gold.zip", content, "application/zip")


@needs("decide")
def agreement_view(request: Asked) -> HttpResponseBase:
    """How far people agree who decided on the same facts."""
    found = {
        "blind": [_pair(one) | {"kind": kind} for kind, one in blind_agreement(request.viewer)],
        "pairs": [_pair(one) for one in agreement("default", viewer=request.viewer)],
        "offered": offered(request.viewer),
        "_sample": SAMPLE,
    }
    return show(request, "workbench/review_agreement.html", found)


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "facts": pair.facts,
        "fields": [
            msgspec.structs.asdict(field) | {"percent": round(100 * field.share, 1)} for field in pair.fields
        ],
        "disagreements": [msgspec.structs.asdict(one) for one in pair.disagreements],
    }


urls = [
    path("review/gold/", gold_view, name="review-gold"),
    path("review/gold.zip", gold_file, name="review-gold-file"),
    path("review/agreement/", agreement_view, name="review-agreement"),
]
