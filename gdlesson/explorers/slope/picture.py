"""The picture of a secant: rise and run on the curve, the same magnified, and the error of the secant's slope."""

from copy import copy

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gdlesson.explorers.descent.picture import draw_curve
from gdlesson.explorers.slope.run import STEPS
from gdlesson.live.drawing import heading, light_grid, moving_line, moving_text, new_figure, settle
from gdlesson.live.labels import EndLabels
from gdlesson.live.palette import BLUE, GRAY, GREEN, INK, VERMILION
from gdlesson.live.style import our_style
from gdlesson.words import number

LEAST = 2e-14  # the smallest error drawn; smaller ones are drawn here
BESIDE = 0.12  # how much wider than its view a curve is drawn on each side, as a part of it
AROUND = -1.5, 2.3  # what is drawn in the magnified panel, in units of h
ACROSS = -1.5, 3.5  # how wide it is: at the right stand the names of the lines
CLEAR = 3, 10  # so many times smaller or larger than its point on the line are h and error of a name
LETTER = 7.5  # pixels, at most, that a letter is wide
SMALL = 24  # pixels; a shorter side of the triangle has no words


class SecantPanel:
    """On Axes: the tangent, the secant, and the triangle of rise and run between its ends.

    The lines go from one of two edges to the other one, by default those of the Axes.
    """

    def __init__(self, ax, edges=None):
        self.ax, self.edges = ax, np.array(edges or ax.get_xlim())
        self.inner = ax.add_patch(PathPatch(Path(np.zeros((4, 2))), facecolor=BLUE, lw=0, alpha=0.13))
        self.tangent = moving_line(ax, "--", color=GREEN, lw=2.5)
        self.secant = moving_line(ax, "-", color=VERMILION, lw=1.8)
        self.sides = moving_line(ax, "-", color=BLUE, lw=1.6)
        self.ends = moving_line(ax, "o", color=VERMILION, ms=8)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.words = moving_text(ax, 0, 0, ha="center"), moving_text(ax, 0, 0, ha="left")
        self.artists = [self.inner, self.tangent, self.secant, self.sides, self.ends, self.here, *self.words]

    def show(self, run, points, slopes):
        """Show a secant.

        Parameters
        ----------
        run : Secant
            What the words are about.
        points : three of (float, float)
            The points of the curve at x and at both ends of the secant, in the units of the Axes.
        slopes : (float, float)
            The slopes of tangent and secant in these units.
        """
        here, begin, end = np.array(points)
        edges, corner = self.edges, np.array([end[0], begin[1]])
        self.tangent.set_data(edges, here[1] + slopes[0] * (edges - here[0]))
        self.secant.set_data(edges, begin[1] + slopes[1] * (edges - begin[0]))
        self.sides.set_data(*np.array([begin, corner, end]).T)
        self.inner.set_path(Path([begin, corner, end, begin]))
        self.ends.set_data(*np.array([begin, end]).T)
        self.here.set_data(here[:1], here[1:])
        self.label(run, *self.ax.transData.transform(np.clip([begin, corner, end], -1e100, 1e100)))

    def label(self, run, begin, corner, end):
        """Write rise and run at the sides of the triangle, given in pixels, where there is room."""
        (left, bottom), (right, top) = self.ax.bbox.get_points()
        for words, text, (one, other), away in zip(
            self.words,
            (f"run {number(run.run, 3)}", f"rise {number(run.rise, 3)}"),
            ((begin, corner), (corner, end)),
            ((0, -12 if end[1] >= corner[1] else 12), (7, 0)),
            strict=True,
        ):
            place, wide = np.clip((one + other) / 2, (left, bottom), (right, top)) + away, LETTER * len(text)
            first = place[0] - (wide / 2 if words.get_horizontalalignment() == "center" else 0)
            fits = left < first < right - wide and bottom + 8 < place[1] < top - 8
            words.set(text=text, visible=bool(fits and np.abs(other - one).max() > SMALL))
            words.set_position(self.ax.transData.inverted().transform(place))


class CurvePanel:
    """The curve with the secant, the tangent, and rise and run."""

    def __init__(self, ax, f):
        wider, beside = copy(f), BESIDE * np.ptp(f.view)
        wider.view = f.view[0] - beside, f.view[1] + beside
        draw_curve(ax, wider)
        self.lines = SecantPanel(ax)
        self.artists = self.lines.artists

    def show(self, run):
        """Show a secant."""
        points = [(x, run.function(x)) for x in (run.x, *run.ends)]
        self.lines.show(run, points, (run.tangent, run.slope))


