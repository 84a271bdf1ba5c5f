"""Programs decide by the API as people do by the pages: same rights, same log, same answer to the second."""

import json

import pytest
from tests.workbench.addresses import TEXT, known
from tests.workbench.test_add import run_all
from tests.workbench.test_hostile import ready


@pytest.fixture
def there(team, keep):
    return known(ready(keep(TEXT, said={"report_year": 2022})))


def post(client, path, **said):
    return client.post(f"/api{path}", json.dumps(said), content_type="application/json")


def decide(client, fact, verdict="confirm", seen=0, **more):
    return post(client, f"/review/{fact}/decide", verdict=verdict, seen=seen, **more)


def refused(answer, status):
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "message", "where", "hint"}
    return answer.json()["error"]


def last_entry():
    from kejian.workbench.models import Audit

    return Audit.objects.order_by("-pk").first()


def test_a_fact_is_confirmed_corrected_rejected_and_taken_back(team, there):
    client, fact = team("reviewer"), there["fact"]
    before = client.get(f"/api/review/{fact}").json()
    now = decide(client, fact, seen=before["seen"]).json()
    assert (now["decision"], now["reason"]) == ("confirmed", "read in the document")
    now = decide(client, fact, "correct", now["seen"], correction={"value": "41"}).json()
    assert (now["decision"], now["says"]["value"]) == ("corrected", "41")
    now = decide(client, fact, "correct", now["seen"], correction={"subject": "青岩"}).json()
    assert (now["says"]["value"], now["says"]["subject"]) == ("41", "青岩")
    assert decide(client, fact, "reject", now["seen"], reason="不是数字").json()["decision"] == "rejected"
    seen = client.get(f"/api/review/{fact}").json()["seen"]
    assert decide(client, fact, "withdraw", seen).json()["decision"] == ""
    entry = last_entry()
    assert (entry.action, entry.target, entry.who) == ("decide statement", f"statement {fact}", "reviewer")


def test_the_words_of_a_fact_are_chosen(team, there):
    client, fact = team("reviewer"), there["fact"]
    before = client.get(f"/api/review/{fact}").json()
    words = before["text"]["before"][-2:] + before["text"]["words"]
    moved = {"quote": words, "moved": "-2"}
    now = decide(client, fact, "correct", before["seen"], correction=moved).json()
    assert now["text"]["words"] == words
    refused(decide(client, fact, "correct", now["seen"], correction={"quote": "没有", "moved": "0"}), 400)


def test_who_comes_second_is_told_and_overwrites_nothing(team, there):
    fact = there["fact"]
    assert decide(team("reviewer"), fact, "reject", 0, reason="错").status_code == 200
    error = refused(decide(team("editor"), fact, "confirm", 0), 409)
    assert (error["code"], "reviewer" in error["message"]) == ("changed_meanwhile", True)
    assert len(team("editor").get(f"/api/review/{fact}").json()["history"]) == 1


def test_a_missed_fact_is_added(team, there):
    client = team("reviewer")
    text = client.get(f"/api/documents/{there['document']}").json()["text"]
    start = text.index("原型机")
    said = {"kind": "entity", "start": start, "end": start + 3, "says": {"type": "product"}}
    made = post(client, f"/documents/{there['document']}/facts", **said)
    assert made.status_code == 200
    assert (made.json()["decision"], made.json()["added_by"]) == ("confirmed", "reviewer")
    refused(post(client, f"/documents/{there['document']}/facts", **said), 400)
    refused(post(team("reader"), f"/documents/{there['document']}/facts", **said), 403)


def test_a_finding_is_settled_and_opened_again(team, there):
    client, path = team("reviewer"), f"/findings/{there['finding']}/decide"
    error = refused(post(client, path, verdict="dismiss", seen="open"), 400)
    assert "reason" in error["message"]
    now = post(client, path, verdict="dismiss", seen="open", reason="四舍五入").json()
    assert (now["state"], now["decisions"][-1]["who"]) == ("dismissed", "reviewer")
    refused(post(client, path, verdict="accept", seen="open"), 409)
    assert post(client, path, verdict="reopen", seen="dismissed").json()["state"] == "open"
    assert post(client, path, verdict="accept", seen="open").json()["state"] == "accepted"
    assert post(client, path, verdict="fixed", seen="accepted").json()["state"] == "fixed"
    assert last_entry().action == "decide finding"


def test_things_are_merged_split_named_and_taken_back(team, there, keep):
    more = "2022年8月，青岩量子研究院与岩溪生物公司发布新品。岩溪生物公司2022年研发投入3.2亿元。\n"
    ready(keep(more, name="b.md"))
    client = team("editor")
    listed = {one["name"]: one["id"] for one in client.get("/api/entities").json()["things"]}
    path = f"/entities/{listed['青岩量子研究院']}"
    seen = client.get(f"/api{path}").json()["seen"]
    said = {"other": "岩溪生物公司", "reason": "官网", "one": "青岩量子研究院"}
    now = post(client, f"{path}/decide", verdict="same", seen=seen, **said).json()
    assert {"青岩量子研究院", "岩溪生物公司"} <= {one["name"] for one in now["known_as"]}
    path = f"/entities/{now['id']}"
    refused(post(client, f"{path}/decide", verdict="different", seen=seen, **said), 409)
    called = post(client, f"{path}/name", name="岩溪", seen=now["seen"], reason="简称").json()
    assert called["name"] == "岩溪"
    one = called["decisions"][0]["one"]
    back = {"one": one, "other": one, "reason": "全称为准"}
    now = post(client, f"{path}/decide", verdict="withdraw", seen=called["seen"], **back).json()
    assert now["name"] != "岩溪"
    now = post(client, f"{path}/decide", verdict="withdraw", seen=now["seen"], **said).json()
    assert len({one["name"] for one in now["known_as"]} & {"青岩量子研究院", "岩溪生物公司"}) == 1
    refused(post(client, f"{path}/name", name=" ", seen=now["seen"], reason="x"), 400)


