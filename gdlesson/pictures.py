"""Matplotlib drawings on Axes that the caller gives. They know no widgets.

A panel draws what stays when it is made, and moves the rest with `show(run, step)`: one drawing code for
still and for live pictures. Blue, vermilion and green are those of Okabe and Ito, safe for colour-blind
readers; markers, line styles and hatches say everything a second time.
"""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from gdlesson.functions import as_function, curvature, minima, round_minima
from gdlesson.verdicts import number, verdict

BLUE, VERMILION, GREEN, INK, GREY = "#0072B2", "#D55E00", "#009E73", "#222222", "#767676"
FLOOR = 1e-12  # the loss panel ends here; what is nearer to the lowest loss is drawn at its edge


class CurvePanel:
    """The curve and the path on it: the start ■, the steps ●, a star every tenth of the run, and here ◆."""

    def __init__(self, ax, f):
        self.ax, self.f = ax, as_function(f)
        xs = np.linspace(*f.view, 601)
        losses = drawable(f, xs)
        low, high = np.nanmin(losses), np.nanmax(losses)
        room = 0.08 * (high - low) or 1.0
        ax.plot(xs, losses, color=GREY, lw=2)
        ax.set(xlim=f.view, ylim=(low - room, high + room), xlabel="x")
        ax.set_title(heading(f), parse_math=False)
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
        losses = np.maximum(run.losses - self.lowest, FLOOR)
        self.path.show(np.arange(len(losses)), losses, step)
        self.here.set_data([step], losses[step : step + 1])


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
        for left, right, colour, hatch, word in BANDS:
            ax.axvspan(left, right, 0, 0.68, facecolor=colour, edgecolor=GREY, hatch=hatch, lw=0)
            ax.text((left + right) / 2, 0.16, word, ha="center", va="center", fontsize=9, bbox=LABEL)
        self.here = moving_line(ax, "D", color=INK, ms=9)
        self.words = moving_text(ax, -0.42, 0.85, ha="center")
        self.artists = [self.here, self.words]

    def show(self, run, step):
        """Move the marker to the multiplier of a run at the minimum that is nearest to its end."""
        bend = min(self.minima, key=lambda pair: abs(pair[0] - run.path[-1]), default=(0, 0))[1]
        if not bend:
            self.here.set_data([], [])
            self.words.set_text("no curvature at a minimum in view")
            return
        value = 1 - run.learning_rate * bend
        self.here.set_marker("D" if value >= -2 else "<")
        self.here.set_data([max(value, -1.93)], [0.48])
        where = "" if self.everywhere else "near the minimum: "
        self.words.set_text(f"{where}1 − {number(run.learning_rate)}·{number(bend)} = {number(round(value, 9))}")


# where a band of the number line begins and ends, its colour, its hatch, its word
BANDS = [
    (-2, -1, "#F4D5BF", "///", "diverges"),
    (-1, 0, "#FBEBC8", "..", "overshoots"),
    (0, 1, "#D5ECFA", "", "comes down"),
]
LABEL = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}


