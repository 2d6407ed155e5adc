"""The loss of a mini-batch descent with its noise, and the learning rate, against the gradients used."""

import math
from itertools import zip_longest

import numpy as np
from matplotlib import rcParams
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from gdlesson.explorers.samples.run import rates_of, running
from gdlesson.live.drawing import PAPER, light_grid, moving_line, moving_text
from gdlesson.live.labels import EndLabels
from gdlesson.live.palette import BLUE, INK, PURPLE, VERMILION
from gdlesson.live.rolling import flying
from gdlesson.words import number

ROOM = 1.5  # so many times a run long is the axis: behind the lines stand their names
ASIDE = 15  # pixels from the diamond of this step to the middle of the signs beside the names
HALF = 5  # pixels: half the sign of the running mean, a piece of its line
TICKS = 5  # numbers on the axis of gradients
THIN = "#E8AE87"  # a light vermilion
KEY = {0.94: "thin: after each step", 0.85: "shaded: four fifths of them"}  # by height in the Axes


class NoisePanel:
    """The loss above the minimum: at each step, its running mean, and the band in which most of it lies.

    The run always takes the same width, so the numbers below it move, and another run needs no new still part.
    """

    words = (
        "the running mean of the latest tenth of the steps, at least 10, thick; and shaded, the band from the "
        "10th to the 90th percentile of the same steps"
    )

    def __init__(self, ax, samples, top):
        self.ax, self.least = ax, float(f"1e{math.floor(math.log10(top)) - 5}")  # smaller losses are drawn here
        ax.set(yscale="log", xticks=[], yticks=self.least * 10.0 ** np.arange(0, 9, 2))
        ax.set(xlim=(-0.02, ROOM), ylim=(self.least / 15, 80 * top))
        ax.set(title="loss above the minimum", xlabel=f"gradients used ({samples} = one epoch)")
        ax.minorticks_off()
        light_grid(ax)
        self.grid = moving_line(ax, "-", color=rcParams["grid.color"], lw=0.8)
        self.numbers = [moving_text(ax, 0, self.least / 5, ha="center", fontsize=9.5) for _ in range(TICKS + 1)]
        small = {"transform": ax.transAxes, "ha": "right", "fontsize": 9.5, "bbox": PAPER}
        self.key = [moving_text(ax, 0.995, height, **small) for height in KEY]
        for text, words in zip(self.key, KEY.values(), strict=True):
            text.set_text(words)
        looks = {"facecolor": VERMILION, "alpha": 0.22, "lw": 0}
        self.band = ax.add_patch(PathPatch(Path(np.zeros((0, 2))), **looks))
        self.line = moving_line(ax, "-", color=THIN, lw=0.7)
        self.mean = moving_line(ax, "-", color=VERMILION, lw=2.4)
        self.whole = moving_line(ax, "-", color=BLUE, lw=1.6)
        self.whole_end = moving_line(ax, "s", color=BLUE, ms=7)
        self.mean_end = moving_line(ax, "-", color=VERMILION, lw=2.4)
        self.here = flying(moving_line(ax, "D", color=INK, ms=8))
        self.names = EndLabels(ax, ["running mean", f"all {samples} at a time"], highest=top)  # below the key
        moved = [self.line, self.whole, self.mean, self.mean_end, self.whole_end, self.here]
        self.artists = [self.grid, *self.key, *self.numbers, self.band, *moved, *self.names.artists]

    def show(self, run, whole, step):
        """Show the first `step` steps of a run, and as much of the one that uses all samples in each step."""
        used = run.gradients / max(1, run.gradients[-1])
        losses = np.clip(run.above, self.least, 1e300)
        self.count(int(run.gradients[-1]))
        self.line.set_data(used[: step + 1], losses[: step + 1])
        self.here.set_data(used[[step]], losses[[step]])
        at, mean, low, high = running(losses)
        shown = at <= step
        x = used[at[shown]]
        self.mean.set_data(x, mean[shown])
        outline = np.concatenate([np.column_stack([x, low[shown]]), np.column_stack([x, high[shown]])[::-1]])
        codes = [Path.MOVETO, *[Path.LINETO] * (len(outline) - 2), Path.CLOSEPOLY]
        self.band.set_path(Path(outline, codes) if len(x) > 1 else Path(np.zeros((0, 2))))
        part = whole.gradients <= run.gradients[step]
        smooth = np.clip(whole.above[part], self.least, 1e300)
        along = whole.gradients[part] / max(1, run.gradients[-1])
        self.whole.set_data(along, smooth)
        self.name_lines(used[step], mean[shown][-1], smooth[-1])

    def name_lines(self, now, mean, whole):
        """Write the names of two lines with these last losses beside the diamond, each with its sign."""
        pixel = (ROOM + 0.02) / self.ax.bbox.width
        self.names.show([(now + (ASIDE + 2) * pixel, loss) for loss in (mean, whole)])
        mean, whole = (
            name.get_position()[1] if name.get_visible() else loss
            for name, loss in zip(self.names.artists, (mean, whole), strict=True)
        )
        self.mean_end.set_data(now + (ASIDE + np.array([-HALF, HALF])) * pixel, [mean, mean])
        self.whole_end.set_data([now + ASIDE * pixel], [whole])

    def count(self, used):
        """Draw the grid of a run of so many gradients, with their numbers."""
        ticks = MaxNLocator(TICKS, integer=True).tick_values(0, used)
        ticks = ticks[(ticks >= 0) & (ticks <= used)][: TICKS + 1]
        for text, tick in zip_longest(self.numbers, ticks):
            text.set_visible(tick is not None)
            text.set(x=(tick or 0) / max(1, used), text=f"{tick or 0:.0f}")
        ends = [2 * self.least / 5, self.ax.get_ylim()[1], np.nan]
        self.grid.set_data(np.repeat(ticks / max(1, used), 3), ends * len(ticks))


class RatePanel:
    """The learning rate of each step, from 0 up, with its first and its last value in words."""

    def __init__(self, ax):
        ax.set(xlim=(-0.02, ROOM), ylim=(0, 1.3), xticks=[], yticks=[])
        ax.set_title("learning rate of each step")
        self.line = moving_line(ax, "-", color=PURPLE, lw=2)
        self.here = flying(moving_line(ax, "D", color=INK, ms=8))
        self.words = moving_text(ax, 1.05, 0.5, ha="left", fontsize=9.5)
        self.artists = [self.line, self.here, self.words]

    def show(self, run, step):
        """Show the rates of a run, and the one of step `step`."""
        rates = rates_of(run)
        heights = rates / (rates.max() or 1.0)
        used = run.gradients[1:] / max(1, run.gradients[-1])
        self.line.set_data(np.repeat(np.append(0, used), 2)[1:-1], np.repeat(heights, 2))
        now = max(step - 1, 0)
        self.here.set_data(used[now : now + 1], heights[now : now + 1])
        self.words.set_text(number(rates[now], 3) if len(rates) else "")
        self.words.set_y(float(np.clip(heights[now], 0.15, 1.1)) if len(rates) else 0.5)
