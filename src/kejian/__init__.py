"""Kejian 科鉴: every figure of a report with the passage that states it.

>>> import kejian
>>> kejian.mentions("技术合同成交额4003.51亿元")[0].value
Decimal('400351000000')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kejian.base import open_base
    from kejian.extraction import extract
    from kejian.extraction.table import table
    from kejian.language import mentions
    from kejian.reading import read, read_all

__version__ = "0.1.0"

# name → the package that defines it; loaded when first used, so that `import kejian` costs nothing
_PUBLIC = {
    "extract": "kejian.extraction",
    "mentions": "kejian.language",
    "open_base": "kejian.base",
    "read": "kejian.reading",
    "read_all": "kejian.reading",
    "table": "kejian.extraction.table",
}

__all__ = ["extract", "mentions", "open_base", "read", "read_all", "table"]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'kejian' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
