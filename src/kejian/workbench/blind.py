"""Blind second reviews: facts that others decided on, judged by somebody who does not see what they decided.

What is judged changes nothing of a fact and overwrites nothing. While a review is open everything else of
the workbench is closed to whoever reviews (`kejian.workbench.middleware.Blindfold`): what the first reviewer
decided shows in too many places, from series to the audit log, to be hidden in each of them.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from kejian.base.adding import added_by
from kejian.base.agreement import Pair, pair
from kejian.base.blind_models import BlindFact, BlindJudgment, BlindReview, BlindVerdict
from kejian.base.connection import writing
from kejian.base.decided import holds, last_decisions, said
from kejian.base.decisions import checked
from kejian.base.models import Decision, Statement
from kejian.base.queries import visible_statements
from kejian.base.spans import check_span
from kejian.workbench import audit
from kejian.workbench.accounts import Asked
from kejian.workbench.errors import Refused
from kejian.workbench.review_cards import correction_of, statement_of

SAMPLE = 50  # facts of a sample
_MOST = 5_000  # facts that are looked at, those decided last


def open_review(who: str | None) -> BlindReview | None:
    """The blind review that somebody has open."""
    if not settings.TEAM or not who:
        return None
    return BlindReview.objects.filter(who=who, finished__isnull=True).first()


def facts_of(review: BlindReview) -> list[str]:
    """The facts of a review, in the order in which they are shown."""
    return list(review.facts.order_by("pk").values_list("statement_id", flat=True))


def offered(viewer: str | None) -> list[dict[str, Any]]:
    """The documents with facts that somebody could review blind, and how many; none for one who is alone."""
    found = _candidates(viewer) if settings.TEAM else {}
    counts = Counter(row.document_id for row, _ in found.values())
    titles = {row.document_id: _title(row) for row, _ in found.values()}
    return [{"document": n, "title": titles[n], "facts": count} for n, count in counts.most_common()]


def _title(row: Statement) -> str:
    document = row.document
    return (document.work.title or document.edition.name) if document else ""


def _candidates(viewer: str | None, document: int = 0) -> dict[str, tuple[Statement, Decision]]:
    """Facts that others decided on, whose decision holds and which the viewer had nothing to do with yet."""
    made = Decision.objects.order_by("-pk")
    if document:
        made = made.filter(statement__document=document)
    ids = dict.fromkeys(made.values_list("statement_id", flat=True)[:_MOST])
    known = set(Decision.objects.filter(who=viewer or "").values_list("statement_id", flat=True))
    known |= set(BlindFact.objects.filter(review__who=viewer or "").values_list("statement_id", flat=True))
    last = last_decisions("default", [one for one in ids if one not in known])
    rows = visible_statements("default", viewer).filter(pk__in=list(last), status="active")
    rows = rows.filter(document__isnull=False).select_related(
        "extractor", "document__work", "document__edition"
    )
    return {
        row.pk: (row, last[row.pk])
        for row in rows.defer("document__text", "document__layout", "document__sketch")
        if holds(last[row.pk], row) and not added_by(row)
    }


def start(request: Asked, document: int) -> None:
    """Begin a blind review of a document, or (0) of a sample. Raises `Refused` where there is nothing."""
    found = _candidates(request.viewer, document)
    if not found:
        raise Refused(
            gettext("Nobody else decided on facts here that you have not seen decided"),
            status=409,
            hint=gettext("Let another person review first, or choose another document."),
        )
    chosen = list(found)
    if not document:
        chosen = random.sample(chosen, min(SAMPLE, len(chosen)))
    chosen.sort(key=lambda one: (found[one][0].document_id or 0, found[one][0].start or 0, one))
    try:
        with transaction.atomic():
            review = BlindReview.objects.create(
                who=request.viewer or "", sample=not document, at=datetime.now(UTC)
            )
            BlindFact.objects.bulk_create(
                BlindFact(review=review, statement=found[one][0], decision=found[one][1]) for one in chosen
            )
            after = {"facts": len(chosen)}
            audit.record(request, "start blind review", f"blind review {review.pk}", after=after)
    except IntegrityError:
        raise Refused(gettext("You have a blind review open already"), status=409) from None


def judge(request: Asked, fact: str, verdict: str, sent: Mapping[str, str]) -> None:
    """Add what somebody says of a fact of their open review. Raises `Refused`, `BaseError`."""
    with writing("default"):
        review = open_review(request.viewer)
        row = statement_of(request.viewer, fact)
        of = review.facts.filter(statement=fact).first() if review else None
        if review is None or row is None or of is None or verdict not in BlindVerdict:
            raise Refused(gettext("This fact is not in a blind review of yours"), status=409)
        right = correction_of(row, sent, blind=True) if verdict == "correct" else {}
        if verdict == "correct" and not right:  # saved without a change
            verdict = "confirm"
        right = checked(row.kind, verdict, right)
        if row.document is not None and row.start is not None and row.end is not None:
            check_span(row.document.text, (row.start, row.end), right)
        BlindJudgment(
            fact=of,
            verdict=verdict,
            expected=msgspec.json.encode(said(row), order="sorted").decode(),
            correction=msgspec.json.encode(right, order="sorted").decode(),
            quote=row.quote,
            at=datetime.now(UTC),
        ).save()
        after = {"fact": fact, "verdict": verdict}
        audit.record(request, "judge blind", f"blind review {review.pk}", after=after)


def finish(request: Asked) -> None:
    """End the open review: what was not judged is left out, and the rest of the workbench is open again.

    Raises `Refused` where none is open.
    """
    with writing("default"):
        review = open_review(request.viewer)
        if review is None:
            raise Refused(gettext("You have no blind review open"), status=409)
        BlindReview.objects.filter(pk=review.pk).update(finished=datetime.now(UTC))
        after = {"judged": len(judged(review)), "of": len(facts_of(review))}
        audit.record(request, "finish blind review", f"blind review {review.pk}", after=after)


def judged(review: BlindReview) -> dict[str, BlindJudgment]:
    """What was said of each fact last."""
    said = BlindJudgment.objects.filter(fact__review=review).select_related("fact")
    return {one.fact.statement_id: one for one in said.order_by("pk")}


def blind_agreement(viewer: str | None) -> list[tuple[str, Pair]]:
    """How second reviewers who saw nothing agree with the first: by kind of fact, a pair of people each."""
    both: dict[tuple[str, str, str], dict[str, tuple[Decision, Decision]]] = defaultdict(dict)
    for review in BlindReview.objects.filter(finished__isnull=False).order_by("pk"):
        second = judged(review)
        first = Decision.objects.in_bulk([one.fact.decision_id for one in second.values()])
        rows = visible_statements("default", viewer).filter(status="active").in_bulk(list(second))
        for fact, row in rows.items():
            said_blind = second[fact]
            decision = first[said_blind.fact.decision_id]
            decision.statement = row
            other = Decision(
                statement=row,
                verdict=said_blind.verdict,
                expected=said_blind.expected,
                correction=said_blind.correction,
                quote=said_blind.quote,
                who=review.who,
            )
            both[decision.who, review.who, row.kind][fact] = (decision, other)
    found = [(kind, pair(one, other, list(made.values()))) for (one, other, kind), made in both.items()]
    return sorted(found, key=lambda each: (-each[1].facts, each[0], each[1].first, each[1].second))
