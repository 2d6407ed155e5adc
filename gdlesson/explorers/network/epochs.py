"""Loss and accuracy of networks against the epochs."""

import numpy as np

from gdlesson.explorers.network.racers import short
from gdlesson.live.drawing import light_grid, moving_line
from gdlesson.live.ends import NamedEnds
from gdlesson.live.labels import APART
from gdlesson.live.looks import looks, marked, places

WIDER = 10  # pixels more for names with many wide letters, such as m


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
        Whether the lines get their names; where there are too many, they don't.
    **axis
        Of the Axes, such as a title.
    """

    def __init__(self, ax, names, end, named, **axis):
        ax.set(xlabel="epoch", **axis)
        light_grid(ax)
        named = named and len(names) * APART <= ax.bbox.height
        marks = [marked(ax, place, 7) for place in places(names)]
        self.lines = [moving_line(ax, looks(place)[2], color=looks(place)[0], lw=1.8) for place in places(names)]
        shown = [shortened(name) if named else "" for name in names]
        self.ends = NamedEnds(ax, shown, marks)
        self.ends.room += WIDER if any("…" in name for name in shown) else 0
        self.ends.fit_axis(end, 3)
        self.low, self.high = ax.get_ylim()
        self.artists = [*self.lines, *self.ends.artists]

    def show(self, values, shown):
        """Show values of shape (epochs,) or (epochs, runs), for the optimizers with these indices."""
        values = np.clip(values.reshape(len(values), len(shown)), self.low, self.high).T
        epochs, lines = np.arange(1, values.shape[1] + 1), [([], [])] * len(self.lines)
        for number, row in zip(shown, values, strict=True):
            lines[number] = epochs, row
        for line, (xs, ys) in zip(self.lines, lines, strict=True):
            line.set_data(xs, ys)
        self.ends.show(lines)


def shortened(name):
    """Return a name, cut short if it is longer than all of ours: the panel is small."""
    return name if len(name) <= len("gradient_descent") else short(name, 12)
