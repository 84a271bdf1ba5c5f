"""Every question in questions/ has the answer that stands beside it, from facts in memory and from a base."""

import pytest
from tests.answering import asking

from kejian.answering.splitting import language_of

TUNED = [path for path in asking.FILES if path.stem != "held"]
CASES = [case for path in TUNED for case in asking.questions(path)]
HELD = asking.questions(asking.HERE / "questions" / "held.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ask"])
def test_the_answer_is_the_one_beside_the_question(case):
    assert asking.wrong(case) == []


@pytest.mark.parametrize("path", TUNED, ids=lambda path: path.stem)
def test_a_base_answers_the_same(path, stored):
    assert [
        (case["ask"], bad) for case in asking.questions(path) if (bad := asking.wrong(case, stored))
    ] == []


@pytest.mark.parametrize("where", ["memory", "base"])
def test_wordings_nobody_tuned_to_are_answered_or_refused(where, stored):
    body = asking.evidence() if where == "memory" else stored
    right = [case for case in HELD if not asking.wrong(case, body)]
    assert len(right) >= 0.9 * len(HELD)


def test_there_are_enough_questions_of_every_sort():
    every = [*CASES, *HELD]
    assert len(every) >= 200
    assert sum(language_of(case["ask"]) == "en" for case in every) >= 38
    refused = sum(case.get("answered") is False for case in every)
    assert len(every) / 7 <= refused <= len(every) / 5