def test_a_draft_is_shared_and_published(team, keep):
    number = ready(keep(TEXT, said={"draft_of": "editor"}))
    client = team("editor")
    shared = post(client, f"/documents/{number}/share", shared_with=["reader"]).json()
    assert shared == {"shared_with": ["reader"]}
    refused(post(client, f"/documents/{number}/publish", sure=False), 400)
    there = f"/api/documents/{number}/publish"
    assert client.get(there).json()["state"] == ""
    begun = post(client, f"/documents/{number}/publish", sure=True)
    assert (begun.status_code, begun.json()["state"]) == (202, "waiting")
    assert team("reviewer").get(there).status_code == 403
    assert team("administrator").get(there).status_code == 404
    run_all()
    done = client.get(there).json()
    assert done["state"] == "done"
    published = done["published_as"]["number"]
    assert team("administrator").get(f"/api/documents/{published}").status_code == 200
    refused(post(client, f"/documents/{number}/publish", sure=True), 409)


NEEDS = {
    "/review/{fact}/decide": ({"verdict": "confirm", "seen": 0}, "reviewer"),
    "/documents/{document}/facts": ({"kind": "entity", "start": 2, "end": 4}, "reviewer"),
    "/findings/{finding}/decide": ({"verdict": "accept", "seen": "open"}, "reviewer"),
    "/entities/{thing}/decide": ({"verdict": "same", "other": "x", "seen": 0, "reason": "r"}, "editor"),
    "/entities/{thing}/name": ({"name": "x", "seen": 0, "reason": "r"}, "editor"),
    "/documents/{document}/publish": ({"sure": True}, "editor"),
    "/documents/{document}/share": ({"shared_with": []}, "editor"),
}


@pytest.mark.parametrize("path", NEEDS)
def test_a_role_does_what_its_pages_let_it_do_and_no_more(team, there, path):
    said, least = NEEDS[path]
    roles = ("reader", "reviewer", "editor")
    for role in roles[: roles.index(least)]:
        refused(post(team(role), path.format(**there), **said), 403)
    assert post(team(least), path.format(**there), **said).status_code != 403


@pytest.mark.parametrize("path", NEEDS)
def test_without_the_token_of_the_session_nothing_is_changed(site, keep, path):
    from django.test import Client

    there = known(ready(keep(TEXT)))
    client = Client(enforce_csrf_checks=True)
    said = NEEDS[path][0]
    error = refused(post(client, path.format(**there), **said), 403)
    assert "another site" in error["message"]
    token = client.get("/api/session").json()["csrf_token"]
    body = json.dumps(said)
    headers = {"X-CSRFToken": token}
    answer = client.post(
        f"/api{path.format(**there)}", body, content_type="application/json", headers=headers
    )
    assert answer.status_code != 403
    evil = headers | {"Origin": "http://evil.example"}
    answer = client.post(f"/api{path.format(**there)}", body, content_type="application/json", headers=evil)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", NEEDS)
@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '{"verdict": 7}', '{"reason": "\\u0000"}', '{"name": "\\ud800"}',
     '{"sure": "perhaps", "shared_with": 3, "seen": -1, "start": 1e99}', '{"nobody": "knows this"}'],
)  # fmt: skip
def test_what_is_no_decision_is_refused(team, there, path, body):
    answer = team("administrator").post(f"/api{path.format(**there)}", body, content_type="application/json")
    refused(answer, 400)


@pytest.mark.parametrize("path", NEEDS)
def test_hostile_texts_are_kept_or_refused_never_obeyed(team, there, path):
    from tests.workbench.test_hostile import INPUTS

    client = team("administrator")
    for given in INPUTS:
        said = {k: given["text"][:2000] if isinstance(v, str) else v for k, v in NEEDS[path][0].items()}
        said |= {"reason": given["text"][:2000]} if "share" not in path and "publish" not in path else {}
        for body in (
            said,
            NEEDS[path][0] | {k: v for k, v in said.items() if k in ("reason", "name", "other")},
        ):
            answer = client.post(
                f"/api{path.format(**there)}", json.dumps(body), content_type="application/json"
            )
            assert answer.status_code in (200, 400, 404, 409), (given["name"], answer.status_code)


def test_what_is_hidden_is_not_there(team, keep):
    there = known(ready(keep(TEXT, said={"draft_of": "administrator"})))
    for path, (said, _) in NEEDS.items():
        answer = post(team("editor"), path.format(**there), **said)
        assert answer.status_code == 404, path


def test_who_asks_is_told_what_they_may(team):
    said = team("reviewer").get("/api/session").json()
    assert (said["viewer"], said["role"]) == ("reviewer", "reviewer")
    assert "decide" in said["may"]
    assert "link" not in said["may"]
