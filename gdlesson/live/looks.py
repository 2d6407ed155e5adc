"""The color, marker and line style of each optimizer, the same in every picture, and their key."""

from itertools import count
from unicodedata import east_asian_width

from gdlesson.live.drawing import moving_line
from gdlesson.live.palette import BLUE, GREEN, INK, VERMILION

# Okabe and Ito's colors without yellow. The light ones get dark outlines; markers and line styles repeat the code.
ORANGE, SKY, PINK = "#E69F00", "#56B4E9", "#CC79A7"
LIGHT = {ORANGE, SKY, PINK}
COLORS = [BLUE, VERMILION, GREEN, ORANGE, SKY, PINK, INK]
MARKERS = "sD^PvX<>*"
OPTIMIZERS = ("gradient_descent", "momentum", "nesterov", "rmsprop", "adagrad", "adam")  # always look the same
IN_A_ROW = 6  # entries of the key


def looks(place):
    """Return color, marker and line style number `place`, counted from 0; no two of the first 126 are alike."""
    return COLORS[place % len(COLORS)], MARKERS[place % len(MARKERS)], ["-", "--"][place % 2]


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


def draw_key(ax, names):
    """Draw the line and marker of each optimizer with its name, in rows."""
    ax.axis("off")
    shown = [name if len(name) <= 18 else f"{name[:17]}…" for name in names]
    wide = [4 + max(map(width, shown[column::IN_A_ROW])) for column in range(min(IN_A_ROW, len(names)))]
    for number, (place, name) in enumerate(zip(places(names), shown, strict=True)):
        color, _, style = looks(place)
        x, y = sum(wide[: number % IN_A_ROW]), -(number // IN_A_ROW)
        ax.plot([x, x + 3], [y, y], style, color=color, lw=1.8)
        marked(ax, place, 8).set_data([x + 1.5], [y])
        ax.text(x + 3.5, y, name, va="center", fontsize=8.5, parse_math=False)
    ax.set(xlim=(0, max(sum(wide), 80)), ylim=(0.5 - rows_of(names), 0.5))


def width(name):
    """Return how many Latin letters a name is wide: a Chinese or Japanese character takes the place of two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in name)


def rows_of(names):
    """Return the number of rows in the key."""
    return -(-len(names) // IN_A_ROW)
