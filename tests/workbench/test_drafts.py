"""A draft of one's own is shared and published from its page; nobody else's is."""

import pytest
from tests.workbench.test_add import run_all
from tests.workbench.test_hostile import ready

TEXT = (
    "# 青岩市科技进步报告2023（征求意见稿）\n\n2023年，青岩市研发经费支出为988.7亿元。\n\n"
    "2023年5月，青岩量子研究院发布首台量子计算机。\n"
)
PUBLISHED = TEXT.replace("988.7", "977.7")


@pytest.fixture
def draft(team, keep):
    return ready(keep(TEXT, name="r2023.md", said={"report_year": 2023, "draft_of": "editor"}))


def publish(client, number, **more):
    """Have it published, and let the worker do it."""
    answer = client.post(f"/documents/{number}/draft/publish/", {"sure": "yes"} | more)
    run_all()
    return answer


def asked(client, number):
    return client.get(f"/documents/{number}/draft/", {"format": "json"}).json()


def last_entry():
    from kejian.workbench.models import Audit

    return Audit.objects.order_by("-pk").first()


def test_the_page_says_what_would_be_published_and_who_sees_it(team, draft):
    found = team("editor").get(f"/documents/{draft}/draft/", {"format": "json"}).json()
    assert found["facts"]["figures"] >= 1
    assert found["facts"]["milestones"] >= 1
    assert found["shared_with"] == []
    assert found["takes_place_of"] is None
    page = team("editor").get(f"/documents/{draft}/draft/").content.decode()
    assert "Only you see it." in page
    assert "Publish or share" in team("editor").get(f"/documents/{draft}/").content.decode()


def test_it_is_published_for_all_and_the_log_says_so(team, draft):
    reader = team("reader")
    assert reader.get("/documents/", {"format": "json"}).json()["total"] == 0
    assert publish(team("editor"), draft).status_code == 303
    listed = reader.get("/documents/", {"format": "json"}).json()
    assert listed["total"] == 1
    number = listed["documents"][0]["number"]
    assert "988.7亿元" in reader.get(f"/documents/{number}/").content.decode()
    entry = last_entry()
    assert (entry.action, entry.target, entry.who) == ("publish draft", f"document {number}", "editor")
    after = team("editor").get(f"/documents/{draft}/draft/", {"format": "json"}).json()
    assert after["published_as"]["number"] == number
    assert "To the document" in team("editor").get(f"/documents/{draft}/draft/").content.decode()
    assert reader.get(f"/documents/{draft}/").status_code == 404
    assert publish(team("editor"), draft).status_code == 409


def test_links_and_findings_follow(team, draft):
    from django_tasks_db.models import DBTaskResult

    assert team("reader").get("/indicators/", {"format": "json"}).json()["total"] == 0
    publish(team("editor"), draft)
    assert team("reader").get("/indicators/", {"format": "json"}).json()["total"] >= 1
    assert DBTaskResult.objects.filter(task_path__endswith="refresh").exists()


def test_the_worker_publishes_and_the_page_shows_it_live(team, draft):
    editor = team("editor")
    assert asked(editor, draft)["publishing"] is None
    there = f"/documents/{draft}/draft/"
    for _ in range(2):  # asking twice is asking once
        assert editor.post(f"{there}publish/", {"sure": "yes"}).status_code == 303
    assert asked(editor, draft)["publishing"]["state"] == "waiting"
    page = editor.get(there).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert "It is being published" in page
    assert team("reader").get("/documents/", {"format": "json"}).json()["total"] == 0
    run_all()
    assert asked(editor, draft)["publishing"]["state"] == "done"
    assert "every 1s" not in editor.get(there, headers={"HX-Request": "true"}).content.decode()
    assert team("reader").get("/documents/", {"format": "json"}).json()["total"] == 1


def test_a_worker_that_ends_in_the_middle_leaves_the_draft_and_begins_anew(team, draft, monkeypatch):
    from django_tasks_db.models import DBTaskResult

    from kejian.workbench import publishing
    from kejian.workbench.models import Publishing
    from kejian.workbench.tasks import put_back

    editor = team("editor")
    editor.post(f"/documents/{draft}/draft/publish/", {"sure": "yes"})
    DBTaskResult.objects.update(status="RUNNING")

    def killed(**_):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(publishing.audit, "add", killed)
        with pytest.raises(SystemExit):
            publishing.run(Publishing.objects.get())
    assert team("reader").get("/documents/", {"format": "json"}).json()["total"] == 0
    assert asked(editor, draft)["document"]["superseded"] is False
    assert asked(editor, draft)["publishing"]["state"] == "running"
    assert put_back() == 1
    run_all()
    assert team("reader").get("/documents/", {"format": "json"}).json()["total"] == 1
    assert asked(editor, draft)["publishing"]["state"] == "done"


def test_the_page_says_how_many_steps_are_done(team, draft, monkeypatch):
    from kejian.workbench import publishing
    from kejian.workbench.models import Publishing

    editor = team("editor")
    editor.post(f"/documents/{draft}/draft/publish/", {"sure": "yes"})
    assert asked(editor, draft)["publishing"]["total"] == 0
    steps, publish = [], publishing.publish

    def watched(*given, progress, **more):
        def note(done, total):
            progress(done, total)
            steps.append((done, total, publishing._noted(Publishing.objects.get().pk)))

        return publish(*given, progress=note, **more)

    monkeypatch.setattr(publishing, "publish", watched)
    publishing._noting(Publishing.objects.get().pk)(2, 5)
    assert "Step 2 of 5" in editor.get(f"/documents/{draft}/draft/").content.decode()
    run_all()
    assert [done for done, *_ in steps] == [1, 2, 3, 4, 5]
    assert all(said == {"done": done, "total": total} for done, total, said in steps)
    assert asked(editor, draft)["publishing"]["state"] == "done"
    assert not publishing._note(Publishing.objects.get().pk).exists()


