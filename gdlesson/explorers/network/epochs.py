"""Loss and accuracy of networks against the epochs, and the axes that fit them."""

import math

import numpy as np
from matplotlib.ticker import NullFormatter

from gdlesson.live.drawing import light_grid, moving_line
from gdlesson.live.labels import APART, LONGEST, EndLabels
from gdlesson.live.looks import looks, marked, places

LEAST, MOST = 1e-4, 100.0  # losses beyond are drawn at the edge of their axis
STRIDE = 20  # the axis of epochs ends at a multiple of this
LETTER = 7.2  # pixels that a letter of a name takes, at most
SIGN = 9  # pixels from the middle of a marker to its line or its name


def epochs_end(epochs):
    """Return where the axis for so many epochs ends, so that it rarely changes."""
    return 10 if epochs <= 10 else STRIDE * math.ceil(epochs / STRIDE)


def loss_ends(losses):
    """Return the ends of a logarithmic axis for losses: powers of ten around them, of which 1 is the usual top."""
    seen = losses[np.isfinite(losses) & (losses > 0)]
    low, high = seen.min(initial=0.5), seen.max(initial=0.5)
    bottom, top = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return max(10.0 ** min(bottom, 0), LEAST), min(10.0 ** max(top, 0), MOST)


class EpochsPanel:
    """The mean of one quantity over each epoch: a line for each network, with its marker and name at the end.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    names : list of str
        The names of all optimizers.
    end : int
        Where the axis of epochs ends.
    named : bool
        Whether there is room for names at the ends of the lines.
    **axis
        Of the Axes, such as a title.
    """

    def __init__(self, ax, names, end, named, **axis):
        ax.set(**axis)
        light_grid(ax)
        room = min(max(map(len, names)), LONGEST) * LETTER + 2 * SIGN + 10 if named else 10
        wide = ax.bbox.width
        ax.set(xlim=(0, end / (1 - room / wide)), xticks=np.linspace(0, end, 3), xlabel="epoch")
        ax.yaxis.set_minor_formatter(NullFormatter())
        self.lines = [moving_line(ax, looks(place)[2], color=looks(place)[0], lw=1.8) for place in places(names)]
        self.marks = [marked(ax, place, 7) for place in places(names)]
        self.names = EndLabels(ax, names)
        self.fit = named and len(names) * APART <= ax.bbox.height
        self.pixel = end / (wide - room)
        self.low, self.high = ax.get_ylim()
        self.artists = [*self.lines, *self.marks, *self.names.artists]

    def show(self, values, shown):
        """Show values of shape (epochs,) or (epochs, runs), for the optimizers with these indices."""
        values = np.clip(values.reshape(len(values), len(shown)), self.low, self.high).T
        epochs = np.arange(1, values.shape[1] + 1)
        ends = np.full((len(self.lines), 2), np.nan)
        for artist in [*self.lines, *self.marks]:
            artist.set_data([], [])
        for number, row in zip(shown, values, strict=True):
            there = np.flatnonzero(np.isfinite(row))[-1:]  # a network that diverged ends where it did
            self.lines[number].set_data(epochs, row)
            self.marks[number].set_data(epochs[there], row[there])
            if self.fit and len(shown) > 1 and len(there):
                ends[number] = epochs[there[0]], row[there[0]]
        self.names.show(ends + [2 * SIGN * self.pixel, 0])
        for mark, name in zip(self.marks, self.names.artists, strict=True):  # they move with their names
            if name.get_visible() and name.get_horizontalalignment() == "left":
                mark.set_data(*np.transpose([name.get_position()]) - [[SIGN * self.pixel], [0]])
