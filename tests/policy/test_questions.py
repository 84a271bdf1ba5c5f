"""How well questions in plain words find their policies, beside BM25 over words."""

from collections import Counter
from math import log, log2
from pathlib import Path

import pytest
import rjieba
import yaml

from kejian.policy.english import rules_for
from kejian.policy.loading import rules
from kejian.policy.model import Leaf
from kejian.policy.searching import search
from kejian.policy.timeline import conditions_of

QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
BOOK = rules()


def ours(question: str) -> list[str]:
    return [found.policy for found in search(question, book=BOOK, limit=10)]


def over_words(question: str) -> list[str]:
    """Plain BM25 over segmented words of the same texts."""
    texts = {}
    for policy in BOOK.policies.values():
        inner = [c.text for c in conditions_of(policy) if isinstance(c, Leaf)]
        options = [t for v in policy.versions for o in v.options for t in (o.title, o.benefit.text)]
        whole = [
            policy.title,
            *policy.keywords,
            policy.who,
            *dict.fromkeys([*inner, *options]),
            policy.note or "",
        ]
        texts[policy.id] = Counter(rjieba.cut("。".join(whole)))
    average = sum(c.total() for c in texts.values()) / len(texts)
    scores = {}
    for name, count in texts.items():
        score = 0.0
        for word in set(rjieba.cut(question)):
            holding = sum(word in other for other in texts.values())
            weight = log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            length = 1.2 * (0.25 + 0.75 * count.total() / average)
            score += weight * count[word] * 2.2 / (count[word] + length)
        scores[name] = score
    return sorted((n for n in scores if scores[n] > 0), key=lambda n: -scores[n])[:10]


def measured(questions: dict[str, list[str]], find) -> tuple[float, float]:
    """nDCG@10 (every answer counts the same) and hit@1."""
    gains, hits = 0.0, 0
    for question, answers in questions.items():
        found = find(question)
        ideal = sum(1 / log2(rank + 2) for rank in range(len(answers)))
        gains += sum(1 / log2(rank + 2) for rank, name in enumerate(found) if name in answers) / ideal
        hits += bool(found) and found[0] in answers
    return gains / len(questions), hits / len(questions)


def test_there_are_enough_questions_and_they_name_policies() -> None:
    assert len(QUESTIONS["open"]) + len(QUESTIONS["held"]) >= 120
    assert not set(QUESTIONS["open"]) & set(QUESTIONS["held"])
    named = {name for part in QUESTIONS.values() for answers in part.values() for name in answers}
    assert named == set(BOOK.policies)


@pytest.mark.parametrize("part", ["open", "held"])
def test_better_than_over_words(part: str) -> None:
    gain, hit = measured(QUESTIONS[part], ours)
    other_gain, other_hit = measured(QUESTIONS[part], over_words)
    assert gain > other_gain
    assert hit > other_hit
    assert gain >= 0.85
    assert hit >= 0.80


def test_questions_in_english_are_answered_from_the_english_texts() -> None:
    def find(question: str) -> list[str]:
        return [found.policy for found in search(question, book=rules_for(question), limit=10)]

    gain, hit = measured(QUESTIONS["english"], find)
    assert gain >= 0.85
    assert hit >= 0.80
    assert rules_for("临港 AI") is BOOK
