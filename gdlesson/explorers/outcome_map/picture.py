"""The picture of an outcome map: a cloth of colours and patterns, and beside it the path of one point of it."""

import numpy as np

from gdlesson.calculus import minima
from gdlesson.explorers.descent.picture import CurvePanel
from gdlesson.explorers.outcome_map.run import OVERSHOOTING
from gdlesson.live.drawing import INK, drawable, heading, moving_line, new_figure, settle
from gdlesson.live.tiles import TILES, draw_key, woven


class MapPanel:
    """What becomes of each learning rate and each start, as a map; a diamond at the one that is looked at.

    Each regime has a colour and a pattern. Where runs from one valley to the next end in another minimum, the
    colour is now darker, now lighter.
    """

    def __init__(self, ax, outcomes):
        rates, starts = outcomes.learning_rates, outcomes.starts
        ax.set(xscale="log", xlim=rates[[0, -1]], ylim=starts[[0, -1]], xlabel="learning rate", ylabel="start")
        ax.set_title("what becomes of it (click or drag)")
        ax.imshow(tapestry(outcomes), extent=(0, 1, 0, 1), origin="lower", transform=ax.transAxes, aspect="auto")
        ax.set(xlim=rates[[0, -1]], ylim=starts[[0, -1]])
        ax.yaxis.set_major_formatter("{x:g}")
        ax.yaxis.set_label_coords(-0.09, 0.5)  # where it stays, whatever the numbers beside it
        self.cross = moving_line(ax, "--", color=INK, lw=0.8)
        self.here = moving_line(ax, "D", color=INK, ms=11)
        self.ends = rates[[0, -1]], starts[[0, -1]]
        self.artists = [self.cross, self.here]

    def show(self, run):
        """Move the diamond to a run; one that lies beyond the map is shown at its edge."""
        (left, right), (low, high) = self.ends
        rate, start = min(max(run.learning_rate, left), right), min(max(float(run.path[0]), low), high)
        self.cross.set_data([left, right, np.nan, rate, rate], [start, start, np.nan, low, high])
        self.here.set_data([rate], [start])


def tapestry(outcomes, pixels=2):
    """Return the picture of a map, so many pixels for each side of a cell, as an array of colours."""
    shades = np.kron(1 - 0.16 * other_valley(outcomes), np.ones((pixels, pixels)))
    return woven(outcomes.regimes, TILES, pixels) * shades[:, :, None]


def other_valley(outcomes):
    """Tell which runs arrived in the second, fourth, ... minimum of the view, counted from the left."""
    known = np.array(minima(outcomes.function))
    arrived = ~outcomes.capped & (outcomes.regimes <= OVERSHOOTING)
    if len(known) < 2:
        return np.zeros_like(arrived)
    nearest = np.abs(outcomes.ends[:, :, None] - known).argmin(axis=2)
    return arrived & (nearest % 2 == 1)


class MapPicture:
    """The outcome map with the point that is looked at, and the path of that point beside it.

    Parameters
    ----------
    f : Function
        The first function.
    outcomes : callable
        Takes a function and returns its `OutcomeMap`.
    """

    def __init__(self, f, outcomes):
        self.outcomes, self.artists = outcomes, []
        self.figure = new_figure(9, 4.9)
        self.figure.get_layout_engine().set(rect=(0.015, 0, 0.985, 1))  # room for longer numbers at the axes
        grid = self.figure.add_gridspec(2, 2, height_ratios=[1, 0.045])
        self.curve, self.map = (self.figure.add_subplot(part) for part in (grid[0, 0], grid[0, 1]))
        draw_key(self.figure.add_subplot(grid[1, :]))
        self.frame(f)
        settle(self.figure)

    def frame(self, f):
        """Draw what stays for a function: its curve, and its map."""
        outcomes = self.outcomes(f)
        drawable(f, np.linspace(*f.view, 601))  # what cannot be drawn leaves all as it was
        self.curve.clear()
        self.map.clear()
        self.panels = [CurvePanel(self.curve, f), MapPanel(self.map, outcomes)]
        self.f = f
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        self.description = (
            f"Left: the curve of {heading(f)} with the path of one descent. Right: a map of what becomes of each "
            "learning rate (across) and each start (upwards), told by colour and pattern; the diamond is the "
            "descent on the left. Clicking on the map, or dragging, chooses another, as the sliders do."
        )

    def show(self, run):
        """Move path and diamond to a run; return its function if with it all that stays is another one."""
        anew = run.function if run.function is not self.f else None
        if anew:
            self.frame(anew)
        self.panels[0].show(run, run.nit)
        self.panels[1].show(run)
        return anew
