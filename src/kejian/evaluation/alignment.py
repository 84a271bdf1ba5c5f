"""Which found mention is which gold mention: the best pairing that keeps the reading order."""

from kejian.evaluation.files import Row
from kejian.evaluation.likeness import same_place, surface_likeness

_PLACE, _ROLE = 0.5, 0.1  # what the same sentence and the same role add to the likeness of two surfaces


def align(gold: list[Row], found: list[Row]) -> list[tuple[int, int]]:
    """Pairs of indexes, rising in both, with the greatest total likeness (global alignment).

    Rows without a likeness of surfaces are never paired. Time and memory grow with the product of the
    lengths.
    """
    weights = _weights(gold, found)
    best = [[0.0] * (len(found) + 1) for _ in range(len(gold) + 1)]
    for i in range(len(gold) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(len(found) - 1, -1, -1):
            value = below[j] if below[j] >= row[j + 1] else row[j + 1]
            weight = weights.get((i, j))
            if weight is not None and weight + below[j + 1] > value:
                value = weight + below[j + 1]
            row[j] = value
    return _trace(best, weights)


def _weights(gold: list[Row], found: list[Row]) -> dict[tuple[int, int], float]:
    weights = {}
    for i, a in enumerate(gold):
        for j, b in enumerate(found):
            likeness = surface_likeness(a.get("surface"), b.get("surface"))
            if likeness:
                place = _PLACE if same_place(a.get("sentence"), b.get("sentence")) else 0.0
                weights[i, j] = likeness + place + (_ROLE if a.get("role") == b.get("role") else 0.0)
    return weights


def _trace(best: list[list[float]], weights: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    pairs, i, j = [], 0, 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        weight = weights.get((i, j))
        if weight is not None and best[i][j] == weight + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
