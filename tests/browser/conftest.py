"""One JupyterLab and one browser for all of these tests; a page for each notebook; nothing may go wrong there."""

import contextlib
import os
from pathlib import Path

import pytest

LESSONS = Path(__file__).parents[2] / "notebooks"
TELLING = "00", "01", "06", "09", "13", "16", "18"  # between them, these have most kinds of explorers


def pytest_generate_tests(metafunc):
    """Run a test that takes a `lesson` with each of them."""
    if "lesson" in metafunc.fixturenames:
        names = sorted(path.name for path in LESSONS.glob("*.ipynb"))
        marks = {name: () if name[:2] in TELLING else pytest.mark.thorough for name in names}
        metafunc.parametrize("lesson", [pytest.param(name, marks=mark) for name, mark in marks.items()])


def give_up(reason):
    """Skip the browser tests, or fail where a browser is required."""
    (pytest.fail if os.environ.get("GDLESSON_REQUIRE_BROWSER") == "1" else pytest.skip)(reason)


@pytest.fixture(scope="session")
def lab():
    """Return the helpers of lab.py, where Playwright and a browser are there."""
    try:
        import lab
        import playwright.sync_api  # noqa: F401
    except ImportError as error:
        give_up(f"the browser tests need the packages of the development group: {error}")
    if not lab.find_browser():
        give_up("no Chromium, Chrome or Edge found; install one, or name it in GDLESSON_BROWSER")
    return lab


@pytest.fixture(scope="session")
def browser(lab):
    """Return the browser."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # other tests run beside these
    with sync_playwright() as playwright:
        browser = lab.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(lab):
    """Return JupyterLab with a copy of the lessons."""
    with lab.jupyterlab(LESSONS) as server:
        yield server


@pytest.fixture(scope="session")
def visit(lab, browser, server):
    """Return a context that opens a notebook and runs it all; at its end nothing may have gone wrong."""

    @contextlib.contextmanager
    def visit(name):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        wrong = lab.watch(page)
        lab.open_notebook(page, server, name)
        lab.run_all(page)
        assert lab.failures(page) == []
        yield page
        assert wrong == []
        for pop_up in (".jp-Dialog", ".Toastify__toast"):
            assert page.locator(pop_up).all_inner_texts() == []
        lab.end_kernel(page)
        page.close()

    return visit


@pytest.fixture
def opened(lab, browser, server):
    """Return a context that opens a new notebook with these cells and runs them; `but` may be on the console."""

    @contextlib.contextmanager
    def opened(name, *cells, but=None):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        wrong = lab.watch(page)
        lab.open_notebook(page, server, server.write(name, *cells))
        lab.run_all(page)
        assert lab.failures(page) == []
        page.locator(".gdlesson-live .moving > svg").first.wait_for()
        yield page
        assert [each for each in wrong if each != but] == []
        page.close()

    return opened


@pytest.fixture(scope="session")
def screenshot():
    """Return a function that takes a picture of a page into the folder GDLESSON_SCREENSHOTS, if that is set."""
    folder = os.environ.get("GDLESSON_SCREENSHOTS")
    return lambda page, name: folder and page.screenshot(path=Path(folder, f"{name}.png"))
