"""The picture of a forward and a backward pass: a small network, its weights, and the slopes that flow back."""

import numpy as np

from gdlesson.explorers.backward.run import EVEN, rounded
from gdlesson.live.drawing import MovingPicture, moving_line, moving_text, new_figure, settle
from gdlesson.live.palette import BLUE, GRAY, INK, PURPLE, VERMILION
from gdlesson.live.style import our_style

WIDE, HIGH, RADIUS = 100, 60, 5.6
X, HIDDEN, OUTPUT, LOSS = (8, 42, 71, 93)  # where the columns stand
UPPER, LOWER, MIDDLE = 45, 14, 29.5
PLACES = [(X, UPPER), (X, LOWER), (HIDDEN, UPPER), (HIDDEN, LOWER), (OUTPUT, MIDDLE)]
BESIDE = [(HIDDEN + 5, UPPER + 8.2), (HIDDEN - 7, LOWER - 8.6), (OUTPUT - 3, MIDDLE - 8.6)]  # where slopes stand
TITLES = ["x₁", "x₂", "h₁", "h₂", "p"]
ENDS = [(0, 2), (0, 3), (1, 2), (1, 3), (2, 4), (3, 4)]  # from which place to which, for each weight
ALONG = [(0.5, 0.5), (0.3, 0.17), (0.3, 0.7), (0.5, 0.5), (0.35, 0.6), (0.45, 0.45)]  # where its two numbers stand
SHOWN_AT = [6, 6, 6, 6, 4, 4]  # the stage from which on a weight's slope is known
SIGNS = {True: ("-", BLUE), False: ("--", VERMILION)}  # of slopes: above 0, and below
THINNEST, WIDEST = 0.8, 7.0
KEY = "plain: weights, ◆ the one you change\nbold: slopes of the loss, solid blue above 0, dashed orange below"


def short(slope):
    """Return a slope in two digits, and one that changes next to nothing as "≈ 0"."""
    return "≈ 0" if 1e-12 < abs(slope) < EVEN else rounded(slope, 2)


class Weight:
    """One weight: a gray line with its value, and, once it is known, its slope as a colored line beside it."""

    def __init__(self, ax, begin, end, along_it):
        (x0, y0), (x1, y1) = begin, end
        along = np.array([x1 - x0, y1 - y0]) / np.hypot(x1 - x0, y1 - y0)
        start, stop = np.array(begin) + (RADIUS + 0.6) * along, np.array(end) - (RADIUS + 0.6) * along
        across = np.array([-along[1], along[0]])
        ax.plot(*np.transpose([start, stop]), "-", color=GRAY, lw=1.2)
        self.slopes = {}
        for sign, (style, color) in SIGNS.items():
            self.slopes[sign] = moving_line(ax, style, color=color, alpha=0.75)
            self.slopes[sign].set_data(*np.transpose([start - 1.2 * across, stop - 1.2 * across]))
        # Above a line that falls, numbers stand to its right, below it to its left; beside one that rises, the
        # other way around: so a long number is no nearer to its line than a short one.
        sides = {0: ("center", "center"), -1: ("left", "right"), 1: ("right", "left")}[int(np.sign(y1 - y0))]
        (above, below), (value_at, slope_at) = sides, (start + np.outer(along_it, stop - start))
        self.value = moving_text(ax, *(value_at + 2.4 * across), fontsize=9.5, ha=above)
        self.slope = moving_text(ax, *(slope_at - 4.2 * across), fontsize=9.5, ha=below, fontweight="bold")
        self.chosen = moving_line(ax, "D", color=PURPLE, ms=7)
        self.at = start + 0.5 * (stop - start)
        self.artists = [*self.slopes.values(), self.value, self.slope, self.chosen]

    def show(self, value, slope, known, chosen, largest):
        """Show the weight, its slope if it is known, drawn as wide as it is large, and whether it is chosen."""
        self.value.set_text(rounded(value))
        self.slope.set_text(short(slope) if known else "")
        for sign, line in self.slopes.items():
            line.set_visible(known and abs(slope) > 1e-12 and (slope > 0) == sign)
            line.set_linewidth(THINNEST + (WIDEST - THINNEST) * abs(slope) / largest)
        self.chosen.set_data(*([place] for place in self.at) if chosen else ([], []))


class BackwardPicture(MovingPicture):
    """A network of two inputs, two hidden units and one output; values appear forward, slopes backward."""

    @our_style()
    def __init__(self):
        self.figure = new_figure(5.6, 3.9)
        self.ax = self.figure.add_subplot()
        self.artists = []
        self.reframe("network")
        settle(self.figure)

    def frame(self, subject):
        """Draw the still part: the circles and their names."""
        ax = self.ax
        ax.set(xlim=(0, WIDE + 4), ylim=(-1, HIGH), aspect="equal")
        ax.axis("off")
        ax.set_title(KEY, fontsize=9.5)
        ax.plot([OUTPUT + RADIUS + 0.6, LOSS - RADIUS - 0.6], [MIDDLE, MIDDLE], "-", color=GRAY, lw=1.2)
        for x, y in [*PLACES, (LOSS, MIDDLE)]:
            ax.plot(x, y, "o", ms=2 * RADIUS * 3.6, mfc="none", mec=INK, mew=1.3)
        for (x, y), title in zip([*PLACES, (LOSS, MIDDLE)], [*TITLES, "loss"], strict=True):
            ax.text(x, y + RADIUS + 2.6, title, ha="center", va="center", fontsize=11)
        self.weights = [
            Weight(ax, PLACES[begin], PLACES[end], along) for (begin, end), along in zip(ENDS, ALONG, strict=True)
        ]
        self.values = [moving_text(ax, x, y, ha="center", fontsize=9.5) for x, y in [*PLACES, (LOSS, MIDDLE)]]
        self.deltas = [moving_text(ax, x, y, ha="left", fontsize=9.5, fontweight="bold") for x, y in BESIDE]
        weights = [artist for weight in self.weights for artist in weight.artists]
        self.artists[:] = [*weights, *self.values, *self.deltas]
        self.description = (
            "A network drawn from left to right: the inputs x₁ and x₂, the hidden units h₁ and h₂, the output p, "
            "and the loss. Each of the six weights is a gray line with its value; a diamond marks the one that is "
            "changed. The forward pass writes a number into each circle; then the slopes flow back: each stands "
            "beside its line, which is the wider, the larger it is, solid blue above 0 and dashed orange below."
        )

    def show(self, run):
        """Show as much of the passes as the run has made."""
        redrawn = self.reframe("network")
        known = [0, 0, 1, 1, 2, 2]
        values = [*run.x, *run.hidden, run.p, run.loss]
        for text, value, stage in zip(self.values, values, known, strict=True):
            text.set_text(rounded(value) if run.stage >= stage else "")
        slopes = run.slopes
        largest = max(np.abs(slopes).max(), 1e-9)
        for k, weight in enumerate(self.weights):
            weight.show(run.weights[k], slopes[k], run.stage >= SHOWN_AT[k], k == run.chosen, largest)
        for text, delta, stage in zip(self.deltas, [*run.deltas, run.delta], (5, 5, 3), strict=True):
            text.set_text(f"slope {short(delta)}" if run.stage >= stage else "")
        return redrawn
