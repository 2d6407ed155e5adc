"""Measure whether the picture keeps up with the slider: `python benchmarks/slider.py [--rounds N] [--quick]`.

Opens JupyterLab in an installed browser, once as it ships and once with gdlesson's server extension (TCP_NODELAY
on the kernel's WebSocket), and shows the same picture in the designs from designs.py, each in its own notebook
with its own kernel. The designs take turns in every round, so that a disturbance hits all of them:

- some moves by keyboard, each made when nothing is under way: the time from the key to changed pixels (watch.js
  explains how it detects them), and the bytes that the WebSocket carried;
- a drag by mouse, back and forth along the whole slider at 60 moves a second: the number of pictures shown. At
  the end of it, our explorer's number box, words, and drawing must match the slider's last position, as Python
  computes them.

Then 2,000 moves of our explorer, and what they add to its kernel's memory; then everything once more through a
proxy that adds 100 ms each way. Targets are printed as reached or not; the exit status is 0 whenever everything
ran. It writes only to a temporary folder.
"""

import argparse
import contextlib
import math
import shutil
import statistics
import sys
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))

import lab  # noqa: E402
from delay import Proxy  # noqa: E402
from explorer import Explorer  # noqa: E402

from gdlesson import quadratic  # noqa: E402

PLAIN = "--ServerApp.jpserver_extensions={'gdlesson.classroom.server': False}"
SERVERS = {"no delay": [], "as shipped": [PLAIN]}  # the server's name, its options
DESIGNS = ["ours", "interact", "fixed", "ipympl", "bqplot", "label"]
ENTRIES = [
    (design, server) for server in SERVERS for design in DESIGNS if (design, server) != ("ours", "as shipped")
]
OURS, FLOOR, USUAL = ("ours", "no delay"), ("label", "no delay"), ("interact", "as shipped")
ONE_EACH = [OURS, FLOOR, USUAL, ("fixed", "as shipped"), ("ipympl", "no delay"), ("bqplot", "no delay")]
F = quadratic([-3, -2, 3])
QUIET = 100  # ms without a message before the next move, plus four times the delay of the network


class Entry:
    """A design on a server, opened in the browser, with its measurements."""

    def __init__(self, browser, server, design, port=None, delay=0):
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.add_init_script(path=HERE / "watch.js")
        lab.open_notebook(self.page, server, f"{design}.ipynb", port)
        lab.run_all(self.page)
        assert not lab.failures(self.page), lab.code_cells(self.page)
        self.page.locator(".picture").wait_for()
        self.handle = self.page.get_by_role("slider").first
        self.times, self.rates, self.sizes, self.last = [], [], [], []
        self.quiet = QUIET + 4 * delay
        self.settle()
        self.page.evaluate("watch.start()")

    def settle(self):
        """Wait until nothing is under way."""
        self.page.evaluate(f"watch.quiet({self.quiet})")

    def move(self, key):
        """Press a key on the slider; return the milliseconds until pixels change."""
        self.page.evaluate("watch.arm(10_000)")
        self.page.keyboard.press(key)
        return self.page.evaluate("watch.answer")

    def press(self, count):
        """Move by keyboard, each time when nothing is under way."""
        self.handle.focus()
        for number in range(count):
            self.settle()
            before = self.page.evaluate("watch.bytes")
            self.times.append(self.move("ArrowLeft" if number % 2 else "ArrowRight") or math.inf)
            self.settle()
            self.sizes.append((self.page.evaluate("watch.bytes") - before) / 1000)

    def drag(self, seconds):
        """Drag by mouse for some time, and count the pictures."""
        box = self.handle.evaluate(TRACK)
        x, y = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.handle.hover()
        self.page.mouse.down()
        before, begin = self.page.evaluate("watch.shown.length"), time.monotonic()
        while (now := time.monotonic() - begin) < seconds:
            self.page.mouse.move(x + box["width"] / 2 * math.sin(3 * now), y)
            time.sleep(max(0, 1 / 60 - (time.monotonic() - begin - now)))
        self.rates.append((self.page.evaluate("watch.shown.length") - before) / (time.monotonic() - begin))
        self.settle()
        self.page.mouse.up()

    def check_last(self):
        """Note whether our explorer shows the slider's last position."""
        try:
            Explorer(self.page).expect_settled(F)
            self.last.append(True)
        except Exception as error:
            print(error, file=sys.stderr)
            self.last.append(False)

    def back_to_start(self):
        """Move the slider back to where the run takes all 500 steps."""
        self.handle.focus()
        self.page.keyboard.press("Home")
        for _ in range(30):
            self.page.keyboard.press("ArrowRight")
        self.settle()


# where a slider is: a native one itself, or the track of one of ipywidgets
TRACK = """(handle) => {
  const { x, y, width, height } = (handle.closest(".noUi-target") ?? handle).getBoundingClientRect();
  return { x, y, width, height };
}"""


