"""The samples with the line of one step: those of its batch light up."""

import numpy as np

from gdlesson.explorers.samples.run import rows_of
from gdlesson.live.drawing import moving_line
from gdlesson.live.palette import GRAY, INK, VERMILION

SHOWN = 500  # about so many samples are drawn at most; more would be a slab, and slow


class DataPanel:
    """The samples, those of the current batch as diamonds, and the line before the step and after it."""

    def __init__(self, ax, f, x, y):
        self.x, self.y, some = x, y, slice(None, None, -(-len(x) // SHOWN))
        self.ends = x.min() - 0.05 * np.ptp(x), x.max() + 0.05 * np.ptp(x)
        room = 0.12 * (np.ptp(y) or abs(y[0]) or 1.0)
        ax.plot(x[some], y[some], "o", color=GRAY, ms=4.5, mec="white", mew=0.4)
        ax.set(xlim=self.ends, ylim=(y.min() - room, y.max() + room), xlabel="x", ylabel="y")
        ax.ticklabel_format(axis="both", scilimits=(-2, 5))
        ax.locator_params(axis="x", nbins=6)
        ax.plot(self.ends, self.at(f.known_minima[0]), ":", color=GRAY, lw=2)
        ax.set_title("the batch ◆ of this step")
        ax.set_title("dashed: before it, dotted: best", loc="right", fontsize=9.5, color=GRAY)
        self.errors = moving_line(ax, "-", color=VERMILION, lw=1.4)
        self.before = moving_line(ax, "--", color=VERMILION, lw=1.4)
        self.now = moving_line(ax, "-", color=INK, lw=2.4)
        self.lit = moving_line(ax, "D", color=VERMILION, ms=9)
        self.artists = [self.errors, self.before, self.now, self.lit]

    def at(self, point, x=None):
        """Return what the line of a point (slope, intercept) predicts at x, or at the ends of the view."""
        x = np.asarray(self.ends if x is None else x)
        return np.clip(point[0] * x + point[1], -1e100, 1e100)

    def show(self, run, step):
        """Show the batch of step `step`, and the lines before it and after it; before the first step, the line."""
        rows = rows_of(run, step)[:SHOWN] if step else np.array([], dtype=int)
        before, now = run.path[max(step - 1, 0)], run.path[step]
        x, y = self.x[rows], self.y[rows]
        self.lit.set_data(x, y)
        ends = np.column_stack([y, self.at(before, x), np.full(len(rows), np.nan)])
        self.errors.set_data(np.repeat(x, 3), ends.ravel())
        self.before.set_data(self.ends, self.at(before))
        self.before.set_visible(step > 0)
        self.now.set_data(self.ends, self.at(now))
