"""A line that fades with age: what came first is faint, what came last is strong; so 500 steps are not a slab."""

import numpy as np
from matplotlib.lines import Line2D

ALPHAS = 0.45, 0.6, 0.8, 1.0  # of the first, second, third, and last quarter of the points


class FadingLine(Line2D):
    """A line, or a row of markers, whose points are in the order of time."""

    def pieces(self):
        """Yield the points of each piece, of shape (n, 2), and how opaque it is. Neighbors share a point."""
        points = self.get_xydata()
        if len(points) < len(ALPHAS) + 2:
            yield points, ALPHAS[-1]
            return
        ends = np.linspace(0, len(points) - 1, len(ALPHAS) + 1).astype(int)
        for begin, end, alpha in zip(ends, ends[1:], ALPHAS, strict=False):
            yield points[begin : end + 1], alpha

    def draw(self, renderer):
        """Draw the pieces one after the other."""
        whole, pieces = self.get_data(), list(self.pieces())
        for points, alpha in pieces:
            self.set(data=points.T, alpha=alpha)
            super().draw(renderer)
        self.set(data=whole, alpha=None)


def fading(line):
    """Return a line made to fade."""
    line.__class__ = FadingLine
    return line
