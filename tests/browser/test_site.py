"""The static site in a browser, opened the way a stranger would: no server, no Python but the browser's own."""

import contextlib
import functools
import importlib.util
import re
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from explorer import PICTURE, POLLING, Explorer, answer_questions  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.slow

START = 120_000  # ms until Python is there, on a busy machine
LESSONS = ["00", "03", "04", "08", "12", "17", "20"]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and keeps no log."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".mjs": "text/javascript"}

    def log_message(self, *arguments):
        """Say nothing."""


@contextlib.contextmanager
def served(folder):
    """Serve a folder on a plain web server; yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def address(site):
    """Return the address of the site."""
    with served(site) as address:
        yield address


@pytest.fixture
def stranger(browser, address):
    """Return a new browser profile; at its end, nothing was asked of another host, and nothing was missing."""
    context, hosts, missing = browser.new_context(viewport={"width": 1280, "height": 800}), set(), []
    context.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    context.on("response", lambda response: response.status >= 400 and missing.append(response.url))
    yield context
    assert {host for host in hosts if not host.startswith(("data:", "blob:", "attachment:"))} == {address}
    assert missing == []
    context.close()


def open_lesson(stranger, address, site, number):
    """Open a lesson; return its page when it is there."""
    name = next(site.glob(f"files/{number}-*.ipynb")).name
    page = stranger.new_page()
    page.goto(f"{address}/lab/index.html?path={name}")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=60_000)
    return page


def wait_for_python(page):
    """Wait until the page no longer says that it loads something."""
    expect(page.locator("#gdlesson")).to_be_hidden(timeout=START)


def wait_for_copy(page):
    """Wait until the browser has its copy of all that it needs."""
    expect(page.locator("body[data-kept]")).to_be_attached(timeout=START)


def run_all(page):
    """Run all cells with the menu, and wait until the last one has lost its stored number and has a new one."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    for numbered in (False, True):
        page.wait_for_function(LAST_IS_NUMBERED, arg=numbered, timeout=START, polling=50)


LAST_IS_NUMBERED = """(numbered) => {
  const prompts = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")];
  return /\\d/.test(prompts.at(-1)?.textContent) === numbered;
}"""
CHANGED = f"([root, before]) => ({PICTURE})(root) !== before"


def expect_change(explorer, move):
    """Expect another picture after a move."""
    before = explorer.picture()
    move()
    explorer.page.wait_for_function(
        CHANGED, arg=[explorer.root.element_handle(), before], polling=POLLING, timeout=START
    )


@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_opens_and_runs_and_its_sliders_move(stranger, address, site, number):
    page = open_lesson(stranger, address, site, number)
    run_all(page)
    answer_questions(page)
    explorer = Explorer(page)
    expect(explorer.root.locator(".gdlesson-live .moving > svg").first).to_be_visible(timeout=START)
    explorer.handle.scroll_into_view_if_needed()
    expect_change(explorer, lambda: explorer.handle.press("Home"))
    expect_change(explorer, lambda: explorer.drag(0.3, 0.6))
    page.close()


