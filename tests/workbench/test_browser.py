"""The frame in a real browser: both languages, both widths, light and dark, keyboard alone."""

import pytest
from tests.workbench.browser import LAPTOP, PHONE

pytestmark = pytest.mark.browser

PAGES = ["/", "/documents/", "/add/", "/audit-log/"]


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
