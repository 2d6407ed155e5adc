"""An arrow on a landscape that points downhill, against the gradient: the steeper it is there, the longer."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gdlesson.explorers.plane.directions import lengths
from gdlesson.explorers.plane.run import over_view

USUAL, LONGEST, SHORTEST = 46.0, 90.0, 16.0  # pixels, where it is as steep as usual; a shorter one is not drawn
ROOT = (
    0.25  # on one landscape slopes differ by a factor of 1000: an arrow as long as the slope would often be a dot
)
OUTLINE = np.array(
    [(0, -1.6), (0, 1.6), (-9, 1.6), (-9, 5.5), (0, 0), (-9, -5.5), (-9, -1.6), (0, -1.6)]
)  # pixels
FROM_FOOT = np.array([1, 1, 0, 0, 0, 0, 0, 1])  # which corners are at the foot; the others, at the tip


class DownhillArrow:
    """An arrow from a point of the landscape in the direction in which the loss falls most."""

    def __init__(self, ax, color):
        self.ax, self.f, self.usual = ax, None, 1.0
        self.patch = ax.add_patch(PathPatch(Path(np.empty((0, 2))), facecolor=color, lw=0, zorder=3))
        self.artists = [self.patch]

    def show(self, f, point):
        """Move the arrow to a point, shape (2,); it vanishes where the gradient does."""
        if f is not self.f:
            steep = lengths(f, over_view(f, 21))
            self.f, self.usual = f, float(np.median(steep)) or float(steep.max()) or 1.0
        downhill = -f.gradient(np.asarray(point, dtype=float))
        size = USUAL * (np.hypot(*downhill) / self.usual) ** ROOT
        drawn = bool(np.isfinite(point).all() and SHORTEST <= size < np.inf)
        self.patch.set_visible(drawn)
        if drawn:
            self.patch.set_path(self.outline(point, downhill, min(size, LONGEST)))

    def outline(self, foot, way, size):
        """Return an arrow from a foot in the direction `way`, `size` pixels long, in the data's units."""
        origin, begin, end = self.ax.transData.transform([(0, 0), foot, way])
        way = end - origin
        along = way / (np.hypot(*way) or 1)
        across = np.array([-along[1], along[0]])
        right = np.where(FROM_FOOT, 0, size + OUTLINE[:, 0])
        corners = begin + right[:, None] * along + OUTLINE[:, 1:] * across
        codes = [Path.MOVETO, *[Path.LINETO] * (len(corners) - 2), Path.CLOSEPOLY]
        return Path(self.ax.transData.inverted().transform(corners), codes)
