"""The picture of networks in training: what they compute, where each answers yes, and their loss and accuracy."""

from gdlesson.explorers.diagram import HIGH, WIDE, Diagram
from gdlesson.explorers.network.epochs import EpochsPanel
from gdlesson.explorers.network.plane import PlanePanel
from gdlesson.explorers.network.racers import Racers
from gdlesson.explorers.network.run import scaled, scaling_of
from gdlesson.live.drawing import MovingPicture, new_figure, settle
from gdlesson.live.ends import accuracy_axis, decades, least_accuracy, plain_numbers, stride_end
from gdlesson.live.field import SHADED
from gdlesson.live.style import our_style

LEAST, USUAL, MOST = 1e-4, 0.02, 100.0  # of the loss axis; losses beyond its ends are drawn at its edge
STRIDE = 20  # the axis of epochs ends at a multiple of this
SIGNS = "Lines are weights: the wider, the larger; dashed below 0"


class NetworkPicture(MovingPicture):
    """The network drawn, examples with its probability of yes as shading, and loss and accuracy of each epoch.

    Of several networks there are a small map of each, and their borders between yes and no.

    Parameters
    ----------
    data : dict of str to (x, y)
        The sets of examples.
    names : list of str
        The names of the optimizers.
    hidden_layers : int
        How many hidden layers a network has.
    axes : (str, str)
        What the coordinates are; each may be None.
    """

    @our_style()
    def __init__(self, data, names, hidden_layers, axes=(None, None)):
        self.data, self.names, self.axes, self.artists = data, names, axes, []
        self.figure = new_figure(9.2, 4.4)
        grid = self.figure.add_gridspec(2, 3, height_ratios=[HIGH, 120], width_ratios=[290, 180, 400])
        self.drawing = self.figure.add_subplot(grid[0, :2], xlim=(0, WIDE), ylim=(0, HIGH), aspect="equal")
        self.loss, self.accuracy = (self.figure.add_subplot(grid[1, column]) for column in (0, 1))
        self.plane = self.figure.add_subplot(grid[:, 2])
        self.drawing.axis("off")
        self.diagram, self.racers = Diagram(self.drawing, hidden_layers), Racers(self.drawing, names)
        self.note = self.drawing.text(0, -8, SIGNS, va="center", fontsize=9.5, color="#444444")
        self.reframe((next(iter(data)), 60, (LEAST, MOST), 0.5, False))  # with the widest numbers at the axis
        settle(self.figure)
        self.subject = None  # the first run draws it again, now that the sizes are known

    def frame(self, subject):
        """Draw the still part: for a set of examples, the ends of the axes, and one network or several."""
        name, end, ends, least, several = subject
        for ax in (self.plane, self.loss, self.accuracy):
            ax.clear()
        self.note.set_visible(not several)
        self.drawing.set_aspect("auto" if several else "equal")  # small maps may be wide, for the names below them
        self.drawing.apply_aspect()
        loss = {"title": "loss", "yscale": "log", "ylim": ends}
        self.field = PlanePanel(self.plane, *self.data[name], self.names, several, self.axes)
        self.curves = [
            EpochsPanel(self.loss, self.names, end, **loss),
            EpochsPanel(self.accuracy, self.names, end, **accuracy_axis(least)),
        ]
        plain_numbers(self.loss)
        self.seen = scaled(self.field.x, scaling_of(self.data[name][0]))
        self.seen_grid = scaled(self.field.grid, scaling_of(self.data[name][0]))
        panels = self.diagram, self.racers, self.field, *self.curves
        self.artists[:] = [artist for panel in panels for artist in panel.artists]
        self.description = describe(name, several, self.names, least)

    def show(self, run, step=None):
        """Show a run up to a step, or all of it; return what the still part belongs to if it is new."""
        history, several = run.training.history, len(run.optimizers) > 1
        ends, least = decades(history["loss"], LEAST, MOST, USUAL), least_accuracy(history["accuracy"])
        redrawn = self.reframe((run.examples, stride_end(run.epochs, STRIDE), ends, least, several))
        run = run if step is None else run.at(step)
        training = run.training
        shown = [self.names.index(name) for name in run.optimizers]
        network, p = training.network, training.p.reshape(len(shown), -1)
        z = network.logits(p, self.seen_grid)
        self.field.show_all(z, network.logits(p, self.seen), shown)
        if several:
            self.diagram.hide()
            self.racers.show(z, shown, run.scores[1])
        else:
            self.racers.hide()
            self.diagram.show(network, p[0], self.seen_grid)
        for panel, name in zip(self.curves, ("loss", "accuracy"), strict=True):
            panel.show(training.history[name], shown)
        return redrawn


def describe(name, several, names, least):
    """Return a description of the picture for people who can't see it."""
    curves = (
        f"Below it: loss, on a logarithmic axis, and accuracy, from {least:g} up, means over each epoch; what "
        "lies beyond an axis is drawn at its edge."
    )
    examples = f"Right: the examples of {name} in the plane, dark discs for yes, hollow squares for no, "
    if several:
        return (
            "Left: a small map of what each network answers over the plane, blue for yes and orange for no, with "
            f"its accuracy and the marker and name of its optimizer: {', '.join(names)}. "
            f"{curves} {examples}and for each network the line where it changes from yes to no."
        )
    return (
        "Left: the network, from its two inputs through the first 8 units of each hidden layer to its output; "
        "each is a small map of what it computes over the plane, blue above its middle and orange below, and each "
        "weight is a line, the wider the larger, solid blue above 0 and dashed orange below. "
        f"{curves} {examples}{SHADED}."
    )
