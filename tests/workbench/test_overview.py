"""The overview: a newcomer sees what there is; nobody sees what is not theirs."""

TEXT = """# 青岩市科技进步报告{year}

{year}年，青岩市全社会研发经费支出为{amount}亿元。{year}年8月，青岩量子研究院发布全球首台室温量子存储原型机。
"""


def data(site, query=""):
    return site.get(f"/?format=json{query}").json()


def years(keep, **said):
    for year, amount in ((2020, 300), (2021, 330), (2022, 412.5)):
        keep(TEXT.format(year=year, amount=amount), name=f"r{year}.md", said={"report_year": year, **said})


def test_an_empty_base_says_how_to_begin(site):
    page = site.get("/").content.decode()
    assert "Start here" in page
    assert 'href="/add/"' in page


def test_it_counts_and_groups_by_force_or_domain(site, keep):
    years(keep)
    found = data(site)
    assert found["counts"]["documents"] == 3
    assert found["years"] == [{"year": y, "documents": 1} for y in (2022, 2021, 2020)]
    (group,) = [g for g in found["groups"] if g["name"] == "策源力"]
    (series,) = [s for s in group["series"] if "研发经费" in s["name"]]
    assert series["last_value"] == 41250000000
    assert series["change"] == 0.25
    assert [point["slot"] for point in series["trend"]] == ["2020", "2021", "2022"]
    assert any(g["name"] == "governance" for g in data(site, "&by=domain")["groups"])


def test_milestones_are_newest_first_and_rejected_ones_left_out(site, keep):
    from kejian.base.decisions import decide

    years(keep)
    found = data(site)["milestones"]
    assert [m["date"][:4] for m in found] == sorted((m["date"][:4] for m in found), reverse=True)
    decide("default", found[0]["id"], "reject", reason="no", who="甲")
    assert found[0]["id"] not in {m["id"] for m in data(site)["milestones"]}


def test_a_corrected_milestone_says_what_is_right(site, keep):
    from kejian.base.decisions import decide

    years(keep)
    first = data(site)["milestones"][0]["id"]
    decide("default", first, "correct", correction={"object": "第二台原型机"}, reason="x", who="甲")
    assert data(site)["milestones"][0]["object"] == "第二台原型机"


def test_a_draft_is_in_no_count_or_list_of_others(team, keep):
    years(keep, draft_of="editor")
    for role in ("reader", "administrator"):
        found = data(team(role))
        assert found["counts"]["documents"] == found["counts"]["series"] == found["counts"]["milestones"] == 0
        assert found["groups"] == found["milestones"] == found["years"] == []
    assert data(team("editor"))["counts"]["documents"] == 3


def test_what_is_remembered_is_forgotten_when_the_base_changes(site, keep):
    assert data(site)["counts"]["documents"] == 0
    years(keep)
    assert data(site)["counts"]["documents"] == 3
