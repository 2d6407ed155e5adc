"""A network drawn: a small map for each unit of what it computes over the plane, and a line for each weight."""

import math
from itertools import pairwise

import numpy as np

from gdlesson.live.drawing import moving_line, moving_text
from gdlesson.live.field import NO, POINTS, YES, Shades, probability
from gdlesson.live.palette import GRAY
from gdlesson.networks.network import forward

WIDE, HIGH = 470, 282  # the size of the drawing
APART, LARGEST, GAP = 32, 56, 5  # from one map to the next, at least and at most, and between them
TOP, EDGE = HIGH - 20, 26  # where the maps begin, from above and from the sides
EVERY = 3  # a map shows each third point of the plane
MOST = 8  # units of a layer that are shown
WIDTHS = {0.1: 0.5, 0.4: 0.9, 0.8: 1.6, 1.4: 2.6, 2.2: 3.8}  # of lines, for weights from this size on


class Diagram:
    """Inputs, hidden units and output of a network from left to right, on Axes of `WIDE` by `HIGH`.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    hidden : int
        The number of hidden layers.
    """

    def __init__(self, ax, hidden):
        self.across = np.linspace(EDGE, WIDE - EDGE, hidden + 2)
        self.weights = {
            (sign, least): moving_line(ax, style, color=color, lw=width, alpha=0.75)
            for sign, style, color in ((1, "-", YES), (-1, "--", NO))
            for least, width in WIDTHS.items()
        }
        counts = [2, *[MOST] * hidden, 1]
        self.maps = [
            [Shades(ax, box(x, 0, APART)) for _ in range(n)] for x, n in zip(self.across, counts, strict=True)
        ]
        self.frames = moving_line(ax, "-", color=GRAY, lw=0.8)
        self.names = [moving_text(ax, x, HIGH - 9, ha="center", fontsize=9.5) for x in self.across]
        images = [shades.image for column in self.maps for shades in column]
        self.artists = [*self.weights.values(), *images, self.frames, *self.names]

    def hide(self):
        """Leave the room to another drawing."""
        for artist in self.artists:
            artist.set_visible(False)

    def show(self, network, p, seen):
        """Show one network; `seen` are the points of the whole plane as it sees them, row by row."""
        for artist in self.artists:
            artist.set_visible(True)
        layers, seen = network.layers(p), seen.reshape(POINTS, POINTS, 2)[::EVERY, ::EVERY].reshape(-1, 2)
        outputs, z = forward(layers, seen, network.activation)
        columns = [signed(seen.T), *(sized(h.T, network.activation) for h in outputs[1:]), probability(z.T)]
        apart = apart_in(network.sizes)
        places = [heights(len(column), apart) for column in columns]
        corners, rows = [], math.isqrt(len(seen))
        for x, ys, column, maps in zip(self.across, places, columns, self.maps, strict=True):
            for k, shades in enumerate(maps):
                shades.image.set_visible(k < len(ys))
            for y, values, shades in zip(ys, column, maps, strict=False):
                sides = box(x, y, apart - GAP)
                shades.image.set_extent(sides)
                shades.show(values.reshape(rows, rows))
                corners.append(outline(sides))
        self.frames.set_data(*np.concatenate(corners).T)
        self.show_weights([weights for weights, _ in layers], places, (apart - GAP) / 2)
        for text, words in zip(self.names, headings(network.sizes), strict=True):
            text.set_text(words)

    def show_weights(self, weights, places, half):
        """Show the weights between the units that are shown, whose maps are `half` to the left and right."""
        ends, sizes = [], []
        for (x0, x1), (ys0, ys1), each in zip(pairwise(self.across), pairwise(places), weights, strict=True):
            left, right = np.meshgrid(ys0, ys1, indexing="ij")
            ends.append(lines(x0 + half, left.ravel(), x1 - half, right.ravel()))
            sizes.append(each[: len(ys0), : len(ys1)].ravel())
        ends, sizes = np.concatenate(ends), np.concatenate(sizes)
        steps = [*WIDTHS, np.inf]
        for (sign, least), line in self.weights.items():
            high = steps[steps.index(least) + 1]
            chosen = (sizes * sign >= least) & (sizes * sign < high)
            line.set_data(*ends[chosen].reshape(-1, 2).T)


def box(x, y, side):
    """Return the sides of a map around a point: left, right, bottom, top."""
    return x - side / 2, x + side / 2, y - side / 2, y + side / 2


def apart_in(sizes):
    """Return how far the maps of a network are apart: the fewer units in a layer, the larger the maps."""
    return min(MOST * APART / min(max(sizes), MOST), LARGEST)


def outline(sides):
    """Return the corners of a box as points of a line, and nan after it."""
    left, right, bottom, top = sides
    return [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom), (np.nan, np.nan)]


def lines(x0, y0, x1, y1):
    """Return lines from (x0, y0) to (x1, y1) as an array of shape (lines, 3, 2), with nan after each."""
    points = np.full((len(y0), 3, 2), np.nan)
    points[:, 0, 0], points[:, 0, 1], points[:, 1, 0], points[:, 1, 1] = x0, y0, x1, y1
    return points


def heights(units, apart):
    """Return how high the maps of a layer stand, from the first unit to the last one that is shown."""
    shown = min(units, MOST)
    middle = TOP - MOST * APART / 2
    return middle + apart * ((shown - 1) / 2 - np.arange(shown))


def headings(sizes):
    """Return what stands above each layer."""
    said = [f"{MOST} of {units}" if units > MOST else f"{units}" for units in sizes[1:-1]]
    if len(sizes) <= 4:  # else there is no room
        said = [f"{each} unit{'s' * (each != '1')}" for each in said]
    return ["inputs", *said, "output"]


def signed(rows):
    """Return rows of numbers, each scaled so that its lowest is 0 and its highest 1."""
    low, high = rows.min(axis=1, keepdims=True), rows.max(axis=1, keepdims=True)
    return (rows - low) / np.where(high > low, high - low, 1.0)


def sized(rows, activation):
    """Return the outputs of a layer's units as numbers from 0 to 1, a half where a unit outputs its middle."""
    rows = np.nan_to_num(rows, nan=0.0, posinf=1e9)
    if activation == "sigmoid":
        return rows
    most = 1.0 if activation == "tanh" else max(rows.max(), 1e-9)
    return 0.5 + rows / most / 2
