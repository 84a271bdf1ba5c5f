"""The pictures of README and documentation: taken with

    KEJIAN_SCREENSHOTS=docs/images pytest tests/workbench/test_browser_pictures.py

in both languages, at a laptop's and a phone's width; each shows what its text says of it.
"""

import pytest
from tests.workbench.browser import LAPTOP, PHONE

pytestmark = pytest.mark.browser

ENDINGS = {"en": "", "zh": ".zh"}
WIDTHS = {"": LAPTOP, "phone-": PHONE}


@pytest.fixture(params=[(language, name) for language in ENDINGS for name in WIDTHS], ids="".join)
def seen(request, walk):
    """Visits a page as one reader of four, and keeps its picture under the name with the reader's marks."""
    language, before = request.param

    def look(path, *, shows):
        page = walk.visit(path, language=language, width=WIDTHS[before])
        assert page.locator(shows).first.is_visible()
        return page

    def keep(page, name):
        page.evaluate("document.fonts.ready")
        walk.check(page)
        walk.shoot(page, f"{before}{name}{ENDINGS[language]}")

    look.keep = keep
    return look


def test_the_overview(seen):
    seen.keep(seen("/", shows=".card.indicator"), "overview")


def test_a_document_with_the_card_of_a_figure(seen):
    import json

    documents = json.loads(seen("/documents/?format=json", shows="body").inner_text("body"))["documents"]
    report = next(one for one in documents if one["year"] == 2023)["number"]
    facts = json.loads(seen(f"/documents/{report}/?format=json", shows="body").inner_text("body"))["facts"]
    figure = next(f for f in facts if f["role"] == "observation" and f["says"].get("unit") == "CNY")
    page = seen(f"/documents/{report}/?fact={figure['id']}#p", shows="#card [data-fact]")
    marked, card = page.locator(".f.on").first.bounding_box(), page.locator("#card").bounding_box()
    beside = marked["x"] + marked["width"] <= card["x"]
    assert beside or 0 < marked["y"] < card["y"] - marked["height"]  # no card over the words it is of
    seen.keep(page, "document")


def test_an_indicator_over_the_years(seen):
    import json

    found = json.loads(seen("/indicators/?format=json", shows="body").inner_text("body"))["series"]
    long = max(found, key=lambda one: len(one["trend"]))
    seen.keep(seen(long["href"], shows="figure.chart svg:visible"), "indicator")
