from collections.abc import Iterator

import pytest
from tests.base.factory import facts
from tests.databases import DATABASES, new_base
from typer.testing import CliRunner


@pytest.fixture(params=DATABASES)
def url(request, tmp_path_factory) -> Iterator[str]:
    """A new base on each database."""
    with new_base(request.param, tmp_path_factory.mktemp("base")) as base:
        yield base


@pytest.fixture
def simple(monkeypatch):
    """Facts made by hand instead of those that the extraction finds, for runs in this process."""

    def extract(document, *, about=None):
        return facts(document, title=about.title, year=about.report_year or 2022)

    monkeypatch.setattr("kejian.extraction.extract", extract)


@pytest.fixture
def kejian(url):
    """Run a command on the base: ``kejian("search", "企业")`` → exit status, output, errors."""

    def run(*args, base=url):
        from kejian.commands import app

        result = CliRunner().invoke(app, [*map(str, args)], env={"KEJIAN_BASE": str(base), "COLUMNS": "200"})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
