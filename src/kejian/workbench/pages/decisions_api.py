"""Deciding by programs: what the pages' forms do, as operations of the API.

The same rights, the same audit log, and the same answer to whoever comes second: 409, and nothing is changed.
``seen`` says what whoever decides had before their eyes, as the fact, the finding or the thing gives it.
Each needs the token of the session in the header ``X-CSRFToken``: a page of another site can send a request
with the reader's cookies, and can read no token.
"""

from typing import Any, Literal

from django.http import Http404
from django.middleware.csrf import get_token
from ninja import Router, Status
from pydantic import Field

from kejian.workbench.accounts import ROLES, Asked, require
from kejian.workbench.deciding import decide, usual_reason
from kejian.workbench.errors import Refused
from kejian.workbench.joining import decide_for as decide_names
from kejian.workbench.joining import name_for
from kejian.workbench.pages.drafts import context as draft
from kejian.workbench.pages.drafts import publish_for, share_for
from kejian.workbench.pages.entities import one as one_thing
from kejian.workbench.pages.findings import decide_for as decide_finding
from kejian.workbench.pages.review_add import add_for
from kejian.workbench.review_cards import card_for, corrections, statement_of
from kejian.workbench.schemas import Body, Error, Text

session = Router(tags=["session"])
facts = Router(tags=["review"])
findings = Router(tags=["findings"])
things = Router(tags=["entities"])
documents = Router(tags=["documents"])

_DONE: Any = {
    200: dict[str, Any], 400: Error, 401: Error, 403: Error, 404: Error, 409: Error
}  # fmt: skip
_LARGEST = 2**62
_MOST = 200  # accounts that a draft is shared with at once


class FactDecision(Body):
    """What is decided on a fact; ``correction`` gives fields their right values, in base units.

    Fields that are not named keep what was decided before. ``quote`` and ``moved`` take the fact to other
    words: which, and how many characters after its beginning they begin.
    """

    verdict: Literal["confirm", "reject", "correct", "withdraw"]
    seen: int = Field(ge=0, lt=_LARGEST)
    reason: Text = ""
    correction: dict[Text, Text] = Field(default_factory=dict)


class MissedFact(Body):
    """A fact that the extraction missed, on characters ``start`` to ``end`` of the document."""

    kind: Literal["figure", "milestone", "entity"]
    start: int = Field(ge=0, lt=_LARGEST)
    end: int = Field(ge=0, lt=_LARGEST)
    says: dict[Text, Text] = Field(default_factory=dict)
    reason: Text = ""


class FindingDecision(Body):
    """What is decided on a finding; ``seen`` is the state that it had then, a dismissal needs a reason."""

    verdict: Literal["accept", "dismiss", "fixed", "reopen"]
    seen: Literal["open", "accepted", "dismissed", "fixed", "gone"]
    reason: Text = ""


class NamesDecision(Body):
    """Whether two names are one thing's: ``one`` is a name of the thing (without it: what it is called).

    ``withdraw`` takes back what was said of the two; of a name and itself, what the thing is to be called.
    """

    verdict: Literal["same", "different", "withdraw"]
    other: Text
    one: Text = ""
    seen: int = Field(ge=0, lt=_LARGEST)
    reason: Text


class Naming(Body):
    """What a thing is to be called."""

    name: Text
    seen: int = Field(ge=0, lt=_LARGEST)
    reason: Text


class Publishing(Body):
    """Said by whoever publishes: that everybody who may read here may see it."""

    sure: bool


class Sharing(Body):
    """The accounts that see a draft besides its owner; those that are not named see it no longer."""

    shared_with: list[Text] = Field(max_length=_MOST)


@session.get("", response={200: dict[str, Any], 401: Error})
def who(request: Asked) -> dict[str, Any]:
    """Who asks, what they may do, and the token that what changes something needs as ``X-CSRFToken``."""
    return {
        "viewer": request.viewer,
        "role": request.role,
        "may": list(ROLES[request.role]),
        "csrf_token": get_token(request),
    }


