"""Audits the documents of a city, clean and with planted errors, and says which were found."""

import json
import math
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from kejian import extract, read
from kejian.auditing import Finding, Read, Severity, audit
from kejian.model import About, Document, Figure

from .baseline import Place, differing
from .build import documents
from .kinds import KINDS, SCARCE
from .plant import LEVELS, Body, Plant, fresh, places, settle
from .render import write
from .source import Doc
from .world import world

# names of the checks that are meant for each numbered check of the contract; unknown names do no harm
MEANT = {
    1: {"agreement", "statements"}, 2: {"growth"}, 3: {"shares", "totals"}, 4: {"parts", "rates", "averages"},
    5: {"cumulative", "dates", "periods"}, 6: {"jumps", "units"}, 7: {"ranks"}, 8: {"lists", "counts"},
    9: {"names", "events", "terms", "agreement"}, 10: {"dates"}, 11: {"claims"}, 12: {"wording", "notation"},
    13: {"structure", "punctuation"},
}  # fmt: skip
PRINTED = {*LEVELS, "before", "cell.before", "cell.before.total"}
_SPACE = re.compile(r"\s+")


@dataclass
class Result:
    """One planted error and what became of it."""

    check: int
    kind: str
    doc: str
    form: str
    wrong: str
    right: str
    start: int
    end: int
    context: str
    found: bool = False
    meant: bool = False  # … by the check that is meant
    error: bool = False  # … as an error
    naive: bool = False  # … by a regular expression
    extracted: bool | None = None  # the figures of the place have a measure; None where it has no figures
    by: list[str] = field(default_factory=list)


@dataclass
class Clean:
    """A finding on documents without errors."""

    check: str
    severity: str
    message: str
    quotes: list[str]
    docs: list[str]


@dataclass
class Alike:
    """What looks like an error and is none; `severity` of the worst finding that touches it, or nothing."""

    kind: str
    doc: str
    text: str
    severity: str


@dataclass
class City:
    results: list[Result]
    clean: list[Clean]
    alike: list[Alike]
    documents: int
    characters: int
    forms: Counter[str]
    naive: int  # what the regular expression reports on the clean documents
    figures: Counter[str]  # of the clean documents: printed, extracted, with a measure, of the right year


def measured(number: int, *, seed: int, templates: str, folder: Path, rounds: int) -> City:
    """The documents of city `number` written, read and audited: clean, and `rounds` times with errors."""
    made = world(seed, number)
    docs = documents(made, city=number, seed=seed, templates=templates)
    clean_reads = _reads(docs, folder / "clean")
    clean = audit(list(clean_reads.values()))
    years = {doc.name: doc.year for doc in docs}
    known = {_signature(f) for f in clean}
    results: list[Result] = []
    for turn in range(rounds):
        planted, plants = planted_body(number, seed=seed, docs=docs, turn=turn)
        touched = {plant.doc for plant in plants}
        changed = _reads([d for d in planted if d.name in touched], folder / "planted")
        reads = [changed.get(doc.name, clean_reads[doc.name]) for doc in planted]
        findings = [f for f in audit(reads) if _signature(f) not in known]
        by_name = {r.document.name: r for r in reads}
        naive = differing(reads, years)
        results += [_result(plant, by_name[plant.doc], findings, naive) for plant in plants]
    return City(
        results=results,
        clean=[
            Clean(
                f.check,
                f.severity.value,
                f.message,
                [p.quote for p in f.passages],
                [p.document for p in f.passages],
            )
            for f in clean
        ],
        alike=[one for doc in docs for one in only_alike(doc, clean_reads[doc.name].document, clean)],
        documents=len(docs),
        characters=sum(len(r.document.text) for r in clean_reads.values()),
        forms=Counter(d.form for d in docs),
        naive=len(differing(list(clean_reads.values()), years)),
        figures=sum((_figures(doc, clean_reads[doc.name]) for doc in docs), Counter()),
    )


def across_cities(count: int, *, seed: int, templates: str, folder: Path) -> list[Finding]:
    """Errors on the clean documents of all cities as one body that are made of figures of several cities.

    Firms and products have names that other cities use too; what is said of them is left out.
    """
    reads: list[Read] = []
    for number in range(count):
        docs = documents(world(seed, number), city=number, seed=seed, templates=templates)
        reads += _reads(docs, folder / f"together-{number}").values()
    return [
        f
        for f in audit(reads)
        if f.severity == Severity.ERROR
        and f.check not in ("claims", "names", "events")
        and len({p.document.split("-")[0] for p in f.passages}) > 1
    ]


def planted_body(number: int, *, seed: int, docs: list[Doc], turn: int = 0) -> tuple[list[Doc], list[Plant]]:
    """A copy of the documents with at most one error of each kind, each of other figures than the others."""
    random = Random(f"plants/{seed}/{number}/{turn}")
    body = Body(world(seed, number), fresh(docs), random)
    order = list(KINDS)
    random.shuffle(order)
    order.sort(key=lambda planter: planter not in SCARCE)  # what has few places goes first
    plants = [plant for planter in order if (plant := planter(body)) is not None]
    settle(plants, body.docs)
    return body.docs, plants


