"""A base with the documents of the questions."""

import pytest
from tests.answering import asking

from kejian.base import open_base
from kejian.base.metadata import read_metadata


@pytest.fixture(scope="session")
def stored(tmp_path_factory):
    with open_base(tmp_path_factory.mktemp("asked") / "base.sqlite3") as base:
        from kejian.base.build import build
        from kejian.base.evidence import StoredEvidence

        metadata = read_metadata(asking.HERE / "documents" / "meta.json")
        build(base.alias, [asking.HERE / "documents"], metadata=metadata, jobs=1)
        yield StoredEvidence(base.alias)
