"""Pictures of functions of two variables: contours, and paths on them, on Axes that the caller gives."""

import numpy as np

from gdlesson.drawing import BLUE, GREY, INK, VERMILION, PathLines, moving_line, new_figure, settle
from gdlesson.functions import as_function
from gdlesson.plane import errors_along, main_directions

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
    for x, y in f.known_minima if f.known_minima is not None else []:
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
        values, (across, along) = main_directions(run.function, np.zeros(2))
        turns = np.linspace(0, 2 * np.pi, 73)
        ring = np.outer(across, np.sin(turns) / np.sqrt(values[0])) + np.outer(
            along, np.cos(turns) / np.sqrt(values[1])
        )
        sizes = np.arange(1, 13) / 12 * 6 * np.sqrt(values[1])  # the outermost one reaches beyond the corners
        gap = np.full((2, 1), np.nan)
        self.rings.set_data(*np.hstack([np.hstack([size * ring, gap]) for size in sizes]))
        super().show(run, step)


class DirectionsPanel:
    """The error of each step, across the valley (full line, ▲) and along it (dashes, ■), on a logarithmic axis."""

    def __init__(self, ax, max_steps):
        ax.set_xscale("symlog", linthresh=50, linscale=2.5)
        ax.set_yscale("log")
        ticks = [step for step in (0, 10, 20, 30, 40, 50, 200, 1000) if step <= max_steps]
        ax.set(xlim=(-1.5, max_steps * 1.15), ylim=(LEAST, 30), xticks=ticks, xticklabels=ticks)
        ax.set(title="error in each direction", xlabel="step (evenly spaced up to 50)")
        ax.grid(color="#dddddd", lw=0.8)
        self.lines, self.marks = [], []
        for place, (word, style, mark, colour) in zip((0.94, 0.87), DIRECTIONS, strict=True):
            self.lines.append(moving_line(ax, style, color=colour, lw=1.8))
            self.marks.append(moving_line(ax, mark, color=colour, ms=9))
            ax.plot([0.46, 0.55], [place, place], style, color=colour, transform=ax.transAxes, lw=1.8)
            ax.plot([0.505], [place], mark, color=colour, mec="white", ms=9, transform=ax.transAxes)
            ax.text(0.58, place, word, va="center", transform=ax.transAxes, bbox=PLAIN)
        self.artists = [*self.lines, *self.marks]

    def show(self, run, step):
        """Move both lines to the first `step` steps of a run."""
        tenth = max(1, run.nit // 8)
        for line, mark, errors in zip(self.lines, self.marks, errors_along(run), strict=True):
            heights = np.clip(errors[: step + 1], LEAST, 30)
            line.set_data(np.arange(len(heights)), heights)
            mark.set_data(np.arange(len(heights))[::tenth], heights[::tenth])


LEAST = 1e-7  # the error panel ends here; smaller errors are drawn at its edge
DIRECTIONS = [("across the valley", "-", "^", BLUE), ("along it", "--", "s", VERMILION)]
PLAIN = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}


class PlanePicture:
    """Contours with the path of one run, and beside them its error in each direction.

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
        self.panel, self.artists = panel, []
        self.figure = new_figure(9, 4.5)
        self.plane, right = self.figure.subplots(1, 2, width_ratios=[1.25, 1])
        self.directions = DirectionsPanel(right, max_steps)
        self.frame(f)
        settle(self.figure)

    def frame(self, f):
        """Draw what stays for a function."""
        self.plane.clear()
        self.f, self.contours = f, self.panel(self.plane, f)
        self.artists[:] = [*self.contours.artists, *self.directions.artists]
        self.description = (
            f"Left: rings of equal loss of {f.name if self.panel is ContourPanel else 'a bowl'}, a cross at each "
            "minimum, and the path of a descent: a square where it starts, a dot at every step, a star after "
            "every tenth of the run, a diamond where it ends. Right: at each step the distance to the minimum "
            "across the valley (full line, triangles) and along it (dashes, squares), on a logarithmic axis. "
            "Clicking on the left picture, or dragging, chooses another start."
        )

    def show(self, run, step=None):
        """Move everything to a run; return its function if with it what stays is another one."""
        step = run.nit if step is None else min(step, run.nit)
        anew = run.function if self.panel is ContourPanel and run.function is not self.f else None
        if anew:
            self.frame(anew)
        self.contours.show(run, step)
        self.directions.show(run, step)
        return anew
