"""The frame in a real browser: both languages, both widths, light and dark, keyboard alone."""

import pytest
from tests.workbench.browser import LAPTOP, PHONE

pytestmark = pytest.mark.browser

PAGES = ["/", "/documents/", "/indicators/", "/milestones/", "/add/", "/audit-log/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [LAPTOP, PHONE])
def test_a_page_is_whole_and_accessible(walk, path, language, width):
    page = walk.visit(path, language=language, width=width)
    name = path.strip("/").replace("/", "-") or "overview"
    walk.shoot(page, f"{name}-{language}-{width}", whole=True)
    walk.check(page)


@pytest.mark.parametrize("path", PAGES)
def test_in_the_dark_too(walk, path):
    page = walk.visit(path, language="zh", dark=True)
    walk.shoot(page, f"{path.strip('/') or 'overview'}-dark", whole=True)
    walk.check(page)


def test_the_keyboard_reaches_the_content_first(walk):
    page = walk.visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_language_is_switched_where_one_is(walk):
    page = walk.visit("/documents/")
    page.get_by_role("button", name="中文").click()
    page.wait_for_url("**/documents/")
    assert page.get_attribute("html", "lang") == "zh-hans"
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/documents/")
    assert page.get_attribute("html", "lang") == "en"


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
    assert page.locator(f'.w-confirmed[data-f~="{first}"]').count()
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
    page.locator(".facts li a").first.click()
    page.get_by_role("button", name="Confirm").click()
    assert page.locator("#card .d-confirmed").count() == 1
    page.get_by_role("button", name="Take back").click()
    assert page.locator("#card .d-confirmed").count() == 0
