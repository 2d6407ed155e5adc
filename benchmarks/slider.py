"""Measure whether the picture keeps up with the slider: `python benchmarks/slider.py [--rounds N] [--quick]`.

Opens JupyterLab in an installed browser, once as it ships and once with gdlesson's server extension (TCP_NODELAY
on the kernel's WebSocket), and shows the same picture in the designs from designs.py, each in its own notebook
with its own kernel. The designs take turns in every round, so that a disturbance hits all of them:

- some moves by keyboard, each made when nothing is under way: the time from the key to changed pixels (watch.js
  explains how it detects them), and the bytes that the WebSocket carried;
- a drag by mouse, back and forth along the whole slider at 60 moves a second: the number of pictures shown. The
  first drag begins as soon as the design is there. At the end of each, our explorer's number box, words, and
  drawing must match the slider's last position, as Python computes them.

`ours` draws ahead while the kernel is idle; `unframed` is the same explorer without that, and every move of its
keyboard goes to a new position. Then come: how long a cell waits that is run while frames are drawn; the memory
that 2,000 moves add to our explorer's kernel, and that its frames take in the browser; and all moves once more
through a proxy that adds 100 ms each way. Targets are printed as reached or not; the exit status is 0 whenever
everything ran. It writes only to a temporary folder.
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
DESIGNS = ["ours", "unframed", "interact", "fixed", "ipympl", "bqplot", "label"]
OURSELVES = ["ours", "unframed"]
ENTRIES = [
    (design, server) for server in SERVERS for design in DESIGNS if design not in OURSELVES or server == "no delay"
]
OURS, FLOOR, USUAL = ("ours", "no delay"), ("label", "no delay"), ("interact", "as shipped")
UNFRAMED = ("unframed", "no delay")
ONE_EACH = [OURS, UNFRAMED, FLOOR, USUAL, ("fixed", "as shipped"), ("ipympl", "no delay"), ("bqplot", "no delay")]
F = quadratic([-3, -2, 3])
QUIET = 100  # ms without a message before the next move, plus four times the delay of the network


class Entry:
    """A design on a server, opened in the browser, with its measurements."""

    unframed_limit = 1.25  # times the floor that a move of our explorer may take without a frame

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

    def press(self, count, back_and_forth=True):
        """Move by keyboard, each time when nothing is under way."""
        self.handle.focus()
        for number in range(count):
            self.settle()
            before = self.page.evaluate("watch.bytes")
            back = back_and_forth and number % 2
            self.times.append(self.move("ArrowLeft" if back else "ArrowRight") or math.inf)
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

    def drag_at_once(self, seconds):
        """Show the design anew, and drag as soon as it is there."""
        self.page.evaluate("document.querySelectorAll('.picture').forEach((each) => { each.dataset.old = true; })")
        lab.run_all(self.page)
        self.page.locator(".picture:not([data-old])").wait_for()
        self.page.locator(".picture[data-old]").wait_for(state="detached")
        self.page.evaluate("watch.start()")
        self.drag(seconds)
        self.first = self.rates.pop()

    def waits(self, count):
        """Return the milliseconds that a cell takes: while frames are drawn, and when nothing is under way."""
        found = {"idle": [], "filling": []}
        for _ in range(count):
            self.settle()
            found["idle"].append(self.page.evaluate(RUN_A_CELL))
            self.page.evaluate(FILL_ANEW)
            self.page.wait_for_timeout(150)
            found["filling"].append(self.page.evaluate(RUN_A_CELL))
        return found

    def browser_memory(self):
        """Return the MB of the browser's memory that the frames take, and what stays without the output."""
        session = self.page.context.new_cdp_session(self.page)

        def used():
            self.settle()
            session.send("HeapProfiler.collectGarbage")
            return session.send("Runtime.getHeapUsage")["usedSize"] / 1e6

        self.page.evaluate(FORGET)
        before = used()
        for control in self.page.get_by_role("slider").all():
            self.page.mouse.move(0, 0)
            control.hover()
            self.settle()
        filled = used()
        self.page.evaluate(CLEAR)
        return filled - before, used() - before

    def check_last_of(self, name):
        """Note whether the last position is shown, if the design is ours."""
        if name[0] in OURSELVES:
            self.check_last()

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


