"""The picture of an outcome map: a map of colors and patterns, and beside it the path of one run."""

import numpy as np

from gdlesson.calculus import minima
from gdlesson.explorers.descent.picture import CurvePanel
from gdlesson.explorers.outcome_map.run import OVERSHOOTING
from gdlesson.live.drawing import MovingPicture, drawable, heading, moving_line, new_figure, settle
from gdlesson.live.keys import draw_key
from gdlesson.live.palette import INK
from gdlesson.live.style import our_style
from gdlesson.live.tiles import TILES, entries, tiled


class MapPanel:
    """The outcome for each learning rate and each start, as a map, with a diamond at the current run.

    Each regime has a color and a pattern. The shade tells neighboring minima apart: it is darker for every other
    one.
    """

    def __init__(self, ax, outcomes):
        rates, starts = outcomes.learning_rates, outcomes.starts
        ax.set(xscale="log", xlim=rates[[0, -1]], ylim=starts[[0, -1]], xlabel="learning rate", ylabel="start")
        ax.set_title("what becomes of it (click or drag)")
        ax.imshow(map_image(outcomes), extent=(0, 1, 0, 1), origin="lower", transform=ax.transAxes, aspect="auto")
        ax.set(xlim=rates[[0, -1]], ylim=starts[[0, -1]])
        ax.yaxis.set_major_formatter("{x:g}")
        ax.yaxis.set_label_coords(-0.09, 0.5)  # the same place whatever the tick labels
        self.cross = moving_line(ax, "--", color=INK, lw=0.8)
        self.here = moving_line(ax, "D", color=INK, ms=11)
        self.ends = rates[[0, -1]], starts[[0, -1]]
        self.artists = [self.cross, self.here]

    def show(self, run):
        """Move the diamond to a run; if it is outside the map, to the edge."""
        (left, right), (low, high) = self.ends
        rate, start = min(max(run.learning_rate, left), right), min(max(float(run.path[0]), low), high)
        self.cross.set_data([left, right, np.nan, rate, rate], [start, start, np.nan, low, high])
        self.here.set_data([rate], [start])


def map_image(outcomes, pixels=2):
    """Return a map as an image with `pixels` × `pixels` per cell, RGB colors of shape (m·pixels, n·pixels, 3)."""
    shades = np.kron(1 - 0.16 * other_valley(outcomes), np.ones((pixels, pixels)))
    return tiled(outcomes.regimes, TILES, pixels) * shades[:, :, None]


def other_valley(outcomes):
    """Return which runs arrived at the second, fourth, ... minimum from the left, as an array of bool (m, n)."""
    known = np.array(minima(outcomes.function))
    arrived = ~outcomes.capped & (outcomes.regimes <= OVERSHOOTING)
    if len(known) < 2:
        return np.zeros_like(arrived)
    nearest = np.abs(outcomes.ends[:, :, None] - known).argmin(axis=2)
    return arrived & (nearest % 2 == 1)


class MapPicture(MovingPicture):
    """The outcome map with the point of the current run, and beside it the path of that run.

    Parameters
    ----------
    f : Function
        The first function.
    outcomes : callable
        Takes a function and returns its `OutcomeMap`.
    """

    @our_style()
    def __init__(self, f, outcomes):
        self.outcomes, self.artists = outcomes, []
        self.figure = new_figure(9, 4.9)
        self.figure.get_layout_engine().set(rect=(0.015, 0, 0.985, 1))  # leave room for longer tick labels
        grid = self.figure.add_gridspec(2, 2, height_ratios=[1, 0.045])
        self.curve, self.map = (self.figure.add_subplot(part) for part in (grid[0, 0], grid[0, 1]))
        draw_key(self.figure, grid[1, :], entries())
        self.reframe(f)
        settle(self.figure)

    def frame(self, f):
        """Draw the curve of a function, and its map."""
        outcomes = self.outcomes(f)
        drawable(f, np.linspace(*f.view, 601))  # if it can't be drawn, the picture does not change
        self.curve.clear()
        self.map.clear()
        self.panels = [CurvePanel(self.curve, f), MapPanel(self.map, outcomes)]
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        self.description = (
            f"Left: the curve of {heading(f)} with the path of one descent. Right: a map of what becomes of each "
            "learning rate (across) and each start (upward), told by color and pattern; the diamond is the "
            "descent on the left. Clicking on the map, or dragging, chooses another, as the sliders do."
        )

    def show(self, run):
        """Show a run; return its function if it is a new one."""
        redrawn = self.reframe(run.function)
        self.panels[0].show(run, run.nit)
        self.panels[1].show(run)
        return redrawn
