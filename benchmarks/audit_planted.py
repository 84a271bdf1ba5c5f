"""How many planted errors the audit finds, from file to finding, and how often it errs on clean text.

usage: audit_planted.py [--quick] [--sentences SET] [--seed N] [--missed] [--write docs/quality-audit.md]

Prints tables in Markdown. ``--sentences held`` takes those that nobody tunes on, ``--missed`` lists what was
not found, ``--write`` puts the tables between the markers of a page.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from planted.measure import Alike, City, Clean, Result, across_cities, as_json, measured, wilson

CITIES, FEW = 20, 4
ROUNDS = 2  # of planting; each document is read that often more
MARKS = "<!-- audit_planted {}: start -->", "<!-- audit_planted {}: end -->"
NAMES = {
    1: "one figure, two statements",
    2: "growth, change, multiple",
    3: "shares, parts and totals",
    4: "part above whole, averages, rates",
    5: "cumulative figures, periods",
    6: "factors of 10, units",
    7: "ranks",
    8: "stated numbers and lists",
    9: "events, names, terms",
    10: "dates",
    11: "claims of a first",
    12: "wording",
    13: "structure, punctuation",
}
_SETS = {
    "open": "templates_a.yaml",
    "second": "templates_b.yaml",
    "third": "templates_c.yaml",
    "held": "templates_d.yaml",
}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"{FEW} cities instead of {CITIES}")
    parser.add_argument("--sentences", choices=_SETS, default="open", help="held: nobody tunes on them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true", help="list the errors that were not found")
    parser.add_argument("--json", type=Path, help="write every planted error and its fate")
    parser.add_argument("--write", type=Path, help="put the tables into this page")
    arguments = parser.parse_args(argv)
    templates = Path(__file__).parent / "planted" / _SETS[arguments.sentences]
    if not templates.exists():
        parser.error(
            f"there are no sentences of the set {arguments.sentences!r}: {templates} does not exist. "
            f"Choose another set, or put the file there (it is written by somebody who works on no check)."
        )
    start = time.perf_counter()
    count = FEW if arguments.quick else CITIES
    cities = run(count, seed=arguments.seed, sentences=arguments.sentences)
    mixed = together(count, seed=arguments.seed, sentences=arguments.sentences)
    text = report(cities, mixed, told=arguments.sentences != "held")
    print(text)
    if arguments.missed:
        print("\nNot found:\n")
        print(*missed(cities), sep="\n")
    print(f"\n{time.perf_counter() - start:.0f} s", file=sys.stderr)
    if arguments.json:
        arguments.json.write_text(as_json(cities), "utf-8")
    if arguments.write:
        put(arguments.write, text, name=arguments.sentences)


def run(count: int, *, seed: int, sentences: str) -> list[City]:
    """All cities, in two processes."""
    with tempfile.TemporaryDirectory(prefix="kejian-planted-") as folder, ProcessPoolExecutor(2) as pool:
        job = partial(_city, seed=seed, templates=_SETS[sentences], folder=folder)
        return list(pool.map(job, range(count)))


def together(count: int, *, seed: int, sentences: str) -> str:
    """What is found between cities that have nothing to do with each other."""
    with tempfile.TemporaryDirectory(prefix="kejian-planted-") as folder:
        found = across_cities(count, seed=seed, templates=_SETS[sentences], folder=Path(folder))
    counts = Counter(f.check for f in found)
    said = ", ".join(f"{n} `{check}`" for check, n in sorted(counts.items())) or "none"
    return f"All clean documents as one body, errors made of figures of several cities: {said}."


def _city(number: int, *, seed: int, templates: str, folder: str) -> City:
    return measured(number, seed=seed, templates=templates, folder=Path(folder) / str(number), rounds=ROUNDS)


def report(cities: Sequence[City], mixed: str, *, told: bool) -> str:
    """`told` says that false errors are quoted, which would give away the sentences of the held set."""
    results = [r for c in cities for r in c.results]
    clean = [f for c in cities for f in c.clean]
    documents = sum(c.documents for c in cities)
    forms: Counter[str] = sum((c.forms for c in cities), Counter())
    out = [
        f"{documents} documents of {len(cities)} invented cities "
        f"({', '.join(f'{n} {k}' for k, n in sorted(forms.items()))}), "
        f"{sum(c.characters for c in cities):,} characters; {len(results)} planted errors.",
        "",
        *_table("check", results, lambda r: f"{r.check} {NAMES[r.check]}"),
        _row("**1–8**", [r for r in results if r.check <= 8]),
        _row("**all**", results),
        "",
        *_table("check and kind", results, lambda r: f"{r.check} {r.kind}"),
        "",
        *_table("format", results, lambda r: r.form),
        "",
        *_false(clean, documents, told=told),
        "",
        *_look_alikes([one for c in cities for one in c.alike]),
        "",
        mixed,
        "",
        _figures(sum((c.figures for c in cities), Counter())),
        "",
        _naive(results, sum(c.naive for c in cities), documents),
    ]
    return "\n".join(out)


def missed(cities: Sequence[City]) -> list[str]:
    results = [r for c in cities for r in c.results if not r.found]
    return [f"- {r.check} {r.kind} ({r.doc}.{r.form}): {r.context}" for r in results]


def _table(what: str, results: Sequence[Result], key: Callable[[Result], str]) -> list[str]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in sorted(results, key=lambda r: r.check):
        groups[key(result)].append(result)
    return [
        f"| {what} | planted | found | recall | 95 % interval | by the check meant | as error | extracted |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_row(name, found) for name, found in groups.items()),
    ]


def _row(name: str, results: Sequence[Result]) -> str:
    found = sum(r.found for r in results)
    low, high = wilson(found, len(results))
    return (
        f"| {name} | {len(results)} | {found} | {found / max(len(results), 1):.2f} | {low:.2f}–{high:.2f} "
        f"| {sum(r.meant for r in results)} | {sum(r.error for r in results)} | {_extracted(results)} |"
    )


def _extracted(results: Sequence[Result]) -> str:
    """Of the errors whose place has figures: those whose figures all have a measure."""
    known = [r.extracted for r in results if r.extracted is not None]
    return f"{sum(known)} of {len(known)}" if known else "–"


def _false(clean: Sequence[Clean], documents: int, *, told: bool) -> list[str]:
    counts = Counter((f.severity, f.check) for f in clean)
    out = ["| findings on clean documents | findings | a document |", "| --- | ---: | ---: |"]
    for severity in ("error", "doubt", "style"):
        of = [(check, n) for (s, check), n in sorted(counts.items()) if s == severity]
        total = sum(n for _, n in of)
        out.append(f"| **{severity}** | {total} | {total / documents:.3f} |")
        out += [f"| {severity} `{check}` | {n} | {n / documents:.3f} |" for check, n in of]
    errors = [f for f in clean if f.severity == "error"]
    if errors and told:
        out += ["", "Findings of severity error on clean documents, all of them false:", ""]
        out += [f"- `{f.check}` {f.message} ({', '.join(dict.fromkeys(f.docs))})" for f in errors]
    return out


def _look_alikes(alike: Sequence[Alike]) -> list[str]:
    """What is right and looks like an error: how often a finding touches it."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one in sorted(alike, key=lambda a: a.kind):
        groups[one.kind].append(one.severity)
    rows = [
        f"| {kind} | {len(of)} | {of.count('error')} | {of.count('doubt')} | {of.count('style')} |"
        for kind, of in [*groups.items(), ("**all**", [a.severity for a in alike])]
    ]
    head = "| looks like an error and is none | said | reported as error | as doubt | as style |"
    return [head, "| --- | ---: | ---: | ---: | ---: |", *rows]


def _figures(counts: Counter[str]) -> str:
    printed = counts["printed"]
    parts = ("extracted", "named", "of the right year")
    said = ", ".join(f"{counts[p] / max(printed, 1):.3f} {p}" for p in parts)
    return f"Of {printed:,} levels that the clean documents print: {said}."


def _naive(results: Sequence[Result], reported: int, documents: int) -> str:
    """What it is worth to compare numbers under the same words, without knowing what they measure."""
    first = [r for r in results if r.check == 1]
    found = sum(r.naive for r in first)
    return (
        "For comparison, a regular expression (the same four characters before the same unit in documents "
        f"of one year, and another number) touches {found} of {len(first)} errors of check 1 and reports "
        f"{reported / documents:.1f} times a document on the clean ones."
    )


def put(page: Path, text: str, *, name: str) -> None:
    """The text between the markers `name` of the page, which stays as it is otherwise."""
    start, end = (mark.format(name) for mark in MARKS)
    before, found, rest = page.read_text("utf-8").partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"{page} has no lines {start} and {end}: add them where the tables shall stand")
    page.write_text(f"{before}{start}\n{text}\n{end}{after}", "utf-8")


if __name__ == "__main__":
    main()
