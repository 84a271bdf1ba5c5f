"""Adding documents: what is taken in, what is refused, what came of it, and what a restart does."""

import os
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

TEXT = "# 青岩市科技进步报告2022\n\n2022年，青岩市研发经费支出为412.5亿元，比上年增长8.3%。\n"


def upload(*named, content=TEXT):
    return [SimpleUploadedFile(name, content.encode()) for name in named or ("report.md",)]


def add(site, *files, **said):
    return site.post("/add/", {"files": list(files), "visibility": "published", **said})


def run_all():
    """What the worker does, in this process."""
    from django_tasks_db.models import DBTaskResult

    for waiting in DBTaskResult.objects.ready():
        waiting.task.call(*waiting.task_result.args)
        waiting.delete()


def result(site, answer):
    return site.get(answer.headers["Location"] + "?format=json").json()["adding"]


def left_over():
    folder = Path(os.environ["KEJIAN_FILES"])
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_a_file_is_read_in_the_background(site):
    answer = add(site, *upload())
    assert answer.status_code == 303
    assert result(site, answer)["state"] == "waiting"
    assert 'hx-trigger="every 1s"' in site.get(answer.headers["Location"]).content.decode()
    run_all()
    found = result(site, answer)
    assert (found["state"], found["stored"], found["failures"]) == ("done", 1, [])
    assert site.get(f"/documents/{found['items'][0]['document']}/").status_code == 200
    assert "every 1s" not in site.get(answer.headers["Location"]).content.decode()
    assert left_over() == []


def test_what_cannot_be_read_is_listed_with_the_reason_and_the_rest_is_stored(site):
    broken = SimpleUploadedFile("broken.pdf", b"%PDF-1.7 not really")
    answer = add(site, *upload(), broken)
    run_all()
    found = result(site, answer)
    assert (found["stored"], found["failed"]) == (1, 1)
    assert found["failures"][0]["source"] == "broken.pdf"
    assert found["failures"][0]["error"]
    assert str(Path(os.environ["KEJIAN_FILES"])) not in str(found)
    site.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    assert "PDF损坏或不完整；请重新获取文件" in site.get(answer.headers["Location"]).content.decode()


def test_the_same_file_again_is_known(site):
    add(site, *upload())
    run_all()
    answer = add(site, *upload())
    run_all()
    assert result(site, answer)["same"] == 1


def test_two_files_of_one_name_are_two(site):
    answer = add(site, *upload(), *upload(content=TEXT.replace("青岩", "松烟").replace("412", "77")))
    run_all()
    assert result(site, answer)["stored"] == 2


@pytest.mark.parametrize("name", ["run.exe", "page.php", "noending", "report.md.sh"])
def test_other_kinds_are_refused_and_nothing_is_kept(site, name):
    from kejian.workbench.models import Adding

    answer = add(site, *upload(), *upload(name))
    assert answer.status_code == 400
    assert name in answer.content.decode()
    assert (Adding.objects.count(), left_over()) == (0, [])


@pytest.mark.parametrize(("limit", "value"), [("LARGEST", 10), ("LARGEST_TOGETHER", 20), ("MOST", 1)])
def test_too_much_is_refused_and_nothing_is_kept(site, monkeypatch, limit, value):
    monkeypatch.setattr(f"kejian.workbench.uploads.{limit}", value)
    assert add(site, *upload("a.md", "b.md")).status_code == 413
    assert left_over() == []


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x.md", "..\\..\\x.md", "/etc/x.md", "a\u202e.md", "年" * 300 + ".md", ".md"]
)
def test_a_name_is_never_a_path(site, name, tmp_path):
    answer = add(site, *upload(name))
    if answer.status_code == 303:
        for path in left_over():
            assert path.resolve().is_relative_to(Path(os.environ["KEJIAN_FILES"]).resolve())
            assert len(path.name.encode()) <= 255


def test_no_other_page_takes_files(site):
    site.post("/language/", {"language": "en", "files": upload()[0]})
    assert left_over() == []


def test_a_form_from_elsewhere_leaves_nothing(base):
    from django.test import Client

    assert add(Client(enforce_csrf_checks=True), *upload()).status_code == 403
    assert left_over() == []


@pytest.mark.parametrize(
    "said", [{}, {"folder": "relative/path"}, {"folder": "/no/such/folder"}, {"year": "99"}]
)
def test_an_incomplete_form_says_what_to_do(site, said):
    answer = site.post("/add/", {"visibility": "published", **said})
    assert answer.status_code == 400


