"""Asking, searching and one thing in a real browser, by keyboard alone and on a phone."""

import pytest
from tests.workbench.browser import LAPTOP, PHONE, leaving

pytestmark = pytest.mark.browser


def tab_to(page, selector):
    """Press Tab until the focus is there."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{selector} is not reached by the keyboard")


def test_a_question_is_asked_by_keyboard_alone(walk):
    page = walk.visit("/ask/", language="zh")
    tab_to(page, "#question")
    page.keyboard.type("2023年青砚市技术合同成交额是多少？")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .sentence")
    assert "561.3亿元" in page.inner_text("#answer .sentence")
    assert "q=2023" in page.url
    page.wait_for_selector("#said-answer:focus")
    tab_to(page, ".sources figcaption a")
    with leaving(page):
        page.keyboard.press("Enter")
    assert page.locator("mark.at").count()
    page.go_back()
    page.wait_for_selector("#answer .sentence")
    assert page.input_value("#question") == "2023年青砚市技术合同成交额是多少？"
    walk.check(page)


def test_an_example_is_asked_by_a_click(walk):
    page = walk.visit("/ask/")
    page.locator(".tries a").first.click()
    page.wait_for_selector("#answer .sentence")
    assert page.locator(".without").count() == 0
    walk.check(page)


def test_the_box_of_the_frame_searches(walk):
    page = walk.visit("/documents/")
    page.locator(".find input").fill("技术合同")
    with leaving(page):
        page.keyboard.press("Enter")
    assert "/search/?q=" in page.url
    assert page.locator(".hits mark").count()
    with leaving(page):
        page.locator(".hits .from a").first.click()
    assert page.locator("mark.at").count()


def test_the_box_is_in_a_phone_s_menu(walk):
    page = walk.visit("/", width=PHONE)
    assert not page.locator(".find").is_visible()
    page.locator(".menu summary").click()
    assert page.locator(".find").is_visible()
    walk.check(page)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [LAPTOP, PHONE])
def test_one_thing_is_whole_and_accessible(walk, language, width):
    page = walk.visit("/entities/?type=organisation", language=language)
    there = page.locator("main tbody a").first.get_attribute("href")
    page = walk.visit(there, language=language, width=width)
    assert page.locator(".graph svg:visible").count() == 1
    for details in page.locator("details.act").all():
        details.evaluate("d => { d.open = true }")
    walk.shoot(page, f"entity-{language}-{width}", whole=True)
    walk.check(page)


def test_in_the_dark_one_thing_too(walk):
    page = walk.visit("/entities/?type=organisation", dark=True)
    with leaving(page):
        page.locator("main tbody a").first.click()
    assert page.locator(".graph").count()
    walk.check(page)


def test_names_are_joined_and_taken_apart_without_script(walk):
    page = walk.visit("/entities/?type=organisation", script=False)
    first, second = page.locator("main tbody a").all_inner_texts()[:2]
    with leaving(page):
        page.get_by_role("link", name=first, exact=True).click()
    page.locator("details.act", has=page.locator("#with")).locator("summary").click()
    page.locator("#with").fill(second)
    with leaving(page):
        page.get_by_role("button", name="Look up").click()
    page.locator(f'input[name=other][value="{second}"]').check()
    page.locator("#join-why").fill("one house")
    with leaving(page):
        page.get_by_role("button", name="Join", exact=True).click()
    assert "one house" in page.inner_text("main")
    assert second in page.inner_text(".names")
    page.locator("details.act", has_text="Take back").locator("summary").click()
    page.locator("[id^=back-]").fill("it was wrong")
    with leaving(page):
        page.get_by_role("button", name="Take back", exact=True).click()
    assert "it was wrong" in page.inner_text("main")
    page.goto(walk.address + "/entities/?type=organisation")
    assert {first, second} <= set(page.locator("main tbody a").all_inner_texts())
