"""The picture of a descent on a curve: Matplotlib panels on Axes given by the caller.

A panel draws its still part when it is created, and moves the rest with `show(run, step)`. The same code draws
still and live pictures.
"""

import numpy as np

from gdlesson.calculus import curvature, minima, round_minima
from gdlesson.live.drawing import (
    PathLines,
    drawable,
    heading,
    inside,
    light_grid,
    moving_line,
    moving_text,
    new_figure,
    settle,
    step_axis,
)
from gdlesson.live.palette import BLUE, GRAY, GREEN, INK
from gdlesson.live.style import our_style
from gdlesson.regimes import REGIMES
from gdlesson.words import number

FLOOR = 1e-12  # the lower end of the loss axis; smaller losses are drawn here


class CurvePanel:
    """The curve and the path on it: the start ■, every step ●, every tenth of the run ★, the current point ◆."""

    def __init__(self, ax, f):
        self.ax = ax
        draw_curve(ax, f)
        self.tangent = moving_line(ax, "--", color=GREEN, lw=2)
        self.path = PathLines(ax)
        self.start = moving_line(ax, "s", color=BLUE, ms=9)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [self.tangent, *self.path.artists, self.start, self.here]

    def show(self, run, step):
        """Show the first `step` steps of a run."""
        self.path.show(run.path, run.losses, step)
        self.start.set_data(run.path[:1], run.losses[:1])
        self.here.set_data(run.path[step : step + 1], run.losses[step : step + 1])
        x, loss = float(run.path[step]), float(run.losses[step])
        reach = np.diff(self.ax.get_xlim()) / 6 * np.array([-1, 1])
        visible = inside(self.ax, [x], [loss]).all()
        self.tangent.set_data(x + reach, loss + run.function.gradient(x) * reach if visible else reach * np.nan)


def draw_curve(ax, f):
    """Draw the curve of f in its view, and fix the view."""
    xs = np.linspace(*f.view, 601)
    losses = drawable(f, xs)
    low, high = np.nanmin(losses), np.nanmax(losses)
    room = 0.08 * (high - low) or 1.0
    ax.plot(xs, losses, color=GRAY, lw=2)
    ax.set(xlim=f.view, ylim=(low - room, high + room), xlabel="x")
    ax.set_title(heading(f), parse_math=False)


class LossPanel:
    """The loss above the lowest loss against the step, on a logarithmic axis that does not move."""

    def __init__(self, ax, f, max_steps=500):
        losses = drawable(f, np.array([*np.linspace(*f.view, 601), *minima(f)]))
        self.lowest = float(np.nanmin(losses))
        top = float(np.nanmax(losses)) - self.lowest or 1.0
        step_axis(ax, max_steps)
        ax.set(yscale="log", ylim=(FLOOR / 3, top * 100), title="loss, from the lowest point up")
        light_grid(ax)
        self.path = PathLines(ax)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [*self.path.artists, self.here]

    def show(self, run, step):
        """Show the losses of the first `step` steps of a run."""
        losses = self.heights(run)
        self.path.show(np.arange(len(losses)), losses, step)
        self.here.set_data([step], losses[step : step + 1])

    def heights(self, run):
        """Return the losses of a run as drawn: above the lowest loss, and at least `FLOOR`."""
        return np.maximum(run.losses - self.lowest, FLOOR)


class MultiplierPanel:
    """A number line with 1 − learning rate · L, the factor by which every step multiplies the distance."""

    def __init__(self, ax, f):
        self.minima = round_minima(f)
        bends = np.array([curvature(f, float(x)) for x in np.linspace(*f.view, 5)])
        self.everywhere = bool((abs(bends - bends[0]) <= 1e-4 * abs(bends[0])).all())
        ax.set(xlim=(-2, 1.25), ylim=(0, 1), xticks=[-2, -1, 0, 1], yticks=[])
        ax.set_xticklabels(["−2", "−1\nbounces", "0\nlands", "1\nstays"])
        ax.set_title("each step multiplies the distance by")
        for left, right, regime in BANDS:
            ax.axvspan(left, right, 0, 0.68, facecolor=regime.color, edgecolor=GRAY, hatch=regime.pattern, lw=0)
            ax.text((left + right) / 2, 0.16, regime.word, ha="center", va="center", fontsize=9.5, bbox=LABEL)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.words = moving_text(ax, -0.42, 0.85, ha="center")
        self.artists = [self.here, self.words]

    def show(self, run, step):
        """Move the marker to the factor of a run, at the minimum nearest to its last point."""
        bend = min(self.minima, key=lambda pair: abs(pair[0] - run.path[-1]), default=(0, 0))[1]
        if not bend or run.optimizer:
            self.here.set_data([], [])
            self.words.set_text("of plain descent only" if bend else "no curvature at a minimum in view")
            return
        value = 1 - run.learning_rate * bend
        self.here.set_marker("D" if value >= -2 else "<")
        self.here.set_data([max(value, -1.93)], [0.48])
        where = "" if self.everywhere else "near the minimum: "
        self.words.set_text(f"{where}1 − {number(run.learning_rate)}·{number(bend)} = {number(round(value, 9))}")


# where a band of the number line begins and ends, and its regime
BANDS = [(-2, -1, REGIMES["diverging"]), (-1, 0, REGIMES["overshooting"]), (0, 1, REGIMES["steady"])]

LABEL = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}


class DescentPicture:
    """Three panels for one run: the curve with the path, the loss, and the factor of each step."""

    @our_style()
    def __init__(self, f, max_steps=500):
        self.figure = new_figure(9, 4.5)
        grid = self.figure.add_gridspec(2, 2, width_ratios=[1.45, 1], height_ratios=[2.1, 1])
        curve, loss, line = (self.figure.add_subplot(part) for part in (grid[:, 0], grid[0, 1], grid[1, 1]))
        self.panels = [CurvePanel(curve, f), LossPanel(loss, f, max_steps), MultiplierPanel(line, f)]
        self.artists = [artist for panel in self.panels for artist in panel.artists]
        settle(self.figure)
        self.description = (
            f"Left: the curve of {heading(f)} with the path of the descent: a square where it starts, a dot at "
            "every step, a star after every tenth of the run, a diamond where it stands, and the tangent there. "
            "Right: the loss at each step, and the number by which each step multiplies the distance."
        )

    def show(self, run, step=None):
        """Show the first `step` steps of a run, by default all of them."""
        step = run.nit if step is None else min(step, run.nit)
        for panel in self.panels:
            panel.show(run, step)
