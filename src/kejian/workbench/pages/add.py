"""Adding documents."""

from django.http import HttpResponseBase
from django.urls import path

from kejian.workbench.accounts import Asked, needs
from kejian.workbench.pages import show


@needs("add documents")
def view(request: Asked) -> HttpResponseBase:
    """The form."""
    return show(request, "workbench/overview.html", {})


urls = [path("add/", view, name="add")]
