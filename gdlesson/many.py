"""Many runs of one optimizer side by side, each with its own start, learning rate and settings."""

from itertools import islice

import numpy as np

from gdlesson.descent import checked_count, checked_rate, checked_start
from gdlesson.functions import as_function
from gdlesson.optimizers import gradient_descent, walk
from gdlesson.rulecheck import checked_rule
from gdlesson.schedules import as_schedule


def descend_many(f, start, learning_rate, steps=500, optimizer=gradient_descent, **settings):
    """Go down f once for each learning rate, start or setting, all at once and without stopping.

    Parameters
    ----------
    f : callable
        A function of one variable, or of points (x, y).
    start : float, or array of shape (runs,); of points, array of shape (2,) or (2, runs)
        Where to begin: one start for all runs, or one for each.
    learning_rate : float or array of shape (runs,), or a schedule that gives one
        One for all runs, or one for each.
    steps : int
        How many steps each run takes.
    optimizer, **settings
        As for `descend`; a setting may be an array of shape (runs,).

    Returns
    -------
    array of shape (steps + 1, runs), or (steps + 1, 2, runs)
        The points visited, the start included; inf or nan from where a run has left the range of numbers.

    Raises
    ------
    TypeError, ValueError
        The optimizer is none, or shapes do not go together.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> descend_many(quadratic([0, 0, 1]), start=8, learning_rate=np.array([0.25, 0.5, 1.0]), steps=2)
    array([[ 8.,  8.,  8.],
           [ 4.,  0., -8.],
           [ 2.,  0.,  8.]])
    """
    f, steps = as_function(f), checked_count("steps", steps)
    x, schedule = starts(f, start), as_schedule(checked_rates(learning_rate))
    settings = {name: np.asarray(value) if np.ndim(value) else value for name, value in settings.items()}
    checked_start(f, x[:, 0] if f.dimensions == 2 else x.flat[0].item())
    sizes = [np.shape(part) for part in (x[0] if f.dimensions == 2 else x, schedule(0), *settings.values())]
    try:
        runs = np.broadcast_shapes((1,), *sizes)
    except ValueError:
        raise ValueError(f"starts, learning rates and settings must be as many each, got {sizes}") from None
    x = np.array(np.broadcast_to(x, (2, *runs) if f.dimensions == 2 else runs))
    rule = checked_rule(optimizer, x, settings)
    with np.errstate(all="ignore"):
        return np.array([x, *islice(walk(rule, f.slopes, x, schedule, settings), steps)])


def starts(f, start):
    """Return the starts as an array of shape (runs,), (2, 1) or (2, runs), or say what was expected."""
    x = np.asarray(start, dtype=float)
    wanted = "a number or an array of shape (runs,)"
    fits = x.ndim < 2
    if f.dimensions == 2:
        wanted, fits = "a point (x, y) or an array of shape (2, runs)", x.ndim in (1, 2) and len(x) == 2
        x = x[:, None] if x.ndim == 1 else x
    if not (fits and np.isfinite(x).all()):
        raise ValueError(f"start must be {wanted}, all finite, got {start}")
    return x


def checked_rates(learning_rate):
    """Return a learning rate, many of them, or a schedule; else say what was expected."""
    if not np.ndim(learning_rate):
        return checked_rate(learning_rate)
    try:
        rates = np.asarray(learning_rate, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(
            f"learning_rate must be a number, a row of them, or a schedule, got {learning_rate}"
        ) from None
    if rates.ndim > 1 or not (np.isfinite(rates) & (rates >= 0)).all():
        raise ValueError(f"learning_rate must be finite numbers, 0 or more, in one row, got {learning_rate}")
    return rates
