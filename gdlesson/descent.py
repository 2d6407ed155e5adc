"""Gradient descent: the loop, one run of it and what happened, and many runs side by side."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from math import inf, isfinite

import numpy as np

from gdlesson.calculus import length
from gdlesson.checks import (
    checked_count,
    checked_number,
    checked_rate,
    checked_schedule,
    checked_start,
    floats_or_none,
    or_nan,
    shown,
)
from gdlesson.functions import Function, as_function
from gdlesson.optimizers import gradient_descent, iterates
from gdlesson.regimes import FLAT, LONGEST, arrived, judge
from gdlesson.rulecheck import checked_rule
from gdlesson.schedules import as_schedule
from gdlesson.words import message


@dataclass(frozen=True, eq=False)
class Descent:
    """What happened in one run of gradient descent. The names are those of SciPy's OptimizeResult.

    Attributes
    ----------
    x : float or array of shape (n,)
        Where the run ended: the last point of `path`.
    fun : float
        The loss there.
    nit : int
        How many steps were taken.
    success : bool
        True only where the run ended at a minimum, as near as slope and curvature can tell.
    message : str
        Why the run stopped, in words.
    path : array of shape (nit + 1,) or (nit + 1, n)
        Every point visited, the start included.
    losses : array of shape (nit + 1,)
        The loss at each of them.
    regime : str
        "slow", "steady", "overshooting", "bouncing", "diverging" or "still".
    stop : str
        "tolerance", "max_iterations", "diverged" or "flat".
    ahead : float or array of shape (n,)
        Where the next step would have led: the one that gave the reason to stop.
    function, learning_rate, tolerance, optimizer, settings
        What the run was made with; `optimizer` is None for plain gradient descent at a constant rate.
    """

    message: str
    success: bool
    x: float | np.ndarray
    fun: float
    nit: int
    regime: str
    stop: str
    path: np.ndarray = field(repr=False)
    losses: np.ndarray = field(repr=False)
    ahead: float | np.ndarray = field(repr=False)
    function: Function
    learning_rate: float | Callable
    tolerance: float
    optimizer: Callable | None = None
    settings: dict = field(default_factory=dict)


def descend(f, start, learning_rate, tolerance=1e-5, max_iterations=500, optimizer=None, **settings):
    """Go down f from start by gradient descent, or by another optimizer.

    Parameters
    ----------
    f : callable
        The function to go down: a built-in one such as `quadratic([-3, -2, 3])`, or a plain function of
        your own that takes x and returns one number. Without a `gradient` it is differentiated
        numerically, and the message says so.
    start : float or array of shape (n,)
        Where to begin; finite.
    learning_rate : float or callable
        The step is learning_rate times the slope; finite, not negative. 0 stays where it is. A schedule, such as
        `exponential_decay(0.1, 50)`, gives the rate of each step, counted from 0.
    tolerance : float
        Stop before a step shorter than this; 0 never does. An optimizer that remembers may stand still for a
        moment on its way: it is stopped by ten such steps in a row.
    max_iterations : int
        Stop after this many steps.
    optimizer : callable or str, optional
        One of `gdlesson.optimizers`, its name, or a function of your own of the same shape.
    **settings
        Those of the optimizer, such as `momentum=0.9` or `beta_1=0.8`.

    Returns
    -------
    Descent
        The path and why it ended. A run that diverges keeps every finite point before it did.

    Raises
    ------
    TypeError, ValueError
        An argument is not what it should be, or f cannot be descended from start. Nothing has run then.

    Notes
    -----
    The plain rule is Cauchy's of 1847; see Nocedal and Wright, Numerical Optimization, section 2.2.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> run = descend(quadratic([-3, -2, 3]), start=8, learning_rate=0.05)
    >>> round(run.x, 5), run.nit, run.regime, run.stop
    (0.33336, 35, 'steady', 'tolerance')
    >>> from gdlesson.optimizers import momentum
    >>> descend(quadratic([-3, -2, 3]), start=8, learning_rate=0.05, optimizer=momentum, momentum=0.5).nit
    46
    """
    f = as_function(f)
    x = checked_start(f, start)
    tolerance = checked_number("tolerance", tolerance)
    max_iterations = checked_count("max_iterations", max_iterations)
    bare = f.everywhere and f.dimensions == 2  # then nothing can fail, and steps are quicker
    loss, slope = (f.value, f.slope) if bare else (quiet(f), quiet(f.gradient))
    patience = 1
    with np.errstate(all="ignore"):
        if optimizer is None and not callable(learning_rate) and not settings:
            learning_rate = checked_number("learning_rate", learning_rate)
            points = downhill(slope, x, learning_rate)
        else:
            learning_rate = checked_rate(learning_rate)
            optimizer = checked_rule(gradient_descent if optimizer is None else optimizer, x, settings)
            points = iterates(optimizer, slope, x, checked_schedule(learning_rate), settings)
            patience = 1 if optimizer is gradient_descent and not callable(learning_rate) else PATIENCE
        path, losses, ahead, stop = iterate(loss, points, x, tolerance, max_iterations, patience)
        made_with = {"function": f, "learning_rate": learning_rate, "tolerance": tolerance}
        further = partial(continued, loss, chain([ahead], points))
        return report(
            path, losses, ahead, stop, further, made_with | {"optimizer": optimizer, "settings": settings}
        )


def quiet(function):
    """Return a function that is nan where the given one fails: a run that leads there ends, and is not lost."""
    return partial(or_nan, function)


def downhill(gradient, x, learning_rate):
    """Yield the points of gradient descent from x, one after the other, without end."""
    while True:
        x = x - learning_rate * gradient(x)
        yield x


def iterate(f, points, x, tolerance, max_iterations, patience=1):
    """Take step after step until there is a reason to stop; the step that gives the reason is not kept."""
    path, losses, short, stop = [x], [f(x)], 0, None
    while stop is None:
        before, x = x, next(points)
        loss, step = f(x), length(x - before)
        short = short + 1 if step < tolerance else 0
        if not isfinite(loss) or not (step <= HOPELESS or step <= HOPELESS * (1 + length(before))):
            stop = "diverged"
        elif short == patience:
            stop = "tolerance"
        elif len(path) > max_iterations:
            stop = "max_iterations"
        else:
            path.append(x)
            losses.append(loss)
    return path, losses, x, stop


# A step that is a million million times as long as the way from 0 does not come back.
HOPELESS = 1e12

# So many short steps in a row stop an optimizer that remembers: at a turning point there may be one or two.
PATIENCE = 10


def report(path, losses, ahead, stop, further, made_with):
    """Return the `Descent` of a path that has come to its end: judged, and put into words."""
    f = made_with["function"]
    plain = made_with["optimizer"] in (None, gradient_descent) and not callable(made_with["learning_rate"])
    path, losses = np.array(path, dtype=float), np.array(losses, dtype=float)
    path.flags.writeable = losses.flags.writeable = False
    x = path[-1] if path.ndim > 1 else float(path[-1])
    success = stop == "tolerance" and arrived(f, path, made_with["tolerance"])
    if stop == "tolerance" and length(quiet(f.gradient)(x)) < FLAT and (len(path) == 1 or not success):
        stop = "flat"
    run = Descent(
        message="",
        success=success,
        x=x,
        fun=float(losses[-1]),
        nit=len(path) - 1,
        regime=judge(f, path, losses, ahead, stop, plain, made_with["tolerance"], further),
        stop=stop,
        path=path,
        losses=losses,
        ahead=ahead,
        **made_with,
    )
    return replace(run, message=message(run))


def continued(loss, points, steps):
    """Return the points that would come next, and their losses, inf where one leaves the numbers."""
    path = []
    with contextlib.suppress(TypeError, ValueError):  # an optimizer or a schedule fails: that is as far as it goes
        path.extend(islice(points, min(steps, LONGEST)))
    losses = np.array([loss(x) for x in path])
    return np.array(path), np.where(np.isfinite(losses), losses, inf)


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
        How many steps each run takes, at most a million.
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
    f, steps = as_function(f), checked_count("steps", steps, most=MOST_STEPS)
    x, schedule = starts(f, start), as_schedule(learning_rate)
    settings = {name: each_setting(name, value) for name, value in settings.items()}
    checked_start(f, x[:, 0] if f.dimensions == 2 else x.flat[0].item())
    sizes = [np.shape(part) for part in (x[0] if f.dimensions == 2 else x, schedule(0), *settings.values())]
    try:
        runs = np.broadcast_shapes((1,), *sizes)
    except ValueError:
        raise ValueError(f"starts, learning rates and settings must be as many each, got {sizes}") from None
    x = np.array(np.broadcast_to(x, (2, *runs) if f.dimensions == 2 else runs))
    if (steps + 1) * x.size > MOST_NUMBERS:
        raise ValueError(f"{steps} steps of {runs[0]} runs are more than the {MOST_NUMBERS} numbers of a path")
    rule = checked_rule(optimizer, x, settings, many=True)
    with np.errstate(all="ignore"):
        return np.array([x, *islice(iterates(rule, f.slopes, x, schedule, settings), steps)])


MOST_STEPS = 1_000_000
MOST_NUMBERS = 100_000_000  # in a path: 800 megabytes


def starts(f, start):
    """Return the starts as an array of shape (runs,), (2, 1) or (2, runs), or say what was expected."""
    x, wanted = floats_or_none(start), "a number or an array of shape (runs,)"
    if f.dimensions == 2:
        wanted = "a point (x, y) or an array of shape (2, runs)"
    if x is None:
        raise TypeError(f"start must be {wanted}, got {shown(start)}")
    fits = x.ndim < 2 if f.dimensions == 1 else x.ndim in (1, 2) and len(x) == 2
    if not (fits and x.size and np.isfinite(x).all()):
        raise ValueError(f"start must be {wanted}, all finite, got {shown(start)}")
    return x[:, None] if f.dimensions == 2 and x.ndim == 1 else x


def each_setting(name, value):
    """Return a setting as it is, or as an array of shape (runs,)."""
    if isinstance(value, str) or not np.iterable(value):
        return value
    row = floats_or_none(value)
    if row is None:
        raise TypeError(f"{name} must be one number, or a row of them, one for each run, got {shown(value)}")
    if row.ndim != 1 or not len(row):
        raise ValueError(f"{name} must be one number, or a row of them, one for each run, got {shown(value)}")
    return row
