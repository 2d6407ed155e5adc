"""A network in training, with controls for examples, optimizer, learning rate, size, batches and epochs."""

import numpy as np

from gdlesson.checks import checked_number, checked_within
from gdlesson.datasets import DATA_SETS
from gdlesson.datasets.points import checked_texts
from gdlesson.explorers.network.picture import NetworkPicture
from gdlesson.explorers.network.run import Experiment, scaled, scaling_of, training_verdict
from gdlesson.live.controls import Control, checked_choice, choice_control, count_control, log_control
from gdlesson.live.looks import OPTIMIZERS
from gdlesson.live.replayed import ReplayedExplorer
from gdlesson.networks.network import Network
from gdlesson.networks.training import by_epochs, checked_examples
from gdlesson.rulecheck import checked_rules, name_of

BATCHES = (1, 4, 8, 16, 32, 64, 128)
LONGEST, WIDEST = 120, 32  # epochs, hidden units


class NetworkExplorer(ReplayedExplorer):
    """Networks in training; created by `explore_network`."""

    data, optimizer, learning_rate, units, batch_size, epochs = (Control() for _ in range(6))

    def __init__(self, data, rules, first, hidden_layers, activation, seed, axes=(None, None)):
        self.sets, self.hidden_layers, self.activation, self.seed = data, hidden_layers, activation, seed
        self.rules = {name_of(rule): rule for rule in rules}
        together = {f"all {len(rules)}": tuple(self.rules)} if len(rules) > 1 else {}
        choices = {name: (name,) for name in self.rules} | together
        most = max(len(y) for _, y in data.values())
        sizes = {str(size): size for size in BATCHES if size < most} | {"all": most}
        optimizer = checked_choice("optimizer", first["optimizer"], choices)
        batch_size = checked_choice("batch_size", named(first["batch_size"], most), sizes)
        controls = {
            "data": choice_control("examples", list(data), next(iter(data))),
            "optimizer": choice_control("optimizer", choices, optimizer, 19),
            "learning_rate": log_control("learning rate", first["learning_rate"], 1e-4, 10.0),
            "units": count_control("hidden units", first["units"], 1, WIDEST),
            "batch_size": choice_control("batch size", sizes, batch_size),
            "epochs": count_control("epochs", first["epochs"], 1, LONGEST),
        }
        picture = NetworkPicture(data, list(self.rules), hidden_layers, axes)
        super().__init__(controls, self.train, training_verdict, picture)

    def arrange(self):
        """Return the controls in rows, with the player of the epochs in the first one."""
        rows = ["data", "optimizer", self.player], ["learning_rate", "units"], ["batch_size", "epochs"]
        return self.above_picture(*rows)

    def last_step(self, run):
        """Return how many steps the player takes: epochs."""
        return len(run.training.moments) - 1

    def at_step(self, run, step):
        """Return in words how good the networks were after an epoch."""
        return training_verdict(run.at(step))

    def train(self, data, optimizer, learning_rate, units, batch_size, epochs):
        """Yield the run of the controls' values after each epoch."""
        rate = checked_number("learning_rate", learning_rate)
        x, y = self.sets[data]
        network = Network((2, *[units] * self.hidden_layers, 1), self.activation)
        rules = [self.rules[name] for name in optimizer]
        size = min(batch_size, len(y))
        options = rate, size, epochs, self.seed, None, True, None, {}
        for training in by_epochs(network, scaled(x, scaling_of(x)), y, rules, *options):
            yield Experiment(data, x, y, optimizer, rate, size, epochs, training)


def named(batch_size, most):
    """Return the name of a batch size among the choices: "all" if it is at least the number of examples."""
    return "all" if isinstance(batch_size, (int, np.integer)) and batch_size >= most else str(batch_size)


def explore_network(
    data=DATA_SETS,
    optimizers=OPTIMIZERS,
    optimizer=None,
    learning_rate=0.1,
    units=16,
    batch_size=32,
    epochs=60,
    hidden_layers=2,
    activation="tanh",
    seed=0,
    xlabel=None,
    ylabel=None,
):
    """Return an explorer of a network in training: each move trains it again, from the same initial weights.

    Parameters
    ----------
    data : dict of str to (x, y), or to functions that return them; or one pair (x, y)
        Examples: points of shape (n, 2), and their labels, 0 or 1. If there are several sets, one can be chosen.
        Coordinates may be in any unit; where they are far from 0 or of another size, the network sees them scaled.
    optimizers : list of callables or str
        The optimizers to choose from: rules from `gdlesson.optimizers`, their names, or your own functions of the
        same form; also all of them together, each with its own network, at the same learning rate.
    optimizer, learning_rate, units, batch_size, epochs
        The initial values of the controls; by default the first optimizer. `units` is the size of each hidden
        layer, 1 to 32; `epochs` is at most 120. A batch size above the number of examples means all of them.
    hidden_layers : int
        The number of hidden layers, 1 to 4.
    activation : str
        Their activation: "tanh", "relu" or "sigmoid".
    seed : int
        The seed of the initial weights and of the order of the examples.
    xlabel, ylabel : str, optional
        What the two coordinates are.

    Returns
    -------
    NetworkExplorer
        Its `run` is an `Experiment`; reading `run` or `verdict` waits until the training is finished.

    Raises
    ------
    TypeError, ValueError
        Something is not a set of examples, not an optimizer, or out of range.

    Examples
    --------
    >>> lab = explore_network(optimizer="adam", learning_rate=0.01, epochs=40)
    >>> lab.data = "circles"
    >>> lab.run.training.epochs, bool(lab.run.scores[1][0] > 0.95)
    (40, True)
    """
    data = checked_data(data)
    hidden_layers = checked_within("hidden_layers", hidden_layers, 1, 4)
    units, epochs = checked_within("units", units, 1, WIDEST), checked_within("epochs", epochs, 1, LONGEST)
    network, seed = Network((2, *[units] * hidden_layers, 1), activation), checked_within("seed", seed, 0, 10**6)
    rules = checked_rules(optimizers, network.start(seed), {})
    optimizer = rules[0] if optimizer is None else optimizer
    optimizer = name_of(optimizer) if callable(optimizer) else optimizer
    first = {"optimizer": optimizer, "learning_rate": checked_number("learning_rate", learning_rate)}
    first |= {"units": units, "epochs": epochs, "batch_size": batch_size}
    return NetworkExplorer(data, rules, first, hidden_layers, activation, seed, checked_texts(xlabel, ylabel))


def checked_data(data):
    """Return sets of examples as a dict from names to pairs of arrays, or raise an error."""
    sets = data if isinstance(data, dict) else {"your examples": data}
    if not sets:
        raise ValueError("explore_network() needs at least one set of examples")
    plane, checked = Network((2, 1)), {}
    for name, pair in sets.items():
        pair = pair() if callable(pair) else pair
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise TypeError(f"{name} must be a pair of points and labels, (x, y), got {type(pair).__name__}")
        x, y = (np.asarray(part) for part in pair)
        if not len(np.atleast_1d(y)):
            raise ValueError(f"{name} must be at least one example, got none")
        checked[str(name)] = checked_examples(plane, x, y[:, 0] if y.shape[1:] == (1,) else y)
    return checked
