"""Review and findings in a real browser: by the keyboard, words selected in the text, without script."""

import json

import pytest
from tests.workbench.browser import LAPTOP, PHONE, leaving

pytestmark = pytest.mark.browser


def data(walk, path):
    page = walk.visit(path)
    return json.loads(page.inner_text("body"))


@pytest.fixture
def findings(walk):
    """What the audit of the examples finds; the worker runs it."""
    page = walk.visit("/findings/")
    page.get_by_role("button", name="Audit now").click()
    page.get_by_role("link", name="Show what it found").wait_for()  # of this audit, not of an earlier one
    return data(walk, "/findings/?format=json")["findings"]


@pytest.fixture
def observations(walk):
    return data(walk, "/review/?format=json&kind=observation")["facts"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [LAPTOP, PHONE])
def test_findings_and_their_report_are_whole_and_accessible(walk, findings, language, width):
    first = findings[0]
    document = first["passages"][0]["document"]
    for name, path in {
        "findings": "/findings/",
        "finding": f"/findings/{first['id']}/",
        "findings-report": f"/findings/report/{document}/",
    }.items():
        page = walk.visit(path, language=language, width=width)
        walk.shoot(page, f"{name}-{language}-{width}", whole=True)
        walk.check(page)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [LAPTOP, PHONE])
def test_the_review_and_what_belongs_to_it_are_whole_and_accessible(walk, observations, language, width):
    one = observations[0]
    span = f"start={one['start']}&end={one['end']}"
    for name, path in {
        "review": f"/review/?fact={one['id']}",
        "review-add": f"/review/documents/{one['document']}/add/?{span}",
    }.items():
        page = walk.visit(path, language=language, width=width)
        walk.shoot(page, f"{name}-{language}-{width}")
        walk.check(page)


@pytest.mark.parametrize("path", ["/findings/", "/review/", "/review/gold/", "/review/agreement/"])
def test_in_the_dark(walk, findings, path):
    page = walk.visit(path, dark=True)
    walk.shoot(page, f"{path.strip('/').replace('/', '-')}-dark")
    walk.check(page)


def test_two_documents_are_compared(walk):
    page = walk.visit("/compare/", language="zh")
    for name in ("作为前一份", "作为后一份"):
        with leaving(page):
            page.get_by_role("link", name=name).first.click()
    assert "after=" in page.url
    page.wait_for_selector("[data-compared-findings]")  # comes by itself
    walk.shoot(page, "compare-zh", whole=True)
    walk.check(page)


def test_findings_are_settled_by_the_keyboard_alone(walk, findings):
    page = walk.visit("/findings/")
    page.keyboard.press("j")
    first = page.get_attribute(".finding.on", "data-finding")
    page.keyboard.press("a")
    page.wait_for_selector(f"#f-{first}.is-accepted.on")
    page.keyboard.press("d")
    page.keyboard.type("different things")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#f-{first}.is-dismissed.on")
    page.keyboard.press("u")
    page.wait_for_selector(f"#f-{first}.is-open.on")
    page.keyboard.press("j")
    assert page.get_attribute(".finding.on", "data-finding") != first
    assert page.complaints == []


def test_the_queue_is_reviewed_by_the_keyboard_alone(walk):
    page = walk.visit("/review/?kind=observation")
    first = page.get_attribute("#card [data-fact]", "data-fact")
    page.keyboard.press("c")  # decided, and the next one comes
    page.wait_for_selector(f'#card [data-fact]:not([data-fact="{first}"])')
    page.locator(f'[data-go="{first}"] .d-confirmed', has_text="Confirmed").wait_for()
    second = page.get_attribute("#card [data-fact]", "data-fact")
    page.keyboard.press("u")  # takes the last decision back
    page.wait_for_selector(f'#card [data-fact="{first}"][data-decision=""]')
    page.keyboard.press("j")
    page.wait_for_selector(f'#card [data-fact="{second}"]')
    page.keyboard.press("r")
    page.keyboard.type("not so")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'[data-go="{second}"] .d-rejected')
    page.wait_for_selector(f'#card [data-fact]:not([data-fact="{second}"])')
    page.keyboard.press("u")
    page.wait_for_selector(f'#card [data-fact="{second}"][data-decision=""]')
    page.keyboard.press("e")
    page.locator("#in-measure").fill("another measure")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card .d-corrected")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.wait_for_selector(f'#card [data-fact="{second}"][data-decision=""]')
    assert page.complaints == []


