"""A draft as the text of a rule file."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from kejian.policy.drafting.model import Draft
from kejian.policy.errors import RuleError

_HEAD = """\
# Draft made from {document}. Nothing in it counts until an expert has compared every number with its source,
# filled what is open, given each condition and figure the status A or B, and removed `status: draft`.
"""


class _Dumper(yaml.SafeDumper):
    """Plain mappings and lists; the innermost on one line, as the rule files have them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(dumper: yaml.SafeDumper, value: Any) -> yaml.Node:
    text = f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else f"{value:.9f}"
    return dumper.represent_scalar("tag:yaml.org,2002:str" if "/" in text else "tag:yaml.org,2002:float",
                                   text if "/" in text else text.rstrip("0").rstrip("."))  # fmt: skip


_Dumper.add_representer(Fraction, _number)
_Dumper.add_representer(float, _number)


def as_yaml(entry: dict[str, Any], *, document: str) -> str:
    """``entry`` as YAML that `kejian.policy.loading` reads."""
    body = yaml.dump(
        entry, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=160
    )
    return _HEAD.format(document=" ".join(document.split())) + body


def write(drafts: Sequence[Draft], path: Path) -> tuple[Path, ...]:
    """Write the first draft to ``path`` and the others beside it, numbered from 2; never over a file."""
    paths = tuple(
        path if at == 1 else path.with_name(f"{path.stem}-{at}{path.suffix}")
        for at in range(1, len(drafts) + 1)
    )
    for target in paths:
        if target.exists():
            raise RuleError("is there already", where=str(target), hint="name another file, or move this one")
    for one, target in zip(drafts, paths, strict=True):
        try:
            target.write_text(one.text, encoding="utf-8")
        except OSError as error:
            raise RuleError(f"cannot be written: {error.strerror}", where=str(target)) from error
    return paths
