"""How well an optimizer does with each of many learning rates, from each of many starts.

Every rule in `optimizers` needs one gradient per step, so the budget of gradients is the number of steps.
"""

from dataclasses import dataclass, field

import numpy as np

from gdlesson.checks import as_floats, checked_count, finite_floats, floats_or_none, shown
from gdlesson.descent import descend_many
from gdlesson.functions import as_function
from gdlesson.optimizers import RULES
from gdlesson.rulecheck import checked_rule, name_of

# Twelve per decade, each about a fifth larger than the one before. Rounded to six digits, because the last digit
# of a power differs between processors, and a bouncing run amplifies it.
RATES = np.array([float(f"{rate:.6g}") for rate in np.logspace(-6, 2, 97)])


@dataclass(frozen=True, eq=False)
class Trials:
    """The runs of an optimizer with each of many learning rates, from each of many starts.

    Attributes
    ----------
    name : str
        The name of the optimizer.
    rates : array of shape (k,)
        The learning rates, in increasing order.
    path : array of shape (steps + 1, k, n) or (steps + 1, 2, k, n)
        The points, for each of the k rates and n starts; inf or nan after an overflow.
    losses : array of shape (steps + 1, k, n)
        The loss at each point; inf after an overflow.
    """

    name: str
    rates: np.ndarray = field(repr=False)
    path: np.ndarray = field(repr=False)
    losses: np.ndarray = field(repr=False)


def random_starts(f, seed, count=5):
    """Return random starts in the view of f, not too close to its edges.

    Parameters
    ----------
    f : callable
        A function of one variable or of points (x, y).
    seed : int
        The same seed gives the same starts.
    count : int
        The number of starts, 1 to a million.

    Returns
    -------
    array of shape (count,) or (2, count)

    Raises
    ------
    TypeError, ValueError
        f is not a function, or a number is out of range.
    """
    count = checked_count("count", count, least=1, most=1_000_000)
    view = np.array(as_function(f).view)
    low, high = view.reshape(-1, 2).T
    part = np.random.default_rng(checked_count("seed", seed)).uniform(0.05, 0.95, (len(low), count))
    starts = low[:, None] + part * (high - low)[:, None]
    return starts if view.ndim == 2 else starts[0]


def try_rates(f, optimizer, starts, rates, budget, **settings):
    """Run an optimizer with each of the rates from each of the starts, all at once.

    Parameters
    ----------
    f : callable
        A function of one variable or of points (x, y).
    optimizer, **settings
        A rule from `optimizers`, its name, or your own function of the same form.
    starts : array of shape (n,), or (2, n) for points
        Where to start; a single start may be a number, or a point of shape (2,).
    rates : array of shape (k,)
        Learning rates above 0, in any order.
    budget : int
        The number of gradients for each run: its number of steps.

    Returns
    -------
    Trials

    Raises
    ------
    TypeError, ValueError
        An argument is invalid; the message says why.
    """
    f, rates, budget = as_function(f), checked_grid(rates), checked_count("budget", budget)
    starts = checked_starts(f, starts)
    rule = checked_rule(optimizer, starts[..., 0], settings)
    check_side_by_side(f, rule, starts, settings)
    many = np.broadcast_to(starts[..., None, :], (*starts.shape[:-1], len(rates), starts.shape[-1]))
    many = many.reshape(*starts.shape[:-1], -1)
    path = descend_many(f, many, np.repeat(rates, starts.shape[-1]), budget, rule, **settings)
    path = path.reshape(*path.shape[:-1], len(rates), -1)
    losses = f.on(np.moveaxis(path, 1, 0) if f.dimensions == 2 else path)
    return Trials(name_of(rule), rates, path, np.where(np.isfinite(losses), losses, np.inf))


