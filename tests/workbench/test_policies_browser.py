"""The policy navigation in a real browser: every page, and the questionnaire by keyboard alone."""

import pytest
from tests.workbench.browser import LAPTOP, PHONE, SETTLED, leaving

pytestmark = pytest.mark.browser

# pages that say more once something is stated
PAGES = {
    "list": "/policies/?q=我们是做CAR-T的，在张江，去年研发投入8000万",
    "one": "/policies/high-tech-enterprise/",
    "cases": "/policies/result-conversion/",
    "profile": "/policies/profile/",
    "questions": "/policies/questionnaire/",
    "result": "/policies/result/?day=2025-06-30&open=1",
    "verdict": "/policies/result/lingang/?day=2025-06-30",
    "kept": "/policies/kept/",
}
# the answer was taken, or it was said what is wrong with it; the questionnaire may be at its end
NEXT = '[name=field]:not([value="{0}"]), div.question'
FACTS = {
    "name": "青岩智芯有限公司", "registered_on": "2021-03-01", "staff": "120", "rd_staff": "30",
    "revenue": "1.2亿元", "rd_expense": "800万", "taxable_income": "250万",
}  # fmt: skip


@pytest.fixture
def stated(walk):
    """A profile that is entered in the form as people do, and deleted afterwards; and a kept result."""
    page = walk.visit("/policies/profile/")
    closed = page.locator("details.part:not([open]) > summary")
    while closed.count():
        closed.first.click()
    for name, value in FACTS.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=industry]", "manufacturing")
    page.select_option("[name=high_tech]", "false")
    page.check("[name=fields][value=ic]")
    press(page, "Save and see the result")
    page.goto(f"{walk.address}/policies/result/?day=2023-06-30")
    press(page, "Keep")
    assert "/policies/kept/" in page.url
    yield
    press(page, "Delete this result")
    page.goto(f"{walk.address}/policies/profile/")
    press(page, "Delete this profile")


def press(page, name):
    """Press a button that leads to another page."""
    with leaving(page):
        page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("zh", LAPTOP, False), ("en", PHONE, False), ("zh", PHONE, True), ("en", LAPTOP, True)],
)
def test_with_a_profile_every_page_is_whole_and_accessible(walk, stated, language, width, dark):
    for name, path in PAGES.items():
        page = walk.visit(path, language=language, width=width, dark=dark)
        walk.shoot(page, f"policies-{name}-{language}-{width}{'-dark' if dark else ''}", whole=True)
        walk.check(page)
    page = walk.visit("/policies/kept/", language=language, width=width, dark=dark)
    with leaving(page):
        page.locator("main li a").first.click()
    walk.shoot(page, f"policies-kept-one-{language}-{width}{'-dark' if dark else ''}", whole=True)
    walk.check(page)


def test_the_keyboard_alone_answers_the_questionnaire(walk):
    page = walk.visit("/policies/questionnaire/?day=2025-06-30", language="zh")
    walk.shoot(page, "policies-first-question")
    asked = []
    while page.locator("[name=field]").count():
        field = page.get_attribute("[name=field]", "value")
        assert field not in asked, "a question is asked once"
        asked.append(field)
        page.wait_for_selector("#asked:focus")
        page.keyboard.press("Tab")  # from the question to the first control of its answer
        kind = page.evaluate("document.activeElement.type")
        if kind in ("radio", "checkbox"):
            page.keyboard.press("Space")
        elif len(asked) % 2 and kind == "text":
            page.keyboard.type("2000")
        else:  # a date, and every other figure: unknown is an answer too
            while page.evaluate("document.activeElement.name") != "unknown":
                page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector(f".fault, {NEXT.format(field)}", state="attached")
        if page.locator(".fault").count():  # contradicts what was said before: not known then
            page.wait_for_selector(SETTLED)  # until then the focus may still be moved
            page.locator("button[name=unknown]").press("Enter")
            page.wait_for_selector(NEXT.format(field), state="attached")
    assert len(asked) > 10
    assert not page.locator("[name=field]").count()
    walk.check(page)
    page.goto(f"{walk.address}/policies/profile/")
    press(page, "删除企业情况")


def test_without_script_it_asks_all_the_same(walk):
    page = walk.visit("/policies/questionnaire/", language="en", script=False)
    first = page.locator("[name=field]").get_attribute("value")
    press(page, "I do not know")
    assert page.locator("[name=field]").get_attribute("value") != first
    with leaving(page):
        page.get_by_role("link", name="Back").click()
    assert page.locator("[name=field]").get_attribute("value") == first
    page.goto(f"{walk.address}/policies/profile/")
    if page.get_by_role("button", name="Delete this profile").count():
        press(page, "Delete this profile")
