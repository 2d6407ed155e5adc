"""What all pictures are drawn with: palette, figures, lines and texts that move, a path that may leave the view.

Blue, vermilion and green are those of Okabe and Ito, purple is Paul Tol's: safe for colour-blind readers. Markers,
line styles and hatches say everything a second time.
"""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from gdlesson.verdicts import number

BLUE, VERMILION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#AA4499"
INK, GREY = "#222222", "#767676"


class PathLines:
    """A path of points on given Axes: where it leaves the view, it ends at the edge with an arrow and a word."""

    def __init__(self, ax, colour=VERMILION):
        self.ax = ax
        self.line = moving_line(ax, "-", color=colour, lw=1.2)
        self.dots = moving_line(ax, "o", color=colour, ms=5)
        self.stars = moving_line(ax, "*", color=colour, ms=12)
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


class Picture:
    """A still picture: a notebook shows its image and, below it for every reader, its words."""

    def __init__(self, figure, words):
        self.figure, self.words = figure, words

    def _ipython_display_(self):
        from IPython.display import display

        display({"image/png": png(self.figure), "text/plain": "a picture; its words follow"}, raw=True)
        display({"text/markdown": self.words, "text/plain": self.words}, raw=True)


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
    line = "" if style in "osD*<>^vPX" else style
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
