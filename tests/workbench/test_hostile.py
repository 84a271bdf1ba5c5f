"""Strangers' inputs, on every page and parameter: answered, never obeyed, never an error of ours.

A line of ``hostile.jsonl`` is one more input, a line of `PAGES` one more page.
"""

import json
from pathlib import Path

import pytest

INPUTS = [json.loads(line) for line in (Path(__file__).parent / "hostile.jsonl").read_text().splitlines()]
# address → the parameters it reads
PAGES: dict[str, tuple[str, ...]] = {
    "/": ("by",),
    "/documents/": ("title", "year", "genre", "drafts", "after"),
    "/documents/{document}/": ("part", "at", "fact", "show", "confidence", "state"),
    "/documents/{document}/pages/1/": ("show",),
    "/add/": ("folder",),
    "/audit-log/": ("who", "target", "before"),
    "/milestones/": ("words", "year", "domain", "claim", "organisation", "after", "month"),
    "/review/": ("kind", "state", "document", "after", "q"),
    "/indicators/": ("q", "words", "series", "force", "domain", "subject", "after"),
    "/entities/": ("q", "words", "type", "after", "thing"),
    "/findings/": ("check", "severity", "state", "document", "after"),
    "/ask/": ("q", "question"),
    "/policies/": ("q", "words", "place", "after"),
    "/api/documents": ("title", "year", "genre", "drafts", "after"),
    "/api/overview": ("by",),
}
TEXT = "# 青岩市科技进步报告2022\n\n2022年8月，青岩量子研究院发布首台原型机，研发经费支出为412.5亿元。\n"
FINE = (200, 204, 302, 303, 400, 404)


@pytest.fixture
def document(site, keep):
    return keep(TEXT)


def test_there_are_enough():
    assert len(INPUTS) >= 40


def test_an_address_with_hostile_parameters_is_answered(site, document):
    for page, names in PAGES.items():
        path = page.format(document=document)
        for number, given in enumerate(INPUTS):
            fields = dict.fromkeys(names, given["text"]) | ({"format": "json"} if number % 3 == 0 else {})
            answer = site.get(path, fields)
            assert answer.status_code in FINE, (given["name"], path, answer.status_code)
            if "html" in answer.headers.get("Content-Type", "") and "<" in given["text"]:
                assert given["text"] not in answer.content.decode(), (given["name"], path)


def test_a_form_with_hostile_fields_is_answered(site, document):
    from kejian.base.models import Statement

    fact = Statement.objects.filter(kind="figure").first().pk
    decide = f"/documents/{document}/facts/{fact}/decide/"
    for given in INPUTS:
        text = given["text"]
        forms = (
            (decide, {"verdict": text, "reason": "x", "seen": text}),
            (decide, {"verdict": "correct", "value": text, "subject": text, "seen": text, "reason": text}),
            ("/add/", {"folder": text, "year": text, "visibility": text, "shared": text}),
            ("/language/", {"language": text, "next": text}),
            ("/login/", {"name": text, "password": text, "next": text}),
        )
        for path, fields in forms:
            answer = site.post(path, fields)
            assert answer.status_code in (*FINE, 409), (given["name"], path, answer.status_code)


@pytest.mark.parametrize("given", [one for one in INPUTS if "<" in one["text"]], ids=lambda one: one["name"])
def test_what_was_entered_is_shown_as_text(site, document, given):
    from kejian.base.models import Statement

    fact = Statement.objects.filter(kind="milestone").first().pk
    fields = {"verdict": "correct", "object": given["text"], "reason": given["text"], "seen": "0"}
    assert site.post(f"/documents/{document}/facts/{fact}/decide/", fields).status_code == 303
    for path in (f"/documents/{document}/?fact={fact}", "/audit-log/", "/"):
        shown = site.get(path)
        assert shown.status_code == 200
        assert given["text"] not in shown.content.decode()
