"""Logging in, and what stands against guessing."""

import pytest

PASSWORD = "editor's long pass phrase"


@pytest.fixture
def stranger(team):
    from django.test import Client

    return Client(headers={"Accept-Language": "en"})


def log_in(client, name="editor", password=PASSWORD, **more):
    return client.post("/login/", {"name": name, "password": password, **more})


def test_whoever_logs_in_goes_where_they_wanted(stranger):
    assert log_in(stranger, next="/documents/?q=a").headers["Location"] == "/documents/?q=a"
    assert stranger.get("/documents/").status_code == 200


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_and_to_no_other_site(stranger, there):
    assert log_in(stranger, next=there).headers["Location"] == "/"


def test_logging_in_is_in_the_audit_log(stranger):
    from kejian.workbench.models import Audit

    log_in(stranger)
    assert list(Audit.objects.values_list("who", "action")) == [("editor", "log in")]


def test_an_account_is_not_tried_without_end(stranger):
    for _ in range(5):
        assert log_in(stranger, password="wrong").status_code == 403
    answer = log_in(stranger)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert log_in(stranger, name="reader", password="reader's long pass phrase").status_code == 302


def test_nor_many_accounts_from_one_address(stranger):
    for number in range(20):
        log_in(stranger, name=f"nobody{number}", password="wrong")
    assert log_in(stranger).status_code == 429


def test_a_locked_account_is_out_at_once(stranger):
    from kejian.workbench.accounts import set_active

    log_in(stranger)
    set_active("editor", False)
    assert stranger.get("/").status_code == 302
    assert log_in(stranger).status_code == 403


def test_logging_out_ends_the_session(stranger):
    log_in(stranger)
    stranger.post("/logout/")
    assert stranger.get("/").status_code == 302


def test_who_works_alone_needs_no_account(site):
    assert site.get("/login/").headers["Location"] == "/"


def test_a_password_is_changed_by_who_knows_it(team):
    from django.test import Client

    mine, other = team("editor"), team("editor")
    new = {"new": "another long pass phrase", "again": "another long pass phrase"}
    assert mine.post("/password/", {"old": "wrong", **new}).status_code == 400
    assert mine.post("/password/", {"old": PASSWORD, "new": "short", "again": "short"}).status_code == 400
    assert mine.post("/password/", {"old": PASSWORD, **new, "again": "x"}).status_code == 400
    assert mine.post("/password/", {"old": PASSWORD, **new}).status_code == 200
    assert mine.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert log_in(Client(), password="another long pass phrase").status_code == 302


def test_nor_is_the_present_password_tried_without_end(team):
    mine = team("editor")
    for _ in range(5):
        mine.post("/password/", {"old": "wrong", "new": "a", "again": "a"})
    assert "Too many" in mine.post("/password/", {"old": PASSWORD, "new": "a", "again": "a"}).content.decode()
