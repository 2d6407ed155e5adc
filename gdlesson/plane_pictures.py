"""Pictures of functions of two variables: contours, and paths on them, on Axes that the caller gives."""

import numpy as np

from gdlesson.drawing import BLUE, GREY, INK, VERMILION, PathLines, moving_line
from gdlesson.functions import as_function

LEVELS = 14  # how many contours are drawn
SHADES = ["#FFFFFF", "#E9EDF2"]  # between contours, by turns


class ContourPanel:
    """Contours of f and a path on them: the start ■, the steps ●, a star every tenth of the run, and here ◆."""

    def __init__(self, ax, f, colour=VERMILION):
        self.ax, self.f = ax, as_function(f)
        draw_contours(ax, self.f)
        self.path = PathLines(ax, colour)
        self.start = moving_line(ax, "s", color=BLUE, ms=9)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [*self.path.artists, self.start, self.here]

    def show(self, run, step):
        """Move the path to the first `step` steps of a run."""
        xs, ys = run.path.T
        self.path.show(xs, ys, step)
        self.start.set_data(xs[:1], ys[:1])
        self.here.set_data(xs[step : step + 1], ys[step : step + 1])


def draw_contours(ax, f, points=161):
    """Draw the contours of f in its view, a cross at each known minimum, and let the view stay so."""
    (left, right), (bottom, top) = f.view
    xs, ys = np.linspace(left, right, points), np.linspace(bottom, top, points)
    losses = f.on(np.stack(np.meshgrid(xs, ys)))
    levels = contour_levels(losses)
    ax.contourf(xs, ys, losses, levels=[-np.inf, *levels, np.inf], colors=SHADES * LEVELS)
    ax.contour(xs, ys, losses, levels=levels, colors=GREY, linewidths=0.7, linestyles="solid")
    for x, y in f.known_minima or []:
        ax.plot([x], [y], "+", color=INK, ms=12, mew=2)
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel="x", ylabel="y", aspect="equal")
    ax.set_title(f.name, parse_math=False)


def contour_levels(losses):
    """Return the losses at which contours are drawn: so that the rings between them grow evenly in area.

    Raises
    ------
    ValueError
        There is nothing to draw.
    """
    losses = losses[np.isfinite(losses)]
    if not losses.size:
        raise ValueError("the function has no value to draw in its view")
    levels = np.unique(np.quantile(losses, np.linspace(0, 1, LEVELS + 2)[1:-1] ** 2))
    return levels if np.ptp(losses) else levels + 1.0