def test_why_a_draft_could_not_be_published_is_said_and_it_may_be_tried_again(team, draft, keep, monkeypatch):
    from kejian.errors import BaseError
    from kejian.workbench import publishing

    editor = team("editor")

    def refuses(*_, **__):
        raise BaseError("the disk of the database server is full", hint="make room")

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "publish", refuses)
        publish(editor, draft)
    assert asked(editor, draft)["publishing"]["state"] == "failed"
    assert "It could not be published" in editor.get(f"/documents/{draft}/draft/").content.decode()
    chinese = editor.get(f"/documents/{draft}/draft/", headers={"Accept-Language": "zh-CN"})
    assert "数据库服务器的磁盘已满" in chinese.content.decode()
    publish(editor, draft)
    assert asked(editor, draft)["publishing"]["state"] == "done"


def test_an_error_of_the_program_is_no_endless_waiting(team, draft, monkeypatch):
    from kejian.workbench import publishing

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "publish", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish(team("editor"), draft)
    assert asked(team("editor"), draft)["publishing"]["state"] == "failed"


def test_it_says_whose_place_it_takes(team, draft, keep):
    number = ready(keep(PUBLISHED, name="r2023.md", said={"report_year": 2023}))
    found = team("editor").get(f"/documents/{draft}/draft/", {"format": "json"}).json()
    assert found["takes_place_of"]["number"] == number
    publish(team("editor"), draft)
    listed = team("reader").get("/documents/", {"format": "json"}).json()
    assert [one["figures"] for one in listed["documents"]] == [1]
    text = team("reader").get(f"/documents/{listed['documents'][0]['number']}/").content.decode()
    assert "988.7亿元" in text


def test_nothing_is_published_unsaid(team, draft):
    answer = publish(team("editor"), draft, sure="")
    assert answer.status_code == 400
    assert team("reader").get("/documents/", {"format": "json"}).json()["total"] == 0


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("reviewer", 403), ("administrator", 404)])
@pytest.mark.parametrize("shared", [False, True])
def test_only_its_owner_does_and_only_with_the_right(team, draft, role, status, shared):
    if shared:
        team("editor").post(f"/documents/{draft}/draft/share/", {"shared": [role]})
    client = team(role)
    assert client.get(f"/documents/{draft}/draft/").status_code == status
    assert publish(client, draft).status_code == status
    assert client.post(f"/documents/{draft}/draft/share/", {"shared": ["reader"]}).status_code == status
    assert "Publish or share" not in client.get(f"/documents/{draft}/").content.decode()


def test_an_owner_who_may_add_no_more_publishes_no_more(team, keep):
    number = ready(keep(TEXT, name="r.md", said={"draft_of": "reviewer"}))
    assert team("reviewer").get(f"/documents/{number}/").status_code == 200
    assert publish(team("reviewer"), number).status_code == 403


def test_it_is_shared_with_those_who_are_ticked_and_nobody_else(team, draft):
    there = f"/documents/{draft}/draft/share/"
    assert team("editor").post(there, {"shared": ["reader", "nobody", "editor"]}).status_code == 303
    assert team("reader").get(f"/documents/{draft}/").status_code == 200
    assert team("reviewer").get(f"/documents/{draft}/").status_code == 404
    entry = last_entry()
    assert (entry.action, entry.after) == ("share draft", '{"shared_with":["reader"]}')
    team("editor").post(there, {"shared": ["reviewer"]})
    assert team("reader").get(f"/documents/{draft}/").status_code == 404
    assert team("reviewer").get(f"/documents/{draft}/").status_code == 200


def test_alone_a_draft_is_published_too(site, keep):
    number = ready(keep(TEXT, said={"draft_of": "local"}))
    assert "Publish" in site.get(f"/documents/{number}/draft/").content.decode()
    assert publish(site, number).status_code == 303
    assert site.get(f"/documents/{number}/draft/", {"format": "json"}).json()["published_as"]


def test_what_is_no_draft_has_no_such_page(site, keep):
    number = ready(keep(TEXT))
    assert site.get(f"/documents/{number}/draft/").status_code == 404
    assert publish(site, number).status_code == 404
    assert site.get("/documents/999999/draft/").status_code == 404


def test_why_a_finding_of_a_draft_was_dismissed_stays_out_of_the_log(team, keep):
    from kejian.base.finding_models import Finding

    ready(keep("全年举办科普活动1953余场。\n", said={"draft_of": "editor"}))
    finding = Finding.objects.order_by("pk")[0].pk
    sent = {"verdict": "dismiss", "reason": "草稿里的话", "seen": "open"}
    assert team("editor").post(f"/findings/{finding}/decide/", sent).status_code == 303
    assert last_entry().action == "decide finding"
    assert "草稿里的话" not in last_entry().after
    again = {"verdict": "reopen", "seen": "dismissed"}
    assert team("editor").post(f"/findings/{finding}/decide/", again).status_code == 303
    assert "草稿里的话" not in last_entry().before


def test_the_log_is_told_in_the_reader_s_language(team, draft):
    publish(team("editor"), draft)
    client = team("administrator")
    assert "Publish draft" in client.get("/audit-log/").content.decode()
    chinese = client.get("/audit-log/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "发布草稿" in chinese
    assert "文档 " in chinese
    assert "Publish" not in chinese
