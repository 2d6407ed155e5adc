"""Pictures of functions of two variables: contours, and paths on them, on Axes that the caller gives."""

import numpy as np

from gdlesson.explorers.plane.run import errors_along, known_minima, main_directions
from gdlesson.functions import as_function
from gdlesson.live.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PURPLE,
    VERMILION,
    PathLines,
    moving_line,
    new_figure,
    settle,
)

LEVELS = 14  # how many contours are drawn
SHADES = ["#FFFFFF", "#E9EDF2"]  # between contours, by turns


class ContourPanel:
    """Contours of f and a path on them: the start ■, the steps ●, a star every tenth of the run, and here ◆."""

    def __init__(self, ax, f, colour=VERMILION):
        self.ax, self.f = ax, as_function(f)
        self.draw(ax)
        self.path = PathLines(ax, colour)
        self.start = moving_line(ax, "s", color=BLUE, ms=9)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [*self.path.artists, self.start, self.here]

    def draw(self, ax):
        """Draw what stays."""
        draw_contours(ax, self.f)

    def show(self, run, step):
        """Move the path to the first `step` steps of a run."""
        xs, ys = run.path.T
        self.path.show(xs, ys, step)
        self.start.set_data(xs[:1], ys[:1])
        self.here.set_data(xs[step : step + 1], ys[step : step + 1])


def draw_contours(ax, f, points=161):
    """Draw the contours of f in its view, a cross at each known minimum, and let the view stay so."""
    (left, right), (bottom, top) = f.view
    xs, ys = np.linspace(left, right, points), np.linspace(bottom, top, points)
    losses = f.on(np.stack(np.meshgrid(xs, ys)))
    levels = contour_levels(losses)
    ax.contourf(xs, ys, losses, levels=[-np.inf, *levels, np.inf], colors=SHADES * LEVELS)
    ax.contour(xs, ys, losses, levels=levels, colors=GREY, linewidths=0.7, linestyles="solid")
    frame(ax, f)
    ax.set_title(f.name, parse_math=False)


def frame(ax, f):
    """Set the axes to the view of f, and draw a cross at each known minimum."""
    for x, y in known_minima(f):
        ax.plot([x], [y], "+", color=INK, ms=12, mew=2)
    ax.set(xlim=f.view[0], ylim=f.view[1], xlabel="x", ylabel="y")
    wide, high = (top - bottom for bottom, top in f.view)
    ax.set_aspect("equal" if 0.4 < wide / high < 2.5 else "auto")


def contour_levels(losses):
    """Return the losses at which contours are drawn: so that the rings between them grow evenly in area.

    Raises
    ------
    ValueError
        There is nothing to draw.
    """
    losses = losses[np.isfinite(losses)]
    if not losses.size:
        raise ValueError("the function has no value to draw in its view")
    levels = np.unique(np.quantile(losses, np.linspace(0, 1, LEVELS + 2)[1:-1] ** 2))
    return levels if np.ptp(losses) else levels + 1.0


class BowlPanel(ContourPanel):
    """The same for a bowl of any shape: its contours are ellipses, quickly worked out, and move as well."""

    def __init__(self, ax, f):
        self.rings = moving_line(ax, "-", color="#8899AA", lw=0.8)
        super().__init__(ax, f)
        self.artists.insert(0, self.rings)

    def draw(self, ax):
        """Draw what stays: the axes, and a cross at the minimum."""
        frame(ax, self.f)
        ax.set_title("a bowl: rings of equal loss")

    def show(self, run, step):
        """Move rings and path to a run on a bowl."""
        self.rings.set_data(*rings(run.function))
        super().show(run, step)


def rings(f, count=12):
    """Return contours of a bowl as one line, broken by nan: the outermost reaches beyond the view on all sides."""
    (steep, flat), (across, along) = main_directions(f, np.zeros(2))
    reach = np.hypot(*np.max(np.abs(f.view), axis=1))
    turns = np.append(np.linspace(0, 2 * np.pi, 73), np.nan)
    ring = np.outer(across, np.sin(turns)) + np.outer(along, np.cos(turns)) * np.sqrt(steep / flat)
    sizes = reach * (np.arange(1, count + 1) / count) ** 1.5  # narrower inside, where the path ends
    return np.hstack([size * ring for size in sizes])


def step_axes(ax, title, max_steps, low, high):
    """Give Axes the steps of a run across, evenly spaced up to 50, and a logarithmic scale upwards."""
    ticks = [step for step in (0, 10, 20, 30, 40, 50, 200, 1000, 5000) if step <= max_steps]
    ax.set_xscale("symlog", linthresh=50, linscale=2.5)
    ax.set(yscale="log", xlim=(-1.5, max_steps * 1.15), ylim=(low, high), xticks=ticks, xticklabels=ticks)
    ax.set_xlabel("step (evenly spaced up to 50)")
    ax.set_title(title, pad=22)  # room for a key, also where there is none: what stays does not move
    ax.grid(color="#dddddd", lw=0.8)


