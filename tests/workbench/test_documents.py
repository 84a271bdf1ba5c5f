"""Documents: the list, one as it was laid out, deciding on a fact beside its text."""

import re
import zipfile
from pathlib import Path

import pytest

TEXT = """# 青岩市科技进步报告2022

## 一、投入

2022年，青岩市研发经费支出为412.5亿元，比上年增长8.3%，技术合同成交额突破600亿元。

| 指标 | 2021年 | 2022年 |
| --- | --- | --- |
| 专利授权（件） | 3210 | 3544 |

- 2022年8月，青岩量子研究院发布全球首台室温量子存储原型机。
"""
HOSTILE = """# &lt;script&gt;alert(1)&lt;/script&gt;

2022年，青岩市“&lt;img src=x onerror=alert(1)&gt;”研发经费支出为412.5亿元。
"""


def page(site, number, **query):
    return site.get(f"/documents/{number}/", query)


def facts(site, number, **query):
    return page(site, number, format="json", **query).json()["facts"]


def test_the_list_shows_what_each_states(site, keep):
    number = keep(TEXT)
    (line,) = site.get("/documents/?format=json").json()["documents"]
    assert line["number"] == number
    assert line["figures"] >= 4
    assert "青岩市科技进步报告2022" in site.get("/documents/").content.decode()


def test_it_is_filtered_and_goes_on_by_a_key(site, keep, monkeypatch):
    monkeypatch.setattr("kejian.workbench.pages.documents._PAGE", 2)
    for year in (2019, 2020, 2021, 2022):
        keep(
            f"# 青岩市{year}年报\n\n{year}年，专利授权{year}件。\n",
            name=f"r{year}.md",
            said={"report_year": year},
        )
    first = site.get("/documents/?format=json").json()
    assert [d["year"] for d in first["documents"]] == [2022, 2021]
    rest = site.get(f"/documents/?format=json&after={first['after']}").json()
    assert [d["year"] for d in rest["documents"]] == [2020, 2019]
    assert [d["year"] for d in site.get("/documents/?format=json&year=2020").json()["documents"]] == [2020]
    assert site.get("/documents/?format=json&title=2021").json()["total"] == 1


def test_the_text_keeps_its_layout(site, keep):
    text = page(site, keep(TEXT)).content.decode()
    assert re.search(r'<h3 class="h2">.*投入', text)
    assert "<th>" in text
    assert '<ul class="items">' in text


