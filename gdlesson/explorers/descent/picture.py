"""Matplotlib drawings of a descent on Axes that the caller gives. They know no widgets.

A panel draws what stays when it is made, and moves the rest with `show(run, step)`: one drawing code for
still and for live pictures.
"""

import numpy as np

from gdlesson.calculus import curvature, minima, round_minima
from gdlesson.functions import as_function
from gdlesson.live.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PathLines,
    drawable,
    heading,
    inside,
    moving_line,
    moving_text,
    new_figure,
    settle,
)
from gdlesson.regimes import REGIMES
from gdlesson.verdicts import number

FLOOR = 1e-12  # the loss panel ends here; what is nearer to the lowest loss is drawn at its edge


class CurvePanel:
    """The curve and the path on it: the start ■, the steps ●, a star every tenth of the run, and here ◆."""

    def __init__(self, ax, f):
        self.ax, self.f = ax, as_function(f)
        draw_curve(ax, self.f)
        self.tangent = moving_line(ax, "--", color=GREEN, lw=2)
        self.path = PathLines(ax)
        self.start = moving_line(ax, "s", color=BLUE, ms=9)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [self.tangent, *self.path.artists, self.start, self.here]

    def show(self, run, step):
        """Move the path to the first `step` steps of a run."""
        self.path.show(run.path, run.losses, step)
        self.start.set_data(run.path[:1], run.losses[:1])
        self.here.set_data(run.path[step : step + 1], run.losses[step : step + 1])
        x, loss = float(run.path[step]), float(run.losses[step])
        reach = np.diff(self.ax.get_xlim()) / 6 * np.array([-1, 1])
        visible = inside(self.ax, [x], [loss]).all()
        self.tangent.set_data(x + reach, loss + self.f.gradient(x) * reach if visible else reach * np.nan)


def draw_curve(ax, f):
    """Draw the curve of f in its view, and let the view stay so."""
    xs = np.linspace(*f.view, 601)
    losses = drawable(f, xs)
    low, high = np.nanmin(losses), np.nanmax(losses)
    room = 0.08 * (high - low) or 1.0
    ax.plot(xs, losses, color=GREY, lw=2)
    ax.set(xlim=f.view, ylim=(low - room, high + room), xlabel="x")
    ax.set_title(heading(f), parse_math=False)


class LossPanel:
    """The loss above the lowest one against the step, on a logarithmic axis that stays where it is."""

    def __init__(self, ax, f, max_steps=500):
        f = as_function(f)
        losses = drawable(f, np.array([*np.linspace(*f.view, 601), *minima(f)]))
        self.lowest = float(np.nanmin(losses))
        top = float(np.nanmax(losses)) - self.lowest or 1.0
        ax.set_xscale("symlog", linthresh=50, linscale=2.5)
        ax.set_yscale("log")
        ticks = [step for step in (0, 10, 20, 30, 40, 50, 200, 1000, 5000) if step <= max_steps]
        ax.set(xlim=(-1.5, max_steps * 1.15), ylim=(FLOOR / 3, top * 100), xticks=ticks, xticklabels=ticks)
        ax.set(title="loss, from the lowest point up", xlabel="step (evenly spaced up to 50)")
        ax.grid(color="#dddddd", lw=0.8)
        self.path = PathLines(ax)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [*self.path.artists, self.here]

    def show(self, run, step):
        """Move the losses to the first `step` steps of a run."""
        losses = self.heights(run)
        self.path.show(np.arange(len(losses)), losses, step)
        self.here.set_data([step], losses[step : step + 1])

    def heights(self, run):
        """Return the losses of a run as they are drawn: above the lowest loss, or at the edge."""
        return np.maximum(run.losses - self.lowest, FLOOR)


class MultiplierPanel:
    """The number line of 1 − learning rate · L, which multiplies the distance to the minimum at every step."""

    def __init__(self, ax, f):
        f = as_function(f)
        self.minima = round_minima(f)
        bends = np.array([curvature(f, float(x)) for x in np.linspace(*f.view, 5)])
        self.everywhere = bool((abs(bends - bends[0]) <= 1e-4 * abs(bends[0])).all())
        ax.set(xlim=(-2, 1.25), ylim=(0, 1), xticks=[-2, -1, 0, 1], yticks=[])
        ax.set_xticklabels(["−2", "−1\nbounces", "0\nlands", "1\nstays"])
        ax.set_title("each step multiplies the distance by")
        for left, right, regime in BANDS:
            ax.axvspan(left, right, 0, 0.68, facecolor=regime.color, edgecolor=GREY, hatch=regime.pattern, lw=0)
            ax.text((left + right) / 2, 0.16, regime.word, ha="center", va="center", fontsize=9, bbox=LABEL)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.words = moving_text(ax, -0.42, 0.85, ha="center")
        self.artists = [self.here, self.words]

    def show(self, run, step):
        """Move the marker to the multiplier of a run at the minimum that is nearest to its end."""
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
    """A figure of three panels for one run: the curve with the path, the loss, the multiplier."""

    def __init__(self, f, max_steps=500):
        f = as_function(f)
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
        """Move everything to the first `step` steps of a run; left out, to the whole run."""
        step = run.nit if step is None else min(step, run.nit)
        for panel in self.panels:
            panel.show(run, step)
