"""The loop: `descend()` walks downhill step by step and returns what happened, a `Descent`."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf, isfinite

import numpy as np

from gdlesson.functions import Function, as_function, or_nan
from gdlesson.optimizers import gradient_descent, walk
from gdlesson.regimes import FLAT, arrived, distance_left, length, regime
from gdlesson.rulecheck import checked_rule
from gdlesson.schedules import as_schedule
from gdlesson.verdicts import message


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
        "monotone", "overshooting", "bouncing", "diverging" or "still".
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
    (0.33336, 35, 'monotone', 'tolerance')
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
            points = walk(optimizer, slope, x, checked_schedule(learning_rate), settings)
            patience = 1 if optimizer is gradient_descent and not callable(learning_rate) else PATIENCE
        path, losses, ahead, stop = iterate(loss, points, x, tolerance, max_iterations, patience)
        made_with = {"function": f, "learning_rate": learning_rate, "tolerance": tolerance}
        return report(path, losses, ahead, stop, made_with | {"optimizer": optimizer, "settings": settings})


def quiet(function):
    """Return a function that is nan where the given one fails: a walk that leads there ends, and is not lost."""
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


def report(path, losses, ahead, stop, made_with):
    """Return the `Descent` of a path that has come to its end: judged and put into words."""
    f, tolerance = made_with["function"], made_with["tolerance"]
    path, losses = np.array(path, dtype=float), np.array(losses, dtype=float)
    path.flags.writeable = losses.flags.writeable = False
    x = path[-1] if path.ndim > 1 else float(path[-1])
    slope = quiet(f.gradient)(x)
    success = stop == "tolerance" and arrived(f, path, slope, tolerance)
    if stop == "tolerance" and length(slope) < FLAT and (len(path) == 1 or not success):
        stop, success = "flat", distance_left(f, x, slope) <= 200 * tolerance
    plain = made_with["optimizer"] is None
    run = Descent(
        message="",
        success=success,
        x=x,
        fun=float(losses[-1]),
        nit=len(path) - 1,
        regime=regime(path, -made_with["learning_rate"] * slope if plain else ahead - x, stop, not plain),
        stop=stop,
        path=path,
        losses=losses,
        ahead=ahead,
        **made_with,
    )
    return replace(run, message=message(run, slope))


def checked_number(name, value):
    """Return value as a float where it is finite and not negative, else say what was expected."""
    number = as_float(name, value)
    if not 0 <= number < inf:
        raise ValueError(f"{name} must be a finite number, 0 or more, got {value}")
    return number


def checked_rate(learning_rate):
    """Return a learning rate, or a schedule that gives one for the first step; else say what was expected."""
    if not callable(learning_rate):
        return checked_number("learning_rate", learning_rate)
    checked_schedule(learning_rate)(0)
    return learning_rate


def checked_schedule(learning_rate):
    """Return a learning rate as a schedule of which each rate is looked at."""
    schedule = as_schedule(learning_rate)

    def checked(step):
        try:
            rate = schedule(step)
        except Exception as error:
            wanted = "learning_rate must be a number or a schedule"
            raise TypeError(f"{wanted}, but at step {step} it fails: {error}") from error
        return checked_number(f"the learning_rate at step {step}", rate)

    return checked if callable(learning_rate) else schedule


def checked_count(name, value):
    """Return value as an int where it is a whole number, 0 or more, else say what was expected."""
    number = as_float(name, value)
    if number != number // 1 or not 0 <= number < inf:
        raise ValueError(f"{name} must be a whole number, 0 or more, got {value}")
    return int(number)


def as_float(name, value):
    """Return one number as a float; a text, a list or a function is told that it is none."""
    if np.ndim(value) != 0 or np.asarray(value).dtype.kind not in "biufO" or isinstance(value, complex):
        raise TypeError(f"{name} must be one number, got {value!r}")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be one number, got {value!r}") from None
    except OverflowError:
        raise ValueError(f"{name} must be finite, and not as large as this") from None


def checked_start(f, start):
    """Return start as a float or a vector, where f has a finite loss and a slope of the same shape there."""
    x = np.asarray(start)
    if x.ndim > 1 or not x.size or x.dtype.kind not in "biufO":
        raise TypeError(f"start must be a number or a vector of numbers, got {start!r}")
    x = np.array([as_float("start", part) for part in x]) if x.ndim else as_float("start", start)
    if not np.isfinite(x).all():
        raise ValueError(f"start must be finite, got {start}")
    check_result(f"{f.name}({start})", f(x), ())
    check_result(f"the gradient of {f.name} at {start}", f.gradient(x), np.shape(x))
    return x


def check_result(what, result, shape):
    """Check that a function of the learner returned finite numbers in the expected shape."""
    expected = f"a vector of {shape[0]} numbers" if shape else "one number"
    if np.shape(result) != shape:
        raise ValueError(f"{what} must be {expected}, but it has the shape {np.shape(result)}: {result!r}")
    if not np.isfinite(result).all():
        raise ValueError(f"{what} must be finite, but it is {result}: choose another start")
