"""The pictures of single lessons: a line and its loss, a secant and its error, the stopping points of a walk.

Like all pictures they know no widgets: each has a `figure`, its moving `artists`, a `description` in words, and
`show(run)`.
"""

import numpy as np

from gdlesson.explorers.descent.picture import CurvePanel, LossPanel, draw_curve
from gdlesson.explorers.line.run import loss_along, predict
from gdlesson.explorers.slope.run import STEPS
from gdlesson.live.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PURPLE,
    VERMILION,
    heading,
    moving_line,
    moving_text,
    new_figure,
    settle,
)
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


class SlopePicture:
    """A secant beside the tangent, and the error of its slope against h."""

    def __init__(self, f, errors=True):
        self.figure = new_figure(9, 4.5)
        self.curve, *rest = self.figure.subplots(
            1, 1 + errors, width_ratios=[1.2, 1][: 1 + errors], squeeze=False
        )[0]
        draw_curve(self.curve, f)
        self.tangent = moving_line(self.curve, "--", color=GREEN, lw=2.5)
        self.secant = moving_line(self.curve, "-", color=VERMILION, lw=1.8)
        self.ends = moving_line(self.curve, "o", color=VERMILION, ms=8)
        self.here = moving_line(self.curve, "D", color=INK, ms=9)
        self.errors = [ErrorPanel(ax) for ax in rest]
        curve = [self.tangent, self.secant, self.ends, self.here]
        self.artists = [*curve, *(artist for panel in self.errors for artist in panel.artists)]
        settle(self.figure)
        self.description = (
            f"The curve of {heading(f)}, its tangent at the diamond (dashed), a secant through two dots."
            + "".join(panel.description for panel in self.errors)
        )

    def show(self, run):
        """Move everything to a secant."""
        left, right = self.curve.get_xlim()
        edges, middle = np.array([left, right]), run.function(run.x)
        self.tangent.set_data(edges, middle + run.tangent * (edges - run.x))
        begin = run.function(run.ends[0])
        self.secant.set_data(edges, begin + run.slope * (edges - run.ends[0]))
        self.ends.set_data(run.ends, [begin, run.function(run.ends[1])])
        self.here.set_data([run.x], [middle])
        for panel in self.errors:
            panel.show(run)


class ErrorPanel:
    """The error of a secant's slope against h, for both differences."""

    description = (
        " On the right the error of the secant's slope against h, both on logarithmic axes, for the forward "
        "difference (full line) and the central one (dashed); the diamond is the present h."
    )

    def __init__(self, ax):
        ax.set(xscale="log", yscale="log", xlim=(STEPS[0] / 2, 2 * STEPS[-1]), ylim=(1e-14, 1e4))
        ax.set(title="error of the secant's slope", xlabel="h (small h on the left)")
        ax.set_xticks(10.0 ** np.arange(-16, 2, 4), minor=False)
        ax.grid(color="#dddddd", lw=0.8)
        looks = {"forward": ("-", VERMILION), "central": ("--", BLUE)}
        self.lines = {
            name: moving_line(ax, style, color=colour, lw=1.8) for name, (style, colour) in looks.items()
        }
        for place, (name, (style, colour)) in zip((0.2, 0.1), looks.items(), strict=True):
            ax.plot([0.05, 0.14], [place, place], style, color=colour, transform=ax.transAxes)
            ax.text(0.17, place, name, va="center", transform=ax.transAxes)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [*self.lines.values(), self.here]

    def show(self, run):
        """Move everything to a secant."""
        for name, line in self.lines.items():
            line.set_data(STEPS, np.maximum(run.errors[name], LEAST))
        self.here.set_data([run.h], [max(run.error, LEAST)])


LEAST = 2e-14  # the error panel ends here; no error at all is drawn at its edge


class StoppingPicture:
    """The loss of one walk with the points where each rule stops it, and the curve with where that is."""

    def __init__(self, f, cap):
        self.figure = new_figure(9, 4.5)
        loss, curve = self.figure.subplots(1, 2, width_ratios=[1.3, 1])
        self.loss, self.curve = LossPanel(loss, f, cap), CurvePanel(curve, f)
        loss.set_title("loss above the lowest, and where each rule stops")
        marks = {"step": ("P", BLUE), "slope": ("^", GREEN), "loss change": ("v", PURPLE), "cap": ("X", INK)}
        sizes = dict(zip(marks, (18, 15, 11, 14), strict=True))  # where they fall together, all can be seen
        self.marks = {name: moving_line(loss, mark, color=c, ms=sizes[name]) for name, (mark, c) in marks.items()}
        for place, (name, (mark, colour)) in zip((0.27, 0.2, 0.13, 0.06), marks.items(), strict=True):
            loss.plot([0.05], [place], mark, color=colour, ms=10, mec="white", transform=loss.transAxes)
            loss.text(0.09, place, name, va="center", transform=loss.transAxes)
        self.artists = [*self.loss.artists, *self.marks.values(), *self.curve.artists]
        settle(self.figure)
        self.description = (
            f"Left: the loss of a walk on {heading(f)} at each step, on a logarithmic axis; a cross where the "
            "step rule stops it, a triangle upwards for the slope rule, a triangle downwards for the loss-change "
            "rule, and an x for the cap. Right: the curve and the walk, as far as the chosen rule lets it go."
        )

    def show(self, stops):
        """Move everything to a walk and its stops."""
        self.loss.show(stops.run, stops.run.nit)
        self.loss.here.set_data([], [])
        heights = self.loss.heights(stops.run)
        for name, mark in self.marks.items():
            step = stops.steps[name]
            at = [] if step is None else [step]
            mark.set_data(at, heights[at])
        self.curve.show(stops.run, stops.step)
