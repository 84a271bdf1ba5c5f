"""A blind second review in a real browser: two accounts, the keyboard, both languages, laptop and phone."""

import subprocess

import pytest
from tests.workbench.browser import KEJIAN, LAPTOP, PHONE, Walk, serving

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
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_url(f"**{there}")
    return page


def test_a_second_reviewer_sees_nothing_of_the_first_until_it_is_finished(chromium_browser, tmp_path):
    with serving(base_with_accounts(tmp_path), "--team") as address:
        walk = Walk(chromium_browser, address)
        first = logged_in(walk, "甲", "/review/?kind=observation")
        for _ in range(2):  # after a decision the next one comes
            fact = first.get_attribute("#card [data-fact]", "data-fact")
            first.keyboard.press("c")
            first.wait_for_selector(f"[data-go='{fact}'] .d-confirmed")
            first.wait_for_selector(f"#card [data-fact]:not([data-fact='{fact}']), #card .d-confirmed")
        second = logged_in(walk, "乙", "/review/agreement/")
        walk.check(second)
        second.get_by_role("button", name="Begin").click()
        second.get_by_text("0 of 2 judged").wait_for()
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
        second.keyboard.press("c")
        second.get_by_text("1 of 2 judged").wait_for()
        second.keyboard.press("r")
        second.get_by_text("2 of 2 judged").wait_for()
        second.get_by_role("button", name="Finish and see the first decisions").click()
        second.get_by_role("heading", name="甲 – 乙").wait_for()
        walk.check(second)
        walk.close()
