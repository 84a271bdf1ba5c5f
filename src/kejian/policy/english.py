"""The rules in the reader's language: what their files say in Chinese, told in English.

Documents keep their names; a keyword is told by the words that people look for; a text without an
English wording stays as it is.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml

from kejian.policy.fields import fields
from kejian.policy.loading import rules
from kejian.policy.model import RuleBook
from kejian.policy.wording import Language

_HAN = re.compile("[\u3400-\u9fff]")
_SAID = (
    "title",
    "who",
    "description",
    "text",
    "open",
    "note",
    "keywords",
)  # the fields that are told to a reader


@cache
def texts() -> dict[str, str]:
    """What the rule files say, and how that is said in English.

    >>> texts()["研发费用加计扣除"]
    'Extra deduction of R&D'
    """
    file = files("kejian.policy") / "english.yaml"
    found: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


@cache
def rules_in(language: Language) -> RuleBook:
    """The rules that come with Kejian, told in ``language``.

    >>> rules_in("en").policies["rd-deduction"].who
    'enterprises with R&D outside the excluded industries'
    """
    return rules() if language == "zh" else in_english(rules())


def rules_for(question: str) -> RuleBook:
    """The rules told in the language of ``question``, to be searched in its words.

    >>> rules_for("tax rate in Lingang").policies["small-profit"].keywords[-1]
    'relief, reduction'
    """
    return rules() if _HAN.search(question) else rules_in("en")


def in_english(book: RuleBook) -> RuleBook:
    """A rule book of the same rules with English texts."""
    found: RuleBook = _told(book)
    return found


@cache
def _labels() -> dict[str, str]:
    """A condition without words of its own is told by the label of its field."""
    return {field.label: field.label_en for field in fields().by_name.values()}


def _told(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        changed = {
            name: _said(part) if name in _SAID else _told(part)
            for name, part in msgspec.structs.asdict(value).items()
        }
        return msgspec.structs.replace(value, **changed)
    if isinstance(value, dict):
        return {name: _told(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return tuple(_told(part) for part in value)
    return value


def _said(value: Any) -> Any:
    if isinstance(value, str):
        return texts().get(value) or _labels().get(value, value)
    return tuple(_said(part) for part in value) if isinstance(value, tuple) else value
