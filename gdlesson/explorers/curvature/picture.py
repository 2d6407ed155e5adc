"""The picture of Newton's method, or of a line search, on a curve, and of the distances that are left."""

import numpy as np

from gdlesson.explorers.curvature.run import NEAR, PART, parabola
from gdlesson.explorers.descent.picture import CurvePanel
from gdlesson.live.drawing import (
    MovingPicture,
    PathLines,
    axis_end,
    heading,
    inside,
    light_grid,
    moving_line,
    moving_text,
    new_figure,
    settle,
    step_axis,
)
from gdlesson.live.labels import EndLabels
from gdlesson.live.palette import BLUE, GRAY, GREEN, INK, VERMILION
from gdlesson.live.rolling import ball, flying
from gdlesson.live.style import our_style

BELOW = {
    "Newton": "x   (dashed: the parabola of a step, ◆ its vertex)",
    "trying and halving": "x   (✖ refused, ◆ accepted, below the dashed line)",
}
NAMES = {"Newton": "Newton", "trying and halving": "search"}
FLOOR = NEAR / 10  # smaller distances are drawn here
FROM_EDGE = 0.03  # of the width, from the edge of the Axes to words about what is out of view


class StepPanel:
    """The curve with the route of a method, gradient descent, and what the next step is made from."""

    def __init__(self, ax, f, method):
        self.ax, self.method = ax, method
        self.curve = CurvePanel(ax, f)
        self.curve.tangent.set_visible(False)
        ax.set_xlabel(BELOW[method])
        self.model = moving_line(ax, "--", color=GREEN, lw=2)
        self.drop = moving_line(ax, "-", color=GREEN, lw=1)
        self.refused = moving_line(ax, "X", color=INK, ms=9)
        self.next = moving_line(ax, "D", color=GREEN, ms=10)
        self.plain = flying(moving_line(ax, "^", color=BLUE, ms=11))
        self.away = moving_text(ax, 0, 0)
        own = [self.model, self.drop, self.refused, self.next]
        self.artists = [*own, *self.curve.artists, self.plain, self.away]

    def show(self, run, step):
        """Show both after `step` steps; of all steps (None), what the first one is made from."""
        own, plain = run.own, run.plain
        self.curve.show(own, own.nit if step is None else min(step, own.nit))
        at = plain.nit if step is None else min(step, plain.nit)
        x, loss = plain.path[at], plain.losses[at]
        self.plain.set_data(*([[x], [loss]] if inside(self.ax, x, loss) else [[], []]))
        for line in (self.model, self.drop, self.refused, self.next):
            line.set_data([], [])
        self.away.set_text("")
        step = 0 if step is None else step
        if step < len(own.notes) and own.notes[step] is not None:
            place = float(own.path[step]), float(own.losses[step])
            draw = self.draw_parabola if run.method == "Newton" else self.draw_tries
            draw(own.function, place, own.notes[step])

    def draw_parabola(self, f, place, bend):
        """Draw the parabola of a place, and its vertex, from which a line leads to the curve."""
        x, _ = place
        xs = np.linspace(*self.ax.get_xlim(), 241)
        fitted, slope = parabola(f, x, bend), f.gradient(x)
        self.model.set_data(xs, np.clip(fitted(xs), -1e100, 1e100))
        if not bend or not slope:
            return
        vertex = x - slope / bend
        low, high = self.ax.get_xlim()
        if low <= vertex <= high:
            self.drop.set_data([vertex, vertex], [fitted(vertex), f(vertex)])
            self.next.set_data([vertex], [fitted(vertex)])
        else:
            self.tell_away("its vertex is out of view", vertex > high)

    def draw_tries(self, f, place, search):
        """Draw the tries of a search on the curve, and the line below which they have to be."""
        x, loss = place
        slope = f.gradient(x)
        end = self.ax.get_xlim()[0 if slope > 0 else 1]
        ends = np.array([x, end])
        self.model.set_data(ends, loss + PART * slope * (ends - x))
        xs, losses = x - slope * np.array(search.tries), np.array(search.losses)
        seen = inside(self.ax, xs, losses)
        good = np.arange(len(xs)) == (len(xs) - 1 if search.accepted else -1)
        self.refused.set_data(xs[seen & ~good], losses[seen & ~good])
        self.next.set_data(xs[seen & good], losses[seen & good])
        many = int(np.sum(~seen))
        if many:
            self.tell_away(f"{many} {'try is' if many == 1 else 'tries are'} out of view", slope < 0)

    def tell_away(self, words, right):
        """Say at one side of the Axes that something lies beyond."""
        (left, end), (low, high) = self.ax.get_xlim(), self.ax.get_ylim()
        side = end - FROM_EDGE * (end - left) if right else left + FROM_EDGE * (end - left)
        self.away.set(text=f"{words} →" if right else f"← {words}", ha="right" if right else "left")
        self.away.set_position((side, high - 0.06 * (high - low)))


