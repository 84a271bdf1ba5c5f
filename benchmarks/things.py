"""How well names are joined: precision and recall over the pairs of names in `tests/linking/things`.

python -m benchmarks.things
"""

from tests.linking.test_things import joined, pairs


def main() -> None:
    """Print the figures of each file, and the pairs that are judged wrongly."""
    for name in ("open.txt", "kept.txt", "late.txt", "short.txt"):
        every = list(pairs(name))
        right = {(same, found): 0 for same in (True, False) for found in (True, False)}
        for kind, a, b, same in every:
            found = joined(kind, a, b)
            right[same, found] += 1
            if found != same:
                print(f"  {'joined' if found else 'not joined'}: {a} / {b}")
        hits, misses, wrong = right[True, True], right[True, False], right[False, True]
        print(
            f"{name}: {len(every)} pairs, {hits + misses} of one thing; "
            f"precision {hits / (hits + wrong):.3f}, recall {hits / (hits + misses):.3f}"
        )


if __name__ == "__main__":
    main()
