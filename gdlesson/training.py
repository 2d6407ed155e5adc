"""Training a network: epoch after epoch, batch after batch, with any optimizer, one run or many side by side."""

from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from gdlesson.descent import checked_count
from gdlesson.many import checked_rates
from gdlesson.network import Network, scores
from gdlesson.optimizers import each_its_own, walk
from gdlesson.rulecheck import checked_rule
from gdlesson.samples import batches, sizes
from gdlesson.schedules import as_schedule

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
        learnt from; with validation data "val_loss" and "val_accuracy", measured at the end of the epoch.
    epochs : int
        How many epochs there have been.
    stop : str
        "epochs" when all asked for are over, "callback", "diverged", or "" as long as it goes on.
    """

    network: Network
    p: np.ndarray = field(repr=False)
    history: dict = field(repr=False)
    epochs: int
    stop: str = ""

    def predict(self, x):
        """Return the probability of "yes" for each example x: of shape (n,), or (runs, n)."""
        return self.network.predict(self.p, x)


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
        of the history; if one returns True, the training ends.
    **settings
        Of the optimizer, such as momentum=0.9.

    Returns
    -------
    Training

    Raises
    ------
    TypeError, ValueError
        An argument is not what it should be.

    Examples
    --------
    >>> from gdlesson.datasets import moons
    >>> run = train(Network((2, 8, 1)), *moons(), optimizer="adam", learning_rate=0.01, epochs=60)
    >>> run.epochs, bool(run.history["accuracy"][-1] > 0.9)
    (60, True)
    """
    for run in by_epochs(
        network, x, y, optimizer, learning_rate, batch_size, epochs, seed, start, shuffle, validation, settings
    ):
        if run.epochs:
            logs = {name: values[-1] for name, values in run.history.items()}
            answers = [callback(run.epochs - 1, logs) for callback in callbacks]
            if True in answers:
                return replace(run, stop=run.stop or "callback")
    return run


def by_epochs(
    network, x, y, optimizer, learning_rate, batch_size, epochs, seed, start, shuffle, validation, settings
):
    """Yield the `Training` before the first epoch, and after each; arguments and errors are those of `train`."""
    x, y = checked_examples(network, x, y)
    seen = checked_examples(network, *validation) if validation else None
    epochs, batch_size = checked_count("epochs", epochs), checked_batch(batch_size, len(y))
    p = checked_parameters(network, network.start(seed) if start is None else start)
    p, rule, schedule = side_by_side(p, optimizer, learning_rate, settings)
    z, slope = np.empty((*p.shape[:-1], len(y))), learner(network, x, y, batch_size, seed, shuffle)
    points, steps = walk(rule, lambda p: slope(p, z), p, schedule, settings), len(sizes(len(y), batch_size))
    history = {name: np.empty((epochs, *p.shape[:-1])) for name in NAMES[: 4 if seen else 2]}
    yield Training(network, p, upto(history, 0), 0, "" if epochs else "epochs")
    for epoch in range(epochs):
        with np.errstate(all="ignore"):
            *_, q = islice(points, steps)
            well = np.isfinite(q).all(axis=-1)
            p = np.where(well[..., None], q, p)
            values = [*scores(z, y), *(network.measure(q, *seen) if seen else ())]
        for name, value in zip(history, values, strict=True):
            history[name][epoch] = np.where(well, value, np.nan)
        stop = "diverged" if not well.any() else "epochs" if epoch + 1 == epochs else ""
        yield Training(network, p, upto(history, epoch + 1), epoch + 1, stop)
        if stop:
            return


def upto(history, epochs):
    """Return the first epochs of a history."""
    return {name: values[:epochs] for name, values in history.items()}


def learner(network, x, y, batch_size, seed, shuffle):
    """Return the slope for the next batch as a function of p, which notes z of its examples."""
    n = len(y)
    in_order = [np.arange(k, min(k + batch_size, n)) for k in range(0, n, batch_size)]
    draw = batches(n, batch_size, seed) if shuffle else (rows for _ in iter(int, 1) for rows in in_order)

    def slope(p, z):
        rows = next(draw)
        g, z[..., rows] = network.gradient(p, x[rows], y[rows])
        return g

    return slope


def side_by_side(p, optimizer, learning_rate, settings):
    """Return parameters, rule and schedule: of one run, or of as many as there are rules, rates or rows of p."""
    several = isinstance(optimizer, (list, tuple))
    rules = [
        checked_rule(rule, p[0] if p.ndim > 1 else p, settings) for rule in (optimizer if several else [optimizer])
    ]
    rates = checked_rates(learning_rate)
    counts = {len(rules), np.size(rates), len(np.atleast_2d(p))} - {1}
    if len(counts) > 1:
        raise ValueError(f"optimizers, learning rates and starts must be as many each, got {sorted(counts)}")
    if not (several or np.ndim(rates) or p.ndim > 1):
        return p, rules[0], as_schedule(rates)
    runs = max(counts, default=1)
    rates = rates if callable(rates) else np.broadcast_to(rates, runs)[:, None]
    p = np.array(np.broadcast_to(p, (runs, p.shape[-1])))
    return p, rules[0] if len(rules) == 1 else each_its_own(rules), as_schedule(rates)


def checked_batch(batch_size, n):
    """Return how many examples make a batch, or say what was expected."""
    batch_size = checked_count("batch_size", batch_size)
    if not 1 <= batch_size <= n:
        raise ValueError(f"batch_size must be from 1 to the number of examples, {n}, got {batch_size}")
    return batch_size


def checked_examples(network, x, y):
    """Return examples and labels as arrays of floats, or say what was expected."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    inputs = network.sizes[0]
    if x.ndim != 2 or x.shape[1] != inputs or y.shape != x.shape[:1] or not len(y):
        raise ValueError(f"x must have the shape (n, {inputs}) and y (n,), but they have {x.shape} and {y.shape}")
    if not np.isfinite(x).all() or not np.isin(y, (0, 1)).all():
        raise ValueError("x must be finite, and each label in y 0 or 1")
    return x, y


def checked_parameters(network, p):
    """Return a start as an array of floats, or say what was expected."""
    p = np.asarray(p, dtype=float)
    if p.ndim not in (1, 2) or p.shape[-1] != network.parameters or not np.isfinite(p).all():
        raise ValueError(
            f"start must be {network.parameters} finite numbers, or rows of them, got shape {p.shape}"
        )
    return p
