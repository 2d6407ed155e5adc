"""Training a network: epoch after epoch, batch after batch, with any optimizer, one run or many side by side."""

import math
import reprlib
from collections import deque
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from gdlesson.checks import checked_count, checked_rates, checked_schedule
from gdlesson.networks.network import Network, scores
from gdlesson.optimizers import RULES, each_its_own, walk
from gdlesson.rulecheck import checked_rule

NAMES = ["loss", "accuracy", "val_loss", "val_accuracy"]  # of what a history holds, as in Keras


@dataclass(frozen=True, eq=False)
class Training:
    """What a training has come to.

    Attributes
    ----------
    network : Network
        What was trained.
    p : array of shape (parameters,) or (runs, parameters)
        The parameters: those after the last epoch in which all of them were finite.
    history : dict of str to array of shape (epochs,) or (epochs, runs)
        "loss" and "accuracy" of each epoch, as Keras keeps them: over its batches, each seen just before it was
        learnt from; with validation data "val_loss" and "val_accuracy", measured at the end of the epoch; nan from
        where a run has left the range of numbers.
    epochs : int
        How many epochs there have been.
    stop : str
        "epochs" when all asked for are over, "callback", "diverged", or "" as long as it goes on.
    examples : tuple
        What it learned from, x and y, and the pair (x, y) for validation or None.
    """

    network: Network
    p: np.ndarray = field(repr=False)
    history: dict = field(repr=False)
    epochs: int
    stop: str = ""
    examples: tuple | None = field(default=None, repr=False)

    def predict(self, x):
        """Return the probability of "yes" for each example x: of shape (n,), or (runs, n)."""
        return self.network.predict(self.p, x)

    def logs(self):
        """Return the last entries of the history: a float each, or an array of shape (runs,)."""
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
    """Train a network on examples by mini-batch descent.

    Parameters
    ----------
    network : Network
        What to train.
    x, y : arrays of shape (n, inputs) and (n,)
        The examples, and their labels, 0 or 1.
    optimizer : callable or str, or a list of them
        A rule of `optimizers`, its name, or your own. A list trains one network with each, side by side.
    learning_rate : float or schedule, or a list of floats
        A list trains one network with each.
    batch_size, epochs : int
        How many examples are asked before each step, at most n; how often each is asked, 0 or more.
    seed : int
        Of the start and of the order of the examples.
    start : array of shape (parameters,) or (runs, parameters), optional
        Where to begin; left out, `network.start(seed)`.
    shuffle : bool
        Whether each epoch has an order of its own.
    validation : (x, y), optional
        Examples that are only looked at, after each epoch.
    callbacks : list of callables
        Each is called after each epoch as callback(epoch, logs), the epoch counted from 0, with the last entries
        of the history, floats or arrays of shape (runs,); if one returns True, the training ends.
    **settings
        Of the optimizer, such as momentum=0.9.

    Returns
    -------
    Training

    Raises
    ------
    TypeError, ValueError
        An argument is not what it should be. A run that diverges is no error: see `Training`.

    Notes
    -----
    Many runs side by side are, to the last bit, those that as many trainings give, one after the other.

    Examples
    --------
    >>> from gdlesson.datasets import moons
    >>> run = train(Network((2, 8, 1)), *moons(), optimizer="adam", learning_rate=0.01, epochs=60)
    >>> run.epochs, bool(run.history["accuracy"][-1] > 0.9)
    (60, True)
    """
    if not isinstance(callbacks, (list, tuple)) or not all(map(callable, callbacks)):
        raise TypeError(f"callbacks must be a list of functions of (epoch, logs), got {callbacks!r}")
    for run in by_epochs(
        network, x, y, optimizer, learning_rate, batch_size, epochs, seed, start, shuffle, validation, settings
    ):
        answers = [callback(run.epochs - 1, run.logs()) for callback in callbacks if run.epochs]
        if any(map(says_stop, answers)):
            return replace(run, stop=run.stop or "callback")
    return run


def says_stop(answer):
    """Tell whether a callback has returned True; None is the usual answer, and no other one counts."""
    if np.size(answer) > 1:
        raise ValueError(f"a callback must return True to stop, or nothing, but it returns {answer!r}")
    return isinstance(answer, (bool, np.bool_)) and bool(answer)


