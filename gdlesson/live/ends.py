"""Lines against the epochs that end in a marker and a name, and where their axes end."""

import math

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from gdlesson.live.labels import LONGEST, EndLabels

LETTER = 7.4  # pixels that a letter of a name takes, at most
SIGN = 9  # pixels from the middle of a marker to its line, and to its name


class NamedEnds:
    """Markers at the ends of lines, and names beside them; they make room for each other.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where the lines are.
    names : sequence of str
        Their names, "" for none.
    marks : list of matplotlib.lines.Line2D
        The marker of each.
    """

    def __init__(self, ax, names, marks):
        self.ax, self.marks, self.labels = ax, marks, EndLabels(ax, names)
        longest = min(max(map(len, names)), LONGEST)
        self.room = LETTER * longest + 3 * SIGN if longest else 1.2 * SIGN
        self.artists = [*marks, *self.labels.artists]

    def fit_axis(self, end, ticks=5):
        """Let the horizontal axis end at a number, with room for the names beside it."""
        wide = self.ax.bbox.width
        self.pixel = end / (wide - self.room)
        at = MaxNLocator(ticks, integer=True).tick_values(0, end)
        self.ax.set(xlim=(0, wide * self.pixel), xticks=[tick for tick in at if 0 <= tick <= end])

    def show(self, lines):
        """Show where lines end now: arrays x and y for each, with nan or nothing where there is none."""
        ends = np.full((len(lines), 2), np.nan)
        for place, (xs, ys) in enumerate(lines):
            there = np.flatnonzero(np.isfinite(ys))[-1:]
            ends[place] = (xs[there[0]], ys[there[0]]) if len(there) else np.nan
        self.labels.show(ends + [2 * SIGN * self.pixel, 0])
        for mark, name, end in zip(self.marks, self.labels.artists, ends, strict=True):
            seen = np.isfinite(end).all()
            aside = seen and name.get_text() and name.get_visible()  # a marker moves with its name
            x, y = np.subtract(name.get_position(), (SIGN * self.pixel, 0)) if aside else end
            mark.set_data([x] if seen else [], [y] if seen else [])
            name.set_visible(bool(aside))


def sinks(heights, low):
    """Return the place from which on an array of heights stays at most `low`; its length if it never does."""
    return 1 + int(np.flatnonzero(heights > low).max(initial=-1))


def stride_end(count, stride):
    """Return where an axis for so many epochs ends: at a multiple of a stride, so that it rarely changes."""
    return stride * math.ceil(count / stride)


def decades(values, least, most, usual=0.5):
    """Return the ends of a logarithmic axis for losses: powers of ten around them, from `least` to `most`.

    A `usual` loss is always in view, so that the axis stays the same for most runs.
    """
    seen = values[np.isfinite(values) & (values > 0)]
    low, high = seen.min(initial=usual), seen.max(initial=0.5)
    bottom, top = 10.0 ** np.floor(np.log10(low)), 10.0 ** np.ceil(np.log10(high))
    return max(float(bottom), least), min(float(top), most)


def least_accuracy(values):
    """Return where an axis of accuracies begins: at one half if none is smaller, so that differences show."""
    return 0.5 if np.min(values, initial=1.0) >= 0.5 else 0.0


def accuracy_axis(least):
    """Return title, ends and ticks of an axis of accuracies from `least` to 1."""
    return {"title": "accuracy", "ylim": (least, 1.04 - 0.04 * least), "yticks": [least, (1 + least) / 2, 1]}


def plain_numbers(ax):
    """Write 0.1 rather than a power at a logarithmic axis, and between powers of ten only where there are two."""
    low, high = ax.get_ylim()
    if high <= 10.1 * low:
        ax.set_yticks(low * np.array([1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, place: f"{value:g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())
