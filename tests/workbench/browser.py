"""A real browser on a real server: every page is walked as its readers do.

``walk.visit(path)`` opens a page and fails on anything that the browser complains of (a blocked script, a
missing file); ``walk.check(page)`` asks axe for faults of accessibility and looks for what sticks out at the
side; ``walk.shoot(page, name)`` keeps a picture where KEJIAN_SCREENSHOTS names a folder.

Nothing is read before it is known to be there, however slow the machine: a page that a click or a key leads
to is waited for with `leaving`, what htmx puts in its place by a selector that matches nothing before, and
keys are pressed when the page has loaded (its script listens from then on) and the focus is where it belongs.

Without Chromium these tests are skipped and say so; with KEJIAN_REQUIRE_BROWSER=1 they fail.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

LAPTOP, PHONE = 1366, 390
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
KEJIAN = (sys.executable, "-c", "from kejian.commands import main; main()")
_EXAMPLES = Path(__file__).parents[2] / "examples" / "qingyan"
_PATIENCE = 60_000  # milliseconds for what has to come; a busy machine is slow, not wrong
SETTLED = "body:not(:has(.htmx-request, .htmx-swapping, .htmx-settling))"
_FAULTS = ("serious", "critical")
_TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(e => {
  const r = e.getBoundingClientRect();
  return r.right > innerWidth + 1 && r.width && !e.closest('.wide, .picture, svg, .skip, .pages-strip, pre');
}).slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""


def chromium() -> str:
    """The path of Chromium; skips or fails where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        message = "Chromium is not installed (Debian: apt install chromium fonts-noto-cjk)"
        if os.environ.get("KEJIAN_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return found


@contextmanager
def serving(base: Path, *options: str) -> Iterator[str]:
    """`kejian serve` on a base in a process of its own; the address it says."""
    environment = os.environ | {"KEJIAN_OWNER": "local", "USER": "local"}
    process = subprocess.Popen(
        [*KEJIAN, "serve", "--base", str(base), "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=(base.parent / "server.log").open("w"),
        text=True,
        env=environment,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://\S+/", line)
        assert address, f"{line!r} {(base.parent / 'server.log').read_text()}"
        yield address[0].rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_PATIENCE / 1000)


@contextmanager
def leaving(page: Any) -> Iterator[None]:
    """What is done in it leads to another page, perhaps of the same address, which has loaded afterwards."""
    with page.expect_navigation():
        yield


class Walk:
    """A browser and a server; see the module."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser, self.address = browser, address
        self._contexts: list[Any] = []

    def visit(
        self, path: str, *, language: str = "en", width: int = LAPTOP, dark: bool = False, script: bool = True
    ) -> Any:
        """A page of the workbench, loaded; what the browser complains of is in ``page.complaints``."""
        context = self.browser.new_context(
            locale=LANGUAGES[language],
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(_PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on(
            "console", lambda m: page.complaints.append(m.text) if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("requestfailed", lambda r: page.complaints.extend(_failed(r)))
        answer = page.goto(self.address + path)
        assert answer.ok, f"{path}: {answer.status} {page.inner_text('body')[:300]}"
        return page

    def check(self, page: Any) -> None:
        """No complaint, no serious fault of accessibility, nothing wider than the window."""
        from axe_playwright_python.sync_playwright import Axe

        page.wait_for_load_state()
        page.wait_for_selector(SETTLED, state="attached")
        assert page.complaints == []
        assert page.evaluate(_TOO_WIDE) == []
        found = [v for v in Axe().run(page).response["violations"] if v["impact"] in _FAULTS]
        assert not found, "\n".join(
            f"{v['id']}: {v['help']}: {[node['html'][:160] for node in v['nodes'][:4]]}" for v in found
        )

    def shoot(self, page: Any, name: str, *, whole: bool = False) -> None:
        """Keep a picture of the window, or of the whole page."""
        folder = os.environ.get("KEJIAN_SCREENSHOTS")
        if folder:
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=whole)

    def close(self) -> None:
        """Close what was visited."""
        while self._contexts:
            self._contexts.pop().close()


def _failed(request: Any) -> list[str]:
    """What is wrong with a request that failed; one that was under way when its page was left is not."""
    return [] if "ERR_ABORTED" in request.failure else [f"{request.url}: {request.failure}"]


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Any]:
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _address(chromium_browser, tmp_path_factory) -> Iterator[str]:
    """A server on a base of the examples, for all tests that only look or clean up after themselves."""
    base = tmp_path_factory.mktemp("served") / "base.sqlite3"
    files = [str(path) for path in sorted(_EXAMPLES.glob("qingyan-*"))]
    meta = ["--meta", str(_EXAMPLES / "meta.json")]
    command = [*KEJIAN, "build", *files, *meta, "--base", str(base), "--jobs", "1"]
    subprocess.run(command, check=True, capture_output=True)
    with serving(base) as address:
        yield address


@pytest.fixture
def walk(chromium_browser, _address) -> Iterator[Walk]:
    """Walks the pages of a base of the examples."""
    found = Walk(chromium_browser, _address)
    yield found
    found.close()
