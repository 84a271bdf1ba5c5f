"""Learn where the subject at the head of a clause ends: the weights of ``extraction/models/facts.json``.

usage: train_facts.py [--folds N] [--out FILE] [FOLDER …]

Learns from the texts of ``benchmarks/figures``, in which figures are marked ``[[number|subject|measure]]``
(no subject: the document's own), from the passages of the tests, and from folders of gold documents
(NAME.md or NAME.txt, NAME.jsonl and a
meta.json; the texts may stand in another folder: GOLD:TEXTS:META). Without --out it only prints, for each
document, the share of figures whose subject, and whose subject and measure, are right: by the rules alone and
with weights learned from the other documents.
"""

import argparse
import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import yaml

from kejian import extract, read
from kejian.evaluation import read_rows
from kejian.evaluation.alignment import align
from kejian.evaluation.likeness import bare, dice, same_measure, same_subject
from kejian.extraction import rows
from kejian.extraction.figures import choosing, speaking
from kejian.extraction.figures.choice_features import choice_of
from kejian.extraction.figures.titles import document_subject
from kejian.extraction.figures.weighing import Scales, features, tables
from kejian.model import About, Document, Role

ROOT = Path(__file__).parents[1]
MARKED = ROOT / "benchmarks/figures"
PASSAGES = [
    ROOT / f"tests/extraction/figures/passages/{name}.yaml" for name in ("first", "second", "third", "fourth")
]
_MARK = re.compile(r"\[\[([^\]]*)\]\]")
_PLAIN = re.compile(r"[\s#*-]")
_SQUEEZE, _MARKED_WEIGHT, _ROUNDS = 2.0, 1.0, 150


class Learned(NamedTuple):
    """A document with (subject, measure) by the place of its figures, and whose report it is."""

    name: str
    document: Document
    about: About
    gold: dict[int, tuple[str | None, str | None]]
    home: set[str]
    weight: float


def marked(path: Path) -> Learned:
    head, body = path.read_text("utf-8").split("\n---\n", 1)
    meta = dict(line.split(": ", 1) for line in head.splitlines() if not line.startswith("#"))
    about = About(title=meta["title"], genre=meta["genre"], report_year=int(meta["year"]))
    return _told(path.stem, about, meta["home"], body, swapped=False)


def passages() -> list[Learned]:
    """The passages that the tests tune on, marked ``[[number|measure|subject|period|base]]``."""
    return [
        _told(
            f"passage {path.stem} {n}",
            About(**case["about"]),
            case.get("home", ""),
            case["text"],
            swapped=True,
        )
        for path in PASSAGES
        for n, case in enumerate(yaml.safe_load(path.read_text("utf-8")), 1)
    ]


def _told(name: str, about: About, home: str, body: str, *, swapped: bool) -> Learned:
    text, marks, at = "", [], 0
    for m in _MARK.finditer(body):
        text += body[at : m.start()]
        surface, first, second, *_ = [*m[1].split("|"), "", ""]
        subject, measure = (second, first) if swapped else (first, second)
        marks.append((len(text), surface, subject, measure))
        text += surface
        at = m.end()
    text += body[at:]
    document = _document(text, name)
    figures = extract(document, about=about).figures
    gold, cursor = {}, 0
    for start, surface, subject, measure in marks:
        before = _PLAIN.sub("", text[max(start - 6, 0) : start])
        found = document.text.find(surface, cursor)
        while found >= 0 and not before.endswith(
            _PLAIN.sub("", document.text[max(found - len(before), 0) : found])
        ):
            found = document.text.find(surface, found + 1)
        cursor = found + 1
        figure = next(
            (f for f in figures if f.passage.start < found + len(surface) and found < f.passage.end), None
        )
        if figure and not {"skip", "-"} & {subject, measure}:
            gold[figure.passage.start] = (subject or home, measure)
    return Learned(name, document, about, gold, {home}, _MARKED_WEIGHT)


