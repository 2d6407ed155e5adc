"""The data behind the loss of a line, and the line of the current step through them."""

import numpy as np

from gdlesson.live.drawing import moving_line
from gdlesson.live.fading import fading
from gdlesson.live.palette import BLUE, GRAY, INK, VERMILION

EARLIER = 9  # lines of earlier steps that are drawn
SHOWN = 500  # about so many points are drawn at most; more would be a slab, and slow


class LinePanel:
    """Data points x, y, both of shape (n,), and the line of the current step through them."""

    def __init__(self, ax, x, y, names=("x", "y")):
        some = slice(None, None, -(-len(x) // SHOWN))
        self.ends = np.array([x.min(), x.max()]) + 0.05 * np.ptp(x) * np.array([-1, 1])
        room = 0.12 * (np.ptp(y) or abs(y[0]) or 1.0)
        ax.plot(x[some], y[some], "o", color=GRAY, ms=4.5, mec="white", mew=0.4)
        ax.set(xlim=self.ends, ylim=(y.min() - room, y.max() + room), xlabel=names[0], ylabel=names[1])
        ax.ticklabel_format(axis="both", scilimits=(-2, 5))
        ax.locator_params(axis="x", nbins=6)
        self.now = moving_line(ax, "-", color=INK, lw=2.4)

    def at(self, point, x=None):
        """Return what the line of a point (slope, intercept) predicts at x, or at the ends of the view."""
        slope, intercept = np.clip(point, -1e100, 1e100)
        return np.clip(slope * (self.ends if x is None else x) + intercept, -1e100, 1e100)


class FitPanel(LinePanel):
    """The data points, the line of the start (dashed), those of some steps, faint, and that of the current one."""

    words = "the data, and the line for the point on the left, with some of the lines before it, faint"

    def __init__(self, ax, f):
        (across, x), (up, y) = f.data.items()
        super().__init__(ax, x, y, (across, up))
        ax.set_title("the line of this step")
        self.first = moving_line(ax, "--", color=BLUE, lw=1.4)
        self.earlier = fading(moving_line(ax, "-", color=VERMILION, lw=0.9))
        self.artists = [self.first, self.earlier, self.now]

    def show(self, run, step):
        """Show the lines of the first `step` steps of a run."""
        places = np.unique(np.geomspace(1, max(step, 1), EARLIER).astype(int))
        self.first.set_data(self.ends, self.at(run.path[0]))
        self.now.set_data(self.ends, self.at(run.path[step]))
        lines = [[*self.at(run.path[place]), np.nan] for place in places if place < step]
        self.earlier.set_data(np.tile([*self.ends, np.nan], len(lines)), np.ravel(lines))
