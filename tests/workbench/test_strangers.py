"""Who may change what, and where a request comes from: over every address, with one table for the exceptions.

What a role may change is said by tables of the database (`OWN`, `CHANGES`); everything else must be as it was
after an account of the role has sent a form to every address.
"""

import pytest
from django.apps import apps
from tests.workbench.addresses import TEXT, addresses, known
from tests.workbench.test_hostile import CASES, ready

# what everybody changes: their own profile and results, and the log says so
OWN = {"workbench_profile", "workbench_kept_result", "workbench_audit", "django_session"}
CHANGES = {
    "reader": OWN,
    "reviewer": OWN
    | {
        "kejian_decision",
        "kejian_finding_decision",
        "django_tasks_database_dbtaskresult",
    }
    | {"kejian_finding", "workbench_remembered"},  # the state of a finding; that an audit was asked for
}
# the address a form is sent to → the least role that it needs (a form that is incomplete is 400, not 403)
LEAST = {
    "documents-decide": "reviewer",
    "review-decide": "reviewer",
    "review-add": "reviewer",
    "findings-decide": "reviewer",
    "findings-audit": "reviewer",
    "entities-decide": "editor",
    "entities-name": "editor",
    "documents-draft-publish": "editor",
    "documents-draft-share": "editor",
    "add": "editor",
    "add-again": "editor",
}
ROLES = ("reader", "reviewer", "editor", "administrator")


def counts():
    """Of every table the rows, and of what is updated in place the states."""
    found = {model._meta.db_table: model.objects.count() for model in apps.get_models()}
    from kejian.base.finding_models import Finding
    from kejian.workbench.models import Remembered

    states = ",".join(Finding.objects.order_by("pk").values_list("state", flat=True))
    said = ",".join(Remembered.objects.exclude(name="secret key").values_list("value", flat=True))
    return found | {"kejian_finding": states, "workbench_remembered": said}


@pytest.fixture
def there(team, keep):
    return known(ready(keep(TEXT, said={"report_year": 2022})))


@pytest.mark.parametrize("role", CHANGES)
def test_a_role_changes_only_what_it_may(team, there, role):
    client, before = team(role), counts()
    for address in addresses():
        if address.name in ("language", "password"):
            continue
        for verdict in ("confirm", "dismiss", "same"):
            fields = {
                "verdict": verdict,
                "reason": "x",
                "seen": "0",
                "one": "青岩量子研究院",
                "other": "青岩院",
            }
            fields |= {
                "year": "2022",
                "folder": "/tmp",
                "words": "青岩",
                "start": "0",
                "end": "5",
                "name": "x",
            }
            answer = client.post(address.at(there), fields)
            assert answer.status_code < 500, (address, answer.status_code)
    now = counts()
    assert {table for table in now if now[table] != before[table]} <= CHANGES[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_form_needs_its_role(team, there, role):
    client = team(role)
    for address in addresses():
        if address.name in LEAST and not address.api:
            status = client.post(address.at(there), {}).status_code
            allowed = ROLES.index(role) >= ROLES.index(LEAST[address.name])
            assert (status != 403) == allowed, (address.name, role, status)


def test_without_an_account_no_address_says_anything(team, there):
    from django.test import Client

    stranger, before = Client(), counts()
    for address in addresses():
        if address.name in ("login", "language"):
            continue
        for ask in (stranger.get, stranger.post):
            answer = ask(address.at(there))
            assert answer.status_code in (302, 401, 403, 404), (address, answer.status_code)
            assert "青岩" not in answer.content.decode()
    assert counts() == before


@pytest.mark.parametrize(
    "sent",
    [{}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": ""}, {"csrfmiddlewaretoken": "<b>" * 40}],
    ids=["no token", "a forged one", "an empty one", "no token at all"],
)
def test_a_form_without_our_token_changes_nothing(site, keep, sent):
    from django.test import Client

    there = known(ready(keep(TEXT)))
    foreign, before = Client(enforce_csrf_checks=True), counts()
    for address in addresses():
        answer = foreign.post(address.at(there), sent)
        # what only computes, and is asked with JSON, needs none: a foreign page cannot read the answer
        assert answer.status_code in ((403, 404, 405, 400, 401) if address.api else (403,)), address
    assert counts() == before


def test_nor_does_a_token_from_another_page(site, keep):
    from django.test import Client

    there = known(ready(keep(TEXT)))
    foreign = Client(enforce_csrf_checks=True)
    foreign.get("/add/")
    token = foreign.cookies["kejian_csrf"].value
    headers = {"X-CSRFToken": token, "Origin": "http://evil.example"}
    decide = f"/documents/{there['document']}/facts/{there['fact']}/decide/"
    said = {"verdict": "confirm", "seen": "0"}
    assert foreign.post(decide, said, headers=headers).status_code == 403
    assert foreign.post(decide, said, headers={"X-CSRFToken": token}).status_code == 303  # ours


@pytest.mark.parametrize("host", CASES["hosts"])
def test_another_name_of_this_machine_opens_nothing(site, keep, host):
    there = known(ready(keep(TEXT)))
    for address in addresses():
        answer = site.get(address.at(there), headers={"Host": host})
        assert answer.status_code == 400, (address, answer.status_code)
        assert "青岩" not in answer.content.decode()


def test_nor_does_a_forwarded_one(site):
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https"}
    answer = site.get("/", headers=headers)
    assert answer.status_code == 200
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize("there", CASES["elsewhere"])
def test_nobody_is_led_elsewhere(team, there):
    from django.test import Client

    client = Client()
    said = {"name": "reader", "password": "reader's long pass phrase", "next": there}
    for path, fields in (("/login/", said), ("/language/", {"language": "en", "next": there})):
        answer = client.post(path, fields)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/")
        assert not answer.headers["Location"].startswith(("//", "/\\"))
        assert "chosen" not in str(answer.cookies)
        assert "\n" not in answer.headers["Location"]


def test_a_session_that_somebody_chose_is_not_taken_over(team):
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosen0chosen0chosen0chosen0chos"
    client.post("/login/", {"name": "reader", "password": "reader's long pass phrase"})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "chosen0chosen0chosen0chosen0chos"
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = "chosen0chosen0chosen0chosen0chos"
    assert other.get("/").status_code == 302
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_what_was_sent_does_not_become_a_header(site, keep):
    there = known(ready(keep(TEXT)))
    for address in addresses():
        given = "x\r\nX-Evil: 1\r\n\r\n<script>"
        answer = site.get(address.at(there), dict.fromkeys(address.parameters or ("q",), given))
        assert "X-Evil" not in answer.headers
        assert all("\n" not in value and "\r" not in value for value in answer.headers.values())


CHANGE_LOG = (
    "UPDATE workbench_audit SET who = 'nobody'",
    "UPDATE workbench_audit SET after = '' WHERE id = (SELECT MAX(id) FROM workbench_audit)",
    "DELETE FROM workbench_audit",
    "DELETE FROM workbench_audit WHERE who = 'x'",
)


@pytest.mark.parametrize("statement", CHANGE_LOG)
def test_the_database_itself_keeps_the_log(base, statement):
    from django.db import DatabaseError, connection, transaction

    from kejian.workbench.audit import add
    from kejian.workbench.models import Audit

    for who in ("x", "y"):
        add(who=who, action="decide statement", after={"verdict": "confirm"})
    before = list(Audit.objects.order_by("pk").values_list())
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(Audit.objects.order_by("pk").values_list()) == before