class StepLine:
    """A line against the step, a marker at every eighth of the run; at the top, where it leaves, an arrow."""

    def __init__(self, ax, style, marker, colour):
        self.low, self.high = ax.get_ylim()
        self.line = moving_line(ax, style, color=colour, lw=1.8)
        self.marks = moving_line(ax, marker, color=colour, ms=9)
        self.arrow = moving_line(ax, "^", color=INK, ms=11)
        self.artists = [self.line, self.marks, self.arrow]

    def show(self, heights, eighth):
        """Move the line to heights, one for each step; those below the Axes are drawn at their lower edge."""
        steps, outside = np.arange(len(heights)), heights > self.high
        heights = np.clip(heights, self.low, self.high)
        leaves = outside & ~np.append(False, outside[:-1])
        self.line.set_data(steps, np.where(outside & ~leaves, np.nan, heights))
        self.marks.set_data(steps[::eighth], np.where(outside, np.nan, heights)[::eighth])
        self.arrow.set_data(steps[leaves], heights[leaves])


class DirectionsPanel:
    """The error of each step, across the valley (full line, ▲) and along it (dashes, ■), on a logarithmic axis."""

    words = (
        "at each step the distance to the minimum across the valley (full line, triangles) and along it (dashes, "
        "squares), on a logarithmic axis"
    )

    def __init__(self, ax, f, max_steps):
        reach = np.hypot(*np.ptp(f.view, axis=1))
        step_axes(ax, "error in each direction", max_steps, 1e-8 * reach, 3 * reach)
        self.lines = []
        for place, (word, style, marker, colour) in zip((0.0, 0.6), DIRECTIONS, strict=True):
            self.lines.append(StepLine(ax, style, marker, colour))
            looks = {"color": colour, "transform": ax.transAxes, "clip_on": False}
            ax.plot([place, place + 0.11], [1.045, 1.045], style, lw=1.8, **looks)
            ax.plot([place + 0.055], [1.045], marker, mec="white", ms=9, **looks)
            ax.text(place + 0.14, 1.045, word, va="center", transform=ax.transAxes)
        self.artists = [artist for line in self.lines for artist in line.artists]

    def show(self, run, step):
        """Move both lines to the first `step` steps of a run."""
        for line, errors in zip(self.lines, errors_along(run), strict=True):
            line.show(errors[: step + 1], max(1, run.nit // 8))


DIRECTIONS = [("across the valley", "-", "^", GREEN), ("along it", "--", "s", PURPLE)]


class SlopePanel:
    """The length of the gradient at each step: what there is to see where no minimum is known."""

    words = "at each step the length of the gradient, which is 0 at a minimum, on a logarithmic axis"

    def __init__(self, ax, f, max_steps):
        points = np.stack(np.meshgrid(*[np.linspace(*ends, 21) for ends in f.view]))
        steepest = np.max(self.lengths(f, points), initial=0.0) or 1.0
        step_axes(ax, "length of the gradient", max_steps, 1e-8 * steepest, 10 * steepest)
        self.line = StepLine(ax, "-", "^", GREEN)
        self.artists = self.line.artists

    def show(self, run, step):
        """Move the line to the first `step` steps of a run."""
        self.line.show(self.lengths(run.function, run.path[: step + 1].T), max(1, run.nit // 8))

    def lengths(self, f, points):
        """Return the length of the gradient of f at each of the points, 0 where it has none."""
        with np.errstate(all="ignore"):
            lengths = np.hypot(*f.slopes(points))
        return np.where(np.isfinite(lengths), lengths, 0.0)


class PlanePicture:
    """Contours with the path of one run, and beside them its error in each direction.

    Where no minimum is known, there is no error to draw, and the length of the gradient stands in its place.

    Parameters
    ----------
    f : Function
        The first function, of points (x, y).
    max_steps : int
        Where the axis of the steps ends.
    panel : class
        `ContourPanel`, or `BowlPanel` where all functions are bowls.
    """

    def __init__(self, f, max_steps=500, panel=ContourPanel):
        self.panel, self.max_steps, self.artists = panel, max_steps, []
        self.figure = new_figure(9, 4.5)
        self.plane, self.right = self.figure.subplots(1, 2, width_ratios=[1.25, 1])
        self.frame(f)
        settle(self.figure)

    def frame(self, f):
        """Draw what stays for a function."""
        self.plane.clear()
        self.right.clear()
        beside = DirectionsPanel if len(known_minima(f)) else SlopePanel
        self.f, self.panels = f, [self.panel(self.plane, f), beside(self.right, f, self.max_steps)]
        self.plane.apply_aspect()  # what moves is placed by the Axes, whether or not they are drawn again
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        self.description = (
            f"Left: rings of equal loss of {f.name if self.panel is ContourPanel else 'a bowl'}, a cross at each "
            "known minimum, and the path of a descent: a square where it starts, a dot at every step, a star "
            f"after every tenth of the run, a diamond where it ends. Right: {beside.words}. Clicking on the left "
            "picture, or dragging, chooses another start."
        )

    def show(self, run, step=None):
        """Move everything to a run; return its function if with it what stays is another one."""
        step = run.nit if step is None else min(step, run.nit)
        anew = run.function if self.panel is ContourPanel and run.function is not self.f else None
        if anew:
            self.frame(anew)
        for panel in self.panels:
            panel.show(run, step)
        return anew
