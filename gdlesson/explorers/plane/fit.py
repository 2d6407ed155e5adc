"""The data behind the loss of a line, and the line of the current step through them."""

import numpy as np

from gdlesson.live.drawing import moving_line
from gdlesson.live.fading import fading
from gdlesson.live.palette import BLUE, GRAY, INK, VERMILION

EARLIER = 9  # lines of earlier steps that are drawn


class FitPanel:
    """The data points, the line of the start (dashed), those of some steps, faint, and that of the current one."""

    words = "the data, and the line for the point on the left, with some of the lines before it, faint"

    def __init__(self, ax, f):
        (across, x), (up, y) = f.data.items()
        self.ends = np.array([x.min(), x.max()]) + 0.06 * np.ptp(x) * np.array([-1, 1])
        room = 0.12 * (np.ptp(y) or abs(y[0]) or 1.0)
        ax.plot(x, y, "o", color=GRAY, ms=5, mec="white", mew=0.5)
        ax.set(xlim=self.ends, ylim=(y.min() - room, y.max() + room), xlabel=across, ylabel=up)
        ax.ticklabel_format(axis="both", scilimits=(-2, 5))
        ax.set_title("the line of this step")
        self.first = moving_line(ax, "--", color=BLUE, lw=1.4)
        self.earlier = fading(moving_line(ax, "-", color=VERMILION, lw=0.9))
        self.now = moving_line(ax, "-", color=INK, lw=2.4)
        self.artists = [self.first, self.earlier, self.now]

    def show(self, run, step):
        """Show the lines of the first `step` steps of a run."""
        places = np.unique(np.geomspace(1, max(step, 1), EARLIER).astype(int))
        self.first.set_data(self.ends, self.heights(run.path[0]))
        self.now.set_data(self.ends, self.heights(run.path[step]))
        lines = [[*self.heights(run.path[place]), np.nan] for place in places if place < step]
        self.earlier.set_data(np.tile([*self.ends, np.nan], len(lines)), np.ravel(lines))

    def heights(self, point):
        """Return the heights of the line with this slope and intercept at both ends, shape (2,)."""
        slope, intercept = np.clip(point, -1e100, 1e100)
        return slope * self.ends + intercept
