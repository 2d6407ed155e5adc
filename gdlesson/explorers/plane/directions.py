"""What stands beside the contours, on a logarithmic axis: distances, or the size of the gradient."""

import numpy as np

from gdlesson.explorers.plane.run import distances_along, is_round, main_directions, nearest_minimum, over_view
from gdlesson.live.drawing import light_grid, moving_line
from gdlesson.live.ends import sinks
from gdlesson.live.labels import EndLabels
from gdlesson.live.palette import GREEN, INK, PURPLE

DIRECTIONS = [("across", "-", "^", GREEN), ("along", "--", "s", PURPLE)]
ROOM = 4  # so many times below the lowest height that is drawn an axis begins: so markers there are whole


def logarithmic(ax, title, low, high):
    """Give Axes a logarithmic vertical axis, with heights from low to high, whose limits stay, and a title."""
    ax.set(yscale="log", ylim=(low / ROOM, high), title=title)
    light_grid(ax)


class StepLine:
    """A line against the step, with a marker at every eighth of the run, and an arrow where it leaves the Axes."""

    def __init__(self, ax, style, marker, color):
        bottom, self.high = ax.get_ylim()
        self.low = ROOM * bottom
        self.line = moving_line(ax, style, color=color, lw=1.8)
        self.marks = moving_line(ax, marker, color=color, ms=8)
        self.arrow = moving_line(ax, "^", color=INK, ms=11)
        self.sunk = moving_line(ax, "v", color=INK, ms=9)
        self.artists = [self.line, self.marks, self.arrow, self.sunk]

    def show(self, heights, eighth):
        """Move the line to heights, shape (steps + 1,).

        Where it stays lower than the Axes show, it ends; a lower height that it comes back from is drawn at the
        lowest. `eighth` is the number of steps between two markers.
        """
        last = sinks(heights, self.low)
        steps, outside = np.arange(len(heights)), heights > self.high
        hidden = outside | (steps > last)
        leaves = outside & ~np.append(False, outside[:-1])
        heights = np.clip(heights, self.low, self.high)
        self.line.set_data(steps, np.where(hidden & ~leaves, np.nan, heights))
        self.marks.set_data(steps[::eighth], np.where(hidden, np.nan, heights)[::eighth])
        self.arrow.set_data(steps[leaves], heights[leaves])
        self.sunk.set_data(steps[last : last + 1], heights[last : last + 1])

    def end(self):
        """Return the last point of the line that can be drawn, or nan."""
        points = self.line.get_xydata()
        drawn = points[np.isfinite(points).all(axis=1)]
        return drawn[-1] if len(drawn) else np.full(2, np.nan)


class DirectionsPanel:
    """The distance at each step, across the valley (solid, ▲) and along it (dashed, ■), named at the lines' ends.

    In a round bowl all directions are the same: there is one line, the distance to the minimum.
    """

    words = (
        "at each step the distance to the minimum across the valley (full line, triangles) and along it (dashes, "
        "squares), or in a round bowl one line for every direction, on a logarithmic axis, below which an arrow "
        "points where a line ends"
    )

    def __init__(self, ax, f):
        reach = np.hypot(*np.ptp(f.view, axis=1))
        logarithmic(ax, "distance in each direction", 1e-8 * reach, 3 * reach)
        self.lines = [StepLine(ax, *looks) for _, *looks in DIRECTIONS]
        self.names = EndLabels(ax, [name for name, *_ in DIRECTIONS])
        self.artists = [artist for part in (*self.lines, self.names) for artist in part.artists]

    def show(self, run, step):
        """Show the distances of the first `step` steps of a run."""
        (name, *_), *_ = DIRECTIONS
        distances, goal = distances_along(run), nearest_minimum(run)
        if is_round(*main_directions(run.function, goal)[0]):
            name = "every direction"
            distances = np.linalg.norm(run.path - goal, axis=1), np.full(len(run.path), np.nan)
        self.names.artists[0].set_text(name)
        for line, heights in zip(self.lines, distances, strict=True):
            line.show(heights[: step + 1], max(1, run.nit // 8))
        self.names.show([line.end() for line in self.lines])


class SlopePanel:
    """The length of the gradient at each step, shown if no minimum is known."""

    words = "at each step the length of the gradient, which is 0 at a minimum, on a logarithmic axis"

    def __init__(self, ax, f):
        steepest = np.max(lengths(f, over_view(f, 21)), initial=0.0) or 1.0
        logarithmic(ax, "length of the gradient", 1e-8 * steepest, 10 * steepest)
        self.line = StepLine(ax, "-", "^", GREEN)
        self.artists = self.line.artists

    def show(self, run, step):
        """Show the lengths for the first `step` steps of a run."""
        self.line.show(lengths(run.function, run.path[: step + 1].T), max(1, run.nit // 8))


def lengths(f, points):
    """Return the lengths of the gradient of f at points of shape (2, ...), with 0 where it is not finite."""
    with np.errstate(all="ignore"):
        sizes = np.hypot(*f.slopes(points))
    return np.where(np.isfinite(sizes), sizes, 0.0)
