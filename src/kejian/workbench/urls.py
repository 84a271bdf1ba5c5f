"""Addresses: the pages' own lists, one after the other."""

from django.urls import path
from django.views.i18n import set_language

from kejian.workbench import errors, session
from kejian.workbench.api import api
from kejian.workbench.pages import (
    add,
    ask,
    auditlog,
    document,
    document_pages,
    documents,
    drafts,
    entities,
    findings,
    indicators,
    milestones,
    overview,
    policies,
    policy_profile,
    policy_questions,
    policy_result,
    review,
    review_add,
    review_blind,
    review_gold,
    search,
)
from kejian.workbench.pages import compare as comparing

urlpatterns = [
    *overview.urls,
    *documents.urls,
    *document.urls,
    *document_pages.urls,
    *drafts.urls,
    *indicators.urls,
    *milestones.urls,
    *review.urls,
    *review_add.urls,
    *review_blind.urls,
    *review_gold.urls,
    *findings.urls,
    *comparing.urls,
    *entities.urls,
    *ask.urls,
    *search.urls,
    *policy_questions.urls,
    *policy_profile.urls,
    *policy_result.urls,
    *policies.urls,
    *add.urls,
    *auditlog.urls,
    path("login/", session.log_in, name="login"),
    path("logout/", session.log_out, name="logout"),
    path("password/", session.change_password, name="password"),
    path("language/", set_language, name="language"),
    path("healthz", session.healthy, name="healthz"),
    path("api/", api.urls),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
