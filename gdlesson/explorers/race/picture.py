"""The picture of a race: the racers on a landscape, their losses as they run, and what other rates would leave."""

from itertools import zip_longest

import numpy as np
from matplotlib import rcParams
from matplotlib.ticker import MaxNLocator

from gdlesson.explorers.plane.picture import draw_contours
from gdlesson.explorers.plane.run import over_view
from gdlesson.explorers.race.run import FLOOR, GOOD
from gdlesson.live.drawing import PAPER, MovingPicture, PathLines, moving_line, moving_text, new_figure, settle
from gdlesson.live.ends import NamedEnds
from gdlesson.live.looks import looks, marked, places, readable
from gdlesson.live.palette import GRAY, INK
from gdlesson.live.rolling import flying
from gdlesson.live.style import our_style

SIZE = 9, 3.6  # inches
TICKS = 5  # numbers on the axis of gradients
BOTTOM = 1 / 300  # the end of the loss axes, as a part of the floor: below the floor there is room for words
NUMBERS = 1 / 20  # where the numbers of gradients stand


class RacerLines:
    """The path of one racer on the landscape, with a marker at every tenth of it, and a large one at its end."""

    def __init__(self, ax, place):
        color, _, style = looks(place)
        self.ax, self.path = ax, PathLines(ax, color)
        self.path.line.set(linestyle=style, linewidth=1.8)
        self.path.arrow.set(color=color, markersize=9)
        for unused in (self.path.dots, self.path.stars, self.path.words):
            unused.remove()  # those of six racers would hide each other
        self.tenths, self.here = marked(ax, place, 5), flying(marked(ax, place, 11))
        self.artists = [self.path.line, self.tenths, self.path.arrow, self.here]

    def show(self, path, step):
        """Show the first `step` steps of a path of shape (steps + 1, 2)."""
        xs, ys = path.T
        tenth = max(1, (len(path) - 1) // 10)
        self.path.show(xs, ys, step)
        self.tenths.set_data(xs[tenth:step:tenth], ys[tenth:step:tenth])
        self.here.set_data(xs[step : step + 1], ys[step : step + 1])


class RacePanel:
    """A landscape with the starts and the racers."""

    def __init__(self, ax, f, names):
        draw_contours(ax, f)
        self.starts = moving_line(ax, "o", color=GRAY, ms=6)
        self.racers = [RacerLines(ax, place) for place in places(names)]
        self.begin = moving_line(ax, "o", color=INK, ms=9)
        moved = [artist for racer in self.racers for artist in racer.artists]
        self.artists = [self.starts, *moved, self.begin]

    def show(self, run, step):
        """Show the first `step` steps of a race."""
        self.starts.set_data(*run.starts)
        self.begin.set_data(*run.starts[:, run.shown, None])
        for racer, lines in zip(run.racers, self.racers, strict=True):
            lines.show(racer.path, step)


class LossPanel:
    """The loss above the lowest along the paths that are shown: each line ends in a marker, beside it its name.

    The names make room for each other, so each has the marker once more. The whole budget always takes the same
    width, so its grid and numbers move with it, and another budget needs no new still part.
    """

    def __init__(self, ax, ends, names):
        ax.set_title("loss left, from the start shown (●)")
        loss_axis(ax, *ends)
        self.floor, self.top = ends
        numbers = NUMBERS * self.floor
        ax.text(1.02, numbers, "gradients used", va="center", fontsize=9.5)
        self.ax, self.lines, self.here = ax, [], []
        self.grid = moving_line(ax, "-", color=rcParams["grid.color"], lw=0.8)
        self.numbers = [moving_text(ax, 0, numbers, ha="right", fontsize=9.5) for _ in range(TICKS)]
        for place in places(names):
            color, _, style = looks(place)
            self.lines.append(moving_line(ax, style, color=color, lw=1.8))
            self.here.append(flying(marked(ax, place, 9)))
        self.ends = NamedEnds(ax, names, [marked(ax, place, 7) for place in places(names)])
        self.names = self.ends.labels
        for text, place in zip(self.names.artists, places(names), strict=True):
            text.set_color(readable(looks(place)[0]))
        self.shown = [text.get_text() for text in self.names.artists]
        self.fit()
        self.artists = [self.grid, *self.numbers, *self.lines, *self.here, *self.ends.artists]

    def fit(self):
        """Leave room for the names, which depends on how wide the Axes are."""
        self.ends.fit_axis(1)
        self.ax.set_xticks([])

    def show(self, run, step):
        """Show the first `step` steps of a race."""
        self.count(run.budget)
        part, ends = np.arange(step + 1) / max(1, run.budget), []
        for k, racer in enumerate(run.racers):
            losses = ended(np.maximum(run.left(racer.losses[: step + 1]), self.floor), self.top)
            last = int(np.max(np.flatnonzero(np.isfinite(losses)), initial=0))
            self.lines[k].set_data(part[: last + 1], losses[: last + 1])
            self.here[k].set_data(part[last : last + 1], losses[last : last + 1])
            away = last < step
            self.names.artists[k].set_text(f"{self.shown[k]}{' ↑' * (away and run.bounded)}")
            ends.append((part[-1:], [self.top if away else losses[last]]))
        self.ends.show(ends)

    def count(self, budget):
        """Draw the grid of a budget, with the number of gradients at the left of each line."""
        ticks = MaxNLocator(TICKS, integer=True).tick_values(0, budget)
        ticks = ticks[(ticks > 0) & (ticks <= budget)][:TICKS]
        for text, tick in zip_longest(self.numbers, ticks):
            text.set_visible(tick is not None)
            text.set(x=(tick or 0) / max(1, budget) - 0.01, text=f"{tick or 0:.0f}")
        ends = [*self.ax.get_ylim(), np.nan]
        self.grid.set_data(np.repeat(ticks / max(1, budget), 3), ends * len(ticks))


class SensitivityPanel:
    """The final loss above the lowest against the rate: for each racer a curve, its best rate, and a marker."""

    def __init__(self, ax, ends, rates, names):
        ax.set(xscale="log", xlim=rates[[0, -1]], xlabel="learning rate")
        ax.set_title("loss left in the end, the median of all starts")
        loss_axis(ax, *ends)
        small = {"transform": ax.transAxes, "fontsize": 9.5, "color": GRAY, "parse_math": False}
        small |= {"bbox": PAPER, "zorder": 1.5}  # above the grid, and below the curves
        ax.text(0.015, 0.97, "↑ worse, or runs away", va="top", **small)
        ax.text(0.015, 0.03, f"below the dashed line are good rates: {GOOD:.0%} left, or less", **small)
        self.good = moving_line(ax, "--", color=GRAY, lw=1.2)
        self.ends, (self.floor, self.top) = rates[[0, -1]], ends
        colors = [(looks(place)[0], looks(place)[2]) for place in places(names)]
        self.curves = [moving_line(ax, style, color=color, lw=1.8) for color, style in colors]
        self.best = moving_line(ax, "o", color=INK, ms=4)
        self.here = [marked(ax, place, 10) for place in places(names)]
        self.artists = [self.good, *self.curves, self.best, *self.here]

    def show(self, run, step):
        """Show the curves of a race, which are the same at each of its steps."""
        for racer, curve, here in zip(run.racers, self.curves, self.here, strict=True):
            curve.set_data(racer.rates, ended(np.maximum(racer.medians, self.floor), self.top))
            here.set_data([racer.rate], [min(max(racer.final, self.floor), self.top)])
        bests = [(racer.best, max(racer.medians.min(), self.floor)) for racer in run.racers if racer.improves]
        self.best.set_data(*np.reshape(bests, (-1, 2)).T)
        self.good.set_data(self.ends, [run.target, run.target])


def loss_axis(ax, floor, top):
    """Give Axes a logarithmic axis of losses from below `floor` up to `top`, with a grid."""
    ticks = floor * 10.0 ** np.arange(0, 40, 4)
    ax.set(yscale="log", ylim=(BOTTOM * floor, top), yticks=ticks[ticks <= top])
    ax.minorticks_off()
    ax.grid(visible=True)


def ends_of_losses(f):
    """Return the ends of the loss axis, powers of ten: the upper one is at least ten times the range in the view.

    The lower one is `FLOOR`; but in a landscape that is less than 1 high it is as much lower.
    """
    losses = f.on(over_view(f, 41))
    high = float(np.ptp(losses[np.isfinite(losses)])) or 1.0
    floor = FLOOR * 10.0 ** min(0.0, np.floor(np.log10(high)))
    return floor, max(10.0 ** np.ceil(np.log10(10 * high)), 1e12 * floor)


def ended(losses, top):
    """Return a curve that ends at the upper edge where it leaves the view; farther points are nan."""
    out = ~(losses < top)
    beside = np.convolve(~out, [1, 1, 1])[1:-1] > 0
    return np.where(out, np.where(beside, top, np.nan), losses)


def race_axes(figure):
    """Add Axes to a figure: the landscape, and beside it, one above the other, losses and sensitivity."""
    grid = figure.add_gridspec(2, 2, height_ratios=[1.7, 1])
    return [figure.add_subplot(part) for part in (grid[:, 0], grid[0, 1], grid[1, 1])]


def race_panels(axes, f, rates, names):
    """Draw the still part of a race on its three Axes; return the panels that show what moves."""
    plane, losses, curves = axes
    floor, top = ends_of_losses(f)
    plane.set_anchor("N")
    return (
        RacePanel(plane, f, names),
        LossPanel(losses, (floor, top), names),
        SensitivityPanel(curves, (floor, 100 * top), rates, names),  # here words stand above the losses, too
    )


class RacePicture(MovingPicture):
    """The race on the landscape, beside it the losses, and how sensitive each racer is to its learning rate.

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
        self.figure = new_figure(*SIZE)
        self.figure.get_layout_engine().set(rect=(0.01, 0, 0.98, 1), wspace=0.04)
        self.axes = race_axes(self.figure)
        self.plane = self.axes[0]
        self.reframe(f)
        settle(self.figure)
        self.panels[1].fit()  # only now it is known how wide it is

    def frame(self, f):
        """Draw the still part for a landscape."""
        for ax in self.axes:
            ax.clear()
        self.panels = race_panels(self.axes, f, self.rates, self.names)
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        self.description = (
            f"Left: {f.name} from above, with the paths of {', '.join(self.names)} from one start, a large "
            "black point, each with its own color, marker and line; the gray points are the other starts. Top "
            "right: the loss of each along its path, from the same start, above the lowest loss, on a "
            "logarithmic axis, against the gradients used, with its marker and name at the end. Bottom right: "
            "what is left above the lowest loss at the end, the median of the starts, against the learning "
            "rate, both on logarithmic axes; points are best rates, and a marker shows the rate with which it "
            "runs on the left. Clicking on the left chooses the nearest start."
        )

    def show(self, run, step=None):
        """Show the first `step` steps of a race, or all of them; return its landscape if it is a new one."""
        redrawn = self.reframe(run.function)
        for panel in self.panels:
            panel.show(run, run.budget if step is None else step)
        return redrawn
