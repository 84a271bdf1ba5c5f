"""Documents: the list, and one as it was laid out with every fact in its place."""

from django.http import HttpResponse
from django.urls import path
from ninja import Router

from kejian.workbench.accounts import Asked
from kejian.workbench.pages import show

router = Router(tags=["documents"])


def view(request: Asked) -> HttpResponse:
    """The list."""
    return show(request, "workbench/overview.html", {})


def one(request: Asked, number: int) -> HttpResponse:
    """A document."""
    return show(request, "workbench/overview.html", {})


urls = [
    path("documents/", view, name="documents"),
    path("documents/<int:number>/", one, name="documents-one"),
]
