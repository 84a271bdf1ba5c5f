"""Learn which stretches of text are names, from gold documents and from our own marked sentences.

usage: train_names.py [--write] [--folds FOLDER] GOLD.jsonl TEXT [GOLD.jsonl TEXT …]

With --write the model learned from everything is stored in the package; with --folds a model per gold
document, learned without it, is stored in the folder, for cross-validation by document. The names of a
sentence are learned together (semi-Markov conditional random field), their types apart (softmax).
"""

import argparse
import json
import math
import random
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kejian import read
from kejian.extraction.context import context
from kejian.extraction.naming.features import counts, features, lay
from kejian.extraction.naming.kinds import kind_features
from kejian.model import About

EPOCHS, RATE, DECAY = 12, 0.3, 0.002
DROP = 0.4  # share of features left out at each step, so that none is relied on alone
AVERAGED = 6  # last epochs whose weights are averaged
RUNS = 5  # times the weights are learned, each in another order, and averaged
OFTEN = 1  # sentences in which a feature must stand to be learned
# names for a thing that stand for another thing elsewhere: no lesson about what names look like
DEICTIC = {
    "全市",
    "本市",
    "我市",
    "我区",
    "全区",
    "本区",
    "公司",
    "研究院",
    "基地",
    "意见",
    "本措施",
    "若干措施",
    "Company",
}
LETTERS = {
    "o": "organisation",
    "h": "person",
    "l": "place",
    "d": "product",
    "f": "facility",
    "y": "policy",
    "g": "programme",
    "e": "event",
    "s": "standard",
}


class Example(NamedTuple):
    """A sentence's candidates, their features and which of them are names of which type.

    ``more`` has for each name the features that tell its type alone; it is empty for other candidates.
    """

    candidates: list
    features: list[list[str]]
    kinds: list[str | None]
    more: list[list[str]]


KINDS = list(LETTERS.values())


def plain(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if not c.isspace() and c not in "*“”\"'‘’《》「」\\,").lower()


def annotated(gold_path, text_path):
    """Examples of a gold document: every place of every form of its entities is a name."""
    gold = [json.loads(line) for line in Path(gold_path).read_text("utf-8").splitlines() if line.strip()]
    forms = {
        plain(form): row["type"]
        for row in gold
        if row["kind"] == "entity"
        for form in [row["surface"], *(row.get("aliases") or [])]
        if form not in DEICTIC and len(form) > 1
    }
    sentences = context(read(text_path), about=About(), mentions=()).sentences
    laid = lay(s.text for s in sentences)
    kinds = [[forms.get(plain(s.text[c.start : c.end])) for c in s.candidates] for s in laid]
    seen = {plain(s.text[c.start : c.end]) for s in laid for c in s.candidates}
    text = plain("".join(s.text for s in sentences))
    print(
        Path(gold_path).stem,
        "names that are no candidate:",
        *(f for f in forms if f in text and f not in seen),
    )
    return examples(laid, kinds)


def marked(path):
    """Examples of a file of sentences whose names are marked ``{letter:name}``."""
    texts, spans = [], []
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, found, at = "", {}, 0
        for match in re.finditer(r"\{([a-z]):([^{}]*)\}", line):
            text += line[at : match.start()]
            found[len(text), len(text) + len(match[2])] = LETTERS[match[1]]
            text += match[2]
            at = match.end()
        texts.append(text + line[at:])
        spans.append(found)
    laid = lay(texts)
    kinds = []
    for sentence, found in zip(laid, spans, strict=True):
        bare = {trim(sentence.text, *span): kind for span, kind in found.items()}
        kinds.append([bare.get(trim(sentence.text, c.start, c.end)) for c in sentence.candidates])
    return examples(laid, kinds)


def trim(text, start, end):
    """A span without the marks around it, as `“X”` and `X` name the same."""
    while start < end and text[start] in "“《":
        start += 1
    while start < end and text[end - 1] in "”》":
        end -= 1
    return start, end


def examples(laid, kinds):
    seen = counts(laid)
    result = []
    for sentence, row in zip(laid, kinds, strict=True):
        named = [c for c, kind in zip(sentence.candidates, row, strict=True) if kind]
        outer = [
            kind
            if kind and not any(n != c and n.start <= c.start and c.end <= n.end for n in named)
            else None
            for c, kind in zip(sentence.candidates, row, strict=True)
        ]
        found = [features(sentence, c, seen) for c in sentence.candidates]
        more = [
            kind_features(sentence, c) if kind else []
            for c, kind in zip(sentence.candidates, outer, strict=True)
        ]
        if found:
            result.append(Example(sentence.candidates, found, outer, more))
    return result


class Indexed(NamedTuple):
    """A sentence's candidates with their features as numbers, each number once in ``used``.

    ``places`` says for each feature of each candidate, one after the other, which of ``used`` it is;
    ``first`` is where each candidate's features begin.
    """

    spans: list[tuple[int, int]]
    used: np.ndarray
    places: np.ndarray
    first: np.ndarray
    sizes: np.ndarray
    gold: np.ndarray
    kinds: list[str | None]
    more: list[list[int]]