class PathLines:
    """A path of points on given Axes: where it leaves the view, it ends at the edge with an arrow and a word."""

    def __init__(self, ax):
        self.ax = ax
        self.line = moving_line(ax, "-", color=VERMILION, lw=1.2)
        self.dots = moving_line(ax, "o", color=VERMILION, ms=5)
        self.stars = moving_line(ax, "*", color=VERMILION, ms=12)
        self.arrow = moving_line(ax, ">", color=INK, ms=11)
        self.words = moving_text(ax, 0, 0)
        self.artists = [self.line, self.dots, self.stars, self.arrow, self.words]

    def show(self, xs, ys, step):
        """Show the first `step` steps of the path through xs and ys."""
        tenth = max(1, len(xs) // 10)
        xs, ys = np.clip(xs[: step + 1], -1e100, 1e100), np.clip(ys[: step + 1], -1e100, 1e100)
        seen = inside(self.ax, xs, ys)
        self.dots.set_data(xs[seen], ys[seen])
        self.stars.set_data(xs[tenth::tenth][seen[tenth::tenth]], ys[tenth::tenth][seen[tenth::tenth]])
        last = int(np.max(np.flatnonzero(seen), initial=-1))
        leaves = last < step
        self.arrow.set_visible(leaves)
        self.words.set_visible(leaves)
        if leaves:
            xs, ys = self.leave(xs, ys, last)
        self.line.set_data(xs, ys)

    def leave(self, xs, ys, last):
        """End the path at the edge of the view after its last visible point, and mark where."""
        pixels = self.ax.transData.transform(np.column_stack([xs, ys]))
        (left, bottom), (right, top) = self.ax.bbox.get_points()
        begin, end = pixels[max(last, 0)], pixels[last + 1]
        low, high = np.array([left, bottom]), np.array([right, top])
        way = end - begin
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = np.where(way > 0, (high - begin) / way, np.where(way < 0, (low - begin) / way, np.inf))
        edge = np.clip(begin + way * max(0.0, min(1.0, reach.min())), low, high)
        back = self.ax.transData.inverted()
        self.arrow.set_data(*back.transform([edge]).T)
        self.arrow.set_marker({0: "<>", 1: "v^"}[int(reach.argmin())][int(way[reach.argmin()] > 0)])
        at_right = edge[0] > (left + right) / 2
        down = 40 if int(reach.argmin()) else 20  # further where it leaves upwards, to be clear of the path
        shift = np.array([-14 if at_right else 14, -down if edge[1] > (bottom + top) / 2 else down])
        self.words.set_position(back.transform(edge + shift))
        self.words.set(text=f"leaves at step {last + 1}", ha="right" if at_right else "left")
        x, y = back.transform(edge)
        return np.append(xs[: last + 1], x), np.append(ys[: last + 1], y)


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


class Picture:
    """A still picture: a notebook shows its image and, below it for every reader, its words."""

    def __init__(self, figure, words):
        self.figure, self.words = figure, words

    def _ipython_display_(self):
        from IPython.display import display

        display({"image/png": png(self.figure), "text/plain": "a picture; its words follow"}, raw=True)
        display({"text/markdown": self.words, "text/plain": self.words}, raw=True)


def picture(run, step=None):
    """Return the still picture of a run, with its verdict as words.

    Parameters
    ----------
    run : Descent
        What `descend` returned, for a function of one variable.
    step : int, optional
        Show only the first steps.

    Raises
    ------
    ValueError
        The run is one of a function of several variables.
    """
    if np.ndim(run.x):
        raise ValueError(f"picture() draws functions of one variable; this run has {len(run.x)}")
    drawn = DescentPicture(run.function, max(500, run.nit))
    drawn.show(run, step)
    return Picture(drawn.figure, verdict(run))


def heading(f):
    """Return what a curve is called: "f(x) = x²", or "my_curve(x)" where all that is known is a name."""
    return f"{f.name}(x)" if f.name.isidentifier() else f"f(x) = {f.name}"


def drawable(f, xs):
    """Return the losses at xs, those that are no number or too large to draw as nan.

    Raises
    ------
    ValueError
        None of them can be drawn.
    """
    losses = f.on(xs)
    losses = np.where(np.abs(losses) < 1e100, losses, np.nan)
    if np.isnan(losses).all():
        raise ValueError(f"{f.name} has no value to draw between x = {number(xs[0])} and x = {number(xs[-1])}")
    return losses


def png(figure, caption=""):
    """Return a figure as the bytes of a PNG, with a caption below it where one is given."""
    words = figure.text(0.5, -0.01, caption, ha="center", va="top", fontsize=10, wrap=True)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=100, bbox_inches="tight", metadata={"Software": None})
    words.remove()
    return file.getvalue()


def new_figure(width, height):
    """Return an empty figure of so many inches that nobody else draws on."""
    figure = Figure(figsize=(width, height), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def settle(figure):
    """Lay a figure out and leave it so: what moves over it must find everything where it was."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")


def moving_line(ax, style, **looks):
    """Return a line or a row of markers that is to be moved with `set_data`."""
    line = "" if style in "osD*<>^v" else style
    marker = "" if line else style
    rim = {"markeredgecolor": "white", "markeredgewidth": 0 if style == "o" else 0.8}
    return ax.plot([], [], linestyle=line, marker=marker, **rim, **looks)[0]


def moving_text(ax, x, y, **looks):
    """Return a text that is to be moved with `set_position` and changed with `set_text`."""
    return ax.text(x, y, "", color=INK, va="center", **looks)


def inside(ax, xs, ys):
    """Tell which points lie in the view of the Axes."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    xs, ys = np.asarray(xs), np.asarray(ys)
    return (left <= xs) & (xs <= right) & (bottom <= ys) & (ys <= top)
