"""What the commands of `kejian policy` share: options, and how rules, profiles and days are read."""

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from kejian.policy.model import Policy, RuleBook
    from kejian.policy.profile import Profile


class PolicyFormat(StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"


class CheckFormat(StrEnum):
    """How a whole result is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Language(StrEnum):
    """The languages that Kejian speaks of policies."""

    ZH = "zh"
    EN = "en"


ProfileOption = Annotated[
    Path,
    typer.Option("--profile", metavar="FILE", help="What the enterprise says of itself: JSON, CSV, XLSX."),
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="The day asked about.", show_default="today"),
]
RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", metavar="FOLDER", help="Rule files of your own.", show_default="Kejian's"),
]
FormatOption = Annotated[PolicyFormat, typer.Option("--format", help="For people, or JSON for programs.")]
LanguageOption = Annotated[Language, typer.Option("--lang", help="The language of what Kejian says.")]


def book_of(folder: Path | None) -> "RuleBook":
    """The rules in ``folder``, else those that come with Kejian; says how many are drafts."""
    from kejian.policy.loading import load_rules, rules

    if folder is None:
        return rules()
    book = load_rules(folder)
    if book.drafts:
        typer.echo(f"kejian: {len(book.drafts)} drafts in {folder} give no verdict", err=True)
    return book


def profile_of(path: Path) -> "Profile":
    """The profile in a file."""
    from kejian.policy.reading import read_profile

    return read_profile(path)


def policy_of(book: "RuleBook", name: str) -> "Policy":
    """The policy of that id."""
    from kejian.policy.errors import RuleError

    if name not in book.policies:
        raise RuleError(f"no policy “{name}”", hint=f"expected one of {', '.join(book.policies)}")
    return book.policies[name]


def day_of(text: str | None) -> date:
    """The day in ISO form, else today."""
    from kejian.policy.errors import ProfileError

    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ProfileError(f"“{text[:40]}” is no date", where="--date", hint="expected 2025-06-30") from error


def kinds_of() -> dict[str, str]:
    """The kind of each field."""
    from kejian.policy.fields import fields as known

    return {name: field.kind for name, field in known().by_name.items()}


def label_of(name: str) -> str:
    """The label of a field."""
    from kejian.policy.fields import fields as known

    return known()[name].label


def print_json(value: Any) -> None:
    """Print ``value`` as JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file; a plain error where that is not possible."""
    from kejian.policy.errors import ProfileError

    try:
        path.write_bytes(content)
    except OSError as error:
        raise ProfileError(
            f"cannot be written: {error.strerror}", where=str(path), hint="name another file"
        ) from error
