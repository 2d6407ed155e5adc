"""A magnifying glass on Axes: an inset that shows what is too small to be seen, and lies where nothing else is."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from gdlesson.live.drawing import moving_line, moving_text
from gdlesson.live.palette import GRAY

# left, bottom, width and height of the places for it, as fractions of the Axes, the best ones first
PLACES = [(0.33, 0.63, 0.34, 0.35), (0.02, 0.63, 0.34, 0.35), (0.64, 0.63, 0.34, 0.35)]
PLACES += [(0.64, 0.12, 0.34, 0.35), (0.02, 0.12, 0.34, 0.35), (0.33, 0.3, 0.34, 0.35)]
PLACES += [(0.375, 0.7, 0.25, 0.28), (0.73, 0.12, 0.25, 0.28), (0.02, 0.12, 0.25, 0.28)]
AWAY = 0.015  # from anything else, as a fraction of the Axes
MOST = 6  # powers of ten


class ZoomInset:
    """A part of Axes, magnified across by a power of ten, which is written on it.

    Whoever has one draws on its Axes `ax`, and chooses its `ylim`; the line `leader` leads to what is magnified.

    Parameters
    ----------
    parent : matplotlib.axes.Axes
        The Axes that it magnifies, and in which it lies.
    """

    def __init__(self, parent):
        self.parent, self.place, self.scale = parent, PLACES[0], 1
        self.ax = parent.inset_axes(self.place)
        self.ax.axis("off")
        self.ax.set(xticks=[], yticks=[])  # even those that are not seen move the title of the parent
        self.ax.set_axes_locator(lambda ax, renderer: self.box())
        corners = Path([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], closed=True)
        self.paper = self.ax.add_patch(PathPatch(corners, fc="white", lw=0, transform=self.ax.transAxes))
        self.rim = moving_line(self.ax, "-", color=GRAY, lw=2, transform=self.ax.transAxes)
        self.rim.set_data(corners.vertices.T)
        self.label = moving_text(self.ax, 0.95, 0.88, ha="right", fontsize=9.5, transform=self.ax.transAxes)
        self.leader = moving_line(parent, "-", color=GRAY, lw=0.8, zorder=1.5)
        self.artists = [self.paper, self.rim, self.label]

    def box(self):
        """Return the place of the inset in the figure."""
        within = Bbox.from_bounds(*self.place)
        return within.transformed(self.parent.transAxes).transformed(self.parent.figure.transFigure.inverted())

    def show(self, center, reach, others):
        """Magnify around a point so that `reach` to its left and right can be seen, if it is too small without.

        Parameters
        ----------
        center : (float, float)
            The point.
        reach : float
            What has to be seen.
        others : array of shape (n, 2)
            Points that it must not cover, as fractions of the Axes; the more of them, the surer.

        Returns
        -------
        bool
            Whether the inset is shown.
        """
        fitting = (place for place in PLACES if self.power(reach, place) > 0 and not covers(place, others))
        place = next(fitting, None)
        for artist in [self.ax, self.leader, *self.artists]:
            artist.set_visible(place is not None)
        if place is None:
            return False
        self.place = place
        self.ax.apply_aspect(self.box())
        self.scale = 10 ** self.power(reach, place)
        half = self.width(place) / 2 / self.scale
        self.ax.set_xlim(center[0] - half, center[0] + half)
        self.label.set_text(f"× {self.scale:,}".replace(",", " "))
        self.leader.set_data(*self.way_to(center))
        return True

    def width(self, place):
        """Return the width that the inset has at a place, in units of the x axis."""
        return place[2] * float(np.diff(self.parent.get_xlim())[0])

    def power(self, reach, place):
        """Return the power of ten by which `reach` is magnified at a place: as high as it goes."""
        if not reach > 0:
            return 0
        return int(np.clip(np.floor(np.log10(0.45 * self.width(place) / reach)), 0, MOST))

    def way_to(self, point):
        """Return the ends of a line from the inset to a point, as xs and ys."""
        left, bottom, wide, high = self.place
        to_axes = self.parent.transData - self.parent.transAxes
        x, y = to_axes.transform(point)
        begin = min(max(x, left), left + wide), min(max(y, bottom), bottom + high)
        return to_axes.inverted().transform([begin, (x, y)]).T


def covers(place, points):
    """Return whether a place has any of these points in it, or very near to it."""
    left, bottom, wide, high = place
    x, y = np.transpose(points)
    across = (left - AWAY < x) & (x < left + wide + AWAY)
    return bool((across & (bottom - AWAY < y) & (y < bottom + high + AWAY)).any())