def sensitivity(f, optimizer, starts, rates, budget, **settings):
    """Return the final loss of an optimizer for each learning rate.

    Parameters
    ----------
    f, optimizer, starts, rates, budget, **settings
        As for `try_rates`, with the rates in increasing order.

    Returns
    -------
    array of shape (k, n), or (k,) for a single start given as a number or as a point of shape (2,)
        inf after an overflow.

    Examples
    --------
    >>> from gdlesson import bowl
    >>> sensitivity(bowl(10), "gradient_descent", (2, 1), [0.01, 0.1, 0.2], budget=50).round(3).tolist()
    [0.732, 0.0, 5.0]
    """
    finals = try_rates(f, optimizer, starts, rates, budget, **settings).losses[-1]
    return finals[:, 0] if np.ndim(starts) == as_function(f).dimensions - 1 else finals


def tuned(rates, losses):
    """Return the learning rate with the smallest final loss; the middle one if several are equal.

    Parameters
    ----------
    rates : array of shape (k,)
        The learning rates that were tried.
    losses : array of shape (k,) or (k, n)
        The final loss for each of them; with n starts, the median counts.

    Raises
    ------
    TypeError, ValueError
        The rates are not finite numbers above 0, the losses are not numbers, the shapes don't match, or every run
        overflows.

    Examples
    --------
    >>> tuned([0.01, 0.1, 1.0], [3.0, 0.2, np.inf])
    0.1
    """
    rates, losses = finite_floats("rates", rates), as_floats("losses", losses)
    if rates.ndim != 1 or losses.ndim not in (1, 2) or len(rates) != len(losses) or not len(rates):
        raise ValueError(f"each rate needs its losses, got the shapes {rates.shape} and {losses.shape}")
    if not (rates > 0).all():
        raise ValueError(f"rates must be above 0, got {rates.min():g}")
    medians = losses if losses.ndim == 1 else np.median(losses, axis=1)
    if not (medians < np.inf).any():
        raise ValueError("with each of these rates the runs leave the range of numbers: try smaller ones")
    return float(rates[middle_of_best(medians)])


def middle_of_best(medians):
    """Return the index of the smallest number; the middle one if several are equal."""
    best = np.flatnonzero(medians == np.nanmin(medians))
    return int(best[(len(best) - 1) // 2])


def checked_grid(rates):
    """Return learning rates as an array in increasing order, or raise an error."""
    grid = floats_or_none(rates)
    if grid is None or grid.ndim != 1 or not len(grid) or not (grid > 0).all() or not np.isfinite(grid).all():
        raise ValueError(f"rates must be finite numbers above 0, at least one, got {shown(rates)}")
    return np.sort(grid)


def checked_starts(f, starts):
    """Return starts as an array of shape (n,) or (2, n) if f is finite there; otherwise raise an error."""
    points = floats_or_none(starts)
    points = np.array([[[]]]) if points is None else np.array(points)
    if points.ndim == f.dimensions - 1:
        points = points[..., None]
    fits = points.ndim == f.dimensions and points.size and (f.dimensions == 1 or len(points) == 2)
    if not fits or not np.isfinite(points).all():
        wanted = "a point (x, y) or an array of shape (2, n)" if f.dimensions == 2 else "a number or several"
        raise ValueError(f"starts must be {wanted}, all finite, got {shown(starts)}")
    if not np.isfinite(f.on(points)).all():
        raise ValueError(f"{f.name} has no finite value at some of these starts: choose others")
    return points


def check_side_by_side(f, rule, starts, settings):
    """Raise ValueError if runs of a rule that is not built in affect each other, as through one norm for all."""
    if rule in RULES:
        return
    pair = np.stack([starts[..., 0], starts[..., -1] + 0.25], axis=-1)
    rates, name = np.array([0.01, 0.02]), name_of(rule)
    try:
        together = descend_many(f, pair, rates, 3, rule, **settings)
    except Exception as error:
        advice = "in a race x, g and learning_rate are arrays: use np.where, np.abs, np.maximum"
        raise ValueError(f"{name} fails where runs go side by side: {error} ({advice})") from error
    for run in range(2):
        alone = descend_many(f, pair[..., run], rates[run], 3, rule, **settings)[..., 0]
        if not np.allclose(together[..., run], alone, rtol=1e-9, atol=1e-12, equal_nan=True):
            raise ValueError(
                f"{name} mixes runs that go side by side: g has the shape (2, runs) in a race, a column for each. "
                "For the length of each slope write np.hypot(*g) in place of np.linalg.norm(g)"
            )