def test_what_was_not_read_is_said_in_the_reader_s_language(site, keep):
    number = keep(TEXT.replace("全球首台", "全球\u200b首台"))
    assert "1 invisible characters were left out" in page(site, number).content.decode()
    chinese = site.get(f"/documents/{number}/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "略去了1个不可见字符" in chinese
    assert "invisible" not in chinese


def test_a_mistake_is_told_in_the_reader_s_language(site, keep):
    number = keep(TEXT)
    fact = next(f for f in facts(site, number) if f["quote"] == "412.5亿元")
    there = f"/documents/{number}/facts/{fact['id']}/decide/"
    sent = {"verdict": "correct", "value": "many", "seen": "0"}
    chinese = site.post(there, sent, headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "&#x27;many&#x27;不是数字" in chinese
    assert "请以基本单位填写" in chinese
    sent = {"verdict": "reject", "seen": "0"}
    english = site.post(there, sent).content.decode()
    assert "say why" in english
    assert "--reason" not in english


def test_markup_of_a_document_is_text(site, keep):
    text = page(site, keep(HOSTILE, name="hostile.md")).content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;" in text


def test_a_link_to_a_passage_marks_it(site, keep):
    number = keep(TEXT)
    stored = page(site, number, format="json").json()["text"]
    start = stored.index("412.5亿元")
    text = page(site, number, at=f"{start}-{start + 7}").content.decode()
    marked = "".join(re.findall(r'<mark class="at"[^>]*>([^<]*)</mark>', text))
    assert marked == "412.5亿元"
    assert text.count('id="p"') == 1


def test_every_fact_is_marked_where_it_stands(site, keep):
    number = keep(TEXT)
    text = page(site, number, show=["observation", "milestone", "entity"]).content.decode()
    covered = {one for run in re.findall(r'data-f="([^"]*)"', text) for one in run.split()}
    assert {fact["id"] for fact in facts(site, number)} <= covered


@pytest.mark.parametrize("layer", ["observation", "milestone", "entity"])
def test_layers_are_chosen(site, keep, layer):
    number = keep(TEXT)
    assert {fact["layer"] for fact in facts(site, number, show=layer)} == {layer}


def test_a_long_document_is_shown_in_parts(site, keep):
    long = "# 年报\n\n" + "\n\n".join(
        f"2022年，第{n}区新增企业{n + 10}家。" + "说明" * 60 for n in range(200)
    )
    number = keep(long)
    first = page(site, number, format="json").json()
    assert first["parts"] > 3
    whole = "".join(
        page(site, number, format="json", part=n + 1).json()["text"] for n in range(first["parts"])
    )
    assert whole.count("新增企业") == 200
    fact = next(f for f in facts(site, number, part=3) if f["kind"] == "figure")
    assert page(site, number, format="json", fact=fact["id"]).json()["part"] == 3


def decide(site, number, fact, **said):
    return site.post(f"/documents/{number}/facts/{fact}/decide/", said, headers={"HX-Request": "true"})


def observation(site, number):
    return next(fact for fact in facts(site, number) if fact["says"].get("value") == "41250000000")


def test_a_fact_is_confirmed_corrected_and_taken_back(site, keep):
    from kejian.base.queries import statements
    from kejian.workbench.models import Audit

    number = keep(TEXT)
    fact = observation(site, number)
    assert decide(site, number, fact["id"], verdict="confirm", seen=0).status_code == 200
    seen = site.get(f"/documents/{number}/facts/{fact['id']}/?format=json").json()["fact"]["seen"]
    decide(site, number, fact["id"], verdict="correct", seen=seen, value="41260000000", reason="再核")
    row = next(s for s in statements("default") if s["id"] == fact["id"])
    assert (row["value"], row["decision"]) == ("41260000000", "corrected")
    card = site.get(f"/documents/{number}/facts/{fact['id']}/?format=json").json()["fact"]
    assert next(f for f in card["fields"] if f["name"] == "value")["was"]
    decide(site, number, fact["id"], verdict="withdraw", seen=card["seen"])
    row = next(s for s in statements("default") if s["id"] == fact["id"])
    assert (row["value"], row["decision"]) == ("41250000000", "")
    assert list(Audit.objects.values_list("action", flat=True)) == ["decide statement"] * 3


def test_to_confirm_a_corrected_fact_is_to_confirm_the_correction(site, keep):
    number = keep(TEXT)
    fact = next(f for f in facts(site, number) if f["quote"] == "412.5亿元")
    there = f"/documents/{number}/facts/{fact['id']}/decide/"
    site.post(there, {"verdict": "correct", "value": "41300000000", "seen": "0"})
    seen = site.get(f"/api/review/{fact['id']}").json()["seen"]
    site.post(there, {"verdict": "confirm", "seen": seen})
    card = site.get(f"/api/review/{fact['id']}").json()
    assert (card["decision"], card["says"]["value"]) == ("corrected", "41300000000")
    assert [made["verdict"] for made in card["history"]] == ["correct", "correct"]


def test_the_second_of_two_is_told_and_overwrites_nothing(site, keep):
    from kejian.base.models import Decision

    number = keep(TEXT)
    fact = observation(site, number)["id"]
    assert decide(site, number, fact, verdict="confirm", seen=0).status_code == 200
    answer = decide(site, number, fact, verdict="reject", reason="no", seen=0)
    assert answer.status_code == 409
    assert "local" in answer.content.decode()
    assert Decision.objects.count() == 1


def test_a_fact_is_shown_on_the_words_that_a_person_chose(site, keep):
    number = keep(TEXT)
    fact = next(f for f in facts(site, number) if f["quote"] == "412.5亿元")
    words = "研发经费支出为412.5亿元"
    answer = site.post(
        f"/review/facts/{fact['id']}/decide/", {"verdict": "correct", "words": words, "seen": "0"}
    )
    assert answer.status_code == 303
    now = next(f for f in facts(site, number) if f["id"] == fact["id"])
    assert (now["quote"], now["end"]) == (words, fact["end"])
    assert now["start"] < fact["start"]
    shown = page(site, number, fact=fact["id"]).content.decode()
    marked = re.findall(rf'<span class="[^"]*" data-f="[^"]*{fact["id"]}[^"]*"[^>]*>([^<]*)</span>', shown)
    assert "".join(marked) == words
    assert f"<mark>{words}</mark>" in shown  # its card


def test_a_fact_goes_to_the_part_that_its_words_were_chosen_in(site, keep, monkeypatch):
    from kejian.workbench import layout

    for name, value in {"_FULL": 60, "_HALF": 30, "_MOST": 90}.items():
        monkeypatch.setattr(layout, name, value)
    layout._laid_out.cache_clear()
    number = keep(TEXT + "\n技术合同成交额的说明见附录。\n\n附录所列数字为412.5亿元整。\n")
    parts = page(site, number, format="json").json()["parts"]
    fact = next(f for f in facts(site, number) if f["quote"] == "412.5亿元")
    text = "".join(page(site, number, format="json", part=n + 1).json()["text"] for n in range(parts))
    start = text.rindex("412.5亿元整")
    sent = {"verdict": "correct", "words": "412.5亿元整", "start": start, "end": start + 8, "seen": "0"}
    assert site.post(f"/review/facts/{fact['id']}/decide/", sent).status_code == 303
    layout._laid_out.cache_clear()
    assert fact["id"] not in {f["id"] for f in facts(site, number)}
    assert fact["id"] in {f["id"] for f in facts(site, number, part=parts)}
    there = page(site, number, format="json", fact=fact["id"]).json()
    assert there["part"] == parts
    layout._laid_out.cache_clear()


def test_a_wrong_value_is_refused_with_what_to_do(site, keep):
    number = keep(TEXT)
    answer = decide(site, number, observation(site, number)["id"], verdict="correct", value="many", seen=0)
    assert answer.status_code == 400
    assert "not a number" in answer.content.decode()


def test_a_reader_sees_but_decides_nothing(team, keep):
    number = keep(TEXT)
    fact = observation(team("reader"), number)["id"]
    assert decide(team("reader"), number, fact, verdict="confirm", seen=0).status_code == 403
    assert decide(team("reviewer"), number, fact, verdict="confirm", seen=0).status_code == 200
    assert "decide/" not in team("reader").get(f"/documents/{number}/facts/{fact}/").content.decode()


def test_a_draft_is_there_for_its_owner_and_whom_it_is_shared_with_only(team, keep):
    number = keep(TEXT, said={"draft_of": "editor", "shared_with": ("reviewer",)})
    for role, seen in {"editor": True, "reviewer": True, "reader": False, "administrator": False}.items():
        client = team(role)
        assert client.get(f"/documents/{number}/").status_code == (200 if seen else 404), role
        assert client.get("/documents/?format=json").json()["total"] == seen
        assert client.get("/api/documents").json()["total"] == seen
        assert client.get(f"/api/documents/{number}").status_code == (200 if seen else 404)


@pytest.mark.parametrize(
    "query",
    [
        {"part": "99999999999"}, {"part": "-1"}, {"at": "5-2"}, {"at": "0-999999999"}, {"at": "a-b"},
        {"fact": "no'such"}, {"show": "<x>"}, {"state": "?"}, {"confidence": "NaN"}, {"fact": "\x00"},
    ],
)  # fmt: skip
def test_an_odd_address_is_no_error(site, keep, query):
    assert page(site, keep(TEXT), **query).status_code == 200


def pdf(path):
    from reportlab.pdfgen.canvas import Canvas

    path.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "In 2022, Qingyan City granted 3544 patents.")
    canvas.save()
    return path


def read(*paths):
    from kejian.base.build import build
    from kejian.base.models import Document

    assert not build("default", list(paths), jobs=1).errors
    return Document.objects.get().pk


def pictured(site, number):
    from kejian.workbench import originals

    originals._pictures.clear()
    originals._known_sizes.clear()
    shown = "Pages of the PDF" in site.get(f"/documents/{number}/").content.decode()
    answer = site.get(f"/documents/{number}/pages/1.png")
    assert shown == (answer.status_code == 200)
    return shown


def test_a_pdf_shows_its_pages_with_the_facts_on_them(site, tmp_path):
    path = pdf(tmp_path / "report.pdf")
    number = read(path)
    found = site.get(f"/documents/{number}/pages/1/?format=json&show=observation&show=other").json()
    assert found["pages"] == 1
    assert found["boxes"]
    picture = site.get(f"/documents/{number}/pages/1.png")
    assert picture.content.startswith(b"\x89PNG")
    assert site.get(f"/documents/{number}/pages/2/").status_code == 404
    path.write_bytes(b"%PDF-1.4 something else")
    assert not pictured(site, number)
    assert "is not where it was" in site.get(f"/documents/{number}/").content.decode()


def test_pages_are_shown_wherever_the_server_was_started(site, tmp_path, monkeypatch):
    pdf(tmp_path / "reports" / "report.pdf")
    monkeypatch.chdir(tmp_path)
    number = read(Path("reports/report.pdf"))
    monkeypatch.chdir("/")
    assert pictured(site, number)


def test_a_file_that_moved_is_found_again_by_reading_its_new_place(site, tmp_path):
    path = pdf(tmp_path / "reports" / "report.pdf")
    number = read(path)
    there = path.rename(tmp_path / "moved.pdf")
    assert not pictured(site, number)
    assert read(there) == number
    assert pictured(site, number)


def test_pages_of_a_pdf_in_an_archive_are_shown(site, tmp_path):
    path = pdf(tmp_path / "report.pdf")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(path, "2022/report.pdf")
    path.unlink()
    assert pictured(site, read(tmp_path / "all.zip"))


def test_a_fact_that_goes_on_in_the_next_line_has_a_box_on_each():
    from kejian.workbench.pages.document_pages import _around, _lines

    above = [(500.0 + 10 * at, 700.0, 510.0 + 10 * at, 712.0) for at in range(3)]
    below = [(60.0 + 10 * at, 680.0, 70.0 + 10 * at, 692.0) for at in range(2)]
    first, second = map(_around, _lines([*above, *below]))
    assert (first["x"], first["width"], first["height"]) == (499.0, 32.0, 14.0)
    assert (second["x"], second["width"], second["height"]) == (59.0, 22.0, 14.0)