def indexed(example, number):
    rows = [[number[f] for f in row if f in number] for row in example.features]
    used, places = np.unique(np.concatenate([np.array(r, int) for r in rows]), return_inverse=True)
    sizes = np.array([len(r) for r in rows])
    return Indexed(
        [(c.start, c.end) for c in example.candidates],
        used,
        places,
        np.concatenate([[0], np.cumsum(sizes)[:-1]]),
        sizes,
        np.array([kind is not None for kind in example.kinds], float),
        example.kinds,
        [[number[f] for f in row if f in number] for row in example.more],
    )


def learn(data):
    """Weights that make the gold names of each sentence likely (semi-Markov conditional random field)."""
    times = Counter(f for e in data for f in {f for row in (*e.features, *e.more) for f in row})
    number = {f: k for k, f in enumerate(f for f, n in times.items() if n >= OFTEN)}
    sentences = [indexed(e, number) for e in data]
    runs = [run(list(sentences), len(number), seed) for seed in range(20, 20 + RUNS)]
    names, types = (np.mean(weights, axis=0) for weights in zip(*runs, strict=True))
    features = list(number)
    return {
        "name": {f: round(float(w), 2) for f, w in zip(features, names, strict=True) if abs(w) >= 0.04},
        "types": {
            f: {k: round(float(w), 2) for k, w in zip(KINDS, row, strict=True) if abs(w) >= 0.04}
            for f, row in zip(features, types, strict=True)
            if np.abs(row).max() >= 0.04
        },
    }


def run(sentences, size, seed):
    """Weights of names and of types, learned from sentences in one order."""
    rng, dice = random.Random(seed), np.random.default_rng(seed)
    names = Descent((size,))
    types = Descent((size, len(KINDS)))
    for _ in range(EPOCHS):
        rng.shuffle(sentences)
        for s in sentences:
            kept = dice.random(len(s.used)) >= DROP
            scores = np.add.reduceat((names.weights[s.used] * kept / (1 - DROP))[s.places], s.first)
            wrong = marginals(s.spans, scores.tolist()) - s.gold
            gradient = np.bincount(s.places, np.repeat(wrong, s.sizes), len(s.used))
            names.step(s.used[kept], gradient[kept])
            for k, kind in enumerate(s.kinds):
                if kind:
                    row = s.used[s.places[s.first[k] : s.first[k] + s.sizes[k]]]
                    row = np.concatenate([row, np.array(s.more[k], int)])
                    guess = np.exp(types.weights[row].sum(0))
                    guess /= guess.sum()
                    guess[KINDS.index(kind)] -= 1
                    types.step(row, guess)
        names.keep()
        types.keep()
    return names.mean(), types.mean()


class Descent:
    """AdaGrad with a pull towards zero; ``mean`` is the result."""

    def __init__(self, shape):
        self.weights, self.squares = np.zeros(shape), np.full(shape, 1.0)
        self.kept = []

    def keep(self):
        """Keep the weights of this epoch."""
        self.kept = [*self.kept, self.weights.copy()][-AVERAGED:]

    def mean(self):
        """The mean of the weights kept last."""
        return np.mean(self.kept, axis=0)

    def step(self, rows, gradient):
        gradient = gradient + DECAY * self.weights[rows]
        self.squares[rows] += gradient**2
        self.weights[rows] -= RATE * gradient / np.sqrt(self.squares[rows])


def marginals(spans, scores):
    """How likely each candidate is, over all sets that do not overlap."""
    length = max(b for _, b in spans)
    ending, beginning = defaultdict(list), defaultdict(list)
    for (a, b), score in zip(spans, scores, strict=True):
        ending[b].append((a, score))
        beginning[a].append((b, score))
    forward, backward = [0.0] * (length + 1), [0.0] * (length + 1)
    for at in range(1, length + 1):
        forward[at] = total(forward[at - 1], [forward[a] + score for a, score in ending.get(at, ())])
    for at in range(length - 1, -1, -1):
        backward[at] = total(backward[at + 1], [backward[b] + score for b, score in beginning.get(at, ())])
    return np.array(
        [
            math.exp(min(0.0, forward[a] + score + backward[b] - forward[length]))
            for (a, b), score in zip(spans, scores, strict=True)
        ]
    )


def total(one, others):
    """log(exp(one) + the sum of exp(others)), without overflow."""
    if not others:
        return one
    most = max(one, *others)
    return most + math.log(math.exp(one - most) + sum([math.exp(x - most) for x in others]))


def store(model, path):
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":")), "utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pairs", nargs="*")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=Path)
    a = parser.parse_args()
    data = {gold: annotated(gold, text) for gold, text in zip(a.pairs[::2], a.pairs[1::2], strict=True)}
    own = [e for path in sorted((Path(__file__).parent / "names").glob("*.txt")) for e in marked(path)]
    for gold in data if a.folds else ():
        rest = [e for other, rows in data.items() if other != gold for e in rows]
        store(learn(rest + own), a.folds / f"{Path(gold).stem}.json")
    if a.write:
        target = Path(__file__).parents[1] / "src/kejian/extraction/models/names.json"
        store(learn([e for rows in data.values() for e in rows] + own), target)


if __name__ == "__main__":
    main()