def _document(text: str, name: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (name + ".md")
        path.write_text(text, "utf-8")
        return read(path)


def annotated(folder: str) -> list[Learned]:
    gold, texts, meta = [*folder.split(":"), *[None] * 2][:3]
    gold, texts = Path(gold), Path(texts or gold)
    said = json.loads(Path(meta or gold / "meta.json").read_text("utf-8"))
    result = []
    for path in sorted(gold.glob("*.jsonl")):
        text = next(p for p in sorted(texts.glob(path.stem + ".*")) if p.suffix != ".jsonl")
        document, about = read(text), msgspec.convert(said.get(path.stem, {}), type=About)
        facts = extract(document, about=about)
        found = [row for row in rows(facts) if row["kind"] == "mention"]
        wanted = read_rows(path)[path.stem]["mention"]
        told = {
            facts.figures[j].passage.start: (wanted[i].get("subject"), wanted[i].get("measure"))
            for i, j in align(wanted, found)
            if wanted[i]["role"] == "observation"
        }
        common = Counter(subject for subject, _ in told.values() if subject).most_common(1)
        home = {name for name, times in common if times > 0.3 * len(told)}
        result.append(
            Learned(path.stem, document, about, told, home | {document_subject(document, about) or ""}, 1.0)
        )
    return result


def examples(learned: Learned) -> list[tuple[int, list[list[str]]]]:
    """For each clause before a figure the features of its candidates and which of them is the subject."""
    found = []

    def record(line, lo, hi, *, start, names, draft, memory):
        choice = choice_of(line, lo, hi, start=start, names=names, draft=draft, memory=memory)
        number = next((n for n, k in zip(line.numbers, line.slots, strict=True) if k >= hi), None)
        if choice is not None and number is not None and number.start in learned.gold:
            subject = learned.gold[number.start][0]
            texts = ["", *(line.s[start : choice.words[j].hi] for j, _ in choice.ends)]
            found.append((chosen(texts, subject, learned.home), features(choice)))

    kept = speaking.choose_head, speaking.clause_subject
    speaking.choose_head, speaking.clause_subject = record, lambda *_, **__: None
    extract(learned.document, about=learned.about)
    speaking.choose_head, speaking.clause_subject = kept
    return found


def chosen(texts: list[str], subject: str | None, home: set[str]) -> int:
    if subject is None or any(h and h in subject and len(subject) - len(h) <= 1 for h in home):
        return 0
    wanted, best, index = bare(subject), 0.0, 0
    for i, text in enumerate(texts[1:], 1):
        offered = bare(text)
        same = (offered in wanted and 2 * len(offered) >= len(wanted)) or wanted in offered
        if same and dice(subject, text) > best:
            best, index = dice(subject, text), i
    return index


def learn(data: list[tuple[float, list[tuple[int, list[list[str]]]]]]) -> dict[str, float]:
    """Conditional logistic regression: the chosen candidate against the others of its clause (L-BFGS)."""
    times = Counter(f for _, found in data for _, options in found for o in options for f in o)
    index = {f: i for i, f in enumerate(sorted(f for f, n in times.items() if n > 1))}
    feature, candidate, first, right, weight = [], [], [], [], []
    for share, found in data:
        for best, options in found:
            first.append(len(right))
            for i, names in enumerate(options):
                known = [index[f] for f in names if f in index]
                feature += known
                candidate += [len(right)] * len(known)
                right.append(float(i == best))
                weight.append(share)
    feature, candidate, first = np.array(feature), np.array(candidate), np.array(first)
    right, weight = np.array(right), np.array(weight)
    lengths = np.diff(np.append(first, len(right)))

    def loss(w):
        score = np.bincount(candidate, weights=w[feature], minlength=len(right))
        score -= np.repeat(np.maximum.reduceat(score, first), lengths)
        chance = np.exp(score) / np.repeat(np.add.reduceat(np.exp(score), first), lengths)
        slope = np.bincount(feature, weights=(weight * (chance - right))[candidate], minlength=len(w))
        return -(weight * right * np.log(chance + 1e-300)).sum() + _SQUEEZE / 2 * (
            w @ w
        ), slope + _SQUEEZE * w

    w = minimum(loss, np.zeros(len(index)))
    return {f: round(float(w[i]), 2) for f, i in index.items() if abs(w[i]) >= 0.01}


def minimum(loss, w):
    value, slope = loss(w)
    steps: list[tuple[np.ndarray, np.ndarray]] = []
    for _ in range(_ROUNDS):
        move, shares = slope.copy(), []
        for s, y in reversed(steps):
            shares.append((s @ move) / (y @ s))
            move -= shares[-1] * y
        move *= (
            (steps[-1][0] @ steps[-1][1]) / (steps[-1][1] @ steps[-1][1])
            if steps
            else 1 / np.linalg.norm(slope)
        )
        for (s, y), share in zip(steps, reversed(shares), strict=True):
            move += s * (share - (y @ move) / (y @ s))
        size = 1.0
        while True:
            new = w - size * move
            after, turned = loss(new)
            if after <= value - 1e-4 * size * (slope @ move) or size < 1e-6:
                break
            size /= 2
        if (new - w) @ (turned - slope) > 1e-10:
            steps = [*steps[-7:], (new - w, turned - slope)]
        done = abs(value - after) < 1e-5 * abs(value)
        w, value, slope = new, after, turned
        if done:
            break
    return w


def right_ones(learned: Learned, weights: dict[str, float]) -> tuple[int, int]:
    scales = Scales(tables(weights))
    choosing.scales = lambda: scales
    figures = {f.passage.start: f for f in extract(learned.document, about=learned.about).figures}
    told = both = 0
    for start, (subject, measure) in learned.gold.items():
        figure = figures.get(start)
        if figure is not None and figure.role is Role.OBSERVATION and same_subject(subject, figure.subject):
            told += 1
            both += same_measure(measure, figure.measure)
    return told, both


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", default=[str(ROOT / "tests/gold/open")])
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    documents = [d for folder in arguments.folders for d in annotated(folder)]
    documents += [marked(path) for path in sorted(MARKED.glob("*.txt"))] + passages()
    data = [(d.weight, examples(d)) for d in documents]
    if arguments.out:
        weights = learn(data)
        arguments.out.write_text(
            json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8"
        )
        print(len(weights), "weights")
        return
    folds = [
        learn([x for i, x in enumerate(data) if i % arguments.folds != k]) for k in range(arguments.folds)
    ]
    for i, d in enumerate(documents):
        total = len(d.gold)
        before, after = right_ones(d, {}), right_ones(d, folds[i % arguments.folds])
        print(
            f"{d.name:30}{total:5}"
            + "".join(f"  {a / total:.3f} -> {b / total:.3f}" for a, b in zip(before, after, strict=True))
        )


if __name__ == "__main__":
    main()
