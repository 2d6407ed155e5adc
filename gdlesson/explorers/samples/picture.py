"""The picture of a mini-batch descent: its path on the contours, and its loss with the noise level."""

import math

import numpy as np

from gdlesson.explorers.plane.picture import ContourPanel
from gdlesson.explorers.samples.run import fate
from gdlesson.live.drawing import PathLines, light_grid, moving_line, moving_text, new_figure, settle
from gdlesson.live.palette import BLUE, GRAY, INK, VERMILION
from gdlesson.live.style import our_style
from gdlesson.words import number

THIN = "#E8AE87"  # light vermilion, for a line through many steps


class LevelPanel:
    """The loss above the lowest loss against the gradients used: the run, its level, and one without noise."""

    def __init__(self, ax, samples, most, top):
        self.least = float(f"1e{math.floor(math.log10(top)) - 5}")  # smaller losses are drawn at this height
        ax.set_xscale("symlog", linthresh=samples, linscale=1)
        ax.set(yscale="log", xlim=(-0.03 * samples, 1.2 * most), ylim=(self.least / 2, 30 * top))
        ticks = [0, samples // 2, samples, *powers(samples, most)]
        ax.set_xticks(ticks, labels=[f"{used:,}".replace(",", " ") for used in ticks])
        ax.minorticks_off()
        ax.set(title="loss above the lowest", xlabel=f"gradients used (one epoch is {samples})")
        light_grid(ax)
        self.ax = ax
        self.run = thin(PathLines(ax))
        self.whole = moving_line(ax, "-", color=BLUE, lw=1.5)
        self.whole_end = moving_line(ax, "s", color=BLUE, ms=8)
        self.level = moving_line(ax, "--", color=INK, lw=2)
        self.words = moving_text(ax, 0, 0, ha="left")
        self.artists = [*self.run.artists, self.whole, self.whole_end, self.level, self.words]
        self.key(samples)

    def key(self, samples):
        """Draw the key of the lines in a corner."""
        lines = [("-", "o", VERMILION, "the run"), ("-", "s", BLUE, f"all {samples} at a time")]
        for place, (style, mark, color, words) in zip((0.19, 0.11), lines, strict=True):
            ax, looks = self.ax, {"color": color, "transform": self.ax.transAxes, "ms": 4, "lw": 1.5}
            ax.plot([0.03, 0.07, 0.11], [place] * 3, style, marker=mark, markevery=[1], **looks)
            ax.text(0.13, place, words, va="center", transform=ax.transAxes)
        self.ax.plot([0.03, 0.11], [0.03, 0.03], "--", color=INK, lw=2, transform=self.ax.transAxes)
        self.ax.text(0.13, 0.03, "its mean, last quarter", va="center", transform=self.ax.transAxes)

    def show(self, run, whole):
        """Show a run and the one without noise."""
        self.run.show(run.gradients, np.maximum(run.above, self.least), run.nit)
        heights = np.clip(whole.above, self.least, 1e300)
        self.whole.set_data(whole.gradients, heights)
        self.whole_end.set_data(whole.gradients[-1:], heights[-1:])
        noisy = fate(run) in ("noisy", "lost")
        low, high = self.ax.get_ylim()
        height = min(max(run.level, self.least), 0.5 * high)
        self.level.set_data(self.ax.get_xlim(), [height, height])
        self.words.set_position((0.3, height / 2 if height > 100 * low else 2 * height))
        self.words.set_text(f"mean {number(run.level, 2)}")
        for artist in (self.level, self.words):
            artist.set_visible(noisy)


def powers(samples, most):
    """Return 10, 100, … times the gradients of one epoch, up to the end of the axis."""
    return [samples * 10**k for k in range(1, 6) if samples * 10**k <= most]


def thin(path):
    """Make the lines of a path thin enough for a thousand steps, and return it."""
    path.line.set(linewidth=0.6, color=THIN)
    path.dots.set_markersize(2.5)
    path.stars.set_markersize(9)
    return path


class SamplesPicture:
    """The path of a mini-batch descent on the contours of the loss over all samples, and its loss.

    Parameters
    ----------
    f : Function
        The loss over all samples.
    samples : int
        The number of samples.
    most : int
        The largest number of gradients of a run.
    start : array of shape (2,)
        Where the runs start.
    """

    @our_style()
    def __init__(self, f, samples, most, start):
        self.figure = new_figure(9, 4.5)
        left, right = self.figure.subplots(1, 2, width_ratios=[1, 1.15])
        self.contours = ContourPanel(left, f)
        left.set(title="each step uses one batch", xlabel="slope", ylabel="intercept")
        thin(self.contours.path)
        self.lowest = moving_line(left, "P", color=GRAY, ms=12)
        self.lowest.set_data(*f.known_minima[0][:, None])
        lowest = float(f(f.known_minima[0]))
        top = max(float(f(start)) - lowest, 1e-6 * abs(lowest)) or 1.0
        self.loss = LevelPanel(right, samples, most, top)
        *path, start_mark, here = self.contours.artists
        self.artists = [*path, self.lowest, start_mark, here, *self.loss.artists]
        settle(self.figure)
        self.description = (
            "Left: the contours of the loss over all samples, for each slope and intercept of the line; a square "
            "where the descent starts, a dot at every step, a star after every tenth of the run, a diamond where "
            "it ends, and a gray plus at the lowest point. Right: the loss above the lowest against the number of "
            "sample gradients used, both axes logarithmic beyond one epoch, with a dashed line at the mean of "
            "the last quarter where it is noisy; the smooth blue line is the descent that uses all samples in "
            "each step."
        )

    def show(self, runs):
        """Show a run and the one without noise."""
        run, whole = runs
        self.contours.show(run, run.nit)
        self.loss.show(run, whole)
