"""The frame in a real browser: both languages, both widths, light and dark, keyboard alone."""

import pytest
from tests.workbench.browser import KEJIAN, LAPTOP, PHONE, Walk, leaving, serving

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/documents/",
    "/indicators/",
    "/milestones/",
    "/add/",
    "/audit-log/",
    "/review/",
    "/review/gold/",
    "/review/agreement/",
    "/findings/",
    "/compare/",
    "/ask/",
    "/ask/?q=青砚有多少火星基地？",
    "/ask/?q=2023年青砚市技术合同成交额是多少？比上年增长多少？",
    "/search/?q=技术合同",
    "/entities/",
    "/policies/",
    "/policies/small-profit/",
    "/policies/questionnaire/",
    "/policies/profile/",
    "/policies/result/",
    "/policies/kept/",
]


def named(path):
    """The name of a page's picture."""
    return path.partition("?")[0].strip("/").replace("/", "-") or "overview"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [LAPTOP, PHONE])
def test_a_page_is_whole_and_accessible(walk, path, language, width):
    page = walk.visit(path, language=language, width=width)
    name = named(path)
    walk.shoot(page, f"{name}-{language}-{width}", whole=True)
    walk.check(page)


@pytest.mark.parametrize("path", PAGES)
def test_in_the_dark_too(walk, path):
    page = walk.visit(path, language="zh", dark=True)
    walk.shoot(page, f"{named(path)}-dark", whole=True)
    walk.check(page)


def test_the_keyboard_reaches_the_content_first(walk):
    page = walk.visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_selector("#main:focus")


def test_the_language_is_switched_where_one_is(walk):
    page = walk.visit("/documents/")
    for name, language in (("中文", "zh-hans"), ("English", "en")):
        with leaving(page):
            page.get_by_role("button", name=name).click()
        assert page.url == f"{walk.address}/documents/"
        assert page.get_attribute("html", "lang") == language


def test_the_menu_of_a_phone_opens(walk):
    page = walk.visit("/", width=PHONE)
    assert not page.get_by_role("link", name="Documents", exact=True).is_visible()
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Documents", exact=True).click()
    page.wait_for_url("**/documents/")


def first_document(walk):
    page = walk.visit("/documents/")
    return page.get_by_role("link", name="青砚").first.get_attribute("href")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [LAPTOP, PHONE])
def test_a_document_is_whole_and_accessible(walk, language, width):
    address = first_document(walk)
    page = walk.visit(address, language=language, width=width)
    page.keyboard.press("n")
    page.wait_for_selector("#card [data-fact]")
    walk.shoot(page, f"document-{language}-{width}")
    walk.check(page)


def test_in_the_dark_a_document_too(walk):
    page = walk.visit(first_document(walk), dark=True)
    walk.shoot(page, "document-dark")
    walk.check(page)


def test_the_keyboard_alone_reads_and_decides(walk):
    page = walk.visit(first_document(walk) + "?show=observation")
    page.keyboard.press("n")
    page.wait_for_selector("#card [data-fact]")
    first = page.get_attribute("#card [data-fact]", "data-fact")
    assert first in page.url
    assert page.locator(f'.on[data-f~="{first}"]').count()
    page.keyboard.press("j")
    page.wait_for_selector(f'#card [data-fact]:not([data-fact="{first}"])')
    page.keyboard.press("p")
    page.wait_for_selector(f'#card [data-fact="{first}"]')
    page.keyboard.press("c")
    page.wait_for_selector("#card .d-confirmed")
    page.wait_for_selector(f'.w-confirmed[data-f~="{first}"]')
    page.keyboard.press("e")
    page.locator("#in-value").fill("nonsense")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card [role=alert]")
    assert page.input_value("#in-value") == "nonsense"  # what was typed is still there
    page.reload()
    page.keyboard.press("r")
    page.keyboard.type("not so")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card .d-rejected")
    page.get_by_role("button", name="Take back").click()
    page.wait_for_selector("#card .d-rejected", state="detached")
    assert [c for c in page.complaints if "400" not in c] == []


