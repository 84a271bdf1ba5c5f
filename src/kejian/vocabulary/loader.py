"""Reading a vocabulary file, with the place of whatever is wrong in it."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from kejian.errors import VocabularyError

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(name: str, *, folder: Path | None = None) -> dict[str, Any]:
    """The mapping in the vocabulary file ``name``.

    ``folder`` is where the file lies; by default the package's own, whose files are read once: what is in
    them is shared by all, and changed by none. A file that is missing, is no YAML or holds no mapping raises
    `VocabularyError` with the file and the line.
    """
    return _own(name) if folder is None else _read(name, folder)


@lru_cache(maxsize=32)
def _own(name: str) -> dict[str, Any]:
    return _read(name, None)


def _read(name: str, folder: Path | None) -> dict[str, Any]:
    text = source(name, folder=folder)
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, the one written in C where there is one
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise VocabularyError(
            f"not YAML: {error.problem}",
            where=f"{name}, line {line}",
            hint="mend the indentation or quotation",
        ) from error
    except yaml.YAMLError as error:
        raise VocabularyError(f"not YAML: {error}", where=name, hint="save the file as UTF-8 text") from error
    if not isinstance(data, dict):
        raise VocabularyError(
            f"holds {_kind(data)}", where=f"{name}, line 1", hint="expected a mapping of names to entries"
        )
    return data


def source(name: str, *, folder: Path | None = None) -> str:
    """The text of the vocabulary file ``name``."""
    path = (folder or files("kejian.vocabulary")) / name
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise VocabularyError(
            "no such file", where=str(path), hint="name a file of the vocabulary"
        ) from error
    except UnicodeDecodeError as error:
        raise VocabularyError("not UTF-8", where=str(path), hint="save the file as UTF-8 text") from error


def require(
    holds: bool, found: str, *, file: str, key: object, expected: str, folder: Path | None = None
) -> None:
    """Raise `VocabularyError` at the line of ``key`` in ``file`` unless ``holds``.

    ``found`` says what stands there, ``expected`` what should.
    """
    if not holds:
        line = line_of(source(file, folder=folder), key)
        raise VocabularyError(found, where=f"{file}, line {line}", hint=f"expected {expected}")


def line_of(text: str, key: object) -> int:
    """The line (from 1) of the first YAML node of ``text`` whose text is ``key``; 1 where there is none."""
    for token in yaml.scan(text, Loader=_Loader):
        if isinstance(token, yaml.ScalarToken) and token.value == str(key):
            return int(token.start_mark.line) + 1
    return 1


def _kind(data: object) -> str:
    names = {type(None): "nothing", list: "a list", str: "a single text"}
    return names.get(type(data), f"a single {type(data).__name__}")
