"""Measure whether a race of six optimizers keeps up with the slider: `python benchmarks/race.py [--rounds N]`.

This is slider.py with a race: its explorer, with and without frames, the same panels in a new Matplotlib figure at
each move, as `interact` does it, and the empty label (race_designs.py). At the end of a drag, the words of our
explorer must match the slider's last position.
"""

import sys

from playwright.sync_api import expect
from race_designs import lab as race_lab
from slider import FLOOR, OURS, UNFRAMED, USUAL, Entry, compare, read_options

NAMES = [OURS, UNFRAMED, FLOOR, ("interact", "no delay"), USUAL]


class RaceEntry(Entry):
    """A race in the browser, and what was measured of it."""

    unframed_limit = 2.0

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


POSITION = """(handle) =>
  Number(handle.closest(".noUi-target")?.noUiSlider.get(true) ?? handle.querySelector("input").value)"""


if __name__ == "__main__":
    compare(read_options(__doc__), "race_designs", RaceEntry, NAMES, NAMES)