_REJECT_AT_ONCE = """() => new MutationObserver((changes, watch) => {
  const form = document.querySelector('#card [data-key="r"] form');
  if (!form) return;
  watch.disconnect();
  form.elements.reason.value = "not so";
  form.requestSubmit(form.querySelector("button"));
}).observe(document.getElementById("card"), { childList: true })"""


def test_a_card_can_be_sent_the_moment_it_is_there(walk):
    page = walk.visit("/review/?kind=observation")
    second = page.locator("[data-go]").nth(1).get_attribute("data-go")
    page.evaluate(_REJECT_AT_ONCE)
    page.keyboard.press("j")
    page.wait_for_selector(f'[data-go="{second}"] .d-rejected')
    assert "kind=observation" in page.url  # the page was not left, the queue is the same
    assert page.complaints == []


_SELECT = """([selector, from, to]) => {
  const mark = document.querySelector(selector);
  const range = document.createRange();
  range.setStart(mark.previousSibling, mark.previousSibling.length - from);
  range.setEnd(mark.firstChild, to);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def test_who_is_second_is_shown_what_was_decided_and_decides_again(walk):
    first, second = walk.visit("/review/?kind=milestone"), walk.visit("/review/?kind=milestone")
    first.keyboard.press("c")
    first.wait_for_url("**fact=*")  # it went on to the next
    second.keyboard.press("r")
    second.keyboard.type("not so")
    second.keyboard.press("Enter")
    second.wait_for_selector("#card [role=alert]")
    assert "decided on this meanwhile" in second.inner_text("#card [role=alert]")
    second.get_by_role("button", name="Show what it says now").click()
    second.wait_for_selector("#card .d-confirmed")
    second.keyboard.press("u")
    second.wait_for_selector("#card .d-confirmed", state="detached")


def test_words_are_selected_in_the_passage(walk, observations):
    one = next(one for one in observations if one["before"].strip() == one["before"] != "")
    page = walk.visit(f"/review/?fact={one['id']}")
    page.evaluate(_SELECT, ["#card .passage mark", 1, 2])
    page.get_by_role("button", name="These are the right words").click()
    assert page.input_value("#card [name=start]") == str(one["start"] - 1)
    assert page.input_value("#card [name=end]") == str(one["start"] + 2)
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector("#card .d-corrected")
    assert len(page.inner_text("#card .passage mark")) == 3
    page.get_by_role("button", name="Take back").click()
    page.wait_for_selector('#card [data-decision=""]')


_SELECT_FIRST = """() => {
  const texts = [...document.querySelectorAll('.b-paragraph')].map((block) => block.firstChild);
  const text = texts.find((node) => node.nodeType === Node.TEXT_NODE && node.length > 6);
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, 4);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  text.parentElement.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
}"""


def test_a_fact_is_added_by_selecting_its_words(walk, observations):
    document = observations[0]["document"]
    page = walk.visit(f"/review/documents/{document}/add/")
    page.evaluate(_SELECT_FIRST)
    page.wait_for_selector("#form .passage mark")
    words = page.inner_text("#form .passage mark")
    assert len(words) == 4
    page.get_by_label("Name", exact=True).click()
    page.wait_for_selector('#form [name="type"]')
    with leaving(page):
        page.get_by_role("button", name="Add", exact=True).click()
    assert "/review/?document=" in page.url
    assert page.inner_text("#card .passage mark") == words
    page.get_by_role("button", name="Take back").click()
    page.wait_for_selector('#card [data-decision=""]')


def test_without_script_the_review_works_all_the_same(walk):
    page = walk.visit("/review/?kind=milestone", script=False)
    with leaving(page):
        page.locator("#queue a").first.click()
    with leaving(page):
        page.get_by_role("button", name="Confirm").click()
    assert page.locator("#card .d-confirmed").count() == 1
    with leaving(page):
        page.get_by_role("button", name="Take back").click()
    assert page.locator("#card .d-confirmed").count() == 0
