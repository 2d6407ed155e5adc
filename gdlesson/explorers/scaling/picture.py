"""The picture of scaled inputs: the valley of the loss with a run in it, and the line among the data."""

import numpy as np

from gdlesson.explorers.scaling.run import STEPS, Scaled
from gdlesson.live.drawing import MovingPicture, PathLines, moving_line, new_figure, settle
from gdlesson.live.palette import BLUE, GRAY, INK, VERMILION
from gdlesson.live.style import our_style

RINGS = (
    0.15,
    0.35,
    0.6,
    0.9,
)  # the contours pass at these distances from the minimum, in the steep direction or more
VIEW = 1.25  # from the minimum to the edge, if the start is 1 away
TURN = np.linspace(0, 2 * np.pi, 121)
LONGEST = 1000  # a ring that is longer, in relation to its width, looks the same in view
PARTS = np.linspace(0, 1, 11)
DESCRIPTION = (
    "Left: the loss of a line over its slope and its intercept, as rings of equal height around the lowest "
    "place, a plus, seen so that the start, a blue square, is always equally far away; up to "
    f"{STEPS} steps of gradient descent at the best rate lead from the square to a ball. Right: the data as "
    "dots, the line of the ball's place in orange, and the best line, blue and dashed."
)


class ScalingPicture(MovingPicture):
    """Left the contours of the loss over slope and intercept, with the run; right the data with its line."""

    @our_style()
    def __init__(self, data, axes):
        self.data, self.names, self.artists = data, axes, []
        self.figure = new_figure(9.2, 3.9)
        self.valley, self.plot = self.figure.subplots(1, 2, width_ratios=[40, 48])
        self.reframe(next(iter(data)))
        settle(self.figure)
        self.subject = None

    def frame(self, subject):
        """Draw the still part: for one set of data."""
        for ax in (self.valley, self.plot):
            ax.clear()
        self.frame_valley(self.valley)
        self.frame_plot(self.plot, *self.data[subject], self.names.get(subject, ("x", "y")))
        points = self.start, self.lowest, self.ball
        self.artists[:] = [*self.rings, *self.path.artists, *points, self.best, self.line]
        self.description = DESCRIPTION

    def frame_valley(self, ax):
        """Draw the axes of slope and intercept, seen from the lowest place."""
        ax.set(xlim=(-VIEW, VIEW), ylim=(-VIEW, VIEW), aspect="equal", xticks=[], yticks=[])
        ax.set(xlabel="slope of the line", ylabel="intercept")
        ax.set_title("loss: each ring has one height, ✚ lowest", fontsize=10)
        self.rings = [moving_line(ax, "-", color=GRAY, lw=1.0) for _ in RINGS]
        self.path = PathLines(ax)
        self.start = moving_line(ax, "s", color=BLUE, ms=13)  # the ball lies on it at first
        self.ball = moving_line(ax, "o", color=VERMILION, ms=10)
        self.ball.set(markeredgecolor=INK, markeredgewidth=1.6)
        self.lowest = moving_line(ax, "P", color=INK, ms=9)

    def frame_plot(self, ax, x, y, names):
        """Draw the data."""
        ax.plot(x, y, "o", color=INK, ms=4.5)
        margin, (low, high) = 0.05 * np.ptp(x), reach(x, y)
        tall = high - low or 1.0
        ax.set(xlim=(x.min() - margin, x.max() + margin), ylim=(low - 0.06 * tall, high + 0.06 * tall))
        for set_label, words in zip((ax.set_xlabel, ax.set_ylabel), names, strict=True):
            set_label(words, parse_math=False)
        ax.set_title("the line so far, and the best one dashed", fontsize=10)
        self.line = moving_line(ax, "-", color=VERMILION, lw=2.2)
        self.best = moving_line(ax, "--", color=BLUE, lw=1.4)

    def show(self, run):
        """Show the valley of a run, and as much of the run as it says."""
        redrawn = self.reframe(run.name)
        unit = np.hypot(*run.best) or 1.0
        directions, longer = np.linalg.eigh(run.hessian)[1], min(np.sqrt(run.condition), LONGEST)
        for ring, away in zip(self.rings, RINGS, strict=True):
            ring.set_data(*directions @ (away * np.array([longer * np.cos(TURN), np.sin(TURN)])))
        places = (run.path - run.best) / unit
        self.path.show(*places.T, run.step)
        self.start.set_data(*([value] for value in places[0]))
        self.ball.set_data(*([value] for value in places[run.step]))
        self.lowest.set_data([0.0], [0.0])
        order = np.argsort(run.x)[[0, -1]]
        self.line.set_data(run.x[order], run.line[order])
        self.best.set_data(run.x[order], run.best_line[order])
        return redrawn


def reach(x, y):
    """Return the lowest and the highest value of the data, 0, and the lines of the runs, which overshoot."""
    ends, values = [x.argmin(), x.argmax()], [0.0, *y]
    for run in (Scaled(x, y, part, 0) for part in PARTS):
        for step in range(STEPS + 1):
            values.extend((run.best_line + run.off(step))[ends])
    return min(values), max(values)
