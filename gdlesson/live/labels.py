"""Names at the ends of lines, in place of a key somewhere else."""

import numpy as np

from gdlesson.live.drawing import moving_text

APART = 15  # pixels from one name to the next; less only where there are too many for the Axes
AWAY = 8  # pixels from a line's end to its name
EDGE = 9  # pixels from the middle of a name to the edge of the Axes, so that no letter is cut
LETTER = 6.2  # pixels that a letter takes, on average
LONGEST = 18  # letters of a name that are shown


class EndLabels:
    """The names of lines on Axes, each at the end of its line; they make room for each other.

    A name stands to the right of the end, or, where there is no room, above it at the right edge of the Axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where the lines are.
    names : sequence of str
        Their names; long ones are cut short.
    highest : float, optional
        Where else than at the upper edge of the Axes the room for names ends, on their vertical axis.
    looks : dict
        How the texts look, as for `Axes.text`.
    """

    def __init__(self, ax, names, highest=None, **looks):
        self.ax, self.highest = ax, highest
        self.artists = [moving_text(ax, 0, 0, ha="left", fontsize=9.5, parse_math=False, **looks) for _ in names]
        for text, name in zip(self.artists, names, strict=True):
            text.set_text(name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…")
            text.set_in_layout(False)  # it will stand inside the Axes; until then it may be anywhere

    def show(self, ends):
        """Move the names to the lines' ends, one point (x, y) for each; out of view, a line has no name."""
        ends = np.asarray(ends, dtype=float).reshape(-1, 2)
        low, high = self.ax.bbox.get_points()
        places = self.ax.transData.transform(np.clip(ends, -1e100, 1e100))
        seen = ((low - 1 <= places) & (places <= high + 1)).all(axis=1) & np.isfinite(ends).all(axis=1)
        widths = np.array([AWAY + LETTER * len(text.get_text()) for text in self.artists])
        fit = places[:, 0] + widths <= high[0]
        top = high[1] - EDGE if self.highest is None else self.ax.transData.transform((0, self.highest))[1]
        rows = spread(places[:, 1] + np.where(fit, 0, APART), seen, low[1] + EDGE, top)
        to_data = self.ax.transData.inverted()
        for text, place, row, fits, visible in zip(self.artists, places, rows, fit, seen, strict=True):
            text.set_visible(bool(visible))
            if visible:
                x = place[0] + AWAY if fits else high[0]
                text.set(position=to_data.transform((x, row)), horizontalalignment="left" if fits else "right")


def spread(heights, seen, low, high):
    """Return the heights, moved until those that are seen are `APART` pixels apart, and between low and high."""
    rows = np.array(heights)
    order = [place for place in np.argsort(rows, kind="stable") if seen[place]]
    apart = min(APART, (high - low) / max(1, len(order) - 1))
    floor = low
    for place in order:
        rows[place] = floor = max(rows[place], floor)
        floor += apart
    ceiling = high
    for place in reversed(order):
        rows[place] = ceiling = min(rows[place], ceiling)
        ceiling -= apart
    return rows
