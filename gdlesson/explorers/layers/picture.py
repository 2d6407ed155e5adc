"""The picture of a network's layers: the network drawn, the outputs of each layer, and how much they vary."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gdlesson.explorers.diagram import HIGH, WIDE, Diagram
from gdlesson.explorers.layers.run import ENDS, factor
from gdlesson.live.drawing import MovingPicture, light_grid, moving_line, moving_text, new_figure, settle
from gdlesson.live.field import YES, probability, range_of
from gdlesson.live.palette import BLUE, GRAY, INK
from gdlesson.live.style import our_style
from gdlesson.networks.network import forward
from gdlesson.words import number

LOW = -122  # the lower end of the drawing, below its network
FLOOR, TALL, ROOMY = -98, 68, 80  # where the histograms stand, how high and, at most, how wide they are
BESIDE = 18  # room at the sides of the drawing, for the outer histograms
BINS, SIDES = 21, ("left", "right")
LEAST, MOST = 1e-6, 1e3  # of the axis of variation: what lies beyond is drawn at its edge
NOTE = "Lines: weights (dashed: negative). Histograms: the outputs of each layer"


class Histograms:
    """A histogram of the outputs of each layer below its column in the drawing, from end to end of their range.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The drawing.
    across : array of shape (layers,)
        The middle of each column.
    """

    def __init__(self, ax, across):
        self.across, self.wide = across, min(ROOMY, across[1] - across[0] - 16)
        self.bars = [
            ax.add_patch(PathPatch(Path(np.zeros((4, 2))), facecolor=BLUE, lw=0, alpha=0.6)) for _ in across
        ]
        ends = [((x - self.wide / 2, FLOOR), (x + self.wide / 2, FLOOR)) for x in across]
        for (left, floor), (right, _) in ends:
            ax.plot([left, right], [floor, floor], "-", color=GRAY, lw=0.8)
        self.words = [
            [moving_text(ax, x, FLOOR - 11, ha=side, fontsize=9) for side, (x, _) in zip(SIDES, pair, strict=True)]
            for pair in ends
        ]
        self.artists = [*self.bars, *(text for pair in self.words for text in pair)]

    def show(self, columns, ranges):
        """Show numbers, an array of any shape for each column, between the ends (low, high) of its range."""
        for x, values, ends, bar, words in zip(self.across, columns, ranges, self.bars, self.words, strict=True):
            heights, edges = np.histogram(np.clip(values, *ends), BINS, ends)
            xs = x - self.wide / 2 + self.wide * np.repeat(np.linspace(0, 1, BINS + 1), 2)
            ys = FLOOR + TALL * np.concatenate([[0], np.repeat(heights / heights.max(), 2), [0]])
            bar.set_path(Path(np.column_stack([xs, ys])))
            for text, end in zip(words, ends, strict=True):
                text.set_text(number(end, 2))


class VariesPanel:
    """How much the outputs of each layer vary, beside the inputs, which vary by 1."""

    def __init__(self, ax, hidden):
        layers = np.arange(hidden + 1)
        ax.set(yscale="log", ylim=(LEAST, MOST), xlim=(-0.3, hidden + 0.3 + 0.2 * hidden), xlabel="layer")
        ax.set_xticks(layers, ["inputs", *map(str, layers[1:])])
        ax.set_yticks(10.0 ** np.arange(-6, 4, 3), ["0.000001", "0.001", "1", "1000"])
        ax.set_title("how much the outputs vary", fontsize=10.5)
        light_grid(ax)
        ax.axhline(1, color=GRAY, lw=1.2, ls="--")
        self.line = moving_line(ax, "-", color=YES, lw=2)
        self.dots = moving_line(ax, "o", color=INK, ms=8)
        self.words = [moving_text(ax, 0, 0, ha="left", fontsize=9.5) for _ in layers[1:]]
        self.artists = [self.line, self.dots, *self.words]

    def show(self, varies):
        """Show the deviations of all layers, an array of shape (hidden layers + 1,)."""
        shown = np.clip(varies, 2 * LEAST, MOST / 2)
        for line in (self.line, self.dots):
            line.set_data(np.arange(len(shown)), shown)
        rises = np.append(shown[1:] > 3 * shown[:-1], shown[-1] > 3 * shown[-2])[1:]
        rises |= (shown[1:] > 0.2) & (shown[1:] < 0.8)  # words above would lie on the dashed line
        for k, (text, below) in enumerate(zip(self.words, rises, strict=True), 1):
            text.set(text=factor(varies[k]), position=(k + 0.04, shown[k] * (1 / 2.6 if below else 2.6)))


class LayersPicture(MovingPicture):
    """A network drawn with the outputs of each layer, and how much they vary from example to example."""

    @our_style()
    def __init__(self, x, hidden):
        self.artists = []
        self.figure = new_figure(9.2, 4.5)
        grid = self.figure.add_gridspec(1, 2, width_ratios=[WIDE + 2 * BESIDE, 300])
        self.drawing, self.aside = (self.figure.add_subplot(grid[0, column]) for column in (0, 1))
        ends = [range_of(each) for each in x.T]
        self.grid = np.stack(np.meshgrid(*ends), axis=-1).reshape(-1, 2)
        self.reframe(hidden)
        settle(self.figure)

    def frame(self, subject):
        """Draw the still part, for so many hidden layers."""
        for ax in (self.drawing, self.aside):
            ax.clear()
        self.drawing.set(xlim=(-BESIDE, WIDE + BESIDE), ylim=(LOW, HIGH), aspect="equal")
        self.drawing.axis("off")
        self.drawing.text(-BESIDE + 4, -8, NOTE, va="center", fontsize=9)
        self.diagram = Diagram(self.drawing, subject)
        self.histograms = Histograms(self.drawing, self.diagram.across)
        self.varies = VariesPanel(self.aside, subject)
        panels = self.diagram, self.histograms, self.varies
        self.artists[:] = [artist for panel in panels for artist in panel.artists]
        self.description = (
            "Left: the network, from its two inputs through the first 8 units of each hidden layer to its output; "
            "each is a small map of what it computes over the plane, blue above its middle and orange below, and "
            "each weight is a line, the wider the larger, solid blue above 0 and dashed orange below. Below each "
            "layer there is a histogram of its outputs for all examples. Right: how much the outputs of each of "
            f"the {subject} hidden layers vary from example to example, on a logarithmic axis; inputs vary by 1."
        )

    def show(self, run):
        """Show the layers of a network; return what the still part belongs to if it is new."""
        redrawn = self.reframe(len(run.network.sizes) - 2)
        self.diagram.show(run.network, run.p, self.grid)
        z = forward(run.network.layers(run.p), run.x, run.network.activation)[1]
        hidden = run.outputs[1:]
        most = float(np.ceil(np.abs(run.x).max()))
        ranges = [ENDS.get(run.network.activation, (0.0, highest(h))) for h in hidden]
        self.histograms.show([run.x, *hidden, probability(z)], [(-most, most), *ranges, (0.0, 1.0)])
        self.varies.show(run.varies)
        return redrawn


def highest(outputs):
    """Return the upper end of the range of a layer without one; 1 where all its outputs are 0."""
    return float(outputs.max()) or 1.0
