"""Invented profiles for the properties: any mixture of facts, as they stand in a table of texts."""

from datetime import date, timedelta

from hypothesis import strategies as st

from kejian.policy.fields import fields

DAY = date(2025, 6, 30)
# amounts that lie at and beside thresholds of the rules more often than not
_YUAN = [0, 1, 3_000_000, 5_000_000, 30_000_000, 50_000_000, 80_000_000, 100_000_000, 200_000_000]


def entries(name: str) -> st.SearchStrategy[str]:
    field = fields()[name]
    if field.kind == "money":
        some = st.sampled_from(_YUAN).flatmap(
            lambda y: st.sampled_from([f"{y}", f"{y}.01", f"{y / 10**4:g}万"])
        )
        return some | st.integers(0, 10**12).map(str)
    if field.kind == "choice":
        return st.sampled_from(field.choices)
    if field.kind == "set":
        return st.lists(st.sampled_from(field.choices), min_size=1, max_size=3).map("；".join)
    if field.kind == "number":
        numbers = ("0", "0.5", "4", "28", "60", "65.1", "70", "130", "131")
        return st.sampled_from([n for n in numbers if float(n) <= (field.most or 131)])
    if field.kind == "date":
        return st.integers(0, 5000).map(lambda days: (DAY - timedelta(days)).isoformat())
    return {
        "count": st.integers(0, 600).map(str),
        "share": st.sampled_from(["0", "0.0999", "10%", "0.2", "30%", "0.35", "0.5", "1"]),
        "flag": st.sampled_from(["是", "否", "true", "false"]),
        "year": st.integers(2010, 2025).map(str),
    }[field.kind]  # fmt: skip


STATED = [f.name for f in fields().by_name.values() if f.kind not in ("age", "text") and f.computed is None]


def profiles(*, least: int = 0) -> st.SearchStrategy[dict[str, str]]:
    """Facts as texts, each with a chance of its own to be stated."""
    names = st.lists(st.sampled_from(STATED), unique=True, min_size=least, max_size=len(STATED))
    return names.flatmap(lambda chosen: st.fixed_dictionaries({n: entries(n) for n in chosen}))
