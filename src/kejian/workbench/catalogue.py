"""The Chinese catalogue: ``locale/zh_Hans/*.po`` that people edit, a part for each page, and the one
``django.mo`` made of them that Django reads.

``python -m kejian.workbench.catalogue`` checks that every text of code and templates is translated, that
none is left over, and writes the ``.mo``. No gettext binaries are needed.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent
PARTS = _HERE / "locale" / "zh_Hans"
MO = PARTS / "LC_MESSAGES" / "django.mo"
_HEAD = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
_CALLS = {"_", "gettext", "gettext_lazy", "pgettext"}
_TRANSLATE = re.compile(r"""\{%\s*(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')""")
_BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b([^%]*)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.S)
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_ENTRY = re.compile(r'^(msgid|msgstr)\s+"(.*)"$|^"(.*)"$')


def texts() -> dict[str, str]:
    """Every text to translate → the file where it stands first."""
    found: dict[str, str] = {}
    for path in sorted(_HERE.rglob("*.py")):
        for text in _in_code(path.read_text(encoding="utf-8")):
            found.setdefault(text, str(path.relative_to(_HERE)))
    for path in sorted((_HERE / "templates").rglob("*.html")):
        for text in _in_template(path.read_text(encoding="utf-8")):
            found.setdefault(text, str(path.relative_to(_HERE)))
    return found


def _in_code(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        value = node.args[0]
        if name in _CALLS and isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def _in_template(source: str) -> Iterator[str]:
    for double, single in _TRANSLATE.findall(source):
        yield double or single
    for options, body in _BLOCK.findall(source):
        for part in re.split(r"\{%\s*plural\s*%\}", body):
            text = " ".join(part.split()) if "trimmed" in options else part
            yield _VARIABLE.sub(r"%(\1)s", text.replace("%", "%%"))


def read(folder: Path = PARTS) -> dict[str, str]:
    """The catalogue: text → translation. Raises `ValueError` with the line that is not understood."""
    entries = {"": _HEAD}
    for path in sorted(folder.glob("*.po")):
        for text, translation in _part(path):
            if entries.setdefault(text, translation) != translation:
                raise ValueError(f"{path.name}: {text!r} is translated otherwise in another part")
    return entries


def _part(path: Path) -> list[tuple[str, str]]:
    entries: list[dict[str, str]] = []
    field = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _ENTRY.match(line)
        if not found or not (found[1] or entries):
            raise ValueError(f"{path.name}, line {number}: {line!r}; write msgid or msgstr and a text")
        name, text, more = found.groups()
        if name == "msgid":
            entries.append({"msgid": "", "msgstr": ""})
        field = name or field
        entries[-1][field] += ast.literal_eval(f'"{text if name else more}"')
    return [(entry["msgid"], entry["msgstr"]) for entry in entries]


def problems() -> list[str]:
    """What the catalogue lacks or has too much; empty when it is complete and compiled."""
    wanted, have = texts(), read()
    said = [f"not translated: {text!r} ({where})" for text, where in wanted.items() if not have.get(text)]
    said += [f"not used any more: {text!r}" for text in have if text and text not in wanted]
    for text, translation in have.items():
        if text and sorted(re.findall(r"%\(\w+\)s", text)) != sorted(re.findall(r"%\(\w+\)s", translation)):
            said.append(f"other variables than its text: {translation!r}")
    if not MO.exists() or MO.read_bytes() != compiled(have):
        said.append(f"{MO.name} is older than the parts: run python -m kejian.workbench.catalogue")
    return said


def compiled(entries: dict[str, str]) -> bytes:
    """The bytes of a ``.mo`` file (GNU's format, without a hash table)."""
    rows = sorted((k.encode(), v.encode()) for k, v in entries.items() if v)
    offset = 28 + 16 * len(rows)
    tables: list[list[bytes]] = [[], []]
    content = b""
    for column in (0, 1):
        for row in rows:
            tables[column].append(struct.pack("<2I", len(row[column]), offset + len(content)))
            content += row[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, offset)
    return head + b"".join(tables[0]) + b"".join(tables[1]) + content


def main() -> None:
    """Write the ``.mo`` and say what is missing."""
    MO.parent.mkdir(exist_ok=True)
    MO.write_bytes(compiled(read()))
    found = problems()
    for line in found:
        print(line)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
