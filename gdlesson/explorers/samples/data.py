"""The samples with the line of one step: those of its batch light up."""

import numpy as np

from gdlesson.explorers.plane.fit import SHOWN, LinePanel
from gdlesson.explorers.samples.run import rows_of
from gdlesson.live.drawing import moving_line
from gdlesson.live.palette import GRAY, VERMILION


class DataPanel(LinePanel):
    """The samples, those of the current batch as triangles, and the line before the step and after it."""

    def __init__(self, ax, f, x, y):
        super().__init__(ax, x, y)
        self.x, self.y = x, y
        ax.plot(self.ends, self.at(f.known_minima[0]), ":", color=GRAY, lw=2)
        ax.set_title("the batch ▲ of this step")
        ax.set_title("dashed: before it, dotted: best", loc="right", fontsize=9.5, color=GRAY)
        self.errors = moving_line(ax, "-", color=VERMILION, lw=1.4)
        self.before = moving_line(ax, "--", color=VERMILION, lw=1.4)
        self.lit = moving_line(ax, "^", color=VERMILION, ms=9)
        self.artists = [self.errors, self.before, self.now, self.lit]

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
