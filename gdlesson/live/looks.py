"""The line, color and marker of each optimizer, the same in every picture, and a key of them."""

from itertools import count

from gdlesson.live.drawing import BLUE, GREEN, INK, VERMILION, moving_line

# Okabe and Ito's colours but yellow; the three light ones get dark rims. A marker and a line style say the same.
ORANGE, SKY, PINK = "#E69F00", "#56B4E9", "#CC79A7"

COLOURS = [BLUE, VERMILION, GREEN, ORANGE, SKY, PINK, INK]

LIGHT = {ORANGE, SKY, PINK}

MARKERS = "sD^PvX<>*"

USUAL = ["gradient_descent", "momentum", "nesterov", "rmsprop", "adagrad", "adam"]  # look the same in every race

IN_A_ROW = 6  # of the key


def looks(place):
    """Return colour, marker and line style of that number, counted from 0: no two are alike."""
    return COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)], ["-", "--"][place % 2]


def places(names):
    """Return a number for each of the names, after which it looks: the usual ones come first."""
    others = count(len(USUAL))
    return [USUAL.index(name) if name in USUAL else next(others) for name in names]


def marked(ax, place, size):
    """Return a racer's markers on given Axes, to be moved."""
    colour, marker, _ = looks(place)
    line = moving_line(ax, marker, color=colour, ms=size)
    line.set_markeredgecolor(INK if colour in LIGHT else "white")
    return line


def draw_key(ax, names):
    """Draw each racer's line and marker with its name, in rows."""
    ax.axis("off")
    shown = [name if len(name) <= 18 else f"{name[:17]}…" for name in names]
    wide = [4 + max(map(len, shown[column::IN_A_ROW])) for column in range(min(IN_A_ROW, len(names)))]
    for number, (place, name) in enumerate(zip(places(names), shown, strict=True)):
        colour, _, style = looks(place)
        x, y = sum(wide[: number % IN_A_ROW]), -(number // IN_A_ROW)
        ax.plot([x, x + 3], [y, y], style, color=colour, lw=1.8)
        marked(ax, place, 8).set_data([x + 1.5], [y])
        ax.text(x + 3.5, y, name, va="center", fontsize=8.5, parse_math=False)
    ax.set(xlim=(0, max(sum(wide), 80)), ylim=(0.5 - rows_of(names), 0.5))


def rows_of(names):
    """Return in how many rows the key is written."""
    return -(-len(names) // IN_A_ROW)
