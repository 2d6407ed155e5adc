"""The picture of a descent in the plane: contours with a path, and the errors, on Axes given by the caller."""

import numpy as np

from gdlesson.explorers.plane.run import errors_along, known_minima, main_directions, over_view
from gdlesson.live.drawing import MovingPicture, PathLines, light_grid, moving_line, new_figure, settle, step_axis
from gdlesson.live.palette import BLUE, GRAY, GREEN, INK, PURPLE, VERMILION
from gdlesson.live.style import our_style

LEVELS = 14  # number of contours
SHADES = ["#FFFFFF", "#E9EDF2"]  # alternate between contours


class ContourPanel:
    """Contours of f with a path: the start ■, every step ●, every tenth of the run ★, the current point ◆."""

    def __init__(self, ax, f, color=VERMILION):
        self.ax = ax
        self.draw(ax, f)
        self.path = PathLines(ax, color)
        self.start = moving_line(ax, "s", color=BLUE, ms=9)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [*self.path.artists, self.start, self.here]

    def draw(self, ax, f):
        """Draw the still part."""
        draw_contours(ax, f)

    def show(self, run, step):
        """Show the first `step` steps of a run."""
        xs, ys = run.path.T
        self.path.show(xs, ys, step)
        self.start.set_data(xs[:1], ys[:1])
        self.here.set_data(xs[step : step + 1], ys[step : step + 1])


def draw_contours(ax, f):
    """Draw the contours of f in its view, with a cross at each known minimum, and fix the view."""
    points = over_view(f, 161)
    losses = f.on(points)
    levels = contour_levels(losses)
    ax.contourf(*points, losses, levels=[-np.inf, *levels, np.inf], colors=SHADES * LEVELS)
    ax.contour(*points, losses, levels=levels, colors=GRAY, linewidths=0.7, linestyles="solid")
    frame(ax, f)
    ax.set_title(f.name, parse_math=False)


def frame(ax, f):
    """Set the axes to the view of f, and draw a cross at each known minimum."""
    for x, y in known_minima(f):
        ax.plot([x], [y], "+", color=INK, ms=12, mew=2)
    ax.set(xlim=f.view[0], ylim=f.view[1], xlabel=f.axes[0], ylabel=f.axes[1])
    wide, high = (top - bottom for bottom, top in f.view)
    ax.ticklabel_format(axis="x", scilimits=(-2, 5))  # longer tick labels would not fit
    if wide <= 2:  # nor would many labels of two decimals
        ax.locator_params(axis="x", nbins=5)
    ax.set_aspect("equal" if 0.4 < wide / high < 2.5 else "auto")


