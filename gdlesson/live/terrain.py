"""A landscape seen from above: contours shaded by height, dark where it is low, in both themes of a page."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from gdlesson.live.palette import GRAY

# From the lowest to the highest place. In a dark theme figure.css keeps dark low, by the name of the group.
SHADES = LinearSegmentedColormap.from_list("terrain", ["#86A0BF", "#B4C5D8", "#DAE3EC", "#F8FAFC"])
LINES = "#A3A5A8"  # of contours, gray over these shades
GROUP = "terrain"
NOTE = "dark = low"


def draw_terrain(ax, xs, ys, heights, levels):
    """Draw contours shaded by height, and say above them, at the right, what the shades mean.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    xs, ys, heights : arrays of shape (m, n)
        The places and their heights; nan or infinity where there is none to draw.
    levels : array of shape (k,)
        The heights of the contours, in increasing order.
    """
    colors = SHADES(np.linspace(0, 1, len(levels) + 1))
    heights = np.where(np.isnan(heights), np.inf, heights)
    shades = ax.contourf(xs, ys, heights, levels=[-np.inf, *levels, np.inf], colors=colors)
    shades.set_gid(GROUP)
    lines = ax.contour(xs, ys, heights, levels=levels, colors=GRAY, linewidths=0.5, linestyles="solid", alpha=0.6)
    lines.set_gid("lines")
    ax.set_title(NOTE, loc="right", fontsize=9.5, color=GRAY)
