"""The picture of networks in training: where each says yes, beside their loss and accuracy."""

import numpy as np
from contourpy import FillType, LineType, contour_generator
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gdlesson.live.drawing import GREY, INK, moving_line, new_figure, settle
from gdlesson.live.looks import draw_key, looks, marked, places, rows_of

POINTS = 61  # so many places along each side of the plane are asked
SHADE = "#F0E442"  # Okabe and Ito's yellow, which no optimizer has
LEAST, MOST = 1e-4, 100.0  # the ends of the loss axis; what lies beyond is drawn at its edge


class PlanePanel:
    """The examples, where a network says yes (shaded), and the line between yes and no of each network."""

    def __init__(self, ax, x, y, names):
        self.xs, self.ys = map(all_along, x.T)
        self.grid = np.stack(np.meshgrid(self.xs, self.ys), axis=-1).reshape(-1, 2)
        ax.plot(*x[y == 0].T, "s", color=GREY, mfc="white", ms=4, mew=0.8)
        ax.plot(*x[y == 1].T, "o", color="#444444", ms=4, mew=0)
        ax.set(xlim=self.xs[[0, -1]], ylim=self.ys[[0, -1]])
        ax.ticklabel_format(scilimits=(-2, 4))  # longer numbers would not fit beside the axis
        ax.set_title("● yes, □ no, and the line between them", fontsize=10)
        self.region = ax.add_patch(PathPatch(empty(), facecolor=SHADE, alpha=0.3, lw=0))
        self.lines = [moving_line(ax, looks(place)[2], color=looks(place)[0], lw=2.2) for place in places(names)]
        self.marks = [marked(ax, place, 8) for place in places(names)]
        self.wrong = moving_line(ax, "X", color=INK, ms=7)
        self.x, self.y = x, y
        self.artists = [self.region, *self.lines, *self.marks, self.wrong]

    def show(self, run, shown):
        """Move everything to a training of the networks with these numbers."""
        z = np.atleast_2d(run.network.logits(run.p, self.grid))
        z = np.clip(np.nan_to_num(z, nan=0.0), -1e9, 1e9)  # no place lies between two infinities
        heights = [generator(self.xs, self.ys, each.reshape(POINTS, POINTS)) for each in z]
        single = len(shown) == 1
        for artist in [*self.lines, *self.marks]:
            artist.set_data([], [])
        for k, (number, height) in enumerate(zip(shown, heights, strict=True)):
            line = border(height)
            self.lines[number].set_data(*line)
            if not single:
                self.marks[number].set_data(*some_of(line, k / len(shown)))
        self.region.set_path(filled(heights[0]) if single else empty())
        mistaken = (run.network.logits(run.p, self.x) > 0) != (self.y == 1)
        self.wrong.set_data(*(self.x[mistaken.ravel()].T if single else ([], [])))


def all_along(x):
    """Return places from a little below the smallest x to a little above the largest one."""
    margin = 0.04 * np.ptp(x) or 1.0
    return np.linspace(x.min() - margin, x.max() + margin, POINTS)


def generator(xs, ys, z):
    """Return what finds the places of equal height; the whole plane may have one."""
    return contour_generator(xs, ys, z, line_type=LineType.Separate, fill_type=FillType.OuterCode)


def border(height):
    """Return the line where z is 0, the probability one half, an array of shape (2, n), nan between its pieces."""
    parts = [part for piece in height.lines(0.0) for part in (piece, [[np.nan, np.nan]])]
    return np.concatenate([np.empty((0, 2)), *parts]).T


