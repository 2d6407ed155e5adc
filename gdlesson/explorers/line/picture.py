"""The picture of a line and points: the line, the loss of each point, and the loss for every slope."""

import numpy as np

from gdlesson.explorers.line.run import loss_along, predict
from gdlesson.live.drawing import MovingPicture, moving_line, moving_text, new_figure, settle
from gdlesson.live.palette import BLUE, GRAY, INK, VERMILION
from gdlesson.live.style import our_style
from gdlesson.words import number

# for each loss: its name, and what a bar shows
FRAMES = {
    "mse": ("MSE", "squared error of each point"),
    "mae": ("MAE", "absolute error of each point"),
    "binary_crossentropy": ("cross-entropy", "−log(probability of the truth)"),
}


class LinePicture(MovingPicture):
    """A line with points, the loss of each point, and the loss for every slope.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The points.
    slopes : (float, float)
        The range of the slope.
    """

    @our_style()
    def __init__(self, x, y, slopes):
        self.x, self.slopes = x, np.linspace(*slopes, 121)
        self.figure = new_figure(9, 4.5)
        grid = self.figure.add_gridspec(2, 2, width_ratios=[1.3, 1])
        self.data, self.shares, self.along = (
            self.figure.add_subplot(part) for part in (grid[:, 0], grid[0, 1], grid[1, 1])
        )
        self.scores = (min(0.0, y.min()) - 1, y.max() + 2)
        self.spread = float(np.ptp(y)) or 1.0
        self.artists = self.moving_part()
        self.reframe("mse")
        settle(self.figure)
        self.description = (
            "Left: the points, the line through them, and dashes from each point to the line; the diamond is the "
            "point that can be dragged. Top right: a bar for what each point loses, and their mean, the loss. "
            "Bottom right: the loss of this line for every slope, with a diamond at the slope it has."
        )

    def moving_part(self):
        """Create the artists that move, and return them."""
        self.errors = moving_line(self.data, "--", color=VERMILION, lw=1.5)
        self.line = moving_line(self.data, "-", color=BLUE, lw=2.5)
        self.points = moving_line(self.data, "o", color=INK, ms=7)
        self.outlier = moving_line(self.data, "D", color=VERMILION, ms=11)
        self.bars = moving_line(self.shares, "-", color=VERMILION, lw=11, solid_capstyle="butt")
        self.mean = moving_line(self.shares, "--", color=INK, lw=1.5)
        self.mean_words = moving_text(self.shares, 0, 0, ha="left")
        self.curve = moving_line(self.along, "-", color=GRAY, lw=2)
        self.here = moving_line(self.along, "D", color=INK, ms=9)
        data = [self.errors, self.line, self.points, self.outlier]
        return [*data, self.bars, self.mean, self.mean_words, self.curve, self.here]

    def frame(self, loss):
        """Set the titles and the ends of the axes for a loss."""
        name, bars = FRAMES[loss]
        top = {"mse": 0.65 * self.spread**2, "mae": 1.2 * self.spread}.get(loss, 4.0)
        labels = loss == "binary_crossentropy"
        title, low, high = ("passed?", -0.15, 1.15) if labels else ("score", *self.scores)
        self.data.set(xlim=(self.x.min() - 0.7, self.x.max() + 0.7), ylim=(low, high), xlabel="hours of study, x")
        self.data.set_title(f"{title} (the orange diamond can be dragged)")
        self.shares.set(xlim=self.data.get_xlim(), ylim=(-0.04 * top, top), title=bars, xlabel="x")
        self.along.set(
            xlim=self.slopes[[0, -1]], ylim=(-0.04 * top, top), title=f"{name}, for every slope", xlabel="slope"
        )

    def show(self, run):
        """Show a fit; return its loss if it is a new one."""
        redrawn = self.reframe(run.loss)
        xs = np.linspace(*self.data.get_xlim(), 81)
        self.line.set_data(xs, predict(xs, run.slope, run.intercept, run.loss))
        self.errors.set_data(uprights(run.x, run.y, run.predicted))
        self.points.set_data(run.x[:-1], run.y[:-1])
        self.outlier.set_data(run.x[-1:], run.y[-1:])
        self.bars.set_data(uprights(run.x, 0 * run.x, run.each))
        self.mean.set_data(self.shares.get_xlim(), [run.value, run.value])
        left, top = self.shares.get_xlim()[0] + 0.1, self.shares.get_ylim()[1]
        self.mean_words.set_position((left, min(run.value, 0.85 * top) + 0.09 * top))
        self.mean_words.set_text(f"mean {number(run.value, 3)}")
        self.curve.set_data(self.slopes, loss_along(run, self.slopes))
        self.here.set_marker("D" if run.value < top else "^")  # if it is above the view, point there
        self.here.set_data([run.slope], [min(run.value, 0.94 * top)])
        return redrawn


def uprights(xs, low, high):
    """Return vertical lines at xs, from low to high, as one line with gaps: two arrays of shape (3n,)."""
    gap = np.full_like(xs, np.nan, dtype=float)
    return np.column_stack([xs, xs, xs]).ravel(), np.column_stack([low, high, gap]).ravel()
