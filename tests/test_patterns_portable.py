"""Patterns mean the same on every Python from 3.11.0 on.

In early releases of 3.11 a possessive or atomic group of `re` keeps what its last failed try took, so that
``(?:,[0-9]+)*+`` takes the comma of ``2,410, and``. The `regex` module has it right.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import kejian

_SOURCES = sorted(Path(kejian.__file__).parent.rglob("*.py"))
_POSSESSIVE_GROUP = re.compile(r"\)(?:[+*?]|\{\d*,?\d*\})\+|\(\?>")


def _patterns(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and the written parts of each pattern that is given to `re.compile` and its like."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
        ):
            parts = [c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant)]
            yield node.lineno, "".join(p for p in parts if isinstance(p, str))


def test_no_pattern_of_re_has_a_possessive_group():
    found = [
        f"{path.name}:{line}"
        for path in _SOURCES
        for line, pattern in _patterns(ast.parse(path.read_text("utf-8")))
        if _POSSESSIVE_GROUP.search(pattern)
    ]
    assert _SOURCES
    assert found == [], "use regex.compile, or repeat the group greedily"
