"""Strangers' inputs, at every address and in every parameter: answered, never obeyed, never an error of ours.

A line of ``hostile.jsonl`` is one more text, a line of ``hostile.yaml`` one more case of the others;
addresses and their parameters are those that the workbench has (`tests.workbench.addresses`).
"""

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from tests.workbench.addresses import TEXT, addresses, known

HERE = Path(__file__).parent
INPUTS = [json.loads(line) for line in (HERE / "hostile.jsonl").read_text().splitlines()]
CASES = yaml.safe_load((HERE / "hostile.yaml").read_text("utf-8"))
FINE = (200, 204, 302, 303, 400, 404, 405, 409, 413)


@pytest.fixture
def document(site, keep):
    return ready(keep(TEXT, said={"report_year": 2022}))


def ready(number):
    """The base linked and audited."""
    from kejian.base.auditing import audit_base
    from kejian.base.linking import link

    link("default")
    audit_base("default")
    return number


def html(answer):
    return "html" in answer.headers.get("Content-Type", "")


def test_there_are_enough():
    assert len(INPUTS) >= 40


def test_an_address_with_hostile_parameters_is_answered(site, document):
    said = known(document)
    for address in addresses():
        path = address.at(said)
        for number, given in enumerate(INPUTS):
            # all parameters at once, and by turns one alone, for those that end the matter
            one = address.parameters[number % len(address.parameters)] if address.parameters else "x"
            names = address.parameters if number % 2 else (one,)
            fields = dict.fromkeys(names, given["text"]) | ({"format": "json"} if number % 3 == 0 else {})
            answer = site.get(path, fields)
            assert answer.status_code in FINE, (given["name"], path, names, answer.status_code)
            if html(answer) and "<" in given["text"]:
                assert given["text"] not in answer.content.decode(), (given["name"], path)


@pytest.mark.parametrize("length", [10_000, 100_000])
def test_a_parameter_of_any_length_is_answered(site, document, length):
    said = known(document)
    for address in addresses():
        for text in ("研" * length, "9" * length, "(" * length):
            answer = site.get(address.at(said), dict.fromkeys(address.parameters[-2:] or ("q",), text))
            assert answer.status_code in FINE, (address, text[:1], answer.status_code)


def test_a_form_with_hostile_fields_is_answered(site, document):
    said = known(document)
    forms = [one for one in addresses() if not one.api and one.name != "login"]
    for number, given in enumerate(INPUTS):
        for address in forms[number % 3 :: 3]:
            fields = dict.fromkeys((*address.parameters, "verdict", "reason", "seen"), given["text"])
            answer = site.post(address.at(said), fields)
            assert answer.status_code in FINE, (given["name"], address, answer.status_code)


def test_a_correction_with_hostile_fields_is_answered(site, document):
    from kejian.base.decided import FIELDS

    fact = known(document)["fact"]
    for path in (f"/documents/{document}/facts/{fact}/decide/", f"/review/facts/{fact}/decide/"):
        for given in INPUTS:
            fields = dict.fromkeys(FIELDS["figure"], given["text"])
            for verdict in ("correct", given["text"]):
                answer = site.post(path, {**fields, "verdict": verdict, "reason": given["text"], "seen": "0"})
                assert answer.status_code in FINE, (given["name"], path, answer.status_code)


@pytest.mark.parametrize("given", [one for one in INPUTS if "<" in one["text"]], ids=lambda one: one["name"])
def test_what_was_entered_is_shown_as_text(site, document, given):
    from kejian.base.models import Statement

    fact = Statement.objects.filter(kind="milestone").first().pk
    fields = {"verdict": "correct", "object": given["text"], "reason": given["text"], "seen": "0"}
    assert site.post(f"/documents/{document}/facts/{fact}/decide/", fields).status_code == 303
    for path in (f"/documents/{document}/?fact={fact}", "/audit-log/", "/", "/milestones/"):
        shown = site.get(path)
        assert shown.status_code == 200
        assert given["text"] not in shown.content.decode()


SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"