def contour_levels(losses):
    """Return the losses at which to draw contours, spaced so that the area between them grows evenly.

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
    """The same for a bowl of any shape: its contours are ellipses, quick to compute, so they move, too."""

    def __init__(self, ax, f):
        self.rings = moving_line(ax, "-", color="#8899AA", lw=0.8)
        super().__init__(ax, f)
        self.artists.insert(0, self.rings)

    def draw(self, ax, f):
        """Draw the still part: the axes, and a cross at the minimum."""
        frame(ax, f)
        ax.set_title("a bowl: rings of equal loss")

    def show(self, run, step):
        """Show the first `step` steps of a run on a bowl, and the contours of that bowl."""
        self.rings.set_data(*rings(run.function))
        super().show(run, step)


def rings(f):
    """Return contours of a bowl as one line, shape (2, n), nan between them; the largest encloses the view."""
    (steep, flat), (across, along) = main_directions(f, np.zeros(2))
    reach = np.hypot(*np.max(np.abs(f.view), axis=1))
    turns = np.append(np.linspace(0, 2 * np.pi, 73), np.nan)
    ring = np.outer(across, np.sin(turns)) + np.outer(along, np.cos(turns)) * np.sqrt(steep / flat)
    sizes = reach * (np.arange(1, 13) / 12) ** 1.5  # closer together in the middle, where the path ends
    return np.hstack([size * ring for size in sizes])


def step_axes(ax, title, max_steps, low, high):
    """Give Axes a horizontal axis of steps and a logarithmic vertical axis."""
    step_axis(ax, max_steps)
    ax.set(yscale="log", ylim=(low, high))
    ax.set_title(title, pad=22)  # leave room for a key even if there is none, so that the Axes don't move
    light_grid(ax)


class StepLine:
    """A line against the step, with a marker at every eighth of the run, and an arrow where it leaves."""

    def __init__(self, ax, style, marker, color):
        self.low, self.high = ax.get_ylim()
        self.line = moving_line(ax, style, color=color, lw=1.8)
        self.marks = moving_line(ax, marker, color=color, ms=9)
        self.arrow = moving_line(ax, "^", color=INK, ms=11)
        self.artists = [self.line, self.marks, self.arrow]

    def show(self, heights, eighth):
        """Move the line to heights, shape (steps + 1,); heights below the Axes are drawn at the lower edge.

        `eighth` is the number of steps between two markers.
        """
        steps, outside = np.arange(len(heights)), heights > self.high
        heights = np.clip(heights, self.low, self.high)
        leaves = outside & ~np.append(False, outside[:-1])
        self.line.set_data(steps, np.where(outside & ~leaves, np.nan, heights))
        self.marks.set_data(steps[::eighth], np.where(outside, np.nan, heights)[::eighth])
        self.arrow.set_data(steps[leaves], heights[leaves])


class DirectionsPanel:
    """The error at each step, across the valley (solid, ▲) and along it (dashed, ■), on a logarithmic axis."""

    words = (
        "at each step the distance to the minimum across the valley (full line, triangles) and along it (dashes, "
        "squares), on a logarithmic axis"
    )

    def __init__(self, ax, f, max_steps):
        reach = np.hypot(*np.ptp(f.view, axis=1))
        step_axes(ax, "error in each direction", max_steps, 1e-8 * reach, 3 * reach)
        self.lines = []
        for place, (word, style, marker, color) in zip((0.0, 0.6), DIRECTIONS, strict=True):
            self.lines.append(StepLine(ax, style, marker, color))
            looks = {"color": color, "transform": ax.transAxes, "clip_on": False}
            ax.plot([place, place + 0.11], [1.045, 1.045], style, lw=1.8, **looks)
            ax.plot([place + 0.055], [1.045], marker, mec="white", ms=9, **looks)
            ax.text(place + 0.14, 1.045, word, va="center", transform=ax.transAxes)
        self.artists = [artist for line in self.lines for artist in line.artists]

    def show(self, run, step):
        """Show the errors of the first `step` steps of a run."""
        for line, errors in zip(self.lines, errors_along(run), strict=True):
            line.show(errors[: step + 1], max(1, run.nit // 8))


DIRECTIONS = [("across the valley", "-", "^", GREEN), ("along it", "--", "s", PURPLE)]


class SlopePanel:
    """The length of the gradient at each step, shown if no minimum is known."""

    words = "at each step the length of the gradient, which is 0 at a minimum, on a logarithmic axis"

    def __init__(self, ax, f, max_steps):
        points = over_view(f, 21)
        steepest = np.max(self.lengths(f, points), initial=0.0) or 1.0
        step_axes(ax, "length of the gradient", max_steps, 1e-8 * steepest, 10 * steepest)
        self.line = StepLine(ax, "-", "^", GREEN)
        self.artists = self.line.artists

    def show(self, run, step):
        """Show the lengths for the first `step` steps of a run."""
        self.line.show(self.lengths(run.function, run.path[: step + 1].T), max(1, run.nit // 8))

    def lengths(self, f, points):
        """Return the lengths of the gradient of f at points of shape (2, ...), with 0 where it is not finite."""
        with np.errstate(all="ignore"):
            lengths = np.hypot(*f.slopes(points))
        return np.where(np.isfinite(lengths), lengths, 0.0)


class PlanePicture(MovingPicture):
    """Contours with the path of one run, and beside them its error in each direction.

    If no minimum is known, the length of the gradient is shown instead of the error.

    Parameters
    ----------
    f : Function
        The first function, of points (x, y).
    max_steps : int
        The end of the axis of steps.
    panel : class
        `ContourPanel`, or `BowlPanel` if all functions are bowls.
    """

    @our_style()
    def __init__(self, f, max_steps=500, panel=ContourPanel):
        self.panel, self.max_steps, self.artists = panel, max_steps, []
        self.figure = new_figure(9, 4.5)
        self.plane, self.right = self.figure.subplots(1, 2, width_ratios=[1.25, 1])
        self.reframe(f)
        settle(self.figure)

    def frame(self, f):
        """Draw the still part for a function."""
        self.plane.clear()
        self.right.clear()
        beside = DirectionsPanel if len(known_minima(f)) else SlopePanel
        self.panels = [self.panel(self.plane, f), beside(self.right, f, self.max_steps)]
        self.plane.apply_aspect()  # the moving part needs the final position of the Axes
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        self.description = (
            f"Left: rings of equal loss of {f.name if self.panel is ContourPanel else 'a bowl'}, a cross at each "
            "known minimum, and the path of a descent: a square where it starts, a dot at every step, a star "
            f"after every tenth of the run, a diamond where it ends. Right: {beside.words}. Clicking on the left "
            "picture, or dragging, chooses another start."
        )

    def show(self, run, step=None):
        """Show the first `step` steps of a run, by default all; return its function if it is a new one."""
        step = run.nit if step is None else min(step, run.nit)
        redrawn = self.reframe(run.function) if self.panel is ContourPanel else None  # bowls share a still part
        for panel in self.panels:
            panel.show(run, step)
        return redrawn
