"""Strangers' inputs in every form of the policies: answered, never obeyed, never an error of ours."""

import json
from pathlib import Path

import pytest

INPUTS = [json.loads(line) for line in (Path(__file__).parent / "hostile.jsonl").read_text().splitlines()]
FINE = (200, 303, 400, 404)


@pytest.mark.parametrize("given", INPUTS, ids=lambda one: one["name"])
def test_a_form_with_hostile_fields_is_answered(site, given):
    text = given["text"]
    forms = (
        ("/policies/profile/", {"name": text}),
        ("/policies/profile/", {"staff": text, "revenue": text, "fields": text, "confirmed": text}),
        ("/policies/questionnaire/", {"field": text, text: text}),
        ("/policies/questionnaire/", {"field": "name", "name": text, "confirmed": text}),
        ("/policies/questionnaire/start/", {"q": text, "take": text}),
        ("/policies/result/keep/", {"day": text, "name": text}),
    )
    for path, fields in forms:
        assert site.post(path, fields).status_code in FINE, path
    for path in ("/policies/", "/policies/questionnaire/", "/policies/result/", "/policies/kept/"):
        answer = site.get(path, {"q": text, "day": text, "field": text, "region": text, "before": text})
        assert answer.status_code in FINE, path
        if "<" in text:
            assert text not in answer.content.decode(), path
    posted = {"profile": {"name": text, text: text}, "unknown": [text]}
    for path in ("check", "questionnaire", "lingang/explain"):
        answer = site.post(f"/api/policies/{path}", json.dumps(posted), content_type="application/json")
        assert answer.status_code in FINE, path
