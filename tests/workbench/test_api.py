"""The API keeps to its own description, whatever it is asked."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

TEXT = "# 青岩市科技进步报告2022\n\n2022年，青岩市研发经费支出为412.5亿元，比上年增长8.3%。\n"


@pytest.fixture
def schema(site, keep):
    from kejian.workbench.wsgi import application

    keep(TEXT)
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


def test_no_operation_answers_otherwise_than_described(schema):
    operations = [found.ok() for found in schema.get_all_operations()]
    assert operations
    for operation in operations:

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        def check(case):
            answer = case.call()
            assert answer.status_code < 500, f"{case.method} {case.path}: {answer.status_code}"
            if answer.status_code >= 400:
                assert set(answer.json()["error"]) == {"code", "message", "where", "hint"}

        operation.as_strategy()
        from hypothesis import given

        given(case=operation.as_strategy())(check)()


def test_every_operation_is_described(schema):
    described = schema.raw_schema["paths"]
    assert "/api/overview" in described
    assert "/api/documents/{number}" in described
    for methods in described.values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]


def test_numbers_keep_every_digit(site):
    from decimal import Decimal

    from kejian.workbench.pages import as_json

    assert as_json({"value": Decimal("1234567890123456789.123456789")}).content == (
        b'{"value":1234567890123456789.123456789}'
    )
