"""The picture of a training that may overfit: what the network answers, and its two losses."""

import numpy as np

from gdlesson.explorers.generalization.run import data
from gdlesson.live.drawing import MovingPicture, light_grid, moving_line, moving_text, new_figure, settle
from gdlesson.live.ends import NamedEnds, plain_numbers, stride_end
from gdlesson.live.field import SHADED, VALIDATION, FieldPanel
from gdlesson.live.palette import GREEN, INK, PURPLE
from gdlesson.live.style import our_style

LOOKS = {"training": ("-", "s", PURPLE), "validation": ("--", "D", GREEN)}  # as in the curves of a training
LOW, HIGH, STRIDE = 0.02, 3.0, 50  # the ends of the axis of losses; that of epochs ends at a multiple of STRIDE
BESIDE = 0.09  # of the width: half the word at the star


class LossesPanel:
    """Both losses against the epochs, with a star at the lowest one on the validation examples."""

    def __init__(self, ax, end):
        ax.set(yscale="log", ylim=(LOW, HIGH), xlabel="epoch", title="loss")
        light_grid(ax)
        self.lines = [moving_line(ax, style, color=color, lw=1.9) for style, _, color in LOOKS.values()]
        marks = [moving_line(ax, marker, color=color, ms=7) for _, marker, color in LOOKS.values()]
        self.ends = NamedEnds(ax, list(LOOKS), marks)
        self.ends.fit_axis(end, 4)
        plain_numbers(ax)
        self.star = moving_line(ax, "*", color=INK, ms=14)
        self.words = moving_text(ax, 0, 0, ha="center", fontsize=9.5)
        self.artists = [*self.lines, *self.ends.artists, self.star, self.words]

    def show(self, history):
        """Show the losses of a history."""
        rows = [np.clip(history[name], LOW, HIGH) for name in ("loss", "val_loss")]
        epochs = np.arange(1, len(rows[0]) + 1)
        for line, row in zip(self.lines, rows, strict=True):
            line.set_data(epochs, row)
        self.ends.show([(epochs, row) for row in rows])
        self.show_lowest(epochs, rows[1])

    def show_lowest(self, epochs, validation):
        """Show the star and its word, if there is a loss."""
        there = np.isfinite(validation).any()
        self.words.set_text("lowest" if there else "")
        self.star.set_data([], [])
        if there:
            best = int(np.nanargmin(validation))
            self.star.set_data([epochs[best]], [validation[best]])
            left, right = self.ends.ax.get_xlim()
            self.words.set_position((max(epochs[best], left + BESIDE * (right - left)), validation[best] / 1.25))


class GeneralizationPicture(MovingPicture):
    """What a network answers among its training and validation examples, and both losses of each epoch."""

    @our_style()
    def __init__(self, examples, epochs):
        self.artists = []
        self.figure = new_figure(9.2, 4.1)
        self.plane, self.loss = self.figure.subplots(1, 2, width_ratios=[45, 47])
        self.reframe((examples, stride_end(epochs, STRIDE)))
        settle(self.figure)
        self.subject = None  # the first run draws it again, now that the sizes are known

    def frame(self, subject):
        """Draw the still part: for a number of training examples, and the end of the axis of epochs."""
        examples, end = subject
        for ax in (self.plane, self.loss):
            ax.clear()
        learned, held_out = data(examples)
        self.field = FieldPanel(self.plane, *learned, validation=held_out)
        self.losses = LossesPanel(self.loss, end)
        self.artists[:] = [*self.field.artists, *self.losses.artists]
        self.description = (
            f"Left: {examples} training examples, dark discs for yes and hollow squares for no, in a plane "
            f"{SHADED}.{VALIDATION} Right: the loss on the training examples, a solid line, and on the validation "
            "examples, a dashed one, against the epochs, on a logarithmic axis; a star marks the lowest one of "
            "validation."
        )

    def show(self, run, step=None):
        """Show a training up to a step, or all of it; return what the still part belongs to if it is new."""
        redrawn = self.reframe((run.examples, stride_end(run.epochs, STRIDE)))
        training = (run if step is None else run.at(step)).training
        network, p = training.network, training.p
        self.field.show(network.logits(p, self.field.grid), network.logits(p, self.field.x))
        self.losses.show(training.history)
        return redrawn
