"""Mini-batch descent: each step uses the gradient of only a few samples, a batch.

The loss of a line at the point p = (slope, intercept) is the mean of (slope·x + intercept − y)² over all samples,
and its gradient is the mean of the gradients of the samples. The mean over a batch is an estimate of it: correct
on average, but noisy.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from gdlesson.checks import checked_count, checked_rate, checked_start
from gdlesson.datasets.points import checked_points
from gdlesson.descent import MOST_STEPS
from gdlesson.functions import Function
from gdlesson.landscapes import least_squares
from gdlesson.optimizers import gradient_descent, iterates
from gdlesson.rulecheck import checked_rule
from gdlesson.schedules import as_schedule, constant, cosine_decay, exponential_decay, step_decay


@dataclass(frozen=True, eq=False)
class SampleDescent:
    """One mini-batch run.

    Attributes
    ----------
    path : array of shape (steps + 1, 2)
        The points (slope, intercept), including the start; only the finite ones if the run diverges.
    losses : array of shape (steps + 1,)
        The loss over all samples at each point.
    gradients : array of shape (steps + 1,)
        The number of gradients of single samples used up to each point.
    lowest : float
        The lowest loss of any line.
    level : float
        The noise level: the mean of the loss above the minimum over the last quarter of the steps; inf if the run
        diverges. More than half of the losses can be below it, because a few are far above.
    diverged : bool
        Whether the run overflows, or is farther up than it started throughout the last quarter. A run that is
        thrown far out now and then, and comes back, does not diverge.
    function : Function
        The loss over all samples.
    samples, learning_rate, batch_size, epochs, seed, optimizer, settings
        The number of samples, and what the run was made with.
    """

    path: np.ndarray = field(repr=False)
    losses: np.ndarray = field(repr=False)
    gradients: np.ndarray = field(repr=False)
    lowest: float
    level: float
    diverged: bool
    function: Function
    samples: int
    learning_rate: float | Callable
    batch_size: int
    epochs: int
    seed: int
    optimizer: Callable
    settings: dict

    @property
    def nit(self):
        """The number of steps."""
        return len(self.path) - 1

    @property
    def above(self):
        """The losses minus the lowest loss, an array of shape (steps + 1,)."""
        return np.maximum(self.losses - self.lowest, 0.0)


def batches(n, batch_size, seed=0):
    """Yield the indices of the samples in each batch, endlessly.

    Each epoch contains all n samples once, in a new order; its last batch may be smaller.

    Parameters
    ----------
    n, batch_size : int
        The number of samples, and of samples in a batch.
    seed : int
        The seed of the random order.

    Examples
    --------
    >>> from itertools import islice
    >>> [rows.tolist() for rows in islice(batches(5, batch_size=2), 3)]
    [[2, 4], [3, 0], [1]]
    """
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(n)
        for k in range(0, n, batch_size):
            yield order[k : k + batch_size]


def descend_on_samples(
    x, y, start, learning_rate, batch_size, epochs, seed=0, optimizer=gradient_descent, **settings
):
    """Fit a line to data by mini-batch descent.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The data.
    start : array of shape (2,)
        The initial slope and intercept.
    learning_rate : float or callable
        A rate, finite and not negative, or a schedule that gives the rate of each step, counted from 0.
    batch_size : int
        The number of samples for each step, 1 to n: 1 is stochastic gradient descent, n is plain gradient descent.
    epochs : int
        How often each sample is used: 1 or more, at most a million steps in all.
    seed : int
        The seed of the random order, 0 or more.
    optimizer, **settings
        As for `descend`.

    Returns
    -------
    SampleDescent
        The path, its losses, and the noise level.

    Raises
    ------
    TypeError, ValueError
        An argument is invalid; the message says why.

    Notes
    -----
    Robbins and Monro, A stochastic approximation method (1951); Bottou, Curtis and Nocedal, Optimization methods
    for large-scale machine learning (2018), section 4.

    Examples
    --------
    >>> from gdlesson import hubble_data
    >>> run = descend_on_samples(*hubble_data(), start=[0, 0], learning_rate=0.1, batch_size=4, epochs=25)
    >>> run.nit, int(run.gradients[-1])
    (150, 600)
    """
    f, (x, targets) = least_squares(x, y), checked_points(x, y)
    data = np.column_stack([x, np.ones(len(x))])
    n, seed = len(targets), checked_count("seed", seed)
    batch_size = checked_count("batch_size", batch_size, least=1, most=n)
    epochs = checked_count("epochs", epochs, least=1, most=max(1, MOST_STEPS // len(sizes(n, batch_size))))
    p, learning_rate = checked_start(f, start), checked_rate(learning_rate)
    rule, draw = checked_rule(optimizer, p, settings), batches(n, batch_size, seed)
    used = np.append(0, np.cumsum(np.tile(sizes(n, batch_size), epochs)))
    slope = lambda p: batch_gradient(p, data, targets, next(draw))  # noqa: E731
    points = iterates(rule, slope, p, as_schedule(learning_rate), settings)
    with np.errstate(all="ignore"):
        path = np.array([p, *islice(points, len(used) - 1)])
        losses = f.on(path.T)
    made_with = {"learning_rate": learning_rate, "batch_size": batch_size, "epochs": epochs, "seed": seed}
    return report(path, losses, used, f, made_with | {"optimizer": rule, "settings": settings, "samples": n})


def batch_gradient(p, data, targets, rows):
    """Return the gradient at p of the mean squared error over some rows of the data, whose columns are x and 1."""
    some = data[rows]
    return 2 / len(rows) * ((some @ p - targets[rows]) @ some)


def sizes(n, batch_size):
    """Return the sizes of the batches in one epoch, as a list."""
    full, rest = divmod(n, batch_size)
    return [batch_size] * full + [rest] * (rest > 0)


def report(path, losses, used, f, made_with):
    """Return the `SampleDescent` of a path, up to its last finite loss."""
    bad = ~np.isfinite(losses)
    end = int(np.argmax(bad)) if bad.any() else len(losses)
    lowest = float(f(f.known_minima[0]))
    path, losses, used = path[:end], losses[:end], used[:end]
    late = np.maximum(last_quarter(losses) - lowest, 0)
    diverged = end < len(bad) or late.min() > high(losses[0] - lowest, lowest)
    for part in (path, losses, used):
        part.flags.writeable = False
    with np.errstate(over="ignore"):
        level = np.inf if diverged else float(late.mean())
    return SampleDescent(path, losses, used, lowest, level, bool(diverged), function=f, **made_with)


def high(first, lowest):
    """Return the height above the lowest loss from which on a run is no better than its start."""
    return max(first, lowest)  # a start at the lowest point must not make every noisy run a bad one


def last_quarter(values):
    """Return the last quarter of an array, and at least its last value."""
    return values[-max(1, len(values) // 4) :]


# By name, a function of the first rate, the number of steps, and how many times smaller the rate gets.
SCHEDULES = {
    "constant": lambda rate, steps, decay: constant(rate),
    "step": lambda rate, steps, decay: step_decay(rate, steps / 4, decay ** (-1 / 3)),
    "exponential": lambda rate, steps, decay: exponential_decay(rate, steps, 1 / decay),
    "cosine": lambda rate, steps, decay: cosine_decay(rate, steps, 1 / decay),
}


ENOUGH = 3  # losses in the last quarter of a run tell whether they are noisy


def fate(run):
    """Return the outcome of a run, a name for which `samples_verdict` has words."""
    first, last = rate_ends(run)
    if run.diverged:
        return "exploded" if last < first and run.above[-1] < run.above.max() / 2 else "diverged"
    if run.batch_size == run.samples or not run.level:
        return "smooth"
    if len(last_quarter(run.above)) < ENOUGH:
        return "few"
    start, calm = high(run.above[0], run.lowest), without_noise(run)
    slow = calm[-1] > run.above[-1] / 2  # most of what is left is not noise
    if run.level > start:
        return "bursts"
    if not rates_of(run).any():
        return "lost"
    if slow and (run.level > 0.8 * start or calm[-1] > 0.8 * run.above[0]):
        return "slow"
    if run.level > 0.8 * start:
        return "lost"
    if last < first / 2:
        return "too early" if slow and run.above[-1] > start / 10 else "falling"
    return "coming down" if last_quarter(calm).mean() > run.level / 2 else "noisy"


def without_noise(run):
    """Return the loss above the lowest loss at each step of plain descent at the same rates, shape (steps + 1,).

    The distance from the minimum is split along the axes of the bowl; each step multiplies each part by 1 − η·L.
    """
    f = run.function
    hessian = np.stack([f.gradient(axis) - f.gradient(np.zeros(2)) for axis in np.eye(2)])
    bends, axes = np.linalg.eigh(hessian)
    rates = rates_of(run)
    kept = np.cumprod(np.vstack([np.ones(2), 1 - np.outer(rates, bends)]), axis=0)
    return (kept * (axes.T @ (run.path[0] - f.known_minima[0]))) ** 2 @ bends / 2


def rate_ends(run):
    """Return the learning rates of the first and the last step of a run."""
    schedule = as_schedule(run.learning_rate)
    return schedule(0), schedule(max(run.nit - 1, 0))


def rates_of(run):
    """Return the learning rate of each step of a run, an array of shape (steps,)."""
    schedule = as_schedule(run.learning_rate)
    return np.array([schedule(t) for t in range(run.nit)], dtype=float)


def rows_of(run, step):
    """Return the indices of the samples in the batch of a step, counted from 1."""
    return next(islice(batches(run.samples, run.batch_size, run.seed), step - 1, None))


def running(losses, points=80):
    """Return the noise along a run: at some steps, over the latest tenth of the steps, at least 10.

    Parameters
    ----------
    losses : array of shape (steps + 1,)
        The losses above the lowest loss.
    points : int
        At how many steps about it is computed.

    Returns
    -------
    at, mean, low, high : arrays of shape (k,)
        Some of the steps, with the first and the last, and the mean, 10th and 90th percentile of the losses there.
    """
    window = max(10, len(losses) // 10)
    at = np.unique(np.linspace(0, len(losses) - 1, points).astype(int))
    parts = [np.sort(losses[max(0, step + 1 - window) : step + 1]) for step in at]
    ends = np.array([part[np.round(np.array([0.1, 0.9]) * (len(part) - 1)).astype(int)] for part in parts])
    return at, np.array([part.mean() for part in parts]), *ends.T
