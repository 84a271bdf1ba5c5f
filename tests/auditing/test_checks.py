"""Each check on texts that hold what it must find and on texts that only look like it.

A file ``cases/<check>.yaml`` is a list of cases: ``name``, ``text`` (or ``documents``: name → text), ``year``
(2023 unless said), ``published``, and ``find``: what the check must report, each as ``severity`` and
words that stand in the quoted passages (``quotes``). A case without ``find`` must report nothing.
"""

from pathlib import Path

import pytest
import yaml
from tests.auditing.making import read

from kejian.auditing import audit
from kejian.auditing.audit import NAMES

CASES = Path(__file__).parent / "cases"


def cases():
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")


@pytest.mark.parametrize(("check", "case"), [*cases()])
def test_finds_what_it_must_and_nothing_else(check, case):
    documents = case.get("documents") or {"report": case["text"]}
    reads = [
        read(
            name,
            text,
            year=case.get("years", {}).get(name, case.get("year", 2023)),
            published=case.get("published"),
        )
        for name, text in documents.items()
    ]
    found = audit(reads, only=[check])
    said = [(f.severity.value, f.message, [p.quote for p in f.passages]) for f in found]
    wanted = case.get("find", [])
    assert len(found) == len(wanted), said
    for want in wanted:
        quotes = [str(q) for q in want.get("quotes", [])]
        assert any(
            f.severity.value == want["severity"]
            and all(any(q in p.quote for p in f.passages) for q in quotes)
            for f in found
        ), (want, said)


def test_every_check_has_cases_of_both_kinds():
    for name in NAMES:
        written = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
        assert any(case.get("find") for case in written), name
        assert any(not case.get("find") for case in written), name
