"""Clients of the workbench on each database, for the tests of every page."""

import os
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.databases import DATABASES, postgres_base
from tests.workbench.browser import _address, chromium_browser, walk  # noqa: F401 - fixtures


def _set_up() -> None:
    """The workbench's settings in this process, and in none of those that tests start."""
    names = ("DJANGO_SETTINGS_MODULE", "KEJIAN_BASE", "KEJIAN_TEAM")
    before = {name: os.environ.pop(name, None) for name in names}
    from django.conf import settings

    from kejian.workbench import prepare

    if settings.configured and "kejian.workbench" not in settings.INSTALLED_APPS:
        raise RuntimeError("a test module started Django with the base's settings while it was imported")
    os.environ["KEJIAN_OWNER"] = "local"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop in this thread
    prepare.set_up("unused-base-of-the-tests")
    settings.ALLOWED_HOSTS = ["testserver", *settings.ALLOWED_HOSTS]
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


_set_up()


@cache
def _template() -> bytes:
    from kejian.workbench import prepare

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.sqlite3"
        with prepare.base_as_default(str(path)):
            prepare.prepare()
        return path.read_bytes()


@pytest.fixture(params=DATABASES)
def base(request, tmp_path) -> Iterator[str]:
    """A new base on each database, which is Django's ``default`` meanwhile."""
    from kejian.workbench import prepare

    if request.param == "sqlite":
        path = tmp_path / "base.sqlite3"
        path.write_bytes(_template())
        with prepare.base_as_default(str(path)):
            yield str(path)
    else:
        with postgres_base() as url, prepare.base_as_default(url):
            prepare.prepare()
            yield url


@pytest.fixture(autouse=True)
def _files(tmp_path, monkeypatch) -> None:
    """Uploaded files go to the test's own folder."""
    monkeypatch.setenv("KEJIAN_FILES", str(tmp_path / "files"))


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """The language of a test's last page is not that of the next test."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture
def site(base) -> Any:
    """A client of the workbench of one who works alone; asks in English."""
    from django.test import Client

    return Client(headers={"Accept-Language": "en"})


@pytest.fixture
def keep(base) -> Callable[..., int]:
    """Store a text with what the extraction finds in it; returns the number of the document."""
    return store


def store(text: str, *, name: str = "report.md", said: dict[str, Any] | None = None) -> int:
    """Read a text as a file of that name into ``default`` and return the number of its document."""
    from kejian.base.build import build
    from kejian.base.metadata import Metadata, Said
    from kejian.base.models import Document

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        report = build("default", [path], metadata=Metadata({}, Said(**(said or {}))), jobs=1)
    assert not report.errors, report.errors
    return Document.objects.order_by("-pk").values_list("pk", flat=True)[0]


@pytest.fixture
def team(base, settings_of_team) -> Callable[[str], Any]:
    """``team("editor")``: a client that is logged in with that role; the account has the role's name."""
    from django.contrib.auth.models import User
    from django.test import Client

    from kejian.workbench.accounts import ROLES, add_account

    for role in ROLES:
        add_account(role, role, f"{role}'s long pass phrase")

    def client(role: str) -> Any:
        found = Client(headers={"Accept-Language": "en"})
        found.force_login(User.objects.get(username=role))
        return found

    return client


@pytest.fixture
def settings_of_team() -> Iterator[None]:
    """The workbench asks for accounts; passwords are hashed quickly."""
    from django.test import override_settings

    with override_settings(TEAM=True, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
