"""The picture of an outcome map: the curve with the path of one run, and below it, on the same axis, the map."""

from functools import partial

import numpy as np
from matplotlib.colors import to_rgb

from gdlesson.explorers.descent.picture import CurvePanel
from gdlesson.explorers.outcome_map.valleys import ends_in, middle, shades, valleys_of
from gdlesson.live.drawing import MovingPicture, drawable, heading, moving_line, new_figure, settle
from gdlesson.live.fading import fading
from gdlesson.live.keys import ROW, draw_key
from gdlesson.live.palette import GRAY, GREEN, INK, VERMILION
from gdlesson.live.style import our_style
from gdlesson.live.tiles import TILES, entries, tiled
from gdlesson.regimes import REGIMES

STRIP = 0.11  # the height of the strip of valleys below the curve, as a part of the panel's
LIMITS = {"1/L": (1, ":"), "2/L": (2, "--")}  # how many times 1/L, and its line
LABEL = {"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.8}
STEADY = np.array(to_rgb(REGIMES["steady"].color))


class StartPanel:
    """The curve with the path of a run; each of several valleys has a number, and the shade of the map."""

    def __init__(self, ax, f, valleys):
        self.curve = CurvePanel(ax, f)
        low, high = ax.get_ylim()
        ax.set(xlabel="", ylabel="loss", xticklabels=[])
        for valley in valleys:
            color = STEADY * valley.shade
            ax.plot(valley.minimum, f(valley.minimum), "o", ms=10, mfc=color, mec=GRAY, zorder=3)
        if len(valleys) > 1:
            ax.set_ylim(low - 1.3 * STRIP * (high - low), high)
            draw_strip(ax, valleys)
        self.foot = ax.get_ylim()[0] + (len(valleys) > 1) * STRIP * np.ptp(ax.get_ylim())
        self.drop = moving_line(ax, "--", color=INK, lw=0.8)
        self.artists = [self.drop, *self.curve.artists]

    def show(self, run, step):
        """Show the first `step` steps of a run, and where it starts on the map."""
        self.curve.show(run, step)
        self.drop.set_data(run.path[[0, 0]], [self.foot, run.losses[0]])  # not through the names on the strip


def draw_strip(ax, valleys):
    """Draw a strip below the curve, with a numbered piece for each valley."""
    for place, valley in enumerate(valleys, start=1):
        look = {"facecolor": STEADY * valley.shade, "edgecolor": "white", "lw": 1.5}
        ax.axvspan(valley.left, valley.right, 0, STRIP, **look)
        wide = (valley.right - valley.left) / np.ptp(ax.get_xlim())
        middle = (valley.left + valley.right) / 2, STRIP / 2
        name = f"valley {place}" if wide > 0.2 else str(place)
        look = {"ha": "center", "va": "center", "fontsize": 9.5, "bbox": LABEL | {"pad": 0.6}}
        ax.text(*middle, name, transform=ax.get_xaxis_transform(), **look)


class MapPanel:
    """The outcome for each start and each learning rate, as a map, with a diamond at the current run.

    Each regime has a color and a pattern. Runs that arrive in another valley have another shade.
    """

    def __init__(self, ax, outcomes, valleys):
        self.ends = outcomes.starts[[0, -1]], outcomes.learning_rates[[0, -1]]
        into = ends_in(outcomes)
        image = map_image(outcomes.regimes, into, [valley.shade for valley in valleys])
        ax.imshow(image, extent=(0, 1, 0, 1), origin="lower", transform=ax.transAxes, aspect="auto")
        ax.set(yscale="log", xlim=self.ends[0], ylim=self.ends[1], xlabel="start", ylabel="learning rate")
        ax.set_title("what becomes of each run (click or drag)")
        for valley in valleys:
            draw_limits(ax, valley)
        if len(valleys) > 1:
            label_valleys(ax, outcomes, into)
        self.lift = moving_line(ax, "--", color=INK, lw=0.8)
        self.path = fading(moving_line(ax, "o", color=VERMILION, ms=5))
        self.here = moving_line(ax, "D", color=INK, ms=10)
        self.artists = [self.lift, self.path, self.here]

    def show(self, run, step):
        """Move the diamond to a run; if it is outside the map, to the edge."""
        (left, right), (low, high) = self.ends
        start, rate = min(max(float(run.path[0]), left), right), min(max(run.learning_rate, low), high)
        points = run.path[: step + 1]
        points = points[(left <= points) & (points <= right)]
        self.lift.set_data([start, start], [rate, high])
        self.path.set_data(points, np.full(len(points), rate))
        self.here.set_data([start], [rate])


def map_image(regimes, into, shades, pixels=2):
    """Return a map as an image with `pixels` × `pixels` per cell, RGB colors; learning rates go upward.

    Parameters
    ----------
    regimes, into : arrays of int, shape (m, n)
        For each start and learning rate, the number of the regime, and of the valley, −1 for none.
    shades : list of float
        The shade of each valley.
    """
    light = np.array([*shades, 1.0])[into.T]  # the last one is that of −1
    return tiled(regimes.T, TILES, pixels) * np.kron(light, np.ones((pixels, pixels)))[:, :, None]


def draw_limits(ax, valley):
    """Draw 1/L and 2/L as lines across a valley."""
    wide = (valley.right - valley.left) / np.ptp(ax.get_xlim())
    for name, (times, line) in LIMITS.items():
        height = times / valley.bend
        if ax.get_ylim()[0] < height < ax.get_ylim()[1]:
            ax.plot([valley.left, valley.right], [height, height], line, color=INK, lw=1.6)
            if wide > 0.2:
                x = valley.right - 0.02 * np.ptp(ax.get_xlim())
                ax.text(x, height, name, ha="right", va="center", fontsize=9.5, bbox=LABEL)


def label_valleys(ax, outcomes, into):
    """Write the number of each valley into the largest area of runs that arrive there."""
    for place in range(into.max() + 1):
        found = middle(into == place)
        if found:
            x, y = outcomes.starts[found[0]], outcomes.learning_rates[found[1]]
            ax.text(x, y, str(place + 1), ha="center", va="center", fontsize=11, bbox=LABEL)


def signs(curve, outcomes):
    """Return the entries of the key for everything that the panels show."""

    def marker(ax, line):
        rim = {"mec": line.get_markeredgecolor(), "mew": line.get_markeredgewidth()}
        ax.plot([1.5], [0], line.get_marker(), color=line.get_color(), ms=min(line.get_markersize(), 9), **rim)

    def line(ax, style, color=INK):
        ax.plot([0, 3], [0, 0], style, color=color, lw=1.6)

    def minimum(ax):
        ax.plot([1.5], [0], "o", ms=9, mfc=STEADY, mec=GRAY)

    def samples(ax):
        for place, shade in enumerate(shades(3)):
            ax.axvspan(place, place + 1, facecolor=STEADY * shade, edgecolor="white")

    marks = {"start": curve.start, "after each step": outcomes.path, "a tenth of the run": curve.path.stars}
    marks = {**marks, "where it is": curve.here, "its place on the map": outcomes.here}
    *regimes, still, undefined = entries()  # the regimes from the top of most maps to the bottom
    valleys = [(samples, "shade: its valley"), (minimum, "minimum")]
    limits = [(partial(line, style=style), f"{name}, where it exists") for name, (_, style) in LIMITS.items()]
    steps = [(partial(marker, line=line), name) for name, line in marks.items()]
    tangent = partial(line, style="--", color=GREEN), "tangent"
    return [*regimes[::-1], still, undefined, *valleys, *limits, *steps, tangent]


class MapPicture(MovingPicture):
    """The path of the current run on the curve, and below it the outcome map with the point of that run.

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
        self.figure = new_figure(7.6, 4.6)
        self.figure.get_layout_engine().set(rect=(0.015, 0, 0.985, 1))  # leave room for longer tick labels
        grid = self.figure.add_gridspec(2, 2, width_ratios=[2.4, 1], height_ratios=[1, 1.45])
        self.curve, self.map = (self.figure.add_subplot(part) for part in (grid[0, 0], grid[1, 0]))
        self.reframe(f)
        self.figure.add_subplot(grid[:, 1], label=ROW).axis("off")
        key = signs(self.panels[0].curve, self.panels[1])
        draw_key(self.figure, grid[:, 1], key, in_a_row=1, across=0)
        settle(self.figure)

    def frame(self, f):
        """Draw the curve of a function, and its map."""
        outcomes, valleys = self.outcomes(f), valleys_of(f)
        drawable(f, np.linspace(*f.view, 601))  # if it can't be drawn, the picture does not change
        self.curve.clear()
        self.map.clear()
        self.panels = [StartPanel(self.curve, f, valleys), MapPanel(self.map, outcomes, valleys)]
        for ax in (self.curve, self.map):
            ax.yaxis.set_label_coords(-0.095, 0.5)  # the same place whatever the tick labels
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        for artist in self.artists:
            artist.set_zorder(4)  # above minima and labels
        self.description = (
            f"Top: the curve of {heading(f)} with the path of one descent. Below it, on the same horizontal axis, "
            "a map of what becomes of a descent from each start (across) with each learning rate (upward): colors "
            "and patterns, another shade for each valley, and lines at 1/L and 2/L, where they exist. The diamond "
            "is the descent above. Clicking on the map, or dragging, chooses another, as the sliders do."
        )

    def show(self, run, step=None):
        """Show the first `step` steps of a run, by default all; return its function if it is a new one."""
        redrawn = self.reframe(run.function)
        step = run.nit if step is None else min(step, run.nit)
        for panel in self.panels:
            panel.show(run, step)
        return redrawn
