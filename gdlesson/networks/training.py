"""Train a network: epoch by epoch and batch by batch, with any optimizer, one run or several side by side."""

import functools
import math
from collections import deque
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from gdlesson.checks import checked_count, checked_flag, checked_rates, checked_schedule, shown
from gdlesson.networks.checks import checked_examples, checked_parameters
from gdlesson.networks.network import Network, scores
from gdlesson.networks.regularization import decaying, is_weight, parted, penalized
from gdlesson.optimizers import RULES, each_its_own, iterates
from gdlesson.rulecheck import checked_rule

NAMES = ["loss", "accuracy", "val_loss", "val_accuracy"]  # the rows of a history, named as in Keras
MOST_EPOCHS = 1_000_000
KEPT, ROOM = 250, 10_000_000  # snapshots of a training, and numbers in all of them, at most


@dataclass(frozen=True, eq=False)
class Training:
    """The result of a training, or its state after an epoch.

    Attributes
    ----------
    network : Network
        The architecture.
    p : array of shape (parameters,) or (runs, parameters)
        The parameters after the last epoch in which all of them were finite.
    history : dict of str to array of shape (epochs,) or (epochs, runs)
        "loss" and "accuracy" of each epoch, as Keras records them: the mean over its batches, each measured just
        before the step on it. With validation data also "val_loss" and "val_accuracy", measured at the end of the
        epoch. nan once the parameters of a run are no longer finite.
    epochs : int
        The number of epochs so far.
    stop : str
        "epochs" when all epochs are done, "callback", "diverged", or "" while the training continues.
    examples : tuple
        What it learned from, x and y, and the pair (x, y) for validation or None.
    snapshots : dict of int to array
        The parameters along the way, by epoch: before the first one, and after each, or after every few of a long
        training. A network too large to keep several times has none.
    """

    network: Network
    p: np.ndarray = field(repr=False)
    history: dict = field(repr=False)
    epochs: int
    stop: str = ""
    examples: tuple | None = field(default=None, repr=False)
    snapshots: dict = field(default_factory=dict, repr=False)

    @property
    def moments(self):
        """The epochs whose parameters are known, the last one included."""
        return sorted({*self.snapshots, self.epochs})

    def after(self, epoch):
        """Return the training as it was after an epoch, one of its `moments`."""
        if epoch == self.epochs:
            return self
        p, history = self.snapshots[epoch], upto(self.history, epoch)
        return replace(self, p=p, history=history, epochs=epoch, stop="")

    def predict(self, x):
        """Return the probability of label 1 for each example, of shape (n,) or (runs, n)."""
        return self.network.predict(self.p, x)

    def logs(self):
        """Return the last entry of each row of the history: a float, or an array of shape (runs,)."""
        return {
            name: float(each[-1]) if each.ndim == 1 else each[-1].copy() for name, each in self.history.items()
        }


