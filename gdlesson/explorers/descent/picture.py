"""The picture of a descent on a curve: Matplotlib panels on Axes given by the caller.

A panel draws its still part when it is created, and moves the rest with `show(run, step)`. The same code draws
still and live pictures.
"""

import numpy as np

from gdlesson.calculus import minima
from gdlesson.live.drawing import (
    MovingPicture,
    PathLines,
    axis_end,
    drawable,
    heading,
    inside,
    light_grid,
    moving_line,
    moving_text,
    new_figure,
    settle,
    step_axis,
    title_of,
)
from gdlesson.live.ends import sinks
from gdlesson.live.inset import ZoomInset
from gdlesson.live.palette import BLUE, GRAY, GREEN, INK
from gdlesson.live.rolling import ball, hops, resting
from gdlesson.live.style import our_style

FLOOR = 1e-12  # the lower end of the loss axis: there a line ends, with a sign
SIGN = f"An arrow marks where the loss goes below {FLOOR:g}."
BELOW = "x   (★ every tenth of the run, dashed: tangent)"
WORDS = 95  # pixels that its words take


class CurvePanel:
    """The curve and the run on it: the start ■, a hop to each next place ●, every tenth ★, and a ball at its end.

    With `zoom`, an inset magnifies the end of the run.
    """

    def __init__(self, ax, f, zoom=False):
        self.ax = ax
        self.ground = draw_curve(ax, f)
        ax.set_xlabel(BELOW)
        self.tangent = moving_line(ax, "--", color=GREEN, lw=2)
        self.path = PathLines(ax, line=hops(ax, *self.ground))
        self.start = moving_line(ax, "s", color=BLUE, ms=9)
        self.here = ball(ax)
        self.artists = [self.tangent, *self.path.artists, self.start, self.here]
        self.zoom = EndPanel(self) if zoom else None
        if zoom:
            self.artists = [self.zoom.inset.leader, *self.artists, *self.zoom.artists]

    def show(self, run, step):
        """Show the first `step` steps of a run."""
        self.path.show(run.path, run.losses, step)
        self.path.line.flat = self.path.arrow.get_visible()
        self.start.set_data(run.path[:1], run.losses[:1])
        x, loss = float(run.path[step]), float(run.losses[step])
        slope = run.function.gradient(x)
        visible = bool(inside(self.ax, [x], [loss]).all())
        self.here.set_data(resting(self.ax, x, loss, slope)[:, None] if visible else [[], []])
        reach = np.diff(self.ax.get_xlim()) / 6 * np.array([-1, 1])
        self.tangent.set_data(x + reach, loss + slope * reach if visible else reach * np.nan)
        if self.zoom:
            self.zoom.show(run, step)


def draw_curve(ax, f):
    """Draw the curve of f in its view, and fix the view; return points of the curve, as arrays xs and ys."""
    xs = np.linspace(*f.view, 601)
    losses = drawable(f, xs)
    low, high = np.nanmin(losses), np.nanmax(losses)
    room = 0.08 * (high - low) or 1.0
    ax.plot(xs, losses, color=GRAY, lw=2)
    ax.set(xlim=f.view, ylim=(low - room, high + room), xlabel="x")
    ax.set_title(title_of(f), parse_math=False)
    return xs, losses


