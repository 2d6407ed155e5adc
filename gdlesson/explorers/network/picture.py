"""The picture of networks in training: where each answers yes, and their loss and accuracy."""

from textwrap import fill

import numpy as np
from contourpy import FillType, LineType, contour_generator
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gdlesson.datasets.points import round_above, round_to
from gdlesson.explorers.network.run import scaled, scaling_of
from gdlesson.live.drawing import MovingPicture, light_grid, moving_line, new_figure, settle
from gdlesson.live.keys import draw_key
from gdlesson.live.looks import IN_A_ROW, entries, looks, marked, places, rows_of
from gdlesson.live.palette import GRAY, INK
from gdlesson.live.style import our_style

POINTS = 61  # the network is evaluated at this many points along each side of the plane
SHADE = "#F0E442"  # Okabe and Ito's yellow, which no optimizer has
EXAMPLES = 600  # so many examples are drawn; of more, their marks would hide one another
LEAST, MOST = 1e-4, 100.0  # the ends of the loss axis; losses beyond are drawn at its edge


class PlanePanel:
    """The examples, the region where a network answers yes (shaded), and the boundary of each network."""

    def __init__(self, ax, x, y, names, axes=(None, None)):
        self.xs, self.ys = map(range_of, x.T)
        self.grid, scaling = np.stack(np.meshgrid(self.xs, self.ys), axis=-1).reshape(-1, 2), scaling_of(x)
        some = some_examples(y)
        part = "" if len(some) == len(y) else f" ({len(some)} of {len(y):,})"
        x, y = x[some], y[some]
        ax.plot(*x[y == 0].T, "s", color=GRAY, mfc="white", ms=4, mew=0.8)
        ax.plot(*x[y == 1].T, "o", color="#444444", ms=4, mew=0)
        ax.set(xlim=self.xs[[0, -1]], ylim=self.ys[[0, -1]])
        ax.ticklabel_format(scilimits=(-2, 4))  # longer tick labels would not fit
        for axis, ends in ((ax.xaxis, self.xs), (ax.yaxis, self.ys)):
            if np.abs(ends).min() > 100 * np.ptp(ends):  # such as times: write what they have in common once
                axis.get_major_formatter().set_useOffset(round_to(ends[0], round_above(np.ptp(ends))))
        ax.set_title(f"● yes, □ no, and the line between them{part}", fontsize=10)
        for set_label, label in zip((ax.set_xlabel, ax.set_ylabel), axes, strict=True):
            set_label(fill(label or "", 45), parse_math=False)
        self.region = ax.add_patch(PathPatch(empty(), facecolor=SHADE, alpha=0.3, lw=0))
        self.lines = [moving_line(ax, looks(place)[2], color=looks(place)[0], lw=2.2) for place in places(names)]
        self.marks = [marked(ax, place, 8) for place in places(names)]
        self.wrong = moving_line(ax, "X", color=INK, ms=7)
        self.x, self.y, self.seen, self.seen_grid = x, y, scaled(x, scaling), scaled(self.grid, scaling)
        self.artists = [self.region, *self.lines, *self.marks, self.wrong]

    def show(self, run, shown):
        """Show a training of the optimizers with these indices."""
        z = np.atleast_2d(run.network.logits(run.p, self.seen_grid))
        z = np.clip(np.nan_to_num(z, nan=0.0), -1e9, 1e9)  # a boundary between two infinities could not be located
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
        mistaken = (run.network.logits(run.p, self.seen) > 0) != (self.y == 1)
        self.wrong.set_data(*(self.x[mistaken.ravel()].T if single else ([], [])))


def some_examples(y):
    """Return the indices of all examples, or of `EXAMPLES` that are spread evenly over both labels."""
    order = np.argsort(y, kind="stable")
    return np.sort(order[np.linspace(0, len(y) - 1, min(EXAMPLES, len(y))).astype(int)])


def range_of(x):
    """Return `POINTS` numbers from a little below the smallest x to a little above the largest."""
    margin = 0.04 * np.ptp(x) or 1.0
    return np.linspace(x.min() - margin, x.max() + margin, POINTS)


def generator(xs, ys, z):
    """Return a contour generator for z; it also accepts a z that is the same everywhere."""
    return contour_generator(xs, ys, z, line_type=LineType.Separate, fill_type=FillType.OuterCode)


def border(height):
    """Return the line where z is 0 and the probability one half, shape (2, n), with nan between its pieces."""
    parts = [part for piece in height.lines(0.0) for part in (piece, [[np.nan, np.nan]])]
    return np.concatenate([np.empty((0, 2)), *parts]).T


