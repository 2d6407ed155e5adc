"""The picture of a race: the paths on one landscape, and beside them the final loss against the learning rate."""

import numpy as np

from gdlesson.explorers.plane.picture import draw_contours
from gdlesson.explorers.plane.run import over_view
from gdlesson.explorers.race.run import FLOOR
from gdlesson.live.drawing import MovingPicture, PathLines, moving_line, new_figure, settle
from gdlesson.live.keys import draw_key
from gdlesson.live.looks import IN_A_ROW, entries, looks, marked, places, rows_of
from gdlesson.live.palette import GRAY, INK
from gdlesson.live.style import our_style


class RacerLines:
    """The path of one racer on the landscape, with a marker at every tenth of it, and a large one at its end."""

    def __init__(self, ax, place):
        color, _, style = looks(place)
        self.ax, self.path = ax, PathLines(ax, color)
        self.path.line.set(linestyle=style, linewidth=1.8)
        self.path.arrow.set(color=color, markersize=9)
        for unused in (self.path.dots, self.path.stars, self.path.words):
            unused.remove()  # those of six racers would hide each other
        self.tenths, self.here = marked(ax, place, 5), marked(ax, place, 11)
        self.artists = [self.path.line, self.tenths, self.path.arrow, self.here]

    def show(self, path):
        """Show a path of shape (steps + 1, 2)."""
        xs, ys = path.T
        steps = len(path) - 1
        self.path.show(xs, ys, steps)
        tenth = max(1, steps // 10)
        self.tenths.set_data(xs[tenth:steps:tenth], ys[tenth:steps:tenth])
        self.here.set_data(xs[-1:], ys[-1:])


class RacePanel:
    """A landscape with the starts and the racers."""

    def __init__(self, ax, f, names):
        draw_contours(ax, f)
        self.starts = moving_line(ax, "o", color=GRAY, ms=6)
        self.racers = [RacerLines(ax, place) for place in places(names)]
        self.begin = moving_line(ax, "o", color=INK, ms=9)
        moved = [artist for racer in self.racers for artist in racer.artists]
        self.artists = [self.starts, *moved, self.begin]

    def show(self, run):
        """Show the paths of a race."""
        self.starts.set_data(*run.starts)
        self.begin.set_data(*run.starts[:, run.shown, None])
        for racer, lines in zip(run.racers, self.racers, strict=True):
            lines.show(racer.path)


class SensitivityPanel:
    """The final loss above the lowest against the rate: a curve and a marker for each racer."""

    def __init__(self, ax, f, rates, names):
        top = highest(f)
        ax.set(xscale="log", yscale="log", xlim=rates[[0, -1]], ylim=(FLOOR / 5, top), xlabel="learning rate")
        ax.set_title("left above the lowest loss (median of the starts)", fontsize=10.5)
        ax.grid(color=GRAY, alpha=0.25, lw=0.6)
        ax.text(0.02, 0.985, "↑ worse, or runs away", transform=ax.transAxes, va="top", fontsize=9.5, color=GRAY)
        self.top, self.curves, self.here = top, [], []
        for place in places(names):
            color, _, style = looks(place)
            self.curves.append(moving_line(ax, style, color=color, lw=1.8))
            self.here.append(marked(ax, place, 11))
        self.artists = [*self.curves, *self.here]

    def show(self, run):
        """Show the curves of a race."""
        for racer, curve, here in zip(run.racers, self.curves, self.here, strict=True):
            curve.set_data(racer.rates, ended(racer.medians, self.top))
            here.set_data([racer.rate], [min(racer.final, self.top)])


def highest(f):
    """Return the upper end of the loss axis: a power of ten, at least ten times the range in the view."""
    losses = f.on(over_view(f, 41))
    losses = losses[np.isfinite(losses)]
    return 10.0 ** np.ceil(np.log10(max(10 * float(np.ptp(losses)), 1.0)))


def ended(losses, top):
    """Return a curve that ends at the upper edge where it leaves the view; farther points are nan."""
    out = ~(losses < top)
    beside = np.convolve(~out, [1, 1, 1], mode="same") > 0
    return np.where(out, np.where(beside, top, np.nan), losses)


class RacePicture(MovingPicture):
    """The race on the landscape, and beside it how sensitive each racer is to its learning rate.

    Parameters
    ----------
    f : Function
        The first landscape.
    rates : array of shape (k,)
        The learning rates that are tried.
    names : list of str
        The names of the racers.
    """

    @our_style()
    def __init__(self, f, rates, names):
        self.rates, self.names, self.artists = rates, names, []
        rows = rows_of(names)
        self.figure = new_figure(9, 4.1 + 0.25 * rows)
        self.figure.get_layout_engine().set(rect=(0.015, 0, 0.97, 1))
        grid = self.figure.add_gridspec(2, 2, height_ratios=[1, 0.075 * rows])
        self.plane, self.curves = (self.figure.add_subplot(part) for part in (grid[0, 0], grid[0, 1]))
        draw_key(self.figure, grid[1, :], entries(names), IN_A_ROW)
        self.reframe(f)
        settle(self.figure)

    def frame(self, f):
        """Draw the still part for a landscape."""
        self.plane.clear()
        self.curves.clear()
        self.panels = (
            RacePanel(self.plane, f, self.names),
            SensitivityPanel(self.curves, f, self.rates, self.names),
        )
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        self.description = (
            f"Left: contours of {f.name} with the ways of {', '.join(self.names)} from one start, each with its "
            "own color, marker and line; the gray points are the other starts. Right: for each of them, what is "
            "left above the lowest loss at the end, against the learning rate, both on logarithmic axes, and a "
            "marker at the rate with which it runs on the left. Clicking on the left chooses the nearest start."
        )

    def show(self, run):
        """Show a race; return its landscape if it is a new one."""
        redrawn = self.reframe(run.function)
        for panel in self.panels:
            panel.show(run)
        return redrawn
