"""The picture of one training in Keras and in our network: both curves, how far they agree, and the answers."""

import numpy as np

from gdlesson.explorers.keras_twin.run import CLOSE, MOST, decimals
from gdlesson.live.drawing import MovingPicture, light_grid, moving_line, new_figure, settle
from gdlesson.live.ends import NamedEnds, accuracy_axis, decades, least_accuracy, plain_numbers, stride_end
from gdlesson.live.field import FieldPanel
from gdlesson.live.palette import GRAY, INK
from gdlesson.live.style import our_style

LEAST, LARGEST = 0.001, 100.0  # the ends of the loss axis, at most; losses beyond are drawn at its edge
STRIDE = 10  # the axis of epochs ends at a multiple of this
PALE = "#8FC1E3"  # our line, thick, under that of Keras, which is thin and dark
EQUAL = -np.log10(CLOSE)


class PairPanel:
    """One quantity after each epoch: ours as a thick pale line, Keras's as dots on a thin one over it."""

    def __init__(self, ax, end, **axis):
        ax.set(xlabel="epoch", **axis)
        light_grid(ax)
        self.ours = moving_line(ax, "-", color=PALE, lw=7)
        self.theirs = moving_line(ax, "-", color=INK, lw=1)
        self.theirs.set(marker="o", markersize=4, markeredgewidth=0)
        marks = [moving_line(ax, "s", color=PALE, ms=9), moving_line(ax, "o", color=INK, ms=5)]
        self.ends = NamedEnds(ax, ["ours", "Keras"], marks)
        self.ends.fit_axis(end)
        self.limits, self.artists = ax.get_ylim(), [self.ours, self.theirs, *self.ends.artists]

    def show(self, ours, theirs):
        """Show the values of both, of shape (epochs so far,)."""
        for line, values in zip((self.ours, self.theirs), (ours, theirs), strict=True):
            line.set_data(np.arange(1, len(values) + 1), np.clip(values, *self.limits))
        self.ends.show([self.ours.get_data(), self.theirs.get_data()])


class AgreementPanel:
    """To how many decimals losses agree: Keras's and ours, and ours and those of its nudged copy."""

    def __init__(self, ax, end):
        ax.set(ylim=(0, MOST), xlabel="epoch", title="decimals to which the losses agree")
        ax.set_yticks([0, EQUAL, 10], ["0", f"{EQUAL:g}", "10"])
        light_grid(ax)
        ax.axhline(EQUAL, color=GRAY, lw=0.8)
        looks = {"color": GRAY, "va": "bottom", "fontsize": 9.5, "transform": ax.get_yaxis_transform()}
        ax.text(0.02, EQUAL + 0.3, "above this line they are considered equal", **looks)
        self.theirs = moving_line(ax, "o", color=INK, ms=5)
        self.nudged = moving_line(ax, "-", color=GRAY, lw=1)
        self.nudged.set(marker="D", markersize=4, markeredgewidth=0)
        marks = [moving_line(ax, "o", color=INK, ms=5), moving_line(ax, "D", color=GRAY, ms=6)]
        self.ends = NamedEnds(ax, ["ours and Keras", "ours, nudged 1e-7"], marks)
        self.ends.fit_axis(end)
        self.artists = [self.nudged, self.theirs, *self.ends.artists]

    def show(self, apart, spread):
        """Show how far Keras and ours are apart, and ours and its copy, arrays of shape (epochs so far,)."""
        for line, gaps in zip((self.theirs, self.nudged), (apart, spread), strict=True):
            line.set_data(np.arange(1, len(gaps) + 1), decimals(gaps))
        self.ends.show([self.theirs.get_data(), self.nudged.get_data()])


class KerasPicture(MovingPicture):
    """Loss and accuracy of each epoch, ours and Keras's, to how many decimals the losses agree, and our answers.

    Parameters
    ----------
    trainer : KerasTrainer
        What is trained, and on which examples: if these have two coordinates, they are shown in their plane.
    epochs : int
        The number of epochs at first.
    """

    @our_style()
    def __init__(self, trainer, epochs):
        self.network, self.examples = trainer.network, (trainer.x, trainer.y)
        self.figure, self.artists = new_figure(9, 4.3), []
        grid = self.figure.add_gridspec(2, 3, width_ratios=[1, 0.9, 1.4])
        plane = self.network.sizes[0] == 2
        right = slice(0, 2) if plane else slice(0, 3)
        places = [grid[0, 0], grid[0, 1 : right.stop], grid[1, right]]
        self.axes = [self.figure.add_subplot(place) for place in places]
        self.plane = self.figure.add_subplot(grid[:, 2]) if plane else None
        self.reframe((stride_end(epochs, STRIDE), (LEAST, LARGEST), 0.5))  # with the widest numbers at the axis
        settle(self.figure)
        self.subject = None  # the first run draws it again, now that the sizes are known

    def frame(self, subject):
        """Draw the still part: for the ends of the axes of epochs and of losses."""
        end, ends, least = subject
        for ax in self.figure.axes:
            ax.clear()
        loss, accuracy, agreement = self.axes
        self.loss = PairPanel(loss, end, title="loss", yscale="log", ylim=ends)
        plain_numbers(loss)
        self.accuracy = PairPanel(accuracy, end, **accuracy_axis(least))
        self.agreement = AgreementPanel(agreement, end)
        self.field = FieldPanel(self.plane, *self.examples) if self.plane else None
        panels = self.loss, self.accuracy, self.agreement, self.field
        self.artists[:] = [artist for panel in panels if panel for artist in panel.artists]
        plane = f" Right: what our network answers: {self.field.description}" if self.field else ""
        self.description = (
            "Top left: the loss of each epoch on a logarithmic axis, ours as a thick pale blue line, Keras's as "
            f"dark dots over it; beside it, the accuracy in the same way, from {least:g} up. Below: to how many "
            "decimals the losses of Keras and of ours agree, as dots, and, as diamonds, those of ours and of ours "
            "nudged, a copy that begins with weights a ten-millionth larger. From 5 decimals on they are "
            f"considered equal.{plane}"
        )

    def show(self, run, step=None):
        """Show `TwoRuns` up to an epoch, or all of it; return what the still part belongs to if it is new."""
        losses, right = (run.ours.history[name][:, 0] for name in ("loss", "accuracy"))
        least = least_accuracy([*right, *run.theirs["accuracy"]])
        redrawn = self.reframe((stride_end(run.epochs, STRIDE), decades(losses, LEAST, LARGEST), least))
        for panel, name in ((self.loss, "loss"), (self.accuracy, "accuracy")):
            panel.show(run.ours.history[name][:step, 0], run.theirs[name][:step])
        self.agreement.show(run.apart()[:step], run.spread()[:step])
        if self.field:
            p = run.weights[-1 if step is None else step]
            self.field.show(*(self.network.logits(p, points) for points in (self.field.grid, self.field.x)))
        return redrawn