def some_of(line, late):
    """Return every 25th point of a border, or its middle point if it is short.

    `late`, from 0 to less than 1, shifts the first one, so that the markers of several borders don't coincide.
    """
    points = line[:, np.isfinite(line).all(axis=0)]
    some = np.arange(int(late * 25), points.shape[1], 25)
    return points[:, some if len(some) else slice(points.shape[1] // 2, points.shape[1] // 2 + 1)]


def filled(height):
    """Return the region where z is above 0."""
    points, codes = height.filled(0.0, np.inf)
    return Path.make_compound_path(*map(Path, points, codes)) if points else empty()


def empty():
    """Return a path without points."""
    return Path(np.empty((0, 2)))


class CurvePanel:
    """The mean of one quantity over each epoch: a line for each network, with markers, the last at its end."""

    def __init__(self, ax, names, epochs, **axis):
        ax.set(xlim=(0, epochs * 1.02), **axis)
        ax.title.set_fontsize(10)
        light_grid(ax)
        self.lines = [moving_line(ax, looks(place)[2], color=looks(place)[0], lw=1.8) for place in places(names)]
        self.marks = [marked(ax, place, 8) for place in places(names)]
        self.apart, (self.low, self.high) = epochs // 5, ax.get_ylim()
        self.artists = [*self.lines, *self.marks]

    def show(self, values, shown):
        """Show values of shape (epochs,) or (epochs, runs), for the optimizers with these indices."""
        values = np.clip(values.reshape(len(values), len(shown)), self.low, self.high).T
        epochs = np.arange(1, values.shape[1] + 1)
        for artist in self.artists:
            artist.set_data([], [])
        for k, (number, row) in enumerate(zip(shown, values, strict=True)):
            late = k * self.apart // len(shown)  # so that the markers don't hide each other
            some = (epochs + late) % self.apart == 0
            some[-1:] = True
            self.lines[number].set_data(epochs, row)
            self.marks[number].set_data(epochs[some], row[some])


class NetworkPicture(MovingPicture):
    """Examples and the boundary between yes and no, with loss and accuracy of each epoch.

    Parameters
    ----------
    data : dict of str to (x, y)
        The sets of examples.
    names : list of str
        The names of the optimizers.
    epochs : int
        The largest number of epochs.
    axes : (str, str)
        What the coordinates are; each may be None.
    """

    @our_style()
    def __init__(self, data, names, epochs, axes=(None, None)):
        self.data, self.names, self.epochs, self.axes, self.artists = data, names, epochs, axes, []
        rows = rows_of(names)
        self.figure = new_figure(9, 4.5 + 0.25 * rows)
        grid = self.figure.add_gridspec(3, 2, height_ratios=[1, 1, 0.13 * rows], width_ratios=[1.1, 1])
        places = grid[:2, 0], grid[0, 1], grid[1, 1]
        self.plane, self.loss, self.accuracy = (self.figure.add_subplot(place) for place in places)
        draw_key(self.figure, grid[2, :], entries(names), IN_A_ROW)
        self.reframe(next(iter(data)))
        settle(self.figure)

    def frame(self, name):
        """Draw the still part for a set of examples."""
        for ax in (self.plane, self.loss, self.accuracy):
            ax.clear()
        loss = {"title": "loss, mean over each epoch", "yscale": "log", "ylim": (LEAST, MOST)}
        accuracy = {"title": "accuracy, mean over each epoch", "ylim": (0, 1.04), "xlabel": "epoch"}
        self.panels = [
            PlanePanel(self.plane, *self.data[name], self.names, self.axes),
            CurvePanel(self.loss, self.names, self.epochs, **loss),
            CurvePanel(self.accuracy, self.names, self.epochs, **accuracy),
        ]
        self.artists[:] = [artist for panel in self.panels for artist in panel.artists]
        self.description = (
            f"Left: the examples of {name} in the plane, dark discs for yes, hollow squares for no, and a line "
            "where the network changes from yes to no; the region of yes of a single one is shaded, with a black "
            "cross on each mistake. Right: loss, on a logarithmic axis, and accuracy, means over each epoch; what "
            "lies beyond an axis is drawn at its edge. Each optimizer has its own color, marker and line: "
            f"{', '.join(self.names)}."
        )

    def show(self, run):
        """Show a run; return the name of its examples if they are new."""
        redrawn = self.reframe(run.examples)
        shown = [self.names.index(name) for name in run.optimizers]
        plane, loss, accuracy = self.panels
        plane.show(run.training, shown)
        loss.show(run.training.history["loss"], shown)
        accuracy.show(run.training.history["accuracy"], shown)
        return redrawn