@facts.post("/{fact}/decide", response=_DONE)
def decide_fact(request: Asked, fact: str, said: FactDecision) -> dict[str, Any]:
    """Confirm, reject, correct or take back; answers with the fact as it is then."""
    require(request, "decide")
    row = statement_of(request.viewer, fact)
    if row is None:
        raise Http404
    decide(
        request,
        row.pk,
        said.verdict,
        reason=said.reason.strip() or usual_reason(said.verdict),
        seen=said.seen,
        correction=corrections(row) | said.correction if said.verdict == "correct" else said.correction,
    )
    return _fact(request, fact)


@documents.post("/{number}/facts", response=_DONE)
def add_fact(request: Asked, number: int, said: MissedFact) -> dict[str, Any]:
    """Add a fact that the extraction missed; answers with it, confirmed."""
    require(request, "decide")
    span = (said.start, said.end)
    id_ = add_for(
        request, _known(number), kind=said.kind, span=span, says=said.says, reason=said.reason.strip()
    )
    return _fact(request, id_)


def _fact(request: Asked, id_: str) -> dict[str, Any]:
    row = statement_of(request.viewer, id_)
    if row is None:
        raise Http404
    return card_for(row)


@findings.post("/{id_}/decide", response=_DONE)
def decide_on_finding(request: Asked, id_: str, said: FindingDecision) -> dict[str, Any]:
    """Accept, dismiss, mark as fixed or open again; answers with the finding as it is then."""
    require(request, "decide")
    return decide_finding(request, id_, said.verdict, reason=said.reason.strip(), seen=said.seen)


@things.post("/{number}/decide", response=_DONE)
def decide_on_names(request: Asked, number: int, said: NamesDecision) -> dict[str, Any]:
    """Merge, split or take back; answers with the thing that has the name then."""
    require(request, "link")
    names = (said.one.strip(), said.other.strip())
    found = decide_names(
        request, _known(number), said.verdict, *names, reason=said.reason.strip(), seen=said.seen
    )
    return _thing(request, found)


@things.post("/{number}/name", response=_DONE)
def name_thing(request: Asked, number: int, said: Naming) -> dict[str, Any]:
    """Say what a thing is to be called; answers with it."""
    require(request, "link")
    found = name_for(request, _known(number), said.name.strip(), reason=said.reason.strip(), seen=said.seen)
    return _thing(request, found)


def _known(number: int) -> int:
    if not 0 <= number < _LARGEST:
        raise Http404
    return number


def _thing(request: Asked, number: int | None) -> dict[str, Any]:
    if number is None:
        raise Http404
    found = one_thing(request.viewer, number)
    return {name: value for name, value in found.items() if not name.startswith("_")}


@documents.post("/{number}/publish", response={**_DONE, 202: dict[str, Any]})
def publish_draft(request: Asked, number: int, said: Publishing) -> Any:
    """Have a draft of one's own published by the worker; how far it is, a GET of the same address says."""
    require(request, "add documents")
    if not said.sure:
        raise Refused("publishing a draft shows it to everybody who may read here", where="sure")
    publish_for(request, _known(number))
    return Status(202, _publishing(request, number))


@documents.get("/{number}/publish", response=_DONE)
def publishing_of(request: Asked, number: int) -> dict[str, Any]:
    """How far the publishing of a draft of one's own is, and as which document it is published."""
    require(request, "add documents")
    return _publishing(request, _known(number))


def _publishing(request: Asked, number: int) -> dict[str, Any]:
    found = draft(request.viewer, number)
    state = found["publishing"] or {"state": "", "error": "", "hint": ""}
    return {**state, "published_as": found["published_as"]}


@documents.post("/{number}/share", response=_DONE)
def share_draft(request: Asked, number: int, said: Sharing) -> dict[str, Any]:
    """Say who sees a draft of one's own besides oneself; answers with who does."""
    require(request, "add documents")
    return {"shared_with": share_for(request, _known(number), said.shared_with)}
