"""The picture of a descent in the plane: contours with a run, the errors beside it, and the data if any."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gdlesson.explorers.plane.directions import DirectionsPanel, SlopePanel
from gdlesson.explorers.plane.downhill import DownhillArrow
from gdlesson.explorers.plane.fit import FitPanel
from gdlesson.explorers.plane.run import known_minima, main_directions, over_view
from gdlesson.live.drawing import MovingPicture, PathLines, axis_end, moving_line, new_figure, settle, step_axis
from gdlesson.live.palette import BLUE, GRAY, INK, VERMILION
from gdlesson.live.rolling import ball, flying
from gdlesson.live.style import our_style
from gdlesson.live.terrain import GROUP, LINES, NOTE, SHADES, draw_terrain

LEVELS = 14  # number of contours
USUAL = 500  # steps
ROOM = 1.17  # times as long as the longest run of an axis is the axis: room for names at the lines' ends
RINGS = 12  # number of contours of a bowl that moves
LONGEST = 36  # letters of a title


class ContourPanel:
    """Contours of f with a run: the start ■, every step ●, every tenth of the run ★, the current point ◆."""

    def __init__(self, ax, f, color=VERMILION):
        self.ax = ax
        self.draw(ax, f)
        self.path = PathLines(ax, color)
        self.start = moving_line(ax, "s", color=BLUE, ms=9)
        self.here = flying(moving_line(ax, "D", color=INK, ms=9))
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
    draw_terrain(ax, *points, losses, contour_levels(losses))
    frame(ax, f)
    ax.set_title(f.name if len(f.name) <= LONGEST else f"{f.name[: LONGEST - 1]}…", parse_math=False)


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


class SurfacePanel(ContourPanel):
    """The same with a ball at the current point, and arrows that point downhill from there and from the start."""

    def __init__(self, ax, f):
        super().__init__(ax, f)
        self.here = ball(ax)
        self.arrows = [DownhillArrow(ax, color) for color in (BLUE, INK)]
        *path, start, _ = self.artists
        first, last = (arrow.patch for arrow in self.arrows)
        self.artists = [*path, first, start, last, self.here]

    def show(self, run, step):
        """Show the first `step` steps of a run."""
        super().show(run, step)
        for arrow, point in zip(self.arrows, (run.path[0], run.path[step]), strict=True):
            arrow.show(run.function, point)
        if not step:
            self.arrows[1].patch.set_visible(False)  # the other one is here


class BowlPanel(SurfacePanel):
    """The same for a bowl of any shape: its contours are ellipses, quick to compute, so they move, too."""

    def __init__(self, ax, f):
        shades = SHADES(np.linspace(1, 0, RINGS))
        looks = {"ec": LINES, "lw": 0.5, "gid": GROUP}
        self.rings = [ax.add_patch(PathPatch(Path([(0, 0)]), fc=shade, **looks)) for shade in shades]
        self.lowest = moving_line(ax, "P", color=INK, ms=8)
        self.lowest.set_data([0], [0])
        super().__init__(ax, f)
        self.artists[:0] = [*self.rings, self.lowest]

    def draw(self, ax, f):
        """Draw the still part: the axes."""
        frame(ax, f)
        ax.set_title("a bowl: rings of equal loss")
        ax.set_title(NOTE, loc="right", fontsize=9.5, color=GRAY)

    def show(self, run, step):
        """Show the first `step` steps of a run on a bowl, and the contours of that bowl."""
        for patch, ring in zip(self.rings, rings(run.function), strict=True):
            patch.set_path(Path(ring.T, closed=True))
        super().show(run, step)


def rings(f):
    """Return contours of a bowl, arrays of shape (2, n); the first is the largest and encloses the view."""
    (steep, flat), (across, along) = main_directions(f, np.zeros(2))
    reach = np.hypot(*np.max(np.abs(f.view), axis=1))
    turns = np.linspace(0, 2 * np.pi, 73)
    ring = np.outer(across, np.sin(turns)) + np.outer(along, np.cos(turns)) * np.sqrt(steep / flat)
    sizes = reach * (np.arange(RINGS, 0, -1) / RINGS) ** 1.5  # closer together in the middle, where the path ends
    return [size * ring for size in sizes]


class PlanePicture(MovingPicture):
    """Contours with one run, and beside them its distances to the minimum; above, the data if f is their loss.

    If no minimum is known, the length of the gradient is shown instead of the error.

    Parameters
    ----------
    f : Function
        The first function, of points (x, y).
    last : int
        Where the axis of steps ends at first.
    panel : class
        `SurfacePanel`, or `BowlPanel` if all functions are bowls.
    """

    @our_style()
    def __init__(self, f, last=500, panel=SurfacePanel):
        self.panel, self.drawn, self.artists = panel, None, []
        self.figure = new_figure(9, 4.5)
        self.reframe((f, last))

    def frame(self, subject):
        """Draw the still part for a function, or only let the axis of steps end elsewhere."""
        f, last = subject
        if self.drawn is not f:
            self.draw(f)
            step_axis(self.errors, USUAL)  # the panels lie where they lie, wherever the axis ends
            settle(self.figure)
            self.drawn = f
        step_axis(self.errors, last)
        self.errors.set_xlim(right=ROOM * last)

    def draw(self, f):
        """Draw the panels for a function."""
        beside = DirectionsPanel if len(known_minima(f)) else SlopePanel
        kinds = [FitPanel, beside] if f.data else [beside]
        self.figure.clear()
        self.figure.set_layout_engine("constrained")
        grid = self.figure.add_gridspec(len(kinds), 2, width_ratios=[1.25, 1])
        self.plane = self.figure.add_subplot(grid[:, 0], anchor="N")
        others = [self.figure.add_subplot(grid[row, 1]) for row in range(len(kinds))]
        self.errors = others[-1]
        self.panels = [self.panel(self.plane, f), *(kind(ax, f) for kind, ax in zip(kinds, others, strict=True))]
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        self.description = (
            f"Left: {'a bowl' if self.panel is BowlPanel else f.name} from above, contours shaded by height, "
            "dark where it is low, with a cross at each known minimum, and the run of a descent: a square where "
            "it starts, a dot at every step, a star after every tenth of the run, a ball where it is now. Arrows "
            "point downhill from the start and from the ball, the steeper it is there, the longer. Right: "
            f"{'; below, '.join(kind.words for kind in kinds)}. Clicking on the left picture, or dragging, "
            "chooses another start."
        )

    def show(self, run, step=None):
        """Show the first `step` steps of a run, by default all; return the still part's subject if it is new."""
        f = self.subject[0] if self.panel is BowlPanel else run.function  # bowls share a still part
        redrawn = self.reframe((f, axis_end(run.nit)))
        step = run.nit if step is None else min(step, run.nit)
        for panel in self.panels:
            panel.show(run, step)
        return redrawn
