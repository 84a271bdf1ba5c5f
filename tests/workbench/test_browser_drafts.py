"""A draft in a real browser: added, published with the keyboard alone; and a stretch that was chosen."""

import re

import pytest
from tests.workbench.browser import LAPTOP, PHONE, Walk, leaving, serving

pytestmark = pytest.mark.browser

TEXT = "# 青岩市科技进步报告2023\n\n2023年，青岩市研发经费支出为412.5亿元，比上年增长8.3%。\n"


def test_a_draft_is_added_looked_at_and_published(chromium_browser, tmp_path):
    (tmp_path / "report.md").write_text(TEXT, encoding="utf-8")
    with serving(tmp_path / "base.sqlite3") as address:
        walk = Walk(chromium_browser, address)
        page = walk.visit("/add/")
        page.set_input_files("#files", tmp_path / "report.md")
        page.get_by_label("Draft: only you").check()
        page.get_by_role("button", name="Add", exact=True).click()
        with leaving(page):
            page.get_by_role("link", name="青岩市科技进步报告2023").click()
        with leaving(page):
            page.get_by_role("link", name="Publish or share").click()
        assert page.get_by_role("heading", name="Publish it").is_visible()
        there = re.sub(r"^https?://[^/]+", "", page.url)
        for language in ("en", "zh"):
            for width in (LAPTOP, PHONE):
                shown = walk.visit(there, language=language, width=width)
                walk.shoot(shown, f"draft-{language}-{width}", whole=True)
                walk.check(shown)
        page.get_by_role("checkbox", name="Everybody who may read here").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Published").wait_for()
        walk.check(page)
        with leaving(page):
            page.get_by_role("link", name="To the document").click()
        assert "412.5亿元" in page.inner_text("#text")
        assert page.get_by_text("draft of").count() == 0
        walk.close()


def test_a_stretch_chosen_in_review_is_marked_in_the_text(chromium_browser, tmp_path):
    (tmp_path / "report.md").write_text(TEXT, encoding="utf-8")
    with serving(tmp_path / "base.sqlite3") as address:
        walk = Walk(chromium_browser, address)
        page = walk.visit("/add/")
        page.set_input_files("#files", tmp_path / "report.md")
        page.get_by_role("button", name="Add", exact=True).click()
        with leaving(page):
            page.get_by_role("link", name="青岩市科技进步报告2023").click()
        page.locator(".y-observation", has_text="412.5亿元").first.click()
        page.wait_for_selector("#card [data-fact]")
        fact = page.get_attribute("#card [data-fact]", "data-fact")
        there = re.sub(r"^https?://[^/]+", "", page.url.partition("?")[0])
        review = walk.visit(f"/review/?fact={fact}")
        review.keyboard.press("e")
        words = review.locator("[name=words]")
        words.fill("研发经费支出为412.5亿元")
        words.press("Enter")
        review.wait_for_selector(".d-corrected")
        shown = walk.visit(f"{there}?fact={fact}#p")
        marked = shown.locator(f'[data-f~="{fact}"]').all_inner_texts()
        assert "".join(marked) == "研发经费支出为412.5亿元"
        assert "研发经费支出为412.5亿元" in shown.inner_text("#card mark")
        walk.check(shown)
        walk.close()