def answer(page):
    """Answer the first exercise of lesson 3, run it, and save the lesson; return the cell."""
    cell = page.locator(".jp-CodeCell").filter(has_text="my_rate = None")
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("my_rate = 0.1\n\nexercises.check_rate(my_rate)")
    page.keyboard.press("Shift+Enter")
    answered = page.locator(".jp-CodeCell").filter(has_text="my_rate = 0.1")
    expect(answered.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\d"), timeout=START)
    page.keyboard.press("Control+s")
    expect(page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty")).to_have_count(0)
    return answered


def test_an_answer_is_checked_and_still_there_after_a_reload(stranger, address, site):
    page = open_lesson(stranger, address, site, "03")
    run_all(page)
    answer_questions(page)
    answered = answer(page)
    expect(answered.get_by_text("✓")).to_be_visible()
    page.reload()
    expect(answered).to_be_visible(timeout=60_000)
    page.close()


def test_the_first_lesson_opens_by_itself_and_later_what_was_open(stranger, address, site):
    page = stranger.new_page()
    page.goto(f"{address}/lab/index.html", wait_until="commit")
    expect(page.get_by_text("Loading JupyterLab…")).to_be_visible()
    expect(page.get_by_role("heading", name="0 · Start here")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile("(Loading|Starting) Python…"))).to_be_visible()
    wait_for_python(page)
    first = page.locator(".jp-Notebook .jp-CodeCell").first
    first.click()
    page.keyboard.press("Shift+Enter")  # what was prepared has no number, and no names
    expect(first.locator(".jp-InputPrompt")).to_have_text("[1]:", timeout=START)
    page.locator(".jp-DirListing-item").filter(has_text="02-").dblclick()
    expect(page.get_by_role("heading", name="2 · Follow the slope")).to_be_visible(timeout=60_000)
    page.wait_for_timeout(2000)  # JupyterLab writes down a moment later what is open
    page.goto(f"{address}/lab/index.html")
    expect(page.locator(".lm-TabBar-tab.jp-mod-current").filter(has_text="02-")).to_be_visible(timeout=60_000)
    page.close()


def test_a_second_visit_needs_no_network(stranger, address, site):
    page = open_lesson(stranger, address, site, "00")
    wait_for_python(page)
    wait_for_copy(page)
    stranger.set_offline(True)
    page.goto("about:blank")
    page.goto(f"{address}/lab/index.html?path={next(site.glob('files/00-*')).name}")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=60_000)
    run_all(page)
    answer_questions(page)
    expect_change(explorer := Explorer(page), lambda: explorer.handle.press("Home"))
    page.close()


def test_a_new_version_replaces_the_lessons_but_nothing_that_a_learner_wrote(browser, site, tmp_path):
    copy, context = shutil.copytree(site, tmp_path / "site"), browser.new_context()
    with served(copy) as address:
        page = open_lesson(context, address, copy, "03")
        answered = answer(page)
        wait_for_copy(page)
        before = cache_names(page)
        for lesson in copy.glob("files/0[34]-*"):
            lesson.write_text(lesson.read_text("utf-8").replace("In this lesson", "In the new version"), "utf-8")
        site_builder("page").write_worker(copy)
        page.reload()  # still the old version; meanwhile the browser looks for a new one
        while set(cache_names(page)) & set(before) != {name for name in before if "python" in name}:
            page.wait_for_timeout(200)
        page.reload()
        expect(answered).to_be_visible(timeout=60_000)
        page.goto(f"{address}/lab/index.html?path={next(copy.glob('files/04-*')).name}")
        expect(page.locator("strong", has_text="In the new version")).to_be_visible(timeout=60_000)
    context.close()


def cache_names(page):
    """Return the names of our caches."""
    return page.evaluate("caches.keys().then((names) => names.filter((name) => name.startsWith('gdlesson-')))")


def site_builder(name):
    """Return a module of lite/."""
    path = Path(__file__).parents[2] / "lite" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"lite_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_code_that_never_ends_is_told_how_to_stop_it(stranger, address, site):
    page = open_lesson(stranger, address, site, "00")
    wait_for_python(page)
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("while True: pass")
    page.keyboard.press("Shift+Enter")
    told = page.get_by_text("If a cell never ends, choose Kernel → Restart Kernel… in the menu.")
    expect(told).to_be_visible(timeout=START)
    page.close()


def test_a_phone_is_told_and_may_go_on(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/lab/index.html")
    expect(page.get_by_text("A larger screen is better for the lessons.")).to_be_visible()
    expect(page.get_by_role("link", name="front page")).to_have_attribute("href", "../index.html")
    wait_for_shell(page)
    expect(page.get_by_text("A larger screen is better for the lessons.")).to_be_visible()
    page.get_by_role("button", name="Go on all the same").click()
    expect(page.get_by_text("A larger screen is better for the lessons.")).to_be_hidden()
    expect(page.locator(".jp-NotebookPanel")).to_be_visible(timeout=60_000)
    context.close()


def wait_for_shell(page):
    """Wait until JupyterLab is there, below whatever the page says."""
    page.wait_for_function("window.jupyterapp?.shell?.currentWidget", timeout=60_000)


def test_a_lesson_on_keras_says_where_it_runs(stranger, address, site):
    page = open_lesson(stranger, address, site, "18")
    note = page.locator("strong", has_text="This lesson needs Keras, which does not run in a browser.")
    expect(note).to_be_visible()
    expect(page.locator(".jp-OutputArea-output img").first).to_be_attached()  # its stored pictures
    page.close()