def train(
    network,
    x,
    y,
    optimizer="gradient_descent",
    learning_rate=0.1,
    batch_size=32,
    epochs=100,
    seed=0,
    start=None,
    shuffle=True,
    validation=None,
    callbacks=(),
    **settings,
):
    """Train a network on labeled examples by mini-batch gradient descent.

    Parameters
    ----------
    network : Network
        The architecture.
    x, y : arrays of shape (n, inputs) and (n,)
        The examples, and their labels, 0 or 1.
    optimizer : callable or str, or a list of them
        A rule of `optimizers`, its name, or your own. A list trains one network with each, side by side.
    learning_rate : float or schedule, or a list of floats
        A list trains one network with each.
    batch_size : int
        The number of examples per step, from 1 to n.
    epochs : int
        The number of passes over all examples, from 0 to a million.
    seed : int
        Of the start and of the order of the examples.
    start : array of shape (parameters,) or (runs, parameters), optional
        The initial parameters. The default is `network.start(seed)`.
    shuffle : bool
        Whether the examples are shuffled before each epoch.
    validation : (x, y), optional
        Examples to measure after each epoch, and never to learn from.
    callbacks : list of callables
        Each is called after each epoch as callback(epoch, logs): the epoch, counted from 0, and the last entry of
        each row of the history, a float or an array of shape (runs,). If one returns True, the training ends.
        If one has a method `set_model`, as Keras's have, it is called before that with the `Training` so far.
    **settings
        Of the optimizer, such as momentum=0.9. Also, for any optimizer, `l2`, 0 or more: that many times the sum
        of the squared weights is added to the loss that is descended, though not to the history; and
        `weight_decay`, 0 or more: each step first shrinks the weights by learning_rate · weight_decay. Neither
        touches the biases, except that `adamw` has a weight decay of its own, for all parameters.

    Returns
    -------
    Training

    Raises
    ------
    TypeError, ValueError
        An argument is not as described. A run that diverges is not an error: see `Training`.

    Notes
    -----
    Several runs side by side give the numbers of separate trainings; some processors round them differently.

    Examples
    --------
    >>> from gdlesson.datasets import moons
    >>> run = train(Network((2, 8, 1)), *moons(), optimizer="adam", learning_rate=0.01, epochs=60)
    >>> run.epochs, bool(run.history["accuracy"][-1] > 0.9)
    (60, True)
    """
    if not isinstance(callbacks, (list, tuple)) or not all(map(callable, callbacks)):
        raise TypeError(f"callbacks must be a list of functions of (epoch, logs), got {shown(callbacks)}")
    for run in by_epochs(
        network, x, y, optimizer, learning_rate, batch_size, epochs, seed, start, shuffle, validation, settings
    ):
        answers = [called(callback, run) for callback in callbacks if run.epochs]
        if any(map(says_stop, answers)):
            return replace(run, stop=run.stop or "callback")
    return run


def called(callback, run):
    """Call a callback after an epoch of a training, and return its answer."""
    if hasattr(callback, "set_model"):
        callback.set_model(run)
    return callback(run.epochs - 1, run.logs())


def says_stop(answer):
    """Tell whether a callback returned True. None means to continue, and so does any other single value."""
    if np.size(answer) > 1:
        raise ValueError(f"a callback must return True to stop, or nothing, but it returns {answer!r}")
    return isinstance(answer, (bool, np.bool_)) and bool(answer)