class EndPanel:
    """The end of a run on a curve, magnified in an inset, as soon as its steps are too small to be seen."""

    def __init__(self, panel):
        self.panel, self.inset = panel, ZoomInset(panel.ax)
        ax = self.inset.ax
        self.curve = moving_line(ax, "-", color=GRAY, lw=2)
        self.line = hops(ax, *panel.ground)
        self.dots = moving_line(ax, "o", ms=4, color=self.line.get_color())
        self.here = ball(ax, 9)
        self.own = [self.curve, self.line, self.dots, self.here]
        self.artists = [*self.inset.artists[:-1], *self.own, self.inset.artists[-1]]

    def show(self, run, step):
        """Show the last steps among the first `step` steps of a run, around the place where it ends."""
        end = float(run.path[-1]), float(run.losses[-1])
        few = max(3, run.nit // 10)
        lately = run.path[max(0, step - few) : step + 1]
        settles = run.regime in ("slow", "steady", "overshooting") and inside(self.panel.ax, *end)
        reach = float(np.abs(lately - end[0]).max()) if settles else 0.0
        shown = self.inset.show(end, reach, self.panel_places())
        for artist in self.own:
            artist.set_visible(shown)
        if shown:
            self.draw(run, step)

    def draw(self, run, step):
        """Draw the curve and the run within the inset."""
        ax = self.inset.ax
        xs = np.linspace(*ax.get_xlim(), 41)
        losses = run.function.on(xs)
        low, high = np.nanmin(losses), np.nanmax(losses)
        ax.set_ylim(low - 0.2 * (high - low), low + 1.9 * (high - low))
        self.curve.set_data(xs, losses)
        self.line.ground = xs, losses
        left, right = ax.get_xlim()
        path, values = run.path[: step + 1], run.losses[: step + 1]
        near = (left <= path) & (path <= right)
        first = int(np.flatnonzero(~near).max(initial=0))  # the last place outside of the inset
        self.line.set_data(path[first:], values[first:])
        self.dots.set_data(path[near], values[near])
        here = path[-1], values[-1]
        self.here.set_data(resting(ax, *here, run.function.gradient(float(here[0])), 9)[:, None])
        self.here.scale = self.inset.scale

    def panel_places(self):
        """Return places that the inset must not cover, as fractions of the Axes: of the curve, and of the run."""
        ax, panel = self.panel.ax, self.panel
        to_axes = ax.transData - ax.transAxes
        arcs, _ = panel.path.line.arcs()
        begin, control, end = np.moveaxis(arcs, 1, 0)
        air = [(1 - t) ** 2 * begin + 2 * t * (1 - t) * control + t**2 * end for t in np.linspace(0, 1, 9)]
        places = [
            to_axes.transform(np.column_stack(panel.ground)),
            ax.transAxes.inverted().transform(np.concatenate(air)),
        ]
        places += [to_axes.transform(np.column_stack(each.get_data())) for each in (panel.start, panel.tangent)]
        return np.concatenate(places)


class LossPanel:
    """The loss above the lowest loss against the step, on a logarithmic axis that does not move.

    A line that goes below the axis for good ends there, with an arrow and a few words.
    """

    def __init__(self, ax, f, max_steps=500):
        losses = drawable(f, np.array([*np.linspace(*f.view, 601), *minima(f)]))
        self.ax, self.lowest = ax, float(np.nanmin(losses))
        top = float(np.nanmax(losses)) - self.lowest or 1.0
        step_axis(ax, max_steps)
        ax.set(yscale="log", ylim=(FLOOR / 3, top * 100), title="loss above the minimum")
        light_grid(ax)
        self.path = PathLines(ax)
        self.here = ball(ax, 9)
        self.arrow = moving_line(ax, "v", color=INK, ms=9)
        self.words = moving_text(ax, 0, 2 * FLOOR)
        self.words.set_text(f"below {FLOOR:g}")
        self.artists = [*self.path.artists, self.arrow, self.here, self.words]

    def show(self, run, step):
        """Show the losses of the first `step` steps of a run."""
        losses, end = self.heights(run), self.sinks(run)
        self.path.show(np.arange(len(losses)), losses, min(step, end))
        self.here.set_data([step], losses[step : step + 1])
        self.sign(end, step >= end)

    def sign(self, end, visible):
        """Put the arrow and the words where a line goes below the axis, at step `end`."""
        place, last = self.ax.transData.transform((end, FLOOR))[0], self.ax.get_xlim()[1]
        side = 1 if place + WORDS < self.ax.bbox.x1 else -1
        self.arrow.set_data([end], [FLOOR])
        self.words.set(x=end + side * 0.03 * last, horizontalalignment="left" if side > 0 else "right")
        for artist in (self.arrow, self.words):
            artist.set_visible(bool(visible))

    def heights(self, run):
        """Return the losses of a run as drawn: above the lowest loss, and at least `FLOOR`."""
        return np.maximum(run.losses - self.lowest, FLOOR)

    def sinks(self, run):
        """Return the step from which on all losses of a run are below the axis; one after the last if none is."""
        return sinks(self.heights(run), FLOOR)


class DescentPicture(MovingPicture):
    """One run: the curve with a ball that goes down it, and the loss, whose axis ends where the run does.

    Parameters
    ----------
    f : Function
        The function of all runs.
    last : int
        Where the axis of steps ends at first.
    loss : bool
        Whether there is a panel with the loss.
    """

    @our_style()
    def __init__(self, f, last=500, loss=True):
        self.figure = new_figure(*((9, 4.2) if loss else (7, 3.5)))
        curve, *rest = self.figure.subplots(1, 1 + loss, width_ratios=[1.45, 1][: 1 + loss], squeeze=False)[0]
        self.losses = [LossPanel(ax, f, last) for ax in rest]
        self.panels = [CurvePanel(curve, f, zoom=True), *self.losses]
        self.artists = [artist for panel in self.panels for artist in panel.artists]
        self.subject = last
        settle(self.figure)
        beside = f" Beside it the loss above the minimum after each step, on a logarithmic axis. {SIGN}"
        self.description = (
            f"The curve of {heading(f)} with a run of gradient descent: a square where it starts, a hop from each "
            "place to the next one, a star after every tenth of the run, a ball where it stands, and the tangent "
            "there. An inset magnifies the end of the run where its steps are too small to be seen."
            + (beside if loss else "")
        )

    def frame(self, last):
        """Let the axis of steps end at `last`."""
        for panel in self.losses:
            step_axis(panel.ax, last)

    def show(self, run, step=None):
        """Show the first `step` steps of a run, by default all; return where the axis of steps ends, if anew."""
        redrawn = self.reframe(axis_end(run.nit)) if self.losses else None
        step = run.nit if step is None else min(step, run.nit)
        for panel in self.panels:
            panel.show(run, step)
        return redrawn
