"""Would learned roles do better than the rules?

    python benchmarks/learned_roles.py [FOLDER-WITH-GOLD …]

Leaves out one document at a time and prints the share of right roles three ways: `rules` is `find_roles`
alone, `learned` a conditional random field over general features (kind, unit, neighbouring characters, cue
words, headings, table place), `both` the same with the rules' role among its features. A folder holds
`NAME.md` and `NAME.jsonl` for each document and a `meta.json`; the default is the open gold of the tests.

Measured over twelve documents of all genres with 2 900 mentions: rules 0.993, learned 0.941, both 0.991; the
rules were written with eight of them in view. On the eight open ones alone, which came later: rules 0.989,
learned 0.934, both 0.989. Roles are therefore not learned.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from kejian.extraction.context import Context, Sentence, context
from kejian.extraction.numbers.role_rules import place
from kejian.extraction.numbers.roles import find_roles
from kejian.extraction.spots import spot
from kejian.language import mentions
from kejian.model import About, Mention, Reference
from kejian.reading import read

OPEN_GOLD = Path(__file__).parent.parent / "tests" / "gold" / "open"
CUES = (
    "力争",
    "到20",
    "计划",
    "预计",
    "将",
    "给予",
    "最高",
    "不超过",
    "规划",
    "目标",
    "截至",
    "已",
    "全年",
    "可",
    "每",
    "的",
)
HEADING_CUES = ("目标", "计划", "措施", "总结", "成效", "任务")


class Case(NamedTuple):
    """A document: features of its mentions, the roles by the rules, the gold role of those that have one."""

    name: str
    features: list[list[str]]
    rules: list[str]
    gold: dict[int, str]


def cases(folders: Sequence[Path]) -> Iterator[Case]:
    """The documents of ``folders`` that have gold."""
    for folder in folders:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.jsonl")):
            about = About(**meta[path.stem])
            document = read(path.with_suffix(".md"))
            reference = Reference(year=about.report_year, published=about.published)
            found = mentions(document.text, reference=reference)
            laid = context(document, about=about, mentions=found)
            features = {m.start: _features(laid, s, m) for s in laid.sentences for m in s.mentions}
            yield Case(
                path.stem,
                [features.get(m.start, []) for m in found],
                [str(r) for r in find_roles(laid)],
                _gold(path, document.text, found),
            )


def _gold(path: Path, text: str, found: Sequence[Mention]) -> dict[int, str]:
    """The gold role by the mention's number, for mentions found as the gold prints them, in order."""
    roles, at = {}, 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] != "mention":
            continue
        number = next(
            (n for n in range(at, min(at + 6, len(found))) if found[n].surface == row["surface"]), None
        )
        if number is not None:
            at = number + 1
            if not row.get("optional"):
                roles[number] = row["role"]
    return roles


def _features(laid: Context, sentence: Sentence, mention: Mention) -> list[str]:
    at = spot(laid, sentence, mention)
    before = at.text[max(at.left, mention.start - 4) : mention.start]
    after = at.text[mention.end : min(at.right, mention.end + 4)]
    kind = mention.kind.value
    found = [f"kind={kind}", f"unit={mention.unit}", f"sign={mention.comparator}", f"place={place(at)}"]
    found += [f"regime={at.regime}", f"block={laid.document.blocks[sentence.block].kind}"]
    for length in (1, 2, 3):
        found += [f"before{length}={before[-length:]}", f"after{length}={after[:length]}"]
    found += [f"{kind}+after={after[:1]}", f"{kind}+before={before[-1:]}"]
    clause, whole = at.text[at.clause : mention.start], at.text[at.left : mention.start]
    found += [f"clause={cue}" for cue in CUES if cue in clause]
    found += [f"sentence={cue}" for cue in CUES if cue in whole]
    heading = laid.block_text(sentence.parents[0]) if sentence.parents else ""
    return found + [f"heading={cue}" for cue in HEADING_CUES if cue in heading]


def learned(train: Sequence[Case], test: Case, *, with_rules: bool) -> list[str]:
    """The roles that a model of ``train`` gives to the mentions of ``test``."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.05, "max_iterations": 120})
    for case in train:
        labels = [case.gold.get(n, role) for n, role in enumerate(case.rules)]
        trainer.append(_rows(case, with_rules), labels)
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "roles.crfsuite")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        return list(tagger.tag(_rows(test, with_rules)))


def _rows(case: Case, with_rules: bool) -> list[list[str]]:
    if not with_rules:
        return case.features
    return [[*row, f"rule={role}"] for row, role in zip(case.features, case.rules, strict=True)]


def main(folders: Sequence[Path]) -> None:
    """Print the share of right roles for each document and in all."""
    documents = list(cases(folders))
    hits, total = {"rules": 0, "learned": 0, "both": 0}, 0
    for case in documents:
        others = [c for c in documents if c is not case]
        given = {
            "rules": case.rules,
            "learned": learned(others, case, with_rules=False),
            "both": learned(others, case, with_rules=True),
        }
        total += len(case.gold)
        for way, roles in given.items():
            right = sum(roles[n] == role for n, role in case.gold.items())
            hits[way] += right
            print(f"{case.name:24} {way:8} {right / len(case.gold):.3f}")
    for way, right in hits.items():
        print(f"{'all':24} {way:8} {right / total:.3f}")


if __name__ == "__main__":
    main([Path(a) for a in sys.argv[1:]] or [OPEN_GOLD])
