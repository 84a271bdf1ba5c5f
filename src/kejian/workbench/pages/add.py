"""Adding documents: files that are uploaded, or a folder of this machine, read in the background."""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from kejian.base.metadata import Said
from kejian.workbench import audit, uploads
from kejian.workbench.accounts import Asked, needs, people
from kejian.workbench.adding import result_of, take_folder, take_in
from kejian.workbench.errors import Refused
from kejian.workbench.models import Adding
from kejian.workbench.pages import see_other, show
from kejian.workbench.tasks import add_documents

_LAST = 10


def context(viewer: str | None) -> dict[str, Any]:
    """The form's limits, and what the viewer added last."""
    mine = Adding.objects.filter(who=viewer or "").order_by("-pk")[:_LAST]
    return {
        "kinds": list(uploads.KINDS),
        "largest": uploads.LARGEST,
        "largest_together": uploads.LARGEST_TOGETHER,
        "most": uploads.MOST,
        "last": [_line(adding) for adding in mine],
        "_people": people(viewer),
        "_accept": ",".join(uploads.KINDS),
    }


def _line(adding: Adding) -> dict[str, Any]:
    known = result_of(adding)
    return {name: value for name, value in known.items() if name not in ("items", "failures")}


@csrf_exempt  # for the moment: who may upload is asked before a byte of a file is read, see `_checked`
@needs("add documents")
def view(request: Asked) -> HttpResponseBase:
    """The form, and what it sends."""
    return uploads.in_quarantine(request, _checked)


@csrf_protect
def _checked(request: Asked, quarantine: uploads.Quarantine) -> HttpResponseBase:
    if request.method != "POST":
        return show(request, "workbench/add.html", context(request.viewer))
    files = [file for file in request.FILES.getlist("files") if isinstance(file, uploads.Quarantined)]
    adding = _adding(request, quarantine, files)
    there = reverse("add-one", args=[adding.key])
    return see_other(there)


def _adding(request: Asked, quarantine: uploads.Quarantine, files: list[uploads.Quarantined]) -> Adding:
    said = _said(request)
    folder = request.POST.get("folder", "").strip()
    if quarantine.too_much:
        raise Refused(gettext("That is too much at once"), status=413, hint=_limits())
    for file in files:
        ending = PurePath(file.name or "").suffix.lower()
        if ending not in uploads.KINDS:
            raise Refused(
                gettext("Files of this kind cannot be read"),
                where=file.name,
                hint=gettext("These can: ") + " ".join(uploads.KINDS),
            )
    if not files and not (folder and not settings.TEAM):
        raise Refused(gettext("No file was chosen"), hint=gettext("Choose one or more files."))
    with transaction.atomic():
        if files:
            adding = take_in(request.viewer or "", files, said)
        else:
            adding = take_folder(request.viewer or "", folder, said)
        names = [file.name for file in files] or [folder]
        # the log is read by administrators, who need not see a draft: it keeps how many, not their names
        what = {"files": len(names)} if said.draft_of else {"files": names, "said": said}
        audit.record(request, "add documents", f"adding {adding.key}", None, what)
        add_documents.enqueue(adding.pk)
    return adding


def _said(request: Asked) -> Said:
    """What is said of all the files: the year, and who sees them."""
    year = request.POST.get("year", "").strip()
    if year and not (year.isascii() and year.isdigit() and len(year) == 4 and year[0] in "12"):
        raise Refused(gettext("This is not a year"), where=year[:20], hint=gettext("Write it as 2022."))
    draft = request.POST.get("visibility") == "draft"
    shared = [name for name in request.POST.getlist("shared") if name in people(request.viewer)]
    return Said(
        report_year=int(year) if year else None,
        draft_of=(request.viewer or None) if draft else None,
        shared_with=tuple(shared) if draft else (),
    )


def _limits() -> str:
    return gettext("At most %(most)s files, %(one)s MB each and %(all)s MB together.") % {
        "most": uploads.MOST,
        "one": uploads.LARGEST // 2**20,
        "all": uploads.LARGEST_TOGETHER // 2**20,
    }


def _mine(request: Asked, key: str) -> Adding:
    """An adding of whoever asks; others' names of files are nobody else's business."""
    adding = Adding.objects.filter(key=key, who=request.viewer or "").first()
    if adding is None:
        raise Http404
    return adding


@needs("add documents")
def one(request: Asked, key: str) -> HttpResponseBase:
    """How far an adding is, and what came of it."""
    found = {"adding": result_of(_mine(request, key))}
    return show(request, "workbench/add_one.html", found, fragment="workbench/_add_state.html")


@require_POST
@needs("add documents")
def again(request: Asked, key: str) -> HttpResponseBase:
    """Put an adding that failed in the queue once more; what is stored is not read again."""
    adding = _mine(request, key)
    with transaction.atomic():
        changed = Adding.objects.filter(pk=adding.pk, state="failed").update(state="waiting", finished=None)
        if changed:
            audit.record(request, "add documents again", f"adding {adding.key}")
            add_documents.enqueue(adding.pk)
    return see_other(reverse("add-one", args=[adding.key]))


urls = [
    path("add/", view, name="add"),
    path("add/<slug:key>/", one, name="add-one"),
    path("add/<slug:key>/again/", again, name="add-again"),
]
