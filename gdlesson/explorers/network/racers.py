"""Small maps of what several networks answer over the plane, with name, marker and accuracy of each."""

import numpy as np

from gdlesson.explorers.diagram import HIGH, WIDE, outline
from gdlesson.live.drawing import moving_line, moving_text
from gdlesson.live.field import POINTS, Shades, probability
from gdlesson.live.looks import marked, places
from gdlesson.live.palette import GRAY

MOST = 12  # maps that fit
STRETCH = 1.15  # a map is so much wider than high
NAME = 22  # the height of a name below its map
LETTER, SIGN = 7.4, 20  # pixels that a letter of a name takes, at most, and the marker before it


class Racers:
    """Maps of up to `MOST` networks on Axes of `WIDE` by `HIGH`.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    names : list of str
        The names of all optimizers.
    """

    def __init__(self, ax, names):
        self.ax, self.names = ax, names
        self.maps = [Shades(ax, (0, 1, 0, 1)) for _ in names[:MOST]]
        self.marks = [marked(ax, place, 8) for place in places(names)]
        looks = {"ha": "left", "fontsize": 9.5, "parse_math": False}
        self.words, self.scores = ([moving_text(ax, 0, 0, **looks) for _ in self.maps] for _ in range(2))
        self.frames = moving_line(ax, "-", color=GRAY, lw=0.8)
        self.artists = [
            *(shades.image for shades in self.maps),
            self.frames,
            *self.marks,
            *self.words,
            *self.scores,
        ]

    def hide(self):
        """Leave the room to another drawing."""
        for artist in self.artists:
            artist.set_visible(False)

    def show(self, z, shown, accuracies):
        """Show networks: logits on a grid of the plane, the place of each among the names, and accuracies."""
        self.hide()
        shown, corners = shown[: len(self.maps)], []
        columns = columns_for(len(shown))
        pixels = self.ax.transData.transform([(0, 0), (WIDE / columns, 0)])[:, 0]
        longest = int((pixels[1] - pixels[0] - SIGN) / LETTER)
        for k, number in enumerate(shown):
            sides = cell(k, columns, -(-len(shown) // columns))
            left, _, bottom, top = sides
            self.maps[k].image.set_extent(sides)
            self.maps[k].show(probability(z[k]).reshape(POINTS, POINTS))
            self.marks[number].set_data([left + 6], [bottom - NAME / 2])
            name = short(self.names[number], longest)
            self.words[k].set(text=name, position=(left + 16, bottom - NAME / 2))
            self.scores[k].set(text=f"{accuracies[k]:.1%}", position=(left + 5, top - 10))
            corners.append(outline(sides))
            for artist in (self.maps[k].image, self.marks[number], self.words[k], self.scores[k]):
                artist.set_visible(True)
        self.frames.set_data(*np.concatenate(corners).T)
        self.frames.set_visible(True)


def short(name, most):
    """Return a name, cut short after so many letters."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def columns_for(maps):
    """Return how many maps stand in a row."""
    return 2 if maps <= 4 else 3 if maps <= 6 else 4


def cell(k, columns, rows):
    """Return the sides of the map number `k`: left, right, bottom, top; row by row, with so many in each."""
    wide, high = WIDE / columns, HIGH / rows
    row, column = divmod(k, columns)
    left, top = column * wide + 4, HIGH - row * high - 2
    side = min(high - NAME - 8, (wide - 10) / STRETCH)
    return left, left + STRETCH * side, top - side, top
