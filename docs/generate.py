"""Write docs/reference.md from the program itself: commands, the public library, the vocabulary.

usage: generate.py [--check]    with --check nothing is written; exit status 1 if the page is out of date
"""

import inspect
import sys
from pathlib import Path
from typing import Any

import typer

import kejian
from kejian import model
from kejian.commands import app
from kejian.vocabulary.loader import load

PAGE = Path(__file__).with_name("reference.md")
NOUNS = (
    model.Document, model.Block, model.Segment, model.About, model.Mention, model.Reference, model.Figure,
    model.Milestone, model.Entity, model.Facts, model.Passage,
)  # fmt: skip


def commands() -> list[str]:
    return ["## Commands", "", *_commands("kejian", typer.main.get_command(app))]


def _commands(prefix: str, group: Any) -> list[str]:
    lines = []
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            lines += _commands(f"{prefix} {name}", command)
            continue
        usage = " ".join([prefix, name, *_usage(command)])
        lines += [f"### `{usage}`", "", inspect.cleandoc(command.help or ""), ""]
        options = [p for p in command.params if p.param_type_name == "option"]
        if options:
            lines += ["| option | meaning |", "| --- | --- |"]
            lines += [f"| `{', '.join(o.opts)}` | {_cell(o.help)} |" for o in options]
            lines.append("")
    return lines


def _usage(command: Any) -> list[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    return [f"{(a.metavar or a.name).upper()}{'…' if a.nargs == -1 else ''}" for a in arguments]


def _cell(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("|", "\\|")


def library() -> list[str]:
    lines = ["## Library", ""]
    for name in kejian.__all__:
        member = getattr(kejian, name)
        lines += [f"### `kejian.{name}{_signature(member)}`", "", *_docstring(member), ""]
    lines += ["## Nouns", "", "All are immutable values of `kejian.model`.", ""]
    for noun in NOUNS:
        lines += [f"### `{noun.__name__}`", "", *_docstring(noun), ""]
        lines += ["| field | type |", "| --- | --- |"]
        lines += [f"| `{f}` | `{_type(noun, f)}` |" for f in noun.__struct_fields__]
        lines.append("")
    return lines


def _signature(member: object) -> str:
    if not inspect.isfunction(member):
        return ""
    return (
        str(inspect.signature(member)).replace("'", "").replace("kejian.model.", "").replace("pathlib.", "")
    )


def _type(noun: type, field: str) -> str:
    for base in noun.__mro__:
        kind = inspect.get_annotations(base).get(field)
        if kind is not None:
            text = kind if isinstance(kind, str) else getattr(kind, "__name__", str(kind))
            full = str(kind) if "[" in str(kind) or "|" in str(kind) else text
            return full.replace("kejian.model.", "").replace("|", "\\|")
    return ""


def _docstring(member: object) -> list[str]:
    lines, code = [], False
    for line in inspect.getdoc(member).splitlines():
        example = line.startswith((">>>", "...")) or (code and line.strip() != "")
        if example != code:
            lines.append("```python" if example else "```")
            code = example
        lines.append(line)
    return [*lines, "```"] if code else lines


def vocabulary() -> list[str]:
    units = load("units.yaml")
    lines = [
        "## Vocabulary",
        "",
        "Files of `kejian/vocabulary/` that an expert may edit, and what they hold.",
        "",
    ]
    lines += ["| file | entries |", "| --- | --- |"]
    for path in sorted((Path(kejian.__file__).parent / "vocabulary").glob("*.yaml")):
        data = units if path.name == "units.yaml" else load(path.name)
        lines.append(f"| `{path.name}` | {', '.join(f'{k} ({_size(v)})' for k, v in data.items())} |")
    return [*lines, ""]


def _size(value: object) -> int:
    return len(value) if isinstance(value, list | dict) else 1


def main() -> None:
    head = [
        "# Reference",
        "",
        "Written by `make docs` from the program itself; edit the docstrings instead.",
        "",
    ]
    text = "\n".join([*head, *commands(), *library(), *vocabulary()])
    if "--check" not in sys.argv:
        PAGE.write_text(text, "utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != text:
        sys.exit("docs/reference.md is out of date: run `make docs`")


if __name__ == "__main__":
    main()
