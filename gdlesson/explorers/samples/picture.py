"""The picture of a mini-batch descent: the landscape, the samples of a step, the noise, and the learning rate."""

import numpy as np

from gdlesson.explorers.plane.fit import SHOWN
from gdlesson.explorers.plane.picture import ContourPanel
from gdlesson.explorers.samples.data import DataPanel
from gdlesson.explorers.samples.noise import NoisePanel, RatePanel
from gdlesson.live.drawing import moving_line, new_figure, settle
from gdlesson.live.palette import GRAY, INK
from gdlesson.live.style import our_style

THIN = "#D9752B"  # a lighter vermilion, for a line through many steps


class BatchPanel:
    """The landscape of the loss over all samples, with the path; the step that is looked at is drawn strong."""

    def __init__(self, ax, f):
        self.contours = ContourPanel(ax, f)
        ax.set(title="loss over all samples", xlabel="slope", ylabel="intercept")
        path = self.contours.path
        path.line.set(linewidth=0.8, color=THIN)
        path.dots.set_markersize(2.5)
        path.stars.remove()
        path.artists.remove(path.stars)
        self.lowest = moving_line(ax, "P", color=GRAY, ms=12)
        self.lowest.set_data(*f.known_minima[0][:, None])
        self.last = moving_line(ax, "-", color=INK, lw=2.2)
        self.artists = [*path.artists, self.lowest, self.contours.start, self.last, self.contours.here]

    def show(self, run, step):
        """Show the first `step` steps of a run."""
        self.contours.show(run, step)
        self.last.set_data(*np.clip(run.path[max(step - 1, 0) : step + 1], -1e100, 1e100).T)


class SamplesPicture:
    """A mini-batch descent: its path, the data with the line of one step, its loss, and the learning rate.

    Parameters
    ----------
    f : Function
        The loss over all samples.
    x, y : arrays of shape (n,)
        The samples.
    start : array of shape (2,)
        Where the runs start.
    """

    @our_style()
    def __init__(self, f, x, y, start):
        self.figure = new_figure(9, 4.5)
        left, right = self.figure.add_gridspec(1, 2, width_ratios=[1, 1.2])
        above, below = left.subgridspec(2, 1, height_ratios=[4, 1], hspace=0.08)
        data, loss = right.subgridspec(2, 1, height_ratios=[1, 1.25], hspace=0.08)
        axes = [self.figure.add_subplot(part) for part in (above, data, below, loss)]
        lowest = float(f(f.known_minima[0]))
        top = max(float(f(start)) - lowest, 1e-6 * abs(lowest)) or 1.0
        self.batch, self.data = BatchPanel(axes[0], f), DataPanel(axes[1], f, x, y)
        self.rate, self.loss = RatePanel(axes[2]), NoisePanel(axes[3], len(x), top)
        self.panels = [self.batch, self.data, self.rate, self.loss]
        self.artists = [artist for panel in self.panels for artist in panel.artists]
        settle(self.figure)
        some = f" (about {SHOWN} of the {len(x)} samples are drawn)" if len(x) > SHOWN else ""
        self.description = (
            "Top left: the loss over all samples for each slope and intercept, as shaded contours; a square where "
            "the descent starts, a dot at every step, a strong line for the step that is looked at, a diamond "
            f"where it leads, and a gray plus at the lowest point. Top right: the samples{some} as gray dots; "
            "those of the batch of this step are larger triangles, each with a line to what was predicted before "
            "the step; dashed the line before the step, full the line after it, gray and dotted the best one. "
            "Bottom left: the learning rate, from 0 up. Bottom right, on a logarithmic axis against the gradients "
            f"of single samples used: the loss above the minimum, thin; {NoisePanel.words}; the line with a "
            "square at its end is the descent that uses all samples in each step."
        )

    def show(self, runs, step=None):
        """Show the first `step` steps of a run, or all of them, and the run without noise."""
        run, whole = runs
        step = run.nit if step is None else step
        self.batch.show(run, step)
        self.data.show(run, step)
        self.rate.show(run, step)
        self.loss.show(run, whole, step)
