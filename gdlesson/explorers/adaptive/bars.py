"""Why a step is as long as it is: the last slopes along a coordinate, their mean, their size, and the ratio."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gdlesson.explorers.adaptive.memory import ratio, round_down, window
from gdlesson.live.drawing import moving_line, moving_text
from gdlesson.live.labels import LONGEST, EndLabels
from gdlesson.live.looks import readable
from gdlesson.live.palette import BLUE, GRAY, GREEN, INK
from gdlesson.words import number

COUNT = 20  # slopes that are shown


class MemoryPanel:
    """The last slopes along a coordinate as bars, m as a line to a diamond, and √v as a band around 0."""

    def __init__(self, ax, name, coordinate):
        self.coordinate = coordinate
        ax.set(xlim=(0.3 - COUNT, 3.6), ylim=(-1.12, 2.0))  # bars, and two rows of words above them
        name = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
        ax.set_title(f"the last {COUNT} slopes along {name}", parse_math=False, fontsize=10)
        ax.set_yticks([-1, 0, 1], [])
        ax.set_xticks([])
        ax.axhline(0, color=GRAY, lw=0.8)
        self.band = PathPatch(Path(np.zeros((1, 2))), facecolor=GREEN, alpha=0.18, lw=0)
        ax.add_patch(self.band)
        self.edges = moving_line(ax, "-", color=GREEN, lw=1.4)
        self.bars = moving_line(ax, "-", color=GRAY, lw=5.5, solid_capstyle="butt")
        self.now = moving_line(ax, "-", color=INK, lw=5.5, solid_capstyle="butt")
        self.mean = moving_line(ax, "-", color=BLUE, lw=2.4)
        self.point = moving_line(ax, "D", color=BLUE, ms=7)
        self.names = EndLabels(ax, ["g", "m", "√v"], highest=1.0)  # below the words
        for text, color in zip(self.names.artists, (INK, BLUE, GREEN), strict=True):
            text.set_color(readable(color))
        self.top = moving_text(ax, 0.7 - COUNT, 1.3, ha="left", fontsize=9.5)
        self.words = moving_text(ax, 3.3, 1.72, ha="right", fontsize=9.5)
        lines = [self.edges, self.bars, self.now, self.mean, self.point]
        self.artists = [self.band, *lines, *self.names.artists, self.top, self.words]

    def show(self, run, parts):
        """Show the slopes up to the current point of a run, given all that is remembered."""
        parts = window(run, parts, self.coordinate, COUNT)
        places, top = np.arange(1 - len(parts["slope"]), 1), top_of(parts)
        slopes, means, sizes = (np.clip(parts[name] / top, -1, 1) for name in ("slope", "mean", "size"))
        self.bars.set_data(*columns(places[:-1], slopes[:-1]))
        self.now.set_data(*columns(places[-1:], slopes[-1:]))
        self.mean.set_data(places, means)
        self.point.set_data(places[-1:], means[-1:])
        self.show_band(places, sizes)
        self.names.show([(0.3, slopes[-1]), (0.3, means[-1]), (0.3, sizes[-1])])
        self.top.set_text(f"axis ± {top:g}")
        self.words.set_text(ratio_words(run, parts))

    def show_band(self, places, sizes):
        """Move the band of √v, from −√v to √v; there is none if the rule has none."""
        known = np.isfinite(sizes).all()
        self.band.set_visible(bool(known))
        xs = np.repeat(places + 0.0, 2) + np.tile([-0.45, 0.45], len(places))
        ys = np.repeat(sizes, 2)
        self.edges.set_data([*xs, np.nan, *xs], [*ys, np.nan, *-ys]) if known else self.edges.set_data([], [])
        if known:
            outline = np.column_stack([[*xs, *xs[::-1]], [*ys, *-ys[::-1]]])
            self.band.set_path(Path(outline, [Path.MOVETO] + [Path.LINETO] * (len(outline) - 1)))


def top_of(parts):
    """Return the value at the upper edge of the bars: 1, 2 or 5 times a power of ten."""
    values = np.abs(np.concatenate([parts[name] for name in ("slope", "mean", "size")]))
    largest = np.max(values[np.isfinite(values)], initial=0.0)
    return 1.0 / round_down(1.0 / largest) if 1e-300 < largest < 1e300 else 1.0


def columns(places, heights):
    """Return bars from 0 to the heights as one line with gaps."""
    nothing, gap = np.zeros(len(places)), np.full(len(places), np.nan)
    return np.repeat(places, 3), np.column_stack([nothing, heights, gap]).ravel()


def ratio_words(run, parts):
    """Return m/√v, or g/√v, and the step in learning rates in words."""
    above, value = ratio(parts)
    step = parts["step"][-1] / run.learning_rate if run.learning_rate else np.nan
    found = [f"{above}/√v = {number(value, 2)}"] if np.isfinite(value) else []
    if np.isfinite(step):
        found.append(f"step = {number(step, 2)} × learning rate")
    return ",  ".join(found)
