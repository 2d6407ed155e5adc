"""The picture of a decision: the probability of yes over the input, and what each example costs on −log q."""

from textwrap import fill

import numpy as np

from gdlesson.live.drawing import light_grid, moving_line, moving_text, new_figure, settle
from gdlesson.live.field import NO, POINTS, YES, Shades, around, probability, range_of, short_ticks
from gdlesson.live.palette import GRAY, INK, VERMILION
from gdlesson.live.style import our_style
from gdlesson.words import number

BELOW, ABOVE = -0.09, 1.09  # the ends of the axis of probabilities
MOST = 7.0  # of the axis of costs: what costs more is drawn at its edge
APART = 0.45  # the worst example has a name if it costs so much more than the mean
SIGNS = {1: ("o", YES), 0: ("s", NO)}  # discs for yes, squares for no


class AnswerPanel:
    """Examples at 1 for yes and at 0 for no, the curve of p, its shading, and how far each example is from it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    x, y : arrays of shape (n,)
        The examples.
    xlabel : str or None
        What the input is.
    """

    def __init__(self, ax, x, y, xlabel):
        self.xs = range_of(x)
        ax.set(xlim=self.xs[[0, -1]], ylim=(BELOW, ABOVE), yticks=[0, 0.5, 1])
        ax.set_title("● yes, ■ no, ✕ wrong; the curve is p, the chance of yes", fontsize=10.5)
        ax.set_xlabel(fill(xlabel or "x", 45), parse_math=False)
        light_grid(ax)
        short_ticks(ax, self.xs, np.zeros(2))
        self.shades = Shades(ax, (*around(self.xs), BELOW, ABOVE))
        self.stems = moving_line(ax, "-", color=GRAY, lw=1.1)
        self.worst = moving_line(ax, "-", color=VERMILION, lw=3)
        self.border = moving_line(ax, "--", color=INK, lw=1.2)
        self.curve = moving_line(ax, "-", color=INK, lw=2.4)
        self.points = signs_on(ax, 9)
        for label, line in self.points.items():
            line.set_data(x[y == label], y[y == label])
        self.wrong = moving_line(ax, "X", color=INK, ms=7)
        lines = [self.stems, self.worst, self.border, self.curve, *self.points.values(), self.wrong]
        self.artists = [self.shades.image, *lines]

    def show(self, run):
        """Show a decision."""
        p = probability(run.logits(self.xs))
        self.shades.show(np.tile(p, (2, 1)))
        fine = np.linspace(*self.xs[[0, -1]], 4 * POINTS)
        self.curve.set_data(fine, probability(run.logits(fine)))
        self.border.set_data(*crossing(run, self.xs))
        self.stems.set_data(*stems(run.x, run.y, run.p))
        k = run.worst
        self.worst.set_data([run.x[k]] * 2, [run.y[k], run.p[k]])
        self.wrong.set_data(run.x[~run.right], run.y[~run.right])


def signs_on(ax, size):
    """Return the markers of examples on Axes as moving lines, by their answer."""
    return {answer: moving_line(ax, marker, color=color, ms=size) for answer, (marker, color) in SIGNS.items()}


def crossing(run, xs):
    """Return the upright line where the answer changes, as two rows, without points if it is out of view."""
    with np.errstate(all="ignore"):
        place = np.divide(-run.bias, run.weight)
    seen = np.isfinite(place) and xs[0] <= place <= xs[-1]
    return ([place, place], [BELOW, ABOVE]) if seen else ([], [])


def stems(x, begin, end):
    """Return upright lines at x from begin to end, arrays of shape (n,), as a line with nan after each."""
    gap = np.full(len(x), np.nan)
    return np.column_stack([x, x, gap]).ravel(), np.column_stack([begin + 0 * x, end, gap]).ravel()


class CostPanel:
    """The curve of −log q with a sign for each example, and the mean of all: the cross-entropy.

    q is the probability that was given to the true answer.
    """

    def __init__(self, ax):
        ax.set(xlim=(-0.03, 1.03), ylim=(-0.15, MOST), xticks=[0, 0.5, 1])
        ax.set(xlabel="q, the probability given to the true answer")
        ax.set_title("what each example costs: −log q", fontsize=10.5)
        light_grid(ax)
        chances = np.concatenate([np.geomspace(np.exp(-MOST), 0.05, 60), np.linspace(0.06, 1, 60)])
        ax.plot(chances, -np.log(chances), "-", color=GRAY, lw=2.2)
        ax.axvline(0.5, color=GRAY, lw=0.8, ls=":")
        for x, side, word in ((0.48, "right", "wrong"), (0.52, "left", "right")):
            ax.text(x, 0.94 * MOST, word, ha=side, va="center", color="#444444", fontsize=10)
        self.bars = moving_line(ax, "-", color=GRAY, lw=1.1)
        self.worst = moving_line(ax, "-", color=VERMILION, lw=3)
        self.mean = moving_line(ax, "--", color=INK, lw=1.5)
        self.points = signs_on(ax, 8)
        self.words = moving_text(ax, 1.02, 0, ha="right", fontsize=10)
        self.name = moving_text(ax, 0, 0, ha="left", fontsize=10)
        lines = [self.bars, self.worst, self.mean, *self.points.values()]
        self.artists = [*lines, self.words, self.name]

    def show(self, run):
        """Show a decision."""
        costs, k = np.minimum(run.losses, MOST - 0.1), run.worst
        for label, line in self.points.items():
            line.set_data(run.given[run.y == label], costs[run.y == label])
        self.bars.set_data(*stems(run.given, 0.0, costs))
        self.worst.set_data([run.given[k]] * 2, [0, costs[k]])
        mean = min(run.loss, MOST - 0.1)
        self.mean.set_data([-0.03, 1.03], [mean, mean])
        self.words.set_text(f"mean {number(run.loss, 3)}{' ↑' if run.loss > mean else ''}")
        self.words.set_position((1.02, mean + 0.27 if mean < MOST - 0.6 else mean - 0.27))
        apart = run.losses[k] > run.loss + APART
        beyond = " ↑" if run.losses[k] > costs[k] else ""
        self.name.set(text=f"worst: {number(run.losses[k], 3)}{beyond}", visible=bool(apart))
        place = min(max(costs[k], mean + 0.3), MOST - 0.25)  # the dashed line does not run through the words
        self.name.set_position((run.given[k] + 0.035, place if place > mean + 0.2 else mean - 0.3))


class ProbabilityPicture:
    """The curve of a probability with the examples, and what each of them costs."""

    @our_style()
    def __init__(self, x, y, xlabel=None):
        self.figure = new_figure(9, 3.9)
        grid = self.figure.add_gridspec(1, 2, width_ratios=[1.25, 1])
        left, right = (self.figure.add_subplot(grid[0, column]) for column in (0, 1))
        self.panels = [AnswerPanel(left, x, y, xlabel), CostPanel(right)]
        self.artists = [artist for panel in self.panels for artist in panel.artists]
        settle(self.figure)
        self.description = (
            "Left: the probability of yes over the input, as a curve from 0 to 1 and as shading, blue for yes and "
            "orange for no, with a dashed line where it is one half; discs at the top are examples whose answer "
            "is yes, squares at the bottom those whose answer is no, crosses mark mistakes, and an upright line "
            "joins each example to the curve. Right: the curve of −log q, which falls to 0; each example stands "
            "on it where its true answer was given the probability q, a dashed line is the mean, and a thick line "
            "in both pictures marks the worst example."
        )

    def show(self, run):
        """Show a decision."""
        for panel in self.panels:
            panel.show(run)
