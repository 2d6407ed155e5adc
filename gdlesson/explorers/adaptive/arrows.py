"""Gradient, memory and step as arrows on the landscape, each kind at one scale through a whole run."""

import numpy as np

from gdlesson.explorers.adaptive.memory import scale_of
from gdlesson.explorers.plane.picture import ContourPanel
from gdlesson.live.drawing import inside, moving_line, moving_text
from gdlesson.live.labels import AWAY, EndLabels
from gdlesson.live.looks import readable
from gdlesson.live.palette import BLUE, GREEN, INK, PURPLE, VERMILION
from gdlesson.words import number

LONGEST = 20**0.5  # the length of Adam's first step without its correction, in learning rates: it fits
STYLES = {  # name, line style, color, width
    "slope": ("−g", "-", INK, 1.8),
    "mean": ("−m", "-", BLUE, 2.4),
    "size": ("± √v", "-", GREEN, 1.4),
    "step": ("step", "-", VERMILION, 4.0),
}
GHOST = "#7A3400"  # a dark vermilion: thin, dashed, and over the thick step
BEYOND = 12  # pixels from the tip of an arrow to the middle of its name, and half the name's width more
NAN = [np.nan, np.nan]


def arrow(tail, vector, cut=False):
    """Return an arrow as one line with gaps: the shaft, and the two strokes of the head.

    Parameters
    ----------
    tail, vector : arrays of shape (2,)
        Where it starts, and how far it leads from there.
    cut : bool
        Whether it is shorter than it should be: then two strokes across the shaft say so.

    Returns
    -------
    xs, ys : arrays of shape (6,), or (12,) if cut
        The gaps are nan.
    """
    tip, back = tail + vector, 0.2 * np.array([[-0.9, -0.45], [0.45, -0.9]])
    left, right = tip + back @ vector, tip + back.T @ vector
    points = [tail, tip, NAN, left, tip, right]
    if cut:
        across = 0.1 * np.array([[0.5, -1], [1, 0.5]]) @ vector
        for place in (0.5, 0.58):
            points += [NAN, tail + place * vector - across, tail + place * vector + across]
    return np.array(points).T


def box(middle, half, reach):
    """Return the outline of a rectangle with these half sides; it is open where a side is farther than `reach`.

    Returns
    -------
    xs, ys : arrays of shape (12,)
        Two points for each of the four sides, and a gap.
    """
    wide, high = np.minimum(half, reach)
    sides = {0: [[(s * wide, -high), (s * wide, high)] for s in (-1, 1)]}
    sides[1] = [[(-wide, s * high), (wide, s * high)] for s in (-1, 1)]
    points = [
        [*(side if half[axis] <= reach else [NAN, NAN]), NAN] for axis, pair in sides.items() for side in pair
    ]
    return (middle + np.array(points).reshape(-1, 2)).T


class ArrowPanel:
    """Contours with the path so far, and at its end arrows for gradient, memory and step, and a box for √v."""

    def __init__(self, ax, f):
        self.ax, self.contours = ax, ContourPanel(ax, f, PURPLE)
        sides = [high - low for low, high in f.view]
        self.reach = 0.375 * min(sides)  # the length of the longest arrows
        self.lines = {name: moving_line(ax, style, color=c, lw=w) for name, (_, style, c, w) in STYLES.items()}
        self.ghost = moving_line(ax, "--", color=GHOST, lw=1.6)
        self.names = EndLabels(ax, [name for name, *_ in STYLES.values()])
        for text, (_, _, color, _) in zip(self.names.artists, STYLES.values(), strict=True):
            text.set_color(readable(color, 0.65))  # in a dark theme a landscape is gray, not black
        extents = (text.get_window_extent() for text in self.names.artists)
        self.halves = {name: box.width / 2 for name, box in zip(STYLES, extents, strict=True)}
        (left, _), (low, _) = f.view
        self.words = moving_text(ax, left + 0.02 * (sides[0]), low + 0.04 * sides[1], ha="left", fontsize=9.5)
        arrows = [*(self.lines[name] for name in ("size", "slope", "mean", "step")), self.ghost]
        still = self.contours.artists[:-1]
        self.artists = [*still, *arrows, self.contours.here, *self.names.artists, self.words]

    def show(self, run, parts):
        """Show the path up to the current point of a run, and the arrows there, given all that is remembered."""
        self.contours.show(run, run.at)
        here = run.path[run.at]
        scales = self.scales(run, parts)
        seen = inside(self.ax, *here[:, None]).all()
        tips, cut = {}, False
        for name, line in self.lines.items():
            vector = parts[name][run.at] * scales[name] * (1 if name in ("size", "step") else -1)
            drawn = seen and np.isfinite(vector).all() and vector.any()
            points, tips[name], short = self.outline(name, here, vector) if drawn else (([], []), NAN, False)
            line.set_data(*points)
            if drawn and name != "size":
                tips[name] = self.beyond(name, here, tips[name])
            cut = cut or (short and name != "size")  # a box that is open needs no other sign
        before = parts["step"][run.at - 1] * scales["step"] if run.at and seen else np.zeros(2)
        self.ghost.set_data(*(self.outline("step", here, before)[0] if before.any() else ([], [])))
        self.names.show([tips[name] for name in STYLES])
        self.words.set_text(scale_words(scales, cut) if seen else "")

    def scales(self, run, parts):
        """Return the scale of each kind of arrow, the same at all steps of a run."""
        there = inside(self.ax, *run.path.T)
        slopes = scale_of(
            parts["slope"][there], self.reach, np.hypot(*run.slopes[0])
        )  # the start is that of all runs
        steps = scale_of(parts["step"][there], self.reach, LONGEST * run.learning_rate)
        return {"slope": slopes, "mean": slopes, "size": slopes, "step": steps}

    def outline(self, name, here, vector):
        """Return a line that shows a vector, the place of its name, and whether that is cut short."""
        if name == "size":
            tip = here + np.minimum(vector, self.reach)
            return box(here, vector, self.reach), tip, bool((vector > self.reach).any())
        most = min(self.reach, self.room(here, vector)) / np.hypot(*vector)
        vector = vector * min(1.0, most)
        return arrow(here, vector, most < 1), here + vector, bool(most < 1)

    def beyond(self, name, tail, tip):
        """Return where a line would end whose name stood beyond the tip of an arrow, in the Axes."""
        tail, tip = self.ax.transData.transform([tail, tip])
        half, way = self.halves[name], (tip - tail) / (np.hypot(*(tip - tail)) or 1.0)
        end = tip + way * (BEYOND + np.array([half, 0])) - [half + AWAY, 0]
        return self.ax.transData.inverted().transform(np.clip(end, *self.ax.bbox.get_points()))

    def room(self, here, vector):
        """Return how far it is to the edge of the Axes in the direction of a vector."""
        edges = np.array([self.ax.get_xlim(), self.ax.get_ylim()])
        with np.errstate(all="ignore"):
            parts = np.where(vector > 0, edges[:, 1] - here, here - edges[:, 0]) / np.abs(vector)
        return 0.97 * float(np.nanmin(parts)) * np.hypot(*vector)


def scale_words(scales, cut):
    """Return in words at which scales arrows are drawn, and whether one is cut short."""
    words = f"steps × {number(scales['step'], 2)}, slopes × {number(scales['slope'], 2)}, dashed: the step before"
    return f"{words}, //: longer" if cut else words
