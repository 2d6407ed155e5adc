"""The color, marker and line style of each optimizer, the same in every picture, and their key."""

from functools import partial
from itertools import count

import numpy as np
from matplotlib.colors import to_hex, to_rgb

from gdlesson.live.drawing import moving_line
from gdlesson.live.palette import BLUE, GREEN, INK, VERMILION

# Okabe and Ito's colors without yellow. The light ones get dark outlines; markers and line styles repeat the code.
ORANGE, SKY, PINK = "#E69F00", "#56B4E9", "#CC79A7"
LIGHT = {ORANGE, SKY, PINK}
COLORS = [BLUE, VERMILION, GREEN, ORANGE, SKY, PINK, INK]
MARKERS = "sD^PvX<>*"
STYLES = ["-", "--", "-", "--", "-.", "--"]  # adagrad is no twin of gradient_descent: both are blue
OPTIMIZERS = ("gradient_descent", "momentum", "nesterov", "rmsprop", "adagrad", "adam")  # always look the same
IN_A_ROW = 6  # entries of the key


def looks(place):
    """Return color, marker and line style number `place`, counted from 0; no two of the first 126 are alike."""
    return COLORS[place % len(COLORS)], MARKERS[place % len(MARKERS)], STYLES[place % len(STYLES)]


def readable(color, part=0.85):
    """Return a darker color for words, part of it: they need more contrast than lines."""
    return to_hex((0.65 if color in LIGHT else part) * np.array(to_rgb(color)))


def places(names):
    """Return for each name the number that `looks` takes: the usual optimizers have the first ones."""
    others = count(len(OPTIMIZERS))
    return [OPTIMIZERS.index(name) if name in OPTIMIZERS else next(others) for name in names]


def marked(ax, place, size):
    """Return the markers of optimizer number `place` on these Axes, as a moving line."""
    color, marker, _ = looks(place)
    line = moving_line(ax, marker, color=color, ms=size)
    line.set_markeredgecolor(INK if color in LIGHT else "white")
    return line


def entries(names):
    """Return the entries of the key for `draw_key`: the line and marker of each optimizer, and its name."""

    def sign(ax, place):
        color, _, style = looks(place)
        ax.plot([0, 3], [0, 0], style, color=color, lw=1.8)
        marked(ax, place, 8).set_data([1.5], [0])

    shown = [name if len(name) <= 18 else f"{name[:17]}…" for name in names]
    return [(partial(sign, place=place), name) for place, name in zip(places(names), shown, strict=True)]


def rows_of(names):
    """Return the number of rows in the key."""
    return -(-len(names) // IN_A_ROW)
