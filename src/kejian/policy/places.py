"""YAML whose every value knows its file, line and path, so that a mistake can be shown.

Only plain mappings, lists and scalars are read: no tags, no anchors, nothing is constructed.
"""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NoReturn

import yaml

from kejian.model import Passage
from kejian.policy.errors import RuleError

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LARGEST = 1_000_000  # characters of a rule file
_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,9})?(?:/[1-9]\d{0,5})?")
_DEEPEST = 40


class Spot:
    """A value of a YAML file: a mapping of Spots, a list of Spots, a text, or None."""

    def __init__(self, node: yaml.Node, *, file: str, path: str = "", depth: int = 0) -> None:
        self.file, self.path = file, path
        self.line = node.start_mark.line + 1
        self.plain = not getattr(node, "style", None)
        self.value: dict[str, Spot] | list[Spot] | str | None
        if not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
            self.wrong(f"has the tag {node.tag}", "plain text, numbers, lists and mappings")
        if depth > _DEEPEST:
            self.wrong("is nested too deep", f"at most {_DEEPEST} levels")
        if isinstance(node, yaml.MappingNode):
            self.value = self._mapping(node, depth)
        elif isinstance(node, yaml.SequenceNode):
            self.value = [
                Spot(child, file=file, path=f"{path}[{at}]", depth=depth + 1)
                for at, child in enumerate(node.value)
            ]
        else:
            self.value = None if node.tag.endswith(":null") else str(node.value)

    def _mapping(self, node: yaml.MappingNode, depth: int) -> "dict[str, Spot]":
        found: dict[str, Spot] = {}
        for key, child in node.value:
            name = str(key.value)
            spot = Spot(child, file=self.file, path=f"{self.path}.{name}".lstrip("."), depth=depth + 1)
            if name in found:
                spot.wrong("stands twice", "each name once")
            found[name] = spot
        return found

    def wrong(self, found: str, expected: str) -> NoReturn:
        """Raise `RuleError` at this place."""
        name = self.path or "the file"
        raise RuleError(
            f"{name} {found}", where=f"{self.file}, line {self.line}", hint=f"expected {expected}"
        )

    def mapping(
        self, *, needs: tuple[str, ...] = (), may: tuple[str, ...] | None = None
    ) -> "dict[str, Spot]":
        """The mapping, with the names in ``needs`` and none beside these and ``may`` (None: any)."""
        if not isinstance(self.value, dict):
            self.wrong(f"is {self.shown()}", f"a mapping with {', '.join(needs) or 'names'}")
        for name in needs:
            if name not in self.value:
                self.wrong(f"has no “{name}”", f"a mapping with {', '.join(needs)}")
        for name, spot in self.value.items():
            if may is not None and name not in needs and name not in may:
                spot.wrong("is not known", f"one of {', '.join((*needs, *may))}")
        return self.value

    def items(self) -> "list[Spot]":
        """The list."""
        if not isinstance(self.value, list):
            self.wrong(f"is {self.shown()}", "a list")
        return self.value

    def text(self) -> str:
        """The text, not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            self.wrong(f"is {self.shown()}", "a text")
        return self.value.strip()

    def texts(self) -> tuple[str, ...]:
        """The list of texts."""
        return tuple(item.text() for item in self.items())

    def one_of(self, names: "tuple[str, ...] | dict[str, object]") -> str:
        """The text, one of ``names``."""
        found = self.text()
        if found not in names:
            self.wrong(f"is “{found}”", f"one of {', '.join(names)}")
        return found

    def optional_text(self) -> str | None:
        """The text, or None where it is left open."""
        return None if self.value is None else self.text()

    def day(self) -> date | None:
        """The date, or None where it is left open."""
        if self.value is None:
            return None
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            self.wrong(f"is {self.shown()}", "a date such as 2025-06-30, or null where it is not known")

    def number(self) -> Fraction:
        """The exact number: 0.05, 5000, 2/3."""
        found = self.text()
        if not self.plain or not _NUMBER.fullmatch(found):
            self.wrong(f"is {self.shown()}", "a number such as 0.05 or 2/3 (an expression is not computed)")
        whole, _, below = found.partition("/")
        return Fraction(whole) / int(below or 1)

    def passage(self) -> Passage:
        """Where something stands in a document: ``{document, start, end, quote}``."""
        entry = self.mapping(needs=("document", "start", "end", "quote"), may=())
        start, end = entry["start"].number(), entry["end"].number()
        if start.denominator != 1 or end.denominator != 1 or not 0 <= start < end:
            self.wrong(f"is from {start} to {end}", "whole numbers of characters, start before end")
        return Passage(
            document=entry["document"].text(), start=int(start), end=int(end), quote=entry["quote"].text()
        )

    def flag(self) -> bool:
        """True or false."""
        if self.value not in ("true", "false"):
            self.wrong(f"is {self.shown()}", "true or false")
        return self.value == "true"

    def shown(self) -> str:
        """The value in an error message."""
        if isinstance(self.value, dict):
            return "a mapping"
        if isinstance(self.value, list):
            return "a list"
        return "empty" if self.value is None else f"“{self.value[:60]}”"


def compose(text: str, *, file: str) -> Spot:
    """The YAML in ``text``; `RuleError` for what is no YAML, is too large or uses anchors."""
    if len(text) > _LARGEST:
        raise RuleError(f"has {len(text):,} characters", where=file, hint=f"expected at most {_LARGEST:,}")
    try:
        for token in _tokens(text):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                raise RuleError(
                    "uses an anchor or alias (& or *)",
                    where=f"{file}, line {token.start_mark.line + 1}",
                    hint="expected each value written where it is used",
                )
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleError(
            f"not YAML: {error.problem}",
            where=f"{file}, line {line}",
            hint="mend the indentation or quotation",
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise RuleError(f"not YAML: {error}", where=file, hint="save the file as UTF-8 text") from error
    if node is None:
        raise RuleError("is empty", where=file, hint="expected a mapping of names to entries")
    return Spot(node, file=file)


def _tokens(text: str) -> Iterator[yaml.Token]:
    yield from yaml.scan(text, Loader=_Loader)
