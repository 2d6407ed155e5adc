"""A ball on a curve, and its hops: a step leads through the air, so it is drawn as an arc and not as a line."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from gdlesson.live.drawing import moving_line
from gdlesson.live.fading import ALPHAS, FadingLine
from gdlesson.live.palette import INK, VERMILION

RISE = 0.17  # how high a hop is, as a part of how wide it is
MOST = 0.11  # and of how high the Axes are, at most
LEAST = 1.0  # pixels; a shorter step is drawn together with the next one
FLAT = 5.0  # pixels; a shorter step is drawn as a straight line
ROOM = 6.0  # pixels between the highest place of a hop and the edge of the Axes, if there is room
SIZE = 12  # of a ball, in points
INNER = np.linspace(0.1, 0.9, 9)  # where along a hop it has to be above the ground


class Hops(FadingLine):
    """A run on a curve, as an arc from each point to the next one; later arcs are stronger.

    Attributes
    ----------
    ground : (array, array)
        Points of the curve, by rising x: a hop leads over a hill that lies in between.
    flat : bool
        Whether the last hop is a straight line.
    pen : PathPatch
        What draws with Matplotlib.
    """

    ground, flat = (np.array([0.0]), np.array([np.nan])), False

    def arcs(self):
        """Return the hops in pixels: arrays of shape (n, 3, 2) with begin, control point and end; and opacities.

        An arc is a parabola, which is the path of a ball in the air, and just what three points say in SVG.
        """
        places = apart(self.get_transform().transform(self.get_xydata()))
        begin, end = places[:-1], places[1:]
        if not len(begin):
            return np.empty((0, 3, 2)), np.empty(0)
        control = (begin + end) / 2
        control[:, 1] += 2 * self.heights(begin, end)
        last = latest(np.concatenate([begin, end], axis=1))
        parts = np.minimum(len(ALPHAS) * last // len(begin), len(ALPHAS) - 1)
        alphas = np.array(ALPHAS)[parts] if len(begin) > len(ALPHAS) else np.ones(len(last))
        return np.stack([begin, control, end], axis=1)[last], alphas

    def heights(self, begin, end):
        """Return how high each hop rises above the straight line, in pixels."""
        across = np.abs(end - begin)[:, 0]
        usual = np.minimum(RISE * across, MOST * self.axes.bbox.height)
        xs, ys = self.get_transform().transform(np.column_stack(self.ground)).T
        with np.errstate(all="ignore"):
            along = begin[:, None] + INNER[:, None] * (end - begin)[:, None]
            above = np.interp(along[..., 0], xs, ys) - along[..., 1]
            hill = np.nanmax(above / (4 * INNER * (1 - INNER)), axis=1, initial=-np.inf)
        top = self.axes.bbox.y1 - ROOM - (begin[:, 1] + end[:, 1]) / 2
        high = np.clip(np.maximum(usual, np.where(hill > 1, hill + FLAT, 0)), 0, np.maximum(top, 0))
        high[across < FLAT] = 0
        high[len(high) - 1 :] *= not self.flat
        return high

    def draw(self, renderer):
        """Draw the arcs, the strongest ones last."""
        arcs, alphas = self.arcs() if self.get_visible() else (None, [])
        for alpha in np.unique(alphas):
            points = arcs[alphas == alpha].reshape(-1, 2)
            codes = np.tile([Path.MOVETO, Path.CURVE3, Path.CURVE3], len(points) // 3)
            self.pen.set(path=Path(points, codes), alpha=alpha)
            self.pen.draw(renderer)


def hops(ax, xs, ys, color=VERMILION):
    """Return the hops of a run on the curve through the points (xs, ys), of shape (n,); `set_data` moves them."""
    line = moving_line(ax, "-", color=color, lw=1.6)
    line.__class__ = Hops
    line.ground = xs, ys
    line.pen = PathPatch(Path(np.empty((0, 2))), fill=False, ec=color, lw=1.6, transform=IdentityTransform())
    line.pen.set_figure(ax.figure)
    line.pen.set_clip_box(ax.bbox)
    return line


def apart(places):
    """Return the places that are finite, without those in the same small square as the one before."""
    places = np.clip(places[np.isfinite(places).all(axis=1)], -1e4, 1e4)
    moved = np.diff(places // LEAST, axis=0).any(axis=1)
    moved[-1:] = True
    return places[np.insert(moved, 0, True)] if len(places) else places


def latest(hops):
    """Return the numbers of the hops, of shape (n, 4), without those that a later one covers."""
    there = np.round(hops[::-1]).astype(int)
    there[there[:, 0] > there[:, 2]] = there[there[:, 0] > there[:, 2]][:, [2, 3, 0, 1]]
    return np.sort(len(hops) - 1 - np.unique(there, axis=0, return_index=True)[1])


class Ball(Line2D):
    """A line of one marker, which flies on the page from one step of a run to the next.

    Attributes
    ----------
    scale : int
        How many times its Axes magnify: it flies only where this stays the same.
    """

    scale = 1


def flying(line):
    """Return a line of one marker made to fly; on Axes with hops, along the last hop."""
    line.__class__ = Ball
    return line


def ball(ax, size=SIZE):
    """Return a ball, as a line of one marker with a rim; `set_data` moves it."""
    line = moving_line(ax, "o", color=VERMILION, ms=size)
    line.set(markeredgecolor=INK, markeredgewidth=2)
    return flying(line)


def resting(ax, x, y, slope, size=SIZE):
    """Return where the middle of a ball is that touches a curve from above, at a point with this slope."""
    wide, high = ax.transData.transform([(1, 1)])[0] - ax.transData.transform([(0, 0)])[0]
    angle = np.arctan2(slope * high, wide)
    radius = (size / 2 + 1) * ax.figure.dpi / 72
    return np.array([x, y]) + radius * np.array([-np.sin(angle) / wide, np.cos(angle) / high])
