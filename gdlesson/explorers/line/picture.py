"""The picture of a line and points: the line, its errors, what each point loses, and the loss of every line."""

from textwrap import fill

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gdlesson.datasets.points import spread
from gdlesson.explorers.line.run import EACH, fit, predict
from gdlesson.explorers.line.valley import ValleyPanel
from gdlesson.live.drawing import MovingPicture, moving_line, moving_text, new_figure
from gdlesson.live.palette import BLUE, GRAY, GREEN, INK, VERMILION
from gdlesson.live.style import our_style
from gdlesson.words import number

# for each loss, what a bar shows
BARS = {
    "mse": "squared error of each point",
    "mae": "absolute error of each point",
    "huber": "Huber's loss of each point",
    "binary_crossentropy": "−log(probability of the truth)",
}

# Where the line can be dragged, as parts of the width: its left end, its middle, its right end; and where the last
# point can be.
LEFT, MIDDLE, RIGHT, LAST = (0.0, 0.3), (0.3, 0.58), (0.58, 0.85), (0.85, 1.0)
GRIPS = 0.12, 0.44, 0.78

FAR = {"mse": 0.8, "mae": 1.2, "huber": 1.2}  # the largest error whose bar is seen whole, as a part of y's spread
NOTHING = Path(np.empty((0, 2)))
MOST = 200  # so many points are drawn, evenly along x; of more, their marks would hide one another


