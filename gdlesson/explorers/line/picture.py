"""A line through points, the error of each point, and the loss of all lines with another slope."""

import numpy as np

from gdlesson.explorers.line.run import loss_along, predict
from gdlesson.live.drawing import BLUE, GREY, INK, VERMILION, moving_line, moving_text, new_figure, settle
from gdlesson.verdicts import number


class LinePicture:
    """A line on points, what each of them loses, and the loss of all lines with another slope."""

    def __init__(self, x, y, slopes):
        self.x, self.slopes, self.loss = x, np.linspace(*slopes, 121), None
        self.figure = new_figure(9, 4.5)
        grid = self.figure.add_gridspec(2, 2, width_ratios=[1.3, 1])
        self.data, self.shares, self.along = (
            self.figure.add_subplot(part) for part in (grid[:, 0], grid[0, 1], grid[1, 1])
        )
        self.scores = (min(0.0, y.min()) - 1, y.max() + 2)
        self.spread = float(np.ptp(y)) or 1.0
        self.errors = moving_line(self.data, "--", color=VERMILION, lw=1.5)
        self.line = moving_line(self.data, "-", color=BLUE, lw=2.5)
        self.points = moving_line(self.data, "o", color=INK, ms=7)
        self.outlier = moving_line(self.data, "D", color=VERMILION, ms=11)
        self.bars = moving_line(self.shares, "-", color=VERMILION, lw=11, solid_capstyle="butt")
        self.mean = moving_line(self.shares, "--", color=INK, lw=1.5)
        self.mean_words = moving_text(self.shares, 0, 0, ha="left")
        self.curve = moving_line(self.along, "-", color=GREY, lw=2)
        self.here = moving_line(self.along, "D", color=INK, ms=9)
        data = [self.errors, self.line, self.points, self.outlier]
        self.artists = [*data, self.bars, self.mean, self.mean_words, self.curve, self.here]
        self.frame("mse")
        settle(self.figure)
        self.description = (
            "Left: the points, the line through them, and dashes from each point to the line; the diamond is the "
            "point that can be dragged. Top right: a bar for what each point loses, and their mean, the loss. "
            "Bottom right: the loss of this line for every slope, with a diamond at the slope it has."
        )

    def frame(self, loss):
        """Set what stays for a loss: titles and the ends of the axes."""
        self.loss = loss
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
        """Move everything to a fit; return the loss if with it what stays has changed, too."""
        anew = run.loss if run.loss != self.loss else None
        if anew:
            self.frame(anew)
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
        self.here.set_marker("D" if run.value < top else "^")  # above the view: it points there
        self.here.set_data([run.slope], [min(run.value, 0.94 * top)])
        return anew


# for each loss: its name, and what a bar shows
FRAMES = {
    "mse": ("MSE", "squared error of each point"),
    "mae": ("MAE", "absolute error of each point"),
    "binary_crossentropy": ("cross-entropy", "−log(probability of the truth)"),
}


def uprights(xs, low, high):
    """Return upright lines at xs as one broken line."""
    gap = np.full_like(xs, np.nan, dtype=float)
    return np.column_stack([xs, xs, xs]).ravel(), np.column_stack([low, high, gap]).ravel()
