"""The examples in docstrings run."""

import doctest
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import kejian

BASE = Path(kejian.__file__).parent / "base"
MODULES = [
    one.name for one in pkgutil.iter_modules([str(BASE)])
    if not one.ispkg and ">>>" in (BASE / f"{one.name}.py").read_text("utf-8")
]  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(tmp_path, name):
    from kejian.base import open_base

    open_base(tmp_path / "a.sqlite3").close()  # models can be imported once Django is set up
    result = doctest.testmod(import_module(f"kejian.base.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