class ZoomPanel:
    """The curve around x at the scale of h: the smaller h, the straighter it looks, until rounding shows.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw it.
    view : (float, float)
        Width and height of the panel with the whole curve, in its units.
    """

    def __init__(self, ax, view):
        self.view = view
        ax.set(xlim=ACROSS, ylim=AROUND, xticks=[-1, 0, 1], xticklabels=["x − h", "x", "x + h"], yticks=[])
        ax.set_title("the same, with h always this wide")
        self.curve = moving_line(ax, "-", color=GRAY, lw=2.5)
        self.lines = SecantPanel(ax, AROUND)
        self.names = EndLabels(ax, ["tangent", "secant"])
        self.times = moving_text(ax, AROUND[0] + 0.1, AROUND[1] - 0.25, ha="left")
        self.artists = [self.curve, *self.lines.artists, *self.names.artists, self.times]

    def show(self, run):
        """Show a secant in units of h, and of what makes the steeper of both lines a diagonal."""
        f, here = run.function, run.function(run.x)
        unit = run.h * max(abs(run.tangent), abs(run.slope), self.view[1] / self.view[0])
        places = np.linspace(*AROUND, 161)
        self.curve.set_data(places, (f.on(run.x + places * run.h) - here) / unit)
        ends = zip((0 if run.difference == "forward" else -1, 1), run.ends, strict=True)
        points = [(0, 0), *((place, (f(x) - here) / unit) for place, x in ends)]
        self.lines.show(run, points, (run.tangent * run.h / unit, run.slope * run.h / unit))
        self.names.show([last_in(AROUND, line) for line in (self.lines.tangent, self.lines.secant)])
        times = float(f"{self.view[0] / np.ptp(ACROSS) / run.h:.2g}")
        self.times.set_text(f"× {times:,g}")


def last_in(view, line):
    """Return where a straight line, from one edge of a square view to the other, leaves the view."""
    (x0, x1), (y0, y1) = line.get_data()
    slope = (y1 - y0) / (x1 - x0)
    height = np.clip(y1, *view)
    return (x0 + (height - y0) / slope if slope and height != y1 else x1), height


class ErrorPanel:
    """The error of the secant's slope against h, for both differences."""

    def __init__(self, ax):
        ax.set(xscale="log", yscale="log", xlim=(STEPS[0] / 2, 2 * STEPS[-1]), ylim=(LEAST / 20, 1e4))
        ax.set(title="error of the secant's slope", xlabel="h (small h on the left)")
        ax.set_xticks(10.0 ** np.arange(-16, 2, 4), minor=False)
        ax.set_yticks(10.0 ** np.arange(-12, 5, 4), minor=False)
        light_grid(ax)
        looks = {"forward": ("-", VERMILION), "central": ("--", BLUE)}
        self.lines = {name: moving_line(ax, style, color=color, lw=1.8) for name, (style, color) in looks.items()}
        self.names = [moving_text(ax, 0, 0, ha=side, fontsize=9.5) for side in ("right", "left")]
        for words, name in zip(self.names, looks, strict=True):
            words.set_text(name)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.artists = [*self.lines.values(), *self.names, self.here]

    def show(self, run):
        """Show a secant."""
        drawn = {name: np.maximum(run.errors[name], LEAST) for name in self.lines}
        across, up = CLEAR
        places = zip(
            self.lines, self.names, (84, 100), (-1, 1), strict=True
        )  # left above one, right below the other
        for name, words, at, side in places:
            self.lines[name].set_data(STEPS, drawn[name])
            words.set_position((STEPS[at] * across**side, drawn[name][at] / up**side))
        self.here.set_data([run.h], [max(run.error, LEAST)])


class SlopePicture:
    """A secant and the tangent, and the same magnified; with `errors`, also the error of its slope against h."""

    @our_style()
    def __init__(self, f, errors):
        self.figure = new_figure(9, 4.9 if errors else 4.2)
        rows = {"height_ratios": [1.3, 1]} if errors else {}
        grid = self.figure.add_gridspec(1 + errors, 2, width_ratios=[1.3, 1], **rows)
        curve, zoom, *rest = (
            self.figure.add_subplot(place) for place in (grid[:, 0], *(grid[row, 1] for row in range(1 + errors)))
        )
        self.panels = [CurvePanel(curve, f)]
        self.panels += [ZoomPanel(zoom, (np.ptp(curve.get_xlim()), np.ptp(curve.get_ylim())))]
        self.panels += [ErrorPanel(ax) for ax in rest]
        self.artists = [artist for panel in self.panels for artist in panel.artists]
        settle(self.figure)
        self.description = (
            f"Left: the curve of {heading(f)}, its tangent at the diamond (dashed), a secant through two dots, "
            "and the triangle of their rise and run. Beside it the same around the diamond, magnified so that h "
            "is always as wide: the smaller h, the straighter the curve."
        ) + errors * (
            " Below it the error of the secant's slope against h, both on logarithmic axes, for the forward "
            "difference (full line) and the central one (dashed); the diamond is the present h."
        )

    def show(self, run):
        """Show a secant."""
        for panel in self.panels:
            panel.show(run)
