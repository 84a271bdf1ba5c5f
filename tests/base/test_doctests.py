"""The examples in docstrings run."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["align", "canonical", "facade", "words", "works"])
def test_examples_run(tmp_path, name):
    from kejian.base import open_base

    open_base(tmp_path / "a.sqlite3").close()  # models can be imported once Django is set up
    result = doctest.testmod(import_module(f"kejian.base.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