def measure(entries, options):
    """Measure all designs in turn, in the opposite order in every other round."""
    for number in range(options.rounds):
        for name, entry in list(entries.items())[:: -1 if number % 2 else 1]:
            print(f"\rround {number + 1} of {options.rounds}: {' '.join(name):24}", end="", file=sys.stderr)
            entry.page.bring_to_front()
            entry.back_to_start()
            entry.press(options.moves)
            entry.drag(options.seconds)
            if name == OURS:
                entry.check_last()
    print(file=sys.stderr)


def memory_growth(entry, server, count):
    """Return the MB that this many moves add to our explorer's kernel, after a tenth as many to warm up."""
    entry.page.bring_to_front()
    entry.back_to_start()
    kernel = entry.page.evaluate(f"{lab.KERNEL}.id")
    process = next(p for p in psutil.Process(server.pid).children(recursive=True) if kernel in str(p.cmdline()))
    for moves in (count // 10, count):
        before = process.memory_info().rss
        for number in range(moves):
            entry.move("ArrowRight" if number // 20 % 2 == 0 else "ArrowLeft")
    return (process.memory_info().rss - before) / 1e6


def percentile(values, share):
    """Return the smallest value that at least this share of the values does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def print_table(entries):
    """Print the measurements."""
    print("design    server      median ms  95th pct ms  pictures/s  kB a move  median / ours")
    ours = statistics.median(entries[OURS].times)
    for (design, server), entry in entries.items():
        median, high = statistics.median(entry.times), percentile(entry.times, 0.95)
        rate, size = statistics.median(entry.rates), statistics.median(entry.sizes)
        print(
            f"{design:9} {server:10} {median:10.1f} {high:12.1f} {rate:11.1f} {size:10.1f} {median / ours:14.2f}"
        )


def print_targets(entries):
    """Print which targets are reached."""
    ours, floor, usual = entries[OURS], entries[FLOOR], entries[USUAL]
    times = statistics.median(usual.times) / statistics.median(ours.times)
    above = statistics.median(ours.times) / statistics.median(floor.times)
    rates = statistics.median(ours.rates) / max(statistics.median(usual.rates), 1e-9)
    say(times >= 8, f"move to pixels {times:.1f} times shorter than interact as JupyterLab ships it (8)")
    say(above <= 1.25, f"move to pixels {above:.2f} times the floor on the same server (1.25)")
    say(rates >= 8, f"{rates:.1f} times the pictures a second of interact as JupyterLab ships it (8)")
    say(all(ours.last), f"the last position is the one shown after {sum(ours.last)} of {len(ours.last)} drags")


def say(reached, words):
    """Print one target, reached or not."""
    print(f"{'reached    ' if reached else 'NOT REACHED'}  {words}")


def near(browser, servers, options):
    """Measure with browser and server on one machine."""
    names = ONE_EACH if options.quick else ENTRIES
    entries = {(d, s): Entry(browser, servers[s], d) for d, s in names}
    measure(entries, options)
    print("\nBrowser and server on one machine")
    print_table(entries)
    print_targets(entries)
    growth = memory_growth(entries[OURS], servers[OURS[1]], options.memory_moves)
    say(growth < 5, f"{options.memory_moves} moves add {growth:.1f} MB to the kernel's memory (5)")
    for entry in entries.values():
        entry.page.close()


def far(browser, servers, options):
    """Measure through a proxy that delays every byte."""
    proxies = {name: Proxy(server.port) for name, server in servers.items()}
    names = [OURS, FLOOR, USUAL] if options.quick else ENTRIES
    entries = {(d, s): Entry(browser, servers[s], d, proxies[s].port, options.delay) for d, s in names}
    for proxy in proxies.values():
        proxy.delay = options.delay / 1000
    measure(entries, options)
    print(f"\nThe same with {options.delay:g} ms of added delay each way")
    print_table(entries)
    print_targets(entries)


def main():
    """Read the command line, start the servers and the browser, measure."""
    options = read_options()
    with contextlib.ExitStack() as stack:
        servers = {name: stack.enter_context(lab.jupyterlab(None, *args)) for name, args in SERVERS.items()}
        for server in servers.values():
            shutil.copy(HERE / "designs.py", server.folder)
            for design in DESIGNS:
                magic = "%matplotlib widget\n" if design == "ipympl" else ""
                server.write(f"{design}.ipynb", f"{magic}import designs\n\ndesigns.{design}()")
        browser = lab.launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        near(browser, servers, options)
        if options.delay:
            far(browser, servers, options)


def read_options():
    """Return the options from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how many times the designs take turns")
    parser.add_argument("--moves", type=int, default=15, help="moves by keyboard per round")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a drag")
    parser.add_argument("--memory-moves", type=int, default=2000, help="moves to watch the kernel's memory for")
    parser.add_argument("--delay", type=float, default=100, help="the far server's delay each way in ms; 0: none")
    parser.add_argument("--quick", action="store_true", help="a smoke test: few of everything")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.moves, options.seconds, options.memory_moves = 1, 2, 0.5, 20
    return options


if __name__ == "__main__":
    main()
