"""Measure the site next to JupyterLab: `python benchmarks/site.py SITE [--rounds N] [--quick]`.

SITE is a folder that `python3 start.py site` has built. In every round, in one browser on this machine:

- a stranger opens the site's first lesson, chooses Run All Cells as soon as possible, answers its questions, and
  presses an arrow key on the first slider until its picture moves: the seconds from the address to that, and the
  bytes that the host sent; once more when the browser has its own copy; and the same in JupyterLab, whose server
  is running already;
- on lesson 4, some moves by keyboard, each when nothing is under way, in JupyterLab and on the site in turn: the
  time from the key to changed pixels (watch.js explains how it detects them), with a frame that was drawn ahead
  and without one.

Medians, ratios, and the load of the machine are printed, and whether the targets are reached; the exit status is 0
whenever everything ran.
"""

import argparse
import contextlib
import functools
import os
import statistics
import sys
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))

import lab  # noqa: E402

from gdlesson.classroom.lessons import NOTEBOOKS  # noqa: E402

LESSONS = {number: next(NOTEBOOKS.glob(f"{number}-*.ipynb")).name for number in ("00", "04")}
PATIENCE = 180_000  # ms
QUIET = 250  # ms without a new picture before the next move
FILLED = 8_000  # ms in which an idle kernel draws all positions of a slider ahead


class Host(SimpleHTTPRequestHandler):
    """Serves a folder and counts the bytes of its files."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".mjs": "text/javascript"}
    sent = 0

    def copyfile(self, source, outputfile):
        """Send a file."""
        Host.sent += os.fstat(source.fileno()).st_size
        super().copyfile(source, outputfile)

    def log_message(self, *arguments):
        """Say nothing."""


@contextlib.contextmanager
def served(folder):
    """Serve a folder; return its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def visit(page, address):
    """Open a lesson, run it, and move its first slider; return the seconds until its picture moves."""
    begin = time.monotonic()
    page.goto(address, wait_until="commit")
    run_all(page)
    slider = first_slider(page)
    watched(page)
    while not page.evaluate("watch.shown.length"):
        slider.press("ArrowRight")
        page.wait_for_timeout(20)
    return time.monotonic() - begin


def run_all(page):
    """Choose Run All Cells in the menu, as soon as Python answers."""
    page.wait_for_function(IDLE, timeout=PATIENCE, polling=50)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def first_slider(page):
    """Answer the lesson's questions as they appear, until an explorer is in sight; return its first slider."""
    page.wait_for_function(ANSWER, timeout=PATIENCE, polling=20)
    return page.get_by_role("slider").first


def watched(page):
    """Have the page watch the picture of its first explorer."""
    page.evaluate("document.querySelector('.gdlesson-live').classList.add('picture')")
    page.evaluate("watch.start()")


def visits(browser, site, server):
    """Return the seconds of a first visit, a second one, and one to JupyterLab, and the bytes of the first two."""
    context, found = new_context(browser), {}
    for name in ("first visit", "second visit"):
        Host.sent, page = 0, context.new_page()
        found[name] = visit(page, f"{site}/lab/index.html?path={LESSONS['00']}")
        page.locator("body[data-kept]").wait_for(state="attached", timeout=PATIENCE)
        found[f"{name}, MB"] = Host.sent / 1e6
        page.close()
    context.close()
    context = new_context(browser)
    page = context.new_page()
    found["JupyterLab"] = visit(page, server.address(f"lab/tree/{LESSONS['00']}"))
    lab.end_kernel(page)
    context.close()
    return found


