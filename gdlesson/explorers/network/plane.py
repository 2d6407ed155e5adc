"""The plane of the examples with the answers of one network, or with the borders of several."""

import numpy as np

from gdlesson.live.drawing import moving_line
from gdlesson.live.field import SURER, FieldPanel
from gdlesson.live.looks import looks, marked, places


class PlanePanel(FieldPanel):
    """Examples with one network's answers as shading, or with the border between yes and no of each of several.

    Parameters
    ----------
    ax, x, y, axes
        As for `FieldPanel`.
    names : list of str
        The names of all optimizers.
    several : bool
        Whether several networks are shown.
    """

    def __init__(self, ax, x, y, names, several, axes=(None, None)):
        says = "a line for each network" if several else SURER
        super().__init__(ax, x, y, says, axes)
        self.lines = [moving_line(ax, looks(place)[2], color=looks(place)[0], lw=2.2) for place in places(names)]
        self.marks = [marked(ax, place, 8) for place in places(names)]
        self.artists += [*self.lines, *self.marks]

    def show_all(self, z, z_seen, shown):
        """Show networks.

        Parameters
        ----------
        z, z_seen : arrays of shape (runs, n)
            The logits of the networks on `grid`, and on the examples `x`.
        shown : list of int
            The place of each network among the names.
        """
        for artist in [*self.lines, *self.marks]:
            artist.set_data([], [])
        if len(shown) == 1:
            self.show(z[0], z_seen[0])
            return
        self.clear()
        for k, (number, row) in enumerate(zip(shown, z, strict=True)):
            line = self.border_of(row)
            self.lines[number].set_data(*line)
            self.marks[number].set_data(*some_of(line, k / len(shown)))


def some_of(line, late):
    """Return every 25th point of a border, or its middle point if it is short.

    `late`, from 0 to less than 1, shifts the first one, so that the markers of several borders don't coincide.
    """
    points = line[:, np.isfinite(line).all(axis=0)]
    some = np.arange(int(late * 25), points.shape[1], 25)
    return points[:, some if len(some) else slice(points.shape[1] // 2, points.shape[1] // 2 + 1)]
