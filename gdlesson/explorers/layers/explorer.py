"""The layers of a network with controls for the start of its weights, activation and size: `explore_layers`."""

from gdlesson.checks import checked_within
from gdlesson.explorers.layers.picture import LayersPicture
from gdlesson.explorers.layers.run import EPOCHS, STARTS, examples, layers_of, layers_verdict
from gdlesson.live.controls import Control, checked_choice, choice_control, count_control
from gdlesson.live.played import Played
from gdlesson.networks.network import ACTIVATIONS

DEEPEST, WIDEST = 5, 32  # hidden layers, and units in each


class LayersExplorer(Played):
    """The layers of a network; created by `explore_layers`. The player trains it."""

    start, activation, hidden_layers, units = (Control() for _ in range(4))

    def __init__(self, start, activation, hidden_layers, units, seed):
        self.seed = seed
        controls = {
            "start": choice_control("weights", list(STARTS), start, 17),
            "activation": choice_control("activation", list(ACTIVATIONS), activation, 17),
            "hidden_layers": count_control("hidden layers", hidden_layers, 1, DEEPEST),
            "units": count_control("units in each", units, 1, WIDEST),
        }
        picture = LayersPicture(examples()[0], hidden_layers)
        super().__init__(controls, self.layers, layers_verdict, picture, EPOCHS)

    def arrange(self):
        """Return the controls in two rows, with the player of the epochs in the first one."""
        return self.above_picture(["start", "activation", self.player], ["hidden_layers", "units"])

    def layers(self, start, activation, hidden_layers, units, step):
        """Return the layers of the controls' values, after `step` epochs of training."""
        return layers_of(start, activation, hidden_layers, units, self.seed, step)


def explore_layers(start="Glorot", activation="tanh", hidden_layers=2, units=8, seed=0):
    """Return an explorer of how the weights of a network begin, and of what its layers put out.

    The examples are two half moons. The player trains the network from there, epoch by epoch.

    Parameters
    ----------
    start : str
        How the weights begin: "all 0", "all equal" (0.3), "too small" (normal, of deviation 0.05), "Glorot", "He",
        or "too large" (of deviation 2). Biases begin at 0.
    activation : str
        Of the hidden layers: "tanh", "relu" or "sigmoid".
    hidden_layers, units : int
        The number of hidden layers, 1 to 5, and of units in each, 1 to 32.
    seed : int
        Of the random weights and of the order of the examples.

    Returns
    -------
    LayersExplorer
        With controls `start`, `activation`, `hidden_layers`, `units`, and `step`, the epochs; its `run` is a
        `Layers`.

    Raises
    ------
    TypeError, ValueError
        An argument is none of these.

    Examples
    --------
    >>> explore_layers("all equal").verdict.split(":")[0]
    'All equal'
    """
    start = checked_choice("start", start, {name: name for name in STARTS})
    activation = checked_choice("activation", activation, {name: name for name in ACTIVATIONS})
    hidden_layers = checked_within("hidden_layers", hidden_layers, 1, DEEPEST)
    units, seed = checked_within("units", units, 1, WIDEST), checked_within("seed", seed, 0, 10**6)
    return LayersExplorer(start, activation, hidden_layers, units, seed)
