"""What holds for all pages: who may see them, what headers they carry, how they fail, in which language."""

import pytest

TEXT = "# 青岩市科技进步报告2022\n\n2022年，青岩市技术合同成交额为4003.51亿元，比上年增长14.6%。\n"


def test_every_answer_forbids_scripts_and_styles_in_the_page(site):
    for path in ("/", "/no-such-page", "/api/openapi.json", "/static/workbench/workbench.css"):
        policy = site.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_foreign_host_name_is_refused_because_of_rebinding(site):
    for host in ("evil.example", "evil.example:8042", "localhost.evil.example", "127.0.0.2"):
        assert site.get("/", headers={"Host": host}).status_code == 400
        assert site.get("/api/overview", headers={"Host": host}).status_code == 400
    for host in ("localhost:8042", "127.0.0.1", "[::1]:8042"):
        assert site.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/documents/", "/add/", "/audit-log/"])
def test_a_page_speaks_the_readers_language(site, path):
    assert b'<html lang="zh-hans"' in site.get(path, headers={"Accept-Language": "zh-CN,zh;q=0.9"}).content
    assert b'<html lang="en"' in site.get(path, headers={"Accept-Language": "fr"}).content


def test_the_language_is_switched_by_a_form_and_kept(site):
    site.post("/language/", {"language": "zh-hans", "next": "/"})
    assert b'<html lang="zh-hans"' in site.get("/").content


def test_an_error_is_a_page_or_json_of_one_shape(site):
    assert "nothing at this address" in site.get("/no-such-page").content.decode()
    error = site.get("/no-such-page?format=json").json()["error"]
    assert set(error) == {"code", "message", "where", "hint"}
    assert error["code"] == "not_found"
    assert set(site.get("/api/no-such-thing").json()["error"]) == {"code", "message", "where", "hint"}


def test_a_form_from_elsewhere_changes_nothing(base):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/language/", {"language": "en"}).status_code == 403


def test_the_catalogue_is_complete_and_compiled():
    from kejian.workbench.catalogue import problems

    assert problems() == []


def test_a_team_sees_nothing_without_an_account(team):
    from django.test import Client

    stranger = Client()
    assert stranger.get("/documents/?page=2").headers["Location"] == "/login/?next=/documents/%3Fpage%3D2"
    assert stranger.get("/?format=json").status_code == 401
    assert stranger.get("/api/overview").status_code == 401
    htmx = stranger.get("/", headers={"HX-Request": "true"})
    assert htmx.headers["HX-Redirect"].startswith("/login/")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", ["reader", "reviewer", "editor", "administrator"]),
        ("/add/", ["editor", "administrator"]),
        ("/audit-log/", ["administrator"]),
    ],
)
def test_a_role_opens_what_it_may(team, path, allowed):
    for role in ("reader", "reviewer", "editor", "administrator"):
        assert team(role).get(path).status_code == (200 if role in allowed else 403), role


def test_a_role_is_one_of_the_groups_of_the_base(base):
    from django.contrib.auth.models import Group

    from kejian.workbench.accounts import ROLES

    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def test_every_right_is_asked_for_somewhere():
    from pathlib import Path

    import kejian.workbench
    from kejian.workbench.accounts import ROLES

    root = Path(kejian.workbench.__file__).parent
    source = "".join(p.read_text("utf-8") for p in root.rglob("*.py") if p.name != "accounts.py")
    for right in {right for rights in ROLES.values() for right in rights}:
        assert f'"{right}"' in source, right
