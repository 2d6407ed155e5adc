"""The picture of one training in Keras and in our network: both curves, and the distance between them."""

import numpy as np

from gdlesson.live.drawing import light_grid, moving_line, new_figure, settle
from gdlesson.live.keys import draw_key
from gdlesson.live.palette import BLUE, GRAY, VERMILION
from gdlesson.live.style import our_style

LEAST, MOST = 0.02, 10.0  # the ends of the loss axis; losses beyond are drawn at its edge
NEAREST, FARTHEST = 1e-10, 100.0  # the ends of the axis of distances


class PairPanel:
    """One quantity after each epoch: ours as a line, Keras's as dots on it."""

    def __init__(self, ax, title, epochs, **axis):
        ax.set(xlim=(0, epochs + 1), title=title, **axis)
        light_grid(ax)
        self.ours = moving_line(ax, "-", color=BLUE, lw=4)
        self.theirs = moving_line(ax, "o", color=VERMILION, ms=4)
        self.ends, self.artists = ax.get_ylim(), [self.ours, self.theirs]

    def show(self, ours, theirs):
        """Show the values of both, of shape (epochs so far,)."""
        for line, values in zip(self.artists, (ours, theirs), strict=True):
            line.set_data(np.arange(1, len(values) + 1), np.clip(values, *self.ends))


class ApartPanel:
    """The distance between the losses: Keras and ours, and ours and its nudged copy."""

    def __init__(self, ax, epochs):
        ax.set(xlim=(0, epochs + 1), yscale="log", ylim=(NEAREST, FARTHEST), xlabel="epoch")
        ax.set(title="how far the losses are apart", yticks=[1e-10, 1e-5, 1])
        ax.minorticks_off()
        light_grid(ax)
        self.theirs = moving_line(ax, "o", color=VERMILION, ms=4)
        self.nudged = moving_line(ax, "--", color=GRAY, lw=2)
        self.artists = [self.nudged, self.theirs]

    def show(self, run):
        """Show the distances in `TwoRuns`."""
        for line, values in zip(self.artists, (run.spread(), run.apart()), strict=True):
            line.set_data(np.arange(1, len(values) + 1), np.clip(values, NEAREST, FARTHEST))


LINE, DOTS = {"lw": 4, "color": BLUE}, {"ls": "none", "marker": "o", "ms": 4, "color": VERMILION}
DASHES = {"ls": "--", "lw": 2, "color": GRAY}
KEY = {
    "our network": LINE,
    "Keras": DOTS,
    "our network and its copy, whose weights are a ten-millionth larger": DASHES,
}


def entries():
    """Return the entries of the key for `draw_key`."""
    return [(lambda ax, look=look: ax.plot([0, 1.5, 3], [0, 0, 0], **look), name) for name, look in KEY.items()]


class KerasPicture:
    """Loss and accuracy after each epoch, ours and Keras's, and the distance between the losses.

    Parameters
    ----------
    epochs : int
        The largest number of epochs.
    """

    @our_style()
    def __init__(self, epochs):
        self.figure = new_figure(9, 4.7)
        grid = self.figure.add_gridspec(3, 2, height_ratios=[1, 1, 0.12], width_ratios=[1.1, 1])
        places = grid[:2, 0], grid[0, 1], grid[1, 1]
        loss, accuracy, apart = (self.figure.add_subplot(place) for place in places)
        self.loss = PairPanel(loss, "loss", epochs, yscale="log", ylim=(LEAST, MOST), xlabel="epoch")
        self.accuracy = PairPanel(accuracy, "accuracy", epochs, ylim=(0, 1.04))
        self.apart = ApartPanel(apart, epochs)
        draw_key(self.figure, grid[2, :], entries())
        settle(self.figure)
        self.artists = [artist for panel in (self.loss, self.accuracy, self.apart) for artist in panel.artists]
        self.description = (
            "Left: the loss of each epoch on a logarithmic axis, ours as a thick blue line, that of Keras as red "
            "dots. Right: the accuracy of each epoch in the same way; below it, on a logarithmic axis, how far "
            "the loss of Keras is from ours, and, dashed, how far ours is from that of a copy, which begins with "
            "weights that are a ten-millionth larger."
        )

    def show(self, run):
        """Show `TwoRuns`."""
        for panel, name in ((self.loss, "loss"), (self.accuracy, "accuracy")):
            panel.show(run.ours.history[name][:, 0], run.theirs[name])
        self.apart.show(run)