def new_context(browser):
    """Return a new profile whose pages can be watched."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(path=HERE / "watch.js")
    return context


class Place:
    """A lesson in JupyterLab or on the site, with the times of its first slider."""

    def __init__(self, browser, address):
        self.page, self.times = new_context(browser).new_page(), {"frame": [], "no frame": []}
        self.page.goto(address)
        run_all(self.page)
        lab.wait_for_all(self.page, PATIENCE / 1000)
        self.slider = first_slider(self.page)
        watched(self.page)

    def press(self, kind, moves):
        """Move the slider by keyboard: back and forth on frames, or to new positions without them."""
        self.page.bring_to_front()
        self.page.evaluate(FRAMED if kind == "frame" else UNFRAMED)
        self.slider.press("Home")
        for _ in range(30):
            self.slider.press("ArrowRight")
        self.page.wait_for_timeout(FILLED if kind == "frame" else 1000)
        for number in range(moves):
            self.page.evaluate(f"watch.quiet({QUIET})")
            self.page.evaluate("watch.arm(10_000)")
            self.slider.press("ArrowLeft" if kind == "frame" and number % 2 else "ArrowRight")
            self.times[kind].append(self.page.evaluate("watch.answer"))


ANSWER = """() => {
  document.querySelectorAll(".gdlesson-ask:not([data-chosen]) button:first-of-type").forEach((one) => one.click());
  return document.querySelector(".gdlesson-live .moving > svg")?.getBoundingClientRect().width > 0;
}"""
IDLE = f"() => window.jupyterapp?.shell?.currentWidget && ({lab.KERNEL})?.status === 'idle'"
FIND = "import gc; from gdlesson.live.figure import LiveFigure; found = [each for each in gc.get_objects() \
if isinstance(each, LiveFigure)]"
EXECUTE = f"""(code) => {lab.KERNEL}.requestExecute({{ code, silent: true }}).done"""
FRAMED = f"({EXECUTE})(`{FIND}\nfor each in found: each.ahead = [0]; each.forget_frames()`)"
UNFRAMED = f"({EXECUTE})(`{FIND}\nfor each in found: each.ahead = []; each.forget_frames()`)"


def say(reached, words):
    """Print one target, reached or not."""
    print(f"{'reached    ' if reached else 'NOT REACHED'}  {words}")


def print_visits(found):
    """Print how long visits took, and their bytes."""
    for name in found[0]:
        values = [each[name] for each in found]
        unit = "MB from the host" if name.endswith("MB") else "s to the first moving slider"
        print(f"{name.removesuffix(', MB'):14} {statistics.median(values):6.1f} {unit}, best {min(values):.1f}")
    for name, limit in (("first visit", 20), ("second visit", 12)):
        best = min(each[name] for each in found)
        say(best <= limit, f"{name}: {best:.1f} s at best ({limit})")


def print_moves(places):
    """Print how long moves took, and the ratios."""
    for kind, limit in (("frame", 1.0), ("no frame", 1.5)):
        there, here = (statistics.median(places[name].times[kind]) for name in ("JupyterLab", "site"))
        print(f"{kind:9} move to pixels: JupyterLab {there:.1f} ms, site {here:.1f} ms")
        say(here / there <= limit, f"{kind}: {here / there:.2f} times as long as in JupyterLab ({limit})")


def main():
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, help="a folder that start.py site has built")
    parser.add_argument("--rounds", type=int, default=3, help="how many times everything is measured")
    parser.add_argument("--moves", type=int, default=15, help="moves by keyboard per round")
    parser.add_argument("--quick", action="store_true", help="a smoke test: one round, two moves, in lesson 0")
    options = parser.parse_args()
    moved = LESSONS["00" if options.quick else "04"]
    if options.quick:
        options.rounds, options.moves = 1, 2
    print(f"load before: {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    with contextlib.ExitStack() as stack:
        site, server = stack.enter_context(served(options.site)), stack.enter_context(lab.jupyterlab(NOTEBOOKS))
        browser = lab.launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        print_visits([visits(browser, site, server) for _ in range(options.rounds)])
        addresses = {
            "JupyterLab": server.address(f"lab/tree/{moved}"),
            "site": f"{site}/lab/index.html?path={moved}",
        }
        places = {name: Place(browser, address) for name, address in addresses.items()}
        for _ in range(options.rounds):
            for kind in ("frame", "no frame"):
                for place in places.values():
                    place.press(kind, options.moves)
        print_moves(places)


if __name__ == "__main__":
    main()