def test_what_documents_say_is_text_on_every_page(site, keep):
    body = (
        f"# 年报{SCRIPT}\n\n2022年8月，青岩{IMAGE}量子研究院发布首台“{IMAGE}”原型机。\n\n"
        f"2022年，青岩市研发经费{SCRIPT}支出为412.5亿元，技术合同成交额{IMAGE}为3亿元。\n"
    )
    said = {"title": f"年报{SCRIPT}", "publisher": IMAGE, "genre": IMAGE, "report_year": 2022}
    number = ready(keep(body, name="a <img src=x onerror=alert(1)> b.md", said=said))
    there = known(number)
    for address in addresses():
        answer = site.get(address.at(there), {"q": "年报", "words": "量子", "document": str(number)})
        if html(answer):
            shown = answer.content.decode()
            assert SCRIPT not in shown, address
            assert IMAGE not in shown, address


def test_an_exported_table_holds_no_formula(site, keep):
    formula = '=HYPERLINK("http://evil.example","x")'
    text = (
        f"# =1+1\n\n2022年8月，@SUM研究院发布首台“{formula}”。\n\n2022年，青岩市研发经费支出为412.5亿元。\n"
    )
    number = ready(keep(text, said={"title": formula, "publisher": formula}))
    there, seen = known(number), 0
    series = site.get("/indicators/", {"format": "json"}).json()["series"]
    for address in addresses():
        answer = site.get(address.at(there), {"series": series[0]["key"]} if series else {})
        if "csv" in answer.headers.get("Content-Type", ""):
            seen += 1
            assert answer.headers["Content-Disposition"].startswith("attachment")
            for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))):
                for cell in row:
                    assert not cell.startswith(("=", "@", "\t", "\r", "＝", "＠")), (address, cell)
                    assert not cell.startswith(("+", "-")) or float(cell) is not None, (address, cell)
    assert seen >= 2


@pytest.mark.parametrize("path", CASES["paths"])
def test_an_address_that_is_none_of_ours_gives_nothing_away(site, path):
    answer = site.get(path)
    assert answer.status_code in (301, 400, 404), answer.status_code
    assert answer.headers.get("Location", "/").startswith("/")
    assert not answer.headers.get("Location", "/").startswith("//")
    for secret in (b"root:", b"SECRET_KEY", b"Traceback", b"site-packages"):
        assert secret not in answer.content


API = ("check", "questionnaire", "kept", "{policy}/explain")


@pytest.mark.parametrize("body", CASES["bodies"])
@pytest.mark.parametrize("operation", API)
def test_the_api_takes_no_other_types(site, body, operation):
    from kejian.policy.loading import rules

    path = f"/api/policies/{operation.format(policy=next(iter(rules().policies)))}"
    answer = site.post(path, body, content_type="application/json")
    assert answer.status_code in (200, 400), answer.content
    if answer.status_code == 400:
        assert set(answer.json()["error"]) == {"code", "message", "where", "hint"}


@pytest.mark.parametrize(
    "body",
    [b'{"profile": ' + b"[" * 100_000, b'{"profile": ' + b'{"a":' * 100_000, b"\xff\xfe", b"9" * 6_000_000],
    ids=["lists", "objects", "no text", "a number"],
)
def test_nor_does_it_break_on_what_is_deep_or_long(site, body):
    answer = site.post("/api/policies/check", body, content_type="application/json")
    assert answer.status_code in (400, 413)
    assert set(answer.json()["error"]) == {"code", "message", "where", "hint"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "BREW"])
def test_other_methods_change_nothing(site, document, method):
    from tests.workbench.test_strangers import counts

    there, before = known(document), counts()
    for address in addresses():
        headers = {"X-HTTP-Method-Override": "POST"}
        answer = site.generic(method, f"{address.at(there)}?_method=POST", b"verdict=reject", headers=headers)
        assert answer.status_code < 500, (method, address, answer.status_code)
    assert counts() == before


@pytest.mark.parametrize("length", ["", "-1", "abc", "99999999999999", "1 0", "0x10", None])
def test_a_form_of_an_odd_length_is_answered(base, length):
    from kejian.workbench.wsgi import application

    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/language/",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(b"language=en&next=/"),
        "wsgi.errors": io.StringIO(),
    } | ({} if length is None else {"CONTENT_LENGTH": length})
    said = []
    answer = b"".join(application(environ, lambda status, headers: said.append(status)))
    assert said[0].startswith("403")  # it brings no token
    assert b"Traceback" not in answer
