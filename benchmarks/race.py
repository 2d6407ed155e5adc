"""Measure whether a race of six optimizers keeps up with the slider: `python benchmarks/race.py [--rounds N]`.

This works like slider.py and uses its parts. It opens JupyterLab in an installed browser, with and without
gdlesson's server extension, and shows the same race in our explorer and in a new Matplotlib figure at each move,
as `interact` does it (race_designs.py). In every round the two take turns: moves by keyboard, each made when
nothing is under way, then a drag by mouse at 60 moves a second. At the end of the drag, our words must match the
slider's last position. Targets are printed as reached or not; the exit status is 0 whenever everything ran.
"""

import argparse
import contextlib
import shutil
import statistics
import sys

from playwright.sync_api import expect, sync_playwright
from race_designs import lab as race_lab
from slider import HERE, OURS, SERVERS, USUAL, Entry, lab, measure, print_table, say

ENTRIES = [OURS, ("interact", "no delay"), USUAL]
TARGET = 6  # times the pictures a second of interact


class RaceEntry(Entry):
    """A race in the browser, and what was measured of it."""

    def back_to_start(self):
        """Move the slider to 1, where each racer is tuned: 24 steps from its left end."""
        self.handle.focus()
        self.page.keyboard.press("Home")
        for _ in range(24):
            self.page.keyboard.press("ArrowRight")
        self.settle()

    def check_last(self):
        """Note whether our explorer shows the race at the slider's last position."""
        wanted = race_lab()
        wanted.factor = float(self.page.get_by_label("× best rate, exact value").input_value())
        try:
            on_slider = 10 ** float(self.handle.evaluate(POSITION))
            assert abs(wanted.factor / on_slider - 1) < 0.01, (wanted.factor, on_slider)
            expect(self.page.locator(".picture").get_by_role("status")).to_have_text(wanted.verdict)
            self.last.append(True)
        except AssertionError as error:
            print(error, file=sys.stderr)
            self.last.append(False)


POSITION = "(handle) => Number(handle.closest('.noUi-target')?.noUiSlider.get(true) ?? handle.firstChild.value)"


def print_targets(entries):
    """Print which targets are reached."""
    ours, usual = entries[OURS], entries[USUAL]
    times = statistics.median(usual.times) / statistics.median(ours.times)
    rates = statistics.median(ours.rates) / max(statistics.median(usual.rates), 1e-9)
    say(rates >= TARGET, f"{rates:.1f} times the pictures a second of interact as JupyterLab ships it ({TARGET})")
    print(f"{'':11}  move to pixels {times:.1f} times shorter than interact as JupyterLab ships it")
    say(all(ours.last), f"the last position is the one shown after {sum(ours.last)} of {len(ours.last)} drags")


def main():
    """Read the command line, start the servers and the browser, measure."""
    options = read_options()
    with contextlib.ExitStack() as stack:
        servers = {name: stack.enter_context(lab.jupyterlab(None, *args)) for name, args in SERVERS.items()}
        for server in servers.values():
            shutil.copy(HERE / "designs.py", server.folder)
            shutil.copy(HERE / "race_designs.py", server.folder)
            for design in ("ours", "interact"):
                server.write(f"{design}.ipynb", f"import race_designs\n\nrace_designs.{design}()")
        browser = lab.launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        entries = {(d, s): RaceEntry(browser, servers[s], d) for d, s in ENTRIES}
        measure(entries, options)
        print_table(entries)
        print_targets(entries)


def read_options():
    """Return the options from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how many times the designs take turns")
    parser.add_argument("--moves", type=int, default=15, help="moves by keyboard per round")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a drag")
    parser.add_argument("--quick", action="store_true", help="a smoke test: few of everything")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.moves, options.seconds = 1, 2, 0.5
    return options


if __name__ == "__main__":
    main()
