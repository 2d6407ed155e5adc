"""The picture of an outcome map: a cloth of colours and patterns, and beside it the path of one point of it."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from gdlesson.explorers.descent.picture import CurvePanel
from gdlesson.functions import minima
from gdlesson.live.drawing import GREY, INK, drawable, heading, moving_line, new_figure, settle


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


# for each colour of the map: the word below it, the colour, and which pixels of it are darker
TILES = {
    "slow": ("#E4E4E4", lambda i, j: (i % 6 == 0) & (j % 6 < 3)),
    "comes down": ("#9CCBEB", lambda i, j: np.zeros_like(i + j, dtype=bool)),
    "overshoots": ("#F5DE9B", lambda i, j: (i % 6 < 2) & (j % 6 < 2)),
    "bounces": ("#CBA6CC", lambda i, j: (i % 6 == 0) | (j % 6 == 0)),
    "diverges": ("#EDAF85", lambda i, j: (i + j) % 7 < 2),
    "does not move": ("#FFFFFF", lambda i, j: i % 5 == 0),
    "no value": ("#666666", lambda i, j: np.zeros_like(i + j, dtype=bool)),
}


def categories(outcomes):
    """Return for each cell of a map the number of its tile in `TILES`."""
    numbers = np.array([1, 2, 3, 4, 5, 6])[outcomes.regimes]
    return np.where(outcomes.slow, 0, numbers)


def tapestry(outcomes, pixels=2):
    """Return the picture of a map, so many pixels for each side of a cell, as an array of colours."""
    shades = np.kron(1 - 0.16 * other_valley(outcomes), np.ones((pixels, pixels)))
    return woven(categories(outcomes), TILES, pixels) * shades[:, :, None]


def woven(cells, tiles, pixels):
    """Return the picture of a table of numbers of tiles, so many pixels for each side of a cell."""
    cells = np.repeat(np.repeat(cells, pixels, axis=0), pixels, axis=1)
    picture = np.stack([tile(look, cells.shape) for look in tiles.values()])
    return np.take_along_axis(picture, cells[None, :, :, None], axis=0)[0]


def tile(look, shape):
    """Return a piece of cloth of one kind, a colour and a pattern, as an array of colours of shape (*shape, 3)."""
    colour, pattern = look
    dark = pattern(*np.ogrid[: shape[0], : shape[1]])
    return np.array(to_rgb(colour)) * np.where(np.broadcast_to(dark, shape), 0.72, 1.0)[:, :, None]


def other_valley(outcomes):
    """Tell which runs arrived in the second, fourth, ... minimum of the view, counted from the left."""
    known = np.array(minima(outcomes.function))
    arrived = ~outcomes.capped & (outcomes.regimes <= 1)
    if len(known) < 2:
        return np.zeros_like(arrived)
    nearest = np.abs(outcomes.ends[:, :, None] - known).argmin(axis=2)
    return arrived & (nearest % 2 == 1)


def draw_key(ax, tiles=TILES):
    """Draw a piece of each kind of cloth with its word, in a row."""
    ax.axis("off")
    place = 0
    for name, look in tiles.items():
        ax.imshow(tile(look, (16, 28)), extent=(place, place + 3, 0, 1), aspect="auto", origin="lower")
        ax.add_patch(Rectangle((place, 0), 3, 1, fill=False, edgecolor=GREY, lw=0.6))
        ax.text(place + 3.5, 0.45, name, va="center", fontsize=8.5)
        place += 6 + 0.82 * len(name)
    ax.set(xlim=(0, place), ylim=(0, 1))


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
