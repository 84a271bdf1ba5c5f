"""Profiles and kept results belong to whoever entered them; hostile files are refused and cost nothing."""

import io
import json
import zipfile

import pytest

DAY = "2025-06-30"
SECRET = "极密智芯有限公司"
FORM = {"name": SECRET, "revenue": "7654321", "rd_expense": "123456", "industry": "software"}
READ = (
    "/policies/", "/policies/?format=json", "/policies/rd-deduction/", "/policies/questionnaire/",
    "/policies/questionnaire/?field=name", "/policies/questionnaire/?format=json", "/policies/profile/",
    "/policies/profile/?format=json", "/policies/profile/profile.json", "/policies/profile/profile.csv",
    "/policies/result/", "/policies/result/?format=json", "/policies/result/table.csv",
    "/policies/result/page.html", "/policies/result/rd-deduction/", "/policies/kept/",
    "/policies/kept/?format=json", "/api/policies", "/api/policies/kept", "/api/policies/rd-deduction", "/",
)  # fmt: skip


@pytest.fixture
def secret(team):
    """What the reader entered and kept; the address of the kept result."""
    mine = team("reader")
    assert mine.post("/policies/profile/", FORM).status_code == 303
    return mine.post("/policies/result/keep/", {"day": DAY, "name": SECRET}).headers["Location"]


@pytest.mark.parametrize("other", ["reviewer", "editor", "administrator"])
@pytest.mark.parametrize("path", READ)
def test_nobody_else_sees_it(team, secret, other, path):
    assert_not_told(team(other).get(path))


@pytest.mark.parametrize("other", ["editor", "administrator"])
def test_nobody_else_opens_changes_or_deletes_what_is_kept(team, secret, other):
    theirs, key = team(other), secret.strip("/").rsplit("/", 1)[1]
    for path in (secret, f"{secret}?format=json", f"/api/policies/kept/{key}"):
        assert theirs.get(path).status_code == 404
    for path in (f"{secret}delete/", f"{secret}again/"):
        assert theirs.post(path).status_code == 404
    assert theirs.delete(f"/api/policies/kept/{key}").status_code == 404
    theirs.post("/policies/profile/delete/")
    theirs.post("/policies/profile/", {"name": "别家"})
    mine = team("reader")
    assert SECRET in mine.get("/policies/profile/").content.decode()
    assert SECRET in mine.get(secret).content.decode()
    assert mine.get("/api/policies/kept").json()["kept"][0]["name"] == SECRET


def test_the_audit_log_says_that_it_changed_and_never_what_it_says(team, secret):
    mine = team("reader")
    mine.post("/policies/questionnaire/", {"field": "staff", "staff": "4711"})
    mine.post(f"{secret}delete/")
    mine.post("/policies/profile/delete/")
    entries = team("administrator").get("/audit-log/?format=json").json()["entries"]
    assert {one["action"] for one in entries} >= {
        "change profile", "delete profile", "keep result", "delete result",
    }  # fmt: skip
    text = json.dumps(entries, ensure_ascii=False)
    assert SECRET not in text
    assert "7654321" not in text
    assert "4711" not in text


def test_a_stranger_is_sent_to_the_log_in(team, secret):
    from django.test import Client

    for path in (*READ, secret):
        assert Client().get(path).status_code in (302, 401)
    posted = json.dumps({"profile": {}})
    for path in ("check", "questionnaire", "rd-deduction/explain", "kept"):
        answer = Client().post(f"/api/policies/{path}", posted, content_type="application/json")
        assert answer.status_code == 401


def test_what_changes_something_needs_a_token(team):
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="reader"))
    posted = json.dumps({"profile": {}})
    assert client.post("/policies/profile/", FORM).status_code == 403
    assert client.post("/policies/profile/file/", {"file": file("a.json", b"{}")}).status_code == 403
    assert client.post("/api/policies/kept", posted, content_type="application/json").status_code == 403
    assert client.post("/api/policies/check", posted, content_type="application/json").status_code == 200


def test_alone_on_a_machine_the_owner_is_the_local_user(site):
    from kejian.workbench.models import StoredProfile

    site.post("/policies/profile/", FORM)
    assert list(StoredProfile.objects.values_list("owner", flat=True)) == ["local"]


def assert_not_told(answer):
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert SECRET not in text.decode("utf-8-sig")
    assert b"7654321" not in text
    assert b"7,654,321" not in text


def file(name, content):
    found = io.BytesIO(content)
    found.name = name
    return found


def workbook(rows):
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb():
    """A workbook with a part that unpacks to 60 MB."""
    out = io.BytesIO(workbook([["staff", 1]]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", b" " * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'{"staff": 12, "revenue": "1.2\xe4\xba\xbf\xe5\x85\x83"}'),
        ("a.csv", "职工总数,营业收入\n12,1.2亿元\n".encode()),
        ("a.xlsx", workbook([["staff", 12], ["revenue", 120000000]])),
    ],
)
def test_a_profile_comes_from_a_file(site, name, content):
    assert site.post("/policies/profile/file/", {"file": file(name, content)}).status_code == 303
    facts = site.get("/policies/profile/?format=json").json()["facts"]
    assert facts == {"staff": 12, "revenue": 120_000_000}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("huge.json", b'{"name": "' + b"x" * 6_000_000 + b'"}'),
        ("deep.json", b"[" * 100_000),
        ("list.json", b"[1, 2]"),
        ("twice.json", b'{"staff": 1, "staff": 2}'),
        ("types.json", b'{"staff": {"a": [1]}, "revenue": true}'),
        ("nan.json", b'{"revenue": NaN}'),
        ("text.csv", "职工总数,十二人\n营业收入,很多\n".encode()),
        ("formula.csv", b"revenue,=1+1\nstaff,=cmd|' /C calc'!A0\n"),
        (
            "formula.xlsx",
            workbook([["revenue", '=HYPERLINK("http://x")'], ["staff", "=1+1"], ["assets", "x"]]),
        ),
        ("table.csv", b"staff,revenue\n1,2\n3,4\n5,6\n"),
        ("latin.csv", b"staff,\xff\xfe\n"),
        ("unknown.csv", b"nonsense,1\nstaff,2\n"),
        ("no.xlsx", b"PK\x03\x04 no workbook"),
        ("bomb.xlsx", bomb()),
        ("above.json", b'{"revenue": 1, "rd_expense": 2}'),
        ("projects.json", b'{"projects": [' + b",".join([b"{}"] * 101) + b"]}"),
        ("profile.exe", b"MZ"),
        ("../../etc/passwd.json", b"root:x"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_is_refused_and_nothing_is_stored(site, name, content, tmp_path):
    site.post("/policies/profile/", {"staff": "7"})
    answer = site.post("/policies/profile/file/?format=json", {"file": file(name, content)})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["message"]
    assert str(tmp_path) not in json.dumps(error), "no place of the server is told"
    assert site.get("/policies/profile/?format=json").json()["facts"] == {"staff": 7}
    assert not list((tmp_path / "files" / "quarantine").glob("*"))


def test_no_file_and_several_are_refused(site):
    assert site.post("/policies/profile/file/").status_code == 400
    two = [file("a.json", b"{}"), file("b.json", b"{}")]
    assert site.post("/policies/profile/file/", {"file": two}).status_code == 400


def test_no_more_is_kept_than_granted(site, monkeypatch):
    monkeypatch.setattr("kejian.workbench.profiles.MOST_KEPT", 1)
    site.post("/policies/profile/", FORM)
    assert site.post("/policies/result/keep/", {"day": DAY}).status_code == 303
    assert site.post("/policies/result/keep/", {"day": DAY}).status_code == 400
