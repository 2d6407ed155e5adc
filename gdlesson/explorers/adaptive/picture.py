"""The picture of an optimizer at work: arrows on the landscape, its memory along x and y, and the losses."""

import numpy as np

from gdlesson.explorers.adaptive.arrows import ArrowPanel
from gdlesson.explorers.adaptive.bars import COUNT, MemoryPanel
from gdlesson.explorers.adaptive.memory import remembered
from gdlesson.explorers.adaptive.run import lowest
from gdlesson.explorers.plane.run import over_view
from gdlesson.live.drawing import moving_line, new_figure, settle, step_axis
from gdlesson.live.labels import EndLabels
from gdlesson.live.palette import GRAY, INK, PURPLE
from gdlesson.live.style import our_style

FLOOR = (
    1e-12  # the lower end of the loss axis, lower in a landscape less than 1 high; smaller losses are drawn here
)


class LossLines:
    """The loss above the lowest loss at each step, on a logarithmic axis, with that of gradient descent."""

    def __init__(self, ax, f, steps):
        self.lowest = lowest(f)
        losses = f.on(over_view(f, 41)) - self.lowest
        high = float(np.max(losses[np.isfinite(losses)], initial=0.0)) or 1.0
        power = min(0, int(np.floor(np.log10(high))))
        floor, top = FLOOR * 10.0**power, max(high, 10.0**power)
        self.ends = floor, 10 * top
        step_axis(ax, steps)
        ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= steps])
        ax.set(xlim=(-0.02 * steps, 1.6 * steps), yscale="log", ylim=(floor / 10, 100 * top))
        ax.set_title(f"loss above the {'minimum' if f.known_minima else 'lowest'}", fontsize=10)
        powers = [power - 12, power - 6, power]
        ax.set_yticks([10.0**each for each in powers], [f"$10^{{{each}}}$" for each in powers])
        self.plain = moving_line(ax, "--", color=GRAY, lw=2)
        self.line = moving_line(ax, "-", color=PURPLE, lw=2)
        self.here = moving_line(ax, "D", color=INK, ms=8)
        self.names = EndLabels(ax, ["this run", "gradient_descent"])
        self.artists = [self.plain, self.line, self.here, *self.names.artists]

    def show(self, run):
        """Show the losses of a run, and the current point; losses beyond the axis are drawn at its edge."""
        ends = []
        for line, losses in ((self.line, run.losses), (self.plain, run.plain)):
            heights = np.clip(losses - self.lowest, *self.ends)
            line.set_data(np.arange(len(losses)), heights)
            ends.append((len(losses) - 1, heights[-1]))
        self.here.set_data([run.at], np.clip(run.losses[[run.at]] - self.lowest, *self.ends))
        self.names.show(ends)


class AdaptivePicture:
    """The landscape with the arrows, the memory of slopes along both coordinates, and the losses.

    Parameters
    ----------
    f : Function
        A function of points (x, y).
    steps : int
        The number of steps of a run.
    """

    @our_style()
    def __init__(self, f, steps):
        self.figure = new_figure(9.6, 4.7)
        grid = self.figure.add_gridspec(3, 2, width_ratios=[1.44, 1], height_ratios=[1, 1, 0.7])
        parts = [grid[:, 0], *(grid[row, 1] for row in range(3))]
        left, *right = (self.figure.add_subplot(part) for part in parts)
        left.set_anchor("N")
        self.arrows = ArrowPanel(left, f)
        self.memories = [MemoryPanel(ax, name, k) for k, (ax, name) in enumerate(zip(right, f.axes, strict=False))]
        self.losses = LossLines(right[2], f, steps)
        panels = [self.arrows, *self.memories, self.losses]
        self.artists = [artist for panel in panels for artist in panel.artists]
        settle(self.figure)
        self.description = (
            f"Left: {f.name} from above, dark where it is low, with the path up to the point that is looked at, a "
            "diamond. From there, arrows: −g against the slope, −m against the mean of slopes; the box around it "
            "is as wide and as high as √v, the size of slopes; thick the step, dashed the step before. Each kind "
            "has one scale for the whole run; two strokes mark an arrow that is cut short. "
            f"Right, for each coordinate: the last {COUNT} slopes as bars, their mean m as a line to a diamond, "
            "√v as a band around 0, and in numbers m/√v and the step in learning rates. Below: the loss at each "
            "step, and dashed that of gradient descent at the same rate."
        )

    def show(self, run):
        """Show a run at its current point."""
        parts = remembered(run)
        self.arrows.show(run, parts)
        for panel in self.memories:
            panel.show(run, parts)
        self.losses.show(run)
