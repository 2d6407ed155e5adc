"""Shared by all pictures: figures, lines and texts that move, and a path that may leave the view."""

import io

import numpy as np
from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from gdlesson.live.fading import fading
from gdlesson.live.palette import INK, VERMILION
from gdlesson.live.style import our_style
from gdlesson.table import parted
from gdlesson.words import number

PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # behind words that grid lines would cross
OUTLINE = [withStroke(linewidth=1.7, foreground="white")]  # points; `text_svg` draws the same
GAP = 6  # pixels between a sentence and its table


class PathLines:
    """A path of points on Axes, which fades with age; if it leaves the view, an arrow and a few words say so."""

    def __init__(self, ax, color=VERMILION, line=None):
        self.ax = ax
        self.line = line or fading(moving_line(ax, "-", color=color, lw=1.6))
        self.dots = fading(moving_line(ax, "o", color=color, ms=5))
        self.stars = moving_line(ax, "*", color=color, ms=12)
        self.arrow = moving_line(ax, ">", color=INK, ms=11)
        self.words = moving_text(ax, 0, 0)
        self.artists = [self.line, self.dots, self.stars, self.arrow, self.words]

    def show(self, xs, ys, step):
        """Show the first `step` steps of the path whose points are (xs, ys), arrays of shape (n,)."""
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
            xs, ys = self.cut(xs, ys, last)
            if not seen[: last + 1].all():  # it has been outside before, and may come back once more
                self.words.set_text(f"outside from step {last + 1} on")
        self.line.set_data(xs, ys)

    def cut(self, xs, ys, last):
        """Return the path up to the edge of the view, which it leaves after point `last`, and mark that place."""
        low, high = self.ax.bbox.get_points()
        begin, end = self.ax.transData.transform(np.column_stack([xs, ys]))[[max(last, 0), last + 1]]
        step = end - begin
        with np.errstate(divide="ignore", invalid="ignore"):  # the fraction of the step up to each pair of edges
            part = np.where(step > 0, (high - begin) / step, np.where(step < 0, (low - begin) / step, np.inf))
        axis = int(part.argmin())  # 0: it leaves to the left or right, 1: at the top or bottom
        edge = np.clip(begin + step * max(0.0, min(1.0, part.min())), low, high)
        self.arrow.set_marker(["<>", "v^"][axis][int(step[axis] > 0)])
        at_right, at_top = edge > (low + high) / 2
        away = 40 if axis else 20  # pixels; more if the path is vertical there, so that the words don't cover it
        shift = np.array([-14 if at_right else 14, -away if at_top else away])
        to_data = self.ax.transData.inverted()
        x, y = to_data.transform(edge)
        self.arrow.set_data([x], [y])
        self.words.set_position(to_data.transform(edge + shift))
        self.words.set(text=f"leaves the view at step {last + 1}", ha="right" if at_right else "left")
        return np.append(xs[: last + 1], x), np.append(ys[: last + 1], y)


class Picture:
    """A still picture: a notebook shows its image and, below it, its words, so that everyone can read them."""

    def __init__(self, figure, words):
        self.figure, self.words = figure, words

    def _ipython_display_(self):
        from IPython.display import display

        display({"image/png": png(self.figure), "text/plain": "a picture; its words follow"}, raw=True)
        display({"text/markdown": self.words, "text/plain": self.words}, raw=True)


class MovingPicture:
    """A figure whose still part belongs to one subject, such as a function, and is redrawn for another one.

    A subclass draws the still part in `frame(subject)`.
    """

    subject = None

    def reframe(self, subject):
        """Redraw the still part if it belongs to another subject; return the subject if so, else None."""
        if subject == self.subject:
            return None
        with our_style():
            self.frame(subject)
        self.subject = subject
        return subject


def heading(f):
    """Return what a curve is called: "f(x) = x²", or "my_curve(x)" if only a name is known."""
    return f"{f.name}(x)" if f.name.isidentifier() else f"f(x) = {f.name}"


def title_of(f, most=40):
    """Return the title of a curve, cut short after `most` letters, so that it ends before the next panel."""
    full = heading(f)
    return full if len(full) <= most else f"{full[: most - 1]}…"


def drawable(f, xs):
    """Return the losses at xs, shape (n,), with nan for those that are undefined or too large to draw.

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
    """Return a figure as the bytes of a PNG file, with a caption below it."""
    file = io.BytesIO()
    save_with_words(figure, caption, file, format="png", dpi=100, metadata={"Software": None})
    return file.getvalue()


@our_style()
def save_with_words(figure, words, file, **options):
    """Save a figure with words below it; the options are those of `Figure.savefig`."""
    texts = words_below(figure, words)
    try:
        figure.savefig(file, bbox_inches="tight", **options)
    finally:
        for text in texts:
            text.remove()


def words_below(figure, words):
    """Write words below a figure, a table in letters of one width so that its columns align; return the texts."""
    sentence, rows = parted(words)
    looks = {"ha": "center", "va": "top", "parse_math": False}
    texts = [figure.text(0.5, -0.01, sentence, fontsize=10, wrap=True, **looks)]
    if rows:
        bottom = texts[0].get_window_extent().y0 - GAP
        y = figure.transFigure.inverted().transform((0, bottom))[1]
        texts.append(figure.text(0.5, y, rows, fontsize=9, family=one_width(), multialignment="left", **looks))
    return texts


def one_width():
    """Return the fonts for tables: letters that the first one lacks are taken from the others."""
    return ["DejaVu Sans Mono", *rcParams["font.family"]]


def new_figure(width, height):
    """Return an empty figure of this size in inches, unknown to pyplot."""
    figure = Figure(figsize=(width, height), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


@our_style()
def settle(figure):
    """Lay out a figure and freeze the layout: the moving part relies on the position of the still part."""
    figure.draw_without_rendering()
    figure.set_layout_engine(None)


def light_grid(ax):
    """Draw light grid lines."""
    ax.grid(visible=True)


def step_axis(ax, last, label="step"):
    """Give Axes a linear horizontal axis of steps, from 0 to `last`."""
    ax.set(xlim=(-0.02 * last, 1.04 * last), xlabel=label)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))


def axis_end(count):
    """Return where an axis for so many steps ends: 10, 20, 50, 100, …, so that it rarely changes."""
    ends = (ten * digit for ten in 10 ** np.arange(1, 16) for digit in (1, 2, 5))
    return int(next(end for end in ends if end >= count))


def moving_line(ax, style, **looks):
    """Return a line, or a row of markers if the style is a marker; `set_data` moves it."""
    line = style if style in ("-", "--", "-.") else ""
    marker = "" if line else style
    rim = {"markeredgecolor": "white", "markeredgewidth": 0 if style == "o" else 0.8}
    return ax.plot([], [], linestyle=line, marker=marker, **rim, **looks)[0]


def moving_text(ax, x, y, **looks):
    """Return a text; `set_position` moves it and `set_text` changes it; its outline keeps lines away from it."""
    return ax.text(x, y, "", color=INK, va="center", path_effects=OUTLINE, **looks)


def inside(ax, xs, ys):
    """Return which points (xs, ys) lie within the Axes' limits, as an array of bool of their shape."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    xs, ys = np.asarray(xs), np.asarray(ys)
    return (left <= xs) & (xs <= right) & (bottom <= ys) & (ys <= top)