def some_of(line, late, apart=25):
    """Return every so many points of a border, from that part of the first stretch on, or its middle one."""
    points = line[:, np.isfinite(line).all(axis=0)]
    some = np.arange(int(late * apart), points.shape[1], apart)
    return points[:, some if len(some) else slice(points.shape[1] // 2, points.shape[1] // 2 + 1)]


def filled(height):
    """Return the region where z is above 0."""
    points, codes = height.filled(0.0, np.inf)
    return Path.make_compound_path(*map(Path, points, codes)) if points else empty()


def empty():
    """Return a path without any point."""
    return Path(np.empty((0, 2)))


class CurvePanel:
    """The mean of one number over each epoch, a line for each network, a marker at its end and some before."""

    def __init__(self, ax, title, names, epochs, **axis):
        ax.set(xlim=(0, epochs * 1.02), **axis)
        ax.set_title(title, fontsize=10)
        ax.grid(color="#dddddd", lw=0.8)
        self.lines = [moving_line(ax, looks(place)[2], color=looks(place)[0], lw=1.8) for place in places(names)]
        self.marks = [marked(ax, place, 8) for place in places(names)]
        self.apart, (self.low, self.high) = epochs // 5, ax.get_ylim()
        self.artists = [*self.lines, *self.marks]

    def show(self, values, shown):
        """Move the lines to values of shape (epochs,) or (epochs, runs), of the networks with these numbers."""
        values = np.clip(values.reshape(len(values), -1), self.low, self.high).T
        epochs = np.arange(1, values.shape[1] + 1)
        for artist in self.artists:
            artist.set_data([], [])
        for k, (number, row) in enumerate(zip(shown, values, strict=True)):
            late = k * self.apart // len(shown)  # so that they do not hide one another
            some = (epochs + late) % self.apart == 0
            some[-1:] = True
            self.lines[number].set_data(epochs, row)
            self.marks[number].set_data(epochs[some], row[some])


class NetworkPicture:
    """Examples and the borders between yes and no, with loss and accuracy after each epoch.

    Parameters
    ----------
    data : dict of str to (x, y)
        The sets of examples.
    names : list of str
        What the optimizers are called.
    epochs : int
        How many there may be.
    """

    def __init__(self, data, names, epochs):
        self.data, self.names, self.epochs, self.artists = data, names, epochs, []
        rows = rows_of(names)
        self.figure = new_figure(9, 4.75 + 0.25 * rows)
        grid = self.figure.add_gridspec(3, 2, height_ratios=[1, 1, 0.11 * rows], width_ratios=[1.1, 1])
        places = grid[:2, 0], grid[0, 1], grid[1, 1], grid[2, :]
        self.plane, self.loss, self.accuracy, key = (self.figure.add_subplot(place) for place in places)
        draw_key(key, names)
        self.frame(next(iter(data)))
        settle(self.figure)

    def frame(self, name):
        """Draw what stays for a set of examples."""
        for ax in (self.plane, self.loss, self.accuracy):
            ax.clear()
        self.panels = [
            PlanePanel(self.plane, *self.data[name], self.names),
            CurvePanel(
                self.loss, "loss, mean over each epoch", self.names, self.epochs, yscale="log", ylim=(LEAST, MOST)
            ),
            CurvePanel(
                self.accuracy,
                "accuracy, mean over each epoch",
                self.names,
                self.epochs,
                ylim=(0, 1.04),
                xlabel="epoch",
            ),
        ]
        self.name = name
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        self.description = (
            f"Left: the examples of {name} in the plane, dark discs for yes, hollow squares for no, and a line "
            "where the network changes from yes to no; the region of yes of a single one is shaded, with a black "
            "cross on each mistake. Right: loss, on a logarithmic axis, and accuracy, means over each epoch; what "
            "lies beyond an axis is drawn at its edge. Each optimizer has its own colour, marker and line: "
            f"{', '.join(self.names)}."
        )

    def show(self, run):
        """Move everything to a run; return the name of its examples if with them all that stays is another."""
        anew = run.examples if run.examples != self.name else None
        if anew:
            self.frame(anew)
        shown = [self.names.index(name) for name in run.optimizers]
        plane, loss, accuracy = self.panels
        plane.show(run.training, shown)
        loss.show(run.training.history["loss"], shown)
        accuracy.show(run.training.history["accuracy"], shown)
        return anew
