"""Lists of numbers, whose members share what stands once: 第2、5位; 分别不超过50万元和100万元."""

from itertools import pairwise
from typing import Any

from kejian import kinds
from kejian.language import bounds, ordinals

_LISTED = ("、", "和", "与", "及", "以及")


def carry(line: str, found: list[dict[str, Any]]) -> None:
    """Give each mention of ``found`` what the one before it in its list says."""
    carried = False
    for first, second in pairwise(found):
        if first["kind"] is kinds.RANK and ordinals.ranked_on(line, first, second):
            second |= {"kind": kinds.RANK, "unit": "rank"}
        if (
            second["kind"] is kinds.POINTS
            and first.get("unit") == "个"
            and line[first["end"] : second["start"]] in _LISTED
            and line[first["end"] - 1] == "个"
        ):
            first |= {"kind": kinds.POINTS, "unit": second["unit"]}  # 快48.8个和10.4个百分点
        sign = first.get("comparator", "=")
        if (
            sign == "="
            or second.get("comparator", "=") != "="
            or first.get("unit") != second.get("unit")
            or second.get("value") is None
        ):
            continue
        between = line[first["end"] : second["start"]]
        if between not in (*_LISTED, ",", "、最高"):
            continue
        ahead = line[max(0, first["start"] - 10) : first["start"] + 6]
        listed = "分别" in ahead or "依次" in ahead
        limits = sign in ("<=", ">=") or ahead[:10].endswith(("分别", "依次"))
        if first.get("carried") or (listed and limits):
            second |= {"comparator": sign, "carried": True}
            bounds.rebound(second)
            carried = True
    if carried:
        for row in found:
            row.pop("carried", None)
