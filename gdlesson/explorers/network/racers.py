"""Small maps of what several networks answer over the plane, with name, marker and accuracy of each."""

import numpy as np

from gdlesson.explorers.network.diagram import HIGH, WIDE, outline
from gdlesson.live.drawing import moving_line, moving_text
from gdlesson.live.field import POINTS, Shades, probability
from gdlesson.live.looks import marked, places
from gdlesson.live.palette import GRAY

MOST = 12  # maps that fit
NAME = 22  # the height of a name below its map
LONGEST = {3: 18, 4: 12}  # letters of a name, for so many maps in a row


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
        self.names = names
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
        columns, corners = 3 if len(shown) <= 6 else 4, []
        for k, number in enumerate(shown[: len(self.maps)]):
            sides = cell(k, columns)
            left, _, bottom, top = sides
            self.maps[k].image.set_extent(sides)
            self.maps[k].show(probability(z[k]).reshape(POINTS, POINTS))
            self.marks[number].set_data([left + 6], [bottom - NAME / 2])
            name = short(self.names[number], LONGEST[columns])
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


def cell(k, columns):
    """Return the sides of the map number `k`: left, right, bottom, top; row by row, with so many in each."""
    wide, high = WIDE / columns, HIGH / (columns - 1)
    row, column = divmod(k, columns)
    left, top = column * wide + 4, HIGH - row * high - 2
    side = high - NAME - 8
    return left, left + min(1.15 * side, wide - 10), top - side, top