def test_a_filter_that_is_typed_and_sent_is_one_step_back(walk):
    page = walk.visit("/indicators/")
    listed = page.locator("#list tbody tr").count()
    page.locator("[name=named]").fill("研发")
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators/?named=*")
    page.locator("#list tbody tr").nth(listed - 1).wait_for(state="detached")
    page.go_back()
    page.wait_for_url("**/indicators/")
    page.locator("#list tbody tr").nth(listed - 1).wait_for()
    assert page.input_value("[name=named]") == ""


ABOVE_THE_CARD = """() => {
  const [words, card] = [".f.on", "#card"].map((one) => document.querySelector(one).getBoundingClientRect());
  return words.top > 0 && words.bottom < card.top;
}"""


def test_on_a_phone_no_card_hides_the_words_it_is_of(walk):
    page = walk.visit(first_document(walk) + "?show=observation", width=PHONE)
    for _ in range(6):
        before = page.url
        page.keyboard.press("n")
        page.wait_for_url(lambda url, before=before: url != before)
        fact = page.url.partition("fact=")[2]
        page.wait_for_selector(f'#card [data-fact="{fact}"]')
        page.wait_for_function(ABOVE_THE_CARD)
    far = page.locator(".f:not(.on)").nth(30)
    far.scroll_into_view_if_needed()
    page.evaluate(
        "e => scrollBy(0, e.getBoundingClientRect().top - innerHeight * 0.45)", far.element_handle()
    )
    page.locator(".close").click()
    far.click()
    page.wait_for_selector("#card [data-fact]")
    page.wait_for_function(ABOVE_THE_CARD)


def test_a_link_to_a_passage_lands_on_it(walk):
    address = first_document(walk)
    page = walk.visit(address + "?format=json")
    import json

    data = json.loads(page.inner_text("body"))
    fact = [f for f in data["facts"] if f["kind"] == "figure"][-1]
    page = walk.visit(f"{address}?at={fact['start']}-{fact['end']}#p")
    assert page.inner_text("mark.at").strip() in fact["quote"]
    box = page.locator("#p").bounding_box()
    assert 0 < box["y"] < 800


def test_without_script_a_document_is_read_and_decided_all_the_same(walk):
    page = walk.visit(first_document(walk) + "?show=milestone", script=False)
    for press in (page.locator(".facts li a").first, page.get_by_role("button", name="Confirm")):
        with leaving(page):
            press.click()
    assert page.locator("#card .d-confirmed").count() == 1
    with leaving(page):
        page.get_by_role("button", name="Take back").click()
    assert page.locator("#card .d-confirmed").count() == 0


@pytest.mark.parametrize("width", [LAPTOP, PHONE])
def test_a_team_logs_in_by_keyboard(chromium_browser, tmp_path, width):
    import subprocess

    base = tmp_path / "base.sqlite3"
    command = [*KEJIAN, "accounts", "add", "甲", "--role", "editor", "--base", str(base)]
    subprocess.run(
        command, input="correct horse battery staple\n", text=True, check=True, capture_output=True
    )
    with serving(base, "--team") as address:
        walk = Walk(chromium_browser, address)
        page = walk.visit("/add/", language="zh", width=width)
        walk.shoot(page, f"login-{width}")
        walk.check(page)
        page.wait_for_selector("#name:focus")
        page.keyboard.type("甲")
        page.keyboard.press("Tab")
        page.keyboard.type("correct horse battery staple")
        with leaving(page):
            page.keyboard.press("Enter")
        assert page.get_by_role("heading", name="添加文档").is_visible()
        walk.check(page)
        walk.close()


def test_files_are_added_with_progress_and_a_result(chromium_browser, tmp_path):
    (tmp_path / "report.md").write_text(
        "# 年报\n\n2022年，青岩市研发经费支出为412.5亿元。\n", encoding="utf-8"
    )
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 no")
    with serving(tmp_path / "base.sqlite3") as address:
        walk = Walk(chromium_browser, address)
        page = walk.visit("/")
        with leaving(page):
            page.get_by_role("main").get_by_role("link", name="Add documents").click()
        page.set_input_files("#files", [tmp_path / "report.md", tmp_path / "broken.pdf"])
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_text("What could not be read, and why").wait_for()
        walk.check(page)
        with leaving(page):
            page.get_by_role("link", name="年报").click()
        assert "412.5亿元" in page.inner_text("#text")
        walk.close()
