"""The API keeps to its own description, whatever it is asked."""

import json
from urllib.parse import urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from tests.workbench.addresses import TEXT, addresses, known
from tests.workbench.test_hostile import ready

CHECKS = (
    schemathesis.checks.not_a_server_error,
    response_schema_conformance,
    content_type_conformance,
)
ODD = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture
def schema(site, keep):
    from kejian.workbench.wsgi import application

    ready(keep(TEXT))
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


def asked(schema, **headers):
    """Every operation with anything that its description allows, and more."""
    from django.test import Client

    token = Client().get("/api/session").json()["csrf_token"]
    headers |= {"Accept-Encoding": "identity", "X-CSRFToken": token, "Cookie": f"kejian_csrf={token}"}
    operations = [found.ok() for found in schema.get_all_operations()]
    assert operations
    for operation in operations:

        @ODD
        def check(case):
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)
            if answer.status_code >= 400:
                assert set(answer.json()["error"]) == {"code", "message", "where", "hint"}

        given(case=operation.as_strategy())(check)()


def test_no_operation_answers_otherwise_than_described(schema):
    asked(schema)


def test_nor_does_it_to_a_reader_of_a_team(team, keep):
    ready(keep(TEXT))
    reader = team("reader")
    described = schemathesis.openapi.from_dict(reader.get("/api/openapi.json").json())
    for found in described.get_all_operations():

        @ODD
        def check(case):
            sent = case.as_transport_kwargs(base_url="http://testserver")
            body = json.dumps(sent.get("json")) if "json" in sent else ""
            query = urlencode(sent.get("params") or {}, doseq=True)
            path = sent["url"].removeprefix("http://testserver")
            address = f"{path}?{query}" if query else path
            answer = reader.generic(sent["method"], address, body, content_type="application/json")
            assert answer.status_code < 500, (address, answer.status_code)
            if answer.status_code >= 400:
                assert set(answer.json()["error"]) == {"code", "message", "where", "hint"}

        given(case=found.ok().as_strategy())(check)()


def test_every_operation_is_described(schema):
    described = schema.raw_schema["paths"]
    for methods in described.values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]
            assert "401" in operation["responses"]


def test_every_router_is_described(schema):
    from kejian.workbench.api import ROUTERS

    for prefix, _ in ROUTERS:
        assert any(path.startswith(f"/api{prefix}") for path in schema.raw_schema["paths"]), prefix


# pages that take a form alone, are files or pictures, or need something kept before
NO_PAGE = (
    "decide",
    "name",
    "start",
    "upload",
    "delete",
    "keep",
    "again",
    "picture",
    "table",
    "csv",
    "json",
    "file",
)


def test_every_page_is_json_too(site, keep):
    there = known(ready(keep(TEXT)))
    answered = 0
    for address in addresses():
        last = address.name.rpartition("-")[2]
        if address.api or last in NO_PAGE or address.name in ("login", "password", "language"):
            continue
        answer = site.get(address.at(there), {"format": "json"})
        if answer.status_code == 404:
            assert set(answer.json()["error"]) == {"code", "message", "where", "hint"}, address
        elif answer.headers.get("Content-Type") == "application/json":
            assert answer.json() is not None
            answered += 1
        else:
            assert answer.headers.get("Content-Disposition") or address.name in CARDS, address
    assert answered >= 20


def test_a_method_that_an_address_does_not_take_is_an_error_like_any_other(site, keep):
    keep(TEXT)
    for answer in (site.get("/findings/x/decide/?format=json"), site.delete("/api/overview")):
        assert answer.status_code == 405
        assert answer.json()["error"]["code"] == "method_not_allowed"
        assert answer.headers["Allow"]
    page = site.get("/findings/x/decide/")
    assert page.status_code == 405
    assert "does not take such a request" in page.content.decode()


# parts of a page that the API has
CARDS = ("documents-fact", "review-fact", "policies-page")


def test_numbers_keep_every_digit(site):
    from decimal import Decimal

    from kejian.workbench.pages import as_json

    assert as_json({"value": Decimal("1234567890123456789.123456789")}).content == (
        b'{"value":1234567890123456789.123456789}'
    )
