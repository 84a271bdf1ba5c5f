"""A blind second review in a real browser: two accounts, the keyboard, both languages, laptop and phone."""

import subprocess

import pytest
from tests.workbench.browser import KEJIAN, LAPTOP, PHONE, Walk, leaving, serving

pytestmark = pytest.mark.browser

TEXT = "# 松汀市科技进步报告2023\n\n2023年，松汀市研发经费支出为412.5亿元，比上年增长8.3%。\n"
WORDS = "correct horse battery staple"


def base_with_accounts(folder):
    base = folder / "base.sqlite3"
    (folder / "report.md").write_text(TEXT, encoding="utf-8")
    subprocess.run(
        [*KEJIAN, "build", str(folder / "report.md"), "--base", str(base)], check=True, capture_output=True
    )
    for name in ("甲", "乙"):
        command = [*KEJIAN, "accounts", "add", name, "--role", "reviewer", "--base", str(base)]
        subprocess.run(command, input=f"{WORDS}\n", text=True, check=True, capture_output=True)
    return base


def logged_in(walk, name, there, **more):
    page = walk.visit(there, **more)
    page.wait_for_selector("#name:focus")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    with leaving(page):
        page.keyboard.press("Enter")
    assert page.url == walk.address + there
    return page


def test_a_second_reviewer_sees_nothing_of_the_first_until_it_is_finished(chromium_browser, tmp_path):
    with serving(base_with_accounts(tmp_path), "--team") as address:
        walk = Walk(chromium_browser, address)
        first = logged_in(walk, "甲", "/review/?kind=observation")
        facts = [one.get_attribute("data-go") for one in first.locator("[data-go]").all()]
        assert len(facts) == 2
        for fact in facts:  # after a decision the next one comes
            first.wait_for_selector(f"#card [data-fact='{fact}'][data-decision='']")
            first.keyboard.press("c")
            first.wait_for_selector(f"[data-go='{fact}'] .d-confirmed")
        second = logged_in(walk, "乙", "/review/agreement/")
        walk.check(second)
        with leaving(second):
            second.get_by_role("button", name="Begin").click()
        assert second.get_by_text("0 of 2 judged").is_visible()
        assert "甲" not in second.inner_text("body")
        assert second.get_by_role("navigation", name="Pages").locator("a").count() == 0
        second.goto(f"{address}/indicators/")
        assert second.url.endswith("/review/blind/")
        for language in ("en", "zh"):
            for width in (LAPTOP, PHONE):
                shown = logged_in(walk, "乙", "/review/blind/", language=language, width=width)
                walk.shoot(shown, f"blind-{language}-{width}", whole=True)
                walk.check(shown)
        second.goto(f"{address}/review/blind/")
        for key, told in (("c", "1 of 2 judged"), ("r", "2 of 2 judged")):
            with leaving(second):
                second.keyboard.press(key)
            assert second.get_by_text(told).is_visible()
        with leaving(second):
            second.get_by_role("button", name="Finish and see the first decisions").click()
        assert second.get_by_role("heading", name="甲 – 乙").is_visible()
        walk.check(second)
        walk.close()
