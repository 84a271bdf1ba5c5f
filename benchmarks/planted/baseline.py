"""What a regular expression finds: the same words before the same unit, and another number."""

import re
from collections import defaultdict
from collections.abc import Sequence

from kejian.auditing import Read

_FIGURE = re.compile(
    r"(?P<words>[\u4e00-\u9fff]{4})(?:为|达|达到|共|累计)?(?P<number>\d[\d.]*)(?P<unit>[\u4e00-\u9fff%]{1,2})"
)
Place = tuple[str, int, int]  # document, start, end


def differing(reads: Sequence[Read], years: dict[str, int]) -> list[tuple[Place, ...]]:
    """Places of numbers that differ under the same words, unit and year reported on."""
    groups: dict[tuple[str, str, int], dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for read in reads:
        name = read.document.name
        for found in _FIGURE.finditer(read.document.text):
            key = (found["words"], found["unit"], years[name])
            groups[key][found["number"]].append((name, *found.span("number")))
    return [
        tuple(place for places in numbers.values() for place in places)
        for numbers in groups.values()
        if len(numbers) > 1
    ]
