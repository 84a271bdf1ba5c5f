"""Entities: one thing under all its names; joined, split and named by people; its graph."""

import pytest

TEXT = """# 青岩市科技进步报告2022

2022年8月，青岩量子研究院与岩溪生物科技公司发布首台量子存储原型机。青岩量子研究院与岩溪生物科技公司共建云图中试平台。

岩溪生物科技公司2022年研发投入3.2亿元。2022年，青岩市研发经费支出为412亿元。
"""
HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture
def told(keep):
    return keep(TEXT, name="r.md", said={"report_year": 2022, "title": "青岩报告"})


def things(site, query=""):
    return site.get(f"/entities/?format=json{query}").json()["things"]


def number(site, name):
    return next(t["id"] for t in things(site, f"&words={name}") if t["name"] == name)


def one(site, name):
    return site.get(f"/entities/{number(site, name)}/?format=json").json()


def decide(site, id_, verdict, other, *, seen=None, reason="见官网", **more):
    from kejian.workbench.pages.entities import last_decision

    seen = last_decision() if seen is None else seen
    said = {"verdict": verdict, "other": other, "seen": seen, "reason": reason, **more}
    return site.post(f"/entities/{id_}/decide/", said)


def test_the_list_is_filtered_by_words_and_type(site, told):
    assert {"青岩量子研究院", "岩溪生物科技公司"} <= {t["name"] for t in things(site)}
    assert [t["name"] for t in things(site, "&words=量子研究院")] == ["青岩量子研究院"]
    assert {t["type"] for t in things(site, "&type=organisation")} == {"organisation"}
    assert things(site, "&words=，") == []
    assert things(site, "&page=9") == []


def test_a_thing_shows_what_is_said_of_it(site, told):
    found = one(site, "青岩量子研究院")
    assert [n["name"] for n in found["known_as"]] == ["青岩量子研究院"]
    assert [d["title"] for d in found["documents_with_it"]] == ["青岩报告"]
    assert [m["period"] for m in found["milestones"]][:1] == ["2022-08"]
    assert "岩溪生物科技公司" in {r["name"] for r in found["related"]}
    page = site.get(f"/entities/{found['id']}/").content.decode()
    assert f"/milestones/?thing={found['id']}" in page
    place = found["milestones"][0]["passage"]
    link = f"/documents/{told}/?at={place['start']}-{place['end']}&amp;of="
    assert link in page
    assert "#p" in page


def test_the_graph_links_to_what_it_is_named_with(site, told):
    found = one(site, "青岩量子研究院")
    other = next(r for r in found["related"] if r["name"] == "岩溪生物科技公司")
    page = site.get(f"/entities/{found['id']}/").content.decode()
    svg = page[page.index('<svg class="for-wide"') : page.index("</svg>")]
    assert f'href="/entities/{other["id"]}/"' in svg
    assert svg.count("<path") == len(found["related"])


def test_people_join_and_split_and_take_it_back(site, told):
    from kejian.workbench.models import Audit

    id_ = number(site, "青岩量子研究院")
    answer = decide(site, id_, "same", "岩溪生物科技公司")
    assert answer.status_code == 303
    joined = site.get(f"{answer.headers['Location']}?format=json").json()
    assert {n["name"] for n in joined["known_as"]} >= {"青岩量子研究院", "岩溪生物科技公司"}
    assert any(why["code"] == "decided" for n in joined["known_as"] for why in n["reasons"])
    (made,) = joined["decisions"]
    assert (made["verdict"], made["who"], made["reason"], made["open"]) == ("same", "local", "见官网", True)
    decide(site, joined["id"], "different", "岩溪生物科技公司", one="青岩量子研究院")
    assert {"青岩量子研究院", "岩溪生物科技公司"} <= {t["name"] for t in things(site)}
    decide(site, number(site, "青岩量子研究院"), "withdraw", "岩溪生物科技公司")
    found = one(site, "青岩量子研究院")
    assert [d["verdict"] for d in found["decisions"]] == ["withdraw", "different", "same"]
    assert not any(d["open"] for d in found["decisions"])
    assert Audit.objects.filter(action="decide names").count() == 3


def test_people_say_what_it_is_called(site, told):
    from kejian.workbench.pages.entities import last_decision

    id_ = number(site, "岩溪生物科技公司")
    said = {"name": "岩溪生物", "reason": "简称", "seen": last_decision()}
    answer = site.post(f"/entities/{id_}/name/", said)
    assert answer.status_code == 303
    found = site.get(f"{answer.headers['Location']}?format=json").json()
    assert found["name"] == "岩溪生物"
    assert [(d["verdict"], d["open"]) for d in found["decisions"]] == [("name", True)]
    back = {"verdict": "withdraw", "one": "岩溪生物科技公司", "reason": "全称为准", "seen": last_decision()}
    assert site.post(f"/entities/{id_}/name/", back).status_code == 303
    found = site.get(f"/entities/{id_}/?format=json").json()
    assert found["name"] == "岩溪生物科技公司"
    assert [(d["verdict"], d["open"]) for d in found["decisions"]] == [("unname", False), ("name", False)]
    page = site.get(f"/entities/{id_}/").content.decode()
    assert "Taken back what 岩溪生物科技公司 is to be called" in page