def test_a_folder_of_this_machine_is_read_where_it_is(site, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.md").write_text(TEXT, encoding="utf-8")
    answer = site.post("/add/", {"folder": str(folder), "visibility": "published"})
    run_all()
    assert result(site, answer)["stored"] == 1
    assert (folder / "one.md").exists()


def test_a_team_reads_no_folder_of_the_server(team, tmp_path):
    (tmp_path / "one.md").write_text(TEXT, encoding="utf-8")
    answer = team("administrator").post("/add/", {"folder": str(tmp_path), "visibility": "published"})
    assert answer.status_code == 400
    assert "Or a folder" not in team("editor").get("/add/").content.decode()


def test_a_draft_is_shared_with_those_who_are_named(team):
    answer = add(team("editor"), *upload(), visibility="draft", shared=["reviewer", "nobody-known"])
    run_all()
    number = result(team("editor"), answer)["items"][0]["document"]
    seen = {
        role: team(role).get(f"/documents/{number}/").status_code for role in ("editor", "reviewer", "reader")
    }
    assert seen == {"editor": 200, "reviewer": 200, "reader": 404}


def test_an_adding_is_seen_by_who_made_it_only(team):
    answer = add(team("editor"), *upload("secret-plan.md"), visibility="draft")
    for path in (answer.headers["Location"], answer.headers["Location"] + "?format=json"):
        assert team("administrator").get(path).status_code == 404
    assert "secret-plan" not in team("administrator").get("/add/").content.decode()


def test_the_audit_log_does_not_give_a_draft_away(team):
    from kejian.base.models import Statement

    answer = add(team("editor"), *upload("secret-plan.md"), visibility="draft")
    run_all()
    number = result(team("editor"), answer)["items"][0]["document"]
    fact = Statement.objects.filter(kind="figure", role="observation").first().pk
    said = {"verdict": "correct", "value": "77", "reason": "secret reason", "seen": "0"}
    assert team("editor").post(f"/documents/{number}/facts/{fact}/decide/", said).status_code == 303
    log = team("administrator").get("/audit-log/").content.decode()
    assert "Decide statement" in log
    assert "secret" not in log
    assert "77" not in re.sub(r"<a .*?</a>|[a-z0-9]{16,}", "", log.split("<tbody>")[1])


def test_readers_and_reviewers_add_nothing(team):
    for role in ("reader", "reviewer"):
        assert add(team(role), *upload()).status_code == 403
    assert left_over() == []


def test_an_interrupted_adding_goes_on(site):
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from kejian.workbench.models import Adding
    from kejian.workbench.tasks import put_back

    answer = add(site, *upload())
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)  # and then the machine went down
    Adding.objects.update(state="running")
    assert DBTaskResult.objects.ready().count() == 0
    assert put_back() == 1
    run_all()
    assert result(site, answer)["state"] == "done"


def test_one_that_failed_can_be_tried_again(site, monkeypatch):
    from kejian.errors import BaseError

    answer = add(site, *upload())

    def full(*_, **__):
        raise BaseError("the disk is full", hint="free some space")

    with monkeypatch.context() as patched:
        patched.setattr("kejian.workbench.adding.build", full)
        run_all()
    assert "the disk is full" in site.get(answer.headers["Location"]).content.decode()
    site.post(answer.headers["Location"] + "again/")
    run_all()
    assert result(site, answer)["state"] == "done"


def test_it_is_in_the_audit_log(site):
    from kejian.workbench.models import Audit

    add(site, *upload())
    run_all()
    assert list(Audit.objects.values_list("action", flat=True)) == ["add documents", "read documents"]


def test_a_pdf_in_an_uploaded_archive_keeps_its_pages(site, tmp_path):
    from tests.workbench.test_documents import pdf

    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(pdf(tmp_path / "report.pdf"), "2022/report.pdf")
    answer = add(site, SimpleUploadedFile("all.zip", (tmp_path / "all.zip").read_bytes()))
    run_all()
    (item,) = result(site, answer)["items"]
    assert site.get(f"/documents/{item['document']}/pages/1.png").status_code == 200
    assert left_over() == []


def test_an_error_of_the_program_ends_the_waiting_and_it_may_be_tried_again(site, monkeypatch):
    from kejian.workbench import adding

    answer = add(site, *upload())
    with monkeypatch.context() as patched:
        patched.setattr(adding, "build", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_all()
    found = result(site, answer)
    assert (found["state"], found["error"][:26]) == ("failed", "an error of the program en")
    site.post(answer.headers["Location"] + "again/")
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.order_by("enqueued_at")[0].delete()  # the one that failed
    run_all()
    assert result(site, answer)["state"] == "done"
