"""The loss of every line, seen from above: the valley in which an optimizer looks for the lowest place."""

import numpy as np
from contourpy import FillType, contour_generator
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gdlesson.explorers.line.run import EACH, LOSSES, predict
from gdlesson.live.drawing import moving_line, moving_text
from gdlesson.live.fading import fading
from gdlesson.live.palette import GRAY, GREEN, INK, VERMILION
from gdlesson.live.terrain import GROUP, LINES, NOTE, SHADES

RINGS = 12  # number of shades
SIDE = 61, 25  # lines along each side of the map, and of that of more than `MANY` points
MANY = 1000
NEAR = 0.15  # pixels; a corner of a ring that is closer to the straight line may be left out
NOTHING = Path(np.empty((0, 2)))
READY = {"guess": "▶ guesses", "slope": "▶ follows the slope"}


class Losses:
    """The loss of every line on a grid, for a last point that moves: the other points are added up only once.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The points, or their labels.
    loss : str
        Which loss.
    ranges : ((float, float), (float, float))
        The ends of slope and intercept.
    """

    def __init__(self, x, y, loss, ranges):
        self.x, self.loss = x, loss
        self.slopes, self.intercepts = (np.linspace(*ends, SIDE[len(x) > MANY]) for ends in ranges)
        self.others = self.sums(x[:-1], y[:-1])

    def sums(self, x, y):
        """Return for each intercept (row) and slope (column) the sum of what these points lose."""
        lines = self.intercepts[:, None]
        with np.errstate(all="ignore"):
            columns = [EACH[self.loss](y, predict(x, s, lines, self.loss)).sum(axis=1) for s in self.slopes]
        return np.transpose(columns)

    def on(self, last):
        """Return the losses, an array of shape (intercepts, slopes), if this is the y of the last point."""
        return (self.others + self.sums(self.x[-1:], np.array([last]))) / len(self.x)


class ValleyPanel:
    """The loss of each slope (across) and intercept (upward), dark where it is low, and the lines tried there.

    A diamond is the line that is shown, a star the best one that was chosen so far.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    x : array of shape (n,)
        Where the points are.
    """

    def __init__(self, ax, x):
        self.ax, self.x, self.losses, self.shown = ax, x, None, None
        shades, looks = SHADES(np.linspace(1, 0, RINGS)), {"ec": LINES, "lw": 0.5, "gid": GROUP}
        self.rings = [ax.add_patch(PathPatch(NOTHING, fc=shade, **looks)) for shade in shades]
        self.dropped = moving_line(ax, "o", color=GRAY, ms=3.5)
        self.path = fading(moving_line(ax, "-", color=VERMILION, lw=1.6))
        self.dots = fading(moving_line(ax, "o", color=VERMILION, ms=5))
        self.best = moving_line(ax, "*", color=GREEN, ms=13)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.words = moving_text(ax, 0, 0, ha="left")
        lines = [self.dropped, self.path, self.dots, self.best, self.here]
        self.artists = [*self.rings, *lines, self.words]

    def frame(self, loss, ranges):
        """Set title and axes for a loss."""
        self.losses, self.shown = None, None
        self.ends = ranges
        self.ax.set(xlim=ranges[0], ylim=ranges[1], xlabel="slope", ylabel="intercept")
        self.ax.set_title(f"{LOSSES[loss][0]} of every line (click)")
        self.ax.set_title(NOTE, loc="right", fontsize=9.5, color=GRAY)
        self.ax.ticklabel_format(scilimits=(-2, 4))
        self.ax.locator_params(axis="x", nbins=6)

    def show(self, run, best):
        """Show a fit, how it came there, and the best line so far, as (slope, intercept)."""
        self.show_losses(run)
        self.dropped.set_data(*run.dropped.T)
        self.path.set_data(*run.path.T)
        self.dots.set_data(*run.path.T)
        line = run.slope, run.intercept
        self.here.set_data(*np.reshape(self.inside(line), (2, 1)))
        hidden = best == line
        self.best.set_data(*np.empty((2, 0)) if hidden else np.reshape(self.inside(best), (2, 1)))
        left, low = (ends[0] + 0.025 * np.ptp(ends) for ends in self.ends)
        self.words.set_position((left, low + 0.05 * np.ptp(self.ends[1])))
        self.words.set_text(told(run))

    def inside(self, line):
        """Return a line, or the nearest one on the map."""
        return np.clip(line, *np.transpose(self.ends))

    def show_losses(self, run):
        """Show the losses, unless they are those that are shown."""
        if self.losses is None:
            self.losses = Losses(self.x, run.y, run.loss, self.ends)
        if self.shown != run.y[-1]:
            self.shown = run.y[-1]
            self.draw_rings(np.sqrt(self.losses.on(run.y[-1])))  # the contours of roots are smoother

    def draw_rings(self, heights):
        """Draw a ring for each height."""
        heights = np.where(np.isfinite(heights), heights, 1e150)
        lowest, levels = heights.min() - 1, levels_of(heights)
        grid = self.losses.slopes, self.losses.intercepts, heights
        contours = contour_generator(*grid, fill_type=FillType.OuterOffset)
        for patch, level in zip(self.rings, levels, strict=True):
            patch.set_path(self.ring(contours.filled(lowest, level)[0]))

    def ring(self, polygons):
        """Return polygons as one path, without the corners that nobody would see."""
        to_data, paths = self.ax.transData.inverted(), []
        for corners in polygons:
            corners = slim(self.ax.transData.transform(corners[:-1]))
            paths.append(Path(to_data.transform(np.concatenate([corners, corners[:1]])), closed=True))
        return Path.make_compound_path(*paths) if paths else NOTHING


def told(run):
    """Return in a few words what the player does, or has done."""
    if not run.step:
        return READY[run.optimizer]
    if run.optimizer == "slope":
        return f"{run.step} step{'s' * (run.step > 1)} by the slope"
    return f"{run.step} guess{'es' * (run.step > 1)}, {len(run.path) - 1} kept"


def levels_of(heights):
    """Return the heights of the rings, the highest first, so that the area between them grows evenly."""
    return np.quantile(heights, np.linspace(1, 0, RINGS, endpoint=False) ** 2.5)


def slim(corners):
    """Return the corners of a polygon, in pixels, without many of those that lie on nearly straight lines."""
    for _ in range(4):
        before, after = np.roll(corners, 1, axis=0), np.roll(corners, -1, axis=0)
        (a, b), (c, d) = (after - before).T, (corners - before).T
        far = np.abs(a * d - b * c) > NEAR * np.hypot(a, b)
        corners = corners[far | (np.arange(len(corners)) % 2 == 0)]
    return corners