def by_epochs(
    network, x, y, optimizer, learning_rate, batch_size, epochs, seed, start, shuffle, validation, settings
):
    """Yield the `Training` before the first epoch, and after each; arguments and errors are those of `train`."""
    x, y, seen = checked_data(network, x, y, validation)
    batch_size = checked_batch(batch_size, len(y))
    epochs, seed = checked_count("epochs", epochs), checked_count("seed", seed)
    p = checked_parameters(network, network.start(seed) if start is None else start)
    p, rule, schedule = side_by_side(p, optimizer, learning_rate, settings)
    learnt, steps = [], math.ceil(len(y) / batch_size)
    slope = learner(network, batches_of(x, y, batch_size, seed, shuffle), learnt)
    points = walk(rule, slope, p, schedule, settings)
    history = {name: np.empty((epochs, *p.shape[:-1])) for name in NAMES[: 4 if seen else 2]}
    examples = x, y, seen
    yield Training(network, p, upto(history, 0), 0, "" if epochs else "epochs", examples)
    for epoch in range(epochs):
        with np.errstate(all="ignore"):
            q = deque(islice(points, steps), maxlen=1)[0]
            well = np.isfinite(q).all(axis=-1)
            p = np.where(well[..., None], q, p)
            values = [*scores(*together(learnt)), *(network.measure(q, *seen) if seen else ())]
        for name, value in zip(history, values, strict=True):
            history[name][epoch] = np.where(well, value, np.nan)
        stop = "diverged" if not well.any() else "epochs" if epoch + 1 == epochs else ""
        yield Training(network, p, upto(history, epoch + 1), epoch + 1, stop, examples)
        if stop:
            return


def upto(history, epochs):
    """Return the first epochs of a history."""
    return {name: values[:epochs] for name, values in history.items()}


def batches_of(x, y, batch_size, seed, shuffle):
    """Yield the examples and labels of one batch after the other, without end, each epoch in a new order."""
    rng, order = np.random.default_rng(seed), np.arange(len(y))
    while True:
        order = rng.permutation(len(y)) if shuffle else order
        xs, ys = x[order], y[order]
        for k in range(0, len(y), batch_size):
            yield xs[k : k + batch_size], ys[k : k + batch_size]


def learner(network, batches, learnt):
    """Return the slope for the next batch as a function of p, which notes z and the labels of its examples."""

    def slope(p):
        x, y = next(batches)
        g, z = network.gradient(p, x, y)
        learnt.append((z, y))
        return g

    return slope


def together(learnt):
    """Return z and the labels of all batches that were noted, and forget them."""
    z, y = (np.concatenate(parts, axis=-1) for parts in zip(*learnt, strict=True))
    learnt.clear()
    return z, y


def side_by_side(p, optimizer, learning_rate, settings):
    """Return parameters, rule and schedule: of one run, or of as many as there are rules, rates or rows of p."""
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
        rules *= runs  # a rule of the learner's own may look at all of its numbers, so each run gets it alone
    return p, rules[0] if len(rules) == 1 else each_its_own(rules), checked_schedule(rates)


def checked_batch(batch_size, n):
    """Return how many examples make a batch, or say what was expected."""
    batch_size = checked_count("batch_size", batch_size)
    if not 1 <= batch_size <= n:
        raise ValueError(f"batch_size must be from 1 to the number of examples, {n}, got {batch_size}")
    return batch_size


def checked_data(network, x, y, validation):
    """Return examples, labels, and the pair of them for validation or None; or say what was expected."""
    if not isinstance(network, Network):
        raise TypeError(f"network must be one such as Network((2, 16, 1)), got {reprlib.repr(network)}")
    x, y = checked_examples(network, x, y)
    if validation is None:
        return x, y, None
    if not isinstance(validation, (list, tuple)) or len(validation) != 2:
        raise TypeError(
            f"validation must be a pair of examples and labels, (x, y), got {reprlib.repr(validation)}"
        )
    return x, y, checked_examples(network, *validation, of="validation's ")


def checked_examples(network, x, y, of=""):
    """Return examples and labels as arrays of floats, or say what was expected."""
    x, y, inputs = as_floats(f"{of}x", x), as_floats(f"{of}y", y), network.sizes[0]
    if x.ndim != 2 or x.shape[1] != inputs or y.shape != x.shape[:1] or not len(y):
        raise ValueError(
            f"{of}x must have the shape (n, {inputs}) and {of}y (n,), but they have {x.shape} and {y.shape}"
        )
    if not np.isfinite(x).all():
        raise ValueError(f"{of}x must be finite, but among its numbers is {x[~np.isfinite(x)][0]}")
    if not np.isin(y, (0, 1)).all():
        raise ValueError(f"each label in {of}y must be 0 or 1, but one is {y[~np.isin(y, (0, 1))][0]:g}")
    return x, y


def checked_parameters(network, p):
    """Return a start as an array of floats, or say what was expected."""
    p = as_floats("start", p)
    if p.ndim not in (1, 2) or p.shape[-1] != network.parameters or not p.size or not np.isfinite(p).all():
        raise ValueError(
            f"start must be {network.parameters} finite numbers, or rows of them, got shape {p.shape}"
        )
    return p


def as_floats(name, values):
    """Return a new array of floats; what holds anything but numbers is told so."""
    try:
        array = np.asarray(values)
        if array.dtype.kind in "biufO":
            return array.astype(float)
    except (TypeError, ValueError):
        pass  # rows of different lengths, or something in them that is no number
    raise TypeError(f"{name} must be an array of numbers, got {reprlib.repr(values)}")