class LinePicture(MovingPicture):
    """A line with points and its errors, what each point loses, and the loss of every line as a map.

    With the mean squared error, each error is the side of a square. A thin line is the best one so far.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The points.
    heights : (float, float)
        The range of y.
    ranges : dict of str to ((float, float), (float, float))
        The ranges of slope and intercept for each loss.
    origin, threshold : float
        Where x is counted from, and the y from which on a label is 1.
    names : (str, str)
        What x and y are; each may be None.
    loss : str
        The first loss.
    """

    @our_style()
    def __init__(self, x, y, heights, ranges, origin, threshold, names, loss="mse"):
        self.x, self.y, self.ends, self.origin = x - origin, y, ranges, origin
        self.threshold, self.names, self.spread = threshold, names, spread(y)
        wide = heights[1] - heights[0]
        self.scores = heights[0] - 0.1 * wide, max(heights[1] + 0.05 * wide, y.max() + 0.2 * wide)
        self.shown = np.argsort(self.x, kind="stable")[np.linspace(0, len(x) - 1, min(MOST, len(x))).astype(int)]
        self.figure = new_figure(9, 4.5)
        grid = self.figure.add_gridspec(2, 2, width_ratios=[1.3, 1], height_ratios=[1, 1.7])
        self.data, self.shares, self.map = (
            self.figure.add_subplot(part) for part in (grid[:, 0], grid[0, 1], grid[1, 1])
        )
        longest = max(len(self.height_axis(each)[0]) for each in ranges)
        self.gap = "\n" if longest > 18 else " "  # a long title needs two lines
        self.artists = self.moving_part()
        self.settle()
        self.reframe(loss)
        self.description = (
            "Left: the points, the line through them with three squares to drag it by, and a dash from each "
            "point to the line, which is the side of a square where errors are squared; a thin line is the best "
            "one that was chosen, a dashed one a guess that is not kept; the diamond is the point that can be "
            "dragged. Top right: a bar for what each point loses, with a triangle where it is higher than "
            "the picture, and their mean, the loss. Bottom right: a map "
            "of the loss of every line, slope across and intercept upward, dark where it is low, with a diamond "
            "at this line, a star at the best one that was chosen, the path of an optimizer as dots that are "
            "joined, and single dots for guesses that were not kept. Clicking there, or dragging, chooses a "
            "line."
        )

    def moving_part(self):
        """Create the artists that move, and return them."""
        few, wide = len(self.shown) <= 40, min(11, 300 / len(self.shown))
        look = {"facecolor": VERMILION, "lw": 0, "alpha": 0.22}
        self.squares = self.data.add_patch(PathPatch(NOTHING, **look))
        self.edges = moving_line(self.data, "-", color="#E0925F", lw=1)
        self.best = moving_line(self.data, "-", color=GREEN, lw=1.2)
        self.errors = moving_line(self.data, "--" if few else "-", color=VERMILION, lw=1.5 if few else 0.6)
        self.line = moving_line(self.data, "-", color=BLUE, lw=2.5)
        self.points = moving_line(self.data, "o", color=INK, ms=7 if few else 4)
        self.grips = moving_line(self.data, "s", color="white", ms=9)
        self.grips.set(markeredgecolor=BLUE, markeredgewidth=2)
        self.outlier = moving_line(self.data, "D", color=VERMILION, ms=11)
        self.best_words = moving_text(self.data, 0, 0, ha="left")
        self.bars = moving_line(self.shares, "-", color=VERMILION, lw=wide, solid_capstyle="butt")
        self.beyond = moving_line(self.shares, "^", color=VERMILION, ms=8)
        self.mean = moving_line(self.shares, "--", color=INK, lw=1.5)
        self.mean_words = moving_text(self.shares, 0, 0, ha="left")
        self.valley = ValleyPanel(self.map, self.x)
        self.guess = moving_line(self.data, "--", color=GRAY, lw=1.5)
        lines = [self.squares, self.edges, self.best, self.guess, self.errors, self.line]
        points = [self.points, self.grips, self.outlier, self.best_words]
        return [*lines, *points, self.bars, self.beyond, self.mean, self.mean_words, *self.valley.artists]

    def settle(self):
        """Freeze a layout that has room for the tick labels of every loss."""
        axes, places = (self.data, self.shares, self.map), []
        for loss in self.ends:
            self.frame(loss)
            self.figure.draw_without_rendering()
            places.append([ax.get_position().get_points() for ax in axes])
        self.figure.set_layout_engine(None)
        for ax, low, high in zip(axes, np.max(places, axis=0)[:, 0], np.min(places, axis=0)[:, 1], strict=True):
            ax.set_position([*low, *(high - low)])

    def frame(self, loss):
        """Set the titles and the ends of the axes for a loss."""
        top = 4.0 if loss == "binary_crossentropy" else float(EACH[loss](0.0, FAR[loss] * self.spread))
        margin, (title, low, high) = 0.1 * np.ptp(self.x), self.height_axis(loss)
        self.data.set(xlim=(self.x.min() - margin, self.x.max() + margin), ylim=(low, high))
        self.data.set_xlabel(self.below(), parse_math=False)
        self.data.set_title(f"{title}{self.gap}(drag the line, or the orange diamond)", parse_math=False)
        self.shares.set(xlim=self.data.get_xlim(), ylim=(-0.04 * top, top), title=BARS[loss], xlabel="x")
        self.shares.locator_params(axis="x", nbins=6)
        self.shares.ticklabel_format(axis="x", scilimits=(-2, 5))  # longer tick labels would not fit
        self.valley.frame(loss, self.ends[loss])

    def height_axis(self, loss):
        """Return the title and the ends of the axis of y."""
        name = fill(self.names[1] or "y", 42)
        if loss != "binary_crossentropy":
            return name, *self.scores
        labels = np.isin(self.y, (0, 1)).all()
        return name if labels else f"{name} ≥ {number(self.threshold, 9)}?", -0.15, 1.15

    def below(self):
        """Return the label of the axis of x."""
        words = "x" if not self.origin else f"x − {number(self.origin, 15)}"
        words = f"{self.names[0]}, {words}" if self.names[0] else words
        some = "" if len(self.shown) == len(self.x) else f" ({len(self.shown)} of {len(self.x):,} points)"
        return fill(words + some, 60)

    def show(self, run, best):
        """Show a fit, and the best line so far, as (slope, intercept); return the loss if it is a new one."""
        redrawn = self.reframe(run.loss)
        self.show_line(run)
        self.show_best(run, best)
        self.show_mean(run)
        self.valley.show(run, best)
        return redrawn

    def show_line(self, run):
        """Show the points, the line, and its errors."""
        xs, grips = np.linspace(*self.data.get_xlim(), 81), self.across(np.array(GRIPS))
        some = np.union1d(self.shown, [run.each.argmax(), len(self.x) - 1])
        x, y = self.x[some], run.y[some]
        self.line.set_data(xs, predict(xs, run.slope, run.intercept, run.loss))
        self.errors.set_data(uprights(x, y, run.predicted[some]))
        self.grips.set_data(grips, predict(grips, run.slope, run.intercept, run.loss))
        guess = (np.nan, np.nan) if run.kept else run.dropped[-1]
        self.guess.set_data(xs, predict(xs, *guess, run.loss))
        self.points.set_data(x[:-1], y[:-1])
        self.outlier.set_data(x[-1:], y[-1:])
        squared = np.full(len(x), run.loss == "mse" and len(self.shown) <= 40)
        self.show_squares(*(part[squared] for part in (x, y, run.predicted[some])))
        self.bars.set_data(uprights(x, 0 * x, run.each[some]))
        top = self.shares.get_ylim()[1]
        beyond = x[run.each[some] > top]
        self.beyond.set_data(beyond, np.full(len(beyond), 0.93 * top))

    def show_squares(self, x, y, predicted):
        """Show a square for each error, which is its side; it lies on the left where the right has no room."""
        (left, right), (low, high) = self.data.get_xlim(), self.data.get_ylim()
        across, up = self.data.bbox.size
        wide = np.abs(predicted - y) * (right - left) / (high - low) * up / across
        begin = np.where(x + wide > right, x - wide, x)
        x0, x1, y0, y1 = begin, begin + wide, np.minimum(y, predicted), np.maximum(y, predicted)
        corners = np.stack([[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]).transpose(2, 0, 1)
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(x)
        self.squares.set_path(Path(corners.reshape(-1, 2), codes) if len(x) else NOTHING)
        self.edges.set_data(*np.insert(corners, 5, np.nan, axis=1).reshape(-1, 2).T)

    def show_best(self, run, best):
        """Show the best line so far, unless it is the one that is shown, and its loss."""
        kept = fit(self.x, run.y, *best, run.loss, 0.5).value
        better = not run.step and run.value < kept  # under the hand a line may be better than any before
        low, high = self.data.get_ylim()
        height, key = high - 0.05 * (high - low), self.across(np.array([0.02, 0.06, 0.07]))
        xs = np.linspace(*self.data.get_xlim(), 81)
        line = np.append([height, height, np.nan], predict(xs, *best, run.loss))
        hidden = best == (run.slope, run.intercept)
        self.best.set_data(np.append(key, xs)[hidden * len(line) :], line[hidden * len(line) :])
        self.best_words.set_position((key[2 * (not hidden)], height))
        mark, kept = ("", run.value) if hidden or better else (" ★", kept)
        self.best_words.set_text(f"your best{mark}: {number(kept, 3)}")

    def across(self, part):
        """Return the x at a part of the width of the points' Axes."""
        low, high = self.data.get_xlim()
        return low + part * (high - low)

    def show_mean(self, run):
        """Show the loss, which is the mean of the bars."""
        self.mean.set_data(self.shares.get_xlim(), [run.value, run.value])
        left, top = self.shares.get_xlim()[0] + 0.012 * np.ptp(self.shares.get_xlim()), self.shares.get_ylim()[1]
        self.mean_words.set_position((left, min(run.value, 0.85 * top) + 0.09 * top))
        self.mean_words.set_text(f"mean {number(run.value, 3)}")


def uprights(xs, low, high):
    """Return vertical lines at xs, from low to high, as one line with gaps: two arrays of shape (3n,)."""
    gap = np.full_like(xs, np.nan, dtype=float)
    return np.column_stack([xs, xs, xs]).ravel(), np.column_stack([low, high, gap]).ravel()