# Run an empty cell, have the page forget its frames, draw them anew, clear all outputs
EXECUTE = f"""async (code) => {{
  const begin = performance.now();
  await {lab.KERNEL}.requestExecute({{ code, silent: true }}).done;
  return performance.now() - begin;
}}"""
RUN_A_CELL = f"({EXECUTE})('0')"
FORGET = f"({EXECUTE})('import designs; designs.SHOWN[-1].live.forget_frames()')"
HOVER = "document.querySelector('.gdlesson-number').dispatchEvent(new Event('pointerenter'))"
FILL_ANEW = f"({FORGET}).then(() => {HOVER})"
CLEAR = f"({lab.NOTEBOOK}).cells.forEach((cell) => {{ cell.setOutputs?.([]); }})"

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
            if not number:
                entry.drag_at_once(options.seconds)
                entry.check_last_of(name)
            entry.back_to_start()
            entry.press(options.moves, back_and_forth=name != UNFRAMED)
            entry.drag(options.seconds)
            entry.check_last_of(name)
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
    print("design    server      median ms  95th pct ms  pictures/s  first drag  kB a move  median / ours")
    ours = statistics.median(entries[OURS].times)
    for (design, server), entry in entries.items():
        median, high = statistics.median(entry.times), percentile(entry.times, 0.95)
        rate, size = statistics.median(entry.rates), statistics.median(entry.sizes)
        print(
            f"{design:9} {server:10} {median:10.1f} {high:12.1f} {rate:11.1f} {entry.first:11.1f} {size:10.1f}"
            f" {median / ours:14.2f}"
        )


def print_targets(entries, share, wanted):
    """Print which targets are reached: a share of the floor's time, and a number of pictures a second."""
    ours, unframed, floor, usual = (entries[name] for name in (OURS, UNFRAMED, FLOOR, USUAL))
    time, rate = statistics.median(ours.times), statistics.median(ours.rates)
    times = statistics.median(usual.times) / time
    rates = rate / max(statistics.median(usual.rates), 1e-9)
    say(times >= 8, f"move to pixels {times:.1f} times shorter than interact as JupyterLab ships it (8)")
    say(rates >= 8, f"{rates:.1f} times the pictures a second of interact as JupyterLab ships it (8)")
    below = time / statistics.median(floor.times)
    say(below <= share, f"move to pixels {below:.2f} times the floor on the same server ({share})")
    say(rate >= wanted, f"{rate:.1f} pictures a second while dragging ({wanted:.1f}); {ours.first:.1f} at first")
    without = statistics.median(unframed.times) / statistics.median(floor.times)
    limit = ours.unframed_limit
    say(without <= limit, f"without frames, move to pixels {without:.2f} times the floor ({limit})")
    last = [*ours.last, *unframed.last]
    say(all(last), f"the last position is the one shown after {sum(last)} of {len(last)} drags")


def say(reached, words):
    """Print one target, reached or not."""
    print(f"{'reached    ' if reached else 'NOT REACHED'}  {words}")


def near(browser, servers, options, kind, names):
    """Measure with browser and server on one machine."""
    entries = {(d, s): kind(browser, servers[s], d) for d, s in names}
    measure(entries, options)
    print("\nBrowser and server on one machine")
    print_table(entries)
    print_targets(entries, 0.5, 1.5 * statistics.median(entries[FLOOR].rates))
    print_costs(entries[OURS], servers[OURS[1]], options)
    for entry in entries.values():
        entry.page.close()


def print_costs(ours, server, options):
    """Print what drawing ahead costs: other cells, the browser, the kernel."""
    waits = ours.waits(5 if options.quick else 40)
    most, usual = max(waits["filling"]), max(waits["idle"])
    say(
        most - usual <= 20,
        f"a cell takes at most {most:.1f} ms while frames are drawn, else {usual:.1f} (20 more)",
    )
    growth = memory_growth(ours, server, options.memory_moves)
    say(growth < 5, f"{options.memory_moves} moves add {growth:.1f} MB to the kernel's memory (5)")
    filled, released = ours.browser_memory()
    say(
        filled < 15, f"frames take {filled:.1f} MB in the browser (15), {released:.1f} after the output is cleared"
    )


def far(browser, servers, options, kind, names):
    """Measure through a proxy that delays every byte."""
    proxies = {name: Proxy(server.port) for name, server in servers.items()}
    entries = {(d, s): kind(browser, servers[s], d, proxies[s].port, options.delay) for d, s in names}
    for proxy in proxies.values():
        proxy.delay = options.delay / 1000
    measure(entries, options)
    print(f"\nThe same with {options.delay:g} ms of added delay each way")
    print_table(entries)
    print_targets(entries, 0.1, 20)


def compare(options, designs, kind, names, few):
    """Start the servers and the browser, and measure the designs of a module, near and far."""
    with contextlib.ExitStack() as stack:
        servers = {name: stack.enter_context(lab.jupyterlab(None, *args)) for name, args in SERVERS.items()}
        for server in servers.values():
            for module in {"designs", designs}:
                shutil.copy(HERE / f"{module}.py", server.folder)
            for design, _ in names:
                magic = "%matplotlib widget\n" if design == "ipympl" else ""
                server.write(f"{design}.ipynb", f"{magic}import {designs}\n\n{designs}.{design}()")
        browser = lab.launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        near(browser, servers, options, kind, few if options.quick else names)
        if options.delay:
            far(browser, servers, options, kind, [OURS, UNFRAMED, FLOOR, USUAL] if options.quick else names)


def main():
    """Read the command line and measure."""
    compare(read_options(__doc__), "designs", Entry, ENTRIES, ONE_EACH)


def read_options(about):
    """Return the options from the command line."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
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
