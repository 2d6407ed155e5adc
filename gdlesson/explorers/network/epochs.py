"""Loss and accuracy of networks against the epochs."""

import numpy as np

from gdlesson.live.drawing import light_grid, moving_line
from gdlesson.live.ends import NamedEnds
from gdlesson.live.looks import looks, marked, places


class EpochsPanel:
    """The mean of one quantity over each epoch: a line for each network, with its marker at the end.

    The names are beside the same markers at the maps above.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    names : list of str
        The names of all optimizers.
    end : int
        Where the axis of epochs ends.
    **axis
        Of the Axes, such as a title.
    """

    def __init__(self, ax, names, end, **axis):
        ax.set(xlabel="epoch", **axis)
        light_grid(ax)
        marks = [marked(ax, place, 7) for place in places(names)]
        self.lines = [moving_line(ax, looks(place)[2], color=looks(place)[0], lw=1.8) for place in places(names)]
        self.ends = NamedEnds(ax, [""] * len(names), marks)
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
