"""Questions as data: reading the files and telling whether an answer is the one that is wanted."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from kejian import extract, read
from kejian.answering import ask, from_facts
from kejian.base.metadata import read_metadata

HERE = Path(__file__).parent
FILES = sorted((HERE / "questions").glob("*.yaml"))
DOCUMENTS = sorted((HERE / "documents").glob("*.md"))


@cache
def documents():
    return tuple(read(path) for path in DOCUMENTS)


@cache
def facts():
    said = read_metadata(HERE / "documents" / "meta.json")
    return tuple(extract(one, about=said.of(one.name).about) for one in documents())


@cache
def evidence():
    return from_facts(facts(), documents())


def questions(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def wrong(case, body=None):
    """What is wrong with the answer to a case; empty where nothing is."""
    answer = ask(case["ask"], body or evidence())
    wanted = case.get("answered", True)
    if answer.answered != wanted:
        return [f"answered is {answer.answered}: {answer.text}"]
    found = []
    if not wanted:
        if answer.values or answer.items:
            found.append("an unanswered question has values")
        shown = " ".join(one.text for one in answer.nearest)
        found += [f"nearest has no {one}: {shown}" for one in case.get("nearest", []) if one not in shown]
        return found
    found += [f"no {each} in {_values(answer)}" for each in case.get("values", []) if not _has(answer, each)]
    stated = [one for one in answer.values if not one.derived]
    strict = (
        case.get("values")
        and not case.get("derived")
        and "disagree" not in case
        and len(answer.question) == 1
    )
    if strict and len({(one.value, one.period, one.subject) for one in stated}) > len(case["values"]):
        found.append(f"more than asked for: {_values(answer)}")
    if "derived" in case and not any(one.derived for one in answer.values):
        found.append("nothing is marked as derived")
    found += [f"does not say {one}" for one in case.get("says", []) if one not in answer.text]
    lines = [one.text for one in answer.items]
    found += [
        f"no item {one}: {lines}" for one in case.get("items", []) if not any(one in line for line in lines)
    ]
    if (
        "items" in case
        and not case.get("any_more")
        and "count" not in case
        and len(lines) > len(case["items"])
    ):
        found.append(f"more items than asked for: {lines}")
    if "count" in case and len(lines) != case["count"]:
        found.append(f"{len(lines)} items: {lines}")
    if case.get("disagree", False) != "any" and bool(answer.disagreement) != case.get("disagree", False):
        found.append(f"disagreement: {answer.disagreement}")
    if case.get("chart") and answer.chart is None:
        found.append("no chart")
    if not answer.passages and answer.question[0].operation != "documents":
        found.append("no passages")
    return found + ([answer.text] if found else [])


def _values(answer):
    return [f"{one.value} {one.unit} {one.period}" for one in answer.values]


def _has(answer, wanted):
    value, unit, period = str(wanted).split(" ")
    about = value.startswith("~")
    for one in answer.values:
        if one.value is None or one.unit != unit or (one.period or '""') != period:
            continue
        said, right = Decimal(one.value), Decimal(value.lstrip("~"))
        if said == right or (about and abs(said - right) <= abs(right) / 1000):
            return True
    return False