def test_who_comes_second_is_told_and_nothing_is_changed(site, told):
    id_ = number(site, "青岩量子研究院")
    decide(site, id_, "different", "岩溪生物科技公司", seen=0)
    answer = decide(site, id_, "same", "岩溪生物科技公司", seen=0)
    assert answer.status_code == 409
    assert len(one(site, "青岩量子研究院")["decisions"]) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"verdict": "perhaps"},
        {"other": ""},
        {"reason": ""},
        {"seen": "x"},
        {"one": "云图中试平台"},
        {"other": "青岩量子研究院"},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(site, told, said):
    from kejian.base.linking_models import ThingDecision

    id_ = number(site, "青岩量子研究院")
    fields = {"verdict": "same", "other": "岩溪生物科技公司", "reason": "r", "seen": "0"} | said
    answer = site.post(f"/entities/{id_}/decide/", fields)
    before = ThingDecision.objects.count()
    if (
        said.get("other") != "没有这个名称的机构"
    ):  # a name that comes with a later document may be said before
        assert (answer.status_code, before) == (400, 0)


def test_only_those_who_may_link_do(team, keep):
    keep(TEXT, name="r.md", said={"report_year": 2022})
    id_ = number(team("reader"), "青岩量子研究院")
    assert decide(team("reader"), id_, "same", "岩溪生物科技公司").status_code == 403
    assert "/decide/" not in team("reader").get(f"/entities/{id_}/").content.decode()
    assert decide(team("reviewer"), id_, "same", "岩溪生物科技公司").status_code == 403
    assert "/decide/" not in team("reviewer").get(f"/entities/{id_}/").content.decode()
    assert decide(team("editor"), id_, "same", "岩溪生物科技公司").status_code == 303


def test_a_form_from_elsewhere_is_refused(base, told):
    from django.test import Client

    id_ = number(Client(), "青岩量子研究院")
    assert decide(Client(enforce_csrf_checks=True), id_, "same", "岩溪生物科技公司").status_code == 403


def test_candidates_for_joining_are_looked_up(site, told):
    id_ = number(site, "青岩量子研究院")
    page = site.get(f"/entities/{id_}/", {"with": "岩溪"}).content.decode()
    assert 'value="岩溪生物科技公司"' in page


def test_names_and_reasons_are_text(site, told):
    id_ = number(site, "青岩量子研究院")
    decide(site, id_, "same", "岩溪生物科技公司", reason=HOSTILE)
    for path in (f"/entities/{id_}/", f"/entities/{id_}/?with=%3Cscript%3E", "/entities/?words=%3Cscript%3E"):
        page = site.get(path).content.decode()
        assert HOSTILE not in page
        assert "<script>" not in page


def test_the_api_says_the_same(site, told):
    id_ = number(site, "青岩量子研究院")
    assert site.get(f"/api/entities/{id_}").json() == site.get(f"/entities/{id_}/?format=json").json()
    assert site.get("/api/entities?words=量子研究院").json()["things"] == things(site, "&words=量子研究院")


@pytest.mark.parametrize("path", ["/entities/9999/", "/api/entities/9999", "/entities/99999999999999999999/"])
def test_what_is_not_there_is_not_found(site, path):
    assert site.get(path).status_code == 404


def test_a_draft_is_seen_by_its_owner_alone(team, keep):
    keep("# 报告\n\n2022年，岩溪生物科技公司发布新药。\n", name="r.md", said={"report_year": 2022})
    keep(TEXT, name="d.md", said={"report_year": 2022, "draft_of": "editor", "title": "草稿"})
    reader, editor = team("reader"), team("editor")
    assert "青岩量子研究院" not in {t["name"] for t in things(reader)}
    hidden = number(editor, "青岩量子研究院")
    assert reader.get(f"/entities/{hidden}/").status_code == 404
    assert reader.get(f"/api/entities/{hidden}").status_code == 404
    (known,) = things(reader, "&words=岩溪生物")
    known = reader.get(f"/entities/{known['id']}/?format=json").json()
    assert (known["related"], len(known["documents_with_it"]), known["figures"]) == ([], 1, [])
    assert "青岩" not in reader.get(f"/entities/{known['id']}/").content.decode()
    assert decide(team("administrator"), hidden, "same", "岩溪生物科技公司").status_code == 404


def test_a_draft_s_names_do_not_reach_the_log(team, keep):
    from kejian.workbench.models import Audit

    keep(TEXT, name="d.md", said={"report_year": 2022, "draft_of": "editor"})
    editor = team("editor")
    answer = decide(editor, number(editor, "青岩量子研究院"), "different", "岩溪生物科技公司")
    assert answer.status_code == 303
    entry = Audit.objects.get(action="decide names")
    assert "青岩" not in entry.after
    assert "官网" not in entry.after


def test_hostile_fields_of_decisions_are_answered(site, told):
    from tests.workbench.test_hostile import INPUTS

    id_ = number(site, "青岩量子研究院")
    for given in INPUTS[::3]:
        text = given["text"]
        for path, fields in (
            ("decide", {"verdict": text, "other": text, "reason": text, "seen": text}),
            ("decide", {"verdict": "different", "other": text, "reason": text, "seen": "0"}),
            ("name", {"name": text, "reason": text, "seen": text}),
        ):
            answer = site.post(f"/entities/{id_}/{path}/", fields)
            assert answer.status_code in (303, 400, 409), (given["name"], path)
        page = site.get(f"/entities/{id_}/").content.decode()
        assert "<" not in text or text not in page


def test_reasons_are_told_in_chinese_too(told):
    from django.utils import translation

    from kejian.workbench.joining_words import reason

    with translation.override("zh-hans"):
        assert reason("given: by 6 works (岩溪)")["words"] == "6份文件注明（岩溪）"
        assert reason("legal: 有限公司 left out") == {
            "code": "legal",
            "label": "法人形式",
            "words": "省略“有限公司”",
        }
        assert reason("new: something else")["words"] == "something else"