def _reads(docs: Sequence[Doc], folder: Path) -> dict[str, Read]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = {}
    for doc in docs:
        document = read(write(doc, folder))
        year = None if doc.genre == "press article" else doc.year
        about = About(
            title=doc.title,
            genre=doc.genre,
            report_year=year,
            published=doc.published,
            publisher=doc.publisher,
        )
        found[doc.name] = Read(document=document, facts=extract(document, about=about))
    return found


def _signature(finding: Finding) -> tuple[str, tuple[tuple[str, str], ...]]:
    return finding.check, tuple(sorted((p.document, p.quote) for p in finding.passages))


def _result(
    plant: Plant, read: Read, findings: Sequence[Finding], naive: Sequence[tuple[Place, ...]]
) -> Result:
    start, end, before, quote, after = plant.places[0]
    result = Result(
        plant.check,
        plant.kind,
        plant.doc,
        plant.form,
        quote,
        plant.right,
        start,
        end,
        before + "【" + quote + "】" + after,
    )
    spans = [span for place in plant.places for span in where(read.document, place)]
    numbers = [
        place
        for slot, place in zip(plant.slots, plant.places, strict=True)
        if slot.number and slot.form != "stated"
    ]
    if numbers:
        figures = [_figure(read, span) for place in numbers for span in where(read.document, place)[:1]]
        result.extracted = all(figure is not None and figure.measure is not None for figure in figures)
    for finding in findings:
        if any(
            p.document == plant.doc and any(p.start < e and s < p.end for s, e in spans)
            for p in finding.passages
        ):
            result.found = True
            result.meant = result.meant or finding.check in MEANT[plant.check]
            result.error = result.error or finding.severity == "error"
            result.by.append(f"{finding.check}:{finding.severity.value}")
    result.naive = any(
        doc == plant.doc and any(left < e and s < right for s, e in spans)
        for group in naive
        for doc, left, right in group
    )
    return result


def only_alike(doc: Doc, document: Document, findings: Sequence[Finding]) -> list[Alike]:
    """What of `doc` only looks like an error, and the worst that is said of it."""
    found = []
    for slot, place in places(doc):
        if slot.form != "decoy":
            continue
        spans = where(document, place)
        said = {
            f.severity.value
            for f in findings
            for p in f.passages
            if p.document == doc.name and any(p.start < e and s < p.end for s, e in spans)
        }
        worst = next((severity for severity in ("error", "doubt", "style") if severity in said), "")
        found.append(Alike(slot.other, doc.name, slot.text, worst))
    return found


def _figure(read: Read, span: tuple[int, int]) -> Figure | None:
    """The figure whose number stands at `span`."""
    start, end = span
    return next((f for f in read.facts.figures if f.mention.start < end and start < f.mention.end), None)


def _figures(doc: Doc, read: Read) -> Counter[str]:
    """What became of the levels that the sentences and tables of a document print."""
    counts: Counter[str] = Counter()
    for slot, place in places(doc):
        spans = where(read.document, place)
        if slot.form not in PRINTED or len(spans) != 1:
            continue  # words that stand more than once are not told apart
        figure = _figure(read, spans[0])
        counts["printed"] += 1
        if figure is None or figure.value is None:
            continue
        counts["extracted"] += 1
        counts["named"] += figure.measure is not None
        right = figure.measure is not None and (figure.period or "").startswith(str(slot.year))
        counts["of the right year"] += right
    return counts


def where(document: Document, place: tuple[int, int, str, str, str]) -> list[tuple[int, int]]:
    """Where the source's words stand in the document as read, whatever spaces and line ends it has."""
    _, _, before, quote, after = (*place[:2], *(_SPACE.sub("", part) for part in place[2:]))
    kept = [i for i, c in enumerate(document.text) if not c.isspace()]
    squeezed = "".join(document.text[i] for i in kept)
    for around in (14, 8, 4, 0):
        left, right = before[-around:] if around else "", after[:around]
        at = [m.start() for m in re.finditer(re.escape(left + quote + right), squeezed)]
        if at:
            return [(kept[a + len(left)], kept[a + len(left) + len(quote) - 1] + 1) for a in at]
    return []


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval in which the true rate lies with 95 % confidence."""
    if not of:
        return 0.0, 1.0
    p = hits / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def as_json(cities: Sequence[City]) -> str:
    return json.dumps([r.__dict__ for c in cities for r in c.results], ensure_ascii=False, indent=1)


__all__ = [
    "Alike",
    "City",
    "Clean",
    "Result",
    "across_cities",
    "as_json",
    "measured",
    "planted_body",
    "wilson",
]