class DistancePanel:
    """The distance to the nearest minimum at each step, of both methods, on a logarithmic axis."""

    def __init__(self, ax, f, method, last):
        self.ax = ax
        step_axis(ax, last)
        ax.set(yscale="log", ylim=(FLOOR / 8, 10 * np.ptp(f.view)), title="distance to the nearest minimum")
        light_grid(ax)
        ax.axhspan(FLOOR / 8, NEAR, facecolor=GRAY, alpha=0.16, lw=0)
        ax.text(last, FLOOR / 6, f"within {NEAR:g}: arrived", ha="right", va="bottom", fontsize=9.5, color=INK)
        self.plain = moving_line(ax, "-", color=BLUE, lw=1.8)
        self.triangle = flying(moving_line(ax, "^", color=BLUE, ms=9))
        self.path = PathLines(ax, VERMILION)
        self.here = ball(ax, 9)
        self.names = EndLabels(ax, [NAMES[method], "gradient descent"])
        self.artists = [self.plain, *self.path.artists, self.triangle, self.here, *self.names.artists]

    def show(self, run, step):
        """Show the first `step` steps of both."""
        ends = []
        for route in (run.own, run.plain):
            last = route.nit if step is None else min(step, route.nit)
            left = np.maximum(route.left, FLOOR)
            ends.append((last, left[last]))
            if route is run.own:
                self.path.show(np.arange(len(left)), left, last)
            else:
                self.plain.set_data(np.arange(last + 1), left[: last + 1])
        for line, (x, y) in zip((self.here, self.triangle), ends, strict=True):
            line.set_data(*([[x], [y]] if inside(self.ax, x, y) else [[], []]))
        self.names.show(ends)


MADE = {
    "Newton": "the parabola with the slope and the curvature of a place (dashed), and its vertex, a diamond, "
    "straight above or below the next place",
    "trying and halving": "rates tried from a place: crosses where refused, a diamond where one is accepted, "
    "below a dashed line",
}


def description(f, method):
    """Return what is to be seen, for those who cannot see it."""
    return (
        f"Left: the curve of {heading(f)} with the steps of {NAMES[method]} from a square to a ball, a triangle "
        f"for gradient descent at a fixed rate, and {MADE[method]}. Right: the distance of both to the nearest "
        f"minimum at each step, on a logarithmic axis; within {NEAR:g} they have arrived, and what "
        f"is below {FLOOR:g} is drawn there."
    )


class CurvaturePicture(MovingPicture):
    """A method beside gradient descent on a curve, and the distances that are left."""

    @our_style()
    def __init__(self, f, method):
        self.figure, self.artists = new_figure(9, 4.4), []
        self.figure.get_layout_engine().set(rect=(0.01, 0, 0.99, 1))
        self.axes = self.figure.subplots(1, 2, width_ratios=[1.45, 1])
        self.reframe((f, method, 50))
        settle(self.figure)

    def frame(self, subject):
        """Draw the curve, and the axes of the distances."""
        f, method, last = subject
        for ax in self.axes:
            ax.clear()
        self.panels = [StepPanel(self.axes[0], f, method), DistancePanel(self.axes[1], f, method, last)]
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        self.description = description(f, method)

    def show(self, run, step=None):
        """Show the first `step` steps of both, by default all; return what the still part is for, if anew."""
        redrawn = self.reframe((run.function, run.method, axis_end(run.nit)))
        for panel in self.panels:
            panel.show(run, step)
        return redrawn
