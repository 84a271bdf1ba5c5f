"""Every address of the workbench, from its own list: a page that is added is tested without a word here.

What stands in an address (a number, a name) is filled in from `EXAMPLES` by the first word of the address's
name and the argument; what is not there gets `USUAL`.
"""

import importlib
import inspect
import re
from functools import cache
from typing import Any, NamedTuple

TEXT = (
    "# 青岩市科技进步报告2022\n\n2022年8月，青岩量子研究院发布首台原型机，研发经费支出为412.5亿元，"
    "比上年增长8.3%。\n\n2022年，青岩市技术合同成交额达到1203.6亿元，其中吸纳800.2亿元、输出900.1亿元。\n\n"
    "全年举办科普活动1953余场。\n"
)
USUAL = {"number": "1", "page": "1", "document": "{document}"}
EXAMPLES = {
    ("documents", "number"): "{document}",
    ("documents", "fact"): "{fact}",
    ("document", "number"): "{document}",
    ("fact_api", "number"): "{document}",
    ("fact_api", "fact"): "{fact}",
    ("review", "fact"): "{fact}",
    ("review_fact", "fact"): "{fact}",
    ("entities", "number"): "{thing}",
    ("entity", "number"): "{thing}",
    ("findings", "id_"): "{finding}",
    ("finding_api", "id_"): "{finding}",
    ("policies", "name"): "{policy}",
    ("one", "name"): "{policy}",
    ("explain", "name"): "{policy}",
}
_NAMES = re.compile(r"""(?:number|choice|words|getlist|\.get)\(\s*(?:request,\s*)?["']([a-z_-]{1,20})["']""")
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# what a test of all addresses must not touch: it ends the session, or is no page
APART = ("logout", "openapi-json", "healthz")


class Address(NamedTuple):
    """One address: its name, the address with braces, and the parameters that it reads."""

    name: str
    path: str
    parameters: tuple[str, ...]

    @property
    def api(self) -> bool:
        """Whether it is of the API."""
        return self.path.startswith("/api/")

    def at(self, known: dict[str, Any]) -> str:
        """The address with what stands in it."""
        return self.path.format(**known)


@cache
def addresses() -> tuple[Address, ...]:
    """All of them, as `kejian.workbench.urls` has them."""
    from django.urls import get_resolver

    return tuple(_found(get_resolver().url_patterns, "/"))


def _found(patterns: Any, before: str) -> Any:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _found(pattern.url_patterns, path)
            continue
        name = pattern.name or path
        first = name.partition("-")[0]
        filled = _ARGUMENT.sub(lambda m: EXAMPLES.get((first, m[1]), USUAL.get(m[1], "x")), path)  # noqa: B023
        if name not in APART:
            yield Address(name, filled, _parameters(pattern.callback))


def _parameters(callback: Any) -> tuple[str, ...]:
    """What the module of a view reads of the address; of the API's, what all operations take."""
    module = inspect.unwrap(callback).__module__
    if module.startswith(("ninja", "functools")):
        return _of_the_api()
    if not module.startswith("kejian."):
        return ("next", "language")
    return tuple(sorted(set(_NAMES.findall(inspect.getsource(importlib.import_module(module))))))


@cache
def _of_the_api() -> tuple[str, ...]:
    from kejian.workbench.api import api

    paths = api.get_openapi_schema()["paths"].values()
    given = [one for methods in paths for operation in methods.values() for one in operation["parameters"]]
    return tuple(sorted({one["name"] for one in given if one["in"] == "query"}))


def known(document: int) -> dict[str, Any]:
    """What stands in the addresses, for a base that has the document of `TEXT`, linked and audited."""
    from kejian.base.finding_models import Finding
    from kejian.base.linking_models import Thing
    from kejian.base.models import Statement
    from kejian.policy.loading import rules

    figures = Statement.objects.filter(document=document, kind="figure", role="observation")
    return {
        "document": document,
        "fact": figures.order_by("start").values_list("pk", flat=True)[0],
        "thing": Thing.objects.order_by("pk").values_list("pk", flat=True)[0],
        "finding": Finding.objects.order_by("pk").values_list("pk", flat=True).first() or "x",
        "policy": next(iter(rules().policies)),
    }
