"""The same training in Keras and in our network, with controls for optimizer, learning rate and epochs."""

from gdlesson.checks import checked_number, checked_within, shown
from gdlesson.datasets import moons
from gdlesson.explorers.keras_twin.picture import KerasPicture
from gdlesson.explorers.keras_twin.run import KerasTrainer, epoch_words, keras_verdict, train_twice
from gdlesson.live.controls import Control, checked_choice, choice_control, count_control, log_control
from gdlesson.live.looks import OPTIMIZERS
from gdlesson.live.replayed import ReplayedExplorer
from gdlesson.networks.network import Network
from gdlesson.networks.training import checked_examples
from gdlesson.networks.with_keras import prepare_keras

LONGEST = 40  # epochs
BATCH = 32


class KerasExplorer(ReplayedExplorer):
    """One training in Keras and in our network; created by `explore_keras`."""

    optimizer, learning_rate, epochs = Control(), Control(), Control()
    at_once = 0.0  # show ours before Keras starts

    def __init__(self, trainer, optimizer, learning_rate, epochs):
        self.trainer = trainer
        controls = {
            "optimizer": choice_control("optimizer", OPTIMIZERS, optimizer),
            "learning_rate": log_control("learning rate", learning_rate, 1e-4, 10.0),
            "epochs": count_control("epochs", epochs, 2, LONGEST),
        }
        super().__init__(controls, self.train, keras_verdict, KerasPicture(trainer, epochs))

    def arrange(self):
        """Return the controls in rows, and the player of the epochs next to the learning rate."""
        return self.above_picture(["optimizer", "epochs"], ["learning_rate", self.player])

    def last_step(self, run):
        """Return how many steps the player takes: epochs."""
        return run.ours.epochs

    def at_step(self, run, step):
        """Return in words the losses after an epoch."""
        return epoch_words(run, step)

    def train(self, optimizer, learning_rate, epochs):
        """Yield both trainings with the controls' values, with more and more epochs of Keras."""
        yield from train_twice(self.trainer, optimizer, checked_number("learning_rate", learning_rate), epochs)


def explore_keras(data=moons, network=None, optimizer="gradient_descent", learning_rate=0.1, epochs=20, seed=0):
    """Return an explorer of one training in Keras and in ours, from the same weights, with the same batches.

    Parameters
    ----------
    data : (x, y), or a function that returns them
        Examples and their labels, 0 or 1, used in this order, 32 at a time.
    network : Network, optional
        The network to train; by default with two inputs and two hidden layers of 16 units, tanh.
    optimizer, learning_rate, epochs
        The initial values of the controls: the name of an optimizer, a number, and 2 to 40 epochs.
    seed : int
        The seed of the initial weights.

    Returns
    -------
    KerasExplorer
        Its `run` is a `TwoRuns`, with `ours` and `theirs`; reading `run` or `verdict` waits for Keras to finish.

    Raises
    ------
    NotReadyError
        Keras can't be used here.
    TypeError, ValueError
        The data are not examples for the network, or something is out of range.

    Examples
    --------
    >>> lab = explore_keras(optimizer="adam", learning_rate=0.01, epochs=5)
    >>> bool(lab.run.apart().max() < 1e-5)
    True
    """
    prepare_keras()
    network = Network((2, 16, 16, 1)) if network is None else network
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, such as Network((2, 16, 1)), got {shown(network)}")
    pair = data() if callable(data) else data
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        raise TypeError(f"data must be a pair of points and labels, (x, y), got {type(pair).__name__}")
    x, y = checked_examples(network, *pair)
    optimizer = checked_choice("optimizer", optimizer, {name: name for name in OPTIMIZERS})
    learning_rate = checked_number("learning_rate", learning_rate)
    epochs, seed = checked_within("epochs", epochs, 2, LONGEST), checked_within("seed", seed, 0, 10**6)
    trainer = KerasTrainer(network, network.start(seed), x, y, min(BATCH, len(y)))
    return KerasExplorer(trainer, optimizer, learning_rate, epochs)
