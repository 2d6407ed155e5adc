"""The static site in a browser, opened the way a stranger would: no server, no Python but the browser's own."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("playwright")

from explorer import PICTURE, Explorer  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.slow

START = 120_000  # ms until Python is there, on a busy machine
LESSONS = ["00", "03", "04", "07", "09", "12"]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and keeps no log."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".mjs": "text/javascript"}

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site):
    """Return the address of the site on a plain web server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def stranger(browser, address):
    """Return a new browser profile; at its end, nothing was asked of another host, and nothing was missing."""
    context, hosts, missing = browser.new_context(viewport={"width": 1280, "height": 800}), set(), []
    context.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    context.on("response", lambda response: response.status >= 400 and missing.append(response.url))
    yield context
    assert {host for host in hosts if not host.startswith(("data:", "blob:"))} == {address}
    assert missing == []
    context.close()


def open_lesson(stranger, address, site, number):
    """Open a lesson; return its page when it is there."""
    name = next(site.glob(f"files/{number}-*.ipynb")).name
    page = stranger.new_page()
    page.goto(f"{address}/lab/index.html?path={name}")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=60_000)
    return page


def run_all(page):
    """Run all cells with the menu, and wait until the last one has a number."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(FINISHED, timeout=START, polling=200)


FINISHED = """() => {
  const prompts = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")];
  return /\\d/.test(prompts.at(-1)?.textContent);
}"""
CHANGED = f"([root, before]) => ({PICTURE})(root) !== before"


def expect_change(explorer, move):
    """Expect another picture after a move."""
    before = explorer.picture()
    move()
    explorer.page.wait_for_function(CHANGED, arg=[explorer.root.element_handle(), before], timeout=START)


@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_opens_and_runs_and_its_sliders_move(stranger, address, site, number):
    page = open_lesson(stranger, address, site, number)
    run_all(page)
    explorer = Explorer(page)
    expect(explorer.root.locator(".gdlesson-live .moving > svg").first).to_be_visible(timeout=START)
    explorer.handle.scroll_into_view_if_needed()
    expect_change(explorer, lambda: explorer.handle.press("Home"))
    expect_change(explorer, lambda: explorer.drag(0.3, 0.6))
    page.close()


def test_an_answer_is_checked_and_still_there_after_a_reload(stranger, address, site):
    page = open_lesson(stranger, address, site, "03")
    run_all(page)
    cell = page.locator(".jp-CodeCell").filter(has_text="my_rate = None")
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("my_rate = 0.1\n\nexercises.check_rate(my_rate)")
    page.keyboard.press("Shift+Enter")
    answered = page.locator(".jp-CodeCell").filter(has_text="my_rate = 0.1")
    expect(answered.get_by_text("✓")).to_be_visible(timeout=START)
    page.keyboard.press("Control+s")
    expect(page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty")).to_have_count(0)
    page.reload()
    expect(answered).to_be_visible(timeout=60_000)
    page.close()


def test_a_lesson_on_keras_says_where_it_runs(stranger, address, site):
    page = open_lesson(stranger, address, site, "13")
    expect(page.get_by_text("This lesson needs Keras, which does not run in a browser.")).to_be_visible()
    expect(page.locator(".jp-OutputArea-output img").first).to_be_attached()  # its stored pictures
    page.close()