def with_snapshots(trainings):
    """Give the trainings that a function yields their snapshots; of too many, keep every second one."""

    @functools.wraps(trainings)
    def kept(*arguments):
        snapshots, every = {}, 1
        for run in trainings(*arguments):
            most = min(KEPT, ROOM // run.p.size)
            if run.epochs % every == 0:
                snapshots[run.epochs] = run.p
            if len(snapshots) > most:
                every *= 2
                snapshots = {epoch: p for epoch, p in snapshots.items() if most and epoch % every == 0}
            yield replace(run, snapshots=snapshots.copy())

    return kept


@with_snapshots
def by_epochs(
    network, x, y, optimizer, learning_rate, batch_size, epochs, seed, start, shuffle, validation, settings
):
    """Yield the `Training` before the first epoch, and after each; arguments and errors are those of `train`."""
    x, y, validation = checked_data(network, x, y, validation)
    shuffle, batch_size = checked_flag("shuffle", shuffle), checked_batch(batch_size, len(y))
    epochs, seed = checked_count("epochs", epochs, most=MOST_EPOCHS), checked_count("seed", seed)
    p = network.start(seed) if start is None else np.array(checked_parameters(network, start, "start"))
    settings, l2, decay = parted(settings, optimizer)
    p, rule, schedule = side_by_side(p, optimizer, learning_rate, settings)
    weights, seen, steps = is_weight(network), [], math.ceil(len(y) / batch_size)
    gradient = batch_gradient(network, batches_of(x, y, batch_size, seed, shuffle), seen)
    gradient, rule = penalized(gradient, l2, weights), decaying(rule, decay, weights)
    points = iterates(rule, gradient, p, schedule, settings)
    history = {name: np.empty((epochs, *p.shape[:-1])) for name in NAMES[: 4 if validation else 2]}
    examples = x, y, validation
    yield Training(network, p, upto(history, 0), 0, "" if epochs else "epochs", examples)
    for epoch in range(epochs):
        with np.errstate(all="ignore"):
            latest = deque(islice(points, steps), maxlen=1)[0]
            finite = np.isfinite(latest).all(axis=-1)
            p = np.where(finite[..., None], latest, p)
            values = scores(*joined(seen))
            if validation:
                values += scores(network.logits(p, validation[0]), validation[1])
        for name, value in zip(history, values, strict=True):
            history[name][epoch] = np.where(finite, value, np.nan)
        stop = "diverged" if not finite.any() else "epochs" if epoch + 1 == epochs else ""
        yield Training(network, p, upto(history, epoch + 1), epoch + 1, stop, examples)
        if stop:
            return


def upto(history, epochs):
    """Return the first epochs of a history."""
    return {name: values[:epochs] for name, values in history.items()}


def batches_of(x, y, batch_size, seed, shuffle):
    """Yield the examples and labels of each batch, epoch after epoch without end, shuffled for each epoch."""
    rng, order = np.random.default_rng(seed), np.arange(len(y))
    while True:
        order = rng.permutation(len(y)) if shuffle else order
        xs, ys = x[order], y[order]
        for k in range(0, len(y), batch_size):
            yield xs[k : k + batch_size], ys[k : k + batch_size]


def batch_gradient(network, batches, seen):
    """Return the gradient on the next batch as a function of p, which appends its logits and labels to `seen`."""

    def gradient(p):
        x, y = next(batches)
        g, z = network.backpropagate(p, x, y)
        seen.append((z, y))
        return g

    return gradient


def joined(seen):
    """Return the logits and the labels of all batches of an epoch, and empty the list for the next one."""
    z, y = (np.concatenate(parts, axis=-1) for parts in zip(*seen, strict=True))
    seen.clear()
    return z, y


def side_by_side(p, optimizer, learning_rate, settings):
    """Return parameters, rule, and schedule of one run, or of one run per rule, per rate, or per row of p."""
    several = isinstance(optimizer, (list, tuple))
    first = p[0] if p.ndim > 1 else p
    rules = [checked_rule(rule, first, settings) for rule in (optimizer if several else [optimizer])]
    rates = checked_rates(learning_rate)
    counts = {len(rules), np.size(rates), len(np.atleast_2d(p))} - {1}
    if len(counts) > 1 or 0 in counts:
        raise ValueError(
            f"optimizers, learning rates and starts must be as many each, or one for all, got {len(rules)}, "
            f"{np.size(rates)} and {len(np.atleast_2d(p))}"
        )
    if not (several or np.ndim(rates) or p.ndim > 1):
        return p, rules[0], checked_schedule(rates)
    runs = max(counts, default=1)
    rates = rates if callable(rates) else np.broadcast_to(rates, runs)[:, None]
    p = np.array(np.broadcast_to(p, (runs, p.shape[-1])))
    if len(rules) == 1 and rules[0] not in RULES:
        rules *= runs  # a learner's rule may combine all numbers of x, so it gets one run at a time
    return p, rules[0] if len(rules) == 1 else each_its_own(rules), checked_schedule(rates)


def checked_batch(batch_size, n):
    """Return the batch size as an int from 1 to the number of examples."""
    batch_size = checked_count("batch_size", batch_size)
    if not 1 <= batch_size <= n:
        raise ValueError(f"batch_size must be from 1 to the number of examples, {n}, got {batch_size}")
    return batch_size


def checked_data(network, x, y, validation):
    """Return examples, labels, and the pair of validation examples and labels, or None for that."""
    if not isinstance(network, Network):
        raise TypeError(f"network must be one such as Network((2, 16, 1)), got {shown(network)}")
    x, y = checked_examples(network, x, y)
    if validation is None:
        return x, y, None
    if not isinstance(validation, (list, tuple)) or len(validation) != 2:
        raise TypeError(f"validation must be a pair of examples and labels, (x, y), got {shown(validation)}")
    return x, y, checked_examples(network, *validation, of="validation's ")
